"""The calendar page: which week or month is shown, what stands in it, and the ways out of the vault."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.calendar_days import (
    FIRST_DAY,
    LAST_DAY,
    CalendarDay,
    CalendarMark,
    CalendarSpan,
    Span,
    step,
)
from legalaid_desktop.presenters.ports import Cancellable, LongTasks, Stopped

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.clock_export import WrittenDays

T = TypeVar("T")
Watch = Callable[[int, int], None]
Gather = Callable[["Briefcase", Span, dt.date, dt.date, Wording], CalendarSpan]
"""Span, the day that is chosen, today, words."""

MONTH_NAME: Final = "month"
"""Of the proposed file: says neither program nor office nor what it holds."""
DAYS_NAME: Final = "days"


class CalendarView(Protocol):
    def show_span(self, shown: CalendarSpan, chosen: dt.date) -> None: ...

    def show_day(self, day: CalendarDay | None) -> None: ...

    def show_failure(self, error: LegalAidError) -> None: ...

    def show_work(self, words: str) -> None:
        """A wording id while days are counted, empty when that ended."""

    def show_stand(self, done: int, total: int) -> None: ...

    def say_done(self, text: str) -> None: ...

    def open_mark(self, mark: CalendarMark) -> None: ...

    def print_page(self, pdf: bytes) -> None: ...


class CalendarPresenter:
    """``gather`` runs on the vault's lane."""

    def __init__(
        self, view: CalendarView, tasks: LongTasks, *, words: Callable[[], Wording], clock: Clock, gather: Gather
    ) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._clock, self._gather = words, clock, gather
        self.span = Span.MONTH
        self.day = clock.today()
        self.shown: CalendarSpan | None = None
        self._ticket: Cancellable | None = None

    def load(self, span: str = "", day: str = "") -> None:
        """Show a span by name around an ISO day; what is not understood stays as it is."""
        if span in (Span.WEEK, Span.MONTH):
            self.span = Span(span)
        with contextlib.suppress(ValueError):
            self.day = dt.date.fromisoformat(day) if day else self.day
        self.day = min(max(self.day, FIRST_DAY), LAST_DAY)
        self.refresh()

    def refresh(self) -> None:
        span, day, today, words, gather = self.span, self.day, self._clock.today(), self._words(), self._gather
        self._tasks.ask(
            lambda b: gather(b, span, day, today, words), done=self._loaded, failed=self._failed, latest="calendar"
        )

    def _loaded(self, shown: CalendarSpan) -> None:
        self.shown = shown
        self._view.show_span(shown, self.day)
        self._view.show_day(self.current)

    @property
    def current(self) -> CalendarDay | None:
        """The chosen day, where the shown span has it."""
        return next((one for one in self.shown.days if one.day == self.day), None) if self.shown is not None else None

    def choose_span(self, span: Span) -> None:
        if span is not self.span:
            self.span = span
            self.refresh()

    def walk(self, by: int) -> None:
        """To the week or month before or after."""
        self.go_to(step(self.span, self.day, by))

    def to_today(self) -> None:
        self.go_to(self._clock.today())

    def go_to(self, day: dt.date) -> None:
        """Choose a day; another span is read only where the shown one does not have it inside."""
        self.day = min(max(day, FIRST_DAY), LAST_DAY)
        found = self.current
        if found is not None and found.inside and self.shown is not None and self.shown.span is self.span:
            self._view.show_day(found)
            return
        self.refresh()

    def open(self, key: str) -> None:
        """Go to what a mark stands for."""
        for mark in self.shown.marks if self.shown is not None else ():
            if mark.key == key:
                self._view.open_mark(mark)
                return

    # --- out of the vault, on purpose

    def export_days(self, out: Path) -> None:
        """All days to come as a calendar file."""
        from legalaid_desktop.services.clock_export import write_calendar  # late: with what only an export needs

        today, lang = self._clock.today(), self._words().lang
        self._long(lambda b, watch: write_calendar(b, None, out, as_of=today, lang=lang, watch=watch), self._written)

    def export_month(self, out: Path) -> None:
        """The shown month as a PDF."""
        from legalaid_desktop.services.month_sheet import write_month

        today, lang, day = self._clock.today(), self._words().lang, self.day
        self._long(
            lambda b, watch: write_month(
                b, None, out, year=day.year, month=day.month, as_of=today, lang=lang, watch=watch
            ),
            self._written,
        )

    def print_month(self) -> None:
        """The shown month for a printer, without a file."""
        from legalaid_desktop.services.clock_export import days_to_come
        from legalaid_desktop.services.month_sheet import month_pdf

        today, lang, day = self._clock.today(), self._words().lang, self.day
        self._long(
            lambda b, watch: month_pdf(
                b, days_to_come(b, None, today, watch=watch), year=day.year, month=day.month, lang=lang
            ),
            self._view.print_page,
        )

    def cancel(self) -> None:
        """Stop the counting. What becomes of it is told once it is known: a file that is written already is there."""
        if self._ticket is not None:
            self._ticket.cancel()

    def _long(self, work: Callable[[Briefcase, Watch], T], done: Callable[[T], None]) -> None:
        """Every case of the vault is counted for this: one at a time, with its progress and a way to stop."""
        if self._ticket is not None:
            return
        ticket = self._ticket = self._tasks.ticket(self._view.show_stand)
        self._view.show_work("calendar.counting")

        def watched(briefcase: Briefcase) -> T | None:
            try:
                return work(briefcase, ticket.watch)
            except Stopped:
                return None

        def made(found: T | None) -> None:
            self._end()
            self._view.say_done(self._words().say("calendar.cancelled")) if found is None else done(found)

        def failed(error: LegalAidError) -> None:
            self._end()
            self._failed(error)

        self._tasks.ask(watched, done=made, failed=failed)

    def _end(self) -> None:
        self._ticket = None
        self._view.show_work("")

    def _written(self, made: WrittenDays) -> None:
        self._view.say_done(self._words().say("calendar.written", path=str(made.path), n=made.entries))

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error)
