"""What must be seen on each page while it holds: a line at the top, with one way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import said
from legalaid_desktop.ui.theme import EDGE, GRID
from legalaid_desktop.ui.words import Words


class Notice(QFrame):
    """Hidden until it is shown. ``sentence`` and ``action`` are wording ids."""

    def __init__(self, words: Words, sentence: str, action: str, pressed: Callable[[], None], *, role: str) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.text = said(words, sentence, role=role)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.button = Button(words, action, pressed)
        line = QHBoxLayout(self)
        line.setContentsMargins(EDGE, GRID // 2, EDGE, GRID // 2)
        line.setSpacing(GRID)
        line.addWidget(self.text, 1)
        line.addWidget(self.button)
        words.bind(self, lambda: self.setAccessibleName(words.say(sentence)))
        self.hide()
