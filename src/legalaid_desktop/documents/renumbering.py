"""Numbers of annexes as they would be with other own words on the paper: what a change shows must be what taking it
prints, and not what prints while the own words stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from legalaid_desktop.documents.annexes import candidates, listed, numbers_of
from legalaid_desktop.documents.blocks import Block, Span, refs_of
from legalaid_desktop.documents.citing import expanded
from legalaid_desktop.documents.doors import cited
from legalaid_desktop.documents.facts.source import FactSource
from legalaid_desktop.documents.paragraphs import settle
from legalaid_desktop.domain.draft_merge import OwnText

_CASES: Final = ("nom", "prep")
"""«приложение 4», «в приложении 4»."""


def numbers_with(
    source: FactSource, generated: Sequence[Block], own: Mapping[str, OwnText], edits: Mapping[str, str]
) -> dict[str, int]:
    """Annex id → number, of the paper that the program wrote with these own words in it."""
    possible = candidates(source, pages_of=lambda code: None)
    return numbers_of(listed(source, possible, expanded(settle(generated, own, edits).blocks, source, {})))


def renumbered(block: Block, language: str, before: Mapping[str, int], after: Mapping[str, int]) -> Block:
    """A block that was written with the numbers ``before``, with those ``after``."""

    def of(cell: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(_renumbered(span, language, before, after) for span in cell)

    return replace(block, spans=of(block.spans), rows=tuple(tuple(map(of, row)) for row in block.rows))


def _renumbered(span: Span, language: str, before: Mapping[str, int], after: Mapping[str, int]) -> Span:
    refs = refs_of(span.origin)
    if not refs or span.missing:
        return span
    for case in _CASES:
        old = str(cited(refs, language, before, case=case))
        new = str(cited(refs, language, after, case=case))
        if old and new and span.text.startswith(old):
            return replace(span, text=new + span.text[len(old) :])  # a page may follow
    return span
