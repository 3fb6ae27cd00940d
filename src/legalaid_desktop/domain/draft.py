"""A draft: a template with answers and hand-edited paragraphs, for a case, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from legalaid_desktop.domain.draft_merge import OwnText, own_from_plain
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.domain.ids import CaseId, DocumentCode, DraftId, LanguageCode


class DraftState(StrEnum):
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    FILED = "filed"


class VersionState(StrEnum):
    """What became of a kept version: the states of a draft, and ``superseded`` for an approval that ended."""

    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    FILED = "filed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class Filing:
    """That a paper was handed in. ``how`` is a word of :data:`FILING_WAYS`; ``receipt`` the id of a piece of evidence
    of the case, ``None`` while there is none; ``deadlines`` those that it marked as done."""

    on: dt.date
    how: str
    receipt: str | None = None
    deadlines: tuple[str, ...] = ()


FILING_WAYS = ("in_person", "post", "custody", "electronic", "representative")
"""At the counter, by post, through the place where the person is held, electronically, by a representative."""
TOO_EARLY = "CHK-DATE"
"""The check whose reason tells why a paper was filed before the decision that it fights."""
ROLES = ("consultant", "lawyer", "supervisor")
"""Words for who moved a draft on; names are never kept with a version."""


@dataclass(frozen=True, kw_only=True)
class DraftVersion:
    """A draft as it stood at one time. ``cause``: begun, typed, template, exported, state, taken, restored, asked."""

    n: int
    at: dt.datetime
    by_role: str
    cause: str
    state: VersionState
    template_version: str
    as_of: dt.date | None = None
    filed: Filing | None = None

    @property
    def kept_for_good(self) -> bool:
        """Never dropped: what was approved once, what was filed, and what left the vault as a file."""
        lasting = (VersionState.APPROVED, VersionState.FILED, VersionState.SUPERSEDED)
        return self.state in lasting or self.cause == "exported"


@dataclass(frozen=True, kw_only=True)
class DraftExport:
    """An exported file as it is remembered: no path, no name. ``pages`` is ``None`` for a DOCX."""

    format: str
    sha256: str
    bytes: int
    pages: int | None
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class DraftOverride:
    """The reason a person gave for lifting a check."""

    check: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Draft:
    """``answers``: question → plain value (text, number, truth, list of such). ``edits``: name → own text;
    ``bases``: the same name → the paragraph it was written over (:func:`draft_merge.own_from_plain`). An own text
    without one was kept by schema 2, under the number of its block. ``versions``: numbers of the versions kept."""

    id: DraftId
    case: CaseId
    document: DocumentCode
    language: LanguageCode
    template: str
    template_version: str
    state: DraftState
    as_of: dt.date | None
    created_at: dt.datetime
    changed_at: dt.datetime
    answers: Mapping[str, Any] = field(default_factory=dict)
    edits: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    versions: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    exports: tuple[DraftExport, ...] = ()
    overrides: tuple[DraftOverride, ...] = ()

    @property
    def own(self) -> dict[str, OwnText]:
        """Own words that know the paragraph they were written over."""
        return {name: own_from_plain(text, self.bases[name]) for name, text in self.edits.items() if name in self.bases}

    @property
    def placed_edits(self) -> dict[str, str]:
        """Own words kept under the number of their block."""
        return {name: text for name, text in self.edits.items() if name not in self.bases}

    @property
    def frozen(self) -> bool:
        """Whether its text is fixed: an edit begins a new version."""
        return self.state in (DraftState.APPROVED, DraftState.FILED)
