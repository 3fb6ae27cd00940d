"""The numbers of the page, read from ``resources/layout/court_paper.toml`` by both writers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from legalaid_desktop.documents.blocks import Block, Cell, span_text
from legalaid_desktop.host.paths import resources

MM = 72.0 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Style:
    """Look of one kind of paragraph; all lengths in points. ``align`` is justify, start or center."""

    name: str
    size: float
    leading: float
    align: str
    left: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    bold: bool = False
    italic: bool = False
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page format, in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    landscape: bool = False

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything the writers need to know about the page."""

    portrait: Sheet
    landscape: Sheet
    header: float
    first_numbered: int
    font: str
    landscape_columns: int
    styles: Mapping[str, Style]
    name_tab: float
    pen_tab: float
    lines_with_signature: int
    cell_padding: float
    cell_line: float
    narrowest_column: float
    note_rule: float
    note_gap: float
    list_step: float

    def sheet(self, landscape: bool) -> Sheet:
        return self.landscape if landscape else self.portrait


@cache
def court_paper() -> Layout:
    """The layout of papers for courts and state bodies."""
    with (resources() / "layout" / "court_paper.toml").open("rb") as file:
        return _layout(tomllib.load(file))


def _layout(data: Mapping[str, Any]) -> Layout:
    page, across, font = data["page"], data["landscape"], data["font"]
    width, height = page["width_mm"] * MM, page["height_mm"] * MM

    def sheet(numbers: Mapping[str, float], wide: bool) -> Sheet:
        left, right, top, bottom = (numbers[edge] * MM for edge in ("left_mm", "right_mm", "top_mm", "bottom_mm"))
        return Sheet(height if wide else width, width if wide else height, left, right, top, bottom, wide)

    def style(numbers: Mapping[str, Any]) -> Style:
        return Style(
            name=numbers["name"],
            size=numbers["size_pt"],
            leading=numbers["size_pt"] * font["leading"],
            align=numbers["align"],
            left=numbers.get("left_mm", 0.0) * MM,
            first=numbers.get("first_mm", 0.0) * MM,
            before=numbers.get("before_pt", 0.0),
            after=numbers.get("after_pt", 0.0),
            bold=numbers.get("bold", False),
            italic=numbers.get("italic", False),
            keep_next=numbers.get("keep_next", False),
        )

    return Layout(
        portrait=sheet(page, wide=False),
        landscape=sheet(across, wide=True),
        header=page["header_mm"] * MM,
        first_numbered=page["first_numbered"],
        font=font["name"],
        landscape_columns=across["from_columns"],
        styles={key: style(numbers) for key, numbers in data["style"].items()},
        name_tab=data["signature"]["second_tab_mm"] * MM,
        pen_tab=data["signature"]["first_tab_mm"] * MM,
        lines_with_signature=data["signature"]["lines_with_it"],
        cell_padding=data["table"]["padding_mm"] * MM,
        cell_line=data["table"]["line_pt"],
        narrowest_column=data["table"]["narrowest_mm"] * MM,
        note_rule=data["notes"]["rule_mm"] * MM,
        note_gap=data["notes"]["gap_pt"],
        list_step=data["list"]["step_mm"] * MM,
    )


def style_key(block: Block) -> str:
    """Key in ``Layout.styles`` of the paragraphs of ``block``."""
    if block.kind in ("title", "subtitle", "table", "note"):
        return block.kind
    if block.kind == "heading":
        return f"heading{min(max(block.level, 1), 3)}"
    if block.box == "addressee":
        return "addressee"
    if block.kind == "item":
        return "item" if block.ordered else "dash"
    return block.box if block.box in ("annexes", "signature", "receipt") else "body"


_EM = 0.52
"""Mean width of a letter of the serif face, in sizes."""


def column_widths(rows: Sequence[Sequence[Cell]], width: float, layout: Layout) -> tuple[float, ...]:
    """Widths of the columns of a table in points; they add up to ``width``.

    A column gets room for its longest word first, then a share by the root of its longest text, so that a date does
    not wrap and a long story does not push the rest away. Counted in letters: both writers get the same widths
    without measuring.
    """
    columns = max(len(row) for row in rows)
    size = layout.styles["table"].size * _EM
    padding = 2 * layout.cell_padding + 2
    least: list[float] = []
    wish: list[float] = []
    for column in range(columns):
        texts = [span_text(row[column]) for row in rows if column < len(row)]
        words = [word for text in texts for word in text.split()]
        longest = max((len(word) for word in words), default=1)
        letters = max((len(line) for text in texts for line in text.split("\n")), default=1)
        least.append(max(layout.narrowest_column, min(longest, 24) * size * 1.08 + padding))
        wish.append(max(letters, 1) ** 0.5)
    spare = width - sum(least)
    if spare <= 0:
        return tuple(width * part / sum(least) for part in least)
    # A column that already holds its longest text in one line needs no share.
    full = [wish[c] ** 2 * size * 1.08 + padding for c in range(columns)]
    widths = list(least)
    hungry = {c for c in range(columns) if full[c] > widths[c]}
    while hungry and spare > 0.01:
        total = sum(wish[c] for c in hungry)
        given = 0.0
        for c in sorted(hungry):
            share = min(spare * wish[c] / total, full[c] - widths[c])
            widths[c] += share
            given += share
        hungry = {c for c in hungry if full[c] - widths[c] > 0.01}
        spare -= given
    if spare > 0.01:
        total = sum(wish)
        widths = [w + spare * wish[c] / total for c, w in enumerate(widths)]
    return tuple(widths)
