"""D1 and D5 in Russian: which grounds are ticked, in which order, and what the program must not argue or print."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from legalaid_desktop.documents.assemble import Draft
from legalaid_desktop.documents.blocks import list_marks
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from tests.documents.ad_papers import catalog, hygiene, make, sample, spaced
from tests.rounds import rounds
from tests.strategies_cases import valid_cases

HEAD = """
[meta]
case_id = "E3D"
schema_version = 1
fictional = true
as_of = 2026-12-03
[case]
ref = "TEST-2026-E3D"
region = "brest"
place = "город Брест"
topic = "ex.extradition"
language = "uz"
interpreter_used = true
read_back = true
documents = ["D1"]
[[person]]
id = "p1"
role = "client"
sex = "m"
birth = { precision = "day", date = 1990-02-03 }
citizenships = [{ country = "UZ" }]
[person.names]
family = "Намунаев"
given = "Тимур"
ru_nom = "Намунаев Тимур"
ru_gen = "Намунаева Тимура"
[extradition]
state = "UZ"
requested = { precision = "month", year = 2026, month = 9 }
offence = "участие в собрании"
"""
DECISION = """
[[decision]]
id = "d1"
authority = "pg"
kind = "extradition"
number = "TEST-9"
signed_by = "заместитель Генерального прокурора (имя не указано)"
dated = 2026-11-27
received_at = 2026-12-01T09:30:00
received_how = "под подпись"
language = "ru"
copy_given = true
"""
HARM = """
[[event]]
id = "e1"
date = { precision = "year", year = 2019 }
place = "город Намуна"
text = "Меня избили в отделе."
how_known = "seen"
visibility = "authority"
evidence = ["x1"]
[[evidence]]
id = "x1"
title = "Заключение врача"
date = { precision = "unknown" }
pages = 2
language = "uz"
translated = true
visibility = "authority"
proves = ["e1"]
"""


def case(*parts: str, head: str = HEAD) -> CaseRecord:
    return parse_case_file("\n".join((head, *parts)), "made.toml")


def section(draft: Draft, *names: str) -> str:
    return spaced("\n".join(block.text for block in draft.blocks if block.section in names))


def table(draft: Draft, name: str) -> list[list[str]]:
    return [
        [spaced("".join(span.text for span in cell)) for cell in row]
        for block in draft.blocks
        if block.section == name and block.kind == "table"
        for row in block.rows[block.head_rows :]
    ]


def grounds(draft: Draft) -> list[str]:
    """Sections of the grounds in the order in which they stand."""
    return list(
        dict.fromkeys(b.section.removeprefix("ground_") for b in draft.blocks if b.section.startswith("ground_"))
    )


def test_every_numbered_section_stands_or_has_a_named_condition() -> None:
    for code, numbers in (("D1", 11), ("D5", 8)):
        template = catalog().template(code)
        listed = [s for s in template.manifest.sections if re.fullmatch(r"[1-9]\d*", s.number)]
        assert [s.number for s in listed] == [str(n) for n in range(1, numbers + 1)]
        draft = make(case(DECISION, HARM), code)
        printed = {block.section for block in draft.blocks}
        for item in template.manifest.sections:
            there = item.id in printed
            print(code, item.number, item.id, "printed" if there else f"absent: {item.when and item.when.text}")
            assert there == draft.printed[item.id]
            assert there or item.when is not None
    letters = [s.number for s in catalog().template("D1").manifest.sections if s.id.startswith("ground_")]
    assert letters == [f"6{letter}" for letter in "abcdefghijk"]


def test_nothing_is_argued_that_no_fact_and_no_person_says() -> None:
    draft = make(case(DECISION), "D1")
    assert grounds(draft) == []
    assert "ground_words" in {gap.question for gap in draft.gaps}


@pytest.mark.parametrize(
    ("more", "ground", "words"),
    [
        (HARM, "torture", "Меня избили в отделе."),
        ('[[prior_status]]\nstate = "XB"\nkind = "refugee"\n', "protection", "Прошу оценить это как доказательство"),
    ],
)
def test_a_fact_ticks_its_ground(more: str, ground: str, words: str) -> None:
    draft = make(case(DECISION, more), "D1")
    assert grounds(draft) == [ground]
    assert words in section(draft, f"ground_{ground}")


@pytest.mark.parametrize(
    ("key", "ground"),
    [
        ('max_penalty = "смертная казнь"', "penalty"),
        ("in_absentia = true", "trial"),
        ('article_abroad = "статья в запросе не указана"', "papers"),
    ],
)
def test_words_of_the_request_tick_a_ground(key: str, ground: str) -> None:
    assert grounds(make(case(DECISION, head=HEAD + key + "\n"), "D1")) == [ground]
    assert grounds(make(case(DECISION, head=HEAD + 'in_absentia = false\nmax_penalty = "до пяти лет"\n'), "D1")) == []


def test_a_refused_status_elsewhere_is_no_ground() -> None:
    assert grounds(make(case(DECISION, '[[prior_status]]\nstate = "XB"\nkind = "refused"\n'), "D1")) == []


@pytest.mark.parametrize(
    ("question", "ground"),
    [("ground_motive", "motive"), ("dual_criminality", "double"), ("ground_limitation", "limitation"),
     ("ground_specialty", "specialty"), ("ground_identity", "citizenship"), ("file_defects", "papers"),
     ("ground_personal", "person"), ("ground_trial", "trial")],
)  # fmt: skip
def test_an_argument_stands_where_a_person_wrote_it(question: str, ground: str) -> None:
    draft = make(case(DECISION), "D1", {question: "Вот довод, написанный человеком."})
    assert grounds(draft) == [ground]
    assert "Вот довод, написанный человеком." in section(draft, f"ground_{ground}")


def test_the_strongest_ground_leads() -> None:
    both = case(DECISION, HARM, '[[prior_status]]\nstate = "XB"\nkind = "refugee"\n')
    assert grounds(make(both, "D1")) == ["torture", "protection"]
    registered = case(DECISION, HARM, head=HEAD.replace("birth = {", 'certificate_no = "TEST/1-26"\nbirth = {'))
    assert grounds(make(registered, "D1")) == ["protection", "torture"]
    own = case(DECISION, HARM, head=HEAD.replace('[{ country = "UZ" }]', '[{ country = "UZ" }, { country = "BY" }]'))
    assert grounds(make(own, "D1"))[0] == "citizenship"
    heads = [b.text for b in make(both, "D1").blocks if b.kind == "heading" and b.section.startswith("ground_")]
    assert [head.split(".")[0] for head in heads] == ["Основание 1", "Основание 2"]


def test_an_event_that_no_ground_uses_is_not_lost() -> None:
    event = """
[[event]]
id = "e2"
date = { precision = "day", date = 2026-11-01 }
text = "При разговоре со следователем я просил защиты."
how_known = "seen"
visibility = "authority"
"""
    draft = make(case(DECISION, HARM, event), "D1")
    assert "я просил защиты" in section(draft, "who")
    assert "я просил защиты" not in section(draft, "ground_torture")


def test_the_decision_is_named_with_hour_signer_and_language() -> None:
    text = section(make(case(DECISION), "D1"), "decision")
    assert "1 декабря 2026 г. в 9 ч 30 мин (под подпись)" in text
    assert "подписано: заместитель Генерального прокурора" in text
    assert "Копия постановления прилагается (приложение 1)" in text
    title = spaced(make(case(DECISION), "D1").plain)
    assert (
        "на постановление Генеральной прокуратуры Республики Беларусь от 27 ноября 2026 г. № TEST-9 о выдаче" in title
    )


def test_the_court_of_the_notice_wins_over_the_region() -> None:
    assert section(make(case(DECISION), "D1"), "address").startswith("В Брестский областной суд")
    other = DECISION + 'notice_court = "Минский городской суд"\n'
    assert section(make(case(other), "D1"), "address").startswith("В Минский городской суд")


def test_requests_stand_in_the_order_of_the_kit() -> None:
    held = """
[[detention]]
id = "t1"
kind = "extradition"
place = "следственный изолятор № 0 (вымышленный)"
from = 2026-10-05T14:20:00
"""
    draft = make(case(DECISION, held), "D1")
    asked = [spaced(b.text) for b in draft.blocks if b.section == "ask" and b.kind == "item"]
    assert asked == [
        "Отменить постановление от 27 ноября 2026 г. № TEST-9 о выдаче Намунаева Тимура.",
        "Отказать в выдаче Республике Узбекистан.",
        "Приостановить передачу до вступления судебного постановления в силу.",
        "Изменить меру пресечения, освободить из-под стражи.",
        "Удовлетворить ходатайства, изложенные в этой жалобе.",
    ]
    assert list(list_marks(draft.blocks).values())
    assert "Должностное лицо" in section(draft, "signature")
    assert "это 60 дней" in section(draft, "custody")
    free = [b.text for b in make(case(DECISION), "D1").blocks if b.section == "ask" and b.kind == "item"]
    assert len(free) == 4


def test_custody_shows_its_sanctions_and_the_days_between_them() -> None:
    held = """
[[detention]]
id = "t1"
place = "следственный изолятор № 0 (вымышленный)"
from = 2026-10-05
sanctions = [{ from = 2026-10-05, to = 2026-11-04 }, { from = 2026-11-10, to = 2026-12-10 }]
"""
    text = section(make(case(DECISION, held), "D1"), "custody")
    assert "с 5 октября 2026 г. до 4 ноября 2026 г.; с 10 ноября 2026 г. до 10 декабря 2026 г." in text
    assert "санкций не охвачены: с 5 по 9 ноября 2026 г. (5 дней). Прошу проверить" in text
    joined = held.replace("2026-11-10", "2026-11-04")
    assert "не охвачены" not in section(make(case(DECISION, joined), "D1"), "custody")


def test_no_word_on_guilt_and_none_of_another_procedure() -> None:
    for code in ("D1", "D5"):
        text = make(case(DECISION, HARM), code).plain.casefold()
        for word in ("высылк", "депортац", "экстрадиц", "невинов", "не виновен", "гпк"):
            assert word not in text
    assert "Существо обвинения в этой жалобе не обсуждается" in make(case(DECISION), "D1").plain


def test_no_article_of_belarusian_law_prints_from_a_stale_row() -> None:
    text = make(case(DECISION, HARM), "D1").plain
    assert not re.search(r"(475|515)", text)
    assert "статья 3 Конвенции против пыток" in spaced(text)


def test_a_fictional_state_has_its_words() -> None:
    status = '[[prior_status]]\nstate = "XC"\nkind = "refugee"\nsince = { precision = "year", year = 2017 }\n'
    text = spaced(make(case(DECISION, status), "D1").plain)
    assert "государство, указанное в деле, с 2017 года" in text
    assert "XC" not in text
    home = HEAD.replace('state = "UZ"', 'state = "XC"')
    assert "Отказать в выдаче государству, указанному в деле." in spaced(make(case(DECISION, head=home), "D1").plain)


def test_papers_of_the_request_are_checked_one_by_one() -> None:
    rows = table(make(case(DECISION), "D1", {"paper_custody": "есть только копия без печати"}), "foreign")
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[0][2] == "есть только копия без печати"
    assert rows[3][2] == "сведений нет, прошу проверить"


def test_each_other_citizenship_has_its_own_answer() -> None:
    head = HEAD.replace('[{ country = "UZ" }]', '[{ country = "UZ" }, { country = "KZ" }]')
    for code, name in (("D1", "who"), ("D5", "individual")):
        draft = make(case(DECISION, head=head), code)
        assert "fear_second" in {gap.question for gap in draft.gaps}
        filled = make(case(DECISION, head=head), code, {"fear_second": "Оттуда передадут дальше."})
        assert "Республика Казахстан: Оттуда передадут дальше." in section(filled, name)


ASSURANCE = """
[[assurance]]
given_by = "ведомство"
post = "заместитель"
dated = { precision = "day", date = 2026-11-20 }
text_in_file = true
promises = ["не подвергать пыткам", "допустить консула"]
monitoring = "посещения представителя, наедине"
"""


def test_eleven_questions_are_answered_from_the_case_and_counted() -> None:
    draft = make(case(DECISION, HARM, ASSURANCE), "D5")
    rows = table(draft, "assurances")
    assert [row[0] for row in rows] == [str(n) for n in range(1, 12)]
    assert rows[0][2] == "да"
    assert rows[2][2] == "ведомство, заместитель"
    assert rows[6][2] == "посещения представителя, наедине"
    assert rows[9][2].startswith("да: 2019 год")
    assert sum(row[2] == "неизвестно" for row in rows) == 7
    assert "Ответ «нет» или «неизвестно»: 7 из 11." in section(draft, "assurances")
    assert "assurance_conclusion" in {gap.question for gap in draft.gaps}
    told = make(case(DECISION, HARM, ASSURANCE), "D5", {"assurance_court": "да, районный суд", "assurance_past": "нет"})
    assert "Ответ «нет» или «неизвестно»: 6 из 11." in section(told, "assurances")
    assert not make(case(DECISION), "D5").printed["assurances"]


def test_no_text_and_no_monitoring_are_said() -> None:
    bare = "[[assurance]]\ntext_in_file = false\n"
    rows = table(make(case(DECISION, bare), "D5"), "assurances")
    assert rows[0][2] == "нет"
    assert rows[2][2] == rows[6][2] == "неизвестно"
    text = section(make(case(DECISION, bare), "D5"), "assurances")
    assert "11 из 11" in text


def test_sources_are_dated_and_pinpointed_and_their_age_is_for_the_screen() -> None:
    coi = """
[[coi]]
title = "Отчёт (вымышленная запись)"
publisher = "орган ООН"
date = { precision = "month", year = 2024, month = 11 }
pinpoint = "п. 7"
point = "пытки продолжаются"
[[coi]]
title = "Доклад (вымышленная запись)"
publisher = "орган ООН"
date = { precision = "month", year = 2026, month = 5 }
pinpoint = "п. 9"
point = "наблюдателей не пускают"
"""
    draft = make(case(DECISION, coi), "D5")
    rows = table(draft, "general")
    assert rows[0][2] == "ноябрь 2024 г."
    assert rows[1][2:4] == ["май 2026 г.", "п. 9"]
    assert "more_sources" in {gap.question for gap in draft.gaps}


def test_what_happened_to_others_stands_by_role_with_its_source() -> None:
    event = """
[[event]]
id = "e4"
date = { precision = "month", year = 2025, month = 2 }
text = "Моего соседа по списку вернули; он не вышел из изолятора."
how_known = "heard"
certainty = "heard_from_relatives"
visibility = "authority"
[[event]]
id = "e5"
text = "Сведения только для ООН."
how_known = "heard"
visibility = "un"
"""
    draft = make(case(DECISION, event), "D5")
    assert table(draft, "individual") == [
        ["1", "февраль 2025 г., день неизвестен", "Моего соседа по списку вернули; он не вышел из изолятора.",
         "со слов родственников", "–"]
    ]  # fmt: skip
    assert "только для ООН" not in draft.plain


def test_a_complaint_after_the_last_day_says_why_or_asks() -> None:
    draft = make(case(DECISION), "D1")
    assert "в пределах установленного срока" in section(draft, "decision")
    late = case(DECISION, head=HEAD.replace("as_of = 2026-12-03", "as_of = 2027-01-20"))
    text = section(make(late, "D1"), "decision")
    assert "Срок обжалования пропущен" in text
    assert "в пределах" not in text
    assert "late_reason" in {gap.question for gap in make(late, "D1").gaps}
    assert "Болел, вот справка." in section(make(late, "D1", {"late_reason": "Болел, вот справка."}), "decision")


def test_without_a_decision_the_paper_asks_for_it() -> None:
    draft = make(case(), "D1")
    assert {"served_words", "deciding_body"} <= {gap.question for gap in draft.gaps}


@pytest.mark.parametrize("code", ["D1", "D5"])
def test_expectations_of_sample_four(code: str) -> None:
    record = sample("S04")
    assert record.expect is not None
    text = spaced(make(record, code).plain)
    for wanted in record.expect["document"]:
        if wanted["doc"] == code:
            for words in wanted.get("must_contain", []):
                assert words in text
            for choice in wanted.get("must_contain_any", []):
                assert any(words in text for words in choice)
            for words in wanted.get("must_not_contain", []):
                assert words not in text
    for words in record.expect["never"]:
        assert words not in text


@pytest.mark.soak
@settings(max_examples=rounds(6, 300), deadline=None, suppress_health_check=list(HealthCheck))
@given(record=valid_cases(topic="ex.extradition", decision_kind="extradition"))
def test_any_valid_case_makes_clean_papers(record: CaseRecord) -> None:
    for code in ("D1", "D5"):
        assert hygiene(make(record, code)) == []


def test_long_circumstances_are_referred_to_where_the_statement_travels() -> None:
    event = "".join(
        f'[[event]]\nid = "e{n}"\ntext = "{"Я ходил на собрание и потом домой. " * 6}"\nvisibility = "authority"\n'
        for n in range(1, 11)
    )
    with_it = make(case(DECISION, event, head=HEAD.replace('["D1"]', '["D1", "A2"]')), "D1")
    assert "Другие обстоятельства изложены отдельно (приложение 1, п. 2–11)." in section(with_it, "who")
    assert "Я ходил на собрание" in section(make(case(DECISION, event), "D1"), "who")
