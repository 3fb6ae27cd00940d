"""The case page: loads the case, takes records out and puts them back, marks clocks, takes files in and out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_data import CaseData, Paper, gather_case, gather_papers
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.domain.deadline import DeadlineRow
    from legalaid_desktop.services.briefcase import Briefcase


class CaseView(Protocol):
    def show_case(self, data: CaseData) -> None: ...

    def show_failure(self, text: str) -> None: ...

    def case_gone(self, text: str) -> None: ...

    def say_done(self, text: str, undo: Callable[[], None] | None) -> None: ...

    def tell_changed(self, kind: str) -> None: ...

    def evidence_opened(self, key: str, content: bytes) -> None: ...

    def evidence_added(self, keys: Sequence[str]) -> None: ...


class CasePresenter:
    def __init__(self, view: CaseView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks, self._words, self._clock = view, tasks, words, clock
        self.ref = ""
        self.data: CaseData | None = None
        self._papers: tuple[Paper, ...] = ()

    def load(self, ref: str) -> None:
        """Show a case; what was shown of another one goes at once."""
        if ref != self.ref:
            self.data = None
        self.ref = ref
        today = self._clock.today()
        self._tasks.ask(lambda b: gather_case(b, ref, today), done=self._loaded, failed=self._gone, latest="case")

    def refresh(self) -> None:
        if self.ref:
            self.load(self.ref)

    def _loaded(self, data: CaseData) -> None:
        self.ref = data.ref
        self.data = dataclasses.replace(data, papers=self._papers)
        self._view.show_case(self.data)
        if not self._papers:
            self._tasks.ask(gather_papers, done=self._papers_read, failed=self._failed, latest="papers")

    def _papers_read(self, papers: tuple[Paper, ...]) -> None:
        self._papers = papers
        if self.data is not None:
            self.data = dataclasses.replace(self.data, papers=papers)
            self._view.show_case(self.data)

    # --- out and back

    def remove(self, kind: str, key: str) -> None:
        """Put a record into the bin; nothing is asked, it can be put back."""
        ref = self.ref
        place: str | int = 0 if kind == "extradition" else int(key) if key.isdecimal() else key

        def done(removed: Any) -> None:
            self._view.say_done(self._words().say("case.removed"), lambda: self._restore(removed))
            self._changed(kind)

        self._tasks.ask(lambda b: b.cases.bin.remove(ref, kind, place), done=done, failed=self._failed)

    def _restore(self, removed: Any) -> None:
        self._tasks.ask(
            lambda b: b.cases.bin.restore(removed), done=lambda _: self._changed(removed.kind), failed=self._failed
        )

    def remove_case(self) -> None:
        ref = self.ref

        def done(removed: Any) -> None:
            self._view.case_gone(self._words().say("case.case_removed", ref=ref))
            self._view.say_done(self._words().say("case.case_removed", ref=ref), lambda: self._restore(removed))
            self._view.tell_changed("case")

        self._tasks.ask(lambda b: b.cases.bin.remove(ref, "case", ref), done=done, failed=self._failed)

    def remove_draft(self, draft: str) -> None:
        def done(_: None) -> None:
            self._view.say_done(self._words().say("case.removed"), lambda: self._restore_draft(draft))
            self._changed("draft")

        self._tasks.ask(lambda b: b.drafts.remove(draft), done=done, failed=self._failed)

    def _restore_draft(self, draft: str) -> None:
        self._tasks.ask(lambda b: b.drafts.restore(draft), done=lambda _: self._changed("draft"), failed=self._failed)

    def set_title(self, title: str) -> None:
        ref = self.ref
        if self.data is None or (self.data.record.meta.title or "") == title.strip():
            return
        meta = dataclasses.replace(self.data.record.meta, title=title.strip() or None)
        self._tasks.ask(lambda b: b.cases.save(ref, meta), done=lambda _: self._changed("case"), failed=self._failed)

    def set_stage(self, stage: str) -> None:
        """Open or close the case, with a way back."""
        ref, before = self.ref, self.data.record.stage if self.data else None

        def put(value: str | None, undo: bool) -> None:
            def done(_: Any) -> None:
                if undo:
                    self._view.say_done(self._words().say(f"case.stage_set.{stage}"), lambda: put(before, False))
                self._changed("case")

            self._tasks.ask(lambda b: b.cases.set_stage(ref, value), done=done, failed=self._failed)

        put(stage, True)

    # --- clocks

    def clock(self, key: str) -> DeadlineRow | None:
        """A clock of the page by its id."""
        clocks = (*self.data.clocks, *self.data.further) if self.data else ()
        return next((row for row in clocks if row.id == key), None)

    def mark(self, key: str, state: str | None) -> None:
        """Filed, missed, or neither; undo puts back what was there."""
        ref, today = self.ref, self.data.today if self.data else self._clock.today()
        row = self.clock(key)
        before = row.status.value if row is not None and row.status.value in ("done", "missed") else None

        def done(_: None) -> None:
            said = self._words().say(f"case.marked.{state or 'open'}")
            self._view.say_done(said, lambda: self._mark_back(ref, key, before, today))
            self._changed("deadline")

        self._tasks.ask(lambda b: b.deadlines.mark(ref, key, state, today), done=done, failed=self._failed)

    def _mark_back(self, ref: str, key: str, state: str | None, today: date) -> None:
        self._tasks.ask(
            lambda b: b.deadlines.mark(ref, key, state, today),
            done=lambda _: self._changed("deadline"),
            failed=self._failed,
        )

    # --- notes

    def add_note(self, text: str, *, confidential: bool, unsaved_key: str) -> None:
        ref = self.ref
        if not text.strip():
            return
        self._tasks.ask(
            lambda b: b.notes.record(ref, text, confidential=confidential, unsaved_key=unsaved_key),
            done=lambda note: self._note_added(str(note.id)),
            failed=self._failed,
        )

    def _note_added(self, key: str) -> None:
        self._view.say_done(self._words().say("case.note_saved"), lambda: self._unsay_note(key))
        self._changed("note")

    def _unsay_note(self, key: str) -> None:
        ref = self.ref
        self._tasks.ask(
            lambda b: b.cases.bin.remove(ref, "note", key), done=lambda _: self._changed("note"), failed=self._failed
        )

    def revise_note(self, key: str, text: str, confidential: bool | None = None) -> None:
        """Write a note's text; what it said before is kept in the vault."""
        ref = self.ref

        def work(briefcase: Briefcase) -> None:
            if text.strip():
                briefcase.notes.revise(ref, key, text)
            if confidential is not None:
                note = next(one for one in briefcase.notes.of(ref) if one.id == key)
                if note.confidential != confidential:
                    briefcase.cases.save(ref, dataclasses.replace(note, confidential=confidential))

        self._tasks.ask(work, done=lambda _: self._changed("note"), failed=self._failed)

    # --- evidence

    def add_evidence(self, paths: Sequence[Path]) -> None:
        """Take files in, one after another; what was taken in before a failure stays."""
        ref = self.ref
        keys: list[str] = []

        def done(added: Any) -> None:
            keys.append(str(added.id))
            if len(keys) == len(paths):
                self._view.say_done(self._words().say("case.evidence_added", n=len(keys)), lambda: self._take_out(keys))
                self._view.evidence_added(tuple(keys))
            self._changed("evidence")

        for path in paths:
            self._tasks.ask(
                lambda b, path=path: b.evidence.add(ref, path, title=path.stem),  # type: ignore[misc]
                done=done,
                failed=self._failed,
            )

    def add_pasted(self, content: bytes, title: str) -> None:
        """Take in a picture from the clipboard, by its bytes."""
        ref = self.ref

        def done(added: Any) -> None:
            key = str(added.id)
            self._view.say_done(self._words().say("case.evidence_added", n=1), lambda: self._take_out((key,)))
            self._changed("evidence")

        self._tasks.ask(
            lambda b: b.evidence.add_bytes(ref, content, title=title, file="picture.png"),
            done=done,
            failed=self._failed,
        )

    def _take_out(self, keys: Sequence[str]) -> None:
        ref = self.ref
        for key in keys:
            self._tasks.ask(
                lambda b, key=key: b.cases.bin.remove(ref, "evidence", key),  # type: ignore[misc]
                done=lambda _: self._changed("evidence"),
                failed=self._failed,
            )

    def attach(self, key: str, path: Path) -> None:
        """Take in the bytes of evidence that the case has already."""
        ref = self.ref

        def done(_: Any) -> None:
            self._view.say_done(self._words().say("case.evidence_added", n=1), None)
            self._changed("evidence")

        self._tasks.ask(lambda b: b.evidence.attach(ref, key, path), done=done, failed=self._failed)

    def open_evidence(self, key: str) -> None:
        ref = self.ref
        self._tasks.ask(
            lambda b: b.evidence.open_bytes(ref, key),
            done=lambda content: self._view.evidence_opened(key, content),
            failed=self._failed,
            latest="evidence",
        )

    def export_evidence(self, key: str, out: Path) -> None:
        """Write a copy to disk, in the clear. The vault notes that it went out, unless it is only read."""
        ref = self.ref

        def done(handed: Any) -> None:
            said = self._words().say("case.evidence_out", path=str(out), sha=handed.sha256[:16])
            if not handed.noted:
                said += " " + self._words().say("case.evidence_out_unnoted")
            self._view.say_done(said, None)

        self._tasks.ask(lambda b: b.evidence.get(ref, LocalId(key), out), done=done, failed=self._failed)

    # --- words

    def _changed(self, kind: str) -> None:
        self._view.tell_changed(kind)

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))

    def _gone(self, error: LegalAidError) -> None:
        self._view.case_gone(error_words(error, self._words()))
