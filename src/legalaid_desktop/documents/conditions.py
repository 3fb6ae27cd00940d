"""The named conditions of documents.md §4: the only words, beside answers, that a template may branch on.

Each is a pure function of what the paper may know. ``EXTRA`` holds conditions of the same kind that only say which
facts a case has; documents may add theirs there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from legalaid_desktop.documents.addressees import main_paper
from legalaid_desktop.documents.conditions_ab import AB_CONDITIONS
from legalaid_desktop.documents.conditions_ad import AD_CONDITIONS
from legalaid_desktop.documents.conditions_ce import CE_CONDITIONS
from legalaid_desktop.documents.conditions_client import CLIENT_CONDITIONS
from legalaid_desktop.documents.conditions_dg import DG_CONDITIONS
from legalaid_desktop.documents.conditions_fh import FH_CONDITIONS
from legalaid_desktop.documents.conditions_ijk import IJK_CONDITIONS
from legalaid_desktop.documents.facts.missed import told_stretches
from legalaid_desktop.documents.facts.standing import (
    after_departure,
    needs_interpreter,
    open_detention,
    valid_passports,
)
from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.clock_marks import MarkState
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.guardian import is_guardian
from legalaid_desktop.domain.ids import DocumentCode, LocalId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.person import CitizenshipStatus


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a condition may look at."""

    case: DisclosedCase
    law: LawPack
    decision: Decision | None = None
    deadlines: tuple[DeadlineRow, ...] = ()
    states: Mapping[DocumentCode, DocumentState] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)

    @property
    def client(self) -> DisclosedPerson | None:
        return self.case.client

    @property
    def as_of(self) -> dt.date:
        return self.case.as_of

    def rows_of_decision(self) -> tuple[DeadlineRow, ...]:
        return tuple(row for row in self.deadlines if self.decision and row.decision == self.decision.id)


Condition = Callable[[Ground], bool]

EXECUTED: Final = frozenset({"extradition", "judgment_extradition", "deportation", "expulsion"})
"""Decisions that take the person out of the country when they are executed."""
_TRACKS: Final = {"judgment_extradition": "extradition"}
BROTHERS: Final = frozenset(
    {"brother", "sister", "uncle", "aunt", "cousin", "grandmother", "grandfather", "half_brother", "half_sister"}
)
_HARM = re.compile(
    r"\b(бил|изби|удари|пыта|пытк|арест|задерж|угрож|угроз|похи[тщ]|изнасил|ранил|ранен|стрел|обстрел|убил|убит|"
    r"сожг|сгорел|повестк|допрос|обыск|збі|біл|катав|затрым|пагроз|пагражал)",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    r"(призыв|призва|мобилиз|дезертир|воинск|военн\w* служб|заберут на службу|в армию|военкомат|прызыў|мабіліз|"
    r"у войска)",
    re.IGNORECASE,
)


def is_minor(on: Ground) -> bool:
    return on.client is not None and may_be_minor(on.client, on.as_of)


def unaccompanied(on: Ground) -> bool:
    if not is_minor(on):
        return False
    return not any(p.id != on.client.id and is_guardian(p, on.as_of) for p in on.case.persons if on.client)


def adult_brother_only(on: Ground) -> bool:
    return unaccompanied(on) and any(
        p.relation in BROTHERS and p.role not in ("missing", "deceased") and not may_be_minor(p, on.as_of)
        for p in on.case.persons
    )


def no_passport(on: Ground) -> bool:
    return on.client is not None and not valid_passports(on.client.docs, on.as_of)


def stateless(on: Ground) -> bool:
    return on.client is not None and on.client.citizenship_status is CitizenshipStatus.STATELESS


def multi_citizenship(on: Ground) -> bool:
    countries = {c.country for c in (on.client.citizenships or ()) if c.country} if on.client else set()
    return len(countries) >= 2


def fear_of_return(on: Ground) -> bool:
    answer = on.answers.get("fear_of_return")
    if isinstance(answer, bool):
        return answer
    topic = on.case.topic or ""
    if topic.startswith(("ip.", "ex.")) or on.case.extradition is not None or on.case.prior_statuses:
        return True
    if any(_has_document(code)(on) for code in ("A1", "D5")):
        return True
    return on.client is not None and bool(on.client.certificate_no or on.client.fears_home_state)


def in_custody(on: Ground) -> bool:
    return open_detention(on.case) is not None or bool(on.client and on.client.in_custody)


def last_day(on: Ground) -> dt.date | None:
    """The earliest last day of the decision's clocks."""
    days = [row.last_day for row in on.rows_of_decision() if row.primary and row.last_day is not None]
    return min(days, default=None)


def late(on: Ground) -> bool:
    """Missed by the earliest reading, or because a person said so; a court that gave the period back without naming a
    day settles that it was not."""
    rows = on.rows_of_decision()
    if any(row.status is DeadlineStatus.MISSED for row in rows):
        return True
    if any(mark.state is MarkState.RESTORED and mark.day is None for row in rows for mark in row.marks):
        return False
    day = last_day(on)
    return day is not None and on.as_of > day


def receipt_unknown(on: Ground) -> bool:
    return on.decision is not None and on.decision.received is None and on.decision.received_at is None


def interp_denied(on: Ground) -> bool:
    return on.decision is not None and on.decision.interpreter_provided is False


def no_reasons(on: Ground) -> bool:
    return on.decision is not None and on.decision.reasons_given is False


def sur_place(on: Ground) -> bool:
    return bool(after_departure(on.case))


def past_persecution(on: Ground) -> bool:
    return bool(on.case.injuries) or any(_HARM.search(event.text or "") for event in on.case.events)


def _tag(name: str) -> Condition:
    """A condition that only a person can state: an answer of that name."""
    return lambda on: on.answers.get(name) is True


def military(on: Ground) -> bool:
    return on.answers.get("military") is True or any(_MILITARY.search(event.text or "") for event in on.case.events)


def wanted_elsewhere(on: Ground) -> bool:
    return on.case.extradition is not None


def prior_status_elsewhere(on: Ground) -> bool:
    return bool(on.case.prior_statuses)


def joint_family(on: Ground) -> bool:
    return any(p.included and p.role != "client" for p in on.case.persons)


def not_suspensive(on: Ground) -> bool:
    """The rule of the decision says that a complaint does not stop removal, or nobody knows; of several, the worst."""
    rules = [on.law.rules[row.rule] for row in on.rows_of_decision() if row.rule in on.law.rules]
    return not rules or any(rule.suspensive != "yes" for rule in rules)


def un_ok(on: Ground) -> bool:
    scopes = {"un_named", "un_anonymous"}
    return any(
        c.scope in scopes
        and c.given is True
        and (c.withdrawn is None or c.withdrawn > on.as_of)
        and (c.expires is None or c.expires >= on.as_of)
        for c in on.case.consents
    )


NAMED: Final[Mapping[str, Condition]] = {
    "is_minor": is_minor,
    "unaccompanied": unaccompanied,
    "adult_brother_only": adult_brother_only,
    "no_passport": no_passport,
    "stateless": stateless,
    "multi_citizenship": multi_citizenship,
    "fear_of_return": fear_of_return,
    "in_custody": in_custody,
    "late": late,
    "receipt_unknown": receipt_unknown,
    "interp_denied": interp_denied,
    "no_reasons": no_reasons,
    "sur_place": sur_place,
    "past_persecution": past_persecution,
    "gender_based": _tag("gender_based"),
    "lgbt": _tag("lgbt"),
    "child_claim": _tag("child_claim"),
    "state_agent": _tag("state_agent"),
    "nonstate_agent": _tag("nonstate_agent"),
    "military": military,
    "wanted_elsewhere": wanted_elsewhere,
    "prior_status_elsewhere": prior_status_elsewhere,
    "joint_family": joint_family,
    "not_suspensive": not_suspensive,
    "un_ok": un_ok,
}
"""Exactly the names of documents.md §4."""


def _has_document(code: str) -> Condition:
    return lambda on: (
        code in on.case.documents or (DocumentCode(code) in on.states and on.states[DocumentCode(code)].attached)
    )


def included_children(case: DisclosedCase) -> tuple[DisclosedPerson, ...]:
    """Minors in the case other than the client."""
    return tuple(
        p
        for p in case.persons
        if p.role not in ("client", "missing", "deceased", "witness")
        and p.relation in ("son", "daughter", "child", "stepson", "stepdaughter", "grandson", "granddaughter")
        and may_be_minor(p, case.as_of)
    )


def has_annexes(on: Ground) -> bool:
    """Something may be attached: evidence, a copy of the decision, or a paper of the client."""
    own = {"A2", "A3", "A4", "A7", "C3", "C4", "C5", "D5"}
    return bool(
        on.case.evidence
        or (on.decision and on.decision.copy_given)
        or own & {*on.case.documents, *(code for code, state in on.states.items() if state.attached)}
    )


def main_joined(on: Ground) -> bool:
    """The paper that challenges the decision is planned, drafted or exported in this case."""
    main = main_paper(on.decision)
    return main is not None and (main in on.case.documents or (main in on.states and on.states[main].attached))


def several_acts(on: Ground) -> bool:
    """Acts of different kinds remove the client: which of them is executed now, only a person knows."""
    acts = [d for d in about(on.case, on.case.decisions) if d.kind in EXECUTED]
    return len({_TRACKS.get(d.kind or "", d.kind) for d in acts}) > 1


def _c3_joined(on: Ground) -> bool:
    """A motion to restore the period goes with the complaint: it is late or its day unknown, and C3 is in the case."""
    return (late(on) or receipt_unknown(on)) and _has_document("C3")(on) and not _missed_elsewhere(on)


def _missed_elsewhere(on: Ground) -> bool:
    """Every missed period of the case is that of another decision: so is the motion."""
    missed = [row.decision for row in on.case.missed]
    return bool(missed) and on.decision is not None and all(id not in (None, on.decision.id) for id in missed)


def basis_needed(on: Ground) -> bool:
    """Somebody who is no parent signs for the child: the paper must say on what ground."""
    signer = on.case.person(on.case.signer.person) if on.case.signer.on_behalf_of is not None else None
    return signer is not None and signer.relation not in ("mother", "father", "parent")


def not_understood(on: Ground) -> bool:
    """The decision was not told in a language of the client; Russian and Belarusian need no interpreter. Where an
    interpreter told it, the missing translation alone does not mean so."""
    foreign = needs_interpreter(on.case) or on.case.language is None
    decision = on.decision
    if not decision or not foreign or decision.interpreter_provided is True:
        return False
    return decision.translated is False or decision.interpreter_provided is False


def service_disputed(on: Ground) -> bool:
    """Nobody served a copy that the client could read, or nobody knows when."""
    decision = on.decision
    if decision is None:
        return False
    received = decision.received or (decision.received_at.date() if decision.received_at else None)
    announced = decision.announced or (decision.announced_at.date() if decision.announced_at else None)
    return (
        not_understood(on)
        or decision.copy_given is False
        or received is None
        or (announced is not None and received > announced)
    )


EXTRA: Final[dict[str, Condition]] = {
    "has_decision": lambda on: on.decision is not None,
    "has_reasons": lambda on: bool(on.decision and on.decision.reasons),
    "has_events": lambda on: bool(on.case.events),
    "has_narrative": lambda on: bool(on.case.narratives),
    "has_coi": lambda on: bool(on.case.coi),
    "has_missed": lambda on: (
        bool(on.case.missed) and bool(told_stretches(on.case.missed, on.decision, on.deadlines, on.as_of))
    ),
    "has_routes": lambda on: bool(on.case.routes),
    "has_entries": lambda on: bool(on.case.entries),
    "has_children": lambda on: bool(included_children(on.case)),
    "has_assurances": lambda on: bool(on.case.assurances),
    "has_prior_status": lambda on: bool(on.case.prior_statuses),
    "has_a2": _has_document("A2"),
    "has_a7": _has_document("A7"),
    "has_c3": _has_document("C3"),
    "has_c4": _has_document("C4"),
    "has_c5": _has_document("C5"),
    "has_d5": _has_document("D5"),
    "copy_given": lambda on: bool(on.decision and on.decision.copy_given),
    "not_translated": lambda on: bool(on.decision and on.decision.translated is False),
    "interpreter_needed": lambda on: needs_interpreter(on.case),
    "has_notice_court": lambda on: bool(on.decision and (on.decision.notice_court or "").strip()),
    "has_procedure_facts": lambda on: bool(
        (on.client and on.client.certificate_no)
        or any(record.date is not None for record in on.case.interview_records)
        or interp_denied(on)
    ),
    "has_procedure_faults": lambda on: bool(
        on.decision
        and (
            no_reasons(on)
            or interp_denied(on)
            or on.decision.copy_given is False
            or (on.decision.translated is False and needs_interpreter(on.case))
        )
    ),
    "has_annexes": has_annexes,
    "deadline_known": lambda on: last_day(on) is not None,
    "main_joined": main_joined,
    "several_acts": several_acts,
    "has_c3_joined": _c3_joined,
    "basis_needed": basis_needed,
    "has_missed_proof": lambda on: any(m.evidence for m in on.case.missed),
    "not_understood": not_understood,
    "service_disputed": service_disputed,
    "has_balance": lambda on: bool(included_children(on.case)),
    "interpreted": lambda on: on.case.interpreter_used is True,
    "not_read_back": lambda on: on.case.read_back is False,
    "read_to_client": lambda on: on.case.read_back is True,
    "addressee_unknown": lambda on: not on.answers.get("addressee"),
    "signed_by_representative": lambda on: on.case.signer.on_behalf_of is not None,
    "cannot_write": lambda on: bool(on.client and on.client.literacy == "none"),
    **AB_CONDITIONS,
    **AD_CONDITIONS,
    **CE_CONDITIONS,
    **CLIENT_CONDITIONS,
    **DG_CONDITIONS,
    **IJK_CONDITIONS,
    **FH_CONDITIONS,
}
"""Which facts the case has."""


def all_names() -> frozenset[str]:
    return frozenset((*NAMED, *EXTRA))


def conditions(on: Ground) -> dict[str, bool]:
    """Every condition by name."""
    return {name: condition(on) for name, condition in {**NAMED, **EXTRA}.items()}


def about(case: DisclosedCase, decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Decisions that concern the client (or nobody in particular)."""
    client: LocalId | None = case.client.id if case.client else None
    return tuple(d for d in decisions if d.person is None or client is None or d.person == client)
