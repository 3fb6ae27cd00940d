"""How the decision came to the client: announced, received, with a copy or without; said the same way throughout."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.basics import FORMS, labelled, text
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.told import clean_words
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.grammar.dates import date_words

SERVED: Final[FieldTree] = {
    "line": "text", "when": "text", "known": "flag", "how": "text", "has_how": "flag", "signed_by": "text",
    "language": FORMS, "translated": "flag", "not_translated": "flag", "no_copy": "flag", "announced": "text",
    "was_announced": "flag",
}  # fmt: skip


def served(source: FactSource) -> dict[str, Fact]:
    """When and how the decision reached the client, who signed it, in which language.

    Somebody who was shown a decision and given no copy did not receive it: «Ознакомление с постановлением: …; копия
    не вручена».
    """
    item = source.decision
    if item is None:
        return {
            "line": None, "when": None, "known": False, "how": None, "has_how": False, "signed_by": None,
            "language": None, "translated": False, "not_translated": False, "no_copy": False, "announced": None,
            "was_announced": False,
        }  # fmt: skip
    moment = item.received_at or item.received
    announced = item.announced_at or item.announced
    how = clean_words(item.received_how)
    no_copy = item.copy_given is False
    line = None
    if moment is not None:
        when = date_words(moment, "letter", source.language)
        line = f"Ознакомление с постановлением: {when}" if no_copy else f"Получено мной {when}"
        line += f" ({how})" if how else ""
        line += "; копия не вручена" if no_copy else ""
    return {
        "line": text(line, f"{item.id}.received"),
        "when": FactText(date_words(moment, "letter", source.language), f"{item.id}.received") if moment else None,
        "known": moment is not None,
        "how": text(how, f"{item.id}.received_how"),
        "has_how": bool(how),
        "signed_by": FactText(clean_words(item.signed_by), f"{item.id}.signed_by", label="кто подписал постановление"),
        "language": labelled("language_full", item.language, f"{item.id}.language", source),
        "translated": item.translated is True,
        "not_translated": item.translated is False,
        "no_copy": no_copy,
        "announced": FactText(date_words(announced, "letter", source.language), f"{item.id}.announced")
        if announced
        else None,
        "was_announced": announced is not None,
    }
