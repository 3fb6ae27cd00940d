"""D2, D3, D4, D6, D7 and G1–G5: variants on the printed text, and what a paper that goes abroad may not give away."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

import pytest

from legalaid_desktop.documents.facts.abroad import coarse, paired
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import NameSet
from legalaid_desktop.grammar.latin import latin_initials, latin_name, transliterated
from legalaid_desktop.services.draft_desk import Sheet, lay_out
from tests.documents.ad_papers import desk, hygiene, sample, spaced

ABROAD = ("D7", "G1", "G2", "G3", "G4", "G5")
HEAD = """
[meta]
case_id = "W3"
schema_version = 1
fictional = true
as_of = 2026-12-03
[case]
ref = "TEST-2026-W3"
region = "brest"
place = "город Брест"
topic = "ex.extradition"
language = "uz"
interpreter_used = true
read_back = true
[[person]]
id = "p1"
role = "client"
sex = "m"
birth = { precision = "day", date = 1990-02-03 }
citizenships = [{ country = "UZ" }]
docs = [{ kind = "passport", no = "TEST000777" }]
[person.names]
family = "Намунаев"
given = "Тимур"
ru_nom = "Намунаев Тимур"
ru_acc = "Намунаева Тимура"
latin = "NAMUNAEV TIMUR"
[extradition]
state = "UZ"
requested = { precision = "day", date = 2026-09-20 }
offence = "участие в собрании"
[[event]]
id = "e1"
date = { precision = "day", date = 2019-05-14 }
place = "город Намуна"
text = "Меня избили в отделе."
how_known = "seen"
visibility = "un"
evidence = ["x1"]
[[event]]
id = "e2"
date = { precision = "day", date = 2026-09-02 }
place = "город Брест"
text = "При задержании я попросил защиты; записывать не стали."
how_known = "seen"
visibility = "authority"
[[evidence]]
id = "x1"
title = "Справка врача"
date = { precision = "day", date = 2019-05-20 }
pages = 1
language = "ru"
visibility = "un"
proves = ["e1"]
"""
CUSTODY = """
[[detention]]
id = "t1"
kind = "extradition"
place = "следственный изолятор № 7"
from = 2026-09-02T10:00:00
sanctions = [{ from = 2026-09-02, to = 2026-10-02 }, { from = 2026-10-06, to = 2026-11-20 }]
"""
RULING = """
[[decision]]
id = "d1"
authority = "pg"
kind = "extradition"
number = "TEST-9"
dated = 2026-11-10
received = 2026-11-12
[[decision]]
id = "d2"
authority = "court.brest"
kind = "judgment_extradition"
number = "TEST-10"
dated = 2026-11-30
announced = 2026-11-30
received = 2026-12-01
language = "ru"
translated = false
copy_given = true
reasons_given = false
"""
NAMED = '[[consent]]\nscope = "un_named"\ngiven = true\ndate = 2026-12-01\n'
ANONYMOUS = '[[consent]]\nscope = "un_anonymous"\ngiven = true\ndate = 2026-12-01\n'


def case(*parts: str) -> CaseRecord:
    return parse_case_file("\n".join((HEAD, *parts)), "made.toml")


def sheet(record: CaseRecord, code: str, language: str, answers: Mapping[str, object] | None = None) -> Sheet:
    as_of = record.meta.as_of
    assert as_of is not None
    return lay_out(desk(), record, code, as_of=as_of, language=language, answers=answers, count_pages=False)


def text(record: CaseRecord, code: str, language: str = "ru", answers: Mapping[str, object] | None = None) -> str:
    made = sheet(record, code, language, answers)
    assert hygiene(made.draft) == []
    return spaced(made.draft.plain)


def consent_findings(made: Sheet) -> set[tuple[str, Severity]]:
    return {(f.variant or "", f.severity) for f in made.findings() if f.id == "CHK-CONSENT"}


# Extradition


def test_d2_asks_what_the_court_answered_and_attacks_both_acts() -> None:
    words = text(
        case(CUSTODY, RULING),
        "D2",
        answers={"court_decided": "жалобу оставить без удовлетворения", "new_health": "операция"},
    )
    assert "Верховный Суд" in words
    assert "Брестского областного суда от 30 ноября 2026 г. № TEST-10" in words
    assert "Отменить постановление суда от 30 ноября 2026 г. № TEST-10" in words
    assert "Отменить постановление о выдаче от 10 ноября 2026 г. № TEST-9" in words
    assert "Здоровье: операция" in words
    assert "Мотивы в постановлении суда не приведены" in words
    assert "вручено без перевода" in words


def test_d2_marks_the_ground_that_nobody_told_the_answer_to() -> None:
    made = sheet(case(CUSTODY, RULING), "D2", "ru", {"ground_trial": "Суд там закрытый."})
    assert "court_on_trial" in {gap.question for gap in made.draft.gaps}
    answered = sheet(
        case(CUSTODY, RULING), "D2", "ru", {"ground_trial": "Суд там закрытый.", "court_on_trial": "ответа нет"}
    )
    assert "court_on_trial" not in {gap.question for gap in answered.draft.gaps}


def test_d3_counts_days_and_names_the_days_without_a_sanction() -> None:
    words = text(case(CUSTODY), "D3")
    assert "93 дня" in words  # 2 September to 3 December, both counted
    assert "3 октября 2026 г. – 5 октября 2026 г. (3 дня)" in words
    assert "21 ноября 2026 г. – 3 декабря 2026 г. (13 дней)" in words
    assert "Проверить законность содержания за время с 3 октября 2026 г. по 5 октября 2026 г." in words
    assert "прошло 18 дней" in words
    assert "истёк 20 ноября 2026 г." in words


def test_d3_says_nothing_of_gaps_where_sanctions_join() -> None:
    words = text(sample("S04"), "D3")
    assert "74 дня" in words
    assert "Проверить законность содержания" not in words
    assert "Дней без санкции между ними и после них по этим данным нет" in words


def test_d3_of_a_case_without_papers_asks_for_them() -> None:
    words = text(case(), "D3")
    assert "Прошу истребовать их" in words
    assert "custody_since" in {gap.question for gap in sheet(case(), "D3", "ru").draft.gaps}


def test_d4_goes_to_the_prosecutor_general_and_says_nothing_on_the_charge() -> None:
    words = text(case(CUSTODY), "D4")
    assert "Генеральную прокуратуру" in words
    assert "комментариев к обвинению это обращение не содержит" in words
    assert "Отказать в выдаче Республике Узбекистан" in words
    assert "вынесено постановление" not in words


def test_d6_never_makes_up_an_incoming_number() -> None:
    record = sample("S04")
    words = text(record, "D6", answers={"lodged_when": "16 декабря 2026 г.", "lodged_where": "администрации"})
    assert "мною передано ходатайство" in words
    assert "Входящий номер мне не сообщён" in words
    assert "6 октября 2026 г." in words and "прошу защиты" in words
    numbered = text(
        record, "D6", answers={"lodged_when": "16 декабря", "lodged_where": "ОГиМ", "lodged_number": "TEST-55"}
    )
    assert "мною подано ходатайство" in numbered and "входящий номер TEST-55" in numbered


# Abroad


def _foreign(words: str) -> list[str]:
    return [c for c in words if c.isalpha() and "LATIN" not in unicodedata.name(c, "")]


@pytest.mark.parametrize("code", ABROAD)
def test_an_english_paper_has_no_letter_of_another_script(code: str) -> None:
    for name in ("S01", "S02", "S03", "S04", "S05", "S06"):
        made = sheet(sample(name), code, "en", {"aim": "both"})
        assert hygiene(made.draft) == [], (code, name)
        assert _foreign(made.draft.plain) == [], (code, name, "".join(_foreign(made.draft.plain)))


def test_g1_with_a_name_says_what_may_be_published() -> None:
    words = text(sample("S04"), "G1", "en")
    assert "URGENT" in words and "NAMUNOZODA DALER" in words
    assert "May the name be disclosed to the Government? | Yes" in words or "disclosed to the Government? Yes" in words
    assert "The name must not be published" in words
    assert "its identity be kept confidential" in words
    assert "Generalnaya prokuratura Respubliki Belarus (Prosecutor General’s Office)" in words


def test_g1_counts_its_sections_and_leaves_no_blank_without_a_word() -> None:
    made = sheet(sample("S05"), "G1", "en", {})
    numbers = [int(block.text.split(".")[0]) for block in made.draft.blocks if block.kind == "heading"]
    assert numbers == list(range(1, 12))
    assert not [block for block in made.draft.blocks if block.kind == "para" and not block.text.strip("_. ")]


def test_g1_without_a_name_gives_nobody_away() -> None:
    record = case(CUSTODY, RULING, ANONYMOUS)
    made = sheet(record, "G1", "en", {"facts": "e1: Beaten at a police station.\ne2: Asked for protection."})
    words = spaced(made.draft.plain)
    assert "N.T. (initials" in words
    assert "In May 2019: Beaten at a police station." in words
    for hidden in ("NAMUNAEV", "TIMUR", "1990", "TEST000777", "TEST-9", "14 May", "2 September", "Brest", "No. 7"):
        assert hidden not in words, hidden
    assert ("unnamed", Severity.INFORMS) in consent_findings(made)
    assert not {s for _, s in consent_findings(made)} & {Severity.BLOCKS}


@pytest.mark.parametrize("slip", ["Timur was beaten.", "He holds passport TEST000777.", "Born on 3 February 1990."])
def test_g1_without_a_name_is_stopped_when_a_person_typed_what_gives_away(slip: str) -> None:
    made = sheet(case(ANONYMOUS), "G1", "en", {"risk": slip})
    assert ("name", Severity.BLOCKS) in consent_findings(made)


def test_a_paper_abroad_is_stopped_without_consent() -> None:
    assert ("missing", Severity.BLOCKS) in consent_findings(sheet(case(), "G1", "en"))
    over = NAMED.rstrip() + "\nwithdrawn = 2026-12-02\n"
    assert ("ended", Severity.BLOCKS) in consent_findings(sheet(case(over), "G1", "en"))
    family = sheet(case(), "G1", "en", {"family_consent": "The wife agreed; he is held without contact."})
    assert ("family", Severity.OVERRIDABLE) in consent_findings(family)
    assert consent_findings(sheet(case(NAMED), "G1", "en")) == set()
    # A text for the United Nations stays out where nobody agreed.
    assert "May 2019" not in text(case(), "G1", "en")
    assert "On 14 May 2019" in text(case(NAMED), "G1", "en")


def test_g2_shows_custody_and_only_the_categories_that_a_person_argued() -> None:
    words = text(case(CUSTODY, NAMED), "G2", "en", {"category_4": "No court has reviewed it.", "warrant": "no"})
    assert "remand prison (SIZO) No. 7" in words
    assert "Category IV" in words and "Category II:" not in words
    assert "21 November 2026 – 3 December 2026 (13 days)" in words
    assert "Warrant or other decision shown: no" in words


def test_g4_is_about_the_missing_person_and_names_them_with_consent_only() -> None:
    record = sample("S05")
    assert "RIBWAR" not in text(record, "G4", "en")
    consented = parse_case_file(
        (HEAD.replace('topic = "ex.extradition"', 'topic = "br.missing"').split("[extradition]")[0])
        + NAMED
        + '[[person]]\nid = "p2"\nrole = "missing"\nrelation = "brother"\nsex = "m"\n[person.names]\n'
        'family = "Намунаев"\ngiven = "Рустам"\nlatin = "NAMUNAEV RUSTAM"\n',
        "made.toml",
    )
    assert "Name: NAMUNAEV RUSTAM" in text(consented, "G4", "en")


def test_g5_names_no_relative_and_promises_nothing() -> None:
    words = text(sample("S05"), "G5", "en", {"addressee": "Ms A. Sample, lawyer"})
    assert "SHERKO HAMA NIMUNE" in words and "Ms A. Sample, lawyer" in words
    assert "Brother (missing)" in words and "RIBWAR" not in words
    assert "no result is promised" in words
    assert "TEST000501" not in words
    russian = text(sample("S05"), "G5", "ru")
    assert "около 02:30" in russian and "about" not in russian
    assert "asylum" in russian and "результат не обещан" in russian


def test_g3_speaks_both_languages_and_calls_itself_no_application() -> None:
    assert "не является ходатайством о защите" in text(sample("S04"), "G3", "ru")
    english = text(sample("S04"), "G3", "en", {"ask_resettlement": True})
    assert "not an application for protection" in english
    assert "I understand that it cannot be promised" in english


def test_d7_asks_for_what_was_chosen() -> None:
    access = text(sample("S04"), "D7", "en", {"aim": "access"})
    assert "Why the data should be deleted" not in access
    deletion = text(sample("S04"), "D7", "en", {"aim": "deletion"})
    assert "Why the data should be deleted" in deletion and "have them deleted" in deletion
    assert "(annex" in deletion  # the proof of status is cited


# The doors


def test_words_of_a_person_belong_to_their_event() -> None:
    ids = ("e1", "e2")
    assert paired("e2: second\ne1: first\nmore", ids) == {"e2": "second", "e1": "first more"}
    assert paired("first\n\nsecond", ids) == {"e1": "first", "e2": "second"}
    assert paired("one text only", ids) == {}
    words = text(case(NAMED), "G1", "en", {"facts": "One text that fits no list."})
    assert "One text that fits no list." in words and "Order of the events" in words


def test_a_day_becomes_its_month_and_no_more() -> None:
    day = PartialDate(precision=Precision.DAY, on=dt.date(2019, 5, 14))
    assert coarse(day) == PartialDate(precision=Precision.MONTH, year=2019, month=5)
    year = PartialDate(precision=Precision.YEAR, year=2019)
    assert coarse(year) == year


def test_latin_letters() -> None:
    assert transliterated("Жуковичский Щит") == "Zhukovichskiy Shchit"
    assert transliterated("ЩИТ") == "SHCHIT"
    assert transliterated("Гомельская вобласць", belarusian=True) == "Homelskaya voblasts"
    found = latin_name(NameSet(family="Юсупов", given="Ёркин"))
    assert found is not None and (found.text, found.confirmed) == ("Yusupov Yorkin", False)
    assert latin_name(NameSet(original="شێرکۆ")) is None
    assert latin_initials(NameSet(latin="AL-SAMPLE Omar")) == "A.S.O."


def test_no_paper_of_this_group_prints_what_no_case_says() -> None:
    for code, language in (("D2", "ru"), ("D3", "ru"), ("D4", "ru"), ("D6", "ru"), ("G3", "ru"), ("G5", "ru")):
        for name in ("S01", "S02", "S05", "S06"):
            made = sheet(sample(name), code, language)
            assert hygiene(made.draft) == [], (code, name)
            assert not re.search(r"\bNone\b|\{\{|\?\?\?", made.draft.plain)


def test_d3_and_d6_in_belarusian_say_it_in_belarusian() -> None:
    own = ("D3", "D6")
    for code in own:
        made = sheet(case(CUSTODY), code, "be")
        assert hygiene(made.draft) == []
        words = "".join(
            span.text for block in made.draft.blocks for span in block.all_spans if span.origin is None
        ).casefold()
        assert not re.search("[ищъ]", words), (code, re.findall(r"\w*[ищъ]\w*", words))
        assert made.draft.printed == sheet(case(CUSTODY), code, "ru").draft.printed
    assert "Праверыць законнасць утрымання за час з 3 кастрычніка 2026 г. па 5 кастрычніка 2026 г." in text(
        case(CUSTODY), "D3", "be"
    )


def test_the_notice_of_a_pending_application_goes_to_who_would_send_the_client_out() -> None:
    removal = (
        HEAD.replace('topic = "ex.extradition"', 'topic = "rm.deportation"').split("[extradition]")[0]
        + '[[decision]]\nid = "d1"\nauthority = "uvd.brest"\nkind = "deportation"\nnumber = "TEST-4"\n'
    )
    words = text(parse_case_file(removal, "made.toml"), "D6")
    assert "областного исполнительного комитета" in words or "УВД" in words
    assert "Генеральную прокуратуру" not in words
    assert "Не удалять" in words
    assert "Генеральную прокуратуру" in text(case(), "D6")


def test_a_no_to_the_government_is_a_no_to_the_public_too() -> None:
    public = '[[consent]]\nscope = "un_public_name"\ngiven = true\ndate = 2026-12-01\n'
    open_case = case(NAMED, public)
    assert "The name must not be published" not in text(open_case, "G1", "en")
    closed = text(open_case, "G1", "en", {"name_to_government": "no"})
    assert "The name must not be published" in closed and "may be disclosed to the Government" not in closed


def test_a_date_of_another_calendar_keeps_its_script_out_of_an_english_paper() -> None:
    persian = (
        '[[prior_status]]\nstate = "XB"\nkind = "refugee"\n'
        'since = { precision = "month", year = 2024, month = 3, original = "حوت ۱۴۰۲", conversion = "approx" }\n'
    )
    words = text(case(NAMED, persian), "G1", "en")
    assert "refugee status" in words and "since March 2024" in words
    assert _foreign(words) == []
