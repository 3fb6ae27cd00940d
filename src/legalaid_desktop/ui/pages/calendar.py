"""The calendar: a week or a month of all clocks and appointed days, the chosen day in words, and the ways to paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.calendar import DAYS_NAME, MONTH_NAME, CalendarPresenter
from legalaid_desktop.presenters.calendar_days import CalendarDay, CalendarMark, CalendarSpan, Span
from legalaid_desktop.presenters.calendar_gather import gather_span
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.calendar_view import CalendarView
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.mark_shapes import Legend
from legalaid_desktop.ui.pieces.month_view import MonthView
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.paths import choose_new_file
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.sign_buttons import BareSign, MenuButton
from legalaid_desktop.ui.pieces.week_view import DayCards, WeekView
from legalaid_desktop.ui.printing import print_pdf
from legalaid_desktop.ui.theme import GRID, INSIDE, Type

_BESIDE: Final = 1000
"""px from which the list of the chosen day stands beside the days."""


class CalendarPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter = CalendarPresenter(
            self, self.tasks, words=lambda: words.wording, clock=desk.clock, gather=gather_span
        )
        self.menu = MenuButton(words, theme, "calendar.menu")
        self.menu.add("calendar.export_days", self._export_days)
        self.menu.add("calendar.export_month", self._export_month)
        self.menu.add("calendar.print_month", self.presenter.print_month)
        self.body.addWidget(PageHeader(words, "calendar.title", "calendar.sentence", action=self.menu))
        self.progress = Progress(words, self.presenter.cancel)
        self.body.addWidget(self.progress)
        self.before = BareSign(words, theme, "calendar.before", "back", lambda: self.presenter.walk(-1))
        self.after = BareSign(words, theme, "calendar.after", "forward", lambda: self.presenter.walk(1))
        self.to_today = Button(words, "calendar.to_today", self.presenter.to_today)
        self.title = Text("", Type.TITLE)
        self.week_button = Button(words, "calendar.week", lambda: self._span(Span.WEEK))
        self.month_button = Button(words, "calendar.month", lambda: self._span(Span.MONTH))
        for button in (self.week_button, self.month_button):
            button.setCheckable(True)
        buttons = row(
            self.before, self.to_today, self.after, self.week_button, self.month_button, None, spacing=GRID // 2
        )
        self.bar = SideBySide((self.title, buttons), wide_from=800, shares=(1, 0), spacing=GRID)
        self.month, self.week = MonthView(words, theme), WeekView(words, theme)
        self.views: Mapping[Span, CalendarView] = {Span.MONTH: self.month, Span.WEEK: self.week}
        for view in self.views.values():
            view.day_wanted.connect(self._walked)
            view.mark_chosen.connect(self.presenter.open)
            view.span_wanted.connect(self.presenter.walk)
            view.list_wanted.connect(self._to_list)
            view.today_wanted.connect(self.presenter.to_today)
            view.hide()
        self.notes = Text("", Type.HINT, role="unchecked")
        self.notes.hide()
        self.legend = Legend(words, theme)
        days = column(self.month, self.week, self.legend, self.notes, None, spacing=GRID)
        self.day_title = Text("", Type.STRONG)
        self.cards = DayCards(words, theme)
        self.cards.mark_chosen.connect(self.presenter.open)
        self.nothing = said(words, "calendar.nothing_here", role="hint")
        self.day_part = column(self.day_title, self.cards, self.nothing, None, spacing=GRID)
        self.parts = SideBySide((days, self.day_part), wide_from=_BESIDE, shares=(7, 3))
        self.body.addWidget(column(self.bar, self.parts, spacing=INSIDE))
        self.body.addStretch(1)
        desk.changed.connect(lambda _: self.presenter.refresh() if self.isVisible() else None)
        words.changed.connect(lambda: self.presenter.refresh() if self.isVisible() else None)

    # The page

    def arrive(self, span: str = "", day: str = "", **params: Any) -> None:
        self.presenter.load(span, day)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def where(self) -> Mapping[str, Any]:
        return {"span": self.presenter.span.value, "day": self.presenter.day.isoformat()}

    @property
    def view(self) -> CalendarView:
        """The one that is shown."""
        return self.views[self.presenter.span]

    # What a person does

    def _span(self, span: Span) -> None:
        self._tell_span()  # a press must not uncheck what stays
        self.presenter.choose_span(span)

    def _walked(self, day: dt.date) -> None:
        self.presenter.go_to(day)

    def _to_list(self) -> None:
        self.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _export_days(self) -> None:
        choose_new_file(self, self.words, "calendar.export_days", self.presenter.export_days, name=f"{DAYS_NAME}.ics")

    def _export_month(self) -> None:
        day = self.presenter.day
        choose_new_file(
            self,
            self.words,
            "calendar.export_month",
            self._month_to,
            name=f"{MONTH_NAME}-{day:%Y-%m}.pdf",
        )

    def _month_to(self, path: Path) -> None:
        self.presenter.export_month(path)

    # What the presenter shows

    def show_span(self, shown: CalendarSpan, chosen: dt.date) -> None:
        self.title.setText(shown.title)
        had_focus = any(view.hasFocus() for view in self.views.values())
        for span, view in self.views.items():
            view.setVisible(span is shown.span)
        self.day_part.setVisible(shown.span is Span.MONTH)  # a week has all its words on its cards
        self.views[shown.span].show_span(shown, chosen)
        if had_focus:
            self.views[shown.span].setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_span()
        self.notes.tell("\n".join(shown.notes), "unchecked")

    def _tell_span(self) -> None:
        for span, button in ((Span.WEEK, self.week_button), (Span.MONTH, self.month_button)):
            button.setChecked(span is self.presenter.span)

    def show_day(self, day: CalendarDay | None) -> None:
        if day is None:
            return
        self.view.choose(day.day)
        head, *_ = day.spoken.split(". ")
        self.day_title.setText(head[:1].upper() + head[1:])
        if self.presenter.shown is not None:
            self.cards.show_span(self.presenter.shown, day.day)
        self.nothing.setVisible(not day.marks)

        self._bring_into_sight(day.day)

    def _bring_into_sight(self, day: dt.date) -> None:
        """On a low window the keys walk further than is seen."""
        box = next((box for box, one in self.view.day_boxes() if one.day == day), None)
        inner = self.scroll_area.widget() if self.scroll_area is not None else None
        if box is None or inner is None or self.scroll_area is None or not self.view.hasFocus():
            return
        middle = self.view.mapTo(inner, box.center().toPoint())
        self.scroll_area.ensureVisible(middle.x(), middle.y(), 0, round(box.height() / 2) + GRID)

    def show_failure(self, error: LegalAidError) -> None:
        self.desk.tell_failure(error)

    def show_work(self, words: str) -> None:
        self.menu.setEnabled(not words)
        self.progress.start(words) if words else self.progress.end()

    def show_stand(self, done: int, total: int) -> None:
        self.progress.stand(done, total)

    def say_done(self, text: str) -> None:
        self.desk.toast(text)

    def open_mark(self, mark: CalendarMark) -> None:
        self.desk.go("case", ref=mark.ref, kind=mark.kind, id=mark.id)

    def print_page(self, pdf: bytes) -> None:
        print_pdf(self, pdf, words=self.words)
