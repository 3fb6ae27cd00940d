"""Words added to the spelling check, in and out of the database."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database, Row, Value
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.row_check import RowCheck

TABLE: Final = "own_word"
_COLUMNS: Final = "row, language, word, at"


class OwnWordStore:
    """Rows of ``own_word``; a database of an earlier schema has none of them."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._rows = RowCheck(hashes, TABLE)
        self.seen = seen if seen is not None else DamageSeen()

    def there(self) -> bool:
        """Whether the database is of a schema that keeps them."""
        return self._db.has_table(TABLE)

    def all(self) -> tuple[tuple[str, str], ...]:
        """``(language, word)``, in order; those that cannot be read are left out, and ``seen`` is told."""
        found: list[tuple[str, str]] = []
        for line in self._lines():
            try:
                self._rows.check(line)
                found.append((str(line[1]), str(line[2])))
            except DatabaseDamaged as error:
                self.seen(error)
        return tuple(found)

    def add(self, language: str, word: str, at: datetime) -> bool:
        """Keep a word; ``False``: it is there already."""
        if self._db.row("SELECT 1 FROM own_word WHERE language = ? AND word = ?", (language, word)) is not None:
            return False
        row = int(self._db.one("SELECT coalesce(max(row), 0) + 1 FROM own_word"))
        values: list[Value] = [row, language, word, at.isoformat()]
        self._db.insert(
            f"INSERT INTO own_word ({_COLUMNS}, mac) VALUES (?, ?, ?, ?, ?)",  # noqa: S608
            (*values, self._rows.mac(values)),
        )
        return True

    def remove(self, language: str, word: str) -> bool:
        """Forget a word; ``False``: it was not there."""
        found = self._db.row("SELECT row FROM own_word WHERE language = ? AND word = ?", (language, word))
        if found is None:
            return False
        self._db.run("DELETE FROM own_word WHERE row = ?", (found[0],))
        return True

    def damaged(self) -> list[DatabaseDamaged]:
        found: list[DatabaseDamaged] = []
        for line in self._lines():
            try:
                self._rows.check(line)
            except DatabaseDamaged as error:
                found.append(error)
        return found

    def _lines(self) -> list[Row]:
        if not self.there():
            return []
        return list(self._db.rows(f"SELECT {_COLUMNS}, mac FROM own_word ORDER BY language, word"))  # noqa: S608
