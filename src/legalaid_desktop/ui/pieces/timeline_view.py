"""The line of time of a case. :func:`paint_timeline` draws it on any painter: a screen, a page."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.presenters.timeline_marks import Mark, Timeline
from legalaid_desktop.ui.theme import GRID, INSIDE, Theme, Tokens, Type, font

_HEIGHT: Final = 112
_AXIS: Final = 66
"""px from the top to the line."""
_DOT: Final = 5.0
_COLOR: Final = {"event": "accent", "decision": "ink", "deadline": "harm"}


def _x(day: date, line: Timeline, where: QRectF) -> float:
    whole = max((line.last - line.first).days, 1)
    return where.left() + where.width() * (day - line.first).days / whole


def paint_timeline(painter: QPainter, where: QRectF, line: Timeline, tokens: Tokens, current: str = "") -> None:
    """Years below the line; events as dots, or bars as wide as their date is unsure; decisions as squares, last days
    as flags. The mark ``current`` says its words above."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    axis = where.top() + _AXIS
    painter.setPen(QPen(tokens.color("control_line"), 1))
    painter.drawLine(QPointF(where.left(), axis), QPointF(where.right(), axis))
    _paint_years(painter, where, axis, line, tokens)
    for mark in line.marks:
        _paint_mark(painter, where, axis, line, mark, tokens, mark.key == current)
    chosen = next((mark for mark in line.marks if mark.key == current), None)
    if chosen is not None:
        painter.setFont(font(Type.HINT))
        painter.setPen(tokens.color("ink"))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(chosen.words, Qt.TextElideMode.ElideRight, where.width())
        wide = metrics.horizontalAdvance(text)
        left = min(max(where.left(), _x(chosen.first, line, where) - wide / 2), where.right() - wide)
        painter.drawText(QRectF(left, where.top(), wide + 2, metrics.lineSpacing()), text)


def _paint_years(painter: QPainter, where: QRectF, axis: float, line: Timeline, tokens: Tokens) -> None:
    painter.setFont(font(Type.HINT))
    metrics = QFontMetricsF(painter.font())
    first, last = line.first.year, line.last.year
    months = (last - first) * 12 + line.last.month - line.first.month
    if months <= 18:
        ticks = [
            (date(first + (line.first.month - 1 + n) // 12, (line.first.month - 1 + n) % 12 + 1, 1), False)
            for n in range(1, months + 1)
        ]
    else:
        ticks = [(date(year, 1, 1), True) for year in range(first + 1, last + 1)]
    free = where.left()
    for day, whole_year in ticks:
        x = _x(day, line, where)
        text = str(day.year) if whole_year else f"{day.month:02d}.{day.year}"
        wide = metrics.horizontalAdvance(text)
        painter.setPen(QPen(tokens.color("control_line"), 1))
        painter.drawLine(QPointF(x, axis), QPointF(x, axis + 5))
        if x - wide / 2 >= free and x + wide / 2 <= where.right():
            painter.setPen(tokens.color("muted"))
            painter.drawText(QRectF(x - wide / 2, axis + 10, wide + 2, metrics.lineSpacing()), text)
            free = x + wide / 2 + GRID


def _paint_mark(
    painter: QPainter, where: QRectF, axis: float, line: Timeline, mark: Mark, tokens: Tokens, current: bool
) -> None:
    color = tokens.color(_COLOR[mark.kind])
    left, right = _x(mark.first, line, where), _x(mark.last, line, where)
    grown = 1.4 if current else 1.0
    painter.setPen(QPen(color, 1.5))
    painter.setBrush(color)
    if mark.kind == "deadline":
        painter.drawLine(QPointF(left, axis), QPointF(left, axis - 26))
        flag = [(left, axis - 26), (left + 12 * grown, axis - 21), (left, axis - 16)]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in flag]))
    elif mark.kind == "decision":
        side = 2 * _DOT * grown
        painter.drawRect(QRectF(left - side / 2, axis - side / 2, side, side))
    elif mark.exact or right - left < 3 * _DOT:
        painter.drawEllipse(QPointF((left + right) / 2, axis), _DOT * grown, _DOT * grown)
    else:
        painter.setBrush(tokens.color("panel"))
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.DashLine if mark.unsure else Qt.PenStyle.SolidLine))
        painter.drawRoundedRect(QRectF(left, axis - _DOT * grown, right - left, 2 * _DOT * grown), _DOT, _DOT)


class TimelineView(QWidget):
    """The arrows walk from mark to mark, Enter or a press opens: ``chosen`` with kind and key."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: Timeline | None = None
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_line(self, line: Timeline | None, spoken: str) -> None:
        """``spoken`` is the accessible name."""
        self._line = line
        self._at = min(self._at, len(line.marks) - 1) if line is not None else 0
        self._spoken = spoken
        self._say()
        self.setVisible(line is not None)
        self.update()

    @property
    def current(self) -> Mark | None:
        return self._line.marks[self._at] if self._line is not None and self._line.marks else None

    def _say(self) -> None:
        mark = self.current
        self.setAccessibleName(f"{self._spoken}. {mark.words}" if mark is not None else self._spoken)

    def sizeHint(self) -> QSize:
        return QSize(480, _HEIGHT)

    def _where(self) -> QRectF:
        return QRectF(self.rect()).adjusted(INSIDE, GRID, -INSIDE, -GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.setPen(QPen(tokens.color("line"), tokens.line_width))
        painter.setBrush(tokens.color("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        mark = self.current
        if self._line is not None:
            paint_timeline(painter, self._where(), self._line, tokens, mark.key if mark is not None else "")

    def _nearest(self, x: float) -> int:
        assert self._line is not None
        line, where = self._line, self._where()
        return min(
            range(len(line.marks)),
            key=lambda n: abs((_x(line.marks[n].first, line, where) + _x(line.marks[n].last, line, where)) / 2 - x),
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._line is not None:
            self._step_to(self._nearest(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._line is not None and event.button() == Qt.MouseButton.LeftButton:
            self._step_to(self._nearest(event.position().x()))
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._line is not None:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self._step_to(min(max(self._at + step, 0), len(self._line.marks) - 1))
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._choose()
                return
        super().keyPressEvent(event)

    def _step_to(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._say()
            self.update()

    def _choose(self) -> None:
        mark = self.current
        if mark is not None:
            self.chosen.emit(mark.kind, mark.key)
