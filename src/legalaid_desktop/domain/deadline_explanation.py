"""Why a clock shows what it shows, as lines that ``resources/locale/deadline.toml`` has words for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from legalaid_desktop.domain.calendar import why_off
from legalaid_desktop.domain.day_count import count
from legalaid_desktop.domain.deadline import DeadlineStatus, ExplanationLine, Reading
from legalaid_desktop.domain.deadline_readings import Read, Trigger
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.law import Confidence, DeadlineRule, LawPack
from legalaid_desktop.domain.notice_period import read_period


class _Say(Protocol):
    """Adds a line to an explanation."""

    def __call__(self, key: str, **params: str | int) -> None: ...


@dataclass(frozen=True)
class Notes:
    """What all rows of one rule have in common when they explain themselves."""

    decision: Decision | None
    rule: DeadlineRule
    law: LawPack
    reads: list[Read]
    primary: Read
    safe_day: dt.date | None
    alarm_on: dt.date | None
    status: DeadlineStatus


def explain(read: Read, notes: Notes, years: tuple[int, ...], *, is_primary: bool) -> list[ExplanationLine]:
    lines: list[ExplanationLine] = []

    def say(key: str, **params: str | int) -> None:
        lines.append(ExplanationLine(key=key, params=params))

    rule, law = notes.rule, notes.law
    say("act", rule=rule.id)
    _explain_trigger(read.trigger, say)
    _explain_count(read, rule, law, say)
    if read.last_day is None and read.period is None and not rule.limit_known:
        say("no_number")
    for reading in read.same:
        say(f"same.{reading}")
    if notes.decision is not None:
        _explain_notice(notes, say)
        if notes.decision.kind == "refusal_protection" and notes.decision.procedure in (None, "", "unknown"):
            say("procedure_unknown")
    if not is_primary and notes.primary.last_day is not None:
        say("earlier_reading", last_day=notes.primary.last_day.isoformat())
    if notes.safe_day is not None:
        say("safe_day", safe_day=notes.safe_day.isoformat())
    if notes.alarm_on is not None:
        say("alarm", alarm_on=notes.alarm_on.isoformat())
    say("basis", rule=rule.id)
    for year in years:
        say("calendar_incomplete", year=year)
    say("stale" if rule.stale and rule.confidence is Confidence.VERIFIED else f"confidence.{rule.confidence}")
    if rule.suspensive in ("yes", "no", "unknown"):
        say(f"suspensive.{rule.suspensive}")
    say("data", as_of=law.as_of.isoformat())
    say(f"status.{notes.status}")
    return lines


def _explain_trigger(trigger: Trigger, say: _Say) -> None:
    if trigger.day is None:
        say(f"trigger.missing_{trigger.wanted}")
    elif trigger.fallback:
        say(f"trigger.instead_of_{trigger.wanted}")
        say(f"trigger.{trigger.how}", trigger=trigger.day.isoformat())
    else:
        say(f"trigger.{trigger.how}", trigger=trigger.day.isoformat())


def _explain_count(read: Read, rule: DeadlineRule, law: LawPack, say: _Say) -> None:
    if read.reading is Reading.NOTICE and read.period is None and read.last_day is not None:
        say("reading.notice_day", last_day=read.last_day.isoformat())
    elif read.period is not None:
        unit = "sutki" if read.period.sutki else read.period.unit
        say(f"reading.{read.reading}", n=read.period.number, unit=unit)
    counted = read.counted
    if counted is not None and read.period is not None:
        same_day = counted.starts_on == counted.trigger
        say("start.same_day" if same_day else "start.next_day", starts_on=counted.starts_on.isoformat())
        skipped = [day for day in counted.days if not day.counted and counted.starts_on <= day.date < counted.last_day]
        if read.period.unit == "working_day":
            if skipped:
                say("skipped", n=len(skipped))
            else:
                say("nothing_skipped")
            for day in skipped:
                if day.why == "day.holiday":
                    say("holiday", date=day.date.isoformat(), holiday=day.params["holiday"])
                elif day.why == "day.moved_off":
                    say("moved_off", date=day.date.isoformat())
            for day in counted.days:
                if day.why == "day.counted_saturday":
                    say("saturday", date=day.date.isoformat())
        if counted.last_moment is not None:
            say("last_moment", date=counted.last_day.isoformat(), time=f"{counted.last_moment:%H:%M}")
    if read.last_day is None:
        return
    say("last_day", last_day=read.last_day.isoformat())
    ended = counted.counted_last if counted is not None else read.last_day
    off = why_off(ended, law)
    if off is None:
        return
    if off.holiday is not None:
        say("end.holiday", date=ended.isoformat(), holiday=off.holiday.id)
    else:
        say(f"end.{off.kind}", date=ended.isoformat())
    if read.last_day != ended:
        say("end.moves", last_day=read.last_day.isoformat())
    elif read.reading is Reading.NOTICE and read.counted is None:
        say("end.as_printed")
    else:
        say("end.unknown" if read.roll == "unknown" else "end.stays")


def _explain_notice(notes: Notes, say: _Say) -> None:
    decision = notes.decision
    assert decision is not None
    written = bool(decision.notice_period and decision.notice_period.strip())
    if written and read_period(decision.notice_period) is None:
        say("notice_unread")
    if not written and decision.notice_last_day is None:
        say("notice_absent")
    _explain_doubts_of_notice(notes, decision, say)
    by_notice = next((read for read in notes.reads if read.reading is Reading.NOTICE), None)
    if by_notice is not None and not by_notice.same and len(notes.reads) > 1:
        say("notice_differs")


def _explain_doubts_of_notice(notes: Notes, decision: Decision, say: _Say) -> None:
    """A last day and a period that do not fit together, or a last day before the count begins: a person must look."""
    printed, period = decision.notice_last_day, read_period(decision.notice_period)
    trigger = next((read.trigger.day for read in notes.reads if read.trigger.day is not None), None)
    if printed is None or trigger is None:
        return
    if printed < trigger:
        say("notice_before_trigger")
    elif period is not None:
        roll = "no" if period.sutki else notes.rule.roll
        counted = count(trigger, period.number, period.unit, notes.law, count_from=notes.rule.count_from, roll=roll)
        if counted.last_day != printed:
            say("notice_at_odds", last_day=counted.last_day.isoformat())
