"""Search and jump: everything that was ever said, by any of its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.search import SearchResult

_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """Ready to show. ``case`` is empty for what stands in no case."""

    key: str
    title: str
    second: str
    kind: str
    kind_words: str
    case: str
    id: str


class SearchView(Protocol):
    def show_hits(self, hits: Sequence[Hit], told: str) -> None:
        """``told`` says how many there are, or why there are none."""

    def open_hit(self, hit: Hit) -> None: ...


class SearchPresenter:
    def __init__(self, view: SearchView, tasks: Tasks, *, words: Callable[[], Wording]) -> None:
        self._view, self._tasks, self._words = view, tasks, words
        self._hits: tuple[Hit, ...] = ()

    def find(self, words: str) -> None:
        """Search for what was typed so far; an empty text shows nothing."""
        words = " ".join(words.split())
        if len(words) < 2:
            self._hits = ()
            self._view.show_hits((), self._words().say("search.start"))
            return
        self._tasks.ask(
            lambda briefcase: briefcase.search.find(words, limit=_LIMIT),
            done=self._found,
            failed=self._failed,
            latest="find",
        )

    def choose(self, key: str) -> None:
        """Open the hit of ``key``."""
        for hit in self._hits:
            if hit.key == key:
                self._view.open_hit(hit)

    def _found(self, result: SearchResult) -> None:
        words = self._words()
        hits = []
        for number, found in enumerate(result.hits):
            kind_id = f"search.kind.{found.kind}"
            kind = words.say(kind_id) if words.has(kind_id) else found.kind
            second = " ".join(str(found.snippet or "").split())
            title = found.title or kind
            hits.append(Hit(str(number), title, second, found.kind, kind, str(found.case or ""), str(found.id)))
        self._hits = tuple(hits)
        if not hits:
            told = words.say("search.nothing")
        elif result.total > len(hits):
            told = words.say("search.first_of", shown=len(hits), n=result.total)
        else:
            told = words.say("search.found", n=result.total)
        self._view.show_hits(self._hits, told)

    def _failed(self, error: LegalAidError) -> None:
        self._hits = ()
        self._view.show_hits((), error_words(error, self._words()))
