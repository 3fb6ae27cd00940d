"""D1 and D5: every reason of the decision answered, service told one way, whose harm it was."""

from __future__ import annotations

import pytest

from tests.documents import test_templates_d as d
from tests.documents.ad_papers import make, spaced

REASONS = """
[[decision.reason]]
n = 1
says = "препятствий для выдачи нет"
answer = "Обстоятельства риска не исследованы"
facts = ["e1"]
evidence = ["x1"]
coi = ["1"]
[[decision.reason]]
n = 2
says = "государство дало заверения"
answer = ""
"""
COI = """
[[coi]]
title = "Отчёт (вымышленный)"
publisher = "орган ООН"
date = { precision = "month", year = 2026, month = 5 }
pinpoint = "п. 9"
point = "людей бьют"
"""


def test_each_reason_of_the_decision_is_answered_under_its_own_head() -> None:
    draft = make(d.case(d.DECISION, REASONS, d.HARM, COI), "D1")
    text = d.section(draft, "rebuttals")
    assert (
        "Довод 1 В постановлении указано: препятствий для выдачи нет. Обстоятельства риска не исследованы. "
        "Обстоятельства изложены в этой жалобе: 2019 год. Подтверждение: приложение 2. "
        "Сведения о стране: Орган ООН. Отчёт (вымышленный), май 2026 г., п. 9: людей бьют." in text
    )
    assert "Довод 2 В постановлении указано: государство дало заверения. Ответ на этот довод: ____" in text


def test_a_reason_without_an_answer_is_a_gap_that_must_be_filled() -> None:
    draft = make(d.case(d.DECISION, REASONS, d.HARM, COI), "D1")
    found = [gap for gap in draft.gaps if gap.section == "rebuttals"]
    assert [(gap.field, gap.required) for gap in found] == [("d1.reason.2.answer", True)]
    assert not make(d.case(d.DECISION), "D1").printed["rebuttals"]


def test_paragraphs_of_the_statement_are_cited_where_it_travels() -> None:
    head = d.HEAD.replace('documents = ["D1"]', 'documents = ["D1", "A2"]')
    draft = make(d.case(d.DECISION, REASONS, d.HARM, COI, head=head), "D1")
    assert "Обстоятельства: п. 2 изложения (приложение" in d.section(draft, "rebuttals")


NO_COPY = d.DECISION.replace(
    "copy_given = true", "copy_given = false\ntranslated = false\ninterpreter_provided = false"
)


def test_who_was_shown_a_decision_without_a_copy_did_not_receive_it() -> None:
    text = spaced(make(d.case(NO_COPY + "announced = 2026-11-30\n"), "D1").plain)
    assert "Объявлено: 30 ноября 2026 г." in text
    assert "Ознакомление с постановлением: 1 декабря 2026 г. в 9 ч 30 мин (под подпись); копия не вручена." in text
    for false in ("Получено мной", "вручено без перевода", "При вручении", "Копия постановления прилагается"):
        assert false not in text
    assert "Письменный перевод постановления на узбекский язык не вручён." in text
    assert "При объявлении постановления переводчик не участвовал." in text


def test_without_a_day_of_service_the_period_is_spoken_of_all_the_same() -> None:
    told = d.DECISION.replace("received_at = 2026-12-01T09:30:00\n", "announced = 2026-12-01\n").replace(
        "copy_given = true\n", ""
    )
    text = d.section(make(d.case(told), "D1"), "decision")
    assert "О постановлении стало известно 1 декабря 2026 г. Жалоба подаётся в пределах установленного срока" in text
    assert "Прошу истребовать доказательства вручения копии." in text


def relative(more: str, relation: str = "husband", sex: str = "m") -> str:
    return f"""
[[person]]
id = "p7"
role = "family"
relation = "{relation}"
sex = "{sex}"
consent_named = true
{more}
[person.names]
family = "Образцов"
given = "Пётр"
"""


def test_the_citizenship_of_a_relative_is_what_decides() -> None:
    draft = make(d.case(d.DECISION, relative('citizenships = [{ country = "BY" }]')), "D1")
    assert "муж (гражданство: Республика Беларусь)" in d.section(draft, "ground_person")
    child = relative('included = true\nbirth = { precision = "year", year = 2020 }', "daughter", "f")
    assert "дочь (не достигла восемнадцати лет)" in d.section(make(d.case(d.DECISION, child), "D1"), "ground_person")


def event(text: str, known: str = "seen") -> str:
    return f"""
[[event]]
id = "e1"
date = {{ precision = "year", year = 2019 }}
text = "{text}"
how_known = "{known}"
visibility = "authority"
"""


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Мужа избили. Я написала статью.", False),
        ("Соседа увезли ночью.", False),
        ("Избили в отделе.", True),
        ("Брата и меня били током.", True),
        ("Мне угрожали: «убьём»; сестра плакала.", True),
    ],
)
def test_whose_harm_it_was(text: str, own: bool) -> None:
    case = d.case(d.DECISION, event(text))
    complaint, annex = (spaced(make(case, code).plain) for code in ("D1", "D5"))
    assert ("Личные обстоятельства" in complaint) is own
    assert ("Что произошло с другими людьми" in complaint) is not own
    assert ("Что произошло с другими людьми" in annex) is not own


def test_an_examination_is_asked_only_for_violence_to_the_client() -> None:
    words = "Назначить медицинское освидетельствование"
    assert words in make(d.case(d.DECISION, d.HARM), "D1").plain
    assert words not in make(d.case(d.DECISION, event("Полицейские угрожали мне.")), "D1").plain
    assert words not in make(d.case(d.DECISION, event("Мужа избили.")), "D1").plain


@pytest.mark.parametrize(
    ("penalty", "ticked"),
    [("5 месяцев лишения свободы", True), ("до 5 лет 6 месяцев", False), ("штраф", True), ("10 лет", False)],
)
def test_a_penalty_that_is_too_low_is_a_ground(penalty: str, ticked: bool) -> None:
    draft = make(d.case(d.HEAD + f'max_penalty = "{penalty}"\n' + d.DECISION, head=""), "D1")
    assert ("double" in d.grounds(draft)) is ticked
    if ticked:
        assert f"В запросе указано наказание: {penalty}. Прошу проверить" in d.section(draft, "ground_double")


def test_promises_are_a_list_after_a_colon() -> None:
    pledge = '[[assurance]]\ngiven_by = "посольство"\npromises = ["справедливый суд"]\n'
    assert "Заверения, обещано: справедливый суд." in spaced(make(d.case(d.DECISION, pledge), "D5").plain)


def test_late_without_a_copy_is_left_to_the_court() -> None:
    told = NO_COPY.replace("dated = 2026-11-27", "dated = 2026-10-01").replace(
        "2026-12-01T09:30:00", "2026-10-05T09:30:00"
    )
    text = d.section(make(d.case(told), "D1"), "decision")
    assert "Если суд сочтёт его пропущенным, прошу восстановить его." in text
    assert "Срок обжалования пропущен." not in text


def test_without_an_answer_the_link_is_asked_under_its_own_words() -> None:
    assert "Связь общих сведений с этим человеком: ____" in d.section(make(d.case(d.DECISION), "D5"), "link")
