"""Parts of files in the making: neutral in name, locked while in use, and found again after a kill.

What lies in one is encrypted, or on its way to a file that a person asked for. A killed program leaves such parts
behind; the next work at the same place clears them away. Litter is what bears a name of our making, holds nothing
else, and is locked by nobody.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import sys
from pathlib import Path

PART = ".part"
HELD = "held"
"""Windows locks no folders: there an open file of this name, which cannot be removed while it is open."""

_NAME = re.compile(r"\.[0-9a-f]{16}\.part(?:-journal|-wal|-shm)?")
_INSIDE = re.compile(rf"(?:head|data|{HELD}|\.[0-9a-f]{{16}}\.part)(?:-journal|-wal|-shm)?")


def part_beside(path: Path) -> Path:
    """Return a fresh neutral name in the folder of ``path`` for something that is still being written."""
    return path.parent / f".{secrets.token_hex(8)}{PART}"


class PartLock:
    """The lock of the system on a part (file or folder), which vanishes with the process that holds it."""

    def __init__(self, number: int | None) -> None:
        self._number = number

    @classmethod
    def of(cls, part: Path, *, make: bool = False) -> PartLock | None:
        """Take the lock at once; ``None`` when another program has it, or when this system cannot tell.

        ``make``: the part is our own, just made.
        """
        if sys.platform == "win32":
            # Whoever has a file open keeps it from being removed; a folder is held by an open file inside.
            held = part / HELD
            if part.is_dir() and make:
                return cls(os.open(held, os.O_CREAT | os.O_RDWR, 0o600))
            try:
                held.unlink(missing_ok=True)
            except OSError:
                return None
            return cls(None)
        import fcntl

        try:
            number = os.open(part, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(number)
            return None
        return cls(number)

    def release(self) -> None:
        number, self._number = self._number, None
        if number is not None:
            with contextlib.suppress(OSError):  # open for reading, or empty: nothing can be lost with it
                os.close(number)


def clear_litter(folder: Path) -> None:
    """Remove what killed programs left in ``folder``. What is in use, foreign or not removable stays."""
    try:
        found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return  # a folder that may be written to but not read: nothing of ours can be told apart there
    for path in found:
        with contextlib.suppress(OSError):  # a disk that does not let us: the next work here tries again
            kind = path.lstat().st_mode
            if stat.S_ISREG(kind) or stat.S_ISDIR(kind):
                _clear(path, folder=stat.S_ISDIR(kind))


def empty_folder(folder: Path) -> None:
    """Remove the files of a folder of our making, and the folder."""
    for path in folder.iterdir():
        path.unlink(missing_ok=True)
    folder.rmdir()


def _clear(path: Path, *, folder: bool) -> None:
    lock = PartLock.of(path)
    if lock is None:
        return
    try:
        if not folder:
            path.unlink()
        elif all(_is_ours(inside) for inside in path.iterdir()):
            empty_folder(path)
    finally:
        lock.release()


def _is_ours(path: Path) -> bool:
    return _INSIDE.fullmatch(path.name) is not None and stat.S_ISREG(path.lstat().st_mode)
