"""Whether rows that were put back refer to rows that are there, and are there for whoever refers to them.

``PRAGMA foreign_key_check`` reads every row of every table: seconds in a large vault, for an undo of one note. Whoever
changes rows while references are not kept knows which, and a reference can break at two places only: in a row that
was touched, or in one that refers to a row that was touched. Both are found by an index.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Value = str | int | float | bytes | None
Touched = tuple[str, Value]
"""A table, and what stands in the first column of the primary key of a row of it, put, changed or removed."""


class Readable(Protocol):
    """What is asked of the database here."""

    def row(self, sql: str, values: Sequence[Value] = ()) -> tuple[Any, ...] | None: ...

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]: ...

    def tables(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class _Reference:
    table: str
    column: str
    parent: str
    to: str


def broken_reference(db: Readable, touched: Iterable[Touched]) -> str | None:
    """Return the name of a table with a row that refers to nothing, or ``None``. Only what ``touched`` rows can have
    broken is found."""
    rows: defaultdict[str, set[Value]] = defaultdict(set)
    for table, first in touched:
        rows[table].add(first)
    keys = {table: json.dumps(sorted(firsts, key=repr)) for table, firsts in rows.items()}
    for reference in _references(db):
        if _is_broken(db, reference, keys):
            return reference.table
    return None


def _is_broken(db: Readable, reference: _Reference, keys: Mapping[str, str]) -> bool:
    at = ((reference.table, _first_of_key(db, reference.table)), (reference.parent, reference.to))
    for number, (touched, column) in enumerate(at):
        if touched not in keys:
            continue
        if number and column != _first_of_key(db, touched):
            # The key does not say what others refer to: the whole table is read.
            return db.row(f'PRAGMA foreign_key_check("{reference.table}")') is not None
        by = column if number == 0 else reference.column
        found = db.row(
            f'SELECT 1 FROM "{reference.table}" AS child '  # noqa: S608 - names of the schema
            f'WHERE child."{by}" IN (SELECT value FROM json_each(?)) AND child."{reference.column}" IS NOT NULL '
            f'AND NOT EXISTS (SELECT 1 FROM "{reference.parent}" WHERE "{reference.to}" = child."{reference.column}") '
            "LIMIT 1",
            (keys[touched],),
        )
        if found is not None:
            return True
    return False


def _references(db: Readable) -> list[_Reference]:
    """Every reference of the schema; none of ours has more than one column."""
    found: list[_Reference] = []
    for table in db.tables():
        for line in db.rows(f'PRAGMA foreign_key_list("{table}")'):
            if line[1]:
                raise ValueError(f"a reference of several columns in {table}")
            parent = str(line[2])
            found.append(_Reference(table, str(line[3]), parent, str(line[4] or _first_of_key(db, parent))))
    return found


def _first_of_key(db: Readable, table: str) -> str:
    return next(str(line[1]) for line in db.rows(f'PRAGMA table_info("{table}")') if line[5] == 1)
