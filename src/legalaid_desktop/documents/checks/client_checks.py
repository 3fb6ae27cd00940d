"""Checks of the papers that a client keeps: translations nobody has checked, consents ticked beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.blocks import span_text
from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding, section_number
from legalaid_desktop.documents.client_texts import AREAS, area
from legalaid_desktop.domain.finding import Finding, Severity

_SCOPES: Final = "scopes"
_MARKS: Final = 3
"""Columns of a scope that the client fills by hand: yes, no, date."""


def translations(context: CheckContext) -> Iterator[Finding]:
    """CHK-TRANS: fixed sentences whose translation nobody who speaks the language has read. One finding a paper."""
    if context.language == "ru" or "TRANS" not in context.manifest.checks:
        return
    count = 0
    for origin in context.facts:
        name, _, id = origin.partition(".")
        if name in AREAS and id in area(name).sentences and not area(name).sentences[id].checked(context.language):
            count += 1
    if count:
        yield finding("CHK-TRANS", Severity.WARNS, "draft", language=context.language, count=count)


def ticked(context: CheckContext) -> Iterator[Finding]:
    """CHK-CONSENT of I2: each scope is answered by the client's own hand, so no mark may stand in the form."""
    if context.document != "I2":
        return
    for block in context.blocks:
        if block.kind != "table" or block.section != _SCOPES or not block.head_rows:
            continue
        for row in block.rows[block.head_rows :]:
            if any(span_text(cell).strip() for cell in row[-_MARKS:]):
                yield finding(
                    "CHK-CONSENT",
                    Severity.BLOCKS,
                    "ticked",
                    section=section_number(context, block.section),
                    text=span_text(row[0]),
                )


def representative(context: CheckContext) -> Iterator[Finding]:
    """CHK-SIGN of I2: a child does not consent alone; the form has the lines of both, and says whose is still open."""
    if context.document == "I2" and context.conditions.get("is_minor"):
        yield finding("CHK-SIGN", Severity.INFORMS, "with_representative")
