"""CHK-TRANS of what the case tells in the other state language: the program translates nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding, is_given, paragraphs, section_number
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.visibility import Audience

_OTHER: Final = {"ru": ("be", frozenset("іў")), "be": ("ru", frozenset("ищъ"))}
"""Language of the paper → the other one, and letters that only the other one has."""
_QUOTED: Final = (".says", ".notice_court", ".notice_period", ".ground", ".signed_by", ".received_how", ".authority")
"""What a decision says is quoted as it was written."""
_NAMES: Final = (".name", ".names", ".latin", ".original", ".aliases", ".citizenships")
_SHOWN: Final = 12


def _record(origin: str) -> str:
    """«e1.text» → «e1», «d1.reason.2.answer» → «d1.reason.2», «entry.1.point» → «entry.1»; an answer by its name."""
    return origin if origin.startswith(("answers.", "narrative.")) else origin.rpartition(".")[0] or origin


def other_language(context: CheckContext) -> Iterator[Finding]:
    """W, one finding a paper: texts of the case and answers that print in the other state language, by section and
    record. They stay on paper as they are; nothing of this finding does."""
    told = _OTHER.get(context.language)
    if told is None or context.case.audience is not Audience.BELARUSIAN_BODY:
        return  # a client's own paper has Russian beside each of its sentences
    other, foreign = told
    found: dict[str, list[str]] = {}
    first: str | None = None
    for part in paragraphs(context.blocks):
        for span in part.spans:
            origin = span.origin or ""
            if not is_given(span) or origin.endswith(_QUOTED) or any(mark in origin for mark in _NAMES):
                continue
            if foreign.isdisjoint(span.text.casefold()):
                continue
            record = _record(origin)
            first = first or record
            section = section_number(context, part.block.section) or "–"
            if record not in found.setdefault(section, []):
                found[section].append(record)
    count = sum(len(records) for records in found.values())
    if not count:
        return
    rows = [f"{section}: {', '.join(records[:_SHOWN])}{' …' if len(records) > _SHOWN else ''}"
            for section, records in found.items()]  # fmt: skip
    yield finding(
        "CHK-TRANS", Severity.WARNS, f"other_{other}", record=first, places="; ".join(rows[:_SHOWN]), count=count
    )
