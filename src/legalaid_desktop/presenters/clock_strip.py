"""How a deadline reads at a glance: the day in words, what is left, by which reading, and its doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
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


def clock_strip(row: DeadlineRow, today: date, words: Wording) -> ClockStrip:
    """One reading of one rule. «File today» from the alarm day on, never «you have until»."""
    unchecked = words.say("clock.unchecked") if row.unchecked else ""
    reading = words.say(f"clock.reading.{row.reading.value}")
    if row.last_day is None:
        day = words.say("clock.no_last_day")
        reached = row.alarm_on is not None and row.alarm_on <= today
        if row.alarm_on is None:
            left = words.say("clock.no_number")
        else:
            left = words.say("clock.office_alarm", day=day_words(row.alarm_on, words, weekday=False))
        tone = Tone.NOW if reached else Tone.CALM
        if row.status is DeadlineStatus.DONE:
            left, tone = words.say("clock.done"), Tone.DONE
        return ClockStrip(day=day, left=left, unchecked=unchecked, tone=tone)
    days = (row.last_day - today).days
    match row.status:
        case DeadlineStatus.DONE:
            left, tone = words.say("clock.done"), Tone.DONE
        case DeadlineStatus.MISSED:
            left, tone = words.say("clock.missed"), Tone.HARM
        case DeadlineStatus.PASSED:
            # The earliest reading is over; a later one may still run: its own days are told, beside the word.
            left = words.say("clock.overdue", n=-days) if days < 0 else words.say("clock.earliest_over", n=days)
            tone = Tone.HARM
        case DeadlineStatus.DUE if days <= 0:
            left, tone = words.say("clock.last_day_today"), Tone.HARM
        case DeadlineStatus.DUE:
            left, tone = words.say("clock.file_today", n=days), Tone.NOW
        case _:
            left, tone = words.say("clock.left", n=days), Tone.CALM
    return ClockStrip(day=day_words(row.last_day, words), left=left, reading=reading, unchecked=unchecked, tone=tone)
