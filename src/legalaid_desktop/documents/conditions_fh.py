"""Conditions of the papers about ill-treatment (F1–F6) and about missing or dead persons (H1–H4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from legalaid_desktop.documents.conditions_ad import Ground, answered
from legalaid_desktop.documents.facts.office_words import clean_words
from legalaid_desktop.documents.facts.statement import account
from legalaid_desktop.documents.facts.testimony import injuries_told, told_of
from legalaid_desktop.documents.facts.tracing import dead_persons, kin_known, missing_persons
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedPerson
from legalaid_desktop.grammar.latin import is_latin

Condition = Callable[[Ground], bool]

PARTS: Final = ("leaflet", "sheet", "application")
"""Parts of F3; unanswered, all of them print."""


def _part(name: str) -> Condition:
    return lambda on: on.answers.get("parts") in (None, "", "all", name)


def home_contact_barred(on: Ground) -> bool:
    """Nobody may ask the state of origin about the person: it is feared by them, by the client, or nobody knows.

    Only a plain "no danger" of everybody concerned, said in the case or in an answer, lifts it.
    """
    concerned = (*missing_persons(on.case), *dead_persons(on.case))
    client = on.case.client
    if any(who.fears_home_state for who in concerned) or (client is not None and client.fears_home_state):
        return True
    if on.answers.get("home_contact_safe") is True:
        return False
    return not (concerned and all(who.fears_home_state is False for who in concerned))


def _unknown(field: str) -> Condition:
    """Somebody looked for of whom the case does not hold this, or holds it in letters of another script."""

    def holds(on: Ground) -> bool:
        found = _subjects(on)
        return not found or any(not (value := getattr(who, field)) or not is_latin(str(value)) for who in found)

    return holds


def _subjects(on: Ground) -> tuple[DisclosedPerson, ...]:
    """Whom the paper is about: papers about a body tell of the dead first."""
    if on.case.document in ("H3", "H4"):
        return dead_persons(on.case)
    return missing_persons(on.case) or dead_persons(on.case)


FH_CONDITIONS: Final[Mapping[str, Condition]] = {
    "account_given": lambda on: bool(account(on.case)),
    "no_account": lambda on: not account(on.case) and not on.case.events,
    "nothing_told": lambda on: not told_of(on.case, on.answers),
    "injuries_told": lambda on: injuries_told(on.case, on.answers),
    "plans_known": answered("companions", "plans", "phones"),
    "health_known": lambda on: (
        answered("health")(on)
        or any(clean_words(need) for who in missing_persons(on.case) for need in who.health_needs)
    ),
    "steps_known": answered("steps"),
    "death_told": lambda on: (
        answered("where_body", "cause", "papers_have", "belongings")(on)
        or any(who.death or who.last_contact or who.description for who in dead_persons(on.case))
    ),
    "no_injuries": lambda on: not on.case.injuries,
    "f3_leaflet": _part("leaflet"),
    "f3_sheet": _part("sheet"),
    "f3_application": _part("application"),
    "officers_named_by_signs": answered("officers"),
    "pushed_back": lambda on: (on.case.topic or "") == "br.pushback" or answered("push_direction", "left_where")(on),
    "asked_protection_known": lambda on: bool(on.answers.get("asked_protection")),
    "nobody_sought": lambda on: not _subjects(on),
    "relation_unknown": lambda on: not kin_known(_subjects(on)),
    "last_contact_unknown": lambda on: any(who.last_contact is None for who in _subjects(on)) or not _subjects(on),
    "last_place_unknown": _unknown("last_place"),
    "description_unknown": _unknown("description"),
    "sought_child": lambda on: any(may_be_minor(who, on.case.as_of) for who in _subjects(on)),
    "home_contact_barred": home_contact_barred,
    "photo_page": lambda on: on.answers.get("photo") is not False,
    "several_bodies": answered("other_bodies"),
    "body_found": lambda on: on.answers.get("body_found") != "no",
    "about_traffic": lambda on: on.answers.get("kind") in ("traffic", "both"),
    "about_hate": lambda on: on.answers.get("kind") in ("hate", "both"),
    "client_child": lambda on: on.client is not None and may_be_minor(on.client, on.case.as_of),
}
