"""Title, one sentence, and at most one action."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.theme import GRID, INSIDE, Type
from legalaid_desktop.ui.words import Words


class PageHeader(QWidget):
    """``title`` and ``sentence`` are wording ids; :meth:`call` sets own texts instead (the title of a case)."""

    def __init__(self, words: Words, title: str = "", sentence: str = "", *, action: QWidget | None = None) -> None:
        super().__init__()
        self.title = Text("", Type.TITLE)
        self.sentence = Text("", role="hint")
        texts = QVBoxLayout()
        texts.setSpacing(GRID // 2)
        texts.addWidget(self.title)
        texts.addWidget(self.sentence)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(INSIDE)
        line.addLayout(texts, 1)
        if action is not None:
            line.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
        if title:
            words.bind(self, lambda: self.call(words.say(title), words.say(sentence) if sentence else ""))

    def call(self, title: str, sentence: str = "") -> None:
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.setAccessibleName(title)
