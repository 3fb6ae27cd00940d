"""Counting done a second time, on purpose naively: one day after another, no code shared with the program.

Holidays are written out; Orthodox Easter comes from Gauss's rule, not from the one that the program uses.
"""

from __future__ import annotations

import datetime as dt

FIXED = {(1, 1), (1, 2), (1, 7), (3, 8), (5, 1), (5, 9), (7, 3), (11, 7), (12, 25)}
MOVED_OFF = {dt.date(2026, 4, 20)}
MOVED_WORKING = {dt.date(2026, 4, 25)}


def easter(year: int) -> dt.date:
    """Gauss's rule for the Julian calendar, 13 days added (1900 to 2099)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 6) % 7
    march_22 = dt.date(year, 3, 22)
    return march_22 + dt.timedelta(days=d + e + 13)


def works(day: dt.date) -> bool:
    if (day.month, day.day) in FIXED or day == easter(day.year) + dt.timedelta(days=9) or day in MOVED_OFF:
        return False
    return day in MOVED_WORKING or day.strftime("%a") not in ("Sat", "Sun")


def last_day(trigger: dt.date, number: int, unit: str, *, trigger_counts: bool, moves: bool) -> dt.date:
    day = trigger if trigger_counts else trigger + dt.timedelta(days=1)
    if unit in ("month", "year"):
        day = _later(day - dt.timedelta(days=1), number if unit == "month" else 12 * number)
    else:
        counted = 0
        while True:
            if unit != "working_day" or works(day):
                counted += 1
            if counted == number:
                break
            day += dt.timedelta(days=1)
    while moves and not works(day):
        day += dt.timedelta(days=1)
    return day


def _later(start: dt.date, months: int) -> dt.date:
    """Walk to the month wanted, then back from its day 31 until the day exists and is not beyond the start's."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(31, 0, -1):
        if number <= start.day:
            try:
                return dt.date(year, month, number)
            except ValueError:
                continue
    raise AssertionError


def safe_day(last: dt.date) -> dt.date:
    while not works(last):
        last -= dt.timedelta(days=1)
    return last


def last_hour(start: dt.datetime, hours: int) -> dt.datetime:
    """One hour after another on a clock that is never put forward or back."""
    day, hour = start.date(), start.hour
    for _ in range(hours):
        hour += 1
        if hour == 24:
            day, hour = day + dt.timedelta(days=1), 0
    return dt.datetime.combine(day, dt.time(hour, start.minute))


def last_day_with_pause(
    trigger: dt.date, number: int, unit: str, *, trigger_counts: bool, moves: bool, stops: dt.date, runs: dt.date
) -> dt.date:
    """Days, working days, months: a day on which the period stands still is no day at all."""
    day = trigger if trigger_counts else trigger + dt.timedelta(days=1)
    if unit in ("month", "year"):
        left = (_later(day - dt.timedelta(days=1), number if unit == "month" else 12 * number) - day).days + 1
        unit = "day"
    else:
        left = number
    while True:
        if not stops <= day < runs and (unit != "working_day" or works(day)):
            left -= 1
        if left == 0:
            break
        day += dt.timedelta(days=1)
    while moves and not works(day):
        day += dt.timedelta(days=1)
    return day
