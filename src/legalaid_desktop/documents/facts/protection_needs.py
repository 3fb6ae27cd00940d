"""Facts of the application for money help (A11): which needs each member of the family has, and how many need what.

Sums are never computed: no amount of the law data is newer than the law, and a need is told in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.family import facts_label, is_dead
from legalaid_desktop.documents.facts.persons import birth_line, name_beside, person
from legalaid_desktop.documents.facts.protection import order
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedPerson
from legalaid_desktop.grammar.numbers import minors, people

NEEDS: Final = ("food", "clothing", "housing", "travel", "medicine")
"""Questions of A11; each is answered «everyone», «children», «adults», «ill» or «nobody»."""
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "food": "питание", "clothing": "одежда и обувь", "housing": "жильё", "travel": "проезд",
        "medicine": "лекарства", "client": "заявитель", "relative": "член семьи", "nothing": "–",
        "health": "по здоровью: {0}",
    },
    "be": {
        "food": "харчаванне", "clothing": "адзенне і абутак", "housing": "жыллё", "travel": "праезд",
        "medicine": "лекі", "client": "заяўнік", "relative": "член сям’і", "nothing": "–",
        "health": "па здароўі: {0}",
    },
}  # fmt: skip
MONEY: Final[FieldTree] = {
    "heads": [{"n": "number", "who": "text", "born": "text", "needs": "text"}],
    "several": "flag",
    "people": "text",
    "minors": "text",
    "any_minors": "flag",
    "totals": ["text"],
    "ill": ["text"],
    "order": "text",
}


def members(source: FactSource) -> list[DisclosedPerson]:
    """The client and every member of the family who is in the application, the dead and those by role left out."""
    case = source.case
    client = case.client
    joined = [p for p in case.persons if p is not client and p.included and not is_dead(p) and p.by_role is None]
    return [*([client] if client is not None else []), *joined]


def money(source: FactSource) -> Mapping[str, Fact]:
    """Facts of A11: a row for each head, and the total of each need in heads."""
    say = source.worded(_WORDS)
    everyone = members(source)
    rows: list[Fact] = []
    counted = dict.fromkeys(NEEDS, 0)
    for n, who in enumerate(everyone, 1):
        young = may_be_minor(who, source.as_of)
        needs = []
        for need in NEEDS:
            answer = source.answers.get(need)
            wanted = answer == "everyone" or answer == ("children" if young else "adults")
            if wanted or (answer == "ill" and who.health_needs):
                needs.append(say[need])
                counted[need] += 1
        health = "; ".join(h.strip().rstrip(".") for h in who.health_needs)
        if health:
            needs.append(say["health"].format(health))
        facts = person(source, who)
        kin = say["client"] if who.role == "client" else facts_label(source, who) or say["relative"]
        name = name_beside(source, who, facts["full"])
        rows.append(
            {
                "n": n,
                "who": FactText(f"{name}, {kin}" if name and str(name) != kin else kin, f"{who.id}.names"),
                "born": facts["birth"] or birth_line(source, who) or FactText(say["nothing"], f"{who.id}.birth"),
                "needs": FactText("; ".join(needs) or say["nothing"], f"{who.id}.health_needs"),
            }
        )
    young_ones = sum(may_be_minor(p, source.as_of) for p in everyone)
    return {
        **base(source),
        "heads": rows,
        "several": len(everyone) > 1,
        "people": FactText(people(len(everyone), source.language), "persons"),
        "minors": FactText(minors(young_ones, source.language), "persons"),
        "any_minors": young_ones > 0 and len(everyone) > 1,
        "totals": [
            FactText(f"{say[need]}: {people(number, source.language)}", f"answers.{need}")
            for need, number in counted.items()
            if number
        ],
        "ill": [
            FactText(f"{facts_label(source, p) or say['client']} – {', '.join(p.health_needs)}", f"{p.id}.health_needs")
            for p in everyone
            if p.health_needs
        ],
        "order": order(source),
    }


__all__ = ["MONEY", "NEEDS", "members", "money"]
