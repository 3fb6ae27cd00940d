"""One program at a time: an operating-system lock on ``head``, which vanishes with the process that holds it.

Nothing is written for it, so nothing has to be cleaned up after a crash. The lock is advisory on Linux and macOS:
it keeps out a second copy of this program, not a copying tool.
"""

from __future__ import annotations

import contextlib
import os
import sys
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from legalaid_desktop.errors import DestinationNotWritable, VaultInUse
from legalaid_desktop.vault.header import head_of
from legalaid_desktop.vault.renewal import finish_renewal

if sys.platform == "win32":
    import msvcrt

    # Locks of Windows are mandatory: a byte far behind the header is locked, so that others may still read and copy.
    _LOCKED_BYTE = 0x7FFF0000

    def _try_lock(file: BinaryIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        # flock, not lockf: a lock of the latter kind is lost when anything in this process closes the same file.
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class HeldLock:
    """The lock and the open ``head``; ends with :meth:`release`, a ``with`` block or the process."""

    def __init__(self, folder: Path, file: BinaryIO) -> None:
        self.folder = folder
        self.file = file

    def pass_on(self) -> HeldLock:
        """Return the same lock in a new object; releasing this one does nothing afterwards.

        So a vault that is opened anew under a new key never stands unlocked in between.
        """
        taken, self.file = self.file, BytesIO()
        return HeldLock(self.folder, taken)

    def release(self) -> None:
        # Whatever was written was synced before; a disk that fails at closing takes nothing back, and the lock is gone.
        with contextlib.suppress(OSError):
            self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def hold_head(folder: Path) -> HeldLock:
    """Take the lock at once or not at all; a change of the vault key that was interrupted is finished or undone.

    Raises :class:`VaultInUse` (with ``pid`` where the system tells it), :class:`VaultNotFound`,
    :class:`HeaderDamaged` (``head`` is missing beside data, or is no file), :class:`DestinationNotWritable`.
    """
    path = head_of(folder)
    try:
        file = path.open("r+b", buffering=0)
    except OSError as error:
        raise DestinationNotWritable(path=str(folder)) from error
    try:
        held = _try_lock(file)
    except OSError as error:
        # A file system that knows no locks (some network shares): two writers would destroy the data.
        file.close()
        raise DestinationNotWritable(path=str(folder)) from error
    if not held:
        pid = _holder(file.fileno())
        file.close()
        raise VaultInUse(**({} if pid is None else {"pid": pid}))
    lock = HeldLock(folder, file)
    try:
        finish_renewal(folder, file)
    except BaseException:
        lock.release()
        raise
    return lock


def hold_head_to_read(folder: Path) -> HeldLock:
    """As :func:`hold_head`, for reading alone: also from a medium that cannot be written, and nothing is finished or
    undone. Where the file system knows no locks there is none.

    Raises :class:`VaultInUse`, :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`DestinationNotWritable`.
    """
    path = head_of(folder)
    try:
        file = path.open("rb", buffering=0)
    except OSError as error:
        raise DestinationNotWritable(path=str(folder)) from error
    try:
        held = _try_lock(file)
    except OSError:
        held = True
    if not held:
        pid = _holder(file.fileno())
        file.close()
        raise VaultInUse(**({} if pid is None else {"pid": pid}))
    return HeldLock(folder, file)


def _holder(number: int) -> int | None:
    """Return the process that holds a lock on the open file, as Linux lists it; ``None`` elsewhere."""
    try:
        listing = Path("/proc/locks").read_text("ascii")
    except OSError:
        return None
    status = os.fstat(number)
    name = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    for line in listing.splitlines():
        fields = line.split()
        # "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF"; a waiting one has "->" in second place
        if len(fields) >= 6 and fields[1] == "FLOCK" and fields[5] == name and int(fields[4]) > 0:
            return int(fields[4])
    return None
