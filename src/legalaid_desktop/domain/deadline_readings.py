"""From one decision to the honest readings of one rule: which day starts it, what counts, where it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from legalaid_desktop.domain.case_values import MINSK_TIME
from legalaid_desktop.domain.day_count import Counted, count
from legalaid_desktop.domain.deadline import Reading
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.law import DeadlineRule, LawPack
from legalaid_desktop.domain.notice_period import Period, read_period

READING_ORDER = tuple(Reading)
_BY_KIND: Mapping[str, tuple[tuple[str, str], ...]] = {
    "extradition": (("ex.complaint", "received"),),
    "judgment_extradition": (("ex.supreme_court", "announced"),),
    "deportation": (("rm.deportation_appeal", "announced"),),
    "expulsion": (("rm.expulsion_appeal", "received"),),
    "administrative": (("rm.admin_ruling_appeal", "earlier"),),
    "judgment_first_instance": (("court.appeal", "two"),),
    **dict.fromkeys(
        ("stay_cut", "permit_annulled", "procedure_refused"),
        (("ap.admin_complaint", "received"), ("court.complaint_general", "received")),
    ),
}
"""Kind of decision → (rule, trigger). ``refusal_protection`` depends on the procedure and is told apart in code."""


@dataclass(frozen=True)
class Trigger:
    """``how``: received, announced, earlier, dated, entry. ``fallback``: the day that the rule names is not known."""

    day: dt.date | None
    how: str
    wanted: str
    fallback: bool = False
    moment: dt.datetime | None = None


@dataclass(frozen=True)
class Read:
    """One reading before it becomes a row."""

    reading: Reading
    trigger: Trigger
    last_day: dt.date | None
    counted: Counted | None = None
    period: Period | None = None
    roll: str = "na"
    same: tuple[Reading, ...] = ()


def rules_of(decision: Decision) -> tuple[tuple[str, str], ...]:
    """The rules that a decision starts, with the trigger of each (received, announced, earlier, two)."""
    if decision.kind == "refusal_protection":
        ordinary, accelerated = ("ip.refusal_appeal", "received"), ("ip.refusal_appeal_accelerated", "received")
        if decision.procedure == "accelerated":
            return (accelerated,)
        if decision.procedure in (None, "", "unknown"):
            return (ordinary, accelerated)
        return (ordinary,)
    return _BY_KIND.get(decision.kind or "", ())


def _day(given: dt.date | None, moment: dt.datetime | None) -> dt.date | None:
    if given is not None:
        return given
    return None if moment is None else moment.astimezone(MINSK_TIME).date()


def trigger_of(decision: Decision, wanted: str) -> Trigger:
    announced = _day(decision.announced, decision.announced_at)
    received = _day(decision.received, decision.received_at)
    known = {"announced": announced, "received": received, "dated": decision.dated}
    days = {how: day for how, day in known.items() if day is not None}
    if wanted == "earlier":
        served = {how: day for how, day in days.items() if how != "dated"}
        if served:
            how = min(served, key=lambda name: served[name])
            return Trigger(served[how], how, wanted, moment=_moment(decision, how))
    elif wanted in days:
        return Trigger(days[wanted], wanted, wanted, moment=_moment(decision, wanted))
    if not days:
        return Trigger(None, wanted, wanted, fallback=True)
    how = min(days, key=lambda name: days[name])
    return Trigger(days[how], how, wanted, fallback=True, moment=_moment(decision, how))


def _moment(decision: Decision, how: str) -> dt.datetime | None:
    moment = {"announced": decision.announced_at, "received": decision.received_at}.get(how)
    return None if moment is None else moment.astimezone(MINSK_TIME)


def readings_of(decision: Decision, rule: DeadlineRule, wanted: str, law: LawPack) -> list[Read]:
    """Every honest reading, those with the same last day joined under the name that comes first."""
    first = trigger_of(decision, "announced" if wanted == "two" else wanted)
    second = trigger_of(decision, "received") if wanted == "two" else None
    if second is not None and second.day is not None and first.day is not None and second.day < first.day:
        notice_from = second
    else:
        notice_from = first
    period = read_period(decision.notice_period)
    reads: list[Read] = []
    if decision.notice_last_day is not None:
        reads.append(Read(Reading.NOTICE, notice_from, decision.notice_last_day))
    elif period is not None:
        roll = "no" if period.sutki or period.unit == "hour" else rule.roll
        reads.append(_counted(Reading.NOTICE, notice_from, period, rule, roll, law))
    if rule.limit_known and rule.limit is not None and rule.unit is not None:
        whole = Period(rule.limit, rule.unit)
        if second is not None:
            reads.append(_counted(Reading.FROM_ANNOUNCEMENT, first, whole, rule, rule.roll, law))
            reads.append(_counted(Reading.FROM_FULL_TEXT, second, whole, rule, rule.roll, law))
        else:
            reads.append(_counted(Reading.RULE, first, whole, rule, rule.roll, law))
        if rule.safe_limit is not None and rule.safe_unit is not None and period is None:
            safe = Period(rule.safe_limit, rule.safe_unit)
            reads.append(_counted(Reading.RULE_SAFE, first, safe, rule, rule.roll, law))
    dated = [read for read in reads if read.last_day is not None]
    if not dated:
        return [reads[0] if reads else Read(Reading.RULE, first, None)]
    joined: dict[dt.date, Read] = {}
    for read in sorted(dated, key=lambda one: READING_ORDER.index(one.reading)):
        assert read.last_day is not None
        earlier = joined.get(read.last_day)
        joined[read.last_day] = read if earlier is None else replace(earlier, same=(*earlier.same, read.reading))
    return list(joined.values())


def _counted(reading: Reading, trigger: Trigger, period: Period, rule: DeadlineRule, roll: str, law: LawPack) -> Read:
    if trigger.day is None:
        return Read(reading, trigger, None, period=period, roll=roll)
    start: dt.date = trigger.day
    if period.unit == "hour" and trigger.moment is not None:
        start = trigger.moment.replace(tzinfo=None)
    counted = count(start, period.number, period.unit, law, count_from=rule.count_from, roll=roll)
    return Read(reading, trigger, counted.last_day, counted, period, roll)
