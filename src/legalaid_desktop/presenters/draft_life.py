"""The life of a paper beside its pages: its state, what would change, and its kept versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from legalaid_desktop.domain.draft import TOO_EARLY, DraftState, DraftVersion, Filing
from legalaid_desktop.domain.draft_merge import Change
from legalaid_desktop.domain.text_compare import Piece, word_marks
from legalaid_desktop.errors import BlockedByChecks, LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import day_words, moment_words
from legalaid_desktop.presenters.draft_look import as_of_of
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One paragraph that would read otherwise. ``said`` names what happened; ``pieces`` mark the words; ``mine`` are
    the own words that stand meanwhile."""

    id: str
    section: str
    said: str
    own: bool
    pieces: tuple[Piece, ...]
    mine: str


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    n: int
    title: str
    second: str


class OpenCheck(NamedTuple):
    """A finding that stops: its id and its sentence. ``until``: a paper filed on that day or before does not meet with
    it."""

    check: str
    text: str
    until: dt.date | None


@dataclass(frozen=True, kw_only=True)
class LifeLook:
    """``ends``: how many deadlines filing would mark as done; ``evidence``: pairs of id and title for the receipt;
    ``open``: what has come up since the approval; ``made_on``: day of the decision that the paper fights."""

    state: DraftState
    told: str
    steps: tuple[DraftState, ...]
    ends: int
    evidence: tuple[tuple[str, str], ...]
    changes: tuple[ChangeLine, ...]
    versions: tuple[VersionLine, ...]
    newer_template: bool
    receipt_missing: bool
    today: dt.date
    open: tuple[OpenCheck, ...] = ()
    made_on: dt.date | None = None

    def too_early(self, day: dt.date) -> bool:
        """Whether nothing can have been filed on that day yet."""
        return self.made_on is not None and day < self.made_on

    def needs(self, day: dt.date) -> tuple[str, ...]:
        """Checks for which filing on that day needs a reason."""
        found = {one.check for one in self.come_up(day)} | ({TOO_EARLY} if self.too_early(day) else set())
        return tuple(sorted(found))

    def come_up(self, day: dt.date) -> tuple[OpenCheck, ...]:
        """What a paper filed on that day meets with."""
        return tuple(one for one in self.open if one.until is None or day > one.until)

    @property
    def fixed(self) -> bool:
        return self.state in (DraftState.APPROVED, DraftState.FILED)


@dataclass(frozen=True, kw_only=True)
class ComparedLine:
    section: str
    pieces: tuple[Piece, ...]
    changed: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    title: str
    before: int
    after: int
    lines: tuple[ComparedLine, ...]


class LifeView(Protocol):
    def show_life(self, look: LifeLook) -> None: ...

    def show_comparison(self, comparison: Comparison) -> None: ...

    def life_changed(self, text: str) -> None: ...

    def tell_new_version(self, text: str) -> None: ...

    def show_life_failure(self, text: str) -> None: ...

    def show_stopped(self, text: str) -> None:
        """Checks stop the paper: they are to be shown."""

    def comparison_written(self, path: str) -> None: ...


class LifePresenter:
    """Works beside :class:`DraftPresenter` for the paper that it shows."""

    def __init__(self, view: LifeView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks, self._words, self._clock = view, tasks, words, clock
        self._paper: tuple[str, str, str] | None = None
        self._moved = False
        self.look: LifeLook | None = None

    def show(self, ref: str, document: str, language: str) -> None:
        """Read the paper's life anew."""
        if self._paper != (ref, document, language):
            self._paper, self.look = (ref, document, language), None
        words, today = self._words(), self._clock.today()
        self._tasks.ask(
            lambda b: read_life(b, ref, document, language, today, words),
            done=self._shown,
            failed=self._failed,
            latest="life",
        )

    def _shown(self, look: LifeLook) -> None:
        before, self.look = self.look, look
        self._view.show_life(look)
        thawed = before is not None and before.fixed and not look.fixed
        if thawed and not self._moved:
            self._view.tell_new_version(self._words().say("draft.life.new_version"))
        self._moved = False

    def decide(self, ids: Sequence[str], *, taken: bool) -> None:
        """Take the program's text for these changes, or leave the paper as it reads."""
        if not ids:
            return

        def work(briefcase: Briefcase, ref: str, document: str, language: str, as_of: dt.date) -> None:
            briefcase.drafting.decide(ref, document, ids, taken=taken, language=language, as_of=as_of)

        self._do(work, "draft.life.taken" if taken else "draft.life.left")

    def move(
        self, to: DraftState, by: str, filing: Filing | None = None, reasons: Mapping[str, str] | None = None
    ) -> None:
        """``reasons``: check → why it is lifted, or why the paper was filed all the same."""

        def work(briefcase: Briefcase, ref: str, document: str, language: str, as_of: dt.date) -> None:
            briefcase.draft_review.move(
                ref, document, to, by=by, filing=filing, overrides=reasons, language=language, as_of=as_of
            )

        self._moved = True
        self._do(work, f"draft.life.moved.{to.value}")

    def add_receipt(self, receipt: str) -> None:
        def work(briefcase: Briefcase, ref: str, document: str, language: str, as_of: dt.date) -> None:
            briefcase.draft_review.add_receipt(ref, document, receipt, language=language, as_of=as_of)

        self._do(work, "draft.life.receipt_added")

    def restore(self, n: int) -> None:
        """Go on from an earlier version."""

        def work(briefcase: Briefcase, ref: str, document: str, language: str, as_of: dt.date) -> None:
            briefcase.drafting.restore(ref, document, n, language=language, as_of=as_of)

        self._do(work, "draft.life.restored")

    def _do(self, work: Callable[[Briefcase, str, str, str, dt.date], None], said: str) -> None:
        if self._paper is None:
            return
        ref, document, language = self._paper
        today = self._clock.today()

        def asked(briefcase: Briefcase) -> None:
            as_of, _ = as_of_of(briefcase.cases.record(ref), today)
            work(briefcase, ref, document, language, as_of)

        self._tasks.ask(asked, done=lambda _: self._view.life_changed(self._words().say(said)), failed=self._failed)

    def compare(self, before: int, after: int) -> None:
        """Show two versions beside each other; ``0`` is the draft now."""
        if self._paper is None:
            return
        ref, document, language = self._paper
        words, today = self._words(), self._clock.today()
        self._tasks.ask(
            lambda b: read_comparison(b, ref, document, language, before, after, today, words),
            done=self._view.show_comparison,
            failed=self._failed,
            latest="compare",
        )

    def write_comparison(self, before: int, after: int, out: Path) -> None:
        if self._paper is None:
            return
        ref, document, language = self._paper
        words, today = self._words(), self._clock.today()

        def work(briefcase: Briefcase) -> str:
            as_of, _ = as_of_of(briefcase.cases.record(ref), today)
            made = briefcase.draft_comparison.write(
                ref, document, before, after, out=out, words=words, language=language, as_of=as_of
            )
            return str(made.path.absolute())

        self._tasks.ask(work, done=self._view.comparison_written, failed=self._failed)

    def _failed(self, error: LegalAidError) -> None:
        text = error_words(error, self._words())
        self._view.show_stopped(text) if isinstance(error, BlockedByChecks) else self._view.show_life_failure(text)


def read_life(briefcase: Briefcase, ref: str, document: str, language: str, today: dt.date, words: Wording) -> LifeLook:
    """Runs on the vault's lane. Raises NotFound, NoTemplate."""
    from legalaid_desktop.services.draft_review import last_day_of
    from legalaid_desktop.services.finding_words import finding_text

    record = briefcase.cases.record(ref)
    as_of, _ = as_of_of(record, today)
    standing = briefcase.draft_review.standing(ref, document, language=language, as_of=as_of)
    manifest = briefcase.drafting.manifest(document)
    sections = {one.id: one.title.get(words.lang) or one.title["ru"] for one in manifest.sections}
    changes = briefcase.drafting.changes(ref, document, language=language, as_of=as_of)
    filed = standing.filed
    told = words.say(f"draft.life.told.{standing.state.value}")
    if filed is not None:
        told = words.say(
            "draft.life.filed_told",
            day=day_words(filed.on, words, weekday=False),
            how=words.say(f"draft.life.how.{filed.how}"),
        )
    return LifeLook(
        state=standing.state,
        told=told,
        steps=standing.steps,
        ends=len(standing.deadlines),
        evidence=tuple((str(one.id), one.title or str(one.id)) for one in record.evidence or ()),
        changes=tuple(_change_line(change, sections, words) for change in changes),
        versions=tuple(_version_line(version, words) for version in standing.versions),
        newer_template=standing.draft.template_version != briefcase.drafting.edition(document),
        receipt_missing=filed is not None and filed.receipt is None,
        today=as_of,
        # Of a paper in review the checks themselves are beside it, each with its own reason.
        open=tuple(OpenCheck(one.id, finding_text(one, words.lang), last_day_of(one)) for one in standing.open)
        if standing.state is DraftState.APPROVED
        else (),
        made_on=standing.made_on,
    )


def _change_line(change: Change, sections: dict[str, str], words: Wording) -> ChangeLine:
    return ChangeLine(
        id=change.id,
        section=sections.get(change.section, ""),
        said=words.say(f"draft.life.change.{change.kind.value}"),
        own=change.kind.own,
        pieces=word_marks(change.before or "", change.now or ""),
        mine=change.mine or "",
    )


def _version_line(version: DraftVersion, words: Wording) -> VersionLine:
    cause = words.say(f"draft.life.cause.{version.cause}")
    state = words.say(f"draft.life.version.{version.state.value}") if version.state.value != "drafting" else ""
    return VersionLine(
        n=version.n,
        title=words.say("draft.life.version_title", n=version.n, when=moment_words(version.at, words)),
        second=" · ".join(part for part in (state, cause, words.say(f"draft.life.role.{version.by_role}")) if part),
    )


def read_comparison(
    briefcase: Briefcase,
    ref: str,
    document: str,
    language: str,
    before: int,
    after: int,
    today: dt.date,
    words: Wording,
) -> Comparison:
    """Runs on the vault's lane. Raises NotFound, DatabaseDamaged."""
    as_of, _ = as_of_of(briefcase.cases.record(ref), today)
    manifest = briefcase.drafting.manifest(document)
    sections = {one.id: one.title.get(words.lang) or one.title["ru"] for one in manifest.sections}
    found = briefcase.draft_comparison.compare(ref, document, before, after, language=language, as_of=as_of)

    def name(n: int) -> str:
        return words.say("draft.life.version_n", n=n) if n else words.say("draft.life.version_now")

    return Comparison(
        title=words.say("draft.life.compared", before=name(before), after=name(after)),
        before=before,
        after=after,
        lines=tuple(
            ComparedLine(section=sections.get(one.section, ""), pieces=one.pieces, changed=one.changed) for one in found
        ),
    )
