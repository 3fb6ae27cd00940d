"""Blocks → PDF: the same words and the same page as the DOCX, with embedded fonts, outline and structure.

The way: blocks are set (``typography``), planned (``plan``), broken into lines (``setting``), poured into pages
(``paginate``) and drawn into reportlab's document objects (``pdf_file``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legalaid_desktop.documents.blocks import Block, Cell, Span, clean
from legalaid_desktop.documents.fonts import forget_words
from legalaid_desktop.documents.languages import word_language
from legalaid_desktop.documents.layout import Layout, layout_of
from legalaid_desktop.documents.paginate import Page, Strip, paginate
from legalaid_desktop.documents.pdf_assembly import file_bytes
from legalaid_desktop.documents.pdf_draw import Pen
from legalaid_desktop.documents.pdf_file import Bookmark, Element, PdfFile
from legalaid_desktop.documents.plan import Planned, plan
from legalaid_desktop.documents.setting import Line, Setter
from legalaid_desktop.documents.strips import Strips, make_strips
from legalaid_desktop.documents.typography import cell_language, is_rtl, set_type


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block begins: page from 1, distance of its upper edge from the top of the paper in points."""

    key: str
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """``data`` is the file, ``pages`` the number of its pages, ``places`` where each block begins."""

    data: bytes
    pages: int
    places: tuple[Place, ...]


def write_pdf(
    blocks: Sequence[Block], *, title: str, language: str, mark_gaps: bool = False, archive: bool = True
) -> WrittenPdf:
    """The PDF of ``blocks``; the same input gives the same bytes. ``mark_gaps`` tints what is missing: for the screen
    only, papers are black. ``archive``: the file says that it is PDF/A-2b."""
    try:
        file = PdfFile(clean(title), word_language(language), archive=archive)
        poured = Poured.of(blocks, language)
        places = poured.drawn(file, file.root, mark_gaps=mark_gaps)
        return WrittenPdf(file_bytes(file), len(poured.pages), places)
    finally:
        forget_words()


def page_count(blocks: Sequence[Block], language: str) -> int:
    """How many pages :func:`write_pdf` makes of ``blocks``, without drawing them."""
    try:
        return len(Poured.of(blocks, language).pages)
    finally:
        forget_words()


@dataclass(frozen=True, slots=True)
class Poured:
    """A paper set, broken into lines and poured into pages, before it is drawn. Measured words stay with the faces
    until ``forget_words``."""

    layout: Layout
    planned: Sequence[Planned]
    strips: Strips
    pages: Sequence[Page]
    language: str

    @classmethod
    def of(cls, blocks: Sequence[Block], language: str) -> Poured:
        layout = layout_of(blocks)
        set_blocks = set_type(blocks, language)
        planned = plan(set_blocks, layout, language)
        notes = [block for block in set_blocks if block.kind == "note"]
        strips = make_strips(planned, notes, layout, Setter(is_rtl(language), language), language)
        return cls(
            layout, planned, strips, paginate(strips.all, strips.heads, strips.notes, layout, strips.across), language
        )

    def drawn(
        self,
        file: PdfFile,
        root: Element,
        *,
        mark_gaps: bool = False,
        below: int = 0,
        prefix: str = "",
        numbered: bool = True,
    ) -> tuple[Place, ...]:
        """Draw the pages into ``file``, tagged under ``root``. ``below``: levels of the outline above this paper's
        own; ``prefix`` sets names of its notes apart. ``numbered``: with page numbers of its own."""
        return _Drawing(file, self, root, mark_gaps, below, prefix).draw(numbered=numbered)


class _Drawing:
    def __init__(self, file: PdfFile, poured: Poured, root: Element, mark_gaps: bool, below: int, prefix: str) -> None:
        self.language, self.below, self.prefix = poured.language, below, prefix
        self.file, self.layout, self.planned, self.strips = file, poured.layout, poured.planned, poured.strips
        self.poured = poured
        self.pen = Pen(file, poured.layout, mark_gaps)
        self.elements = _elements(root, poured.planned)
        self.places: list[Place] = []
        self.begun: set[int] = set()
        self.cells: dict[tuple[int, int, int], Element] = {}
        self.rows: dict[tuple[int, int], Element] = {}
        self.note_elements: dict[int, Element] = {}

    def draw(self, *, numbered: bool) -> tuple[Place, ...]:
        for number, page in enumerate(self.poured.pages, 1):
            self.file.page(page.sheet)
            if numbered and number >= self.layout.first_numbered:
                self.pen.page_number(page.sheet, number)
            for strip, top in page.strips:
                self.strip(page, strip, top, number)
            if page.notes:
                self.notes(page)
        return tuple(self.places)

    def strip(self, page: Page, strip: Strip, top: float, number: int) -> None:
        planned = self.planned[strip.block]
        upper = page.sheet.height - page.sheet.top - top
        if strip.first and strip.block not in self.begun:
            self.begun.add(strip.block)
            self.places.append(Place(planned.block.key, number, page.sheet.top + top))
            self.bookmark(planned.block, upper)
        if strip.line is None:
            self.row(page, strip, upper)
            return
        if strip.first and planned.block.box == "receipt" and planned.starts_box:
            self.pen.cut_line(page.sheet, upper)
        label, body = self.elements[strip.block]
        self.pen.line(strip.line, page.sheet.left, upper, body, label)
        self.note_marks(strip.line, body)

    def note_marks(self, line: Line, element: Element) -> None:
        """A footnote is read where its mark stands."""
        for note in line.notes:
            if note not in self.note_elements:
                made = self.note_elements[note] = element.add("Note")
                made.id = f"{self.prefix}note{note}"

    def bookmark(self, block: Block, y: float) -> None:
        if block.kind in ("title", "heading"):
            level = self.below + (0 if block.kind == "title" else block.level)
            title = " ".join(_words(block.spans))
            self.file.bookmarks.append(Bookmark(level, title, len(self.file.pages) - 1, y))

    def row(self, page: Page, strip: Strip, upper: float) -> None:
        _, table = self.elements[strip.block]
        block = self.planned[strip.block].block
        head = strip.row < block.head_rows
        # A head that is repeated on a later page is decoration there: readers hear it once.
        repeated = head and (strip.block, strip.row) in self.rows
        if not repeated and (strip.block, strip.row) not in self.rows:
            self.rows[strip.block, strip.row] = table.add("TR")
        left = page.sheet.left
        self.pen.row_lines(strip, left, upper, plain=block.plain)
        padding = self.layout.cell_padding
        for column, cell in enumerate(strip.cells):
            element = None if repeated else self.cell(strip, column, head)
            y = upper - padding / 3
            for line in cell.lines:
                self.pen.line(line, left + cell.x + padding, y, element, element)
                if element is not None:
                    self.note_marks(line, element)
                y -= line.height

    def cell(self, strip: Strip, column: int, head: bool) -> Element:
        key = (strip.block, strip.row, column)
        if key not in self.cells:
            attributes = "<< /O /Table /Scope /Column >>" if head else ""
            made = self.cells[key] = self.rows[strip.block, strip.row].add("TH" if head else "TD", attributes)
            block = self.planned[strip.block].block
            cells = block.rows[strip.row]
            spoken = cell_language(block, cells[column] if column < len(cells) else (), self.language)
            if spoken != self.language:
                made.language = word_language(spoken)
        return self.cells[key]

    def notes(self, page: Page) -> None:
        y = page.sheet.bottom + page.notes_height
        self.pen.note_rule(page.sheet, y)
        for number, lines in page.notes:
            element = self.note_elements[number]
            for line in lines:
                self.pen.line(line, page.sheet.left, y, element, element)
                y -= line.height


def _words(spans: Sequence[Span] | Cell) -> list[str]:
    text = "".join(span.text for span in spans)
    return "".join(char for char in text if char not in "\u2066\u2067\u2068\u2069").split()


def _elements(root: Element, planned: Sequence[Planned]) -> list[tuple[Element, Element]]:
    """For each block the element of its number and that of its text; items are nested in lists."""
    out: list[tuple[Element, Element]] = []
    open_lists: list[tuple[Element, str]] = []
    last_heading = 0
    for here in planned:
        block = here.block
        if block.kind != "item":
            open_lists.clear()
            tag = "Table" if block.kind == "table" else "P"
            if block.kind in ("title", "heading"):
                # Whoever goes from heading to heading by ear meets no level that was left out.
                wanted = 1 if block.kind == "title" else min(block.level + 1, 6)
                last_heading = min(wanted, last_heading + 1)
                tag = f"H{last_heading}"
            element = root.add(tag)
            out.append((element, element))
            continue
        del open_lists[block.level + 1 :]
        if open_lists and len(open_lists) == block.level + 1 and open_lists[-1][1] != block.list_id:
            open_lists.pop()
        while len(open_lists) <= block.level:
            parent = _body_of_last_item(open_lists[-1][0]) if open_lists else root
            kind = "Decimal" if block.ordered else "Disc"
            attributes = f"<< /O /List /ListNumbering /{kind} >>"
            open_lists.append((parent.add("L", attributes), block.list_id))
        item = open_lists[-1][0].add("LI")
        out.append((item.add("Lbl"), item.add("LBody")))
    return out


def _body_of_last_item(above: Element) -> Element:
    """A list of a lower level stands in the text of the item above it, if there is one."""
    item = above.children[-1] if above.children else None
    if not isinstance(item, Element) or item.tag != "LI":
        return above
    body = item.children[-1] if item.children else None
    return body if isinstance(body, Element) else item
