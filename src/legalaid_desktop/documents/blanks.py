"""What is to be written on a blank that stands alone in its paragraph: under a heading, a bare line says nothing.

The words are data (``templates/shared/blanks.toml``). They print, so that whoever fills the paper in by hand knows
what is asked; a blank inside a sentence or beside a label has its words already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.shared_blocks import Shared

_ANSWER: Final = "answers."
_ADDRESSEE: Final = "addressee"


def with_words(blocks: Sequence[Block], paper: str, language: str, shared: Shared) -> tuple[Block, ...]:
    """The blocks, each lone blank with its words before it: «Что произошло: ________»."""
    return tuple(_worded(block, paper, language, shared) for block in blocks)


def _worded(block: Block, paper: str, language: str, shared: Shared) -> Block:
    told = [span for span in block.spans if span.text.strip()]
    if block.rows or len(told) != 1 or not told[0].missing:
        return block
    origin = told[0].origin or ""
    if origin != _ADDRESSEE and not origin.startswith(_ANSWER):
        return block
    words = shared.blank(paper, origin.removeprefix(_ANSWER), language)
    return block if words is None else replace(block, spans=(Span(f"{words}: "), told[0]))
