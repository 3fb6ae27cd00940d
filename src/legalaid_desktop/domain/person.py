"""Anyone in a case, with the names of each paper and script (documents.md §2 and §11, table ``person``).

In every record ``None`` means "the key was not given" and an empty tuple means "given, and empty": the two are
different answers and survive storage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from legalaid_desktop.domain.ids import CountryCode, LanguageCode, LocalId
from legalaid_desktop.domain.partial_date import PartialDate


class Sex(StrEnum):
    FEMALE = "f"
    MALE = "m"
    OTHER = "other"
    NOT_STATED = "not_stated"


class CitizenshipStatus(StrEnum):
    STATELESS = "stateless"
    NOT_ESTABLISHED = "not_established"


@dataclass(frozen=True, kw_only=True)
class NameSet:
    """Names in original script, Cyrillic and Latin. ``ru_*`` and ``be_*`` are forms that a person confirmed."""

    family: str | None = None
    given: str | None = None
    patronymic: str | None = None
    father_name: str | None = None
    """Never printed as a patronymic."""
    mononym: bool | None = None
    unnamed: bool | None = None
    ru_nom: str | None = None
    ru_gen: str | None = None
    ru_dat: str | None = None
    ru_acc: str | None = None
    ru_ins: str | None = None
    ru_prep: str | None = None
    be_nom: str | None = None
    be_gen: str | None = None
    be_dat: str | None = None
    be_acc: str | None = None
    be_ins: str | None = None
    be_prep: str | None = None
    latin: str | None = None
    original: str | None = None
    original_lang: LanguageCode | None = None
    aliases: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Citizenship:
    country: CountryCode | None = None
    since: PartialDate | None = None
    proof: str | None = None
    contested: bool | None = None


@dataclass(frozen=True, kw_only=True)
class IdentityPaper:
    """A passport, certificate or other paper of identity; ``kind = "none"`` with ``reason`` says why there is none."""

    kind: str | None = None
    country: CountryCode | None = None
    no: str | None = None
    issuer: str | None = None
    issued: PartialDate | date | None = None
    expires: PartialDate | date | None = None
    held_by: str | None = None
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    id: LocalId
    role: str | None = None
    """client, family, missing, deceased, witness, …"""
    relation: str | None = None
    """To the client: wife, mother, brother, …"""
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
    languages: tuple[LanguageCode, ...] | None = None
    literacy: str | None = None
    docs: tuple[IdentityPaper, ...] | None = None
    certificate_no: str | None = None
    address_service: str | None = None
    safe_address: str | None = None
    whereabouts: str | None = None
    last_place: str | None = None
    last_contact: datetime | date | None = None
    description: str | None = None
    health_needs: tuple[str, ...] | None = None
    orphan: bool | None = None
    legal_guardian: bool | None = None
    in_custody: bool | None = None
    in_danger: bool | None = None
    feared_by_client: bool | None = None
    fears_home_state: bool | None = None
    consent_named: bool | None = None
    included: bool | None = None
    note: str | None = None
