"""Each document of the catalogue made for each practice case: the two files say the same, and nothing slips."""

from __future__ import annotations

import dataclasses
import random
import re
from functools import cache

import pytest

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.draft_desk import lay_out
from tests.documents.test_same_words import compare
from tests.journeys.test_any_case import assert_fit, desk, papers
from tests.rounds import LONG, rounds
from tests.strategies_cases import AS_OF

PARTS = rounds(2, 6)
DRAWN = 6
"""Papers of a part in the short run, drawn anew each time; the long one makes them all."""


@cache
def practice_cases() -> dict[str, CaseRecord]:
    found = sorted((resources() / "demo").glob("*.toml"))
    return {path.name[:3]: parse_case_file(path.read_text("utf-8"), path.name) for path in found}


def every_paper() -> list[tuple[str, str, str]]:
    """Case, document and language."""
    first, others = papers()
    return [(case, code, language) for case in practice_cases() for code, language in (*first, *others)]


_NOT_COMPARED = re.compile("[\u064b-\u0652\u0670]|_{13,}")
"""Vowel signs of Arabic letters, which pdfium sets beside others than those they stand on (the file has them right, as
other readers show), and lines for writing by hand, which are broken as words are not."""


def comparable(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    def spans(found: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(dataclasses.replace(span, text=_NOT_COMPARED.sub("", span.text)) for span in found)

    return tuple(
        dataclasses.replace(
            block, spans=spans(block.spans), rows=tuple(tuple(spans(cell) for cell in row) for row in block.rows)
        )
        for block in blocks
    )


@pytest.mark.parametrize("part", range(PARTS))
def test_docx_and_pdf_of_every_paper_say_the_same(part: int) -> None:
    mine = every_paper()[part::PARTS]
    if not LONG:
        mine = random.sample(mine, DRAWN)
    faults = []
    for case, code, language in mine:
        record = practice_cases()[case]
        try:
            sheet = lay_out(desk(), record, code, as_of=AS_OF, language=language, count_pages=False)
            assert_fit(sheet, record)
            compare(comparable(sheet.draft.blocks), language)
        except AssertionError as fault:
            faults.append(f"{case} {code} {language}: {str(fault).strip()[:400]}")
    assert not faults, "\n".join(faults)
