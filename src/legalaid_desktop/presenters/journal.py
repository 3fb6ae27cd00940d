"""The journal: the last hour's changes and the way back, what was done before, its mark, and how long it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from legalaid_desktop.errors import LegalAidError, NotFound
from legalaid_desktop.host.clock import MINSK, Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import moment_words
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.journal_mark import JournalState, read_state
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.journal import JournalLine
    from legalaid_desktop.services.undo import UndoResult, UndoStep

_FEW_CASES: Final = 8
"""Cases that a plan names; the others are counted."""
PAGE: Final = 50
"""Lines of the older journal that are fetched at once."""
KEEP: Final = ("days_90", "year", "all", "undo")
CHANGED_BY_UNDO: Final = ("case", "note", "draft", "evidence", "deadline")
"""Kinds of records that an undo may have changed; other pages are told of each."""

_LEFT_THE_VAULT: Final = frozenset({"exported", "handed_out"})
"""Actions after which a file lies outside."""


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One change of the last hour. ``back_to`` is where taking it back leads; ``stays``: what of it cannot be taken
    back, in words, empty when all can."""

    key: str
    back_to: int
    title: str
    second: str
    moment: str
    cases: tuple[str, ...] = ()
    stays: str = ""
    changes: bool = True
    """Whether taking it back changes records."""


@dataclass(frozen=True, kw_only=True)
class OldLine:
    """One entry of the journal, in words; ``case`` is its reference, empty when there is none to open."""

    key: str
    seq: int
    title: str
    second: str
    case: str = ""


@dataclass(frozen=True, kw_only=True)
class LastHour:
    """``limit``: why the list ends where it ends, in words; may be empty."""

    steps: tuple[StepLine, ...]
    limit: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What going back to before a chosen change does. ``lines`` name each change that is taken back, newest first."""

    back_to: int
    sentence: str
    lines: tuple[str, ...]
    stays: tuple[str, ...]


class JournalPageView(Protocol):
    def show_last_hour(self, hour: LastHour) -> None: ...

    def show_plan(self, plan: Plan | None) -> None:
        """``None``: nothing is chosen."""

    def show_lines(self, lines: Sequence[OldLine], *, first: bool, more: bool) -> None:
        """``first``: these replace what is shown; else they follow it."""

    def show_state(self, state: JournalState) -> None: ...

    def show_problem(self, text: str) -> None:
        """Empty: nothing is wrong."""

    def say_done(self, text: str, undo: Callable[[], None] | None) -> None: ...

    def tell_changed(self, kind: str) -> None: ...


class JournalPresenter:
    def __init__(self, view: JournalPageView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._clock = words, clock
        self._hour = LastHour(steps=())
        self._chosen = ""
        self._going = self._telling = False
        self._last_seq = 0
        self.ref = ""
        """The case whose journal is shown; empty for all."""

    def load(self, ref: str = "") -> None:
        """Show the last hour, the journal (of one case) and its state."""
        self.ref = ref
        self.choose("")
        self._view.show_problem("")
        words, clock = self._words(), self._clock
        self._tasks.ask(lambda b: last_hour(b, words, clock), done=self._hour_came, failed=self._failed, latest="hour")
        self._fetch(None)
        self._look()

    def refresh(self) -> None:
        """Something changed elsewhere, or the language did."""
        if not self._telling:
            self.load(self.ref)

    def more(self) -> None:
        """The end of the list is in sight."""
        if self._last_seq:
            self._fetch(self._last_seq)

    def choose(self, key: str) -> None:
        """A change was chosen: tell what going back to before it would do."""
        self._chosen = key
        plan = plan_of(self._hour.steps, key, self._words()) if key else None
        self._view.show_plan(plan)

    def go_back(self) -> None:
        """Take back what the plan says."""
        plan = plan_of(self._hour.steps, self._chosen, self._words()) if self._chosen else None
        if plan is None or self._going:
            return
        self._undo(plan.back_to, "undo.done")

    def _undo(self, back_to: int, words: str) -> None:
        self._going = True

        def done(result: UndoResult) -> None:
            self._going = False
            # The word of the toast's button is the same for both ways: what was just done is taken back.
            again = "undo.done" if words == "undo.redone" else "undo.redone"
            self._view.say_done(self._words().say(words, n=result.changes), lambda: self._undo(result.redo, again))
            self._telling = True
            for kind in CHANGED_BY_UNDO:
                self._view.tell_changed(kind)
            self._telling = False
            self.refresh()

        def failed(error: LegalAidError) -> None:
            self._going = False
            self._failed(error)

        self._tasks.ask(lambda b: b.undo.undo_back_to(back_to), done=done, failed=failed)

    def set_keep(self, keep: str) -> None:
        """Keep entries so long; older ones go at once."""

        def done(_: None) -> None:
            self._view.say_done(self._words().say("journal.kept_so"), None)
            self.refresh()

        self._tasks.ask(lambda b: b.journal_settings.set_keep(keep), done=done, failed=self._failed)

    def compare(self, noted: str) -> None:
        """Compare the journal with a mark that was noted earlier."""
        self._look(noted.strip())

    def _look(self, noted: str = "") -> None:
        words = self._words()
        self._tasks.ask(
            lambda b: read_state(b, words, noted=noted), done=self._view.show_state, failed=self._failed, latest="state"
        )

    def _fetch(self, before: int | None) -> None:
        ref, words = self.ref, self._words()

        def done(found: tuple[OldLine, ...]) -> None:
            self._last_seq = found[-1].seq if len(found) == PAGE else 0
            self._view.show_lines(found, first=before is None, more=bool(self._last_seq))

        self._tasks.ask(lambda b: old_lines(b, words, ref, before), done=done, failed=self._failed, latest="lines")

    def _hour_came(self, hour: LastHour) -> None:
        self._hour = hour
        self._view.show_last_hour(hour)

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_problem(error_words(error, self._words()))


def plan_of(steps: Sequence[StepLine], key: str, words: Wording) -> Plan | None:
    """What taking back the change ``key`` and all that came after it does; ``None`` for one that is not there."""
    for number, step in enumerate(steps, start=1):
        if step.key == key:
            taken = steps[:number]
            break
    else:
        return None
    changing = [one for one in taken if one.changes]
    cases = tuple(dict.fromkeys(case for one in changing for case in one.cases))
    if changing:
        sentence = words.say("undo.plan", n=len(changing), moment=step.moment)
    else:
        sentence = words.say("undo.plan_nothing")
    if cases:
        told = ", ".join(cases[:_FEW_CASES])
        if len(cases) > _FEW_CASES:
            told += " " + words.say("undo.plan_more", n=len(cases) - _FEW_CASES)
        sentence += " " + words.say("undo.plan_cases", cases=told)
    return Plan(
        back_to=step.back_to,
        sentence=sentence,
        lines=tuple(f"{one.moment} · {one.title}" for one in changing),
        stays=tuple(f"{one.title}: {one.stays}" for one in taken if one.stays),
    )


def last_hour(briefcase: Briefcase, words: Wording, clock: Clock) -> LastHour:
    """Runs on the vault's lane. Raises :class:`DatabaseDamaged`."""
    if briefcase.read_only:
        return LastHour(steps=(), limit=words.say("undo.read_only"))
    found = briefcase.undo.last()
    entries = 0 if not found else found[0].seq - found[-1].back_to
    lines = briefcase.journal_view.lines(newest=entries + 1)
    by_seq = {line.seq: line for line in lines}
    who = Who(briefcase, words)
    steps = []
    for step in found:
        of_step = [by_seq[seq] for seq in range(step.back_to + 1, step.seq + 1) if seq in by_seq]
        if all(line.kind == "vault" for line in of_step):
            continue  # the making of the vault: nothing that anybody would look for here
        cases = tuple(dict.fromkeys(str(line.case) for line in of_step if line.case))
        steps.append(_step_line(step, cases, who(of_step[0].who if of_step else ""), words))
    before = next((line for line in lines if not found or line.seq == found[-1].back_to), None)
    limit = ""
    if before is not None and before.action == "erased" and clock.now() - before.at < timedelta(hours=1):
        limit = words.say("undo.erased_before", moment=f"{_local(before.at):%H:%M}")
    return LastHour(steps=tuple(steps), limit=limit)


def old_lines(briefcase: Briefcase, words: Wording, ref: str, before: int | None) -> tuple[OldLine, ...]:
    """Runs on the vault's lane. Raises :class:`DatabaseDamaged`; a case that is gone has no lines."""
    try:
        lines = briefcase.journal_view.lines(case=ref or None, newest=PAGE, before=before)
    except NotFound:
        return ()
    who = Who(briefcase, words)
    return tuple(_old_line(line, who(line.who), words) for line in lines)


class Who:
    """Names who was at the keyboard, by what the vault knows."""

    def __init__(self, briefcase: Briefcase, words: Wording) -> None:
        consultant = briefcase.office.consultant()
        self._own, self._name = consultant.id, consultant.name
        self._words = words

    def __call__(self, who: str) -> str:
        if who == self._own:
            return self._name or self._words.say("undo.who.you")
        return self._words.say("undo.who.program" if not who else "undo.who.other")


def what_words(action: str, kind: str, words: Wording) -> str:
    """«Запись консультации: добавлено»."""
    kind_id, action_id = f"journal.kind.{kind}", f"journal.action.{action}"
    # Words of another version of the program: the entry is told all the same.
    said = words.say(kind_id) if words.has(kind_id) else words.say("undo.kind.other")
    done = words.say(action_id) if words.has(action_id) else words.say("undo.action.other")
    return f"{said[:1].upper()}{said[1:]}: {done}"


def _step_line(step: UndoStep, cases: tuple[str, ...], who: str, words: Wording) -> StepLine:
    stays = ""
    if step.stays:
        stays = words.say("undo.stays.keys")
    elif step.action in _LEFT_THE_VAULT:
        stays = words.say("undo.stays.file")
    cases = cases or ((str(step.case),) if step.case else ())
    told = words.say("undo.case", case=cases[0]) if len(cases) == 1 else ""
    if len(cases) > 1:
        told = words.say("undo.cases", n=len(cases))
    parts = [told, who]
    if step.entries > 1:
        parts.append(words.say("undo.entries", n=step.entries))
    if stays:
        parts.append(stays)
    return StepLine(
        key=str(step.seq),
        back_to=step.back_to,
        title=what_words(step.action, step.kind, words),
        second=" · ".join(part for part in parts if part),
        moment=f"{_local(step.at):%H:%M}",
        cases=cases,
        stays=stays,
        changes=not step.stays,
    )


def _old_line(line: JournalLine, who: str, words: Wording) -> OldLine:
    case = str(line.case or "")
    parts = (moment_words(line.at, words), words.say("undo.case", case=case) if case else "", who)
    return OldLine(
        key=str(line.seq),
        seq=line.seq,
        title=what_words(line.action, line.kind, words),
        second=" · ".join(part for part in parts if part),
        case=case,
    )


def _local(moment: datetime) -> datetime:
    return moment.astimezone(MINSK)
