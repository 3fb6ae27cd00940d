"""One file of a law pack while it is read: its plain values, its rows, and the periods of rows with one id."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from legalaid_desktop.domain import law
from legalaid_desktop.domain.case_schema import Table, read_table
from legalaid_desktop.domain.case_values import Reading, needed_line
from legalaid_desktop.domain.file_fault import FileFault
from legalaid_desktop.domain.law_tables import CONFIDENCE, LANGUAGES, law_day, source_id
from legalaid_desktop.domain.toml_lines import DEEPEST, MOST_KEYS, Path, TooDeep, TooMany, lines_of_keys

LARGEST: Final = 1024 * 1024
"""Characters of one file; the largest that ships has 60,000."""
MOST_ROWS: Final = 2_000
"""Of one kind."""
Row = dict[str, Any]
Check = Callable[[Reading, Any, Path], None]


class LawFile:
    """The values of one file and where they stand; faults gather in ``reading``."""

    def __init__(self, name: str, source: str | None) -> None:
        self.name = name
        self.plain, self.reading = _toml(name, source)
        self.there = not self.reading.faults
        """Whether the file could be read at all; what it lacks is told only then."""

    def only(self, tables: Collection[str]) -> None:
        """Refuse tables that a file of this name does not have."""
        for name in self.plain:
            if name not in tables:
                self.reading.fault((name,), "unknown_table")

    def table(self, name: str) -> Row:
        """A table that occurs once; empty, with a fault, where it is missing or something else."""
        value = self.plain.get(name)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.reading.fault((name,), "table_needed", key=name)
        elif self.there:
            self.reading.fault((), "missing_table", key=name)
        return {}

    def entries(self, name: str, *, key: str = "id", needed: bool = True) -> list[tuple[Path, Row]]:
        """The rows of an array of tables with their places. The same ``key`` may occur again where the periods do not
        overlap; otherwise that is a fault."""
        value = self.plain.get(name, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.reading.fault((name,), "array_needed", key=name)
            return []
        if not value and needed and self.there:
            self.reading.fault((), "missing_table", key=name)
        if len(value) > MOST_ROWS:
            self.reading.fault((name, MOST_ROWS), "too_many", limit=MOST_ROWS)
            return []
        rows: list[tuple[Path, Row]] = [((name, number), row) for number, row in enumerate(value)]
        self._periods(rows, key)
        return rows

    def named(self, name: str, value: str) -> dict[str, str]:
        """Id → another value of its row, of rows that could not be read as well: one fault shall not make others."""
        rows = self.plain.get(name, [])
        found = (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))
        return {str(row.get("id")): str(row.get(value)) for row in found}

    def rows(
        self, name: str, table: Table, check: Check | None = None, *, key: str = "id", needed: bool = True
    ) -> list[tuple[Path, Any]]:
        """The records of an array of tables that could be read, each with its place."""
        found: list[tuple[Path, Any]] = []
        for path, row in self.entries(name, key=key, needed=needed):
            self.add(found, table, row, path, check)
        return found

    def add(self, found: list[tuple[Path, Any]], table: Table, row: Row, path: Path, check: Check | None = None) -> Any:
        record = read_table(table, self.reading, row, path)
        if record is not None:
            if check is not None:
                check(self.reading, record, path)
            found.append((path, record))
        return record

    def provenance(self, row: Row, path: Path) -> None:
        """Rows that become no record of their own must still say rightly where they come from."""
        if "confidence" in row:
            CONFIDENCE(self.reading, row["confidence"], (*path, "confidence"))
        if "source" in row:
            source_id(self.reading, row["source"], (*path, "source"))
        for name in ("valid_from", "valid_to", "checked_on"):
            if name in row:
                law_day(self.reading, row[name], (*path, name))

    def three(self, row: Row, path: Path, stem: str) -> dict[str, str]:
        """``stem_ru``, ``stem_be`` and ``stem_en``, all needed, as ``ru``, ``be``, ``en``."""
        found: dict[str, str] = {}
        for lang in LANGUAGES:
            name = f"{stem}_{lang}"
            if name not in row:
                self.reading.fault(path, "missing_key", key=name)
                continue
            words = needed_line(self.reading, row[name], (*path, name))
            found[lang] = words if isinstance(words, str) else ""
        return found

    def _periods(self, rows: list[tuple[Path, Row]], key: str) -> None:
        known: dict[str, list[tuple[dt.date, dt.date, Path]]] = {}
        for path, row in rows:
            begin, end = _bound(row.get("valid_from"), dt.date.min), _bound(row.get("valid_to"), dt.date.max)
            if begin > end:
                self.reading.fault((*path, "valid_to"), "date_order")
                continue
            known.setdefault(str(row.get(key)), []).append((begin, end, path))
        for periods in known.values():
            # By their begin, then as they stand: of two that overlap the later one in the file is told of.
            periods.sort(key=lambda period: (period[0], period[2][1:]))
            last = periods[0]
            for period in periods[1:]:
                if period[0] <= last[1]:
                    first, second = sorted((last, period), key=lambda one: self.reading.line(one[2]))
                    whole = {first[:2], second[:2]} == {(dt.date.min, dt.date.max)}
                    line = self.reading.line((*first[2], key))
                    self.reading.fault((*second[2], key), "duplicate_id" if whole else "law_overlap", line=line)
                last = max(last, period, key=lambda one: one[1])


def _bound(value: object, otherwise: dt.date) -> dt.date:
    return value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else otherwise


def oldest_first(rows: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: row.valid_from or dt.date.min))


def by_id(rows: list[tuple[Path, Any]]) -> dict[Any, tuple[Any, ...]]:
    """Every row of each id, oldest first; ids in the order of the file."""
    found: dict[Any, list[Any]] = {}
    for _, row in rows:
        found.setdefault(row.id, []).append(row)
    return {known: oldest_first(several) for known, several in found.items()}


def newest(rows: Mapping[Any, tuple[law.Dated, ...]]) -> dict[Any, Any]:
    return {known: several[-1] for known, several in rows.items()}


def _toml(name: str, source: str | None) -> tuple[Row, Reading]:
    if source is None:
        reading = Reading(name, {(): 1})
        reading.fault((), "law_missing_file")
        return {}, reading
    source = source.removeprefix("\ufeff").replace("\r\n", "\n")
    reading = Reading(name, {(): 1})
    try:
        if len(source) > LARGEST:
            reading.fault((), "too_large", limit=LARGEST // 1024 // 1024)
            return {}, reading
        lines = lines_of_keys(source)
        return tomllib.loads(source), Reading(name, lines)
    except TooDeep as err:
        _at(reading, err.line, "too_deep", limit=DEEPEST)
    except TooMany as err:
        _at(reading, err.line, "too_many", limit=MOST_KEYS)
    except (ValueError, RecursionError) as err:
        place = re.search(r"at line (\d+)", str(err))
        line = int(place[1]) if place else source.count("\n") + 1
        what = str(err) if isinstance(err, tomllib.TOMLDecodeError) else "a value that no file of this kind has"
        _at(reading, line, "syntax", what=what[:120])
    return {}, reading


def _at(reading: Reading, line: int, code: str, **params: str | int) -> None:
    reading.faults.append(FileFault(reading.name, line, "", code, params))
