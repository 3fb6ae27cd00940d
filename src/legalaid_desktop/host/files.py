"""Writing files that appear whole or not at all, and never over another."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from legalaid_desktop.errors import (
    DestinationExists,
    DestinationNotWritable,
    DiskFailed,
    DiskFull,
    LegalAidError,
)
from legalaid_desktop.host.litter import PartLock, clear_litter, part_beside

# EFBIG: a stick formatted as FAT holds no file above 4 GiB; the same answer helps: another disk.
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
# FAT, exFAT and most shares have no nameless files; a kernel that does not know the flag sees a folder to be written.
_NO_NAMELESS = {errno.EOPNOTSUPP, errno.ENOTSUP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.ENOSYS}
# A share may refuse to sync a folder, and a folder that may not be read cannot be opened for it. Any other failure of
# a sync is one: the disk did not keep what it was given.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EPERM}
_OPEN_FILES = Path("/proc/self/fd")


def destination_error(error: OSError, path: Path) -> LegalAidError:
    """Return the expected failure that an :class:`OSError` while writing ``path`` amounts to."""
    if error.errno in _NO_ROOM or getattr(error, "winerror", None) in {39, 112}:
        return DiskFull(path=str(path))
    if isinstance(error, FileExistsError):
        return DestinationExists(path=str(path))
    if error.errno == errno.EIO:
        return DiskFailed(path=str(path))
    return DestinationNotWritable(path=str(path))


def told_by_disk(path: Path) -> LegalAidError | None:
    """Ask the disk under ``path`` why something could not be written there: write a little, where nothing is kept.

    SQLite does not pass on what the system said. ``None``: the disk takes it now, or cannot be asked so.
    """
    try:
        number = _open_nameless(path.parent, 0o600)
        if number is None:
            return None
        with os.fdopen(number, "wb", buffering=0) as file:
            file.write(bytes(64 * 1024))
            os.fsync(file.fileno())
    except OSError as error:
        return destination_error(error, path)
    return None


def sync_folder(folder: Path) -> None:
    """Make a new name in ``folder`` last through a power cut, where the system can. Raises :class:`OSError`."""
    if sys.platform == "win32":
        return  # NTFS journals its names; a folder cannot be opened for that
    try:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def publish(part: Path, path: Path) -> None:
    """Give the finished and synced file ``part`` its name ``path``; raise :class:`FileExistsError` if that is taken.

    ``part`` is gone afterwards. Both lie in one folder.
    """
    if sys.platform == "win32":
        os.rename(part, path)  # noqa: PTH104 - refuses an existing name on Windows, where Path.rename is the same
    else:
        try:
            os.link(part, path, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # FAT and some shares have no links: take the name first, then move the content over our own empty file.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            try:
                part.replace(path)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        else:
            part.unlink()
    with _or_taken_back(path):
        sync_folder(path.parent)


@contextlib.contextmanager
def _or_taken_back(path: Path) -> Iterator[None]:
    """A file whose name the disk does not keep is told as a failure, so it shall not stand there as a success."""
    try:
        yield
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


@contextlib.contextmanager
def new_file(path: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Write a new file bit by bit; it gets its name only when the block ends well. It can be read back before.

    Where the system can (Linux), it has no name at all until then, so that even a killed program leaves nothing.
    Raises :class:`DestinationExists`, :class:`DestinationNotWritable` or :class:`DiskFull`; nothing stays behind.
    An :class:`OSError` raised inside the block counts as one of this file: read other files outside of it.
    """
    if os.path.lexists(path):
        raise DestinationExists(path=str(path))
    try:
        number = _open_nameless(path.parent, mode)
        if number is not None:
            with os.fdopen(number, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
                if not _named(file.fileno(), path):
                    file.seek(0)
                    with _part_file(path, mode) as part:
                        shutil.copyfileobj(file, part, 1024 * 1024)
                # Synced already: what closing may still say changes nothing of what is on the disk.
                with contextlib.suppress(OSError):
                    file.close()
            return
        with _part_file(path, mode) as file:
            yield file
    except OSError as error:
        raise destination_error(error, path) from error


@contextlib.contextmanager
def _part_file(path: Path, mode: int) -> Iterator[BinaryIO]:
    """Write a file under a neutral name beside ``path`` that becomes ``path`` at the end."""
    clear_litter(path.parent)
    part = part_beside(path)
    number = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), mode)
    lock = None
    try:
        lock = PartLock.of(part, make=True)
        with os.fdopen(number, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        publish(part, path)
    finally:
        if lock is not None:
            lock.release()
        # What a failing disk does not let us remove, the next work here does; the first failure is the one to tell.
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _open_nameless(folder: Path, mode: int) -> int | None:
    """Open a file that has no name yet; ``None`` where system or file system have no such files."""
    if not hasattr(os, "O_TMPFILE") or not _OPEN_FILES.is_dir():
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, mode)
    except OSError as error:
        if error.errno in _NO_NAMELESS:
            return None
        raise


def _named(number: int, path: Path) -> bool:
    """Give the open nameless file ``number`` its name; return whether this system let us.

    Raises :class:`FileExistsError` if the name is taken.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # With a folder given, Python takes linkat(2) and lets it follow the link that stands for the open file.
        os.link(_OPEN_FILES / str(number), path.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    finally:
        os.close(folder)
    with _or_taken_back(path):
        sync_folder(path.parent)
    return True


def write_new_file(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write ``data`` as the new file ``path``, whole or not at all, synced.

    Raises :class:`DestinationExists`, :class:`DestinationNotWritable` or :class:`DiskFull`; nothing stays behind.
    """
    with new_file(path, mode=mode) as file:
        file.write(data)


def make_folder(path: Path) -> bool:
    """Make the folder ``path`` (mode 0700) unless it is there; return whether it was made. Parents are not made.

    Raises :class:`DestinationNotWritable` (no parent, no right, a file of that name) or :class:`DiskFull`.
    """
    try:
        path.mkdir(mode=0o700)
        try:
            sync_folder(path.parent)
        except OSError:
            with contextlib.suppress(OSError):  # the first failure is the one to tell; an empty folder is no harm
                path.rmdir()
            raise
    except FileExistsError:
        if path.is_dir():
            return False
        raise DestinationNotWritable(path=str(path)) from None
    except OSError as error:
        raise destination_error(error, path) from error
    return True


def make_with_parents(path: Path) -> tuple[Path, ...]:
    """Make ``path`` and what is missing above it (mode 0700); return what was made, the innermost first.

    Raises :class:`OSError`; nothing stays behind then.
    """
    missing = []
    at = path
    while not os.path.lexists(at):
        missing.append(at)
        at = at.parent
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir(mode=0o700)
            made.insert(0, folder)
            sync_folder(folder.parent)
    except OSError:
        for folder in made:
            with contextlib.suppress(OSError):  # the first failure is the one to tell; an empty folder is no harm
                folder.rmdir()
        raise
    return tuple(made)


def replace_file(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Give the file ``path`` a new content, whole or not at all, synced: a file that a person named to be changed.

    Raises :class:`DestinationNotWritable`, :class:`DiskFull`; the old content stays then.
    """
    part = part_beside(path)
    try:
        with new_file(part, mode=mode) as file:
            file.write(data)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise destination_error(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
