"""What drafting gives back, and its shape on the command line (cli.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.parts import Annex, Gap
from legalaid_desktop.documents.pdf_writer import Place
from legalaid_desktop.domain.draft import DraftState
from legalaid_desktop.domain.draft_merge import Change
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.domain.ids import CaseRef, DocumentCode, LanguageCode
from legalaid_desktop.services.draft_address import AddressChoice
from legalaid_desktop.services.draft_links import Citable, LinkLine
from legalaid_desktop.services.draft_pairs import Pair
from legalaid_desktop.services.draft_reasons import ReasonLine
from legalaid_desktop.services.finding_words import finding_json


@dataclass(frozen=True, kw_only=True)
class CatalogueRow:
    id: str
    title: Mapping[str, str]
    tier: int
    languages: tuple[str, ...]
    as_of: dt.date
    reviewed: bool
    version: int
    phrases_reviewed: bool
    office: int | None = None
    """Number of the office's own edition that is in use."""


@dataclass(frozen=True, kw_only=True)
class DraftReport:
    case: CaseRef
    document: DocumentCode
    language: LanguageCode
    findings: tuple[Finding, ...]

    @property
    def blocked(self) -> bool:
        return any(finding.stops for finding in self.findings)


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    path: Path
    format: str
    sha256: str
    bytes: int
    pages: int | None
    standard: str | None = None
    """``PDF/A-2b`` where the file was checked to be one."""


@dataclass(frozen=True, kw_only=True)
class MadeDocument:
    """The result of ``make``; ``files`` is empty when it is blocked, and nothing was written then."""

    case: CaseRef
    document: DocumentCode
    language: LanguageCode
    findings: tuple[Finding, ...]
    annexes: tuple[Annex, ...]
    files: tuple[MadeFile, ...]

    @property
    def blocked(self) -> bool:
        return any(finding.stops for finding in self.findings)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question of the template that applies to this case, with the answer kept for it."""

    name: str
    type: str
    ask: Mapping[str, str]
    choices: tuple[str, ...]
    choice_words: Mapping[str, Mapping[str, str]]
    required: bool
    urgent: bool
    section: str | None
    answer: str | bool | None

    @property
    def missing(self) -> bool:
        return self.answer is None or self.answer == ""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The very pages that would be exported, whatever the checks say, and all that stands beside them."""

    case: CaseRef
    document: DocumentCode
    language: LanguageCode
    title: Mapping[str, str]
    draft: str | None
    """Id of the kept draft, if there is one."""
    pdf: bytes
    pages: int
    blocks: tuple[Block, ...]
    """With stable keys; the text of one may be overridden by ``edit``."""
    places: tuple[Place, ...]
    """Where each block begins on the pages, in the order of the paper."""
    edits: Mapping[str, str]
    questions: tuple[Asked, ...]
    gaps: tuple[Gap, ...]
    annexes: tuple[Annex, ...]
    findings: tuple[Finding, ...]
    sections: Mapping[str, bool]
    changes: tuple[Change, ...] = ()
    """What would change since a person last looked through the paper."""
    state: DraftState = DraftState.DRAFTING
    made_with: str = ""
    """Version of the template that the kept draft was made with."""
    template_version: str = ""
    citables: tuple[Citable, ...] = ()
    links: tuple[LinkLine, ...] = ()
    pairs: tuple[Pair, ...] = ()
    reasons: tuple[ReasonLine, ...] = ()
    address: AddressChoice | None = None
    """To whom it goes; ``None`` for an annex, and for papers that the client keeps."""

    @property
    def frozen(self) -> bool:
        """Whether its text is fixed: approved or filed."""
        return self.state in (DraftState.APPROVED, DraftState.FILED)

    @property
    def template_is_newer(self) -> bool:
        return bool(self.made_with) and self.made_with != self.template_version

    @property
    def blocked(self) -> bool:
        return any(finding.stops for finding in self.findings)


def report_json(report: DraftReport, lang: str) -> dict[str, Any]:
    """``document check`` of cli.md."""
    return {
        "case": report.case,
        "document": report.document,
        "language": report.language,
        "blocked": report.blocked,
        "checks": [finding_json(finding, lang) for finding in report.findings],
    }


def made_json(made: MadeDocument, lang: str) -> dict[str, Any]:
    """``document make`` of cli.md."""
    return {
        "case": made.case,
        "document": made.document,
        "language": made.language,
        "blocked": made.blocked,
        "checks": [finding_json(finding, lang) for finding in made.findings],
        "annexes": [
            {
                "number": annex.number,
                "title": annex.title,
                "kind": annex.kind,
                "ref": annex.ref,
                "pages": annex.pages,
            }
            for annex in made.annexes
        ],
        "files": [file_json(file) for file in made.files],
    }


def file_json(file: MadeFile) -> dict[str, Any]:
    """One written file, as the command line prints it."""
    return {
        "path": str(file.path.absolute()),
        "format": file.format,
        "sha256": file.sha256,
        "bytes": file.bytes,
        "pages": file.pages,
        "standard": file.standard,
    }
