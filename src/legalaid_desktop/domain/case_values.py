"""Readers of single values of a case file: text, number, date, partial date, id, word of a list.

Each reader takes a value as ``tomllib`` gave it and where it stands, and returns it as the records hold it; on a
fault it notes the fault in the :class:`Reading` and returns ``None``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from enum import StrEnum

from legalaid_desktop.domain.file_fault import FileFault, printable
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.toml_lines import Path

MINSK_TIME = dt.timezone(dt.timedelta(hours=3))
"""Europe/Minsk as ``documents.md`` §11 means it: UTC+3, no summer time."""

EARLIEST_YEAR = 1850
LATEST_YEAR = 2200
LONGEST_LINE = 4_000
LONGEST_TEXT = 400_000
MOST_ENTRIES = 5_000
LARGEST_NUMBER = 1_000_000

Reader = Callable[["Reading", object, Path], object]


class Reading:
    """One file being read: where its keys stand, and the faults found so far."""

    def __init__(self, name: str, lines: dict[Path, int]) -> None:
        self.name = printable(name, 200)
        self.lines = lines
        self.faults: list[FileFault] = []
        self.ids: dict[tuple[Path, str], dict[str, int]] = {}
        """(scope, kind of record) → local id → line. The scope is ``()`` or the path of an ``other_case``."""
        self.references: list[tuple[Path, Path, str, str]] = []
        """(scope, place, kind of record, id) to be looked up when all is read."""

    def line(self, path: Path) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, code: str, **params: str | int) -> None:
        key = ".".join(printable(part) for part in path if isinstance(part, str))
        self.faults.append(FileFault(self.name, self.line(path), key, code, params))

    def wrong_type(self, path: Path, needed: str, value: object) -> None:
        self.fault(path, "wrong_type", needed=needed, found=toml_kind(value))


def toml_kind(value: object) -> str:
    """What a TOML value is, in English words; never the value itself."""
    match value:
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int():
            return "a whole number"
        case float():
            return "a number with a point"
        case dt.datetime():
            return "a date and time"
        case dt.date():
            return "a date"
        case dt.time():
            return "a time of day"
        case list():
            return "a list"
        case _:
            return "a table"


def _forbidden_character(value: str) -> int | None:
    """Place (from 1) of a character that no paper can carry: C0 and C1 controls, the two non-characters of XML."""
    for place, char in enumerate(value, start=1):
        code = ord(char)
        if (code < 0x20 and char not in "\t\n\r") or 0x7F <= code <= 0x9F or code in (0xFFFE, 0xFFFF):
            return place
    return None


def _checked(reading: Reading, value: object, path: Path, limit: int) -> str | None:
    if not isinstance(value, str):
        reading.wrong_type(path, "a text", value)
        return None
    if len(value) > limit:
        reading.fault(path, "too_long", limit=limit)
        return None
    place = None if value.isprintable() else _forbidden_character(value)
    if place is not None:
        reading.fault(path, "control_character", place=place)
        return None
    return value


def text(reading: Reading, value: object, path: Path) -> str | None:
    """A text of any number of paragraphs, kept exactly as written."""
    return _checked(reading, value, path, LONGEST_TEXT)


def one_line(reading: Reading, value: object, path: Path) -> str | None:
    """A text on one line, kept exactly as written (no normalising, no trimming)."""
    checked = _checked(reading, value, path, LONGEST_LINE)
    if checked is not None and any(char in checked for char in "\n\r\t\u2028\u2029"):
        reading.fault(path, "line_break")
        return None
    return checked


def needed_line(reading: Reading, value: object, path: Path) -> str | None:
    checked = one_line(reading, value, path)
    if checked is not None and not checked.strip():
        reading.fault(path, "empty")
        return None
    return checked


def local_id(reading: Reading, value: object, path: Path) -> LocalId | None:
    checked = _checked(reading, value, path, LONGEST_LINE)
    if checked is None:
        return None
    if not 1 <= len(checked) <= 64 or not checked.isprintable() or any(char.isspace() for char in checked):
        reading.fault(path, "id_shape")
        return None
    return LocalId(checked)


def truth(reading: Reading, value: object, path: Path) -> bool | None:
    if not isinstance(value, bool):
        reading.wrong_type(path, "true or false", value)
        return None
    return value


def whole_number(low: int = 0, high: int = LARGEST_NUMBER) -> Reader:
    def read(reading: Reading, value: object, path: Path) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            reading.wrong_type(path, "a whole number", value)
            return None
        if not low <= value <= high:
            reading.fault(path, "bad_number", low=low, high=high)
            return None
        return value

    return read


def text_or_number(reading: Reading, value: object, path: Path) -> str | int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value if whole_number()(reading, value, path) is not None else None
    if isinstance(value, str):
        return text(reading, value, path)
    reading.wrong_type(path, "a text or a whole number", value)
    return None


def one_of(words: type[StrEnum] | Collection[str]) -> Reader:
    """A word of a closed list; an enum's own member comes back where ``words`` is an enum."""
    allowed: dict[str, str] = {str(word): word for word in words}

    def read(reading: Reading, value: object, path: Path) -> str | None:
        if not isinstance(value, str):
            reading.wrong_type(path, "a text", value)
            return None
        if value not in allowed:
            reading.fault(path, "not_one_of", words=", ".join(allowed))
            return None
        return allowed[value]

    return read


def _year_is_sane(reading: Reading, value: dt.date, path: Path) -> bool:
    if EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        return True
    reading.fault(path, "absurd_year", low=EARLIEST_YEAR, high=LATEST_YEAR)
    return False


def day(reading: Reading, value: object, path: Path) -> dt.date | None:
    """A date without a time."""
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        reading.wrong_type(path, "a date such as 2026-12-01", value)
        return None
    return value if _year_is_sane(reading, value, path) else None


def moment(reading: Reading, value: object, path: Path) -> dt.datetime | None:
    """A date with a time; without a zone it is Europe/Minsk."""
    if not isinstance(value, dt.datetime):
        reading.wrong_type(path, "a date and time such as 2026-12-15T16:40:00", value)
        return None
    if not _year_is_sane(reading, value, path):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=MINSK_TIME)


def moment_or_day(reading: Reading, value: object, path: Path) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return moment(reading, value, path)
    return day(reading, value, path)


def list_of(item: Reader, limit: int = MOST_ENTRIES) -> Reader:
    def read(reading: Reading, value: object, path: Path) -> tuple[object, ...] | None:
        if not isinstance(value, list):
            reading.wrong_type(path, "a list", value)
            return None
        if len(value) > limit:
            reading.fault(path, "too_many", limit=limit)
            return None
        return tuple(item(reading, entry, (*path, number)) for number, entry in enumerate(value))

    return read


def scope_of(path: Path) -> Path:
    """Local ids are told apart inside the file's own case and inside each other case."""
    return path[:2] if path[:1] == ("other_case",) else ()


def cites(kind: str) -> Reader:
    """The id of another record of the same case; looked up once the whole file is read."""

    def read(reading: Reading, value: object, path: Path) -> LocalId | None:
        cited = local_id(reading, value, path)
        if cited is not None:
            reading.references.append((scope_of(path), path, kind, cited))
        return cited

    return read
