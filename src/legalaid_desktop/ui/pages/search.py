"""Ctrl+K: find anything and go there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from legalaid_desktop.presenters.search import Hit, SearchPresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import reading
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.rows import Row, RowList


class SearchPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, scrolls=False)
        words, theme = desk.words, desk.theme
        self.presenter = SearchPresenter(self, self.tasks, words=lambda: words.wording)
        self.body.addWidget(PageHeader(words, "search.title"))
        self.field = line_field(words, theme, "search.label", "search.hint")
        self.body.addWidget(reading(self.field))
        self.told = Text("", role="hint")
        self.body.addWidget(self.told)
        self.rows = RowList(words, theme, "search.results")
        self.rows.chosen.connect(self.presenter.choose)
        self.body.addWidget(self.rows, 1000)
        self.body.addStretch(1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(60)
        self._wait.timeout.connect(self._find)
        self.field.editor.textChanged.connect(lambda: self._wait.start())
        self.field.editor.installEventFilter(self)
        words.bind(self, self._find)

    def arrive(self, words: str = "", **params: Any) -> None:
        if words:
            self.field.editor.setText(words)
        self._find()
        self.field.editor.selectAll()
        self.field.editor.setFocus()

    def where(self) -> Mapping[str, Any]:
        return {"words": self.field.editor.text()}

    def _find(self) -> None:
        self._wait.stop()
        self.presenter.find(self.field.editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the line, the arrows walk the list and Enter opens what they stand on."""
        if watched is self.field.editor and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                QApplication.sendEvent(self.rows, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._wait.isActive():
                    self._find()
                key = self.rows.current_key() or (self.rows.rows[0].key if self.rows.rows else "")
                if key:
                    self.presenter.choose(key)
                return True
        return super().eventFilter(watched, event)

    # What the presenter shows

    def show_hits(self, hits: Sequence[Hit], told: str) -> None:
        self.told.tell(told, "hint")
        self.rows.put([Row(key=hit.key, title=hit.title, second=hit.second, word=hit.kind_words) for hit in hits])
        self.rows.setVisible(bool(hits))

    def open_hit(self, hit: Hit) -> None:
        if hit.case:
            self.desk.go("case", ref=hit.case, kind=hit.kind, id=hit.id)
        else:
            self.desk.go("note", id=hit.id)
