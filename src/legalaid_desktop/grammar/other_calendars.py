"""Days of the Gregorian calendar in the two that clients count by: Solar Hijri (Iran, Afghanistan) and Hijri."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class OtherDay(NamedTuple):
    year: int
    month: int
    """1 to 12."""
    day: int


# Years in which the rhythm of leap years of the Solar Hijri calendar changes (K. M. Borkowski, 1996).
_BREAKS = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178)


def _new_year(year: int) -> dt.date:
    """The first day of a Solar Hijri year."""
    gregorian = year + 621
    leaps = -14
    begin = _BREAKS[0]
    jump = 0
    for end in _BREAKS[1:]:
        jump = end - begin
        if year < end:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        begin = end
    n = year - begin
    leaps += n // 33 * 8 + (n % 33 + 3) // 4
    if jump % 33 == 4 and jump - n == 4:
        leaps += 1
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return dt.date(gregorian, 3, 20 + leaps - gregorian_leaps)


def solar_hijri(day: dt.date) -> OtherDay:
    """The day in the Solar Hijri calendar; exact for 1800 to 2200."""
    year = day.year - 621
    start = _new_year(year)
    if day < start:
        year -= 1
        start = _new_year(year)
    passed = (day - start).days
    if passed < 186:
        return OtherDay(year, passed // 31 + 1, passed % 31 + 1)
    passed -= 186
    return OtherDay(year, passed // 30 + 7, passed % 30 + 1)


def hijri(day: dt.date) -> OtherDay:
    """The day in the Hijri calendar by its arithmetic form: where the moon is watched it may be a day off."""
    passed = day.toordinal() + 1721425 - 1948440 + 10632
    cycles = (passed - 1) // 10631
    rest = passed - 10631 * cycles + 354
    year = (10985 - rest) // 5316 * (50 * rest // 17719) + rest // 5670 * (43 * rest // 15238)
    rest = rest - (30 - year) // 15 * (17719 * year // 50) - year // 16 * (15238 * year // 43) + 29
    month = 24 * rest // 709
    return OtherDay(30 * cycles + year - 30, month, rest - 709 * month // 24)
