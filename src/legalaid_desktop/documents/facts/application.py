"""Facts of the application for protection (A1) and its annexes: statement (A2), chronology (A3), family sheet (A4).

Only what the case holds: an answer that nobody gave stays ``None`` and prints as a gap of its own question.
"""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.application_words import say
from legalaid_desktop.documents.facts.basics import CASES, FORMS, country, gap, labelled, number_ranges, text
from legalaid_desktop.documents.facts.chronology import (
    CHRONOLOGY,
    chronology,
)
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.family import FAMILY, facts_label, family
from legalaid_desktop.documents.facts.identity import IDENTITY, identity, profile
from legalaid_desktop.documents.facts.journey import WAY, way
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import after_departure, met_here, needs_interpreter, valid_passports
from legalaid_desktop.documents.facts.statement import (
    STATE_LANGUAGES,
    account,
    account_length,
    account_paragraphs,
    events_in_order,
    first_event_number,
    imprecise,
    statement_numbers,
)
from legalaid_desktop.documents.facts.states import HOMELAND, NATION, homeland, nations
from legalaid_desktop.documents.facts.told import TOLD, told
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedEvent
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.numbers import people

SHORT_REASONS: Final = 1500
"""Characters of the reasons in A1; what is longer stands in A2 when A2 travels with it (documents.md A1)."""

INTERPRETED: Final[FieldTree] = {"used": "flag", "read_back": "flag", "not_read_back": "flag", "unknown": "text"}
WANTED: Final[FieldTree] = {
    "state": FORMS, "requested": "text", "has_requested": "flag", "notice": "text", "has_notice": "flag",
    "in_absentia": "flag", "decision": "text", "has_decision": "flag",
}  # fmt: skip
NEEDS: Final[FieldTree] = {
    "health": [{"who": "text", "text": "text"}], "has_health": "flag", "cannot_read": "flag",
    "interpreter": "flag",
}  # fmt: skip
A1_FIELDS: Final[FieldTree] = {
    "identity": IDENTITY, "homeland": HOMELAND, "family": FAMILY, "way": WAY, "wanted": WANTED, "needs": NEEDS,
    "reasons": {"events": [TOLD], "has_events": "flag", "rest": "text", "has_rest": "flag", "all": "text",
                "all_here": "flag"},
    "later": {"events": [TOLD], "has_events": "flag"},
    "joint": {"people": "text", "any": "flag", "adults": "flag"},
    "travel": {"no_valid": "flag", "has_papers": "flag", "none": "flag", "unknown": "flag"},
    "nations": [NATION], "forward": {"any": "flag", "body": "text"}, "interpreted": INTERPRETED, "speech": FORMS,
}  # fmt: skip
A2_FIELDS: Final[FieldTree] = {
    "identity": IDENTITY, "homeland": HOMELAND, "way": WAY, "interpreted": INTERPRETED, "speech": FORMS,
    "story": {
        "profile": "text", "account": ["text"], "has_account": "flag", "foreign": "flag",
        "events": [TOLD], "has_events": "flag",
        "imprecise": "text", "has_imprecise": "flag", "later": "text", "has_later": "flag", "long": "flag",
        "foreign_language": FORMS, "paragraph_numbers": "text",
    },
}  # fmt: skip
A3_FIELDS: Final[FieldTree] = {"chronology": CHRONOLOGY}
A4_FIELDS: Final[FieldTree] = {"family": FAMILY}


def wanted(source: FactSource) -> dict[str, Fact] | None:
    request = source.case.extradition
    if request is None:
        return None
    decided = next((d for d in source.case.decisions if d.kind == "extradition"), None)
    words = None
    if decided is not None:
        parts = [say(source, "extradition")]
        if decided.dated:
            parts.append(say(source, "of_day", date_words(decided.dated, "of", source.language)))
        if decided.number:
            parts.append(f"№\u00a0{decided.number}")
        words = " ".join(parts)
    requested = request.requested
    known = requested is not None and requested.precision is not Precision.UNKNOWN
    return {
        "state": country(request.state, "extradition.state", source),
        "requested": FactText(date_words(requested, "letter", source.language), "extradition.requested")
        if known and requested is not None
        else None,
        "has_requested": known,
        "notice": text((request.wanted_notice or "").strip().rstrip("."), "extradition.wanted_notice"),
        "has_notice": bool((request.wanted_notice or "").strip()),
        "in_absentia": request.in_absentia is True,
        "decision": text(words, f"{decided.id}.number" if decided else "decision"),
        "has_decision": words is not None,
    }


def needs(source: FactSource) -> dict[str, Fact]:
    case = source.case
    rows: list[Fact] = []
    for who in case.persons:
        if not who.health_needs or not (who.role == "client" or (who.included and who.by_role is None)):
            continue
        kin = say(source, "client") if who.role == "client" else (facts_label(source, who) or say(source, "member"))
        rows.append(
            {
                "who": FactText(kin, f"{who.id}.relation"),
                "text": FactText("; ".join(h.strip().rstrip(".") for h in who.health_needs), f"{who.id}.health_needs"),
            }
        )
    client = case.client
    return {
        "health": rows,
        "has_health": bool(rows),
        "cannot_read": client is not None and client.literacy == "none",
        "interpreter": needs_interpreter(case),
    }


def a1(source: FactSource) -> dict[str, Fact]:
    """Facts of A1 beside the shared ones, by the shape ``A1_FIELDS``."""
    case = source.case
    kin = family(source)
    numbers = statement_numbers(case)
    ordered = events_in_order(case)
    has_a2 = "A2" in {annex.ref for annex in source.annexes if annex.kind == "document"}
    after = after_departure(case)
    # What came after the departure stands in its own section; alone it is the reason itself.
    told_first = [item for item in ordered if item not in after] or ordered
    here = met_here(case)
    there = [item for item in ordered if item not in here] or ordered
    shown: list[DisclosedEvent] = []
    length = 0
    for item in told_first:
        length += len(item.text or "")
        if has_a2 and shown and length > SHORT_REASONS:
            break
        shown.append(item)
    rest = [numbers[item.id] for item in told_first[len(shown) :]]
    later = [item for item in ordered if item in after and told_first is not ordered]
    joined = [p for p in case.persons if p.included and p is not case.client]
    client = case.client
    docs = (client.docs if client else None) or ()
    return {
        **base(source),
        "identity": identity(source),
        "homeland": homeland(source),
        "nations": nations(source),
        "family": kin,
        "way": way(source),
        "wanted": wanted(source),
        "needs": needs(source),
        "reasons": {
            "events": [told(source, item, numbers[item.id]) for item in shown],
            "has_events": bool(shown),
            "rest": _spread(source, rest),
            "has_rest": bool(rest),
            "all": _spread(source, [numbers[item.id] for item in there]),
            "all_here": bool(ordered),
        },
        "later": {
            "events": [told(source, item, numbers[item.id]) for item in later],
            "has_events": bool(later),
        },
        "joint": {
            "people": FactText(people(len(joined) + 1, source.language), "persons"),
            "any": bool(joined),
            "adults": any(not may_be_minor(p, source.as_of) for p in joined),
        },
        "travel": {
            "no_valid": client is not None and not valid_passports(client.docs, source.as_of),
            "has_papers": any(d.kind != "none" for d in docs),
            "none": any(d.kind == "none" for d in docs),
            "unknown": not docs,
        },
        "forward": forward(source),
        "interpreted": interpreted(source),
        "speech": speech(source),
    }


def forward(source: FactSource) -> dict[str, Fact]:
    """The migration unit of the region, to which a place of detention or the border service passes the application."""
    to = source.addressee
    unit = next(
        (
            body
            for body in source.law.authorities.values()
            if body.type == "migration_regional" and body.region == source.case.region and source.case.region
        ),
        None,
    )
    apart = to is not None and to.type in ("detention", "border")
    name = unit.forms.get(f"{source.language}_nom") if unit is not None else None
    return {"any": apart and name is not None, "body": text(name, "addressee.forward")}


def speech(source: FactSource) -> dict[str, Fact] | None:
    """The client's language with its noun: «язык дари», «арабский язык»; a gap where nobody asked."""
    forms = labelled("language_full", source.case.language, "case.language", source)
    if forms is None:
        return {**dict.fromkeys(CASES, gap("case.language", say(source, "tongue")))}
    if any(forms[case] is None for case in CASES):
        # The language in the client's own words: its name stays as it was typed, the noun is declined.
        typed = str(forms["nom"])
        for noun in ("язык", "мова"):
            typed = typed.removeprefix(f"{noun} ").removesuffix(f" {noun}")
        nouns = source.worded(_TONGUE)
        return {case: FactText(f"{noun} «{typed}»", "case.language") for case, noun in zip(CASES, nouns, strict=True)}
    return forms


_TONGUE: Final = {
    "ru": ("язык", "языка", "языку", "язык", "языком", "языке"),
    "be": ("мова", "мовы", "мове", "мову", "мовай", "мове"),
}


def interpreted(source: FactSource) -> dict[str, Fact]:
    """Whether the text was read back: yes, no, or nobody wrote it down (a gap)."""
    return {
        "used": source.case.interpreter_used is True,
        "read_back": source.case.read_back is True,
        "not_read_back": source.case.read_back is False,
        "unknown": gap("case.read_back", "прочитан ли текст в переводе"),
    }


def _spread(source: FactSource, numbers: list[int]) -> FactText | None:
    return FactText(number_ranges(numbers, " і " if source.language == "be" else " и "), "A2") if numbers else None


def a2(source: FactSource) -> dict[str, Fact]:
    """Facts of A2, by the shape ``A2_FIELDS``: the account as given, then the events with their numbers."""
    case = source.case
    numbers = statement_numbers(case)
    paragraphs: list[Fact] = []
    foreign: str | None = None
    for k, narrative in enumerate(account(case), 1):
        if narrative.language not in STATE_LANGUAGES:
            foreign = narrative.language
        # One text for each account: the notation parts it into numbered paragraphs, however many there are.
        whole = "\n".join(account_paragraphs(narrative))
        paragraphs.append(FactText(whole, f"narrative.{k}", lang=narrative.language))
    later = [numbers[item.id] for item in after_departure(case) if item.id in numbers]
    unsure = [numbers[item.id] for item in imprecise(case)]
    return {
        **base(source),
        "identity": identity(source),
        "homeland": homeland(source),
        "way": way(source),
        "interpreted": interpreted(source),
        "speech": speech(source),
        "story": {
            "profile": profile(source),
            "account": paragraphs,
            "has_account": bool(paragraphs),
            "foreign": foreign is not None,
            "foreign_language": labelled("language_full", foreign, "narrative", source),
            "events": [told(source, item, numbers[item.id]) for item in events_in_order(case)],
            "has_events": bool(numbers),
            "imprecise": _spread(source, unsure),
            "has_imprecise": bool(unsure),
            "later": _spread(source, later),
            "has_later": bool(later),
            "long": account_length(case) > 12_000,
            "paragraph_numbers": str(first_event_number(case)),
        },
    }


def a3(source: FactSource) -> dict[str, Fact]:
    """Facts of A3, by the shape ``A3_FIELDS``."""
    return {**base(source), "chronology": chronology(source)}


def a4(source: FactSource) -> dict[str, Fact]:
    """Facts of A4, by the shape ``A4_FIELDS``."""
    return {**base(source), "family": family(source)}
