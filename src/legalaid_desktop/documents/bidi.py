"""Order of characters in lines that hold both directions (the Unicode bidirectional algorithm).

Levels come from ``fpdf.bidi``, which knows isolates and brackets; it is imported when the first right-to-left letter
is met, because importing it takes long.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def levels(text: str, rtl: bool) -> list[int]:
    """Embedding level of each character of a paragraph; odd levels run from right to left.

    Characters the algorithm takes out (rule X9: joiners, soft hyphens, overrides) get the level of the character before
    them, so that no word falls apart at a joiner.
    """
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    kept = [index for index, char in enumerate(text) if unicodedata.bidirectional(char) != "BN"]
    core = "".join(text[index] for index in kept)
    paragraph = BidiParagraph(core, TextDirection.RTL if rtl else TextDirection.LTR)
    out: list[int | None] = [None] * len(text)
    for char in paragraph.get_characters_with_embedding_level():
        out[kept[char.character_index]] = char.embedding_level
    before = 1 if rtl else 0
    full = []
    for level in out:
        before = before if level is None else level
        full.append(before)
    return full


def visual_order(items: Sequence[T], level_of: Sequence[int]) -> list[T]:
    """``items`` of one line from left to right (rule L2): from the highest level down, reverse each run."""
    order = list(range(len(items)))
    if not order:
        return []
    highest = max(level_of)
    lowest_odd = min((level for level in level_of if level % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            if level_of[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and level_of[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return [items[index] for index in order]
