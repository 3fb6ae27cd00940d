"""What is to be written on a blank that stands alone in its paragraph: under a heading, a bare line says nothing.

The words are data (``templates/shared/blanks.toml``). They print, so that whoever fills the paper in by hand knows
what is asked; a blank inside a sentence or beside a label has its words already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.shared_blocks import Shared

_ANSWER: Final = "answers."
_OTHERS: Final = {"addressee": "addressee", "client": "client"}
"""Blanks that no question of the manifest stands for, by their origin."""
_REASON: Final = re.compile(r"\.reason\.\d+\.answer$")
_SIGNS: Final = re.compile(r"[\s\d.;]*")
"""What may stand beside a blank that is told to stand alone: the number of a person, a full stop."""


def with_words(blocks: Sequence[Block], paper: str, language: str, shared: Shared) -> tuple[Block, ...]:
    """The blocks, each lone blank with its words before it: «Что произошло: ________»."""
    return tuple(_worded(block, paper, language, shared) for block in blocks)


def _worded(block: Block, paper: str, language: str, shared: Shared) -> Block:
    places = [place for place, span in enumerate(block.spans) if span.missing]
    if block.rows or len(places) != 1:
        return block
    (place,) = places
    if any(not _SIGNS.fullmatch(span.text) for span in (*block.spans[:place], *block.spans[place + 1 :])):
        return block
    words = _words(block.spans[place].origin or "", paper, language, shared)
    if words is None:
        return block
    return replace(block, spans=(*block.spans[:place], Span(f"{words}: "), *block.spans[place:]))


def _words(origin: str, paper: str, language: str, shared: Shared) -> str | None:
    if origin.startswith(_ANSWER):
        return shared.blank(paper, origin.removeprefix(_ANSWER), language)
    name = "reason_answer" if _REASON.search(origin) else _OTHERS.get(origin)
    return shared.blank(paper, name, language) if name is not None else None
