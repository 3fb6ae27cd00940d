"""A contested citizenship is never a fact, and fear belongs to the state that is feared."""

from __future__ import annotations

import pytest

from legalaid_desktop.documents.blocks import GAP
from tests.documents import test_templates_a as a
from tests.documents import test_templates_d as d
from tests.documents.ad_papers import make, spaced

CONTESTED = """[{ country = "UZ", proof = "паспорт" }, { country = "TR", contested = true }, { country = "XB" }]"""
HEAD = d.HEAD.replace('[{ country = "UZ" }]', CONTESTED).replace('state = "UZ"', 'state = "TR"')


@pytest.mark.parametrize("code", ["A1", "D1", "D5", "A2"])
def test_a_contested_citizenship_is_never_a_fact(code: str) -> None:
    text = spaced(make(d.case(d.DECISION, d.HARM, head=HEAD), code).plain)
    assert "оспаривается" in text
    for fact in ("гражданства Республики Узбекистан, Турецкой", "и Турецкой Республики", "Гражданство: Турецкая",
                 "Турецкая Республика и"):  # fmt: skip
        assert fact not in text


@pytest.mark.parametrize("code", ["A1", "D1"])
def test_the_requesting_state_only_claims_it(code: str) -> None:
    text = spaced(make(d.case(d.DECISION, head=HEAD), code).plain)
    assert "Имеются гражданства Республики Узбекистан и государства, указанного в деле." in text
    assert (
        "Запрашивающее государство утверждает, что имеется гражданство Турецкой Республики; это оспаривается." in text
    )


def test_without_a_request_nobody_is_named_who_claims_it() -> None:
    client = a.CLIENT.replace('[{ country = "IR" }]', '[{ country = "IR", contested = true }]')
    text = a.section(make(a.case(client=client), "A1"), "origin")
    assert "Утверждается, что имеется гражданство Исламской Республики Иран; это оспаривается." in text
    assert "Гражданство:" not in text


def test_the_fear_belongs_to_the_state_that_asks() -> None:
    answers = {"fear_second": "Там найдут родственники.", "fear_xb": "Оттуда выдадут."}
    for code, name in (("A1", "further"), ("D1", "who"), ("D5", "individual")):
        text = d.section(make(d.case(d.DECISION, head=HEAD), code, answers), name)
        assert "Турецкая Республика (запрашивающее государство, гражданство оспаривается): о" in text
        assert "Республика Узбекистан: Там найдут родственники." in text
        assert "государство, указанное в деле: Оттуда выдадут." in text
    told = a.section(make(d.case(d.DECISION, head=HEAD), "A1"), "fear")
    assert "Речь идёт о возвращении в государство: Турецкая Республика." in told


def test_each_other_state_has_a_gap_of_its_own_question() -> None:
    asked = {gap.question for gap in make(d.case(d.DECISION, head=HEAD), "A1").gaps}
    assert {"fear_second", "fear_third"} <= asked


def test_a_fourth_state_is_asked_by_its_code() -> None:
    more = HEAD.replace('{ country = "XB" }', '{ country = "XB" }, { country = "KZ" }')
    fields = {gap.field for gap in make(d.case(d.DECISION, head=more), "A1").gaps}
    assert "answers.fear_kz" in fields
    assert "answers.fear_kz" not in {
        gap.field for gap in make(d.case(d.DECISION, head=more), "A1", {"fear_kz": "Выдадут."}).gaps
    }


def test_a_citizen_of_another_state_than_the_asking_one_is_asked_about_it() -> None:
    head = d.HEAD.replace('state = "UZ"', 'state = "RU"')
    draft = make(d.case(d.DECISION, head=head), "A1")
    assert "Российская Федерация" in a.section(draft, "fear")
    assert a.section(draft, "further").endswith("Республика Узбекистан: ________")


def test_the_proof_of_one_citizenship_stands_after_one_colon() -> None:
    client = a.CLIENT.replace('[{ country = "IR" }]', '[{ country = "IR", proof = "паспорт" }]')
    assert "Подтверждение гражданства: паспорт." in a.section(make(a.case(client=client), "A1"), "origin")
    none = a.CLIENT.replace('[{ country = "IR" }]', '[{ country = "IR", proof = "нет документов" }]')
    assert "Подтверждение" not in a.section(make(a.case(client=none), "A1"), "origin")
    several = a.section(make(d.case(d.DECISION, head=HEAD), "A1"), "origin")
    assert "Подтверждение гражданства: Республика Узбекистан – паспорт." in several


def test_what_no_paper_says_is_no_ground() -> None:
    """Contested in one row and not in another: a fact, and no dispute about it."""
    head = d.HEAD.replace('[{ country = "UZ" }]', '[{ country = "UZ" }, { country = "UZ", contested = true }]')
    assert not make(d.case(d.DECISION, head=head), "D1").printed["ground_citizenship"]
    assert make(d.case(d.DECISION, head=HEAD), "D1").printed["ground_citizenship"]


def test_a_state_on_the_way_that_nobody_named_is_asked_for_in_words() -> None:
    draft = make(a.case("[[route]]\n[[route]]\ncountry = 'TR'\n"), "A2")
    assert "Государство: ________." in spaced(draft.plain)
    assert any("route.1" in (span.origin or "") for block in draft.blocks for span in block.spans if GAP in span.text)
