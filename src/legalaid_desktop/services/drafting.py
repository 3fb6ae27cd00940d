"""Drafting: what a paper would say, what stops it, what is missing, and the finished files.

There is one way to a file, through ``export.clear``. A finding that blocks cannot be lifted by anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

from legalaid_desktop.documents.manifest import Manifest
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.draft import ROLES, DraftState
from legalaid_desktop.domain.draft import Draft as StoredDraft
from legalaid_desktop.domain.draft_merge import Change
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.errors import WrongUse
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.services.draft_address import address_of
from legalaid_desktop.services.draft_desk import Desk, Sheet
from legalaid_desktop.services.draft_history import DraftHistory
from legalaid_desktop.services.draft_keeping import Keeping
from legalaid_desktop.services.draft_layouts import Layouts
from legalaid_desktop.services.draft_links import citables, links
from legalaid_desktop.services.draft_living import Living, adopted, edited
from legalaid_desktop.services.draft_pairs import kept_with, pairs_of
from legalaid_desktop.services.draft_ports import AroundPort, CasesPort, DraftsPort
from legalaid_desktop.services.draft_reasons import reasons_of as reason_lines
from legalaid_desktop.services.draft_results import (
    Asked,
    CatalogueRow,
    DraftReport,
    MadeDocument,
    MadeFile,
    Preview,
    made_json,
    report_json,
)
from legalaid_desktop.services.draft_steps import (
    asked_of,
    fits,
    formats_of,
    pass_checks,
    reasons_of,
    row_of,
    with_reasons,
)
from legalaid_desktop.services.export import FORMATS, write_files

__all__ = [
    "FORMATS", "Asked", "CatalogueRow", "DraftReport", "Drafting", "MadeDocument", "MadeFile", "Preview", "made_json",
    "report_json",
]  # fmt: skip

_STEM: Final = re.compile(r"^[^\x00-\x1f/\\:*?\"<>|.][^\x00-\x1f/\\:*?\"<>|]{0,119}$")


class Drafting:
    """Drafts of the cases of one open vault."""

    def __init__(
        self,
        *,
        cases: CasesPort,
        drafts: DraftsPort,
        clock: Clock,
        desk: Desk,
        around: AroundPort | None = None,
        role: Callable[[], str] | None = None,
    ) -> None:
        self.drafts = self._drafts = drafts
        self._desk = desk
        self.history = DraftHistory(drafts, clock)
        self._living = Living(self.history)
        self._role = role or (lambda: ROLES[0])
        self._layouts = Layouts(cases, drafts, self.history, desk, around)
        self.keeping = Keeping(drafts, self.history, self._living, clock, self._role)

    @property
    def desk(self) -> Desk:
        """What every draft is made with."""
        return self._desk

    # --- what there is

    def catalogue(self) -> tuple[CatalogueRow, ...]:
        """The papers that this version can make."""
        return tuple(row_of(template) for template in self._desk.catalog)

    def edition(self, document: str) -> str:
        """What drafts of a paper are made with now. Raises NoTemplate."""
        return self._desk.catalog.template(document).edition

    def manifest(self, document: str) -> Manifest:
        """Raises NoTemplate."""
        return self._desk.catalog.template(document).manifest

    # --- looking

    def check(
        self,
        ref: str,
        document: str,
        *,
        language: str | None = None,
        as_of: dt.date,
        overrides: Mapping[str, str] | None = None,
    ) -> DraftReport:
        """What would stop or worry. Raises NotFound, NoTemplate, WrongUse."""
        lifted = reasons_of(overrides)
        record, sheet = self._layouts.sheet(ref, document, language, as_of)
        return DraftReport(
            case=record.info.ref,
            document=sheet.draft.document,
            language=sheet.draft.language,
            findings=with_reasons(sheet.findings(), lifted),
        )

    def questions(self, ref: str, document: str, *, language: str | None = None, as_of: dt.date) -> tuple[Asked, ...]:
        """What is asked for this paper: only what the case does not know, those that stop the clock first."""
        _, sheet = self._layouts.sheet(ref, document, language, as_of)
        return asked_of(sheet)

    def preview(
        self,
        ref: str,
        document: str,
        *,
        language: str | None = None,
        as_of: dt.date,
        edits: Mapping[str, str] | None = None,
        answers: Mapping[str, object] | None = None,
        overrides: Mapping[str, str] | None = None,
    ) -> Preview:
        """The pages as they would be, with kept answers and edits under those given here."""
        lifted = reasons_of(overrides)
        record, sheet = self._layouts.sheet(ref, document, language, as_of, edits=edits, answers=answers)
        pdf = write_pdf(sheet.draft.blocks, title=sheet.draft.title, language=sheet.draft.language)
        kept = self._drafts.latest(ref, sheet.draft.document, sheet.draft.language)
        manifest = sheet.template.manifest
        findings = with_reasons(sheet.findings(), lifted)
        return Preview(
            case=record.info.ref,
            document=sheet.draft.document,
            language=sheet.draft.language,
            title=manifest.title,
            draft=kept.id if kept is not None else None,
            pdf=pdf.data,
            pages=pdf.pages,
            blocks=sheet.draft.blocks,
            places=pdf.places,
            edits=sheet.context.edits,
            questions=asked_of(sheet),
            gaps=sheet.draft.gaps,
            annexes=sheet.draft.annexes,
            findings=findings,
            sections=sheet.draft.printed,
            changes=self._living.changes(kept, sheet) if kept is not None else (),
            state=kept.state if kept is not None else DraftState.DRAFTING,
            made_with=kept.template_version if kept is not None else "",
            template_version=sheet.template.edition,
            citables=citables(sheet),
            links=links(sheet),
            pairs=pairs_of(findings),
            reasons=reason_lines(sheet, record),
            address=address_of(sheet),
        )

    # --- keeping

    def begin(self, ref: str, document: str, *, language: str | None = None, as_of: dt.date) -> StoredDraft:
        """The kept draft of this paper, begun if there is none yet. Raises NotFound, NoTemplate."""
        return self._begun(ref, document, language, as_of)[0]

    def _begun(self, ref: str, document: str, language: str | None, as_of: dt.date) -> tuple[StoredDraft, Sheet]:
        """With the sheet as it stands. Own words of an older schema are tied to their paragraphs now."""
        _, sheet = self._layouts.sheet(ref, document, language, as_of)
        draft = self.keeping.kept(ref, sheet.template, sheet.draft.language, as_of)
        if not draft.versions and not self._drafts.read_only:
            old = adopted(draft, sheet)
            if old is not None:
                draft = self._drafts.keep(draft.id, edits=old[0], bases=old[1])
                _, sheet = self._layouts.sheet(ref, document, language, as_of)
            self._living.begin(draft, sheet)
            self.history.keep(draft, sheet, "begun", by=self._role())
            draft = self._drafts.get(draft.id)
        return draft, sheet

    def answer(
        self,
        ref: str,
        document: str,
        answers: Mapping[str, str | bool | None],
        *,
        language: str | None = None,
        as_of: dt.date,
    ) -> StoredDraft:
        """Keep answers; ``None`` takes one back. Raises WrongUse for a question that the template does not ask."""
        draft, sheet = self._begun(ref, document, language, as_of)
        known = {question.name: question for question in self.manifest(document).questions}
        for name, value in answers.items():
            if name not in known or not fits(known[name], value):
                raise WrongUse(what=name)
        self.keeping.before_work(draft, sheet)
        merged = {**draft.answers, **answers}
        return self._drafts.keep(draft.id, answers={k: v for k, v in merged.items() if v is not None})

    def explain(
        self,
        ref: str,
        document: str,
        pair: str,
        reason: str | None,
        *,
        language: str | None = None,
        as_of: dt.date,
    ) -> StoredDraft:
        """Keep why both sides of a contradiction are true; ``None`` takes it back. No text of the paper changes."""
        draft, _ = self._begun(ref, document, language, as_of)
        return self._drafts.keep(draft.id, answers=kept_with(draft.answers, pair, (reason or "").strip() or None))

    def edit(
        self,
        ref: str,
        document: str,
        block: str,
        text: str | None,
        *,
        language: str | None = None,
        as_of: dt.date,
    ) -> StoredDraft:
        """Write over one paragraph, named by the key of its block; ``None`` goes back to the program's text. It
        stays with its paragraph wherever that goes. Text that was approved or filed begins a new version."""
        draft, sheet = self._begun(ref, document, language, as_of)
        if draft.frozen:
            draft, sheet = self.thaw(ref, document, language=language, as_of=as_of)
        self.keeping.before_work(draft, sheet)
        edits, bases = edited(draft, sheet, block, text)
        return self._drafts.keep(draft.id, edits=edits, bases=bases)

    def thaw(
        self, ref: str, document: str, *, language: str | None = None, as_of: dt.date
    ) -> tuple[StoredDraft, Sheet]:
        """Begin a new version of a paper whose text is fixed; the fixed one stays in the history."""
        draft, sheet = self._begun(ref, document, language, as_of)
        if draft.frozen:
            self._drafts.set_state(draft.id, DraftState.DRAFTING)
            return self._begun(ref, document, language, as_of)
        return draft, sheet

    def sheet(
        self, ref: str, document: str, *, language: str | None = None, as_of: dt.date
    ) -> tuple[StoredDraft, Sheet]:
        """The kept draft with its paper as it stands now."""
        return self._begun(ref, document, language, as_of)

    def changes(self, ref: str, document: str, *, language: str | None = None, as_of: dt.date) -> tuple[Change, ...]:
        """What would change since a person last looked through this paper."""
        return self._living.changes(*self._begun(ref, document, language, as_of))

    def follow(
        self, ref: str, document: str, known: Collection[str], *, language: str | None = None, as_of: dt.date
    ) -> StoredDraft:
        """Take what has come into the paper since ``known`` (ids of changes), where no own words stand: what a person
        wrote to the case from this very page need not be shown to them as news."""
        draft, sheet = self._begun(ref, document, language, as_of)
        if draft.frozen:
            return draft
        fresh = [one.id for one in self._living.changes(draft, sheet) if one.id not in known and not one.kind.own]
        if not fresh:
            return draft
        edits, bases = self._living.decide(draft, sheet, fresh, taken=True)
        return self._drafts.keep(draft.id, edits=edits, bases=bases)

    def decide(
        self,
        ref: str,
        document: str,
        changes: Sequence[str],
        *,
        taken: bool,
        language: str | None = None,
        as_of: dt.date,
    ) -> StoredDraft:
        """Take changes, or leave the paper as it reads, by their ids. A version is kept before own words go. Raises
        NotFound when one of them is no change any more."""
        draft, sheet = self._begun(ref, document, language, as_of)
        if draft.frozen:
            draft, sheet = self.thaw(ref, document, language=language, as_of=as_of)
        if taken:
            self.history.keep(draft, sheet, "taken", by=self._role())
        edits, bases = self._living.decide(draft, sheet, changes, taken=taken)
        version = None if self._living.changes(draft, sheet) else sheet.template.edition
        return self._drafts.keep(draft.id, edits=edits, bases=bases, template_version=version)

    def restore(self, ref: str, document: str, n: int, *, language: str | None = None, as_of: dt.date) -> StoredDraft:
        """Go on from an earlier version: its answers and own words. What is there now is kept before."""
        draft, sheet = self._begun(ref, document, language, as_of)
        text = self.history.text(draft.id, n)
        self.history.keep(draft, sheet, "restored", by=self._role())
        if draft.frozen:
            self._drafts.set_state(draft.id, DraftState.DRAFTING)
        answers = {**text.answers, **{k: v for k, v in draft.answers.items() if k.startswith("=")}}
        return self._drafts.keep(draft.id, answers=answers, edits=text.edits, bases=text.bases)

    # --- making

    def make(
        self,
        ref: str,
        document: str,
        *,
        language: str | None = None,
        formats: Sequence[str] = FORMATS,
        out: Path,
        as_of: dt.date,
        overrides: Mapping[str, str] | None = None,
        stem: str | None = None,
    ) -> MadeDocument:
        """Draft, check and export. A paper that a check stops comes back with ``blocked`` and no files.

        Writes both files or none, never over anything; makes ``out`` but not its parents. The draft, the reasons for
        what was lifted and the export are kept in the case. Raises NotFound, NoTemplate, WrongUse,
        DestinationNotWritable, DestinationExists, DiskFull.
        """
        lifted = reasons_of(overrides)
        wanted = formats_of(formats)
        if stem is not None and not _STEM.match(stem):
            raise WrongUse(what="name")
        record, sheet = self._layouts.sheet(ref, document, language, as_of)

        def result(findings: tuple[Finding, ...], files: tuple[MadeFile, ...]) -> MadeDocument:
            return MadeDocument(
                case=record.info.ref,
                document=sheet.draft.document,
                language=sheet.draft.language,
                findings=findings,
                annexes=sheet.draft.annexes,
                files=files,
            )

        names = tuple(f"{stem or 'document'}.{format}" for format in wanted)
        found, cleared = pass_checks(sheet, wanted, lifted, names)
        if cleared is None:
            return result(found, ())
        files, undo = write_files(cleared, wanted, out, as_of, stem)
        try:
            self.keeping.remember(ref, cleared, files, lifted, as_of)
        except BaseException:
            undo()
            raise
        return result(found, files)

    def looked(
        self, ref: str, document: str, *, language: str | None = None, as_of: dt.date
    ) -> tuple[CaseRecord, Sheet]:
        """The paper as it stands, nothing begun and nothing kept. Raises NotFound, NoTemplate."""
        return self._layouts.sheet(ref, document, language, as_of)
