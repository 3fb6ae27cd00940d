"""Facts of the papers around an application for protection: a child alone (A5), corrections (A6), the extension of
complementary protection (A8), its loss (A9), the family (A10), money help (A11), access refused (A12), asylum (B1),
temporary protection (B2). What the case does not hold is asked by the paper; nothing is concluded from silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import answered_day, text
from legalaid_desktop.documents.facts.common import base, law
from legalaid_desktop.documents.facts.danger import CLAIMED, REMOVAL, WAY, claimed, dangerous, removal
from legalaid_desktop.documents.facts.family import RELATIVE, facts_label, family, is_dead, relatives
from legalaid_desktop.documents.facts.identity import IDENTITY, identity
from legalaid_desktop.documents.facts.paper_names import paper_name
from legalaid_desktop.documents.facts.persons import birth_line, name_beside, person
from legalaid_desktop.documents.facts.protection_rows import typed_rows
from legalaid_desktop.documents.facts.removal import lodged
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson
from legalaid_desktop.domain.law import Authority
from legalaid_desktop.grammar.dates import date_words

CARERS: Final = frozenset(
    {"brother", "sister", "uncle", "aunt", "cousin", "grandmother", "grandfather", "half_brother", "half_sister"}
)
"""Adult relatives who may care for a child and are no representatives by themselves (documents.md A5)."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {"relative": "родственник", "carer": "взрослый, который заботится о ребёнке"},
    "be": {"relative": "сваяк", "carer": "дарослы, які клапоціцца пра дзіця"},
}


def say(source: FactSource, key: str) -> str:
    """A fixed word of these papers."""
    return source.worded(_WORDS)[key]


def order(source: FactSource) -> Fact:
    """«в порядке, установленном …» of the act on protection."""
    row = law(source, "law.354z")
    return row["order"] if row is not None else None


# A5


def carers(case: DisclosedCase) -> tuple[DisclosedPerson, ...]:
    """Adults beside the child who are no guardians: a carer, a grown brother or sister, an uncle."""
    return tuple(
        p
        for p in case.persons
        if p.role not in ("client", "missing", "deceased")
        and p.death is None
        and p.legal_guardian is not True
        and not may_be_minor(p, case.as_of)
        and (p.role == "carer" or (p.relation in CARERS and (p.included is True or p.whereabouts is None)))
    )


CHILD: Final[FieldTree] = {
    "identity": IDENTITY,
    "carers": ["text"],
    "kin": ["text"],
    "health": "text",
    "order": "text",
}


def child_alone(source: FactSource) -> Mapping[str, Fact]:
    """Facts of A5: who the child is, who cares for it, which relatives there are."""
    case = source.case
    with_child = carers(case)
    client = case.client
    kin: list[Fact] = []
    for row in family(source)["relatives"]:  # type: ignore[union-attr]
        if isinstance(row, Mapping) and row["id"] not in {p.id for p in with_child}:
            kin.append(row["brief"])
    needs = "; ".join(h.strip().rstrip(".") for h in client.health_needs) if client is not None else ""
    return {
        **base(source),
        "identity": identity(source),
        "carers": [_carer(source, p) for p in with_child],
        "kin": kin,
        "health": text(needs, f"{client.id}.health_needs") if client is not None else None,
        "order": order(source),
    }


def _carer(source: FactSource, who: DisclosedPerson) -> FactText:
    """«старший брат Имя Фамилия, дата рождения: …»; a person who may not be named by role only."""
    kin = facts_label(source, who) or say(source, "carer" if who.role == "carer" else "relative")
    name = name_beside(source, who, person(source, who)["full"]) if who.by_role is None else None
    head = f"{kin}: {name}" if name and str(name) != kin else kin
    born = birth_line(source, who) if who.by_role is None else None
    parts = [head, *(str(part) for part in (born,) if part)]
    return FactText(", ".join(parts), f"{who.id}.names" if who.by_role is None else f"{who.id}.role")


# A6

CORRECTED: Final[FieldTree] = {
    "corrections": [{"item": "text", "recorded": "text", "right": "text", "why": "text"}],
    "told": ["text"],
    "interviews": ["text"],
    "proofs": {"cites": ["text"], "cited": "flag"},
    "order": "text",
}


def corrections(source: FactSource) -> Mapping[str, Fact]:
    """Facts of A6. Each correction names its reason: a row without one leaves a gap of the question."""
    rows, told = typed_rows(source, "corrections", ("item", "recorded", "right", "why"), needed=("why",))
    days = [
        date_words(record.date, "letter", source.language)
        for record in source.case.interview_records
        if record.date is not None
    ]
    cites = [annex.ref for annex in source.annexes if annex.kind == "evidence"]
    return {
        **base(source),
        "corrections": rows,
        "told": told,
        "interviews": [FactText(day, "interview.date") for day in dict.fromkeys(days)],
        "proofs": {"cites": list(cites), "cited": bool(cites)},
        "order": order(source),
    }


# A8


def expiry(case: DisclosedCase, answers: Mapping[str, object]) -> dt.date | None:
    """The last day of complementary protection: as answered, else as its certificate says."""
    if (day := answered_day(answers.get("expires"))) is not None:
        return day
    client = case.client
    for paper in (client.docs if client is not None else None) or ():
        if paper.kind == "complementary_protection_certificate":
            end = paper.expires
            if isinstance(end, dt.date):
                return end
            if end is not None and end.on is not None:
                return end.on
    return None


EXTENDED: Final[FieldTree] = {
    "ends": "text",
    "certificate": "text",
    "since": [{"line": "text", "cites": ["text"], "cited": "flag"}],
    "latest_report": "text",
    "danger": WAY,
    "removal": REMOVAL,
    "citizen": CLAIMED,
    "kin": ["text"],
    "order": "text",
}


def extension(source: FactSource) -> Mapping[str, Fact]:
    """Facts of A8: certificate and last day, events since protection was given, the newest country information."""
    case = source.case
    shared = base(source)
    day = expiry(case, source.answers)
    start = answered_day(source.answers.get("granted"))
    happened: list[Fact] = []
    for item in shared["events"]:  # type: ignore[union-attr]
        if not isinstance(item, Mapping):
            continue
        told = next((e for e in case.events if e.id == item["id"]), None)
        on = told.date.on if told is not None and told.date is not None else None
        if start is not None and on is not None and on >= start:
            happened.append({"line": item["line"], "cites": item["cites"], "cited": item["cited"]})
    found = dangerous(source)
    mid = found["to_mid"]
    client = case.client
    held = next(
        (p for p in (client.docs if client else None) or () if p.kind == "complementary_protection_certificate"), None
    )
    reports = sorted(
        (item.date for item in case.coi if item.date is not None and item.date.on is not None), key=lambda d: str(d.on)
    )
    return {
        **shared,
        "ends": FactText(date_words(day, "letter", source.language), "answers.expires") if day is not None else None,
        "certificate": text(held.no, f"{client.id}.docs") if held is not None and client is not None else None,
        "since": happened,
        "latest_report": text(date_words(reports[-1], "letter", source.language), "coi.date") if reports else None,
        "danger": found,
        "removal": removal(source, str(mid) if mid else None),
        "citizen": claimed(source),
        "kin": _included(source),
        "order": order(source),
    }


def _included(source: FactSource) -> list[Fact]:
    """Members of the family whom the paper concerns too."""
    return [
        row["brief"]
        for row in family(source)["relatives"]  # type: ignore[union-attr]
        if isinstance(row, Mapping) and row["included"]
    ]


# A9

OBJECTED: Final[FieldTree] = {
    "grounds": [{"says": "text", "answer": "text"}],
    "told": ["text"],
    "danger": WAY,
    "removal": REMOVAL,
    "citizen": CLAIMED,
    "order": "text",
    "law_order": "text",
}


def objections(source: FactSource) -> Mapping[str, Fact]:
    """Facts of A9: each ground of the notice with its answer; the grounds of a decision are its reasons."""
    rows, told = typed_rows(source, "grounds", ("says", "answer"), needed=("answer",))
    found = dangerous(source)
    mid = found["to_mid"]
    code = law(source, "code.kgs")
    # A decision is challenged in court: there the paper has the name that the code of civil procedure gives it.
    named = {"paper": paper_name(source, "court_paper")} if source.says("protection_taken") else {}
    return {
        **base(source),
        **named,
        "grounds": rows,
        "told": told,
        "danger": found,
        "removal": removal(source, str(mid) if mid else None),
        "citizen": claimed(source),
        "order": order(source),
        "law_order": code["order"] if code is not None else None,
    }


# A10


def relatives_apart(case: DisclosedCase) -> tuple[DisclosedPerson, ...]:
    """Relatives who are alive and are not in the application: those with whom the family would be brought together."""
    return tuple(p for p in relatives(case) if not is_dead(p) and p.included is not True)


REUNION: Final[FieldTree] = {
    "apart": [RELATIVE],
    "apart_any": "flag",
    "by_role": "flag",
    "with_children": "flag",
    "order": "text",
}


def reunion(source: FactSource) -> Mapping[str, Fact]:
    """Facts of A10: the relatives who are elsewhere, as the family sheet has them."""
    ids = {p.id for p in relatives_apart(source.case)}
    rows = [
        row
        for row in family(source)["relatives"]  # type: ignore[union-attr]
        if isinstance(row, Mapping) and row["id"] in ids
    ]
    return {
        **base(source),
        "apart": [{**row, "n": n} for n, row in enumerate(rows, 1)],
        "apart_any": bool(rows),
        "by_role": any(not row["named"] for row in rows),
        "with_children": any(row["minor"] for row in rows),
        "order": order(source),
    }


# A12

REFUSED_ENTRY: Final[FieldTree] = {
    "attempts": [{"when": "text", "where": "text", "said": "text", "reply": "text", "witness": "text"}],
    "told": ["text"],
    "copies": ["text"],
    "lodged": {"certificate": "text", "applied": "flag"},
    "danger": WAY,
    "removal": REMOVAL,
    "order": "text",
}


def access(source: FactSource) -> Mapping[str, Fact]:
    """Facts of A12: each attempt, and who gets a copy: the body above the one that refused and the prosecutor."""
    rows, told = typed_rows(source, "attempts", ("when", "where", "said", "reply", "witness"))
    found = dangerous(source)
    mid = found["to_mid"]
    return {
        **base(source),
        "attempts": rows,
        "told": told,
        "copies": _copies(source),
        "lodged": lodged(source),
        "danger": found,
        "removal": removal(source, str(mid) if mid else None),
        "order": order(source),
    }


_ABOVE: Final[Mapping[str, str]] = {
    "migration_regional": "dcm", "migration_district": "migration_regional", "police_district": "police_regional",
    "police_regional": "moi", "department": "moi",
}  # fmt: skip
"""Type of the body that would not take the application → id of the body above it, or its type in the region."""


def _copies(source: FactSource) -> list[Fact]:
    """Names of the body above the one that is asked and of the prosecutor of the region."""
    to = source.addressee
    region = to.region if to is not None and to.region else source.case.region
    above = _ABOVE.get((to.type if to is not None else None) or "")
    found: list[Fact] = []
    for kind in (above, "prosecution"):
        body = _body(source, kind, region) if kind is not None else None
        name = _named(source, body)
        if body is not None and name and (to is None or to.authority != body.id):
            found.append(FactText(name[:1].upper() + name[1:], "addressee.copy"))
    return found


def _body(source: FactSource, which: str, region: str | None) -> Authority | None:
    """The body of this id, or of this type in the region; nothing whose name has blanks."""
    for body in source.law.authorities.values():
        if body.template:
            continue
        if body.id == which or (body.type == which and region is not None and body.region == region):
            return body
    return None


def _named(source: FactSource, body: Authority | None) -> str | None:
    """A body in the nominative."""
    return body.forms.get(f"{source.language}_nom") if body is not None else None


# B1, B2

ASYLUM: Final[FieldTree] = {
    "through": "text",
    "lodged": {"certificate": "text", "applied": "flag"},
    "danger": WAY,
    "removal": REMOVAL,
    "order": "text",
}


def asylum(source: FactSource) -> Mapping[str, Fact]:
    """Facts of B1: through which migration unit the address to the President goes."""
    unit = _named(source, _body(source, "migration_regional", source.case.region))
    found = dangerous(source)
    mid = found["to_mid"]
    return {
        **base(source),
        "through": text(unit, "addressee.through"),
        "lodged": lodged(source),
        "danger": found,
        "removal": removal(source, str(mid) if mid else None),
        "order": order(source),
    }


TEMPORARY: Final[FieldTree] = {"kin": ["text"], "order": "text"}


def temporary(source: FactSource) -> Mapping[str, Fact]:
    """Facts of B2: the family that is asked for together."""
    return {**base(source), "kin": _included(source), "order": order(source)}
