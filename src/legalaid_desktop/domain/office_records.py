"""The office's own records beside the cases: who we are, what is to be done, where a client was sent, how it ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legalaid_desktop.domain.ids import AuthorityId, LanguageCode, LocalId


@dataclass(frozen=True, kw_only=True)
class Office:
    """Shown on internal papers; never printed on papers for authorities."""

    name: str | None = None
    contact: str | None = None
    code: str | None = None
    region: str | None = None
    languages: tuple[LanguageCode, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Consultant:
    """The person at the keyboard. One vault belongs to one consultant; ``id`` is random and stays."""

    id: str
    name: str | None = None
    role: str | None = None
    public_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Proceeding:
    """A procedure before a body, with the decisions (ids) that were taken in it."""

    id: LocalId
    procedure: str | None = None
    authority: AuthorityId | None = None
    number: str | None = None
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    decisions: tuple[LocalId, ...] | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is to be done, by whom, by when."""

    id: LocalId
    what: str
    who: str | None = None
    due_on: dt.date | None = None
    done_at: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Referral:
    """The client was sent on to someone else."""

    id: LocalId
    to_whom: str
    referred_on: dt.date | None = None
    about: str | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a case led to."""

    id: LocalId
    kind: str
    reached_on: dt.date | None = None
    note: str | None = None
