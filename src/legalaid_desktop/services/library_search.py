"""Searching the library: a question's words in all their forms, hits page by page, shown from the pages themselves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.library import LibraryDocument, LibraryPage
from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.folded_text import folded_with_places
from legalaid_desktop.storage.library_index import AskedWord

SNIPPET: Final = 220
"""Letters."""
_MOST_MARKS: Final = 40


@dataclass(frozen=True, kw_only=True)
class LibraryHit:
    """A page that holds every word asked for. ``marks`` are the places (begin, end) of its words in ``snippet``;
    ``score`` says how well it fits (higher is better, 0 where there were too many to rank)."""

    document: LibraryDocument
    n: int
    label: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, kw_only=True)
class LibraryResult:
    """``total`` pages hold the words; ``hits`` are the best of them. ``near``: words that stand nowhere, and what was
    looked for instead."""

    query: str
    total: int
    ms: float
    hits: tuple[LibraryHit, ...]
    near: tuple[tuple[str, tuple[str, ...]], ...] = ()


def find_pages(vault: OpenVault, words: str, *, only: frozenset[int] | None, limit: int) -> LibraryResult:
    started = time.perf_counter()
    if not vault.library.there():
        return LibraryResult(query=words, total=0, ms=0.0, hits=())
    index, store = vault.library_index, vault.library
    asked = index.asked(words)
    total, found = index.find(asked, limit=limit, hidden=store.hidden_rows(), only=only)
    documents = store.at_rows(hit.place[0] for hit in found)
    hits: list[LibraryHit] = []
    for hit in found:
        document = documents.get(hit.place[0])
        if document is None:
            continue
        try:
            page = store.page_at(hit.row)
        except DatabaseDamaged as error:
            store.seen(error)
            continue
        shown = _shown(document, page, asked, hit.score)
        if shown is not None:
            hits.append(shown)
    return LibraryResult(
        query=words,
        total=total,
        ms=round((time.perf_counter() - started) * 1000, 3),
        hits=tuple(hits),
        near=tuple((one.word, one.forms[:8]) for one in asked if one.near),
    )


def marks_on(vault: OpenVault, text: str, words: str) -> tuple[tuple[int, int], ...]:
    """Where words of a question stand in a text, in any of their forms: places (begin, end), in order; at most some."""
    if not vault.library.there():
        return ()
    plain, places = folded_with_places(text)
    found = {
        (places[at], places[min(end, len(places)) - 1] + 1)
        for word in vault.library_index.asked(words)
        for at, end in _stands(plain, word)
    }
    return tuple(sorted(found))


def _shown(document: LibraryDocument, page: LibraryPage, asked: Sequence[AskedWord], score: float) -> LibraryHit | None:
    """The hit as the page itself shows it; ``None`` where the page does not hold the words: the index only says where
    to look."""
    plain, places = folded_with_places(page.text)
    spans: list[tuple[int, int, int]] = []
    for number, word in enumerate(asked):
        mine = list(_stands(plain, word))
        if not mine:
            return None
        spans += [(places[at], places[min(end, len(places)) - 1] + 1, number) for at, end in mine]
    spans.sort()
    start, end = _window(page.text, spans)
    text = page.text[start:end]
    piece = "".join(" " if sign in "\n\t" else sign for sign in text)
    before, after = "… " if start else "", " …" if end < len(page.text) else ""
    marks = tuple(
        (at - start + len(before), stop - start + len(before)) for at, stop, _ in spans if start <= at and stop <= end
    )
    return LibraryHit(
        document=document,
        n=page.n,
        label=page.label,
        snippet=f"{before}{piece}{after}",
        marks=tuple(dict.fromkeys(marks))[:_MOST_MARKS],
        score=score,
    )


def _stands(plain: str, word: AskedWord) -> list[tuple[int, int]]:
    """Where forms of a word stand as whole words; at most some."""
    found: list[tuple[int, int]] = []
    for form in word.forms:
        at = plain.find(form)
        while at >= 0 and len(found) < _MOST_MARKS:
            end = at + len(form)
            if (at == 0 or not plain[at - 1].isalnum()) and (end == len(plain) or not plain[end].isalnum()):
                found.append((at, end))
            at = plain.find(form, end)
    return found


def _window(text: str, spans: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Begin and end of the piece with the most different words, at words' ends."""
    best = (0, 0)
    for index, (at, _, _) in enumerate(spans):
        kinds = {number for begin, stop, number in spans[index : index + _MOST_MARKS] if stop <= at + SNIPPET * 2 // 3}
        if len(kinds) > best[0]:
            best = (len(kinds), at)
    start = max(0, best[1] - SNIPPET // 3)
    if start:
        cut = max(text.find(" ", start, best[1]), text.find("\n", start, best[1]))
        start = cut + 1 if cut >= 0 else start
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        cut = max(text.rfind(" ", best[1], end), text.rfind("\n", best[1], end))
        end = cut if cut > best[1] else end
    return start, end
