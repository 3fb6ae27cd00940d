"""Choosing what own words cite: by keyboard, by title; what is chosen goes into the text where the cursor stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.forms.options import cut
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.theme import GRID

if TYPE_CHECKING:
    from legalaid_desktop.services.draft_links import Citable

_HEIGHT = 150
"""px of the list: the paragraph stays in sight."""


class CitePanel(QWidget):
    """A line to type a few letters of a title, and the titles that have them. Enter takes the first or marked one."""

    def __init__(self, desk: Desk, take: Callable[[str], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.words = desk.words
        self._take, self._leave = take, leave
        self._all: tuple[Citable, ...] = ()
        self.wanted = line_field(desk.words, desk.theme, "draft.cite.find", "draft.cite.hint")
        self.rows = RowList(desk.words, desk.theme, "draft.cite.list")
        self.rows.setMaximumHeight(_HEIGHT)
        self.rows.chosen.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.wanted)
        column.addWidget(self.rows)
        self.wanted.editor.textEdited.connect(lambda _: self._fill())
        self.wanted.editor.returnPressed.connect(self._first)
        self.wanted.editor.installEventFilter(self)
        self.hide()

    def open(self, citables: Sequence[Citable]) -> None:
        self._all = tuple(citables)
        self.wanted.editor.clear()
        self._fill()
        self.show()
        self.wanted.editor.setFocus()

    def _fill(self) -> None:
        wanted = self.wanted.editor.text().casefold().split()
        rows = []
        for one in self._all:
            number = self.words.say("draft.cite.number", number=one.number) if one.number is not None else ""
            kind = self.words.say(f"draft.cite.{one.kind}")
            if all(word in f"{one.title} {kind} {number}".casefold() for word in wanted):
                second = " · ".join(part for part in (kind, number) if part)
                rows.append(Row(key=one.notation, title=cut(one.title, 110), second=second, sign="paper"))
        self.rows.put(rows)

    def _first(self) -> None:
        if self.rows.rows:
            self._chosen(self.rows.rows[0].key)

    def _chosen(self, notation: str) -> None:
        self.hide()
        self._take(notation)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.rows.setFocus()
            if self.rows.rows:
                self.rows.setCurrentIndex(self.rows.model().index(0, 0))
            return True
        return super().eventFilter(watched, event)

    def escape(self) -> bool:
        if self.isHidden():
            return False
        self.hide()
        self._leave()
        return True
