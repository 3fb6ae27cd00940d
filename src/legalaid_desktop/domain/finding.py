"""Findings of the checks before export (documents.md §6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    BLOCKS = "B"
    OVERRIDABLE = "O"
    WARNS = "W"
    INFORMS = "I"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where in the document: section number of the catalogue, record ("e1", "x2"), the text concerned."""

    section: str | None = None
    record: str | None = None
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``message`` is the locale id ``check.<id>.<variant>``; ``params`` fill its placeholders."""

    id: str
    severity: Severity
    variant: str
    params: dict[str, str | int] = field(default_factory=dict)
    where: Place | None = None
    overridden: str | None = None
    """The reason a person gave, for an O finding."""

    @property
    def stops(self) -> bool:
        return self.severity is Severity.BLOCKS or (self.severity is Severity.OVERRIDABLE and not self.overridden)
