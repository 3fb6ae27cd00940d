"""An event as a paragraph of the client's own paper: when, where, what, how known, what proves it."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.application_words import say
from legalaid_desktop.documents.facts.basics import text
from legalaid_desktop.documents.facts.chronology import heard_from
from legalaid_desktop.documents.facts.common import event
from legalaid_desktop.documents.facts.office_words import clean_words, own_place
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedEvent
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.grammar.dates import date_words

TOLD: Final[FieldTree] = {
    "id": "text", "n": "number", "when": "text", "opening": "text", "has_place": "flag", "place": "text",
    "text": "text",
    "knowledge": "text", "has_knowledge": "flag", "by_paper": "flag", "cites": ["text"], "cited": "flag",
    "injuries": "text", "has_injuries": "flag", "proofs": "text", "has_proofs": "flag",
    "paragraph": "number", "has_paragraph": "flag", "heard_from": "text",
}  # fmt: skip
"""An event as a paragraph of the client's own paper."""


def told(source: FactSource, item: DisclosedEvent, n: int) -> dict[str, Fact]:
    """An event in the client's paper: when (an unknown day said in words), where, what, how known, proofs."""
    shared = event(source, item, n)
    cites = shared["cites"]
    place = own_place(item.place)
    knowledge = _knowledge(source, item)
    injuries: list[str] = []
    for hurt in source.case.injuries:
        if hurt.event != item.id:
            continue
        parts = [hurt.part, hurt.size, hurt.colour and say(source, "colour", hurt.colour),
                 hurt.then and say(source, "then", hurt.then),
                 hurt.now and say(source, "now", hurt.now)]  # fmt: skip
        words = "; ".join(str(part).strip() for part in parts if part and str(part).strip())
        if words:
            injuries.append(words)
    proofs = proof_titles(source, item)
    return {
        "id": item.id,
        "n": n,
        "when": FactText(when_words(source, item), f"{item.id}.date"),
        "opening": FactText(opening(source, item), f"{item.id}.date"),
        "has_place": bool(place),
        "place": text(place, f"{item.id}.place"),
        "text": FactText(sentence(item.text), f"{item.id}.text"),
        "knowledge": text(knowledge, f"{item.id}.how_known"),
        "has_knowledge": knowledge is not None,
        "by_paper": item.how_known == "document",
        "cites": cites,
        "cited": shared["cited"],
        "injuries": text("; ".join(injuries), f"{item.id}.injuries"),
        "has_injuries": bool(injuries),
        "proofs": proofs,
        "has_proofs": proofs is not None,
        "heard_from": FactText(heard_from(source, item), f"{item.id}.how_known"),
        "paragraph": None,
        "has_paragraph": False,
    }


def proof_titles(source: FactSource, item: DisclosedEvent) -> FactText | None:
    """Titles of what proves an event: A2 and A3 travel with several papers, whose annex numbers differ."""
    pieces = [x for x in source.case.evidence if x.id in item.evidence or item.id in x.proves]
    titles = [" ".join((x.title or "").split()).rstrip(".;,") for x in pieces]
    return text("; ".join(title for title in titles if title), f"{item.id}.evidence")


def sentence(value: str | None) -> str:
    """In one line, with a full stop where the client put no end."""
    words = " ".join((value or "").split())
    return words if not words or words.endswith((".", "!", "?", "…", ".»", "!»", "?»", '."')) else f"{words}."


def _knowledge(source: FactSource, item: DisclosedEvent) -> str | None:
    """How the client knows it, after the kit of documents.md §8.0."""
    if item.how_known is None:
        return None
    known = source.words.label("how_known", item.how_known, "nom")
    return say(source, "heard", heard_from(source, item)) if item.how_known == "heard" else known


_WHEN: Final = {
    "ru": {"unknown": "неизвестна", "forgotten": "не помню", "day_unknown": "день неизвестен",
           "day_forgotten": "день не помню", "date_unknown": "точная дата неизвестна",
           "date_forgotten": "точную дату не помню", "no_date": "Дата неизвестна", "no_memory": "Дату не помню"},
    "be": {"unknown": "невядомая", "forgotten": "не памятаю", "day_unknown": "дзень невядомы",
           "day_forgotten": "дзень не памятаю", "date_unknown": "дакладная дата невядомая",
           "date_forgotten": "дакладную дату не памятаю", "no_date": "Дата невядомая", "no_memory": "Дату не памятаю"},
}  # fmt: skip


def when_words(source: FactSource, item: DisclosedEvent) -> str:
    """«март 2024 г., день не помню»; the day of what was only heard is «неизвестен»."""
    how = source.worded(_WHEN)
    value = item.date
    by_others = item.how_known in ("heard", "document")
    if value is None or value.precision is Precision.UNKNOWN:
        return how["unknown" if by_others else "forgotten"]
    words = date_words(value, "letter", source.language)
    match value.precision:
        case Precision.MONTH | Precision.APPROX if value.month is not None or value.precision is Precision.MONTH:
            return f"{words}, {how['day_unknown' if by_others else 'day_forgotten']}"
        case Precision.SEASON | Precision.YEAR | Precision.APPROX:
            return f"{words}, {how['date_unknown' if by_others else 'date_forgotten']}"
        case _:
            return words


def opening(source: FactSource, item: DisclosedEvent) -> str:
    """«Дата: март 2024 г., день не помню»; «Дата неизвестна» or «Дату не помню» where nothing is known."""
    if item.date is None or item.date.precision is Precision.UNKNOWN:
        unknown = source.worded(_WHEN)
        return unknown["no_date" if item.how_known in ("heard", "document") else "no_memory"]
    return say(source, "told_date", when_words(source, item))


def event_date(source: FactSource, item: DisclosedEvent) -> str:
    """The date alone, in letter style."""
    if item.date is None or bounds(item.date) is None:
        return say(source, "date_unknown")
    return date_words(item.date, "letter", source.language, original=False, time=False)


__all__ = ["TOLD", "clean_words", "event_date", "proof_titles", "sentence", "told", "when_words"]
