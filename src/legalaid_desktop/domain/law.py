"""Law as dated data: rules, authorities, calendars. Types only; the data are in ``resources/law``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    trigger_be: str | None = None
    trigger_en: str | None = None
    limit: int | None = None
    unit: str | None = None
    """hour, day, calendar_day, working_day, month, year"""
    safe_limit: int | None = None
    safe_unit: str | None = None
    limit_known: bool = False
    limit_min: int | None = None
    """Lower bound of a term that the law gives as a span (entry bans); ``limit`` is the upper one."""
    unit_min: str | None = None
    count_from: str | None = None
    """day_after_trigger, trigger_day, moment, registration, decision, filing, before_expiry"""
    office_target_days: int | None = None
    suspensive: str = "unknown"
    """yes, no, unknown, na"""
    roll: str = "unknown"
    """Whether a last day that is a day off moves: yes, no, unknown, na"""
    closed_since: dt.date | None = None
    legal_basis: str = ""
    legal_basis_ru: str = ""
    legal_basis_be: str = ""
    confidence: Confidence = Confidence.UNKNOWN
    stale: bool = False
    source: str = ""
    """A source id of the project's docs, never an address."""
    source_kind: str = "none"
    source_date: dt.date | None = None
    note: str = ""
    """English; ``note_ru`` and ``note_be`` where a consultant needs it."""
    note_ru: str = ""
    note_be: str = ""

    def act(self, lang: str) -> str:
        """What is to be done, in the nominative: "жалоба в суд на решение об отказе в защите"."""
        return {"en": self.act_en, "be": self.act_be or self.act_ru}.get(lang, self.act_ru)

    def basis(self, lang: str) -> str:
        return {"en": self.legal_basis, "be": self.legal_basis_be}.get(lang, self.legal_basis_ru) or self.legal_basis

    def note_in(self, lang: str) -> str:
        return {"en": self.note, "be": self.note_be}.get(lang, self.note_ru)


@dataclass(frozen=True, kw_only=True)
class Holiday:
    id: str
    name_ru: str
    name_be: str = ""
    name_en: str = ""
    month: int | None = None
    day: int | None = None
    easter_offset: int | None = None
    confidence: Confidence = Confidence.UNKNOWN
    source: str = ""
    note: str = ""

    def name(self, lang: str) -> str:
        return {"en": self.name_en, "be": self.name_be}.get(lang, self.name_ru) or self.name_ru


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    year: int
    moved_off: tuple[dt.date, ...] = ()
    moved_working: tuple[dt.date, ...] = ()
    complete: bool = False
    confidence: Confidence = Confidence.UNKNOWN
    legal_basis: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Authority:
    """``forms``: ``ru_`` and ``be_`` in six cases, ``header_ru``/``_be``, ``header_person_ru``/``_be``.

    With ``template`` they hold ``{district_gen}`` and the like, which only a person may fill.
    """

    id: AuthorityId
    type: str
    forms: Mapping[str, str]
    region: str | None = None
    template: bool = False
    role_en: str = ""
    confidence: Confidence = Confidence.UNKNOWN
    source: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class LawRow:
    """A legal source whose article number may (or may not) print: CHK-LAW prints only VERIFIED not stale, or TREATY."""

    id: str
    """``law.354z``, ``code.kgs``, ``treaty.cat.3`` …"""
    forms: Mapping[str, str]
    """``ru_nom`` … ``be_prep``; ``ru_short_gen``; ``ru_order``, ``be_order``: neutral wording; ``en_nom``."""
    kind: str = "act"
    """act, article, treaty, treaty_article"""
    confidence: Confidence = Confidence.UNKNOWN
    stale: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: str = ""
    note: str = ""

    @property
    def may_print(self) -> bool:
        """Rule 8 of documents.md §1: only verified and not stale, or one of the treaty rows."""
        return self.confidence is Confidence.TREATY or (self.confidence is Confidence.VERIFIED and not self.stale)

    def in_force(self, on: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class LawPack:
    as_of: dt.date
    version: str
    rules: Mapping[RuleId, DeadlineRule]
    holidays: tuple[Holiday, ...]
    calendar_years: Mapping[int, CalendarYear]
    authorities: Mapping[AuthorityId, Authority]
    regions: Mapping[str, Mapping[str, str]]
    """Region id → ``ru_nom``, ``ru_gen``, …"""
    topics: Mapping[str, Mapping[str, str]]
    """Topic id → ``ru``, ``be``, ``en``, ``group``."""
    sources: Mapping[str, LawRow]
    taxonomy: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """Kind (topic, problem, service, result, channel, urgency, …) → id → ``ru``, ``be``, ``en``."""
    law_as_of: Mapping[str, str] = field(default_factory=dict)
    """How recent the sources of each area are, in English words."""
