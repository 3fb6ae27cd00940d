"""Pieces of a draft that builders, the assembler and the checks speak of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from legalaid_desktop.domain.ids import AuthorityId, DocumentCode, LanguageCode, LocalId


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A visible gap in the draft. ``field`` is the fact or question that is empty; ``section`` the catalogue's id."""

    field: str
    section: str | None
    text: str
    """The sentence or cell around it, as printed."""
    required: bool = True
    urgent: bool = False
    question: str | None = None
    """The manifest's question that would fill it."""


@dataclass(frozen=True, kw_only=True)
class Annex:
    """One line of the annex list (documents.md §7)."""

    number: int
    group: str
    """A own papers, B decisions, C personal proof, D medical, E country information"""
    kind: str
    """evidence, document, decision"""
    ref: str
    title: str
    date: str
    """As printed; empty where none is known."""
    copy: bool
    pages: int | None
    language: LanguageCode | None
    translated: bool | None
    risk_flags: tuple[str, ...] = ()
    cited: bool = True
    line: str = ""
    """As it prints in the list, without its number."""
    same: tuple[str, ...] = ()
    """Other ids of the same paper: the file of the challenged decision among the evidence."""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A place of the text that cites something: ``ref`` is an evidence, decision or document id."""

    ref: str
    section: str | None
    number: int | None
    """``None`` where what is cited is no annex of this paper."""


@dataclass(frozen=True, kw_only=True)
class NameUse:
    """A name printed in one case form. ``confirmed`` is false for a form that only the program proposes."""

    person: LocalId
    case: str
    text: str
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class AddresseeInfo:
    """To whom the paper goes. ``authority`` is ``None`` where only the text of the notice is known."""

    text: str
    authority: AuthorityId | None = None
    type: str | None = None
    """Authority type of the law data: court_district, prosecution …"""
    region: str | None = None
    from_notice: bool = False
    proposed: bool = False
    """Proposed by rule; a person has not confirmed it."""
    complete: bool = True
    """False while a part of the name is a gap."""
    reason: str = ""
    """Why this body: answer, notice, region, superior, deciding_body, detention, district (its name to be filled in),
    fixed (the law has one such body)."""
    rule: str = ""
    """Row of ``competence.toml`` that proposed it: its sentence gives the reason in words."""
    rule_params: Mapping[str, str] = field(default_factory=dict)
    """``region``, ``body``: ids that the sentence speaks of."""


@dataclass(frozen=True, kw_only=True)
class DocumentState:
    """Whether a paper of this case was drafted or exported. Planned only: both false."""

    drafted: bool = False
    exported_on: dt.date | None = None
    language: LanguageCode | None = None

    @property
    def attached(self) -> bool:
        """ "Attached", "joined" of documents.md §6."""
        return self.drafted or self.exported_on is not None


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A paper with its annexes, as the covering letter lists it."""

    document: DocumentCode
    title: str
    pages: int
    annexes: tuple[Annex, ...]
    addressee: AddresseeInfo | None
    copies: int
    """How many are handed in: one for whoever decides, one more where a body's act is challenged."""
