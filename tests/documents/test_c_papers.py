"""What C1, C3, C4 and C5 say, and never say, for cases that are harder than the samples."""

from __future__ import annotations

import re

import pytest

from legalaid_desktop.domain.case_file import parse_case_file
from tests.documents.case_texts import DECISION, EVENT, HEAD, case_of, sheet_of, words

LATE = DECISION.replace("2026-12-04", "2026-11-04")
REASON = '[[decision.reason]]\nn = {n}\nsays = "{says}"\n'


def sections(sheet: object) -> list[str]:
    found = dict.fromkeys(block.section for block in sheet.draft.blocks)  # type: ignore[attr-defined]
    return list(found)


def requests(sheet: object) -> list[str]:
    return [b.text.replace("\u00a0", " ") for b in sheet.draft.blocks if b.list_id == "ask"]  # type: ignore[attr-defined]


def test_the_requests_of_a_complaint_in_time() -> None:
    found = requests(sheet_of(case_of(DECISION), "C1"))
    assert [text.split(" ")[0] for text in found] == ["Признать", "Обязать", "Истребовать", "Обеспечить"]
    assert found[1].endswith("в том числе отдельно вопрос о дополнительной защите.")
    assert "предоставить статус" not in " ".join(found), "a court does not grant status"


def test_a_late_complaint_asks_first_to_restore_the_period() -> None:
    sheet = sheet_of(case_of(LATE, documents='"C1", "C3"'), "C1")
    assert requests(sheet)[0].startswith("Восстановить срок обжалования решения")
    assert (
        "Срок обжалования пропущен по причинам, изложенным в ходатайстве о восстановлении срока (приложение 1)."
        in words(sheet)
    )
    assert "в пределах установленного срока" not in words(sheet)


def test_an_unknown_procedure_asks_not_to_remove() -> None:
    sheet = sheet_of(case_of(DECISION.replace('"ordinary"', '"unknown"')), "C1")
    assert requests(sheet)[-1] == "Не допускать выдворения до вступления решения суда в законную силу."


def test_a_period_that_nobody_knows_is_not_called_kept() -> None:
    accelerated = DECISION.replace('"ordinary"', '"accelerated"')
    sheet = sheet_of(case_of(accelerated), "C1")
    assert "в пределах установленного срока" not in words(sheet)
    assert "Срок обжалования в решении не указан" not in words(sheet), "nobody looked, so nobody says so"
    sheet = sheet_of(case_of(accelerated + 'notice_period = ""\n'), "C1")
    assert "Срок обжалования в решении не указан." in words(sheet)


def test_receipt_unknown_asks_for_proof_of_service() -> None:
    sheet = sheet_of(
        case_of(DECISION.replace("received = 2026-12-04", "announced = 2026-12-05\ncopy_given = false")), "C1"
    )
    assert "Копия решения не вручена; о решении стало известно 5 декабря 2026 г." in words(sheet)
    assert "Истребовать доказательства вручения решения." in requests(sheet)
    assert "Копия решения мне не выдана." in words(sheet)


def test_every_reason_has_its_heading_and_an_unanswered_one_is_a_gap() -> None:
    case = case_of(DECISION, REASON.format(n=1, says="не доказана личность"), 'answer = "Личность доказана."\n',
                   REASON.format(n=2, says="рассказ неправдоподобен."), EVENT)  # fmt: skip
    sheet = sheet_of(case, "C1")
    headings = [b.text for b in sheet.draft.blocks if b.section == "reasons" and b.kind == "heading"]
    assert headings == ["Довод решения: «не доказана личность»", "Довод решения: «рассказ неправдоподобен»"]
    assert [g.section for g in sheet.draft.gaps if g.section in ("reasons", "faults")] == ["reasons"]


def test_a_decision_without_reasons_is_a_ground_of_its_own() -> None:
    sheet = sheet_of(case_of(DECISION + "reasons_given = false\n"), "C1")
    assert "reasons" not in sections(sheet)
    assert "Мотивы отказа в решении не приведены." in words(sheet)


def test_complementary_protection_is_argued_apart_and_never_invented() -> None:
    with_facts = sheet_of(case_of(DECISION, EVENT), "C1")
    said = "На угрозу серьёзного вреда указывают те же обстоятельства, изложенные в разделе «Обстоятельства»."
    assert said in words(with_facts)
    without = sheet_of(case_of(DECISION), "C1", facts="Расскажу позже.")
    assert [g.question for g in without.draft.gaps if g.section == "complementary"] == ["complementary"]
    told = sheet_of(case_of(DECISION), "C1", facts="…", complementary="Мне грозит пытка.")
    assert "Мне грозит пытка." in words(told)


def test_two_citizenships_ask_about_each_state() -> None:
    text = HEAD.format(documents="", person="").replace(
        '[{ country = "UA" }]', '[{ country = "UA" }, { country = "RU", contested = true }]'
    )
    record = parse_case_file(text + DECISION + EVENT, "x.toml")
    sheet = sheet_of(record, "C1")
    assert "Имеется гражданство Украины." in words(sheet)
    assert "Утверждается, что имеется гражданство Российской Федерации; это оспаривается." in words(sheet)
    assert "этих государств опасно" not in words(sheet), "nobody asked about either state"
    assert [g.question for g in sheet.draft.gaps if g.section == "risk"] == ["risk"]
    assert "в Украину или в Российскую Федерацию" in words(sheet)


def test_the_latest_live_refusal_is_challenged_and_the_others_are_named() -> None:
    old = DECISION.replace('"d1"', '"d0"').replace("TEST-1", "TEST-0").replace("2026-12-0", "2024-12-0")
    sheet = sheet_of(case_of(DECISION, old), "C1")
    assert sheet.source.decision is not None
    assert sheet.source.decision.id == "d1"
    assert "решение об отказе в предоставлении защиты от 1 декабря 2024 г. № TEST-0" in words(sheet)


def test_a_misspelt_name_is_pointed_out_once() -> None:
    text = (
        HEAD.format(documents="", person="")
        + 'aliases = ["Образцова Олга (опечатка в решении)", "OBRAZTSOVA (виза)"]\n'
    )
    sheet = sheet_of(parse_case_file(text + DECISION, "x.toml"), "C1")
    assert words(sheet).count("Образцова Олга") == 1
    assert "Имя заявителя написано с ошибкой: «Образцова Олга» (в решении)." in words(sheet)
    assert "В документах имя также указано как OBRAZTSOVA (виза)." in words(sheet)


def test_from_custody_the_paper_goes_through_the_administration() -> None:
    held = '[[detention]]\nid = "t1"\nplace = "ИВС № 0 (вымышленный)"\nfrom = 2026-12-18T10:00:00\n'
    sheet = sheet_of(case_of(DECISION, held), "C1")
    assert "Место содержания: ИВС № 0 (вымышленный)" in words(sheet)
    assert "прошу обеспечить моё участие в заседании" in words(sheet)
    assert [b.box for b in sheet.draft.blocks if "Передано через" in b.text] == ["signature"]


def test_a_guardian_signs_for_the_child_who_adds_a_line() -> None:
    text = HEAD.format(documents="", person="").replace("1990-01-02", "2012-01-02")
    guardian = '[[person]]\nid = "p2"\nrole = "family"\nrelation = "aunt"\nlegal_guardian = true\n'
    names = '[person.names]\nfamily = "Мнимова"\ngiven = "Анна"\nru_nom = "Мнимова Анна"\n'
    sheet = sheet_of(parse_case_file(text + guardian + names + DECISION, "x.toml"), "C1")
    signature = "\n".join(b.text for b in sheet.draft.blocks if b.box == "signature").replace("\u00a0", " ")
    assert "А. Мнимова" in signature
    assert "Законный представитель (тётя; основание: ________); за ребёнка: Образцова Ольга" in signature
    assert "Подпись ребёнка" in signature
    assert "интересов ребёнка" in words(sheet)


def test_the_words_of_an_interpreter_are_true_or_absent() -> None:
    def told(line: str) -> bool:
        text = HEAD.format(documents="", person="").replace('language = "uk"', f'language = "uk"\n{line}')
        return "прочитано мне в переводе" in words(sheet_of(parse_case_file(text + DECISION, "x.toml"), "C1"))

    assert told("interpreter_used = true\nread_back = true")
    assert not told("interpreter_used = true\nread_back = false")
    assert not told("interpreter_used = true")
    assert not told("interpreter_used = false\nread_back = true")


@pytest.mark.parametrize(
    ("code", "says", "not_said"),
    [
        ("prs", "Прошу не смешивать: это не персидский язык.", "меня не поймёт"),
        ("ckb", "это не язык курманджи", None),
        ("kmr", "это не язык сорани", None),
        ("uk", "переводчика украинского языка", "это не"),
    ],
)
def test_c4_names_the_language_and_what_it_is_not(code: str, says: str, not_said: str | None) -> None:
    text = HEAD.format(documents="", person="").replace('language = "uk"', f'language = "{code}"')
    found = words(sheet_of(parse_case_file(text + DECISION, "x.toml"), "C4"))
    assert says in found
    assert not_said is None or not_said not in found


def test_c4_names_the_code_of_the_body_it_goes_to() -> None:
    civil = words(sheet_of(case_of(DECISION), "C4"))
    criminal = words(sheet_of(case_of(DECISION.replace("refusal_protection", "extradition")), "C4"))
    assert "Кодексом гражданского судопроизводства" in civil
    assert "Уголовно-процессуальным кодексом" in criminal
    assert "гражданского" not in criminal


def test_c5_lists_as_pending_only_what_is() -> None:
    planned = words(sheet_of(case_of(DECISION, EVENT, documents='"C1"'), "C5"))
    assert "На рассмотрении: жалоба на решение (подаётся одновременно)." in planned
    alone = sheet_of(case_of(DECISION, EVENT), "C5")
    assert [g.question for g in alone.draft.gaps] == ["pending"]


def test_c5_says_nothing_of_danger_where_nobody_fears() -> None:
    text = HEAD.format(documents='"E1"', person="").replace("ip.refusal", "rm.deportation")
    record = parse_case_file(text + DECISION.replace("refusal_protection", "deportation") + EVENT, "x.toml")
    assert "опасно для меня" not in words(sheet_of(record, "C5"))
    assert "приостановить исполнение постановления" in words(sheet_of(record, "C5"))


@pytest.mark.parametrize("code", ["C1", "C3", "C4", "C5"])
def test_the_forbidden_abbreviation_and_the_wrong_removal_never_print(code: str) -> None:
    found = words(sheet_of(case_of(LATE, EVENT, documents='"C1", "C3"'), code))
    assert not re.search(r"ГПК|высылк|депортац", found)
    assert "ст. " not in found.replace("ст. 3", "")


def test_only_treaty_articles_print_a_number() -> None:
    found = words(sheet_of(case_of(DECISION, EVENT), "C1"))
    assert re.findall(r"[Сс]тать\w+ (\d+) (\w+)", found) == [
        ("33", "Конвенции"),
        ("3", "Конвенции"),
        ("7", "Международного"),
    ]


def test_a_paper_of_2025_names_the_older_law() -> None:
    text = HEAD.format(documents="", person="").replace("as_of = 2026-12-21", "as_of = 2025-12-21")
    record = parse_case_file(text + DECISION.replace("2026-12", "2025-12"), "x.toml")
    found = words(sheet_of(record, "C1"))
    assert "Кодексом гражданского судопроизводства" not in found
    assert "в порядке, установленном законодательством о гражданском судопроизводстве" in found
