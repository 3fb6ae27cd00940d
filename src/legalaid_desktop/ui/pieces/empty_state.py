"""An empty place says what it is for and offers one step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import said
from legalaid_desktop.ui.theme import GRID, INSIDE
from legalaid_desktop.ui.words import Words


class EmptyState(QWidget):
    """``sentence`` and ``action`` are wording ids."""

    def __init__(
        self, words: Words, sentence: str, action: str = "", pressed: Callable[[], None] | None = None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, INSIDE, 0, INSIDE)
        column.setSpacing(INSIDE)
        column.addWidget(said(words, sentence, role="hint"))
        self.button: Button | None = None
        if action:
            self.button = Button(words, action, pressed)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(GRID)
