"""From the readings of one clock to its rows: the earliest one leads, alarms and status are of the whole clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from legalaid_desktop.domain.calendar import last_working_day
from legalaid_desktop.domain.clock_marks import ClockMark, MarkState, dated_marks
from legalaid_desktop.domain.day_count import incomplete_years, strip
from legalaid_desktop.domain.deadline import CountedDay, DeadlineRow, DeadlineStatus, ExplanationLine, Reading
from legalaid_desktop.domain.deadline_explanation import Notes, explain
from legalaid_desktop.domain.deadline_readings import READING_ORDER, Read, granted, readings_of, trigger_of
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import DeadlineId, LocalId, RuleId
from legalaid_desktop.domain.law import Confidence, DeadlineRule, LawPack
from legalaid_desktop.domain.law_age import LawAge, law_age


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What of the case a clock belongs to. ``key`` is the first part of its ids; ``extra`` are lines that only this
    kind of clock says of itself."""

    key: str
    decision: Decision | None = None
    person: LocalId | None = None
    further: bool = True
    extra: tuple[ExplanationLine, ...] = ()


def rule_at(law: LawPack, id: str, day: dt.date | None) -> DeadlineRule | None:
    """The rule in force on the day of the event; of an unknown day the newest one. ``None``: there is no such rule.

    Where no row was in force on that day, the newest one without its number: it is told of, and nothing is counted.
    """
    newest = law.rules.get(RuleId(id))
    if newest is None or day is None or newest.in_force(day):
        return newest
    return law.rule_on(newest.id, day) or replace(
        newest, limit_known=False, limit=None, unit=None, safe_limit=None, safe_unit=None
    )


def clock_key(subject: Subject, rule: DeadlineRule) -> str:
    return f"{subject.key}-{rule.id}"


def said_of(subject: Subject, rule: DeadlineRule, marks: Mapping[str, str]) -> Mapping[MarkState, ClockMark]:
    return dated_marks(marks, clock_key(subject, rule))


def decision_clock(
    subject: Subject,
    decision: Decision,
    name: str,
    wanted: str,
    law: LawPack,
    as_of: dt.date,
    marks: Mapping[str, str],
) -> list[DeadlineRow]:
    """The rows of one rule for one decision; by the rule in force on the day of the event."""
    rule = rule_at(law, name, trigger_of(decision, "announced" if wanted == "two" else wanted).day)
    if rule is None:
        return []
    reads = readings_of(decision, rule, wanted, law, said_of(subject, rule, marks))
    return rows_of(subject, rule, reads, law, as_of, marks)


def rows_of(
    subject: Subject,
    rule: DeadlineRule,
    reads: Sequence[Read],
    law: LawPack,
    as_of: dt.date,
    marks: Mapping[str, str],
    *,
    alarm_on: dt.date | None = None,
) -> list[DeadlineRow]:
    """One row for each reading. ``alarm_on`` is given for clocks whose alarm is not counted from their first day."""
    said = said_of(subject, rule, marks)
    primary = _leading(reads, granted(said))
    safe_day = last_working_day(primary.last_day, law) if primary.last_day is not None else None
    alarm = _alarm(rule, primary, safe_day) if alarm_on is None else alarm_on
    mark = _mark(clock_key(subject, rule), marks)
    hidden = _hides(primary, law, as_of)
    status = _status(None if hidden else primary.last_day, alarm, as_of, mark)
    notes = Notes(
        decision=subject.decision,
        rule=rule,
        law=law,
        reads=list(reads),
        primary=primary,
        safe_day=None if hidden else safe_day,
        alarm_on=alarm,
        status=status,
        as_of=as_of,
        said=said,
        extra=subject.extra,
        by_old_law=hidden,
    )
    return [_row(read, subject, notes) for read in reads]


def _leading(reads: Sequence[Read], given: ClockMark | None) -> Read:
    """The earliest reading; a last day that a court or a body gave leads, although the others are earlier."""
    dated = [read for read in reads if read.last_day is not None]
    if not dated:
        return reads[0]
    if given is not None:
        for read in dated:
            if read.last_day == given.day:
                return read
    return min(dated, key=lambda read: (read.last_day, READING_ORDER.index(read.reading)))


def _alarm(rule: DeadlineRule, primary: Read, safe_day: dt.date | None) -> dt.date | None:
    """The office's own day: so many days after the trigger, never later than the safe day."""
    if primary.trigger.day is None or rule.office_target_days is None:
        return safe_day
    if rule.count_from == "before_expiry" and primary.last_day is not None:
        return primary.last_day - dt.timedelta(days=rule.office_target_days)
    alarm = primary.trigger.day + dt.timedelta(days=rule.office_target_days)
    if safe_day is None or rule.kind == "authority_act":  # the day to ask after an answer lies behind its last day
        return alarm
    return min(alarm, max(safe_day, primary.trigger.day))


def _mark(clock: str, marks: Mapping[str, str]) -> DeadlineStatus | None:
    """A mark holds whichever reading it was set on, also one that a notice recorded later has joined or dropped."""
    given = {marks[id] for id in _ids(clock) if id in marks}
    if DeadlineStatus.DONE.value in given:
        return DeadlineStatus.DONE
    restored = dated_marks(marks, clock).get(MarkState.RESTORED)
    return DeadlineStatus.MISSED if DeadlineStatus.MISSED.value in given and restored is None else None


def _ids(clock: str) -> Iterable[str]:
    return (f"{clock}-{reading}" for reading in Reading)


def _status(
    last_day: dt.date | None, alarm_on: dt.date | None, as_of: dt.date, mark: DeadlineStatus | None
) -> DeadlineStatus:
    if mark is not None:
        return mark
    if last_day is None:
        return DeadlineStatus.NO_DATE
    if as_of > last_day:
        return DeadlineStatus.PASSED
    return DeadlineStatus.DUE if alarm_on is not None and as_of >= alarm_on else DeadlineStatus.RUNNING


def _hides(read: Read, law: LawPack, as_of: dt.date) -> bool:
    """Whether a day would be a promise that law data of more than twelve months ago cannot give. What a paper prints,
    what a person set, and what is over already is no promise."""
    counted = read.counted is not None or read.period is not None
    return counted and read.last_day is not None and read.last_day >= as_of and law_age(law, as_of) is LawAge.EXPIRED


def _row(read: Read, subject: Subject, notes: Notes) -> DeadlineRow:
    rule, law = notes.rule, notes.law
    years = _incomplete(read, law)
    hidden = _hides(read, law, notes.as_of)
    shown = read.counted if not hidden else None
    return DeadlineRow(
        id=DeadlineId(f"{clock_key(subject, rule)}-{read.reading}"),
        decision=subject.decision.id if subject.decision is not None else None,
        rule=rule.id,
        reading=read.reading,
        primary=read is notes.primary,
        trigger=read.trigger.day,
        starts_on=shown.starts_on if shown is not None else None,
        last_day=None if hidden else read.last_day,
        safe_day=notes.safe_day,
        alarm_on=notes.alarm_on,
        confidence=rule.confidence,
        stale=rule.stale,
        unchecked=rule.confidence is not Confidence.VERIFIED or rule.stale or bool(years),
        status=notes.status,
        explanation=tuple(explain(read, notes, years, is_primary=read is notes.primary, hidden=hidden)),
        days=() if hidden else _days(read, law),
        source=rule.source,
        note=rule.note,
        kind=rule.kind,
        subject=subject.key,
        person=subject.person,
        last_moment=shown.last_moment if shown is not None else None,
        marks=tuple(sorted(notes.said.values(), key=lambda mark: (mark.day or dt.date.min, mark.state))),
        further=subject.further,
        by_old_law=hidden,
    )


def _incomplete(read: Read, law: LawPack) -> tuple[int, ...]:
    if read.last_day is None:
        return ()
    first = min(read.trigger.day or read.last_day, read.last_day)
    return incomplete_years(first, read.last_day, law)


def _days(read: Read, law: LawPack) -> tuple[CountedDay, ...]:
    if read.counted is not None:
        return read.counted.days
    if read.last_day is None or read.trigger.day is None or read.trigger.day > read.last_day:
        return ()
    # A paper or a person names the day itself: the strip shows the way there without numbers of a count.
    first = read.trigger.day + dt.timedelta(days=1)
    days = strip(read.trigger.day, first, read.last_day, read.last_day, law, working=False)
    why = "day.as_printed" if read.reading is Reading.NOTICE else "day.as_set"
    return tuple(
        day if day.why == "day.trigger" else replace(day, counted=False, number=None, why=why, params={})
        for day in days
    )
