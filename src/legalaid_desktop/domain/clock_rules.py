"""Every rule of the law data for one case: what it counts to, or in one word why it gives no day here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from legalaid_desktop.domain.clock_facts import ClockFacts
from legalaid_desktop.domain.clock_starts import LACKING
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.deadline_engine import NO_MARKS, all_clocks
from legalaid_desktop.domain.law import DeadlineRule, LawPack


@dataclass(frozen=True, kw_only=True)
class RuleStanding:
    """``why`` is empty where a row has a day. Else ``closed`` (the door is shut since ``rule.closed_since``),
    ``no_number`` (the law data know none), ``law_too_old``, ``no_day`` (the clock runs, but its first day is not
    recorded), ``lacks`` (it does not begin: ``lacks`` names the fact, words under ``deadline.lacks.…``)."""

    rule: DeadlineRule
    rows: tuple[DeadlineRow, ...]
    why: str = ""
    lacks: str = ""


def rule_standings(
    facts: ClockFacts, law: LawPack, as_of: dt.date, marks: Mapping[str, str] = NO_MARKS
) -> tuple[RuleStanding, ...]:
    """All rules in the order of the law data, also those of clocks that are long over."""
    rows = all_clocks(facts, law, as_of, marks, old=True)
    return tuple(_standing(rule, tuple(row for row in rows if row.rule == rule.id)) for rule in law.rules.values())


def _standing(rule: DeadlineRule, rows: tuple[DeadlineRow, ...]) -> RuleStanding:
    if rule.kind == "closed":
        return RuleStanding(rule=rule, rows=rows, why="closed")
    if not rows:
        return RuleStanding(rule=rule, rows=rows, why="lacks", lacks=LACKING.get(str(rule.id), "fact"))
    if any(row.last_day is not None for row in rows):
        return RuleStanding(rule=rule, rows=rows)
    if any(row.by_old_law for row in rows):
        return RuleStanding(rule=rule, rows=rows, why="law_too_old")
    return RuleStanding(rule=rule, rows=rows, why="no_number" if not rule.limit_known else "no_day")
