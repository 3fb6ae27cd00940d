"""To whom a paper goes: the notice first, then the rule, then a gap; a person's word above all."""

from __future__ import annotations

import pytest

from legalaid_desktop.documents.addressees import RULES, find_addressee
from legalaid_desktop.documents.challenges import shipped_challenges
from legalaid_desktop.documents.manifest import ADDRESS_RULES
from legalaid_desktop.documents.parts import AddresseeInfo
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.ids import LanguageCode
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.draft_address import AddressLook, address_look
from legalaid_desktop.services.draft_address import address_of
from legalaid_desktop.services.draft_desk import Sheet
from legalaid_desktop.services.finding_words import finding_text
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


def found(rule: str, *, authority: str | None, region: str = "gomel", language: str = "ru", notice: str = "") -> object:
    """What a rule finds for a decision of this body in a case of this region."""
    text = HEAD.format(documents="", person="").replace('"gomel"', f'"{region}"')
    decision = DECISION.replace(NOTICE, f'notice_court = "{notice}"\n' if notice else "")
    if authority is not None:
        decision = decision.replace('authority = "dcm"', f'authority = "{authority}"')
    made = sheet_of(parse_case_file(text + decision, "x.toml"), "C1", around=None)
    return find_addressee(
        rule,
        case=made.source.case,
        decision=made.source.decision,
        law=made.source.law,
        language=LanguageCode(language),
        answers={},
    )


@pytest.mark.parametrize(
    ("rule", "authority", "region", "body", "reason"),
    [
        ("superior_body", "ugim.brest", "gomel", "moi", "superior"),
        ("superior_body", "ogim.district", "gomel", "uvd.gomel", "superior"),
        ("superior_body", "uvd.minsk_city", "gomel", "moi", "superior"),
        ("superior_body", "prosecutor.grodno", "gomel", "pg", "superior"),
        ("court_second_instance", "court.district", "brest", "court.brest", "superior"),
        ("court_second_instance", "court.brest", "gomel", "court.supreme", "superior"),
        ("prosecutor", "ugim.brest", "gomel", "prosecutor.brest", "region"),
        ("prosecutor", "dcm", "minsk_oblast", "prosecutor.minsk_oblast", "region"),
        ("prosecutor_general", "dcm", "gomel", "pg", "fixed"),
        ("police", "dcm", "gomel", "rovd.district", "district"),
        ("investigative_committee", "dcm", "gomel", "sk", "fixed"),
        ("guardianship", "dcm", "gomel", "guardianship", "district"),
        ("zags", "dcm", "gomel", "zags", "district"),
        ("dcm", "dcm", "gomel", "dcm", "fixed"),
        ("ogim", "dcm", "gomel", "ogim.district", "district"),
        ("unhcr", "dcm", "gomel", "unhcr", "fixed"),
        ("un_sp", "dcm", "gomel", "un.sp", "fixed"),
        ("interpol", "dcm", "gomel", "interpol.ccf", "fixed"),
        ("any_body", "ugim.brest", "gomel", "ugim.brest", "deciding_body"),
    ],
)
def test_each_rule_finds_its_body_and_says_why(rule: str, authority: str, region: str, body: str, reason: str) -> None:
    to = found(rule, authority=authority, region=region)
    assert isinstance(to, AddresseeInfo)
    assert (to.authority, to.reason, to.proposed) == (body, reason, True)


@pytest.mark.parametrize("rule", ["lawyer", "red_cross", "notary", "parent", "none"])
def test_what_the_law_data_do_not_hold_is_asked_and_never_invented(rule: str) -> None:
    assert found(rule, authority="dcm") is None


def test_of_a_body_that_nobody_named_no_superior_is_proposed() -> None:
    assert found("superior_body", authority="gpk") is None
    assert found("superior_body", authority="moi") is None


def test_the_notice_wins_over_the_superior_body() -> None:
    to = found("superior_body", authority="ugim.brest", notice="суд Центрального района г. Гомеля")
    assert isinstance(to, AddresseeInfo)
    assert (to.reason, to.text) == ("notice", "В суд Центрального района г. Гомеля")


def test_every_rule_that_a_manifest_may_name_exists() -> None:
    assert set(RULES) == set(ADDRESS_RULES)


def test_the_paper_of_a_decision_is_data_that_says_where_it_is_from() -> None:
    table = shipped_challenges()
    for row in table.by_kind.values():
        assert row.main is not None or row.opens, row.kind
        assert row.to is None or row.to in RULES
        assert (row.confidence is Confidence.RECALLED) or row.source, "what was checked names its source"
    assert table.main("extradition") == ("D1", "court_of_extradition") and table.main("judgment_appeal") is None
    assert table.restoring("administrative") == ("E5", "E1")
    assert table.restoring("refusal_register") == table.restoring(None) != ()
    assert set(table.needed_by("C7")) == {"judgment_first_instance", "judgment_appeal"} and not table.needed_by("A1")


def test_bodies_abroad_have_their_english_names() -> None:
    to = found("un_sp", authority="dcm", language="en")
    assert isinstance(to, AddresseeInfo)
    assert to.text == "Special Procedures of the UN Human Rights Council"


def test_a_court_known_from_memory_says_so_wherever_it_is_offered() -> None:
    """The Supreme Court of C7: in the list to choose from, once chosen, and among the checks before export."""
    supreme = "В Верховный Суд Республики Беларусь"

    def look(found: Sheet) -> AddressLook:
        shown = address_look(address_of(found), wording("ru"))
        assert shown is not None
        return shown

    before = sheet("C7", kind="judgment_appeal")
    (offer,) = (one for one in look(before).others if one.header == supreme)
    assert offer.unchecked
    chosen = sheet("C7", kind="judgment_appeal", addressee=supreme)
    assert (look(chosen).state, look(chosen).unchecked) == ("confirmed", True)
    doubts = [one for one in chosen.findings() if (one.id, one.variant) == ("CHK-ADDRESSEE", "unchecked")]
    assert len(doubts) == 1 and "не проверено юристом" in finding_text(doubts[0], "ru")
    printed = sheet("C7", kind="judgment_appeal", notice="Верховный Суд Республики Беларусь")
    assert not look(printed).unchecked, "the ruling itself names it"
