"""Which record of a case goes to which table. The tables themselves are written out in ``schema.py``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta
from legalaid_desktop.domain.facts import (
    Assurance,
    Consent,
    ContradictingAge,
    CountryInformation,
    Decision,
    DecisionReason,
    Detention,
    EarlierOffence,
    Entry,
    Event,
    Evidence,
    Extradition,
    Injury,
    InterviewRecord,
    MissedPeriod,
    Narrative,
    PriorStatus,
    RouteLeg,
    Sanction,
    StateAsked,
)
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.person import Citizenship, IdentityPaper, Person
from legalaid_desktop.storage.record_map import RecordTable

CASE = "case_row"
MEMBERSHIP_FIELDS = ("id", "role", "relation", "included", "feared_by_client")
"""What is true of a person in one case only; all the rest belongs to the person, in every case."""


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """The case's own row: ``[meta]``, ``[case]``, and what an ``[[other_case]]`` adds."""

    info: CaseInfo
    meta: CaseMeta
    stage: str | None
    opened_on: dt.date | None
    restricted: bool | None
    allowed_roles: tuple[str, ...] | None


CASE_FILE = RecordTable(
    "case_file",
    CaseFile,
    owner="main_case",
    lists={
        "also_output_languages": "case_also_output_language",
        "documents": "case_document",
        "meta_features": "case_feature",
        "allowed_roles": "case_allowed_role",
    },
    prefixes={"info": "", "meta": "meta_"},
    extra=("uid", "ref_key"),
    bin=True,
)

PERSON = RecordTable(
    "person",
    Person,
    owner=None,
    lists={
        "names_aliases": "person_alias",
        "languages": "person_language",
        "health_needs": "person_health_need",
    },
    children={
        "citizenships": RecordTable("person_citizenship", Citizenship, owner="person_row"),
        "docs": RecordTable("person_paper", IdentityPaper, owner="person_row"),
    },
    skip=MEMBERSHIP_FIELDS,
    extra=("uid",),
)

CASE_PERSON = RecordTable("case_person", Person, owner=CASE, only=MEMBERSHIP_FIELDS, extra=("person_row",), bin=True)


def _of_case(
    name: str,
    record: type,
    *,
    lists: Mapping[str, str] | None = None,
    children: Mapping[str, RecordTable] | None = None,
) -> RecordTable:
    return RecordTable(name, record, owner=CASE, lists=lists, children=children, bin=True)


SECTIONS: Mapping[str, RecordTable] = MappingProxyType(
    {
        "events": _of_case("event", Event, lists={"evidence": "event_evidence"}),
        "routes": _of_case("route", RouteLeg),
        "entries": _of_case("entry", Entry),
        "detentions": _of_case(
            "detention",
            Detention,
            children={"sanctions": RecordTable("detention_sanction", Sanction, owner="detention_row")},
        ),
        "extradition": _of_case("extradition", Extradition),
        "assurances": _of_case("assurance", Assurance, lists={"promises": "assurance_promise"}),
        "decisions": _of_case(
            "decision",
            Decision,
            children={
                "reasons": RecordTable(
                    "decision_reason",
                    DecisionReason,
                    owner="decision_row",
                    lists={
                        "facts": "decision_reason_fact",
                        "evidence": "decision_reason_evidence",
                        "coi": "decision_reason_coi",
                    },
                )
            },
        ),
        "evidence": _of_case(
            "evidence", Evidence, lists={"proves": "evidence_proves", "risk_flags": "evidence_risk_flag"}
        ),
        "coi": _of_case(
            "country_information", CountryInformation, lists={"risk_flags": "country_information_risk_flag"}
        ),
        "consents": _of_case("consent", Consent),
        "notes": _of_case("note", ConsultationNote),
        "narratives": _of_case("narrative", Narrative),
        "missed": _of_case("missed_period", MissedPeriod),
        "injuries": _of_case("injury", Injury),
        "states_asked": _of_case("state_asked", StateAsked),
        "prior_statuses": _of_case("prior_status", PriorStatus),
        "interview_records": _of_case("interview_record", InterviewRecord),
        "earlier_offences": _of_case("earlier_offence", EarlierOffence),
        "contradicting_ages": _of_case("contradicting_age", ContradictingAge),
    }
)
"""Field of ``CaseRecord`` → its table. Persons, other cases and ``expect`` have ways of their own."""

SINGLE = frozenset({"extradition"})
"""Sections that are one record, not a list."""

SECTION_OF: Mapping[type, str] = MappingProxyType({table.record: section for section, table in SECTIONS.items()})
