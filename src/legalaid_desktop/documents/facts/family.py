"""The people of A4 and of A1 section 6: everyone of the family, the dead and the missing included."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.application_words import say
from legalaid_desktop.documents.facts.basics import text
from legalaid_desktop.documents.facts.office_words import own_place
from legalaid_desktop.documents.facts.persons import (
    PERSON,
    birth_line,
    citizenship_line,
    name_beside,
    nameless,
    paper,
    person,
)
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import open_detention
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson
from legalaid_desktop.grammar.agreement import agree
from legalaid_desktop.grammar.dates import date_words, moment_words
from legalaid_desktop.grammar.numbers import minors, people

MANY: Final = 6
"""From so many relatives on the sheet is a landscape table (documents.md A4)."""

RELATIVE: Final[FieldTree] = {
    **PERSON, "n": "number", "is_client": "flag", "kin": "text", "born": "text", "states": "text",
    "papers_held": "text",
    "place": "text", "joined": "text", "fate": "text", "heading": "text", "written": "text", "line": "text",
    "brief": "text",
    "name_cell": "text", "born_cell": "text", "states_cell": "text", "papers_cell": "text", "place_cell": "text",
    "joined_cell": "text",
}  # fmt: skip
FAMILY: Final[FieldTree] = {
    "rows": [RELATIVE], "relatives": [RELATIVE], "many": "flag", "none": "flag", "any": "flag", "total": "text",
    "of_them_minors": "text", "any_minors": "flag", "included": "text", "any_included": "flag", "dead": "text",
    "any_dead": "flag", "missing": "text", "any_missing": "flag", "any_by_role": "flag", "own_account": "flag",
}  # fmt: skip

_KIN_ROLES: Final = frozenset({"family", "missing", "deceased"})
_OTHER_ROLES: Final = frozenset(
    {"witness", "helper", "source", "interpreter", "lawyer", "official", "perpetrator", "employer", "carer"}
)
_NO_KIN: Final = frozenset(
    {"friend", "neighbour", "colleague", "acquaintance", "travel_companion", "employer", "witness", "other", "self"}
)
"""Relations that are no family."""


def relatives(case: DisclosedCase) -> tuple[DisclosedPerson, ...]:
    """Everyone of the family but the client: by role or by relation; witnesses, helpers and friends are not."""
    client = case.client
    return tuple(
        p
        for p in case.persons
        if (client is None or p.id != client.id)
        and (
            p.role in _KIN_ROLES
            or p.role == "client"
            or (p.relation is not None and p.relation not in _NO_KIN and p.role not in _OTHER_ROLES)
        )
    )


def is_dead(who: DisclosedPerson) -> bool:
    return who.role == "deceased" or who.death is not None


def _row(source: FactSource, who: DisclosedPerson, n: int) -> dict[str, Fact]:
    facts = person(source, who)
    is_client = source.case.client is not None and who.id == source.case.client.id
    kin = say(source, "client") if is_client else (facts_label(source, who) or say(source, "relative"))
    born = birth_line(source, who)
    states = citizenship_line(source, who)
    named = who.by_role is None
    name = name_beside(source, who, facts["full"]) if named else None
    spellings = [str(w) for w in (facts["latin"], facts["original"]) if w] if named else []
    held = _papers(source, who) if named else None
    place = _place(source, who)
    joined = _joined(source, who)
    fate = _fate(source, who)
    heading = kin[:1].upper() + kin[1:]
    if isinstance(name, str) and name and name != kin:
        heading = f"{heading}: {name}"
    parts = [
        str(part)
        for part in (
            f"{kin}: {name}" if isinstance(name, str) and name and name != kin else kin,
            born,
            states,
            fate,
            say(source, "where", place) if place and not is_dead(who) else None,
            joined if not is_client and not is_dead(who) else None,
        )
        if part
    ]
    return {
        **facts,
        "n": n,
        "is_client": is_client,
        "kin": FactText(kin, f"{who.id}.relation"),
        "born": born,
        "states": states,
        "papers_held": held,
        "place": place,
        "joined": FactText(joined, f"{who.id}.included") if joined else None,
        "fate": fate,
        "heading": FactText(heading, f"{who.id}.names" if named else f"{who.id}.role"),
        "written": FactText(", ".join(spellings), f"{who.id}.names") if spellings else None,
        "line": FactText("; ".join(parts), f"{who.id}.names" if named else f"{who.id}.role"),
        "brief": FactText(
            ", ".join(str(part) for part in (parts[0], born, fate, joined if who.included is False else None) if part),
            f"{who.id}.brief",
        ),
        **_cells(source, who, facts, held, place, fate),
    }


def _cells(
    source: FactSource,
    who: DisclosedPerson,
    facts: dict[str, Fact],
    held: FactText | None,
    place: FactText | None,
    fate: FactText | None,
) -> dict[str, Fact]:
    """The cells of a row: none is ever empty, what is not known is said."""
    named = who.by_role is None
    origin = who.id
    whole = None if nameless(who) else facts["full"]
    spellings = [str(word) for word in (whole, facts["latin"], facts["original"]) if word] if named else []
    spellings = list(dict.fromkeys(spellings))
    name: Fact = FactText("\n".join(spellings), f"{origin}.names") if spellings else None
    if not named:
        name = FactText(say(source, "name_kept"), f"{origin}.role")
    elif name is None:
        name = FactText(say(source, "name_unknown"), f"{origin}.role")
    elif isinstance(facts["forms"], dict) and len(spellings) == 1:
        name = facts["full"]
    born: Fact = facts["birth"] or facts_age(source, who)
    if isinstance(born, FactText) and who.birth_place and named:
        born = FactText(f"{born}, {own_place(who.birth_place)}", f"{origin}.birth")
    states: Fact = citizenship_cell(source, who)
    where: Fact = fate or place
    if is_dead(who):
        where = fate
    return {
        "name_cell": name,
        "born_cell": born or FactText(say(source, "nothing_known"), f"{origin}.birth"),
        "states_cell": states or FactText(say(source, "nothing_known"), f"{origin}.citizenships"),
        "papers_cell": held or FactText(say(source, "nothing_known" if named else "kept"), f"{origin}.docs"),
        "place_cell": where or FactText(say(source, "nothing_known"), f"{origin}.whereabouts"),
        "joined_cell": FactText(_joined_cell(source, who), f"{origin}.included"),
    }


def _joined_cell(source: FactSource, who: DisclosedPerson) -> str:
    if who.role == "client":
        return say(source, "yes")
    if is_dead(who) or who.included is None:
        return "–" if is_dead(who) else say(source, "undecided")
    return say(source, "yes" if who.included else "no")


def facts_age(source: FactSource, who: DisclosedPerson) -> FactText | None:
    """«возраст со слов: 15 лет», where no date of birth is known."""
    return birth_line(source, who) if who.birth is None else None


def citizenship_cell(source: FactSource, who: DisclosedPerson) -> FactText | None:
    """The citizenship line without its label, which the head of the column says."""
    line = citizenship_line(source, who)
    if line is None:
        return None
    words = str(line)
    for label in ("citizenship_label", "citizenships_label"):
        words = words.removeprefix(say(source, label))
    return FactText(words, f"{who.id}.citizenships")


def facts_label(source: FactSource, who: DisclosedPerson) -> str | None:
    """«двоюродный брат», where the data tell brother and sister apart; else the one word for both."""
    if not who.relation:
        return None
    return source.words.label("relation", who.relation, "nom", sex=who.sex)


def _papers(source: FactSource, who: DisclosedPerson) -> FactText | None:
    """Papers of a person on one line: «медицинская справка о рождении № TEST-MR-9»."""
    lines: list[str] = []
    for item in who.docs or ():
        facts = paper(source, item, f"{who.id}.docs")
        if facts["line"]:
            lines.append(str(facts["line"]))
        elif item.kind == "none":
            reason = (item.reason or "").strip().rstrip(". ")
            lines.append(say(source, "papers_none_why", reason) if reason else say(source, "papers_none"))
    return FactText("; ".join(lines), f"{who.id}.docs") if lines else None


def _place(source: FactSource, who: DisclosedPerson) -> FactText | None:
    if who.by_role is not None:
        return text(who.whereabouts, f"{who.id}.whereabouts")
    held = open_detention(source.case) if who.role == "client" else None
    if held is not None and held.place:
        return text(held.place, f"{held.id or 'detention'}.place")
    if who.whereabouts or who.last_place:
        return text(who.whereabouts or who.last_place, f"{who.id}.whereabouts")
    # Where a relative is nobody may conclude from the place of the case: the client may be held elsewhere.
    if who.role == "client" and not who.in_custody and source.case.place:
        return text(source.case.place, "case.place")
    return None


def _joined(source: FactSource, who: DisclosedPerson) -> str | None:
    if who.role == "client" or who.included is None:
        return None
    return say(source, "joined" if who.included else "not_joined")


def _fate(source: FactSource, who: DisclosedPerson) -> FactText | None:
    if is_dead(who):
        if who.death is None:
            return FactText(say(source, "dead"), f"{who.id}.death")
        if bounds(who.death) is None:
            return FactText(say(source, "dead_undated"), f"{who.id}.death")
        died = agree(who.sex, say(source, "died_m"), say(source, "died_f"), say(source, "died"))
        return FactText(f"{died} {moment_words(who.death, source.language)}", f"{who.id}.death")
    if who.role == "missing":
        last = (
            say(source, "last_contact", date_words(who.last_contact, "letter", source.language))
            if who.last_contact is not None and who.by_role is None
            else ""
        )
        return FactText(say(source, "missing", last), f"{who.id}.role")
    return None


def family(source: FactSource) -> dict[str, Fact]:
    """Rows and the computed summary of A4, by the shape ``FAMILY``."""
    case = source.case
    client = case.client
    kin = relatives(case)
    everyone = ((client,) if client is not None else ()) + kin
    living = [p for p in everyone if not is_dead(p)]
    young = [p for p in living if may_be_minor(p, source.as_of)]
    joined = [p for p in everyone if p is client or p.included]
    dead = [p for p in kin if is_dead(p)]
    missing = [p for p in kin if p.role == "missing" and not is_dead(p)]
    rows: list[Fact] = [_row(source, p, n) for n, p in enumerate(everyone, 1)]
    lang = source.language

    def counted(group: list[DisclosedPerson]) -> FactText:
        return FactText(people(len(group), lang), "persons")

    return {
        "rows": rows,
        "relatives": rows[1:] if client is not None else rows,
        "many": len(kin) >= MANY,
        "none": not kin and source.answers.get("no_family") is True,
        "any": bool(kin),
        "total": counted(living),
        "of_them_minors": FactText(minors(len(young), lang), "persons"),
        "any_minors": bool(young),
        "included": counted(joined),
        "any_included": len(joined) > 1,
        "dead": counted(dead),
        "any_dead": bool(dead),
        "missing": counted(missing),
        "any_missing": bool(missing),
        "any_by_role": any(p.by_role is not None for p in kin),
        "own_account": sum(not may_be_minor(p, source.as_of) for p in kin if p.included) > 0,
    }
