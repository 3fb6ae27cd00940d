"""What a lawyer who read the papers of three hard cases marked: each line stands here once."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest

from legalaid_desktop.documents.checks.runner import run_checks
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.services.draft_desk import Sheet, lay_out
from tests.documents.case_texts import desk, words
from tests.documents.checks.drafts import a_draft, a_manifest, para

EXTRADITION = """
[meta]
case_id = "P1"
schema_version = 1
fictional = true
as_of = 2026-12-28
[case]
ref = "TEST-2026-P1"
region = "brest"
place = "город Брест"
topic = "ex.extradition"
language = "tg"
interpreter_used = true
read_back = true
documents = ["C1", "C3", "D2", "D5", "D6", "G2"]
[[person]]
id = "p1"
role = "client"
sex = "m"
birth = { precision = "day", date = 1985-10-03 }
citizenships = [
 { country = "TJ", contested = false },
 { country = "UZ", contested = true },
]
docs = [{ kind = "passport", country = "TJ", no = "TEST1", expires = 2026-09-01, reason = "продлить опасно" }]
[person.names]
mononym = true
given = "Ёрмухаммад"
ru_nom = "Ёрмухаммад"
ru_gen = "Ёрмухаммада"
be_nom = "Ёрмухамад"
latin = "YORMUHAMMAD"
[[detention]]
id = "t1"
kind = "extradition"
place = "следственный изолятор № 00 (вымышленный)"
from = 2026-09-01T07:45:00
[extradition]
state = "TJ"
requested = { precision = "day", date = 2026-10-05 }
offence = "призывы к изменению строя"
[[decision]]
id = "d1"
authority = "ugim.brest"
kind = "refusal_protection"
number = "TEST-1"
dated = 2026-10-20
received = 2026-10-26
procedure = "ordinary"
language = "ru"
copy_given = true
[[decision.reason]]
n = 1
says = "угрозы носят общий характер"
[[missed]]
decision = "d1"
reason = "no_interpreter"
from = 2026-10-26
to = 2026-12-01
evidence = "x1"
[[missed]]
decision = "d1"
reason = "custody"
from = 2026-12-02
to = 2026-12-20
[[decision]]
id = "d2"
authority = "pg"
kind = "extradition"
number = "TEST-2"
dated = 2026-12-14
received = 2026-12-18
language = "ru"
copy_given = true
[[decision]]
id = "d3"
authority = "court.brest"
kind = "judgment_extradition"
number = "TEST-3"
dated = 2026-12-27
announced = 2026-12-27
language = "ru"
copy_given = false
[[event]]
id = "e1"
date = { precision = "day", date = 2018-03-03 }
text = "Меня держали в отделе и били током."
how_known = "seen"
visibility = "authority"
[[evidence]]
id = "x1"
title = "Справка изолятора об отсутствии переводчика"
pages = 1
language = "ru"
visibility = "authority"
[[consent]]
scope = "un_anonymous"
given = true
date = 2026-12-20
"""
HURT = """
[meta]
case_id = "P2"
schema_version = 1
fictional = true
as_of = 2026-12-15
[case]
ref = "TEST-2026-P2"
region = "minsk_oblast"
topic = "rm.expulsion"
language = "fa"
documents = ["F2", "E2", "E5"]
[[person]]
id = "p1"
role = "client"
sex = "f"
citizenships = []
citizenship_status = "stateless"
former_residence = "SY"
[person.names]
family = "Намунэ"
given = "Шилан"
ru_nom = "Намунэ Шилан"
[[entry]]
date = { precision = "day", date = 2026-10-30 }
visibility = "authority"
[[event]]
id = "e1"
date = { precision = "day", date = 2026-12-07 }
text = "В отделе милиции меня ударили по лицу."
how_known = "seen"
visibility = "authority"
[[event]]
id = "e2"
date = { precision = "day", date = 2026-12-08 }
text = "Брат позвонил и сказал, что замерзает."
how_known = "heard"
visibility = "authority"
[[injury]]
event = "e1"
part = "скула"
[[state_asked]]
country = "SY"
asked = { precision = "unknown" }
answer = "не обращалась, опасно"
[[detention]]
id = "t1"
kind = "expulsion"
from = 2026-12-09T22:10:00
[[decision]]
id = "d1"
authority = "uvd.minsk_oblast"
kind = "expulsion"
number = "TEST-5"
dated = 2026-12-10
received = 2026-12-11
language = "ru"
"""


@cache
def case(text: str) -> CaseRecord:
    return parse_case_file(text, "made-up.toml")


def sheet(text: str, code: str, language: str = "ru", **answers: Any) -> Sheet:
    record = case(text)
    assert record.meta.as_of is not None
    return lay_out(desk(), record, code, as_of=record.meta.as_of, language=language, answers=answers, count_pages=False)


def on_paper(text: str, code: str, language: str = "ru", **answers: Any) -> str:
    return words(sheet(text, code, language, **answers))


def found(made: Sheet, id: str, variant: str) -> list[Any]:
    return [one for one in made.findings() if (one.id, one.variant) == (id, variant)]


def test_a_complaint_of_ill_treatment_begins_with_it_and_leaves_out_what_others_told() -> None:
    text = on_paper(HURT, "F2")
    assert "ударили по лицу" in text and "замерзает" not in text
    assert "7 декабря 2026 г." in text and "08.12.2026" not in text
    assert "замерзает" in on_paper(HURT, "F2", about_events="e2")


def test_custody_that_is_said_to_have_ended_and_has_not_is_a_contradiction() -> None:
    (one,) = found(sheet(EXTRADITION, "C3", decision="d1"), "CHK-CONTRA", "custody_open")
    assert one.params == {"day": "2026-12-20", "since": "2026-09-01"} and one.severity is Severity.WARNS
    closed = EXTRADITION.replace("from = 2026-09-01T07:45:00", "from = 2026-09-01T07:45:00\nto = 2026-12-20T10:00:00")
    assert not found(sheet(closed, "C3", decision="d1"), "CHK-CONTRA", "custody_open")


@pytest.mark.parametrize(("language", "claim"), [("ru", "мною передано"), ("be", "мной перададзена")])
def test_an_application_that_nobody_recorded_is_not_said_to_be_handed_over(language: str, claim: str) -> None:
    bare = sheet(EXTRADITION, "D6", language)
    assert claim not in words(bare)
    assert len(found(bare, "CHK-CONTRA", "lodged_refused")) == 1
    told = sheet(EXTRADITION, "D6", language, lodged_when="27.12.2026", lodged_where="A")
    assert claim in words(told) and not found(told, "CHK-CONTRA", "lodged_refused")


@pytest.mark.parametrize(("language", "lead"), [("ru", "Чем опасно возвращение"), ("be", "Чым небяспечнае вяртанне")])
def test_no_blank_stands_alone_and_the_day_of_receipt_stands_once(language: str, lead: str) -> None:
    text = on_paper(EXTRADITION, "C1", language)
    assert f"{lead}" in text
    assert text.count("26 октября 2026 г." if language == "ru" else "26 кастрычніка 2026 г.") == 1


def test_the_risk_of_torture_is_not_proved_by_why_a_period_was_missed() -> None:
    assert "об отсутствии переводчика" not in on_paper(EXTRADITION, "D5")


def test_the_copy_of_each_act_that_is_to_be_set_aside_is_annexed() -> None:
    text = on_paper(EXTRADITION, "D2")
    assert "№ TEST-2 о выдаче (приложение 1)" in text or "№ TEST-2 о выдаче (приложение 2)" in text
    assert "Копия постановления Генеральной прокуратуры Республики Беларусь от 14 декабря 2026 г. № TEST-2" in text


def test_why_an_expired_passport_was_not_renewed_is_printed() -> None:
    assert "Почему нет действующего документа: продлить опасно." in on_paper(EXTRADITION, "A1")
    assert "Чаму няма сапраўднага дакумента: продлить опасно." in on_paper(EXTRADITION, "A1", "be")


def test_nothing_is_said_to_have_been_left_unexplained_where_nobody_was_asked() -> None:
    assert "Мне не названы обстоятельства" not in on_paper(EXTRADITION, "D3")
    assert "Мне не названы абставіны" not in on_paper(EXTRADITION, "D3", "be")


def test_a_paper_without_a_name_still_tells_the_month_and_the_country_of_the_arrest() -> None:
    text = on_paper(EXTRADITION, "G2", "en")
    assert "Date and place: September 2026, Belarus" in text
    assert "Held since September 2026" in text and "1 September" not in text


def test_a_motion_about_a_ruling_names_it_and_asks_once() -> None:
    text = on_paper(EXTRADITION, "C6")
    assert "жалобе на постановление суда по жалобе" not in text
    assert "Обжалуется постановление суда по жалобе на постановление о выдаче от 27 декабря 2026 г." in text
    assert "1. ________" not in text and "Иное ходатайство" not in text


def test_the_measure_of_the_heading_is_that_of_the_text() -> None:
    text = on_paper(EXTRADITION, "C2")
    assert "Недопустимость выдачи до решения" in text and "выдворен" not in text
    assert "Недапушчальнасць выдачы да рашэння" in on_paper(EXTRADITION, "C2", "be")


def test_the_unknown_day_of_what_was_not_done_is_not_told() -> None:
    text = on_paper(HURT, "E2")
    assert "Сирийская Арабская Республика – не обращалась" in text and "обращение: дата неизвестна" not in text


def test_custody_until_an_expulsion_names_no_code() -> None:
    assert "в порядке, установленном законодательством Республики Беларусь" in on_paper(HURT, "E5")
    deportation = HURT.replace('kind = "expulsion"\nfrom', 'kind = "deportation"\nfrom')
    assert "Процессуально-исполнительным кодексом" in on_paper(deportation, "E5")


def test_texts_in_the_other_state_language_are_listed_by_place_and_never_on_paper() -> None:
    made = sheet(EXTRADITION, "C1", "be")
    (one,) = found(made, "CHK-TRANS", "other_ru")
    assert one.severity is Severity.WARNS
    assert "6: e1" in str(one.params["places"]) and "d1.reason" not in str(one.params["places"])
    assert "CHK" not in words(made)
    assert not found(sheet(EXTRADITION, "C1", "ru"), "CHK-TRANS", "other_be")


def test_an_unanswered_reason_stops_the_paper_unless_it_is_urgent() -> None:
    def severity(text: str) -> Severity:
        (one,) = [f for f in sheet(text, "C1").findings() if f.where and f.where.record == "d1.reason.1.answer"]
        return one.severity

    assert severity(EXTRADITION) is Severity.OVERRIDABLE
    assert severity(EXTRADITION.replace('language = "tg"', 'language = "tg"\nurgency = "u0"', 1)) is Severity.WARNS


@pytest.mark.parametrize(("dated", "stops"), [(dt.date(2025, 12, 30), True), (dt.date(2026, 1, 12), False)])
def test_the_law_is_that_of_the_day_of_the_decision(dated: dt.date, stops: bool) -> None:
    draft = a_draft(
        para("Текст."),
        manifest=a_manifest(sources=("code.kgs",)),
        decision=Decision(id=LocalId("d1"), kind="refusal_protection", dated=dated),
    )
    hits = [one for one in run_checks(draft) if (one.id, one.variant) == ("CHK-LAW", "not_in_force")]
    assert [one.params["day"] for one in hits] == ([dated.isoformat()] if stops else [])


def test_headings_of_the_record_have_no_numbers_of_their_own() -> None:
    assert "2. Рассказ" not in on_paper(HURT, "F1") and "Рассказ своими словами" in on_paper(HURT, "F1")


HERE = (
    EXTRADITION
    + """
[[prior_status]]
state = "XA"
kind = "refused"
[[entry]]
date = { precision = "day", date = 2026-08-20 }
visibility = "authority"
[[event]]
id = "e8"
date = { precision = "day", date = 2026-10-15 }
place = "следственный изолятор"
text = "Меня ударили ногой в бок."
how_known = "seen"
visibility = "authority"
[[event]]
id = "e9"
date = { precision = "day", date = 2026-10-16 }
place = "следственный изолятор"
text = "Соседа по камере избили."
how_known = "heard"
visibility = "authority"
[[person]]
id = "p7"
role = "witness"
relation = "friend"
in_danger = true
[person.names]
family = "Пробная"
given = "Мина"
ru_nom = "Пробная Мина"
"""
)


def test_what_happened_here_is_no_proof_of_danger_there() -> None:
    for code, heading in (("D1", "Риск пыток и жестокого обращения"), ("D2", "Почему выдача недопустима")):
        risk = on_paper(HERE, code).partition(heading)[2].partition("Выдачу при серьёзных")[0]
        assert "били током" in risk, code
        assert "ногой в бок" not in risk and "Соседа по камере" not in risk, code
    assert "ногой в бок" in on_paper(HERE, "D1"), "it stands among the other circumstances"
    assert "указывают те же обстоятельства: пункт" in on_paper(HERE, "C1")
    assert "пункты 1–3 раздела" not in on_paper(HERE, "C1")


def test_a_refusal_elsewhere_is_no_protection_and_no_proof() -> None:
    for code in ("D1", "D2", "D5"):
        assert "отказ в предоставлении защиты" not in on_paper(HERE, code), code
    assert "подтверждает опасения" not in on_paper(HERE, "D1")
    assert "refusal of protection in" not in on_paper(HERE, "G1", "en")
    assert "отказ" in on_paper(HERE, "A1"), "the application tells of it"


def test_a_late_complaint_asks_for_its_period() -> None:
    late = EXTRADITION.replace("dated = 2026-12-14\nreceived = 2026-12-18", "dated = 2026-11-14\nreceived = 2026-11-18")
    text = on_paper(late, "D1", decision="d2")
    assert "Прошу его восстановить" in text and "Восстановить срок обжалования." in text


def test_other_people_are_no_friend_of_the_client() -> None:
    assert not [f for f in sheet(HERE, "C1").findings() if f.id == "CHK-3RD" and f.where and f.where.record == "p7"]


def test_a_decision_that_an_interpreter_told_was_understood() -> None:
    told = EXTRADITION.replace(
        "copy_given = true", "copy_given = true\ntranslated = false\ninterpreter_provided = true", 1
    )
    assert "не были сообщены на понятном мне языке" not in on_paper(told, "C3", decision="d1")
    denied = told.replace("interpreter_provided = true", "interpreter_provided = false")
    assert "не были сообщены на понятном мне языке" in on_paper(denied, "C3", decision="d1")


def test_a_child_who_complains_has_the_interests_of_a_child() -> None:
    child = HURT.replace("[person.names]", 'birth = { precision = "day", date = 2011-01-01 }\n[person.names]', 1)
    assert "наилучшему обеспечению интересов ребёнка" in on_paper(child, "E2")
    assert "наилучшему обеспечению интересов ребёнка" not in on_paper(HURT, "E2")


MISSING = (
    HURT
    + """
[[event]]
id = "e3"
date = { precision = "day", date = 2026-12-08 }
text = "Я попросила защиты, сотрудник сказал, что заявление не примет."
how_known = "seen"
visibility = "authority"
[[person]]
id = "p2"
role = "missing"
relation = "brother"
sex = "m"
consent_named = true
last_contact = 2026-12-08T19:30:00
[person.names]
family = "Намунэ"
given = "Азад"
ru_nom = "Намунэ Азад"
"""
)


def test_a_search_tells_no_grievance_and_says_what_it_left_out() -> None:
    bare = MISSING.replace('[[injury]]\nevent = "e1"\npart = "скула"\n', "")
    made = sheet(bare, "H1")
    assert "замерзает" in words(made) and "ударили" not in words(made) and "не примет" not in words(made)
    assert sorted(str(f.params["what"]) for f in found(made, "CHK-VIS", "not_in_search")) == ["e1", "e3"]


def test_belarusian_prepositions_are_short_after_a_vowel() -> None:
    text = on_paper(EXTRADITION, "C1", "be")
    assert "пры вяртанні ў" in text and "вяртанні у" not in text


def test_the_lawyer_reads_no_receipt_of_a_copy_that_nobody_gave() -> None:
    late = HURT.replace("received = 2026-12-11", "received = 2026-12-11\ncopy_given = false")
    assert "стало известно 11 декабря 2026 г., копия не вручена" in on_paper(late, "K5")
