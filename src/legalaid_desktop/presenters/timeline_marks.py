"""Events and decisions on one line of time: each mark as wide as its date is unsure. No Qt here."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.day_words import day_words, partial_date_words
from legalaid_desktop.presenters.forms.options import cut, decision_words


@dataclass(frozen=True, kw_only=True)
class Mark:
    """From ``first`` to ``last``; ``exact`` when that is one day. ``kind``: event, decision or clock."""

    key: str
    kind: str
    first: date
    last: date
    words: str
    unsure: bool = False

    @property
    def exact(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """``undated`` counts events that no line of time can show."""

    marks: tuple[Mark, ...]
    first: date
    last: date
    undated: int


def span(when: PartialDate) -> tuple[date, date] | None:
    """The days that a date may mean; ``None`` where nothing is known."""
    match when.precision:
        case Precision.DAY if when.on is not None:
            return when.on, when.on
        case Precision.RANGE if when.from_on is not None and when.to_on is not None:
            return when.from_on, when.to_on
        case Precision.MONTH | Precision.APPROX if when.year is not None and when.month is not None:
            last = calendar.monthrange(when.year, when.month)[1]
            return date(when.year, when.month, 1), date(when.year, when.month, last)
        case Precision.SEASON if when.year is not None and when.season is not None:
            begins = {Season.WINTER: 1, Season.SPRING: 3, Season.SUMMER: 6, Season.AUTUMN: 9}[when.season]
            ends = begins + (1 if when.season is Season.WINTER else 2)
            return date(when.year, begins, 1), date(when.year, ends, calendar.monthrange(when.year, ends)[1])
        case Precision.YEAR | Precision.APPROX if when.year is not None:
            return date(when.year, 1, 1), date(when.year, 12, 31)
        case _:
            return None


def timeline(data: CaseData, words: Wording) -> Timeline | None:
    """``None`` when there is no dated event or decision to draw."""
    marks: list[Mark] = []
    undated = 0
    for event in data.record.events or ():
        found = span(event.date) if event.date is not None else None
        if found is None or event.date is None:
            undated += 1
            continue
        said = f"{partial_date_words(event.date, words)}: {cut(event.text or '', 80)}"
        unsure = event.date.precision is Precision.APPROX
        marks.append(Mark(key=str(event.id), kind="event", first=found[0], last=found[1], words=said, unsure=unsure))
    for decision in data.record.decisions or ():
        day = decision.received or decision.announced or decision.dated
        if day is not None:
            said = f"{day_words(day, words, weekday=False)}: {decision_words(decision, data.labels, words)}"
            marks.append(Mark(key=str(decision.id), kind="decision", first=day, last=day, words=said))
    for row in data.clocks:
        if row.primary and row.last_day is not None:
            said = f"{day_words(row.last_day, words, weekday=False)}: {data.law.rules[row.rule].act(words.lang)}"
            marks.append(Mark(key=str(row.id), kind="deadline", first=row.last_day, last=row.last_day, words=said))
    if not marks:
        return None
    marks.sort(key=lambda mark: (mark.first, mark.last))
    first, last = min(mark.first for mark in marks), max(mark.last for mark in marks)
    room = max(timedelta(days=20), (last - first) / 30)
    return Timeline(marks=tuple(marks), first=first - room, last=last + room, undated=undated)
