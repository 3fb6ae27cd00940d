"""To whom a paper goes: the notice first, then the rule, then a gap; a person's word above all."""

from __future__ import annotations

import pytest

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.services.draft_desk import Sheet
from tests.documents.case_texts import DECISION, HEAD, sheet_of, words

NOTICE = 'notice_court = "суд Центрального района г. Гомеля"\n'


def sheet(
    code: str = "C1", *, region: str = "gomel", kind: str = "refusal_protection", notice: str = "", **answers: str
) -> Sheet:
    text = HEAD.format(documents="", person="").replace('"gomel"', f'"{region}"')
    decision = DECISION.replace(NOTICE, f'notice_court = "{notice}"\n' if notice else "").replace(
        "refusal_protection", kind
    )
    return sheet_of(parse_case_file(text + decision, "x.toml"), code, around=None, **answers)


def first_line(found: Sheet) -> str:
    return found.draft.blocks[0].text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("notice", "header"),
    [
        ("суд Центрального района г. Гомеля", "В суд Центрального района г. Гомеля"),
        ("Фрунзенский районный суд г. Минска", "Во Фрунзенский районный суд г. Минска"),
        ("Верховный Суд Республики Беларусь", "В Верховный Суд Республики Беларусь"),
        ("В суд Московского района г. Минска", "В суд Московского района г. Минска"),
        ("Гродненский областной суд", "В Гродненский областной суд"),
    ],
)
def test_the_notice_names_the_court(notice: str, header: str) -> None:
    found = sheet(notice=notice)
    assert first_line(found) == header
    assert found.source.addressee is not None
    assert found.source.addressee.from_notice


def test_without_a_notice_the_district_is_left_to_be_filled_in() -> None:
    found = sheet()
    assert first_line(found) == "В суд ________ района"
    assert [g.question for g in found.draft.gaps if g.section == "address"] == ["addressee"]
    assert any(f.id == "CHK-ADDRESSEE" for f in found.findings())


def test_a_persons_word_wins_over_notice_and_rule() -> None:
    assert first_line(sheet(addressee="В суд Советского района г. Гомеля")) == "В суд Советского района г. Гомеля"
    assert first_line(sheet(notice="суд Центрального района", addressee="court.gomel")) == "В Гомельский областной суд"


@pytest.mark.parametrize(
    ("region", "court"), [("grodno", "В Гродненский областной суд"), ("minsk_city", "В Минский городской суд")]
)
def test_an_extradition_goes_to_the_court_of_the_region(region: str, court: str) -> None:
    assert first_line(sheet("D1", region=region, kind="extradition")).startswith(court)


def test_a_motion_goes_where_its_main_paper_goes() -> None:
    assert first_line(sheet("C4", notice="суд Центрального района г. Гомеля")) == "В суд Центрального района г. Гомеля"
    assert first_line(sheet("C5", region="brest", kind="extradition")) == "В Брестский областной суд"
    deciding = first_line(sheet("C5", kind="deportation"))
    assert deciding.startswith("В Департамент по гражданству и миграции"), "no court is known, so the body that decided"


def test_the_application_goes_to_the_migration_unit_of_the_region() -> None:
    assert first_line(sheet("A1", region="brest")).startswith("В Управление по гражданству и миграции УВД Брестского")


def test_no_abbreviation_of_the_border_committee() -> None:
    assert "ГПК" not in words(sheet("C4", addressee="gpk"))
