"""Assurances of the requesting state, and the eleven questions on each (documents.md D5 section 5)."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.basics import text
from legalaid_desktop.documents.facts.grounds import concerns_others, ill_treatment
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import met_here
from legalaid_desktop.documents.facts.told import clean_words, event_date
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.facts import Assurance
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.grammar.dates import date_words

ASSURANCE_QUESTIONS: Final = (
    "assurance_specific", "assurance_binding", "assurance_practice", "assurance_past", "assurance_access",
    "assurance_breach", "assurance_court",
)  # fmt: skip
"""Of the eleven questions on assurances those that only a person can answer."""


PLEDGE: Final[FieldTree] = {
    "n": "number", "giver": "text", "has_giver": "flag", "post": "text", "has_post": "flag", "dated": "text",
    "has_dated": "flag", "dated_of": "text", "promises": "text", "has_promises": "flag", "text_in_file": "text",
    "monitoring": "text",
    "open": "text", "harm": "text", "has_harm": "flag",
}  # fmt: skip


def pledges(source: FactSource) -> list[Fact]:
    return [_pledge(source, item, n) for n, item in enumerate(source.case.assurances, 1)]


def _pledge(source: FactSource, item: Assurance, n: int) -> dict[str, Fact]:
    """One assurance, with the number of the eleven questions that have the answer no, or none."""
    origin = f"assurance.{n}"
    dated = item.dated is not None and item.dated.precision is not Precision.UNKNOWN
    promises = [clean_words(p) for p in item.promises or () if clean_words(p)]
    monitoring = clean_words(item.monitoring)
    unwatched = not monitoring or monitoring.casefold().startswith(("не ", "нет", "отсутств", "неизвест"))
    here = met_here(source.case)
    harm = [e for e in ill_treatment(source.case) if not concerns_others(e) and e not in here]
    in_file = {True: "да", False: "нет"}.get(item.text_in_file) if item.text_in_file is not None else None
    open_ones = [in_file != "да", not (item.given_by or item.post), unwatched, not harm]
    open_ones += [_says_no(source, name) for name in ASSURANCE_QUESTIONS]
    count = sum(open_ones)
    return {
        "n": n,
        "giver": text(clean_words(item.given_by), f"{origin}.given_by"),
        "has_giver": bool(clean_words(item.given_by)),
        "post": text(clean_words(item.post), f"{origin}.post"),
        "has_post": bool(clean_words(item.post)),
        "dated": FactText(date_words(item.dated, "letter", source.language), f"{origin}.dated")
        if item.dated is not None and dated
        else None,
        "has_dated": dated,
        "dated_of": FactText(date_words(item.dated, "of", source.language), f"{origin}.dated")
        if item.dated is not None and dated
        else None,
        "promises": text("; ".join(promises), f"{origin}.promises"),
        "has_promises": bool(promises),
        "text_in_file": FactText(in_file or "неизвестно", f"{origin}.text_in_file"),
        "monitoring": FactText(monitoring or "неизвестно", f"{origin}.monitoring"),
        "open": FactText(f"{count} из 11", f"{origin}.open"),
        "harm": text("; ".join(event_date(source, e) for e in harm), "events"),
        "has_harm": bool(harm),
    }


def _says_no(source: FactSource, name: str) -> bool:
    answer = (source.answer(name) or "").casefold()
    return not answer or answer.startswith(("нет", "не ", "неизвестно"))
