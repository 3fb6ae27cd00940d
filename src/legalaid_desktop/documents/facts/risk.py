"""What was done to the client, and what was done to others: for D1 and D5, kept apart."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.basics import number_ranges, text
from legalaid_desktop.documents.facts.grounds import hurt_in_body, ill_treatment, told_events
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import after_departure, met_here
from legalaid_desktop.documents.facts.statement import events_in_order, statement_numbers
from legalaid_desktop.documents.facts.told import TOLD, event_date, told
from legalaid_desktop.documents.notation import FieldTree
from legalaid_desktop.domain.disclosed import DisclosedEvent

RISK: Final[FieldTree] = {
    "own": [TOLD], "any_own": "flag", "harm_events": [TOLD], "others": [TOLD], "any_others": "flag",
    "harm": "text", "has_harm": "flag", "bodily": "flag", "after": "text",
    "has_after": "flag",
}  # fmt: skip


def risk(source: FactSource) -> dict[str, Fact]:
    """What the client lived through, and among it what tells of harm; and what was done to others."""
    numbers = statement_paragraphs(source)
    harm = ill_treatment(source.case)
    here = met_here(source.case)
    elsewhere = told_events(source.case)
    others = [e for e in elsewhere if e not in here]
    own = [e for e in events_in_order(source.case) if e not in elsewhere]
    # A blow by an officer here proves nothing of the state that asks for the client.
    hurt = [e for e in own if e in harm and e not in here]
    left = after_departure(source.case)
    after = [k for k, e in enumerate(own, 1) if e in left]
    return {
        "own": [told_in(source, e, k, numbers) for k, e in enumerate(own, 1)],
        "any_own": bool(own),
        "harm_events": [told_in(source, e, k, numbers) for k, e in enumerate(hurt, 1)],
        "others": [told_in(source, e, k, numbers) for k, e in enumerate(others, 1)],
        "any_others": bool(others),
        "harm": text("; ".join(event_date(source, e) for e in hurt), "events"),
        "has_harm": bool(hurt),
        "after": text(number_ranges(after), "events"),
        "has_after": bool(after),
        "bodily": hurt_in_body(source.case),
    }


def told_in(source: FactSource, item: DisclosedEvent, n: int, numbers: dict[str, int]) -> dict[str, Fact]:
    """An event with the number of its paragraph in A2, where there is one."""
    facts = told(source, item, n)
    facts["paragraph"] = numbers.get(item.id)
    facts["has_paragraph"] = item.id in numbers
    return facts


def statement_paragraphs(source: FactSource) -> dict[str, int]:
    """Event id → paragraph of A2, where A2 travels with this paper."""
    if source.paragraphs:
        return dict(source.paragraphs)
    with_it = any(annex.kind == "document" and annex.ref == "A2" for annex in source.annexes)
    return dict(statement_numbers(source.case)) if with_it else {}
