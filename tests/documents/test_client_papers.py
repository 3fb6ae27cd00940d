"""Papers that a client keeps (I2, K1–K4): what they say in eleven languages, what they never say, what both files hold.

The people are invented. The translations are drafts: a test can know that a sentence is there, in the letters of its
language, short, with its places filled; it cannot know that it is right. Each says so of itself (CHK-TRANS).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

import pytest

from legalaid_desktop.documents.blocks import Span, span_text
from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.client_dates import client_date, digits
from legalaid_desktop.documents.client_texts import AREAS, CLIENT_LANGUAGES, STATES, Sentence, area, filled, names
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.fonts import missing_glyphs
from legalaid_desktop.documents.icons import ICONS, emf
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.documents.typography import is_rtl
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.grammar.other_calendars import OtherDay, hijri, solar_hijri
from legalaid_desktop.host.paths import resources, templates
from legalaid_desktop.services.draft_desk import Desk, Sheet, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law
from tests.documents.finished_files import docx_parts, pdf_pages
from tests.rounds import rounds

PAPERS = ("I2", "K1", "K2", "K3", "K4")
RTL = ("ar", "fa", "prs", "ps", "ckb")
LONGEST_SENTENCE = 15
ISOLATES = re.compile("[\u2066-\u2069]")


@cache
def desk() -> Desk:
    return Desk(catalog=Catalog.open(templates()), law=shipped_law(), labels=shipped_labels())


@cache
def case_text(stem: str) -> str:
    (place,) = (resources() / "demo").glob(f"{stem}*.toml")
    return place.read_text(encoding="utf-8")


def sheet(
    document: str,
    language: str,
    stem: str = "S03",
    answers: Mapping[str, object] | None = None,
    text: str = "",
    edits: Mapping[str, str] | None = None,
) -> Sheet:
    record = parse_case_file(text or case_text(stem), f"{stem}.toml")
    assert record.meta.as_of is not None
    return lay_out(
        desk(),
        record,
        document,
        language=language,
        as_of=record.meta.as_of,
        answers=answers,
        count_pages=False,
        edits=edits,
    )


def seen(text: str) -> str:
    """Text as documents.md §11 compares it."""
    return " ".join(ISOLATES.sub("", unicodedata.normalize("NFC", text)).split())


def printed(document: str, language: str, stem: str = "S03", **more: object) -> str:
    return seen(sheet(document, language, stem, **more).draft.plain)  # type: ignore[arg-type]


def every_sentence() -> list[Sentence]:
    return [sentence for name in AREAS for sentence in area(name).sentences.values()]


# The sentences as data


def test_every_sentence_is_there_in_every_language_with_its_state_and_the_same_places() -> None:
    faults = []
    for sentence in every_sentence():
        wanted = area(sentence.area).languages
        for language in wanted:
            if not sentence.texts.get(language, "").strip():
                faults.append(f"{sentence.area}.{sentence.id}: no text in {language}")
            if sentence.states.get(language) not in STATES:
                faults.append(f"{sentence.area}.{sentence.id}: no state in {language}")
        if extra := set(sentence.texts) - set(wanted):
            faults.append(f"{sentence.area}.{sentence.id}: {extra}")
        # What the sound of a phrase leaves open has no Russian text to compare with.
        if "ru" in sentence.texts:
            for language in wanted:
                missing = sentence.places("ru") - sentence.places(language)
                more = sentence.places(language) - sentence.places("ru") - {"sound"}
                if missing or more:
                    faults.append(f"{sentence.area}.{sentence.id}: {language} has other places: {missing or more}")
    assert faults == []
    assert len(every_sentence()) > 180


def test_nothing_says_that_it_was_checked() -> None:
    """A translation becomes checked when somebody who speaks the language has read it, and never by a program."""
    assert {state for sentence in every_sentence() for state in sentence.states.values()} == {"draft"}
    for code in PAPERS:
        review = desk().catalog.template(code).manifest.review
        assert review.state == "draft"
        assert set(review.translations.values()) == {"machine-free draft"}
        assert set(review.translations) == set(CLIENT_LANGUAGES) - {"ru"}


def test_a_sentence_has_fifteen_words_at_most() -> None:
    long = []
    for sentence in every_sentence():
        for language, text in sentence.texts.items():
            for part in re.split(r"(?<=[.!?؟])\s+", text):
                words = [word for word in part.split() if re.search(r"\w", word)]
                if len(words) > LONGEST_SENTENCE:
                    long.append(f"{sentence.area}.{sentence.id} {language}: {len(words)}")
    assert long == []


def test_right_to_left_sentences_hold_no_latin_and_cyrillic_only_in_words_to_be_said() -> None:
    faults = []
    for sentence in every_sentence():
        for language in set(RTL) & set(sentence.texts):
            text = re.sub(r"\{\w+\}|«?прошу защиты»?", "", sentence.texts[language])
            if found := re.search(r"[A-Za-z\u0400-\u04ff]", text):
                faults.append(f"{sentence.area}.{sentence.id} {language}: {found.group()}")
    assert faults == []


@pytest.mark.parametrize("language", ["ru", "be", "uk", "tg"])
def test_no_latin_letter_hides_in_a_cyrillic_word(language: str) -> None:
    for sentence in every_sentence():
        text = re.sub(r"\{\w+\}", "", sentence.texts.get(language, ""))
        assert not re.search(r"[A-Za-z]", text), (sentence.area, sentence.id, text)


_ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءآأؤئة",
    "prs": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءآأؤئة",
    "ps": "ابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګگلمنڼوهیېۍئيءآأ",
    "ckb": "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێۊء",
}
"""Letters of each language. A letter of a neighbour's alphabet in a word is a slip of the keyboard."""
_MARKS = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u200c"


@pytest.mark.parametrize("language", sorted(_ALPHABETS))
def test_each_language_is_written_with_its_own_letters(language: str) -> None:
    allowed = set(_ALPHABETS[language])
    strange: dict[str, str] = {}
    for sentence in every_sentence():
        text = re.sub(r"\{\w+\}|«?прошу защиты»?", "", sentence.texts.get(language, ""))
        for char in text.lower():
            if char.isalpha() and char not in allowed and char not in _MARKS:
                strange[f"{char} U+{ord(char):04X}"] = f"{sentence.area}.{sentence.id}: {text}"
    assert strange == {}


def test_letters_that_other_fonts_lack_are_used_and_can_be_printed() -> None:
    whole = {language: "".join(s.texts.get(language, "") for s in every_sentence()) for language in CLIENT_LANGUAGES}
    assert set("ێۆڕڵە") <= set(whole["ckb"])
    assert set("ښځږټ") <= set(whole["ps"])
    assert set("ӣӯҳҷқғ") <= set(whole["tg"])
    listed = "".join(str(value) for kind in names().values() for value in kind.values())
    for text in (*whole.values(), listed):
        assert missing_glyphs(text) == ""


def test_dari_is_not_persian_and_both_are_written_apart() -> None:
    sentences = [s for s in every_sentence() if s.area != "k4_sounds"]
    same = [s for s in sentences if s.texts["fa"] == s.texts["prs"]]
    assert len(same) < len(sentences) * 0.6
    dari = " ".join(s.texts["prs"] for s in sentences)
    assert {"محکمه", "ترجمان", "داکتر"} <= set(re.findall(r"\w+", dari))
    persian = " ".join(s.texts["fa"] for s in sentences)
    assert {"دادگاه", "مترجم", "پزشک"} <= set(re.findall(r"\w+", persian))


# Days


NEW_YEARS = {
    1375: dt.date(1996, 3, 20), 1376: dt.date(1997, 3, 21), 1399: dt.date(2020, 3, 20), 1400: dt.date(2021, 3, 21),
    1403: dt.date(2024, 3, 20), 1404: dt.date(2025, 3, 21), 1405: dt.date(2026, 3, 21), 1408: dt.date(2029, 3, 20),
}  # fmt: skip


def test_solar_hijri_days() -> None:
    for year, day in NEW_YEARS.items():
        assert solar_hijri(day) == OtherDay(year, 1, 1)
        assert solar_hijri(day - dt.timedelta(days=1))[:2] == (year - 1, 12)
    assert solar_hijri(dt.date(1979, 2, 11)) == OtherDay(1357, 11, 22)
    assert solar_hijri(dt.date(2026, 12, 28)) == OtherDay(1405, 10, 7)


def test_solar_hijri_days_follow_one_another() -> None:
    day = dt.date(1990, 1, 1)
    before = solar_hijri(day)
    for _ in range(rounds(5, 40) * 366):
        day += dt.timedelta(days=1)
        here = solar_hijri(day)
        following = (here.year, here.month) == (before.year, before.month) and here.day == before.day + 1
        turned = here.day == 1 and (
            (here.year, here.month) in ((before.year, before.month + 1), (before.year + 1, 1)) and before.day >= 29
        )
        assert following or turned, (day, before, here)
        before = here


def test_hijri_days_by_arithmetic() -> None:
    assert hijri(dt.date(2000, 4, 6)) == OtherDay(1421, 1, 1)
    for day, wanted in ((dt.date(2024, 7, 7), (1446, 1, 1)), (dt.date(2026, 2, 18), (1447, 9, 1))):
        found = hijri(day)
        apart = (found.year - wanted[0]) * 354 + (found.month - wanted[1]) * 29.5 + found.day - wanted[2]
        assert abs(apart) <= 2


def test_a_day_as_the_reader_counts_it() -> None:
    day = dt.date(2026, 12, 28)
    assert client_date(day, "ru") == "28.12.2026 (понедельник)"
    assert client_date(day, "en") == "28.12.2026 (Monday, 28\u00a0December)"
    assert client_date(day, "fa") == "28.12.2026 (دوشنبه، 7\u00a0دی 1405)"
    assert client_date(day, "prs") == "28.12.2026 (دوشنبه، 7\u00a0جدی 1405)"
    assert client_date(day, "ps", local=True) == "۲۸.۱۲.۲۰۲۶ (دوشنبه، ۷\u00a0مرغومی ۱۴۰۵)"
    assert client_date(day, "fa", calendar="gregorian") == "28.12.2026 (دوشنبه)"
    assert "رجب 1448" in client_date(day, "ar", calendar="lunar")
    assert digits("28", "ar", local=True) == "٢٨"
    assert digits("28", "tg", local=True) == "28"


@pytest.mark.parametrize("kind", ["month", "weekday"])
def test_every_language_has_its_names_of_days_and_months(kind: str) -> None:
    for language in CLIENT_LANGUAGES:
        listed = names()[kind][language]
        assert len(set(listed)) == len(listed) == (12 if kind == "month" else 7)  # type: ignore[call-overload,arg-type]


# The papers


WHOLE = [(document, language) for document in PAPERS for language in CLIENT_LANGUAGES]


@pytest.mark.parametrize(("document", "language"), WHOLE[:: rounds(2, 1)])
def test_each_paper_is_whole_in_each_language(document: str, language: str) -> None:
    made = sheet(document, language)
    text = seen(made.draft.plain)
    assert not made.draft.gaps
    assert not re.search(r"\{|\}|None|\?\?\?", text)
    assert "  " not in made.draft.plain.replace("\u00a0", "x")
    findings = made.findings()
    assert [finding for finding in findings if finding.stops] == []
    trans = [f for f in findings if f.id == "CHK-TRANS"]
    assert [f.severity for f in trans] == ([] if language == "ru" else [Severity.WARNS])
    title = made.draft.blocks[0]
    assert title.kind == "title" and title.text
    if language != "ru":
        # As long as nobody has checked the translation the Russian stands beside it.
        assert area("common").sentences["unchecked"].texts[language] in text
        tables = [block for block in made.draft.blocks if block.kind == "table"]
        assert tables and all(len(row) >= 2 for block in tables for row in block.rows)
    else:
        assert "Перевод" not in text.replace("Переводчик", "").replace("перевод", "")


@pytest.mark.parametrize("language", ["fa", "ckb", "en"])
def test_the_russian_column_is_russian_and_the_other_is_not(language: str) -> None:
    for block in sheet("K1", language).draft.blocks:
        if block.kind != "table":
            continue
        for own, russian in block.rows:
            assert {span.lang for span in russian if span.text.strip(" _\u00a0")} == {"ru"}
            assert all(span.lang is None for span in own)


def test_one_column_where_the_translation_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sentence, "checked", lambda self, language: True)
    made = sheet("K1", "uk")
    assert all(len(row) == 1 for block in made.draft.blocks for row in block.rows)
    assert not [f for f in made.findings() if f.id == "CHK-TRANS"]


def test_k1_of_the_first_case_is_discreet() -> None:
    text = printed("K1", "prs", "S01")
    assert "прошу защиты" in text
    for hidden in ("вооружённых", "миссии", "Навид", "NAVID", "Камран", "2000"):
        assert hidden not in text
    assert "е позднее" not in text and not re.search(r"\b\d+ (?:дн|суток|рабочих)", text)


def test_k1_tells_more_only_when_asked_to() -> None:
    told = {"told_ru": "Клиент рассказал о допросе.", "told_own": "Клієнт розповів про допит.", "office_name": "Бюро"}
    assert "допрос" not in printed("K1", "uk", answers=told)
    full = printed("K1", "uk", answers={**told, "variant": "full"})
    assert "Клиент рассказал о допросе." in full and "Клієнт розповів про допит." in full and "Бюро" in full
    # Without the client's language the interpreter reads it.
    alone = printed("K1", "uk", answers={"client_ru": "Принести справку до пятницы."})
    assert "Принести справку до пятницы." in alone
    assert area("common").sentences["interpreted"].texts["uk"] in alone


def test_the_deadline_stands_on_k1_and_k3_with_how_sure_it_is() -> None:
    for document in ("K1", "K3"):
        for language in ("uk", "ru", "fr", "fa"):
            text = printed(document, language)
            assert "28.12.2026" in text
            assert area("common").sentences["counted"].texts[language] in text
    card = printed("K3", "uk")
    assert "Зразкова" not in card and "Марьяна" not in card and "TEST-77" not in card
    assert "суд Центрального района г. Гомеля" in card


def test_without_a_notice_the_day_is_not_checked_and_without_receipt_it_depends() -> None:
    text = case_text("S03").replace('notice_period = "15 рабочих дней"\n', "")
    card = printed("K3", "ru", text=text)
    assert "Эта дата не проверена. Сверьте её с вашей бумагой." in card
    assert "Куда: в суд Центрального района" in card
    late = printed("K1", "ru", text=text.replace("as_of = 2026-12-21", "as_of = 2027-02-21"))
    assert "Этот день уже прошёл." in late and "восстановить срок" in late


def test_a_case_without_a_decision_gets_no_number() -> None:
    text = printed("K3", "prs", "S01")
    assert area("common").sentences["no_date"].texts["prs"] in text
    assert "2026" not in text


@pytest.mark.parametrize(
    ("language", "local"), [(language, local) for local in (False, True) for language in RTL][:: rounds(2, 1)]
)
def test_digits_of_a_deadline_read_back_from_the_pdf(language: str, local: bool) -> None:
    made = sheet("K3", language, answers={"digits": "local"} if local else {})
    (page,) = pdf_pages(write_pdf(made.draft.blocks, title="К", language=language).data)
    western = page.translate({ord(c): str(unicodedata.digit(c)) for c in set(page) if c.isdigit()})
    # Once in each column.
    assert western.count("28.12.2026") == 2
    assert page.count("28.12.2026") == (1 if local else 2)
    if language in ("fa", "prs", "ps"):
        assert "1405" in western


def test_k4_gives_meaning_words_and_sound() -> None:
    (table,) = [b for b in sheet("K4", "ps").draft.blocks if b.kind == "table" and b.head_rows]
    rows = [[span_text(cell) for cell in row] for row in table.rows[1:]]
    assert len(rows) == 13 and all(len(row) == 3 and all(row) for row in rows)
    assert rows[0][1] == "Прошу защиты." and "پراشو" in rows[0][2]
    assert any("пушту" in row[1] for row in rows)
    (tajik,) = [b for b in sheet("K4", "tg").draft.blocks if b.kind == "table" and b.head_rows]
    assert {len(row) for row in tajik.rows} == {2}


@pytest.mark.parametrize(
    ("stem", "topic"),
    [("S01", "protection"), ("S03", "refused"), ("S04", "extradition"), ("S05", "pushback")],
)
def test_k2_follows_the_topic(stem: str, topic: str) -> None:
    text = printed("K2", "ru", stem)
    sentences = area("k2").sentences
    assert sentences[f"{topic}_title"].texts["ru"] in text
    others = {id.split("_")[0] for id in sentences} - {topic, "all"}
    assert not any(sentences[f"{other}_title"].texts["ru"] in text for other in others)
    assert sentences["missing_title"].texts["en"] in printed("K2", "en", stem, answers={"topic": "missing"})


# Consent


def marks(made: Sheet) -> list[tuple[str, ...]]:
    (table,) = [block for block in made.draft.blocks if block.section == "scopes" and block.head_rows]
    return [tuple(span_text(cell) for cell in row[-3:]) for row in table.rows[1:]]


def test_nothing_is_ticked_in_a_consent_form_even_where_the_case_knows_consents() -> None:
    made = sheet("I2", "ckb", "S05")
    assert parse_case_file(case_text("S05"), "S05.toml").consents
    assert set(marks(made)) == {("", "", "")}
    assert len(marks(made)) >= 15
    assert not [f for f in made.findings() if f.id == "CHK-CONSENT"]


def test_a_mark_put_into_the_form_beforehand_stops_it() -> None:
    made = sheet("I2", "ru", "S05")
    (table,) = [block for block in made.draft.blocks if block.section == "scopes" and block.head_rows]
    ticked = sheet("I2", "ru", "S05", edits={f"{table.key}:1:1": "Да"})
    assert [(f.id, f.severity) for f in ticked.findings() if f.id == "CHK-CONSENT"] == [
        ("CHK-CONSENT", Severity.BLOCKS)
    ]


def test_the_interpreters_script_stands_where_the_client_does_not_read() -> None:
    script = area("i2").sentences["script_1"].texts
    assert script["ckb"] not in printed("I2", "ckb", "S05")
    assert script["ckb"] in printed("I2", "ckb", "S05", answers={"can_read": False})
    unread = case_text("S05").replace('role = "client"\n', 'role = "client"\nliteracy = "none"\n')
    assert script["ckb"] in printed("I2", "ckb", text=unread)
    assert script["ckb"] not in printed("I2", "ckb", text=unread, answers={"can_read": True})


def test_a_child_gets_its_own_page_and_the_representative_a_line() -> None:
    child = case_text("S05").replace("date = 2001-01-30", "date = 2011-01-30")
    text = printed("I2", "en", text=child)
    words = area("i2").sentences
    assert words["child_1"].texts["en"] in text and words["sign_representative"].texts["en"] in text
    made = sheet("I2", "en", text=child)
    assert [(f.id, f.severity, f.variant) for f in made.findings() if f.id == "CHK-SIGN"] == [
        ("CHK-SIGN", Severity.INFORMS, "with_representative")
    ]
    assert not any(finding.stops for finding in made.findings())
    grown = printed("I2", "en", "S05")
    assert words["child_1"].texts["en"] not in grown and words["sign_representative"].texts["en"] not in grown


# The files


@pytest.mark.parametrize("language", ["fa", "ckb", "uk"])
def test_docx_cells_have_their_own_direction_and_language(language: str) -> None:
    made = sheet("K1", language)
    data = write_docx(made.draft.blocks, title="К", language=language)
    body = docx_parts(data)["word/document.xml"].decode()
    cells = re.findall(r"<w:tc>.*?</w:tc>", body)
    assert cells
    for cell in cells:
        words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", cell))
        letters = [char for char in words if char.isalpha()]
        arabic = sum("\u0600" <= char <= "\u06ff" for char in letters)
        assert ("<w:bidi/>" in cell) == (arabic * 2 > len(letters)), words
    assert ("<w:bidiVisual/>" in body) == is_rtl(language)
    assert data == write_docx(made.draft.blocks, title="К", language=language)


def test_drawings_are_vectors_in_both_files() -> None:
    made = sheet("I2", "fa", "S05")
    data = write_docx(made.draft.blocks, title="С", language="fa")
    drawn = {span.icon for block in made.draft.blocks for span in block.all_spans if span.icon}
    assert drawn and drawn <= set(ICONS)
    relations = docx_parts(data)["word/_rels/document.xml.rels"].decode()
    body = docx_parts(data)["word/document.xml"].decode()
    for name in drawn:
        assert f"media/{name}.emf" in relations
    ids = re.findall(r'<wp:docPr id="(\d+)"', body)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'r:embed="(\w+)"', body)) <= set(re.findall(r'Id="(\w+)"', relations))
    assert 'Extension="emf"' in docx_parts(data)["[Content_Types].xml"].decode()
    for name in ICONS:
        assert emf(name)[40:44] == b" EMF" and len(emf(name)) % 4 == 0
        assert int.from_bytes(emf(name)[48:52], "little") == len(emf(name))
    pdf = write_pdf(made.draft.blocks, title="С", language="fa").data
    assert b"/Subtype /Image" not in pdf


@pytest.mark.parametrize(
    ("document", "stem", "most"), [("K1", "S03", 1), ("K2", "S05", 1), ("K3", "S03", 1), ("K4", "S05", 1)]
)
def test_a_paper_to_carry_is_one_page(document: str, stem: str, most: int) -> None:
    for language in ("ps", "fr", "ru", "uk", "fa", "ckb")[: rounds(2, 6)]:
        made = sheet(document, language, stem)
        assert write_pdf(made.draft.blocks, title="К", language=language).pages <= most, language


def test_the_pdf_says_which_cells_are_russian() -> None:
    made = sheet("K3", "fa")
    assert b"/Lang (ru-RU)" in write_pdf(made.draft.blocks, title="К", language="fa").data


def test_a_place_nobody_fills_stays_visible() -> None:
    assert filled("{act}: {date}", {"act": "А"}) == "А: {date}"
    assert Span("x").icon is None


def test_a_client_whose_language_no_paper_has_gets_the_russian_text() -> None:
    text = case_text("S03").replace('language = "uk"\ninterpreter', 'language = "so"\ninterpreter')
    assert text != case_text("S03")
    record = parse_case_file(text, "S03.toml")
    made = lay_out(desk(), record, "K1", as_of=dt.date(2026, 12, 21), count_pages=False)
    assert made.draft.language == "ru"
    uk = parse_case_file(case_text("S03"), "S03.toml")
    assert lay_out(desk(), uk, "K1", as_of=dt.date(2026, 12, 21), count_pages=False).draft.language == "uk"
