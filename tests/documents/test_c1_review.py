"""The complaint C1 for cases of the review: what is cited, what is not claimed, what the checks say."""

from __future__ import annotations

from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.services.draft_desk import Around, Sheet
from legalaid_desktop.services.finding_words import finding_text
from tests.documents.case_texts import DECISION, EVENT, HEAD, case_of, sheet_of, words

LATE = DECISION.replace("2026-12-04", "2026-11-04").replace("2026-12-01", "2026-11-01")
REASON = '[[decision.reason]]\nn = 1\nsays = "рассказ общий"\nanswer = "Он подробный."\nfacts = ["e1"]\n'
NARRATIVE = '[[narrative]]\nperson = "p1"\nvisibility = "authority"\ntext = "Первый абзац.\\n\\nВторой абзац."\n'


def annexes(sheet: Sheet) -> list[tuple[int, str]]:
    return [(a.number, a.ref) for a in sheet.draft.annexes]


def told(sheet: Sheet, id: str, lang: str = "ru") -> list[str]:
    return [finding_text(f, lang) for f in sheet.findings() if f.id == id]


# References


def test_reasons_cite_the_paragraph_of_the_statement_that_travels() -> None:
    sheet = sheet_of(case_of(DECISION + REASON, EVENT, documents='"A2"'), "C1")
    place = sheet.source.paragraphs["e1"]
    assert f"Возражение подтверждают обстоятельства: п. {place} изложения." in words(sheet)
    assert f"Мне вручили повестку (п. {place} изложения)." in words(sheet)


def test_without_a_statement_the_list_is_named_for_there_are_three() -> None:
    text = words(sheet_of(case_of(DECISION + REASON, EVENT), "C1"))
    assert "Возражение подтверждают обстоятельства, изложенные в разделе «Обстоятельства»." in text
    several = words(sheet_of(case_of(DECISION + REASON, EVENT + EVENT.replace('id = "e1"', 'id = "e2"')), "C1"))
    assert "Возражение подтверждают обстоятельства: пункт 1 раздела «Обстоятельства»." in several
    assert "настоящей жалобы" not in text


# A period that passed


def test_a_late_complaint_without_c3_speaks_of_no_paper_that_is_not_there() -> None:
    asked = sheet_of(case_of(LATE, EVENT, documents='"C1"'), "C1")
    assert "ходатайстве о восстановлении" not in words(asked)
    assert [g.question for g in asked.draft.gaps if g.section == "timeliness"] == ["late_reasons"]
    ill = LATE + '[[missed]]\ndecision = "d1"\nreason = "illness"\nfrom = 2026-11-05\nto = 2026-12-19\n'
    known = words(sheet_of(case_of(ill, EVENT, documents='"C1"'), "C1"))
    assert "Срок обжалования пропущен, прошу его восстановить. Причины пропуска: болезнь, лечение." in known
    said = words(sheet_of(case_of(LATE, EVENT), "C1", late_reasons="Лежала в больнице."))
    assert "Причины пропуска: Лежала в больнице." in said


def test_c3_travels_too_where_the_day_of_receipt_is_unknown() -> None:
    unknown = DECISION.replace("received = 2026-12-04", "announced = 2026-12-18").replace("2026-12-01", "2026-12-17")
    sheet = sheet_of(case_of(unknown, EVENT, documents='"C1", "C3"'), "C1")
    assert annexes(sheet) == [(1, "C3")]
    assert "изложенным в ходатайстве о восстановлении срока (приложение 1)" in words(sheet)


# Annexes


def piece(id: str, title: str, extra: str = "") -> str:
    return f'[[evidence]]\nid = "{id}"\ntitle = "{title}"\nvisibility = "authority"\n{extra}\n'


def test_the_decision_and_its_file_are_one_annex() -> None:
    day = 'date = { precision = "day", date = 2026-12-01 }\n'
    file = piece("x1", "Решение (копия)", f'kind = "decision"\npages = 4\n{day}')
    sheet = sheet_of(case_of(DECISION + "copy_given = true\n", file, piece("x2", "Письмо")), "C1", facts="{annex:x1}.")
    assert annexes(sheet) == [(1, "d1"), (2, "x2")]
    assert sheet.draft.annexes[0].line.replace("\u00a0", " ").endswith("на 4 л. в 1 экз.")
    assert "приложение 1" in words(sheet), "a citation of the file is one of the decision"
    other = piece("x1", "Решение другого органа", f'kind = "decision"\n{day.replace("2026-12-01", "2026-10-01")}')
    apart = sheet_of(case_of(DECISION + "copy_given = true\n", other), "C1")
    assert annexes(apart) == [(1, "d1"), (2, "x1")]


def test_a_title_that_says_copy_says_it_once() -> None:
    sheet = sheet_of(case_of(DECISION, piece("x1", "Запрос о выдаче (копия)", "pages = 2")), "C1")
    assert sheet.draft.annexes[0].line.replace("\u00a0", " ") == "Запрос о выдаче (копия) на 2 л. в 1 экз."


def test_no_motion_for_an_interpreter_travels_for_one_who_needs_none() -> None:
    drafted = Around(states={DocumentCode("C4"): DocumentState(drafted=True)})
    text = HEAD.format(documents="", person="")
    russian = parse_case_file(text.replace('language = "uk"', 'language = "ru"') + DECISION, "x.toml")
    assert annexes(sheet_of(russian, "C1", around=drafted)) == []
    assert annexes(sheet_of(case_of(DECISION), "C1", around=drafted)) == [(1, "C4")]


# Words


def test_a_period_in_the_words_of_the_notice_is_quoted() -> None:
    text = words(sheet_of(case_of(DECISION + 'notice_period = "15-дневный срок"\n'), "C1"))
    assert "срок обжалования указан так: «15-дневный срок»" in text
    assert "срок 15-дневный срок" not in text


def test_one_source_on_the_country_ends_with_a_full_stop() -> None:
    coi = '[[coi]]\ntitle = "Положение женщин"\npublisher = "Управление ООН"\npoint = "полиция не защищает"\n'
    case = case_of(DECISION + REASON + "coi = [1]\n", EVENT, coi)
    lines = [b.text for b in sheet_of(case, "C1").draft.blocks if "полиция не защищает" in b.text]
    assert lines == ["Управление ООН. Положение женщин: полиция не защищает."]


def test_the_block_of_the_parties_has_one_item_a_line() -> None:
    text = HEAD.format(documents="", person="").replace(
        'sex = "f"', 'sex = "f"\ncertificate_no = "TEST/1"'
    )  # fmt: skip
    sheet = sheet_of(parse_case_file(text + DECISION, "x.toml"), "C1")
    block = [b.text.replace("\u00a0", " ") for b in sheet.draft.blocks if b.box == "addressee"]
    assert block[1:6] == [
        "Заявитель: Образцова Ольга",
        "Дата рождения: 2 января 1990 г.",
        "Гражданство: Украина",
        "Адрес: г. Гомель, ул. Примерная, д. 0",
        "Свидетельство о регистрации ходатайства о защите: № TEST/1",
    ]


def test_the_reason_of_no_papers_needs_no_agreement() -> None:
    person = 'docs = [{ kind = "none", reason = "никогда не выдавался" }]'
    text = words(sheet_of(case_of(DECISION, person=person), "C1"))
    assert "документы, удостоверяющие личность, отсутствуют; причина: никогда не выдавался." in text


def test_the_interpreter_stands_before_the_signature() -> None:
    text = HEAD.format(documents="", person="").replace(
        'language = "uk"', 'language = "uk"\ninterpreter_used = true\nread_back = true'
    )
    for code in ("C1", "C3", "C4", "C5"):
        lines = [b.text for b in sheet_of(parse_case_file(text + DECISION, "x.toml"), code).draft.blocks]
        read = next(n for n, line in enumerate(lines) if "прочитано мне в переводе" in line)
        signed = next(n for n, line in enumerate(lines) if line.startswith("«___»"))
        assert read < signed, code
        unread = text.replace("read_back = true", "read_back = false")
        lines = [b.text for b in sheet_of(parse_case_file(unread + DECISION, "x.toml"), code).draft.blocks]
        assert any("Обратный перевод мне не прочитан" in line for line in lines), code
        assert not any("прочитано мне в переводе" in line for line in lines), code


def test_a_child_who_does_not_write_signs_by_thumb() -> None:
    text = HEAD.format(documents="", person='literacy = "none"').replace("1990-01-02", "2014-01-02")
    guardian = (
        '[[person]]\nid = "p2"\nrole = "family"\nrelation = "brother"\nlegal_guardian = true\n'
        'birth = { precision = "day", date = 1990-01-01 }\n[person.names]\nfamily = "Мнимов"\ngiven = "Антон"\n'
    )
    record = parse_case_file(text + guardian + DECISION, "x.toml")
    asked = sheet_of(record, "C1")
    assert {g.question for g in asked.draft.gaps if g.section == "signature"} == {"basis"}
    signed = words(sheet_of(record, "C1", basis="решение об опеке № TEST-5"))
    assert "Законный представитель (брат; основание: решение об опеке № TEST-5); за ребёнка: Образцова Ольга" in signed
    assert "ребёнок не пишет и ставит отпечаток пальца" in signed
    assert "Подпись ребёнка" not in signed


# Checks


WIFE = (
    '[[person]]\nid = "p2"\nrole = "family"\nrelation = "wife"\nincluded = true\nconsent_named = true\n'
    '[person.names]\nfamily = "Образцова"\ngiven = "Лейла"\n'
)


def test_a_relative_with_an_own_decision_needs_an_own_complaint() -> None:
    own = DECISION.replace('"d1"', '"d2"\nperson = "p2"').replace("TEST-1", "TEST-2")
    first = DECISION.replace('id = "d1"', 'id = "d1"\nperson = "p1"')
    sheet = sheet_of(case_of(WIFE, first, own), "C1")
    assert told(sheet, "CHK-REMEDY") == [
        "У члена семьи есть своё решение (№ TEST-2, 01.12.2026): нужна отдельная жалоба и отдельный счёт срока."
    ]
    for lang, start in (("be", "У члена сям’і"), ("en", "A family member")):
        assert told(sheet, "CHK-REMEDY", lang)[0].startswith(start)
    assert not told(sheet_of(case_of(WIFE, first), "C1"), "CHK-REMEDY")


def test_what_the_paper_should_say_and_nobody_asked_is_a_warning_without_a_blank() -> None:
    silent = sheet_of(case_of(DECISION, EVENT), "C1")
    assert len([one for one in told(silent, "CHK-REQ") if one.startswith("В бумаге об этом ничего не сказано")]) == 2
    assert "________" not in words(silent).split("Какое право нарушено")[1].split("Почему решение")[0]
    asked = sheet_of(
        case_of(DECISION, EVENT), "C1", superior_body="Жалоба в вышестоящий орган не подавалась.", protection="Полиция…"
    )
    assert not [one for one in told(asked, "CHK-REQ") if one.startswith("В бумаге об этом")]


def test_protection_of_another_state_is_an_argument() -> None:
    status = '[[prior_status]]\nstate = "DE"\nkind = "refugee"\nsince = { precision = "year", year = 2020 }\n'
    text = words(sheet_of(case_of(DECISION, EVENT, status), "C1"))
    assert "Защита предоставлена другим государством: статус беженца, Федеративная Республика Германия, 2020" in text
    refused = status.replace('"refugee"', '"applicant"')
    assert "другим государством" not in words(sheet_of(case_of(DECISION, EVENT, refused), "C1"))
