"""How a period was counted, day by day: numbers on counted days, the reason on the others.

Read in grey: days off are hatched, the first day has a bar, the last one a heavy frame and a flag.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.ui.focus_ring import WEARS_ITS_OWN
from legalaid_desktop.ui.theme import FOCUS, GRID, RADIUS, Theme, Tokens, Type, font

_GAP: Final = 4.0


@dataclass(frozen=True, kw_only=True)
class StripDay:
    """``date`` as «24.11», ``weekday`` short; ``number`` of a counted day. ``last`` is the last day of the period;
    ``spoken`` the day and its reason as a sentence."""

    date: str
    weekday: str
    number: int | None
    why: str
    last: bool = False
    off: bool = False
    spoken: str = ""


def cell() -> tuple[float, float]:
    """Width and height of a day in px with the gap beside it: as wide as its letters, at any size of them."""
    hint, strong = QFontMetricsF(font(Type.HINT)), QFontMetricsF(font(Type.STRONG))
    return max(44.0, hint.horizontalAdvance("30.12") + 12 + _GAP), hint.lineSpacing() + strong.lineSpacing() + 8 + _GAP


def day_box(where: QRectF, number: int) -> QRectF:
    """The box of day ``number`` (from 0), as many in a row as fit."""
    wide, high = cell()
    columns = max(1, int((where.width() + _GAP) // wide))
    left, top = where.left() + number % columns * wide, where.top() + number // columns * high
    return QRectF(left + 1, top + 1, wide - _GAP, high - _GAP)


def paint_days(painter: QPainter, where: QRectF, days: Sequence[StripDay], tokens: Tokens, current: int = -1) -> None:
    """A cell a day. ``current`` wears the ring."""
    hint, strong = font(Type.HINT), font(Type.STRONG)
    line = QFontMetricsF(hint).lineSpacing()
    for number, day in enumerate(days):
        box = day_box(where, number)
        counted = day.number is not None
        painter.setPen(QPen(tokens.color("harm" if day.last else "line"), 2 if day.last else tokens.line_width))
        painter.setBrush(tokens.color("panel" if counted else "page"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if day.off:
            _hatch(painter, box, tokens)
        if day.last:
            _flag(painter, box, tokens)
        painter.setFont(hint)
        painter.setPen(tokens.color("muted"))
        painter.drawText(box.adjusted(0, 3, 0, 0), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, day.date)
        painter.setFont(strong if counted else hint)
        painter.setPen(tokens.color("harm" if day.last else "ink" if counted else "muted"))
        text = str(day.number) if counted else day.weekday
        painter.drawText(box.adjusted(0, line + 2, 0, -2), Qt.AlignmentFlag.AlignCenter, text)
        if number == current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), FOCUS))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), RADIUS, RADIUS)


def _hatch(painter: QPainter, box: QRectF, tokens: Tokens) -> None:
    """Slanting lines at the foot: a day off, whether it counts or not."""
    painter.save()
    painter.setClipRect(QRectF(box.left() + 1, box.bottom() - 6, box.width() - 2, 5))
    painter.setPen(QPen(tokens.color("control_line"), 1))
    x = box.left() - 6
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + 6, box.bottom() - 6))
        x += 4
    painter.restore()


def _flag(painter: QPainter, box: QRectF, tokens: Tokens) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("harm"))
    corner = box.topRight()
    painter.drawPolygon(QPolygonF([corner, QPointF(corner.x() - 9, corner.y()), QPointF(corner.x(), corner.y() + 9)]))
    painter.restore()


class DayStrip(QWidget):
    """The strip as a widget. The arrows walk from day to day; ``current_changed`` comes with the day's place, and what
    it says stands in words beside the strip."""

    current_changed = Signal(int)

    def __init__(self, theme: Theme, days: Sequence[StripDay], name: str) -> None:
        super().__init__()
        self._theme, self._days, self._name = theme, tuple(days), name
        self.current = next((number for number, day in enumerate(days) if day.last), max(len(days) - 1, 0))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(WEARS_ITS_OWN, True)
        self.setAccessibleDescription("; ".join(f"{day.date}: {day.why}" for day in days))
        self._say()
        theme.changed.connect(self.update)

    @property
    def day(self) -> StripDay | None:
        """The day with the cursor."""
        return self._days[self.current] if self._days else None

    def _say(self) -> None:
        spoken = self.day.spoken if self.day is not None else ""
        self.setAccessibleName(f"{self._name}. {spoken}" if spoken else self._name)

    def go_to(self, number: int) -> None:
        """Put the cursor on a day; beyond the ends it stays."""
        number = min(max(number, 0), len(self._days) - 1)
        if number != self.current and self._days:
            self.current = number
            self._say()
            self.update()
            self.current_changed.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = max(1, int((self.width() + _GAP) // cell()[0]))
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -len(self._days),
            Qt.Key.Key_End: len(self._days),
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.go_to(self.current + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = QRectF(self.rect())
        for number in range(len(self._days)):
            if day_box(where, number).contains(event.position()):
                self.go_to(number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._days:
            return 0
        return round(day_box(QRectF(0, 0, width, 0), len(self._days) - 1).bottom() + GRID // 2)

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(cell()[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self.current if self.hasFocus() else -1
        paint_days(painter, QRectF(self.rect()), self._days, self._theme.tokens, current)
