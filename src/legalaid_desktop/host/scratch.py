"""Folders in the making: one that goes at the end, and one that becomes what was wanted only when it is whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from legalaid_desktop.errors import FolderNotEmpty
from legalaid_desktop.host.files import destination_error, make_with_parents, sync_folder
from legalaid_desktop.host.litter import HELD, PartLock, clear_litter, part_beside

_LAST = "head"
"""The header of a vault is moved last: only with it is a folder a vault."""


@contextlib.contextmanager
def scratch_beside(path: Path) -> Iterator[Path]:
    """Give a fresh folder (mode 0700) beside ``path`` for plain files; it goes with them when the block ends.

    What killed programs left there goes first. Raises :class:`DestinationNotWritable`, :class:`DiskFull`.
    """
    clear_litter(path.parent)
    with _made(path.parent, path) as scratch:
        yield scratch


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill with plain files, which becomes ``path`` when the block ends well.

    ``path`` is absent or empty; missing parents are made (mode 0700). Until the end nothing bears that name, so that
    a killed program leaves no half of it and the next try works. Close what is open in the folder before the block
    ends. Raises :class:`FolderNotEmpty`, :class:`DestinationNotWritable`, :class:`DiskFull`; nothing stays behind.
    """
    made: tuple[Path, ...] = ()
    inside = False
    try:
        if os.path.lexists(path):
            if not path.is_dir():
                raise FolderNotEmpty(path=str(path))
            path = path.resolve()
            clear_litter(path)
            if any(path.iterdir()):
                raise FolderNotEmpty(path=str(path))
            inside = not _can_be_replaced(path)
        else:
            made = make_with_parents(path.parent)
    except OSError as error:
        raise destination_error(error, path) from error
    try:
        clear_litter(path.parent)
        with _made(path if inside else path.parent, path) as scratch:
            yield scratch
            try:
                sync_folder(scratch)
                if inside:
                    _move_up(scratch, path)
                else:
                    _take_name(scratch, path)
            except OSError as error:
                if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                    raise FolderNotEmpty(path=str(path)) from error
                raise destination_error(error, path) from error
    except BaseException:
        for folder in made:
            # Something lies there after all, or the disk does not let us: an empty folder is no harm.
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


@contextlib.contextmanager
def _made(folder: Path, wanted: Path) -> Iterator[Path]:
    """Make and lock a scratch folder; whatever is left of it goes at the end."""
    scratch = part_beside(folder / "any")
    try:
        scratch.mkdir(mode=0o700)
    except OSError as error:
        raise destination_error(error, wanted) from error
    lock = None
    try:
        lock = PartLock.of(scratch, make=True)
        yield scratch
    finally:
        if lock is not None:
            lock.release()
        # What a failing disk does not let us remove is litter for the next time. The first failure is the one to tell.
        shutil.rmtree(scratch, ignore_errors=True)


def _take_name(scratch: Path, path: Path) -> None:
    """Raises :class:`OSError`; ``scratch`` has its old name then."""
    if sys.platform == "win32":
        (scratch / HELD).unlink(missing_ok=True)
        if path.is_dir():
            path.rmdir()
    elif os.path.lexists(path) and not path.is_dir():
        raise FileExistsError(errno.EEXIST, "taken meanwhile", str(path))
    scratch.rename(path)  # over an empty folder at most: the system refuses any other
    try:
        sync_folder(path.parent)
    except OSError:
        try:
            path.rename(scratch)
        except OSError:
            # Told as a failure, so it shall not stand there as a success. All that is in it was made by us just now.
            shutil.rmtree(path, ignore_errors=True)
        raise


def _move_up(scratch: Path, path: Path) -> None:
    """Raises :class:`OSError`; nothing of it stays in ``path`` then."""
    moved: list[Path] = []
    try:
        for part in sorted(scratch.iterdir(), key=lambda part: (part.name == _LAST, part.name)):
            if part.name == HELD:
                continue
            if part.name == _LAST:
                sync_folder(path)
            part.rename(path / part.name)
            moved.append(path / part.name)
        sync_folder(path)
    except OSError:
        for part in moved:
            with contextlib.suppress(OSError):
                part.unlink()
        raise


def _can_be_replaced(path: Path) -> bool:
    """Whether one made beside it can take the place of this empty folder: not at the root of a disk or a share."""
    if path.parent == path or os.path.ismount(path) or not os.access(path.parent, os.W_OK | os.X_OK):
        return False
    return path.stat().st_dev == path.parent.stat().st_dev
