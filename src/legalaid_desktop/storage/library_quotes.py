"""What was quoted from the library in a case, in and out of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from legalaid_desktop.domain.library import Quotation
from legalaid_desktop.errors import DatabaseDamaged, NotFound
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database, Row, Value
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.row_check import RowCheck

TABLE: Final = "library_quote"
_COLUMNS: Final = "row, id, case_row, document, n, text, at"


class LibraryQuotes:
    """Rows of ``library_quote``; a database of an earlier schema has none of them."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._rows = RowCheck(hashes, TABLE, owner=2)
        self.seen = seen if seen is not None else DamageSeen()

    def of_case(self, case_row: int) -> tuple[Quotation, ...]:
        """In the order in which they were made; what cannot be read is left out, and ``seen`` is told."""
        return self._whole("WHERE case_row = ? ORDER BY row", (case_row,))

    def of_document(self, document: str) -> int:
        """How often a document was quoted."""
        return len(self._lines("WHERE document = ?", (document,)))

    def add(self, case_row: int, quotation: Quotation) -> None:
        row = int(self._db.one(f"SELECT coalesce(max(row), 0) + 1 FROM {TABLE}"))  # noqa: S608
        values: list[Value] = [
            row, quotation.id, case_row, quotation.document, quotation.n, quotation.text, quotation.at.isoformat(),
        ]  # fmt: skip
        self._db.insert(
            f"INSERT INTO {TABLE} ({_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (*values, self._rows.mac(values)),
        )

    def remove(self, case_row: int, id: str) -> Quotation:
        """Raises :class:`NotFound`."""
        for quotation in self.of_case(case_row):
            if quotation.id == id:
                self._db.run(f"DELETE FROM {TABLE} WHERE id = ?", (id,))  # noqa: S608
                return quotation
        raise NotFound(kind="quotation", what=id)

    def damaged(self) -> Iterator[DatabaseDamaged]:
        for line in self._lines("ORDER BY row"):
            try:
                self._read(line)
            except DatabaseDamaged as error:
                yield error

    def _whole(self, rest: str, values: Sequence[Value]) -> tuple[Quotation, ...]:
        found: list[Quotation] = []
        for line in self._lines(rest, values):
            try:
                found.append(self._read(line))
            except DatabaseDamaged as error:
                self.seen(error)
        return tuple(found)

    def _lines(self, rest: str, values: Sequence[Value] = ()) -> list[Row]:
        if not self._db.has_table(TABLE):
            return []
        return self._db.rows(f"SELECT {_COLUMNS}, mac FROM {TABLE} {rest}", values)  # noqa: S608

    def _read(self, line: Row) -> Quotation:
        self._rows.check(line)
        return Quotation(id=line[1], document=line[3], n=line[4], text=line[5], at=dt.datetime.fromisoformat(line[6]))
