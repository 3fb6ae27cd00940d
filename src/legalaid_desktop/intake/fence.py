"""The walls around the child, put up by the child itself after it loaded its program and before it sees the file.

Everywhere on POSIX: limits of memory, computing time, files and processes, no core file. On Linux also: nobody reads
its memory, it dies with its parent, no new rights, Landlock (no file system, no TCP), and a seccomp filter that lets
through what reading and computing need and nothing that opens, connects or starts. On macOS the limits are all, and
that of memory is not enforced there; on Windows the parent puts the child into a job (``windows_job.py``).
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys
import time
from typing import Final

from legalaid_desktop.intake.limits import CHILD_CPU, CHILD_MEMORY

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_FILTER_MODE: Final = 2
_LANDLOCK_CREATE: Final = 444
_LANDLOCK_RESTRICT: Final = 446
_ENOSYS: Final = 38
_EPERM: Final = 1

# struct seccomp_data: number at 0, architecture at 4, arguments of eight bytes from 16.
_NUMBER, _ARCH, _ARGUMENT = 0, 4, 16
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_KILL, _ALLOW, _ERROR = 0x80000000, 0x7FFF0000, 0x00050000
_PROT_EXEC: Final = 4

# Names → numbers on x86-64 (AUDIT_ARCH 0xC000003E) and arm64 (0xC00000B7); None where the second has no such call.
_ARCHES: Final = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_HARMLESS: Final = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "lseek": (8, 62),
    "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "mremap": (25, 216), "madvise": (28, 233), "getpid": (39, 172),
    "exit": (60, 93), "gettimeofday": (96, 169), "sigaltstack": (131, 132), "gettid": (186, 178),
    "futex": (202, 98), "sched_getaffinity": (204, 123), "restart_syscall": (219, 128),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "exit_group": (231, 94), "getrandom": (318, 278),
    "times": (100, 153), "getrusage": (98, 165), "sched_yield": (24, 124),
}  # fmt: skip
_MAPPING: Final = {"mmap": (9, 222), "mprotect": (10, 226)}
"""Let through unless they make memory executable; the protection is the third argument of both."""
_DEADLY: Final = {
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "socket": (41, 198), "socketpair": (53, 199),
    "kill": (62, 129), "tkill": (200, 130), "bpf": (321, 280), "mount": (165, 40), "unshare": (272, 97),
    "setns": (308, 268), "open_by_handle_at": (304, 265), "io_uring_setup": (425, 425), "userfaultfd": (323, 282),
    "perf_event_open": (298, 241), "pidfd_getfd": (438, 438), "memfd_create": (319, 279), "shmat": (30, 196),
}  # fmt: skip
"""No parser calls these by mistake: the child is ended and not only refused."""
_CLONE3: Final = (435, 435)


def bind_to_parent() -> None:
    """First of all: nobody reads this process, and it does not outlive the one that started it."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
        _prctl(_PR_SET_DUMPABLE, 0)


def put_up(*, cpu: float = CHILD_CPU) -> tuple[str, ...]:
    """Put up every wall that this system has; return their names. ``cpu``: seconds of computing time.

    Raises :class:`OSError` when a wall that the system must have did not stand: the child does not read then."""
    if sys.platform == "win32":
        return ()
    walls = ["limits"]
    _limit(cpu)
    if sys.platform == "linux":
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        walls.append("no_new_rights")
        if _landlock():
            walls.append("landlock")
        _no_new_files()  # only now: Landlock needed one for a moment
        if _seccomp():
            walls.append("seccomp")
    return tuple(walls)


def _prctl(what: int, value: int) -> None:
    if sys.platform != "win32" and ctypes.CDLL(None, use_errno=True).prctl(what, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def _limit(cpu: float) -> None:
    if sys.platform == "win32":
        return
    import resource

    used = time.process_time()  # loading the program is not the file's doing
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CPU, int(used + cpu) + 1),
    ):
        _lower(what, most)
    if sys.platform == "linux":
        with open("/proc/self/statm", "rb") as told:
            pages = int(told.read().split()[0])
        most = pages * resource.getpagesize() + CHILD_MEMORY
        _lower(resource.RLIMIT_AS, most)
    else:
        _lower(resource.RLIMIT_DATA, CHILD_MEMORY)
        _no_new_files()
    # RLIMIT_CPU counts whole seconds; the timer of computing time ends the process earlier (SIGPROF, by default).
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, cpu)


def _no_new_files() -> None:
    """The standard streams are 0, 1 and 2; there is no number left for another file."""
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_NOFILE, 3)


def _lower(what: int, most: int) -> None:
    """Set a limit for good; one that this session has already may be lower still."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _landlock() -> bool:
    """Give up the whole file system and TCP where the kernel knows how; whether it did."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    stood = False
    if version > 0:
        # Rights to be handled, by version of the interface: 13, then refer, truncate, (network), ioctl.
        files = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)) - 1
        packed = struct.pack("<QQ", files, 3) if version >= 4 else struct.pack("<Q", files)
        number = libc.syscall(_LANDLOCK_CREATE, packed, ctypes.c_size_t(len(packed)), ctypes.c_uint32(0))
        if number >= 0:
            stood = libc.syscall(_LANDLOCK_RESTRICT, number, ctypes.c_uint32(0)) == 0
            os.close(number)
    return stood


def _seccomp() -> bool:
    """Filter the calls of this process; ``False`` on a processor whose numbers are not known here."""
    known = _ARCHES.get(os.uname().machine) if sys.platform != "win32" else None
    if known is None or sys.byteorder != "little" or struct.calcsize("P") != 8:
        return False
    program = _program(*known)
    code = b"".join(struct.pack("<HBBI", *step) for step in program)
    kept = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    told = Program(len(program), ctypes.cast(kept, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(told), 0, 0) == 0)


def _program(arch: int, column: int) -> list[tuple[int, int, int, int]]:
    """The filter: steps of code, jump if true, jump if false, constant."""
    steps: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if column == 0:
        steps += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL)]  # the x32 numbers
    for harmless in _HARMLESS.values():
        steps += [(_EQUAL, 0, 1, harmless[column]), (_RETURN, 0, 0, _ALLOW)]
    for deadly in _DEADLY.values():
        number = deadly[column]
        if number is not None:
            steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _KILL)]
    steps += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _ERROR | _ENOSYS)]
    mapping = [numbers[column] for numbers in _MAPPING.values()]
    steps += [
        (_EQUAL, 2, 0, mapping[0]),
        (_EQUAL, 1, 0, mapping[1]),
        (_RETURN, 0, 0, _ERROR | _EPERM),
        (_LOAD, 0, 0, _ARGUMENT + 2 * 8),
        (_ANY_BIT, 1, 0, _PROT_EXEC),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | _EPERM),
    ]
    return steps
