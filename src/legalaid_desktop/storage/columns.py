"""How the fields of a record become columns, and come back equal.

``None`` (the key was not given) and an empty tuple (given, and empty) are different answers: a column
``<field>_count`` holds the number of items, or NULL where the key was absent. A partial date takes eleven columns
under the field's name, an enumeration its word, a date or time its ISO form.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season
from legalaid_desktop.storage.database import Value

PLAIN = "plain"
"""In a precision column: the file gave a bare date, not a partial one."""

PARTIAL_COLUMNS = (
    "precision", "on", "year", "month", "season", "from_on", "to_on", "time", "original", "conversion", "note",
)  # fmt: skip

Encode = Callable[[Any], tuple[Value, ...]]
Decode = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True)
class Leaf:
    """One field: where it is in the record, its columns with their SQL types, and the way there and back."""

    path: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    encode: Encode
    decode: Decode


@dataclass(frozen=True)
class ListLeaf:
    """A field that is a list of single values, kept in a table of its own."""

    path: tuple[str, ...]
    column: str
    sql_type: str
    encode_item: Callable[[Any], Value]
    decode_item: Callable[[Any], Any]


@dataclass(frozen=True)
class ChildLeaf:
    """A field that is a list of records, kept in a table of their own."""

    path: tuple[str, ...]
    column: str
    record: type[Any]


@dataclass(frozen=True)
class OptionalPart:
    """A nested record that may be absent as a whole; ``flag`` is its column."""

    path: tuple[str, ...]
    flag: str
    record: type[Any]


@dataclass(frozen=True)
class Plan:
    leaves: tuple[Leaf, ...]
    lists: tuple[ListLeaf, ...]
    children: tuple[ChildLeaf, ...]
    parts: tuple[tuple[tuple[str, ...], type[Any]], ...]
    """Nested records, outermost first, each with its path."""
    optional: tuple[OptionalPart, ...]


def _moment(text: str) -> dt.date | dt.datetime:
    return dt.datetime.fromisoformat(text) if len(text) > 10 else dt.date.fromisoformat(text)


def _iso(value: dt.date | dt.datetime) -> str:
    return value.isoformat()


def _encode_partial(value: PartialDate | dt.date | None) -> tuple[Value, ...]:
    if value is None:
        return (None,) * len(PARTIAL_COLUMNS)
    if isinstance(value, dt.date):
        return _encode_bare(value)
    if value.written_bare and value.on is not None:
        return _encode_bare(value.on)
    return (
        value.precision.value,
        _iso(value.on) if value.on else None,
        value.year,
        value.month,
        value.season.value if value.season else None,
        _iso(value.from_on) if value.from_on else None,
        _iso(value.to_on) if value.to_on else None,
        value.time,
        value.original,
        value.conversion,
        value.note,
    )


def _encode_bare(day: dt.date) -> tuple[Value, ...]:
    return (PLAIN, _iso(day), *(None,) * (len(PARTIAL_COLUMNS) - 2))


def _decode_partial(values: Sequence[Any]) -> PartialDate | dt.date | None:
    precision, on, year, month, season, from_on, to_on, time, original, conversion, note = values
    if precision is None:
        return None
    if precision == PLAIN:
        return _moment(on)
    return PartialDate(
        precision=Precision(precision),
        on=_moment(on) if on else None,
        year=year,
        month=month,
        season=Season(season) if season else None,
        from_on=_moment(from_on) if from_on else None,
        to_on=_moment(to_on) if to_on else None,
        time=time,
        original=original,
        conversion=conversion,
        note=note,
    )


def _decode_only_partial(values: Sequence[Any]) -> PartialDate | None:
    """For a field that holds nothing but partial dates: a plain date of the file is one known to the day."""
    value = _decode_partial(values)
    return PartialDate(precision=Precision.DAY, on=value, bare=True) if isinstance(value, dt.date) else value


def _bare(kind: Any) -> Any:
    while isinstance(kind, typing.NewType):
        kind = kind.__supertype__
    return kind


def _alternatives(kind: Any) -> tuple[tuple[Any, ...], bool]:
    """Split a type into its alternatives and whether ``None`` is one of them."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        parts = [_bare(part) for part in typing.get_args(kind)]
        return tuple(part for part in parts if part is not type(None)), type(None) in parts
    return (_bare(kind),), False


def _single(kinds: tuple[Any, ...]) -> tuple[str, Callable[[Any], Value], Callable[[Any], Any]]:
    """Return SQL type and the two ways for a field of single values."""
    if set(kinds) <= {dt.date, dt.datetime}:
        return "TEXT", _iso, _moment
    if set(kinds) == {int, str}:
        return "ANY", lambda value: value, lambda value: value
    (kind,) = kinds
    if kind is bool:
        return "INTEGER", int, bool
    if kind is int:
        return "INTEGER", lambda value: value, lambda value: value
    if kind is str:
        return "TEXT", lambda value: value, lambda value: value
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "TEXT", lambda value: str(value.value), kind
    raise TypeError(f"no column for {kinds}")


def _leaf(path: tuple[str, ...], name: str, kinds: tuple[Any, ...]) -> Leaf:
    if PartialDate in kinds:
        columns = tuple(
            (f"{name}_{part}", "INTEGER" if part in ("year", "month") else "TEXT") for part in PARTIAL_COLUMNS
        )
        return Leaf(path, columns, _encode_partial, _decode_partial if dt.date in kinds else _decode_only_partial)
    sql_type, there, back = _single(kinds)

    def encode(value: Any) -> tuple[Value, ...]:
        return (None if value is None else there(value),)

    def decode(values: Sequence[Any]) -> Any:
        return None if values[0] is None else back(values[0])

    return Leaf(path, ((name, sql_type),), encode, decode)


def plan(
    record: type[Any],
    *,
    only: frozenset[str] | None = None,
    skip: frozenset[str] = frozenset(),
    prefixes: Mapping[str, str] = types.MappingProxyType({}),
) -> Plan:
    """Lay out the fields of a dataclass. ``prefixes`` renames a nested record's columns (``{"info": ""}``)."""
    leaves: list[Leaf] = []
    lists: list[ListLeaf] = []
    children: list[ChildLeaf] = []
    parts: list[tuple[tuple[str, ...], type[Any]]] = []
    optional: list[OptionalPart] = []

    def walk(kind: type[Any], path: tuple[str, ...], prefix: str) -> None:
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            if not path and ((only is not None and field.name not in only) or field.name in skip):
                continue
            here, name = (*path, field.name), prefix + field.name
            kinds, nullable = _alternatives(hints[field.name])
            first = kinds[0]
            if typing.get_origin(first) is tuple:
                (item, *_) = typing.get_args(first)
                items, _none = _alternatives(item)
                if dataclasses.is_dataclass(items[0]):
                    children.append(ChildLeaf(here, name, typing.cast(type[Any], items[0])))
                else:
                    lists.append(ListLeaf(here, name, *_single(items)))
            elif dataclasses.is_dataclass(first) and first is not PartialDate:
                nested = typing.cast(type[Any], first)
                parts.append((here, nested))
                if nullable:
                    optional.append(OptionalPart(here, f"{name}_given", nested))
                walk(nested, here, prefixes.get(field.name, name + "_"))
            else:
                leaves.append(_leaf(here, name, kinds))

    walk(record, (), "")
    return Plan(tuple(leaves), tuple(lists), tuple(children), tuple(parts), tuple(optional))
