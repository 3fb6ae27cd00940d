"""What a person says of a clock, and the days that a body appointed: said, taken back, undone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from legalaid_desktop.domain.clock_marks import ClockMark, MarkState
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.partial_date import PartialDate
from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import MINSK
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_rows import Line
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.domain.clock_rules import RuleStanding
    from legalaid_desktop.services.briefcase import Briefcase

CHOICES: Final = (
    MarkState.DONE,
    MarkState.MISSED,
    MarkState.EXTENDED,
    MarkState.RESTORED,
    MarkState.SUSPENDED,
    MarkState.RESUMED,
    MarkState.UNDERSTOOD,
    MarkState.MOVED,
)
"""In the order in which they are offered."""
NEEDS_DAY: Final = frozenset(MarkState) - {MarkState.DONE, MarkState.MISSED, MarkState.RESTORED}
GIVES_A_LAST_DAY: Final = frozenset((MarkState.EXTENDED, MarkState.RESTORED, MarkState.MOVED))
"""Their day lies ahead as a rule; that of the others behind."""
NEEDS_REASON: Final = frozenset(
    (MarkState.MOVED, MarkState.EXTENDED, MarkState.RESTORED, MarkState.SUSPENDED, MarkState.RESUMED)
)
_TIME: Final = re.compile(r"(\d{1,2})[:.\-](\d{2})")


class MarkingView(Protocol):
    def say_done(self, text: str, undo: Callable[[], None] | None) -> None: ...

    def tell_changed(self, kind: str) -> None: ...

    def show_failure(self, text: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the form of a mark. ``day`` is ``None`` while it is empty or not understood (``unread``)."""

    state: MarkState
    day: PartialDate | None
    unread: bool
    reason: str


def mark_problem(typed: Typed) -> tuple[str, str]:
    """Field (``day`` or ``reason``) and wording id of what keeps a mark from being written; both empty for nothing."""
    if typed.unread or (typed.day is not None and typed.day.on is None):
        return "day", "clock.mark.day_unread"
    if typed.day is None and typed.state in NEEDS_DAY:
        return "day", "clock.mark.day_needed"
    if not typed.reason.strip() and typed.state in NEEDS_REASON:
        return "reason", "clock.mark.reason_needed"
    return "", ""


def read_time(text: str) -> dt.time | None:
    """«10:30», «9.05»; ``None`` for anything else."""
    found = _TIME.fullmatch(text.strip())
    try:
        return dt.time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


class ClockMarking:
    """Changes through the vault's lane; each can be undone from the toast."""

    def __init__(self, view: MarkingView, tasks: Tasks, *, words: Callable[[], Wording]) -> None:
        self._view, self._tasks, self._words = view, tasks, words

    def mark(self, ref: str, row: DeadlineRow, typed: Typed, today: dt.date) -> None:
        """Write what :func:`mark_problem` has nothing against."""
        day = typed.day.on if typed.day is not None else None
        id, state, reason = str(row.id), typed.state, typed.reason.strip() or None
        before = next((mark for mark in row.marks if mark.state is state), None)

        def done(_: None) -> None:
            self._view.say_done(
                self._words().say("clock.mark.written"), lambda: self._back(ref, id, state, before, today)
            )
            self._view.tell_changed("deadline")

        self._tasks.ask(
            lambda b: b.deadlines.mark(ref, id, state.value, today, day=day, reason=reason),
            done=done,
            failed=self._failed,
        )

    def unmark(self, ref: str, row: DeadlineRow, state: str, today: dt.date) -> None:
        """Take one mark back."""
        said = MarkState(state)
        before = next((mark for mark in row.marks if mark.state is said), None)
        id = str(row.id)

        def done(_: None) -> None:
            self._view.say_done(self._words().say("case.marked.open"), lambda: self._back(ref, id, said, before, today))
            self._view.tell_changed("deadline")

        self._tasks.ask(lambda b: _unmark(b, ref, id, said, before, today), done=done, failed=self._failed)

    def _back(self, ref: str, id: str, state: MarkState, before: ClockMark | None, today: dt.date) -> None:
        def work(briefcase: Briefcase) -> None:
            if before is None:
                briefcase.deadlines.unmark(ref, id, state.value, today)
            else:
                briefcase.deadlines.mark(ref, before.deadline, state.value, today, day=before.day, reason=before.reason)

        self._tasks.ask(work, done=lambda _: self._view.tell_changed("deadline"), failed=self._failed)

    # --- appointed days

    def appoint(self, ref: str, kind: str, day: dt.date, time: dt.time | None, place: str) -> None:
        """Add an appointed day; a time is of Minsk."""
        at = dt.datetime.combine(day, time, MINSK) if time is not None else day
        self._tasks.ask(
            lambda b: b.office.add_hearing(ref, kind, at, place=place.strip() or None),
            done=lambda made: self._appointed(ref, made),
            failed=self._failed,
        )

    def _appointed(self, ref: str, made: Hearing) -> None:
        self._view.say_done(self._words().say("clock.appointed.added"), lambda: self.cancel(ref, str(made.id)))
        self._view.tell_changed("deadline")

    def cancel(self, ref: str, id: str) -> None:
        """Put an appointed day into the bin."""

        def done(kept: Any) -> None:
            self._view.say_done(self._words().say("clock.appointed.removed"), lambda: self._put_back(ref, kept))
            self._view.tell_changed("deadline")

        self._tasks.ask(lambda b: _remove_hearing(b, ref, id), done=done, failed=self._failed)

    def _put_back(self, ref: str, kept: Hearing | None) -> None:
        if kept is None:
            return
        again = kept
        self._tasks.ask(
            lambda b: b.office.add_hearing(
                ref,
                again.kind,
                again.at,
                authority=again.authority,
                place=again.place,
                decision=again.decision,
                note=again.note,
            ),
            done=lambda _: self._view.tell_changed("deadline"),
            failed=self._failed,
        )

    # --- every rule

    def load_rules(self, ref: str, today: dt.date, show: Callable[[tuple[Line, ...]], None]) -> None:
        """Every rule of the law in use that gives this case no day, each with the reason."""
        words = self._words()
        self._tasks.ask(lambda b: rule_lines(b.deadlines.standings(ref, today), words), done=show, failed=self._failed)

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))


def _unmark(
    briefcase: Briefcase, ref: str, id: str, state: MarkState, before: ClockMark | None, today: dt.date
) -> None:
    # A mark that ended the clock stands under the row on which it was set.
    briefcase.deadlines.unmark(ref, before.deadline if before is not None else id, state.value, today)


def _remove_hearing(briefcase: Briefcase, ref: str, id: str) -> Hearing | None:
    kept = next((one for one in briefcase.deadlines.hearings(ref) if str(one.id) == id), None)
    briefcase.office.remove(ref, Hearing, id)
    return kept


def rule_lines(standings: tuple[RuleStanding, ...], words: Wording) -> tuple[Line, ...]:
    """Rules that give no day, in the order of the law data."""
    from legalaid_desktop.presenters.forms.options import capital
    from legalaid_desktop.services.deadline_words import why_text

    return tuple(
        Line(
            kind="rule", key=str(one.rule.id), title=capital(one.rule.act(words.lang)), second=why_text(one, words.lang)
        )
        for one in standings
        if one.why
    )
