"""Contradictions as pairs: what the case has, what a text says, whether a person said that both are true.

An explanation is kept with the draft and known by what the two sides say: when one of them changes, it is asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from legalaid_desktop.domain.draft import Draft
from legalaid_desktop.domain.finding import Finding

EXPLAINED: Final = "=explained"
"""Key among the answers of a draft; no question can have such a name."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """``left`` is the record of the case (an event "e1", a person "p1"; empty: none can be named), ``right`` where the
    text stands ("narrative.1", "interview.1", "d1.reason.2", "answers.x")."""

    key: str
    check: str
    field: str
    structured: str
    narrative: str
    left: str
    right: str
    explained: str | None
    paper: str = ""
    """The paper exported before that says otherwise, where it is one."""


def pair_key(finding: Finding) -> str | None:
    """``None`` for a finding that is no pair."""
    structured, narrative = finding.params.get("structured"), finding.params.get("narrative")
    if structured is None or narrative is None:
        return None
    field = finding.params.get("field", finding.variant)
    return hashlib.sha256(f"{field}\x1f{structured}\x1f{narrative}".encode()).hexdigest()[:16]


def explained_in(drafts: Iterable[Draft]) -> dict[str, str]:
    """Pair → reason, out of all drafts of a case: what was explained once is not asked in the next paper."""
    found: dict[str, str] = {}
    for draft in drafts:
        kept = draft.answers.get(EXPLAINED)
        if isinstance(kept, Mapping):
            found.update({str(key): reason for key, reason in kept.items() if isinstance(reason, str) and reason})
    return found


def with_explanations(findings: Iterable[Finding], explained: Mapping[str, str]) -> tuple[Finding, ...]:
    """Pairs of which a person said why both are true carry the reason. Only warnings: what stops is lifted as such."""
    return tuple(
        replace(one, overridden=explained[key])
        if not one.stops and (key := pair_key(one)) is not None and key in explained
        else one
        for one in findings
    )


def pairs_of(findings: Iterable[Finding]) -> tuple[Pair, ...]:
    """Every pair once, those without an explanation first."""
    found: dict[str, Pair] = {}
    for one in findings:
        key = pair_key(one)
        if key is None:
            continue
        structured = str(one.params["structured"])
        named, _, said = structured.partition(": ")
        is_record = bool(said) and " " not in named and named[:1] == "e"
        place = one.where.record if one.where is not None and one.where.record else ""
        pair = Pair(
            key=key,
            check=one.id,
            field=str(one.params.get("field", one.variant)),
            structured=said if is_record else structured,
            narrative=str(one.params["narrative"]),
            left=named if is_record else place if one.id == "CHK-NAME" else "",
            right="" if one.id == "CHK-NAME" else place,
            explained=one.overridden,
            paper=str(one.params.get("paper", "")),
        )
        found.setdefault(key, pair)
    return tuple(sorted(found.values(), key=lambda pair: pair.explained is not None))


def kept_with(answers: Mapping[str, Any], key: str, reason: str | None) -> dict[str, Any]:
    """The answers of a draft with one explanation put in, or taken out."""
    old = answers.get(EXPLAINED)
    kept = dict(old) if isinstance(old, Mapping) else {}
    if reason:
        kept[key] = reason
    else:
        kept.pop(key, None)
    rest = {name: value for name, value in answers.items() if name != EXPLAINED}
    return {**rest, EXPLAINED: kept} if kept else rest
