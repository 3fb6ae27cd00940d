"""The numbers of the page, read from ``resources/layout/court_paper.toml`` by both writers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from legalaid_desktop.documents.blocks import Block, Cell, span_text
from legalaid_desktop.documents.fonts import serif
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
    name_room: float
    """Room for the name under a signature, up to the right margin."""
    pen_room: float
    """From the beginning of the line to sign on to the usual stop of the name."""
    lines_with_signature: int
    cell_padding: float
    cell_line: float
    narrowest_column: float
    note_rule: float
    note_gap: float
    list_step: float

    def sheet(self, landscape: bool) -> Sheet:
        return self.landscape if landscape else self.portrait

    def pen_tab(self, landscape: bool, pen: str = "", name: str = "") -> float:
        """Where the line to sign on begins, beside date and name; a long name moves it to the left."""
        usual = self.sheet(landscape).text_width - self.name_room - self.pen_room
        place, begins = self.name_tab(name, landscape)
        if begins:
            return usual
        return min(usual, place - self._signed(name) - self._signed(pen) - self.styles["signature"].size)

    def name_tab(self, name: str, landscape: bool) -> tuple[float, bool]:
        """Where the name beside a signature stands: its position, and whether it begins there (else it ends there).

        A name begins at its usual stop if it has room there, and ends at the right margin if it is longer.
        """
        width = self.sheet(landscape).text_width
        return (width - self.name_room, True) if self._signed(name) <= self.name_room else (width, False)

    def _signed(self, text: str) -> float:
        """Width of ``text`` in a signature; a script that needs shaping is taken by its number of letters."""
        made = serif(False, False).word(text)
        return (made[1] / 1000 if made is not None else len(text) * 0.6) * self.styles["signature"].size


@cache
def client_paper() -> Layout:
    """The layout of papers that a client keeps: the court's, with margins that need no sewing."""
    with (resources() / "layout" / "court_paper.toml").open("rb") as file:
        data = tomllib.load(file)
    with (resources() / "layout" / "client_paper.toml").open("rb") as file:
        own = tomllib.load(file)
    return _layout({**data, **{key: {**data.get(key, {}), **value} for key, value in own.items()}})


def layout_of(blocks: Sequence[Block]) -> Layout:
    """The layout that ``blocks`` ask for."""
    return client_paper() if any(block.paper == "client" for block in blocks) else court_paper()


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
        name_room=page["width_mm"] * MM - (page["left_mm"] + page["right_mm"] + data["signature"]["name_mm"]) * MM,
        pen_room=(data["signature"]["name_mm"] - data["signature"]["pen_mm"]) * MM,
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


_WIDEST_WORD = 0.4
"""No word makes a column wider than this part of the table."""
_STEPS = 40
_MOST_ROWS_WEIGHED = 60


def widths_of(block: Block, width: float, layout: Layout) -> tuple[float, ...]:
    """Widths of the columns of a table in points: the shares it asks for, else measured."""
    if block.shares:
        return tuple(share * width for share in block.shares)
    return column_widths(block.rows, width, layout, head_rows=block.head_rows)


def column_widths(
    rows: Sequence[Sequence[Cell]], width: float, layout: Layout, *, head_rows: int = 0
) -> tuple[float, ...]:
    """Widths of the columns of a table in points; they add up to ``width``.

    A column gets room for its longest word first; the rest goes, step by step, where it saves most lines. So a date
    does not wrap and a long story is not squeezed. Both writers take the widths from here.
    """
    columns = _measured_columns(rows, width, layout, head_rows)
    widths = [column.least for column in columns]
    spare = width - sum(widths)
    if spare <= 0:
        return _levelled(widths, width)
    if all(column.full <= part for column, part in zip(columns, widths, strict=True)):
        # Nothing wraps any more: the rest is shared out by what each column holds.
        total = sum(column.full for column in columns)
        return tuple(part + spare * column.full / total for part, column in zip(widths, columns, strict=True))
    step = spare / _STEPS
    count = [column.lines(part) for column, part in zip(columns, widths, strict=True)]
    for _ in range(_STEPS):
        tallest = [max(lines) for lines in zip(*count, strict=True)]
        best, most = 0, (-1.0, -1.0)
        for number, column in enumerate(columns):
            # What decides the height of rows and could take fewer lines comes first, then what wraps most.
            deciding = sum(
                lines - len(texts)
                for lines, row, texts in zip(count[number], tallest, column.texts, strict=True)
                if lines == row
            )
            wish = (float(deciding), column.full / widths[number])
            if wish > most:
                best, most = number, wish
        widths[best] += step
        count[best] = columns[best].lines(widths[best])
    return tuple(widths)


def _levelled(widths: Sequence[float], width: float) -> tuple[float, ...]:
    """``widths`` made to fit into ``width``: only the widest are cut, all to one measure, so that few words break."""
    left, rest = width, len(widths)
    most = width
    for part in sorted(widths):
        if part * rest > left:
            most = left / rest
            break
        left -= part
        rest -= 1
    return tuple(min(part, most) for part in widths)


def fits(rows: Sequence[Sequence[Cell]], width: float, layout: Layout, *, head_rows: int = 0) -> bool:
    """Whether a table can be ``width`` points wide without breaking a word."""
    return sum(column.least for column in _measured_columns(rows, width, layout, head_rows)) <= width


@dataclass(frozen=True, slots=True)
class _Column:
    """``least`` is the width for the longest word, ``full`` for the longest line, ``texts`` the width of the lines of
    each cell; all with room at the sides but ``texts``."""

    least: float
    full: float
    texts: tuple[tuple[float, ...], ...]
    padding: float

    def lines(self, width: float) -> list[int]:
        """About how many lines each cell takes in ``width``; the ends of lines stay a little empty."""
        room = max(width - self.padding, 1.0)
        return [sum(1 if text <= room else 1 + int(text * 1.06 // room) for text in texts) for texts in self.texts]


def _measured_columns(rows: Sequence[Sequence[Cell]], width: float, layout: Layout, head_rows: int) -> list[_Column]:
    padding = 2 * layout.cell_padding + 1.5
    out: list[_Column] = []
    for column in range(max(len(row) for row in rows)):
        word = 0.0
        cells: list[tuple[float, ...]] = []
        for number, row in enumerate(rows):
            texts = span_text(row[column]).split("\n") if column < len(row) else [""]
            heavy = number < head_rows
            cells.append(tuple(_measured(text, layout, heavy) for text in texts))
            word = max(word, *(_measured(part, layout, heavy) for text in texts for part in text.split(" ")))
        least = max(layout.narrowest_column, min(word + padding, width * _WIDEST_WORD))
        full = max(max(map(max, cells)) + padding, least)
        out.append(_Column(least, full, tuple(cells[:_MOST_ROWS_WEIGHED]), padding))
    return out


def _measured(text: str, layout: Layout, bold: bool) -> float:
    """Width of ``text`` in a table, in points; a script that needs shaping is taken by its number of letters."""
    size = layout.styles["table"].size
    made = serif(bold, False).word(text)
    return (made[1] / 1000 if made is not None else len(text) * 0.6) * size
