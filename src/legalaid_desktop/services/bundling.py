"""``document bundle``: several papers of a case with their annexes as one PDF, through the same checks as each alone.

A paper that a check stops leaves nothing behind but the reasons. An annex that cannot be taken in never stops the
rest: it is named in its place in the file and in the result.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from legalaid_desktop.documents.bundle import BundleAnnex, BundlePaper, write_bundle
from legalaid_desktop.documents.parts import Annex
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.disclosure import OFFICE_PAPER
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.errors import EvidenceDamaged, NoTemplate, NotFound, TemplateFaulty, WrongUse
from legalaid_desktop.host.files import write_new_file
from legalaid_desktop.host.wording import LANGUAGES, Wording, wording
from legalaid_desktop.intake.limits import LARGEST_SHOWN
from legalaid_desktop.services.annex_content import AnnexContent, read_annex
from legalaid_desktop.services.archive_check import claimed_standard, holds_in_the_child, keeps_archive_rules
from legalaid_desktop.services.draft_desk import Sheet
from legalaid_desktop.services.draft_results import MadeFile, file_json
from legalaid_desktop.services.draft_steps import pass_checks, reasons_of
from legalaid_desktop.services.drafting import Drafting
from legalaid_desktop.services.evidence import EvidenceService
from legalaid_desktop.services.export import Cleared
from legalaid_desktop.services.finding_words import finding_json
from legalaid_desktop.vault.outside import must_lie_outside

MOST_SHEETS: Final = 2_000
LARGEST_BUNDLE: Final = 200 * 1024 * 1024
"""Of what annexes bring; one that would go beyond is named and left out."""
MOST_PAPERS: Final = 20
Step = Callable[[int, int], None]
"""Told how many pieces are done of how many; may raise to stop the work, and nothing is left then."""


@dataclass(frozen=True, kw_only=True)
class BundledPaper:
    document: str
    language: str
    title: str
    page: int
    pages: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class BundledAnnex:
    """``pages`` are its own sheets, without the one before it: ``None`` where it is not in the file. ``problem`` is the
    last word of ``bundle.problem.…``; ``same`` tells that it stands in the file at another place."""

    document: str
    annex: Annex
    page: int
    pages: int | None
    problem: str
    same: bool

    @property
    def other_count(self) -> bool:
        """Whether the paper's list of annexes says another number of sheets than the file has."""
        return self.pages is not None and self.annex.pages is not None and self.pages != self.annex.pages


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Evidence of the case that is an annex of none of the papers. ``why`` is the last word of ``bundle.left_out.…``:
    not open to their readers, or cited by none."""

    evidence: str
    title: str
    why: Literal["closed", "uncited"]


@dataclass(frozen=True, kw_only=True)
class MadeBundle:
    """``files`` is empty when a check stops one of the papers; nothing was written then."""

    case: CaseRef
    papers: tuple[BundledPaper, ...]
    annexes: tuple[BundledAnnex, ...]
    files: tuple[MadeFile, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(finding.stops for paper in self.papers for finding in paper.findings)


def _left_out(looked: Sequence[tuple[CaseRecord, Sheet]]) -> tuple[LeftOut, ...]:
    """What somebody may miss in the file, where any of the papers takes evidence along."""
    sheets = [sheet for _, sheet in looked if sheet.source.manifest.annexes_evidence != "none"]
    if not sheets:
        return ()
    along = {id for sheet in sheets for annex in sheet.draft.annexes for id in (annex.ref, *annex.same)}
    closed = set.intersection(*({item.record for item in sheet.context.withheld} for sheet in sheets))
    return tuple(
        LeftOut(
            evidence=piece.id,
            title=" ".join((piece.title or "").split()) or piece.id,
            why="closed" if piece.id in closed else "uncited",
        )
        for piece in looked[0][0].evidence or ()
        if piece.id not in along
    )


class Bundling:
    def __init__(self, drafting: Drafting, evidence: EvidenceService) -> None:
        self._drafting = drafting
        self._evidence = evidence

    def make(
        self,
        ref: str,
        documents: Sequence[str],
        *,
        out: Path,
        as_of: dt.date,
        language: str | None = None,
        overrides: Mapping[str, str] | None = None,
        step: Step | None = None,
    ) -> MadeBundle:
        """Write the new file ``out``, whole or not at all. Raises WrongUse (no or too many papers), NotFound,
        NoTemplate, DestinationExists, DestinationInVault, DestinationNotWritable, DiskFull."""
        must_lie_outside(out)
        lifted = reasons_of(overrides)
        wanted = tuple(dict.fromkeys(one.strip().upper() for one in documents if one.strip()))
        if not 1 <= len(wanted) <= MOST_PAPERS:
            raise WrongUse(what="documents")
        if OFFICE_PAPER in wanted and len(wanted) > 1:
            # The office's own memo never lies in one file with a paper that leaves the office.
            raise WrongUse(what=OFFICE_PAPER)
        made = _Making(self._drafting, self._evidence, ref, as_of, lifted, step or (lambda done, total: None))
        return made.run(wanted, language, out)


class _Making:
    def __init__(
        self,
        drafting: Drafting,
        evidence: EvidenceService,
        ref: str,
        as_of: dt.date,
        lifted: Mapping[str, str],
        step: Step,
    ) -> None:
        self.drafting, self.evidence, self.ref, self.as_of = drafting, evidence, ref, as_of
        self.lifted, self.step = lifted, step
        self.done = self.total = 0
        self.room = LARGEST_BUNDLE
        self.sheets = 0
        self.placed: dict[str, tuple[int, int | None]] = {}
        self.handed_out: list[str] = []
        self.words: Wording = wording("ru")

    def turn(self) -> None:
        self.step(min(self.done, self.total), self.total)

    def run(self, documents: Sequence[str], language: str | None, out: Path) -> MadeBundle:
        looked = [self.drafting.looked(self.ref, code, language=language, as_of=self.as_of) for code in documents]
        case = looked[0][0].info.ref
        sheets = [sheet for _, sheet in looked]
        tongue = str(sheets[0].draft.language)
        self.words = wording(tongue if tongue in LANGUAGES else "ru")
        self.total = 2 * len(sheets) + sum(len(sheet.draft.annexes) for sheet in sheets) + 1
        passed: list[tuple[tuple[Finding, ...], Cleared | None]] = []
        for sheet in sheets:
            self.turn()
            passed.append(pass_checks(sheet, ("pdf",), self.lifted, (out.name,)))
            self.done += 1
        cleared = [one for _, one in passed if one is not None]
        if len(cleared) < len(sheets):
            return MadeBundle(case=case, papers=self.told(sheets, passed, None), annexes=(), files=())
        self.placed = {str(sheet.draft.document): (p, None) for p, sheet in enumerate(sheets)}
        annexes = [self.annexes(p, sheet) for p, sheet in enumerate(sheets)]
        papers = [
            BundlePaper(
                title=sheet.draft.title,
                language=sheet.draft.language,
                blocks=sheet.draft.blocks,
                annexes=tuple(piece for piece, _ in row),
            )
            for sheet, row in zip(sheets, annexes, strict=True)
        ]
        data, bundle = self.written(papers)
        self.turn()
        write_new_file(out, data)
        file = MadeFile(
            path=out,
            format="pdf",
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            pages=bundle.pages,
            standard=claimed_standard(data),
        )
        try:
            for one in cleared:
                self.drafting.keeping.remember(self.ref, one, (file,), self.lifted, self.as_of)
            self.evidence.note_handed_out(self.ref, tuple(dict.fromkeys(self.handed_out)))
        except BaseException:
            with contextlib.suppress(OSError):  # the first failure is the one to tell
                out.unlink(missing_ok=True)  # nothing leaves the vault without a trace in it
            raise
        listed = tuple(
            BundledAnnex(
                document=str(sheets[p].draft.document),
                annex=annex,
                page=bundle.annexes[p][a].page,
                pages=bundle.annexes[p][a].pages or None,
                problem=problem,
                same=piece.same is not None,
            )
            for p, row in enumerate(annexes)
            for a, ((piece, problem), annex) in enumerate(zip(row, sheets[p].draft.annexes, strict=True))
        )
        places = [(stretch.page, stretch.pages) for stretch in bundle.papers]
        return MadeBundle(
            case=case,
            papers=self.told(sheets, passed, places),
            annexes=listed,
            files=(file,),
            left_out=_left_out(looked),
        )

    def told(
        self,
        sheets: Sequence[Sheet],
        passed: Sequence[tuple[tuple[Finding, ...], Cleared | None]],
        places: Sequence[tuple[int, int]] | None,
    ) -> tuple[BundledPaper, ...]:
        return tuple(
            BundledPaper(
                document=str(sheet.draft.document),
                language=str(sheet.draft.language),
                title=sheet.draft.title,
                page=places[p][0] if places is not None else 0,
                pages=places[p][1] if places is not None else 0,
                findings=passed[p][0],
            )
            for p, sheet in enumerate(sheets)
        )

    def written(self, papers: Sequence[BundlePaper]) -> tuple[bytes, Any]:
        def one_more() -> None:
            self.turn()
            self.done += 1

        language = self.words.lang
        bundle = write_bundle(papers, say=self.words.say, language=language, step=one_more)
        foreign = any(annex.pages for paper in papers for annex in paper.annexes)
        holds = holds_in_the_child(bundle.data) if foreign else keeps_archive_rules(bundle.data)
        if not holds:
            # A foreign page need not be fit for an archive: the file then does not say that it is.
            bundle = write_bundle(papers, say=self.words.say, language=language, archive=False)
        return bundle.data, bundle

    # Annexes

    def annexes(self, p: int, sheet: Sheet) -> list[tuple[BundleAnnex, str]]:
        """Each annex of a paper with the word of its problem, empty if there is none."""
        out: list[tuple[BundleAnnex, str]] = []
        for a, annex in enumerate(sheet.draft.annexes):
            self.turn()
            self.done += 1
            piece, problem = self.annex(annex, str(sheet.draft.language))
            if problem:
                piece = replace(piece, problem=self.words.say(f"bundle.problem.{problem}"))
            elif piece.same is None:
                for name in (annex.ref, *annex.same):
                    self.placed.setdefault(name, (p, a))
            out.append((piece, problem))
        return out

    def annex(self, annex: Annex, language: str) -> tuple[BundleAnnex, str]:
        plain = BundleAnnex(number=annex.number, title=annex.title)
        same = next((self.placed[name] for name in (annex.ref, *annex.same) if name in self.placed), None)
        if same is not None:
            return replace(plain, same=same), ""
        if annex.kind == "document":
            return self.paper(plain, annex.ref, language)
        pieces = annex.same if annex.kind == "decision" else (annex.ref,)
        if not pieces:
            return plain, "no_file"
        content = self.file(pieces[0])
        if content.problem:
            return plain, content.problem
        size = content.size
        if size > self.room or self.sheets + len(content.pages) > MOST_SHEETS:
            return plain, "too_large"
        self.room -= size
        self.sheets += len(content.pages)
        self.handed_out.append(pieces[0])
        note = self.words.say("bundle.text_only") if content.blocks else ""
        note = self.words.say("bundle.mended") if content.mended else note
        return replace(plain, pages=content.pages, blocks=content.blocks, language=self.words.lang, note=note), ""

    def paper(self, plain: BundleAnnex, code: str, language: str) -> tuple[BundleAnnex, str]:
        """A paper of the case that goes along with another."""
        try:
            _, sheet = self.drafting.looked(self.ref, code, language=language, as_of=self.as_of)
        except (NoTemplate, TemplateFaulty):
            return plain, "no_paper"
        _, cleared = pass_checks(sheet, ("pdf",), self.lifted, ("annex.pdf",))
        if cleared is None:
            return plain, "paper_stopped"
        return replace(plain, blocks=sheet.draft.blocks, language=str(sheet.draft.language)), ""

    def file(self, evidence: str) -> AnnexContent:
        try:
            kept = self.evidence.file(self.ref, evidence)
            if kept is None:
                return AnnexContent(problem="no_file")
            if kept.size > LARGEST_SHOWN:
                return AnnexContent(problem="too_large")
            content = self.evidence.open_bytes(self.ref, evidence)
        except EvidenceDamaged:
            return AnnexContent(problem="damaged_here")
        except NotFound:
            return AnnexContent(problem="no_file")
        return read_annex(content, step=self.turn)


def bundle_json(made: MadeBundle, lang: str) -> dict[str, Any]:
    """``document bundle`` of cli.md, with what each annex came to."""
    words = wording(lang)
    return {
        "case": made.case,
        "blocked": made.blocked,
        "documents": [
            {
                "id": paper.document,
                "language": paper.language,
                "title": paper.title,
                "page": paper.page or None,
                "pages": paper.pages or None,
                "checks": [finding_json(finding, lang) for finding in paper.findings],
            }
            for paper in made.papers
        ],
        "annexes": [
            {
                "document": one.document,
                "number": one.annex.number,
                "title": one.annex.title,
                "kind": one.annex.kind,
                "ref": one.annex.ref,
                "page": one.page,
                "pages": one.pages,
                "listed": one.annex.pages,
                "problem": one.problem or None,
                "message": words.say(f"bundle.problem.{one.problem}") if one.problem else None,
                "elsewhere": one.same,
            }
            for one in made.annexes
        ],
        "files": [file_json(file) for file in made.files],
        "left_out": [
            {
                "ref": one.evidence,
                "title": one.title,
                "why": one.why,
                "message": words.say(f"bundle.left_out.{one.why}", title=one.title),
            }
            for one in made.left_out
        ],
    }
