"""Which papers a topic usually needs (documents.md §0.1). The program proposes, the consultant chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.person import Person
from legalaid_desktop.services.document_catalogue import shipped_catalogue

_PAPERS: Final[dict[str, str]] = {
    "ip.refusal_appeal": "C1",
    "ip.refusal_appeal_accelerated": "C1",
    "court.appeal": "C2",
    "ex.complaint": "D1",
    "ex.supreme_court": "D2",
    "rm.deportation_appeal": "E1",
    "rm.expulsion_appeal": "E2",
    "rm.admin_ruling_appeal": "E1",
    "court.complaint_general": "E3",
    "ap.admin_complaint": "E3",
    "ip.apply": "A1",
}


def paper_of(rule: str) -> str:
    """The paper that is filed within the period of a rule; empty where the catalogue names none."""
    return _PAPERS.get(rule, "")


@dataclass(frozen=True, kw_only=True)
class _Case:
    record: CaseRecord
    clocks: Sequence[DeadlineRow]
    today: dt.date

    @property
    def client(self) -> Person | None:
        return next((person for person in self.record.persons or () if person.role == "client"), None)

    def decided(self, *kinds: str) -> bool:
        return any(decision.kind in kinds for decision in self.record.decisions or ())


def _minor(case: _Case) -> bool:
    return case.client is not None and may_be_minor(case.client, case.today)


def _in_custody(case: _Case) -> bool:
    held = any(detention.to_at is None for detention in case.record.detentions or ())
    return held or bool(case.client and case.client.in_custody)


def _late(case: _Case) -> bool:
    return any(row.primary and row.last_day is not None and row.last_day < case.today for row in case.clocks)


def _fear(case: _Case) -> bool:
    client = case.client
    return bool(client and (client.certificate_no or client.fears_home_state)) or bool(case.record.prior_statuses)


CONDITIONS: Final[dict[str, Callable[[_Case], bool]]] = {
    "is_minor": _minor,
    "in_custody": _in_custody,
    "not_accepted": lambda case: case.decided("procedure_refused"),
    "late": _late,
    "receipt_unknown": lambda case: any(
        d.received is None and d.received_at is None for d in case.record.decisions or ()
    ),
    "fear_of_return": _fear,
    "has_refusal": lambda case: case.decided("refusal_protection"),
    "has_extradition_ruling": lambda case: case.decided("extradition"),
    "no_extradition_ruling": lambda case: not case.decided("extradition", "judgment_extradition"),
    "has_extradition_judgment": lambda case: case.decided("judgment_extradition"),
    "is_wanted": lambda case: bool(case.record.extradition and case.record.extradition.wanted_notice),
    "hurt_here": lambda case: bool(case.record.injuries),
}
"""What `[[set.when]]` of resources/catalogue.toml may ask of a case."""


def starting_set(
    record: CaseRecord, *, clocks: Sequence[DeadlineRow] = (), today: dt.date | None = None
) -> tuple[str, ...]:
    """Ids of papers: what the case lists itself first, then what its topic and its facts usually need."""
    listed = [str(code) for code in record.info.documents or ()]
    catalogue = shipped_catalogue()
    usual = catalogue.sets.get(record.info.topic or "")
    if usual is None:
        return tuple(dict.fromkeys(listed))
    case = _Case(record=record, clocks=clocks, today=today or record.meta.as_of or dt.date.max)
    more = [code for name, papers in usual.when if CONDITIONS[name](case) for code in papers]
    return tuple(dict.fromkeys(map(str, (*listed, *usual.papers, *more, *catalogue.always))))


def first_question(record: CaseRecord, lang: str) -> str:
    """What to ask before choosing papers; empty where nothing changes the set."""
    usual = shipped_catalogue().sets.get(record.info.topic or "")
    return usual.question.get(lang, "") if usual is not None else ""
