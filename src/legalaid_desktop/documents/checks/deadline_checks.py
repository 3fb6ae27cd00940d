"""Checks of the clock: CHK-DL-* (documents.md §6), CHK-REMEDY and CHK-SUSP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from legalaid_desktop.documents.challenges import shipped_challenges
from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding
from legalaid_desktop.domain.calendar import is_working_day
from legalaid_desktop.domain.day_count import count
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus, Reading
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.ids import DocumentCode, RuleId
from legalaid_desktop.domain.notice_period import read_period


def _speaks_of_time(context: CheckContext) -> bool:
    return any(name.startswith("DL") for name in context.manifest.checks)


def _rows(context: CheckContext) -> tuple[DeadlineRow, ...]:
    if context.decision is None:
        return ()
    return tuple(row for row in context.deadlines if row.decision == context.decision.id)


def deadlines(context: CheckContext) -> Iterator[Finding]:
    """CHK-DL-PAST, -UNSURE, -HOL, -NOTICE for the decision that the paper is about. What was handed in is not to be
    filed today, nor by a safe day."""
    if not _speaks_of_time(context):
        return
    rows = _rows(context)
    restored = context.document == "C3" or ((c3 := context.states.get(DocumentCode("C3"))) is not None and c3.attached)
    for row in rows:
        handed_in = context.filed or row.status is DeadlineStatus.DONE
        if row.primary and row.last_day is not None:
            if context.as_of > row.last_day and row.status is not DeadlineStatus.DONE:
                yield finding(
                    "CHK-DL-PAST",
                    Severity.INFORMS if restored else Severity.OVERRIDABLE,
                    "restored" if restored else "passed",
                    record=row.decision,
                    day=row.last_day.isoformat(),
                    **_named(context, row.rule, row.trigger),
                )
            if not handed_in:
                yield from _holiday(context, row)
        if row.primary and row.unchecked and not handed_in:
            yield finding(
                "CHK-DL-UNSURE",
                Severity.WARNS,
                _doubt(context, row),
                record=row.decision,
                **_named(context, row.rule, row.trigger),
                day=row.last_day.isoformat() if row.last_day else "–",
            )
    yield from _notice(context, rows)


def _named(context: CheckContext, rule: RuleId, day: dt.date | None) -> dict[str, str]:
    """The rule by its id and in words, as the law that the draft goes by calls it: a pack may word it anew, and what
    ships with the program may not have it at all."""
    found = (None if day is None else context.law.rule_on(rule, day)) or context.law.rules.get(rule)
    words = {} if found is None else {f"rule_{lang}": found.act(lang) for lang in ("ru", "be", "en")}
    return {"rule": str(rule), **words}


def _doubt(context: CheckContext, row: DeadlineRow) -> str:
    if row.last_day is None:
        return "no_number"
    if context.as_of > row.last_day:
        return "over"
    return "stale" if row.stale else "recalled"


def _holiday(context: CheckContext, row: DeadlineRow) -> Iterator[Finding]:
    last = row.last_day
    if last is None:
        return
    off = not is_working_day(last, context.law)
    moved = any(day.why.endswith("rolled") for day in row.days)
    if off or moved:
        yield finding(
            "CHK-DL-HOL",
            Severity.INFORMS,
            "moved" if moved and not off else "stays",
            record=row.decision,
            day=last.isoformat(),
            safe=row.safe_day.isoformat() if row.safe_day else last.isoformat(),
        )


def _notice(context: CheckContext, rows: tuple[DeadlineRow, ...]) -> Iterator[Finding]:
    decision = context.decision
    if decision is None:
        return
    by_rule: dict[RuleId, dict[Reading, DeadlineRow]] = {}
    for row in rows:
        by_rule.setdefault(row.rule, {})[row.reading] = row
    for rule, readings in by_rule.items():
        noticed = readings.get(Reading.NOTICE)
        ruled = readings.get(Reading.RULE)
        if noticed and ruled and noticed.last_day != ruled.last_day:
            yield finding(
                "CHK-DL-NOTICE",
                Severity.OVERRIDABLE,
                "period",
                record=decision.id,
                **_named(context, rule, ruled.trigger),
                notice=noticed.last_day.isoformat() if noticed.last_day else "–",
                counted=ruled.last_day.isoformat() if ruled.last_day else "–",
            )
    named = read_period(decision.notice_period)
    day_one = decision.received or decision.announced or decision.dated
    if decision.notice_last_day is not None and named is not None and day_one is not None:
        days = {
            count(day_one, named.number, named.unit, context.law, count_from=start, roll=roll).last_day
            for start in ("day_after_trigger", "trigger_day")
            for roll in ("no", "yes")
        }
        if decision.notice_last_day not in days:
            yield finding(
                "CHK-DL-NOTICE",
                Severity.OVERRIDABLE,
                "inner",
                record=decision.id,
                notice=max(days).isoformat(),
                counted=decision.notice_last_day.isoformat(),
            )
    said = bool((decision.notice_period or "").strip())
    if said and rows and not any(Reading.NOTICE in readings for readings in by_rule.values()):
        # A notice that gives the day of the rule is one row named "notice"; none means that it was not understood.
        yield finding("CHK-DL-NOTICE", Severity.OVERRIDABLE, "unclear", record=decision.id, text=decision.notice_period)


def remedy(context: CheckContext) -> Iterator[Finding]:
    """CHK-REMEDY: nothing to challenge yet, a motion to restore without its main paper, a motion for an interpreter
    of a client who needs none, a relative whose own decision needs its own complaint."""
    kinds = shipped_challenges().needed_by(context.document)
    if kinds and context.decision is None:
        yield finding("CHK-REMEDY", Severity.BLOCKS, "not_open")
    yield from _own_decisions(context)
    speaks = context.case.language in _STATE_LANGUAGES and not context.conditions.get("interpreter_needed")
    if context.document == "C4" and speaks:
        yield finding("CHK-REMEDY", Severity.OVERRIDABLE, "no_interpreter")
    if context.document == "C3":
        kind = context.decision.kind if context.decision else None
        mains = shipped_challenges().restoring(kind)
        there = any(
            code in context.planned
            or ((state := context.states.get(DocumentCode(code))) is not None and state.attached)
            for code in mains
        )
        if not there:
            yield finding("CHK-REMEDY", Severity.BLOCKS, "main_paper", papers=", ".join(mains))
        running = [row for row in _rows(context) if row.primary and row.last_day is not None]
        disputed = context.conditions.get("receipt_unknown") or context.conditions.get("interp_denied")
        if running and not disputed and all(context.as_of <= (row.last_day or context.as_of) for row in running):
            told = context.decision is not None and any(m.decision == context.decision.id for m in context.case.missed)
            yield finding("CHK-REMEDY", Severity.OVERRIDABLE if told else Severity.BLOCKS, "not_late")


def _identified(decision: Decision) -> str:
    parts = (f"№ {decision.number}" if decision.number else "", f"{decision.dated:%d.%m.%Y}" if decision.dated else "")
    return ", ".join(part for part in parts if part) or "№ –"


_STATE_LANGUAGES = ("ru", "be")


def _own_decisions(context: CheckContext) -> Iterator[Finding]:
    """As many complaints as decisions (documents.md C1): a relative in the application with a decision of the kind."""
    kinds = shipped_challenges().needed_by(context.document)
    client = context.case.client
    for decision in context.case.decisions:
        if decision.kind not in kinds or decision.person is None or (client and decision.person == client.id):
            continue
        person = context.case.person(decision.person)
        if person is not None and person.included:
            yield finding(
                "CHK-REMEDY",
                Severity.WARNS,
                "own_decision",
                record=person.id,
                decision=_identified(decision),
            )


def suspension(context: CheckContext) -> Iterator[Finding]:
    """CHK-SUSP: a remedy that does not stop removal, and no motion to suspend drafted or exported."""
    if "SUSP" not in context.manifest.checks or not context.conditions.get("not_suspensive"):
        return
    state = context.states.get(DocumentCode("C5"))
    if state is None or not state.attached:
        yield finding("CHK-SUSP", Severity.WARNS, "no_c5")
