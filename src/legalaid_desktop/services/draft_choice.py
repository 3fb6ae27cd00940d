"""Which decision a paper is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from legalaid_desktop.documents.addressees import main_paper
from legalaid_desktop.documents.catalog import Template
from legalaid_desktop.documents.conditions import EXECUTED, about
from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import DocumentCode


def is_named(decision: Decision, name: str | None) -> bool:
    """Whether ``name`` is the decision's local id, or holds its number as a word of its own."""
    words = (name or "").casefold().split()
    if not words:
        return False
    number = (decision.number or "").strip().casefold()
    bare = " ".join(word.strip('№,.;«»"') for word in words)
    held = bool(number) and f" {number} " in f" {bare} "
    return held or words == [decision.id.casefold()]


def choose_decision(
    case: DisclosedCase,
    template: Template,
    rows: tuple[DeadlineRow, ...],
    states: Mapping[DocumentCode, DocumentState],
    named: str | None = None,
) -> tuple[Decision | None, tuple[Decision, ...]]:
    """The decision that the paper is about, and the others: of its kinds, the latest whose clock still runs; else the
    latest of all. A motion is about the decision whose main paper the case plans or holds; one to suspend execution
    about the act that is executed (extradition, deportation, expulsion) before any other. ``named``, a number or a
    local id that a person gave, wins."""
    mine = about(case, case.decisions)
    kinds = template.manifest.decision_kinds
    possible = [d for d in mine if d.kind in kinds] if kinds else []
    if template.manifest.id == "C3":
        told = {m.decision for m in case.missed if m.decision}
        possible = [d for d in possible if d.id in told] or possible
    if not possible:
        return None, mine

    def passed(decision: Decision) -> bool:
        days = [r.last_day for r in rows if r.decision == decision.id and r.primary and r.last_day is not None]
        return bool(days) and min(days) < case.as_of

    def when(decision: Decision) -> dt.date:
        received = decision.received or (decision.received_at.date() if decision.received_at else None)
        announced = decision.announced or (decision.announced_at.date() if decision.announced_at else None)
        return max((day for day in (received, announced, decision.dated) if day is not None), default=dt.date.min)

    def joined(decision: Decision) -> bool:
        main = main_paper(decision)
        return main is not None and (main in case.documents or (main in states and states[main].attached))

    prefer_late = template.manifest.id == "C3"
    motion = template.manifest.addressee == "main_paper"
    suspends = template.manifest.id == "C5"
    chosen = max(
        possible,
        key=lambda d: (
            is_named(d, named),
            suspends and d.kind in EXECUTED,
            motion and joined(d),
            passed(d) == prefer_late,
            when(d),
        ),
    )
    return chosen, tuple(d for d in mine if d.id != chosen.id)
