"""Conditions of the application papers (A1–A4) and of the extradition papers (D1, D5), by the names their manifests
use. Like all of ``conditions``: pure functions of what the paper may know, and of what a person answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from legalaid_desktop.documents.facts.family import relatives
from legalaid_desktop.documents.facts.grounds import GROUNDS, ticked, told_events
from legalaid_desktop.documents.facts.standing import after_departure, needs_interpreter, other_states
from legalaid_desktop.documents.facts.statement import LONG_ACCOUNT, STATE_LANGUAGES, account, account_length, imprecise
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.person import CitizenshipStatus


class Ground(Protocol):
    """What these conditions look at, of ``conditions.Ground``."""

    @property
    def case(self) -> DisclosedCase: ...

    @property
    def client(self) -> DisclosedPerson | None: ...

    @property
    def decision(self) -> Decision | None: ...

    @property
    def answers(self) -> Mapping[str, object]: ...


Condition = Callable[[Ground], bool]

LIFE: Final = ("life_addresses", "life_education", "life_work", "life_military", "life_organisations")
"""Answers of A1 section 8."""


def answered(*names: str) -> Condition:
    """A person wrote something to one of these questions."""
    return lambda on: any(isinstance(a := on.answers.get(name), str) and bool(a.strip()) for name in names)


def ground(name: str) -> Condition:
    return lambda on: GROUNDS[name][1](on.case, on.answers)


def _later_known(on: Ground) -> bool:
    return bool(after_departure(on.case)) or answered("risk_since_departure")(on)


def _extradition_faults(on: Ground) -> bool:
    made = on.decision
    return answered("procedure_faults")(on) or (
        made is not None
        and (
            (made.translated is False and needs_interpreter(on.case))
            or made.interpreter_provided is False
            or made.copy_given is False
            or made.reasons_given is False
        )
    )


ENOUGH_SOURCES: Final = 3
"""Dated sources of country information that D5 wants at least (documents.md D5, Fields)."""


def _stateless(on: Ground) -> bool:
    return on.client is not None and on.client.citizenship_status is CitizenshipStatus.STATELESS


AD_CONDITIONS: Final[Mapping[str, Condition]] = {
    "life_known": answered(*LIFE),
    "no_paper_known": lambda on: not on.client or not any(d.kind != "none" or d.reason for d in on.client.docs or ()),
    "other_citizenship": lambda on: bool(other_states(on.case)) and not _stateless(on),
    "third_citizenship": lambda on: len(other_states(on.case)) > 1 and not _stateless(on),
    "interpreter_used": lambda on: on.case.interpreter_used is True,
    "has_relatives": lambda on: bool(relatives(on.case)),
    "has_extradition": lambda on: on.case.extradition is not None,
    "no_certificate": lambda on: not (on.client and on.client.certificate_no),
    "long_account": lambda on: account_length(on.case) > LONG_ACCOUNT,
    "account_foreign": lambda on: any(n.language not in STATE_LANGUAGES for n in account(on.case)),
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
    "other_rights_known": lambda on: (
        bool(on.case.extradition and on.case.extradition.in_absentia) or answered("other_rights")(on)
    ),
    "decision_has_reasons": lambda on: bool(on.decision and on.decision.reasons),
    "no_ground": lambda on: not ticked(on.case, on.answers),
    "authority_unknown": lambda on: not (on.decision and on.decision.authority),
    "few_sources": lambda on: len(on.case.coi) < ENOUGH_SOURCES,
    "has_evidence": lambda on: bool(on.case.evidence),
    "destination_unknown": lambda on: (
        on.case.extradition is None and not (on.client and (on.client.citizenships or on.client.former_residence))
    ),
    "has_extradition_faults": _extradition_faults,
    "chain_written": answered("chain_removal"),
    **{f"ground_{name}": ground(name) for name in GROUNDS},
}
