"""Which paper challenges which decision (``resources/challenges.toml``): what it is called, where it goes, what its
lost period is asked back with. Which body answers an address, and what can be done at all, is law of the pack."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from legalaid_desktop.documents.manifest import ADDRESS_RULES
from legalaid_desktop.domain.document_codes import CODES
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.host.paths import resources


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """What follows from a decision of one kind."""

    kind: str
    main: DocumentCode | None
    """The paper that motions about this decision travel with."""
    to: str | None
    """Rule of address of that paper."""
    restore: tuple[DocumentCode, ...]
    """Papers with which a lost period is asked back."""
    opens: tuple[DocumentCode, ...]
    """Papers that have nothing to challenge without such a decision."""
    confidence: Confidence
    checked_on: dt.date
    source: str | None


@dataclass(frozen=True)
class Challenges:
    """The rows by kind of decision, and what they say of a paper."""

    by_kind: Mapping[str, Challenge]

    def of(self, kind: str | None) -> Challenge | None:
        return self.by_kind.get(kind or "")

    def main(self, kind: str | None) -> tuple[DocumentCode, str] | None:
        """The main paper of a decision of this kind and its rule of address."""
        row = self.of(kind)
        return (row.main, row.to) if row is not None and row.main is not None and row.to is not None else None

    def restoring(self, kind: str | None) -> tuple[DocumentCode, ...]:
        """Papers that a motion to restore the period goes with; all there are where the decision says nothing."""
        row = self.of(kind)
        if row is not None and row.restore:
            return row.restore
        return tuple(sorted({paper for one in self.by_kind.values() for paper in one.restore}))

    def needed_by(self, paper: str) -> tuple[str, ...]:
        """Kinds of decision of which one must be there before this paper has anything to challenge."""
        return self._kinds.get(paper, ())

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[str, ...]]:
        papers = {paper for row in self.by_kind.values() for paper in row.opens}
        return {paper: tuple(row.kind for row in self.by_kind.values() if paper in row.opens) for paper in papers}


@cache
def shipped_challenges() -> Challenges:
    """The table of this program, read once. Raises KeyError or ValueError where our own data are wrong."""
    data = tomllib.loads((resources() / "challenges.toml").read_text(encoding="utf-8"))
    rows = [_row(row) for row in data["decision"]]
    if len({row.kind for row in rows}) != len(rows):
        raise ValueError("a kind of decision stands twice")
    return Challenges({row.kind: row for row in rows})


_KEYS = frozenset({"kind", "main", "to", "restore", "opens", "confidence", "checked_on", "source"})


def _row(row: Mapping[str, Any]) -> Challenge:
    if odd := row.keys() - _KEYS:
        raise ValueError(f"unknown key {sorted(odd)[0]}")
    if ("main" in row) != ("to" in row) or row.get("to", "none") not in ADDRESS_RULES:
        raise ValueError(f"{row['kind']}: main and to belong together, and to is a rule of address")
    return Challenge(
        kind=row["kind"],
        main=_code(row["main"]) if "main" in row else None,
        to=row.get("to"),
        restore=tuple(map(_code, row.get("restore", ()))),
        opens=tuple(map(_code, row.get("opens", ()))),
        confidence=Confidence(row["confidence"]),
        checked_on=row["checked_on"],
        source=row.get("source"),
    )


def _code(value: str) -> DocumentCode:
    return CODES[CODES.index(DocumentCode(value))]
