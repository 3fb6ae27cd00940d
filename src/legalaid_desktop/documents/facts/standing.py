"""Where the client stands on the day of the paper: held or free, with a valid passport or without."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.domain.disclosed import DisclosedCase
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
