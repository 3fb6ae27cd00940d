"""Facts that every paper shares: who signs, to whom, which decision, what happened, what is attached.

``base(source)`` gives them all under the roots of ``BASE``; a builder of one document adds its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import (
    AUTHORITY,
    CASES,
    DATE,
    FORMS,
    authority,
    country,
    dates,
    joined,
    labelled,
    language,
    text,
)
from legalaid_desktop.documents.facts.custody import first_moment, line, since_words
from legalaid_desktop.documents.facts.office_words import own_place
from legalaid_desktop.documents.facts.own_words import OWN_WORDS, own_words
from legalaid_desktop.documents.facts.paper_names import PAPER, paper_name
from legalaid_desktop.documents.facts.period import PERIOD, period
from legalaid_desktop.documents.facts.persons import PERSON, person
from legalaid_desktop.documents.facts.rulings import (
    COI,
    DECISION,
    EVENT,
    REASON,
    annexed,
    coi,
    coi_indexes,
    decision,
    event,
    events,
    moment,
    reason,
    say,
)
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import custody_chain, open_detention, under_guard
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import SignerKind
from legalaid_desktop.domain.document_codes import CODES
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.grammar.plural import plural

ANNEX: Final[FieldTree] = {"number": "number", "line": "text", "title": "text", "pages": "number"}
ADDRESSEE: Final[FieldTree] = {"header": "text", "known": "flag", "authority": AUTHORITY}
SIGNER: Final[FieldTree] = {
    "person": PERSON, "kind": "text", "by_representative": "flag", "child_alone": "flag", "cannot_write": "flag",
    "basis": "text",
}  # fmt: skip
CUSTODY: Final[FieldTree] = {
    "place": "text", "since": "text", "kind": FORMS, "since_date": DATE, "guarded": "flag", "line": "text",
}  # fmt: skip
LAW: Final[FieldTree] = {**FORMS, "order": "text", "short": "text"}
LAW_ROWS: Final[Mapping[str, str]] = {
    "protection": "law.354z", "foreigners": "law.105z", "civil": "code.kgs", "criminal": "code.upk",
    "administrative": "code.pikoap", "refugee33": "treaty.refugee1951.33", "cat3": "treaty.cat.3",
    "iccpr7": "treaty.iccpr.7", "iccpr9": "treaty.iccpr.9", "crc3": "treaty.crc.3",
}  # fmt: skip
"""Name in a template → row of the law data."""
BASE: Final[FieldTree] = {
    "client": PERSON,
    "signer": SIGNER,
    "addressee": ADDRESSEE,
    "decision": DECISION,
    "other_decisions": [DECISION],
    "events": [EVENT],
    "annexes": [ANNEX],
    "custody": CUSTODY,
    "interpreter_language": FORMS,
    "client_language": FORMS,
    "today": DATE,
    "case": {"place": "text", "region": "text"},
    "children": [PERSON],
    "included": [PERSON],
    **OWN_WORDS,
    **PERIOD,
    "attached": {str(code): ["text"] for code in CODES},
    "has": {str(code): "flag" for code in CODES},
    "return_states": [FORMS],
    "law": {**dict.fromkeys(LAW_ROWS, LAW), "court_paper": PAPER},
    "says": "flags",
}  # fmt: skip
"""``says`` is replaced by one flag for each named condition when the tree is completed."""


def annex_rows(source: FactSource) -> list[Fact]:
    """The annex list as it prints: «Повестка, 12 сентября 2025 г. (копия, на украинском языке, с переводом) на 1 л.»"""
    return [
        {
            "number": annex.number,
            "line": FactText(annex.line or annex.title, f"annex.{annex.ref}"),
            "title": FactText(annex.title, f"annex.{annex.ref}"),
            "pages": annex.pages,
        }
        for annex in source.annexes
    ]


def custody(source: FactSource) -> dict[str, Fact] | None:
    """Where the client is held and since when; ``None`` for somebody who is free."""
    held = open_detention(source.case)
    guarded = under_guard(source.case, held)
    if held is None:
        client = source.case.client
        if client is None or not client.in_custody:
            return None
        place = text(client.whereabouts or client.last_place, f"{client.id}.whereabouts")
        words = line(source, place, None, guarded)
        return {
            "place": place, "since": None, "kind": None, "since_date": None, "guarded": guarded,
            "line": text(words, f"{client.id}.in_custody"),
        }  # fmt: skip
    origin = held.id or "detention"
    since = first_moment(custody_chain(source.case))
    place = text(own_place(held.place), f"{origin}.place")
    return {
        "place": place,
        "since": text(since_words(source, since), f"{origin}.from"),
        "kind": labelled("detention_kind", held.kind, f"{origin}.kind", source),
        "since_date": dates(since, f"{origin}.from", source),
        "guarded": guarded,
        "line": text(line(source, place, since, guarded), f"{origin}.from"),
    }


def signer(source: FactSource) -> dict[str, Fact]:
    """Who signs: the client, or for a minor the lawful representative beside the child."""
    who = source.case.signer
    signs = source.case.person(who.person)
    by_representative = who.kind is SignerKind.REPRESENTATIVE
    basis = None
    if by_representative and signs is not None:
        relation = source.words.label("relation_to_child", signs.relation or "", "nom")
        parent = signs.relation in ("mother", "father")
        basis = relation or (
            source.words.label("relation", signs.relation or "", "nom") if parent else say(source, "guardian")
        )
    client = source.case.client
    return {
        "person": person(source, signs) if signs is not None else None,
        "kind": who.kind.value,
        "by_representative": by_representative,
        "child_alone": who.kind is SignerKind.CHILD_ALONE,
        "cannot_write": bool(client and client.literacy == "none" and not by_representative),
        "basis": text(basis, f"{who.person}.legal_guardian"),
    }


def addressee(source: FactSource) -> dict[str, Fact]:
    """The header of the addressee as it stands on the right; a gap with its question where nobody knows it."""
    to = source.addressee
    if to is None or not to.text:
        return {"header": FactText("", "addressee", label="addressee"), "known": False, "authority": None}
    body = authority(to.authority, None, "addressee", source) if to.authority else None
    return {"header": FactText(to.text, "addressee"), "known": True, "authority": body}


PLAIN_NUMBERS: Final = {"ru": ("лист", "листа", "листов"), "be": ("аркуш", "аркушы", "аркушаў"),
                        "en": ("sheet", "sheets", "sheets")}  # fmt: skip


def sheets_of(n: int, lang: str) -> str:
    """«3 листа»."""
    one, few, many = PLAIN_NUMBERS.get(lang, PLAIN_NUMBERS["ru"])
    return f"{n}\u00a0{plural(n, one, few, many, lang)}"


def base(source: FactSource) -> dict[str, Fact]:
    """All shared facts, by the shape ``BASE``."""
    case = source.case
    client = case.client
    attached = {annex.ref: annex for annex in source.annexes if annex.kind == "document"}
    region = source.law.regions.get(case.region or "")
    return {
        "client": person(source, client) if client is not None else None,
        "signer": signer(source),
        "addressee": addressee(source),
        "decision": decision(source, source.decision) if source.decision is not None else None,
        "other_decisions": [decision(source, item) for item in source.other_decisions],
        "events": events(source),
        "annexes": annex_rows(source),
        "custody": custody(source),
        "interpreter_language": language(case.language, "case.language", source),
        "client_language": language(case.language, "case.language", source),
        "today": dates(source.as_of, "today", source),
        "case": {
            "place": text(case.place, "case.place"),
            "region": text(region.get(f"{source.language}_nom") if region else None, "case.region"),
        },
        "children": [
            person(source, p)
            for p in case.persons
            if p.role != "client" and p.relation in ("son", "daughter", "child") and person(source, p)["minor"]
        ],
        "included": [person(source, p) for p in case.persons if p.included and p.role != "client"],
        **own_words(source),
        **period(source),
        "attached": {str(code): [str(code)] if code in attached else [] for code in CODES},
        "has": {str(code): code in attached for code in CODES},
        "return_states": return_states(source),
        "law": {
            **{key: law(source, row) for key, row in LAW_ROWS.items()},
            "court_paper": paper_name(source, "court_paper"),
        },
        "says": dict(source.conditions),
    }


def return_states(source: FactSource) -> list[Fact]:
    """Where the client would be sent: each state of citizenship; for a stateless person that of former residence."""
    client = source.case.client
    if client is None:
        return []
    codes = [c.country for c in client.citizenships or () if c.country]
    if not codes and client.former_residence:
        codes = [client.former_residence]
    found = [country(code, f"{client.id}.citizenships", source) for code in dict.fromkeys(codes)]
    return [item for item in found if item is not None]


_BEFORE: Final = {"code.kgs": "code.civil_before_2026"}
"""Row → the row that holds for papers of an earlier day."""


def law(source: FactSource, row_id: str) -> dict[str, Fact] | None:
    """An act or a treaty article in its cases. ``None`` where the data do not allow it to print (documents.md §1.8)."""
    row = source.law.sources.get(row_id)
    if row is not None and row.valid_from is not None and row.valid_from > source.as_of:
        row = source.law.sources.get(_BEFORE.get(row_id, ""))
    if row is None or row.stale or row.confidence not in (Confidence.VERIFIED, Confidence.TREATY):
        return None
    if row.valid_to is not None and row.valid_to < source.as_of:
        return None
    found: dict[str, Fact] = {"code": row.id}
    for case in CASES:
        found[case] = text(row.forms.get(f"{source.language}_{case}"), f"law.{row.id}")
    found["order"] = text(row.forms.get(f"{source.language}_order"), f"law.{row.id}")
    found["short"] = text(row.forms.get(f"{source.language}_short_nom"), f"law.{row.id}")
    return found


__all__ = [
    "ADDRESSEE", "ANNEX", "BASE", "COI", "CUSTODY", "DATE", "DECISION", "EVENT", "FORMS", "PERSON", "REASON",
    "SIGNER", "addressee", "annex_rows", "annexed", "base", "coi", "coi_indexes", "custody", "decision", "event",
    "events", "joined", "moment", "reason", "say", "sheets_of", "signer",
]  # fmt: skip
