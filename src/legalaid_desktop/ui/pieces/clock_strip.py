"""The clock strip: a day in words, what is left, by which reading, and whether a lawyer checked it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.presenters.clock_strip import ClockStrip, Tone
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.theme import GRID, Theme, Tokens, Type, font

_SIGN: Final = {Tone.CALM: "clock", Tone.NOW: "clock", Tone.HARM: "stop", Tone.DONE: "check"}
_COLOR: Final = {Tone.CALM: "ink", Tone.NOW: "accent", Tone.HARM: "harm", Tone.DONE: "done"}
_SIDE: Final = 16


def strip_size(strip: ClockStrip) -> QSize:
    """Logical px that :func:`paint_strip` needs to show everything."""
    strong, hint = QFontMetricsF(font(Type.STRONG)), QFontMetricsF(font(Type.HINT))
    first = _SIDE + GRID + strong.horizontalAdvance(strip.day)
    second = _SIDE + GRID + hint.horizontalAdvance(_second(strip))
    third = _SIDE + GRID + hint.horizontalAdvance(strip.unchecked) if strip.unchecked else 0.0
    lines = strong.lineSpacing() + hint.lineSpacing() * (2 if strip.unchecked else 1)
    return QSize(round(max(first, second, third)) + 2, round(lines) + 2)


def _second(strip: ClockStrip) -> str:
    return " · ".join(part for part in (strip.left, strip.reading) if part)


def paint_strip(painter: QPainter, where: QRectF, strip: ClockStrip, tokens: Tokens) -> None:
    """Draw into ``where``, from its left edge; what does not fit is cut with an ellipsis."""
    strong, hint = font(Type.STRONG), font(Type.HINT)
    color = tokens.color(_COLOR[strip.tone])
    left, top = where.left() + _SIDE + GRID, where.top()
    width = where.width() - _SIDE - GRID
    lines = [(strong, strip.day, color), (hint, _second(strip), color)]
    if strip.unchecked:
        lines.append((hint, strip.unchecked, tokens.color("unchecked")))
    for number, (face, text, ink) in enumerate(lines):
        metrics = QFontMetricsF(face)
        height = metrics.lineSpacing()
        painter.setFont(face)
        painter.setPen(ink)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left, top, width, height), Qt.AlignmentFlag.AlignLeft, shown)
        sign = {0: _SIGN[strip.tone], 2: "warn"}.get(number)
        if sign:
            side = _SIDE if number == 0 else _SIDE - 3
            box = QRectF(where.left() + (_SIDE - side) / 2, top + (height - side) / 2, side, side)
            paint_icon(painter, sign, box, ink)
        top += height


class ClockStripView(QWidget):
    """The strip as a widget of its own."""

    def __init__(self, theme: Theme, strip: ClockStrip | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._strip = strip
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_strip(strip)

    def show_strip(self, strip: ClockStrip | None) -> None:
        self._strip = strip
        self.setAccessibleName(strip.spoken if strip else "—")
        self.setVisible(strip is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return strip_size(self._strip) if self._strip else QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._strip:
            paint_strip(QPainter(self), QRectF(self.rect()), self._strip, self._theme.tokens)
