"""The answer to each reason of the decision on extradition (documents.md §2, reason[]; D1): what it says, why it is
wrong, by which facts, papers and sources. A reason that nobody answered is a gap of its own."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.basics import gap, paragraph_numbers, text
from legalaid_desktop.documents.facts.risk import statement_paragraphs
from legalaid_desktop.documents.facts.rulings import reason
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.told import clean_words, event_date, sentence
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.facts import DecisionReason

REBUTTAL: Final[FieldTree] = {
    "n": "number", "says": "text", "answer": "text", "answered": "flag", "facts": "text", "has_facts": "flag",
    "by_paragraph": "flag", "cites": ["text"], "cited": "flag", "sources": ["text"],
}  # fmt: skip


def rebuttals(source: FactSource) -> list[Fact]:
    """One row for each reason of the decision, in the order of its numbers as given."""
    made = source.decision
    if made is None:
        return []
    return [_row(source, item, place) for place, item in enumerate(made.reasons or (), 1)]


def _row(source: FactSource, item: DecisionReason, place: int) -> dict[str, Fact]:
    made = source.decision
    assert made is not None
    shared = reason(source, made, item, place)
    n = shared["n"]
    origin = f"{made.id}.reason.{n}"
    numbers = statement_paragraphs(source)
    told = [event for name in item.facts or () if (event := source.case.event(name)) is not None]
    in_statement = bool(told) and all(event.id in numbers for event in told)
    if in_statement:
        where = paragraph_numbers([numbers[event.id] for event in told], source)
    else:
        where = "; ".join(event_date(source, event) for event in told)
    answer = sentence(item.answer)
    rows = shared["coi"]
    return {
        "n": n,
        "says": FactText(clean_words(item.says), f"{origin}.says", label=f"довод {n} постановления"),
        "answer": FactText(answer, f"{origin}.answer") if answer else gap(f"{origin}.answer", f"ответ на довод {n}"),
        "answered": bool(answer),
        "facts": text(where, f"{origin}.facts"),
        "has_facts": bool(told),
        "by_paragraph": in_statement,
        "cites": shared["cites"],
        "cited": shared["cited"],
        "sources": [row["line"] for row in rows if isinstance(row, dict) and row["line"]]
        if isinstance(rows, list)
        else [],
    }
