"""Steering ``fault.c`` from inside the worker that has it preloaded."""

from __future__ import annotations

import ctypes
import enum
import errno
from dataclasses import asdict, dataclass
from typing import Any


class Mode(enum.IntEnum):
    """As in ``fault.c``."""

    NONE = 0
    KILL_BEFORE = 1
    KILL_HALF = 2
    FAIL = 3
    SHORT = 4


class Kind(enum.IntEnum):
    """Of calls, as in ``fault.c``; MARK is what the worker says of itself in a record."""

    WRITE = 1
    SYNC = 2
    TRUNCATE = 3
    CREATE = 4
    RENAME = 5
    LINK = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    CLOSE = 10
    CHMOD = 11
    MARK = 12


def mask(*kinds: Kind) -> int:
    return sum(1 << kind for kind in kinds)


CHANGING = mask(*(kind for kind in Kind if kind not in (Kind.CLOSE, Kind.MARK)))
"""Everything that changes the disk."""
ALL = CHANGING | mask(Kind.CLOSE)
TAKING_ROOM = mask(Kind.WRITE, Kind.SYNC, Kind.TRUNCATE, Kind.CREATE, Kind.RENAME, Kind.LINK, Kind.MKDIR, Kind.CLOSE)
"""What a full disk or an exhausted quota can refuse."""


@dataclass(frozen=True)
class Fault:
    """What shall happen at the ``at``-th call of ``kinds``; ``always`` means at each later one as well."""

    mode: Mode = Mode.NONE
    at: int = 0
    kinds: int = CHANGING
    errno: int = 0
    always: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Fault:
        return cls(**{**plain, "mode": Mode(plain["mode"])})

    def __str__(self) -> str:
        name = errno.errorcode.get(self.errno, "") if self.mode is Mode.FAIL else ""
        return f"{self.mode.name.lower()} {name} at {self.at}{' and on' if self.always else ''}"


class Disk:
    """The preloaded library in this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.fault_counted.restype = ctypes.c_long

    def arm(self, folder: str, fault: Fault, *, record_to: int = -1) -> None:
        """Watch everything below ``folder``, a real path without links in it."""
        self._library.fault_arm(
            folder.encode(),
            ctypes.c_uint(fault.kinds),
            int(fault.mode),
            ctypes.c_long(fault.at),
            fault.errno,
            int(fault.always),
            record_to,
        )

    def disarm(self) -> None:
        self._library.fault_disarm()

    def counted(self) -> int:
        """Calls of the watched kinds since :meth:`arm`."""
        return int(self._library.fault_counted())

    def fired(self) -> int:
        return int(self._library.fault_fired())

    def mark(self, number: int) -> None:
        """Write into the record that the worker has confirmed its ``number``-th thing."""
        self._library.fault_mark(ctypes.c_long(number))
