"""This process as the system sees it: nobody reads its memory, nothing dumps it."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_PR_SET_DUMPABLE: Final = 4
"""prctl(2)."""


def forbid_dumps() -> None:
    """No core file, and no other process of this user reads our memory where the system can forbid it."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
