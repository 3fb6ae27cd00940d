"""What a case shows of the needs that ``remedies.toml`` names. A doubt speaks for offering a way, never against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.person import Person, Sex
from legalaid_desktop.domain.whereabouts import Whereabouts, whereabouts

REMOVING: Final = frozenset({"extradition", "judgment_extradition", "deportation", "expulsion"})
_REMOVAL_TOPICS: Final = ("ex.", "rm.deportation", "rm.expulsion")


@dataclass(frozen=True, kw_only=True)
class RemedyFacts:
    needs: frozenset[str]
    """The words of ``NEEDS`` that hold."""
    where: Whereabouts
    applied: bool
    """An application for protection was lodged here."""
    registered: bool

    @property
    def held(self) -> bool:
        return self.where.held != "no"

    def any_of(self, needs: Collection[str]) -> bool:
        return not needs or any(need in self.needs for need in needs)


def client_of(case: CaseRecord) -> Person | None:
    return next((person for person in case.persons or () if person.role == "client"), None)


def where_is(case: CaseRecord, law: LawPack, as_of: dt.date) -> Whereabouts:
    client = client_of(case)
    return whereabouts(
        case.detentions or (),
        client=client.id if client is not None else None,
        in_custody=bool(client is not None and client.in_custody),
        last_known=client.whereabouts if client is not None else None,
        wanted_abroad=case.extradition is not None,
        law=law,
        as_of=as_of,
    )


def fears_return(case: CaseRecord) -> bool:
    """As the condition ``fear_of_return`` of the templates: topic, a state that asks, a status, a paper, a person's
    word."""
    topic, client, papers = case.info.topic or "", client_of(case), case.info.documents or ()
    return bool(
        topic.startswith(("ip.", "ex."))
        or case.extradition is not None
        or case.prior_statuses
        or "A1" in papers
        or "D5" in papers
        or (client is not None and (client.certificate_no or client.fears_home_state))
    )


def facts_of(case: CaseRecord, law: LawPack, as_of: dt.date, papers: Collection[str] = ()) -> RemedyFacts:
    """``papers``: those of the catalogue that were begun in this case."""
    where, client, topic = where_is(case, law, as_of), client_of(case), case.info.topic or ""
    kinds = {decision.kind for decision in case.decisions or ()}
    at_hand = {*papers, *(case.info.documents or ())}
    pushback = topic == "br.pushback"
    registered = any(person.certificate_no for person in case.persons or () if person.role in (None, "client"))
    found = {
        "held": where.held != "no",
        "remand": where.held == "remand",
        "not_remand": where.held in ("other", "border"),
        "extradition": case.extradition is not None,
        "fear": fears_return(case),
        "removal": bool(kinds & REMOVING) or case.extradition is not None or topic.startswith(_REMOVAL_TOPICS),
        "woman": client is not None and client.sex is Sex.FEMALE,
        "wanted": topic == "ex.wanted" or bool(case.extradition is not None and case.extradition.wanted_notice),
        "pushback": pushback,
        "missing_person": any(person.role == "missing" for person in case.persons or ()),
        # Officers of another state: the complaint goes there, not to a body here.
        "ill_treated": "F2" in at_hand or (bool(case.injuries) and not pushback),
        "letter_sent": "I6" in at_hand,
    }
    return RemedyFacts(
        needs=frozenset(name for name, holds in found.items() if holds),
        where=where,
        applied=registered or bool(kinds & {"refusal_protection", "loss_protection", "cancel_protection"}),
        registered=registered,
    )
