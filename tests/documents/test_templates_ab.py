"""A5–A12, B1, B2 as printed, and A1–A4 in Belarusian: the variants of documents.md §8, on small made-up cases."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.services.draft_desk import Sheet
from tests.documents.ad_papers import hygiene, sample
from tests.documents.case_texts import DECISION, EVENT, HEAD
from tests.documents.laid_out import found, gaps, sheet, words

CHILD = HEAD.replace("1990-01-02", "2011-03-05").replace("ip.refusal", "ip.application")
BROTHER = """
[[person]]
id = "p2"
role = "family"
relation = "brother"
sex = "m"
birth = { precision = "day", date = 2004-02-03 }
included = true
[person.names]
family = "Образцов"
given = "Самир"
ru_nom = "Образцов Самир"
be_nom = "Узораў Самір"
"""
GUARDIAN = BROTHER.replace("included = true", "legal_guardian = true")
TWO_EVENTS = (
    EVENT
    + """
[[event]]
id = "e2"
date = { precision = "day", date = 2026-10-02 }
text = "К родителям снова приходили."
how_known = "heard"
visibility = "authority"
"""
)


def case(
    *parts: str, head: str = HEAD, topic: str = "ip.application", documents: str = "", person: str = ""
) -> CaseRecord:
    text = head.format(documents=documents, person=person).replace("ip.refusal", topic)
    return parse_case_file(text + "".join(parts), "made-up.toml")


def rows(made: Sheet) -> list[tuple[str, ...]]:
    return [
        tuple("".join(span.text for span in cell).replace("\u00a0", " ") for cell in row)
        for block in made.draft.blocks
        if block.kind == "table"
        for row in block.rows
    ]


# A5


def test_a_child_without_a_representative_signs_the_request_alone() -> None:
    made = sheet(case(BROTHER, head=CHILD), "A5", guardianship="Советского района г. Гомеля")
    text = words(made)
    assert found(made, "CHK-SIGN") == [("child_first", "I")]
    assert "Законный представитель ещё не назначен" in text
    assert "Взрослый родственник или иной взрослый сам по себе не является законным представителем" in text
    assert "брат: Образцов Самир" in text
    assert "Назначить законного представителя на всё время" in text
    assert found(sheet(case(BROTHER, head=CHILD), "A8"), "CHK-SIGN") == [("child_alone", "B")]


def test_a_guardian_signs_and_the_child_adds_its_line() -> None:
    text = words(sheet(case(GUARDIAN, head=CHILD), "A5"))
    assert "подтвердить полномочия нынешнего" in text
    assert "ещё не назначен" not in text
    assert "Подпись ребёнка" in text


@pytest.mark.parametrize(
    ("wish", "says", "never"),
    [
        ("yes", "Помочь найти родителей", "Не искать родителей"),
        ("no", "Не искать родителей и не связываться с ними без согласия ребёнка", "Помочь найти"),
        ("risk", "Не искать родителей и не связываться с ними: это опасно", "Помочь найти"),
    ],
)
def test_nobody_is_traced_against_the_wish_of_the_child(wish: str, says: str, never: str) -> None:
    text = words(sheet(case(head=CHILD), "A5", contact_parents=wish))
    assert says in text
    assert never not in text


def test_a_disputed_age_has_its_section() -> None:
    disputed = '[[contradicting_age]]\nsource = "справка полиции"\nvalue = "19 лет"\n'
    text = words(sheet(case(disputed, head=CHILD), "A5"))
    assert "справка полиции: 19 лет" in text
    assert "без вмешательства в тело" in text
    assert "без вмешательства в тело" not in words(sheet(case(head=CHILD), "A5"))
    assert "без вмешательства в тело" in words(sheet(case(head=CHILD), "A5", age_doubted=True))
    assert ("not_a_child", "O") in found(sheet(case(), "A5"), "CHK-REMEDY")


# A6


def test_each_correction_names_its_reason() -> None:
    lines = (
        "с. 2, вопрос 5 | в мае | в апреле | даты пересчитаны\nс. 3 | одна дочь | две дочери\nВопрос о службе не задан."
    )
    made = sheet(case(), "A6", what="record", corrections=lines, read_back="no")
    assert rows(made)[1] == ("1", "с. 2, вопрос 5", "в мае", "в апреле", "даты пересчитаны")
    assert rows(made)[2][:4] == ("2", "с. 3", "одна дочь", "две дочери")
    assert "corrections" in gaps(made)
    text = words(made)
    assert "Вопрос о службе не задан." in text
    assert "Протокол не прочитан мне в переводе" in text
    assert "о дополнениях и исправлениях к протоколу интервью" in text
    whole = sheet(case(), "A6", corrections="с. 2 | в мае | в апреле | описка")
    assert "corrections" not in gaps(whole)


def test_new_facts_alone_need_no_table() -> None:
    made = sheet(case(), "A6", what="application", new_facts="Пришла повестка.")
    assert rows(made) == []
    assert "corrections" not in gaps(made)
    assert "Новые обстоятельства" in words(made)


# A7

SOURCE = """
[[coi]]
title = "{title}"
publisher = "{publisher}"
date = {{ precision = "day", date = {date} }}
pinpoint = "с. {n}"
point = "{point}"
language = "en"
url = "https://example.org/{n}"
"""


def source(n: int, point: str, publisher: str = "Издатель", date: str = "2026-05-01") -> str:
    return SOURCE.format(n=n, title=f"Доклад {n}", publisher=publisher, date=date, point=point)


def test_country_information_is_grouped_with_the_united_nations_first() -> None:
    made = sheet(
        case(
            source(1, "Вернувшихся задерживают.", date="2023-04-01"),
            source(2, "В тюрьмах применяют пытки."),
            source(3, "Пытки в изоляторах продолжаются.", publisher="Комитет против пыток (ООН)", date="2025-06-01"),
        ),
        "A7",
    )
    text = words(made)
    assert text.index("Места содержания под стражей") < text.index("Обращение с теми, кого вернули")
    assert [row[0] for row in rows(made) if row[0].isdigit()] == ["1", "2", "3"]
    assert "Комитет против пыток (ООН). Доклад 3" in rows(made)[1][1]
    assert "Самые ранние из приведённых сведений: 1 апреля 2023 г." in text
    assert "example.org" not in text
    assert ("report", "W") in found(made, "CHK-AGE")
    by_hand = sheet(case(source(1, "Вернувшихся задерживают.")), "A7", issues="1: закон")
    assert "Законодательство и его применение" in words(by_hand)


def test_twelve_items_and_those_that_answer_the_decision_come_first() -> None:
    many = "".join(source(n, f"Сведение {n}.", date="2026-01-01") for n in range(1, 14))
    old = source(14, "Суды не расследуют.", date="2024-01-01")
    reason = """
[[decision.reason]]
n = 2
says = "защита есть"
facts = ["e1"]
coi = ["coi14"]
"""
    made = sheet(case(many, old, EVENT, DECISION, reason, topic="ip.refusal", documents='"A2"'), "A7")
    numbered = [row for row in rows(made) if row[0].isdigit()]
    assert len(numbered) == 12
    cited = next(row for row in numbered if "Доклад 14" in row[1])
    assert cited[5] == "довод решения 2; п. 2 изложения"
    assert found(made, "CHK-LEN") == [("sources", "I")]
    alone = sheet(case(many, old, EVENT, DECISION, reason, topic="ip.refusal"), "A7")
    assert next(row for row in rows(alone) if "Доклад 14" in row[1])[5] == "довод решения 2"


def test_listed_material_is_told_before_export() -> None:
    flagged = source(1, "Слова.").replace('language = "en"', 'language = "en"\nrisk_flags = ["listed_material"]')
    assert ("coi", "O") in found(sheet(case(flagged), "A7"), "CHK-LISTED")


# A8


def test_an_extension_after_the_end_explains_and_asks_anew() -> None:
    told: dict[str, Any] = {"granted": dt.date(2025, 12, 1), "certificate": "TEST-7", "remain": "Угрозы продолжаются."}
    late = sheet(case(TWO_EVENTS), "A8", expires="2026-12-01", **told)
    text = words(late)
    assert "Беларусь предоставлена: 1 декабря 2025 г." in text
    assert "Срок предоставленной защиты истёк" in text
    assert "считать это заявление новым ходатайством о защите" in text
    assert "late_words" in gaps(late)
    assert "К родителям снова приходили" in text
    assert "Мне вручили повестку" not in text
    assert found(late, "CHK-DL-PAST") == [("protection_ended", "O")]
    explained = sheet(case(), "A8", expires=dt.date(2026, 12, 1), late_words="Болезнь до 15 декабря.", **told)
    assert found(explained, "CHK-DL-PAST") == [("protection_told", "I")]
    soon = sheet(case(), "A8", expires=dt.date(2027, 1, 20), **told)
    assert "Рассмотреть заявление до окончания срока защиты" in words(soon)
    assert "истёк" not in words(soon)
    assert "late_words" not in gaps(soon)
    assert found(soon, "CHK-DL-UNSURE") == [("protection_ends", "W")]
    calm = words(sheet(case(), "A8", expires=dt.date(2027, 11, 30), **told))
    assert "до окончания срока защиты" not in calm
    assert "expires" in gaps(sheet(case(), "A8", **told))


def test_the_certificate_of_the_case_gives_number_and_last_day() -> None:
    paper = 'docs = [{ kind = "complementary_protection_certificate", no = "TEST-9", expires = 2026-12-30 }]'
    made = sheet(case(person=paper), "A8")
    assert "№ TEST-9" in words(made)
    assert "до 30 декабря 2026 г." in words(made)
    assert not {"expires", "certificate"} & set(gaps(made))


# A9

LOSS = DECISION.replace("refusal_protection", "loss_protection")


def test_a_notice_is_answered_and_a_decision_is_challenged() -> None:
    lines = "поездка в страну | Поездка длилась два дня, к умирающей матери.\nполучен паспорт |"
    notice = sheet(case(topic="ip.loss"), "A9", status_kind="refugee", grounds=lines, danger="Меня ищут.")
    text = words(notice)
    assert text.startswith("В Управление по гражданству и миграции УВД Гомельского облисполкома")
    assert "Довод: «поездка в страну»" in text
    assert "Прекратить рассмотрение вопроса об утрате (аннулировании) защиты" in text
    assert "grounds" in gaps(notice)
    assert "отменить решение" not in text
    decided = words(sheet(case(LOSS, topic="ip.loss"), "A9", danger="Меня ищут."))
    assert decided.startswith("В суд Центрального района г. Гомеля")
    assert "Признать незаконным и отменить решение об утрате защиты от 1 декабря 2026 г. № TEST-1" in decided
    assert "Прекратить рассмотрение вопроса" not in decided
    assert "Жалоба представлена в двух экземплярах" in decided
    refused = DECISION.replace("refusal_protection", "refusal_extension") + "reasons_given = false\n"
    again = words(sheet(case(refused, topic="ip.extension"), "A9"))
    assert "Мотивы в решении не приведены" in again
    assert "повторно рассмотреть заявление о продлении дополнительной защиты" in again


# A10


def test_relatives_who_may_not_be_named_are_no_names_here() -> None:
    hidden = BROTHER.replace("included = true", "in_danger = true")
    made = sheet(case(hidden), "A10", status_kind="refugee", status_paper="TEST-1")
    text = words(made)
    assert "Самир" not in text
    assert "имя не указывается" in text
    assert "Прошу не требовать документов" in text
    named = sheet(case(BROTHER.replace("included = true", "consent_named = true")), "A10")
    assert "Образцов Самир" in words(named)
    assert "relatives_words" in gaps(sheet(case(), "A10"))
    assert "relatives_words" not in gaps(named)


# A11


def test_needs_are_counted_by_head_and_never_in_money() -> None:
    made = sheet(sample("S02"), "A11", food="everyone", clothing="children", medicine="ill", travel="nobody")
    text = words(made)
    assert "Всего по семье: питание: 9 человек; одежда и обувь: 6 человек; лекарства: 1 человек." in text
    table = {row[1]: row[3] for row in rows(made)}
    assert table["Фатима аль-Мисали, мать"] == "питание; лекарства; по здоровью: сахарный диабет, инсулин"
    assert table["Омар аль-Мисали, сын"] == "питание; одежда и обувь"
    assert table["Юсеф аль-Мисали, заявитель"] == "питание"
    assert not re.search(r"руб|базов", text)
    assert "проезд" not in text


# A12


def test_the_first_day_of_asking_is_the_day_of_filing() -> None:
    lines = "3 ноября 2026 г., 10 ч | окно 2, мужчина в форме | прошу защиты | приходите с паспортом | переводчик"
    made = sheet(case(documents='"A1"'), "A12", attempts=lines, first_day="3 ноября 2026 г.", paper_offered="no")
    text = words(made)
    assert rows(made)[1][1:] == (
        "3 ноября 2026 г., 10 ч", "окно 2, мужчина в форме", "прошу защиты", "приходите с паспортом", "переводчик",
    )  # fmt: skip
    assert "зарегистрировать его днём первого обращения: 3 ноября 2026 г." in text
    assert "г.." not in text
    assert "Копия: Департамент по гражданству и миграции" in text
    assert "Копия: Прокуратура Гомельской области" in text
    assert "Ходатайство о защите в письменной форме приложено (приложение 1)" in text
    assert "Просьба была высказана устно" in text
    thin = sheet(case(), "A12")
    assert {"attempts", "first_day"} <= set(gaps(thin))
    assert "Это заявление прошу считать и письменной просьбой о защите" in words(thin)


# B1, B2


def test_asylum_goes_only_beside_an_application() -> None:
    assert ("asylum_alone", "B") in found(sheet(case(), "B1"), "CHK-REMEDY")
    beside = sheet(case(documents='"A1", "B1"'), "B1")
    assert found(beside, "CHK-REMEDY") == []
    text = words(beside)
    assert text.startswith("Президенту Республики Беларусь")
    assert "Через: Управление по гражданству и миграции УВД Гомельского облисполкома" in text
    assert "не заменяет его" in text
    assert "Об убежище" in words(sheet(case(documents='"A1", "B1"'), "A1"))
    assert "Об убежище" not in words(sheet(case(documents='"A1"'), "A1"))


def test_temporary_protection_is_closed_without_a_government_decision() -> None:
    assert ("temporary_closed", "B") in found(sheet(case(), "B2"), "CHK-REMEDY")
    opened = sheet(case(), "B2", gov_decision="постановление от 1 марта 2027 г. № 0", criteria="Живу в той области.")
    assert found(opened, "CHK-REMEDY") == []


# all of them

PAPERS = ("A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "B1", "B2")
BELARUSIAN = ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A12")


@pytest.mark.parametrize("code", PAPERS)
def test_a_thin_case_and_each_sample_read_as_a_paper(code: str) -> None:
    for record in (case(), case(BROTHER, TWO_EVENTS, DECISION), sample("S05")):
        made = sheet(record, code)
        assert hygiene(made.draft) == []
        asked = {question.name for question in made.template.manifest.questions}
        assert {name for name in gaps(made) if name} <= asked


@pytest.mark.parametrize("code", BELARUSIAN)
def test_the_words_of_the_program_are_belarusian(code: str) -> None:
    """Letters that Belarusian does not have stand only in what the client and the bodies wrote."""
    for record in (sample("S04"), case(BROTHER, TWO_EVENTS, LOSS, head=CHILD)):
        made = sheet(record, code, language="be")
        for block in made.draft.blocks:
            cells = [cell for row in block.rows for cell in row] if block.kind == "table" else [block.spans]
            for cell in cells:
                own = "".join(span.text for span in cell if span.origin is None)
                assert not re.search("[ищъИЩЪ]", own), own
        assert hygiene(made.draft) == []


def test_both_languages_of_the_application_say_the_same_amount() -> None:
    record = sample("S02")
    for code in ("A1", "A2", "A3", "A4"):
        first, second = sheet(record, code), sheet(record, code, language="be")
        assert [b.section for b in first.draft.blocks] == [b.section for b in second.draft.blocks]
        assert [a.ref for a in first.draft.annexes] == [a.ref for a in second.draft.annexes]
        assert len(first.draft.gaps) == len(second.draft.gaps)
