"""A list of rows: title, a muted second line, a clock strip or a word at the right. One press opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QRectF,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent

from legalaid_desktop.presenters.clock_strip import ClockStrip
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.clock_strip import paint_strip, strip_size
from legalaid_desktop.ui.pieces.keyed_list import KeyedDelegate, KeyedList
from legalaid_desktop.ui.theme import GRID, INSIDE, Theme, Type, font
from legalaid_desktop.ui.words import Words

_SIDE_BY_SIDE: Final = 720
"""px; a narrower list puts the strip under the second line."""
_SIGN: Final = 16


@dataclass(frozen=True, kw_only=True)
class Row:
    """Ready to show. ``key`` comes back when the row is chosen; ``word`` is a short state at the right."""

    key: str
    title: str
    second: str = ""
    strip: ClockStrip | None = None
    word: str = ""
    sign: str = ""
    """A sign of :mod:`ui.icons` before the title."""

    @property
    def spoken(self) -> str:
        parts = (self.title, self.second, self.strip.spoken if self.strip else "", self.word)
        return ". ".join(part for part in parts if part)


class _Delegate(KeyedDelegate[Row]):
    def __init__(self, view: RowList, theme: Theme) -> None:
        super().__init__(view, theme)
        self._view = view

    def height(self, row: Row) -> int:
        return self._view.row_height

    def has_line_under(self, number: int) -> bool:
        return not self._view.fits or number < len(self._view.rows) - 1  # the frame is the line under the last

    def content(self, painter: QPainter, row: Row, area: QRectF) -> None:
        tokens = self.theme.tokens
        stacked = self._view.stacked
        strip_box = self._strip_box(row, area, stacked)
        text = QRectF(area)
        if strip_box is not None and not stacked:
            text.setRight(strip_box.left() - INSIDE)
        elif row.word and not stacked:
            width = QFontMetricsF(font(Type.HINT)).horizontalAdvance(row.word) + 2
            box = QRectF(area.right() - width, area.top(), width, area.height())
            painter.setFont(font(Type.HINT))
            painter.setPen(tokens.color("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.word)
            text.setRight(box.left() - INSIDE)
        self._paint_texts(painter, row, text, stacked)
        if strip_box is not None and row.strip is not None:
            paint_strip(painter, strip_box, row.strip, tokens)

    def _strip_box(self, row: Row, inner: QRectF, stacked: bool) -> QRectF | None:
        if row.strip is None:
            return None
        size = strip_size(row.strip)
        if stacked:
            return QRectF(
                inner.left(), inner.bottom() - self._view.strip_height, inner.width(), self._view.strip_height
            )
        width = min(max(float(size.width()), self._view.strip_width), inner.width() * 0.6)
        return QRectF(inner.right() - width, inner.top(), width, inner.height())

    def _paint_texts(self, painter: QPainter, row: Row, text: QRectF, stacked: bool) -> None:
        tokens = self.theme.tokens
        strong, hint = font(Type.STRONG), font(Type.HINT)
        first, second = QFontMetricsF(strong), QFontMetricsF(hint)
        left = text.left()
        if row.sign:
            box = QRectF(left, text.top() + (first.lineSpacing() - _SIGN) / 2, _SIGN, _SIGN)
            paint_icon(painter, row.sign, box, tokens.color("muted"))
            left += _SIGN + GRID
        width = text.right() - left
        painter.setFont(strong)
        painter.setPen(tokens.color("ink" if self._view.isEnabled() else "muted"))
        title = first.elidedText(" ".join(row.title.split()), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left, text.top(), width, first.lineSpacing()), Qt.AlignmentFlag.AlignVCenter, title)
        under = row.second
        if stacked and row.word:
            under = " · ".join(part for part in (row.word, under) if part)
        painter.setFont(hint)
        painter.setPen(tokens.color("muted"))
        box = QRectF(left, text.top() + first.lineSpacing() + 2, width, second.lineSpacing())
        shown = second.elidedText(" ".join(under.split()), Qt.TextElideMode.ElideRight, width)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class RowList(KeyedList[Row]):
    """``name`` is the wording id of the accessible name."""

    def __init__(self, words: Words, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.setItemDelegate(_Delegate(self, theme))
        self.setUniformItemSizes(True)
        self.stacked = False
        self.strip_height = 0
        self.strip_width = 0.0
        self._fits = False
        words.bind(self, lambda: self.setAccessibleName(words.say(name)))

    def put(self, rows: Sequence[Row], *, more: bool = False) -> None:
        self._measure(rows)
        super().put(rows, more=more)
        self._size_to_rows()

    def add(self, rows: Sequence[Row], *, more: bool = False) -> None:
        self._measure((*self.rows, *rows))
        super().add(rows, more=more)
        self._size_to_rows()

    def fit_to_rows(self) -> None:
        """Be as high as all rows together: for a list inside a page that scrolls as a whole."""
        self._fits = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._size_to_rows()

    @property
    def fits(self) -> bool:
        """Whether the list is as high as all its rows."""
        return self._fits

    @property
    def row_height(self) -> int:
        first, second = QFontMetricsF(font(Type.STRONG)), QFontMetricsF(font(Type.HINT))
        text = first.lineSpacing() + second.lineSpacing() + 2
        if self.strip_height and self.stacked:
            text += self.strip_height + GRID // 2
        elif self.strip_height:
            text = max(text, float(self.strip_height))
        return round(text) + 2 * GRID + 2

    def _measure(self, rows: Sequence[Row]) -> None:
        sizes = [strip_size(row.strip) for row in rows if row.strip is not None]
        self.strip_height = max((size.height() for size in sizes), default=0)
        self.strip_width = float(max((size.width() for size in sizes), default=0))

    def _size_to_rows(self) -> None:
        if self._fits:
            self.setFixedHeight(self.row_height * len(self.rows) + 2 * self.frameWidth() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        stacked = self.viewport().width() < _SIDE_BY_SIDE
        if stacked != self.stacked:
            self.stacked = stacked
            self.scheduleDelayedItemsLayout()
            self._size_to_rows()
        super().resizeEvent(event)
