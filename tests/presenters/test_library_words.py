"""Documents of the library, and places in them, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from legalaid_desktop.domain.library import About, LibraryDocument, LibraryKind, PageUnit, RiskKind
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.presenters.library_words import (
    LANGUAGES as DOCUMENT_LANGUAGES,
)
from legalaid_desktop.presenters.library_words import (
    blank_words,
    document_line,
    document_look,
    pieces_of,
    place_words,
)

RU = wording("ru")
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
DOCUMENT = LibraryDocument(
    id="L-AAAAAA",
    about=About(
        title="Доклад",
        kind=LibraryKind.COUNTRY,
        publisher="Наблюдатели",
        published=PartialDate(precision=Precision.YEAR, year=2024),
        retrieved_on=dt.date(2026, 5, 4),
    ),
    format="pdf",
    file_name="report.pdf",
    sha256="0" * 64,
    size=2_500_000,
    unit=PageUnit.PAGE,
    pages=21,
    blank=0,
    added_at=NOW,
)


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        ((), (("пытки в тюрьме", False),)),
        (((0, 5),), (("пытки", True), (" в тюрьме", False))),
        (((8, 14), (0, 5)), (("пытки", True), (" в ", False), ("тюрьме", True))),
        (((0, 5), (3, 7)), (("пытки", True), (" в", True), (" тюрьме", False))),
        (((2, 2), (0, 14)), (("пытки в тюрьме", True),)),
    ],
)
def test_a_text_is_cut_at_its_marks_and_nothing_is_lost(
    marks: tuple[tuple[int, int], ...], pieces: tuple[tuple[str, bool], ...]
) -> None:
    assert pieces_of("пытки в тюрьме", marks) == pieces
    assert "".join(text for text, _ in pieces) == "пытки в тюрьме"


def test_a_line_of_the_list() -> None:
    line = document_line(DOCUMENT, RU)
    assert line.second == "сведения о стране происхождения · Наблюдатели · 2024 год · 21 страница"
    assert line.word == ""


def test_what_is_dangerous_says_why() -> None:
    about = replace(DOCUMENT.about, risks=(RiskKind.LISTED, RiskKind.NAMES), risk_reason="Названы свидетели.")
    look = document_look(replace(DOCUMENT, about=about), 3, RU)
    assert look.risk.startswith("Опасно хранить или цитировать: материал в списке запрещённых; названы люди")
    assert look.risk.endswith("Названы свидетели.")
    assert look.quoted == "Цитируется в делах 3 раза."
    assert document_line(replace(DOCUMENT, about=about), RU).word == "опасно цитировать"


@pytest.mark.parametrize(
    ("blank", "told"),
    [
        (0, ""),
        (1, "1 часть без текста: это снимок, поиск его не видит."),
        (21, "В файле только снимки страниц: поиск их не видит, цитировать из них нельзя."),
    ],
)
def test_pages_that_no_search_finds_are_told_of(blank: int, told: str) -> None:
    assert blank_words(replace(DOCUMENT, blank=blank), RU) == told


def test_a_page_is_called_what_is_printed_on_it() -> None:
    assert place_words(PageUnit.PAGE, 12, "", RU) == "страница 12"
    assert place_words(PageUnit.PAGE, 4, "iv", RU) == "страница iv"
    assert place_words(PageUnit.SECTION, 2, "2 Суды", RU) == "раздел 2 Суды"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_a_form_offers_has_words(lang: str) -> None:
    words = wording(lang)
    ids = [f"library_page.language.{one}" for one in DOCUMENT_LANGUAGES]
    ids += [f"library_page.form.risk.{risk.value}" for risk in RiskKind]
    ids += [f"library.risk.{risk.value}" for risk in RiskKind] + [f"library.kind.{kind.value}" for kind in LibraryKind]
    ids += [f"library_page.{name}.{unit.value}" for unit in PageUnit for name in ("place", "extent")]
    assert [id for id in ids if not words.has(id)] == []
