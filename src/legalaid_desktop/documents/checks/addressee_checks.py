"""CHK-ADDRESSEE: whether a paper goes to the right body (documents.md §6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.addressees import addressee_doubts, addressees_for
from legalaid_desktop.documents.checks.context import AddresseeInfo, CheckContext
from legalaid_desktop.documents.checks.reading import finding
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.whereabouts import fold

_DOUBTED: Final = {
    "kind": Severity.OVERRIDABLE,
    "region": Severity.OVERRIDABLE,
    "notice": Severity.OVERRIDABLE,
    "same_body": Severity.OVERRIDABLE,
    "two_regions": Severity.WARNS,
    "moved": Severity.WARNS,
}
"""Doubts about an addressee (``domain.competence``) → how much each of them stops."""


def addressee(context: CheckContext) -> Iterator[Finding]:
    """CHK-ADDRESSEE: a body of the wrong kind or region, not complete, the one that decided, or not the one that the
    notice names; two places that could count, a move since. Which body is right, the law data say."""
    to = context.addressee
    if context.manifest.addressee in (None, "parent"):
        return  # an annex has the addressee of the paper it travels with
    if to is None or not to.complete:
        yield finding("CHK-ADDRESSEE", Severity.OVERRIDABLE, "incomplete", text=to.text if to else None)
        return
    found = addressee_doubts(
        to,
        paper=context.document,
        rule=context.manifest.addressee,
        case=context.case,
        decision=context.decision,
        law=context.law,
    )
    for doubt in found:
        severity = _DOUBTED.get(doubt.key)
        if severity is not None:
            text = doubt.params.get("text") or to.text
            yield finding("CHK-ADDRESSEE", severity, doubt.key, text=text)
    if to.proposed and (to.type or "").startswith("court"):
        yield finding("CHK-ADDRESSEE", Severity.OVERRIDABLE, "proposed", text=to.text)
    if _chosen_unchecked(context, to) and context.answers.get("lawyer_seen") is not True:
        yield finding("CHK-ADDRESSEE", Severity.WARNS, "unchecked", text=to.text)


def _chosen_unchecked(context: CheckContext, to: AddresseeInfo) -> bool:
    """A person chose a body that the law data offer from memory: their choice does not make it checked."""
    if to.reason != "answer":
        return False
    offers = addressees_for(
        context.manifest.addressee,
        case=context.case,
        decision=context.decision,
        law=context.law,
        language=context.language,
    )
    return any(one.offered and one.unchecked and fold(made.text) == fold(to.text) for one, made in offers)
