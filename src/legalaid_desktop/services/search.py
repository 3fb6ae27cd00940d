"""Search over everything in the vault: plain full text, in any letter case and with folded letters."""

from __future__ import annotations

import time
from dataclasses import dataclass

from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.errors import WrongUse
from legalaid_desktop.services.case_keys import label_of
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.record_tables import CaseFile
from legalaid_desktop.storage.search_index import SECTION_OF_KIND, Found


@dataclass(frozen=True)
class SearchHit:
    """``id`` is the record's id in its case, or its place there (from 0); ``case`` is ``None`` for an unfiled note."""

    kind: str
    id: str
    case: CaseRef | None
    title: str
    snippet: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    query: str
    total: int
    ms: float
    hits: tuple[SearchHit, ...]


class Search:
    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def find(self, words: str, *, kind: str | None = None, limit: int = 50) -> SearchResult:
        """Find records that hold all the words; a word of three letters or more may be the beginning of a longer one.

        ``kind`` is case, person, event, note, narrative, evidence, decision, … Raises :class:`WrongUse` for another.
        """
        if kind is not None and kind not in SECTION_OF_KIND:
            raise WrongUse(what=kind)
        if limit < 0:
            raise WrongUse(what="limit")
        started = time.perf_counter()
        total, found = self._vault.index.find(words, kind=kind, limit=limit)
        refs = {
            row: CaseRef(self._vault.cases.ref_of(row)) for row in {one.case_row for one in found} if row is not None
        }
        hits = tuple(_hit(one, refs) for one in found)
        return SearchResult(words, total, round((time.perf_counter() - started) * 1000, 3), hits)


def kinds() -> tuple[str, ...]:
    return tuple(SECTION_OF_KIND)


def _hit(found: Found, refs: dict[int, CaseRef]) -> SearchHit:
    record = found.placed.record
    case = None if found.case_row is None else refs[found.case_row]
    if isinstance(record, CaseFile):
        return SearchHit(
            found.kind, record.info.ref, case, record.meta.title or record.info.ref, found.snippet, found.score
        )
    key = getattr(record, "id", None)
    name = key if isinstance(key, str) else str(found.placed.position)
    return SearchHit(found.kind, name, case, label_of(record), found.snippet, found.score)
