"""What a text cites by id, put into words at every drafting: ``{annex:x1}``, ``{annex:x1, x2, с. 3}``, ``{fact:e1}``.

The notation stands in texts of the case and in texts typed by hand; the template has filters of its own for the same
words (``doors``). Numbers are computed, so that a citation can never disagree with the list or with the statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.doors import cited
from legalaid_desktop.documents.facts.basics import BLANK, paragraph_numbers
from legalaid_desktop.documents.facts.risk import statement_paragraphs
from legalaid_desktop.documents.facts.source import FactSource
from legalaid_desktop.documents.facts.told import event_date
from legalaid_desktop.domain.ids import LocalId

CITATION: Final = re.compile(r"\{(annex|fact):\s*([^{}]*)\}")
_PAGE: Final = re.compile(r"^(с\.|p\.|л\.|арк\.)\s*\d")
_POINT: Final = {
    "ru": "п.\u00a0{0} изложения", "be": "п.\u00a0{0} выкладу",
    "en": "para.\u00a0{0} of the statement",
}  # fmt: skip
_OWN_POINT: Final = {"ru": "п.\u00a0{0}", "be": "п.\u00a0{0}", "en": "para.\u00a0{0}"}
_EVENT: Final = {"ru": "событие: {0}", "be": "падзея: {0}", "en": "event: {0}"}
_STATEMENT: Final = "A2"


def expanded(blocks: Sequence[Block], source: FactSource, numbers: Mapping[str, int]) -> tuple[Block, ...]:
    """Every citation in words. ``numbers``: annex number of an id; empty in the pass that only looks what is cited."""

    def spans(cell: tuple[Span, ...]) -> tuple[Span, ...]:
        if not any(span.origin is not None and CITATION.search(span.text) for span in cell):
            return cell
        return tuple(part for span in cell for part in _split(span, source, numbers))

    return tuple(
        replace(block, spans=spans(block.spans), rows=tuple(tuple(map(spans, row)) for row in block.rows))
        for block in blocks
    )


def _split(span: Span, source: FactSource, numbers: Mapping[str, int]) -> Iterator[Span]:
    if span.origin is None:
        yield span
        return
    at = 0
    for found in CITATION.finditer(span.text):
        if found.start() > at:
            yield replace(span, text=span.text[at : found.start()])
        at = found.end()
        refs = [part.strip() for part in found[2].split(",") if part.strip()]
        yield _fact(span, refs, source) if found[1] == "fact" else _annex(span, refs, source, numbers)
    if at < len(span.text):
        yield replace(span, text=span.text[at:])


def _annex(span: Span, parts: Sequence[str], source: FactSource, numbers: Mapping[str, int]) -> Span:
    pages = [part for part in parts if _PAGE.match(part)]
    refs = [part for part in parts if part not in pages]
    page = f", {pages[0]}".replace(". ", ".\u00a0") if pages else ""
    words = cited(refs, source.language, numbers, page=page)
    # One of several that is no annex: the words name the others, the origin all, so that the check tells of it.
    missing = not words
    return replace(
        span, text=words or BLANK, origin=words.origin, missing=missing, label="приложение" if missing else None
    )


def _fact(span: Span, refs: Sequence[str], source: FactSource) -> Span:
    """Where an event is told: its paragraph of the statement that travels with the paper, else its date."""
    events = [source.case.event(LocalId(ref)) for ref in refs]
    told = [event for event in events if event is not None]
    if len(told) < len(refs) or not told:
        # As an annex that is not there: the checks name what is cited and absent, or may not be seen.
        there = {event.id for event in told}
        absent = ",".join(ref for ref in refs if ref not in there)
        return replace(span, text=BLANK, origin=f"annex:{absent}", missing=True, label="событие")
    own = source.manifest.id == _STATEMENT
    points = statement_paragraphs(source)
    numbers = sorted(points[event.id] for event in told if event.id in points)
    origin = f"fact:{','.join(refs)}"
    if len(numbers) == len(told):
        words = _OWN_POINT if own else _POINT
        text = source.worded(words).format(paragraph_numbers(numbers, source))
    else:
        dates = "; ".join(event_date(source, event) for event in told)
        text = source.worded(_EVENT).format(dates)
    return replace(span, text=text, origin=origin, missing=False, label=None)
