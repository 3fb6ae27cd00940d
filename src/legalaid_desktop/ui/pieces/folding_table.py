"""A table whose rows fold: columns side by side where there is room, one under another with their names where not.

Painted, since the toolkit's own table neither wraps nor folds; a list to the keyboard and to assistive technology,
where each row is one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.keyed_list import KeyedDelegate, KeyedList
from legalaid_desktop.ui.pieces.wrapped_text import height_of, laid_out
from legalaid_desktop.ui.theme import GRID, INSIDE, Theme, Type, font
from legalaid_desktop.ui.words import Words

_SIGN: Final = 16
_EMS: Final = 58
"""Widths of a letter below which columns are too narrow for words: the rows fold."""
_MOST_ROWS: Final = 8
"""Rows that are shown at once where the table stands on a page that scrolls."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """``title`` is a wording id; ``share`` of the width; ``strong`` is set in the stronger face."""

    title: str
    share: int = 1
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class FoldingRow:
    """Ready to show: a text for each column. ``word`` stands over the first cell with ``sign``, in the colour of
    ``role``: what is grave is said before it is coloured. ``spoken`` is the whole row as one sentence."""

    key: str
    cells: tuple[str, ...]
    spoken: str
    word: str = ""
    sign: str = ""
    role: str = "ink"

    @property
    def title(self) -> str:
        return self.cells[0]


class _Delegate(KeyedDelegate[FoldingRow]):
    def __init__(self, table: FoldingTable) -> None:
        super().__init__(table.list, table.theme)
        self._table = table

    def height(self, row: FoldingRow) -> int:
        return self._table.row_height(row)

    def content(self, painter: QPainter, row: FoldingRow, area: QRectF) -> None:
        self._table.paint_row(painter, row, area)


class _Heads(QWidget):
    """The names of the columns, over the list; gone while the rows are folded."""

    def __init__(self, table: FoldingTable) -> None:
        super().__init__()
        self._table = table
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, round(QFontMetricsF(font(Type.HINT)).lineSpacing()) + GRID)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(Type.HINT))
        painter.setPen(self._table.theme.tokens.color("muted"))
        metrics = QFontMetricsF(font(Type.HINT))
        area = QRectF(INSIDE + 1, 0, self._table.room, self.height())
        for title, (left, width) in zip(self._table.titles, self._table.places(area), strict=True):
            box = QRectF(left, 0, width, self.height())
            shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, width)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class FoldingTable(QWidget):
    """``name`` is the wording id of its accessible name; ``chosen`` comes with the key of a row."""

    chosen = Signal(str)

    def __init__(self, words: Words, theme: Theme, name: str, columns: Sequence[Column]) -> None:
        super().__init__()
        self.theme: Final = theme
        self._words, self._columns = words, tuple(columns)
        self.titles: tuple[str, ...] = ()
        self.list: Final[KeyedList[FoldingRow]] = KeyedList(theme)
        self.list.setItemDelegate(_Delegate(self))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.chosen.connect(self.chosen)
        self._heads = _Heads(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heads)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.folded = False
        words.bind(self, lambda: self._say(name))
        theme.changed.connect(self.update)

    def put(self, rows: Sequence[FoldingRow]) -> None:
        self.list.put(rows)
        self._fit()

    @property
    def rows(self) -> tuple[FoldingRow, ...]:
        return self.list.rows

    def _say(self, name: str) -> None:
        self.titles = tuple(self._words.say(column.title) for column in self._columns)
        self.list.setAccessibleName(self._words.say(name))
        self._heads.update()
        self._fit()

    # --- measures

    @property
    def room(self) -> float:
        """px between the margins of a row; by the table's own width, which the list within gets a moment later."""
        bar = self.list.verticalScrollBar().sizeHint().width() if len(self.list.rows) > _MOST_ROWS else 0
        return max(80.0, self.width() - 2.0 * self.list.frameWidth() - bar - 2.0 * INSIDE)

    def places(self, area: QRectF) -> list[tuple[float, float]]:
        """Left edge and width of each column."""
        shares = sum(column.share for column in self._columns)
        free = area.width() - INSIDE * (len(self._columns) - 1)
        left, found = area.left(), []
        for column in self._columns:
            width = free * column.share / shares
            found.append((left, width))
            left += width + INSIDE
        return found

    def _face(self, number: int) -> QFont:
        return font(Type.STRONG if self._columns[number].strong else Type.TEXT)

    def _lines(self, row: FoldingRow) -> list[tuple[int, str]]:
        """The cells of a folded row: those that say something, with the name of their column but for the first."""
        told = [(0, row.cells[0])]
        for number, text in enumerate(row.cells[1:], start=1):
            if text:
                told.append((number, f"{self.titles[number]}: {text}"))
        return told

    def row_height(self, row: FoldingRow) -> int:
        room = self.room
        word = QFontMetricsF(font(Type.STRONG)).lineSpacing() + 2 if row.word else 0.0
        if self.folded:
            needed = word + sum(height_of(text, self._face(number), room) + 2 for number, text in self._lines(row))
        else:
            widths = self.places(QRectF(0, 0, room, 1))
            needed = word + max(
                height_of(text, self._face(number), widths[number][1]) for number, text in enumerate(row.cells)
            )
        return round(needed) + 2 * GRID + 2

    def paint_row(self, painter: QPainter, row: FoldingRow, area: QRectF) -> None:
        tokens = self.theme.tokens
        top = area.top()
        ink = tokens.color("ink")
        widths = self.places(area)
        if row.word:
            face = font(Type.STRONG)
            height = QFontMetricsF(face).lineSpacing()
            left = area.left()
            if row.sign:
                paint_icon(painter, row.sign, QRectF(left, top + (height - _SIGN) / 2, _SIGN, _SIGN),
                           tokens.color(row.role))  # fmt: skip
                left += _SIGN + GRID
            painter.setFont(face)
            painter.setPen(tokens.color(row.role))
            painter.drawText(QRectF(left, top, area.right() - left, height), Qt.AlignmentFlag.AlignVCenter, row.word)
            top += height + 2
        if self.folded:
            for number, text in self._lines(row):
                face = self._face(number)
                needed = height_of(text, face, area.width())
                painter.setPen(ink)
                laid_out(text, face, area.width()).draw(painter, QPointF(area.left(), top))
                top += needed + 2
            return
        for number, text in enumerate(row.cells):
            left, width = widths[number]
            painter.setPen(ink)
            laid_out(text, self._face(number), width).draw(painter, QPointF(left, top))

    def _fit(self) -> None:
        """Fold or not, and be as high as the rows, or as the first few of them."""
        letter = QFontMetricsF(font(Type.TEXT)).averageCharWidth()
        self.folded = self.width() < _EMS * letter * 1.9
        self._heads.setVisible(not self.folded)
        self.list.scheduleDelayedItemsLayout()
        heights = [self.row_height(row) for row in self.list.rows[:_MOST_ROWS]]
        self.list.setFixedHeight(sum(heights) + 2 * self.list.frameWidth() + 4)
        self.list.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if len(self.list.rows) <= _MOST_ROWS
            else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self.setVisible(bool(self.list.rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
