"""Quoting from the library: the words as they stand on their page, with their source, into a case and its papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.library_citing import citation, quotation
from legalaid_desktop.domain.facts import CountryInformation
from legalaid_desktop.domain.library import (
    About,
    LibraryDocument,
    LibraryKind,
    Place,
    Quotation,
    as_country_information,
)
from legalaid_desktop.domain.quoting import LONGEST, SHORTEST, find_quote, place_of_page
from legalaid_desktop.errors import NotFound, RiskNotAccepted, WrongUse
from legalaid_desktop.services.cases import Cases
from legalaid_desktop.services.library import plain_id
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.random_ids import new_id

__all__ = ["LibraryQuoting", "Quotation", "Quoted"]

LANGUAGES: Final = ("ru", "be", "en")
_MOST_OF_CASE: Final = 500
_KIND: Final = "library"


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A quotation that was found on its page. ``text`` is on one line, in the words and letters of the page;
    ``citation`` names the source, ``line`` is both, as it goes into a paper. ``last``: the page it ends on."""

    document: LibraryDocument
    text: str
    place: Place
    n: int
    last: int
    citation: str
    line: str

    @property
    def about(self) -> About:
        return self.document.about


@dataclass(frozen=True, kw_only=True)
class QuotedInCase:
    """``coi``: the number of its row in the case's country information, from 1."""

    quoted: Quoted
    quotation: Quotation
    coi: int


class LibraryQuoting:
    def __init__(self, vault: OpenVault, cases: Cases) -> None:
        self._vault = vault
        self._cases = cases
        self._store = vault.library

    def quote(self, id: str, n: int, text: str, *, language: str = "ru") -> Quoted:
        """Find ``text`` on page ``n`` (it may run on to the next) and give it with its source.

        ``text`` may be typed or marked: spaces, line ends, hyphens, quotation marks and letter case may differ.
        Raises :class:`NotFound` (document, page; ``quotation``: these words do not stand there), :class:`WrongUse`.
        """
        _refuse_language(language)
        if len(text) > LONGEST:
            raise WrongUse(what="text")
        document = self._store.get(plain_id(id))
        pages = [self._store.page(document, n)]
        if n < document.pages:
            pages.append(self._store.page(document, n + 1))
        found = find_quote(pages, document.unit, text)
        if found is None or len(found.text) < SHORTEST:
            raise NotFound(kind="quotation", what=str(n))
        about = document.about
        return Quoted(
            document=document,
            text=found.text,
            place=found.place,
            n=n,
            last=found.last,
            citation=citation(about, found.place, language),
            line=quotation(found.text, about, found.place, language),
        )

    def cite(self, id: str, n: int | None = None, *, language: str = "ru") -> str:
        """The source alone: a whole document, or one of its pages. Raises :class:`NotFound`, :class:`WrongUse`."""
        _refuse_language(language)
        document = self._store.get(plain_id(id))
        place = None if n is None else place_of_page(document.unit, self._store.page(document, n))
        return citation(document.about, place, language)

    def into_case(
        self,
        ref: str,
        id: str,
        n: int,
        text: str,
        *,
        point: str | None = None,
        language: str = "ru",
        accept_risk: bool = False,
    ) -> QuotedInCase:
        """Quote in a case: the quotation is kept with it, and its source becomes a row of the case's country
        information, which A7 lists. ``point``: what it says in own words, else the quotation stands there.

        A row of the same source and place is used again. Raises as :meth:`quote`, and :class:`NotFound` (case),
        :class:`RiskNotAccepted`, :class:`VaultReadOnly`.
        """
        quoted = self.quote(id, n, text, language=language)
        if quoted.about.risky and not accept_risk:
            raise RiskNotAccepted(what=quoted.document.id)
        with self._vault.change() as now:
            row = self._vault.cases.row_of(ref)
            if len(self._vault.library_quotes.of_case(row)) >= _MOST_OF_CASE:
                raise WrongUse(what="quotations")
            kept = Quotation(id=new_id(), document=quoted.document.id, n=n, text=quoted.text, at=now)
            self._vault.library_quotes.add(row, kept)
            said = (point or "").strip() or quoted.text
            wanted = as_country_information(quoted.about, quoted.place, said, language)
            number = self._number_of(ref, wanted)
            if number is None:
                record = self._cases.save(ref, wanted)
                number = len(record.coi or ())
            self._vault.journal.write(
                "added", "quotation", now, case=self._vault.cases.id_of(row), record=quoted.document.id
            )
        return QuotedInCase(quoted=quoted, quotation=kept, coi=number)

    def source_into_case(
        self, ref: str, id: str, n: int, point: str, *, language: str = "ru", accept_risk: bool = False
    ) -> int:
        """Name a source in a case without its words: ``point`` says in own words what its page ``n`` tells. Returns the
        number of the row of country information, from 1. Raises as :meth:`into_case`, and :class:`WrongUse` for an
        empty ``point``."""
        _refuse_language(language)
        if not point.strip():
            raise WrongUse(what="point")
        document = self._store.get(plain_id(id))
        if document.about.risky and not accept_risk:
            raise RiskNotAccepted(what=document.id)
        place = place_of_page(document.unit, self._store.page(document, n))
        wanted = as_country_information(document.about, place, point.strip(), language)
        with self._vault.change():
            return self._number_of(ref, wanted) or len(self._cases.save(ref, wanted).coi or ())

    def _number_of(self, ref: str, wanted: CountryInformation) -> int | None:
        for number, item in enumerate(self._cases.record(ref).coi or (), 1):
            same = (item.title, item.publisher, item.date, item.pinpoint, item.point)
            if same == (wanted.title, wanted.publisher, wanted.date, wanted.pinpoint, wanted.point):
                return number
        return None

    def of_case(self, ref: str) -> tuple[Quotation, ...]:
        """What was quoted in a case, in the order of quoting. Raises :class:`NotFound`."""
        return self._vault.library_quotes.of_case(self._vault.cases.row_of(ref))

    def drop(self, ref: str, quotation: str) -> None:
        """Take a quotation out of a case; the row of country information stays for the person to judge. Raises
        :class:`NotFound`, :class:`VaultReadOnly`."""
        with self._vault.change() as now:
            row = self._vault.cases.row_of(ref)
            gone = self._vault.library_quotes.remove(row, quotation)
            self._vault.journal.write(
                "removed", "quotation", now, case=self._vault.cases.id_of(row), record=gone.document
            )

    def sources(self) -> tuple[LibraryDocument, ...]:
        """Country information of the whole library, the newest first: what A7 may draw on."""
        return tuple(one for one in reversed(self._store.all()) if one.about.kind is LibraryKind.COUNTRY)


def _refuse_language(language: str) -> None:
    if language not in LANGUAGES:
        raise WrongUse(what=language)
