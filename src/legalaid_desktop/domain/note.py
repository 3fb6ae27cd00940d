"""Consultation notes. No note enters a document; the documents room may not import this module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from legalaid_desktop.domain.ids import LocalId, NoteId
from legalaid_desktop.domain.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class ConsultationNote:
    """``text`` is for the office alone. ``id`` is the local id of an imported note ("n1") or given by the program."""

    id: LocalId
    text: str
    visibility: Visibility = Visibility.INTERNAL
    uid: NoteId | None = None
    at: datetime | None = None
    channel: str | None = None
    duration_minutes: int | None = None
    language: str | None = None
    confidential: bool = False
