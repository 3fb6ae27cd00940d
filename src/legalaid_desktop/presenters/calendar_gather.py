"""Reads the vault for a week or a month of the calendar. Runs on the vault's lane."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.calendar_days import CalendarSpan, Span, calendar_span, days_of
from legalaid_desktop.presenters.today_lines import case_name
from legalaid_desktop.services.clock_calendar import days_between

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

_MOST_CASES: Final = 300


def gather_span(briefcase: Briefcase, span: Span, day: dt.date, today: dt.date, words: Wording) -> CalendarSpan:
    """The week or month of ``day``, as far as its first 300 cases go; the rest is counted."""
    days = days_of(span, day)
    found, more = days_between(briefcase, days[0], days[-1], today, most=_MOST_CASES)
    names = {ref: case_name(briefcase, ref)[1].split(" · ")[0] for ref in {one.ref for one in found}}
    return calendar_span(span, day, found, today=today, law=briefcase.law, names=names, words=words, more=more)
