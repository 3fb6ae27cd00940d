"""C2, C6, C7, C8 and E1–E6 as printed: the variants of documents.md §8, on small made-up cases."""

from __future__ import annotations

import re
from typing import Any

import pytest

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.host.paths import resources, templates
from tests.documents.case_texts import EVENT, HEAD
from tests.documents.laid_out import found, gaps, sheet, words

RULING = """
[[decision]]
id = "d1"
authority = "rovd.district"
authority_fill = { district_gen = "Гомельского", district_gen_be = "Гомельскага" }
kind = "deportation"
number = "TEST-5"
dated = 2026-12-18
announced_at = 2026-12-18T10:15:00
received = 2026-12-18
copy_given = true
"""
EXPULSION = RULING.replace('"deportation"', '"expulsion"')
JUDGMENT = """
[[decision]]
id = "d1"
authority = "court.district"
authority_fill = { district_gen = "Центрального", city_gen = "Гомеля" }
kind = "judgment_first_instance"
number = "TEST-2"
dated = 2026-12-08
announced = 2026-12-08
received = 2026-12-14
"""
REFUSAL = """
[[decision]]
id = "d0"
authority = "dcm"
kind = "refusal_protection"
number = "TEST-1"
dated = 2026-10-01
received = 2026-10-04
"""
HELD = """
[[detention]]
id = "k1"
kind = "administrative"
place = "изолятор временного содержания, г. Гомель"
from = 2026-12-18T09:40:00
"""
CHILD = """
[[person]]
id = "p2"
role = "family"
relation = "daughter"
sex = "f"
birth = { precision = "day", date = 2015-02-03 }
citizenships = [{ country = "BY" }]
[person.names]
family = "Образцова"
given = "Анна"
ru_nom = "Образцова Анна"
be_nom = "Узорава Ганна"
"""


def case(*parts: str, topic: str = "rm.deportation", language: str = "uk", documents: str = "") -> CaseRecord:
    text = HEAD.format(documents=documents, person="").replace("ip.refusal", topic)
    return parse_case_file(text.replace('language = "uk"', f'language = "{language}"') + "".join(parts), "made-up.toml")


# E1


def test_a_late_complaint_asks_first_for_the_period() -> None:
    late = RULING.replace("2026-12-18", "2026-12-01")
    made = sheet(case(late, documents='"E1", "C3"'), "E1")
    text = words(made)
    assert "по причинам, изложенным в ходатайстве о восстановлении срока (приложение 1)" in text
    assert text.index("Восстановить срок обжалования") < text.index("Отменить постановление")
    alone = sheet(case(late), "E1")
    assert "late_reasons" in gaps(alone)
    assert "late_reasons" not in gaps(sheet(case(late), "E1", late_reasons="Болезнь до 15 декабря."))


def test_a_ruling_announced_without_a_copy_is_told_as_it_was() -> None:
    text = words(sheet(case(RULING.replace("received = 2026-12-18\ncopy_given = true", "copy_given = false")), "E1"))
    assert "Постановление объявлено 18 декабря 2026 г. в 10 ч 15 мин." in text
    assert "Копия постановления не вручена" in text
    assert "Копия постановления получена" not in text


def test_faults_of_the_ruling_stand_only_where_they_are_known() -> None:
    plain_one = words(sheet(case(RULING), "E1"))
    assert "Нарушения порядка" not in plain_one
    bad = RULING + "reasons_given = false\ninterpreter_provided = false\ntranslated = false\n"
    text = words(sheet(case(bad), "E1", admission="no_interpreter", rights="not_understood", lawyer="refused"))
    for sentence in (
        "Мотивы в постановлении не приведены.",
        "Постановление о депортации должно содержать мотивы и без просьбы лица",
        "Переводчик не предоставлен",
        "подписаны без переводчика",
        "зачитаны на языке, который мне непонятен",
        "адвокат не допущен",
    ):
        assert sentence in text
    kind = words(sheet(case(RULING), "E1", admission="understood", rights="explained", lawyer="given"))
    assert "Нарушения порядка" not in kind


def test_a_child_who_is_a_citizen_stands_in_the_complaint_and_the_measure_is_named_once() -> None:
    text = words(sheet(case(RULING, CHILD, EVENT), "E1", fear_of_return=False))
    assert "дочь Образцова Анна, дата рождения: 3 февраля 2015 г., гражданство: Республика Беларусь" in text
    assert "разлучит ребёнка с матерью" in text
    assert "Опасность при возвращении" not in text
    assert "12 сентября 2025 г. Мне вручили повестку" in text
    assert "высылк" not in text.lower()
    foreign = CHILD.replace('{ country = "BY" }', '{ country = "UA" }')
    assert "Соразмерность" not in words(sheet(case(RULING, foreign), "E1"))


def test_fear_brings_danger_protection_and_silence_towards_the_home_state() -> None:
    made = sheet(case(RULING, EVENT, documents='"E1", "A1", "D5"'), "E1", facts="Документы были при мне.")
    text = words(made)
    assert text.index("Опасность при возвращении") < text.index("Мне вручили повестку")
    assert "Возвращение в Украину опасно для меня" in text
    assert "Одновременно подаётся ходатайство о защите" in text
    assert "Прошу не сообщать о моём обращении государству происхождения" in text
    assert "статья 3 Конвенции против пыток" in text
    assert found(made, "CHK-SUSP")


def test_a_stateless_client_is_no_citizen_of_the_state_asked_and_silence_is_no_refusal() -> None:
    record = case(
        RULING,
        '[[state_asked]]\ncountry = "TJ"\nasked = { precision = "year", year = 2019 }\n',
    )
    text = words(sheet(record, "E1"))
    assert "Республика Таджикистан (обращение: 2019 год) – ответ не получен" in text
    sample = (resources() / "demo" / "S06_stateless_missed_deadline.toml").read_text(encoding="utf-8")
    stateless = words(sheet(parse_case_file(sample, "S06.toml"), "E1", "be"))
    assert (
        "Я з’яўляюся асобай без грамадзянства. Ранейшае пастаяннае месца жыхарства: Рэспубліка Таджыкістан" in stateless
    )
    assert "Расійская Федэрацыя (зварот: 2021 год) – адказ не атрыманы" in stateless
    assert "гражданка" not in stateless


def test_a_fine_is_no_deportation() -> None:
    fine = RULING.replace('"deportation"', '"administrative"')
    text = words(sheet(case(fine, topic="rm.admin_offence"), "E1"))
    assert "мне назначено административное взыскание" in text
    assert "депорт" not in text.lower()


def test_the_article_of_the_ruling_is_quoted_and_no_other_stands() -> None:
    made = sheet(case(RULING), "E1", article_as_printed="ч. 1 ст. 24.35", facts="Все сроки соблюдены.")
    assert "Норма, как она напечатана в постановлении: «ч. 1 ст. 24.35»." in words(made)
    assert not found(made, "CHK-LAW")
    cited = sheet(case(RULING), "E1", article_as_printed="ч. 1 ст. 24.35", not_proved="Нарушена ст. 10.3 Кодекса.")
    assert ("article", "O") in found(cited, "CHK-LAW")


@pytest.mark.parametrize(("code", "decision"), [("E1", RULING), ("E2", EXPULSION)])
def test_the_other_measure_stops_the_paper(code: str, decision: str) -> None:
    topic = "rm.deportation" if code == "E1" else "rm.expulsion"
    wrong = "Высылка разлучит нас." if code == "E1" else "Депортация разлучит нас."
    assert not found(sheet(case(decision, CHILD, topic=topic), code, ties="Выезд разлучит нас."), "CHK-TERM")
    assert found(sheet(case(decision, CHILD, topic=topic), code, ties=wrong), "CHK-TERM")


def test_custody_brings_release_hour_and_slip() -> None:
    text = words(sheet(case(RULING, HELD), "E1"))
    assert "Задержана с 18 декабря 2026 г., 9 ч 40 мин" in text
    assert "Освободить меня из места содержания" in text
    assert "Передано через администрацию места содержания" in text
    assert "Освободить" not in words(sheet(case(RULING), "E1"))


def test_e1_in_belarusian() -> None:
    text = words(sheet(case(RULING, CHILD), "E1", "be", fear_of_return=True, danger="Мяне шукаюць."))
    assert "Пастановай аддзела ўнутраных спраў Гомельскага райвыканкама" in text
    assert "дачка Узорава Ганна" in text
    assert "разлучыць дзіця з маці" in text
    assert "Вяртанне ва Украіну небяспечнае для мяне" in text
    assert "высылк" not in text.lower()


# E2, E3


OFFENCE = (
    '[[earlier_offence]]\ndate = { precision = "day", date = 2025-03-04 }\nnumber = "TEST-31"\n'
    'what = "нарушение правил регистрации"\nappealed = false\n[[earlier_offence]]\n'
)


def test_earlier_offences_are_a_table_in_which_nothing_is_left_open() -> None:
    made = sheet(case(EXPULSION, OFFENCE, topic="rm.expulsion"), "E2")
    rows = next(block.rows for block in made.draft.blocks if block.kind == "table")
    told = [["".join(span.text for span in cell) for cell in row] for row in rows]
    assert told[1] == ["04.03.2025", "TEST-31", "нарушение правил регистрации", "нет", "неизвестно"]
    assert told[2] == ["не указана", "не указан", "неизвестно", "неизвестно", "неизвестно"]
    assert "Прежние нарушения" not in words(sheet(case(EXPULSION, topic="rm.expulsion"), "E2"))


def test_time_to_leave_is_asked_only_by_somebody_who_may_safely_leave() -> None:
    record = case(EXPULSION, EVENT, topic="rm.expulsion")
    asked = "срок для добровольного выезда"
    assert asked in words(sheet(record, "E2", departure="ask"))
    assert asked not in words(sheet(record, "E2", departure="ask", fear_of_return=True))
    assert asked not in words(sheet(record, "E2"))


def test_facts_that_nobody_told_are_asked_for() -> None:
    record = case(EXPULSION + 'ground = "общественный порядок"\n', topic="rm.expulsion")
    text = words(sheet(record, "E2", disclosed="none"))
    assert "Основание, названное в решении: «общественный порядок»." in text
    assert "Факты, на которых основано решение, мне не сообщены." in text
    assert "Факты, на которых" not in words(sheet(record, "E2", disclosed="told"))
    assert "ground_as_printed" in gaps(sheet(case(EXPULSION, topic="rm.expulsion"), "E2"))


def test_expulsion_goes_to_the_regional_police_and_a_court_asks_whether_it_was_asked() -> None:
    record = case(EXPULSION, topic="rm.expulsion")
    made = sheet(record, "E2")
    assert words(made).startswith("В Управление внутренних дел Гомельского областного исполнительного комитета")
    assert words(made).splitlines()[5 + 1] == "ЖАЛОБА"
    assert not found(made, "CHK-REMEDY")
    court = sheet(record, "E2", addressee="суд Центрального района г. Гомеля")
    assert ("superior_first", "W") in found(court, "CHK-REMEDY")
    told = sheet(
        record, "E2", addressee="суд Центрального района г. Гомеля", superior_body="Жалоба оставлена без ответа."
    )
    assert not found(told, "CHK-REMEDY")


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("stay_cut", "на решение о сокращении срока временного пребывания"),
        ("permit_annulled", "на решение об аннулировании разрешения на проживание"),
    ],
)
def test_e3_names_what_was_taken(kind: str, title: str) -> None:
    text = words(sheet(case(RULING.replace('"deportation"', f'"{kind}"'), topic=f"rm.{kind}"), "E3"))
    assert title in text
    assert "разрешить мне оставаться в Республике Беларусь" in text


# E4, E5, E6


def test_the_ban_has_two_modes() -> None:
    lift = words(sheet(case(CHILD, topic="rm.entry_ban"), "E4", mode="lift", needs="Дочь учится здесь."))
    assert "о сокращении или отмене запрета въезда" in lift
    assert "Отменить запрет въезда, а при иной оценке сократить его срок" in lift
    asks = words(sheet(case(CHILD, topic="rm.entry_ban"), "E4", mode="reasons"))
    assert "о причине и сроке запрета въезда" in asks
    assert "Отменить запрет" not in asks
    assert "Почему нужен въезд" not in asks
    assert "№ 300-З" in asks


def test_detention_is_told_by_the_hour() -> None:
    text = words(sheet(case(HELD, topic="rm.detention"), "E5", told_why="no", doctor="no", recorded="later"))
    assert "В прокуратуру Гомельской области" in text
    assert "Задержание началось: 18 декабря 2026 г. в 9 ч 40 мин." in text
    assert "Незамедлительно освободить меня" in text
    assert "Обеспечить осмотр врача" in text
    over = HELD.replace("from = 2026-12-18T09:40:00", "from = 2026-12-18T09:40:00\nto = 2026-12-20T09:45:00")
    ended = words(sheet(case(over, topic="rm.detention"), "E5", lawyer="no"))
    assert "Всего под задержанием: не менее 48 часов." in ended
    assert "освободить меня" not in ended
    assert "Обеспечить встречу с адвокатом" not in ended
    assert "stopped" in gaps(sheet(case(topic="rm.detention"), "E5"))


def test_nobody_leaves_before_fear_was_asked_twice_and_alone() -> None:
    record = case(EXPULSION, topic="rm.expulsion")
    twice: dict[str, Any] = {"fear_first": False, "fear_second": False, "asked_in_private": True}
    assert not found(sheet(record, "E6", **twice), "CHK-REMEDY")
    for name, variant in (("fear_first", "feared"), ("fear_second", "feared"), ("asked_in_private", "unasked")):
        answers = {**twice, name: not twice[name]}
        assert (f"departure_{variant}", "B") in found(sheet(record, "E6", **answers), "CHK-REMEDY")
        answers.pop(name)
        assert ("departure_unasked", "B") in found(sheet(record, "E6", **answers), "CHK-REMEDY")
    feared = case(EXPULSION, topic="rm.expulsion", documents='"A1"')
    assert ("departure_feared", "B") in found(sheet(feared, "E6", **twice), "CHK-REMEDY")


# C2, C7


def test_the_appeal_goes_through_the_court_that_judged_and_attacks_its_judgment() -> None:
    made = sheet(case(REFUSAL, JUDGMENT, topic="ip.refusal"), "C2", error_facts="Повестка не исследована.")
    text = words(made)
    assert text.startswith("В Гомельский областной суд\nЧерез суд, вынесший решение: суд Центрального района")
    assert "Решением суда Центрального района от 8 декабря 2026 г. № TEST-2" in text
    assert "Предмет дела: решение об отказе в предоставлении защиты от 1 октября 2026 г. № TEST-1" in text
    assert "errors" not in gaps(made)
    assert "Отменить решение суда от 8 декабря 2026 г. № TEST-2." in text
    assert "Принять новое решение либо направить дело на новое рассмотрение" in text
    assert "errors" in gaps(sheet(case(REFUSAL, JUDGMENT, topic="ip.refusal"), "C2"))


def test_of_two_readings_neither_is_conceded() -> None:
    early = JUDGMENT.replace("2026-12-08", "2026-12-01")
    text = words(sheet(case(REFUSAL, early, topic="ip.refusal"), "C2"))
    assert "Срок исчисляется со дня получения полного текста на понятном языке. Если суд сочтёт иначе, прошу" in text
    assert "пропущен" not in text
    late = early.replace("2026-12-14", "2026-12-02").replace("2026-12-01", "2026-11-20")
    gone = words(sheet(case(REFUSAL, late, topic="ip.refusal"), "C2"))
    assert "Срок обжалования пропущен, прошу его восстановить." in gone
    assert gone.index("Восстановить срок апелляционного обжалования") < gone.index("Отменить решение суда")
    both = words(sheet(case(REFUSAL, JUDGMENT, topic="ip.refusal"), "C2"))
    assert "считая и со дня объявления решения, и со дня получения полного текста" in both


def test_a_part_of_a_judgment_is_named() -> None:
    made = sheet(case(REFUSAL, JUDGMENT, topic="ip.refusal"), "C2", scope="part", part="отказ в дополнительной защите")
    assert "Решение обжалуется в части: отказ в дополнительной защите." in words(made)
    assert "№ TEST-2 в обжалуемой части" in words(made)
    assert "part" in gaps(sheet(case(REFUSAL, JUDGMENT, topic="ip.refusal"), "C2", scope="part"))


def test_cassation_waits_for_a_lawyer_and_names_no_article() -> None:
    record = case(REFUSAL, JUDGMENT, topic="ip.refusal")
    made = sheet(record, "C7", stage="cassation", grounds="Суды не рассмотрели дополнительную защиту.")
    assert ("lawyer_unseen", "O") in found(made, "CHK-REMEDY")
    assert not found(sheet(record, "C7", lawyer_seen=True), "CHK-REMEDY")
    text = words(made)
    assert "КАССАЦИОННАЯ ЖАЛОБА" in text
    assert "в порядке, установленном Кодексом гражданского судопроизводства Республики Беларусь" in text
    assert "НАДЗОРНАЯ" in words(sheet(record, "C7", stage="supervision"))


# C6, C8


def test_motions_stand_each_with_its_reasons_and_its_request() -> None:
    record = case(REFUSAL, HELD, topic="ip.refusal", documents='"C1"')
    made = sheet(
        record, "C6", ask_closed=True, closed_why="Будут названы имена близких.", ask_file=True, ask_presence=True,
        fee_why="Дохода нет.", fee_income="нет", fee_dependants="дочь, 11 лет",
    )  # fmt: skip
    text = words(made)
    assert "о нескольких процессуальных действиях" in text
    for heading, request in (
        ("О закрытом судебном заседании", "Рассмотреть дело в закрытом судебном заседании."),
        ("Об ознакомлении с материалами дела", "с участием переводчика и выдать копии"),
        ("Об освобождении от государственной пошлины", "отсрочить её уплату"),
        ("Об обеспечении участия в заседании", "Обеспечить мою доставку в судебное заседание."),
    ):
        assert heading in text
        assert request in text
    assert "О вызове свидетеля" not in text
    rows = next(block.rows for block in made.draft.blocks if block.kind == "table")
    assert len(rows) >= 2
    one = words(sheet(record, "C6", ask_file=True))
    assert "ХОДАТАЙСТВО\nоб ознакомлении с материалами дела" in one


def test_a_motion_without_reasons_asks_for_them_and_none_at_all_asks_what_for() -> None:
    record = case(REFUSAL, topic="ip.refusal", documents='"C1"')
    assert "witness_why" in gaps(sheet(record, "C6", ask_witness=True))
    bare = sheet(record, "C6")
    assert "other_motion" in gaps(bare) and "other_request" not in gaps(bare)
    assert "other_request" in gaps(sheet(record, "C6", other_motion="О вызове специалиста."))
    left = sheet(record, "C6", ask_fee=False, fee_why="Дохода нет.", ask_file=True)
    assert "пошлины" not in words(left)


def test_remarks_are_a_table_and_odd_lines_are_told() -> None:
    record = case(REFUSAL, topic="ip.refusal", documents='"C1"')
    made = sheet(
        record, "C8", hearing="15 декабря 2026 г.", read_on="18 декабря 2026 г.", audio="yes",
        remarks="3 | «не угрожали» | «угрожали дважды» | запись | свидетель\n5 | нет ответа\nПодписи нет.",
    )  # fmt: skip
    rows = next(block.rows for block in made.draft.blocks if block.kind == "table")
    told = [["".join(span.text for span in cell) for cell in row] for row in rows]
    assert told[1] == ["1", "3", "«не угрожали»", "«угрожали дважды»", "запись; свидетель"]
    assert told[2] == ["2", "5", "нет ответа", "–", "–"]
    assert "Подписи нет." in words(made)
    assert "Сверить протокол с записью заседания" in words(made)


@pytest.mark.parametrize("code", ["C2", "C6", "C7", "C8"])
def test_c_papers_in_belarusian_have_no_russian_letters_of_their_own(code: str) -> None:
    made = sheet(case(REFUSAL, JUDGMENT, HELD, topic="ip.refusal", documents='"C1"'), code, "be")
    own = "".join(span.text for block in made.draft.blocks for span in block.all_spans if span.origin is None)
    assert not set(own.lower()) & set("ищъ")


EVIDENCE = """
[[evidence]]
id = "x1"
title = "Справка о доходах"
pages = 1
language = "ru"
translated = true
visibility = "authority"
proves = []
"""


def test_evidence_that_is_joined_is_listed_and_other_motions_list_none() -> None:
    record = case(REFUSAL, EVIDENCE, topic="ip.refusal", documents='"C1"')
    joined = sheet(record, "C6", ask_join=True, join_why="Справка получена вчера.")
    assert "Доказательства прилагаются (приложение 1)." in words(joined)
    assert [annex.ref for annex in joined.draft.annexes] == ["x1"]
    assert not sheet(record, "C6", ask_file=True).draft.annexes
    typed = sheet(record, "C6", fee_why="Дохода нет ({annex:x1}).", ask_fee=True)
    assert "Дохода нет (приложение 1)." in words(typed)


GUARDIAN = """
[[person]]
id = "p9"
role = "family"
relation = "mother"
sex = "f"
citizenships = [{ country = "UA" }]
legal_guardian = true
[person.names]
family = "О’Коннор"
given = "Мар’яна"
ru_nom = "О’Коннор Марьяна"
"""


@pytest.mark.parametrize(("code", "decision"), [("E1", RULING), ("C2", REFUSAL + JUDGMENT), ("E5", HELD)])
def test_a_parent_signs_for_a_child(code: str, decision: str) -> None:
    text = (
        HEAD.format(documents="", person="").replace("1990-01-02", "2012-01-02").replace("ip.refusal", "rm.deportation")
    )
    record = parse_case_file(text + decision + GUARDIAN, "made-up.toml")
    printed = words(sheet(record, code))
    assert "Законный представитель: О’Коннор Марьяна" in printed
    assert "Подпись ребёнка" in printed


def test_an_interpreter_signs_and_a_paper_that_was_not_read_back_says_so() -> None:
    text = HEAD.format(documents="", person="").replace("ip.refusal", "rm.deportation")
    text = text.replace('language = "uk"', 'language = "ps"\ninterpreter_used = true\nread_back = false')
    made = sheet(parse_case_file(text + RULING + "translated = false\n", "made-up.toml"), "E1")
    assert "Обратный перевод мне не прочитан" in words(made)
    assert "Переводчик (подпись)" in words(made)
    assert "Постановление не переведено на понятный мне язык." in words(made)
    assert "Обеспечить переводчика языка пушту." in words(made)


_MARKS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|^:::.*$|^#+", re.MULTILINE)


@pytest.mark.parametrize("code", ["C2", "C6", "C7", "C8", "E1", "E2", "E3"])
def test_both_languages_say_the_same_in_the_same_order(code: str) -> None:
    """Marks, values and conditions are those of the other language; only words differ."""
    ru, be = (
        [re.sub(r"'[^']*'", "", mark) for mark in _MARKS.findall((templates() / code / name).read_text("utf-8"))]
        for name in ("body.ru.md", "body.be.md")
    )
    assert ru == be


def test_what_happened_here_is_told_apart_from_the_danger_of_the_return() -> None:
    here = (
        '[[entry]]\ndate = { precision = "day", date = 2026-11-01 }\nlawful = "yes"\nvisibility = "authority"\n'
        '[[event]]\nid = "e8"\ndate = { precision = "day", date = 2026-12-01 }\nplace = "город Гомель"\n'
        'text = "На беседе переводчика не было."\nhow_known = "seen"\nvisibility = "authority"\n'
    )
    text = words(sheet(case(RULING, EVENT, here, documents='"A1", "E1"'), "E1"))
    assert text.index("После приезда в Республику Беларусь:") < text.index("На беседе переводчика не было")
    assert "На беседе переводчика не было" not in words(sheet(case(RULING, EVENT, here, documents='"A1", "C5"'), "C5"))
    assert "На беседе переводчика не было" not in words(sheet(case(RULING, here, HELD), "E5")), "long before"


def test_nobody_signed_for_what_was_announced() -> None:
    told = RULING.replace("copy_given = true", "copy_given = false")
    text = words(sheet(case(told), "E1"))
    assert "под расписку" not in text


def test_the_card_never_sends_the_client_to_who_decided() -> None:
    text = words(sheet(case(REFUSAL.replace('"dcm"', '"ugim.gomel"'), topic="ip.refusal"), "K3"))
    assert "Куда" in text and "по гражданству и миграции" not in text
