"""Marked days of an open vault within a span, without reading every case of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from legalaid_desktop.services.clock_days import ClockDay, clock_days
from legalaid_desktop.storage.deadline_days import DeadlineDays

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase


def days_between(
    briefcase: Briefcase, first: dt.date, last: dt.date, as_of: dt.date, *, most: int
) -> tuple[tuple[ClockDay, ...], int]:
    """The marks from ``first`` to ``last``, both included, of at most ``most`` cases, those with the earliest day
    first; the number says how many cases were left out."""
    vault = briefcase.vault
    places = DeadlineDays(vault.db).cases_between(first, last)
    rows = [pair for place in places[:most] for pair in briefcase.deadlines.rows(vault.cases.ref_of(place), as_of)]
    found = tuple(one for one in clock_days(rows) if first <= one.day <= last)
    return found, max(0, len(places) - most)
