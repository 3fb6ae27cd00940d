"""Timeline: the line of time, and what happened in its order."""

from __future__ import annotations

from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import event_lines
from legalaid_desktop.presenters.timeline_marks import timeline
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import CaseHost, CaseTab, rows_of
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.rows import RowList
from legalaid_desktop.ui.pieces.sign_buttons import SignButton
from legalaid_desktop.ui.pieces.timeline_view import TimelineView
from legalaid_desktop.ui.theme import GRID, INSIDE, Type


class TimelineTab(CaseTab):
    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self.line = TimelineView(theme)
        self.line.chosen.connect(self._open_mark)
        self.undated = Text("", Type.HINT, role="hint")
        self.rows = RowList(words, theme, "case.events")
        self.rows.fit_to_rows()
        self.rows.chosen.connect(lambda key: self.page.edit("event", key))
        self.empty = EmptyState(words, "case.no_events")
        self.add = SignButton(words, theme, "case.add_event", "add", lambda: self.page.edit("event", ""), kind="")
        self.body.addWidget(column(self.line, self.undated, spacing=GRID))
        self.body.addWidget(column(self.rows, self.empty, row(self.add, None), spacing=INSIDE))
        self.body.addStretch(1)

    def show_data(self, data: CaseData) -> None:
        super().show_data(data)
        words = self.words.wording
        line = timeline(data, words)
        self.line.show_line(line, words.say("case.timeline_spoken"))
        undated = line.undated if line is not None else 0
        self.undated.tell(words.say("case.undated", n=undated) if undated else "", "hint")
        lines = event_lines(data, words)
        self.rows.put(rows_of(lines))
        self.rows.setVisible(bool(lines))
        self.empty.setVisible(not lines)

    def _open_mark(self, kind: str, key: str) -> None:
        if kind == "event":
            self.page.edit("event", key)
            return
        self.page.show_tab("deadlines")
        self.page.pages["deadlines"].go_to(kind, key)

    def go_to(self, kind: str, key: str) -> None:
        if self.rows.select(key):
            self.rows.setFocus()
            self.page.edit("event", key)

    def take_focus(self) -> None:
        (self.rows if self.rows.rows else self.add).setFocus()
