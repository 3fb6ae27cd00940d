"""Conditions of the application papers (A1–A4) and of the extradition papers (D1, D5), by the names their manifests
use. Like all of ``conditions``: pure functions of what the paper may know, and of what a person answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from legalaid_desktop.documents.facts.family import relatives
from legalaid_desktop.documents.facts.grounds import GROUNDS, told_events
from legalaid_desktop.documents.facts.statement import LONG_ACCOUNT, account, account_length, imprecise

if TYPE_CHECKING:
    from legalaid_desktop.documents.conditions import Ground

    Condition = Callable[[Ground], bool]

LIFE: Final = ("life_addresses", "life_education", "life_work", "life_military", "life_organisations")
"""Answers of A1 section 8."""


def answered(*names: str) -> Condition:
    """A person wrote something to one of these questions."""
    return lambda on: any(isinstance(a := on.answers.get(name), str) and bool(a.strip()) for name in names)


def ground(name: str) -> Condition:
    return lambda on: GROUNDS[name][1](on.case, on.answers)


def _later_known(on: Ground) -> bool:
    from legalaid_desktop.documents.conditions import sur_place

    return sur_place(on) or answered("risk_since_departure")(on)


def _citizenships(on: Ground) -> int:
    return len({c.country for c in (on.client.citizenships or ()) if c.country}) if on.client else 0


AD_CONDITIONS: Final[Mapping[str, Condition]] = {
    "life_known": answered(*LIFE),
    "no_paper_known": lambda on: not on.client or not any(d.kind != "none" or d.reason for d in on.client.docs or ()),
    "three_citizenships": lambda on: _citizenships(on) >= 3,
    "interpreter_used": lambda on: on.case.interpreter_used is True,
    "has_relatives": lambda on: bool(relatives(on.case)),
    "has_extradition": lambda on: on.case.extradition is not None,
    "no_certificate": lambda on: not (on.client and on.client.certificate_no),
    "long_account": lambda on: account_length(on.case) > LONG_ACCOUNT,
    "account_foreign": lambda on: any(n.language not in (None, "ru") for n in account(on.case)),
    "nothing_dated": lambda on: (
        not (
            on.case.events
            or on.case.routes
            or on.case.entries
            or on.case.detentions
            or on.case.decisions
            or (on.client and on.client.birth)
        )
    ),
    "complaints_written": answered("complaints"),
    "relocation_written": answered("relocation_tried"),
    "leaving_written": answered("leaving"),
    "has_way": lambda on: bool(on.case.routes or on.case.entries),
    "later_known": _later_known,
    "fear_written": answered("fear_what", "fear_who", "fear_why", "fear_protection", "fear_relocation"),
    "why_not_earlier_written": answered("why_not_earlier"),
    "dates_not_remembered": lambda on: bool(imprecise(on.case)) or answered("not_remembered")(on),
    "corrections_written": answered("corrections"),
    "told_of_others": lambda on: bool(told_events(on.case)),
    "other_rights_written": answered("other_rights"),
    "chain_written": answered("chain_removal"),
    **{f"ground_{name}": ground(name) for name in GROUNDS},
}
