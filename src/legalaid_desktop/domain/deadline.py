"""The last day, and how it was reached: rows as ``cli.md`` pins them. The engine is in ``deadline_engine``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from legalaid_desktop.domain.ids import DeadlineId, LocalId, RuleId
from legalaid_desktop.domain.law import Confidence


class Reading(StrEnum):
    NOTICE = "notice"
    RULE = "rule"
    RULE_SAFE = "rule_safe"
    FROM_ANNOUNCEMENT = "from_announcement"
    FROM_FULL_TEXT = "from_full_text"


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
