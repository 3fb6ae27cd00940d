"""How a period was counted, day by day: numbers on counted days, the reason on the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.ui.theme import GRID, RADIUS, Theme, Tokens, Type, font

_CELL: Final = 44
_ROW: Final = 50


@dataclass(frozen=True, kw_only=True)
class StripDay:
    """``date`` as «24.11», ``weekday`` short; ``number`` of a counted day. ``last`` is the last day of the period."""

    date: str
    weekday: str
    number: int | None
    why: str
    last: bool = False


def paint_days(painter: QPainter, where: QRectF, days: Sequence[StripDay], tokens: Tokens) -> None:
    """A cell a day, as many in a row as fit."""
    columns = max(1, int(where.width() // _CELL))
    hint, strong = font(Type.HINT), font(Type.STRONG)
    line = QFontMetricsF(hint).lineSpacing()
    for number, day in enumerate(days):
        left, top = where.left() + number % columns * _CELL, where.top() + number // columns * _ROW
        box = QRectF(left, top, _CELL - 4, _ROW - 4)
        counted = day.number is not None
        painter.setPen(QPen(tokens.color("harm" if day.last else "line"), 2 if day.last else 1))
        painter.setBrush(tokens.color("panel" if counted else "page"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setFont(hint)
        painter.setPen(tokens.color("muted"))
        painter.drawText(QRectF(left, top + 3, box.width(), line), Qt.AlignmentFlag.AlignHCenter, day.date)
        painter.setFont(strong if counted else hint)
        painter.setPen(tokens.color("harm" if day.last else "ink" if counted else "muted"))
        text = str(day.number) if counted else day.weekday
        painter.drawText(QRectF(left, top + line + 3, box.width(), line + 4), Qt.AlignmentFlag.AlignHCenter, text)


class DayStrip(QWidget):
    """The strip as a widget; all of it is said in its accessible description and stands in words beside it."""

    def __init__(self, theme: Theme, days: Sequence[StripDay], name: str) -> None:
        super().__init__()
        self._theme, self._days = theme, tuple(days)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(f"{day.date}: {day.why}" for day in days))
        theme.changed.connect(self.update)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        columns = max(1, width // _CELL)
        return -(-len(self._days) // columns) * _ROW + GRID

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_days(painter, QRectF(self.rect()), self._days, self._theme.tokens)
