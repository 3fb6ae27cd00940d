"""Decisions with their four dates, and every clock that runs from them: counted day by day, filed or missed."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import clock_lines, decision_lines
from legalaid_desktop.presenters.clock_words import ClockWords, clock_words
from legalaid_desktop.presenters.starting_sets import paper_of
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import CaseHost, CaseTab, clear, rows_of
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.clock_strip import ClockStripView
from legalaid_desktop.ui.pieces.day_strip import DayStrip, StripDay
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, reading, row
from legalaid_desktop.ui.pieces.rows import RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.sign_buttons import SignButton
from legalaid_desktop.ui.theme import GRID, INSIDE, Type


class DeadlinesTab(CaseTab):
    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self._open = ""
        self.clocks = RowList(words, theme, "case.clocks")
        self.clocks.fit_to_rows()
        self.clocks.chosen.connect(self._show_clock)
        self.no_clocks = EmptyState(words, "case.no_clocks")
        self.counted = Panel()
        self.counted.hide()
        self.inside = QVBoxLayout()
        self.inside.setSpacing(GRID)
        self.counted.body.addLayout(self.inside)
        self.decisions = RowList(words, theme, "case.decisions")
        self.decisions.fit_to_rows()
        self.decisions.chosen.connect(lambda key: self.page.edit("decision", key))
        self.no_decisions = EmptyState(words, "case.no_decisions")
        self.add = SignButton(words, theme, "case.add_decision", "add", lambda: self.page.edit("decision", ""), kind="")
        self.body.addWidget(
            column(said(words, "case.clocks", Type.STRONG), self.clocks, self.no_clocks, self.counted, spacing=GRID)
        )
        self.body.addWidget(
            column(
                column(said(words, "case.decisions", Type.STRONG), self.decisions, self.no_decisions, spacing=GRID),
                row(self.add, None),
                spacing=INSIDE,
            )
        )
        self.body.addStretch(1)

    def show_data(self, data: CaseData) -> None:
        super().show_data(data)
        words = self.words.wording
        clocks = clock_lines(data, words)
        self.clocks.put(rows_of(clocks))
        self.clocks.setVisible(bool(clocks))
        self.no_clocks.setVisible(not clocks)
        decisions = decision_lines(data, words)
        self.decisions.put(rows_of(decisions))
        self.decisions.setVisible(bool(decisions))
        self.no_decisions.setVisible(not decisions)
        if self._open:
            self._show_clock(self._open, focus=False)

    def _show_clock(self, key: str, *, focus: bool = True) -> None:
        """How this clock was counted, under the list."""
        row_ = self.page.presenter.clock(key)
        if row_ is None or self.data is None:
            self.counted.hide()
            self._open = ""
            return
        self._open = key
        clear(self.inside)
        self.counted.show()  # before the buttons in it: what is not shown yet takes no cursor
        self._fill(row_, clock_words(row_, self.data, self.words.wording), focus)

    def _fill(self, clock: DeadlineRow, said_: ClockWords, focus: bool) -> None:
        words, theme = self.words, self.desk.theme
        key = str(clock.id)
        title = Text(said_.title, Type.STRONG)
        strip = ClockStripView(theme, said_.strip)
        self.inside.addWidget(SideBySide((title, strip), wide_from=560, shares=(1, 0), spacing=GRID))
        presenter = self.page.presenter
        close = Button(words, "case.close_counted", self._close, kind="quiet")
        buttons: list[QWidget] = []
        paper = self._paper(clock)
        if said_.open:
            if paper:
                buttons.append(Button(words, "case.to_paper", partial(self._begin, paper)))
            buttons.append(Button(words, "case.mark_filed", partial(presenter.mark, key, "done")))
            buttons.append(Button(words, "case.mark_missed", partial(presenter.mark, key, "missed"), kind="quiet"))
        else:
            buttons.append(Button(words, "case.mark_open", partial(presenter.mark, key, None)))
        acts = row(*buttons, None, close)
        self.inside.addWidget(acts)
        acts.show()
        if said_.days:
            self.inside.addWidget(Text(words.say("case.day_strip"), Type.HINT, role="hint"))
            days = [
                StripDay(date=day.date, weekday=day.weekday, number=day.number, why=day.why, last=day.last)
                for day in said_.days
            ]
            self.inside.addWidget(DayStrip(theme, days, words.say("case.day_strip")))
        self.inside.addWidget(reading(*(Text(line) for line in said_.lines), spacing=GRID // 2))
        if focus:
            buttons[0].setFocus()
            self.area.ensureWidgetVisible(self.counted)

    def _paper(self, clock: DeadlineRow) -> str:
        """The paper that this clock waits for, where the program can make it."""
        wanted = paper_of(str(clock.rule))
        return wanted if self.data is not None and any(one.id == wanted for one in self.data.papers) else ""

    def _begin(self, paper: str) -> None:
        self.desk.go("draft", ref=self.page.presenter.ref, document=paper)

    def _close(self) -> None:
        self._open = ""
        self.counted.hide()
        self.clocks.setFocus()

    def forget(self) -> None:
        self._open = ""
        self.counted.hide()

    def go_to(self, kind: str, key: str) -> None:
        if kind == "decision":
            if self.decisions.select(key):
                self.decisions.setFocus()
            return
        if self.clocks.select(key):
            self.clocks.setFocus()
            self._show_clock(key, focus=False)

    def take_focus(self) -> None:
        target = self.clocks if self.clocks.rows else self.decisions if self.decisions.rows else self.add
        target.setFocus()

    def escape(self) -> bool:
        if self._open:
            self._close()
            return True
        return False
