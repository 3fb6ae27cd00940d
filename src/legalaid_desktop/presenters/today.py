"""Today at a glance: what is due, worst harm first; what was begun and not finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.clock_strip import ClockStrip
from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase


@dataclass(frozen=True, kw_only=True)
class TodayLine:
    """Ready to show. ``page`` and ``params`` say where one press leads."""

    key: str
    title: str
    second: str
    strip: ClockStrip | None
    page: str
    params: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Warned:
    """Something that puts the dates of the page in doubt. ``page`` is where it can be mended, empty for none here."""

    text: str
    role: str
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class TodayLines:
    due: tuple[TodayLine, ...]
    begun: tuple[TodayLine, ...]
    more: int = 0
    """Cases with a deadline that found no room here."""
    nothing_yet: bool = False
    """The vault has no case: the first day."""
    recovery: str = ""
    """What is still to be done about recovery sheets, in words; empty when they were made and tried."""
    warned: tuple[Warned, ...] = ()


class TodayView(Protocol):
    def show_day(self, text: str) -> None: ...

    def show_lines(self, lines: TodayLines) -> None: ...

    def show_failure(self, text: str) -> None: ...

    def open_line(self, line: TodayLine) -> None: ...


Gather = Callable[["Briefcase", Clock, Wording], TodayLines]


class TodayPresenter:
    """``gather`` runs on the vault's lane."""

    def __init__(
        self, view: TodayView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock, gather: Gather
    ) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._clock, self._gather = words, clock, gather
        self._lines: Sequence[TodayLine] = ()

    def refresh(self) -> None:
        words, clock, gather = self._words(), self._clock, self._gather
        self._view.show_day(day_words(clock.today(), words))
        self._tasks.ask(lambda b: gather(b, clock, words), done=self._loaded, failed=self._failed, latest="today")

    def choose(self, key: str) -> None:
        for line in self._lines:
            if line.key == key:
                self._view.open_line(line)
                return

    def _loaded(self, lines: TodayLines) -> None:
        self._lines = (*lines.due, *lines.begun)
        self._view.show_lines(lines)

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))
