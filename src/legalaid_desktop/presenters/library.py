"""The office's library: its documents, a search through all their pages, what one of them is, taking one away."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

from legalaid_desktop.domain.library import About, LibraryKind
from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.library_words import (
    DocumentLine,
    DocumentLook,
    HitLine,
    document_line,
    document_look,
    hit_line,
)
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.library import LibraryResult

STEP: Final = 50
"""Hits that are asked for at once."""
_MOST: Final = 1000
REMOVED: Final = "removed"
"""In place of a kind: what was taken out of the library and is not gone yet."""
_TYPED: Final = "library.about."
"""Keys under which descriptions that are half typed are kept begin so."""
_LEAST_LETTERS: Final = 2


class LibraryView(Protocol):
    def show_documents(self, lines: Sequence[DocumentLine], told: str) -> None:
        """All of them, or those of one kind; ``told`` says how many there are."""

    def show_hits(self, hits: Sequence[HitLine], told: str, *, more: bool) -> None: ...

    def add_hits(self, hits: Sequence[HitLine], *, more: bool) -> None: ...

    def show_document(self, look: DocumentLook | None) -> None: ...

    def show_removed(self, text: str, undo: Callable[[], None]) -> None: ...

    def library_changed(self, text: str) -> None: ...

    def show_failure(self, text: str) -> None: ...


class LibraryPresenter:
    def __init__(self, view: LibraryView, tasks: Tasks, *, words: Callable[[], Wording]) -> None:
        self._view, self._tasks, self._words = view, tasks, words
        self._asked: tuple[str, LibraryKind | None] = ("", None)
        self._shown = 0
        self._removed = False

    def find(self, text: str, kind: str) -> None:
        """Pages that hold all the words, in any of their forms; with no words the documents. ``kind`` is a word of
        :class:`LibraryKind`, empty for all, :data:`REMOVED` for what lies in the bin, which is never searched."""
        text, self._removed = " ".join(text.split()), kind == REMOVED
        only = LibraryKind(kind) if kind and not self._removed else None
        self._asked = (text, only)
        if len(text) < _LEAST_LETTERS or self._removed:
            removed = self._removed
            self._tasks.ask(
                lambda b: self._lines(b, only, removed), done=self._listed, failed=self._failed, latest="library"
            )
        else:
            self._tasks.ask(
                lambda b: b.library.search(text, kind=only, limit=STEP),
                done=self._found, failed=self._failed, latest="library",
            )  # fmt: skip

    def more(self) -> None:
        """The next hits of the same question."""
        (text, only), shown = self._asked, self._shown
        limit = min(_MOST, shown + STEP)

        def done(result: LibraryResult) -> None:
            hits = result.hits[shown:]
            self._shown = shown + len(hits)
            words = self._words()
            more = bool(hits) and self._shown < min(result.total, _MOST)
            self._view.add_hits([hit_line(hit, words) for hit in hits], more=more)

        self._tasks.ask(
            lambda b: b.library.search(text, kind=only, limit=limit), done=done, failed=self._failed, latest="library"
        )

    def look(self, id: str) -> None:
        """Show what a document is; an empty id shows none."""
        if not id:
            self._view.show_document(None)
            return
        words, removed = self._words(), self._removed

        def work(briefcase: Briefcase) -> DocumentLook:
            library = briefcase.library
            if removed:
                document = next((one for one in library.all(removed=True) if one.id == id), None)
                return document_look(document if document is not None else library.document(id), 0, words)
            typed = briefcase.notes.unsaved(_TYPED + id)
            return document_look(library.document(id), library.quoted(id), words, json.loads(typed) if typed else None)

        self._tasks.ask(work, done=self._view.show_document, failed=self._failed, latest="document")

    def describe(self, id: str, about: About) -> None:
        """Say something else of a document."""

        def work(briefcase: Briefcase) -> None:
            briefcase.library.describe(id, about)
            briefcase.notes.keep_unsaved(_TYPED + id, "")

        self._do(work, "library_page.described")

    def keep_typed(self, id: str, typed: Mapping[str, Any] | None) -> None:
        """Keep a description as far as it is typed, encrypted, without asking; ``None``: there is nothing to keep."""
        text = json.dumps(dict(typed), ensure_ascii=False) if typed else ""
        self._tasks.ask(lambda b: b.notes.keep_unsaved(_TYPED + id, text), done=lambda _: None, failed=lambda _: None)

    def remove(self, id: str) -> None:
        """Into the bin, with a way back."""

        def done(title: str) -> None:
            text = self._words().say("library_page.removed", title=title)
            self._view.show_removed(text, lambda: self.restore(id))

        self._tasks.ask(lambda b: b.library.remove(id).about.title, done=done, failed=self._failed)

    def restore(self, id: str) -> None:
        """Out of the bin again."""
        self._do(lambda b: b.library.restore(id), "library_page.restored")

    def erase(self, id: str) -> None:
        """Out of the bin for good, at once; nothing brings it back."""
        self._do(lambda b: b.library.erase(id), "library_page.erased")

    # --- what came back

    def _lines(self, briefcase: Briefcase, kind: LibraryKind | None, removed: bool) -> tuple[DocumentLine, ...]:
        words = self._words()
        found = briefcase.library.all(removed=removed)
        return tuple(document_line(one, words) for one in found if kind is None or one.about.kind is kind)

    def _listed(self, lines: tuple[DocumentLine, ...]) -> None:
        self._view.show_documents(lines, self._words().say("library_page.count", n=len(lines)) if lines else "")

    def _found(self, result: LibraryResult) -> None:
        words = self._words()
        self._shown = len(result.hits)
        hits = [hit_line(hit, words) for hit in result.hits]
        if not hits:
            told = words.say("library_page.nothing")
        elif result.total > len(hits):
            told = words.say("library_page.first_of", shown=len(hits), n=result.total)
        else:
            told = words.say("library_page.found", n=result.total)
        for word, others in result.near:
            told += " " + words.say("library_page.near", word=word, others=", ".join(others[:4]))
        self._view.show_hits(hits, told, more=len(hits) < min(result.total, _MOST))

    def _do(self, work: Callable[[Briefcase], object], told: str) -> None:
        self._tasks.ask(work, done=lambda _: self._view.library_changed(self._words().say(told)), failed=self._failed)

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))
