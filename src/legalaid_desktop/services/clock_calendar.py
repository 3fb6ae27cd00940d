"""Marked days of an open vault within a span, without reading every case of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from legalaid_desktop.services.clock_days import ClockDay, clock_days
from legalaid_desktop.services.deadlines import CaseClocks
from legalaid_desktop.storage.deadline_days import DeadlineDays

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase


def days_between(
    briefcase: Briefcase, first: dt.date, last: dt.date, as_of: dt.date, *, most: int
) -> tuple[tuple[ClockDay, ...], int]:
    """The marks from ``first`` to ``last``, both included, of at most ``most`` cases, those with the earliest day
    first; the number says how many cases were left out."""
    vault = briefcase.vault
    days = DeadlineDays(vault.db)
    places = list(dict.fromkeys((*days.cases_appointed(first, last), *days.cases_between(first, last))))
    cases = [one for place in places[:most] for one in briefcase.deadlines.clocks(vault.cases.ref_of(place), as_of)]
    found = tuple(one for one in days_of_cases(cases) if first <= one.day <= last)
    return found, max(0, len(places) - most)


def days_of_cases(cases: list[CaseClocks] | tuple[CaseClocks, ...]) -> tuple[ClockDay, ...]:
    """Every marked day of these cases, in order."""
    return clock_days(
        [(one.ref, row) for one in cases for row in one.rows],
        [(one.ref, hearing) for one in cases for hearing in one.hearings],
    )


def appointed_soon(briefcase: Briefcase, as_of: dt.date, *, days: int, most: int) -> tuple[CaseClocks, ...]:
    """The cases that have an appointed day within so many days, at most ``most`` of them."""
    vault = briefcase.vault
    last = as_of + dt.timedelta(days=days)
    found: list[CaseClocks] = []
    for place in DeadlineDays(vault.db).cases_appointed(as_of, last)[:most]:
        found += briefcase.deadlines.clocks(vault.cases.ref_of(place), as_of)
    return tuple(one for one in found if any(_within(hearing.day, as_of, last) for hearing in one.hearings))


def _within(day: dt.date | None, first: dt.date, last: dt.date) -> bool:
    return day is not None and first <= day <= last
