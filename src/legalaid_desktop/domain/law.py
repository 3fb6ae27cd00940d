"""Law as dated data: rules, authorities, calendars. Types only; the data are in ``resources/law``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from legalaid_desktop.domain.ids import AuthorityId, RuleId


class Confidence(StrEnum):
    VERIFIED = "verified"
    RECALLED = "recalled"
    UNKNOWN = "unknown"
    TREATY = "treaty"


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """One ``[[deadline]]`` row. ``limit`` is ``None`` where ``limit_known`` is false."""

    id: RuleId
    area: str
    kind: str
    act_ru: str
    act_en: str
    act_be: str | None = None
    trigger_ru: str | None = None
    trigger_en: str | None = None
    limit: int | None = None
    unit: str | None = None
    """hour, day, calendar_day, working_day, month, year"""
    safe_limit: int | None = None
    safe_unit: str | None = None
    limit_known: bool = False
    count_from: str | None = None
    office_target_days: int | None = None
    suspensive: str = "unknown"
    roll: str = "unknown"
    legal_basis: str = ""
    confidence: Confidence = Confidence.UNKNOWN
    stale: bool = False
    source: str = ""
    """A source id of the project's docs, never an address."""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Holiday:
    id: str
    name_ru: str
    month: int | None = None
    day: int | None = None
    easter_offset: int | None = None
    confidence: Confidence = Confidence.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    year: int
    moved_off: tuple[dt.date, ...] = ()
    moved_working: tuple[dt.date, ...] = ()
    complete: bool = False
    confidence: Confidence = Confidence.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Authority:
    """``forms``: keys ``ru_nom`` … ``be_dat``, ``header_ru``, ``header_be``, ``header_person_ru``; may hold ``{district_gen}``."""

    id: AuthorityId
    type: str
    forms: Mapping[str, str]
    region: str | None = None
    template: bool = False
    confidence: Confidence = Confidence.UNKNOWN
    source: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class LawRow:
    """A legal source whose article number may (or may not) print: CHK-LAW prints only VERIFIED not stale, or TREATY."""

    id: str
    forms: Mapping[str, str]
    """Printable wording per key, e.g. ``ru_full``, ``ru_neutral``, ``be_full``."""
    confidence: Confidence = Confidence.UNKNOWN
    stale: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class LawPack:
    as_of: dt.date
    version: str
    rules: Mapping[RuleId, DeadlineRule]
    holidays: tuple[Holiday, ...]
    calendar_years: Mapping[int, CalendarYear]
    authorities: Mapping[AuthorityId, Authority]
    regions: Mapping[str, Mapping[str, str]]
    topics: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, LawRow]
