"""Facts of the papers around a removal: lifting an entry ban (E4), a complaint on detention (E5), leaving of one's own
will (E6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import FORMS, labelled, text
from legalaid_desktop.documents.facts.common import EVENT, base, event, law
from legalaid_desktop.documents.facts.custody import HELD, held
from legalaid_desktop.documents.facts.office_words import own_place
from legalaid_desktop.documents.facts.removal import child_citizen, order, ties
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import detentions_of_client, open_detention
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.facts import Detention
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.plural import plural

BAN: Final[FieldTree] = {"ties": ["text"], "child_citizen": "flag", "order": "text", "letters": "text"}
DETAINED: Final[FieldTree] = {
    "held": HELD,
    "detained": {
        "known": "flag", "over": "flag", "from": "text", "to": "text", "place": "text", "kind": FORMS,
        "hours": "text", "exact": "flag",
    },
    "order": "text",
    "at_detention": [EVENT],
}  # fmt: skip
DEPARTURE: Final[FieldTree] = {"letters": "text"}
NEAR: Final = dt.timedelta(days=1)
"""How near a detention an event is told in the complaint on it."""
_HOURS: Final = {"ru": ("час", "часа", "часов"), "be": ("гадзіна", "гадзіны", "гадзін")}


def entry_ban(source: FactSource) -> Mapping[str, Fact]:
    """Facts of E4: who of the family waits here, and the law on letters for the mode that only asks."""
    return {
        **base(source),
        "ties": ties(source),
        "child_citizen": child_citizen(source.case),
        "order": order(source),
        "letters": _letters(source),
    }


def departure(source: FactSource) -> Mapping[str, Fact]:
    """Facts of E6."""
    return {**base(source), "letters": _letters(source)}


def _letters(source: FactSource) -> Fact:
    """«в порядке, установленном …» of the law on letters to state bodies."""
    row = law(source, "law.300z")
    return row["order"] if row is not None else None


def detention(source: FactSource) -> Mapping[str, Fact]:
    """Facts of E5: the detention that is open, else the latest one, with its hours where both moments are known."""
    case = source.case
    now = open_detention(case)
    own = detentions_of_client(case)
    item = now or (own[-1] if own else None)
    over = item is not None and now is None
    return {
        **base(source),
        "held": held(source),
        "detained": _detained(source, item, over=over),
        "order": order(source),
        "at_detention": _around(source, item),
    }


def _around(source: FactSource, item: Detention | None) -> list[Fact]:
    """Events from the day before the detention until its end: what came earlier says nothing of how it was done."""
    since = _day(item.from_at) if item is not None else None
    if item is None or since is None:
        return []
    until = _day(item.to_at)
    found = []
    for told in source.case.events:
        known = bounds(told.date)
        if known is not None and known[0] >= since - NEAR and (until is None or known[0] <= until + NEAR):
            found.append(told.id)
    return [event(source, told, n) for n, told in enumerate(events_in_order(source.case), 1) if told.id in found]


def _day(value: dt.datetime | dt.date | None) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def _moment(value: dt.datetime | dt.date | None, source: FactSource) -> str | None:
    return date_words(value, "letter", source.language) if value is not None else None


def _detained(source: FactSource, item: Detention | None, *, over: bool) -> dict[str, Fact]:
    if item is None:
        return {
            "known": False, "over": False, "from": None, "to": None, "place": None, "kind": None, "hours": None,
            "exact": False,
        }  # fmt: skip
    origin = item.id or "detention"
    exact = isinstance(item.from_at, dt.datetime)
    hours = None
    if isinstance(item.from_at, dt.datetime) and isinstance(item.to_at, dt.datetime) and over:
        n = int((item.to_at - item.from_at).total_seconds() // 3600)
        one, few, many = source.worded(_HOURS)
        hours = FactText(f"{n}\u00a0{plural(n, one, few, many, source.language)}", f"{origin}.to") if n > 0 else None
    return {
        "known": item.from_at is not None,
        "over": over,
        "from": text(_moment(item.from_at, source), f"{origin}.from"),
        "to": text(_moment(item.to_at, source), f"{origin}.to") if over else None,
        "place": text(own_place(item.place), f"{origin}.place"),
        "kind": labelled("detention_kind", item.kind, f"{origin}.kind", source),
        "hours": hours,
        "exact": exact,
    }
