"""Small made-up cases as case-file text, and the sheet that the program lays out for them."""

from __future__ import annotations

from functools import cache
from typing import Any

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.services.draft_desk import Around, Desk, Sheet, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.templates import shipped_catalog

HEAD = """
[meta]
case_id = "T01"
schema_version = 1
fictional = true
as_of = 2026-12-21
[case]
ref = "TEST-2026-T01"
region = "gomel"
place = "город Гомель"
topic = "ip.refusal"
language = "uk"
documents = [{documents}]
[[person]]
id = "p1"
role = "client"
sex = "f"
birth = {{ precision = "day", date = 1990-01-02 }}
citizenships = [{{ country = "UA" }}]
address_service = "г. Гомель, ул. Примерная, д. 0"
{person}
[person.names]
family = "Образцова"
given = "Ольга"
ru_nom = "Образцова Ольга"
ru_gen = "Образцовой Ольги"
"""

DECISION = """
[[decision]]
id = "d1"
authority = "dcm"
kind = "refusal_protection"
number = "TEST-1"
dated = 2026-12-01
received = 2026-12-04
procedure = "ordinary"
notice_court = "суд Центрального района г. Гомеля"
"""

EVENT = """
[[event]]
id = "e1"
date = { precision = "day", date = 2025-09-12 }
text = "Мне вручили повестку."
how_known = "seen"
visibility = "authority"
"""


@cache
def desk() -> Desk:
    return Desk(catalog=shipped_catalog(), law=shipped_law(), labels=shipped_labels())


def case_of(*parts: str, documents: str = "", person: str = "") -> CaseRecord:
    return parse_case_file(HEAD.format(documents=documents, person=person) + "".join(parts), "made-up.toml")


def sheet_of(record: CaseRecord, code: str, *, around: Around | None = None, **answers: Any) -> Sheet:
    assert record.meta.as_of is not None
    return lay_out(
        desk(), record, code, as_of=record.meta.as_of, language="ru", answers=answers, around=around, count_pages=False
    )


def words(sheet: Sheet) -> str:
    return sheet.draft.plain.replace("\u00a0", " ")
