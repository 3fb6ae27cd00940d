"""Annexes: what belongs to the list, in which order, under which number, and how the text cites it."""

from __future__ import annotations

import re

import pytest

from legalaid_desktop.documents.annexes import group_of
from legalaid_desktop.documents.facts.basics import number_ranges
from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.domain.disclosed import DisclosedEvidence
from legalaid_desktop.domain.ids import DocumentCode, LocalId
from legalaid_desktop.services.draft_desk import Around
from tests.documents.case_texts import DECISION, EVENT, case_of, sheet_of, words


def evidence(id: str, title: str, extra: str = "", visibility: str = "authority") -> str:
    return f'[[evidence]]\nid = "{id}"\ntitle = "{title}"\nvisibility = "{visibility}"\n{extra}\n'


def listed(sheet: object) -> list[tuple[int, str, str]]:
    return [(a.number, a.group, a.ref) for a in sheet.draft.annexes]  # type: ignore[attr-defined]


def test_both_directions_of_a_tie_make_an_annex() -> None:
    case = case_of(
        DECISION,
        EVENT + 'evidence = ["x1"]\n',
        evidence("x1", "Повестка"),
        evidence("x2", "Конверт с угрозой", 'proves = ["e1"]'),
        evidence("x3", "Справка", 'proves = ["e1"]', visibility="un"),
    )
    sheet = sheet_of(case, "C1")
    assert listed(sheet) == [(1, "C", "x1"), (2, "C", "x2")]
    assert "Мне вручили повестку (приложения 1 и 2)." in words(sheet)


def test_reasons_bring_their_proof_and_groups_stand_in_order() -> None:
    case = case_of(
        DECISION + "copy_given = true\n"
        '[[decision.reason]]\nn = 1\nsays = "нет доказательств"\nanswer = "Есть."\nevidence = ["x3", "x1"]\n',
        evidence("x1", "Письмо соседки"),
        evidence("x2", "Справка о работе"),
        evidence("x3", "Заключение врача о следах травм", "pages = 2"),
        evidence("x4", "Уведомление об отказе в защите"),
        documents='"C1", "A2"',
    )
    sheet = sheet_of(case, "C1")
    assert listed(sheet) == [
        (1, "A", "A2"), (2, "B", "d1"), (3, "B", "x4"), (4, "C", "x1"), (5, "C", "x2"), (6, "D", "x3"),
    ]  # fmt: skip
    assert "Возражение подтверждают документы (приложения 4 и 6)." in words(sheet)
    assert [a.ref for a in sheet.draft.annexes if not a.cited] == ["x4", "x2"], "tied to nothing, listed all the same"
    assert "Заключение врача о следах травм (копия) на 2 л. в 1 экз." in words(sheet)
    assert "Справка о работе (копия) на ___ л. в 1 экз." in words(sheet)


def test_evidence_of_what_the_paper_does_not_tell_is_no_annex() -> None:
    hidden = EVENT.replace('"authority"', '"internal"')
    case = case_of(DECISION, hidden, evidence("x1", "Повестка", 'proves = ["e1"]'))
    assert listed(sheet_of(case, "C1")) == []


def test_the_order_inside_a_group_is_that_of_first_citation() -> None:
    first = EVENT + 'evidence = ["x2"]\n'
    second = EVENT.replace('"e1"', '"e2"').replace("2025-09-12", "2024-01-01") + 'evidence = ["x1"]\n'
    case = case_of(DECISION, first, second, evidence("x2", "Б"), evidence("x1", "А"))
    assert listed(sheet_of(case, "C1")) == [(1, "C", "x1"), (2, "C", "x2")]


def test_a_text_may_cite_by_id_with_a_page() -> None:
    case = case_of(DECISION, EVENT, evidence("x1", "А", 'proves = ["e1"]'), evidence("x2", "Б"), evidence("x3", "В"))
    sheet = sheet_of(case, "C1", risk="См. {annex:x1, с. 2}; {annex:x1,x2,x3}.", new_facts="Новое: {annex:x2}.")
    assert "Новое: приложение 2." in words(sheet)
    sheet = sheet_of(case, "C1", new_facts="См. {annex:x1, с. 2}; {annex:x1,x2,x3}.")
    assert "См. приложение 1, с. 2; приложения 1–3." in words(sheet)


def test_a_citation_of_what_is_no_annex_is_a_gap_and_blocks() -> None:
    sheet = sheet_of(case_of(DECISION, EVENT), "C1", new_facts="См. {annex:x9}.")
    assert "См. ________." in words(sheet)
    assert [(c.ref, c.number) for c in sheet.draft.citations if c.ref == "x9"] == [("x9", None)]
    assert any(f.id == "CHK-ANNEX" and f.severity == "B" for f in sheet.findings())


def test_the_list_says_language_translation_date_and_sheets() -> None:
    case = case_of(
        DECISION,
        evidence("x1", "Письмо", 'language = "prs"\ntranslated = false\npages = 3'),
        evidence("x2", "Письмо", 'language = "uk"\ntranslated = true\npages = 1'),
        evidence("x3", "Снимок", 'language = "none"\ntranslated = false\npages = 1'),
        evidence("x4", "Справка от 12.09.2025", 'date = { precision = "day", date = 2025-09-12 }\npages = 21'),
        evidence("x5", "Справка", 'date = { precision = "month", year = 2025, month = 3 }\npages = 1'),
    )
    lines = [a.line.replace("\u00a0", " ") for a in sheet_of(case, "C1").draft.annexes]
    assert lines == [
        "Письмо (копия, на языке дари, без перевода) на 3 л. в 1 экз.",
        "Письмо (копия, на украинском языке, с переводом) на 1 л. в 1 экз.",
        "Снимок (копия) на 1 л. в 1 экз.",
        "Справка от 12.09.2025 (копия) на 21 л. в 1 экз.",
        "Справка (копия, март 2025 г.) на 1 л. в 1 экз.",
    ]


def test_the_challenged_decision_is_an_annex_without_a_file() -> None:
    sheet = sheet_of(case_of(DECISION + 'copy_given = true\nlanguage = "ru"\n'), "C1")
    assert listed(sheet) == [(1, "B", "d1")]
    line = sheet.draft.annexes[0].line.replace("\u00a0", " ")
    assert re.match(
        r"Копия решения Департамента .* от 1 декабря 2026 г\. № TEST-1 об отказе .* на ___ л\. в 1 экз\.", line
    )
    assert listed(sheet_of(case_of(DECISION), "C1")) == []


def test_c3_travels_only_with_a_late_complaint() -> None:
    late = DECISION.replace("2026-12-04", "2026-11-04")
    assert listed(sheet_of(case_of(late, documents='"C3"'), "C1")) == [(1, "A", "C3")]
    assert listed(sheet_of(case_of(DECISION, documents='"C3"'), "C1")) == []
    text = words(sheet_of(case_of(late, documents='"C3"'), "C1"))
    assert "в ходатайстве о восстановлении срока (приложение 1)" in text
    drafted = Around(states={DocumentCode("C5"): DocumentState(drafted=True)})
    assert listed(sheet_of(case_of(DECISION), "C1", around=drafted)) == [(1, "A", "C5")]
    assert listed(sheet_of(case_of(DECISION, documents='"C5"'), "C1")) == [], "a planned motion is not attached yet"


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Заключение врача о травмах", "D"),
        ("Выписка из больницы", "D"),
        ("Справка медицинской миссии о работе", "C"),
        ("Копия постановления с отметкой о вручении", "B"),
        ("Решение суда", "B"),
        ("Повестка", "C"),
        ("Доклад о положении в стране", "E"),
        ("Фотографии дома", "C"),
    ],
)
def test_a_title_that_says_its_group(title: str, group: str) -> None:
    assert group_of(DisclosedEvidence(id=LocalId("x1"), title=title)) == group
    assert group_of(DisclosedEvidence(id=LocalId("x1"), title=title, kind="medical")) == "D"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([1], "1"),
        ([2, 1], "1 и 2"),
        ([4, 5, 6], "4–6"),
        ([1, 3, 4, 5, 9], "1, 3–5 и 9"),
        ([1, 2, 4], "1, 2 и 4"),
        ([], ""),
    ],
)
def test_numbers_in_a_row(numbers: list[int], text: str) -> None:
    assert number_ranges(numbers) == text
