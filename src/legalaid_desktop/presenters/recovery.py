"""Recovery sheets of an open vault: made, printed or saved one by one, tried, made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.confirm import Gate
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.part_entry import set_words
from legalaid_desktop.presenters.ports import Part, Tasks
from legalaid_desktop.presenters.sheet_memory import (
    SheetMemory,
    Standing,
    new_memory,
    recovery_slots,
    remember,
    remember_trial,
    standing,
    useless_sets,
)
from legalaid_desktop.presenters.ways import WayLine, way_lines

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.part_words import Share
    from legalaid_desktop.services.ways_in import RecoverySet, Rehearsal

NEEDED, SHARES = 2, 3
"""Any two of three: one sheet may be lost, one may be found by somebody else."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet of a fresh set, ready to show."""

    place: int
    title: str
    label: str
    out: bool


@dataclass(frozen=True)
class RecoveryShown:
    standing: Standing
    lines: tuple[WayLine, ...]


class RecoveryView(Protocol):
    def show_standing(self, standing: Standing, lines: Sequence[WayLine]) -> None:
        """The sets in force."""

    def show_sheets(self, title: str, sheets: Sequence[SheetLine]) -> None:
        """A fresh set whose sheets are put out one by one; none: there is no fresh set."""

    def show_busy(self, text: str) -> None: ...

    def show_told(self, text: str, role: str) -> None: ...

    def show_confirmed(self) -> None: ...

    def show_rehearsed(self, text: str, ok: bool) -> None: ...

    def print_sheet(self, place: int, pdf: bytes) -> None:
        """Offer the printers; :meth:`RecoveryPresenter.printed` when the sheet went to one."""


class RecoveryPresenter:
    """The sheets of a fresh set are kept until all are put out, or until the lock: a call between them loses none."""

    def __init__(self, view: RecoveryView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._clock = words, clock
        self.gate = Gate(tasks)
        self._busy = False
        self._fresh: RecoverySet | None = None
        self._memory: SheetMemory = new_memory(SHARES)
        self._old: tuple[str, ...] = ()

    @property
    def has_fresh(self) -> bool:
        return self._fresh is not None

    def load(self) -> None:
        """Fetch how recovery stands."""
        words = self._words()

        def work(briefcase: Briefcase) -> RecoveryShown:
            lines = tuple(line for line in way_lines(briefcase, words) if line.kind == "recovery")
            return RecoveryShown(standing(briefcase), lines)

        self._tasks.ask(work, done=self._loaded, failed=self._failed, latest="standing")
        self._show_sheets()

    def confirm(self, passphrase: bytearray) -> None:
        """The passphrase once more. Takes it over."""
        if self._busy or not passphrase:
            passphrase[:] = bytes(len(passphrase))
            return
        self._begin("keys.confirming")
        self.gate.confirm(passphrase, opened=self._confirmed, failed=self._failed)

    def make(self) -> None:
        """A fresh set. Sets that are in force stay so until all sheets of it were put out."""
        if self._busy:
            return
        if not self.gate.is_open:
            self._view.show_told(self._words().say("keys.confirm_first"), "harm")
            return

        def work(briefcase: Briefcase) -> tuple[RecoverySet, tuple[str, ...]]:
            useless = useless_sets(briefcase)
            if useless:
                briefcase.key_slots.remove_all(useless)
            old = tuple(slot.id for slot in recovery_slots(briefcase))
            made = briefcase.key_slots.make_recovery(needed=NEEDED, shares=SHARES)
            remember(briefcase, made.set_number, new_memory(SHARES))
            return made, old

        self._begin("recovery.making")
        self._tasks.ask(work, done=self._made, failed=self._failed)

    def label(self, place: int, text: str) -> None:
        """To whom a sheet goes."""
        if self._fresh is not None:
            self._memory = self._memory.label(place, text)
            self._keep()

    def print(self, place: int, lang: str) -> None:
        """Draw one sheet, for the printer."""
        share = self._share(place)
        if share is None:
            return
        today = self._clock.today()

        def work() -> bytes:
            from legalaid_desktop.services.recovery_sheets import sheet_pdf

            return sheet_pdf(share, lang=lang, made_on=today)

        self._tasks.aside(work, done=lambda pdf: self._view.print_sheet(place, pdf), failed=self._failed)

    def printed(self, place: int) -> None:
        """The sheet went to the printer."""
        self._put_out(place, self._words().say("recovery.printed", number=place + 1))

    def save(self, place: int, path: Path, lang: str) -> None:
        """Save one sheet as a file, unprotected, on purpose."""
        share = self._share(place)
        if share is None:
            return
        today = self._clock.today()

        def work() -> None:
            from legalaid_desktop.services.recovery_sheets import save_sheet

            save_sheet(share, path, lang=lang, made_on=today)

        told = self._words().say("recovery.saved", number=place + 1, file=path.name)
        self._tasks.aside(work, done=lambda _: self._put_out(place, told), failed=self._failed)

    def finish(self) -> None:
        """All sheets are out: forget them here, and let the older sets open nothing any more."""
        if self._fresh is None or self._busy:
            return
        if not self._memory.all_out:
            missing = next(at + 1 for at, out in enumerate(self._memory.out) if not out)
            self._view.show_told(self._words().say("recovery.not_all_out", number=missing), "harm")
            return
        old = self._old
        self._begin("keys.writing")

        def work(briefcase: Briefcase) -> int:
            still = [slot.id for slot in recovery_slots(briefcase) if slot.id in old]
            if still:
                briefcase.key_slots.remove_all(still)
            return len(still)

        self._tasks.ask(work, done=self._finished, failed=self._failed)

    def rehearse(self, parts: Sequence[Part]) -> None:
        """Try sheets without changing anything; that they opened is noted."""
        if self._busy:
            return
        today = self._clock.today()

        def work(briefcase: Briefcase) -> Rehearsal:
            found = briefcase.key_slots.rehearse(cast("Sequence[Share]", parts))
            if found.ok:
                remember_trial(briefcase, found.set_number, today)
            return found

        self._begin("recovery.trying")
        self._tasks.ask(work, done=self._rehearsed, failed=self._failed)

    def forget(self) -> None:
        """The fresh sheets are gone from here; what was not put out exists nowhere."""
        self._fresh = None
        self._show_sheets()

    # Inside

    def _share(self, place: int) -> Share | None:
        return None if self._fresh is None else self._fresh.shares[place]

    def _put_out(self, place: int, told: str) -> None:
        if self._fresh is None:
            return
        self._memory = self._memory.put_out(place)
        self._keep()
        self._view.show_told(told, "done")
        self._show_sheets()

    def _keep(self) -> None:
        if self._fresh is not None:
            number, memory = self._fresh.set_number, self._memory
            self._tasks.ask(lambda b: remember(b, number, memory), done=lambda _: None, failed=self._failed)

    def _show_sheets(self) -> None:
        words = self._words()
        if self._fresh is None:
            self._view.show_sheets("", ())
            return
        fresh = self._fresh
        self._view.show_sheets(
            words.say("recovery.fresh", set=set_words(fresh.set_number), needed=fresh.needed, shares=len(fresh.shares)),
            tuple(
                SheetLine(
                    at,
                    words.say("recovery.sheet", number=at + 1, of=len(fresh.shares)),
                    self._memory.labels[at],
                    self._memory.out[at],
                )
                for at in range(len(fresh.shares))
            ),
        )

    def _begin(self, id: str) -> None:
        self._busy = True
        self._view.show_told("", "")
        self._view.show_busy(self._words().say(id))

    def _end(self) -> None:
        self._busy = False
        self._view.show_busy("")

    def _loaded(self, shown: RecoveryShown) -> None:
        self._view.show_standing(shown.standing, shown.lines)

    def _confirmed(self) -> None:
        self._end()
        self._view.show_confirmed()

    def _made(self, made: tuple[RecoverySet, tuple[str, ...]]) -> None:
        self._end()
        self._fresh, self._old = made
        self._memory = new_memory(len(self._fresh.shares))
        self.load()

    def _finished(self, revoked: int) -> None:
        self._end()
        self._fresh, self._old = None, ()
        words = self._words()
        self._view.show_told(words.say("recovery.finished_anew" if revoked else "recovery.finished"), "done")
        self.load()

    def _rehearsed(self, found: Rehearsal) -> None:
        self._end()
        number = set_words(found.set_number)
        state = "right" if found.ok else "not_right" if found.current else "old_set"
        self._view.show_rehearsed(self._words().say(f"recovery.rehearsed.{state}", set=number), found.ok)
        self.load()

    def _failed(self, error: LegalAidError) -> None:
        self._end()
        self._view.show_told(error_words(error, self._words()), "harm")
