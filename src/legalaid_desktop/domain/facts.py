"""What happened and what proves it: events, journeys, custody, evidence, decisions (documents.md §11)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legalaid_desktop.domain.ids import AuthorityId, CountryCode, LanguageCode, LocalId
from legalaid_desktop.domain.partial_date import PartialDate
from legalaid_desktop.domain.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class Event:
    id: LocalId
    date: PartialDate | None = None
    place: str | None = None
    text: str | None = None
    visibility: Visibility | None = None
    """``None`` counts as internal."""
    certainty: str | None = None
    evidence: tuple[LocalId, ...] | None = None
    how_known: str | None = None
    """seen, heard, document"""


@dataclass(frozen=True, kw_only=True)
class RouteLeg:
    country: CountryCode | None = None
    from_on: PartialDate | None = None
    to_on: PartialDate | None = None
    status: str | None = None
    asked_protection: bool | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    date: PartialDate | None = None
    point: str | None = None
    manner: str | None = None
    document: str | None = None
    lawful: str | None = None
    """yes, no, unknown"""
    visibility: Visibility | None = None


@dataclass(frozen=True, kw_only=True)
class Sanction:
    from_on: dt.date | None = None
    to_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Detention:
    id: LocalId | None = None
    person: LocalId | None = None
    kind: str | None = None
    place: str | None = None
    from_at: dt.datetime | dt.date | None = None
    to_at: dt.datetime | dt.date | None = None
    sanctions: tuple[Sanction, ...] | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Extradition:
    state: CountryCode | None = None
    requested: PartialDate | None = None
    offence: str | None = None
    article_abroad: str | None = None
    max_penalty: str | None = None
    in_absentia: bool | None = None
    wanted_notice: str | None = None


@dataclass(frozen=True, kw_only=True)
class Assurance:
    given_by: str | None = None
    post: str | None = None
    dated: PartialDate | None = None
    text_in_file: bool | None = None
    promises: tuple[str, ...] | None = None
    monitoring: str | None = None


@dataclass(frozen=True, kw_only=True)
class AuthorityFill:
    """What a consultant read off the paper to complete a templated authority name; never guessed."""

    district_gen: str | None = None
    district_gen_be: str | None = None
    city_gen: str | None = None
    city_gen_be: str | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionReason:
    n: int | None = None
    says: str | None = None
    answer: str | None = None
    facts: tuple[LocalId, ...] | None = None
    evidence: tuple[LocalId, ...] | None = None
    coi: tuple[str | int, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    id: LocalId
    person: LocalId | None = None
    authority: AuthorityId | None = None
    authority_fill: AuthorityFill | None = None
    kind: str | None = None
    number: str | None = None
    signed_by: str | None = None
    dated: dt.date | None = None
    announced: dt.date | None = None
    announced_at: dt.datetime | None = None
    posted: dt.date | None = None
    received: dt.date | None = None
    received_at: dt.datetime | None = None
    received_how: str | None = None
    procedure: str | None = None
    """ordinary, accelerated, unknown, extradition, …"""
    ground: str | None = None
    notice_court: str | None = None
    notice_period: str | None = None
    notice_last_day: dt.date | None = None
    language: LanguageCode | None = None
    translated: bool | None = None
    copy_given: bool | None = None
    reasons_given: bool | None = None
    interpreter_provided: bool | None = None
    reasons: tuple[DecisionReason, ...] | None = None
    """The file's ``[[decision.reason]]`` tables."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    id: LocalId
    title: str | None = None
    kind: str | None = None
    date: PartialDate | None = None
    pages: int | None = None
    language: LanguageCode | None = None
    translated: bool | None = None
    visibility: Visibility | None = None
    proves: tuple[LocalId, ...] | None = None
    risk_flags: tuple[str, ...] | None = None
    exif: str | None = None
    original_held_by: str | None = None
    file: str | None = None
    """Path beside the case file, as written there; the bytes live in the vault."""


@dataclass(frozen=True, kw_only=True)
class CountryInformation:
    title: str | None = None
    publisher: str | None = None
    date: PartialDate | None = None
    pinpoint: str | None = None
    point: str | None = None
    language: LanguageCode | None = None
    url: str | None = None
    retrieved: PartialDate | dt.date | None = None
    risk_flags: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Consent:
    scope: str | None = None
    given: bool | None = None
    date: dt.date | None = None
    withdrawn: dt.date | None = None
    expires: dt.date | None = None
    person: LocalId | None = None


@dataclass(frozen=True, kw_only=True)
class Narrative:
    person: LocalId | None = None
    language: LanguageCode | None = None
    visibility: Visibility | None = None
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class MissedPeriod:
    decision: LocalId | None = None
    reason: str | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    evidence: LocalId | None = None


@dataclass(frozen=True, kw_only=True)
class Injury:
    event: LocalId | None = None
    part: str | None = None
    side: str | None = None
    size: str | None = None
    colour: str | None = None
    then: str | None = None
    now: str | None = None


@dataclass(frozen=True, kw_only=True)
class StateAsked:
    country: CountryCode | None = None
    asked: PartialDate | None = None
    answer: str | None = None
    evidence: LocalId | None = None


@dataclass(frozen=True, kw_only=True)
class PriorStatus:
    state: CountryCode | None = None
    kind: str | None = None
    since: PartialDate | None = None
    evidence: LocalId | None = None


@dataclass(frozen=True, kw_only=True)
class InterviewRecord:
    date: PartialDate | None = None
    says: str | None = None


@dataclass(frozen=True, kw_only=True)
class EarlierOffence:
    date: PartialDate | None = None
    number: str | None = None
    what: str | None = None
    appealed: bool | None = None
    copy_given: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ContradictingAge:
    source: str | None = None
    value: str | int | None = None
    note: str | None = None
