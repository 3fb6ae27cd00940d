"""How a paper speaks of itself, of the act that it is about, and of who reads it: words that shared blocks need.

``act`` always has a noun, even where the case has no decision, so that a sentence of a thin case still reads;
``paper`` is the name of the paper in its cases, from the law data where the law decides it (``law.court_paper``).
"""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.basics import FORMS, text
from legalaid_desktop.documents.facts.missed import reasons_in_words
from legalaid_desktop.documents.facts.paper_names import PAPER, paper_name
from legalaid_desktop.documents.facts.rulings import noun
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree

OWN_WORDS: Final[FieldTree] = {
    "act": FORMS,
    "paper": PAPER,
    "body": {"word": "text", "court": "flag"},
    "copy": {"no_day": "flag", "untranslated": "flag", "not_served": "flag"},
    "late_why": "text",
}


def own_words(source: FactSource) -> dict[str, Fact]:
    """The roots of ``OWN_WORDS``."""
    decision = source.decision
    to = source.addressee
    court = to is None or to.type is None or to.type.startswith("court")
    return {
        "act": noun(source, decision),
        "paper": paper_name(source, source.manifest.paper),
        "body": {"word": source.worded(_READS)[0 if court else 1], "court": court},
        "copy": {
            "no_day": bool(decision and decision.copy_given and decision.translated is not False),
            "untranslated": bool(decision and decision.copy_given and decision.translated is False),
            "not_served": bool(decision and decision.copy_given is False),
        },
        "late_why": late_why_words(source),
    }


def late_why_words(source: FactSource) -> FactText | None:
    """The obstacles that the case holds, for a late complaint without a motion to restore the period."""
    words = [str(reason) for reason in reasons_in_words(source)]
    return text("; ".join(words), "missed.reason") if words else None


_READS: Final = {"ru": ("суд", "орган"), "be": ("суд", "орган"), "en": ("court", "body")}
"""Who reads the paper: a court, another body."""
