"""The last day, and how it was reached: rows as ``cli.md`` pins them. The engine is in ``deadline_engine``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from legalaid_desktop.domain.clock_marks import ClockMark, clock_of
from legalaid_desktop.domain.ids import DeadlineId, LocalId, RuleId
from legalaid_desktop.domain.law import Confidence


class Reading(StrEnum):
    NOTICE = "notice"
    RULE = "rule"
    RULE_SAFE = "rule_safe"
    FROM_ANNOUNCEMENT = "from_announcement"
    FROM_FULL_TEXT = "from_full_text"
    FROM_POSTING = "from_posting"
    """Only the day of posting is known: the earliest day that may count."""
    FROM_UNDERSTANDING = "from_understanding"
    """From the day on which the person was told in a language that they understand; a person set it."""
    BY_PERSON = "by_person"
    """A last day that a court, a body or a person set; the reason stands in the mark."""
    AFTER_PAUSE = "after_pause"
    """The days during which the period stood still left out."""
    FROM_PAPER = "from_paper"
    """A day that a paper of the person carries: the end of a certificate, a permit."""


class DeadlineStatus(StrEnum):
    RUNNING = "running"
    DUE = "due"
    PASSED = "passed"
    DONE = "done"
    MISSED = "missed"
    NO_DATE = "no_date"


@dataclass(frozen=True, kw_only=True)
class CountedDay:
    date: dt.date
    counted: bool
    number: int | None
    why: str
    """Locale id: ``day.counted``, ``day.weekend``, ``day.holiday``, ``day.moved_off``, ``day.rolled`` …"""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ExplanationLine:
    """Locale id under ``deadline.explain.`` and what fills it."""

    key: str
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DeadlineRow:
    """One honest reading of one rule for one decision (or for the case, ``decision`` then ``None``)."""

    id: DeadlineId
    decision: LocalId | None
    rule: RuleId
    reading: Reading
    primary: bool
    trigger: dt.date | None
    starts_on: dt.date | None
    last_day: dt.date | None
    safe_day: dt.date | None
    alarm_on: dt.date | None
    confidence: Confidence
    stale: bool
    unchecked: bool
    status: DeadlineStatus
    explanation: tuple[ExplanationLine, ...]
    days: tuple[CountedDay, ...]
    source: str
    note: str
    kind: str = "client_act"
    """client_act, authority_act, validity, exposure, closed: as in the law data."""
    subject: str = ""
    """What of the case started the clock: id of a decision, of a detention; ``case``; ``entry``; ``p1/permit`` …"""
    person: LocalId | None = None
    last_moment: dt.datetime | None = None
    """The end of a period in hours, in Minsk time without zone."""
    marks: tuple[ClockMark, ...] = ()
    """What people said of this clock."""
    further: bool = False
    """Not of the table of decisions (documents.md §11): found in other facts of the case."""
    by_old_law: bool = False
    """The law data are too old to promise a day: only the alarm is shown."""

    @property
    def clock(self) -> str:
        """What all readings of one rule for one fact have in common."""
        return clock_of(self.id)
