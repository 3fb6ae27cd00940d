"""Custody as a complaint tells it: since when, its sanctions, days between them, days until today."""

from __future__ import annotations

import datetime as dt
from typing import Final

from legalaid_desktop.documents.facts.basics import text
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import open_detention
from legalaid_desktop.documents.facts.told import clean_words
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.plural import plural

HELD: Final[FieldTree] = {
    "any": "flag", "place": "text", "since": "text", "sanctions": "text", "has_sanctions": "flag", "breaks": "text",
    "has_breaks": "flag", "days": "text", "has_days": "flag",
}  # fmt: skip


def held(source: FactSource) -> dict[str, Fact]:
    """Custody: place, since when, its sanctions, days without a sanction between them, days counted to today."""
    detention = open_detention(source.case)
    client = source.case.client
    if detention is None:
        anywhere = client is not None and bool(client.in_custody)
        place = client.whereabouts or client.last_place if client is not None and anywhere else None
        return {
            "any": anywhere, "place": text(place, "client.whereabouts"), "since": None, "sanctions": None,
            "has_sanctions": False, "breaks": None, "has_breaks": False, "days": None, "has_days": False,
        }  # fmt: skip
    origin = detention.id or "detention"
    start = detention.from_at
    first = start.date() if isinstance(start, dt.datetime) else start
    spans = sorted(
        ((s.from_on, s.to_on) for s in detention.sanctions or () if s.from_on and s.to_on), key=lambda pair: pair[0]
    )
    words = [f"{date_words(a, 'since', source.language)} до {date_words(b, 'of', source.language)}" for a, b in spans]
    breaks = []
    end = spans[0][1] if spans else None
    for a, b in spans[1:]:
        if end is not None and a > end + dt.timedelta(days=1):
            breaks.append(f"{date_words(end, 'since', source.language)} до {date_words(a, 'of', source.language)}")
        end = max(end, b) if end is not None else b
    days = (source.as_of - first).days + 1 if first is not None and first <= source.as_of else None
    return {
        "any": True,
        "place": text(clean_words(detention.place), f"{origin}.place"),
        "since": FactText(date_words(start, "since", source.language), f"{origin}.from") if start is not None else None,
        "sanctions": text("; ".join(words), f"{origin}.sanctions"),
        "has_sanctions": bool(words),
        "breaks": text("; ".join(breaks), f"{origin}.sanctions"),
        "has_breaks": bool(breaks),
        "days": FactText(f"{days}\u00a0{plural(days, 'день', 'дня', 'дней', 'ru')}", f"{origin}.from")
        if days
        else None,
        "has_days": days is not None,
    }
