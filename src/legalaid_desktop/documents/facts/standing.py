"""Where the client stands on the day of the paper: held or free, with a valid passport or without, since when in the
country, in which language."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from legalaid_desktop.documents.facts.timeline import bounds, certainly_from
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent
from legalaid_desktop.domain.facts import Detention
from legalaid_desktop.domain.person import IdentityPaper

TRAVEL_PAPERS: Final = frozenset(
    {"passport", "travel_document", "convention_travel_document", "refugee_travel_document", "diplomatic_passport"}
)


def valid_passports(papers: tuple[IdentityPaper, ...] | None, as_of: dt.date) -> tuple[IdentityPaper, ...]:
    """Travel papers that are not known to have expired and are not in somebody else's hands."""
    found = []
    for paper in papers or ():
        if paper.kind not in TRAVEL_PAPERS:
            continue
        known = bounds(paper.expires)
        if known is not None and known[1] < as_of:
            continue
        if paper.held_by and re.search(r"изъят|отобра|забра|утер|потер|украд|адабра|канфіск", paper.held_by.lower()):
            continue
        found.append(paper)
    return tuple(found)


def open_detention(case: DisclosedCase) -> Detention | None:
    """The detention of the client that has not ended on that day; the latest of several."""
    client = case.client

    def day(value: dt.datetime | dt.date | None) -> dt.date | None:
        return value.date() if isinstance(value, dt.datetime) else value

    still = [
        d
        for d in case.detentions
        if (d.person is None or client is None or d.person == client.id)
        and ((end := day(d.to_at)) is None or end > case.as_of)
        and ((start := day(d.from_at)) is None or start <= case.as_of)
    ]
    return max(still, key=lambda d: day(d.from_at) or dt.date.min, default=None)


def arrival(case: DisclosedCase) -> dt.date | None:
    """The first known day of an entry into the country."""
    days = [known[0] for entry in case.entries if (known := bounds(entry.date)) is not None]
    return min(days, default=None)


def after_departure(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """Events abroad that began after the client had come: known by hearsay or paper, not at the place of the case."""
    came = arrival(case)
    if came is None:
        return ()
    here = (case.place or "").casefold()
    return tuple(
        event
        for event in case.events
        if certainly_from(event.date, came)
        and event.how_known in ("heard", "document")
        and not (here and event.place and event.place.casefold() in (here, "беларусь", "республика беларусь"))
    )


def needs_interpreter(case: DisclosedCase) -> bool:
    """The client speaks another language than Russian and Belarusian, or an interpreter was used."""
    return bool(case.interpreter_used) or case.language not in (None, "ru", "be")
