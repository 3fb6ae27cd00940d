"""The office's own editions of templates in and out of the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.domain.office_template import Edition, EditionKind
from legalaid_desktop.errors import DatabaseDamaged, NotFound
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database, Row, Value
from legalaid_desktop.storage.draft_versions import packed, unpacked
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.row_check import RowCheck

TABLE: Final = "office_template"
_COLUMNS: Final = "row, code, n, kind, language, at, by_role, based_on, in_use, removed, body"
_EMPTY: Final = packed({})


class OfficeTemplateStore:
    """Rows of ``office_template``; a database of an earlier schema has none of them."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._rows = RowCheck(hashes, TABLE)
        self.seen = seen if seen is not None else DamageSeen()

    def there(self) -> bool:
        """Whether the database is of a schema that keeps them."""
        return self._db.has_table(TABLE)

    def all(self) -> tuple[Edition, ...]:
        """Every edition that was not removed, by paper and number; those that cannot be read are left out, and
        ``seen`` is told."""
        return tuple(_edition(line) for line in self._whole() if not line[9])

    def body(self, code: str, n: int) -> dict[str, Any]:
        """What an edition consists of. Raises :class:`NotFound`, :class:`DatabaseDamaged`."""
        line = self._line(code, n)
        return unpacked(str(line[10]), TABLE, int(line[0]))

    def add(self, edition: Edition, body: Mapping[str, Any]) -> Edition:
        """Keep an edition under the next number of its paper; the number given is not looked at."""
        n = int(self._db.one("SELECT coalesce(max(n), 0) + 1 FROM office_template WHERE code = ?", (edition.code,)))
        row = int(self._db.one("SELECT coalesce(max(row), 0) + 1 FROM office_template"))
        values: list[Value] = [
            row, edition.code, n, edition.kind.value, edition.language, edition.at.isoformat(), edition.by_role,
            edition.based_on, 0, 0, packed(body),
        ]  # fmt: skip
        marks = ", ".join("?" * (len(values) + 1))
        self._db.insert(
            f"INSERT INTO office_template ({_COLUMNS}, mac) VALUES ({marks})",  # noqa: S608
            (*values, self._rows.mac(values)),
        )
        if edition.in_use:
            self.use(edition.code, n)
        return _edition(self._line(edition.code, n))

    def use(self, code: str, n: int | None) -> None:
        """Make drafts with this edition, or with the shipped template (``None``). Raises :class:`NotFound`,
        :class:`DatabaseDamaged`."""
        if n is not None:
            self._line(code, n)
        for line in self._whole(code):
            wanted = int(line[2] == n)
            if line[8] != wanted:
                self._rewrite([*line[:8], wanted, *line[9:11]])

    def remove(self, code: str, n: int) -> None:
        """Its number stays, its content goes. Raises :class:`NotFound`, :class:`DatabaseDamaged`."""
        self._rewrite([*self._line(code, n)[:8], 0, 1, _EMPTY])

    def damaged(self) -> list[DatabaseDamaged]:
        """Read every edition, those that were removed as well."""
        found: list[DatabaseDamaged] = []
        if not self.there():
            return found
        for line in self._db.rows(f"SELECT {_COLUMNS}, mac FROM office_template ORDER BY row"):  # noqa: S608
            try:
                self._rows.check(line)
            except DatabaseDamaged as error:
                found.append(error)
        return found

    def _whole(self, code: str | None = None) -> list[Row]:
        if not self.there():
            return []
        rows: list[Row] = []
        where = "" if code is None else "WHERE code = ?"
        for line in self._db.rows(
            f"SELECT {_COLUMNS}, mac FROM office_template {where} ORDER BY code, n",  # noqa: S608
            () if code is None else (code,),
        ):
            try:
                self._rows.check(line)
                rows.append(line)
            except DatabaseDamaged as error:
                self.seen(error)
        return rows

    def _line(self, code: str, n: int) -> Row:
        line = (
            self._db.row(
                f"SELECT {_COLUMNS}, mac FROM office_template WHERE code = ? AND n = ? AND removed = 0",  # noqa: S608
                (code, n),
            )
            if self.there()
            else None
        )
        if line is None:
            raise NotFound(kind="edition", what=f"{code} {n}")
        self._rows.check(line)
        return line

    def _rewrite(self, values: list[Any]) -> None:
        self._db.run(
            "UPDATE office_template SET in_use = ?, removed = ?, body = ?, mac = ? WHERE row = ?",
            (values[8], values[9], values[10], self._rows.mac(values), values[0]),
        )


def _edition(line: Row) -> Edition:
    return Edition(
        code=DocumentCode(line[1]),
        n=int(line[2]),
        kind=EditionKind(line[3]),
        language=LanguageCode(line[4]) if line[4] is not None else None,
        at=dt.datetime.fromisoformat(line[5]),
        by_role=str(line[6]),
        based_on=int(line[7]),
        in_use=bool(line[8]),
    )
