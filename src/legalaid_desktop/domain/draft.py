"""A draft: a template with answers and hand-edited paragraphs, for a case, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.domain.ids import CaseId, DocumentCode, DraftId, LanguageCode


class DraftState(StrEnum):
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    FILED = "filed"


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
    """``answers``: question → plain value (text, number, truth, list of such). ``edits``: block key → text."""

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
    findings: tuple[Finding, ...] = ()
    exports: tuple[DraftExport, ...] = ()
    overrides: tuple[DraftOverride, ...] = ()
