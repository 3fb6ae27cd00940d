"""The paragraphs of A2 and their numbers, which A3 and every complaint cite («п. 14 изложения»).

Numbers come from the case alone and run through all sections of A2: first who the client is (one paragraph), then
the account in the client's words, then the events in order of time. What a person writes into the other sections of
A2 follows after them, so that an answer added later moves no number that another paper cites. A complaint made after
an event was added gets the new numbers by itself, because it asks this module again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from legalaid_desktop.documents.blocks import clean
from legalaid_desktop.documents.facts.timeline import AnyDate, Dated, in_order
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent, DisclosedNarrative
from legalaid_desktop.domain.partial_date import Precision

LONG_ACCOUNT = 12_000
"""Characters beyond which A2 wants a one-page summary, written by a person (documents.md A2)."""

STATE_LANGUAGES = (None, "ru", "be")
"""Languages of an account that a Belarusian body reads without a translation."""

_SENTENCE_END = re.compile(r"[.!?…:;»\"”)\]—–-]$")


@dataclass(frozen=True, kw_only=True)
class _EventOnLine(Dated):
    event: DisclosedEvent


def events_in_order(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """Released events with a text, earliest first, those without a date last."""
    told = [_EventOnLine(date=_date(event), event=event) for event in case.events if (event.text or "").strip()]
    return tuple(item.event for item in in_order(told))


def _date(event: DisclosedEvent) -> AnyDate | None:
    return event.date


def account(case: DisclosedCase) -> tuple[DisclosedNarrative, ...]:
    """The client's own accounts that this paper may read; a relative's account belongs to that person's own A2."""
    client = case.client
    return tuple(
        narrative
        for narrative in case.narratives
        if narrative.text.strip() and (narrative.person is None or client is None or narrative.person == client.id)
    )


def account_paragraphs(narrative: DisclosedNarrative) -> tuple[str, ...]:
    """Paragraphs of an account. A line is a paragraph, unless it only continues a sentence that was typed with
    line breaks inside it (then blank lines part the paragraphs)."""
    chunks = [chunk for chunk in re.split(r"\n[ \t]*\n", clean(narrative.text)) if chunk.strip()]
    found: list[str] = []
    for chunk in chunks:
        open_line = False
        for line in (part.strip() for part in chunk.split("\n")):
            if not line:
                continue
            continues = open_line and len(chunks) > 1 and (line[0].islower() or line[0].isdigit())
            if continues:
                found[-1] += " " + line
            else:
                found.append(line)
            open_line = _SENTENCE_END.search(line) is None
    return tuple(re.sub(r" {2,}", " ", text) for text in found)


def first_event_number(case: DisclosedCase) -> int:
    """Number of the paragraph of the first event: after the profile and the account."""
    return 2 + sum(len(account_paragraphs(narrative)) for narrative in account(case))


def statement_numbers(case: DisclosedCase) -> Mapping[str, int]:
    """Event id → number of its paragraph in A2."""
    first = first_event_number(case)
    return {event.id: first + place for place, event in enumerate(events_in_order(case))}


def account_length(case: DisclosedCase) -> int:
    """Characters of the client's account."""
    return sum(len(narrative.text) for narrative in account(case))


def imprecise(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """Events whose day is not known: A2 says so in words (documents.md §1 rule 5)."""
    return tuple(
        event
        for event in events_in_order(case)
        if event.date is None or event.date.precision not in (Precision.DAY, Precision.RANGE)
    )
