"""What a table of a case file is, and how one is read; partial dates, the table that stands in all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legalaid_desktop.domain.case_values import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    MOST_ENTRIES,
    Reader,
    Reading,
    day,
    one_line,
    one_of,
    scope_of,
    text,
    whole_number,
)
from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season
from legalaid_desktop.domain.toml_lines import Path


@dataclass(frozen=True)
class Key:
    """``name`` in the file, ``field`` in the record."""

    name: str
    field: str
    read: Reader
    required: bool = False


@dataclass(frozen=True)
class Table:
    """``ids``: the kind of record under which the ids of this table are unique in a case; ``prefix`` for a new id.

    ``defaults`` fill fields that a record must have but a file need not give.
    """

    cls: type[object]
    keys: tuple[Key, ...]
    ids: str | None = None
    prefix: str | None = None
    defaults: tuple[tuple[str, object], ...] = ()

    def key(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)


def keys(read: Reader, *names: str) -> tuple[Key, ...]:
    """Keys that are called the same in file and record."""
    return tuple(Key(name, name, read) for name in names)


def read_table(table: Table, reading: Reading, value: object, path: Path) -> object:
    """The record of one table, or ``None`` when something in it is at fault."""
    if not isinstance(value, dict):
        reading.wrong_type(path, "a table", value)
        return None
    before = len(reading.faults)
    fields: dict[str, object] = dict(table.defaults)
    for name, given in value.items():
        key = table.key(name)
        if key is None:
            reading.fault((*path, name), "unknown_key")
        else:
            fields[key.field] = key.read(reading, given, (*path, name))
    for key in table.keys:
        if key.required and key.name not in value:
            reading.fault(path, "missing_key", key=key.name)
    return table.cls(**fields) if len(reading.faults) == before else None


def read_records(table: Table, reading: Reading, value: object, path: Path) -> tuple[object, ...]:
    """An array of tables. Ids are noted, told apart, and made where a table that must have one came without."""
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        reading.fault(path, "array_needed", key=".".join(part for part in path if isinstance(part, str)))
        return ()
    if len(value) > MOST_ENTRIES:
        reading.fault(path, "too_many", limit=MOST_ENTRIES)
        return ()
    seen: dict[str, int] = {}
    if table.ids is not None:
        reading.ids[scope_of(path), table.ids] = seen
        for number, entry in enumerate(value):
            given = entry.get("id")
            place = (*path, number, "id")
            if isinstance(given, str) and given in seen:
                reading.fault(place, "duplicate_id", line=seen[given])
            elif isinstance(given, str):
                seen[given] = reading.line(place)
    records: list[object] = []
    free = 1
    for number, entry in enumerate(value):
        if table.prefix is not None and "id" not in entry:
            while f"{table.prefix}{free}" in seen:
                free += 1
            made = f"{table.prefix}{free}"
            seen[made] = reading.line((*path, number))
            entry = {**entry, "id": made}
        records.append(read_table(table, reading, entry, (*path, number)))
    return tuple(records)


def inside(table: Table) -> Reader:
    """Reader of a table that stands inside another one."""

    def read(reading: Reading, value: object, path: Path) -> object:
        return read_table(table, reading, value, path)

    return read


# ---------------------------------------------------------------------------------------------- partial dates

_YEAR = whole_number(EARLIEST_YEAR, LATEST_YEAR)

PDATE = Table(
    PartialDate,
    (
        Key("precision", "precision", one_of(Precision), required=True),
        Key("date", "on", day),
        Key("year", "year", _YEAR),
        Key("month", "month", whole_number(1, 12)),
        Key("season", "season", one_of(Season)),
        Key("from", "from_on", day),
        Key("to", "to_on", day),
        *keys(one_line, "time", "original", "conversion"),
        Key("note", "note", text),
    ),
)
_PRECISE_KEYS = ("date", "year", "month", "season", "from", "to")
_NEEDED: Mapping[Precision, tuple[str, ...]] = {
    Precision.DAY: ("date",),
    Precision.MONTH: ("year", "month"),
    Precision.SEASON: ("year", "season"),
    Precision.YEAR: ("year",),
    Precision.APPROX: ("year",),
    Precision.RANGE: ("from", "to"),
    Precision.UNKNOWN: (),
}


def partial_date(reading: Reading, value: object, path: Path) -> PartialDate | None:
    """A table ``{ precision = … }`` whose keys fit its precision."""
    if isinstance(value, dict) and value.get("precision") in set(Precision):
        precision = Precision(str(value["precision"]))
        needed = _NEEDED[precision]
        allowed = (*needed, "month") if precision is Precision.APPROX else needed
        for name in needed:
            if name not in value:
                reading.fault(path, "pdate_needs", precision=precision.value, key=name)
        for name in _PRECISE_KEYS:
            if name in value and name not in allowed:
                reading.fault((*path, name), "pdate_extra", precision=precision.value, key=name)
    read = read_table(PDATE, reading, value, path)
    if not isinstance(read, PartialDate):
        return None
    if read.from_on is not None and read.to_on is not None and read.from_on > read.to_on:
        reading.fault((*path, "to"), "date_order")
        return None
    return read


def partial_date_or_day(reading: Reading, value: object, path: Path) -> object:
    """Where §11 does not say which of the two: either; each is kept in the form it was written in."""
    return partial_date(reading, value, path) if isinstance(value, dict) else day(reading, value, path)


def partial_date_from_day(reading: Reading, value: object, path: Path) -> PartialDate | None:
    """Where files write a partial date but §11 does not forbid a plain one: a plain date is one known to the day."""
    if isinstance(value, dict):
        return partial_date(reading, value, path)
    known = day(reading, value, path)
    return None if known is None else PartialDate(precision=Precision.DAY, on=known, bare=True)
