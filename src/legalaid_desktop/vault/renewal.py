"""Two files change together: how a vault under a new key takes the place of the old one, whatever moment it stops at.

A vault whose key is being changed has a folder inside its own:

* ``new.part``: a complete vault (``head`` and ``data``) that is still being made and tried out. It counts for nothing;
  the next opening removes it.
* ``new``: the same folder, renamed once everything in it was written, synced and opened on trial. This one rename is
  the moment of the change. From here on there is only forward: ``data`` is moved over the old ``data``, the bytes of
  ``new/head`` are written over ``head``, ``new`` goes. Each step can be done again, none needs a key, and the next
  opening does what is left.

Order and syncs, so that a power cut leaves nothing else: the log of the old database goes and that is synced before
the old database goes, for SQLite would read it into the new one; ``head`` is synced before ``new/head`` goes; the
folder is synced before anything else is written into the vault. ``head`` is written in place, never replaced, for the
lock of the operating system is held on this very file.

A ``new`` that no stop of this order can have left is not taken: one that a program for synchronising folders or a
person brought back later, or that is of another vault. Taken, it would undo all that was written since. It is left
where it lies, and ``vault check`` tells of it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from legalaid_desktop.host.files import destination_error, make_folder, sync_folder
from legalaid_desktop.vault.destroyed import is_destroyed
from legalaid_desktop.vault.header import BLOCK_BYTES, DATA, HEAD, HEAD_BYTES, Head, parse_head

STAGED = "new.part"
READY = "new"
LOGS = (
    *(f"{DATA}-wal", f"{DATA}-journal", f"{DATA}-shm", f"{DATA}-wal-cut"),
    *(f"{DATA}-wal-cut-{number}" for number in range(2, 10)),
)
"""What SQLite may lay beside the database, and logs kept because their end cannot be read (``storage.cut_log``)."""


@contextlib.contextmanager
def staged_vault(folder: Path) -> Iterator[Path]:
    """Give an empty folder inside a locked vault's own for the vault that shall take its place.

    It is removed at the end of the block unless :func:`put_in_force` was called. Raises
    :class:`DestinationNotWritable`, :class:`DiskFull`.
    """
    staged = folder / STAGED
    try:
        if staged.exists():
            shutil.rmtree(staged)
    except OSError as error:
        raise destination_error(error, staged) from error
    make_folder(staged)
    try:
        yield staged
    finally:
        # What cannot be removed now, the next opening removes; it counts for nothing.
        shutil.rmtree(staged, ignore_errors=True)


def put_in_force(folder: Path) -> None:
    """The staged vault is whole and was opened on trial: from here on it is the vault.

    Nobody has its database open. Raises :class:`DestinationNotWritable`, :class:`DiskFull`; the old vault is whole
    then and stays in force.
    """
    staged = folder / STAGED
    try:
        if not _follows(parse_head((folder / HEAD).read_bytes()[:HEAD_BYTES]), staged):
            raise OSError(errno.EEXIST, "the header in force is not older than the new one")
        for name in (DATA, HEAD):
            with (staged / name).open("r+b") as file:
                os.fsync(file.fileno())
        sync_folder(staged)
        staged.rename(folder / READY)
    except OSError as error:
        raise destination_error(error, staged) from error
    sync_folder(folder)


def finish_renewal(folder: Path, head: BinaryIO) -> None:
    """Under the lock, before anything is read: finish a change of the key that was put in force, undo one that was not.

    ``head`` is the open, locked file. Nothing is done, and nothing written, in a vault without such a change, or with
    one that does not follow on what is in force (:func:`left_over`). Raises
    :class:`DestinationNotWritable`, :class:`DiskFull` when the change cannot be finished; a later call can.
    """
    ready = folder / READY
    try:
        if not _is_our_folder(ready) or not _is_our_file(ready / HEAD):
            _remove_remains(folder)
            return
        with (ready / HEAD).open("rb") as file:
            block = file.read(HEAD_BYTES)
        found = parse_head(block)
        if left_over(folder):
            _remove_remains(folder, (STAGED,))
            return
        if found.newer or found.newest_first():
            _bring_in(folder, head, block)
        elif _is_our_file(ready / DATA):
            # The disk damaged what was synced. The old vault still stands whole: it is the vault.
            _remove_remains(folder)
    except OSError as error:
        raise destination_error(error, folder) from error


def left_over(folder: Path) -> bool:
    """Tell whether the folder holds a ``new`` that is not the change of the key that was stopped.

    Raises :class:`OSError`.
    """
    ready = folder / READY
    if not _is_our_folder(ready) or not _is_our_file(ready / HEAD):
        return False
    with (folder / HEAD).open("rb") as file:
        blocks = file.read(HEAD_BYTES)
    destroyed = any(is_destroyed(blocks[at : at + BLOCK_BYTES]) for at in range(0, HEAD_BYTES, BLOCK_BYTES))
    return destroyed or not _follows(parse_head(blocks), ready)


def waits_to_be_finished(folder: Path) -> bool:
    """Tell whether a change of the key was put in force and stopped before its end: the next :func:`finish_renewal`
    brings it there. Only looks. Raises :class:`OSError`."""
    ready = folder / READY
    if not _is_our_folder(ready) or not _is_our_file(ready / HEAD):
        return False
    with (ready / HEAD).open("rb") as file:
        found = parse_head(file.read(HEAD_BYTES))
    return bool(found.newer or found.newest_first()) and not left_over(folder)


def _follows(here: Head, ready: Path) -> bool:
    """Tell whether the vault in ``ready`` can be the next one after the header ``here``.

    It is of the same vault, and ``head`` is written only after ``data`` was moved: while ``ready`` has its data, the
    header in force is of an earlier generation; after that it may be the new one itself, byte by byte. Where no copy
    on one of the sides can be read, there is nothing to tell by.
    """
    with (ready / HEAD).open("rb") as file:
        found = parse_head(file.read(HEAD_BYTES))
    coming = found.newest_first()
    if found.newer or not coming:
        return True
    moved = not _is_our_file(ready / DATA)
    return all(
        copy.vault_id == coming[0].vault_id
        and (copy.generation < coming[0].generation or (moved and copy.block == coming[0].block))
        for copy in here.newest_first()
    )


def _bring_in(folder: Path, head: BinaryIO, block: bytes) -> None:
    ready = folder / READY
    if _is_our_file(ready / DATA):
        for log in LOGS:
            (folder / log).unlink(missing_ok=True)
        sync_folder(folder)
        (ready / DATA).replace(folder / DATA)
        sync_folder(ready)
        sync_folder(folder)
    head.seek(0)
    left = memoryview(block)
    while left:
        left = left[head.write(left) :]
    head.flush()
    os.fsync(head.fileno())
    (ready / HEAD).unlink()
    ready.rmdir()
    sync_folder(folder)


def _remove_remains(folder: Path, names: Sequence[str] = (READY, STAGED)) -> None:
    """Remove what an interrupted change left and nobody needs. A disk that does not let us keeps it: no harm."""
    for name in names:
        if _is_our_folder(folder / name):
            with contextlib.suppress(OSError):
                # The header first: without it the folder is never taken for a change that is in force.
                (folder / name / HEAD).unlink(missing_ok=True)
                shutil.rmtree(folder / name)


def _is_our_folder(path: Path) -> bool:
    """A folder, never a link to one: in a vault that came from others it would lead to files that are none of it."""
    return path.is_dir() and not path.is_symlink()


def _is_our_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
