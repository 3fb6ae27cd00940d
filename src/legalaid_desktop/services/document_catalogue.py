"""The catalogue of documents for screens: titles, starting sets, closed doors; and what is known of a template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legalaid_desktop.documents.catalogue import Catalogue, StartingSet, shipped_catalogue
from legalaid_desktop.documents.manifest import Manifest

__all__ = ["Catalogue", "Standing", "StartingSet", "shipped_catalogue", "standing_of"]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who has read a template in one language. For the screen, never for paper."""

    version: int
    checked_on: dt.date | None
    """The day on which a lawyer signed it off; ``None`` while it is a draft."""
    phrases_reviewed: bool
    translation: str | None
    """``machine-free draft``, ``checked by a speaker``, ``checked by two``; ``None`` where it is no translation."""


def standing_of(manifest: Manifest, language: str) -> Standing:
    return Standing(
        version=manifest.version,
        checked_on=manifest.review.on if manifest.review.checked else None,
        phrases_reviewed=manifest.phrases_reviewed,
        translation=manifest.review.translations.get(language),
    )
