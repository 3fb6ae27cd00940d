"""A quotation is found as it stands on its page, and cited by the right place."""

from __future__ import annotations

import datetime as dt

import pytest

from legalaid_desktop.documents.library_citing import citation, quotation
from legalaid_desktop.domain.library import (
    About,
    LibraryPage,
    PageUnit,
    Place,
    RiskKind,
    as_country_information,
    pinpoint_in,
    published_from,
    published_text,
)
from legalaid_desktop.domain.quoting import find_quote

PAGES = [
    LibraryPage(7, "iv", "Суды не расследуют\nжалобы на пы-\nтки в «изоляторах».\nИтог"),
    LibraryPage(8, "5", "прежний: безнаказанность."),
]


def test_line_ends_hyphens_marks_and_case_do_not_count() -> None:
    found = find_quote(PAGES, PageUnit.PAGE, 'жалобы на пытки в "Изоляторах"')
    assert found is not None
    assert found.text == "жалобы на пы- тки в «изоляторах"
    assert found.place == Place(PageUnit.PAGE, "iv", "iv")
    assert (found.first, found.last) == (7, 7)


def test_a_quotation_may_run_on_to_the_next_page_but_must_begin_on_this_one() -> None:
    found = find_quote(PAGES, PageUnit.PAGE, "итог прежний: безнаказанность")
    assert found is not None
    assert found.place == Place(PageUnit.PAGE, "iv", "5")
    assert found.text == "Итог прежний: безнаказанность"
    assert find_quote(PAGES, PageUnit.PAGE, "прежний: безнаказанность") is None


@pytest.mark.parametrize("text", ["", "  ", "ы", "суды расследуют жалобы", "…"])
def test_what_does_not_stand_there_is_not_found(text: str) -> None:
    assert find_quote(PAGES, PageUnit.PAGE, text) is None


def test_paragraphs_and_sections_are_counted() -> None:
    page = LibraryPage(3, "41", "Первый\nс двумя строками.\n\nВторой абзац.\n\nТретий абзац.")
    found = find_quote([page], PageUnit.PARAGRAPH, "второй абзац")
    assert found is not None
    assert found.place == Place(PageUnit.PARAGRAPH, "42", "42")
    section = LibraryPage(9, "5 О задержании", "Задержанный вправе знать причину.")
    in_book = find_quote([section], PageUnit.SECTION, "вправе знать причину")
    assert in_book is not None
    assert in_book.place == Place(PageUnit.SECTION, "5", "5", "О задержании")


ABOUT = About(
    title="О положении в «зоне»",
    publisher="Комитет образцов",
    published=published_from("2024-03-12"),
    retrieved_on=dt.date(2024, 5, 5),
    url="образец/адрес",
    risks=(RiskKind.LISTED,),
    risk_reason="список",
)
PLACE = Place(PageUnit.PAGE, "12", "13")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ru", "«О положении в „зоне“», Комитет образцов, 12 марта 2024 г., с. 12–13 (получено 5 мая 2024 г.)"),
        ("be", "«О положении в „зоне“», Комитет образцов, 12 сакавіка 2024 г., с. 12–13 (атрымана 5 мая 2024 г.)"),
        ("en", "“О положении в ‘зоне’”, Комитет образцов, 12 March 2024, pp. 12–13 (retrieved on 5 May 2024)"),
    ],
)
def test_a_source_is_cited_with_title_publisher_date_place_and_day(language: str, line: str) -> None:
    assert citation(ABOUT, PLACE, language).replace("\u00a0", " ") == line
    assert "адрес" not in citation(ABOUT, PLACE, language)


def test_an_unknown_date_is_said() -> None:
    about = About(title="Без даты")
    assert citation(about, None, "ru") == "«Без даты», дата не указана"
    assert citation(about, None, "be") == "«Без даты», дата не ўказана"
    assert citation(about, None, "en") == "“Без даты”, no date"


def test_a_quotation_has_its_own_marks_inside() -> None:
    line = quotation("он сказал: «нет», и ушёл", About(title="Отчёт"), PLACE, "ru")
    assert line.startswith("«он сказал: „нет“, и ушёл» («Отчёт», ")
    assert quotation("«Целиком в кавычках»", About(title="Отчёт"), PLACE, "ru").startswith("«Целиком в кавычках» (")


def test_what_a_quotation_becomes_in_a_case() -> None:
    row = as_country_information(ABOUT, PLACE, "Суды бездействуют.", "ru")
    assert row.pinpoint == "с.\u00a012–13"
    assert row.retrieved == dt.date(2024, 5, 5)
    assert row.risk_flags == ("listed_material",)
    assert row.url is None


@pytest.mark.parametrize(
    ("written", "language", "printed"),
    [
        ("с. 12", "en", "p. 12"),
        ("с. 12–13", "en", "pp. 12–13"),
        ("с. iv", "en", "p. iv"),
        ("paras. 4–5", "ru", "абз. 4–5"),
        ("sec. 5 (“О задержании”)", "be", "разд. 5 (“О задержании”)"),
        ("пп. 10–14", "en", "пп. 10–14"),
        ("с. дополнением", "en", "с. дополнением"),
        (None, "en", None),
    ],
)
def test_a_place_is_worded_in_the_language_of_the_paper(
    written: str | None, language: str, printed: str | None
) -> None:
    found = pinpoint_in(written, language)
    assert (found.replace("\u00a0", " ") if found else found) == printed


@pytest.mark.parametrize("text", ["2024", "2024-05", "2024-05-17"])
def test_a_date_of_publication_comes_back(text: str) -> None:
    assert published_text(published_from(text)) == text


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-02-30", "май 2024", "2024-5", "9999"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        published_from(text)
