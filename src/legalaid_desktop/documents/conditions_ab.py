"""Conditions of the papers around an application for protection (A5–A12, B1, B2), by the names their manifests use.
Like all of ``conditions``: pure functions of what the paper may know, and of what a person answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from legalaid_desktop.documents.conditions_ad import answered
from legalaid_desktop.documents.facts.protection import carers, expiry, relatives_apart
from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import DocumentCode


class Ground(Protocol):
    """What these conditions look at, of ``conditions.Ground``."""

    @property
    def case(self) -> DisclosedCase: ...

    @property
    def client(self) -> DisclosedPerson | None: ...

    @property
    def decision(self) -> Decision | None: ...

    @property
    def as_of(self) -> dt.date: ...

    @property
    def states(self) -> Mapping[DocumentCode, DocumentState]: ...

    @property
    def answers(self) -> Mapping[str, object]: ...


Condition = Callable[[Ground], bool]


def _age_known(on: Ground) -> bool:
    who = on.client
    return who is not None and (who.birth is not None or who.age_stated is not None)


def _age_disputed(on: Ground) -> bool:
    return bool(on.case.contradicting_ages) or on.answers.get("age_doubted") is True


def _with_asylum(on: Ground) -> bool:
    """The address to the President (B1) goes with the application, or one of its questions was answered."""
    return _has(on, "B1") or answered("asylum_ground", "asylum_role", "asylum_why")(on)


def _expired(on: Ground) -> bool:
    """Complementary protection had ended before the day of the paper."""
    day = expiry(on.case, on.answers)
    return day is not None and day < on.as_of


def _extension_urgent(on: Ground) -> bool:
    """Less is left than the office keeps for an extension."""
    day = expiry(on.case, on.answers)
    return day is not None and 0 <= (day - on.as_of).days < OFFICE_DAYS


def _has(on: Ground, code: str) -> bool:
    """The paper is planned, drafted or exported in this case."""
    state = on.states.get(DocumentCode(code))
    return code in on.case.documents or (state is not None and state.attached)


OFFICE_DAYS: Final = 60
"""Days before the end of complementary protection at which the office files (law data, ip.complementary_extension)."""

AB_CONDITIONS: Final[Mapping[str, Condition]] = {
    "age_known": _age_known,
    "age_disputed": _age_disputed,
    "has_carer": lambda on: bool(carers(on.case)),
    "with_asylum": _with_asylum,
    "protection_expired": _expired,
    "extension_urgent": _extension_urgent,
    "expiry_known": lambda on: expiry(on.case, on.answers) is not None,
    "expiry_by_paper": lambda on: expiry(on.case, {}) is not None,
    "not_traced": lambda on: on.answers.get("contact_parents") in ("no", "risk"),
    "has_foreign_coi": lambda on: any(item.language not in (None, "none", "ru", "be") for item in on.case.coi),
    "coi_linked": lambda on: any(reason.coi for reason in (on.decision.reasons if on.decision else None) or ()),
    "region_unknown": lambda on: on.case.region is None,
    "has_a1": lambda on: _has(on, "A1"),
    "has_a1_or_a4": lambda on: _has(on, "A1") or _has(on, "A4"),
    "has_relatives_apart": lambda on: bool(relatives_apart(on.case)),
    "has_interview": lambda on: any(record.date is not None for record in on.case.interview_records),
    "protection_taken": lambda on: (
        on.decision is not None and on.decision.kind in ("loss_protection", "cancel_protection", "refusal_extension")
    ),
    "extension_refused": lambda on: on.decision is not None and on.decision.kind == "refusal_extension",
    "register_refused": lambda on: on.decision is not None and on.decision.kind == "refusal_register",
    "grounds_recorded": lambda on: bool(on.decision and on.decision.reasons),
    "has_health_needs": lambda on: on.client is not None and any(h.strip() for h in on.client.health_needs),
}
