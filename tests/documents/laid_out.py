"""A paper laid out from a case, and what it says."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.services.draft_desk import Sheet, lay_out
from tests.documents.case_texts import desk


def sheet(record: CaseRecord, code: str, language: str = "ru", **answers: Any) -> Sheet:
    assert record.meta.as_of is not None
    return lay_out(desk(), record, code, as_of=record.meta.as_of, language=language, answers=answers, count_pages=False)


def words(made: Sheet) -> str:
    return made.draft.plain.replace("\u00a0", " ")


def found(made: Sheet, id: str) -> list[tuple[str, str]]:
    return [(f.variant, f.severity.value) for f in made.findings() if f.id == id]


def gaps(made: Sheet) -> list[str | None]:
    return [gap.question for gap in made.draft.gaps]
