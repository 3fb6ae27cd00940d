"""The one way off the Qt thread. Nothing else in the window makes a thread, but for the lock's own watchers.

Two lanes: the vault's, where the open vault lives (opened, used and closed there, one job after another), and one
beside it for work that needs no vault. A job takes plain values and returns plain values. Answers come back through
one long-lived object per lane; the answer to a screen that has gone is dropped.
"""

from __future__ import annotations

import ctypes
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.ports import Stopped

if TYPE_CHECKING:
    from legalaid_desktop.presenters.ports import Failed
    from legalaid_desktop.services.briefcase import Briefcase

T = TypeVar("T")

_STATEMENT: Final = 0.15
"""s that a job may stand in the way of a lock; then the statement that the database is at is interrupted."""
_WORK: Final = 0.35
"""s until the job itself is, wherever it is."""

_TURN: Final = 0.04
"""s between two looks at a lane that is to end."""


class _NoVault(Enum):
    GONE = 0


@dataclass(frozen=True, slots=True)
class _Parcel:
    future: Future[Any]
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[LegalAidError], None]


@dataclass(frozen=True, slots=True)
class _Running:
    """A job on the vault's lane: since when by the monotonic clock, on which thread."""

    number: int
    since: float
    thread: int


def _let_it_come() -> None:
    """Where an exception from another thread comes out at the latest: the interpreter looks for it at each turn of a
    loop. Never between two jobs, where it would end the thread."""
    for _ in range(3):
        pass


class Lane(QObject):
    """One thread; jobs run in the order of asking. Made on the Qt thread and kept until the end."""

    _arrived = Signal(object)
    _stands = Signal(object, int, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stands.connect(self._deliver_progress, Qt.ConnectionType.QueuedConnection)
        self._stopped = False

    def run(self, work: Callable[[], T], *, owner: QObject, done: Callable[[T], None], failed: Failed) -> None:
        """Do ``work`` on the lane; ``done`` or ``failed`` come on the Qt thread while ``owner`` lives.

        After :meth:`stop` nothing is taken any more.
        """
        if self._stopped:
            return

        def post(future: Future[T]) -> None:
            if isValid(self):
                self._arrived.emit(_Parcel(future, owner, done, failed))

        self._pool.submit(work).add_done_callback(post)

    def tell(self, ticket: Ticket, done: int, total: int) -> None:
        """From the lane: how far a long job is."""
        if isValid(self):
            self._stands.emit(ticket, done, total)

    @Slot(object)
    def _deliver(self, parcel: _Parcel) -> None:
        if parcel.future.cancelled() or not isValid(parcel.owner):
            return
        error = parcel.future.exception()
        if error is None:
            parcel.done(parcel.future.result())
        elif isinstance(error, LegalAidError):
            parcel.failed(error)
        elif isinstance(error, Stopped):
            return  # cancelled by the person who would have waited for it
        else:
            raise error  # a fault of ours: the crash hook takes it from here

    @Slot(object, int, int)
    def _deliver_progress(self, ticket: Ticket, done: int, total: int) -> None:
        if isValid(ticket.owner) and not ticket.cancelled:
            ticket.heard(done, total)

    def stop(self, *, wait: bool = True) -> None:
        """Let the running job end, drop the waiting ones."""
        self._stopped = True
        self._pool.shutdown(wait=wait, cancel_futures=True)


class VaultLane(Lane):
    """The lane that holds the open vault. Only jobs on the lane ever see it."""

    def __init__(self) -> None:
        super().__init__("vault")
        self._tickets: weakref.WeakSet[Ticket] = weakref.WeakSet()
        # Used on the lane's own thread only, but for :meth:`hurry` and :meth:`wipe_keys`.
        self._briefcase: Briefcase | None = None
        self._switch = threading.Lock()
        """Held while a job begins or ends, and while one is stopped: never is the next one hit."""
        self._asked = 0
        self._last_words = 0
        """Number of the first job that a lock asked for; 0 when none is under way."""
        self._now: _Running | None = None
        self._stopped_job = 0
        self._interrupted = False
        self._shielded = False
        """There is no way back from what the job does: a lock waits for it, or replaces the process under it."""
        self._ended = threading.Event()

    def run(self, work: Callable[[], T], *, owner: QObject, done: Callable[[T], None], failed: Failed) -> None:
        self._asked += 1
        number = self._asked
        super().run(lambda: self._do(number, work), owner=owner, done=done, failed=failed)

    def _do(self, number: int, work: Callable[[], T]) -> T:
        with self._switch:
            self._now = _Running(number, time.monotonic(), threading.get_ident())
        try:
            return work()
        except Exception:
            if not self._interrupted:
                raise
            if number < self._last_words:
                raise Stopped from None  # not a fault: nobody waits for it any more
            # A statement of the job before was interrupted, and a cursor that it left open took this one with it.
            return work()
        finally:
            with self._switch:
                self._now = None
                self._shielded = False
            _let_it_come()

    def open(
        self, opener: Callable[[], Briefcase], *, owner: QObject, done: Callable[[], None], failed: Failed
    ) -> None:
        """Open or make a vault and keep it. A vault that stands open already is closed first."""

        def work() -> None:
            self._shut()
            self._briefcase = opener()

        self.run(work, owner=owner, done=lambda _: done(), failed=failed)

    def ask(self, work: Callable[[Briefcase], T], *, owner: QObject, done: Callable[[T], None], failed: Failed) -> None:
        """Do ``work`` on the open vault. Asked after the vault was closed, it is dropped: nobody waits for it."""

        def on_lane() -> T | _NoVault:
            return _NoVault.GONE if self._briefcase is None else work(self._briefcase)

        def answer(value: T | _NoVault) -> None:
            if not isinstance(value, _NoVault):
                done(value)

        self.run(on_lane, owner=owner, done=answer, failed=failed)

    def exchange(
        self,
        work: Callable[[Briefcase], tuple[Briefcase | None, T]],
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Failed,
    ) -> None:
        """As :meth:`ask`, for work that closes the vault: what it returns first is kept in its place, ``None`` when
        there is no vault any more."""

        def on_lane() -> T | _NoVault:
            old = self._briefcase
            if old is None:
                return _NoVault.GONE
            try:
                self._briefcase, value = work(old)
            except BaseException:
                if not old.vault.db.is_open:
                    self._briefcase = None
                raise
            return value

        def answer(value: T | _NoVault) -> None:
            if not isinstance(value, _NoVault):
                done(value)

        self.run(on_lane, owner=owner, done=answer, failed=failed)

    def shield(self) -> None:
        """From the job that runs: what it does now is not stopped half-way by a lock. Until the job ends."""
        with self._switch:
            self._shielded = True
        _let_it_come()  # a stop that was sent a moment ago arrives here, before anything is done

    def ticket(self, owner: QObject, heard: Callable[[int, int], None]) -> Ticket:
        """For one long job on this lane."""
        made = Ticket(self, owner, heard)
        self._tickets.add(made)
        return made

    def cancel_all(self) -> None:
        """Nobody waits for long jobs any more: the lock comes first."""
        for ticket in list(self._tickets):
            ticket.cancel()

    def last_words(self) -> None:
        """A lock has begun: what is asked from now on is what was typed, and must be done. See :meth:`hurry`."""
        self._last_words = self._asked + 1

    def hurry(self) -> None:
        """Called every few moments of a lock: stop the job that stands before what was typed. First the statement in
        the database, then the job itself. Either leaves whole records: a change is a transaction."""
        with self._switch:
            now = self._now
            if now is None or self._shielded or not 0 < now.number < self._last_words:
                return
            stands = time.monotonic() - now.since
            if stands >= _STATEMENT:
                self._interrupted = True
                briefcase = self._briefcase
                if briefcase is not None:
                    briefcase.interrupt()
            if stands >= _WORK and self._stopped_job != now.number:
                self._stopped_job = now.number
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(now.thread), ctypes.py_object(Stopped))

    def wipe_keys(self) -> None:
        """The vault could not be closed in time and the process is about to be replaced: wipe the keys under it."""
        briefcase = self._briefcase
        if briefcase is not None:
            briefcase.wipe_keys()

    def close_vault(self, *, owner: QObject, done: Callable[[], None], failed: Failed) -> None:
        """Close the vault after all that was asked before; its keys are wiped."""
        self.run(self._shut, owner=owner, done=lambda _: done(), failed=failed)

    def end_within(self, seconds: float) -> bool:
        """Take nothing more, do what was asked, close the vault; whether that was done in time. The keys are wiped in
        any case; when it was not done, the process must end without waiting for its threads."""
        self.stop(wait=False)
        until = time.monotonic() + seconds
        while not self._ended.wait(_TURN):
            self.hurry()
            if time.monotonic() > until:
                self.wipe_keys()
                return False
        return True

    def _shut(self) -> None:
        briefcase, self._briefcase = self._briefcase, None
        if briefcase is not None:
            briefcase.close()

    def stop(self, *, wait: bool = True) -> None:
        if not self._stopped:
            self._pool.submit(self._shut).add_done_callback(lambda _: self._ended.set())
        self._stopped = True
        self._pool.shutdown(wait=wait)


class Ticket:
    """One long job: a :class:`presenters.ports.Report` on the lane, a way to cancel on the screen's side."""

    def __init__(self, lane: VaultLane, owner: QObject, heard: Callable[[int, int], None]) -> None:
        self._lane = lane
        self._gone = threading.Event()
        self.owner = owner
        self.heard = heard

    def say(self, done: int, total: int) -> None:
        self._lane.tell(self, done, total)

    def watch(self, done: int, total: int) -> None:
        if self._gone.is_set():
            raise Stopped
        self.say(done, total)

    def no_way_back(self) -> None:
        self._lane.shield()
        if self._gone.is_set():
            raise Stopped

    def cancel(self) -> None:
        self._gone.set()

    @property
    def cancelled(self) -> bool:
        return self._gone.is_set()


class TaskRunner:
    """The lanes, bound to one screen: what a presenter knows as :class:`presenters.ports.Tasks`."""

    def __init__(self, vault: VaultLane, side: Lane, owner: QObject) -> None:
        self._vault, self._side, self._owner = vault, side, owner
        self._numbers: dict[str, int] = {}

    def ask(
        self, work: Callable[[Briefcase], T], *, done: Callable[[T], None], failed: Failed, latest: str = ""
    ) -> None:
        done, failed = self._only_latest(latest, done, failed)
        self._vault.ask(work, owner=self._owner, done=done, failed=failed)

    def aside(self, work: Callable[[], T], *, done: Callable[[T], None], failed: Failed, latest: str = "") -> None:
        done, failed = self._only_latest(latest, done, failed)
        self._side.run(work, owner=self._owner, done=done, failed=failed)

    def exchange(
        self, work: Callable[[Briefcase], tuple[Briefcase | None, T]], *, done: Callable[[T], None], failed: Failed
    ) -> None:
        self._vault.exchange(work, owner=self._owner, done=done, failed=failed)

    def ticket(self, heard: Callable[[int, int], None]) -> Ticket:
        """For a job on the vault's lane that tells its progress and can be cancelled."""
        return self._vault.ticket(self._owner, heard)

    def open(self, opener: Callable[[], Briefcase], *, done: Callable[[], None], failed: Failed) -> None:
        """Open or make a vault on its lane and keep it there."""
        self._vault.open(opener, owner=self._owner, done=done, failed=failed)

    def _only_latest(
        self, latest: str, done: Callable[[T], None], failed: Failed
    ) -> tuple[Callable[[T], None], Failed]:
        if not latest:
            return done, failed
        number = self._numbers[latest] = self._numbers.get(latest, 0) + 1

        def if_latest_done(value: T) -> None:
            if self._numbers[latest] == number:
                done(value)

        def if_latest_failed(error: LegalAidError) -> None:
            if self._numbers[latest] == number:
                failed(error)

        return if_latest_done, if_latest_failed
