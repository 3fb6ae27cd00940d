"""Today: deadlines, worst harm first, and drafts that were begun."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.today import TodayLine, TodayLines, TodayPresenter, Warned
from legalaid_desktop.presenters.today_lines import gather
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.theme import GRID, Type


class TodayPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter = TodayPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock, gather=gather)
        self.header = PageHeader(words, "today.title", "today.sentence")
        self.body.addWidget(self.header)
        self._arriving = False
        self.warned = QVBoxLayout()
        self.warned.setSpacing(GRID)
        self.warned_part = QWidget()
        self.warned.setContentsMargins(0, 0, 0, 0)
        self.warned_part.setLayout(self.warned)
        self.warned_part.hide()
        self.body.addWidget(self.warned_part)
        self.first_day = EmptyState(words, "today.first_day", "today.to_cases", lambda: desk.go("cases"))
        self.first_day.hide()
        self.body.addWidget(self.first_day)
        self.recovery = Text("", role="hint")
        self.recovery_button = Button(words, "recovery.today.go", lambda: desk.go("recovery"), kind="quiet")
        self.recovery_line = column(self.recovery, row(self.recovery_button, None), spacing=GRID // 2)
        self.recovery_line.hide()
        self._groups: list[QWidget] = []
        self._warned: tuple[Warned, ...] = ()
        self.due = RowList(words, theme, "today.due")
        self.begun = RowList(words, theme, "today.begun")
        self.more = Text("")
        self.more.hide()
        self.no_due = EmptyState(words, "today.no_due")
        self.no_begun = EmptyState(words, "today.no_begun")
        for rows, empty, title in (
            (self.due, self.no_due, "today.due"),
            (self.begun, self.no_begun, "today.begun"),
        ):
            rows.fit_to_rows()
            rows.chosen.connect(self.presenter.choose)
            rows.hide()
            empty.hide()
            group = column(said(words, title, Type.STRONG), rows, empty, spacing=GRID)
            self._groups.append(group)
            self.body.addWidget(group)
        self.body.insertWidget(4, self.more)
        self.body.addWidget(self.recovery_line)
        self.body.addStretch(1)
        desk.changed.connect(lambda _: self._refresh_if_seen())
        words.changed.connect(self.presenter.refresh)

    def arrive(self, **params: Any) -> None:
        self._arriving = True
        self.presenter.refresh()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.presenter.refresh()

    # What the presenter shows

    def show_day(self, text: str) -> None:
        self.header.sentence.setText(text)

    def show_lines(self, lines: TodayLines) -> None:
        for rows, empty, found in ((self.due, self.no_due, lines.due), (self.begun, self.no_begun, lines.begun)):
            rows.put([Row(key=one.key, title=one.title, second=one.second, strip=one.strip) for one in found])
            rows.setVisible(bool(found))
            empty.setVisible(not found)
        self._show_warned(lines.warned)
        self.first_day.setVisible(lines.nothing_yet)
        for group in self._groups:
            group.setVisible(not lines.nothing_yet)
        self.recovery.setText(lines.recovery)
        self.recovery_line.setVisible(bool(lines.recovery))
        self.more.tell(self.words.say("today.more", n=lines.more) if lines.more else "", "unchecked")
        arriving = self._arriving and self.isVisible()  # another page may have the cursor by now
        if arriving and (lines.due or lines.begun):
            (self.due if lines.due else self.begun).setFocus()
        elif arriving and lines.nothing_yet and self.first_day.button is not None:
            self.first_day.button.setFocus()
        self._arriving = False

    def _show_warned(self, warned: tuple[Warned, ...]) -> None:
        """What puts the dates in doubt stands before them."""
        if warned == self._warned:
            return
        self._warned = warned
        clear(self.warned)
        for one in warned:
            panel = Panel(Text(one.text, role=one.role))
            if one.page:
                panel.body.addWidget(
                    row(Button(self.words, f"today.to.{one.page}", partial(self.desk.go, one.page)), None)
                )
            self.warned.addWidget(panel)
        self.warned_part.setVisible(bool(warned))

    def show_failure(self, text: str) -> None:
        self.desk.toast(text)

    def open_line(self, line: TodayLine) -> None:
        self.desk.go(line.page, **line.params)
