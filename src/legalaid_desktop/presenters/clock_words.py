"""A clock in full: how it was counted in words and as a strip of days, what would change it, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.clock_marks import ClockMark, MarkState
from legalaid_desktop.domain.deadline import CountedDay, DeadlineRow, DeadlineStatus
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.clock_strip import ClockStrip, clock_strip
from legalaid_desktop.presenters.forms.options import capital

_RESTS_ON: Final = (
    *("basis", "confidence.", "stale", "data", "source", "no_source", "law_old", "law_too_old"),
    *("calendar_incomplete", "rule_not_in_force", "rule_of_its_time", "number.", "no_number_but."),
)
"""Beginnings of the keys of lines that say what the count rests on."""
_SAID_APART: Final = frozenset(
    f"mark.{word}" for word in ("reason", *MarkState, *(f"{state}_no_day" for state in MarkState))
)
"""Lines that repeat a mark: marks have their own list."""


@dataclass(frozen=True, kw_only=True)
class DayWords:
    """``name`` is the day in words for the line below the strip; ``off``: nobody works then."""

    date: str
    weekday: str
    number: int | None
    why: str
    last: bool
    off: bool
    name: str

    @property
    def spoken(self) -> str:
        return f"{self.name}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class MarkWords:
    """What a person said of the clock; ``state`` takes it back."""

    state: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ClockWords:
    """``lines`` say how the day was reached, ``changes`` what would change it, ``rests_on`` the row of the law data,
    its source and how sure it is."""

    title: str
    strip: ClockStrip
    lines: tuple[str, ...]
    changes: tuple[str, ...]
    rests_on: tuple[str, ...]
    marks: tuple[MarkWords, ...]
    days: tuple[DayWords, ...]
    open: bool
    lost: bool
    """The earliest day is over or a person said that it was missed: what else is open is worth a look."""


def clock_words(row: DeadlineRow, data: CaseData, words: Wording) -> ClockWords:
    from legalaid_desktop.services.deadline_words import CHANGE, changes_of, day_text, explanation_text, mark_text

    lang, law = words.lang, data.law
    rule = law.rules[row.rule]
    lines: list[str] = []
    rests_on: list[str] = []
    for line in row.explanation:
        if line.key.startswith(CHANGE) or line.key in _SAID_APART:
            continue
        (rests_on if line.key.startswith(_RESTS_ON) else lines).append(explanation_text(line, lang, law))
    note = rule.note_in(lang)
    if note:
        rests_on.append(note)
    return ClockWords(
        title=capital(rule.act(lang)),
        strip=clock_strip(row, data.today, words),
        lines=tuple(lines),
        changes=changes_of(row, lang, law),
        rests_on=tuple(rests_on),
        marks=tuple(_mark(mark, mark_text(mark, lang)) for mark in row.marks),
        days=tuple(_day(day, row, words, day_text(day, lang, law)) for day in row.days),
        open=row.status not in (DeadlineStatus.DONE, DeadlineStatus.MISSED),
        lost=row.kind == "client_act" and row.status in (DeadlineStatus.PASSED, DeadlineStatus.MISSED),
    )


def _mark(mark: ClockMark, text: str) -> MarkWords:
    return MarkWords(state=mark.state.value, text=text)


def _day(day: CountedDay, row: DeadlineRow, words: Wording, why: str) -> DayWords:
    from legalaid_desktop.presenters.day_words import day_words

    return DayWords(
        date=f"{day.date.day}.{day.date.month:02d}",
        weekday=words.say(f"date.weekday.{day.date.isoweekday()}"),
        number=day.number if day.counted else None,
        why=why,
        last=day.date == row.last_day,
        off=any(word in day.why for word in ("weekend", "holiday", "moved_off")),
        name=day_words(day.date, words),
    )
