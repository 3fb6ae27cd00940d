"""Lists as a reader expects them: each point ends in a mark, and a list of one point is a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from legalaid_desktop.documents.blocks import Block, Cell, Span

CITED_LIST = "story"
"""The numbered statement (A2): other papers cite its points."""
_ENDS = (".", ";", ":", ",", "!", "?", "…", "_")
_CLOSING = "»”\"')]"
_LAST_LEFT_TO_RIGHT = "\u058f"


def settled(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with the marks that their points lack, and without the dash or number of a lone point."""
    return _without_number(_without_dash(_ended(blocks)))


def _ended(blocks: Sequence[Block]) -> list[Block]:
    """A point that ends in a value which brings no mark of its own gets one, because the template knows only its own
    words; so does a point without a mark among others that have one."""
    items = [(index, block) for index, block in enumerate(blocks) if block.kind == "item" and block.box != "annexes"]
    last = {block.list_id: index for index, block in items}
    marked = {block.list_id for _, block in items if _ends_in_value(block.spans) or block.text.endswith((".", ";"))}
    out = list(blocks)
    for index, block in items:
        if block.list_id in marked and _lacks_mark(block.spans):
            mark = "." if block.ordered or last[block.list_id] == index else ";"
            out[index] = replace(block, spans=(*block.spans, Span(mark)))
    return out


def _ends_in_value(spans: Cell) -> bool:
    return bool(spans) and spans[-1].origin is not None and _lacks_mark(spans)


def _lacks_mark(spans: Cell) -> bool:
    end = spans[-1] if spans else Span()
    text = end.text.rstrip().rstrip(_CLOSING)
    # Gaps are filled by hand, and who writes from the right knows other marks.
    open_end = not end.missing and end.note is None
    return open_end and text != "" and not text.endswith(_ENDS) and text[-1] <= _LAST_LEFT_TO_RIGHT


def _without_dash(blocks: Sequence[Block]) -> list[Block]:
    sizes = Counter(block.list_id for block in blocks if block.kind == "item")
    return _as_sentences(blocks, lambda block: not block.ordered and sizes[block.list_id] == 1)


def _without_number(blocks: Sequence[Block]) -> list[Block]:
    """A lone number goes, but where it is cited."""
    sizes = Counter(block.list_id for block in blocks if block.ordered)
    sizes[CITED_LIST] = 0
    return _as_sentences(
        blocks,
        lambda block: block.ordered and sizes[block.list_id] == 1 and not block.level and block.box != "annexes",
    )


def _as_sentences(blocks: Sequence[Block], lone: Callable[[Block], bool]) -> list[Block]:
    out: list[Block] = []
    for index, block in enumerate(blocks):
        below = blocks[index + 1] if index + 1 < len(blocks) else block
        if block.kind != "item" or not lone(block) or (below.kind == "item" and below.level > block.level):
            out.append(block)
            continue
        spans = _sentence(block.spans)
        if out and _announces(out[-1], block):
            out[-1] = replace(out[-1], spans=(*out[-1].spans, Span(" "), *spans))
        else:
            spans = _with_capital(spans)
            out.append(replace(block, kind="para", level=0, ordered=False, list_id="", spans=spans))
    return out


def _with_capital(spans: Cell) -> Cell:
    """A sentence begins with a capital letter; a name keeps its own."""
    first = spans[0]
    if ".names." in (first.origin or "") or not first.text[:1].islower():
        return spans
    return (replace(first, text=first.text[0].upper() + first.text[1:]), *spans[1:])


def _announces(lead: Block, point: Block) -> bool:
    """Whether a point goes on with the sentence of the paragraph above it: «… известны: семья в Минске.»"""
    same = (lead.section, lead.box, lead.group) == (point.section, point.box, point.group)
    goes_on = point.text[:1].islower() or point.text[:1].isdigit()
    return same and lead.kind in ("para", "item") and lead.text.rstrip().endswith(":") and goes_on


def _sentence(spans: Cell) -> Cell:
    """A lone point ends as a sentence does."""
    end = spans[-1]
    text = end.text.rstrip()
    return (*spans[:-1], replace(end, text=f"{text[:-1]}.")) if text.endswith((";", ",")) else spans
