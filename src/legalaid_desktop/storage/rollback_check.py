"""Does the rollback journal beside a database belong to it? Asked before SQLite plays it back.

SQLite plays back any journal whose own sums are right, when it first reads the database: one that was kept from an
earlier change would lay the pages of that time over those of today. Where this journal is used, each change therefore
begins with a new mark (``log_mark``), so that the first page in its journal is the one with the mark as it was before;
and closing gives the file one more. A journal belongs to the file when its mark is the one that the file has now (the
change did not get so far) or had before (it did).

The page is read by SQLCipher itself, under its own check, in a scratch file that holds nothing else.
"""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.files import destination_error
from legalaid_desktop.storage.beside import is_plain_file
from legalaid_desktop.storage.connection import (
    SALT_BYTES,
    Error,
    KeyBytes,
    SaltedKey,
    connect_scratch,
    connect_to_read,
    translated,
    translating,
)
from legalaid_desktop.storage.log_mark import Mark, mark_alone, read_mark

JournalState = Literal["none", "ours", "foreign", "stale"]
"""``none``: nothing that SQLite would play back; ``foreign``: its mark cannot be read under the vault's key."""

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEAD = struct.Struct(">8s5I")
"""Magic, number of records, nonce, pages of the database before, sector, page size (fileformat2.html, section 3)."""
_PAGE: Final = 4096
_RECORD: Final = 4 + _PAGE + 4
"""Number of the page, the page, a sum."""
_UNCOUNTED: Final = 0xFFFFFFFF
_SECTORS: Final = (32, 65536)
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - an encrypted page, in a folder of this user alone
_FAR: Final = 64 * 1024
"""A mark behind so many pages (256 MiB) is not read: the scratch file would be as long."""


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def journal_state(path: Path, key: KeyBytes) -> JournalState:
    """Say what the rollback journal beside ``path`` is. Nothing is changed; the caller holds the lock on the vault.

    Raises :class:`VaultInUse`, and :class:`DiskFull` or :class:`DestinationNotWritable` where a scratch file cannot be
    made.
    """
    journal = journal_of(path)
    pages = dict(_first_pages(journal))
    if not pages:
        return "none"
    mark, reads = mark_alone(path, key)
    if not reads or mark is None:
        # Half a change, which the journal mends; or a vault of the first schema, which has no mark.
        return "ours"
    number, made = _place_of_mark(path, key)
    if number > _FAR:
        return "ours"
    if number not in pages:
        # Without a new mark only the form of the file is changed, between the two journals or from the first schema,
        # and such a change begins on the first page.
        return "ours" if 1 in pages else "stale"
    before = _mark_on(_page_at(journal, pages[number]), number, made, _salted(path, key))
    if before is None:
        return "foreign"
    return "ours" if before.token in (mark.token, mark.base) else "stale"


def _first_pages(journal: Path) -> Iterator[tuple[int, int]]:
    """Yield number and place in the journal of the pages in its first part, which holds the beginning of the change;
    none where SQLite would play back nothing."""
    if not is_plain_file(journal):
        return
    try:
        with journal.open("rb") as file:
            head = file.read(_HEAD.size)
            if len(head) < _HEAD.size or not head.startswith(_MAGIC):
                return
            _, records, _, _, sector, page_size = _HEAD.unpack(head)
            size = os.fstat(file.fileno()).st_size
            if page_size != _PAGE or not _SECTORS[0] <= sector <= _SECTORS[1]:
                return
            there = max(0, size - sector) // _RECORD
            for record in range(there if records == _UNCOUNTED else min(records, there)):
                place = sector + record * _RECORD
                file.seek(place)
                yield int.from_bytes(file.read(4), "big"), place + 4
    except OSError as error:
        raise DatabaseDamaged(where=journal.name, reason="unreadable") from error


def _page_at(journal: Path, place: int) -> bytes:
    try:
        with journal.open("rb") as file:
            file.seek(place)
            return file.read(_PAGE)
    except OSError as error:
        raise DatabaseDamaged(where=journal.name, reason="unreadable") from error


def _place_of_mark(path: Path, key: KeyBytes) -> tuple[int, str]:
    """Return the page of the mark, and the words that made its table."""
    with translating(path), contextlib.closing(connect_to_read(path, key, through_log=False)) as connection:
        number, made = connection.execute(
            "SELECT rootpage, sql FROM sqlite_master WHERE type = 'table' AND name = 'log_mark'"
        ).fetchone()
    return int(number), str(made)


def _salted(path: Path, key: KeyBytes) -> SaltedKey:
    if isinstance(key, SaltedKey):
        return key
    with path.open("rb") as file:
        return SaltedKey(key, file.read(SALT_BYTES))


def _mark_on(page: bytes, number: int, made: str, key: SaltedKey) -> Mark | None:
    """Read the mark on a page that belongs at ``number``; ``None`` where it does not pass its check."""
    try:
        folder = tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)
    except OSError as error:
        raise destination_error(error, _MEMORY) from error
    with folder as place:
        scratch = Path(place) / "page"
        with translating(scratch), contextlib.closing(_settled(scratch, key)) as connection:
            connection.execute(made)
            connection.execute("CREATE TABLE filler (x)")
            while (short := number - int(connection.execute("PRAGMA page_count").fetchone()[0])) > 0:
                connection.execute("INSERT INTO filler VALUES (zeroblob(?))", (short * _PAGE,))
            connection.execute("PRAGMA writable_schema = 1").fetchone()
            connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'log_mark'", (number,))
        try:
            with scratch.open("r+b") as file:
                file.seek((number - 1) * _PAGE)
                file.write(page)
        except OSError as error:
            raise destination_error(error, scratch) from error
        with translating(scratch), contextlib.closing(_settled(scratch, key)) as connection:
            return read_mark(connection, scratch)[0]


def _settled(scratch: Path, key: SaltedKey) -> Any:
    connection = connect_scratch(scratch, key)
    try:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = 2", "trusted_schema = 0"):
            connection.execute(f"PRAGMA {setting}").fetchone()
    except Error as error:
        connection.close()
        raise translated(error, scratch) or error from None
    return connection
