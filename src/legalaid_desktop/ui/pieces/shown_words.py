"""The words of a new passphrase, large and numbered, to be copied onto paper by hand.

They lie in bytes and are painted a letter at a time; they cannot be selected, copied or dragged, and are not told to
other programs.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.ui.secret_letters import letters_width, paint_letters
from legalaid_desktop.ui.theme import GRID, INSIDE, RADIUS, Theme, Type, font
from legalaid_desktop.ui.words import Words

_SIZE: Final = 17.0
"""pt"""
_ROOM: Final = 512
_BREAKS: Final = b" -"


class ShownWords(QWidget):
    """Takes bytes over by :meth:`put`; :meth:`wipe` forgets them."""

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._room = bytearray(_ROOM)
        self._length = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        words.bind(self, lambda: self.setAccessibleName(words.say("phrase.shown")))

    def put(self, data: bytearray) -> None:
        """Show these words (UTF-8, parted by spaces or hyphens); ``data`` is wiped."""
        self.wipe()
        self._length = min(len(data), _ROOM)
        self._room[: self._length] = memoryview(data)[: self._length]
        data[:] = bytes(len(data))
        self._fit()

    def wipe(self) -> None:
        self._room[:] = bytes(_ROOM)
        self._length = 0
        self.update()

    @property
    def empty(self) -> bool:
        return self._length == 0

    def copy(self) -> bytearray:
        """The phrase as it must be typed; the caller wipes it."""
        return bytearray(memoryview(self._room)[: self._length])

    def bounds(self) -> list[tuple[int, int]]:
        """Where each word stands in the bytes."""
        found, start = [], 0
        for place in range(self._length + 1):
            if place == self._length or self._room[place] in _BREAKS:
                if place > start:
                    found.append((start, place))
                start = place + 1
        return found

    def words_in(self, count: int) -> int:
        """How many whole words stand in the first ``count`` bytes."""
        return sum(end <= count for _, end in self.bounds())

    # Looking

    def _font(self) -> QFont:
        made = font(Type.STRONG)
        made.setPointSizeF(_SIZE)
        return made

    def _columns(self) -> int:
        """As many columns as the longest word leaves room for: three, two or one."""
        metrics = QFontMetricsF(self._font())
        widest = max((letters_width(metrics, self._room, *bounds) for bounds in self.bounds()), default=120.0)
        room = self.width() - 2 * INSIDE
        return max(1, min(3, int(room // (widest + _number_room() + 2 * INSIDE))))

    def _line(self) -> float:
        return QFontMetricsF(self._font()).height() + GRID

    def _fit(self) -> None:
        rows = -(-max(len(self.bounds()), 6) // self._columns())
        self.setFixedHeight(round(rows * self._line() + 2 * GRID))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        painter.setPen(QPen(tokens.color("line"), tokens.line_width))
        painter.setBrush(tokens.color("panel"))
        half = tokens.line_width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS, RADIUS)
        bounds, columns, line = self.bounds(), self._columns(), self._line()
        across = (self.width() - 2 * INSIDE) / columns
        metrics = QFontMetricsF(self._font())
        for number, (start, end) in enumerate(bounds):
            left = INSIDE + number % columns * across
            top = GRID + number // columns * line
            base = top + (line + metrics.ascent() - metrics.descent()) / 2
            painter.setPen(tokens.color("muted"))
            painter.setFont(font(Type.HINT))
            painter.drawText(
                QRectF(left, top, _number_room() - 4, line),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                f"{number + 1}.",
            )
            painter.setPen(tokens.color("ink"))
            painter.setFont(self._font())
            paint_letters(painter, self._room, start, end, left + _number_room(), base)


def _number_room() -> float:
    return QFontMetricsF(font(Type.HINT)).horizontalAdvance("9.") + GRID
