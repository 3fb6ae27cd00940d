"""The office's collection in and out of the database: documents, the pieces of their originals, the text of each page.

Pieces and pages are written once and never changed. They outlive their document's row as long as undo can give that
row back; :meth:`LibraryStore.sweep` then takes them away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from legalaid_desktop.domain.ids import LanguageCode
from legalaid_desktop.domain.library import (
    MOST_PAGES,
    About,
    LibraryDocument,
    LibraryKind,
    LibraryPage,
    PageUnit,
    RiskKind,
    published_from,
    published_text,
)
from legalaid_desktop.errors import DatabaseDamaged, EvidenceDamaged, NotFound
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database, Row, Value
from legalaid_desktop.storage.evidence_files import CHUNK
from legalaid_desktop.storage.keyed_hash import KeyedHash, same
from legalaid_desktop.storage.row_check import RowCheck

DOCUMENT: Final = "library_document"
PAGE: Final = "library_page"
PIECE: Final = "library_chunk"
SHIFT: Final = 17
"""Bits of a page's row that say which page of its document it is."""
_LARGEST_TEXT: Final = 4 * CHUNK
"""Bytes of one page's text; what unpacks to more was not written here."""
_COLUMNS: Final = (
    "row, id, title, publisher, kind, published, language, url, retrieved_on, risks, risk_reason, note, format, "
    "file_name, sha256, size, chunks, unit, pages, blank, added_at, removed_at"
)
_MARKS: Final = ", ".join("?" * (_COLUMNS.count(",") + 2))


def page_row(document_row: int, n: int) -> int:
    """The row of page ``n`` (from 1), here and in ``library_words``."""
    return document_row << SHIFT | n


def document_of(row: int) -> tuple[int, int]:
    """The other way round: document's row and page number."""
    return row >> SHIFT, row & (1 << SHIFT) - 1


class LibraryStore:
    """Rows of the library; a database of an earlier schema has none of them."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._hashes = hashes
        self._rows = RowCheck(hashes, DOCUMENT)
        self.seen = seen if seen is not None else DamageSeen()

    def there(self) -> bool:
        """Whether the database is of a schema that keeps them."""
        return self._db.has_table(DOCUMENT)

    # --- documents

    def all(self, *, removed: bool = False) -> tuple[LibraryDocument, ...]:
        """Documents in the order in which they came; with ``removed`` those in the bin. What cannot be read is left
        out, and ``seen`` is told."""
        found: list[LibraryDocument] = []
        for line in self._lines(f"WHERE removed_at IS {'NOT ' if removed else ''}NULL ORDER BY row"):
            try:
                found.append(self._read(line))
            except DatabaseDamaged as error:
                self.seen(error)
        return tuple(found)

    def get(self, id: str, *, removed: bool = False) -> LibraryDocument:
        """Raises :class:`NotFound` (also for one that is on the other side of the bin), :class:`DatabaseDamaged`."""
        for line in self._lines("WHERE id = ?", (id,)):
            document = self._read(line)
            if (document.removed_at is not None) == removed:
                return document
        raise NotFound(kind="library", what=id)

    def at_rows(self, rows: Iterable[int]) -> dict[int, LibraryDocument]:
        """Documents by their row; those in the bin, and those that cannot be read, are left out."""
        found: dict[int, LibraryDocument] = {}
        for row in sorted(set(rows)):
            for line in self._lines("WHERE row = ? AND removed_at IS NULL", (row,)):
                try:
                    found[row] = self._read(line)
                except DatabaseDamaged as error:
                    self.seen(error)
        return found

    def with_content(self, sha256: str) -> LibraryDocument | None:
        """A document, not in the bin, whose original is this very file."""
        for line in self._lines("WHERE sha256 = ? AND removed_at IS NULL", (sha256,)):
            return self._read(line)
        return None

    def hidden_rows(self) -> frozenset[int]:
        """Rows of documents whose pages are still in the index and must not be found: in the bin, or taken back."""
        if not self.there():
            return frozenset()
        binned = {int(row) for (row,) in self._db.rows(f"SELECT row FROM {DOCUMENT} WHERE removed_at IS NOT NULL")}  # noqa: S608
        return frozenset(binned | set(self._orphans()))

    def next_row(self) -> int:
        """A row that no document, and no page of one that undo took away, has."""
        return int(
            self._db.one(
                f"SELECT 1 + max((SELECT coalesce(max(row), 0) FROM {DOCUMENT}), "  # noqa: S608
                f"(SELECT coalesce(max(document_row), 0) FROM {PIECE}), "
                f"(SELECT coalesce(max(row), 0) >> {SHIFT} FROM {PAGE}))"
            )
        )

    def put(self, document: LibraryDocument, chunks: int) -> None:
        """Write a new document's row; its pieces and pages are there already. Only inside a transaction."""
        values = _values(document, chunks)
        self._db.insert(
            f"INSERT INTO {DOCUMENT} ({_COLUMNS}, mac) VALUES ({_MARKS})",  # noqa: S608
            (*values, self._rows.mac(values)),
        )

    def write_again(self, document: LibraryDocument, *, chunks: int | None = None) -> None:
        """Write what changed of a document: what is said of it, whether it is in the bin. ``chunks``: how many pieces
        of the original there are, where that changed."""
        if chunks is None:
            chunks = int(self._db.one(f"SELECT chunks FROM {DOCUMENT} WHERE row = ?", (document.row,)))  # noqa: S608
        values = _values(document, chunks)
        picked = ", ".join(f"{name.strip()} = ?" for name in _COLUMNS.split(",")[1:])
        self._db.run(
            f"UPDATE {DOCUMENT} SET {picked}, mac = ? WHERE row = ?",  # noqa: S608
            (*values[1:], self._rows.mac(values), document.row),
        )

    def removal_times(self) -> list[str]:
        if not self.there():
            return []
        found = self._db.rows(f"SELECT removed_at FROM {DOCUMENT} WHERE removed_at IS NOT NULL")  # noqa: S608
        return [str(line[0]) for line in found]

    def erase(self, row: int) -> None:
        """Erase a document for good, with its pieces, pages and words."""
        self._db.run(f"DELETE FROM {DOCUMENT} WHERE row = ?", (row,))  # noqa: S608
        self._erase_parts(row)

    def empty_bin(self, before: str) -> int:
        """Erase for good what went to the bin before that ISO time; return how many documents that were."""
        if not self.there():
            return 0
        rows = self._db.rows(f"SELECT row FROM {DOCUMENT} WHERE removed_at < ?", (before,))  # noqa: S608
        for (row,) in rows:
            self.erase(int(row))
        return len(rows)

    def sweep(self) -> int:
        """Take away pieces and pages of documents whose row undo took away and can no more give back; return of how
        many documents."""
        orphans = self._orphans() if self.there() else []
        if not orphans or self._db.row("SELECT 1 FROM undo_image WHERE table_name = ? LIMIT 1", (DOCUMENT,)):
            return 0
        with self._db.transaction():
            for row in orphans:
                self._erase_parts(row)
        return len(orphans)

    def _orphans(self) -> list[int]:
        found = self._db.rows(
            f"SELECT DISTINCT document_row FROM {PIECE} WHERE document_row NOT IN (SELECT row FROM {DOCUMENT})"  # noqa: S608
        )
        return [int(line[0]) for line in found]

    def _erase_parts(self, row: int) -> None:
        span = (page_row(row, 0), page_row(row, MOST_PAGES))
        self._db.run(f"DELETE FROM {PIECE} WHERE document_row = ?", (row,))  # noqa: S608
        words = f"SELECT row FROM {PAGE} WHERE row BETWEEN ? AND ?"  # noqa: S608
        self._db.run(f"DELETE FROM library_words WHERE rowid IN ({words})", span)  # noqa: S608
        self._db.run(f"DELETE FROM {PAGE} WHERE row BETWEEN ? AND ?", span)  # noqa: S608

    # --- the original

    def put_pieces(self, row: int, content: bytes) -> int:
        """Write the original in pieces of at most 1 MiB; return how many."""
        count = 0
        for at in range(0, len(content), CHUNK):
            piece = content[at : at + CHUNK]
            self._db.run(
                f"INSERT INTO {PIECE} (document_row, n, data, mac) VALUES (?, ?, ?, ?)",  # noqa: S608
                (row, count, piece, self._hashes.of_bytes([PIECE, row, count], piece)),
            )
            count += 1
        return count

    def pieces(self, document: LibraryDocument) -> Iterator[bytes]:
        """Yield the original piece by piece, each checked before it is handed out, the whole at the end. Raises
        :class:`EvidenceDamaged`."""
        digest = hashlib.sha256()
        chunks = int(self._db.one(f"SELECT chunks FROM {DOCUMENT} WHERE row = ?", (document.row,)))  # noqa: S608
        for n in range(chunks):
            found = self._db.row(f"SELECT data, mac FROM {PIECE} WHERE document_row = ? AND n = ?", (document.row, n))  # noqa: S608
            if (
                found is None
                or not isinstance(found[0], bytes)
                or not same(self._hashes.of_bytes([PIECE, document.row, n], found[0]), found[1])
            ):
                raise EvidenceDamaged(what=document.id)
            digest.update(found[0])
            yield found[0]
        if digest.hexdigest() != document.sha256:
            raise EvidenceDamaged(what=document.id)

    # --- pages

    def put_page(self, row: int, page: LibraryPage) -> None:
        data = zlib.compress(f"{page.label}\n{page.text}".encode(), 3)
        self._db.run(
            f"INSERT INTO {PAGE} (row, document_row, n, data, mac) VALUES (?, ?, ?, ?, ?)",  # noqa: S608
            (page_row(row, page.n), row, page.n, data, self._hashes.of_bytes([PAGE, row, page.n], data)),
        )

    def page(self, document: LibraryDocument, n: int) -> LibraryPage:
        """Raises :class:`NotFound` (there is no such page), :class:`DatabaseDamaged`."""
        if not 1 <= n <= document.pages:
            raise NotFound(kind="library_page", what=str(n))
        return self.page_at(page_row(document.row, n))

    def page_at(self, row: int) -> LibraryPage:
        """Raises :class:`DatabaseDamaged`."""
        found = self._db.row(f"SELECT row, document_row, n, data, mac FROM {PAGE} WHERE row = ?", (row,))  # noqa: S608
        if found is None:
            raise DatabaseDamaged(where="data", table=PAGE, row=row, reason="lost_rows")
        return self.page_of(found)

    def pages(self, document: LibraryDocument) -> Iterator[LibraryPage]:
        """All pages, in order. Raises :class:`DatabaseDamaged`."""
        for n in range(1, document.pages + 1):
            yield self.page(document, n)

    def page_of(self, line: Row) -> LibraryPage:
        """The page of a row that was read. Raises :class:`DatabaseDamaged`."""
        row, document_row, n, data, mac = line
        whole = isinstance(data, bytes) and same(self._hashes.of_bytes([PAGE, document_row, n], data), mac)
        if not whole or row != page_row(document_row, n):
            raise DatabaseDamaged(where="data", table=PAGE, row=int(row), reason="keyed_hash")
        label, _, text = _unpacked(data).partition("\n")
        return LibraryPage(int(n), label, text)

    # --- checking

    def damaged(self) -> Iterator[DatabaseDamaged]:
        """Read every document with all its pages and pieces."""
        if not self.there():
            return
        for line in self._lines("ORDER BY row"):
            try:
                document = self._read(line)
            except DatabaseDamaged as error:
                yield error
                continue
            try:
                for _ in self.pages(document):
                    pass
            except DatabaseDamaged as error:
                yield error
            try:
                if document.original_kept:
                    for _ in self.pieces(document):
                        pass
            except (EvidenceDamaged, DatabaseDamaged):
                yield DatabaseDamaged(where="data", table=PIECE, row=document.row, reason="keyed_hash")

    def _lines(self, rest: str, values: Sequence[Value] = ()) -> list[Row]:
        if not self.there():
            return []
        return self._db.rows(f"SELECT {_COLUMNS}, mac FROM {DOCUMENT} {rest}", values)  # noqa: S608

    def _read(self, line: Row) -> LibraryDocument:
        self._rows.check(line)
        return _document(line)


def _unpacked(data: bytes) -> str:
    machine = zlib.decompressobj()
    return machine.decompress(data, _LARGEST_TEXT).decode("utf-8", "replace")


def _values(document: LibraryDocument, chunks: int) -> list[Value]:
    about = document.about
    return [
        document.row, document.id, about.title, about.publisher, about.kind.value, published_text(about.published),
        about.language, about.url, about.retrieved_on.isoformat() if about.retrieved_on else None,
        " ".join(about.risks), about.risk_reason, about.note, document.format, document.file_name, document.sha256,
        document.size, chunks, document.unit.value, document.pages, document.blank, document.added_at.isoformat(),
        document.removed_at.isoformat() if document.removed_at else None,
    ]  # fmt: skip


def _document(line: Sequence[Any]) -> LibraryDocument:
    about = About(
        title=line[2],
        publisher=line[3],
        kind=LibraryKind(line[4]),
        published=published_from(line[5]) if line[5] else None,
        language=LanguageCode(line[6]) if line[6] else None,
        url=line[7],
        retrieved_on=dt.date.fromisoformat(line[8]) if line[8] else None,
        risks=tuple(RiskKind(word) for word in line[9].split()),
        risk_reason=line[10],
        note=line[11],
    )
    return LibraryDocument(
        id=line[1],
        about=about,
        format=line[12],
        file_name=line[13],
        sha256=line[14],
        size=line[15],
        unit=PageUnit(line[17]),
        pages=line[18],
        blank=line[19],
        added_at=dt.datetime.fromisoformat(line[20]),
        removed_at=dt.datetime.fromisoformat(line[21]) if line[21] else None,
        row=line[0],
    )
