"""Counting a period from its trigger, with every day on the way accounted for."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from legalaid_desktop.domain.calendar import (
    ONE_DAY,
    is_moved_working,
    is_working_day,
    next_working_day,
    why_off,
    year_complete,
)
from legalaid_desktop.domain.deadline import CountedDay
from legalaid_desktop.domain.law import LawPack

MOST_DAYS = 400
"""A strip of days is given up to this length; a term of years explains itself in words alone."""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Days on which a period stands still: from ``first`` on, until it runs again on ``resumes``."""

    first: dt.date
    resumes: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day < self.resumes

    def days_before(self, begin: dt.date, last: dt.date) -> int:
        """How many days a period of running days from ``begin`` to ``last`` is put off."""
        first = max(self.first, begin)
        return max(0, (self.resumes - first).days) if first <= last else 0


@dataclass(frozen=True, kw_only=True)
class Counted:
    """``starts_on`` is day 1 of the count: for working days the first of them.

    ``counted_last`` is the last day before it moved off a day off; ``last_moment`` only for periods in hours.
    """

    trigger: dt.date
    starts_on: dt.date
    counted_last: dt.date
    last_day: dt.date
    days: tuple[CountedDay, ...]
    last_moment: dt.datetime | None = None

    @property
    def moved(self) -> bool:
        return self.counted_last != self.last_day


def add_months(start: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def count(
    trigger: dt.date,
    number: int,
    unit: str,
    law: LawPack,
    *,
    count_from: str | None = "day_after_trigger",
    roll: str = "no",
    pause: Pause | None = None,
) -> Counted:
    """Count ``number`` of ``unit`` from ``trigger``.

    ``unit``: hour, day, calendar_day, working_day, week, month, year. Day 1 is the day after the trigger, and the
    trigger day itself only with ``count_from = "trigger_day"``. Hours run from the moment of the trigger where it is a
    ``datetime``, else from the beginning of that day, which is the earliest reading. With ``count_from = "moment"``
    days are 24 hours each and end at the hour at which they began, where it is known. A last day that is a day off
    moves only with ``roll = "yes"``, and never for hours. Days of a ``pause`` do not count: each of them that lies
    before the end puts it off by one (hours do not stand still). Raises ``ValueError`` for another unit, and for a
    period without a single one.
    """
    if number < 1:
        raise ValueError("a period has at least one unit")
    if unit == "hour":
        return _hours(trigger, number, law)
    if unit == "week":
        number, unit = 7 * number, "day"
    if unit in ("day", "calendar_day") and count_from == "moment" and isinstance(trigger, dt.datetime):
        return _hours(trigger, 24 * number, law, first=trigger.date() + ONE_DAY)
    day_of_trigger = trigger.date() if isinstance(trigger, dt.datetime) else trigger
    first = day_of_trigger if count_from == "trigger_day" else day_of_trigger + ONE_DAY
    if unit == "working_day":
        last = _working_days(first, number, law, pause)
    elif unit in ("day", "calendar_day"):
        last = first + dt.timedelta(days=number - 1)
    elif unit in ("month", "year"):
        last = add_months(first - ONE_DAY, number * (12 if unit == "year" else 1))
    else:
        raise ValueError(f"unknown unit {unit}")
    if pause is not None and unit != "working_day":
        last += dt.timedelta(days=pause.days_before(first, last))
    starts_on = first
    while (unit == "working_day" and not is_working_day(starts_on, law)) or (pause is not None and starts_on in pause):
        starts_on += ONE_DAY
    last_day = next_working_day(last, law) if roll == "yes" else last
    days = strip(day_of_trigger, first, last, last_day, law, working=unit == "working_day", pause=pause)
    return Counted(trigger=day_of_trigger, starts_on=starts_on, counted_last=last, last_day=last_day, days=days)


def _working_days(first: dt.date, number: int, law: LawPack, pause: Pause | None) -> dt.date:
    last, counted = first - ONE_DAY, 0
    while counted < number:
        last += ONE_DAY
        if (pause is None or last not in pause) and is_working_day(last, law):
            counted += 1
    return last


def _hours(trigger: dt.date, number: int, law: LawPack, *, first: dt.date | None = None) -> Counted:
    start = trigger if isinstance(trigger, dt.datetime) else dt.datetime.combine(trigger, dt.time())
    end = start + dt.timedelta(hours=number)
    begun, last = start.date(), end.date()
    days = strip(begun, first or begun, last, last, law, working=False)
    return Counted(
        trigger=begun, starts_on=first or begun, counted_last=last, last_day=last, days=days, last_moment=end
    )


def strip(
    trigger: dt.date,
    first: dt.date,
    last: dt.date,
    last_day: dt.date,
    law: LawPack,
    *,
    working: bool,
    pause: Pause | None = None,
) -> tuple[CountedDay, ...]:
    """Every day from the trigger to the last day, with its number or the reason why it has none."""
    if (last_day - trigger).days > MOST_DAYS:
        return ()
    days: list[CountedDay] = []
    number = 0
    day = min(trigger, first)
    while day <= max(last, last_day):
        off = why_off(day, law)
        params = {"holiday": off.holiday.id} if off is not None and off.holiday is not None else {}
        paused = pause is not None and day in pause
        counts = first <= day <= last and not paused and not (working and off is not None)
        if counts:
            number += 1
        if day < first:
            why, params = "trigger" if day == trigger else "before", {}
        elif day > last:
            why = "rolled" if day == last_day else f"over_{off.kind}" if off is not None else "over"
        elif paused:
            why, params = "paused", {}
        elif not counts and off is not None:
            why = str(off.kind)
        elif off is not None:
            why = f"counted_{off.kind}"
        else:
            why = "counted_saturday" if is_moved_working(day, law) else "counted"
        days.append(
            CountedDay(date=day, counted=counts, number=number if counts else None, why=f"day.{why}", params=params)
        )
        day += ONE_DAY
    return tuple(days)


def incomplete_years(first: dt.date, last: dt.date, law: LawPack) -> tuple[int, ...]:
    """Years between the two days whose moved days are not all known."""
    return tuple(year for year in range(first.year, last.year + 1) if not year_complete(year, law))
