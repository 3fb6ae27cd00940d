"""One table of records, with the lists and records that hang on it: written and read back, damage left out."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.columns import ChildLeaf, ListLeaf
from legalaid_desktop.storage.database import Database, Value
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.record_layout import RecordLayout, Stored, part_of

Damage = Callable[[DatabaseDamaged], None]
"""Told of a record that cannot be read; reading goes on with the next."""


class RecordTable:
    """A dataclass and its table.

    ``owner`` is the column that points to the owning row (``case_row``, ``person_row``, …) or ``None``. ``lists``
    and ``children`` name the tables of the list fields. Columns every table has: ``row``, the owner, ``position``,
    ``mac``; tables with ``bin`` also ``removed_at``.
    """

    def __init__(
        self,
        name: str,
        record: type[Any],
        *,
        owner: str | None,
        lists: Mapping[str, str] | None = None,
        children: Mapping[str, RecordTable] | None = None,
        only: Iterable[str] | None = None,
        skip: Iterable[str] = (),
        prefixes: Mapping[str, str] | None = None,
        extra: Sequence[str] = (),
        bin: bool = False,
    ) -> None:
        self.layout = RecordLayout(
            name, record, owner=owner, only=only, skip=skip, prefixes=prefixes, extra=extra, bin=bin
        )
        self.name, self.record, self.owner, self.bin = name, record, owner, bin
        self.plan, self.columns = self.layout.plan, self.layout.columns
        self._list_tables: list[tuple[ListLeaf, str]] = [(leaf, (lists or {})[leaf.column]) for leaf in self.plan.lists]
        self._child_tables: list[tuple[ChildLeaf, RecordTable]] = [
            (leaf, (children or {})[leaf.column]) for leaf in self.plan.children
        ]
        self._next_row = f'SELECT coalesce(max(row), 0) + 1 FROM "{name}"'  # noqa: S608

    @property
    def list_tables(self) -> tuple[str, ...]:
        return tuple(table for _, table in self._list_tables)

    @property
    def child_tables(self) -> tuple[RecordTable, ...]:
        return tuple(table for _, table in self._child_tables)

    # --- writing

    def insert(
        self,
        db: Database,
        hashes: KeyedHash,
        record: Any,
        *,
        owner: int | None,
        position: int,
        extra: Sequence[Value] = (),
    ) -> int:
        """Write one record with its lists and children; return its row number."""
        row = int(db.one(self._next_row))
        return self.insert_at(db, hashes, record, row=row, owner=owner, position=position, extra=extra)

    def insert_at(
        self,
        db: Database,
        hashes: KeyedHash,
        record: Any,
        *,
        row: int,
        owner: int | None,
        position: int,
        extra: Sequence[Value] = (),
    ) -> int:
        """As :meth:`insert`, under a row number that is free."""
        values, lists = self.layout.encoded(record, extra)
        mac = self.layout.mac(hashes, row, owner, position, values, lists, None)
        head = (owner,) if self.owner else ()
        db.insert(self.layout.insert, (row, *head, position, *values, mac))
        for (_, table), items in zip(self._list_tables, lists, strict=True):
            if items:
                db.many(
                    f'INSERT INTO "{table}" (owner, position, value) VALUES (?, ?, ?)',  # noqa: S608
                    [(row, index, item) for index, item in enumerate(items)],
                )
        for leaf, child in self._child_tables:
            for index, item in enumerate(part_of(record, leaf.path) or ()):
                child.insert(db, hashes, item, owner=row, position=index)
        return row

    def update(
        self, db: Database, hashes: KeyedHash, stored: Stored, record: Any, *, extra: Sequence[Value] = ()
    ) -> None:
        """Write another record into the row of ``stored``; the row number, owner and position stay."""
        values, lists = self.layout.encoded(record, extra)
        mac = self.layout.mac(hashes, stored.row, stored.owner, stored.position, values, lists, stored.removed_at)
        columns = ", ".join(f'"{column}" = ?' for column in (*self.columns, "mac"))
        db.run(f'UPDATE "{self.name}" SET {columns} WHERE row = ?', (*values, mac, stored.row))  # noqa: S608
        for (_, table), items in zip(self._list_tables, lists, strict=True):
            db.run(f'DELETE FROM "{table}" WHERE owner = ?', (stored.row,))  # noqa: S608
            db.many(
                f'INSERT INTO "{table}" (owner, position, value) VALUES (?, ?, ?)',  # noqa: S608
                [(stored.row, index, item) for index, item in enumerate(items)],
            )
        for leaf, child in self._child_tables:
            db.run(f'DELETE FROM "{child.name}" WHERE "{child.owner}" = ?', (stored.row,))  # noqa: S608
            for index, item in enumerate(part_of(record, leaf.path) or ()):
                child.insert(db, hashes, item, owner=stored.row, position=index)

    def move(self, db: Database, hashes: KeyedHash, stored: Stored, *, owner: int | None, position: int) -> None:
        """Give a record another owner. The caller's own columns stay as they are."""
        mac = self.layout.mac(hashes, stored.row, owner, position, stored.values, stored.lists, stored.removed_at)
        db.run(
            f'UPDATE "{self.name}" SET "{self.owner}" = ?, position = ?, mac = ? WHERE row = ?',  # noqa: S608
            (owner, position, mac, stored.row),
        )

    def next_position(self, db: Database, owner: int | None) -> int:
        """Return the place behind the last record of this owner, those in the bin counted."""
        where = f'WHERE "{self.owner}" IS ?' if self.owner else "WHERE ? IS NULL"
        return int(
            db.one(f'SELECT coalesce(max(position), -1) + 1 FROM "{self.name}" {where}', (owner,))  # noqa: S608
        )

    def set_removed(self, db: Database, hashes: KeyedHash, stored: Stored, at: str | None) -> None:
        """Put one record into the bin (``at`` an ISO time) or take it out (``None``)."""
        mac = self.layout.mac(hashes, stored.row, stored.owner, stored.position, stored.values, stored.lists, at)
        db.run(f'UPDATE "{self.name}" SET removed_at = ?, mac = ? WHERE row = ?', (at, mac, stored.row))  # noqa: S608

    def reseal(self, db: Database, hashes: KeyedHash, stored: Stored) -> None:
        """Write the hash of a record, read and checked in an older form, in the form of ``hashes``."""
        mac = self.layout.mac(
            hashes, stored.row, stored.owner, stored.position, stored.values, stored.lists, stored.removed_at
        )
        db.run(f'UPDATE "{self.name}" SET mac = ? WHERE row = ?', (mac, stored.row))  # noqa: S608

    def recount(self, db: Database, hashes: KeyedHash, stored: Stored) -> bool:
        """Make the counts of a record those of the records that still hang on it; return whether any changed."""
        first = len(stored.values) - len(self._child_tables)
        values = list(stored.values)
        for at, (_, child) in enumerate(self._child_tables, start=first):
            if values[at] is not None:
                values[at] = int(
                    db.one(f'SELECT count(*) FROM "{child.name}" WHERE "{child.owner}" = ?', (stored.row,))  # noqa: S608
                )
        if tuple(values) == stored.values:
            return False
        mac = self.layout.mac(
            hashes, stored.row, stored.owner, stored.position, values, stored.lists, stored.removed_at
        )
        columns = ", ".join(f'"{column}" = ?' for column in (*self.columns, "mac"))
        db.run(f'UPDATE "{self.name}" SET {columns} WHERE row = ?', (*values, mac, stored.row))  # noqa: S608
        return True

    def holds(self, hashes: KeyedHash, values: Mapping[str, Value], lists: Sequence[Sequence[Value]]) -> bool:
        """As :meth:`RecordLayout.holds`."""
        return self.layout.holds(hashes, values, lists)

    def list_lengths(self, values: Mapping[str, Value]) -> tuple[tuple[str, int], ...]:
        """Return each table of list items with how many of them a row says it has."""
        return tuple(
            (table, count if isinstance(count := values[f"{leaf.column}_count"], int) else 0)
            for leaf, table in self._list_tables
        )

    # --- reading
    #
    # With ``damage`` each record that cannot be read is told and left out; without it the first one is raised.

    def of_owner(
        self, db: Database, hashes: KeyedHash, owner: int | None, *, damage: Damage | None = None
    ) -> list[Stored]:
        """Return the records of one owner in their order, without those in the bin.

        Those in the bin are read and checked as well: a mark of the bin that nobody set is damage, not absence.
        """
        found = self._fetched(db, f'WHERE "{self.owner}" IS ?', (owner,), "ORDER BY position, row", damage, owner)
        return [one for one in self._stored(db, hashes, found, damage) if one.removed_at is None]

    def of_owners(
        self, db: Database, hashes: KeyedHash, owners: Sequence[int], *, damage: Damage | None = None
    ) -> list[Stored]:
        found = self._fetched(
            db,
            f'WHERE "{self.owner}" IN (SELECT value FROM json_each(?))',  # noqa: S608
            (json.dumps(list(owners)),),
            f'ORDER BY "{self.owner}", position, row',
            damage,
        )
        return [one for one in self._stored(db, hashes, found, damage) if one.removed_at is None]

    def of_rows(
        self, db: Database, hashes: KeyedHash, rows: Sequence[int], *, damage: Damage | None = None
    ) -> list[Stored]:
        """Return the records with these row numbers, also those in the bin."""
        found = self._fetched(
            db, "WHERE row IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),), "ORDER BY row", damage
        )
        return self._stored(db, hashes, found, damage)

    def _fetched(
        self,
        db: Database,
        where: str,
        values: Sequence[Value],
        order: str,
        damage: Damage | None,
        owner: int | None = None,
    ) -> list[tuple[Any, ...]]:
        """Read rows; where a page below them is damaged, read them one by one, by the numbers that the index gives."""
        try:
            return db.rows(f"{self.layout.select} {where} {order}", values)
        except DatabaseDamaged:
            if damage is None or db.in_transaction:
                raise
        found: list[tuple[Any, ...]] = []
        try:
            numbers = [int(line[0]) for line in db.rows(f'SELECT row FROM "{self.name}" {where}', values)]  # noqa: S608
        except DatabaseDamaged:
            damage(self.layout.damage(0, owner, "unreadable"))
            return []
        for row in numbers:
            try:
                found += db.rows(f"{self.layout.select} WHERE row = ?", (row,))
            except DatabaseDamaged:
                damage(self.layout.damage(row, owner, "unreadable"))
        return found

    def removed_before(self, db: Database, hashes: KeyedHash, before: str, damage: Damage) -> list[Stored]:
        """Return the records that went to the bin before this ISO time."""
        found = db.rows(f"{self.layout.select} WHERE removed_at < ? ORDER BY row", (before,))
        return self._stored(db, hashes, found, damage)

    def all_rows(
        self, db: Database, hashes: KeyedHash, *, batch: int = 500, damage: Damage | None = None
    ) -> Iterable[Stored]:
        """Yield every record of the table, the bin included, in batches of row numbers: for a full check."""
        after = -(2**62)
        while True:
            found = db.rows(f"{self.layout.select} WHERE row > ? ORDER BY row LIMIT ?", (after, batch))
            if not found:
                return
            after = int(found[-1][0])
            yield from self._stored(db, hashes, found, damage)

    def all_rows_alone(self, db: Database, hashes: KeyedHash, *, batch: int = 500) -> Iterable[Stored]:
        """Yield the records that match their hash, without the records that hang on them (``record`` is ``None``)."""
        after = -(2**62)
        while True:
            found = db.rows(f"{self.layout.select} WHERE row > ? ORDER BY row LIMIT ?", (after, batch))
            if not found:
                return
            after = int(found[-1][0])
            lists = self._lists_of(db, found)
            for line in found:
                with contextlib.suppress(DatabaseDamaged):
                    yield self.layout.alone(hashes, line, lists)

    def _stored(
        self, db: Database, hashes: KeyedHash, found: list[tuple[Any, ...]], damage: Damage | None = None
    ) -> list[Stored]:
        if not found:
            return []
        rows = [int(line[0]) for line in found]
        try:
            lists = self._lists_of(db, found)
        except DatabaseDamaged:
            if damage is None or db.in_transaction:
                raise
            return self._one_by_one(db, hashes, found, damage)
        children: list[dict[int, list[Any]]] = []
        for index, (_, child) in enumerate(self._child_tables):
            below: dict[int, list[Any]] = {}
            if any(line[self.layout.first_list_count + len(self.plan.lists) + index] for line in found):
                # A child that cannot be read makes its owner incomplete, which its count tells.
                for stored in child.of_owners(db, hashes, rows, damage=damage and (lambda _: None)):
                    below.setdefault(stored.owner or 0, []).append(stored.record)
            children.append(below)
        whole: list[Stored] = []
        for line in found:
            try:
                whole.append(self.layout.whole(hashes, line, lists, children))
            except DatabaseDamaged as error:
                if damage is None:
                    raise
                damage(error)
        return whole

    def _one_by_one(
        self, db: Database, hashes: KeyedHash, found: list[tuple[Any, ...]], damage: Damage
    ) -> list[Stored]:
        """Give up only those records whose list items lie on a damaged page."""
        if len(found) == 1:
            damage(self.layout.damage(int(found[0][0]), found[0][1], "unreadable"))
            return []
        return [stored for line in found for stored in self._stored(db, hashes, [line], damage)]

    def _lists_of(self, db: Database, found: list[tuple[Any, ...]]) -> list[dict[int, list[Any]]]:
        """Return the list items of records as they were read: for each list field, row → items."""
        rows = json.dumps([int(line[0]) for line in found])
        lists: list[dict[int, list[Any]]] = []
        for index, (_, table) in enumerate(self._list_tables):
            items: dict[int, list[Any]] = {}
            if any(line[self.layout.first_list_count + index] for line in found):
                for owner, item in db.rows(
                    f'SELECT owner, value FROM "{table}" WHERE owner IN (SELECT value FROM json_each(?)) '  # noqa: S608
                    "ORDER BY owner, position",
                    (rows,),
                ):
                    items.setdefault(int(owner), []).append(item)
            lists.append(items)
        return lists
