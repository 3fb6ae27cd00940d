"""What a draft rests on, before it goes out: what may be cited in it, evidence that it does not cite, facts that
nothing supports, citations of what its reader may not see or of what is not there (documents.md §7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.annexes import candidates
from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.facts.told import event_date
from legalaid_desktop.services.draft_desk import Sheet

KINDS: Final = ("internal", "absent", "unsupported", "uncited")
"""In the order of their weight."""
_EVENT_TEXT: Final = re.compile(r"^(e[\w-]*)\.text$")


@dataclass(frozen=True, kw_only=True)
class Citable:
    """Something that own words may cite: ``notation`` is what is put into the text."""

    notation: str
    title: str
    kind: str
    """evidence, decision, document, event"""
    key: str
    number: int | None
    """As the annex stands now; ``None`` for what is no annex yet and for events."""


@dataclass(frozen=True, kw_only=True)
class LinkLine:
    """One thing to look at before export. ``kind`` is one of ``KINDS``; ``record`` is the local id."""

    kind: str
    record: str
    text: str


def citables(sheet: Sheet) -> tuple[Citable, ...]:
    """Annexes in their order, then evidence that is none yet, then events by date."""
    draft, case = sheet.draft, sheet.source.case
    found = [
        Citable(notation=f"{{annex:{one.ref}}}", title=one.title, kind=one.kind, key=one.ref, number=one.number)
        for one in draft.annexes
    ]
    there = {id for one in draft.annexes for id in (one.ref, *one.same)}
    found += [
        Citable(notation=f"{{annex:{one.ref}}}", title=one.title, kind=one.kind, key=one.ref, number=None)
        for one in candidates(sheet.source, pages_of=lambda code: None)
        if one.ref not in there
    ]
    found += [
        Citable(
            notation=f"{{fact:{event.id}}}",
            title=f"{event_date(sheet.source, event)}: {' '.join((event.text or '').split())}",
            kind="event",
            key=event.id,
            number=None,
        )
        for event in case.events
        if (event.text or "").strip()
    ]
    return tuple(found)


def links(sheet: Sheet) -> tuple[LinkLine, ...]:
    """Everything of ``KINDS``, the gravest first, each once."""
    found: dict[tuple[str, str], LinkLine] = {}
    for line in (*_closed(sheet), *_absent(sheet), *_unsupported(sheet), *_uncited(sheet)):
        found.setdefault((line.kind, line.record), line)
    return tuple(sorted(found.values(), key=lambda line: KINDS.index(line.kind)))


def _closed(sheet: Sheet) -> Iterator[LinkLine]:
    """Cited by hand or by a record that prints, and not for this reader: the text itself is not shown."""
    printed = {origin.split(".", 1)[0] for origin in sheet.draft.facts}
    cited = {citation.ref for citation in sheet.draft.citations}
    for item in sheet.context.withheld:
        by = [place for place in item.cited_by if place.split(".", 1)[0] in printed]
        if item.kind != "person" and (item.record in cited or by):
            yield LinkLine(kind="internal", record=item.record, text=", ".join(by) or item.record)


def _absent(sheet: Sheet) -> Iterator[LinkLine]:
    closed = {item.record for item in sheet.context.withheld}
    for citation in sheet.draft.citations:
        if citation.number is None and citation.ref not in closed:
            yield LinkLine(kind="absent", record=citation.ref, text=citation.ref)
    for record, what in sheet.context.loose:
        yield LinkLine(kind="absent", record=what, text=record)


def _unsupported(sheet: Sheet) -> Iterator[LinkLine]:
    """Events that the paper tells without any evidence, and answers to reasons that rest on nothing."""
    case = sheet.source.case
    beside = _cited_beside(sheet.draft.blocks)
    proven = {event for piece in case.evidence for event in piece.proves}
    for event in case.events:
        if event.id in beside and not beside[event.id] and not event.evidence and event.id not in proven:
            yield LinkLine(kind="unsupported", record=event.id, text=" ".join((event.text or "").split()))
    made = sheet.source.decision
    answered = {origin for origin in sheet.draft.facts if origin.endswith(".answer")}
    for place, reason in enumerate(made.reasons or (), 1) if made is not None else ():
        origin = f"{made.id}.reason.{reason.n or place}" if made is not None else ""
        if f"{origin}.answer" in answered and not (reason.facts or reason.evidence or reason.coi):
            yield LinkLine(kind="unsupported", record=origin, text=" ".join((reason.answer or "").split()))


def _cited_beside(blocks: tuple[Block, ...]) -> Mapping[str, bool]:
    """Event that is told → whether its paragraph (or its row) cites an annex."""
    found: dict[str, bool] = {}
    for block in blocks:
        groups = [[span for cell in row for span in cell] for row in block.rows] or [list(block.spans)]
        for spans in groups:
            cites = any((span.origin or "").startswith("annex:") and not span.missing for span in spans)
            for span in spans:
                if told := _EVENT_TEXT.match((span.origin or "").rstrip("?")):
                    found[told[1]] = found.get(told[1], False) or cites
    return found


def _uncited(sheet: Sheet) -> Iterator[LinkLine]:
    if sheet.source.manifest.annexes_evidence == "none":
        return
    cited = {citation.ref for citation in sheet.draft.citations}
    same = {id: one.ref for one in sheet.draft.annexes for id in one.same}
    for piece in sheet.source.case.evidence:
        if piece.id not in cited and same.get(piece.id) not in cited:
            yield LinkLine(kind="uncited", record=piece.id, text=" ".join((piece.title or "").split()) or piece.id)
