"""A draft as the draft page shows it, read in one visit to the vault. Runs on the vault's lane."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.draft_address import AddressLook, address_look
from legalaid_desktop.presenters.draft_sides import LinkRow, PairLine, Target, link_rows, pair_lines, record_target
from legalaid_desktop.presenters.template_state import template_state
from legalaid_desktop.services.document_catalogue import standing_of

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.draft_links import Citable
    from legalaid_desktop.services.draft_reasons import ReasonLine
    from legalaid_desktop.services.drafting import Asked, Preview

__all__ = [
    "AnnexLine", "BlockLine", "DraftLook", "FindingLine", "GapLine", "LinkRow", "PairLine", "Target", "as_of_of",
    "read_draft",
]  # fmt: skip

_EDITABLE = ("title", "subtitle", "heading", "para", "item", "note")


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """``id`` is what a reason is kept under."""

    id: str
    severity: Severity
    text: str
    lifted: str | None
    target: Target | None


@dataclass(frozen=True, kw_only=True)
class GapLine:
    """A blank of the paper: the sentence around it, and where it is filled."""

    text: str
    required: bool
    target: Target | None


@dataclass(frozen=True, kw_only=True)
class BlockLine:
    """A paragraph: where it begins (page from 1, points from the top of the paper) and what it says."""

    key: str
    section: str
    text: str
    page: int
    top: float
    editable: bool
    edited: bool


@dataclass(frozen=True, kw_only=True)
class AnnexLine:
    number: int
    title: str
    kind: str
    key: str


@dataclass(frozen=True, kw_only=True)
class DraftLook:
    """All that stands on the draft page. ``practice``: the paper counts from the day of a practice case."""

    ref: str
    case_title: str
    document: str
    language: str
    title: str
    as_of: dt.date
    practice: bool
    pdf: bytes
    pages: int
    blocks: tuple[BlockLine, ...]
    questions: tuple[Asked, ...]
    gaps: tuple[GapLine, ...]
    findings: tuple[FindingLine, ...]
    annexes: tuple[AnnexLine, ...]
    blocked: bool
    sections: Mapping[str, str]
    """Section id → its title."""
    citables: tuple[Citable, ...] = ()
    links: tuple[LinkRow, ...] = ()
    pairs: tuple[PairLine, ...] = ()
    reasons: tuple[ReasonLine, ...] = ()
    address: AddressLook | None = None
    template: tuple[str, ...] = ()
    """What is known of the template: version, who checked it, whether there is a newer one."""


def as_of_of(record: CaseRecord, today: dt.date) -> tuple[dt.date, bool]:
    """The day to count from: today; for a practice case the day that its file gives, and then ``True``."""
    meta = record.meta
    if meta.fictional and meta.as_of is not None:
        return meta.as_of, True
    return today, False


def read_draft(
    briefcase: Briefcase,
    ref: str,
    document: str,
    language: str | None,
    today: dt.date,
    overrides: Mapping[str, str],
    words: Wording,
) -> DraftLook:
    """Raises NotFound, NoTemplate."""
    record = briefcase.cases.record(ref)
    as_of, practice = as_of_of(record, today)
    made = briefcase.drafting.preview(ref, document, language=language, as_of=as_of, overrides=overrides)
    manifest = briefcase.drafting.manifest(document)
    sections = {section.number: section.id for section in manifest.sections}
    return DraftLook(
        ref=str(record.info.ref),
        case_title=record.meta.title or "",
        document=str(made.document),
        language=str(made.language),
        title=made.title.get(words.lang) or made.title["ru"],
        as_of=as_of,
        practice=practice,
        pdf=made.pdf,
        pages=made.pages,
        blocks=_blocks(made),
        questions=made.questions,
        gaps=tuple(
            GapLine(
                text=" ".join(gap.text.split()),
                required=gap.required,
                target=Target(question=gap.question)
                if gap.question
                else record_target(gap.field.split(".")[0], record) or _section_target(gap.section, sections, made),
            )
            for gap in made.gaps
        ),
        findings=tuple(_finding(finding, record, sections, made, words) for finding in made.findings),
        annexes=tuple(
            AnnexLine(number=annex.number, title=annex.title, kind=annex.kind, key=str(annex.ref))
            for annex in made.annexes
        ),
        blocked=made.blocked,
        sections={one.id: one.title.get(words.lang) or one.title["ru"] for one in manifest.sections},
        citables=made.citables,
        links=link_rows(made.links, record, words),
        pairs=pair_lines(made.pairs, record, words),
        reasons=made.reasons,
        address=address_look(made.address, words),
        template=template_state(standing_of(manifest, str(made.language)), made, words),
    )


def _blocks(made: Preview) -> tuple[BlockLine, ...]:
    places = {place.key: place for place in made.places}
    return tuple(
        BlockLine(
            key=block.key,
            section=block.section,
            text=block.text,
            page=places[block.key].page,
            top=places[block.key].top,
            editable=block.kind in _EDITABLE,
            edited=block.key in made.edits,
        )
        for block in made.blocks
        if block.key in places
    )


def _finding(
    finding: Finding, record: CaseRecord, sections: Mapping[str, str], made: Preview, words: Wording
) -> FindingLine:
    from legalaid_desktop.services.finding_words import finding_text

    place = finding.where
    target = None
    if place is not None:
        target = (
            record_target(place.record or "", record)
            or _section_target(place.section, sections, made, place.text)
            or (_text_target(place.text, made) if place.text else None)
        )
    return FindingLine(
        id=finding.id,
        severity=finding.severity,
        text=finding_text(finding, words.lang),
        lifted=finding.overridden,
        target=target,
    )


def _section_target(
    number: str | None, sections: Mapping[str, str], made: Preview, text: str | None = None
) -> Target | None:
    """The paragraph of a section that holds the text; else the first one of the section."""
    if number is None:
        return None
    section = sections.get(number, number)
    inside = [block for block in made.blocks if block.section == section]
    if text and (found := next((block for block in inside if text in block.text), None)):
        return Target(block=found.key)
    return Target(block=inside[0].key) if inside else None


def _text_target(text: str, made: Preview) -> Target | None:
    found = next((block for block in made.blocks if text in block.text), None)
    return Target(block=found.key) if found is not None else None
