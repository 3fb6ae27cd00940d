"""Right-to-left words: the order in which glyphs are drawn, joiners that are never drawn, and what no face can show.

Expected lines are written from left to right as runs: ``rtl("…")`` is drawn backwards, the rest as it is typed.
"""

from __future__ import annotations

import io
import unicodedata

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.bidi import levels
from legalaid_desktop.documents.blocks import Block, Span, clean
from legalaid_desktop.documents.checks.text_checks import glyphs
from legalaid_desktop.documents.fonts import is_ignorable, missing_glyphs
from legalaid_desktop.documents.layout import court_paper
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.documents.setting import Line, Setter
from legalaid_desktop.documents.typography import is_rtl, set_type
from tests.documents.checks.drafts import a_draft, para
from tests.documents.finished_files import pdf_pages

BRACKETS = "()[]«»"
MIRRORED = str.maketrans("()[]«»", ")(][»«")
ZWNJ, ZWJ, SHY = "\u200c", "\u200d", "\u00ad"


def line_of(text: str, language: str) -> Line:
    (block,) = set_type((Block(kind="para", spans=(Span(text, origin="p1"),)),), language)
    layout = court_paper()
    (line,) = Setter(is_rtl(language)).lines(block.spans, layout.styles["body"], 2000.0)
    return line


def drawn(line: Line) -> str:
    """Letters of ``line`` in the order of their places from left to right; brackets as their shape looks."""
    out = []
    for item in line.items:
        shapes = {glyph.gid: char for char in BRACKETS if (glyph := item.face.glyph(char)) is not None}
        out += [shapes.get(glyph.gid, glyph.text[::-1]) for glyph in item.glyphs]
    return "".join(out)


def rtl(text: str) -> str:
    """``text`` of one direction as it is drawn: letters from the last to the first, brackets turned."""
    return text.translate(MIRRORED)[::-1]


NAME = "میرزا علی صالح\u200cزاده"
KNOWN = [
    # Farsi and Dari: joiners in names, verbs and plurals.
    ("ru", NAME, [rtl(NAME)]),
    ("fa", NAME, [rtl(NAME)]),
    ("ru", f"Имя: {NAME} (Мирза)", ["Имя: ", rtl(NAME), " (Мирза)"]),
    ("fa", f"نام: {NAME} (Мирза)", ["(", "Мирза", ")", rtl(f"نام: {NAME} ")]),
    ("fa", "کتاب\u200cها\u200cی من نمی\u200cدانم\u200cها", [rtl("کتاب\u200cها\u200cی من نمی\u200cدانم\u200cها")]),
    (
        "fa",
        "ظرف ۱۵ روز می\u200cتوانید (ماده ۱۲) شکایت کنید",
        [rtl(" شکایت کنید"), "(", "۱۲", rtl("(ماده "), rtl(" روز می\u200cتوانید "), "۱۵", rtl("ظرف ")],
    ),
    (
        "ru",
        "می\u200cتوانید شکایت کنید (ماده ۱۲)",
        ["(", "۱۲", rtl("می\u200cتوانید شکایت کنید (ماده ")],
    ),
    # Arabic: marks, ligature of lam and alef, digits beside brackets, a case number, a phone.
    ("ar", "السلام (١٢٣) محمد", [rtl(" محمد"), "(", "١٢٣", rtl("السلام (")]),
    ("ar", "قضية 12-3/2026 مؤرخة", [rtl(" مؤرخة"), "12-3/2026", rtl("قضية ")]),
    ("ar", "هاتف +375 17 123-45-67.", [".", "+375 17 123-45-67", rtl("هاتف ")]),
    ("ru", "тел. محمد +375 17 123-45-67", ["тел. ", rtl("محمد"), " +375 17 123-45-67"]),
    # Pashto and Sorani.
    ("ps", "زما نوم احمد\u200cزی دی، ۱۵ ورځې", [rtl(" ورځې"), "۱۵", rtl("زما نوم احمد\u200cزی دی، ")]),
    ("ckb", "ناوی من ئاریا\u200cیە، ژمارە 12-3/2026", ["12-3/2026", rtl("ناوی من ئاریا\u200cیە، ژمارە ")]),
    # What nobody sees changes nothing.
    ("ru", f"آب{SHY}وهوا", [rtl("آبوهوا")]),
    ("ru", "a\ufe0fb محمد\ufe0e علی", ["ab ", rtl("محمد علی")]),
    ("ru", "\u200fمحمد\u200e \u2068علی\u2069", [rtl("محمد علی")]),
    ("ru", f"Мин{ZWNJ}ск{SHY}ий\u2060 район\ufeff", ["Минский район"]),
]


@pytest.mark.parametrize(("language", "text", "runs"), KNOWN)
def test_glyphs_are_drawn_in_the_order_a_reader_expects(language: str, text: str, runs: list[str]) -> None:
    line = line_of(text, language)
    assert drawn(line) == "".join(runs)
    for item in line.items:
        for glyph in item.glyphs:
            # A joiner is in the text that is extracted, but has neither ink nor width.
            if glyph.text and all(map(is_ignorable, glyph.text)):
                assert glyph.advance == 0 == item.face.own_width(glyph.gid)
                extents = item.face.font.get_glyph_extents(glyph.gid)
                assert extents is None or extents.height == 0


def test_a_joiner_parts_two_letters_in_one_shaped_word() -> None:
    joined = line_of("صالحزاده", "fa")
    parted = line_of(f"صالح{ZWNJ}زاده", "fa")
    assert len(parted.items) == 1
    assert parted.items[0].level % 2 == 1
    shapes = [[glyph.gid for glyph in line.items[0].glyphs if glyph.text != ZWNJ] for line in (joined, parted)]
    # The letters at its two sides change their shape; no other letter does.
    assert sum(a != b for a, b in zip(*shapes, strict=True)) == 2


@pytest.mark.parametrize("language", ["ru", "ar", "fa"])
def test_joiners_are_in_the_extracted_text(language: str) -> None:
    words = [NAME, "کتاب\u200cها\u200cی من نمی\u200cدانم", "احمد\u200cزی"]
    blocks = [Block(kind="para", spans=(Span(text, origin="p1"),)) for text in words]
    (page,) = pdf_pages(write_pdf(blocks, title="Т", language=language).data)
    assert page.split("\n") == words


def test_vowel_marks_part_no_word_and_stand_over_their_letters() -> None:
    """Each is written on the base line and drawn in its place as a shape; the word stays one word for a reader."""
    lines = ["آن را فوراً نشان دهید", "نسخهٔ دوم برگه", "سَلامٌ عَلَيكُم يا أَخي"]
    blocks = [Block(kind="para", spans=(Span(text, origin="p1"),)) for text in lines]
    data = write_pdf(blocks, title="Т", language="fa").data
    (page,) = pdf_pages(data)
    assert page.split("\n") == lines
    with pikepdf.open(io.BytesIO(data)) as pdf:
        code = pdf.pages[0].Contents.read_bytes()
    marks = sum(unicodedata.category(char) == "Mn" for text in lines for char in text)
    assert code.count(b"3 Tr") == marks == code.count(b" f Q")


def test_joiners_take_the_level_of_the_letter_before_them() -> None:
    assert levels("اب\u200cجد", False) == [1] * 5
    assert levels("x\u200cاب\u00ad1", False) == [0, 0, 1, 1, 1, 2]
    assert levels("\u200cab", True) == [1, 2, 2]


@pytest.mark.parametrize("text", [ZWNJ, f"{ZWNJ} {ZWJ}", "\u2067\u2069", f"({ZWNJ}", f"محمد {ZWNJ}", f"{ZWNJ}محمد"])
@pytest.mark.parametrize("language", ["ru", "fa"])
def test_a_joiner_by_itself_is_nothing(text: str, language: str) -> None:
    seen = "".join(char for char in text if not is_ignorable(char))
    assert sorted(drawn(line_of(text, language)).replace(ZWNJ, "").strip()) in (sorted(seen.strip()), [")"])


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="محمدی\u200c\u200d\u00ad\u200e\u200f\u2066\u2069\ufe0f \u0651\u064e۱۵12-/()abЖ«»\u202e", max_size=20
    )
)
def test_every_visible_letter_is_drawn_once(text: str) -> None:
    for language in ("ru", "ar"):
        line = line_of(text, language)
        found = "".join(glyph.text for item in line.items for glyph in item.glyphs)
        seen = sorted(char for char in text if not is_ignorable(char) and char != " ")
        assert sorted(char for char in found if not is_ignorable(char) and char != " ") == seen


def test_what_cannot_be_shown_is_named_and_what_nobody_sees_is_not() -> None:
    assert missing_glyphs("Ответ 😀 дан ✔ \uf0b7 пункт \x07\x1b\x1f") == "😀✔\uf0b7\x07\x1b\x1f"
    assert (
        missing_glyphs(f"a{ZWNJ}b{ZWJ}{SHY}\u200e\u200f\u202a\u202c\u2066\u2069\ufe0f\u2060\ufeff\n\t\u00a0\u202f")
        == ""
    )
    assert missing_glyphs("\u2003\u2009") == ""


def test_what_is_typed_loses_only_what_nobody_can_see() -> None:
    assert clean(f"Мин{SHY}ск\u202eий \u202aрайон\u202c") == "Минский район"
    assert clean("12\u2009000\u2003руб.\u3000да\u00a0нет") == "12 000 руб. да\u00a0нет"
    assert clean(NAME) == NAME
    assert clean("При\u200bме\u2060ров\u200f \u200cЗоя\u2069") == "Примеров Зоя"
    assert clean("محمد\u200f (12)\u200b") == "محمد\u200f (12)"


@pytest.mark.parametrize(
    ("text", "fires"),
    [("дом 😀", True), ("знак \uf0b7", True), ("знак \x07", True), (NAME, False), (f"ми{SHY}р\ufe0f\u200e", False)],
)
def test_the_check_of_glyphs_fires_for_what_will_not_print(text: str, fires: bool) -> None:
    found = list(glyphs(a_draft(para(text, "p1.names"))))
    assert [finding.id for finding in found] == (["CHK-FONT"] if fires else [])
