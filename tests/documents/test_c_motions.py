"""C3, C4 and C5 for cases that are harder than the samples: the right act, the right term, no claim nobody made."""

from __future__ import annotations

import pytest

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.services.draft_desk import Sheet
from legalaid_desktop.services.finding_words import finding_text
from tests.documents.case_texts import DECISION, EVENT, HEAD, sheet_of, words

LATE = DECISION.replace("2026-12-04", "2026-11-04").replace("2026-12-01", "2026-11-01")
EXTRADITION = DECISION.replace('"refusal_protection"', '"extradition"').replace('"dcm"', '"pg"')
REQUEST = '[extradition]\nstate = "TR"\n'


def case(
    *parts: str, language: str = "uk", citizenships: str = '[{ country = "UA" }]', topic: str = "ip.refusal",
    documents: str = "", more: str = "",
) -> CaseRecord:  # fmt: skip
    text = HEAD.format(documents=documents, person="").replace('language = "uk"', f'language = "{language}"\n{more}')
    text = text.replace('[{ country = "UA" }]', citizenships).replace("ip.refusal", topic)
    return parse_case_file(text + "".join(parts), "made-up.toml")


def found(sheet: Sheet, id: str) -> list[tuple[str, str]]:
    return [(f.variant, f.severity.value) for f in sheet.findings() if f.id == id]


def missed(start: str, end: str, reason: str = "illness") -> str:
    return f'[[missed]]\ndecision = "d1"\nreason = "{reason}"\nfrom = {start}\nto = {end}\n'


# Citizenships


TWO = '[{ country = "IQ" }, { country = "TR", contested = true }, { country = "XB" }]'


@pytest.mark.parametrize("code", ["C3", "C5"])
def test_no_danger_is_claimed_in_a_state_that_nobody_answered_about(code: str) -> None:
    record = case(LATE, EVENT, citizenships=TWO, documents='"C1", "C3"')
    text = words(sheet_of(record, code))
    assert "Республику Ирак" not in text
    assert "Турецкую" not in text
    told = words(sheet_of(record, code, fear_iq="Там меня ищут."))
    assert "в Республику Ирак" in told
    assert "Турецкую" not in told


def test_a_list_of_states_is_a_list() -> None:
    text = words(sheet_of(case(DECISION, EVENT, citizenships=TWO), "C1"))
    assert "Если выдворение в Республику Ирак, в Турецкую Республику или в государство, указанное в деле, сост" in text
    assert "Имеются гражданства Республики Ирак и государства, указанного в деле." in text
    assert "Утверждается, что имеется гражданство Турецкой Республики; это оспаривается." in text


# Extradition


@pytest.mark.parametrize("code", ["C3", "C5"])
def test_an_extradition_is_no_removal(code: str) -> None:
    late = EXTRADITION.replace("2026-12-0", "2026-10-0")
    record = case(late, REQUEST, EVENT, citizenships=TWO, topic="ex.extradition", documents='"D1", "C3"')
    sheet = sheet_of(record, code)
    text = words(sheet)
    assert "ыдвор" not in text
    assert (
        "возможна выдача в Турецкую Республику" if code == "C3" else "передача в Турецкую Республику опасна"
    ) in text
    assert not found(sheet, "CHK-TERM")


def test_removal_typed_into_an_extradition_paper_stops_it() -> None:
    record = case(EXTRADITION, REQUEST, EVENT, topic="ex.extradition", documents='"D1"')
    sheet = sheet_of(record, "C5", balance="Выдворение разлучит меня с детьми.")
    assert ("extradition", "B") in found(sheet, "CHK-TERM")
    assert not found(sheet_of(record, "C5", balance="Выдача разлучит меня с детьми."), "CHK-TERM")


# The act that is executed


DEPORTATION = DECISION.replace('"refusal_protection"', '"deportation"').replace('"d1"', '"d2"').replace(
    "TEST-1", "TEST-7"
).replace("2026-12-0", "2026-11-0")  # fmt: skip
EXPULSION = DEPORTATION.replace('"deportation"', '"expulsion"').replace('"d2"', '"d3"').replace("TEST-7", "TEST-8")


def test_c5_is_about_the_act_that_removes_not_about_the_refusal() -> None:
    sheet = sheet_of(case(DECISION, DEPORTATION, EVENT, documents='"C1", "C5"', topic="rm.deportation"), "C5")
    text = words(sheet)
    assert "о приостановлении исполнения постановления о депортации" in text
    assert "Приостановить исполнение постановления от 1 ноября 2026 г. № TEST-7" in text
    assert "TEST-1 " not in text


def test_of_several_acts_a_person_says_which_is_executed() -> None:
    record = case(DECISION, DEPORTATION, EXPULSION, EVENT, topic="rm.deportation")
    asked = sheet_of(record, "C5")
    assert [g.question for g in asked.draft.gaps if g.section == "act"] == ["act"]
    for number, words_of_it in (("TEST-8", "о высылке"), ("TEST-7", "о депортации")):
        told = sheet_of(record, "C5", act=f"постановление № {number}")
        assert not [g for g in told.draft.gaps if g.section == "act"]
        assert words_of_it in words(told)
        assert f"№ {number}" in words(told)


# C3: which period, told how


def test_a_running_period_speaks_of_two_readings() -> None:
    disputed = DECISION.replace("received = 2026-12-04", "announced = 2026-12-18\ninterpreter_provided = false")
    disputed = disputed.replace("dated = 2026-12-01", "dated = 2026-12-17")
    sheet = sheet_of(case(disputed, EVENT, documents='"C1", "C3"'), "C3")
    text = words(sheet)
    assert "Срок исчисляется со дня получения полного текста на понятном языке. Если суд сочтёт иначе, прошу" in text
    assert "пропущенного срока" not in text
    assert "последний день срока" not in text, "the earliest reading is not conceded"
    assert "На день подачи срок не пропущен." in text
    assert not [g for g in sheet.draft.gaps if g.section == "days"]
    assert "Признать, что срок подачи жалобы на решение от 17 декабря 2026 г. № TEST-1 не пропущен." in text


def test_a_copy_that_was_refused_is_not_received() -> None:
    refused = (
        LATE + 'copy_given = false\nreceived_how = "объявлено под расписку"\n' + "received_at = 2026-11-04T18:30:00\n"
    )
    for code in ("C1", "C3"):
        text = words(sheet_of(case(refused, EVENT, documents='"C1", "C3"'), code))
        assert "мне стало известно 4 ноября 2026 г." in text and "(объявлено под расписку)" in text
        assert "опия решения получена" not in text
    assert "Копия решения об отказе" not in text


def test_what_is_unknown_of_the_service_is_not_called_missing() -> None:
    unknown = LATE.replace("received = 2026-11-04", "announced = 2026-11-05")
    sheet = sheet_of(case(unknown, EVENT, missed("2026-11-06", "2026-12-19"), documents='"C1", "C3"'), "C3")
    text = words(sheet)
    assert "не вручена" not in text
    assert "Прошу проверить, когда и как она вручена" in text
    order = [b.text for b in sheet.draft.blocks]
    assert order.index("Срок не начал течь") < order.index("ПРОШУ:"), "the alternative stands before the requests"
    assert "При выводе о том, что срок не начал течь, считать жалобу поданной в срок." in text


def test_a_client_who_understands_does_not_plead_the_language() -> None:
    russian = LATE + "translated = false\ninterpreter_provided = false\n"
    record = case(russian, missed("2026-11-05", "2026-12-20"), language="ru", documents='"C1", "C3"')
    assert "понятном мне языке" not in words(sheet_of(record, "C3"))


def test_the_table_begins_with_the_period_and_holes_are_named() -> None:
    accelerated = LATE.replace('"ordinary"', '"accelerated"') + "notice_last_day = 2026-11-09\n"
    record = case(
        accelerated,
        missed("2026-11-08", "2026-11-20"),
        missed("2026-11-25", "2026-12-10", "post"),
        documents='"C1", "C3"',
    )
    sheet = sheet_of(record, "C3")
    text = words(sheet)
    assert "05.11.2026 – 07.11.2026" in text
    assert "Срок исчисляется ________" not in text
    told = [finding_text(f, "ru") for f in sheet.findings() if f.id == "CHK-DATE"]
    assert any("05.11.2026–07.11.2026, 21.11.2026–24.11.2026" in one for one in told)
    assert ("slow", "W") in found(sheet, "CHK-DATE"), "eleven days from the end of the obstacle to filing"
    assert "В это время подготовлены" not in text, "nobody said what was done in eleven days"
    whole = sheet_of(case(accelerated, missed("2026-11-05", "2026-12-19"), documents='"C1", "C3"'), "C3")
    assert not [v for v, _ in found(whole, "CHK-DATE") if v in ("uncovered", "slow")]


# C4


def test_a_client_who_speaks_russian_needs_no_motion_for_an_interpreter() -> None:
    spoken = sheet_of(case(DECISION, language="ru"), "C4")
    assert ("no_interpreter", "O") in found(spoken, "CHK-REMEDY")
    used = sheet_of(case(DECISION, language="ru", more="interpreter_used = true"), "C4")
    assert not found(used, "CHK-REMEDY")
    assert not found(sheet_of(case(DECISION), "C4"), "CHK-REMEDY")


def test_a_judgment_without_a_notice_is_answered_at_the_court_that_gave_it() -> None:
    judgment = DECISION.replace('"refusal_protection"', '"judgment_first_instance"').replace(
        'authority = "dcm"',
        'authority = "court.district"\nauthority_fill = { district_gen = "Фрунзенского", city_gen = "г. Минска" }',
    )
    judgment = judgment.replace('notice_court = "суд Центрального района г. Гомеля"\n', "")
    sheet = sheet_of(case(judgment), "C4")
    assert sheet.draft.blocks[0].text.replace("\u00a0", " ") == "В суд Фрунзенского района г. Минска"


def test_from_custody_without_a_decision_a_motion_goes_to_the_place_that_holds() -> None:
    held = '[[detention]]\nid = "t1"\nkind = "administrative"\nplace = "ЦИП ГУВД"\nfrom = 2026-12-18T10:00:00\n'
    sheet = sheet_of(case(held, topic="ip.application"), "C4")
    assert sheet.draft.blocks[0].text.startswith("В администрацию центра изоляции правонарушителей")
