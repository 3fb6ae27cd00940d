"""Facts of the complaint against extradition (D1) and of the annex on the risk of torture (D5).

Nothing is argued here: a ground is ticked where the case holds a fact, what a person must write is a question of the
manifest, and the eleven questions on assurances are answered only from the case.
"""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.application import INTERPRETED, SHORT_REASONS, interpreted, speech
from legalaid_desktop.documents.facts.basics import FORMS, country, number_ranges, text
from legalaid_desktop.documents.facts.common import base, coi
from legalaid_desktop.documents.facts.custody import HELD, held
from legalaid_desktop.documents.facts.family import facts_label
from legalaid_desktop.documents.facts.grounds import (
    RECOGNISED,
    article_not_named,
    home_citizen,
    ill_treatment,
    low_penalty,
    relatives_here,
    ticked,
    told_events,
)
from legalaid_desktop.documents.facts.identity import IDENTITY, identity
from legalaid_desktop.documents.facts.journey import WAY, way
from legalaid_desktop.documents.facts.persons import citizenship_line
from legalaid_desktop.documents.facts.pledges import PLEDGE, pledges
from legalaid_desktop.documents.facts.rebuttal import REBUTTAL, rebuttals
from legalaid_desktop.documents.facts.risk import RISK, risk, statement_paragraphs, told_in
from legalaid_desktop.documents.facts.served import SERVED, served
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import met_here
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.facts.states import HOMELAND, NATION, homeland, nations
from legalaid_desktop.documents.facts.timeline import AnyDate
from legalaid_desktop.documents.facts.told import TOLD, clean_words
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedPerson
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.domain.person import Sex
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.plural import plural

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
SHARED: Final[FieldTree] = {
    "identity": IDENTITY, "homeland": HOMELAND, "way": WAY, "request": REQUEST, "law": LAW, "risk": RISK,
    "pledges": [PLEDGE], "any_pledges": "flag", "recognised": "flag",
    "nations": [NATION],
}  # fmt: skip
D1_FIELDS: Final[FieldTree] = {
    **SHARED, "held": HELD, "interpreted": INTERPRETED, "speech": FORMS, "served": SERVED,
    "rebuttals": [REBUTTAL], "grounds": [{"kind": "text", "n": "number"}], "has_grounds": "flag",
    "personal": {"health": "text", "has_health": "flag", "minor": "flag", "family": "text", "has_family": "flag",
                 "children": "flag"},
    "home": {"citizen": "flag"}, "low_penalty": "flag",
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


def d1(source: FactSource) -> dict[str, Fact]:
    """Facts of D1, by the shapes ``BASE`` and ``D1_FIELDS``."""
    case = source.case
    client = case.client
    chosen = ticked(case, source.answers)
    near = relatives_here(case)
    kin = [_kin_line(source, p) for p in near]
    paragraphs = statement_paragraphs(source)
    numbers = sorted(paragraphs.values())
    here = met_here(case)
    shown = {e for e in (*ill_treatment(case), *told_events(case)) if e not in here} if "torture" in chosen else set()
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
        "rebuttals": rebuttals(source),
        "grounds": [{"kind": name, "n": n} for n, name in enumerate(chosen, 1)],
        "has_grounds": bool(chosen),
        "personal": {
            "health": text(health, f"{client.id}.health_needs" if client else "client"),
            "has_health": bool(health),
            "minor": client is not None and may_be_minor(client, source.as_of),
            "family": text("; ".join(kin), "persons"),
            "has_family": bool(kin),
            "children": any(may_be_minor(p, source.as_of) for p in near),
        },
        "home": {"citizen": home_citizen(case)},
        "low_penalty": low_penalty(case),
        "rest": {
            "events": [told_in(source, e, k, paragraphs) for k, e in enumerate(rest, 1)],
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


def _kin_line(source: FactSource, who: DisclosedPerson) -> str:
    """«муж (гражданство: Республика Беларусь)»: what decides is said, the name is not needed."""
    belarusian = source.language == "be"
    kin = facts_label(source, who) or ("сваяк" if belarusian else "родственник")
    marks = [str(mark) for mark in (citizenship_line(source, who),) if mark]
    if may_be_minor(who, source.as_of) and belarusian:
        marks.insert(0, "маладзей за васямнаццаць гадоў")
    elif may_be_minor(who, source.as_of):
        marks.insert(0, "не достиг восемнадцати лет" if who.sex is Sex.MALE else "не достигла восемнадцати лет"
                     if who.sex is Sex.FEMALE else "младше восемнадцати лет")  # fmt: skip
    return f"{kin} ({'; '.join(marks)})" if marks else kin


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


def _source_row(source: FactSource, index: int) -> dict[str, Fact]:
    item = source.case.coi[index]
    facts = coi(source, index)
    origin = f"coi.{index + 1}"
    names = [clean_words(part) for part in (item.publisher, item.title) if clean_words(part)]
    dated: str | None = None
    if item.date is not None and item.date.precision is not Precision.UNKNOWN:
        dated = date_words(item.date, "letter", source.language)
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


def _proofs_of_risk(source: FactSource) -> list[int]:
    """Places of the evidence, without what proves only why a period was missed: it says nothing of a risk."""
    case = source.case
    late = {item.evidence for item in case.missed}
    told = {ref for event in case.events for ref in event.evidence}
    return [n for n, x in enumerate(case.evidence) if x.id not in late or x.proves or x.id in told]


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
    pieces = _proofs_of_risk(source)
    return {
        **base(source),
        **facts,
        "sources": [_source_row(source, index) for index in range(count)],
        "any_sources": bool(count),
        "few_sources": count < ENOUGH_SOURCES,
        "source_count": FactText(f"{count}\u00a0{plural(count, 'источник', 'источника', 'источников', 'ru')}", "coi"),
        "proofs": [_proof_row(source, n, index, places) for n, index in enumerate(pieces, 1)],
        "any_proofs": bool(pieces),
    }
