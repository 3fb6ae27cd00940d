"""Planned blocks → strips: paragraphs become lines, tables become rows, each with the price of a break before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from legalaid_desktop.documents.blocks import Block, Cell, Span, span_text
from legalaid_desktop.documents.layout import Layout, Style, widths_of
from legalaid_desktop.documents.paginate import FREE, KEPT, NEVER, TORN, CellLines, Strip, tie_signature
from legalaid_desktop.documents.plan import Planned, lonely_rows
from legalaid_desktop.documents.setting import Line, Setter
from legalaid_desktop.documents.typography import cell_language, is_rtl

_GAP_BETWEEN_TABLES = 6.0
"""As high as the paragraph that parts two tables in Word."""


@dataclass(slots=True)
class Strips:
    """Everything the pages are made of; ``heads`` are the rows that a table repeats, by its block's number."""

    all: list[Strip] = field(default_factory=list)
    heads: dict[int, list[Strip]] = field(default_factory=dict)
    notes: dict[int, list[Line]] = field(default_factory=dict)
    across: list[bool] = field(default_factory=list)


def make_strips(
    planned: Sequence[Planned], notes: Sequence[Block], layout: Layout, setter: Setter, language: str = ""
) -> Strips:
    """Strips of a document, in order; ``language`` is that of the paper."""
    return _Maker(layout, setter, language).make(planned, notes)


class _Maker:
    def __init__(self, layout: Layout, setter: Setter, language: str) -> None:
        self.layout, self.setter, self.language = layout, setter, language
        self.turned: Setter | None = None
        self.out = Strips()

    def make(self, planned: Sequence[Planned], notes: Sequence[Block]) -> Strips:
        out = self.out
        tied = False
        after = 0.0
        signatures: list[int] = []
        for number, here in enumerate(planned):
            out.across.append(here.block.landscape)
            start = len(out.all)
            if here.block.kind == "table":
                self.table(number, here)
            else:
                self.paragraph(number, here)
            if len(out.all) > start:
                first = out.all[start]
                first.first = True
                first.new_page = here.breaks_before
                before = here.style.before + here.gap_before if here.block.kind != "table" else 0.0
                # Word and LibreOffice take the larger of the two spaces, not their sum.
                first.gap = before if here.breaks_before else max(after, before)
                if here.block.kind == "table" and number and planned[number - 1].block.kind == "table":
                    first.gap = max(first.gap, _GAP_BETWEEN_TABLES)
                first.keeps_gap = here.breaks_before
                if tied:
                    first.price = max(first.price, KEPT)
                if here.signs:
                    signatures.append(start)
            tied = here.keep_next
            after = here.style.after + here.gap_after
        for start in signatures:
            tie_signature(out.all, start, self.layout.lines_with_signature)
        width = self.layout.portrait.text_width
        for note in notes:
            out.notes.setdefault(note.note or 0, []).extend(self.note(note, width))
        return out

    def paragraph(self, number: int, planned: Planned) -> None:
        block = planned.block
        width = self.layout.sheet(block.landscape).text_width
        if "\t" in block.text:
            lines = self.tabbed(block, planned.style, width)
        else:
            align = "start" if planned.ragged else ""
            style = planned.set_style(self.layout)
            lines = self.setter.lines(block.spans, style, width, mark=planned.mark, align=align)
        last = len(lines) - 1
        for index, line in enumerate(lines):
            price = FREE
            if index and planned.keep_lines:
                price = KEPT
            if index == 1 or (index == last and index):
                # No first line alone at the foot, no last line alone at the head.
                price = TORN
            self.out.all.append(Strip(number, line.height, line=line, price=price, notes=line.notes))

    def tabbed(self, block: Block, style: Style, width: float) -> list[Line]:
        """A line of a signature: what stands before the tab at the left, the name at the right edge.

        With two tabs the middle part, the line for the pen, begins at its own stop. What does not fit stands on lines
        of its own.
        """
        parts = _at_tabs(block.spans)
        plain = replace(style, align="start", left=0.0, first=0.0)
        left = self.setter.lines(parts[0], plain, width)
        right = self.setter.lines(parts[-1], plain, width)
        middle = self.setter.lines(parts[1], plain, width) if len(parts) > 2 else []
        if any(len(part) > 1 for part in (left, middle, right)):
            return [*left, *middle, *self.setter.lines(parts[-1], plain, width, align="right")]
        line = left[0]
        pen = self.layout.pen_tab(block.landscape, span_text(parts[1]), span_text(parts[-1]))
        name, begins = self.layout.name_tab(span_text(parts[-1]), block.landscape)
        if not begins:
            name = width - right[0].width
        end = line.width
        if middle:
            pen = max(pen, end + style.size / 2) if end else pen
            end = pen + middle[0].width
        if end + style.size / 2 > name:
            return [*left, *middle, *self.setter.lines(parts[-1], plain, width, align="right")]
        pieces = [(line, 0.0)]
        if middle:
            pieces.append((middle[0], pen))
        pieces.append((right[0], name))
        return [_joined(pieces, width, self.setter.rtl)]

    def note(self, block: Block, width: float) -> list[Line]:
        style = self.layout.styles["note"]
        first = not self.out.notes.get(block.note or 0)
        spans: tuple[Span, ...] = block.spans
        if first:
            spans = (Span(note=block.note), Span("\u00a0"), *spans)
        return [replace(line, notes=()) for line in self.setter.lines(spans, style, width)]

    def table(self, number: int, planned: Planned) -> None:
        block = planned.block
        layout = self.layout
        style = planned.style
        sheet = layout.sheet(block.landscape)
        widths = widths_of(block, sheet.text_width, layout)
        padding = layout.cell_padding
        tall = sheet.text_height - 0.1
        rows: list[Strip] = []
        for row, cells in enumerate(block.rows):
            head = row < block.head_rows
            columns: list[CellLines] = []
            x = 0.0
            for column, width in enumerate(widths):
                spans = cells[column] if column < len(cells) else ()
                align = "center" if head else block.aligns[column] if column < len(block.aligns) else ""
                lines = self.setter_of(block, spans).lines(
                    spans, style, width - 2 * padding, bold=head, align=align if align != "left" else ""
                )
                left = sheet.text_width - x - width if self.setter.rtl else x
                columns.append(CellLines(left, width, lines))
                x += width
            rows.extend(self.row(number, row, columns, tall))
            if row + 1 == block.head_rows:
                # The head is repeated above each row, so the rest of the page is what a row may take.
                high = sum(strip.height for strip in rows)
                tall -= high if high < sheet.text_height / 2 else 0.0
        heads = [strip for strip in rows if strip.row < block.head_rows]
        self.out.heads[number] = heads
        lines_of_row = [0] * len(block.rows)
        for strip in rows:
            lines_of_row[strip.row] += strip.text_lines
        tied = {row + 1 for row in lonely_rows(lines_of_row, block.head_rows)}
        for index, strip in enumerate(rows):
            if index and index <= len(heads):
                strip.price = NEVER
            elif index and (planned.keep_lines or (strip.row in tied and rows[index - 1].row < strip.row)):
                strip.price = KEPT
        self.out.all.extend(rows)

    def setter_of(self, block: Block, cell: Cell) -> Setter:
        """The setter of a cell: the paper's, but for a cell that is read in another direction."""
        rtl = is_rtl(cell_language(block, cell, self.language)) if block.tongues else self.setter.rtl
        if rtl == self.setter.rtl:
            return self.setter
        if self.turned is None:
            self.turned = Setter(rtl, self.setter.language)
        return self.turned

    def row(self, number: int, row: int, columns: list[CellLines], tall: float) -> list[Strip]:
        """One strip, or several where the row is higher than a page."""
        padding = self.layout.cell_padding * 2 / 3
        height = max(sum(line.height for line in column.lines) for column in columns) + padding
        if height <= tall:
            return [Strip(number, height, cells=columns, row=row, notes=_notes(columns))]
        out: list[Strip] = []
        rest = [list(column.lines) for column in columns]
        while any(rest):
            part = []
            for column, lines in zip(columns, rest, strict=True):
                room = tall / 2 - padding
                count = 0
                while count < len(lines) and (count == 0 or room >= lines[count].height):
                    room -= lines[count].height
                    count += 1
                part.append(CellLines(column.x, column.width, lines[:count]))
                del lines[:count]
            height = max(sum(line.height for line in column.lines) for column in part) + padding
            out.append(Strip(number, height, cells=part, row=row, notes=_notes(part)))
        return out


def _notes(columns: Sequence[CellLines]) -> tuple[int, ...]:
    return tuple(note for column in columns for line in column.lines for note in line.notes)


def _at_tabs(spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """``spans`` cut at tabs, into three parts at most."""
    parts: list[list[Span]] = [[]]
    for span in spans:
        pieces = span.text.split("\t")
        for index, piece in enumerate(pieces):
            if index:
                parts.append([])
            if piece or span.note is not None:
                parts[-1].append(replace(span, text=piece))
    while len(parts) > 3:
        parts[2].extend([Span(" "), *parts.pop(3)])
    out = [tuple(part) for part in parts]
    return [_stripped(part) for part in out]


def _stripped(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    text = span_text(spans)
    if text == text.strip(" ") or not spans:
        return spans
    first = replace(spans[0], text=spans[0].text.lstrip(" "))
    spans = (first, *spans[1:])
    return (*spans[:-1], replace(spans[-1], text=spans[-1].text.rstrip(" ")))


def _joined(pieces: Sequence[tuple[Line, float]], width: float, rtl: bool) -> Line:
    """Several short lines as one; between them a space as wide as the way to the next stop."""
    from legalaid_desktop.documents.setting import FIXED, Item

    placed = [(line, width - x - line.width) for line, x in reversed(pieces)] if rtl else list(pieces)
    items: list[Item] = []
    at = placed[0][1]
    for line, x in placed:
        if items and line.items:
            like = line.items[0]
            space = like.face.glyph(" ")
            glyphs = (space,) if space is not None else ()
            items.append(Item(FIXED, x - at, like.face, like.size, glyphs, text="\t"))
        items.extend(line.items)
        at = x + line.width
    return Line(
        items,
        placed[0][1],
        at - placed[0][1],
        0.0,
        max(line.height for line, _ in pieces),
        max(line.ascent for line, _ in pieces),
        tuple(note for line, _ in pieces for note in line.notes),
        True,
    )
