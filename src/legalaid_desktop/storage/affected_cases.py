"""Which cases a set of rows belongs to, found by following references up to the case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from legalaid_desktop.storage.database import Database, Value
from legalaid_desktop.storage.undo_images import Image


class AffectedCases:
    """``cases`` and ``notes`` (those in no case) are row numbers; they grow with each :meth:`look_at`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.cases: set[int] = set()
        self.notes: set[int] = set()
        self._parents: dict[str, tuple[tuple[str, str], ...]] = {}

    def look_at(self, images: Iterable[Image]) -> None:
        """Add the cases of these rows as the database is now."""
        by_table: dict[str, list[tuple[Value, ...]]] = {}
        for image in images:
            by_table.setdefault(image.table.name, []).append(image.key)
            if image.table.name == "note":
                self.notes.add(int(str(image.key[0])))
            if image.table.name == "case_file":
                self.cases.add(int(str(image.key[0])))
        for table, keys in by_table.items():
            # The first column of every key leads to the row itself or, in tables of parts, to what owns it.
            self._climb(table, [int(key[0]) for key in keys if isinstance(key[0], int)])

    def _climb(self, table: str, firsts: Sequence[int]) -> None:
        if not firsts:
            return
        if table == "case_file":
            self.cases.update(firsts)
            return
        if table == "person":
            self._follow("SELECT case_row FROM case_person WHERE person_row IN ({})", firsts, "case_file")
            return
        key = self._first_of_key(table)
        for column, parent in self._references(table):
            self._follow(f'SELECT "{column}" FROM "{table}" WHERE "{key}" IN ({{}})', firsts, parent)  # noqa: S608

    def _follow(self, sql: str, rows: Sequence[int], parent: str) -> None:
        found = self._db.rows(sql.format("SELECT value FROM json_each(?)"), (json.dumps(list(rows)),))
        self._climb(parent, sorted({int(line[0]) for line in found if line[0] is not None}))

    def _references(self, table: str) -> tuple[tuple[str, str], ...]:
        """Return column and table of each reference of a table."""
        if table not in self._parents:
            found = self._db.rows(f'PRAGMA foreign_key_list("{table}")')
            self._parents[table] = tuple((str(line[3]), str(line[2])) for line in found)
        return self._parents[table]

    def _first_of_key(self, table: str) -> str:
        info = self._db.rows(f'PRAGMA table_info("{table}")')
        return next(str(line[1]) for line in info if line[5] == 1)
