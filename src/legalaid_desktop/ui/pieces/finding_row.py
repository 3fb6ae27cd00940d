"""A finding of the checks: how grave in a word, the sentence, the way there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.theme import GRID, Theme, Type
from legalaid_desktop.ui.words import Words

_LOOK: Final = {
    Severity.BLOCKS: ("finding.blocks", "stop", "harm"),
    Severity.OVERRIDABLE: ("finding.overridable", "warn", "unchecked"),
    Severity.WARNS: ("finding.warns", "warn", "unchecked"),
    Severity.INFORMS: ("finding.informs", "info", "hint"),
}


class _Sign(QWidget):
    def __init__(self, theme: Theme, sign: str, role: str) -> None:
        super().__init__()
        self._theme, self._sign, self._role = theme, sign, role
        self.setFixedSize(20, 20)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self._theme.tokens.color("muted" if self._role == "hint" else self._role)
        paint_icon(QPainter(self), self._sign, QRectF(0, 0, 20, 20), color)


class FindingRow(QFrame):
    """``go_there`` and ``lift`` carry no value: connect them per row. ``lift`` is offered where a reason may lift."""

    go_there = Signal()
    lift = Signal()

    def __init__(
        self, words: Words, theme: Theme, severity: Severity, sentence: str, *, lifted: str | None = None,
        has_place: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("finding")
        word, sign, role = _LOOK[severity]
        if lifted:
            word, sign, role = "finding.lifted", "check", "hint"
        line = QHBoxLayout(self)
        line.setContentsMargins(0, GRID, 0, GRID)
        line.setSpacing(GRID)
        line.addWidget(_Sign(theme, sign, role), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(GRID // 2)
        texts.addWidget(said(words, word, Type.STRONG, role=role))
        texts.addWidget(Text(sentence))
        if lifted:
            texts.addWidget(said(words, "finding.reason", Type.HINT, role="hint", reason=lifted))
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        if has_place:
            self.place_button = Button(words, "finding.go_there", self.go_there.emit, kind="quiet")
            buttons.addWidget(self.place_button)
        if severity is Severity.OVERRIDABLE and not lifted:
            self.lift_button = Button(words, "finding.lift", self.lift.emit, kind="quiet")
            buttons.addWidget(self.lift_button)
        buttons.addStretch(1)
        if buttons.count() > 1:
            texts.addLayout(buttons)
        line.addLayout(texts, 1)
        words.bind(self, lambda: self.setAccessibleName(f"{words.say(word)}. {sentence}"))
