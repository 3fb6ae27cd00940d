"""The order of time: bounds of partial dates, and the rows of a chronology (documents.md A3) before they are worded.

A partial date is never filled in: its bounds serve sorting and comparison alone. Ranges sort by their start, dates
that nobody knows stand at the end.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season

SEASON_MONTHS = {Season.WINTER: (1, 2), Season.SPRING: (3, 5), Season.SUMMER: (6, 8), Season.AUTUMN: (9, 11)}
"""First and last month. A winter named by its year may also mean the December before it: see ``bounds``."""

AnyDate = PartialDate | dt.date | dt.datetime


def bounds(value: AnyDate | None) -> tuple[dt.date, dt.date] | None:
    """First and last day that the date may mean; ``None`` when nothing is known. Raises nothing."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date(), value.date()
    if isinstance(value, dt.date):
        return value, value
    if value.precision is Precision.DAY and value.on is not None:
        return value.on, value.on
    if value.precision is Precision.RANGE:
        start, end = value.from_on or value.to_on, value.to_on or value.from_on
        return (min(start, end), max(start, end)) if start and end else None
    if value.precision is Precision.UNKNOWN or value.year is None:
        return None
    year = value.year
    if value.precision is Precision.SEASON and value.season is not None:
        first, last = SEASON_MONTHS[value.season]
        return dt.date(year, first, 1), _month_end(year, last)
    if value.month is not None and value.precision in (Precision.MONTH, Precision.APPROX):
        return dt.date(year, value.month, 1), _month_end(year, value.month)
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def certainly_before(value: AnyDate | None, day: dt.date) -> bool:
    """True only when no reading of the date reaches ``day``."""
    known = bounds(value)
    return known is not None and known[1] < day


def certainly_from(value: AnyDate | None, day: dt.date) -> bool:
    """True only when every reading of the date is ``day`` or later."""
    known = bounds(value)
    return known is not None and known[0] >= day


Sortable = TypeVar("Sortable", bound="Dated")


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Anything that stands on the line of time."""

    date: AnyDate | None = None


def in_order(items: Iterable[Sortable]) -> list[Sortable]:
    """Sorted by start, then by end (a day before its month), equal ones as given; unknown dates last."""
    far = dt.date.max

    def key(item: Sortable) -> tuple[bool, dt.date, dt.date, str]:
        known = bounds(item.date)
        start, end = known if known is not None else (far, far)
        clock = ""
        if isinstance(item.date, PartialDate) and item.date.time and item.date.precision is Precision.DAY:
            digits = "".join(sign for sign in item.date.time if sign.isdigit() or sign == ":")
            clock = digits if ":" in digits else ""
        elif isinstance(item.date, dt.datetime):
            clock = item.date.strftime("%H:%M")
        return known is None, start, end, clock

    return sorted(items, key=key)
