"""One legal problem of a client and those with them: the whole record of a case (documents.md §11).

This is the office's own view: it holds internal notes. Documents never see it; they get what
``domain.disclosure`` lets through.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from legalaid_desktop.domain.facts import (
    Assurance,
    Consent,
    ContradictingAge,
    CountryInformation,
    Decision,
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
    StateAsked,
)
from legalaid_desktop.domain.ids import CaseId, CaseRef, DocumentCode, LanguageCode
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.person import Person


@dataclass(frozen=True, kw_only=True)
class CaseMeta:
    """``[meta]`` of a case file. ``as_of`` is the file's own "today"."""

    case_id: str | None = None
    title: str | None = None
    schema_version: int | None = None
    fictional: bool | None = None
    as_of: dt.date | None = None
    features: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class CaseInfo:
    """``[case]`` of a case file."""

    ref: CaseRef
    region: str | None = None
    place: str | None = None
    topic: str | None = None
    urgency: str | None = None
    language: LanguageCode | None = None
    output_language: LanguageCode | None = None
    also_output_languages: tuple[LanguageCode, ...] | None = None
    interpreter_used: bool | None = None
    read_back: bool | None = None
    documents: tuple[DocumentCode, ...] | None = None
    user_role: str | None = None


@dataclass(frozen=True, kw_only=True)
class OtherCase:
    """Another case that the vault is to know of: for duplicate and conflict checks."""

    ref: CaseRef
    restricted: bool | None = None
    allowed_roles: tuple[str, ...] | None = None
    documents: tuple[DocumentCode, ...] | None = None
    persons: tuple[Person, ...] | None = None
    events: tuple[Event, ...] | None = None
    notes: tuple[ConsultationNote, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRecord:
    """All that a case file can hold, each table under its plural. A tuple is ``None`` when the table is absent."""

    info: CaseInfo
    meta: CaseMeta = CaseMeta()
    id: CaseId | None = None
    """Internal id, set once the case is in a vault."""
    stage: str | None = None
    opened_on: dt.date | None = None
    persons: tuple[Person, ...] | None = None
    events: tuple[Event, ...] | None = None
    routes: tuple[RouteLeg, ...] | None = None
    entries: tuple[Entry, ...] | None = None
    detentions: tuple[Detention, ...] | None = None
    extradition: Extradition | None = None
    assurances: tuple[Assurance, ...] | None = None
    decisions: tuple[Decision, ...] | None = None
    evidence: tuple[Evidence, ...] | None = None
    coi: tuple[CountryInformation, ...] | None = None
    consents: tuple[Consent, ...] | None = None
    notes: tuple[ConsultationNote, ...] | None = None
    narratives: tuple[Narrative, ...] | None = None
    other_cases: tuple[OtherCase, ...] | None = None
    missed: tuple[MissedPeriod, ...] | None = None
    injuries: tuple[Injury, ...] | None = None
    states_asked: tuple[StateAsked, ...] | None = None
    prior_statuses: tuple[PriorStatus, ...] | None = None
    interview_records: tuple[InterviewRecord, ...] | None = None
    earlier_offences: tuple[EarlierOffence, ...] | None = None
    contradicting_ages: tuple[ContradictingAge, ...] | None = None
    expect: dict[str, Any] | None = None
    """``[expect]`` of a test file, as plain TOML values; kept, never used by the program itself."""
