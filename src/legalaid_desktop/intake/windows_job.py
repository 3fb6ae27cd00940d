"""The child's walls on Windows: a job that bounds memory, time and processes, and ends the child with this program.

Plain calls of kernel32; nothing of it exists on other systems.
"""

from __future__ import annotations

import contextlib
import ctypes
import subprocess
import sys
from collections.abc import Iterator
from typing import Final

from legalaid_desktop.errors import FileNotRead
from legalaid_desktop.intake.limits import CHILD_CPU, CHILD_MEMORY, MIB

_PROCESS_TIME: Final = 0x00000002
_ACTIVE_PROCESS: Final = 0x00000008
_PROCESS_MEMORY: Final = 0x00000100
_DIE_ON_EXCEPTION: Final = 0x00000400
_KILL_ON_CLOSE: Final = 0x00002000
_EXTENDED: Final = 9
_UI: Final = 4
_ALL_UI: Final = 0xFF
_TICKS: Final = 10_000_000
"""A second in the unit of the time limit."""
_START: Final = 2.0
"""s: what loading the program computes before it sees the file; the limit counts it too."""
_BASE: Final = 60 * MIB
"""What the interpreter commits before it sees the file; the limit counts it too."""


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _Extended(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def limits() -> _Extended:
    """What the job allows: one process, its memory and its computing time."""
    told = _Extended()
    told.BasicLimitInformation.PerProcessUserTimeLimit = int((_START + CHILD_CPU) * _TICKS)
    told.BasicLimitInformation.ActiveProcessLimit = 1
    told.BasicLimitInformation.LimitFlags = (
        _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_EXCEPTION | _KILL_ON_CLOSE
    )
    told.ProcessMemoryLimit = _BASE + CHILD_MEMORY
    return told


if sys.platform == "win32":

    @contextlib.contextmanager
    def bounded(process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Keep ``process`` in a job; the job, and the process with it, ends with the block.

        Raises :class:`FileNotRead` (``start``) when the job cannot be made or does not take the process.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        if not job.value:
            raise FileNotRead(kind="start")
        try:
            told, ui = limits(), ctypes.c_uint32(_ALL_UI)
            handle = ctypes.c_void_p(int(process._handle))  # the only way to it
            if not (
                kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(told), ctypes.sizeof(told))
                and kernel.SetInformationJobObject(job, _UI, ctypes.byref(ui), ctypes.sizeof(ui))
                and kernel.AssignProcessToJobObject(job, handle)
            ):
                raise FileNotRead(kind="start")
            yield
        finally:
            kernel.CloseHandle(job)
