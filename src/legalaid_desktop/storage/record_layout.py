"""The row of a record: which columns it has, the hash over them, and the way from a record there and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.columns import Plan, plan
from legalaid_desktop.storage.database import Value
from legalaid_desktop.storage.keyed_hash import KeyedHash, same


@dataclass(frozen=True)
class Stored:
    """A record with the place it has in its table."""

    row: int
    owner: int | None
    position: int
    record: Any
    removed_at: str | None = None
    values: tuple[Value, ...] = ()
    lists: tuple[tuple[Value, ...], ...] = ()
    """The columns and list items as they were read, already checked."""


def part_of(record: Any, path: tuple[str, ...]) -> Any:
    """Return a field of a record, or of a record in it; ``None`` where that one is absent."""
    for name in path:
        if record is None:
            return None
        record = getattr(record, name)
    return record


class RecordLayout:
    """The columns of one table of records. Reads and writes no database: it gives and takes rows."""

    def __init__(
        self,
        name: str,
        record: type[Any],
        *,
        owner: str | None,
        only: Iterable[str] | None,
        skip: Iterable[str],
        prefixes: Mapping[str, str] | None,
        extra: Sequence[str],
        bin: bool,
    ) -> None:
        self.name, self.record, self.owner, self.bin = name, record, owner, bin
        self.partial = only is not None or bool(skip)
        """This table holds some of the fields: what is read is a ``dict`` of them, not the record."""
        self.extra = tuple(extra)
        """Columns that the caller fills (``uid``, ``person_row``); part of the hash, not of the record."""
        self.plan: Plan = plan(
            record, only=frozenset(only) if only is not None else None, skip=frozenset(skip), prefixes=prefixes or {}
        )
        self.columns: tuple[str, ...] = (
            *self.extra,
            *(column for leaf in self.plan.leaves for column, _ in leaf.columns),
            *(part.flag for part in self.plan.optional),
            *(f"{listed.column}_count" for listed in self.plan.lists),
            *(f"{child.column}_count" for child in self.plan.children),
        )
        head = ((owner,) if owner else ()) + ("position",)
        quoted = ", ".join(f'"{column}"' for column in ("row", *head, *self.columns, "mac"))
        marks = ", ".join("?" * (len(head) + len(self.columns) + 2))
        # Names come from this program's own tables, values are always bound.
        self.insert = f'INSERT INTO "{name}" ({quoted}) VALUES ({marks})'  # noqa: S608
        owner_column = f'"{owner}"' if owner else "NULL"
        self.select = (
            f"SELECT row, {owner_column}, position, "  # noqa: S608
            + "".join(f'"{column}", ' for column in self.columns)
            + ("removed_at, " if bin else "NULL, ")
            + f'mac FROM "{name}"'
        )
        self.first_list_count = 3 + len(self.columns) - len(self.plan.lists) - len(self.plan.children)
        """Where in a row as ``select`` gives it the counts of the list fields begin; those of the children follow."""

    def encoded(self, record: Any, extra: Sequence[Value]) -> tuple[list[Value], list[list[Value]]]:
        """Return what is written of a record: its columns, and for each list field the items."""
        if len(extra) != len(self.extra):
            raise ValueError(f"{self.name} needs {self.extra}")
        values: list[Value] = list(extra)
        for leaf in self.plan.leaves:
            values += leaf.encode(part_of(record, leaf.path))
        values += [None if part_of(record, part.path) is None else 1 for part in self.plan.optional]
        lists: list[list[Value]] = []
        for listed in self.plan.lists:
            items = part_of(record, listed.path)
            values.append(None if items is None else len(items))
            lists.append([listed.encode_item(item) for item in items or ()])
        for below in self.plan.children:
            items = part_of(record, below.path)
            values.append(None if items is None else len(items))
        return values, lists

    def mac(
        self,
        hashes: KeyedHash,
        row: int,
        owner: int | None,
        position: int,
        values: Sequence[Value],
        lists: Sequence[Sequence[Value]],
        removed_at: str | None,
    ) -> bytes:
        """Return the keyed hash over a row and its list items."""
        if hashes.form == 1:
            return hashes.of_values([self.name, owner, position, values, lists])
        return hashes.of_values([self.name, row, owner, position, values, lists, removed_at])

    def holds(
        self,
        hashes: KeyedHash,
        values: Mapping[str, Value],
        lists: Sequence[Sequence[Value]],
    ) -> bool:
        """Whether the keyed hash of a row holds, given by its columns' names and with the items of its lists."""
        owner: Any = values[self.owner] if self.owner else None
        row: Any = values["row"]
        position: Any = values["position"]
        removed_at: Any = values["removed_at"] if self.bin else None
        try:
            own = [values[column] for column in self.columns]
            return same(self.mac(hashes, row, owner, position, own, lists, removed_at), values["mac"])
        except (TypeError, ValueError):  # a blob where text was written
            return False

    def alone(self, hashes: KeyedHash, line: tuple[Any, ...], lists: list[dict[int, list[Any]]]) -> Stored:
        """Check one row, without the records that hang on it (``record`` is ``None``).

        Raises :class:`DatabaseDamaged` when it is not what was written.
        """
        width = len(self.columns)
        row, owner, position = line[:3]
        values = list(line[3 : 3 + width])
        removed_at, mac = line[3 + width :]
        mine = [items.get(row, []) for items in lists]
        try:
            expected = self.mac(hashes, row, owner, position, values, mine, removed_at)
        except (TypeError, ValueError):  # a blob where text was written
            expected = b""
        if not same(expected, mac):
            raise self.damage(row, owner, "keyed_hash")
        return Stored(row, owner, position, None, removed_at, tuple(values), tuple(tuple(items) for items in mine))

    def whole(
        self,
        hashes: KeyedHash,
        line: tuple[Any, ...],
        lists: list[dict[int, list[Any]]],
        children: list[dict[int, list[Any]]],
    ) -> Stored:
        """Check one row and make its record; ``lists`` and ``children`` give, for each field, row → items.

        Raises :class:`DatabaseDamaged` when something of it is not what was written.
        """
        alone = self.alone(hashes, line, lists)
        row, owner, values, mine = alone.row, alone.owner, alone.values, alone.lists
        at = len(self.extra)
        made: dict[tuple[str, ...], Any] = {}
        for leaf in self.plan.leaves:
            made[leaf.path] = leaf.decode(values[at : at + len(leaf.columns)])
            at += len(leaf.columns)
        absent: set[tuple[str, ...]] = set()
        for part in self.plan.optional:
            if values[at] is None:
                absent.add(part.path)
            at += 1
        for listed, items in zip(self.plan.lists, mine, strict=True):
            made[listed.path] = None if values[at] is None else tuple([listed.decode_item(item) for item in items])
            at += 1
        for child, below in zip(self.plan.children, children, strict=True):
            got = below.get(row, [])
            if values[at] is not None and len(got) != values[at]:
                raise self.damage(row, owner, "lost_rows")
            made[child.path] = None if values[at] is None else tuple(got)
            at += 1
        record = self._built(made, absent)
        return Stored(row, owner, alone.position, record, alone.removed_at, values, mine)

    def damage(self, row: int, owner: object, reason: str) -> DatabaseDamaged:
        """Return the error that tells of a row of this table; ``reason`` as in ``storage/damage.py``."""
        facts: dict[str, int] = {"owner": owner} if isinstance(owner, int) else {}
        return DatabaseDamaged(where="data", table=self.name, row=row, reason=reason, **facts)

    def _built(self, made: dict[tuple[str, ...], Any], absent: set[tuple[str, ...]]) -> Any:
        """Put the nested records together, innermost first, then the outermost."""
        for path, kind in reversed(self.plan.parts):
            inner = {key[-1]: made.pop(key) for key in [k for k in made if k[:-1] == path]}
            made[path] = None if path in absent else kind(**inner)
        fields = {key[-1]: value for key, value in made.items()}
        return fields if self.partial else self.record(**fields)
