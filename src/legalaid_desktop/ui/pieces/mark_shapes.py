"""The forms of marked days, drawn with the painter: told apart in grey, each with a word beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.presenters.calendar_days import LEGEND, SHAPES, Shape, mark_words
from legalaid_desktop.presenters.clock_strip import Tone
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.theme import GRID, Theme, Type, font
from legalaid_desktop.ui.words import Words

COLOR: Final = {Tone.CALM: "ink", Tone.NOW: "accent", Tone.HARM: "harm", Tone.DONE: "done"}
SIDE: Final = 11.0
"""px of a shape."""


def paint_shape(painter: QPainter, shape: Shape, where: QRectF, color: QColor) -> None:
    """Draw into the square ``where``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = where.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(color, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = box.center()
    match shape:
        case Shape.SQUARE:
            painter.fillRect(box, color)
        case Shape.OPEN_SQUARE:
            painter.drawRect(box)
        case Shape.TRIANGLE:
            corners = [QPointF(middle.x(), box.top()), box.bottomRight(), box.bottomLeft()]
            painter.drawPolygon(QPolygonF(corners))
        case Shape.DIAMOND:
            painter.setBrush(color)
            grown = box.adjusted(-1, -1, 1, 1)
            painter.setPen(Qt.PenStyle.NoPen)
            corners = [
                QPointF(middle.x(), grown.top()),
                QPointF(grown.right(), middle.y()),
                QPointF(middle.x(), grown.bottom()),
                QPointF(grown.left(), middle.y()),
            ]
            painter.drawPolygon(QPolygonF(corners))
        case Shape.CHECK:
            paint_icon(painter, "check", where.adjusted(-1, -1, 1, 1), color)
        case Shape.CROSS:
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())
    painter.restore()


class Legend(QWidget):
    """What each shape means, in as many lines as it takes."""

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self._words, self._theme = words, theme
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words.bind(self, self._say)
        theme.changed.connect(self.update)

    def _say(self) -> None:
        self._texts = [(SHAPES[mark], mark_words(mark, self._words.wording)) for mark in LEGEND]
        self.setAccessibleName(self._words.say("calendar.legend"))
        self.setAccessibleDescription("; ".join(text for _, text in self._texts))
        self.updateGeometry()
        self.update()

    def _places(self, width: float) -> list[tuple[float, float, Shape, str]]:
        metrics = QFontMetricsF(font(Type.HINT))
        x, y = 0.0, 0.0
        found = []
        for shape, text in self._texts:
            wide = SIDE + 6 + metrics.horizontalAdvance(text)
            if x and x + wide > width:
                x, y = 0.0, y + metrics.lineSpacing() + 4
            found.append((x, y, shape, text))
            x += wide + 2 * GRID
        return found

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._places(width)[-1][1] + QFontMetricsF(font(Type.HINT)).lineSpacing() + 2)

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(QFontMetricsF(font(Type.HINT)).lineSpacing()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        face = font(Type.HINT)
        metrics = QFontMetricsF(face)
        ink = self._theme.tokens.color("muted")
        for x, y, shape, text in self._places(self.width()):
            box = QRectF(x, y + (metrics.lineSpacing() - SIDE) / 2, SIDE, SIDE)
            paint_shape(painter, shape, box, ink)
            painter.setFont(face)
            painter.setPen(ink)
            painter.drawText(QRectF(x + SIDE + 6, y, self.width(), metrics.lineSpacing()), text)
