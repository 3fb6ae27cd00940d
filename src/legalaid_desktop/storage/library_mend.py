"""The library in a rescued database: what is not whole goes from it, and what is left stands without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from legalaid_desktop.domain.library import LibraryDocument, LibraryPage
from legalaid_desktop.errors import DatabaseDamaged, EvidenceDamaged
from legalaid_desktop.storage.damage import DamagedRow
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same
from legalaid_desktop.storage.library import DOCUMENT, PAGE, PIECE, LibraryStore, document_of, page_row

Lost = Callable[[DamagedRow], None]

_BATCH: Final = 500


def mend_library(db: Database, hashes: KeyedHash, lost: Lost) -> None:
    """Documents' own rows were looked at before. A page that is lost leaves a blank one, so that the others keep their
    numbers; an original that is not whole goes, its text stays; a document that has neither goes."""
    store = LibraryStore(db, hashes)
    if not store.there():
        return
    _drop_pages(db, store)
    _drop_pieces(db, hashes)
    for document in (*store.all(), *store.all(removed=True)):
        _mend(db, store, document, lost)
    for table in (PAGE, PIECE):
        db.run(f"DELETE FROM {table} WHERE document_row NOT IN (SELECT row FROM {DOCUMENT})")  # noqa: S608


def _drop_pages(db: Database, store: LibraryStore) -> None:
    after = -1
    while lines := db.rows(
        f"SELECT row, document_row, n, data, mac FROM {PAGE} WHERE row > ? ORDER BY row LIMIT ?",  # noqa: S608
        (after, _BATCH),
    ):
        after = int(lines[-1][0])
        for line in lines:
            try:
                store.page_of(line)
            except DatabaseDamaged:
                db.run(f"DELETE FROM {PAGE} WHERE row = ?", (line[0],))  # noqa: S608


def _drop_pieces(db: Database, hashes: KeyedHash) -> None:
    for (row,) in db.rows(f"SELECT row FROM {PIECE}"):  # noqa: S608
        line = db.row(f"SELECT document_row, n, data, mac FROM {PIECE} WHERE row = ?", (row,))  # noqa: S608
        if (
            line is None
            or not isinstance(line[2], bytes)
            or not same(hashes.of_bytes([PIECE, line[0], line[1]], line[2]), line[3])
        ):
            db.run(f"DELETE FROM {PIECE} WHERE row = ?", (row,))  # noqa: S608


def _mend(db: Database, store: LibraryStore, document: LibraryDocument, lost: Lost) -> None:
    span = (page_row(document.row, 1), page_row(document.row, document.pages))
    there = {
        document_of(int(row))[1]
        for (row,) in db.rows(f"SELECT row FROM {PAGE} WHERE row BETWEEN ? AND ?", span)  # noqa: S608
    }
    missing = [n for n in range(1, document.pages + 1) if n not in there]
    original = document.original_kept
    if original:
        try:
            for _ in store.pieces(document):
                pass
        except EvidenceDamaged:
            original = False
            lost(DamagedRow(PIECE, document.row, None, "lost_rows"))
    if not original:
        db.run(f"DELETE FROM {PIECE} WHERE document_row = ?", (document.row,))  # noqa: S608
    if missing:
        lost(DamagedRow(PAGE, page_row(document.row, missing[0]), None, "lost_rows"))
    if not original and not there:
        db.run(f"DELETE FROM {DOCUMENT} WHERE row = ?", (document.row,))  # noqa: S608
        return
    for n in missing:
        store.put_page(document.row, LibraryPage(n, "", ""))
    if missing or original != document.original_kept:
        blank = sum(not page.text for page in store.pages(document))
        if not original:
            document = replace(document, sha256="", size=0)
        store.write_again(replace(document, blank=blank), chunks=None if original else 0)
