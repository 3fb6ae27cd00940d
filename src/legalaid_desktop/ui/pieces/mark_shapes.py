"""The forms of marked days, drawn with the painter: told apart in grey, each with a word beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from legalaid_desktop.presenters.calendar_days import LEGEND, SHAPES, Shape, mark_words
from legalaid_desktop.presenters.clock_strip import Tone
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.flowing_legend import FlowingLegend
from legalaid_desktop.ui.theme import Theme
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


class Legend(FlowingLegend):
    """What each shape means."""

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme, SIDE)

    def name(self) -> str:
        return self.words.say("calendar.legend")

    def entries(self) -> Sequence[tuple[Shape, str]]:
        return [(SHAPES[mark], mark_words(mark, self.words.wording)) for mark in LEGEND]

    def paint_sign(self, painter: QPainter, sign: Shape, box: QRectF) -> None:
        paint_shape(painter, sign, box, self.theme.tokens.color("muted"))
