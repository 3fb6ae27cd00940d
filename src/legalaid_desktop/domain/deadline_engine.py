"""From a case to its clocks: those of its decisions, and those that other facts of the case start.

The table from a kind of decision to its rules is in ``documents.md`` §11, the exact rules are in ``cli.md``; what
starts the other rules of the law data is in :mod:`clock_triggers`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.clock_facts import ClockFacts, FiledPaper
from legalaid_desktop.domain.clock_rows import Subject, decision_clock, rows_of, rule_at
from legalaid_desktop.domain.clock_triggers import further_rows
from legalaid_desktop.domain.deadline import DeadlineRow, ExplanationLine, Reading
from legalaid_desktop.domain.deadline_readings import Read, Trigger, rules_of
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season

NO_MARKS: Mapping[str, str] = {}


def all_clocks(
    facts: ClockFacts, law: LawPack, as_of: dt.date, marks: Mapping[str, str] = NO_MARKS, *, old: bool = False
) -> tuple[DeadlineRow, ...]:
    """Every clock of a case on ``as_of``, earliest first: :func:`deadline_rows` and, marked as ``further``, those of
    other facts. With ``old`` also those that are long over."""
    table = deadline_rows(facts.case, law, as_of, marks, filed=facts.filed)
    more = further_rows(facts, law, as_of, marks, table, old=old)
    return tuple(sorted([*table, *more], key=sort_key))


def deadline_rows(
    case: CaseRecord,
    law: LawPack,
    as_of: dt.date,
    done: Mapping[str, str] | None = None,
    *,
    filed: Sequence[FiledPaper] = (),
) -> tuple[DeadlineRow, ...]:
    """The clocks of the decisions of a case on ``as_of``, earliest first.

    ``done``: deadline id → ``done`` or ``missed``, as a person said (:class:`Marks` also has the days that people set).
    A mark on one reading holds for every reading of the same rule and decision. ``filed``: papers that were handed in.
    """
    marks = done if done is not None else NO_MARKS
    rows: list[DeadlineRow] = []
    for decision in case.decisions or ():
        subject = Subject(key=decision.id, decision=decision, person=decision.person, further=False)
        for name, wanted in rules_of(decision):
            rows += decision_clock(subject, decision, name, wanted, law, as_of, marks)
    applied = any(paper.document == "A1" for paper in filed)
    if case.info.topic == "ip.application" and not applied and not _application_filed(case):
        rows += _apply_rows(case, law, as_of, marks)
    return tuple(sorted(rows, key=sort_key))


def sort_key(row: DeadlineRow) -> tuple[dt.date, bool, str]:
    """Earliest first; a row without a last day stands at its alarm, one without either at the end."""
    return row.last_day or row.alarm_on or dt.date.max, not row.primary, row.id


# ---------------------------------------------------------------------------------------------- applying for protection

_SEASON_BEGINS = {Season.WINTER: 1, Season.SPRING: 3, Season.SUMMER: 6, Season.AUTUMN: 9}


def _application_filed(case: CaseRecord) -> bool:
    """A registration certificate, or a decision on protection, shows that an application has been filed."""
    certificate = any(person.certificate_no for person in case.persons or () if person.role in (None, "client"))
    decided = any(decision.kind == "refusal_protection" for decision in case.decisions or ())
    return certificate or decided


def earliest_day(date: PartialDate | None) -> dt.date | None:
    """The first day that a partial date may mean; used to order entries and to alarm early, never printed as a date."""
    match date:
        case None:
            return None
        case PartialDate(precision=Precision.DAY, on=day):
            return day
        case PartialDate(precision=Precision.RANGE, from_on=day):
            return day
        case PartialDate(year=None):
            return None
    assert date is not None and date.year is not None
    month = date.month or (_SEASON_BEGINS[date.season] if date.season is not None else 1)
    return dt.date(date.year, month, 1)


def _apply_rows(case: CaseRecord, law: LawPack, as_of: dt.date, marks: Mapping[str, str]) -> list[DeadlineRow]:
    entries = [entry.date for entry in case.entries or () if earliest_day(entry.date) is not None]
    last = max(entries, key=lambda date: earliest_day(date) or dt.date.min, default=None)
    known = last.on if last is not None and last.precision is Precision.DAY else None
    earliest = earliest_day(last)
    rule = rule_at(law, "ip.apply", earliest)
    if rule is None:
        return []
    target = rule.office_target_days
    alarm_on = earliest + dt.timedelta(days=target) if earliest is not None and target is not None else None
    unsure = ExplanationLine(key="trigger.missing_entry" if earliest is None else "trigger.entry_unsure")
    subject = Subject(key="case", further=False, extra=() if known is not None else (unsure,))
    read = Read(Reading.RULE, Trigger(known, "entry", "entry"), None)
    return rows_of(subject, rule, [read], law, as_of, marks, alarm_on=alarm_on)
