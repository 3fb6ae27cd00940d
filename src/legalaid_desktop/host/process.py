"""This process as the system sees it: nobody reads its memory, nothing dumps it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ctypes

_PR_SET_DUMPABLE: Final = 4
"""prctl(2)."""
_PT_DENY_ATTACH: Final = 31
"""ptrace(2) of macOS."""
_NO_BOXES: Final = 0x8003
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX."""
_REPORT_WITHOUT_HEAP: Final = 1
"""WER_FAULT_REPORTING_FLAG_NOHEAP."""


def keep_files_private() -> None:
    """Whatever this process makes is for this user alone, unless a right is given on purpose."""
    os.umask(0o077)


def keep_in_memory(data: bytearray) -> bool:
    """Ask the system not to write the pages under ``data`` to swap; whether it agreed. ``data`` must not grow.

    Beyond the bound of the system (8 MiB on Linux, less on old ones) it refuses, and nothing else comes of that. Pages
    are not given back: the next key lies on the same ones. An image of all memory for hibernation holds them still.
    """
    if not data:
        return False
    import ctypes

    place = ctypes.addressof(ctypes.c_char.from_buffer(data))
    return _lock_pages()(ctypes.c_void_p(place), ctypes.c_size_t(len(data)))


@cache
def _lock_pages() -> Callable[[ctypes.c_void_p, ctypes.c_size_t], bool]:
    import ctypes

    if sys.platform == "win32":
        lock = ctypes.windll.kernel32.VirtualLock
        return lambda place, length: bool(lock(place, length))
    lock = ctypes.CDLL(None).mlock
    return lambda place, length: bool(lock(place, length) == 0)


def forbid_dumps() -> None:
    """No core file, no crash report with our memory in it, and no other process of this user reads it where the system
    can forbid that. To be called again in each new process: a replaced one begins without it."""
    # Late: the first picture of the window comes before.
    import contextlib
    import ctypes

    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_BOXES)
        with contextlib.suppress(OSError, AttributeError):  # no error reporting, nothing to forbid
            ctypes.windll.wer.WerSetFlags(_REPORT_WITHOUT_HEAP)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    elif sys.platform == "darwin":
        ctypes.CDLL(None, use_errno=True).ptrace(_PT_DENY_ATTACH, 0, None, 0)
