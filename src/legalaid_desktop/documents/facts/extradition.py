"""Facts of the complaint against extradition (D1) and of the annex on the risk of torture (D5).

Nothing is argued here: a ground is ticked where the case holds a fact, what a person must write is a question of the
manifest, and the eleven questions on assurances are answered only from the case.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

from legalaid_desktop.documents.facts.application import INTERPRETED, SHORT_REASONS, interpreted, speech
from legalaid_desktop.documents.facts.basics import FORMS, country, labelled, number_ranges, text
from legalaid_desktop.documents.facts.common import base, coi
from legalaid_desktop.documents.facts.custody import HELD, held
from legalaid_desktop.documents.facts.grounds import (
    RECOGNISED,
    article_not_named,
    home_citizen,
    ill_treatment,
    ticked,
    told_events,
)
from legalaid_desktop.documents.facts.identity import IDENTITY, identity
from legalaid_desktop.documents.facts.journey import WAY, way
from legalaid_desktop.documents.facts.pledges import PLEDGE, pledges
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.statement import events_in_order, statement_numbers
from legalaid_desktop.documents.facts.states import HOMELAND, NATION, homeland, nations
from legalaid_desktop.documents.facts.timeline import AnyDate, bounds
from legalaid_desktop.documents.facts.told import TOLD, clean_words, event_date, told
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedEvent
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.plural import plural

OLD_MONTHS: Final = 24
"""Country information older than this is said to be old (CHK-AGE)."""
ENOUGH_SOURCES: Final = 3
"""Dated sources that D5 wants at least (documents.md D5, Fields)."""
REQUEST: Final[FieldTree] = {
    "state": FORMS, "requested": "text", "has_requested": "flag", "offence": "text", "article": "text",
    "has_article": "flag", "article_missing": "flag", "penalty": "text", "has_penalty": "flag",
    "in_absentia": "flag", "notice": "text", "has_notice": "flag",
}  # fmt: skip
LAW: Final[FieldTree] = {
    "cat3": FORMS, "refugee33": FORMS, "iccpr7": FORMS, "iccpr9": FORMS, "crc3": FORMS, "upk": "text",
    "protection": "text", "procedure": FORMS,
}  # fmt: skip
SERVED: Final[FieldTree] = {
    "when": "text", "known": "flag", "how": "text", "has_how": "flag", "signed_by": "text", "language": FORMS,
    "translated": "flag", "not_translated": "flag",
}  # fmt: skip
RISK: Final[FieldTree] = {
    "own": [TOLD], "any_own": "flag", "harm_events": [TOLD], "others": [TOLD], "any_others": "flag",
    "harm": "text", "has_harm": "flag",
}  # fmt: skip
SHARED: Final[FieldTree] = {
    "identity": IDENTITY, "homeland": HOMELAND, "way": WAY, "request": REQUEST, "law": LAW, "risk": RISK,
    "pledges": [PLEDGE], "any_pledges": "flag", "recognised": "flag",
    "nations": [NATION],
}  # fmt: skip
D1_FIELDS: Final[FieldTree] = {
    **SHARED, "held": HELD, "interpreted": INTERPRETED, "speech": FORMS, "served": SERVED,
    "grounds": [{"kind": "text", "n": "number"}], "has_grounds": "flag",
    "personal": {"health": "text", "has_health": "flag", "minor": "flag", "family": "text", "has_family": "flag",
                 "children": "flag"},
    "home": {"citizen": "flag"},
    "account": {"numbers": "text", "any": "flag"},
    "rest": {"events": [TOLD], "any": "flag", "only": "text", "has_only": "flag"},
}  # fmt: skip
SOURCE_ROW: Final[FieldTree] = {"n": "number", "what": "text", "dated": "text", "pinpoint": "text", "point": "text"}
PROOF: Final[FieldTree] = {"n": "number", "title": "text", "date": "text", "pages": "text", "proves": "text"}
D5_FIELDS: Final[FieldTree] = {
    **SHARED, "sources": [SOURCE_ROW], "any_sources": "flag", "few_sources": "flag", "source_count": "text",
    "proofs": [PROOF], "any_proofs": "flag",
}  # fmt: skip

_TREATIES: Final = {
    "cat3": "treaty.cat.3", "refugee33": "treaty.refugee1951.33", "iccpr7": "treaty.iccpr.7",
    "iccpr9": "treaty.iccpr.9", "crc3": "treaty.crc.3", "procedure": "code.upk",
}  # fmt: skip
_CASES: Final = ("nom", "gen", "dat", "acc", "ins", "prep")


def law(source: FactSource) -> dict[str, Fact]:
    """Acts and articles that may print, by grammatical case: treaties, and rows verified and not stale."""
    found: dict[str, Fact] = {}
    for name, row_id in _TREATIES.items():
        row = source.law.sources.get(row_id)
        sure = row is not None and (
            row.confidence is Confidence.TREATY or (row.confidence is Confidence.VERIFIED and not row.stale)
        )
        if row is None or not sure:
            found[name] = None
            continue
        forms: dict[str, Fact] = {}
        for case in _CASES:
            words = row.forms.get(f"{source.language}_{case}")
            forms[case] = FactText(words, f"law.{row_id}") if words else None
        found[name] = forms
    for name, row_id in (("upk", "code.upk"), ("protection", "law.354z")):
        row = source.law.sources.get(row_id)
        found[name] = text(row.forms.get(f"{source.language}_order") if row is not None else None, f"law.{row_id}")
    return found


def request(source: FactSource) -> dict[str, Fact]:
    """What the foreign state asks, in the words of its paper; what is not known is a gap."""
    asked = source.case.extradition
    requested = asked.requested if asked is not None else None
    known = requested is not None and requested.precision is not Precision.UNKNOWN
    offence = clean_words(asked.offence) if asked is not None else ""
    article = clean_words(asked.article_abroad) if asked is not None else ""
    penalty = clean_words(asked.max_penalty) if asked is not None else ""
    notice = clean_words(asked.wanted_notice) if asked is not None else ""
    return {
        "state": country(asked.state, "extradition.state", source) if asked is not None else None,
        "requested": FactText(date_words(requested, "of", source.language), "extradition.requested")
        if requested is not None and known
        else None,
        "has_requested": known,
        "offence": FactText(offence, "extradition.offence", label="деяние, названное в запросе"),
        "article": text(article, "extradition.article_abroad"),
        "has_article": bool(article),
        "article_missing": article_not_named(source.case),
        "penalty": text(penalty, "extradition.max_penalty"),
        "has_penalty": bool(penalty),
        "in_absentia": asked is not None and asked.in_absentia is True,
        "notice": text(notice, "extradition.wanted_notice"),
        "has_notice": bool(notice),
    }


def risk(source: FactSource) -> dict[str, Fact]:
    """What the client saw, and among it what tells of harm; and what the client was told of others."""
    numbers = _numbers(source)
    harm = ill_treatment(source.case)
    others = told_events(source.case)
    own = [e for e in events_in_order(source.case) if e not in others]
    hurt = [e for e in own if e in harm]
    return {
        "own": [_told(source, e, k, numbers) for k, e in enumerate(own, 1)],
        "any_own": bool(own),
        "harm_events": [_told(source, e, k, numbers) for k, e in enumerate(hurt, 1)],
        "others": [_told(source, e, k, numbers) for k, e in enumerate(others, 1)],
        "any_others": bool(others),
        "harm": text("; ".join(event_date(source, e) for e in hurt), "events"),
        "has_harm": bool(hurt),
    }


def _told(source: FactSource, item: DisclosedEvent, n: int, numbers: dict[str, int]) -> dict[str, Fact]:
    facts = told(source, item, n)
    facts["paragraph"] = numbers.get(item.id)
    facts["has_paragraph"] = item.id in numbers
    return facts


def _numbers(source: FactSource) -> dict[str, int]:
    """Paragraphs of A2, where A2 travels with this paper."""
    if source.paragraphs:
        return dict(source.paragraphs)
    with_it = any(annex.kind == "document" and annex.ref == "A2" for annex in source.annexes)
    return dict(statement_numbers(source.case)) if with_it else {}


def served(source: FactSource) -> dict[str, Fact]:
    """When and how the decision reached the client, who signed it, in which language."""
    item = source.decision
    if item is None:
        return {
            "when": None, "known": False, "how": None, "has_how": False, "signed_by": None, "language": None,
            "translated": False, "not_translated": False,
        }  # fmt: skip
    moment = item.received_at or item.received
    how = clean_words(item.received_how)
    return {
        "when": FactText(date_words(moment, "letter", source.language), f"{item.id}.received") if moment else None,
        "known": moment is not None,
        "how": text(how, f"{item.id}.received_how"),
        "has_how": bool(how),
        "signed_by": FactText(clean_words(item.signed_by), f"{item.id}.signed_by", label="кто подписал постановление"),
        "language": labelled("language_full", item.language, f"{item.id}.language", source),
        "translated": item.translated is True,
        "not_translated": item.translated is False,
    }


def d1(source: FactSource) -> dict[str, Fact]:
    """Facts of D1, by the shapes ``BASE`` and ``D1_FIELDS``."""
    case = source.case
    client = case.client
    chosen = ticked(case, source.answers)
    near = [
        p
        for p in case.persons
        if p.role not in ("client", "missing", "deceased", "witness")
        and p.relation is not None
        and (p.included or any(c.country == "BY" for c in p.citizenships or ()))
    ]
    kin = [source.words.label("relation", p.relation or "", "nom") or "родственник" for p in near]
    paragraphs = _numbers(source)
    numbers = sorted(paragraphs.values())
    shown = {*ill_treatment(case), *told_events(case)} if "torture" in chosen else set()
    rest = [e for e in events_in_order(case) if e not in shown]
    length = sum(len(e.text or "") for e in rest)
    elsewhere = length > SHORT_REASONS and all(e.id in paragraphs for e in rest)
    health = "; ".join(clean_words(h) for h in client.health_needs) if client is not None else ""
    return {
        **base(source),
        **_shared(source),
        "held": held(source),
        "interpreted": interpreted(source),
        "speech": speech(source),
        "served": served(source),
        "grounds": [{"kind": name, "n": n} for n, name in enumerate(chosen, 1)],
        "has_grounds": bool(chosen),
        "personal": {
            "health": text(health, f"{client.id}.health_needs" if client else "client"),
            "has_health": bool(health),
            "minor": client is not None and may_be_minor(client, source.as_of),
            "family": text(", ".join(kin), "persons"),
            "has_family": bool(kin),
            "children": any(may_be_minor(p, source.as_of) for p in near),
        },
        "home": {"citizen": home_citizen(case)},
        "rest": {
            "events": [_told(source, e, k, paragraphs) for k, e in enumerate(rest, 1)],
            "any": bool(rest),
            "only": text(number_ranges([paragraphs[e.id] for e in rest]), "A2") if elsewhere else None,
            "has_only": elsewhere,
        },
        "account": {
            "numbers": text(f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0]), "A2")
            if numbers
            else None,
            "any": bool(numbers),
        },
    }


def _shared(source: FactSource) -> dict[str, Fact]:
    return {
        "identity": identity(source),
        "homeland": homeland(source),
        "way": way(source),
        "request": request(source),
        "law": law(source),
        "risk": risk(source),
        "pledges": pledges(source),
        "any_pledges": bool(source.case.assurances),
        "recognised": any(status.kind in RECOGNISED for status in source.case.prior_statuses),
        "nations": nations(source),
    }


def is_old(value: PartialDate | dt.date | None, as_of: dt.date) -> bool:
    """Every reading of the date is more than 24 months before ``as_of``."""
    known = bounds(value)
    return known is not None and known[1] < months_before(as_of, OLD_MONTHS)


def months_before(day: dt.date, months: int) -> dt.date:
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _source_row(source: FactSource, index: int) -> dict[str, Fact]:
    item = source.case.coi[index]
    facts = coi(source, index)
    origin = f"coi.{index + 1}"
    names = [clean_words(part) for part in (item.publisher, item.title) if clean_words(part)]
    dated: str | None = None
    if item.date is not None and item.date.precision is not Precision.UNKNOWN:
        dated = date_words(item.date, "letter", source.language)
        if is_old(item.date, source.as_of):
            dated += " (источник старше двух лет)"
    return {
        "n": index + 1,
        "what": FactText(". ".join(n[:1].upper() + n[1:] for n in names), f"{origin}.title", label="источник"),
        "dated": FactText(dated or "", f"{origin}.date", label="дата источника"),
        "pinpoint": facts["pinpoint"] or FactText("–", f"{origin}.pinpoint"),
        "point": FactText(clean_words(item.point), f"{origin}.point", label="что сказано в источнике"),
    }


def _proof_row(source: FactSource, n: int, index: int, places: dict[str, int]) -> dict[str, Fact]:
    piece = source.case.evidence[index]
    origin = f"{piece.id}.title"
    dated: AnyDate | None = piece.date
    known = piece.date is not None and piece.date.precision is not Precision.UNKNOWN
    tied = sorted(
        {
            places[e.id]
            for e in source.case.events
            if e.id in places and (piece.id in e.evidence or e.id in piece.proves)
        }
    )
    return {
        "n": n,
        "title": FactText(clean_words(piece.title) or "документ", origin),
        "date": FactText(
            date_words(dated, "letter", source.language, original=False) if known and dated is not None else "–",
            f"{piece.id}.date",
        ),
        "pages": FactText(str(piece.pages) if piece.pages is not None else "___", f"{piece.id}.pages"),
        "proves": FactText(
            f"событие {', '.join(str(k) for k in tied)}" if tied else "обстоятельства дела", f"{piece.id}.proves"
        ),
    }


def d5(source: FactSource) -> dict[str, Fact]:
    """Facts of D5, by the shapes ``BASE`` and ``D5_FIELDS``."""
    facts = _shared(source)
    harm = facts["risk"]
    rows = harm["own"] if isinstance(harm, dict) else []
    places: dict[str, int] = {}
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row["n"], int):
            places[str(row["id"])] = row["n"]
    count = len(source.case.coi)
    return {
        **base(source),
        **facts,
        "sources": [_source_row(source, index) for index in range(count)],
        "any_sources": bool(count),
        "few_sources": count < ENOUGH_SOURCES,
        "source_count": FactText(f"{count}\u00a0{plural(count, 'источник', 'источника', 'источников', 'ru')}", "coi"),
        "proofs": [_proof_row(source, n, index, places) for n, index in enumerate(range(len(source.case.evidence)), 1)],
        "any_proofs": bool(source.case.evidence),
    }
