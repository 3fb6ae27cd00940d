"""The draft page: asks what is missing, shows the very pages, keeps answers and edits, and makes the files.

Only the last request for a preview counts: while one is being made, others wait as a single one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.draft_look import DraftLook, FindingLine, as_of_of, read_draft
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.place import remember_place
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.drafting import MadeDocument


class DraftView(Protocol):
    def show_draft(self, look: DraftLook, first: bool) -> None: ...

    def show_pages(self, pages: Sequence[Any], scale: float) -> None: ...

    def show_kept(self, text: str, role: str) -> None: ...

    def show_failure(self, text: str) -> None: ...

    def draft_gone(self, text: str) -> None: ...

    def show_made(self, made: MadeDocument) -> None: ...

    def show_blocked(self, findings: Sequence[FindingLine]) -> None: ...

    def tell_changed(self) -> None: ...


def lifted_key(ref: str, document: str) -> str:
    """Where reasons for lifting are kept until the paper is made."""
    return f"draft:lifted:{ref}:{document}"


def half_key(ref: str, document: str) -> str:
    """Where text that is no answer yet is kept."""
    return f"draft:half:{ref}:{document}"


def texts_of(kept: str | None) -> dict[str, str]:
    """What was kept, by name; what another version wrote and this one cannot read is nothing."""
    try:
        found = json.loads(kept) if kept else {}
    except json.JSONDecodeError:
        return {}
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}


class DraftPresenter:
    def __init__(self, view: DraftView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks, self._words, self._clock = view, tasks, words, clock
        self.look: DraftLook | None = None
        self._ref = self._document = ""
        self._language: str | None = None
        self._lifted: dict[str, str] = {}
        self._answers: dict[str, str | bool | None] = {}
        self._edits: dict[str, str | None] = {}
        self._busy = self._again = self._stale = False
        self._first = True
        self._half: dict[str, str] = {}
        self._half_changed = False
        self.where: Callable[[], Mapping[str, Any] | None] = lambda: None
        """Where the cursor is, kept with what is typed: after a crash the program opens there."""
        self.scale = 1.0

    # --- looking

    def open(self, ref: str, document: str, language: str | None = None) -> None:
        """Show a paper of a case; its draft is begun with the first look."""
        self._ref, self._document, self._language = ref, document, language
        self.look, self._first, self._busy, self._again = None, True, False, False
        self._lifted, self._answers, self._edits = {}, {}, {}
        self._half, self._half_changed, self._stale = {}, False, False
        today = self._clock.today()

        def begin(briefcase: Briefcase) -> tuple[str | None, str | None]:
            as_of, _ = as_of_of(briefcase.cases.record(ref), today)
            briefcase.drafting.begin(ref, document, language=language, as_of=as_of)
            notes = briefcase.notes
            return notes.unsaved(lifted_key(ref, document)), notes.unsaved(half_key(ref, document))

        def begun(kept: tuple[str | None, str | None]) -> None:
            self._lifted = texts_of(kept[0])
            self._half = {**texts_of(kept[1]), **self._half}
            self.refresh()

        self._tasks.ask(begin, done=begun, failed=self._gone, latest="begin")

    def refresh(self) -> None:
        """Make the preview anew."""
        if not self._ref:
            return
        if self._busy:
            self._again = True
            return
        self._busy = True
        ref, document, language = self._ref, self._document, self._language
        today, words, lifted = self._clock.today(), self._words(), dict(self._lifted)
        self._tasks.ask(
            lambda b: read_draft(b, ref, document, language, today, lifted, words),
            done=self._looked,
            failed=self._not_looked,
            latest="preview",
        )

    def _looked(self, look: DraftLook) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self.refresh()
            return
        self.look = look
        self._language = look.language
        first, self._first = self._first, False
        self._view.show_draft(look, first)
        self.render(self.scale)

    def _not_looked(self, error: LegalAidError) -> None:
        self._busy = self._again = False
        if self.look is None:
            self._gone(error)
        else:
            self._failed(error)

    def render(self, scale: float) -> None:
        """Pictures of the pages in ``scale`` pixels a point, made beside the vault's lane."""
        self.scale = scale
        if self.look is None:
            return
        look, pdf = self.look, self.look.pdf

        def work() -> Sequence[Any]:
            from legalaid_desktop.services.page_pictures import render_pages

            return render_pages(pdf, scale=scale)

        self._tasks.aside(work, done=lambda pages: self._drawn(look, pages, scale), failed=self._failed, latest="pages")

    def _drawn(self, look: DraftLook, pages: Sequence[Any], scale: float) -> None:
        # Pages that come late may be of another case than the one that is open by now.
        if look is self.look:
            self._view.show_pages(pages, scale)

    # --- typing

    def answer(self, name: str, value: str | bool | None) -> None:
        """A question has another answer; kept with the next :meth:`keep`."""
        self._answers[name] = value

    def edit(self, block: str, text: str | None) -> None:
        """A paragraph is written over by hand; ``None`` takes the program's text back."""
        self._edits[block] = text

    def half_typed(self, name: str, text: str) -> None:
        """What stands in a field that is not an answer yet (half a date, a reason, a day of filing); empty: nothing."""
        if self._half.get(name, "") != text:
            self._half[name] = text
            self._half_changed = True

    @property
    def half(self) -> Mapping[str, str]:
        return {name: text for name, text in self._half.items() if text}

    @property
    def dirty(self) -> bool:
        return bool(self._answers or self._edits or self._half_changed)

    def keep(self, *, look: bool = True) -> None:
        """Keep answers and edits in the draft, then show what became of them; without ``look`` only keep: the lock
        does not wait for pictures."""
        if not self.dirty:
            if look and self._stale:
                self._stale = False
                self.refresh()
            return
        place = self.where()
        half = json.dumps(self.half, ensure_ascii=False) if self.half else ""
        half_changed, self._half_changed = self._half_changed, False
        answers, self._answers = self._answers, {}
        edits, self._edits = self._edits, {}
        ref, document, language, today = self._ref, self._document, self._language, self._clock.today()

        def work(briefcase: Briefcase) -> None:
            as_of, _ = as_of_of(briefcase.cases.record(ref), today)
            drafting = briefcase.drafting
            if answers:
                given = {name: value if value != "" else None for name, value in answers.items()}
                drafting.answer(ref, document, given, language=language, as_of=as_of)
            for block, text in edits.items():
                drafting.edit(ref, document, block, text, language=language, as_of=as_of)
            if half_changed:
                briefcase.notes.keep_unsaved(half_key(ref, document), half)
            if place is not None:
                remember_place(briefcase, "draft", place)

        self._view.show_kept(self._words().say("draft.keeping"), "hint")

        def not_kept(error: LegalAidError) -> None:
            self._answers = {**answers, **self._answers}
            self._edits = {**edits, **self._edits}
            self._half_changed = self._half_changed or half_changed
            self._failed(error)

        self._tasks.ask(work, done=lambda _: self._kept(), failed=not_kept)
        self._stale = not look
        if look:
            self.refresh()

    def _kept(self) -> None:
        self._view.show_kept(self._words().say("draft.kept"), "done")
        self._view.tell_changed()

    # --- lifting

    def lift(self, check: str, reason: str) -> None:
        """Give the reason for which a check is lifted; an empty one takes it back. What blocks cannot be lifted."""
        if reason.strip():
            self._lifted[check] = reason.strip()
        else:
            self._lifted.pop(check, None)
        text = json.dumps(self._lifted, ensure_ascii=False) if self._lifted else ""
        key = lifted_key(self._ref, self._document)
        self._tasks.ask(lambda b: b.notes.keep_unsaved(key, text), done=lambda _: None, failed=self._failed)
        self.refresh()

    @property
    def lifted(self) -> Mapping[str, str]:
        return dict(self._lifted)

    # --- making

    def make(self, folder: Path, formats: Sequence[str]) -> None:
        """Write the files. What stops the paper is shown, and nothing is written."""
        self.keep()
        ref, document, language, today = self._ref, self._document, self._language, self._clock.today()
        wanted = tuple(formats)
        stopping = (
            {one.id for one in self.look.findings if one.severity is Severity.OVERRIDABLE} if self.look else set()
        )
        lifted = {check: reason for check, reason in self._lifted.items() if check in stopping}

        def work(briefcase: Briefcase) -> MadeDocument:
            as_of, _ = as_of_of(briefcase.cases.record(ref), today)
            return briefcase.drafting.make(
                ref, document, language=language, formats=wanted, out=folder, as_of=as_of, overrides=lifted
            )

        self._tasks.ask(work, done=self._made, failed=self._failed)

    def _made(self, made: MadeDocument) -> None:
        if made.blocked:
            from legalaid_desktop.services.finding_words import finding_text

            lang = self._words().lang
            self._view.show_blocked(
                [
                    FindingLine(
                        id=one.id, severity=one.severity, text=finding_text(one, lang), lifted=None, target=None
                    )
                    for one in made.findings
                    if one.stops
                ]
            )
            return
        self._view.show_made(made)
        self._view.tell_changed()
        self.refresh()

    def _gone(self, error: LegalAidError) -> None:
        self._view.draft_gone(error_words(error, self._words()))

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))
