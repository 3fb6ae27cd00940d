"""Does the write-ahead log beside a database belong to it? Asked before the log is let near the database.

SQLite takes any log whose own sums are right, and writes it into the database when it closes. A log of another vault,
or of an older state of this one, laid beside the file would so destroy it, even if nobody did more than try to open
it. The first change in every log therefore notes the mark that the file itself carried when the log was begun
(``log_mark``), and each checkpoint gives the file a new mark and a higher number.

The comparison reads the file alone (``immutable``, which knows no log) and the file through its log in a connection
that cannot write. Neither changes a byte of the two.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

from legalaid_desktop.errors import DiskFull
from legalaid_desktop.storage.beside import is_plain_file, is_there, odd_file
from legalaid_desktop.storage.connection import KeyBytes, connect_to_read
from legalaid_desktop.storage.log_mark import (
    FARTHEST,
    Mark,
    mark_alone,
    mark_on_page,
    place_of_mark,
    read_mark,
    salted,
)
from legalaid_desktop.storage.rollback_check import journal_of, journal_state

LogState = Literal["none", "ours", "foreign", "stale", "cut"]
"""``cut``: the log is ours, but confirmed changes at its end can no longer be read."""

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - encrypted copies, in a folder of this user alone
_MOST_IN_MEMORY: Final = 1024 * 1024 * 1024
_MAGIC = (0x377F0682, 0x377F0683)
_PAGE = 4096
"""Bytes of a page of SQLCipher."""
_FOREIGN_FRAMES = 4096
"""After so many frames in a row that are not of this log (16 MiB), none is looked for: it may be endless."""
_MOST_FRAMES = 1024 * 1024
"""4 GiB: far more than any log of ours, and read through in two seconds."""


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def name_of_log(path: Path, key: KeyBytes) -> str:
    """Return the name of what lies beside the database and does not belong to it, else that of its log."""
    odd = odd_file(path, alone=False)
    if odd is None and journal_state(path, key) in ("foreign", "stale"):
        odd = journal_of(path)
    return (odd or log_of(path)).name


def log_is_there(path: Path) -> bool:
    """Whether a log with anything in it lies beside the database; what is no plain file is never empty."""
    log = log_of(path)
    return is_there(log) and (not is_plain_file(log) or log.stat().st_size > 0)


def log_state(path: Path, key: KeyBytes) -> LogState:
    """Say what the log beside ``path`` is; a rollback journal that is not its own is told first. Nothing is changed;
    the caller holds the lock on the vault.

    Raises :class:`VaultInUse`, and :class:`DiskFull` or :class:`DestinationNotWritable` where the disk takes nothing:
    reading through a log needs a little room beside it.
    """
    if odd_file(path, alone=False) is not None:
        return "foreign"
    state = journal_state(path, key)
    if state in ("foreign", "stale"):
        return state
    if not log_is_there(path):
        return "none"
    alone, alone_reads = mark_alone(path, key)
    through = _through_log(path, key)
    if not through.reads:
        # Where the file alone cannot be read either, the log may be what mends it; opening will tell.
        return "foreign" if alone_reads else "ours"
    together = through.mark
    if not alone_reads and through.place is not None:
        # The file's table of contents is lost and the log has it: the page of the mark may still be whole.
        alone = _mark_of_file(path, key, through.place)
    if alone is not None and together is not None and alone != together and not _follows(together, alone):
        return "stale"
    return "cut" if through.frames is not None and _last_commit(log_of(path)) > through.frames else "ours"


def _follows(log: Mark, file: Mark) -> bool:
    return log.n >= file.n and log.base in (file.token, file.base)


def reads_through_log(path: Path, key: KeyBytes) -> bool:
    """Whether the table of contents can be read with what the log beside a database says. Raises as
    :func:`log_state`."""
    return odd_file(path, alone=False) is None and log_is_there(path) and _through_log(path, key).reads


class _Through(NamedTuple):
    mark: Mark | None
    reads: bool
    frames: int | None
    """Of the log, that SQLite took."""
    place: tuple[int, str] | None
    """Of the mark, as the table of contents has it."""


def _through_log(path: Path, key: KeyBytes) -> _Through:
    try:
        with _without_shared_memory(path):
            return _looked_through(path, key)
    except DiskFull:
        with _copied_into_memory(path) as copy:
            return _looked_through(copy, key)


def _mark_of_file(path: Path, key: KeyBytes, place: tuple[int, str]) -> Mark | None:
    """Return the mark on the file's own page, where its table of contents is not to be had from it."""
    number, made = place
    if number > FARTHEST:
        return None
    try:
        with path.open("rb") as file:
            file.seek((number - 1) * _PAGE)
            page = file.read(_PAGE)
    except OSError:
        return None
    return mark_on_page(page, number, made, salted(path, key))


def _looked_through(path: Path, key: KeyBytes) -> _Through:
    connection = connect_to_read(path, key, through_log=True)
    try:
        mark, reads = read_mark(connection, path)
        place = None if mark is None else place_of_mark(connection)
        return _Through(mark, reads, _frames_taken(path) if reads else None, place)
    finally:
        connection.close()


def _frames_taken(path: Path) -> int | None:
    """Return how many frames of the log SQLite took, from its own shared index (wal-index header, mxFrame)."""
    try:
        head = path.with_name(path.name + "-shm").read_bytes()[:20]
    except OSError:
        return None
    return int(struct.unpack_from("=I", head, 16)[0]) if len(head) == 20 else None


def _last_commit(log: Path) -> int:
    """Return the number of the last frame that ends a transaction of this log, its sums unchecked; 0 for none.

    SQLite passes over a log whose head is damaged as if it were empty, and syncs the head before the first frame. What
    stands behind such a head was written all the same: its frames are counted by the salts of the first one.
    """
    last = 0
    try:
        with log.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            head = file.read(_HEADER.size)
            if len(head) < _HEADER.size:
                return 0
            magic, _, page, _, salt_1, salt_2, *sums = _HEADER.unpack(head)
            whole = magic in _MAGIC and _sums_of(head[:24], magic) == tuple(sums)
            if not whole:
                page = _PAGE
                first = file.read(_FRAME.size)
                if len(first) < _FRAME.size:
                    return 0
                _, _, salt_1, salt_2, _, _ = _FRAME.unpack(first)
                file.seek(_HEADER.size)
            number = others = 0
            if not salt_1 | salt_2:
                return 0  # zeros: nothing was written there
            while (
                others < _FOREIGN_FRAMES
                and number < _MOST_FRAMES
                and len(frame := file.read(_FRAME.size)) == _FRAME.size
            ):
                number += 1
                _, commit, frame_salt_1, frame_salt_2, _, _ = _FRAME.unpack(frame)
                others += 1
                if (frame_salt_1, frame_salt_2) == (salt_1, salt_2):
                    others = 0
                    # A stop can leave the head of the last frame without its page: nobody was told of that change.
                    whole_frame = file.tell() + page <= size
                    last = number if commit and whole_frame else last
                file.seek(page, 1)
    except OSError:
        return 0
    return last


def _sums_of(data: bytes, magic: int) -> tuple[int, int]:
    """SQLite's sums of the head of a log: words of 32 bits, in the order of bytes that the magic tells."""
    words = struct.unpack(f"{'>' if magic & 1 else '<'}{len(data) // 4}I", data)
    one = other = 0
    for at in range(0, len(words), 2):
        one = (one + words[at] + other) & 0xFFFFFFFF
        other = (other + words[at + 1] + one) & 0xFFFFFFFF
    return one, other


@contextlib.contextmanager
def _copied_into_memory(path: Path) -> Iterator[Path]:
    """Copy file and log, encrypted as they are, to where the memory serves as a disk; they are gone afterwards.

    A full disk has no room for the index that reading through a log needs, and just then people must get at what they
    have. Raises :class:`DiskFull` where there is no such place (not Linux), or no room in it.
    """
    both = (path, log_of(path))
    size = sum(file.stat().st_size for file in both)
    try:
        status = os.statvfs(_MEMORY)
        if size > _MOST_IN_MEMORY or size > status.f_bavail * status.f_frsize // 2:
            raise DiskFull(path=str(path))
        folder = tempfile.TemporaryDirectory(dir=_MEMORY)
    except (OSError, AttributeError):
        raise DiskFull(path=str(path)) from None
    with folder as place:
        for file in both:
            shutil.copyfile(file, Path(place) / file.name)
        yield Path(place) / path.name


@contextlib.contextmanager
def _without_shared_memory(path: Path) -> Iterator[None]:
    """Remove the index that reading through a log leaves beside it, unless it was there before."""
    shared = path.with_name(path.name + "-shm")
    was_there = shared.exists()
    try:
        yield
    finally:
        if not was_there:
            with contextlib.suppress(OSError):
                shared.unlink(missing_ok=True)
