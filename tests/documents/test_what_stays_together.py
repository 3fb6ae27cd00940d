"""What stands on one page: signatures with text and with what goes along, headings with two lines, no holes."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from legalaid_desktop.documents.blocks import Block, Box, Span
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.layout import court_paper
from legalaid_desktop.documents.paginate import Page, paginate
from legalaid_desktop.documents.plan import Planned, plan
from legalaid_desktop.documents.setting import Setter
from legalaid_desktop.documents.strips import make_strips
from legalaid_desktop.documents.typography import set_type
from tests.documents.demo_papers import IN_ONE_WORKER, demo_docx, demo_papers
from tests.documents.finished_files import W, docx_parts, pdf_pages
from tests.rounds import rounds

LAYOUT = court_paper()
SENTENCE = "Слово за словом идёт строка, в которой ничего не сказано, кроме того, что она есть. "


@dataclass
class Poured:
    planned: list[Planned]
    pages: list[Page]

    def page_of(self, text: str) -> int:
        """Number of the page where the block with ``text`` begins."""
        for number, page in enumerate(self.pages):
            for strip, _ in page.strips:
                if strip.first and self.planned[strip.block].block.text.startswith(text):
                    return number
        raise AssertionError(text)

    def blocks(self, number: int) -> list[Block]:
        return [self.planned[strip.block].block for strip, _ in self.pages[number].strips]

    def empty(self, number: int) -> float:
        """The part of a page below its last line."""
        page = self.pages[number]
        strip, top = page.strips[-1]
        return 1 - (top + strip.height + page.notes_height) / page.sheet.text_height


def poured(blocks: list[Block] | tuple[Block, ...], language: str = "ru") -> Poured:
    set_blocks = set_type(blocks, language)
    planned = plan(set_blocks, LAYOUT)
    notes = [block for block in set_blocks if block.kind == "note"]
    strips = make_strips(planned, notes, LAYOUT, Setter(False))
    return Poured(planned, paginate(strips.all, strips.heads, strips.notes, LAYOUT, strips.across))


@cache
def poured_demo(case: str, document: str, language: str) -> Poured:
    return poured(demo_papers()[case, document, language], language)


def para(text: str, box: Box = "", group: int = 0) -> Block:
    return Block(kind="para", spans=(Span(text),), box=box, group=group)


def heading(text: str, box: Box = "", group: int = 0) -> Block:
    return Block(kind="heading", level=1, spans=(Span(text),), box=box, group=group)


def item(text: str, box: Box = "", group: int = 0) -> Block:
    return Block(kind="item", ordered=True, list_id="a", spans=(Span(text),), box=box, group=group)


POINTS = [item(f"Бумага {n}.", "annexes", 9) for n in range(4)]
SIGNATURE = [para("дата\t______\tИ. Имя", "signature", 5)]
INTERPRETER = [para("Изложено на языке дари, прочитано мне в переводе.", "keep", 6), para("Переводчик: ___", "keep", 6)]
RECEIPT = [para("Передано через администрацию", "receipt", 7), para("Принял: ____", "receipt", 7)]
SLIP = [*RECEIPT, *(para("Должность, подпись: ____", "receipt", 7) for _ in range(6))]
CLOSINGS = {
    "interpreter below": [*SIGNATURE, *INTERPRETER],
    "interpreter above": [*INTERPRETER, *SIGNATURE],
    "receipt": [*SIGNATURE, *RECEIPT],
    "slip to tear off": [*SIGNATURE, *SLIP],
    "all": [*SIGNATURE, *INTERPRETER, *RECEIPT],
}


@pytest.mark.parametrize("closing", CLOSINGS.values(), ids=CLOSINGS)
@pytest.mark.parametrize("last", [item("Последний пункт."), para(SENTENCE * 4), para(SENTENCE * 20)])
def test_what_closes_a_paper_stays_together_and_with_text(closing: list[Block], last: Block) -> None:
    for count in range(15, 48):
        paper = poured([*(para("Строка.") for _ in range(count)), last, *closing])
        pages = {paper.page_of(block.text) for block in closing}
        assert len(pages) == 1, count
        (page,) = pages
        boxes = [block.box for block in paper.blocks(page)]
        assert boxes[:3] == ["", "", ""], (count, boxes)


def test_word_is_told_the_same() -> None:
    blocks = [para("Первый."), para(SENTENCE * 2), *SIGNATURE, *INTERPRETER, *RECEIPT]
    document = etree.fromstring(docx_parts(write_docx(blocks, title="", language="ru"))["word/document.xml"])
    paragraphs = list(document.iter(f"{W}p"))
    tied = [p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs]
    assert tied == [False, *[True] * 5, False]


def test_a_line_to_write_on_tears_no_words_apart() -> None:
    """What does not fit goes to the next line; the words before it stand as close as ever."""
    blocks = [para("Постановление о выдаче (кем вынесено, номер, дата, когда вручено и кем): ________"), para(SENTENCE)]
    blank, plain = (planned.ragged for planned in poured(blocks).planned)
    assert (blank, plain) == (True, False)
    first = next(strip.line for strip, _ in poured(blocks).pages[0].strips)
    assert first is not None and first.extra == 0
    document = etree.fromstring(docx_parts(write_docx(blocks, title="", language="ru"))["word/document.xml"])
    assert [len(p.findall(f"{W}pPr/{W}jc")) for p in document.iter(f"{W}p")] == [1, 0]


def test_a_list_in_a_box_leaves_no_hole() -> None:
    points = [item(f"Пункт {n}. {SENTENCE}", "keep", 3) for n in range(8)]
    for count in range(20, 46):
        lead = para("На основании изложенного", "keep", 3)
        paper = poured([*(para("Строка.") for _ in range(count)), lead, heading("ПРОШУ:", "keep", 3), *points])
        assert len(paper.pages) == 1 or paper.empty(0) < 0.15, count
        assert paper.page_of("На основании") == paper.page_of("ПРОШУ") == paper.page_of("Пункт"), count


def test_no_row_and_no_point_stands_alone_on_a_page() -> None:
    """In Word too: what must stay together is tied there."""
    rows = tuple(((Span(f"Строка {n}"),), (Span("да"),)) for n in range(5))
    table = Block(kind="table", rows=rows, head_rows=1)
    for closing, first, last in (([table], 1, 4), ([para("Приложение:", "annexes", 9), *POINTS], 1, 4)):
        for count in range(30, 48):
            paper = poured([*(para("Строка.") for _ in range(count)), *closing])
            for page in paper.pages:
                strips = [strip for strip, _ in page.strips]
                listed = [s.row if s.line is None else s.block - count for s in strips if s.block >= count]
                assert listed[-1:] != [first], count
                assert listed != [last], count
        document = etree.fromstring(docx_parts(write_docx(closing, title="", language="ru"))["word/document.xml"])
        tied = [
            p.find(f"{W}pPr/{W}keepNext") is not None for p in document.iter(f"{W}p") if "".join(map(str, p.itertext()))
        ]
        assert tied[first * (len(tied) // 5)] and tied[(last - 1) * (len(tied) // 5)]
        assert not tied[2 * (len(tied) // 5)]


def test_a_line_to_write_on_runs_to_the_margin() -> None:
    """It is as long as a hand needs, and the same in both files; a value that is missing keeps its look."""
    box = Block(kind="table", rows=(((Span("Телефон:"), Span(" ____________")),),), shares=(0.5,), tongues=True)
    missing = Block(kind="para", spans=(Span("Кто: "), Span("________", missing=True)))
    blocks = [para("Подпись: ____________"), para(f"{SENTENCE[:60]}: ____________"), box, para("____________"), missing]
    paper = poured(blocks)
    width = LAYOUT.portrait.text_width
    ends = [[strip for strip, _ in paper.pages[0].strips if strip.block == n][-1] for n in range(5)]
    for n in (0, 1, 3):
        line = ends[n].line
        assert line is not None and width - 12 < line.x + line.width <= width
    inside = ends[2].cells[0]
    assert inside.width - 20 < inside.lines[-1].width <= inside.width
    texts = [planned.block.text for planned in paper.planned]
    assert [text.count("_") >= 28 for text in texts] == [True, True, True, True, False]
    document = etree.fromstring(docx_parts(write_docx(blocks, title="", language="ru"))["word/document.xml"])
    assert [text for p in document.iter(f"{W}p") if (text := "".join(map(str, p.itertext())))] == texts


def test_a_long_name_stands_in_one_line_with_date_and_pen() -> None:
    date, pen = "«___» ____________ 20___ г.", "______________"
    for name in ("Д. Имя", "NAMUNOZODA DALER"):
        paper = poured([para(SENTENCE), para(f"{date}\t{pen}\t{name}", "signature", 5)])
        lines = [strip.line for strip, _ in paper.pages[0].strips if strip.block == 1]
        assert len(lines) == 1, name
    stops = [LAYOUT.pen_tab(False, pen, name) for name in ("Д. Имя", "NAMUNOZODA DALER")]
    assert stops[1] < stops[0]
    text = docx_parts(write_docx([para(f"{date}\t{pen}\tNAMUNOZODA DALER", "signature", 5)], title="", language="ru"))
    assert f'w:pos="{round(stops[1] * 20)}"' in text["word/document.xml"].decode()


def test_a_heading_needs_no_more_than_the_first_lines() -> None:
    """A long paragraph that announces a list may stand at the foot of a page without it."""
    for count in range(25, 46):
        paper = poured(
            [
                *(para("Строка.") for _ in range(count)),
                heading("Обстоятельства"),
                para(SENTENCE * 3 + "Главное:"),
                *(item(SENTENCE * 2) for _ in range(8)),
            ]
        )
        assert len(paper.pages) == 1 or paper.empty(0) < 0.13, count


@IN_ONE_WORKER
def test_no_page_of_a_practice_paper_ends_badly() -> None:
    """No heading last, no first or last line of a paragraph alone, no signature without three lines of its text."""
    papers = demo_papers()
    assert len(papers) > 60
    for key in papers:
        paper = poured_demo(*key)
        for number, page in enumerate(paper.pages):
            on_page = paper.blocks(number)
            here = (*key, number + 1)
            if number + 1 < len(paper.pages):
                assert on_page[-1].kind not in ("heading", "title"), here
                assert not on_page[-1].text.endswith("ПРОШУ:"), here
            if page.strips[0][0].line is not None and len(page.strips) > 1:
                lines = [strip for strip, _ in page.strips if strip.block == page.strips[0][0].block]
                assert page.strips[0][0].first or len(lines) > 1, here
            if page.strips[-1][0].line is not None and number + 1 < len(paper.pages):
                last = page.strips[-1][0]
                goes_on = paper.pages[number + 1].strips[0][0].block == last.block
                assert not (goes_on and last.first), here
            signs = [n for n, block in enumerate(on_page) if block.box == "signature"]
            if signs and len(paper.pages) > 1:
                above = sum(strip.text_lines for strip, _ in page.strips[: signs[0]])
                assert above >= min(3, LAYOUT.lines_with_signature), here


def lonely_lines(paper: Poured) -> list[tuple[int, str]]:
    """First and last lines of paragraphs that stand alone on a page, with the number of the page."""
    found = []
    for number, page in enumerate(paper.pages[:-1]):
        here, there = page.strips[-1][0], paper.pages[number + 1].strips[0][0]
        if here.line is None or there.line is None or here.block != there.block:
            continue
        text = paper.planned[here.block].block.text[:40]
        lines = [n for n, side in enumerate(paper.pages) for strip, _ in side.strips if strip.block == here.block]
        if lines.count(number) == 1 and here.first:
            found.append((number + 1, text))
        if lines.count(number + 1) == 1 and (number + 2 >= len(paper.pages) or (number + 2) not in lines):
            found.append((number + 2, text))
    return found


@IN_ONE_WORKER
def test_no_practice_paper_has_a_lonely_line() -> None:
    found = {key: lonely for key in demo_papers() if (lonely := lonely_lines(poured_demo(*key)))}
    assert not found


@settings(max_examples=rounds(25, 2_000), deadline=None)
@given(st.lists(st.integers(1, 14), min_size=20, max_size=60), st.integers(0, 3))
def test_random_paragraphs_have_no_lonely_line(lengths: list[int], boxed: int) -> None:
    """Whatever their lengths: plain, numbered, in boxes, with a signature at the end."""
    blocks: list[Block] = []
    for n, length in enumerate(lengths):
        text = f"{n}. {SENTENCE * length}"
        blocks.append(item(text) if n % 4 == boxed else para(text, "keep" if n % 7 == 3 else "", n))
    paper = poured([*blocks, *SIGNATURE])
    assert lonely_lines(paper) == []
    last = paper.blocks(len(paper.pages) - 1)
    assert [block.box for block in last] != ["signature"]


@IN_ONE_WORKER
@pytest.mark.soak
def test_word_keeps_signatures_with_text_too(tmp_path: Path) -> None:
    """LibreOffice lays out the DOCX: on the page of the signature stand lines of the text above it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    wanted = [key for key in demo_papers() if key[0] in ("S03", "S06") and key[2] in ("ru", "be")][: rounds(4, 60)]
    for key in wanted:
        (tmp_path / f"{'-'.join(key)}.docx").write_bytes(demo_docx(*key))
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf", "--outdir",
         tmp_path, *tmp_path.glob("*.docx")], check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for key in wanted:
        signs = [block.text for block in demo_papers()[key] if block.box == "signature" and "\t" in block.text]
        names = [" ".join(text.split("\t")[-1].replace("\u00a0", " ").split()) for text in signs]
        for page in pdf_pages((tmp_path / f"{'-'.join(key)}.pdf").read_bytes()):
            text = " ".join(page.replace("\u00a0", " ").split())
            if any(name and text.endswith(name) for name in names):
                assert len(text) > 200, (key, text)
