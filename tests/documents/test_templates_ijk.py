"""Requests (I1, I3–I6), residence papers (J1–J8), the office's papers (K5–K7): what stands there, what stops it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from legalaid_desktop.documents.assemble import Draft
from legalaid_desktop.documents.conditions import all_names
from legalaid_desktop.documents.facts.requests import Letter, typed_letters
from legalaid_desktop.documents.facts.requests_dates import month_later, typed_day
from legalaid_desktop.documents.facts.residence import days_by_year, owed, typed_spans
from legalaid_desktop.documents.facts.residence_birth import newborn
from legalaid_desktop.documents.facts.residence_states import linked_states, unasked
from legalaid_desktop.documents.facts.source import Answer
from legalaid_desktop.documents.manifest_reading import read_leniently
from legalaid_desktop.documents.template_fault import faults_in
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.errors import TemplateFaulty
from legalaid_desktop.host import paths
from legalaid_desktop.services.draft_desk import Around, Kept, Sheet, lay_out
from legalaid_desktop.services.law import shipped_law
from tests.documents.ad_papers import catalog, desk, disclosed, hygiene, sample, spaced

RUSSIAN = ("I1", "I3", "I4", "I5", "I6", "J1", "J2", "J3", "J4", "J5", "J6", "J7", "J8", "K5", "K6", "K7")

CASE = """
[meta]
case_id = "IJK"
schema_version = 1
fictional = true
as_of = 2026-11-24
[case]
ref = "TEST-2026-IJK"
region = "gomel"
topic = "{topic}"
language = "ru"
documents = ["J4"]
[[person]]
id = "p1"
role = "client"
sex = "m"
birth = {{ precision = "day", date = {birth} }}
address_service = "г. Примерск, ул. Пробная, д. 1"
{client}
[person.names]
family = "Образцов"
given = "Самир"
ru_nom = "Образцов Самир"
be_nom = "Абразцоў Самір"
{more}
"""


def case(client: str = "", more: str = "", *, topic: str = "st.residence", birth: str = "1990-01-02") -> CaseRecord:
    return parse_case_file(CASE.format(client=client, more=more, topic=topic, birth=birth), "made.toml")


def sheet(
    record: CaseRecord,
    code: str,
    answers: Mapping[str, Answer] | None = None,
    *,
    language: str | None = "ru",
    around: Around | None = None,
) -> Sheet:
    as_of = record.meta.as_of
    assert as_of is not None
    return lay_out(
        desk(), record, code, as_of=as_of, language=language, answers=answers, count_pages=False, around=around
    )


def words(draft: Draft, name: str | None = None) -> str:
    blocks = [block for block in draft.blocks if name is None or block.section == name]
    rows = [" | ".join("".join(s.text for s in cell) for cell in row) for b in blocks for row in b.rows]
    return spaced("\n".join([*(block.text for block in blocks if block.kind != "table"), *rows]))


def found(sheet: Sheet, id: str) -> dict[str, Severity]:
    return {finding.variant: finding.severity for finding in sheet.findings() if finding.id == id}


# --- every paper


@pytest.mark.parametrize("code", RUSSIAN)
@pytest.mark.parametrize("name", ["S02", "S04", "S06"])
def test_reads_as_a_paper_with_nothing_answered(code: str, name: str) -> None:
    draft = sheet(sample(name), code).draft
    assert hygiene(draft) == []
    assert all(gap.question or gap.field in ("client.address", "addressee") for gap in draft.gaps), draft.gaps


@pytest.mark.parametrize("code", ["I1", "I6", "J4", "K6"])
def test_belarusian_body_has_no_russian_letters_of_its_own(code: str) -> None:
    draft = sheet(sample("S06"), code, language="be").draft
    own = "".join(s.text for b in draft.blocks for s in b.all_spans if s.origin is None).casefold()
    assert not set("ищъ") & set(own)
    assert hygiene(draft) == []


# --- days


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05.03.2026", dt.date(2026, 3, 5)),
        ("зарегистрировано 5 марта 2026 г., вх. 12", dt.date(2026, 3, 5)),
        ("2026-03-05", dt.date(2026, 3, 5)),
        ("5 мая 2026", dt.date(2026, 5, 5)),
        ("7 ліпеня 2026 г.", dt.date(2026, 7, 7)),
        ("март 2026", None),
        ("31.02.2026", None),
        ("с 1.3.2026 по 5.3.2026", None),
        ("2026", None),
    ],
)
def test_only_a_whole_day_is_a_day(typed: str, day: dt.date | None) -> None:
    assert typed_day(typed) == day


def test_a_month_later_never_leaves_the_next_month() -> None:
    assert month_later(dt.date(2026, 1, 31)) == dt.date(2026, 2, 28)
    assert month_later(dt.date(2026, 12, 15)) == dt.date(2027, 1, 15)
    assert month_later(dt.date(2026, 11, 30)) == dt.date(2026, 12, 30)


def test_days_of_stay_by_year_count_both_ends_and_no_day_twice() -> None:
    spans, whole = typed_spans(
        "30.12.2025 | 02.01.2026 | виза\n02.01.2026 | 10.01.2026 | виза\n20.11.2026 | | виза", dt.date(2026, 11, 24)
    )
    assert whole
    assert days_by_year(spans) == {2025: 2, 2026: 10 + 5}


def test_a_stay_with_a_month_only_is_not_counted() -> None:
    spans, whole = typed_spans("март 2026 | 10.04.2026 | виза\n01.05.2026 | 02.05.2026 | виза", dt.date(2026, 11, 24))
    assert not whole and days_by_year(spans) == {2026: 2}
    draft = sheet(case(), "J7", {"stay": "март 2026 | 10.04.2026 | виза\n01.05.2026 | 02.05.2026 | виза"}).draft
    assert "учтены только промежутки, у которых известны оба дня" in words(draft)
    assert "В текущем календарном году" not in words(draft)


def test_stay_table_stands_with_its_sums() -> None:
    made = sheet(case(), "J1", {"stay": "01.12.2025 | 15.01.2026 | виза\n10.03.2026 | | регистрация"})
    text = words(made.draft, "stay")
    assert "2 | 10.03.2026 | по настоящее время | регистрация" in text
    assert "2025 | 31 день" in text and "2026 | 275 дней" in text
    assert found(made, "CHK-SELFINC") == {"long_stay": Severity.OVERRIDABLE}


# --- I1


def test_i1_asks_for_what_the_case_lacks() -> None:
    text = words(sheet(sample("S06"), "I1", language="be").draft)
    assert "TEST-606" in text and "фактычныя і прававыя падставы" in text and "поўную копію" in text
    state = words(sheet(case(), "I1", {"addressee": "dcm", "number": "№ 5"}).draft)
    assert "на какой стадии" in state and "копию следующего документа" not in state
    reasons = words(sheet(case(), "I1", {"addressee": "dcm", "number": "№ 5", "preset": "reasons"}).draft)
    assert "отказа или запрета въезда" in reasons and "на какой стадии" not in reasons


def test_i1_from_custody_goes_through_the_administration() -> None:
    text = words(sheet(sample("S04"), "I1", {"preset": "copies"}).draft)
    assert "вручить мне под расписку через администрацию места содержания" in text
    assert "Передано через администрацию" in text


# --- I3, I4, I5


def test_i3_lists_each_power_and_denies_the_rest() -> None:
    answers: dict[str, Answer] = {
        "agents": "Примеров Пётр | 1.1.1980 | паспорт TEST1 | г. Примерск", "place": "г. Примерск",
        "term": "один год", "power_file": True,
    }  # fmt: skip
    made = sheet(case(), "I3", answers)
    text = words(made.draft)
    assert "подавать заявления, ходатайства и жалобы, подписанные доверителем" in text
    assert "подписывать за доверителя заявления" not in text
    assert "Подписывать документы за доверителя представитель не вправе" in text
    assert "Передоверие не разрешается" in text
    assert found(made, "CHK-CONSENT") == {"missing": Severity.BLOCKS}
    signs = words(sheet(case(), "I3", {**answers, "power_sign": True}).draft)
    assert "Подписывать документы за доверителя представитель не вправе" not in signs


def test_i4_names_only_what_changes() -> None:
    text = words(sheet(case(), "I4", {"addressee": "dcm", "number": "5", "from_day": "1 декабря 2026 г.",
                                      "new_address": "г. Примерск, а/я 1"}).draft)  # fmt: skip
    assert "об изменении адреса для переписки" in text and "прежнего представителя" not in text


GUARDED: Mapping[str, Answer] = {
    "application": "от 1 ноября 2026 г.", "private_talk": True, "alternatives": True, "consequences_read": True,
    "no_pressure": True, "first_said": "2026-11-23",
}  # fmt: skip


def test_i5_waits_a_day_and_wants_the_talk() -> None:
    assert found(sheet(case(), "I5", GUARDED), "CHK-REMEDY") == {}
    same_day = found(sheet(case(), "I5", {**GUARDED, "first_said": "2026-11-24"}), "CHK-REMEDY")
    assert same_day == {"withdrawal_pause": Severity.OVERRIDABLE}
    alone = found(sheet(case(), "I5", {**GUARDED, "private_talk": False}), "CHK-REMEDY")
    assert alone == {"withdrawal_talk": Severity.OVERRIDABLE}
    unasked_text = words(sheet(case(), "I5", {"application": "x"}).draft)
    assert "Давления, угроз и обещаний" not in unasked_text and "говорили наедине" not in unasked_text


def test_i5_is_never_made_for_a_child_without_a_representative() -> None:
    child = sheet(case(birth="2012-01-02"), "I5", GUARDED)
    assert found(child, "CHK-SIGN")["withdrawal_of_child"] is Severity.BLOCKS


# --- I6


def test_letters_are_counted_from_the_next_day_and_roll_over_days_off() -> None:
    law = shipped_law()
    [simple, hard, unknown] = typed_letters(
        "01.10.2026 | 12 | РОВД | квитанция\n01.10.2026 | 13 | РОВД | – | с проверкой\nоктябрь | 14 | РОВД", law
    )
    assert simple == Letter(dt.date(2026, 10, 1), dt.date(2026, 10, 16), complex=False)
    # 1 November 2026 is a Sunday.
    assert hard == Letter(dt.date(2026, 10, 1), dt.date(2026, 11, 2), complex=True)
    assert unknown.due is None and unknown.late(dt.date(2026, 11, 24)) == 0
    assert simple.late(dt.date(2026, 11, 24)) == 39


def test_i6_shows_the_delay_and_who_is_asked() -> None:
    answers: dict[str, Answer] = {
        "addressee": "В суд Центрального района г. Гомеля", "silent_body": "Отдел", "asked_for": "о документе",
        "letters": "01.10.2026 | 12 | РОВД | квитанция\n20.11.2026 | 13 | РОВД | –",
    }  # fmt: skip
    made = sheet(case(), "I6", answers)
    text = words(made.draft)
    assert "1 | 01.10.2026, № 12 | РОВД | квитанция | 16.10.2026 | 39 дней" in text
    assert "07.12.2026 | срок идёт" in text
    assert "Признать неправомерным бездействие органа" in text and "ответственности должностных лиц" not in text
    assert "Уведомлений о продлении срока" not in text
    assert found(made, "CHK-REMEDY") == {}
    prosecutor = words(sheet(case(), "I6", {**answers, "addressee": "Прокурору Гомельской области"}).draft)
    assert "Проверить, почему обращения не рассмотрены" in prosecutor and "Обязать" not in prosecutor


def test_i6_is_stopped_while_the_period_runs() -> None:
    early = sheet(case(), "I6", {"letters": "20.11.2026 | 13 | РОВД | –"})
    assert found(early, "CHK-REMEDY") == {"answer_not_due": Severity.BLOCKS}
    between = sheet(case(), "I6", {"letters": "05.11.2026 | 13 | РОВД | –"})
    assert found(between, "CHK-REMEDY") == {"answer_longer": Severity.WARNS}
    undated = sheet(case(), "I6", {"letters": "ноябрь | 13 | РОВД | –"})
    assert found(undated, "CHK-REMEDY") == {"answer_no_day": Severity.WARNS}


# --- J1–J3, J7, J8

REFUSED = """
[[decision]]
id = "d1"
authority = "ogim.district"
kind = "procedure_refused"
number = "TEST-9"
dated = 2026-11-02
received = 2026-11-04
copy_given = true
reasons_given = false
"""


def test_a_refusal_turns_the_pack_into_a_complaint_to_the_body_above() -> None:
    made = sheet(case(more=REFUSED), "J1", {"refusal_wrong": "Документы были поданы."})
    text = words(made.draft)
    assert "АДМИНИСТРАТИВНАЯ ЖАЛОБА" in text and "№ 433-З" in text
    assert "Причины отказа не приведены" in text and "Отменить отказ" in text
    assert made.source.addressee is not None and made.source.addressee.type == "police_regional"
    fresh = sheet(case(), "J1")
    assert "ЖАЛОБА" not in words(fresh.draft) and "№ 105-З" in words(fresh.draft)


def test_home_state_is_not_asked_of_somebody_who_fears_it() -> None:
    answers: dict[str, Answer] = {"home_why": "преследование", "papers": "справка | нет | –"}
    text = words(sheet(case(), "J2", answers).draft)
    assert "Прошу не требовать от меня обращения" in text
    assert "справка | нет | –" in text


def test_j7_admits_no_more_than_was_said() -> None:
    text = words(sheet(case(), "J7", {"mode": "extend", "until": "1 марта 2027 г.", "facts": "Лечение."}).draft)
    assert "Продлить срок" in text and "Зарегистрировать меня" not in text
    assert "уважительными" not in text and "просроч" not in text.casefold() and "нарушен" not in text.casefold()


def test_j8_adds_up_only_one_currency() -> None:
    assert owed(["800 руб.", "1 000,50 руб."]) == "1\u00a0800,50\u00a0руб."
    assert owed(["800 руб.", "20 USD"]) is None and owed(["немного"]) is None
    made = sheet(case(), "J8", {"pay": "март | 1 000 руб. | 200 руб. | 800 руб. | –"})
    assert "Всего по таблице не уплачено: 800 руб." in words(made.draft)
    assert found(made, "CHK-SELFINC") == {"undeclared_work": Severity.OVERRIDABLE}


# --- J4, J5, J6

STATELESS = 'citizenship_status = "stateless"\nformer_residence = "TJ"'
MOTHER = """
[[person]]
id = "p2"
role = "family"
relation = "mother"
citizenships = [{ country = "UZ" }]
[person.names]
given = "Мать"
[[state_asked]]
country = "TJ"
asked = { precision = "year", year = 2019 }
answer = "гражданство не подтверждено"
[[state_asked]]
country = "RU"
answer = "ответ не получен"
"""


def test_j4_covers_each_linked_state_and_tells_silence_as_silence() -> None:
    record = case(STATELESS, MOTHER)
    told = disclosed(record, "J4")
    assert set(linked_states(told)) == {"TJ", "UZ", "RU"} and unasked(told) == ("UZ",)
    made = sheet(record, "J4", {"parents": "мать из Самарканда"})
    text = words(made.draft, "states")
    assert (
        "Республика Таджикистан | прежнее постоянное место жительства | 2019 год | гражданство не подтверждено" in text
    )
    assert "Российская Федерация | направлялось обращение | обращение было, день не установлен | ответа нет" in text
    assert "Республика Узбекистан | гражданство матери | обращения не было | –" in text
    assert "unasked_why" in {gap.question for gap in made.draft.gaps}
    help_line = next(b.text for b in made.draft.blocks if "Содействовать" in b.text)
    assert "Российская Федерация" in help_line and "Таджикистан" not in help_line


def test_j4_asks_no_state_that_is_feared() -> None:
    record = case(STATELESS + "\nfears_home_state = true", MOTHER)
    text = words(sheet(record, "J4").draft, "ask")
    assert "Содействовать" in text and "Таджикистан" not in text
    assert "в их представительства обо мне не обращаться" in text


def test_j4_never_tells_a_contested_citizenship_as_a_fact() -> None:
    record = case('citizenships = [{ country = "TJ", contested = true }]')
    made = sheet(record, "J4")
    assert "утверждается гражданство; оспаривается" in words(made.draft, "states")
    assert "not_stateless" not in found(made, "CHK-REMEDY")
    plain = sheet(case('citizenships = [{ country = "TJ" }]'), "J4")
    assert found(plain, "CHK-REMEDY")["not_stateless"] is Severity.OVERRIDABLE


def test_j4_leaves_out_why_somebody_fled() -> None:
    assert "били" not in words(sheet(sample("S04"), "J4").draft)
    assert "1994" in words(sheet(sample("S06"), "J4", language="be").draft)


def test_j5_asks_for_the_decision_before_it_objects() -> None:
    text = words(sheet(case(), "J5", {"objections": "Основания нет.", "other_citizenship": "no"}).draft)
    assert "Выдать мне полную копию решения" in text and "лицом без гражданства" in text and "№ 136-З" in text


def test_j6_registers_the_newborn_without_the_home_state() -> None:
    record = sample("S02")
    child = newborn(disclosed(record, "J6"))
    assert child is not None and child.id == "p9"
    text = words(sheet(record, "J6").draft)
    assert "Салам аль-Мисали" in text and "30 октября 2026 г." in text and "سلام المثالي" in text
    assert "посольств" not in text and "лицо без гражданства" not in text.casefold()
    assert "Действительного документа, удостоверяющего личность" in text
    assert "приложение 1" in text


def test_j6_asks_about_the_father_where_the_case_names_none() -> None:
    mother = """
[[person]]
id = "p2"
role = "family"
relation = "wife"
included = true
sex = "f"
[person.names]
ru_nom = "Образцова Мира"
"""
    assert "father" not in {gap.question for gap in sheet(case(more=mother), "J6").draft.gaps}
    record = parse_case_file(
        CASE.format(client="", more="", topic="fm.civil_status", birth="1990-01-02").replace('sex = "m"', 'sex = "f"'),
        "made.toml",
    )
    assert "father" in {gap.question for gap in sheet(record, "J6").draft.gaps}
    apart = mother.replace('"wife"', '"husband"').replace("included = true", "included = false").replace('"f"', '"m"')
    made = CASE.format(client="", more=apart, topic="fm.civil_status", birth="1990-01-02")
    record = parse_case_file(made.replace('sex = "m"', 'sex = "f"', 1), "made.toml")
    assert "father" in {gap.question for gap in sheet(record, "J6").draft.gaps}, "nobody is a father by a guess"


# --- K5, K6, K7

CONSENT = """
[[consent]]
scope = "lawyer"
given = true
date = 2026-11-20
[[consent]]
scope = "unhcr"
given = true
date = 2026-11-01
withdrawn = 2026-11-10
[[decision]]
id = "d1"
authority = "rovd.district"
kind = "deportation"
number = "TEST-8"
dated = 2026-11-23
announced = 2026-11-23
announced_at = 2026-11-23T11:05:00
copy_given = true
translated = false
"""


def test_k5_wants_consent_and_tells_hours_and_conflicts() -> None:
    assert found(sheet(case(), "K5", language=None), "CHK-CONSENT") == {"missing": Severity.BLOCKS}
    made = sheet(case(more=CONSENT), "K5", {"addressee": "Примеру П. П., юридическая консультация № 1"}, language=None)
    text = words(made.draft)
    assert found(made, "CHK-CONSENT") == {} and "CHK-HOME" not in {f.id for f in made.findings()}
    assert "АДВОКАТСКАЯ ТАЙНА" in text and "23.11.2026 11:05" in text
    assert "отозвано 10.11.2026" in text and "20.11.2026 | действует" in text
    assert {"ask", "conflict", "contact", "sender"} <= {gap.question for gap in made.draft.gaps}


def test_k6_lists_its_paper_with_sheets_and_copies() -> None:
    made = sheet(sample("S06"), "K6", language="be")
    text = words(made.draft, "list")
    assert "1 | Скарга на пастанову аб дэпартацыі |" in text and "Ответ о непринадлежности к гражданству" in text
    enclosed = made.source.enclosed
    assert enclosed is not None and enclosed.document == "E1"
    sheets = enclosed.pages + sum(annex.pages or 0 for annex in enclosed.annexes)
    assert f"ва ўсіх экзэмплярах {sheets * enclosed.copies} аркуш" in text
    other = sheet(sample("S06"), "K6", {"with_paper": "j4", "copies": "3"}, language="be")
    assert other.source.enclosed is not None and other.source.enclosed.document == "J4"
    assert " | 3 | арыгінал" in words(other.draft, "list")


def test_k6_sees_what_was_typed_for_its_paper() -> None:
    kept = {("J4", "ru"): Kept(answers={"addressee": "ogim.district"})}
    made = sheet(sample("S06"), "K6", {"with_paper": "J4"}, around=Around(kept=kept))
    assert "В Отдел по гражданству и миграции" in words(made.draft, "address")


def test_k6_goes_with_no_paper_of_the_client_or_for_abroad() -> None:
    for code in ("K1", "G1", "K7", "A2", "K6", "Ы"):
        made = sheet(sample("S04"), "K6", {"with_paper": code})
        assert made.source.enclosed is None
        assert "what" in {gap.question for gap in made.draft.gaps}


def test_k7_names_internal_texts_and_prints_them_only_when_told() -> None:
    plain = sheet(sample("S02"), "K7", language=None)
    assert "КАНАРЕЙКА" not in plain.draft.plain and "n1. Читать в программе" in spaced(plain.draft.plain)
    whole = sheet(sample("S02"), "K7", {"with_internal": True}, language=None)
    assert "КАНАРЕЙКА-S02-4410" in whole.draft.plain and "ВНУТРЕННИЙ ДОКУМЕНТ" in whole.draft.plain
    assert "CHK-CONF" not in {f.id for f in whole.findings()}


def test_no_other_paper_may_call_the_office_its_reader() -> None:
    text = catalog_text("K7").replace('id = "K7"', 'id = "C1"')
    try:
        _, faults = read_leniently(text, "C1/manifest.toml", conditions=all_names())
    except TemplateFaulty as faulty:
        faults = faults_in(faulty)
    assert any("audience" in fault for fault in faults), faults


def catalog_text(code: str) -> str:
    assert catalog().template(code).manifest.id == code
    return (paths.templates() / code / "manifest.toml").read_text(encoding="utf-8")
