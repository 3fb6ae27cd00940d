"""What no law pack may hold although each value alone could be read: addresses, letters that deceive, odd numbers."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from legalaid_desktop.domain import law
from legalaid_desktop.domain.calendar import orthodox_easter
from legalaid_desktop.domain.case_values import Reading, whole_number
from legalaid_desktop.domain.law_reading import LawFile
from legalaid_desktop.domain.law_tables import EARLIEST, EASTER_CHECK, LATEST, MOST_OF_UNIT
from legalaid_desktop.domain.toml_lines import Path

_ADDRESS: Final = re.compile(
    r"https?:|www\.|[^\s@]@[\w-]+\.\w|\bt\.me\b|\bxn--"
    r"|\b[\w-]{2,}\.(?:by|org|com|net|media|ru|ua|pl|lt|lv|eu|io|бел|рф)\b",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(
    r"[\n\t\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2116]*"
)
"""Signs that are known to be seen; whatever else is looked at one by one."""
_TWO_ALPHABETS: Final = re.compile(
    "[A-Za-z\u00c0-\u024f][\u0300-\u036f]*[\u0400-\u04ff]|[\u0400-\u04ff][\u0300-\u036f]*[A-Za-z\u00c0-\u024f]"
)
_ODD_KINDS: Final = frozenset({"Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
_MOST_MARKS: Final = 2
_SHORTEST_DAYS: Final = {"day": 1, "calendar_day": 1, "working_day": 1, "week": 7, "month": 28, "year": 365}


def check_texts(file: LawFile) -> None:
    """No address of a source; no letters that hide, turn round or pretend to be others; in keys as well."""
    for path, text in _texts(file.plain, ()):
        if text.isascii():
            if "." in text or ":" in text:
                _refuse_address(file.reading, path, text)
            continue
        _refuse_address(file.reading, path, text)
        place = _odd_sign(text)
        if place is not None:
            file.reading.fault(path, "law_odd_sign", place=place)
        elif not unicodedata.is_normalized("NFC", text):
            file.reading.fault(path, "law_not_composed")
        elif _TWO_ALPHABETS.search(text):
            file.reading.fault(path, "law_two_alphabets")


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, entry in value.items():
            if not key.isascii():
                yield (*path, key), key
            yield from _texts(entry, (*path, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _texts(entry, (*path, number))


def _refuse_address(reading: Reading, path: Path, text: str) -> None:
    if _ADDRESS.search(text):
        reading.fault(path, "law_address")


def _odd_sign(text: str) -> int | None:
    """Place (from 1) of a sign that cannot be seen, or of the third mark on one letter."""
    if _PLAIN.fullmatch(text):
        return None
    marks = 0
    for place, sign in enumerate(text, start=1):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in ("Mn", "Me", "Mc") else 0
        if kind in _ODD_KINDS or marks > _MOST_MARKS:
            return place
    return None


# ---------------------------------------------------------------------------------------------- rules and calendars


def check_rule(reading: Reading, rule: law.DeadlineRule, path: Path) -> None:
    numbers = (rule.limit is not None, rule.unit is not None)
    if numbers != (rule.limit_known, rule.limit_known):
        reading.fault(path, "law_limit")
    if (rule.safe_limit is None) != (rule.safe_unit is None) or (rule.limit_min is None) != (rule.unit_min is None):
        reading.fault(path, "law_safe")
    if rule.limit_known and rule.count_from is None:
        reading.fault(path, "missing_key", key="count_from")
    for name, number, unit in (
        ("limit", rule.limit, rule.unit),
        ("safe_limit", rule.safe_limit, rule.safe_unit),
        ("limit_min", rule.limit_min, rule.unit_min),
    ):
        if number is not None and unit is not None and number > MOST_OF_UNIT[unit]:
            reading.fault((*path, name), "bad_number", low=1, high=MOST_OF_UNIT[unit])
    shortest = _shortest(rule.limit, rule.unit)
    # Of what an authority owes, the office looks after the day has passed.
    if (
        rule.kind == "client_act"
        and shortest is not None
        and rule.office_target_days is not None
        and rule.office_target_days > shortest
    ):
        reading.fault((*path, "office_target_days"), "law_alarm_late", days=int(shortest))
    longest = _longest(rule.limit, rule.unit)
    for name, safe in (
        ("safe_limit", _shortest(rule.safe_limit, rule.safe_unit)),
        ("limit_min", _shortest(rule.limit_min, rule.unit_min)),
    ):
        if safe is not None and longest is not None and safe > longest:
            reading.fault((*path, name), "law_safe_longer")


def _shortest(number: int | None, unit: str | None) -> float | None:
    """Calendar days that a period lasts at least."""
    if number is None or unit is None:
        return None
    return number / 24 if unit == "hour" else number * _SHORTEST_DAYS[unit]


def _longest(number: int | None, unit: str | None) -> float | None:
    """Calendar days that a period lasts at most."""
    if number is None or unit is None:
        return None
    if unit == "working_day":
        return number * 2 + 14
    return {"hour": number / 24, "month": number * 31, "year": number * 366}.get(unit) or _shortest(number, unit)


def check_holiday(reading: Reading, holiday: law.Holiday, path: Path) -> None:
    fixed = (holiday.month is not None, holiday.day is not None)
    if fixed != (holiday.easter_offset is None, holiday.easter_offset is None):
        reading.fault(path, "law_no_day")
    elif holiday.month is not None and holiday.day is not None:
        try:
            dt.date(2024, holiday.month, holiday.day)
        except ValueError:
            reading.fault((*path, "day"), "bad_number", low=1, high=31)


def check_year(reading: Reading, year: law.CalendarYear, path: Path) -> None:
    for name, days, weekend in (("moved_off", year.moved_off, False), ("moved_working", year.moved_working, True)):
        for number, moved in enumerate(days):
            if moved.year != year.year:
                reading.fault((*path, name, number), "law_calendar_year", day=moved.isoformat())
            elif (moved.weekday() >= 5) is not weekend:
                reading.fault((*path, name, number), "law_calendar_day", day=moved.isoformat())
        if len(set(days)) < len(days):
            reading.fault((*path, name), "law_calendar_twice")


def check_easter(file: LawFile) -> None:
    """The checks that a pack brings along must come out of the program's own rule."""
    for path, row in file.entries("radunitsa_check", key="year"):
        file.provenance(row, path)
        for key in row:
            if key not in EASTER_CHECK:
                file.reading.fault((*path, key), "unknown_key")
        year = whole_number(EARLIEST, LATEST)(file.reading, row.get("year"), (*path, "year"))
        if not isinstance(year, int):
            continue
        easter = orthodox_easter(year)
        for key, expected in (("easter", easter), ("radunitsa", easter + dt.timedelta(days=9))):
            if row.get(key) != expected:
                file.reading.fault((*path, key), "law_easter", day=expected.isoformat())


def check_dates(file: LawFile, compiled: dt.date) -> None:
    """Nothing was checked, and no source written, after the day the pack was compiled."""
    for kind, rows in file.plain.items():
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            for name in ("checked_on", "source_date"):
                day = row.get(name) if isinstance(row, dict) else None
                if isinstance(day, dt.date) and not isinstance(day, dt.datetime) and day > compiled:
                    file.reading.fault((kind, number, name), "law_after_compiled", day=compiled.isoformat())
