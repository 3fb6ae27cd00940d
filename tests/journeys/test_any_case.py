"""Whatever case comes, each document is made from it: no error, no gap that no check names, no slip of the pen."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.assemble import Draft
from legalaid_desktop.documents.blocks import GAP
from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.host import paths
from legalaid_desktop.services.draft_desk import Desk, Sheet, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law
from tests.strategies_cases import AS_OF, valid_cases

CASES_IN_CI = 200
"""Cases from which every document is made."""
PARTS = 10
WRITTEN, BELARUSIAN = 15, 5
"""The case of a part that both writers take (one of twenty); each how many a case is told in Belarusian too."""
DOCUMENTS = ("A1", "A2", "A3", "A4", "C1", "C3", "C4", "C5", "D1", "D5")
SLIPS = re.compile(r"\bNone\b|«\s*»|\"\"|\(\s*\)|[^\S\n\t]{2,}| [,;:]|(?<!\.)\.\.(?!\.)|,\.|;\.|\bnan\b|\{\{|:::")


@cache
def desk() -> Desk:
    return Desk(catalog=Catalog.open(paths.templates()), law=shipped_law(), labels=shipped_labels())


def own_words(sheet: Sheet) -> str:
    """What the program itself wrote: values of the case are replaced by one letter."""
    lines = []
    for block in sheet.draft.blocks:
        rows = block.rows if block.kind == "table" else ((block.spans,),)
        for row in rows:
            for cell in row:
                lines.append("".join("x" if span.origin is not None else span.text for span in cell))
    return "\n".join(lines)


def assert_fit(sheet: Sheet, record: CaseRecord) -> None:
    draft = sheet.draft
    found = sheet.findings()
    named = {f.where.record for f in found if f.id == "CHK-REQ" and f.where is not None}
    for block in draft.blocks:
        for span in block.all_spans:
            if span.missing or (span.origin is not None and GAP in span.text):
                assert span.origin in named, f"{draft.document}: a gap that no check names: {span.origin}"
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
    assert write_docx(draft.blocks, title=draft.title, language="ru").startswith(b"PK")
    pdf = write_pdf(draft.blocks, title=draft.title, language="ru")
    assert pdf.data.startswith(b"%PDF-")
    assert pdf.pages >= 1


@pytest.mark.parametrize("part", range(PARTS))
def test_every_document_of_any_case_is_made(part: int) -> None:
    """In parts, so that several processes share them; each case is drafted once for each document."""
    count = 0

    @settings(max_examples=CASES_IN_CI // PARTS, deadline=None, phases=PHASES, suppress_health_check=SLOW)
    @seed(random.randrange(2**32))
    @given(ANY_CASE)
    def each_case(record: CaseRecord) -> None:
        nonlocal count
        count += 1
        for code in DOCUMENTS:
            sheet = lay_out(desk(), record, code, as_of=AS_OF, language="ru", count_pages=False)
            assert_fit(sheet, record)
            if count == WRITTEN:
                written(sheet.draft)
        if count % BELARUSIAN == 0:
            for code in ("C1", "C3", "C4", "C5"):
                assert_fit(lay_out(desk(), record, code, as_of=AS_OF, language="be", count_pages=False), record)

    each_case()
    assert count >= CASES_IN_CI // PARTS
