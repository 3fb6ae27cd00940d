"""Conditions of the requests (I1, I3–I6), of the residence papers (J1–J8) and of the office's papers (K5–K7), by the
names their manifests use. Like all of ``conditions``: pure functions of what the paper may know, and of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.conditions_ab import Condition, Ground
from legalaid_desktop.documents.conditions_ad import answered
from legalaid_desktop.documents.facts.residence_birth import newborn, parents
from legalaid_desktop.documents.facts.residence_states import lived_here, unasked
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.domain.person import Sex


def _preset(name: str) -> Condition:
    return lambda on: on.answers.get("preset") == name


def _asks_copies(on: Ground) -> bool:
    """Chosen; unchosen, where there is a decision and its reasons are not what is missing."""
    if on.answers.get("preset"):
        return on.answers.get("preset") == "copies"
    return on.decision is not None


def _asks_reasons(on: Ground) -> bool:
    if on.answers.get("preset"):
        return on.answers.get("preset") == "reasons"
    return on.decision is not None and on.decision.reasons_given is False


def _asks_state(on: Ground) -> bool:
    if on.answers.get("preset"):
        return on.answers.get("preset") == "state"
    return on.decision is None


def to_a_court(on: Ground) -> bool:
    """The complaint that no answer came is addressed to a court."""
    named = on.answers.get("addressee")
    return isinstance(named, str) and (named.startswith("court") or " суд" in f" {named.casefold()}")


def _father_note_needed(on: Ground) -> bool:
    """The case names no father: what the entry shall say of him is asked."""
    return not any(who.sex is Sex.MALE for who in parents(on.case, newborn(on.case)))


def _a4_goes_along(on: Ground) -> bool:
    """The family sheet is planned, drafted or exported in this case."""
    state = on.states.get(DocumentCode("A4"))
    return DocumentCode("A4") in on.case.documents or (state is not None and state.attached)


def _mode(*names: str) -> Condition:
    return lambda on: on.answers.get("mode") in names


IJK_CONDITIONS: Final[Mapping[str, Condition]] = {
    "asks_copies": _asks_copies,
    "asks_state": _asks_state,
    "asks_reasons": _asks_reasons,
    "to_a_court": to_a_court,
    "preset_state": _preset("state"),
    "stay_unknown": lambda on: not any(entry.date is not None for entry in on.case.entries),
    "birth_place_unknown": lambda on: not (on.client and (on.client.birth_place or "").strip()),
    "has_a4": _a4_goes_along,
    "lived_here": lambda on: bool(lived_here(on.case)),
    "notice_came": lambda on: on.answers.get("notices") == "some",
    "states_unasked": lambda on: bool(unasked(on.case)),
    "child_unknown": lambda on: newborn(on.case) is None,
    "parents_unknown": lambda on: not parents(on.case, newborn(on.case)),
    "father_note_needed": _father_note_needed,
    "wants_registration": lambda on: on.answers.get("mode") != "extend",
    "wants_extension": _mode("extend", "both"),
    # The desk knows whether there is a paper that the covering letter (K6) goes with, and says so.
    "no_enclosed_paper": lambda on: True,
    "powers_chosen": lambda on: (
        any(value is True for name, value in on.answers.items() if name.startswith("power_"))
        or answered("power_more")(on)
    ),
}
