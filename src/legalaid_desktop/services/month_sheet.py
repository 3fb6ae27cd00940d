"""A month for the wall, without names: which days are days off, and on which something numbered is due."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legalaid_desktop.documents.month_sheet import MonthContent, MonthDay, MonthMark, month_page
from legalaid_desktop.domain.calendar import DayOff, why_off, year_complete
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.host.wording import Wording, wording
from legalaid_desktop.services.clock_days import PlainDay
from legalaid_desktop.services.clock_export import Watch, WrittenDays, days_to_come, put_out

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase


def month_weeks(year: int, month: int) -> tuple[tuple[dt.date, ...], ...]:
    """The weeks that a month touches, each from Monday on, with days of the months beside it. Raises ``ValueError`` at
    the ends of the calendar, where such a day would not exist."""
    try:
        return tuple(tuple(week) for week in calendar.Calendar().monthdatescalendar(year, month))
    except OverflowError as error:
        raise ValueError("no such month") from error


def off_words(day: dt.date, law: LawPack, words: Wording) -> str:
    """Why nobody works on ``day``: the holiday's name, «выходной», «перенесённый выходной»; empty on a working day."""
    off = why_off(day, law)
    if off is None:
        return ""
    if off.holiday is not None:
        return off.holiday.name(words.lang)
    return words.say("calendar.moved_off" if off.kind is DayOff.MOVED_OFF else "calendar.weekend")


def month_content(days: Sequence[PlainDay], year: int, month: int, law: LawPack, words: Wording) -> MonthContent:
    """The page of one month. Raises ``ValueError`` for a month that does not exist."""
    first = dt.date(year, month, 1)
    weeks = tuple(
        tuple(_day(day, days, law, words) if day.month == month else None for day in week)
        for week in month_weeks(year, month)
    )
    small = "" if year_complete(year, law) else words.say("calendar.incomplete", year=year)
    return MonthContent(
        lang=words.lang,
        title=month_title(first, words),
        weekdays=tuple(words.say(f"date.weekday.{number}") for number in range(1, 8)),
        weeks=weeks,
        legend=(
            MonthMark(words.say("calendar.sheet_act"), False),
            MonthMark(words.say("calendar.sheet_last"), True),
        ),
        small=small,
    )


def month_title(first: dt.date, words: Wording) -> str:
    """«Ноябрь 2026»."""
    text = words.say("date.month_year", month=words.say(f"date.month.{first.month}"), year=first.year)
    return text[:1].upper() + text[1:]


def _day(day: dt.date, days: Sequence[PlainDay], law: LawPack, words: Wording) -> MonthDay:
    """Marks of one kind stand in one line: «срок 1, 4»."""
    marks = []
    for last in (True, False):
        numbers = [str(one.number) for one in days if one.day == day and one.last is last]
        if numbers:
            text = words.say("calendar.plain", n=", ".join(numbers))
            marks.append(MonthMark(text, last, words.say("calendar.plain_many", n=len(numbers))))
    return MonthDay(day.day, off_words(day, law, words), tuple(marks))


def write_month(
    briefcase: Briefcase,
    ref: str | None,
    out: Path,
    *,
    year: int,
    month: int,
    as_of: dt.date,
    lang: str,
    watch: Watch | None = None,
) -> WrittenDays:
    """Write the month as a PDF into the new file ``out``; an empty month is one, too. Raises ``ValueError`` for a month
    that does not exist, else as :func:`services.clock_export.write_calendar`."""
    days = days_to_come(briefcase, ref, as_of, watch=watch)
    data = month_pdf(briefcase, days, year=year, month=month, lang=lang)
    shown = tuple(one for one in days if (one.day.year, one.day.month) == (year, month))
    return put_out(briefcase, ref, out, data, "pdf", shown)


def month_pdf(briefcase: Briefcase, days: Sequence[PlainDay], *, year: int, month: int, lang: str) -> bytes:
    """The page in memory, for a printer. Raises ``ValueError`` for a month that does not exist."""
    return month_page(month_content(days, year, month, briefcase.law, wording(lang)))
