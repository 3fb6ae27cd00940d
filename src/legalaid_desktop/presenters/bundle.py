"""One PDF of several papers with their annexes: asked for on the drafts tab, made on the lane, told at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.draft import lifted_key, texts_of
from legalaid_desktop.presenters.draft_look import as_of_of
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Cancellable, LongTasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.bundling import MadeBundle


class BundleView(Protocol):
    def show_bundle_work(self, works: bool) -> None: ...

    def show_bundle_stand(self, done: int, total: int) -> None: ...

    def show_bundle_result(self, lines: Sequence[str], role: str) -> None:
        """What came of it, the first line the most important; ``role`` as of a text."""


def bundle_name(clock: Clock) -> str:
    """A file name that says neither office nor client."""
    return f"documents-{clock.today():%Y-%m-%d}.pdf"


class BundlePresenter:
    def __init__(self, view: BundleView, tasks: LongTasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks, self._words, self._clock = view, tasks, words, clock
        self._ticket: Cancellable | None = None

    def make(self, ref: str, documents: Sequence[str], out: Path | None) -> None:
        """Put ``documents`` into the new file ``out``, with the reasons given on the pages of their drafts."""
        problem = "bundle.none_chosen" if not documents else "bundle.no_place" if out is None else ""
        if problem or out is None:
            self._view.show_bundle_result([self._words().say(problem)], "harm")
            return
        if self._ticket is not None:
            return
        ticket = self._ticket = self._tasks.ticket(self._view.show_bundle_stand)
        today, wanted = self._clock.today(), tuple(documents)

        def work(briefcase: Briefcase) -> MadeBundle:
            as_of, _ = as_of_of(briefcase.cases.record(ref), today)
            reasons: dict[str, str] = {}
            for document in wanted:
                reasons |= texts_of(briefcase.notes.unsaved(lifted_key(ref, document)))
            return briefcase.bundling.make(ref, wanted, out=out, as_of=as_of, overrides=reasons, step=ticket.watch)

        self._view.show_bundle_result([], "")
        self._view.show_bundle_work(True)
        self._tasks.ask(work, done=self._made, failed=self._failed)

    def cancel(self) -> None:
        """Stop; nothing is left on the disk."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
            self._view.show_bundle_work(False)
            self._view.show_bundle_result([self._words().say("bundle.cancelled")], "hint")

    def _made(self, made: MadeBundle) -> None:
        self._ticket = None
        self._view.show_bundle_work(False)
        words = self._words()
        if made.blocked:
            titles = [
                f"{paper.title}: {', '.join(sorted({one.id for one in paper.findings if one.stops}))}"
                for paper in made.papers
                if any(one.stops for one in paper.findings)
            ]
            self._view.show_bundle_result([words.say("bundle.blocked"), *titles], "harm")
            return
        lines = [words.say("bundle.done", path=str(made.files[0].path), n=made.files[0].pages or 0)]
        for one in made.annexes:
            name = words.say("bundle.annex_line", number=one.annex.number, title=one.annex.title)
            if one.problem:
                lines.append(f"{name}: {words.say(f'bundle.problem.{one.problem}')}")
            elif one.other_count:
                listed, found = str(one.annex.pages), str(one.pages)
                lines.append(f"{name}: {words.say('bundle.other_count', listed=listed, found=found)}")
        lines += [words.say(f"bundle.left_out.{left.why}", title=left.title) for left in made.left_out]
        self._view.show_bundle_result(lines, "done")

    def _failed(self, error: LegalAidError) -> None:
        self._ticket = None
        self._view.show_bundle_work(False)
        self._view.show_bundle_result([error_words(error, self._words())], "harm")
