"""Does the rollback journal beside a database belong to it? Asked before SQLite plays it back.

SQLite plays back any journal whose own sums are right, when it first reads the database: one that was kept from an
earlier change would lay the pages of that time over those of today. Where this journal is used, each change therefore
begins with a new mark (``log_mark``), so that the first page in its journal is the one with the mark as it was before;
and closing gives the file one more. A journal belongs to the file when its mark is the one that the file has now (the
change did not get so far) or had before (it did).
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.beside import is_plain_file
from legalaid_desktop.storage.connection import (
    KeyBytes,
    connect_to_read,
    translating,
)
from legalaid_desktop.storage.log_mark import FARTHEST, mark_alone, mark_on_page, place_of_mark, salted

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
    number, made = _place(path, key)
    if number > FARTHEST:
        return "ours"
    if number not in pages:
        # Without a new mark only the form of the file is changed, between the two journals or from the first schema,
        # and such a change begins on the first page.
        return "ours" if 1 in pages else "stale"
    before = mark_on_page(_page_at(journal, pages[number]), number, made, salted(path, key))
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


def _place(path: Path, key: KeyBytes) -> tuple[int, str]:
    with translating(path), contextlib.closing(connect_to_read(path, key, through_log=False)) as connection:
        return place_of_mark(connection)
