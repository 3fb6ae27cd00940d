"""Quoting from the library into a paper: which papers there are, what was quoted in the case, where else to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from legalaid_desktop.errors import LegalAidError, NotFound
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.library_words import HitLine, hit_line
from legalaid_desktop.presenters.ports import Tasks
from legalaid_desktop.presenters.today_lines import case_name

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

_MOST_PAPERS: Final = 60
_MOST_HITS: Final = 20
_LEAST_LETTERS: Final = 2
_LANGUAGES: Final = ("ru", "be", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A draft that is not filed: its title, the case it is for."""

    key: str
    title: str
    second: str
    ref: str
    document: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptQuote:
    """A quotation of the case; ``line`` with its source as it goes into the paper."""

    key: str
    title: str
    second: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLook:
    """What may be put into the paper: quotations of the case, and pages of the library that hold the words."""

    quotes: tuple[KeptQuote, ...]
    hits: tuple[HitLine, ...]
    told: str


class QuoteView(Protocol):
    def show_quotes(self, look: QuoteLook) -> None: ...

    def show_quote_failure(self, text: str) -> None: ...


class QuotePresenter:
    def __init__(self, view: QuoteView, tasks: Tasks, *, words: Callable[[], Wording]) -> None:
        self._view, self._tasks, self._words = view, tasks, words

    def find(self, ref: str, language: str, sought: str) -> None:
        """Quotations of the case that hold the words, and pages of the library."""
        words = self._words()
        self._tasks.ask(
            lambda b: quotes_of(b, ref, language, sought, words),
            done=self._view.show_quotes,
            failed=self._failed,
            latest="quotes",
        )

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_quote_failure(error_words(error, self._words()))


def paper_language(language: str) -> str:
    """The language that a source is named in on a paper: its own, Russian where sources have no words in it."""
    return language if language in _LANGUAGES else "ru"


def quotes_of(briefcase: Briefcase, ref: str, language: str, sought: str, words: Wording) -> QuoteLook:
    """On the vault's lane."""
    sought = " ".join(sought.split())
    parts = sought.casefold().split()
    kept: list[KeptQuote] = []
    for one in reversed(briefcase.library_quotes.of_case(ref)):
        if not all(part in one.text.casefold() for part in parts):
            continue
        try:
            quoted = briefcase.library_quotes.quote(one.document, one.n, one.text, language=paper_language(language))
        except NotFound:  # the document lies in the bin: its words stay in the case, its source is not named anew
            continue
        kept.append(KeptQuote(key=one.id, title=quoted.text, second=quoted.citation, line=quoted.line))
    hits: tuple[HitLine, ...] = ()
    told = words.say("library_page.quote.start")
    if len(sought) >= _LEAST_LETTERS:
        result = briefcase.library.search(sought, limit=_MOST_HITS)
        hits = tuple(hit_line(hit, words) for hit in result.hits)
        told = words.say("library_page.found", n=result.total) if hits else words.say("library_page.nothing")
    return QuoteLook(quotes=tuple(kept), hits=hits, told=told)


def paper_lines(briefcase: Briefcase, words: Wording) -> Sequence[Paper]:
    """Drafts that are not filed, the one that was changed last first."""
    from legalaid_desktop.services.templates import template_rows  # late: templates are read when needed

    drafts = briefcase.drafts.unfinished()[:_MOST_PAPERS]
    titles = {row.id: row.title for row in template_rows(words.lang)} if drafts else {}
    names = {case: case_name(briefcase, case) for case in {str(draft.case) for draft in drafts}}
    papers = []
    for draft in drafts:
        ref, case = names[str(draft.case)]
        papers.append(
            Paper(
                key=str(draft.id),
                title=titles.get(str(draft.document), str(draft.document)),
                second=" · ".join(part for part in (ref, case) if part),
                ref=ref,
                document=str(draft.document),
                language=str(draft.language),
            )
        )
    return tuple(papers)
