"""Decisions with their four dates, every clock that runs from them, and the days that a body appointed."""

from __future__ import annotations

from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import Line, clock_lines, decision_lines, further_lines
from legalaid_desktop.presenters.clock_marking import ClockMarking
from legalaid_desktop.presenters.clock_words import ClockWords, clock_words
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_appointed import AppointedPart
from legalaid_desktop.ui.pages.case_clock import ClockPanel
from legalaid_desktop.ui.pages.case_tab import CaseHost, CaseTab, rows_of
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.rows import RowList
from legalaid_desktop.ui.pieces.sign_buttons import SignButton
from legalaid_desktop.ui.theme import GRID, INSIDE, Type


class DeadlinesTab(CaseTab):
    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self._open = ""
        self.marking = ClockMarking(page, page.tasks, words=lambda: words.wording)
        self.clocks = RowList(words, theme, "case.clocks")
        self.clocks.fit_to_rows()
        self.clocks.chosen.connect(self._show_clock)
        self.no_clocks = EmptyState(words, "case.no_clocks")
        self.counted = ClockPanel(desk, page, self.marking, self._close)
        self.counted.hide()
        self.further = RowList(words, theme, "clock.further")
        self.further.fit_to_rows()
        self.further.chosen.connect(self._show_clock)
        self.further_part = column(
            said(words, "clock.further", Type.STRONG),
            said(words, "clock.further_hint", Type.HINT, role="hint"),
            self.further,
            spacing=GRID,
        )
        self.further_part.hide()
        self.appointed = AppointedPart(desk, self.marking)
        self.decisions = RowList(words, theme, "case.decisions")
        self.decisions.fit_to_rows()
        self.decisions.chosen.connect(lambda key: self.page.edit("decision", key))
        self.no_decisions = EmptyState(words, "case.no_decisions")
        self.add = SignButton(words, theme, "case.add_decision", "add", lambda: self.page.edit("decision", ""), kind="")
        self.rules_button = Button(words, "clock.rules.show", self._ask_rules, kind="quiet")
        self.rules = Text("")
        self.rules.hide()
        self.body.addWidget(
            column(said(words, "case.clocks", Type.STRONG), self.clocks, self.no_clocks, self.counted, spacing=GRID)
        )
        self.body.addWidget(self.appointed)
        self.body.addWidget(
            column(
                column(said(words, "case.decisions", Type.STRONG), self.decisions, self.no_decisions, spacing=GRID),
                row(self.add, None),
                spacing=INSIDE,
            )
        )
        self.body.addWidget(self.further_part)
        self.body.addWidget(column(row(self.rules_button, None), self.rules, spacing=GRID))
        self.body.addStretch(1)

    def show_data(self, data: CaseData) -> None:
        super().show_data(data)
        words = self.words.wording
        clocks = clock_lines(data, words)
        self.clocks.put(rows_of(clocks))
        self.clocks.setVisible(bool(clocks))
        self.no_clocks.setVisible(not clocks)
        further = further_lines(data, words)
        self.further.put(rows_of(further))
        self.further_part.setVisible(bool(further))
        self.appointed.show_data(data)
        decisions = decision_lines(data, words)
        self.decisions.put(rows_of(decisions))
        self.decisions.setVisible(bool(decisions))
        self.no_decisions.setVisible(not decisions)
        if self._open:
            self._show_clock(self._open, focus=False)
        if self.rules.isVisibleTo(self):
            self._ask_rules()

    def _show_clock(self, key: str, *, focus: bool = True) -> None:
        """How this clock was counted, under the list."""
        row_ = self.page.presenter.clock(key)
        if row_ is None or self.data is None:
            self.counted.hide()
            self._open = ""
            return
        self._open = key
        self.counted.show()  # before the buttons in it: what is not shown yet takes no cursor
        self._fill(row_, clock_words(row_, self.data, self.words.wording), focus)

    def _fill(self, clock: DeadlineRow, said_: ClockWords, focus: bool) -> None:
        assert self.data is not None
        had = self.counted.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.counted.show_clock(clock, said_, self.data)
        if (focus or had) and self.counted.first is not None and self.counted.form.isHidden():
            self.counted.first.setFocus()
        if focus:
            self.area.ensureWidgetVisible(self.counted)

    def _ask_rules(self) -> None:
        """Every other rule of the law pack, and why it gives no day in this case."""
        if self.data is not None:
            self.marking.load_rules(self.data.ref, self.data.today, self._show_rules)

    def _show_rules(self, lines: tuple[Line, ...]) -> None:
        self.rules.tell("\n\n".join(f"{line.title}\n{line.second}" for line in lines))

    def _close(self) -> None:
        self._open = ""
        self.counted.hide()
        self.clocks.setFocus()

    def forget(self) -> None:
        self._open = ""
        self.counted.hide()
        self.rules.tell("")
        self.appointed.forget()

    def go_to(self, kind: str, key: str) -> None:
        if kind == "decision":
            if self.decisions.select(key):
                self.decisions.setFocus()
            return
        if kind == "hearing":
            self.area.ensureWidgetVisible(self.appointed)
            self.appointed.add.setFocus()
            return
        for rows in (self.clocks, self.further):
            if rows.select(key):
                rows.setFocus()
                self._show_clock(key, focus=False)

    def take_focus(self) -> None:
        target = self.clocks if self.clocks.rows else self.decisions if self.decisions.rows else self.add
        target.setFocus()

    def escape(self) -> bool:
        if self.counted.isVisible() and self.counted.form.isVisible():
            self.counted.form.hide()
            return True
        if self._open:
            self._close()
            return True
        return False
