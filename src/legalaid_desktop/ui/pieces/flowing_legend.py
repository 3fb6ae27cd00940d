"""What each sign means: the sign and its words, one pair after another in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.ui.theme import GRID, READING, Theme, Type, font
from legalaid_desktop.ui.words import Words


class FlowingLegend(QWidget):
    """``side`` is that of a sign in px."""

    def __init__(self, words: Words, theme: Theme, side: float) -> None:
        super().__init__()
        self.words, self.theme, self._side = words, theme, side
        self._entries: Sequence[tuple[Any, str]] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words.bind(self, self._say)
        theme.changed.connect(self.update)

    def entries(self) -> Sequence[tuple[Any, str]]:
        """Signs with their words, in the language of now."""
        raise NotImplementedError

    def paint_sign(self, painter: QPainter, sign: Any, box: QRectF) -> None:
        raise NotImplementedError

    def name(self) -> str:
        """What assistive technology calls the whole; without one, the words are its name."""
        return ""

    def _say(self) -> None:
        self._entries = self.entries()
        told = "; ".join(text for _, text in self._entries)
        name = self.name()
        self.setAccessibleName(name or told)
        self.setAccessibleDescription(told if name else "")
        self.updateGeometry()
        self.update()

    def _line(self) -> float:
        return max(QFontMetricsF(font(Type.HINT)).lineSpacing(), self._side)

    def _places(self, width: float) -> list[tuple[float, float, Any, str]]:
        metrics = QFontMetricsF(font(Type.HINT))
        x, y = 0.0, 0.0
        found = []
        for sign, text in self._entries:
            wide = self._side + GRID // 2 + metrics.horizontalAdvance(text)
            if x and x + wide > width:
                x, y = 0.0, y + self._line() + GRID // 2
            found.append((x, y, sign, text))
            x += wide + 2 * GRID
        return found

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._places(width)[-1][1] + self._line() + 2)

    def sizeHint(self) -> QSize:
        return QSize(READING, self.heightForWidth(READING))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(self._line()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        high = self._line()
        for x, y, sign, text in self._places(self.width()):
            self.paint_sign(painter, sign, QRectF(x, y + (high - self._side) / 2, self._side, self._side))
            painter.setFont(font(Type.HINT))
            painter.setPen(self.theme.tokens.color("muted"))
            left = x + self._side + GRID // 2
            painter.drawText(QRectF(left, y, self.width(), high), Qt.AlignmentFlag.AlignVCenter, text)
