"""Where the client stands on the day of the paper: held or free, with a valid passport or without, since when in the
country, in which language."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from legalaid_desktop.documents.facts.timeline import bounds, certainly_from
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent
from legalaid_desktop.domain.facts import Detention
from legalaid_desktop.domain.ids import CountryCode
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


def _day(value: dt.datetime | dt.date | None) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def detentions_of_client(case: DisclosedCase) -> tuple[Detention, ...]:
    """All detentions of the client that have begun, earliest first; one without a first day leads."""
    client = case.client
    own = [
        d
        for d in case.detentions
        if (d.person is None or client is None or d.person == client.id)
        and ((start := _day(d.from_at)) is None or start <= case.as_of)
    ]
    return tuple(sorted(own, key=lambda d: _day(d.from_at) or dt.date.min))


def is_open(detention: Detention, as_of: dt.date) -> bool:
    """It has not ended on that day."""
    end = _day(detention.to_at)
    return end is None or end > as_of


def open_detention(case: DisclosedCase) -> Detention | None:
    """The detention of the client that has not ended on that day; the latest of several: where the client is now."""
    still = [d for d in detentions_of_client(case) if is_open(d, case.as_of)]
    return still[-1] if still else None


def custody_chain(case: DisclosedCase) -> tuple[Detention, ...]:
    """One unbroken time behind bars up to the day of the paper, earliest block first.

    It begins with the earliest detention that is open, and with those before it that ended on the day on which the
    next one began, or later: a move to another place frees nobody.
    """
    own = detentions_of_client(case)
    chain = [d for d in own if is_open(d, case.as_of)]
    for earlier in reversed([d for d in own if d not in chain]):
        ended, next_start = _day(earlier.to_at), _day(chain[0].from_at) if chain else None
        if ended is not None and next_start is not None and ended >= next_start:
            chain.insert(0, earlier)
    return tuple(chain)


REMAND: Final = frozenset({"extradition", "criminal", "custody", "pretrial", "pre_trial"})
"""Kinds of detention that are «стража»; a police, administrative or removal detention is another regime."""
_REMAND_PRISON: Final = re.compile(r"следственн\w+ изолятор|следч\w+ ізалятар|\bсизо\b", re.IGNORECASE)


def under_guard(case: DisclosedCase, detention: Detention | None) -> bool:
    """Custody in a criminal or extradition case («содержусь под стражей»), not another detention («задержан»).

    Without a kind: a remand prison says it, else a request for extradition that the case holds.
    """
    kind = (detention.kind or "").strip() if detention is not None else ""
    if kind:
        return kind in REMAND
    if detention is not None and detention.place and _REMAND_PRISON.search(detention.place):
        return True
    return case.extradition is not None


def arrival(case: DisclosedCase) -> dt.date | None:
    """The first known day of an entry into the country; without one, the day on which the way here ended."""
    days = [known[0] for entry in case.entries if (known := bounds(entry.date)) is not None]
    if days:
        return min(days)
    ends = [known[1] for leg in case.routes if (known := bounds(leg.to_on)) is not None]
    return max(ends, default=None)


def after_departure(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """Events that began after the client had come to the country: news from there, and what the client did or met
    with here (risk sur place, documents.md §4)."""
    came = arrival(case)
    if came is None:
        return ()
    return tuple(event for event in case.events if certainly_from(event.date, came))


def met_here(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """Events after the coming that the client lived through in person, and what was told to have happened where the
    client lives or is held: here, not where the return would lead."""
    places = {case.place, *(held.place for held in case.detentions)}
    here = {" ".join(place.casefold().split()) for place in places if place and place.strip()}

    def is_here(place: str | None) -> bool:
        words = " ".join((place or "").casefold().split())
        return bool(words) and any(words == one or one.startswith(f"{words} ") for one in here)

    return tuple(e for e in after_departure(case) if e.how_known == "seen" or is_here(e.place))


def needs_interpreter(case: DisclosedCase) -> bool:
    """The client speaks another language than Russian and Belarusian, or an interpreter was used."""
    return bool(case.interpreter_used) or case.language not in (None, "ru", "be")


def feared_state(case: DisclosedCase) -> CountryCode | None:
    """The state to which the fear of the paper belongs: the one that asks for the client, else the first of the
    citizenships, else that of former residence."""
    if case.extradition is not None and case.extradition.state is not None:
        return case.extradition.state
    client = case.client
    if client is None:
        return None
    listed = [c.country for c in client.citizenships or () if c.country]
    return listed[0] if listed else client.former_residence


def other_states(case: DisclosedCase) -> tuple[CountryCode, ...]:
    """Every further state of citizenship, in the order of the case: each has a question of its own."""
    feared = feared_state(case)
    listed = [c.country for c in (case.client.citizenships if case.client else None) or () if c.country]
    return tuple(country for country in dict.fromkeys(listed) if country != feared)
