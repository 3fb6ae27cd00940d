"""What one paper may know of a case: released texts only, made by ``domain.disclosure`` and by nothing else.

These types have no place for a consultation note, an internal text or the name of a person who may not be
named: a template cannot reach what is not there (documents.md §1 rule 3). The one paper that may read everything is
the office's memo (K7): ``office_file`` is empty everywhere else. Texts in them are already free of the
names of such persons (a role stands instead). Tables that the case does not have are empty tuples; ``given``
tells "the answer is none" from "not asked".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from legalaid_desktop.domain.facts import (
    Assurance,
    Consent,
    ContradictingAge,
    CountryInformation,
    Decision,
    Detention,
    EarlierOffence,
    Extradition,
    Injury,
    InterviewRecord,
    MissedPeriod,
    PriorStatus,
    RouteLeg,
    StateAsked,
)
from legalaid_desktop.domain.ids import CaseRef, CountryCode, DocumentCode, LanguageCode, LocalId
from legalaid_desktop.domain.partial_date import PartialDate
from legalaid_desktop.domain.person import Citizenship, CitizenshipStatus, IdentityPaper, NameSet, Sex
from legalaid_desktop.domain.visibility import Audience, Visibility


class ByRole(StrEnum):
    """Why a person prints by role only."""

    IN_DANGER = "in_danger"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, kw_only=True)
class DisclosedPerson:
    """``by_role`` is set where the person may not be named: then ``names`` is empty and nothing identifying remains."""

    id: LocalId
    role: str | None = None
    relation: str | None = None
    by_role: ByRole | None = None
    sex: Sex | None = None
    birth: PartialDate | None = None
    birth_place: str | None = None
    death: PartialDate | None = None
    age_stated: int | str | None = None
    names: NameSet = field(default_factory=NameSet)
    citizenships: tuple[Citizenship, ...] | None = None
    citizenship_status: CitizenshipStatus | None = None
    former_residence: CountryCode | None = None
    ethnicity: str | None = None
    languages: tuple[LanguageCode, ...] = ()
    literacy: str | None = None
    docs: tuple[IdentityPaper, ...] | None = None
    certificate_no: str | None = None
    address_service: str | None = None
    """The service address; the safe address where no other was given."""
    whereabouts: str | None = None
    last_place: str | None = None
    last_contact: dt.datetime | dt.date | None = None
    description: str | None = None
    health_needs: tuple[str, ...] = ()
    orphan: bool | None = None
    legal_guardian: bool | None = None
    in_custody: bool | None = None
    in_danger: bool | None = None
    feared_by_client: bool | None = None
    fears_home_state: bool | None = None
    included: bool | None = None


@dataclass(frozen=True, kw_only=True)
class DisclosedEvent:
    id: LocalId
    date: PartialDate | None = None
    place: str | None = None
    text: str | None = None
    certainty: str | None = None
    evidence: tuple[LocalId, ...] = ()
    """Released evidence only."""
    how_known: str | None = None


@dataclass(frozen=True, kw_only=True)
class DisclosedEntry:
    date: PartialDate | None = None
    point: str | None = None
    manner: str | None = None
    document: str | None = None
    lawful: str | None = None


@dataclass(frozen=True, kw_only=True)
class DisclosedEvidence:
    id: LocalId
    title: str | None = None
    kind: str | None = None
    date: PartialDate | None = None
    pages: int | None = None
    language: LanguageCode | None = None
    translated: bool | None = None
    proves: tuple[LocalId, ...] = ()
    """Released events only."""
    tied: bool = False
    """Whether any record of the case points to it or it to any, withheld ones included."""
    risk_flags: tuple[str, ...] = ()
    exif: str | None = None
    original_held_by: str | None = None
    file: str | None = None


@dataclass(frozen=True, kw_only=True)
class DisclosedNarrative:
    person: LocalId | None = None
    language: LanguageCode | None = None
    text: str = ""


class SignerKind(StrEnum):
    CLIENT = "client"
    REPRESENTATIVE = "representative"
    """A legal representative of a minor; the child adds an own signature."""
    CHILD_ALONE = "child_alone"
    """A minor for whom the case holds no lawful representative: may not sign such a paper alone."""
    LAWYER = "lawyer"
    NOBODY = "nobody"
    """An annex without signature, or a case without a client."""


@dataclass(frozen=True, kw_only=True)
class Signer:
    """``person`` signs, ``on_behalf_of`` is the client when somebody else signs."""

    kind: SignerKind
    person: LocalId | None = None
    on_behalf_of: LocalId | None = None


@dataclass(frozen=True, kw_only=True)
class WithheldItem:
    """Something that stayed out, named without its text. ``record`` is a local id ("e2", "p2") or "narrative.1"."""

    kind: str
    """event, evidence, narrative, entry, person"""
    record: str
    visibility: Visibility
    because: str
    """audience, consent, family_separate, in_danger, no_consent"""
    cited_by: tuple[str, ...] = ()
    """Records that pointed to it: "e1", "d1.reason.2", "missed.1"."""
    sentences: tuple[tuple[str, str], ...] = ()
    """Of a person: (record, sentence as it now reads) wherever a name was taken out."""


@dataclass(frozen=True, kw_only=True)
class OfficeFile:
    """What the office alone may read: notes as texts, and the mark of every record that has one."""

    notes: tuple[tuple[str, str], ...] = ()
    """(local id, text)."""
    marks: Mapping[str, Visibility] = field(default_factory=dict)
    """Record → visibility: "e2", "x1", "narrative.1", "entry.1"; a text without a mark counts as internal."""


@dataclass(frozen=True, kw_only=True)
class DisclosedCase:
    """The case as the audience of one document may read it."""

    ref: CaseRef
    document: DocumentCode
    audience: Audience
    signer: Signer
    as_of: dt.date
    region: str | None = None
    place: str | None = None
    topic: str | None = None
    urgency: str | None = None
    language: LanguageCode | None = None
    """The client's language."""
    interpreter_used: bool | None = None
    read_back: bool | None = None
    documents: tuple[DocumentCode, ...] = ()
    """Papers planned in the case."""
    persons: tuple[DisclosedPerson, ...] = ()
    events: tuple[DisclosedEvent, ...] = ()
    routes: tuple[RouteLeg, ...] = ()
    entries: tuple[DisclosedEntry, ...] = ()
    detentions: tuple[Detention, ...] = ()
    extradition: Extradition | None = None
    assurances: tuple[Assurance, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """Reasons point to released events and evidence only."""
    evidence: tuple[DisclosedEvidence, ...] = ()
    coi: tuple[CountryInformation, ...] = ()
    consents: tuple[Consent, ...] = ()
    narratives: tuple[DisclosedNarrative, ...] = ()
    missed: tuple[MissedPeriod, ...] = ()
    injuries: tuple[Injury, ...] = ()
    states_asked: tuple[StateAsked, ...] = ()
    prior_statuses: tuple[PriorStatus, ...] = ()
    interview_records: tuple[InterviewRecord, ...] = ()
    earlier_offences: tuple[EarlierOffence, ...] = ()
    contradicting_ages: tuple[ContradictingAge, ...] = ()
    given: frozenset[str] = frozenset()
    """Plural names of the tables that the case has, empty ones included."""
    withheld: tuple[WithheldItem, ...] = ()
    office_file: OfficeFile | None = None
    """Only in the office's own memo (K7): ``disclose`` fills it for no other paper."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """Texts written for this paper by hand, by name, without the names of persons who print by role."""

    @property
    def client(self) -> DisclosedPerson | None:
        return next((person for person in self.persons if person.role == "client"), None)

    def person(self, record: LocalId | None) -> DisclosedPerson | None:
        return next((person for person in self.persons if person.id == record), None)

    def event(self, record: LocalId) -> DisclosedEvent | None:
        return next((event for event in self.events if event.id == record), None)

    def piece(self, record: LocalId | None) -> DisclosedEvidence | None:
        """The released piece of evidence with this local id."""
        return next((piece for piece in self.evidence if piece.id == record), None)
