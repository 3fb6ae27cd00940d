"""A1–A4: no box is mute, nothing is concluded that nobody said, one signature for all papers."""

from __future__ import annotations

import pytest

from tests.documents import test_templates_a as a
from tests.documents import test_templates_d as d
from tests.documents.ad_papers import make, spaced


def kin(n: int, relation: str, more: str, sex: str = "f", name: str = "Образец") -> str:
    return f"""
[[person]]
id = "k{n}"
role = "family"
relation = "{relation}"
sex = "{sex}"
consent_named = true
{more}
[person.names]
given = "{name}"
family = "Намунэи"
"""


RANGE = '{ precision = "range", from = 2020-12-31, to = 2021-01-02 }'


@pytest.mark.parametrize(("sex", "relation", "died"), [("f", "mother", "умерла"), ("m", "father", "умер")])
def test_a_death_in_a_range_is_one_moment(sex: str, relation: str, died: str) -> None:
    record = a.case(kin(1, relation, f"death = {RANGE}", sex))
    for code in ("A1", "A4"):
        text = spaced(make(record, code).plain)
        assert f"{died} между 31 декабря 2020 г. и 2 января 2021 г." in text
        assert "с 31 декабря" not in text
    assert a.rows(make(record, "A3"), "table")[-1][1] == "между 31 декабря 2020 г. и 2 января 2021 г."


def test_a_birth_in_a_range_is_one_moment_and_has_its_label() -> None:
    record = a.case(kin(1, "daughter", f"included = true\nbirth = {RANGE}"), kin(2, "brother",
                    "birth = { precision = \"season\", year = 2001, season = \"winter\" }", "m"))  # fmt: skip
    text = spaced(make(record, "A1").plain)
    assert "дата рождения: между 31 декабря 2020 г. и 2 января 2021 г." in text
    assert "дата рождения: зима 2001 г." in text
    assert "между 31 декабря 2020 г. и 2 января 2021 г." in spaced(make(record, "A4").plain)


def test_an_approximate_month_of_birth_has_its_label() -> None:
    client = a.CLIENT.replace('{ precision = "year", year = 1990 }', '{ precision = "approx", year = 1979, month = 7 }')
    assert "дата рождения: примерно июль 1979 г." in spaced(make(a.case(client=client), "A2").plain).lower()


def test_where_a_relative_is_nobody_concludes() -> None:
    record = a.case(kin(1, "son", 'included = true\nbirth = { precision = "year", year = 2015 }', "m"))
    for code in ("A1", "A4"):
        for block in make(record, code).blocks:
            if "Намунэи" in block.text or any("Намунэи" in s.text for row in block.rows for c in row for s in c):
                assert "Брест" not in block.text
    assert a.rows(make(record, "A4"), "relatives")[10][1] == "сведений нет"


def test_no_box_of_the_application_is_mute() -> None:
    draft = make(a.case(a.EVENTS), "A1")
    asked = {gap.question for gap in draft.gaps if gap.required}
    assert {"life_addresses", "life_education", "life_work", "life_military", "life_organisations"} <= asked
    assert {"risk_since_departure", "wanted_known"} <= asked
    for name in ("life", "later", "wanted"):
        assert draft.printed[name]
    told = make(a.case(a.EVENTS), "A1", {"wanted_known": "Не знаю."})
    assert a.section(told, "wanted") == (
        "Уголовные дела и розыск Что мне известно об уголовных делах, розыске, повестках: Не знаю."
    )


def test_a_child_is_not_asked_of_work_and_service() -> None:
    asked = {gap.question for gap in make(a.case(client=a.MINOR), "A1").gaps}
    assert not {"life_work", "life_military"} & asked
    assert "life_education" in asked


ENTRY = """
[[entry]]
date = { precision = "day", date = 2026-05-05 }
lawful = "yes"
visibility = "authority"
[[event]]
id = "e8"
date = { precision = "day", date = 2026-11-01 }
place = "город Пинск"
text = "Я говорила на собрании; обо мне спрашивали."
how_known = "seen"
visibility = "authority"
"""


def test_what_the_client_did_here_is_a_risk_of_its_own() -> None:
    record = a.case(a.EVENTS, ENTRY)
    text = a.section(make(record, "A1"), "later")
    assert "Я говорила на собрании" in text
    assert "Я говорила на собрании" not in a.section(make(record, "A1"), "reasons")
    assert "События, которые произошли после моего отъезда" in a.section(make(record, "A2"), "later")
    assert "После отъезда: 1 из этого перечня." in a.section(make(d.case(ENTRY), "D5"), "individual")


def test_the_fear_points_to_paragraphs_and_not_to_dates() -> None:
    text = a.section(make(a.case(a.EVENTS), "A1"), "fear")
    assert "Опасения основаны на событиях, изложенных в п. " in text
    assert "дата неизвестна" not in text


def test_papers_name_issuer_and_holder_by_labels() -> None:
    client = a.CLIENT.replace(
        '[{ kind = "none", reason = "паспорт отобран на рынке" }]',
        '[{ kind = "passport", no = "TEST1", issuer = "Министерство юстиции", issued = 2020-01-05, held_by = '
        '"прокуратура" }, { kind = "id_card", no = "TEST2", held_by = "изъято полицией" }]',
    )
    text = a.section(make(a.case(client=client), "A1"), "documents")
    assert "выдан 5 января 2020 г., орган, выдавший документ: Министерство юстиции, находится: прокуратура" in text
    assert "TEST2, изъято полицией" in text


BROTHER = kin(1, "brother", 'legal_guardian = true\nincluded = true\nbirth = { precision = "year", year = 1990 }', "m")


@pytest.mark.parametrize("code", ["A1", "A2", "A3", "A4"])
def test_who_signs_for_a_child_says_so_with_the_basis_and_the_child_has_a_line(code: str) -> None:
    draft = make(a.case(BROTHER, client=a.MINOR), code)
    sign = a.section(draft, "signature")
    assert "Законный представитель (" in sign
    assert "за ребёнка: Парванэ" in sign
    assert "Подпись ребёнка" in sign
    assert "basis" in {gap.question for gap in draft.gaps}
    told = make(a.case(BROTHER, client=a.MINOR), code, {"basis": "решение № 1"})
    assert "основание: решение № 1" in a.section(told, "signature")
    cannot = a.MINOR.replace('sex = "f"', 'sex = "f"\nliteracy = "none"')
    assert "отпечаток пальца" in a.section(make(a.case(BROTHER, client=cannot), code), "signature")


def test_the_interpreter_s_lines_stand_before_the_signature() -> None:
    for code, record in (("A1", a.case()), ("A2", a.case()), ("D1", d.case(d.DECISION))):
        text = spaced(make(record, code).plain)
        assert text.index("Переводчик (подпись)") < text.rindex("20___ г. ______________")


def test_a_particle_of_the_family_name_stays_in_the_signature() -> None:
    client = a.CLIENT.replace("mononym = true\ngiven", 'family = "ибн Абдул аль-Намуна"\ngiven').replace(
        'ru_nom = "Парванэ"\n', ""
    )
    for code in ("A1", "A3"):
        assert "П. ибн Абдул аль-Намуна" in a.section(make(a.case(client=client), code), "signature")


def test_a_long_name_stands_under_the_line_and_not_beside_it() -> None:
    long = "ибн Абдулрахман аль-Барзинджи"
    client = a.CLIENT.replace("mononym = true\ngiven", f'family = "{long}"\ngiven').replace('ru_nom = "Парванэ"\n', "")
    lines = [
        b.text.replace("\u00a0", " ") for b in make(a.case(client=client), "A2").blocks if b.section == "signature"
    ]
    at = next(n for n, line in enumerate(lines) if "20___ г." in line)
    assert lines[at].endswith("______________")
    assert lines[at + 1] == f"П. {long}"


def test_a_relation_has_the_word_of_the_person_s_sex() -> None:
    for sex, word in (("m", "двоюродный брат"), ("f", "двоюродная сестра")):
        text = spaced(make(a.case(kin(1, "cousin", "", sex)), "A4").plain).lower()
        assert word in text
        assert "(двоюродн" not in text


def test_a_relation_in_own_words_prints_as_typed() -> None:
    text = spaced(make(a.case(kin(1, "сводный брат", "", "m")), "A4").plain)
    assert "Сводный брат: " in text
    assert "_m" not in text


def test_a_language_in_own_words_is_not_declined() -> None:
    head = a.HEAD.replace('language = "fa"', 'language = "лезгинский диалект"')
    text = spaced(make(a.case(head=head), "A1").plain)
    assert "Объяснения могу давать на языке «лезгинский диалект»." in text
    assert "Обеспечить бесплатного переводчика языка «лезгинский диалект»" in text


def test_who_had_no_copy_received_nothing_in_the_chronology() -> None:
    made = d.DECISION.replace("copy_given = true", "copy_given = false")
    seen = [row[3] for row in a.rows(make(d.case(made), "A3"), "table")]
    assert any(row.startswith("Ознакомление без вручения копии: ") for row in seen)
    assert not any(row.startswith("Получено") for row in seen)
