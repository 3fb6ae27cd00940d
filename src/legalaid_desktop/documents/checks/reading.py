"""Ways of reading a finished draft that several checks share: paragraphs, sentences, whose words a span holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from legalaid_desktop.documents.blocks import Block, Span, span_text
from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.domain.finding import Finding, Place, Severity

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?!\s|$)[^.!?;\n]*)*[.!?;]?")
EXCERPT = 160


@dataclass(frozen=True)
class Paragraph:
    """One paragraph or table cell: its block, its text, its spans."""

    block: Block
    text: str
    spans: tuple[Span, ...]


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        if block.kind == "table":
            for row in block.rows:
                for cell in row:
                    yield Paragraph(block, span_text(cell), cell)
        elif block.kind != "pagebreak":
            yield Paragraph(block, block.text, block.spans)


def sentences(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text):
        if found.group().strip():
            yield found.group().strip()


def excerpt(text: str) -> str:
    """At most 160 characters, cut at a word, in one line."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT:
        return line
    return line[:EXCERPT].rsplit(" ", 1)[0] + "…"


def finding(
    id: str,
    severity: Severity,
    variant: str,
    *,
    section: str | None = None,
    record: str | None = None,
    text: str | None = None,
    **params: str | int,
) -> Finding:
    place = None
    if section or record or text:
        place = Place(section=section or None, record=record, text=excerpt(text) if text else None)
    return Finding(id=id, severity=severity, variant=variant, params=params, where=place)


def section_number(context: CheckContext, section_id: str) -> str | None:
    """The catalogue's number of a section, as findings name it."""
    section = context.manifest.section(section_id)
    return section.number if section else (section_id or None)


def is_given(span: Span) -> bool:
    """Whether the words of a span come from the case or from a person, not from the template."""
    return span.origin is not None and not span.missing


def record_of(origin: str | None) -> str | None:
    """``p2.birth`` → ``p2``; ``None`` for the template's own words."""
    return origin.split(".", 1)[0] if origin else None


def printed_records(context: CheckContext, table: str) -> frozenset[int]:
    """Numbers of the records of a table without ids that this paper prints: origins ``coi.2.title`` → 2."""
    return frozenset(
        int(found[1]) for origin in context.facts if (found := re.match(rf"{table}\.?(\d+)(?:\.|$)", origin))
    )
