"""An office's own edition of a paper: its wording, as text or as a Word file, kept inside the vault."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from legalaid_desktop.domain.ids import DocumentCode, LanguageCode


class EditionKind(StrEnum):
    TEXT = "text"
    """Manifest and bodies in our notation."""
    WORD = "word"
    """A Word file with tags, for one language."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """``n`` counts the editions of one paper, from 1; a number is never given twice. ``based_on`` is the version of
    the shipped template that it was made from; ``language`` is that of a Word file, ``None`` for text."""

    code: DocumentCode
    n: int
    kind: EditionKind
    language: LanguageCode | None
    at: dt.datetime
    by_role: str
    based_on: int
    in_use: bool
    """Whether drafts are made with it; at most one of a paper is."""
