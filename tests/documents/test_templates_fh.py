"""F1–F6 and H1–H4: variants on the printed text, and the harm that a filing must not do."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from legalaid_desktop.documents.blocks import GAP
from legalaid_desktop.documents.facts.testimony import camera_window, incidents_of
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.disclosed import DisclosedEvent
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.services.draft_desk import Sheet, lay_out
from tests.documents.ad_papers import catalog, desk, hygiene, sample, spaced

HEAD = """
[meta]
case_id = "W4"
schema_version = 1
fictional = true
as_of = 2026-12-03
[case]
ref = "TEST-2026-W4"
region = "brest"
place = "город Брест"
topic = "{topic}"
language = "fa"
interpreter_used = true
read_back = true
[[person]]
id = "p1"
role = "client"
sex = "f"
birth = {{ precision = "day", date = 1990-02-03 }}
citizenships = [{{ country = "AF" }}]
address_service = "г. Брест, ул. Примерная, д. 0"
[person.names]
family = "Намуна"
given = "Лейла"
ru_nom = "Лейла Намуна"
ru_gen = "Лейлы Намуны"
latin = "LAYLA NAMUNA"
"""
BEATEN = """
[[entry]]
date = { precision = "day", date = 2026-10-01 }
[[event]]
id = "e1"
date = { precision = "day", date = 2020-05-14 }
place = "город Намуна"
text = "Дома меня избили в отделе."
how_known = "seen"
visibility = "authority"
[[event]]
id = "e2"
date = { precision = "day", date = 2026-11-20, time = "около 14:00" }
place = "г. Брест, вокзал"
text = "Двое в форме ударили меня по плечу."
how_known = "seen"
visibility = "authority"
[[event]]
id = "e3"
date = { precision = "day", date = 2026-11-20 }
text = "Сотрудница кассы сказала, что там есть камера."
how_known = "heard"
visibility = "authority"
[[injury]]
event = "e1"
part = "стопа"
side = "left"
[[injury]]
event = "e2"
part = "плечо"
side = "right"
size = "синяк 5 на 4 см"
now = "болит"
"""
MISSING = """
[[person]]
id = "p2"
role = "missing"
relation = "son"
sex = "m"
birth = {{ precision = "day", date = 2012-02-03 }}
citizenships = [{{ country = "AF" }}]
description = "рост 150 см, шрам на подбородке"
last_contact = 2026-11-25T18:40:00
last_place = "город Брест, автостанция"
{extra}
[person.names]
family = "Намуна"
given = "Омид"
ru_nom = "Омид Намуна"
ru_acc = "Омида Намуну"
latin = "OMID NAMUNA"
original = "امید نمونه"
original_lang = "fa"
father_name = "Karim"
"""
SEARCH = '[[consent]]\nscope = "state_bodies_search"\ngiven = true\ndate = 2026-12-01\n'
RED_CROSS = '[[consent]]\nscope = "red_cross"\ngiven = true\ndate = 2026-12-01\n'


def case(*parts: str, topic: str = "ip.application") -> CaseRecord:
    return parse_case_file("\n".join((HEAD.format(topic=topic), *parts)), "made.toml")


def missing(extra: str = "") -> str:
    return MISSING.format(extra=extra)


def sheet(record: CaseRecord, code: str, language: str | None = None, **answers: object) -> Sheet:
    as_of = record.meta.as_of
    assert as_of is not None
    return lay_out(desk(), record, code, as_of=as_of, language=language, answers=answers, count_pages=False)


def text(made: Sheet) -> str:
    assert hygiene(made.draft) == []
    return spaced(made.draft.plain)


def found(made: Sheet, id: str) -> set[tuple[str | None, Severity]]:
    return {(finding.variant, finding.severity) for finding in made.findings() if finding.id == id}


def stops(made: Sheet) -> set[tuple[str, str | None]]:
    return {(f.id, f.variant) for f in made.findings() if f.severity in (Severity.BLOCKS, Severity.OVERRIDABLE)}


# F1


def test_the_record_keeps_seen_heard_and_incidents_apart() -> None:
    made = sheet(case(BEATEN), "F1")
    words = text(made)
    assert made.draft.language == "ru"
    assert words.index("Случай 1: 14 мая 2020 г.") < words.index("Случай 2: 20 ноября 2026 г.")
    seen, heard = words.index("2) Дата: 20 ноября 2026 г., около 14:00"), words.index("3) Дата: 20 ноября 2026 г.")
    assert seen < words.index("Известно от других людей", seen) < heard
    rows = [["".join(s.text for s in cell) for cell in row] for b in made.draft.blocks for row in b.rows]
    assert ["стопа, слева", "не записано", "не записано", "не записано", "не записано"] in rows
    assert ["плечо, справа", "синяк 5 на 4 см", "не записано", "не записано", "болит"] in rows
    assert "прошло после последнего события" in words.lower()
    assert "13 дней" in words


def test_a_sealed_account_stands_in_the_record_only_where_the_client_signs_alone() -> None:
    sealed = (
        '[[narrative]]\nperson = "p1"\nlanguage = "ru"\nvisibility = "family_separate"\ntext = "Отдельный рассказ."\n'
    )
    husband = (
        '[[person]]\nid = "p3"\nrole = "family"\nrelation = "husband"\nincluded = true\n'
        '[person.names]\nru_nom = "Икс"\n'
    )
    assert "Отдельный рассказ." in text(sheet(case(sealed), "F1"))
    joint = sheet(case(sealed, husband), "F1")
    assert "Отдельный рассказ." not in text(joint)
    other = sealed.replace('person = "p1"', 'person = "p3"')
    assert "Отдельный рассказ." not in text(sheet(case(other, husband), "F1"))


def test_what_is_for_a_lawyer_abroad_stays_out_of_the_record_without_consent() -> None:
    secret = BEATEN.replace('visibility = "authority"', 'visibility = "un"')
    assert "ударили" not in text(sheet(case(secret), "F1"))
    agreed = '[[consent]]\nscope = "foreign_lawyer"\ngiven = true\ndate = 2026-12-01\n'
    words = text(sheet(case(secret, agreed), "F1"))
    assert "ударили" in words
    assert "дано, 1 декабря 2026 г." in words
    ended = agreed + "withdrawn = 2026-12-02\n"
    gone = text(sheet(case(secret, ended), "F1"))
    assert "отозвано 2 декабря 2026 г." in gone
    assert "ударили" not in gone


LEADING = re.compile(
    r"ведь|правда ли|не так ли|наверняка|признай|вас (?:били|пытали|избивали)|они вас|полицейск\w+ били", re.I
)


def test_the_prompts_of_the_record_lead_nowhere() -> None:
    for question in catalog().template("F1").manifest.questions:
        assert not LEADING.search(question.ask["ru"]), question.name
    assert LEADING.search("Вас били палкой, не так ли?")


def test_an_account_in_another_language_asks_for_its_translation() -> None:
    own = '[[narrative]]\nperson = "p1"\nlanguage = "fa"\nvisibility = "authority"\ntext = "من می‌ترسم"\n'
    made = sheet(case(own), "F1")
    assert "account_translation" in {gap.question for gap in made.draft.gaps}
    assert "Перевод: Мне страшно." in text(sheet(case(own), "F1", account_translation="Мне страшно."))


# F2–F6


def test_a_complaint_tells_of_what_happened_here_and_asks_first_whether_it_is_safe() -> None:
    made = sheet(case(BEATEN), "F2")
    words = text(made)
    assert "В прокуратуру Брестской области" in words
    assert "ударили меня по плечу" in words
    assert "Дома меня избили" not in words
    assert "стопа" not in words
    assert ("safe", Severity.OVERRIDABLE) in found(made, "CHK-CONSENT")
    calm = sheet(case(BEATEN), "F2", safe_to_complain="yes", whose_officers="other_state")
    assert found(calm, "CHK-CONSENT") == set()
    assert ("other_state", Severity.OVERRIDABLE) in found(calm, "CHK-ADDRESSEE")
    assert "Дома меня избили" in text(sheet(case(BEATEN), "F2", about_events="e1"))
    arrived = BEATEN.replace("2026-10-01 }", '2026-10-01 }\nvisibility = "authority"')
    assert "Дома меня избили" not in text(sheet(case(arrived), "F2"))
    arrived_before = arrived.replace("2026-10-01", "2019-10-01")
    assert "Дома меня избили" in text(sheet(case(arrived_before), "F2"))


def test_a_complaint_accuses_nobody_as_proved_and_judges_nothing() -> None:
    for code in ("F2", "F4", "F6"):
        words = text(sheet(case(BEATEN), code, kind="both", motive="Сказали: уезжай.", force="Держали документы."))
        assert not re.search(r"виновн\w+ (?:в|является)|преступник|садист|зверск|жесток\w+ избил", words), code
    assert "Полагаю, что со мной обращались жестоко." in text(sheet(case(BEATEN), "F2"))


def test_a_medical_paper_older_than_its_event_is_a_question() -> None:
    early = (
        '[[evidence]]\nid = "x1"\ntitle = "Справка врача"\ndate = { precision = "day", date = 2026-11-01 }\n'
        'pages = 1\nlanguage = "ru"\nvisibility = "authority"\nproves = ["e2"]\n'
    )
    assert ("medical", Severity.OVERRIDABLE) in found(sheet(case(BEATEN, early), "F2"), "CHK-DATE")
    later = early.replace("2026-11-01", "2026-11-21")
    assert "medical" not in {variant for variant, _ in found(sheet(case(BEATEN, later), "F2"), "CHK-DATE")}


def test_the_medical_paper_prints_its_parts_apart() -> None:
    whole = text(sheet(case(BEATEN), "F3"))
    assert all(head in whole for head in ("ПАМЯТКА", "ЛИСТ МЕДИЦИНСКИХ ДОКАЗАТЕЛЬСТВ", "ПРОШУ:"))
    alone = sheet(case(BEATEN), "F3", parts="application")
    words = text(alone)
    assert "ПАМЯТКА" not in words
    assert "ЛИСТ МЕДИЦИНСКИХ" not in words
    assert alone.draft.blocks[0].kind != "pagebreak"
    assert "Отсутствие видимых следов само по себе не означает" in words
    assert ("medical", Severity.OVERRIDABLE) in found(alone, "CHK-CONSENT")
    leaflet = sheet(case(BEATEN), "F3", parts="leaflet")
    assert "Лейла" not in text(leaflet)
    assert found(leaflet, "CHK-CONSENT") == set()


def test_each_gap_of_the_inquiry_is_named_and_asked_to_be_closed() -> None:
    words = text(sheet(case(BEATEN), "F4", gap_no_exam=True, gap_no_video=True, gap_other="Не запрошен журнал."))
    assert "судебно-медицинская экспертиза не назначена" in words
    assert "Не запрошен журнал" in words
    assert "Назначить судебно-медицинскую экспертизу." in words
    assert "опросить лиц" not in words.lower()


@pytest.mark.parametrize(
    ("hour", "window"),
    [
        ("14:30", "с 12 ч 30 мин до 16 ч 30 мин (событие – около 14 ч 30 мин)"),
        ("23.15", "с 21 ч 15 мин до 1 ч 15 мин следующего дня (событие – около 23 ч 15 мин)"),
        ("1:00", "с 23 ч 00 мин предыдущего дня до 3 ч 00 мин (событие – около 1 ч 00 мин)"),
        ("утром", None),
    ],
)
def test_camera_records_are_asked_for_two_hours_on_either_side(hour: str, window: str | None) -> None:
    found_window = camera_window(hour)
    assert (found_window and found_window.replace("\u00a0", " ")) == window
    words = text(sheet(case(BEATEN), "F5", hour=hour, camera="вход", reason="Для жалобы"))
    assert (window or "около утром, а также два часа до и два часа после") in words


def test_a_report_of_trafficking_waits_for_a_safety_talk_and_prints_no_indicator() -> None:
    made = sheet(
        case(BEATEN), "F6", kind="traffic", ind_debt=True, who_did="Мужчина по имени Образец", forced_acts="Работа."
    )
    words = text(made)
    assert "долг" not in words
    assert "Не привлекать меня к ответственности за действия, совершённые под принуждением." in words
    assert {("CHK-CONSENT", "safety_talk"), ("CHK-3RD", "exploiter"), ("CHK-SELFINC", "forced")} <= stops(made)
    ready = sheet(case(BEATEN), "F6", kind="hate", safety_talk=True, who_did="Мужчина", naming_plan=True)
    assert not {("CHK-CONSENT", "safety_talk"), ("CHK-3RD", "exploiter")} & stops(ready)
    assert "Проверить мотив" in text(ready)


def test_events_more_than_a_day_apart_are_incidents_of_their_own() -> None:
    events = tuple(DisclosedEvent(id=LocalId(f"e{n}"), text="…") for n in range(2))
    assert [len(group) for group in incidents_of(events)] == [2]
    assert incidents_of(()) == ()


# H1–H4


def test_a_search_names_the_missing_in_every_script_and_asks_nothing_of_the_home_state() -> None:
    made = sheet(
        case(missing("fears_home_state = true"), SEARCH), "H1", other_bodies="В Следственный комитет\nВ больницу"
    )
    words = text(made)
    assert "о розыске Омида Намуны" in words
    assert all(name in words for name in ("OMID NAMUNA", "امید نمونه"))
    assert "25 ноября 2026 г. в 18 ч 40 мин. Место: город Брест, автостанция." in words
    assert "Не обращаться в представительства государства гражданства" in words
    assert not re.search(r"посольств|консульств", words)
    assert "может быть ребёнком" in words
    assert "экземпляр № 3" in words
    assert "CHK-HOME" not in {f.id for f in made.findings()}
    asking = sheet(case(missing("fears_home_state = true"), SEARCH), "H1", steps="Прошу запросить посольство.")
    assert ("contact", Severity.OVERRIDABLE) in found(asking, "CHK-HOME")


def test_of_a_stateless_person_no_citizenship_is_spoken_of() -> None:
    stateless = missing('citizenship_status = "stateless"').replace('citizenships = [{ country = "AF" }]\n', "")
    words = text(sheet(case(stateless, SEARCH), "H1"))
    assert "Не обращаться в представительства государства прежнего постоянного проживания" in words
    assert "государства гражданства" not in words


def test_only_a_plain_no_lets_the_home_state_be_asked() -> None:
    barred = "Не обращаться в представительства"
    assert barred in text(sheet(case(missing(), SEARCH), "H1"))
    assert barred not in text(sheet(case(missing("fears_home_state = false"), SEARCH), "H1"))
    assert barred not in text(sheet(case(missing(), SEARCH), "H1", home_contact_safe=True))
    assert barred in text(sheet(case(missing("fears_home_state = true"), SEARCH), "H1", home_contact_safe=True))


def test_a_search_without_consent_is_stopped_and_one_at_a_border_is_shown_to_a_lawyer() -> None:
    assert ("missing", Severity.BLOCKS) in found(sheet(case(missing()), "H1"), "CHK-CONSENT")
    border = sheet(case(missing(), SEARCH, topic="br.missing"), "H1")
    assert ("search", Severity.OVERRIDABLE) in found(border, "CHK-SELFINC")
    assert ("sought", Severity.OVERRIDABLE) in found(border, "CHK-3RD")
    own = '[[consent]]\nscope = "red_cross"\ngiven = true\ndate = 2026-12-01\nperson = "p2"\n'
    assert "sought" not in {v for v, _ in found(sheet(case(missing(), SEARCH, own), "H1"), "CHK-3RD")}
    assert ("search", Severity.OVERRIDABLE) not in found(sheet(case(missing(), SEARCH), "H1"), "CHK-SELFINC")


def test_a_missing_person_in_danger_prints_by_role() -> None:
    made = sheet(case(missing("in_danger = true"), SEARCH), "H1")
    words = text(made)
    assert "Омид" not in words
    assert "OMID" not in words
    assert "шрам на подбородке" not in words
    assert "сын" in words


def test_a_search_does_not_tell_its_addressee_who_hurt_somebody() -> None:
    """The police that are asked to search may be those that the injury speaks of."""
    near = """
[[event]]
id = "e8"
date = {precision = "day", date = 2026-11-25}
place = "лес"
text = "%s"
visibility = "authority"
"""
    plain = case(missing(), SEARCH, near % "Мы разошлись у ручья.")
    hurt = case(missing(), SEARCH, near % "Мы разошлись у ручья.", '[[injury]]\nevent = "e8"\npart = "плечо"\n')
    assert "разошлись у ручья" in text(sheet(plain, "H1"))
    assert "разошлись у ручья" not in text(sheet(hurt, "H1"))


def test_a_search_says_nothing_that_the_client_did_not_say() -> None:
    words = text(sheet(case(missing(), SEARCH), "H1"))
    assert "попутчик" not in words
    assert "неизвестно" not in words
    assert "Здоровье" in words  # of a child: who is to be called when it is found
    assert "Что уже сделано" not in words


@pytest.mark.parametrize("language", ["en", "ru"])
def test_tracing_data_go_to_no_authority(language: str) -> None:
    made = sheet(
        case(missing(), RED_CROSS), "H2", language, share_photo="staff", share_name="no", sought_parents="Karim"
    )
    words = text(made)
    assert all(name in words for name in ("OMID NAMUNA", "LAYLA NAMUNA", "امید نمونه", "Karim"))
    rows = {
        row[0]: row[1]
        for row in (["".join(s.text for s in cell) for cell in row] for b in made.draft.blocks for row in b.rows)
    }
    authorities = next(answer for head, answer in rows.items() if re.search("^(Authorities|Власти)", head))
    assert authorities in ("no", "нет")
    assert "Намуна Карим" not in words  # a father's name is no patronymic
    assert ("missing", Severity.BLOCKS) in found(sheet(case(missing()), "H2", language), "CHK-CONSENT")


def test_english_tracing_data_ask_for_the_words_of_another_script() -> None:
    gaps = {gap.question for gap in sheet(case(missing(), RED_CROSS), "H2").draft.gaps}
    assert {"description", "last_place"} <= gaps
    words = text(
        sheet(case(missing(), RED_CROSS), "H2", description="Scar on the chin", last_place="Brest, bus station")
    )
    assert "Scar on the chin" in words
    assert not re.search("[а-яё]", words, re.I)


def test_an_ante_mortem_description_waits_for_the_wish_of_the_family() -> None:
    mother = '[[person]]\nid = "p4"\nrole = "family"\nrelation = "mother"\n[person.names]\nru_nom = "Мать Намуна"\n'
    made = sheet(case(missing(), RED_CROSS, mother), "H3")
    words = text(made)
    assert ("family_wish", Severity.OVERRIDABLE) in found(made, "CHK-CONSENT")
    assert "They do not mean that the person is dead." in words
    assert "mother of the applicant" in words
    assert "Мать" not in words
    assert found(sheet(case(missing(), RED_CROSS, mother), "H3", family_wish=True), "CHK-CONSENT") == set()


@pytest.mark.parametrize(
    ("burial", "asked"),
    [
        ("return", "Выдать тело для перевозки"),
        ("here", "Выдать тело для погребения."),
        ("undecided", "Сообщить порядок"),
    ],
)
def test_a_request_on_a_death_follows_the_wish_of_the_family(burial: str, asked: str) -> None:
    dead = missing('death = { precision = "day", date = 2026-11-26 }').replace('role = "missing"', 'role = "deceased"')
    words = text(sheet(case(dead, SEARCH), "H4", burial=burial))
    assert "о смерти, выдаче тела и документах" in words
    assert "Дата смерти: 26 ноября 2026 г." in words
    assert asked in words
    assert "Отложить погребение до опознания" in words
    assert "Не обращаться в представительства" in words
    assert "семье неизвестно" not in words


def test_impossible_last_news_is_a_question() -> None:
    def dates(person: str, code: str = "H1") -> set[str | None]:
        return {variant for variant, _ in found(sheet(case(person, SEARCH), code), "CHK-DATE")}

    assert not {"news_ahead", "news_after_death"} & dates(missing())
    assert "news_ahead" in dates(missing().replace("2026-11-25T", "2026-12-25T"))
    assert "news_before_birth" in dates(missing().replace("2026-11-25T", "2011-11-25T"))
    dead = missing('death = { precision = "day", date = 2026-11-20 }').replace('role = "missing"', 'role = "deceased"')
    assert "news_after_death" in dates(dead, "H4")


def test_two_missing_persons_are_told_apart() -> None:
    second = missing().replace('id = "p2"', 'id = "p5"').replace("Омид", "Навид").replace("OMID", "NAVID")
    words = text(sheet(case(missing(), second, SEARCH), "H1"))
    assert "о розыске пропавших людей" in words
    assert "1. Омид Намуна" in words
    assert "2. Навид Намуна" in words


def test_the_sample_papers_hold_what_a_reader_looks_for() -> None:
    record = sample("S05")
    words = text(sheet(record, "H1"))
    assert "палкой" not in words
    assert "ворота" not in words
    assert "CHK-DUP" in {f.id for f in sheet(record, "F1").findings()} or record.other_cases is not None
    assert "CHK-CONTRA" in {f.id for f in sheet(record, "F1").findings()}


def _answers(code: str) -> Mapping[str, object]:
    given: dict[str, object] = {}
    for question in catalog().template(code).manifest.questions:
        if question.type in ("text", "line") and question.name not in ("about_events", "addressee", "hour"):
            given[question.name] = "Words as given" if code in ("H2", "H3") else "Слова как сказаны"
    return given


@pytest.mark.parametrize("code", ["F1", "F2", "F3", "F4", "F5", "F6", "H1", "H2", "H3", "H4"])
def test_every_answer_is_printed_cleanly(code: str) -> None:
    record = case(BEATEN, missing(), SEARCH, RED_CROSS)
    made = sheet(record, code, None, **_answers(code))
    words = text(made)
    assert "None" not in words
    left = {gap.question for gap in made.draft.gaps} - {None}
    choices = {q.name for q in made.template.manifest.questions if q.type in ("choice", "bool", "date")}
    assert left <= choices | {"hour", "addressee"}


def test_h1_names_no_address_above_that_is_not_there_and_leaves_the_page_to_the_photograph() -> None:
    made = sheet(case(missing(), SEARCH), "H1", photo=True)
    said = text(made)
    above = "по адресу, указанному выше"
    assert (above in said) == (f"Адрес: {GAP}" not in said and "Адрес:" in said)
    assert "Место для фотографии" not in said
    assert "наклеивается ниже" in said
    told = text(sheet(case(missing(), SEARCH), "H1", contact="телефон, после 18 часов"))
    assert above not in told and "указанным выше способом" in told


def test_somebody_without_a_name_is_told_as_a_lawyer_would() -> None:
    unnamed = missing().replace('"son"', '"brother"').split("[person.names]")[0]
    search = sheet(case(unnamed, SEARCH), "H1")
    words = text(search)
    assert "о розыске брата (имя неизвестно)" in words
    assert "Имя: неизвестно (брат)" in words and "имя неизвестно (брат); дата рождения" in words
    joined = unnamed.replace('"missing"', '"family"\nincluded = true')
    family = sheet(case(joined), "A4", "be").draft
    assert ("Імя", "імя невядома") in {
        tuple("".join(span.text for span in cell) for cell in row) for block in family.blocks for row in block.rows
    }
    assert "просят: брат (имя неизвестно)." in text(sheet(case(joined), "C1", "ru"))
    assert "Name: unknown (brother)" in text(sheet(case(unnamed, RED_CROSS), "H2", "en"))
    stranger = text(sheet(case(unnamed.replace('relation = "brother"', ""), SEARCH), "H1"))
    assert "о розыске человека (имя неизвестно)" in stranger and "Имя: неизвестно" in stranger


def test_a_complaint_annexes_what_it_speaks_of_and_tells_what_it_left_out() -> None:
    papers = """
[[evidence]]
id = "x1"
title = "Фотографии плеча"
visibility = "authority"
proves = ["e2"]
[[evidence]]
id = "x2"
title = "Фотографии стопы"
visibility = "authority"
proves = ["e1"]
[[evidence]]
id = "x3"
title = "Свидетельство о браке"
visibility = "authority"
"""
    made = sheet(case(BEATEN, papers), "F2")
    assert [annex.ref for annex in made.draft.annexes] == ["x1"]
    left = [f for f in made.findings() if f.id == "CHK-ANNEX" and f.variant == "left_out"]
    assert [(f.severity, f.params["n"]) for f in left] == [(Severity.WARNS, 2)]
    assert left[0].params["what"] == "«Фотографии стопы», «Свидетельство о браке»"
    assert "Фотографии стопы" not in text(made)
    cited = sheet(case(BEATEN, papers), "F2", care="Помощи не было {annex:x3}.")
    assert [annex.ref for annex in cited.draft.annexes] == ["x1", "x3"]


def test_a_request_for_papers_of_death_has_no_heading_without_words() -> None:
    assert "Что известно" not in text(sheet(case(), "H4"))
    assert "Что известно" in text(sheet(case(missing()), "H4"))
