"""The reasons of the decision as a checklist: each with its answer, and what the answer rests on.

A reason lives in the decision of the case: an answer written here is written there, and every paper prints it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.facts import Decision, DecisionReason
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.errors import NotFound
from legalaid_desktop.services.draft_desk import Sheet

ANSWERING: Final = frozenset({"C1", "C2", "D1", "D2", "E1", "E2", "A9"})
"""Papers that answer the reasons of a decision."""
RESTS_ON: Final = ("facts", "evidence", "coi")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One thing that an answer rests on, or could: ``kind`` is one of ``RESTS_ON``."""

    kind: str
    key: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    """``place`` counts from 1; ``n`` is the number as given. ``free``: what could be added to ``grounds``."""

    decision: str
    place: int
    n: int
    says: str
    answer: str
    grounds: tuple[Ground, ...]
    free: tuple[Ground, ...]

    @property
    def answered(self) -> bool:
        return bool(self.answer.strip())


def reasons_of(sheet: Sheet, record: CaseRecord) -> tuple[ReasonLine, ...]:
    """The reasons of the decision that a paper answers; none for a paper that answers no decision. Answers come from
    the record itself: what a person edits is what stands there."""
    made = sheet.source.decision
    if made is None or sheet.draft.document not in ANSWERING:
        return ()
    own = next((one for one in record.decisions or () if one.id == made.id), None)
    if own is None:
        return ()
    possible = _possible(record)
    lines = []
    for place, reason in enumerate(own.reasons or (), 1):
        chosen = {(kind, str(key)) for kind in RESTS_ON for key in getattr(reason, kind) or ()}
        chosen |= {("coi", _source_number(key, record)) for key in reason.coi or ()}
        lines.append(
            ReasonLine(
                decision=own.id,
                place=place,
                n=reason.n or place,
                says=" ".join((reason.says or "").split()),
                answer=reason.answer or "",
                grounds=tuple(one for one in possible if (one.kind, one.key) in chosen),
                free=tuple(one for one in possible if (one.kind, one.key) not in chosen),
            )
        )
    return tuple(lines)


def _source_number(ref: str | int, record: CaseRecord) -> str:
    """A source is named by its number, by «coi2», or by its title."""
    if found := re.fullmatch(r"(?:coi|c)?(\d+)", str(ref)):
        return found[1]
    titles = {item.title: str(n) for n, item in enumerate(record.coi or (), 1)}
    return titles.get(str(ref), str(ref))


def _possible(record: CaseRecord) -> tuple[Ground, ...]:
    def line(text: str | None, key: str) -> str:
        return " ".join((text or "").split()) or key

    return (
        *(Ground(kind="facts", key=e.id, title=line(e.text, e.id)) for e in record.events or ()),
        *(Ground(kind="evidence", key=x.id, title=line(x.title, x.id)) for x in record.evidence or ()),
        *(Ground(kind="coi", key=str(n), title=line(c.title, str(n))) for n, c in enumerate(record.coi or (), 1)),
    )


def answered(record: CaseRecord, decision: str, place: int, answer: str) -> Decision:
    """The decision with another answer. Raises NotFound where there is no such reason (any more)."""
    return _changed(record, decision, place, lambda reason: replace(reason, answer=answer if answer.strip() else None))


def resting(record: CaseRecord, decision: str, place: int, ground: Ground, *, on: bool) -> Decision:
    """The decision with something put under an answer, or taken from it. Raises NotFound."""

    def change(reason: DecisionReason) -> DecisionReason:
        named = [str(key) for key in getattr(reason, ground.kind) or ()]
        if ground.kind == "coi":
            named = [_source_number(key, record) for key in named]
        kept = [key for key in named if key != ground.key]
        if on:
            kept.append(ground.key)
        if ground.kind == "coi":
            return replace(reason, coi=tuple(int(key) if key.isdigit() else key for key in kept))
        ids = cast(Sequence[LocalId], kept)
        return replace(reason, facts=tuple(ids)) if ground.kind == "facts" else replace(reason, evidence=tuple(ids))

    return _changed(record, decision, place, change)


def _changed(
    record: CaseRecord, decision: str, place: int, change: Callable[[DecisionReason], DecisionReason]
) -> Decision:
    own = next((one for one in record.decisions or () if one.id == decision), None)
    reasons = list(own.reasons or ()) if own is not None else []
    if own is None or not 1 <= place <= len(reasons):
        raise NotFound(kind="reason", what=f"{decision}.{place}")
    reasons[place - 1] = change(reasons[place - 1])
    return replace(own, reasons=tuple(reasons))
