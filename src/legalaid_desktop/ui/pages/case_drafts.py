"""Drafts: those that were begun, and what can be drafted for this case."""

from __future__ import annotations

from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import closed_lines, draft_lines, offer_lines
from legalaid_desktop.presenters.starting_sets import first_question
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_bundle import BundlePanel
from legalaid_desktop.ui.pages.case_tab import CaseHost, CaseTab, rows_of
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import column, reading, row
from legalaid_desktop.ui.pieces.rows import RowList
from legalaid_desktop.ui.theme import GRID, Type


class DraftsTab(CaseTab):
    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self.begun = RowList(words, theme, "case.begun")
        self.begun.chosen.connect(self._open_draft)
        self.remove = Button(words, "case.remove_draft", self._remove, kind="quiet")
        self.begun.current_changed.connect(lambda _: self.remove.setEnabled(True))
        self.no_begun = EmptyState(words, "case.no_drafts")
        self.usual = RowList(words, theme, "case.usual")
        self.others = RowList(words, theme, "case.other_papers")
        for rows in (self.usual, self.others):
            rows.chosen.connect(self._begin)
        self.usual_title = said(words, "case.usual", Type.STRONG)
        self.ask_first = Text(role="hint")
        words.bind(self.ask_first, self._ask_first)
        self.others_title = said(words, "case.other_papers", Type.STRONG)
        self.closed = RowList(words, theme, "case.closed_doors")
        self.closed.setEnabled(False)  # told of, never offered
        self.closed_title = said(words, "case.closed_doors", Type.STRONG)
        for rows in (self.begun, self.usual, self.others, self.closed):
            rows.fit_to_rows()
            rows.hide()
        self.body.addWidget(
            column(
                said(words, "case.begun", Type.STRONG), self.begun, self.no_begun, row(self.remove, None), spacing=GRID
            )
        )
        self.binder = BundlePanel(desk, page)
        self.binder.hide()
        self.body.addWidget(reading(self.binder))
        self.body.addWidget(column(self.usual_title, self.ask_first, self.usual, spacing=GRID))
        self.body.addWidget(column(self.others_title, self.others, spacing=GRID))
        self.body.addWidget(column(self.closed_title, self.closed, spacing=GRID))
        self.body.addStretch(1)

    def show_data(self, data: CaseData) -> None:
        super().show_data(data)
        words = self.words.wording
        begun = draft_lines(data, words)
        usual, others = offer_lines(data, words)
        # Nothing is said of closed doors before the papers are there: the case is still being read.
        closed = ((self.closed, closed_lines(data.law, data.today, words) if usual or others else ()),)
        self.closed_title.setVisible(bool(closed[0][1]))
        for rows, lines in ((self.begun, begun), (self.usual, usual), (self.others, others), *closed):
            rows.put(rows_of(lines))
            rows.setVisible(bool(lines))
        self.binder.show_data(data)
        self.usual_title.setVisible(bool(usual))
        self._ask_first()
        self.others_title.setVisible(bool(others))
        self.no_begun.setVisible(not begun)
        self.remove.setVisible(bool(begun))
        self.remove.setEnabled(bool(self.begun.current_key()))

    def _ask_first(self) -> None:
        question = first_question(self.data.record, self.words.lang) if self.data and self.usual.rows else ""
        self.ask_first.tell(self.words.say("case.ask_first", question=question) if question else "")

    def _begin(self, document: str) -> None:
        self.desk.go("draft", ref=self.page.presenter.ref, document=document)

    def _open_draft(self, key: str) -> None:
        draft = next((one for one in self.data.drafts if str(one.id) == key), None) if self.data else None
        if draft is not None:
            self.desk.go(
                "draft",
                ref=self.page.presenter.ref,
                document=str(draft.document),
                language=str(draft.language),
            )

    def _remove(self) -> None:
        key = self.begun.current_key()
        if key:
            self.page.presenter.remove_draft(key)

    def take_focus(self) -> None:
        for rows in (self.begun, self.usual, self.others):
            if rows.rows:
                rows.setFocus()
                return
