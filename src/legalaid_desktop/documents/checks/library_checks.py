"""CHK-LISTED for the library: words or the title of a document that is marked as dangerous stand in the paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding, paragraphs, printed_records, section_number
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.quoting import compact

_LEAST_TITLE: Final = 10
"""Letters and digits: a shorter title («Доклад») stands in many a paper by chance."""
_LEAST_QUOTE: Final = 16


def risky_sources(context: CheckContext) -> Iterator[Finding]:
    """One finding for each document, at the first place that shows it. What the marks of a row of country information
    tell already is not told twice."""
    if not context.risky:
        return
    printed = printed_records(context, "coi")
    told = {compact(row.title or "") for n, row in enumerate(context.case.coi, 1) if row.risk_flags and n in printed}
    places = [(compact(part.text), part) for part in paragraphs(context.blocks)]
    annexes = [compact(annex.title) for annex in context.annexes]
    for source in context.risky:
        title = compact(source.title)
        if title in told:
            continue
        sought = [words for quote in source.quoted if len(words := compact(quote)) >= _LEAST_QUOTE]
        if len(title) >= _LEAST_TITLE:
            sought.append(title)
        hit = next((part for plain, part in places if any(words in plain for words in sought)), None)
        if hit is None and not any(words in annex for annex in annexes for words in sought):
            continue
        yield finding(
            "CHK-LISTED",
            Severity.OVERRIDABLE,
            "library",
            section=section_number(context, hit.block.section) if hit is not None else None,
            record=source.id,
            text=hit.text if hit is not None else source.title,
            title=source.title,
        )
