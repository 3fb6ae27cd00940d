"""What a draft rests on, in the window: contradictions side by side, reasons with their answers, what to look at before
export. Answers to reasons are written to the decision of the case: one fact, one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.draft_look import DraftLook, as_of_of
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

_CITED_HERE: Final = re.compile(r"\{(annex|fact):\s*([^{}]*)\}\)?$")


def cite_in(text: str, at: int, notation: str) -> tuple[str, int]:
    """The text with a citation put in at a place, and where the cursor stands after it: in brackets before the end of
    the sentence, or into the citation that stands there already, so that «приложения 4 и 5» print as one."""
    lead, rest = text[:at], text[at:]
    kind, _, ref = notation.strip("{}").partition(":")
    while lead and lead[-1].isspace() and not rest.strip():
        lead, rest = lead[:-1], lead[-1] + rest
    if lead and lead[-1] in ".!?…":
        lead, rest = lead[:-1], lead[-1] + rest
    there = _CITED_HERE.search(lead)
    if there is not None and there[1] == kind:
        end = there.end(2)
        joined = f"{lead[:end]}, {ref}{lead[end:]}"
        return joined + rest, len(joined)
    inside = lead.count("(") > lead.count(")")
    space = "" if not lead or lead[-1].isspace() or lead[-1] in "(«" else " "
    put = f"{lead}{space}{notation}" if inside else f"{lead}{space}({notation})"
    return put + rest, len(put)


class EvidenceView(Protocol):
    def evidence_kept(self) -> None: ...

    def show_evidence_failure(self, text: str) -> None: ...


class EvidencePresenter:
    """Explanations of pairs, answers to reasons and what they rest on, kept as they are typed."""

    def __init__(self, view: EvidenceView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks, self._words, self._clock = view, tasks, words, clock
        self.look: DraftLook | None = None
        self._typed: dict[tuple[str, int], str] = {}
        self._known: frozenset[str] | None = None
        """What had changed in the paper before the first answer that it does not follow yet; none: it follows."""

    def show(self, look: DraftLook) -> None:
        if self.look is not None and (look.ref, look.document) != (self.look.ref, self.look.document):
            self._known = None
        self.look = look

    # --- contradictions

    def explain(self, pair: str, reason: str) -> None:
        """Why both sides are true; an empty reason takes it back."""
        look = self.look
        if look is None:
            return
        ref, document, language, today = look.ref, look.document, look.language, self._clock.today()

        def work(briefcase: Briefcase) -> None:
            as_of, _ = as_of_of(briefcase.cases.record(ref), today)
            briefcase.drafting.explain(ref, document, pair, reason or None, language=language, as_of=as_of)

        self._tasks.ask(work, done=lambda _: self._view.evidence_kept(), failed=self._failed)

    # --- reasons

    def typed(self, decision: str, place: int, text: str) -> None:
        """An answer as it stands in its field; kept with the next :meth:`keep`."""
        self._typed[decision, place] = text

    @property
    def dirty(self) -> bool:
        return bool(self._typed)

    def keep(self, *, tell: bool = True) -> None:
        """Write what is typed to the decision of the case."""
        look = self.look
        if look is None or not (self._typed or (tell and self._known is not None)):
            return
        answers, self._typed = self._typed, {}

        def write(briefcase: Briefcase) -> None:
            from legalaid_desktop.services.draft_reasons import answered

            for (decision, place), text in answers.items():
                briefcase.cases.save(look.ref, answered(briefcase.cases.record(look.ref), decision, place, text))

        def work(briefcase: Briefcase) -> None:
            self._written(briefcase, look, write, follow=tell)

        def failed(error: LegalAidError) -> None:
            self._typed = {**answers, **self._typed}
            self._failed(error)

        self._tasks.ask(work, done=lambda _: self._view.evidence_kept() if tell else None, failed=failed)

    def rest_on(self, decision: str, place: int, kind: str, key: str, *, on: bool) -> None:
        """Put a fact, a piece of evidence or a source under an answer, or take it away."""
        look = self.look
        if look is None:
            return
        self.keep(tell=False)

        def write(briefcase: Briefcase) -> None:
            from legalaid_desktop.services.draft_reasons import Ground, resting

            record = briefcase.cases.record(look.ref)
            changed = resting(record, decision, place, Ground(kind=kind, key=key, title=""), on=on)
            briefcase.cases.save(look.ref, changed)

        def work(briefcase: Briefcase) -> None:
            self._written(briefcase, look, write, follow=True)

        self._tasks.ask(work, done=lambda _: self._view.evidence_kept(), failed=self._failed)

    def _written(
        self, briefcase: Briefcase, look: DraftLook, write: Callable[[Briefcase], None], *, follow: bool
    ) -> None:
        """On the vault's lane: write to the case; then this paper follows it, as its writer has seen what changed."""
        as_of, _ = as_of_of(briefcase.cases.record(look.ref), self._clock.today())
        drafting, known = briefcase.drafting, self._known
        if known is None:
            changes = drafting.changes(look.ref, look.document, language=look.language, as_of=as_of)
            known = frozenset(one.id for one in changes)
        self._known = known
        write(briefcase)
        if follow:
            drafting.follow(look.ref, look.document, known, language=look.language, as_of=as_of)
            self._known = None

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_evidence_failure(error_words(error, self._words()))
