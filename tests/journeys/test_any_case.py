"""Whatever case comes, each document is made from it: no error, no gap that no check names, no slip of the pen."""

from __future__ import annotations

import itertools
import random
import re
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.assemble import Draft
from legalaid_desktop.documents.blocks import GAP
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.services.draft_desk import Desk, Sheet, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.templates import shipped_catalog
from tests.rounds import LONG, rounds
from tests.strategies_cases import AS_OF, valid_cases

CASES = rounds(24, 2000)
"""Made-up cases; each is told in some of the papers, so that every paper is met several times."""
PARTS = rounds(2, 10)
PAPERS, OTHERS = rounds(8, 10), rounds(20, 4)
"""Papers that a case is told in; papers in another of their languages that every fifth case is told in too."""
WRITTEN, OTHER_LANGUAGE = rounds(10, 15), 5
"""The case of a part that both writers take; each how many a case is told in other languages."""
SLIPS = re.compile(r"\bNone\b|«\s*»|\"\"|\(\s*\)|[^\S\n\t]{2,}| [,;:]|(?<!\.)\.\.(?!\.)|,\.|;\.|\bnan\b|\{\{|:::")


@cache
def desk() -> Desk:
    return Desk(catalog=shipped_catalog(), law=shipped_law(), labels=shipped_labels())


@cache
def papers() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Every paper in the first of its languages, and in each of the others."""
    manifests = desk().catalog.manifests()
    first = tuple((str(manifest.id), str(manifest.languages[0])) for manifest in manifests)
    others = tuple((str(manifest.id), str(lang)) for manifest in manifests for lang in manifest.languages[1:])
    return first, others


def share(all_of: tuple[tuple[str, str], ...], turn: int, size: int) -> tuple[tuple[str, str], ...]:
    """The papers of one turn: ``size`` of them, going round, so that each is met equally often."""
    size = min(size, len(all_of))
    return tuple(all_of[(turn * size + n) % len(all_of)] for n in range(size))


def own_words(sheet: Sheet) -> str:
    """What the program itself wrote: values of the case are replaced by one letter."""
    lines = []
    for block in sheet.draft.blocks:
        rows = block.rows if block.kind == "table" else ((block.spans,),)
        for row in rows:
            for cell in row:
                lines.append("".join("x" if span.origin is not None else span.text for span in cell))
    return "\n".join(lines)


def assert_said(draft: Draft) -> None:
    """No blank stands alone without a word of what belongs on it, and no heading without anything below it."""
    for block, below in itertools.zip_longest(draft.blocks, draft.blocks[1:]):
        missing = any(span.missing for span in block.spans)
        if block.kind != "table" and missing and not re.search(r"[^\W\d_]", block.text):
            pytest.fail(f"{draft.document}, {block.section}: a blank without words: {block.text}")
        if block.kind == "heading":
            bare = below is None or below.kind == "title" or (below.kind == "heading" and below.level <= block.level)
            assert not bare, f"{draft.document}, {block.section}: nothing stands under «{block.text}»"


def assert_fit(sheet: Sheet, record: CaseRecord) -> None:
    draft = sheet.draft
    found = sheet.findings()
    named = {f.where.record for f in found if f.id == "CHK-REQ" and f.where is not None}
    for block in draft.blocks:
        for span in block.all_spans:
            if span.missing or (span.origin is not None and GAP in span.text):
                assert span.origin in named, f"{draft.document}: a gap that no check names: {span.origin}"
    assert_said(draft)
    slip = SLIPS.search(own_words(sheet).replace("\u00a0", " "))
    assert slip is None, (
        f"{draft.document}: {slip and slip[0]!r} in {own_words(sheet)[max(slip.start() - 80, 0) :][:160]!r}"
    )
    assert not re.search(r"\bNone\b", draft.plain)
    for note in record.notes or ():
        if len(note.text.split()) > 3:
            assert note.text not in draft.plain
    standing = {block.section for block in draft.blocks}
    for section in sheet.template.manifest.sections:
        assert (section.id in standing) == draft.printed[section.id], f"{draft.document}: section {section.id}"
    numbers = [annex.number for annex in draft.annexes]
    assert numbers == list(range(1, len(numbers) + 1))
    for citation in draft.citations:
        assert citation.number in numbers, f"{draft.document} cites {citation.ref}, which is no annex"


PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: a case of a hundred records takes longer to shrink than to read."""
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
ANY_CASE = st.one_of(
    valid_cases(),
    valid_cases(topic="ip.refusal", decision_kind="refusal_protection"),
    valid_cases(topic="ex.extradition", decision_kind="extradition"),
)


def written(draft: Draft) -> None:
    """Both writers take it."""
    assert write_docx(draft.blocks, title=draft.title, language=draft.language).startswith(b"PK")
    pdf = write_pdf(draft.blocks, title=draft.title, language=draft.language)
    assert pdf.data.startswith(b"%PDF-")
    assert pdf.pages >= 1


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # it would stand in place of what failed
@pytest.mark.parametrize("part", range(PARTS))
def test_every_document_of_any_case_is_made(part: int) -> None:
    """In parts, so that several processes share them."""
    count = 0
    first, others = papers()

    @settings(max_examples=CASES // PARTS, deadline=None, phases=PHASES, suppress_health_check=SLOW)
    @seed(random.randrange(2**32) if LONG else part)  # the long run finds, the short one shows that it stays mended
    @given(ANY_CASE)
    def each_case(record: CaseRecord) -> None:
        nonlocal count
        turn = part * (CASES // PARTS) + count
        count += 1
        told = share(first, turn, PAPERS)
        if count % OTHER_LANGUAGE == 0:
            told += share(others, turn // OTHER_LANGUAGE, OTHERS)
        for code, language in told:
            sheet = lay_out(desk(), record, code, as_of=AS_OF, language=language, count_pages=False)
            assert_fit(sheet, record)
            if count == WRITTEN:
                written(sheet.draft)

    each_case()
    assert count >= CASES // PARTS


def test_every_paper_is_met_in_ci() -> None:
    """What the turns leave out is nobody's to test."""
    first, others = papers()
    turns = range(CASES)
    assert {pair for turn in turns for pair in share(first, turn, PAPERS)} == set(first)
    assert {pair for turn in range(len(turns) // OTHER_LANGUAGE) for pair in share(others, turn, OTHERS)} == set(others)
