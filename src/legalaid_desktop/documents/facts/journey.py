"""The way here: states passed, entries, protection elsewhere."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.blocks import GAP
from legalaid_desktop.documents.facts.application_words import say
from legalaid_desktop.documents.facts.basics import FORMS, country, text
from legalaid_desktop.documents.facts.chronology import (
    entry_point,
    period,
)
from legalaid_desktop.documents.facts.common import annexed
from legalaid_desktop.documents.facts.grounds import NO_STATUS, NOT_PROTECTION
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.grammar.dates import date_words

WAY: Final[FieldTree] = {
    "legs": [{"country": FORMS, "period": "text", "has_period": "flag", "status": "text", "has_status": "flag",
              "asked": "flag", "not_asked": "flag", "result": "text", "has_result": "flag"}],
    "entries": [{"date": "text", "point": "text", "has_point": "flag", "lawful": "flag", "later": "flag",
                 "manner": "text", "has_manner": "flag", "document": "text", "has_document": "flag"}],
    "has_legs": "flag", "has_entries": "flag",
    "statuses": [{"country": FORMS, "kind": "text", "weighs": "flag", "since": "text", "has_since": "flag",
                  "cites": ["text"], "cited": "flag"}],
    "has_statuses": "flag", "any_weighs": "flag", "to_tell": "flag",
}  # fmt: skip


def _unnamed(source: FactSource, origin: str) -> dict[str, Fact]:
    """A state that nobody named: a blank with the word for what is to be written on it."""
    words = FactText(f"{say(source, 'some_state')}: {GAP}", origin)
    return dict.fromkeys(FORMS, words)


def way(source: FactSource) -> dict[str, Fact]:
    """Journey, entries and protection elsewhere. An entry is described without a confession: how it was is printed
    only for one that was lawful; else the client tells it in the interview."""
    case = source.case
    legs: list[Fact] = []
    for k in sorted(
        range(len(case.routes)), key=lambda k: _place_in_time(case.routes[k].from_on or case.routes[k].to_on)
    ):
        leg = case.routes[k]
        origin = f"route.{k + 1}"
        words = period(source, leg)
        status = stay_words(source, leg.status)
        result = (leg.result or "").strip().rstrip(".")
        legs.append(
            {
                "country": country(leg.country, origin, source) or _unnamed(source, origin),
                "period": text(words, origin),
                "has_period": words is not None,
                "status": text(status, origin),
                "has_status": bool(status),
                "asked": leg.asked_protection is True,
                "not_asked": leg.asked_protection is False,
                "result": text(result, origin),
                "has_result": bool(result) and leg.asked_protection is not False,
            }
        )
    entries: list[Fact] = []
    for k in sorted(range(len(case.entries)), key=lambda k: _place_in_time(case.entries[k].date)):
        entry = case.entries[k]
        origin = f"entry.{k + 1}"
        lawful = entry.lawful == "yes"
        point = (entry_point(entry.point, entry.lawful) or "").strip().rstrip(".")
        manner = (entry.manner or "").strip().rstrip(".") if lawful else ""
        paper = (entry.document or "").strip().rstrip(".") if lawful else ""
        entries.append(
            {
                "date": FactText(date_words(entry.date, "letter", source.language), origin)
                if entry.date is not None and entry.date.precision is not Precision.UNKNOWN
                else FactText(
                    say(source, "forgot_date") if entry.date is not None else "",
                    origin,
                    label=say(source, "entry_date"),
                ),
                "point": text(point, origin),
                "has_point": bool(point),
                "lawful": lawful,
                "later": not lawful,
                "manner": text(manner, origin),
                "has_manner": bool(manner),
                "document": text(paper, origin),
                "has_document": bool(paper),
            }
        )
    statuses: list[Fact] = []
    for n, given in enumerate(case.prior_statuses, 1):
        if given.kind in NO_STATUS and source.manifest.id.startswith("D"):
            continue  # a complaint does not volunteer that somebody else refused; the application tells of it
        origin = f"prior_status.{n}"
        kind = status_words(source, given.kind)
        cites = annexed(source, (given.evidence,))
        statuses.append(
            {
                "country": country(given.state, origin, source),
                "kind": FactText(kind, origin),
                "weighs": given.kind not in NOT_PROTECTION,
                "since": FactText(date_words(given.since, "since", source.language), origin) if given.since else None,
                "has_since": given.since is not None and given.since.precision is not Precision.UNKNOWN,
                "cites": cites,
                "cited": bool(cites),
            }
        )
    return {
        "legs": legs, "entries": entries, "has_legs": bool(legs), "has_entries": bool(entries),
        "statuses": statuses, "has_statuses": bool(statuses),
        "any_weighs": any(isinstance(s, dict) and s["weighs"] for s in statuses),
        "to_tell": any(e.lawful != "yes" for e in case.entries),
    }  # fmt: skip


def stay_words(source: FactSource, status: str | None) -> str:
    """What the client was in a state on the way, in words; a code that nobody has words for prints nothing."""
    if status == "transit":
        return say(source, "transit")
    known = source.words.label("prior_status", status, "nom") if status else None
    return (known or "").strip().rstrip(".")


def _place_in_time(value: PartialDate | None) -> tuple[bool, str]:
    known = bounds(value)
    return known is None, known[0].isoformat() if known else ""


def status_words(source: FactSource, kind: str | None) -> str:
    """«статус беженца»; for a kind that the labels do not know, «международная защита»."""
    known = source.words.label("prior_status", kind, "nom") if kind else None
    return known or say(source, "protection")
