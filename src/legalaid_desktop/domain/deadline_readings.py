"""From one decision to the honest readings of one rule: which day starts it, what counts, where it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from legalaid_desktop.domain.case_values import MINSK_TIME
from legalaid_desktop.domain.clock_marks import ClockMark, MarkState
from legalaid_desktop.domain.day_count import Counted, Pause, count
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
    """``how``: received, announced, earlier, dated, posted, posted_later, understood, and for clocks that no decision
    starts the words of :mod:`clock_triggers`. ``fallback``: the day that the rule names is not known."""

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
    pause: Pause | None = None
    mark: ClockMark | None = None
    """What a person said, where the reading comes from that."""


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
        # No law data presume when a letter is received. Posting is the earliest day that can count: the safe one.
        how = "posted" if decision.posted is not None else wanted
        return Trigger(decision.posted, how, wanted, fallback=True)
    how = min(days, key=lambda name: days[name])
    return Trigger(days[how], how, wanted, fallback=True, moment=_moment(decision, how))


def _moment(decision: Decision, how: str) -> dt.datetime | None:
    moment = {"announced": decision.announced_at, "received": decision.received_at}.get(how)
    return None if moment is None else moment.astimezone(MINSK_TIME)


def readings_of(
    decision: Decision, rule: DeadlineRule, wanted: str, law: LawPack, said: Mapping[MarkState, ClockMark] | None = None
) -> list[Read]:
    """Every honest reading, those with the same last day joined under the name that comes first. ``said``: the days
    that people set for this clock."""
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
        reads.append(counted_read(Reading.NOTICE, notice_from, period, rule, roll, law))
    if rule.limit_known and rule.limit is not None and rule.unit is not None:
        whole = Period(rule.limit, rule.unit)
        if second is not None:
            reads.append(counted_read(Reading.FROM_ANNOUNCEMENT, first, whole, rule, rule.roll, law))
            reads.append(counted_read(Reading.FROM_FULL_TEXT, second, whole, rule, rule.roll, law))
        else:
            name = Reading.FROM_POSTING if first.how == "posted" else Reading.RULE
            reads.append(counted_read(name, first, whole, rule, rule.roll, law))
            posted = decision.posted
            if first.fallback and first.how == "dated" and first.day is not None and posted and posted > first.day:
                # Nobody can have had it in hand before it was sent. Which of the two days counts, no law data say.
                later = Trigger(posted, "posted_later", wanted, fallback=True)
                reads.append(counted_read(Reading.FROM_POSTING, later, whole, rule, rule.roll, law))
        if rule.safe_limit is not None and rule.safe_unit is not None and period is None:
            safe = Period(rule.safe_limit, rule.safe_unit)
            reads.append(counted_read(Reading.RULE_SAFE, first, safe, rule, rule.roll, law))
    return joined_reads([*reads, *readings_by_people(reads, rule, law, said or {})], first)


def readings_by_people(
    reads: list[Read], rule: DeadlineRule, law: LawPack, said: Mapping[MarkState, ClockMark]
) -> list[Read]:
    """The readings that the days set by people add to those of paper and rule."""
    added: list[Read] = []
    counted = [read for read in reads if read.counted is not None and read.period is not None]
    understood = said.get(MarkState.UNDERSTOOD)
    if understood is not None and understood.day is not None:
        trigger = Trigger(understood.day, "understood", "understood")
        for read in counted[:1]:
            assert read.period is not None
            later = counted_read(Reading.FROM_UNDERSTANDING, trigger, read.period, rule, read.roll, law)
            added.append(replace(later, mark=understood))
    pause = pause_of(said)
    if pause is not None:
        for read in counted[:1]:
            assert read.period is not None
            longer = counted_read(Reading.AFTER_PAUSE, read.trigger, read.period, rule, read.roll, law, pause=pause)
            added.append(replace(longer, mark=said[MarkState.RESUMED]))
    for state in BY_PERSON:
        mark = said.get(state)
        if mark is not None and mark.day is not None:
            trigger = reads[0].trigger if reads else Trigger(None, "received", "received", fallback=True)
            added.append(Read(Reading.BY_PERSON, trigger, mark.day, mark=mark))
    return added


BY_PERSON = (MarkState.RESTORED, MarkState.EXTENDED, MarkState.MOVED)
"""Marks that name a last day; a day given by a court or a body stands before one that a person chose."""


def pause_of(said: Mapping[MarkState, ClockMark]) -> Pause | None:
    """The days on which the period stood still; ``None`` while it does, and where the days make no sense."""
    suspended, resumed = said.get(MarkState.SUSPENDED), said.get(MarkState.RESUMED)
    if suspended is None or resumed is None or suspended.day is None or resumed.day is None:
        return None
    return Pause(first=suspended.day, resumes=resumed.day) if suspended.day < resumed.day else None


def granted(said: Mapping[MarkState, ClockMark]) -> ClockMark | None:
    """The last day that a court or a body gave, where one did: of several the latest named."""
    given = [mark for state in (MarkState.RESTORED, MarkState.EXTENDED) if (mark := said.get(state)) and mark.day]
    return max(given, key=lambda mark: mark.day or dt.date.min, default=None)


def joined_reads(reads: list[Read], first: Trigger) -> list[Read]:
    """Readings with one last day as one, under the name that comes first; without any day the first of them."""
    dated = [read for read in reads if read.last_day is not None]
    if not dated:
        return [reads[0] if reads else Read(Reading.RULE, first, None)]
    joined: dict[dt.date, Read] = {}
    for read in sorted(dated, key=lambda one: READING_ORDER.index(one.reading)):
        assert read.last_day is not None
        earlier = joined.get(read.last_day)
        joined[read.last_day] = read if earlier is None else replace(earlier, same=(*earlier.same, read.reading))
    return list(joined.values())


def counted_read(
    reading: Reading,
    trigger: Trigger,
    period: Period,
    rule: DeadlineRule,
    roll: str,
    law: LawPack,
    *,
    pause: Pause | None = None,
) -> Read:
    if trigger.day is None:
        return Read(reading, trigger, None, period=period, roll=roll)
    start: dt.date = trigger.day
    if trigger.moment is not None and (period.unit == "hour" or rule.count_from == "moment"):
        start = trigger.moment.replace(tzinfo=None)
    counted = count(start, period.number, period.unit, law, count_from=rule.count_from, roll=roll, pause=pause)
    if period.sutki and trigger.moment is not None and pause is None:
        # Days of 24 hours end at the hour at which they began, where the day is the same by both ways of counting.
        end = trigger.moment.replace(tzinfo=None) + dt.timedelta(days=period.number)
        if end.date() == counted.last_day:
            counted = replace(counted, last_moment=end)
    return Read(reading, trigger, counted.last_day, counted, period, roll, pause=pause)
