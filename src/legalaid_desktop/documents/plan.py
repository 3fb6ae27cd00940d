"""What belongs together on a page: decided once from the blocks, obeyed by both writers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from legalaid_desktop.documents.blocks import Block, Cell, list_marks, span_text
from legalaid_desktop.documents.layout import Layout, Style, fits, style_key
from legalaid_desktop.documents.setting import Setter
from legalaid_desktop.documents.typography import is_rtl
from legalaid_desktop.documents.write_on import ends_in_line, paragraph_with_line, table_with_lines

_LETTERS_IN_A_LINE = 75
_LONGEST_KEPT = 40
"""A box of more lines than this is not held together: it would leave half a page empty."""
_LONGEST_KEEP = 14
_LONGEST_LIST_KEPT = 5
"""The same of a box ``keep``, and of one with a list: a longer one goes by the rules for headings and lists."""
_LONGEST_BESIDE_SIGNATURE = {"keep": 7, "receipt": 12}
"""A box of so many lines beside a signature goes with it: the interpreter's words, a receipt."""
_LONGEST_LEAD_IN = 2
"""A longer paragraph may stand at the foot of a page without the list it announces."""
_LONGEST_PARAGRAPH_KEPT = 10
_LONGEST_PAIRS_KEPT = 9
_LONGEST_LONELY = 4
"""A point of a list or a row of a table with so many lines looks lost alone on a page."""
LONGEST_ROW_KEPT = 30
"""A row of a table with more lines than this may be split between pages."""
_GAP_AFTER_TABLE = 10.0
_GAP_BEFORE_TABLE = 6.0
_GAP_TO_CUT = 24.0
_GAP_TO_SIGN = 14.0
_GAP_UNDER_NAME = 3.0


@dataclass(slots=True)
class Planned:
    """A block with its style and its ties. ``mark`` is the number or dash of an item.

    ``keep_next``: no page break between this block and the next. ``keep_lines``: none inside. ``starts_box``: the
    first block of its box. ``breaks_before``: begins a new page. ``gap_before`` and ``gap_after``: points beyond the
    style's own, beside a table. ``signs``: the first block of a signature and of what goes with it. ``whole_in_word``:
    not broken by Word, which cannot count the lines that go with a signature. ``ragged``: not justified, because a
    line to write on that does not fit would tear the words above it apart.
    """

    block: Block
    style: Style
    mark: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    starts_box: bool = False
    breaks_before: bool = False
    gap_before: float = 0.0
    gap_after: float = 0.0
    signs: bool = False
    whole_in_word: bool = False
    ragged: bool = False

    def set_style(self, layout: Layout) -> Style:
        """The style with the further indent of a lower level of dashes."""
        step = layout.list_step * self.block.level if self.mark and not self.block.ordered else 0.0
        return replace(self.style, left=self.style.left + step) if step else self.style


def plan(blocks: Sequence[Block], layout: Layout, language: str = "") -> list[Planned]:
    """``blocks`` without footnotes and page breaks, each with its ties; ``language`` is that of the paper."""
    blocks = _turned(blocks, layout)
    marks = list_marks(blocks)
    out: list[Planned] = []
    breaks = False
    group = 0
    for index, block in enumerate(blocks):
        if block.kind == "note":
            continue
        if block.kind == "pagebreak":
            breaks = bool(out)
            continue
        style = layout.styles[style_key(block)]
        turned = bool(out) and out[-1].block.landscape != block.landscape
        planned = Planned(
            block,
            style,
            marks.get(index, ""),
            keep_next=style.keep_next,
            keep_lines=block.kind in ("title", "subtitle", "heading") or _short_pairs(block),
            starts_box=block.group != group and bool(block.box),
            breaks_before=breaks or turned,
            ragged=style.align == "justify" and _ends_in_blank(block),
        )
        group = block.group
        breaks = False
        out.append(planned)
    _keep_boxes(out)
    _keep_lead_ins(out)
    _keep_points_in_company(out)
    _keep_signatures(out, layout)
    _set_off_tables(out)
    _space_signatures(out)
    _space_tops(out)
    _draw_out_lines(out, layout, language)
    for index, planned in enumerate(out):
        if index + 1 == len(out) or out[index + 1].breaks_before:
            planned.keep_next = False
    return out


def _ends_in_blank(block: Block) -> bool:
    return block.kind in ("para", "item") and block.text.rstrip(" .;)").endswith("____")


def _short_pairs(block: Block) -> bool:
    """Two languages under one heading, few rows: they stay on one page."""
    return block.plain and len(block.rows) <= _LONGEST_PAIRS_KEPT


def row_lines(cells: Sequence[Cell], widths: Sequence[float], layout: Layout) -> int:
    """About how many lines the longest cell of a row takes."""
    letter = layout.styles["table"].size * 0.5
    return max(
        sum(1 + int(len(line) * letter // max(width - 2 * layout.cell_padding, letter)) for line in text.split("\n"))
        for text, width in zip(map(span_text, cells), widths, strict=False)
    )


def lines_of(block: Block) -> int:
    """About how many lines a block takes; the PDF writer counts exactly, Word cannot be asked."""
    if block.kind == "table":
        return 2 * len(block.rows)
    width = _LETTERS_IN_A_LINE // 2 if block.box == "addressee" else _LETTERS_IN_A_LINE
    return sum(1 + len(line) // width for line in block.text.split("\n"))


def _turned(blocks: Sequence[Block], layout: Layout) -> list[Block]:
    """A table with many columns, or with words too long, lies across the page, and so do the headings above it."""
    out: list[Block] = list(blocks)
    for index, block in enumerate(out):
        if block.kind != "table" or not block.rows:
            continue
        few = max(len(row) for row in block.rows) < layout.landscape_columns
        if block.shares:
            continue
        if few and fits(block.rows, layout.portrait.text_width, layout, head_rows=block.head_rows):
            continue
        out[index] = replace(block, landscape=True)
        above = index - 1
        while above >= 0 and out[above].kind in ("title", "subtitle", "heading"):
            out[above] = replace(out[above], landscape=True)
            above -= 1
    return out


def _keep_boxes(out: list[Planned]) -> None:
    start = 0
    while start < len(out):
        box, group = out[start].block.box, out[start].block.group
        end = start + 1
        while end < len(out) and box and out[end].block.group == group:
            end += 1
        if box in ("addressee", "keep", "signature", "receipt"):
            lines = sum(lines_of(planned.block) for planned in out[start:end])
            listed = any(planned.block.kind == "item" for planned in out[start:end])
            longest = _LONGEST_LIST_KEPT if listed else _LONGEST_KEEP
            if lines <= (longest if box == "keep" else _LONGEST_KEPT):
                for index in range(start, end):
                    tied = index + 1 < end
                    out[index].keep_lines = True
                    out[index].keep_next |= tied
            elif box == "keep":
                # What leads up to a list stays with its beginning.
                for index in range(start, end - 1):
                    if out[index].block.kind in ("item", "table"):
                        break
                    out[index].keep_next = True
        elif box == "annexes":
            for index in range(start, end):
                tied = index == start and end > start + 1
                kept = lines_of(out[index].block) <= _LONGEST_PARAGRAPH_KEPT
                out[index].keep_next, out[index].keep_lines = tied, kept
        start = end


def _keep_lead_ins(out: list[Planned]) -> None:
    """A paragraph that announces a list, a table or a sentence of its own stays with its beginning, if that costs
    little."""
    for index in range(len(out) - 1):
        block, following = out[index].block, out[index + 1].block
        if block.kind == "para" and following.kind in ("item", "table", "para") and block.text.endswith(":"):
            out[index].keep_next |= lines_of(block) <= _LONGEST_LEAD_IN


def _keep_signatures(out: list[Planned], layout: Layout) -> None:
    """Some lines of the text go with a signature, so that nobody can put it under another text; so do short boxes
    beside it, such as the words of the interpreter."""
    boxes = _boxes(out)
    for number, (start, _) in enumerate(boxes):
        if out[start].block.box != "signature":
            continue
        above = number
        while above > 0 and not out[boxes[above][0]].breaks_before and _goes_along(out, boxes[above - 1], "keep"):
            above -= 1
        below = number
        while below + 1 < len(boxes) and _goes_along(out, boxes[below + 1], "keep", "receipt"):
            if out[boxes[below + 1][0]].breaks_before:
                break
            below += 1
        whole = range(boxes[above][0], boxes[below][1])
        if sum(lines_of(out[index].block) for index in whole) <= _LONGEST_KEPT:
            start = whole.start
            for index in whole[:-1]:
                out[index].keep_next = True
        out[start].signs = True
        _keep_text_above(out, start, layout.lines_with_signature)


def _keep_points_in_company(out: list[Planned]) -> None:
    """Neither the first nor the last point of a list stands alone on a page, unless it is long."""
    lists: dict[str, list[int]] = {}
    for index, planned in enumerate(out):
        if planned.block.kind == "item":
            lists.setdefault(planned.block.list_id, []).append(index)
    for places in lists.values():
        for here, lonely in ((places[0], places[0]), (places[-1] - 1, places[-1])):
            beside = here in places and here + 1 in places
            if beside and lines_of(out[lonely].block) <= _LONGEST_LONELY and not out[here + 1].breaks_before:
                out[here].keep_next = True


def lonely_rows(lines: Sequence[int], head_rows: int) -> frozenset[int]:
    """Rows that stay with the row below: the first after the head and the last but one, where what would stand alone is
    short. ``lines`` is how many lines each row takes."""
    first, last = head_rows, len(lines) - 1
    if first >= last:
        return frozenset()
    pairs = ((first, first), (last - 1, last))
    return frozenset(above for above, lonely in pairs if lines[lonely] <= _LONGEST_LONELY)


def _boxes(out: Sequence[Planned]) -> list[tuple[int, int]]:
    """Runs of blocks of one box, and each other block by itself, as ranges."""
    runs: list[tuple[int, int]] = []
    for index, planned in enumerate(out):
        block = planned.block
        if runs and block.box and block.group == out[index - 1].block.group:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _goes_along(out: Sequence[Planned], box: tuple[int, int], *kinds: str) -> bool:
    blocks = [planned.block for planned in out[box[0] : box[1]]]
    text = all(block.kind == "para" for block in blocks)
    box_kind = blocks[0].box
    return text and box_kind in kinds and sum(map(lines_of, blocks)) <= _LONGEST_BESIDE_SIGNATURE[box_kind]


def _keep_text_above(out: list[Planned], start: int, wanted: int) -> None:
    if out[start].breaks_before:
        return
    lines = 0
    above = start - 1
    while above >= 0 and lines < wanted:
        here = lines_of(out[above].block)
        out[above].keep_next = True
        out[above].whole_in_word = out[above].block.kind != "table" and here <= _LONGEST_PARAGRAPH_KEPT
        lines += here
        if out[above].breaks_before:
            break
        above -= 1


def _draw_out_lines(out: list[Planned], layout: Layout, language: str) -> None:
    setter = Setter(is_rtl(language), language)
    for planned in out:
        block = planned.block
        width = layout.sheet(block.landscape).text_width
        if block.kind == "table":
            planned.block = table_with_lines(block, planned.style, width, layout, language)
        elif block.kind in ("para", "item") and ends_in_line(block.text):
            planned.block = paragraph_with_line(block, planned.set_style(layout), width, planned.mark, setter)


def _set_off_tables(out: list[Planned]) -> None:
    for index, planned in enumerate(out):
        if planned.block.kind != "table":
            continue
        if index and out[index - 1].block.kind != "table" and out[index - 1].style.after < _GAP_BEFORE_TABLE:
            above = out[index - 1]
            above.gap_after = _GAP_BEFORE_TABLE - above.style.after
        if index + 1 < len(out) and out[index + 1].block.kind != "table":
            below = out[index + 1]
            below.gap_before = max(0.0, _GAP_AFTER_TABLE - below.style.before)


def _space_signatures(out: list[Planned]) -> None:
    """Below the first line of a signature: room for a pen above a line to write on, little above a mere remark."""
    for planned in out:
        block = planned.block
        if block.box != "signature" or planned.starts_box or "\t" in block.text:
            continue
        wanted = _GAP_TO_SIGN if "__" in block.text else _GAP_UNDER_NAME
        planned.gap_before = wanted - planned.style.before


def _space_tops(out: list[Planned]) -> None:
    """No space above the first words of a page; a slip to be torn off gets room for the scissors."""
    for index, planned in enumerate(out):
        if planned.block.kind == "table":
            continue
        wanted = planned.style.before + planned.gap_before
        if planned.block.box == "receipt" and planned.starts_box:
            wanted = _GAP_TO_CUT
        elif index == 0 or planned.breaks_before:
            wanted = 0.0
        planned.gap_before = wanted - planned.style.before
