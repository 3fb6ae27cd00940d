"""A runner that works at once and a view that writes down what it was told: presenters need no window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.ports import Stopped


class TasksAtOnce:
    """Does what it is asked at once; with ``held`` it waits for :meth:`let_go`."""

    def __init__(self, briefcase: Any = None) -> None:
        self.briefcase = briefcase
        self.held = False
        self.waiting: list[Callable[[], None]] = []
        self.tickets: list[TicketAtOnce] = []

    def ask(self, work: Any, *, done: Any, failed: Any, latest: str = "") -> None:
        self._do(lambda: work(self.briefcase), done, failed)

    def aside(self, work: Any, *, done: Any, failed: Any, latest: str = "") -> None:
        self._do(work, done, failed)

    def open(self, opener: Any, *, done: Any, failed: Any) -> None:
        def work() -> None:
            self.briefcase = opener()

        self._do(work, lambda _: done(), failed)

    def exchange(self, work: Any, *, done: Any, failed: Any) -> None:
        def on_lane() -> Any:
            self.briefcase, value = work(self.briefcase)
            return value

        self._do(on_lane, done, failed)

    def ticket(self, heard: Any) -> TicketAtOnce:
        self.tickets.append(TicketAtOnce(heard))
        return self.tickets[-1]

    def let_go(self) -> None:
        self.held = False
        waiting, self.waiting = self.waiting, []
        for work in waiting:
            work()

    def _do(self, work: Any, done: Any, failed: Any) -> None:
        def run() -> None:
            try:
                value = work()
            except Stopped:
                return
            except LegalAidError as error:
                failed(error)
            else:
                done(value)

        if self.held:
            self.waiting.append(run)
        else:
            run()


class TicketAtOnce:
    def __init__(self, heard: Any) -> None:
        self._heard = heard
        self.cancelled = False

    def say(self, done: int, total: int) -> None:
        self._heard(done, total)

    def watch(self, done: int, total: int) -> None:
        if self.cancelled:
            raise Stopped
        self.say(done, total)

    def no_way_back(self) -> None:
        if self.cancelled:
            raise Stopped

    def cancel(self) -> None:
        self.cancelled = True


class RecordingView:
    """Remembers each ``show_…`` with what it was given."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given: self.told.append((name, *given))

    def last(self, name: str) -> tuple[Any, ...]:
        """What was given with the last call of ``name``."""
        return next(told[1:] for told in reversed(self.told) if told[0] == name)

    def count(self, name: str) -> int:
        return sum(told[0] == name for told in self.told)
