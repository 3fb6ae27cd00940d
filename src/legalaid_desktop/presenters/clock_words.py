"""A clock in full: the sentences that explain it, and the strip of its days."""

from __future__ import annotations

from dataclasses import dataclass

from legalaid_desktop.domain.deadline import CountedDay, DeadlineRow, DeadlineStatus
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.clock_strip import ClockStrip, clock_strip
from legalaid_desktop.presenters.forms.options import capital


@dataclass(frozen=True, kw_only=True)
class DayWords:
    date: str
    weekday: str
    number: int | None
    why: str
    last: bool


@dataclass(frozen=True, kw_only=True)
class ClockWords:
    title: str
    strip: ClockStrip
    lines: tuple[str, ...]
    days: tuple[DayWords, ...]
    open: bool


def clock_words(row: DeadlineRow, data: CaseData, words: Wording) -> ClockWords:
    from legalaid_desktop.services.deadlines import day_text, explanation_text

    lang, law = words.lang, data.law
    rule = law.rules[row.rule]
    lines = [explanation_text(line, lang, law) for line in row.explanation]
    note = rule.note_in(lang)
    if note:
        lines.append(note)
    return ClockWords(
        title=capital(rule.act(lang)),
        strip=clock_strip(row, data.today, words),
        lines=tuple(lines),
        days=tuple(_day(day, row, words, day_text(day, lang, law)) for day in row.days),
        open=row.status not in (DeadlineStatus.DONE, DeadlineStatus.MISSED),
    )


def _day(day: CountedDay, row: DeadlineRow, words: Wording, why: str) -> DayWords:
    return DayWords(
        date=f"{day.date.day}.{day.date.month:02d}",
        weekday=words.say(f"date.weekday.{day.date.isoweekday()}"),
        number=day.number if day.counted else None,
        why=why,
        last=day.date == row.last_day,
    )
