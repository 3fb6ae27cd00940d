"""Clocks beside those of the decisions: papers and their ends, detentions, entries, letters sent, days appointed, and
what follows from another clock. What starts each is in :mod:`clock_starts`; the numbers are the law data's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from legalaid_desktop.domain.clock_facts import ClockFacts
from legalaid_desktop.domain.clock_marks import ClockMark, Marks, MarkState, dated_marks
from legalaid_desktop.domain.clock_rows import Subject, decision_clock, rows_of, rule_at
from legalaid_desktop.domain.clock_starts import STARTS, Start
from legalaid_desktop.domain.day_count import add_months
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus, ExplanationLine, Reading
from legalaid_desktop.domain.deadline_readings import Read, Trigger, counted_read, joined_reads, readings_by_people
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.law import DeadlineRule, LawPack
from legalaid_desktop.domain.notice_period import Period

LONG_OVER = dt.timedelta(days=90)
"""A clock beside the decisions that ended longer ago is not shown among those that run."""
BY_HAND = "case"
"""Subject of a clock whose first day a person set."""


def further_rows(
    facts: ClockFacts,
    law: LawPack,
    as_of: dt.date,
    marks: Mapping[str, str],
    table: Sequence[DeadlineRow],
    *,
    old: bool = False,
) -> list[DeadlineRow]:
    """``table``: the clocks of the decisions, which are not repeated. With ``old`` also what is long over."""
    rows: list[DeadlineRow] = []
    for name in law.rules:
        for start in _starts(str(name), facts, as_of, marks):
            if not _met(str(name), start, facts):
                rows += _clock(start, str(name), law, as_of, marks)
    rows += _after_no_answer(rows, law, as_of, marks)
    rows += _restoring([*table, *rows], facts, law, as_of, marks)
    known = {row.id for row in table}
    rows = [row for row in rows if row.id not in known]
    return rows if old else [row for row in rows if not _long_over(row, as_of)]


def _starts(name: str, facts: ClockFacts, as_of: dt.date, marks: Mapping[str, str]) -> Iterator[Start]:
    finder = STARTS.get(name)
    if finder is not None:
        yield from finder(facts, as_of)
    begins = dated_marks(marks, f"{BY_HAND}-{name}").get(MarkState.BEGINS)
    if begins is not None and begins.day is not None:
        yield Start(key=BY_HAND, how="set_by_hand", day=begins.day)


MET_BY: Mapping[str, tuple[str, ...]] = {
    "ip.complementary_extension": ("A8",),
    "rm.ban_reduction": ("E4",),
    "st.registration": ("J7",),
    "un.special_procedures": ("G1",),
}
"""Rule → papers of the catalogue by which the office has done what it asks for."""


def _met(name: str, start: Start, facts: ClockFacts) -> bool:
    since = start.day or dt.date.min
    return any(paper.document in MET_BY.get(name, ()) and paper.on >= since for paper in facts.filed)


def _long_over(row: DeadlineRow, as_of: dt.date) -> bool:
    day = row.last_day or row.alarm_on
    return day is not None and day < as_of - LONG_OVER and row.rule != "court.restore"


def _clock(start: Start, name: str, law: LawPack, as_of: dt.date, marks: Mapping[str, str]) -> list[DeadlineRow]:
    if start.decision is not None:
        subject = Subject(key=start.key, decision=start.decision, person=start.decision.person)
        return decision_clock(subject, start.decision, name, start.wanted, law, as_of, marks)
    rule = rule_at(law, name, start.day or start.ends)
    if rule is None:
        return []
    trigger = Trigger(start.day, start.how, start.wanted or start.how, moment=start.moment)
    said = dated_marks(marks, f"{start.key}-{rule.id}")
    reads = _reads(start, trigger, rule, law)
    reads = joined_reads([*reads, *readings_by_people(reads, rule, law, said)], trigger)
    extra = tuple(_extra(start, rule, law, said))
    subject = Subject(key=start.key, person=start.person, extra=extra)
    return rows_of(subject, rule, reads, law, as_of, marks, alarm_on=_alarm(start, rule, law))


def _reads(start: Start, trigger: Trigger, rule: DeadlineRule, law: LawPack) -> list[Read]:
    if rule.count_from == "before_expiry" and not rule.limit_known:
        # How long before the end is not known; the end itself is a day only where it is the thing that ends.
        ends = start.ends if rule.kind == "validity" or rule.id == "rm.voluntary_departure" else None
        return [Read(Reading.FROM_PAPER, trigger, ends)]
    reads = [Read(Reading.FROM_PAPER, trigger, start.ends)] if start.ends is not None else []
    if rule.limit_known and rule.limit is not None and rule.unit is not None and start.day is not None:
        whole = Period(rule.limit, rule.unit)
        counted = counted_read(Reading.RULE, trigger, whole, rule, rule.roll, law)
        if rule.id == "st.max_stay":
            reads += _stay(counted, trigger, rule, law)
        elif start.ends is None:  # the paper's own date decides
            reads.append(counted)
    return reads or [Read(Reading.RULE, trigger, None)]


def _stay(straight: Read, trigger: Trigger, rule: DeadlineRule, law: LawPack) -> list[Read]:
    """Days of stay add up within a calendar year: over its turn, the count may begin anew. The straight one is safe."""
    assert (
        trigger.day is not None and straight.last_day is not None and rule.limit is not None and rule.unit is not None
    )
    if straight.last_day.year == trigger.day.year:
        return [straight]
    turn = replace(trigger, day=dt.date(trigger.day.year + 1, 1, 1), how="new_year")
    anew = counted_read(Reading.RULE, turn, Period(rule.limit, rule.unit), rule, rule.roll, law)
    return [replace(straight, reading=Reading.RULE_SAFE), anew]


def _ends(start: Start, rule: DeadlineRule, law: LawPack) -> dt.date | None:
    """When what a rule speaks of ends: by its paper, else by the length that the law data give to it."""
    if start.ends is not None or start.day is None:
        return start.ends
    whole = law.rules.get(DEPENDS.get(rule.id, rule.id))
    if whole is None or whole.limit is None or whole.unit not in ("month", "year"):
        return None
    return add_months(start.day, whole.limit * (12 if whole.unit == "year" else 1))


DEPENDS = {RuleId("ip.complementary_extension"): RuleId("ip.complementary_validity")}
"""A rule that counts back from the end of what another rule gives."""


def _alarm(start: Start, rule: DeadlineRule, law: LawPack) -> dt.date | None:
    """The office's own day where it is reckoned back from an end; ``None``: it follows from the first day."""
    if rule.office_target_days is None:
        return None
    ends = _ends(start, rule, law)
    if rule.count_from == "before_expiry":
        return None if ends is None else ends - dt.timedelta(days=rule.office_target_days)
    if start.ends is None or rule.kind != "validity" or rule.limit is None or rule.unit not in ("month", "year"):
        return None
    # As long before the paper's end as the office's day lies before the end of a whole term.
    begun = add_months(start.ends, -rule.limit * (12 if rule.unit == "year" else 1))
    return begun + dt.timedelta(days=rule.office_target_days)


def _extra(
    start: Start, rule: DeadlineRule, law: LawPack, said: Mapping[MarkState, ClockMark]
) -> Iterator[ExplanationLine]:
    begins = said.get(MarkState.BEGINS)
    if start.how == "set_by_hand" and begins is not None and begins.reason:
        yield ExplanationLine(key="mark.reason", params={"reason": begins.reason})
    if start.day is None and start.ends is not None and start.how != "departure":
        yield ExplanationLine(key="trigger.only_end_known")
    ends = _ends(start, rule, law)
    if rule.count_from == "before_expiry" and rule.kind == "client_act" and ends is not None:
        if start.how == "departure":
            yield ExplanationLine(key="trigger.departure", params={"trigger": ends.isoformat()})
        else:
            key = "ends_on" if start.ends is not None else "ends_at_latest"
            yield ExplanationLine(key=key, params={"ends": ends.isoformat()})
    if rule.limit_min is not None and rule.unit_min in ("month", "year") and start.day is not None:
        least = add_months(start.day, rule.limit_min * (12 if rule.unit_min == "year" else 1))
        yield ExplanationLine(
            key="span", params={"n": rule.limit_min, "unit": rule.unit_min, "least": least.isoformat()}
        )
    if rule.id in ("ex.hearing", "un.special_procedures"):
        yield ExplanationLine(key=f"extra.{str(rule.id).replace('.', '_')}")


def _after_no_answer(
    rows: Sequence[DeadlineRow], law: LawPack, as_of: dt.date, marks: Mapping[str, str]
) -> list[DeadlineRow]:
    """To court, once the time of a body to answer is over and nobody said that it answered."""
    found: list[DeadlineRow] = []
    for row in rows:
        if row.rule == "ob.answer" and row.primary and row.last_day is not None:
            if row.status is DeadlineStatus.PASSED:
                start = Start(key=row.subject, how="no_answer", day=row.last_day)
                found += _clock(start, "court.no_answer", law, as_of, marks)
            elif row.status is DeadlineStatus.DONE and (answered := _answered(row, marks)) is not None:
                start = Start(key=row.subject, how="answered", day=answered)
                found += _clock(start, "ob.appeal_answer", law, as_of, marks)
    return found


def _answered(row: DeadlineRow, marks: Mapping[str, str]) -> dt.date | None:
    """The day on which somebody said that the answer came."""
    return marks.day_ended(row.clock) if isinstance(marks, Marks) else None


def _restoring(
    rows: Sequence[DeadlineRow], facts: ClockFacts, law: LawPack, as_of: dt.date, marks: Mapping[str, str]
) -> list[DeadlineRow]:
    """The motion to restore a period (C3), once for each decision whose earliest reading is over without a filing."""
    missed: dict[str, dt.date] = {}
    for row in rows:
        over = row.status in (DeadlineStatus.PASSED, DeadlineStatus.MISSED)
        if over and row.primary and row.kind == "client_act" and row.last_day is not None and _restorable(row):
            missed[row.subject] = min(row.last_day, missed.get(row.subject, row.last_day))
    found: list[DeadlineRow] = []
    for key, day in missed.items():
        if not any(paper.document == "C3" and paper.on >= day for paper in facts.filed):
            found += _clock(Start(key=key, how="missed", day=day), "court.restore", law, as_of, marks)
    return found


def _restorable(row: DeadlineRow) -> bool:
    return str(row.rule).startswith(("ip.refusal", "court.", "ex.", "rm.")) and row.rule != "rm.voluntary_departure"
