"""Law as dated data: rules, authorities, calendars. Types only; the data are in ``resources/law/<pack>``.

Every row says where it comes from (``source``, ``confidence``), when it was last compared with its source
(``checked_on``) and when it is in force (``valid_from``, ``valid_to``, both days included; ``None``: no known bound).
One id may have several rows whose periods do not overlap; what counts is the row in force on the day of the event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

from legalaid_desktop.domain.ids import AuthorityId, RuleId
from legalaid_desktop.domain.law_remedies import Competences, Remedies


class Confidence(StrEnum):
    VERIFIED = "verified"
    RECALLED = "recalled"
    UNKNOWN = "unknown"
    TREATY = "treaty"


class Dated(Protocol):
    """A row that is in force for a time."""

    @property
    def valid_from(self) -> dt.date | None: ...
    @property
    def valid_to(self) -> dt.date | None: ...


_Row = TypeVar("_Row", bound=Dated)


def in_force(row: Dated, on: dt.date) -> bool:
    """Whether a row counts on a day; a bound that nobody knows does not exclude any day."""
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on <= row.valid_to)


def in_force_on(rows: Iterable[_Row], on: dt.date) -> _Row | None:
    """The one row in force on a day; ``None``: none of them is."""
    return next((row for row in rows if in_force(row, on)), None)


@dataclass(frozen=True, kw_only=True)
class Period:
    """What every row has beside its content."""

    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    checked_on: dt.date | None = None
    """When the row was last compared with its source; ``None``: never, it was written from memory."""

    def in_force(self, on: dt.date) -> bool:
        return in_force(self, on)


@dataclass(frozen=True, kw_only=True)
class DeadlineRule(Period):
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
class Holiday(Period):
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
class CalendarYear(Period):
    year: int
    moved_off: tuple[dt.date, ...] = ()
    moved_working: tuple[dt.date, ...] = ()
    complete: bool = False
    confidence: Confidence = Confidence.UNKNOWN
    legal_basis: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Authority(Period):
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
class LawRow(Period):
    """A legal source whose article number may (or may not) print: CHK-LAW prints only VERIFIED not stale, or TREATY."""

    id: str
    """``law.354z``, ``code.kgs``, ``treaty.cat.3`` …"""
    forms: Mapping[str, str]
    """``ru_nom`` … ``be_prep``; ``ru_short_gen``; ``ru_order``, ``be_order``: neutral wording; ``en_nom``."""
    kind: str = "act"
    """act, article, treaty, treaty_article"""
    confidence: Confidence = Confidence.UNKNOWN
    stale: bool = False
    checked_text: Mapping[str, str] = field(default_factory=dict)
    """What of it was read, in our own words or as a quotation: ``ru``, ``be``, ``en``; empty: nothing was."""
    source: str = ""
    note: str = ""

    @property
    def may_print(self) -> bool:
        """Rule 8 of documents.md §1: only verified and not stale, or one of the treaty rows."""
        return self.confidence is Confidence.TREATY or (self.confidence is Confidence.VERIFIED and not self.stale)


@dataclass(frozen=True, kw_only=True)
class CountingRule(Period):
    """How periods are counted, in words; the counting itself is ``domain/day_count.py``."""

    id: str
    title: Mapping[str, str]
    """``ru``, ``be``, ``en``."""
    rule: Mapping[str, str]
    """``ru``, ``be``, ``en``."""
    confidence: Confidence = Confidence.UNKNOWN
    source: str = ""
    source_kind: str = "none"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Term(Period):
    """One word of the glossary: the same thing in three languages."""

    id: str
    words: Mapping[str, str]
    """``ru``, ``be``, ``en``."""
    note: str = ""
    confidence: Confidence = Confidence.UNKNOWN
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class LawPack:
    """One version of the law data. ``rules``, ``authorities``, ``sources`` hold the newest row of each id; the methods
    ``…_on`` choose the row in force on a day from all of them."""

    as_of: dt.date
    """The day the data were compiled; their age is counted from here (:mod:`legalaid_desktop.domain.law_age`)."""
    version: str
    """``YYYY.MM.DD`` or ``YYYY.MM.DD.n``."""
    rules: Mapping[RuleId, DeadlineRule]
    holidays: tuple[Holiday, ...]
    """All rows; several may have one id. :meth:`Period.in_force` says which of them count on a day."""
    calendar_years: Mapping[int, CalendarYear]
    authorities: Mapping[AuthorityId, Authority]
    regions: Mapping[str, Mapping[str, str]]
    """Region id → ``ru_nom``, ``ru_gen``, …"""
    topics: Mapping[str, Mapping[str, str]]
    """Topic id → ``label_ru``, ``label_be``, ``label_en``, ``group``."""
    sources: Mapping[str, LawRow]
    taxonomy: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """Kind (topic, problem, service, result, channel, urgency, …) → id → as :attr:`topics`."""
    law_as_of: Mapping[str, str] = field(default_factory=dict)
    """How recent the sources of each area are, in English words."""
    law_as_of_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The same in other languages, as far as the pack has it: language (``ru``, ``be``) → area → words."""
    id: str = ""
    """The pack: ``by``. One program counts by one pack; only its versions replace each other."""
    title: Mapping[str, str] = field(default_factory=dict)
    """``ru``, ``be``, ``en``."""
    jurisdiction: str = ""
    newest_source: dt.date | None = None
    reviewed_by_lawyer: bool = False
    min_cell: int = 5
    """Counts below this are not shown in statistics."""
    counting: Mapping[str, CountingRule] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    remedies: Remedies = field(default_factory=Remedies)
    """``remedies.toml``, in the order of the file."""
    competence: Competences = field(default_factory=Competences)
    """``competence.toml``, in the order of the file."""
    rule_rows: Mapping[RuleId, tuple[DeadlineRule, ...]] = field(default_factory=dict)
    """Every row of each id, oldest first."""
    authority_rows: Mapping[AuthorityId, tuple[Authority, ...]] = field(default_factory=dict)
    source_rows: Mapping[str, tuple[LawRow, ...]] = field(default_factory=dict)

    def rule_on(self, id: RuleId, day: dt.date) -> DeadlineRule | None:
        """The rule in force on the day of the event; ``None``: there is no such id, or no row of it was in force."""
        return in_force_on(self.rule_rows.get(id, ()), day)

    def authority_on(self, id: AuthorityId, day: dt.date) -> Authority | None:
        """The body as it was called on a day; ``None`` as :meth:`rule_on`."""
        return in_force_on(self.authority_rows.get(id, ()), day)

    def source_on(self, id: str, day: dt.date) -> LawRow | None:
        """The act or article in force on a day; ``None`` as :meth:`rule_on`."""
        return in_force_on(self.source_rows.get(id, ()), day)

    def holidays_on(self, day: dt.date) -> tuple[Holiday, ...]:
        """The holiday rows in force on a day, whatever day of the year they fall on."""
        return tuple(row for row in self.holidays if row.in_force(day))
