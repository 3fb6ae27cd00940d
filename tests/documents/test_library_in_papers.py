"""The library in papers: the day of retrieval in A7, and the question before a dangerous source is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from legalaid_desktop.documents.checks.context import RiskySource
from legalaid_desktop.documents.checks.runner import run_checks
from legalaid_desktop.services.draft_desk import Sheet
from tests.documents.case_texts import HEAD
from tests.documents.laid_out import sheet
from tests.documents.test_templates_ab import case, rows

SOURCE = """
[[coi]]
title = "О положении в местах содержания"
publisher = "Комитет образцов"
date = { precision = "month", year = 2024, month = 5 }
pinpoint = "с. 12"
point = "Суды не расследуют жалобы на пытки заключённых."
language = "ru"
retrieved = 2026-05-05
"""


def made(language: str = "ru", text: str = SOURCE) -> Sheet:
    return sheet(case(text, head=HEAD), "A7", language=language) if language != "ru" else sheet(case(text), "A7")


def findings(made: Sheet, *risky: RiskySource) -> list[tuple[str, str, str | None]]:
    found = run_checks(replace(made.context, risky=risky))
    return [
        (one.variant, one.severity.value, one.where.record if one.where else None)
        for one in found
        if one.id == "CHK-LISTED"
    ]


@pytest.mark.parametrize(("language", "words"), [("ru", "получено 5 мая 2026 г."), ("be", "атрымана 5 мая 2026 г.")])
def test_a7_says_when_a_source_was_retrieved(language: str, words: str) -> None:
    cells = [cell for row in rows(made(language)) for cell in row]
    assert any(cell.endswith(f"; {words}") for cell in cells), cells
    without = SOURCE.replace("retrieved = 2026-05-05", "")
    assert not any(words[:8] in cell for row in rows(made(language, without)) for cell in row)


def test_words_of_a_dangerous_document_are_asked_about_once() -> None:
    by_title = RiskySource(id="L-1", title="О положении в местах содержания", risks=("listed_material",))
    by_words = RiskySource(
        id="L-2", title="Доклад", risks=("confidential",), quoted=("не расследуют\nжалобы на пытки",)
    )
    other = RiskySource(id="L-3", title="Совсем другой доклад", risks=("listed_material",), quoted=("иные слова тут",))
    short = RiskySource(id="L-4", title="Суды", risks=("listed_material",), quoted=("Суды",))
    assert findings(made(), by_title, by_words, other, short) == [("library", "O", "L-1"), ("library", "O", "L-2")]
    assert findings(made()) == []


def test_what_the_row_itself_tells_is_not_told_twice() -> None:
    flagged = SOURCE + 'risk_flags = ["listed_material"]\n'
    source = RiskySource(id="L-1", title="О положении в местах содержания", risks=("listed_material",))
    assert findings(made(text=flagged), source) == [("coi", "O", "coi1")]
