"""The catalogue of documents as data: titles, and the sets that topics start with.

``resources/catalogue.toml`` holds it. It says nothing about which of these papers have a template: ``catalog`` does.
Which doors are closed is law: ``remedies.toml`` of the pack.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from legalaid_desktop.domain.document_codes import CODES
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.host.paths import resources

_LANGUAGES: Final = ("ru", "be", "en")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One paper of the catalogue."""

    id: DocumentCode
    tier: int
    title: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class StartingSet:
    """What a topic usually needs. ``when``: name of a condition → papers that it adds."""

    topic: str
    papers: tuple[DocumentCode, ...]
    when: tuple[tuple[str, tuple[DocumentCode, ...]], ...] = ()
    question: Mapping[str, str] = field(default_factory=dict)
    """What the consultant should ask first, by language; empty where nothing changes the set."""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    entries: Mapping[DocumentCode, Entry]
    sets: Mapping[str, StartingSet]
    always: tuple[DocumentCode, ...]
    """Papers that belong to every set."""

    def title(self, code: str, language: str) -> str:
        """The neutral title; the id itself for a paper outside the catalogue."""
        entry = self.entries.get(DocumentCode(code))
        return entry.title.get(language) or entry.title["ru"] if entry is not None else code


def _codes(values: list[str]) -> tuple[DocumentCode, ...]:
    return tuple(CODES[CODES.index(DocumentCode(value))] for value in values)


def _words(row: Mapping[str, Any]) -> dict[str, str]:
    return {language: row[language] for language in _LANGUAGES}


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogue of this program, read once. Raises KeyError or ValueError where our own data are wrong."""
    data = tomllib.loads((resources() / "catalogue.toml").read_text(encoding="utf-8"))
    entries = {
        DocumentCode(row["id"]): Entry(id=DocumentCode(row["id"]), tier=row["tier"], title=_words(row))
        for row in data["document"]
    }
    sets = {
        row["topic"]: StartingSet(
            topic=row["topic"],
            papers=_codes(row["papers"]),
            when=tuple((more["if"], _codes(more["papers"])) for more in row.get("when", ())),
            question=_words(row["question"]) if "question" in row else {},
        )
        for row in data["set"]
    }
    return Catalogue(entries=entries, sets=sets, always=_codes(data["always"]["papers"]))
