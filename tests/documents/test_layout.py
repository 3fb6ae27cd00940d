"""Pages as they are filled: nothing lost, nothing over the edge, nothing torn that can be kept."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.blocks import Block, Box, Kind, Span
from legalaid_desktop.documents.layout import MM, client_paper, column_widths, court_paper
from legalaid_desktop.documents.paginate import Page, paginate
from legalaid_desktop.documents.plan import plan
from legalaid_desktop.documents.setting import Setter
from legalaid_desktop.documents.strips import Strips, make_strips
from legalaid_desktop.documents.typography import set_type
from tests.rounds import rounds

LAYOUT = court_paper()
WORDS = (
    "слово",
    "дом",
    "Суд",
    "№",
    "5",
    "марта",
    "кого-либо",
    "محمد",
    "۱۵",
    "12-3/2026",
    "А.",
    "Имя",
    "(да)",
    "длиннющее" * 9,
)
BOXES: tuple[Box, ...] = ("", "", "", "addressee", "signature", "keep", "annexes", "receipt")
KINDS: tuple[Kind, ...] = ("para", "para", "item", "heading", "table", "pagebreak")


def text(chance: random.Random, longest: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, longest)))


def a_document(seed: int) -> list[Block]:
    """Some blocks in some boxes, long and short, with footnotes."""
    chance = random.Random(seed)
    blocks: list[Block] = []
    notes = 0
    for group in range(1, chance.randint(2, 12)):
        kind, box = chance.choice(KINDS), chance.choice(BOXES)
        if kind == "table":
            columns = chance.randint(1, 9)
            rows = tuple(
                tuple((Span(text(chance, chance.choice((2, 9, 200)))),) for _ in range(columns))
                for _ in range(chance.choice((1, 3, 12)))
            )
            blocks.append(Block(kind="table", rows=rows, head_rows=chance.randint(0, 1), box=box, group=group))
            continue
        spans: tuple[Span, ...] = () if kind == "pagebreak" else (Span(text(chance, chance.choice((3, 40, 400)))),)
        if spans and chance.random() < 0.2:
            notes += 1
            spans = (*spans, Span(note=notes))
        blocks.append(Block(kind=kind, spans=spans, level=1, ordered=True, list_id="a", box=box, group=group))
    blocks += [Block(kind="note", note=n, spans=(Span(text(chance, 400)),)) for n in range(1, notes + 1)]
    return blocks


def poured(blocks: list[Block], language: str = "ru") -> tuple[Strips, list[Page]]:
    set_blocks = set_type(blocks, language)
    notes = [block for block in set_blocks if block.kind == "note"]
    strips = make_strips(plan(set_blocks, LAYOUT), notes, LAYOUT, Setter(language == "ar"))
    return strips, paginate(strips.all, strips.heads, strips.notes, LAYOUT, strips.across)


@pytest.mark.soak
@settings(max_examples=rounds(12, 1_000), deadline=None)
@given(st.integers(0, 1 << 32), st.sampled_from(["ru", "ar"]))
def test_every_strip_stands_once_and_inside_its_page(seed: int, language: str) -> None:
    strips, pages = poured(a_document(seed), language)
    order = {id(strip): number for number, strip in enumerate(strips.all)}
    repeated = {id(strip) for head in strips.heads.values() for strip in head}
    seen: list[int] = []
    for page in pages:
        foot = page.notes_height + LAYOUT.note_gap if page.notes else 0.0
        bottom = 0.0
        for strip, top in page.strips:
            assert top >= bottom - 0.01
            bottom = top + strip.height
            if id(strip) not in repeated or order[id(strip)] not in seen:
                seen.append(order[id(strip)])
        assert bottom + foot <= page.sheet.text_height + 0.1
    assert seen == list(range(len(strips.all)))
    lines: Counter[int] = Counter()
    for page in pages:
        for number, part in page.notes:
            lines[number] += len(part)
    assert lines == Counter({number: len(part) for number, part in strips.notes.items()})


@pytest.mark.soak
@settings(max_examples=rounds(8, 1_000), deadline=None)
@given(st.integers(0, 1 << 32))
@example(1509)
def test_no_line_is_wider_than_its_column(seed: int) -> None:
    strips, _ = poured(a_document(seed))
    for strip in strips.all:
        width = LAYOUT.sheet(strips.across[strip.block]).text_width
        if strip.line is not None:
            assert strip.line.x + strip.line.width <= width + 0.1
        for cell in strip.cells:
            for line in cell.lines:
                # A single wide letter may stand over the edge of the narrowest column, a word may not.
                assert line.width <= max(cell.width - 2 * LAYOUT.cell_padding, 16.0) + 0.1


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1 << 32), st.integers(1, 12))
def test_columns_fill_the_table(seed: int, columns: int) -> None:
    chance = random.Random(seed)
    cells = [[(Span(text(chance, 30)),) for _ in range(columns)] for _ in range(chance.randint(1, 5))]
    widths = column_widths(cells, 480.0, LAYOUT, head_rows=1)
    assert abs(sum(widths) - 480.0) < 0.01
    assert min(widths) > 5


def test_a_long_story_gets_the_room_and_a_date_does_not_wrap() -> None:
    story = "Пришли люди в форме и спросили о брате, потом ушли и вернулись вечером с другими. " * 3
    rows = [[(Span("№"),), (Span("Дата"),), (Span("Событие"),)], [(Span("1"),), (Span("12.01.2025"),), (Span(story),)]]
    number, date, event = column_widths(rows, 480.0, LAYOUT, head_rows=1)
    assert number < 40
    assert 55 < date < 110
    assert event > 330


def test_a_very_long_word_takes_no_room_from_the_words_of_other_columns() -> None:
    words = ["Документ", "известно", "неразрывноедлинноеслово" * 6, "другоедлинноеслово" * 6, "приложение"]
    widths = column_widths([[(Span(word),) for word in words]], 480.0, LAYOUT)
    style = LAYOUT.styles["table"]
    for word, width in zip(words, widths, strict=True):
        if len(word) < 20:
            (line,) = Setter(False).lines((Span(word),), style, width - 2 * LAYOUT.cell_padding)
            assert line.width <= width - 2 * LAYOUT.cell_padding
    assert abs(sum(widths) - 480.0) < 0.01
    assert widths[2] == widths[3] > 100


def test_a_word_in_another_script_has_room_for_a_wider_face() -> None:
    """Word sets Arabic in a face of its own choice, which may be wider than ours."""
    word = "دارالاستخبارات"
    row = [(Span(f"{word} {word} {word}"),), *((Span("Слово за словом идёт строка " * 9),) for _ in range(4))]
    width = column_widths([row], 480.0, LAYOUT)[0] - 2 * LAYOUT.cell_padding
    (line,) = Setter(False).lines((Span(word),), LAYOUT.styles["table"], 1000.0)
    assert width >= 1.25 * line.width


def test_the_number_of_a_page_stands_clear_of_what_begins_the_page() -> None:
    for layout in (court_paper(), client_paper()):
        lower = layout.header + layout.styles["number"].leading
        for sheet in (layout.portrait, layout.landscape):
            assert sheet.top - lower > 4 * MM
