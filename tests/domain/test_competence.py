"""Which body takes a paper: by region, decision, place of detention and instance; what is not known is not guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legalaid_desktop.domain.competence import (
    Chosen,
    Proposal,
    Situation,
    doubts,
    proposals,
    proposed,
    situation,
    type_of_name,
)
from legalaid_desktop.domain.facts import AuthorityFill, Decision, Detention
from legalaid_desktop.domain.ids import AuthorityId, LocalId
from legalaid_desktop.domain.whereabouts import region_of_place
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.remedies import reason_words

LAW = shipped_law()
TODAY = dt.date(2026, 12, 1)


def decision(kind: str, by: str | None = None, **more: Any) -> Decision:
    return Decision(
        id=LocalId("d1"), kind=kind, authority=AuthorityId(by) if by is not None else None,
        dated=dt.date(2026, 11, 1), **more,
    )  # fmt: skip


def held(place: str, kind: str = "administrative", since: str = "2026-11-20", until: str | None = None) -> Detention:
    return Detention(
        kind=kind, place=place, from_at=dt.date.fromisoformat(since),
        to_at=dt.date.fromisoformat(until) if until else None,
    )  # fmt: skip


def at(
    made: Decision | None = None,
    *detentions: Detention,
    region: str | None = "grodno",
    place: str | None = None,
    topic: str = "ip.refusal",
    wanted: bool = False,
) -> Situation:
    return situation(
        law=LAW, as_of=TODAY, region=region, place=place, topic=topic, decision=made, detentions=detentions,
        client=LocalId("p1"), in_custody=False, last_known=None, wanted_abroad=wanted,
    )  # fmt: skip


def body(on: Situation, question: str) -> str | None:
    found = proposed(on, question)
    return None if found is None else str(found.authority or found.text)


def words(one: Proposal, lang: str = "ru") -> str:
    return reason_words(one.reason_key, one.params, lang, LAW)


# ------------------------------------------------------------------------------------------------ hard cases


def test_detention_in_another_region_than_the_case_decides_where_an_extradition_is_challenged() -> None:
    on = at(decision("extradition", "pg"), held("СИЗО № 7, г. Брест", "extradition"), region="minsk_city", wanted=True)
    first, second = proposals(on, "court_of_extradition")
    assert (first.authority, second.authority) == ("court.brest", "court.minsk_city")
    assert "Брестская область" in words(first) and "не проверено" in words(first)
    assert first.unchecked
    keys = {doubt.key for doubt in doubts(on, "court_of_extradition", chosen(first), paper="D1")}
    assert keys == {"two_regions"}, "both places are told of"


def test_a_transfer_between_regions_is_seen() -> None:
    on = at(
        decision("extradition", "pg"),
        held("СИЗО г. Гомеля", "extradition", "2026-10-01", "2026-11-15"),
        held("СИЗО г. Гродно", "extradition", "2026-11-15"),
        wanted=True,
    )
    assert body(on, "court_of_extradition") == "court.grodno"
    assert (on.where.region, on.where.moved_from) == ("grodno", "gomel")
    found = doubts(on, "court_of_extradition", chosen(proposals(on, "court_of_extradition")[0]), paper="D1")
    assert [(doubt.key, doubt.params.get("region")) for doubt in found] == [("moved", "gomel")]


def test_an_accelerated_refusal_goes_to_the_same_court_and_the_notice_wins() -> None:
    plain = at(decision("refusal_protection", "ugim.brest", procedure="accelerated"))
    assert body(plain, "court_of_decision") == "court.district"
    named = at(decision("refusal_protection", "ugim.brest", notice_court="Минский городской суд"))
    found = proposed(named, "court_of_decision")
    assert found is not None
    assert (found.by, found.authority, found.unchecked) == ("notice", "court.minsk_city", False)


def test_the_border_service_has_no_body_above_it_in_the_data() -> None:
    on = at(decision("deportation", "gpk"), held("пункт временного содержания", "border"))
    assert body(on, "notice") is None
    offered = proposals(on, "notice")
    assert [one.authority for one in offered] == ["court.district"] and offered[0].offered
    assert body(on, "protection_body") == "gpk", "at the border the application goes to the border service"


def test_an_unknown_region_proposes_nobody_of_a_region() -> None:
    for region in (None, "atlantis"):
        on = at(decision("extradition", "pg"), region=region, wanted=True)
        assert proposals(on, "court_of_extradition") == ()
        assert proposals(on, "protection_body") == ()
        assert proposals(on, "prosecutor") == ()
        assert body(on, "court_supreme") == "court.supreme"
        lone = Chosen(text="В суд")
        assert "no_region" in {doubt.key for doubt in doubts(on, "court_of_extradition", lone, paper="D1")}


def test_a_place_that_names_its_region_is_enough() -> None:
    assert body(at(region=None, place="город Орша"), "protection_body") == "ugim.vitebsk"


def test_the_district_on_the_paper_tells_the_region_not_the_case() -> None:
    made = decision("deportation", "rovd.district", authority_fill=AuthorityFill(district_gen="Оршанского"))
    on = at(made, region="minsk_city")
    assert [one.authority for one in proposals(on, "notice")] == ["uvd.vitebsk", "court.district"]
    assert body(on, "notice") is None, "of two ways none is put into the paper by the program"
    assert body(at(decision("expulsion", "rovd.district"), region="gomel"), "superior_body") == "uvd.gomel"


@pytest.mark.parametrize(
    ("made", "question", "expected"),
    [
        (("judgment_first_instance", "court.district"), "court_second_instance", "court.grodno"),
        (("judgment_first_instance", "court.brest"), "court_second_instance", "court.supreme"),
        (("judgment_first_instance", None), "court_second_instance", "court.grodno"),
        (("procedure_refused", "ogim.district"), "residence", "uvd.grodno"),
        (("stay_cut", "uvd.minsk_city"), "superior_body", "moi"),
        (("loss_protection", "ugim.brest"), "protection_taken", "court.district"),
        (("entry_ban", "dcm"), "dcm", "dcm"),
    ],
)
def test_by_kind_of_decision_and_instance(made: tuple[str, str | None], question: str, expected: str) -> None:
    assert body(at(decision(*made)), question) == expected


@pytest.mark.parametrize(
    ("kind", "place", "state"),
    [
        ("border", "пункт пропуска", "border"),
        ("extradition", "следственный изолятор № 0", "remand"),
        ("administrative", "ИВС Лидского РОВД", "other"),
        ("", "СИЗО № 1", "remand"),
        ("abroad", "тюрьма", "no"),
        ("house_arrest", "квартира", "no"),
    ],
)
def test_who_holds_the_client(kind: str, place: str, state: str) -> None:
    on = at(None, held(place, kind))
    assert on.where.held == state
    if state == "no":
        assert body(on, "protection_body") == "ugim.grodno"
    elif state != "border":
        assert body(on, "protection_body") == place


def test_a_detention_that_ended_or_has_not_begun_holds_nobody() -> None:
    assert at(None, held("ИВС", until="2026-11-25")).where.held == "no"
    assert at(None, held("ИВС", since="2027-01-01")).where.held == "no"


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("ИВС Лидского РОВД", "grodno"), ("ЦИП ГУВД Мингорисполкома", "minsk_city"), ("Мінскага раёна", "minsk_oblast"),
        ("УВД Могилёвского облисполкома", "mogilev"), ("город Гомель", "gomel"), ("горад Брэст", "brest"),
        ("следственный изолятор № 0 (вымышленный)", None), ("", None), (None, None), ("Новогомелье? нет", None),
    ],
)  # fmt: skip
def test_a_place_tells_its_region_only_by_its_words(place: str | None, region: str | None) -> None:
    assert region_of_place(place, LAW) == region


# ------------------------------------------------------------------------------------------------ wrong pairs


def chosen(one: Proposal) -> Chosen:
    name = one.text or str(one.authority)
    return Chosen(text=name, authority=one.authority, type=one.type, region=one.region, from_notice=one.by == "notice")


def wrong(paper: str, question: str, made: Decision, authority: str, **more: Any) -> set[str]:
    found = LAW.authorities[AuthorityId(authority)]
    typed = Chosen(
        text=found.forms["header_ru"], authority=found.id, type=found.type, region=found.region, by_person=True
    )
    return {doubt.key for doubt in doubts(at(made, **more), question, typed, paper=paper)}


def test_a_wrong_pair_is_doubted() -> None:
    refusal = decision("refusal_protection", "ugim.brest")
    assert wrong("C1", "court_of_decision", refusal, "court.supreme") == {"kind"}
    assert wrong("D1", "court_of_extradition", decision("extradition", "pg"), "court.gomel", wanted=True) == {"region"}
    ruling = decision("judgment_first_instance", "court.grodno")
    assert "same_body" in wrong("C2", "court_second_instance", ruling, "court.grodno")
    named = decision("refusal_protection", "dcm", notice_court="суд Центрального района г. Гомеля")
    assert wrong("C1", "court_of_decision", named, "court.district") == {"notice"}
    assert wrong("D4", "prosecutor_general", decision("extradition", "pg"), "pg", wanted=True) == set()


def test_the_court_of_the_notice_is_right_with_or_without_its_preposition() -> None:
    on = at(decision("refusal_protection", "dcm", notice_court="суд Центрального района г. Гомеля"))
    typed = Chosen(text="В суд Центрального района г. Гомеля", type="court_district", by_person=True)
    assert doubts(on, "court_of_decision", typed, paper="C1") == ()


def test_names_tell_the_type_of_a_court() -> None:
    assert type_of_name("Верховный Суд Республики Беларусь") == "court_supreme"
    assert type_of_name("Мінскі гарадскі суд") == "court_oblast"
    assert type_of_name("суд Ленинского района г. Бреста") == "court_district"
    assert type_of_name("прокуратура города Минска") == "prosecution"
    assert type_of_name("редакция газеты") is None


# ------------------------------------------------------------------------------------------------ the data


def test_every_reason_is_a_whole_sentence_in_three_languages() -> None:
    for rule in LAW.competence.rules:
        for lang in ("ru", "be", "en"):
            said = reason_words(rule.id, {"region": "brest", "body": "court.brest"}, lang, LAW)
            assert said.endswith(".") and "{" not in said, rule.id
            assert "ГПК" not in said


def test_header_forms_stand_in_both_languages_for_every_body() -> None:
    for found in LAW.authorities.values():
        for key in ("header_ru", "header_be", "ru_gen", "be_gen", "ru_dat", "be_dat", "ru_prep", "be_prep"):
            assert found.forms.get(key), f"{found.id} {key}"


def test_what_is_recalled_is_never_shown_as_checked() -> None:
    for rule in LAW.competence.rules:
        for found in proposals(at(decision("deportation", "rovd.district")), rule.question):
            if found.reason_key == rule.id and rule.confidence != "verified":
                assert found.unchecked, rule.id
