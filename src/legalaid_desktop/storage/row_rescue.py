"""Rows of a damaged database, as many as can still be read, table by table.

Nothing is written to the database or beside it. SQLCipher refuses everything on a connection that has met a damaged
page, so each such page costs a new connection (``Database`` takes it by itself). A table is first read in one go;
where that fails, the numbers of its rows are taken from whatever index still gives them, forwards and backwards, and
the rows are read in ever smaller groups, so that one damaged page costs only the rows on it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.database import Database, Row

_GROUP = 500
_MOST_FAILURES = 400
"""After so many failed readings of one table, what is left of it is given up: its root is gone."""


@dataclass
class TableRescue:
    """What came of one table: rows handed out, and the numbers (or, without numbers, the count) of those known of but
    not readable. ``complete``: the table was read to its end without a failure."""

    name: str
    rows: int = 0
    lost: list[int] = field(default_factory=list)
    complete: bool = True
    failures: int = 0


Watch = Callable[[int], None]
"""Told how many more rows were read; what it raises stops the work."""


class RowRescue:
    """Reads what can be read of one database that is open for reading."""

    def __init__(self, db: Database, watch: Watch) -> None:
        self._db = db
        self._watch = watch

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(str(line[1]) for line in self._db.rows(f'PRAGMA table_info("{table}")'))

    def table(self, name: str, columns: Sequence[str], told: TableRescue) -> Iterator[Row]:
        """Yield rows of a table that is numbered by ``row`` or ``seq`` or another whole-number key, or of one keyed
        by its first column (parts of a record)."""
        info = self._db.rows(f'PRAGMA table_info("{name}")')
        key = [str(line[1]) for line in sorted(info, key=lambda line: line[5]) if line[5]]
        picked = ", ".join(f'"{column}"' for column in columns)
        try:
            for row in self._db.each(f'SELECT {picked} FROM "{name}"'):  # noqa: S608
                told.rows += 1
                self._watch(1)
                yield row
        except DatabaseDamaged:
            # Begun anew, group by group: what was handed out already comes once more.
            told.failures, told.rows, told.complete = told.failures + 1, 0, False
            yield from self._by_key(name, picked, key[0], told)

    def _by_key(self, name: str, picked: str, key: str, told: TableRescue) -> Iterator[Row]:
        keys = sorted(self._keys(name, key, told), key=lambda value: (isinstance(value, str), value))
        stack: list[list[int | str]] = [keys[at : at + _GROUP] for at in range(0, len(keys), _GROUP)][::-1]
        while stack:
            group = stack.pop()
            if told.failures > _MOST_FAILURES:
                told.lost += [value for value in group if isinstance(value, int)]
                continue
            try:
                found = self._db.rows(
                    f'SELECT {picked} FROM "{name}" WHERE "{key}" BETWEEN ? AND ?',  # noqa: S608
                    (group[0], group[-1]),
                )
            except DatabaseDamaged:
                told.failures += 1
                if len(group) == 1:
                    told.lost += [value for value in group if isinstance(value, int)]
                else:
                    half = len(group) // 2
                    stack += [group[half:], group[:half]]
                continue
            told.rows += len(found)
            self._watch(len(found))
            yield from found

    def owners(self, name: str, lost: Sequence[int]) -> dict[int, int]:
        """Return which case lost rows belonged to, as far as an index still tells."""
        wanted, found = set(lost), dict[int, int]()
        for index in self._indexes(name):
            first = self._db.row("SELECT name FROM pragma_index_info(?) WHERE seqno = 0", (index,))
            if first is None or not str(first[0]).endswith(("_row", "main_case")):
                continue
            with contextlib.suppress(DatabaseDamaged):
                for row, owner in self._db.each(f'SELECT row, "{first[0]}" FROM "{name}" INDEXED BY "{index}"'):  # noqa: S608
                    if row in wanted and isinstance(owner, int):
                        found[row] = owner
        return found

    def _keys(self, name: str, key: str, told: TableRescue) -> set[int | str]:
        """Return the keys that any index, or the table itself from either end, still gives."""
        found: set[int | str] = set()
        indexes = self._indexes(name)
        for index in indexes:
            by = f'"{name}" INDEXED BY "{index}"'
            for order in ("", self._backwards(index)):
                self._take(f'SELECT "{key}" FROM {by}{order}', found, told)  # noqa: S608
        for order in ("", " DESC"):
            self._take(f'SELECT "{key}" FROM "{name}" NOT INDEXED ORDER BY "{key}"{order}', found, told)  # noqa: S608
        return found

    def _indexes(self, name: str) -> list[str]:
        """Return the indexes that hold every row of a table."""
        found = self._db.rows(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL "
            "AND sql NOT LIKE '% WHERE %'",
            (name,),
        )
        return [str(line[0]) for line in found]

    def _backwards(self, index: str) -> str:
        first = self._db.row("SELECT name FROM pragma_index_info(?) WHERE seqno = 0", (index,))
        return "" if first is None else f' ORDER BY "{first[0]}" DESC'

    def _take(self, sql: str, found: set[int | str], told: TableRescue) -> None:
        try:
            for (value,) in self._db.each(sql):
                found.add(value)
        except DatabaseDamaged:
            told.failures += 1
