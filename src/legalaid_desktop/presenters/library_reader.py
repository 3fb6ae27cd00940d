"""A document of the library, page by page: what was looked for is marked, and marked words are quoted into a paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from legalaid_desktop.errors import LegalAidError, NotFound
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.draft_quote import Paper, paper_language, paper_lines
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.library_words import place_words, risk_words
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.library_quotes import QuotedInCase

_MOST_HITS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLook:
    """A page, ready to show. ``marks`` are places of ``text``; ``hits`` the numbers of all pages that hold what was
    looked for, in their order; ``citation`` is the source as a paper in the window's language names it."""

    id: str
    title: str
    citation: str
    n: int
    pages: int
    place: str
    text: str
    marks: tuple[tuple[int, int], ...]
    hits: tuple[int, ...]
    risk: str


class ReaderView(Protocol):
    def show_page(self, look: PageLook) -> None: ...

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Drafts that a quotation may go into."""

    def ask_risk(self, text: str) -> None:
        """The document is dangerous to quote: ask before it is done."""

    def show_problem(self, text: str) -> None: ...

    def quoted(self, paper: Paper, line: str) -> None:
        """Kept with the case; ``line`` is the quotation with its source, for the paper."""

    def document_gone(self, text: str) -> None: ...


class ReaderPresenter:
    def __init__(self, view: ReaderView, tasks: Tasks, *, words: Callable[[], Wording]) -> None:
        self._view, self._tasks, self._words = view, tasks, words
        self._id, self._sought = "", ""
        self._hits: tuple[int, ...] = ()
        self.look: PageLook | None = None

    def open(self, id: str, n: int, sought: str) -> None:
        """Show page ``n`` with the words ``sought`` marked."""
        if id != self._id or sought != self._sought:
            self._hits = ()
        self._id, self._sought = id, sought
        self._read(n, find=not self._hits)

    def turn_to(self, n: int) -> None:
        """Another page of the same document; beyond its ends nothing happens."""
        if self.look is not None and 1 <= n <= self.look.pages:
            self._read(n)

    def find(self, sought: str) -> None:
        """Look for other words in this document, and go to the first page that holds them."""
        if self.look is None or sought == self._sought:
            return
        self._sought, self._hits = sought, ()
        self._read(self.look.n, find=True, go=True)

    def next_hit(self, step: int) -> None:
        """To the next page, or the one before, that holds the words."""
        look = self.look
        if look is None or not look.hits:
            return
        after = [n for n in look.hits if (n - look.n) * step > 0]
        if after:
            self._read(min(after) if step > 0 else max(after))

    def _read(self, n: int, *, find: bool = False, go: bool = False) -> None:
        id, sought, words, known = self._id, self._sought, self._words(), self._hits

        def work(briefcase: Briefcase) -> PageLook:
            return read_page(briefcase, id, n, sought, known, words, find=find, go=go)

        self._tasks.ask(work, done=self._shown, failed=self._failed, latest="page")

    def _shown(self, look: PageLook) -> None:
        self.look, self._hits = look, look.hits
        self._view.show_page(look)

    # --- quoting

    def load_papers(self) -> None:
        """Fetch the drafts that are not filed."""
        words = self._words()
        self._tasks.ask(
            lambda b: paper_lines(b, words), done=self._view.show_papers, failed=self._refused, latest="papers"
        )

    def quote(self, paper: Paper, text: str, *, accept_risk: bool = False) -> None:
        """Keep the quotation with the paper's case, with its source, for the paper's language."""
        look, words = self.look, self._words()
        if look is None:
            return
        if not text.strip():
            self._view.show_problem(words.say("library_page.quote.mark_first"))
            return
        if look.risk and not accept_risk:
            self._view.ask_risk(words.say("library_page.quote.risk", risk=look.risk))
            return
        language = paper_language(paper.language)

        def work(briefcase: Briefcase) -> QuotedInCase:
            return briefcase.library_quotes.into_case(
                paper.ref, look.id, look.n, text, language=language, accept_risk=accept_risk
            )

        self._tasks.ask(work, done=lambda kept: self._view.quoted(paper, kept.quoted.line), failed=self._refused)

    def _refused(self, error: LegalAidError) -> None:
        self._view.show_problem(error_words(error, self._words()))

    def _failed(self, error: LegalAidError) -> None:
        text = error_words(error, self._words())
        if isinstance(error, NotFound) and self.look is None:
            self._view.document_gone(text)
        else:
            self._view.show_problem(text)


def read_page(
    briefcase: Briefcase,
    id: str,
    n: int,
    sought: str,
    known: tuple[int, ...],
    words: Wording,
    *,
    find: bool,
    go: bool,
) -> PageLook:
    """On the vault's lane. With ``find`` the pages that hold ``sought`` are looked for; with ``go`` the first of them
    from page ``n`` on is shown."""
    library = briefcase.library
    document = library.document(id)
    hits = known
    looked_for = len(sought.strip()) >= 2
    if find and looked_for:
        found = library.search(sought, document=id, limit=_MOST_HITS)
        hits = tuple(sorted(hit.n for hit in found.hits))
    elif not looked_for:
        hits = ()
    if go and hits:
        n = next((one for one in hits if one >= n), hits[0])
    n = min(max(n, 1), document.pages)
    page = library.page(id, n)
    return PageLook(
        id=document.id,
        title=document.about.title,
        citation=briefcase.library_quotes.cite(id, n, language=words.lang),
        n=n,
        pages=document.pages,
        place=place_words(document.unit, n, page.label, words),
        text=page.text,
        marks=library.marks(id, n, sought) if looked_for else (),
        hits=hits,
        risk=risk_words(document.about, words),
    )
