"""A1–A4 in Russian: sections, conditions, wording of what is not known, and what must never be in the paper."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from legalaid_desktop.documents.assemble import Draft
from legalaid_desktop.documents.blocks import Block, list_marks
from legalaid_desktop.documents.facts.statement import statement_numbers
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from tests.documents.ad_papers import catalog, disclosed, hygiene, make, sample, spaced
from tests.documents.finished_files import pdf_pages
from tests.rounds import rounds
from tests.strategies_cases import valid_cases

PAPERS = ("A1", "A2", "A3", "A4")

HEAD = """
[meta]
case_id = "E3"
schema_version = 1
fictional = true
as_of = 2026-11-24
[case]
ref = "TEST-2026-E3"
region = "brest"
place = "город Брест"
topic = "ip.application"
language = "fa"
interpreter_used = true
read_back = true
documents = ["A1", "A2", "A3", "A4"]
"""

CLIENT = """
[[person]]
id = "p1"
role = "client"
sex = "f"
birth = { precision = "year", year = 1990 }
citizenships = [{ country = "IR" }]
docs = [{ kind = "none", reason = "паспорт отобран на рынке" }]
[person.names]
mononym = true
given = "Парванэ"
father_name = "Бахман"
ru_nom = "Парванэ"
latin = "PARVANEH"
original = "پروانه"
original_lang = "fa"
"""


def case(*parts: str, head: str = HEAD, client: str = CLIENT) -> CaseRecord:
    return parse_case_file("\n".join((head, client, *parts)), "made.toml")


def section(draft: Draft, name: str) -> str:
    return spaced("\n".join(block.text for block in draft.blocks if block.section == name))


def rows(draft: Draft, name: str) -> list[list[str]]:
    """Cells of the tables of a section, without the head."""
    return [
        [spaced("".join(span.text for span in cell)) for cell in row]
        for block in draft.blocks
        if block.section == name and block.kind == "table"
        for row in block.rows[block.head_rows :]
    ]


EVENTS = """
[[event]]
id = "e3"
date = { precision = "unknown" }
place = "город Намуна"
text = "Ко мне приходили из комитета."
how_known = "heard"
certainty = "heard_from_neighbours"
visibility = "authority"
[[event]]
id = "e1"
date = { precision = "range", from = 2020-03-03, to = 2020-06-05 }
place = "город Намуна"
text = "Я вела кружок для девочек"
how_known = "seen"
visibility = "authority"
[[event]]
id = "e2"
date = { precision = "month", year = 2020, month = 3 }
text = "Мне вручили повестку.\\nЯ её сохранила."
how_known = "document"
visibility = "authority"
evidence = ["x1"]
[[event]]
id = "e9"
date = { precision = "day", date = 2021-01-01 }
text = "Внутренняя запись юриста."
visibility = "internal"
[[evidence]]
id = "x1"
title = "Повестка"
pages = 1
language = "fa"
translated = false
visibility = "authority"
proves = ["e2"]
[[narrative]]
person = "p1"
language = "ru"
visibility = "authority"
text = \"\"\"
Первая строка рассказа.
Вторая строка рассказа.\"\"\"
"""


@pytest.mark.parametrize(("code", "numbers"), [("A1", 21), ("A2", 13)])
def test_every_numbered_section_stands_or_has_a_named_condition(code: str, numbers: int) -> None:
    template = catalog().template(code)
    listed = [s for s in template.manifest.sections if re.fullmatch(r"[1-9]\d*", s.number)]
    assert [s.number for s in listed] == [str(n) for n in range(1, numbers + 1)]
    draft = make(case(EVENTS), code)
    printed = {block.section for block in draft.blocks}
    for item in template.manifest.sections:
        there = item.id in printed
        print(
            f"{code} {item.number:>4} {item.id:<14} {'printed' if there else f'absent: {item.when and item.when.text}'}"
        )
        assert there == draft.printed[item.id]
        assert there or item.when is not None


def test_a_single_name_is_said_and_never_completed() -> None:
    draft = make(case(), "A1")
    table = rows(draft, "identity")
    assert ["Фамилия", "отсутствует"] in table
    assert ["Имя (единственное)", "Парванэ"] in table
    assert ["Написание латинскими буквами", "PARVANEH"] in table
    assert ["Написание на языке оригинала (персидский (фарси))", "پروانه"] in table or any("پروانه" in r for r in table)
    assert ["Дата рождения", "1990 год рождения, число и месяц неизвестны"] in table
    assert ["Имя отца (не отчество)", "Бахман"] in table
    assert "Парванэ Бахман" not in spaced(draft.plain)
    assert "01.01" not in draft.plain
    assert "паспорт отобран на рынке" in section(draft, "documents")


def test_an_entry_that_was_not_lawful_is_described_without_a_confession() -> None:
    entry = """
[[entry]]
date = { precision = "day", date = 2026-11-03 }
point = "лес у реки, в обход пункта пропуска"
manner = "пешком ночью с проводником"
document = "чужой паспорт"
lawful = "no"
visibility = "authority"
"""
    for code in PAPERS:
        text = make(case(EVENTS, entry), code).plain
        assert "3\u00a0ноября 2026" in text or "03.11.2026" in text or code == "A4"
        for word in ("в обход", "проводник", "чужой паспорт", "ночью"):
            assert word not in text
    assert "дам объяснения в интервью" in section(make(case(EVENTS, entry), "A1"), "way")


def test_a_lawful_entry_names_point_and_paper() -> None:
    entry = """
[[entry]]
date = { precision = "day", date = 2026-09-19 }
point = "Национальный аэропорт Минск"
document = "паспорт"
lawful = "yes"
visibility = "authority"
"""
    text = section(make(case(entry), "A1"), "way")
    assert "Въезд в Республику Беларусь: 19 сентября 2026 г., Национальный аэропорт Минск, документ: паспорт." in text
    assert "объяснения" not in text


def test_the_interpreter_is_asked_for_in_the_language_of_the_client() -> None:
    head = HEAD.replace('language = "fa"', 'language = "prs"')
    draft = make(case(head=head), "A1")
    assert "переводчика языка дари" in section(draft, "ask")
    assert "фарси" not in section(draft, "ask")
    assert "прочитано мне в переводе на язык дари; записано верно" in section(draft, "interpreted")


def test_a_text_that_was_not_read_back_says_so() -> None:
    head = HEAD.replace("read_back = true", "read_back = false")
    for code, name in (("A1", "interpreted"), ("A2", "signature")):
        text = section(make(case(EVENTS, head=head), code), name)
        assert "Обратный перевод мне не прочитан" in text
        assert "записано верно" not in text


def test_what_nobody_answered_is_a_gap_of_its_own_question() -> None:
    draft = make(case(EVENTS), "A1")
    asked = {gap.question for gap in draft.gaps}
    assert {"fear_what", "fear_who", "fear_why", "fear_protection", "fear_relocation"} <= asked
    answers = {"fear_what": "Побьют и посадят.", "fear_who": "Люди комитета.", "fear_why": "Из-за кружка.",
               "fear_protection": "Они и есть власть.", "fear_relocation": "Комитет есть везде."}  # fmt: skip
    filled = make(case(EVENTS), "A1", answers)
    assert not {gap.question for gap in filled.gaps} & set(answers)
    assert "Почему власти не защитят: Они и есть власть." in section(filled, "fear")


def test_requests_stand_in_the_order_of_the_kit() -> None:
    detention = (
        '[[detention]]\nid = "t1"\nplace = "следственный изолятор № 0 (вымышленный)"\nfrom = 2026-11-01T10:00:00\n'
    )
    draft = make(case(detention), "A1")
    wanted = ("Принять и зарегистрировать", "Выдать свидетельство", "переводчика", "Провести интервью",
              "Сохранить сведения в тайне", "Не выдавать и не выдворять до окончательного решения")  # fmt: skip
    text = section(draft, "ask")
    places = [text.index(words) for words in wanted]
    assert places == sorted(places)
    assert "не сообщать о моём обращении государству происхождения и его представительствам" in text


def test_in_custody_the_paper_goes_to_the_place_of_detention_with_a_line_for_the_officer() -> None:
    detention = (
        '[[detention]]\nid = "t1"\nplace = "следственный изолятор № 0 (вымышленный)"\nfrom = 2026-11-01T10:00:00\n'
    )
    draft = make(case(detention), "A1")
    address = section(draft, "address")
    assert address.startswith("В администрацию следственного изолятора № 0 ")
    assert "Для передачи: Управление по гражданству и миграции УВД Брестского облисполкома" in address
    assert "Место содержания: следственный изолятор № 0 (вымышленный)" in address
    sign = section(draft, "signature")
    assert "Должностное лицо" in sign
    assert re.search(r"в _+ ч _+ мин", sign)
    assert "с 1 ноября 2026 г., 10 ч 00 мин" in section(draft, "request")


def test_at_the_border_the_paper_goes_to_the_border_committee_in_full() -> None:
    detention = '[[detention]]\nid = "t1"\nkind = "border"\nplace = "пункт пропуска"\nfrom = 2026-11-23\n'
    address = section(make(case(detention), "A1"), "address")
    assert "Государственный пограничный комитет" in address
    assert "ГПК" not in address


def test_a_free_client_writes_to_the_unit_of_the_region() -> None:
    address = section(make(case(), "A1"), "address")
    assert address.startswith("В Управление по гражданству и миграции УВД Брестского облисполкома")
    assert "администраци" not in address


def test_the_receipt_slip_stands_with_the_signature() -> None:
    draft = make(case(), "A1")
    last = pdf_pages(write_pdf(draft.blocks, title=draft.title, language="ru").data)[-1]
    assert "Отметка о принятии" in last and "«___» ____________ 20___ г." in last.partition("Отметка")[0]
    assert any(span.bold for block in draft.blocks if block.box == "addressee" for span in block.spans)
    for words in ("Принято", "Дата", "Час", "Входящий номер"):
        assert words in section(draft, "receipt")


MINOR = CLIENT.replace('{ precision = "year", year = 1990 }', '{ precision = "day", date = 2012-02-01 }')


def test_a_minor_signs_beside_the_lawful_representative() -> None:
    mother = """
[[person]]
id = "p2"
role = "family"
relation = "mother"
sex = "f"
included = true
legal_guardian = true
birth = { precision = "day", date = 1985-05-05 }
[person.names]
family = "Намунэи"
given = "Сара"
ru_nom = "Намунэи Сара"
"""
    draft = make(case(mother, client=MINOR), "A1", {"life_military": "не служил"})
    sign = section(draft, "signature")
    assert "С. Намунэи" in sign
    assert "Подпись ребёнка" in sign
    assert "Военная служба" not in draft.plain
    alone = section(make(case(client=MINOR), "A1"), "signature")
    assert "Законный представитель не назначен" in alone


def test_who_cannot_write_signs_before_witnesses() -> None:
    client = CLIENT.replace('sex = "f"', 'sex = "f"\nliteracy = "none"')
    draft = make(case(client=client), "A1")
    assert "Свидетель 1" in section(draft, "signature")
    assert "читать мне документы вслух" in section(draft, "needs")


def test_a_stateless_client_has_a_former_residence_and_no_citizenship() -> None:
    client = CLIENT.replace(
        'citizenships = [{ country = "IR" }]',
        'citizenships = []\ncitizenship_status = "stateless"\nformer_residence = "TJ"',
    )
    draft = make(case(client=client), "A1")
    text = spaced(draft.plain)
    assert "лицо без гражданства" in text
    assert "Прежнее постоянное место жительства: Республика Таджикистан" in text
    assert "государство прежнего постоянного проживания (Республика Таджикистан)" in text
    assert "Гражданство: Республика" not in text


def test_fear_is_asked_for_each_of_two_citizenships() -> None:
    client = CLIENT.replace('[{ country = "IR" }]', '[{ country = "TJ" }, { country = "RU" }]')
    draft = make(case(client=client), "A1")
    text = section(draft, "origin")
    assert "Имеются гражданства Республики Таджикистан и Российской Федерации" in text
    assert "fear_second" in {gap.question for gap in draft.gaps}
    filled = make(case(client=client), "A1", {"fear_second": "Вернут в первое государство."})
    assert "Российская Федерация: Вернут в первое государство." in section(filled, "further")
    assert not make(case(), "A1").printed["further"]


BROTHER = """
[[person]]
id = "p5"
role = "family"
relation = "brother"
sex = "m"
in_danger = true
included = false
birth = { precision = "approx", year = 2003 }
[person.names]
given = "Камбиз"
family = "Намунэи"
ru_nom = "Намунэи Камбиз"
latin = "NAMOUNEI KAMBIZ"
"""


def test_a_relative_in_danger_is_a_role_in_every_paper() -> None:
    told = """
[[narrative]]
person = "p1"
language = "ru"
visibility = "authority"
text = "Мы спрятались вместе с Камбизом."
"""
    for code in PAPERS:
        draft = make(case(BROTHER, told, EVENTS), code)
        assert "Камбиз" not in draft.plain
        assert "KAMBIZ" not in draft.plain
    assert "брат" in section(make(case(BROTHER), "A1"), "family")
    assert "имя не указывается" in spaced(make(case(BROTHER), "A4").plain)


def test_separate_and_internal_texts_stay_out() -> None:
    wife = """
[[person]]
id = "p2"
role = "family"
relation = "husband"
sex = "m"
included = true
birth = { precision = "day", date = 1985-05-05 }
[person.names]
family = "Намунэи"
given = "Реза"
ru_nom = "Намунэи Реза"
[[narrative]]
person = "p2"
language = "ru"
visibility = "family_separate"
text = "Отдельный рассказ мужа о тюрьме."
[[narrative]]
person = "p1"
language = "ru"
visibility = "family_separate"
text = "Отдельный рассказ о насилии дома."
[[note]]
id = "n1"
visibility = "internal"
text = "Заметка: сомневаюсь в дате."
"""
    for code in PAPERS:
        text = make(case(wife, EVENTS), code).plain
        for words in ("Отдельный рассказ", "Внутренняя запись", "сомневаюсь"):
            assert words not in text


def _numbers_printed(draft: Draft) -> dict[int, str]:
    marks = list_marks(draft.blocks)
    return {
        int(marks[i].rstrip(".")): block.text
        for i, block in enumerate(draft.blocks)
        if block.kind == "item" and block.list_id == "story" and i in marks
    }


def test_paragraphs_of_the_statement_run_through_and_others_can_cite_them() -> None:
    record = case(EVENTS)
    draft = make(record, "A2")
    printed = _numbers_printed(draft)
    assert list(printed) == list(range(1, len(printed) + 1))
    numbers = statement_numbers(disclosed(record, "A2"))
    assert numbers == {"e1": 5, "e2": 4, "e3": 6}
    for event, words in (("e1", "Я вела кружок для девочек."), ("e2", "Я её сохранила."), ("e3", "из комитета")):
        assert words in printed[numbers[event]]
    late = make(
        record, "A2", {"complaints": "Жаловалась в суд.\nОтвета не было.", "profile": "Учительница.\nДва слова."}
    )
    assert {n: t for n, t in _numbers_printed(late).items() if n <= 6} == {n: t for n, t in printed.items() if n <= 6}
    assert "Ответа не было." in late.plain


def test_seen_heard_and_paper_are_kept_apart_and_unknown_days_said() -> None:
    text = section(make(case(EVENTS), "A2"), "events")
    assert "Я вела кружок для девочек. Это происходило при мне." in text
    assert "Мне известно об этом со слов соседей." in text
    assert "март 2020 г., день неизвестен" in text
    assert "Это следует из документа. Подтверждение: Повестка." in text
    assert "Дата неизвестна." in text
    assert "п. 4 и 6" in section(make(case(EVENTS), "A2"), "memory")


def test_a_long_account_flows_whole_and_asks_for_a_summary() -> None:
    parts = [f"Абзац {n}: я помню этот день, и он был длинным, и за ним пришёл другой день." for n in range(1, 1101)]
    story = (
        '[[narrative]]\nperson = "p1"\nlanguage = "ru"\nvisibility = "authority"\ntext = """\n'
        + "\n".join(parts)
        + '"""'
    )
    draft = make(case(story), "A2")
    text = spaced(draft.plain)
    assert sum(len(part) for part in parts) > 30_000
    assert all(part in text for part in parts)
    assert draft.printed["summary"]
    assert "summary" in {gap.question for gap in draft.gaps}
    assert not make(case(EVENTS), "A2").printed["summary"]


def test_typed_line_breaks_inside_a_sentence_do_not_part_it() -> None:
    story = """
[[narrative]]
person = "p1"
language = "ru"
visibility = "authority"
text = \"\"\"
Я вышла из дома
и увидела машину.

Потом я побежала.\"\"\"
"""
    printed = _numbers_printed(make(case(story), "A2"))
    assert printed[2] == "Я вышла из дома и увидела машину."
    assert printed[3] == "Потом я побежала."


def test_chronology_is_sorted_by_start_and_unknown_dates_stand_last() -> None:
    extra = """
[[route]]
country = "TR"
from = { precision = "month", year = 2026, month = 8 }
to = { precision = "month", year = 2026, month = 9 }
asked_protection = false
[[decision]]
id = "d1"
kind = "refusal_protection"
authority = "dcm"
number = "TEST-1"
dated = 2026-10-01
received = 2026-10-05
"""
    draft = make(case(EVENTS, extra), "A3")
    table = rows(draft, "table")
    assert [row[0] for row in table] == [str(n) for n in range(1, len(table) + 1)]
    what = [row[3] for row in table]
    assert what[0] == "Рождение заявителя"
    assert what.index("Мне вручили повестку. Я её сохранила.") < what.index("Я вела кружок для девочек")
    assert what[-1] == "Ко мне приходили из комитета."
    assert table[-1][1] == "дата неизвестна"
    assert "с 3 марта по 5 июня 2020 г." in [row[1] for row in table]
    assert table[-1][4] == "со слов соседей"
    assert ["август 2026 г. – сентябрь 2026 г.", "Турецкая Республика"] in [row[1:3] for row in table]
    assert any(row[1] == "05.10.2026" and "Получено" in row[3] for row in table)
    assert "неизвестна, стоят в конце таблицы" in section(draft, "table")
    assert all(cell for row in table for cell in row)
    assert all(block.landscape for block in draft.blocks if block.kind == "table")


def _relative(n: int, relation: str, birth: str, more: str = "") -> str:
    return f"""
[[person]]
id = "p{n}"
role = "family"
relation = "{relation}"
sex = "f"
included = true
birth = {birth}
{more}
[person.names]
family = "Намунэи"
given = "Имя{n}"
ru_nom = "Намунэи Имя{n}"
"""


def test_family_sheet_counts_and_turns_when_the_family_is_large() -> None:
    kin = [_relative(n, "daughter", '{ precision = "day", date = 2015-01-0' + str(n) + " }") for n in range(2, 7)]
    kin.append(
        _relative(7, "daughter", '{ precision = "day", date = 2026-11-01 }', 'citizenship_status = "not_established"')
    )
    dead = """
[[person]]
id = "p8"
role = "deceased"
relation = "father"
sex = "m"
death = { precision = "year", year = 2020 }
[person.names]
given = "Бахман"
ru_nom = "Бахман"
"""
    missing = """
[[person]]
id = "p9"
role = "missing"
relation = "sister"
sex = "f"
consent_named = true
birth = { precision = "year", year = 2000 }
[person.names]
given = "Нарген"
ru_nom = "Нарген"
"""
    draft = make(case(*kin, dead, missing), "A4")
    text = section(draft, "summary")
    assert "Всего 8 человек, из них 6 несовершеннолетних" in text
    assert "включаются 7 человек" in text
    assert "местонахождение неизвестно: 1 человек" in text
    assert "нет в живых: 1 человек" in text
    table = rows(draft, "relatives")
    assert len(table) == 9
    assert all(block.landscape for block in draft.blocks)
    newborn = next(row for row in table if "Имя7" in row[1])
    assert newborn[4] == "гражданство не установлено"
    assert "без гражданства" not in draft.plain
    small = make(case(*kin[:2]), "A4")
    assert not any(block.landscape for block in small.blocks)
    assert "Всего 3 человека, из них 2 несовершеннолетних" in section(small, "summary")


def test_no_family_is_an_explicit_answer() -> None:
    assert "family_words" in {gap.question for gap in make(case(), "A4").gaps}
    draft = make(case(), "A4", {"no_family": True})
    assert "других близких родственников нет" in section(draft, "summary")
    assert not draft.gaps


def test_the_office_does_not_speak_in_the_client_s_paper() -> None:
    story = EVENTS.replace('place = "город Намуна"', 'place = "дом клиентки"')
    for code in ("A1", "A2", "A3"):
        assert "клиент" not in make(case(story), code).plain


@pytest.mark.parametrize(("file", "code"), [("S01", "A1"), ("S01", "A3"), ("S02", "A1"), ("S02", "A4")])
def test_expectations_of_the_samples(file: str, code: str) -> None:
    record = sample(file)
    assert record.expect is not None
    text = spaced(make(record, code).plain)
    for wanted in record.expect["document"]:
        if wanted["doc"] != code:
            continue
        for words in wanted.get("must_contain", []):
            assert words in text
        for choice in wanted.get("must_contain_any", []):
            assert any(words in text for words in choice)
        for words in wanted.get("must_not_contain", []):
            assert words not in text
    for words in record.expect["never"]:
        assert words not in text


def test_sample_one_has_two_annexes_and_an_untranslated_one() -> None:
    annexes = make(sample("S01"), "A1").annexes
    assert [annex.ref for annex in annexes] == ["A2", "A3", "x1"]
    assert annexes[2].translated is False


def _tables(blocks: tuple[Block, ...]) -> list[Block]:
    return [block for block in blocks if block.kind == "table"]


@pytest.mark.soak
@settings(max_examples=rounds(6, 300), deadline=None, suppress_health_check=list(HealthCheck))
@given(record=valid_cases())
def test_any_valid_case_makes_clean_papers(record: CaseRecord) -> None:
    for code in PAPERS:
        draft = make(record, code)
        assert hygiene(draft) == []
        assert all(len(row) == len(table.rows[0]) for table in _tables(draft.blocks) for row in table.rows)


def test_a_long_event_is_short_in_the_chronology_and_whole_in_the_statement() -> None:
    long = " ".join(f"Предложение {n} о том дне." for n in range(60))
    event = f'[[event]]\nid = "e1"\ntext = "{long}"\nvisibility = "authority"\n'
    row = rows(make(case(event), "A3"), "table")[-1]
    assert row[3].endswith("… (полностью – в изложении, п. 2)")
    assert len(row[3]) < 600
    assert long in spaced(make(case(event), "A2").plain)


def test_family_is_told_by_relation_and_by_sex() -> None:
    people = """
[[person]]
id = "p2"
role = "dependant"
relation = "cousin"
sex = "f"
included = true
[person.names]
given = "Мина"
ru_nom = "Мина"
[[person]]
id = "p3"
role = "witness"
relation = "brother"
sex = "m"
consent_named = true
[person.names]
given = "Омид"
ru_nom = "Омид"
[[person]]
id = "p4"
relation = "friend"
consent_named = true
[person.names]
given = "Джамшид"
ru_nom = "Джамшид"
"""
    text = spaced(make(case(people), "A4").plain)
    assert "Двоюродная сестра: Мина" in text
    assert "Омид" not in text
    assert "Джамшид" not in text
    assert "Всего 2 человека" in text


def test_reasons_without_an_event_are_asked_and_stop_the_paper_until_answered() -> None:
    draft = make(case(), "A1")
    gap = next(gap for gap in draft.gaps if gap.question == "reason_words")
    assert gap.required
    assert gap.urgent
    assert "Потому что так." in section(make(case(), "A1", {"reason_words": "Потому что так."}), "reasons")
    assert "reason_words" not in {gap.question for gap in make(case(EVENTS), "A1").gaps}


def test_ethnicity_is_printed_where_the_form_asks_and_not_in_the_account() -> None:
    client = CLIENT.replace('sex = "f"', 'sex = "f"\nethnicity = "хазарейка"')
    assert "хазарейка" in section(make(case(client=client), "A1"), "origin")
    assert "хазарейка" not in make(case(client=client), "A2").plain


def test_the_chronology_points_to_a_statement_only_where_there_is_one() -> None:
    alone = make(case(EVENTS, head=HEAD.replace('["A1", "A2", "A3", "A4"]', '["A3"]')), "A3")
    assert {len(row) for row in rows(alone, "table")} == {6}
    assert {len(row) for row in rows(make(case(EVENTS), "A3"), "table")} == {7}


def test_a_doubted_age_is_asked_to_be_taken_for_a_child_s() -> None:
    doubt = '[[contradicting_age]]\nsource = "запись при задержании"\nvalue = 19\n'
    draft = make(case(doubt, client=MINOR), "A1")
    assert ["Возраст по другим сведениям", "запись при задержании: 19"] in rows(draft, "identity")
    assert "исходить из того, что заявитель является ребёнком" in section(draft, "ask")
    assert "является ребёнком" not in make(case(doubt), "A1").plain


def test_service_is_spoken_of_where_the_case_tells_of_a_call_up() -> None:
    call = '[[event]]\nid = "e1"\ntext = "Мне принесли повестку в военкомат."\nvisibility = "authority"\n'
    answer = {"fear_military": "Стрелять в людей не могу."}
    assert "Стрелять в людей не могу." in section(make(case(call), "A1", answer), "fear")
    assert "военная служба" not in make(case(), "A1", answer).plain
