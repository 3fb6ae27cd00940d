"""Writing files that appear whole or not at all, and never over another."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from legalaid_desktop.errors import (
    DestinationExists,
    DestinationNotWritable,
    DiskFull,
    FolderNotEmpty,
    LegalAidError,
)

# EFBIG: a stick formatted as FAT holds no file above 4 GiB; the same answer helps: another disk.
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
# FAT, exFAT and most shares have no nameless files; a kernel that does not know the flag sees a folder to be written.
_NO_NAMELESS = {errno.EOPNOTSUPP, errno.ENOTSUP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.ENOSYS}
_OPEN_FILES = Path("/proc/self/fd")
PART = ".part"


def destination_error(error: OSError, path: Path) -> LegalAidError:
    """Return the expected failure that an :class:`OSError` while writing ``path`` amounts to."""
    if error.errno in _NO_ROOM or getattr(error, "winerror", None) in {39, 112}:
        return DiskFull(path=str(path))
    if isinstance(error, FileExistsError):
        return DestinationExists(path=str(path))
    return DestinationNotWritable(path=str(path))


def sync_folder(folder: Path) -> None:
    """Make a new name in ``folder`` last through a power cut, where the system can."""
    if sys.platform == "win32":
        return  # NTFS journals its names; a folder cannot be opened for that
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # A network share may refuse to sync a folder; the file itself is synced already.
        with contextlib.suppress(OSError):
            os.fsync(number)
    finally:
        os.close(number)


def part_beside(path: Path) -> Path:
    """Return a fresh neutral name in the folder of ``path`` for a file that is still being written."""
    return path.parent / f".{secrets.token_hex(8)}{PART}"


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
    sync_folder(path.parent)


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
            return
        with _part_file(path, mode) as file:
            yield file
    except OSError as error:
        raise destination_error(error, path) from error


@contextlib.contextmanager
def _part_file(path: Path, mode: int) -> Iterator[BinaryIO]:
    """Write a file under a neutral name beside ``path`` that becomes ``path`` at the end."""
    part = part_beside(path)
    number = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(number, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        publish(part, path)
    finally:
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
    except FileExistsError:
        if path.is_dir():
            return False
        raise DestinationNotWritable(path=str(path)) from None
    except OSError as error:
        raise destination_error(error, path) from error
    return True


@contextlib.contextmanager
def fresh_folder(path: Path) -> Iterator[Path]:
    """Fill an empty or absent folder, with the parents it needs; all of it goes again when the block fails.

    Raises :class:`FolderNotEmpty` when something lies there already, :class:`DestinationNotWritable`,
    :class:`DiskFull`. Files of other programs that appear meanwhile count as part of it.
    """
    try:
        if os.path.lexists(path) and not path.is_dir():
            raise FolderNotEmpty(path=str(path))
        if path.is_dir() and any(path.iterdir()):
            raise FolderNotEmpty(path=str(path))
        made = _make_with_parents(path)
    except OSError as error:
        raise destination_error(error, path) from error
    try:
        yield path
    except BaseException:
        for inside in list(path.iterdir()):
            if inside.is_dir() and not inside.is_symlink():
                shutil.rmtree(inside)
            else:
                inside.unlink(missing_ok=True)
        for folder in made:
            folder.rmdir()
        raise


def _make_with_parents(path: Path) -> tuple[Path, ...]:
    """Make ``path`` and what is missing above it (mode 0700); return what was made, the innermost first."""
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
    except OSError:
        for folder in made:
            folder.rmdir()
        raise
    return tuple(made)
