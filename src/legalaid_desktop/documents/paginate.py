"""Lines and rows → pages: greedy, with what must stay together kept together.

A *strip* is what cannot be cut: a line of text or a row of a table. Breaks between strips have a price; where a page
is full, the latest break of the lowest price is taken. Footnotes take their room at the foot of the page that holds
their mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from legalaid_desktop.documents.layout import Layout, Sheet
from legalaid_desktop.documents.setting import Line

FREE, KEPT, TORN, NEVER = range(4)
"""Price of a break before a strip: none; between things that belong together; a widow or an orphan; between the head
of a table and its first row."""


@dataclass(slots=True)
class CellLines:
    """Lines of one cell; ``x`` and ``width`` of the column."""

    x: float
    width: float
    lines: list[Line]


@dataclass(slots=True)
class Strip:
    """A line (``line``) or a row (``cells``) of block ``block``. ``gap`` is the space above it, which the top of a page
    swallows. ``row`` is the number of the row in its table."""

    block: int
    height: float
    gap: float = 0.0
    line: Line | None = None
    cells: list[CellLines] = field(default_factory=list)
    row: int = 0
    price: int = FREE
    new_page: bool = False
    keeps_gap: bool = False
    """Its gap stays at the top of a page."""
    first: bool = False
    """First strip of its block."""
    notes: tuple[int, ...] = ()

    @property
    def text_lines(self) -> int:
        """How many lines of text a reader sees in it."""
        return 1 if self.line is not None else max((len(cell.lines) for cell in self.cells), default=1)


@dataclass(slots=True)
class Page:
    """Strips with the distance of their upper edge from the top of the text; lines of notes likewise from the top of
    the note area, which is ``notes_height`` high."""

    sheet: Sheet
    strips: list[tuple[Strip, float]] = field(default_factory=list)
    notes: list[tuple[int, list[Line]]] = field(default_factory=list)

    @property
    def notes_height(self) -> float:
        return sum(line.height for _, lines in self.notes for line in lines)


def tie_signature(strips: Sequence[Strip], first: int, lines: int) -> None:
    """Keep ``lines`` lines of text on the page of the signature that begins at ``first``."""
    index = first
    while index > 0 and lines > 0 and not strips[index].new_page:
        strips[index].price = max(strips[index].price, KEPT)
        index -= 1
        lines -= strips[index].text_lines


class _Filler:
    def __init__(
        self,
        strips: Sequence[Strip],
        heads: Mapping[int, Sequence[Strip]],
        notes: Mapping[int, list[Line]],
        layout: Layout,
        sheet_of: Sequence[bool],
    ) -> None:
        self.strips, self.heads, self.notes, self.layout = strips, heads, notes, layout
        self.sheet_of = sheet_of
        self.pages: list[Page] = []
        self.owed: list[tuple[int, list[Line]]] = []
        """Lines of notes that did not fit on the page of their mark."""

    def run(self) -> list[Page]:
        at = 0
        while at < len(self.strips):
            at = self.page(at)
        while self.owed:
            self.notes_only()
        return self.pages or [Page(self.layout.portrait)]

    def open_page(self, sheet: Sheet) -> Page:
        page = Page(sheet)
        self.pages.append(page)
        room = sheet.text_height - self.layout.note_gap
        owed, self.owed = self.owed, []
        for number, lines in owed:
            # Leave half of the page to the text.
            self.place_note(page, number, lines, room / 2 if self.strips else room)
        return page

    def notes_only(self) -> None:
        page = Page(self.pages[-1].sheet)
        self.pages.append(page)
        owed, self.owed = self.owed, []
        for number, lines in owed:
            self.place_note(page, number, lines, page.sheet.text_height - self.layout.note_gap)

    def place_note(self, page: Page, number: int, lines: list[Line], room: float) -> None:
        free = room - page.notes_height
        count = 0
        while not self.owed and count < len(lines) and lines[count].height <= free:
            free -= lines[count].height
            count += 1
        if count:
            page.notes.append((number, lines[:count]))
        if count < len(lines):
            self.owed.append((number, lines[count:]))

    def note_height(self, numbers: Sequence[int]) -> float:
        return sum(line.height for number in numbers for line in self.notes.get(number, ()))

    def page(self, at: int) -> int:
        """Fill one page from strip ``at``; the first strip of the next one."""
        sheet = self.layout.sheet(self.sheet_of[self.strips[at].block])
        page = self.open_page(sheet)
        room = sheet.text_height
        head = self.repeated_head(at)
        y = sum(strip.height for strip in head)
        end, heights = at, []
        while end < len(self.strips):
            strip = self.strips[end]
            if end > at and strip.new_page:
                break
            top = y + (strip.gap if end > at or strip.keeps_gap else 0.0)
            wanted = page.notes_height + self.note_height(strip.notes)
            feet = wanted + self.layout.note_gap if wanted else 0.0
            if top + strip.height + feet > room + 0.01 and end > at:
                break
            heights.append(top)
            y = top + strip.height
            if strip.notes:
                left = room - y - self.layout.note_gap
                for number in strip.notes:
                    self.place_note(page, number, self.notes.get(number, []), max(left, 0.0))
            end += 1
        stop = end
        if end < len(self.strips) and not self.strips[end].new_page:
            stop = self.cut(at, end)
            if stop < end:
                self.take_back(page, self.strips[stop:end])
        page.strips.extend((strip, sum(s.height for s in head[:n])) for n, strip in enumerate(head))
        page.strips.extend(zip(self.strips[at:stop], heights, strict=False))
        return stop

    def take_back(self, page: Page, strips: Sequence[Strip]) -> None:
        """The notes of strips that go to the next page go with them."""
        gone = {number for strip in strips for number in strip.notes}
        page.notes = [note for note in page.notes if note[0] not in gone]
        self.owed = [note for note in self.owed if note[0] not in gone]

    def cut(self, at: int, end: int) -> int:
        """Where to end the page: the latest of the cheapest breaks after ``at`` and up to ``end``."""
        best, price = end, NEVER + 1
        for index in range(end, at, -1):
            if self.strips[index].price < price:
                best, price = index, self.strips[index].price
                if price == FREE:
                    break
        return best

    def repeated_head(self, at: int) -> Sequence[Strip]:
        strip = self.strips[at]
        head = self.heads.get(strip.block, ())
        if not head or strip.line is not None or strip.row < len(head):
            return ()
        # A head as high as half the page is not repeated: there would be no room for rows.
        high = sum(row.height for row in head)
        return head if high < self.layout.sheet(self.sheet_of[strip.block]).text_height / 2 else ()


def paginate(
    strips: Sequence[Strip],
    heads: Mapping[int, Sequence[Strip]],
    notes: Mapping[int, list[Line]],
    layout: Layout,
    sheet_of: Sequence[bool],
) -> list[Page]:
    """Pages of ``strips``. ``heads`` are the rows that each table repeats, ``notes`` the lines of each footnote,
    ``sheet_of`` tells of each block whether it lies across the page."""
    return _Filler(strips, heads, notes, layout, sheet_of).run()
