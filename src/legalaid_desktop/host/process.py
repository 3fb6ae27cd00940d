"""This process as the system sees it: nobody reads its memory, nothing dumps it."""

from __future__ import annotations

import os
import sys
from typing import Final

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
