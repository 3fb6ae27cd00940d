"""Facts of J6: whose birth is to be registered, the parents as their own papers or words name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import text
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.persons import PERSON, person
from legalaid_desktop.documents.facts.residence import bare_citizenship
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import valid_passports
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson
from legalaid_desktop.domain.person import Sex

_CHILDREN: Final = frozenset({"son", "daughter", "child"})
_SPOUSES: Final = frozenset({"wife", "husband", "spouse", "partner"})
_BIRTH_NOTES: Final = frozenset({"medical_birth_note", "birth_record"})
_REGISTERED: Final = frozenset({"birth_certificate"})
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {"mother": "мать", "father": "отец", "parent": "родитель", "girl": "женский", "boy": "мужской",
           "no_papers": "документов, удостоверяющих личность, нет", "unsaid": "не указано"},
    "be": {"mother": "маці", "father": "бацька", "parent": "адзін з бацькоў", "girl": "жаночы", "boy": "мужчынскі",
           "no_papers": "дакументаў, якія сведчаць асобу, няма", "unsaid": "не ўказана"},
}  # fmt: skip


def newborn(case: DisclosedCase) -> DisclosedPerson | None:
    """The child with a medical note of birth and no certificate; else the youngest minor without one; a client who is
    a child is the one whose birth is to be registered."""
    client = case.client
    if client is not None and may_be_minor(client, case.as_of):
        return client
    minors = [
        p
        for p in case.persons
        if p.relation in _CHILDREN
        and p.role not in ("client", "missing", "deceased")
        and may_be_minor(p, case.as_of)
        and not any(paper.kind in _REGISTERED for paper in p.docs or ())
    ]
    noted = [p for p in minors if any(paper.kind in _BIRTH_NOTES for paper in p.docs or ())]
    dated = [p for p in noted or minors if p.birth is not None and p.birth.on is not None]
    if dated:
        return max(dated, key=lambda p: str(p.birth.on if p.birth is not None else ""))
    left = noted or minors
    return left[0] if len(left) == 1 else None


def parents(case: DisclosedCase, child: DisclosedPerson | None) -> tuple[DisclosedPerson, ...]:
    """The client and the spouse or partner; for a child who is the client its mother and father."""
    client = case.client
    if client is None:
        return ()
    if child is not None and child.id == client.id:
        return tuple(p for p in case.persons if p.relation in ("mother", "father"))
    # One who stayed outside the application may be far away or lost: nobody is called a parent by a guess.
    beside = [
        p
        for p in case.persons
        if p.relation in _SPOUSES and p.role not in ("missing", "deceased") and p.included is not False
    ]
    return (client, *beside[:1])


PARENT: Final[FieldTree] = {**PERSON, "as": "text", "states": "text", "held": "text", "papers_any": "flag"}
BORN: Final[FieldTree] = {
    "child": {**PERSON, "known": "flag", "note_no": "text", "sex_word": "text"},
    "parents": [PARENT],
    "father_known": "flag",
    "mother_known": "flag",
    "no_papers": "flag",
    "note_cites": ["text"],
    "note_cited": "flag",
    "spelled": "text",
}


def birth(source: FactSource) -> Mapping[str, Fact]:
    """Facts of J6."""
    case = source.case
    words = source.worded(_WORDS)
    child = newborn(case)
    people = parents(case, child)
    sexes = {p.sex for p in people}
    rows = [_parent(source, p, words) for p in people]
    notes = [piece for piece in case.evidence if "рожден" in (piece.title or "").casefold()
             or "нараджэн" in (piece.title or "").casefold()]  # fmt: skip
    listed = {annex.ref for annex in source.annexes}
    cites: list[Fact] = [str(piece.id) for piece in notes if str(piece.id) in listed]
    return {
        **base(source),
        "child": _child(source, child, words),
        "parents": rows,
        "father_known": Sex.MALE in sexes,
        "mother_known": Sex.FEMALE in sexes,
        "no_papers": any(not row["papers_any"] for row in rows if isinstance(row, Mapping)),
        "note_cites": cites,
        "note_cited": bool(cites),
        "spelled": text(source.answer("spelling"), "answers.spelling"),
    }


def _child(source: FactSource, child: DisclosedPerson | None, words: Mapping[str, str]) -> dict[str, Fact] | None:
    if child is None:
        return None
    note = next((paper for paper in child.docs or () if paper.kind in _BIRTH_NOTES), None)
    sex = {Sex.FEMALE: words["girl"], Sex.MALE: words["boy"]}.get(child.sex) if child.sex is not None else None
    return {
        **person(source, child),
        "known": True,
        "note_no": text(note.no, f"{child.id}.docs") if note is not None else None,
        "sex_word": text(sex, f"{child.id}.sex"),
    }


def _parent(source: FactSource, who: DisclosedPerson, words: Mapping[str, str]) -> dict[str, Fact]:
    kept = [paper for paper in who.docs or () if paper.kind != "none"]
    kind = {Sex.FEMALE: "mother", Sex.MALE: "father"}.get(who.sex, "parent") if who.sex is not None else "parent"
    shown = person(source, who)
    none = "no_papers" if who.docs else "unsaid"
    held = shown["papers_line"] if kept else FactText(words[none], f"{who.id}.docs")
    return {
        **shown,
        "as": words[kind],
        "states": bare_citizenship(shown["citizenship_line"]) or words["unsaid"],
        "held": held,
        "papers_any": bool(valid_passports(who.docs, source.as_of)),
    }
