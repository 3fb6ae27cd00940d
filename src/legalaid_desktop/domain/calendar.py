"""Days off and working days of Belarus, from the law data: holidays, Radunitsa, days moved by the Government."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from legalaid_desktop.domain.law import Holiday, LawPack

ONE_DAY = dt.timedelta(days=1)


class DayOff(StrEnum):
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MOVED_OFF = "moved_off"


@dataclass(frozen=True)
class DayReason:
    """Why a day is off; ``holiday`` names it where it is one."""

    kind: DayOff
    holiday: Holiday | None = field(default=None)


@lru_cache(maxsize=512)
def orthodox_easter(year: int) -> dt.date:
    """Gregorian date of Orthodox Easter (Meeus' Julian algorithm); right for the years 1583 to 4099.

    The Julian calendar runs behind by 13 days from 1900 to 2099 and by one day more after each century year that the
    Gregorian calendar does not count as a leap year.
    """
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    behind = year // 100 - year // 400 - 2
    return dt.date(year, month, day + 1) + dt.timedelta(days=behind)


def holiday_on(day: dt.date, law: LawPack) -> Holiday | None:
    for holiday in law.holidays:
        if not holiday.in_force(day):
            continue
        if holiday.easter_offset is not None:
            if day == orthodox_easter(day.year) + dt.timedelta(days=holiday.easter_offset):
                return holiday
        elif (day.month, day.day) == (holiday.month, holiday.day):
            return holiday
    return None


def why_off(day: dt.date, law: LawPack) -> DayReason | None:
    """Why nobody works on ``day``, or ``None`` when it is a working day (a moved working Saturday is one)."""
    holiday = holiday_on(day, law)
    if holiday is not None:
        return DayReason(DayOff.HOLIDAY, holiday)
    year = law.calendar_years.get(day.year)
    if year is not None and day in year.moved_off:
        return DayReason(DayOff.MOVED_OFF)
    if day.weekday() >= 5 and not is_moved_working(day, law):
        return DayReason(DayOff.WEEKEND)
    return None


def is_moved_working(day: dt.date, law: LawPack) -> bool:
    year = law.calendar_years.get(day.year)
    return year is not None and day in year.moved_working


def is_working_day(day: dt.date, law: LawPack) -> bool:
    return why_off(day, law) is None


def year_complete(year: int, law: LawPack) -> bool:
    """Whether the moved days of ``year`` are known; a year without a row is not complete."""
    known = law.calendar_years.get(year)
    return known is not None and known.complete


def last_working_day(day: dt.date, law: LawPack) -> dt.date:
    """The last working day on or before ``day``."""
    while not is_working_day(day, law):
        day -= ONE_DAY
    return day


def next_working_day(day: dt.date, law: LawPack) -> dt.date:
    """The first working day on or after ``day``."""
    while not is_working_day(day, law):
        day += ONE_DAY
    return day
