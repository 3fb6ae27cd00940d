"""CHK-REMEDY of papers that are open only after something was asked: leaving of one's own will (E6) after the question
of fear was answered «no» twice and in private, cassation and supervision (C7) after a lawyer has read them. A warning
where a complaint against expulsion (E2) goes to a court and nobody said whether the superior body was asked."""

from __future__ import annotations

from collections.abc import Iterator

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding
from legalaid_desktop.domain.finding import Finding, Severity

ASKED_TWICE = ("fear_first", "fear_second")
"""Answers of E6, yes where leaving is dangerous; each from a talk of its own."""


def guarded(context: CheckContext) -> Iterator[Finding]:
    """Blocks E6 while somebody fears the return or was not asked twice alone; stops C7 until a lawyer saw it."""
    if context.document == "C7" and context.answers.get("lawyer_seen") is not True:
        yield finding("CHK-REMEDY", Severity.OVERRIDABLE, "lawyer_unseen")
    to = context.addressee
    if (
        context.document == "E2"
        and to is not None
        and (to.type or "").startswith("court")
        and not context.conditions.get("answered_superior_body")
    ):
        yield finding("CHK-REMEDY", Severity.WARNS, "superior_first")
    if context.document != "E6":
        return
    said = [context.answers.get(name) for name in ASKED_TWICE]
    if True in said or context.conditions.get("fear_of_return"):
        yield finding("CHK-REMEDY", Severity.BLOCKS, "departure_feared")
    elif said != [False, False] or context.answers.get("asked_in_private") is not True:
        yield finding("CHK-REMEDY", Severity.BLOCKS, "departure_unasked")
