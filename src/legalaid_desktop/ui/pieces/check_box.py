"""A box to tick, drawn in the colours of the look: the style sheet leaves the toolkit's own box without its edge."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from legalaid_desktop.ui.theme import GRID, RADIUS, TARGET, Theme
from legalaid_desktop.ui.words import Words

_SIDE: Final = 18


class CheckBox(QCheckBox):
    """``id`` is the wording id beside the box; without one ``text`` stands there as it is."""

    def __init__(self, words: Words, theme: Theme, id: str = "", *, text: str = "", checked: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.setChecked(checked)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

        def say() -> None:
            self.setText(words.say(id) if id else text)
            self.setAccessibleName(self.text())
            self.updateGeometry()

        words.bind(self, say)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_SIDE + GRID + width + GRID, max(TARGET, self.fontMetrics().lineSpacing()))

    minimumSizeHint = sizeHint

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        box = QRectF(1, (self.height() - _SIDE) / 2, _SIDE, _SIDE)
        painter.setPen(QPen(tokens.color("accent" if self.isChecked() else "control_line"), 1.5))
        painter.setBrush(tokens.color("accent" if self.isChecked() else "panel"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.isChecked():
            pen = QPen(tokens.color("on_accent"), 2.2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            left, top = box.left(), box.top()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([QPointF(left + x, top + y) for x, y in ((4, 9.5), (7.5, 13), (14, 5.5))]))
        painter.setPen(tokens.color("ink" if self.isEnabled() else "muted"))
        text = QRectF(_SIDE + GRID, 0, self.width() - _SIDE - GRID, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
