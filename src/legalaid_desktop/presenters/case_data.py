"""What the case page shows, read in one visit to the vault. Runs on the vault's lane; what it returns is frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.draft import Draft
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.errors import EvidenceDamaged
from legalaid_desktop.presenters.draft_look import as_of_of

if TYPE_CHECKING:
    from legalaid_desktop.domain.law import LawPack
    from legalaid_desktop.grammar.labels import Labels
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.remedies import CaseWays


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document that the program can make. ``title`` by language."""

    id: str
    title: Mapping[str, str]
    reviewed: bool
    as_of: dt.date


@dataclass(frozen=True, kw_only=True)
class FileSize:
    """Of evidence that has its bytes in the vault."""

    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class CaseData:
    """``today`` is the day that clocks and drafts count from."""

    record: CaseRecord
    clocks: tuple[DeadlineRow, ...]
    drafts: tuple[Draft, ...]
    files: Mapping[str, FileSize]
    labels: Labels
    law: LawPack
    today: dt.date
    papers: tuple[Paper, ...] = ()
    """Read apart, by :func:`gather_papers`."""
    damaged: int = 0
    """Records of the case that cannot be read, and are left out."""
    ways: CaseWays | None = None
    """What can be done in the case; empty only in tests of other things."""
    further: tuple[DeadlineRow, ...] = ()
    """Clocks that other facts than decisions start: papers that end, what a body owes, days of danger."""
    hearings: tuple[Hearing, ...] = ()
    practice: bool = False
    """``today`` is the day of a practice case, not the day of the calendar."""

    @property
    def ref(self) -> str:
        return str(self.record.info.ref)


def gather_case(briefcase: Briefcase, ref: str, today: dt.date) -> CaseData:
    """Raises :class:`NotFound`."""
    from legalaid_desktop.services.labels import shipped_labels
    from legalaid_desktop.services.remedies import law_of, ways_from

    record = briefcase.cases.record(ref)
    law = law_of(briefcase, record)
    ref = str(record.info.ref)
    today, practice = as_of_of(record, today)
    files = {}
    unread = False
    for piece in record.evidence or ():
        try:
            file = briefcase.evidence.file(ref, str(piece.id))
        except EvidenceDamaged:
            unread = True
            continue
        if file is not None:
            files[str(piece.id)] = FileSize(sha256=file.sha256, size=file.size)
    (counted,) = briefcase.deadlines.clocks(ref, today)
    clocks = tuple(row for row in counted.rows if not row.further)
    drafts = briefcase.drafts.of(ref)
    return CaseData(
        record=record,
        clocks=clocks,
        drafts=drafts,
        files=files,
        # Asked closely only where reading met something, in this case or before.
        damaged=len(briefcase.damaged.of_case(ref)) if briefcase.damaged.seen() or unread else 0,
        labels=shipped_labels(),
        law=law,
        today=today,
        ways=ways_from(briefcase, record, law, counted, today),
        further=tuple(row for row in counted.rows if row.further),
        hearings=counted.hearings,
        practice=practice,
    )


def gather_papers(briefcase: Briefcase) -> tuple[Paper, ...]:
    """The papers that can be made. Apart from the case: the first reading of the templates takes its time."""
    return tuple(
        Paper(id=row.id, title=row.title, reviewed=row.reviewed, as_of=row.as_of)
        for row in briefcase.drafting.catalogue()
    )
