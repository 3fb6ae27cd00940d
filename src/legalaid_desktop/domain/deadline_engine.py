"""From the decisions of a case to its clocks: readings, last days, alarms, and the words that explain them.

The table from a kind of decision to its rules is in ``documents.md`` §11, the exact rules are in ``cli.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from legalaid_desktop.domain.calendar import last_working_day
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.day_count import incomplete_years, strip
from legalaid_desktop.domain.deadline import CountedDay, DeadlineRow, DeadlineStatus, ExplanationLine, Reading
from legalaid_desktop.domain.deadline_explanation import Notes, explain
from legalaid_desktop.domain.deadline_readings import READING_ORDER, Read, readings_of, rules_of
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import DeadlineId, LocalId, RuleId
from legalaid_desktop.domain.law import Confidence, DeadlineRule, LawPack
from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season


def deadline_rows(
    case: CaseRecord, law: LawPack, as_of: dt.date, done: Mapping[str, str] | None = None
) -> tuple[DeadlineRow, ...]:
    """All clocks of a case on ``as_of``, earliest first.

    ``done``: deadline id → ``done`` or ``missed``, as a person said. A mark on one reading holds for every reading
    of the same rule and decision.
    """
    marks = done or {}
    rows: list[DeadlineRow] = []
    for decision in case.decisions or ():
        for name, wanted in rules_of(decision):
            rule = law.rules.get(RuleId(name))
            if rule is not None:
                rows += _rows_of(decision, rule, wanted, law, as_of, marks)
    apply = law.rules.get(RuleId("ip.apply"))
    if apply is not None and case.info.topic == "ip.application" and not _application_filed(case):
        rows.append(_apply_row(case, apply, law, as_of, marks))
    return tuple(sorted(rows, key=sort_key))


def sort_key(row: DeadlineRow) -> tuple[dt.date, bool, str]:
    """Earliest first; a row without a last day stands at its alarm, one without either at the end."""
    return row.last_day or row.alarm_on or dt.date.max, not row.primary, row.id


def _rows_of(
    decision: Decision, rule: DeadlineRule, wanted: str, law: LawPack, as_of: dt.date, marks: Mapping[str, str]
) -> list[DeadlineRow]:
    reads = readings_of(decision, rule, wanted, law)
    dated = [read for read in reads if read.last_day is not None]
    primary = min(dated, key=lambda read: (read.last_day, READING_ORDER.index(read.reading))) if dated else reads[0]
    safe_day = last_working_day(primary.last_day, law) if primary.last_day is not None else None
    alarm_on = _alarm(rule, primary, safe_day)
    ids = {read.reading: DeadlineId(f"{decision.id}-{rule.id}-{read.reading}") for read in reads}
    # A mark holds whichever reading it was set on, also one that a notice recorded later has joined or dropped.
    all_ids = [DeadlineId(f"{decision.id}-{rule.id}-{reading}") for reading in Reading]
    status = _status(primary.last_day, alarm_on, as_of, _mark(all_ids, marks))
    notes = Notes(decision, rule, law, reads, primary, safe_day, alarm_on, status)
    return [_row(read, ids[read.reading], decision.id, rule, law, notes, is_primary=read is primary) for read in reads]


def _alarm(rule: DeadlineRule, primary: Read, safe_day: dt.date | None) -> dt.date | None:
    """The office's own day: so many days after the trigger, never later than the safe day."""
    if primary.trigger.day is None or rule.office_target_days is None:
        return safe_day
    if rule.count_from == "before_expiry" and primary.last_day is not None:
        return primary.last_day - dt.timedelta(days=rule.office_target_days)
    alarm = primary.trigger.day + dt.timedelta(days=rule.office_target_days)
    return alarm if safe_day is None else min(alarm, max(safe_day, primary.trigger.day))


def _mark(ids: Iterable[DeadlineId], marks: Mapping[str, str]) -> DeadlineStatus | None:
    given = {marks[known] for known in ids if known in marks}
    if DeadlineStatus.DONE.value in given:
        return DeadlineStatus.DONE
    return DeadlineStatus.MISSED if DeadlineStatus.MISSED.value in given else None


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


def _row(
    read: Read,
    row_id: DeadlineId,
    decision: LocalId | None,
    rule: DeadlineRule,
    law: LawPack,
    notes: Notes,
    *,
    is_primary: bool,
) -> DeadlineRow:
    years = _incomplete(read, law)
    return DeadlineRow(
        id=row_id,
        decision=decision,
        rule=rule.id,
        reading=read.reading,
        primary=is_primary,
        trigger=read.trigger.day,
        starts_on=read.counted.starts_on if read.counted is not None else None,
        last_day=read.last_day,
        safe_day=notes.safe_day,
        alarm_on=notes.alarm_on,
        confidence=rule.confidence,
        stale=rule.stale,
        unchecked=rule.confidence is not Confidence.VERIFIED or rule.stale or bool(years),
        status=notes.status,
        explanation=tuple(explain(read, notes, years, is_primary=is_primary)),
        days=_days(read, law),
        source=rule.source,
        note=rule.note,
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
    # The decision names the day itself: the strip shows the way there without numbers of a count.
    first = read.trigger.day + dt.timedelta(days=1)
    days = strip(read.trigger.day, first, read.last_day, read.last_day, law, working=False)
    return tuple(
        day if day.why == "day.trigger" else replace(day, counted=False, number=None, why="day.as_printed", params={})
        for day in days
    )


# ---------------------------------------------------------------------------------------------- applying for protection

_SEASON_BEGINS = {Season.WINTER: 1, Season.SPRING: 3, Season.SUMMER: 6, Season.AUTUMN: 9}


def _application_filed(case: CaseRecord) -> bool:
    """A registration certificate, or a decision on protection, shows that an application has been filed."""
    certificate = any(person.certificate_no for person in case.persons or () if person.role in (None, "client"))
    decided = any(decision.kind == "refusal_protection" for decision in case.decisions or ())
    return certificate or decided


def _earliest(date: PartialDate | None) -> dt.date | None:
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


def _apply_row(
    case: CaseRecord, rule: DeadlineRule, law: LawPack, as_of: dt.date, marks: Mapping[str, str]
) -> DeadlineRow:
    entries = [entry.date for entry in case.entries or () if _earliest(entry.date) is not None]
    last = max(entries, key=lambda date: _earliest(date) or dt.date.min, default=None)
    trigger = last.on if last is not None and last.precision is Precision.DAY else None
    earliest = _earliest(last)
    target = rule.office_target_days
    alarm_on = earliest + dt.timedelta(days=target) if earliest is not None and target is not None else None
    row_id = DeadlineId(f"case-{rule.id}-{Reading.RULE}")
    status = _status(None, alarm_on, as_of, _mark((row_id,), marks))
    lines = [ExplanationLine(key="act", params={"rule": rule.id})]
    if trigger is not None:
        lines.append(ExplanationLine(key="trigger.entry", params={"trigger": trigger.isoformat()}))
    else:
        lines.append(ExplanationLine(key="trigger.missing_entry" if earliest is None else "trigger.entry_unsure"))
    lines.append(ExplanationLine(key="no_number"))
    if alarm_on is not None:
        lines.append(ExplanationLine(key="alarm", params={"alarm_on": alarm_on.isoformat()}))
    lines += [
        ExplanationLine(key="basis", params={"rule": rule.id}),
        ExplanationLine(key=f"suspensive.{rule.suspensive}"),
        ExplanationLine(key="data", params={"as_of": law.as_of.isoformat()}),
        ExplanationLine(key=f"status.{status}"),
    ]
    return DeadlineRow(
        id=row_id,
        decision=None,
        rule=rule.id,
        reading=Reading.RULE,
        primary=True,
        trigger=trigger,
        starts_on=None,
        last_day=None,
        safe_day=None,
        alarm_on=alarm_on,
        confidence=rule.confidence,
        stale=rule.stale,
        unchecked=rule.confidence is not Confidence.VERIFIED or rule.stale,
        status=status,
        explanation=tuple(lines),
        days=(),
        source=rule.source,
        note=rule.note,
    )
