"""A week or a month of all clocks and appointed days, ready to be drawn: pure functions over what the vault gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from legalaid_desktop.domain.calendar import is_moved_working, year_complete
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.clock_strip import ClockStrip, Tone, act_words, clock_strip
from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.presenters.forms.options import capital
from legalaid_desktop.services.clock_days import ClockDay, DayMark
from legalaid_desktop.services.month_sheet import month_title, month_weeks, off_words

if TYPE_CHECKING:
    from legalaid_desktop.domain.hearings import Hearing

FIRST_DAY: Final = dt.date(1900, 1, 8)
LAST_DAY: Final = dt.date(2199, 12, 22)
"""As far as one can walk."""


class Span(StrEnum):
    WEEK = "week"
    MONTH = "month"


class Shape(StrEnum):
    """What a mark looks like in grey: each kind has a form of its own."""

    SQUARE = "square"
    OPEN_SQUARE = "open_square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    CHECK = "check"
    CROSS = "cross"


SHAPES: Final[Mapping[DayMark, Shape]] = {
    DayMark.ACT: Shape.TRIANGLE,
    DayMark.LAST: Shape.SQUARE,
    DayMark.LATER: Shape.OPEN_SQUARE,
    DayMark.APPOINTED: Shape.DIAMOND,
    DayMark.DONE: Shape.CHECK,
    DayMark.MISSED: Shape.CROSS,
    DayMark.PASSED: Shape.CROSS,
}
LEGEND: Final = (DayMark.ACT, DayMark.LAST, DayMark.LATER, DayMark.APPOINTED, DayMark.DONE, DayMark.PASSED)
"""Marks that are explained; one that was called missed looks as one that passed."""


@dataclass(frozen=True, kw_only=True)
class CalendarMark:
    """One mark on a day. ``word`` says what the day is, ``title`` of what, ``second`` of whom; ``ref``, ``kind`` and
    ``id`` say where a press leads."""

    key: str
    shape: Shape
    tone: Tone
    word: str
    title: str
    second: str
    strip: ClockStrip
    ref: str
    kind: str
    id: str

    @property
    def spoken(self) -> str:
        return ". ".join(part for part in (self.word, self.title, self.second, self.strip.unchecked) if part)


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """``inside``: of the month that is shown; ``off``: why nobody works, ``note``: a working Saturday."""

    day: dt.date
    name: str
    inside: bool
    today: bool
    off: str
    note: str
    marks: tuple[CalendarMark, ...]
    spoken: str


@dataclass(frozen=True, kw_only=True)
class CalendarSpan:
    """``days`` are whole weeks from Monday on."""

    span: Span
    title: str
    days: tuple[CalendarDay, ...]
    weekdays: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[CalendarMark, ...]:
        return tuple(mark for day in self.days for mark in day.marks)


def days_of(span: Span, day: dt.date) -> tuple[dt.date, ...]:
    """The days that are drawn for the week or month of ``day``."""
    if span is Span.MONTH:
        return tuple(one for week in month_weeks(day.year, day.month) for one in week)
    monday = day - dt.timedelta(days=day.weekday())
    return tuple(monday + dt.timedelta(days=number) for number in range(7))


def step(span: Span, day: dt.date, by: int) -> dt.date:
    """The same day of another week; in another month the same number, or its last day. Stays where days end."""
    if span is Span.WEEK:
        moved = day + dt.timedelta(days=7 * by)
    else:
        year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
        first = dt.date(year, month + 1, 1)
        after = dt.date(year + month // 11, (month + 1) % 12 + 1, 1)
        moved = first.replace(day=min(day.day, (after - first).days))
    return min(max(moved, FIRST_DAY), LAST_DAY)


def calendar_span(
    span: Span,
    day: dt.date,
    found: Sequence[ClockDay],
    *,
    today: dt.date,
    law: LawPack,
    names: Mapping[str, str],
    words: Wording,
    more: int = 0,
) -> CalendarSpan:
    """``names`` are what cases are known by, by reference; ``more`` is how many cases were left out."""
    days = days_of(span, day)
    by_day: dict[dt.date, list[CalendarMark]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(_mark(one, today, law, names, words))
    notes = [
        words.say("calendar.incomplete", year=year)
        for year in sorted({each.year for each in days if span is Span.WEEK or each.month == day.month})
        if not year_complete(year, law)
    ]
    if more:
        notes.append(words.say("calendar.more_cases", n=more))
    return CalendarSpan(
        span=span,
        title=_title(span, days, day, words),
        days=tuple(
            _day(each, tuple(by_day.get(each, ())), span is Span.WEEK or each.month == day.month, today, law, words)
            for each in days
        ),
        weekdays=tuple(words.say(f"date.weekday.{number}") for number in range(1, 8)),
        notes=tuple(notes),
    )


def _title(span: Span, days: Sequence[dt.date], day: dt.date, words: Wording) -> str:
    if span is Span.MONTH:
        return month_title(day.replace(day=1), words)
    first, last = days[0], days[-1]
    return words.say(
        "date.range",
        first=day_words(first, words, weekday=False, year=first.year != last.year),
        last=day_words(last, words, weekday=False),
    )


def _day(
    day: dt.date, marks: tuple[CalendarMark, ...], inside: bool, today: dt.date, law: LawPack, words: Wording
) -> CalendarDay:
    off = off_words(day, law, words)
    note = words.say("calendar.moved_working") if not off and is_moved_working(day, law) else ""
    head = [day_words(day, words), words.say("calendar.today") if day == today else "", off, note]
    said = [", ".join(part for part in head if part)]
    said += [mark.spoken for mark in marks] or [words.say("calendar.nothing")]
    return CalendarDay(
        day=day,
        name=f"{words.say(f'date.weekday.{day.isoweekday()}')} {day_words(day, words, weekday=False, year=False)}",
        inside=inside,
        today=day == today,
        off=off,
        note=note,
        marks=marks,
        spoken=". ".join(said),
    )


def _mark(one: ClockDay, today: dt.date, law: LawPack, names: Mapping[str, str], words: Wording) -> CalendarMark:
    second = " · ".join(part for part in (one.ref, names.get(one.ref, "")) if part)
    if one.row is not None:
        row = one.row
        return CalendarMark(
            key=one.key,
            shape=SHAPES[one.mark],
            tone=_tone(one, today),
            word=mark_words(one.mark, words, client_act=row.kind == "client_act"),
            title=act_words(row, law, words),
            second=second,
            strip=clock_strip(row, today, words),
            ref=one.ref,
            kind="deadline",
            id=str(row.id),
        )
    hearing = one.hearing
    assert hearing is not None
    return CalendarMark(
        key=one.key,
        shape=Shape.DIAMOND,
        tone=_tone(one, today),
        word=words.say("calendar.mark.appointed"),
        title=hearing_words(hearing, words),
        second=second,
        strip=hearing_strip(hearing, today, words),
        ref=one.ref,
        kind="hearing",
        id=str(hearing.id),
    )


def _tone(one: ClockDay, today: dt.date) -> Tone:
    if one.mark is DayMark.DONE:
        return Tone.DONE
    if one.mark in (DayMark.MISSED, DayMark.PASSED):
        return Tone.HARM
    if one.mark is DayMark.APPOINTED:
        return Tone.HARM if one.day == today else Tone.CALM
    if one.day < today:
        return Tone.NOW if one.mark is DayMark.ACT else Tone.CALM
    if one.day == today:
        return Tone.HARM if one.mark is DayMark.LAST else Tone.NOW
    return Tone.CALM


def mark_words(mark: DayMark, words: Wording, *, client_act: bool = True) -> str:
    """What a marked day is: «последний день», «подать»; what is not ours to file is looked after, not filed."""
    return words.say("calendar.mark.look" if mark is DayMark.ACT and not client_act else f"calendar.mark.{mark}")


def hearing_words(hearing: Hearing, words: Wording) -> str:
    """«Заседание, 10:30, суд Московского района»."""
    kind = f"calendar.hearing.{hearing.kind}"
    what = words.say(kind if words.has(kind) else "calendar.hearing.other")
    at = hearing.time
    parts = [capital(what), f"{at:%H:%M}" if at is not None else "", hearing.place or ""]
    return ", ".join(part for part in parts if part)


def hearing_strip(hearing: Hearing, today: dt.date, words: Wording) -> ClockStrip:
    """A strip for an appointed day. Raises ``ValueError`` for one without a day."""
    if hearing.day is None:
        raise ValueError("an appointed day has a day")
    away = (hearing.day - today).days
    if away < 0:
        left, tone = words.say("calendar.was"), Tone.CALM
    elif away == 0:
        left, tone = words.say("calendar.is_today"), Tone.HARM
    else:
        left, tone = words.say("calendar.in_days", n=away), Tone.NOW if away <= 3 else Tone.CALM
    return ClockStrip(day=day_words(hearing.day, words), left=left, tone=tone)
