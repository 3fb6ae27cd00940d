"""Why a clock shows what it shows, as lines that ``resources/locale/deadline.toml`` has words for.

The order is that of somebody who asks: what is to be done and when; from which day, how, to which day; what is
doubtful; what else to do; what would change the day (keys ``change.…``); where it comes from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from legalaid_desktop.domain.calendar import why_off
from legalaid_desktop.domain.clock_marks import ClockMark, MarkState
from legalaid_desktop.domain.day_count import count
from legalaid_desktop.domain.deadline import DeadlineStatus, ExplanationLine, Reading
from legalaid_desktop.domain.deadline_readings import Read, Trigger, granted, pause_of
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.law import Confidence, DeadlineRule, LawPack
from legalaid_desktop.domain.law_age import LawAge, law_age, law_months
from legalaid_desktop.domain.notice_period import read_period


class _Say(Protocol):
    """Adds a line to an explanation."""

    def __call__(self, key: str, **params: str | int) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What all rows of one clock have in common when they explain themselves."""

    decision: Decision | None
    rule: DeadlineRule
    law: LawPack
    reads: list[Read]
    primary: Read
    safe_day: dt.date | None
    alarm_on: dt.date | None
    status: DeadlineStatus
    as_of: dt.date
    said: Mapping[MarkState, ClockMark] = field(default_factory=dict)
    extra: tuple[ExplanationLine, ...] = ()
    by_old_law: bool = False
    """Days that could only be a promise of law data too old to give one are left out."""


_WITH_DAYS = frozenset({"hour", "day", "calendar_day", "working_day", "week"})
_NO_COURT = ("stay", "citizenship")
"""Areas whose acts are done at an office's counter: there is no court to restore their period."""
_DUTIES = "st."
"""Exposures of this area are duties of others towards the police; all others are about being held."""


def explain(
    read: Read, notes: Notes, years: tuple[int, ...], *, is_primary: bool, hidden: bool = False
) -> list[ExplanationLine]:
    """``years``: those whose moved days are not all known. ``hidden``: the day of this reading is not shown."""
    lines: list[ExplanationLine] = []

    def say(key: str, **params: str | int) -> None:
        lines.append(ExplanationLine(key=key, params=params))

    rule = notes.rule
    _explain_act(notes, say)
    _explain_trigger(read.trigger, notes, say)
    lines += notes.extra
    if read.trigger.day is not None and not rule.in_force(read.trigger.day):
        say("rule_not_in_force")
    if hidden:
        say("law_too_old", n=law_months(notes.law, notes.as_of))
    else:
        _explain_count(read, notes, say)
    if read.last_day is None and read.period is None and not rule.limit_known:
        say("no_number")
    if not hidden:
        for reading in read.same:
            say(f"same.{reading}")
    _explain_marks(read, notes, say)
    if notes.decision is not None:
        _explain_notice(notes, say)
        _explain_service(notes, notes.decision, say)
    if not is_primary and notes.primary.last_day is not None and not notes.by_old_law:
        led = granted(notes.said) is not None and notes.primary.reading is Reading.BY_PERSON
        say("given_leads" if led else "earlier_reading", last_day=notes.primary.last_day.isoformat())
    over = notes.status in (DeadlineStatus.PASSED, DeadlineStatus.MISSED)
    if notes.safe_day is not None and rule.kind == "client_act" and not over:
        say("safe_day", safe_day=notes.safe_day.isoformat())
    if notes.alarm_on is not None:
        say("alarm", alarm_on=notes.alarm_on.isoformat())
    if rule.suspensive in ("yes", "no", "unknown") and rule.kind == "client_act":
        say(f"suspensive.{rule.suspensive}" if notes.decision is not None else f"suspensive_alone.{rule.suspensive}")
    _explain_changes(read, notes, years, say)
    _explain_source(notes, years, say)
    return lines


def _explain_act(notes: Notes, say: _Say) -> None:
    rule, status = notes.rule, notes.status
    over = status in (DeadlineStatus.PASSED, DeadlineStatus.MISSED)
    if rule.kind == "client_act":
        say("act", rule=rule.id)
        if over and rule.area in _NO_COURT:
            say(f"status_at_office.{status}")
            return
        say(f"status.{status}")
        if over:
            later = [read.last_day for read in notes.reads if read.last_day is not None]
            if max(later, default=notes.as_of) > notes.as_of and not notes.by_old_law:
                say("later_reading", last_day=max(later).isoformat())
            if rule.area in ("international_protection", "removal", "extradition", "court"):
                say(f"open.{rule.area}")
        return
    kind = rule.kind if rule.kind in ("authority_act", "validity") else "exposure"
    if kind == "exposure" and rule.id.startswith(_DUTIES):
        kind = "duty"
    say(f"act_of.{kind}", rule=rule.id)
    say(f"status_of.{kind}.{status}")


def _explain_trigger(trigger: Trigger, notes: Notes, say: _Say) -> None:
    if trigger.day is None:
        if notes.decision is not None or not notes.extra:
            say(f"trigger.missing_{trigger.wanted}")
    elif trigger.fallback and not trigger.how.startswith("posted"):
        say(f"trigger.instead_of_{trigger.wanted}")
        say(f"trigger.{trigger.how}", trigger=trigger.day.isoformat())
        if notes.decision is not None and notes.decision.posted is not None:
            say("posted_unknown", posted=notes.decision.posted.isoformat())
    else:
        say(f"trigger.{trigger.how}", trigger=trigger.day.isoformat())
        if trigger.moment is not None and notes.rule.unit == "hour":
            say("trigger.moment", time=f"{trigger.moment:%H:%M}")


def _explain_count(read: Read, notes: Notes, say: _Say) -> None:
    law = notes.law
    if read.reading is Reading.NOTICE and read.period is None and read.last_day is not None:
        say("reading.notice_day", last_day=read.last_day.isoformat())
    elif read.reading is Reading.FROM_PAPER and read.last_day is not None:
        say("reading.from_paper", last_day=read.last_day.isoformat())
    elif read.period is not None:
        unit = "sutki" if read.period.sutki else read.period.unit
        say(f"reading.{read.reading}", n=read.period.number, unit=unit)
    counted = read.counted
    if counted is not None and read.period is not None:
        if read.period.unit == "hour":
            say("start.hour" if read.trigger.moment is not None else "start.hour_unknown")
        else:
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
        elif read.period.unit in ("day", "calendar_day", "week"):
            say("every_day")
            if read.reading is Reading.RULE_SAFE and notes.decision is None:
                say("straight")
        elif read.period.unit in ("month", "year"):
            say("same_date")
        if read.pause is not None:
            days = (read.pause.resumes - read.pause.first).days
            say("paused", n=days, since=read.pause.first.isoformat(), resumes=read.pause.resumes.isoformat())
        if counted.last_moment is not None:
            say("last_moment", date=counted.last_day.isoformat(), time=f"{counted.last_moment:%H:%M}")
    if read.last_day is None:
        return
    if read.reading is not Reading.BY_PERSON:
        say("last_day", last_day=read.last_day.isoformat())
    ended = counted.counted_last if counted is not None else read.last_day
    off = why_off(ended, law)
    if off is None or read.reading is Reading.FROM_PAPER:
        return
    if off.holiday is not None:
        say("end.holiday", date=ended.isoformat(), holiday=off.holiday.id)
    else:
        say(f"end.{off.kind}", date=ended.isoformat())
    if read.last_day != ended:
        say("end.moves", last_day=read.last_day.isoformat())
    elif counted is None:
        say("end.as_printed")
    else:
        say("end.unknown" if read.roll == "unknown" else "end.stays")


def _explain_marks(read: Read, notes: Notes, say: _Say) -> None:
    for state in MarkState:
        mark = notes.said.get(state)
        if mark is None or state is MarkState.BEGINS:
            continue
        if mark.day is None:
            say(f"mark.{state}_no_day")
        else:
            say(f"mark.{state}", day=mark.day.isoformat())
        if mark.reason:
            say("mark.reason", reason=mark.reason)
    suspended = MarkState.SUSPENDED in notes.said
    if suspended and pause_of(notes.said) is None:
        say("mark.still_suspended")
    moved = notes.said.get(MarkState.MOVED)
    leads = notes.primary.last_day
    if moved is not None and moved.day is not None and leads is not None and read.last_day == moved.day > leads:
        say("mark.moved_later")


def _explain_notice(notes: Notes, say: _Say) -> None:
    decision = notes.decision
    assert decision is not None
    written = bool(decision.notice_period and decision.notice_period.strip())
    if written and read_period(decision.notice_period) is None:
        say("notice_unread")
    _explain_doubts_of_notice(notes, decision, say)
    by_notice = next((read for read in notes.reads if read.reading is Reading.NOTICE), None)
    others = [read for read in notes.reads if read.reading in (Reading.RULE, Reading.RULE_SAFE, *_OF_JUDGMENT)]
    if by_notice is not None and not by_notice.same and others:
        say("notice_differs")
    if decision.kind == "refusal_protection" and decision.procedure in (None, "", "unknown"):
        say("procedure_unknown")


_OF_JUDGMENT = (Reading.FROM_ANNOUNCEMENT, Reading.FROM_FULL_TEXT, Reading.FROM_POSTING)


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


def _explain_service(notes: Notes, decision: Decision, say: _Say) -> None:
    """How the decision reached the person: by post, without its copy or its reasons, in a language not understood."""
    if decision.received_how and _BY_POST.intersection(decision.received_how.lower().replace(",", " ").split()):
        say("by_post")
    if notes.rule.id == "court.appeal" and decision.received is None and decision.received_at is None:
        say("full_text_missing")
    elif decision.copy_given is False:
        say("copy_missing")
    if decision.reasons_given is False:
        say("reasons_missing")
    if not_understood(decision) and MarkState.UNDERSTOOD not in notes.said:
        say("not_understood")


_BY_POST = frozenset(["post", "mail", "почта", "почтой", "почте", "пошта", "поштай", "пошце", "письмом", "лістом"])


def not_understood(decision: Decision) -> bool:
    """The record says that the decision was neither translated nor told through an interpreter."""
    if decision.translated is False:
        return decision.interpreter_provided is not True
    return decision.interpreter_provided is False and decision.translated is not True


def _explain_changes(read: Read, notes: Notes, years: tuple[int, ...], say: _Say) -> None:
    """What would change the day. Nothing here is a promise that it would change for the better."""
    rule, decision = notes.rule, notes.decision
    if notes.status is DeadlineStatus.DONE:
        return
    if decision is not None:
        if read.trigger.day is not None and read.counted is not None:
            say(f"change.trigger_{_wanted(read.trigger)}")
        if decision.notice_last_day is None and not (decision.notice_period or "").strip():
            say("change.notice")
        if decision.translated is None and decision.interpreter_provided is None:
            say("change.language")
        if rule.kind == "client_act":
            say("change.body")
    elif read.trigger.day is not None and read.counted is not None:
        say("change.trigger_fact")
    if years and read.period is not None and (read.period.unit == "working_day" or rule.roll == "yes"):
        say("change.calendar")
    if read.counted is not None and read.roll == "unknown" and why_off(read.counted.counted_last, notes.law):
        say("change.roll")
    if read.last_day is None:
        say("change.number")
    elif rule.confidence is not Confidence.VERIFIED or rule.stale:
        say("change.law")


def _wanted(trigger: Trigger) -> str:
    stands_for_receipt = ("posted", "posted_later", "earlier", "dated", "understood")
    return "received" if trigger.how in stands_for_receipt else trigger.how


def _explain_source(notes: Notes, years: tuple[int, ...], say: _Say) -> None:
    rule, law = notes.rule, notes.law
    say("basis", rule=rule.id)
    for year in years:
        say("calendar_incomplete", year=year)
    old = rule.stale and rule.confidence is Confidence.VERIFIED
    if notes.decision is not None:
        say("stale" if old else f"confidence.{rule.confidence}")
    elif rule.limit_known:
        say("stale_number" if old else f"number.{rule.confidence}")
    else:
        say("stale_number" if old else f"no_number_but.{rule.confidence}")
    if not rule.in_force(notes.as_of):
        say("rule_of_its_time")
    if law_age(law, notes.as_of) is not LawAge.FRESH:
        say("law_old", n=law_months(law, notes.as_of))
    say("data", as_of=law.as_of.isoformat())
    if rule.source:
        say("source", id=rule.id, source=rule.source)
    else:
        say("no_source", id=rule.id)
