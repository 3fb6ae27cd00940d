"""Lines to write on that end a paragraph or a cell: as long as a hand needs, up to the margin.

A template writes twelve underscores or thirty; how much room there is only the page knows. Both writers print the same
number, so that a line breaks in Word where it does in the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from legalaid_desktop.documents.blocks import Block, Cell, Span, span_text
from legalaid_desktop.documents.fonts import serif
from legalaid_desktop.documents.layout import Layout, Style
from legalaid_desktop.documents.setting import Setter
from legalaid_desktop.documents.typography import cell_language, has_rtl, is_rtl

SHORTEST: Final = 28
"""Fewer underscores are too short for a hand: a line of its own is taken then."""
_BLANK: Final = re.compile("_{10,}(?=\u2069?$)")
_SPARE: Final = 2.0
"""Points left at the margin, where another program may measure a little wider."""
_SPARE_BESIDE: Final = 0.2
"""The same in widths of words that are set in another face there: those read from the right."""


def ends_in_line(text: str) -> bool:
    """Whether a paragraph ends in a line to write on."""
    return _BLANK.search(text) is not None


def paragraph_with_line(block: Block, style: Style, width: float, mark: str, setter: Setter) -> Block:
    """``block`` (no table) with its last line to write on up to the margin of a column ``width`` points wide."""
    if "\t" in block.text or not _fillable(block.spans):
        return block
    return replace(block, spans=_filled(block.spans, style, width, mark, setter))


def table_with_lines(block: Block, style: Style, width: float, layout: Layout, language: str) -> Block:
    """The same for the cells of a table whose columns do not depend on what stands in them."""
    if not block.shares or not any(_fillable(cell) for row in block.rows for cell in row):
        return block

    def cell_with_line(cell: Cell, share: float) -> Cell:
        if not _fillable(cell):
            return cell
        setter = Setter(is_rtl(cell_language(block, cell, language)), language)
        return _filled(cell, style, share * width - 2 * layout.cell_padding, "", setter)

    rows = tuple(tuple(map(cell_with_line, row, block.shares)) for row in block.rows)
    return replace(block, rows=rows)


def _fillable(spans: Sequence[Span]) -> bool:
    """A value that is missing is no line to write on: it has its own look and is asked for."""
    return bool(spans) and not spans[-1].missing and ends_in_line(spans[-1].text)


def _filled(spans: Cell, style: Style, width: float, mark: str, setter: Setter) -> Cell:
    end = spans[-1]
    found = _BLANK.search(end.text)
    sign = serif(style.bold or end.bold, style.italic or end.italic).glyph("_")
    if found is None or sign is None:
        return spans
    step = sign.advance * style.size / 1000
    head, tail = end.text[: found.start()], end.text[found.end() :]
    words = span_text(spans[:-1]) + head
    room = width - style.left
    if words:
        last = setter.lines((*spans[:-1], replace(end, text=f"{head}_{tail}")), style, width, mark=mark, align="start")
        first = style.first if len(last) == 1 else 0.0
        used = last[-1].width - step
        left = room - first - used - (used * _SPARE_BESIDE if has_rtl(words) else 0.0)
        if left < SHORTEST * step and words.rstrip("\u2066").endswith((" ", "\n")):
            left = room
    else:
        left = room - style.first
    count = max(int((left - _SPARE) // step), len(found[0]) if not words else 1)
    return (*spans[:-1], replace(end, text=f"{head}{'_' * count}{tail}"))
