"""How a deadline reads at a glance: the day in words, what is left, by which reading, and its doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import day_words


class Tone(StrEnum):
    """Never the only carrier of a meaning: the words say the same."""

    CALM = "calm"
    NOW = "now"
    HARM = "harm"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class ClockStrip:
    """Ready to show."""

    day: str
    left: str
    reading: str = ""
    unchecked: str = ""
    """«не проверено юристом», or empty."""
    tone: Tone = Tone.CALM

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.day, self.left, self.reading, self.unchecked) if part)


def act_words(row: DeadlineRow, law: LawPack, words: Wording) -> str:
    """What is to be done, with a capital. A closed case counts by the law of its time: a rule that the law in use has
    no more is named by its id."""
    rule = law.rules.get(row.rule)
    act = rule.act(words.lang) if rule is not None else str(row.rule)
    return act[:1].upper() + act[1:]


def clock_strip(row: DeadlineRow, today: date, words: Wording) -> ClockStrip:
    """One reading of one rule. «File today» from the alarm day on, never «you have until»; what is not ours to file is
    looked after."""
    unchecked = words.say("clock.unchecked") if row.unchecked else ""
    if row.by_old_law:
        unchecked = words.say("clock.old_law")
    if row.last_day is None:
        return _without_day(row, today, words, unchecked)
    left, tone = _left(row, (row.last_day - today).days, words)
    day = day_words(row.last_day, words)
    if row.last_moment is not None:
        day = words.say("clock.until", day=day, time=f"{row.last_moment:%H:%M}")
    reading = words.say(f"clock.reading.{row.reading.value}")
    return ClockStrip(day=day, left=left, reading=reading, unchecked=unchecked, tone=tone)


def _without_day(row: DeadlineRow, today: date, words: Wording, unchecked: str) -> ClockStrip:
    day = words.say("clock.no_last_day")
    reached = row.alarm_on is not None and row.alarm_on <= today
    if row.alarm_on is None:
        left = words.say("clock.no_number")
    else:
        left = words.say("clock.office_alarm", day=day_words(row.alarm_on, words, weekday=False))
    tone = Tone.NOW if reached else Tone.CALM
    if row.status in _ENDED:
        left, tone = _ended(row, words)
    return ClockStrip(day=day, left=left, unchecked=unchecked, tone=tone)


_ENDED: Final = (DeadlineStatus.DONE, DeadlineStatus.MISSED)


def _ended(row: DeadlineRow, words: Wording) -> tuple[str, Tone]:
    if row.status is DeadlineStatus.MISSED:
        return words.say("clock.missed"), Tone.HARM
    return words.say("clock.done" if row.kind == "client_act" else "clock.settled"), Tone.DONE


def _left(row: DeadlineRow, days: int, words: Wording) -> tuple[str, Tone]:
    """What is left, or what became of it. ``days`` until the last day."""
    ours = row.kind == "client_act"
    match row.status:
        case DeadlineStatus.DONE | DeadlineStatus.MISSED:
            return _ended(row, words)
        case DeadlineStatus.PASSED if days >= 0:
            # The earliest reading is over; a later one may still run: its own days are told, beside the word.
            return words.say("clock.earliest_over", n=days), Tone.HARM
        case DeadlineStatus.PASSED:
            return words.say("clock.overdue" if ours else "clock.over", n=-days), Tone.HARM
        case _ if days < 0:
            # Another count leads now: a court gave the period back, or a later day was set.
            return words.say("clock.count_over", n=-days), Tone.CALM
        case DeadlineStatus.DUE if days == 0:
            return words.say("clock.last_day_today" if ours else "clock.ends_today"), Tone.HARM
        case DeadlineStatus.DUE:
            return words.say("clock.file_today" if ours else "clock.look_today", n=days), Tone.NOW
        case _:
            return words.say("clock.left", n=days), Tone.CALM
