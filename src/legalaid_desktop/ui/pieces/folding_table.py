"""A table whose rows fold: columns side by side where there is room, one under another with their names where not.

Painted, since the toolkit's own table neither wraps nor folds; a list to the keyboard and to assistive technology,
where each row is one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from legalaid_desktop.ui.focus_ring import WEARS_ITS_OWN
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.wrapped_text import height_of, laid_out
from legalaid_desktop.ui.theme import FOCUS, GRID, INSIDE, RADIUS, Theme, Type, font
from legalaid_desktop.ui.words import Words

_Index = QModelIndex | QPersistentModelIndex
_ROW: Final = Qt.ItemDataRole.UserRole
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


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[FoldingRow, ...] = ()

    def put(self, rows: Sequence[FoldingRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == _ROW else None


class _Delegate(QStyledItemDelegate):
    def __init__(self, table: FoldingTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: FoldingRow = index.data(_ROW)
        return QSize(100, self._table.row_height(row))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: FoldingRow = index.data(_ROW)
        tokens = self._table.theme.tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tokens.color("selection"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.color("accent"))
        self._table.paint_row(painter, row, QRectF(rect).adjusted(INSIDE, GRID, -INSIDE, -GRID))
        painter.setPen(QPen(tokens.color("line"), tokens.line_width))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and self._table.list.hasFocus():
            painter.setPen(QPen(tokens.color("accent"), FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 3, -3, -4), RADIUS, RADIUS)
        painter.restore()


class _List(QListView):
    """``chosen`` comes with the number of a row on a press, Enter or Space."""

    chosen = Signal(int)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.setProperty(WEARS_ITS_OWN, current.isValid())

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


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
        self._model = _Model()
        self.list: Final = _List()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._chosen(index.row()))
        self.list.chosen.connect(self._chosen)
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
        self._model.put(rows)
        self._fit()

    @property
    def rows(self) -> tuple[FoldingRow, ...]:
        return self._model.rows

    def _say(self, name: str) -> None:
        self.titles = tuple(self._words.say(column.title) for column in self._columns)
        self.list.setAccessibleName(self._words.say(name))
        self._heads.update()
        self._fit()

    def _chosen(self, number: int) -> None:
        self.chosen.emit(self._model.rows[number].key)

    # --- measures

    @property
    def room(self) -> float:
        """px between the margins of a row; by the table's own width, which the list within gets a moment later."""
        bar = self.list.verticalScrollBar().sizeHint().width() if len(self._model.rows) > _MOST_ROWS else 0
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
        heights = [self.row_height(row) for row in self._model.rows[:_MOST_ROWS]]
        self.list.setFixedHeight(sum(heights) + 2 * self.list.frameWidth() + 4)
        self.list.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if len(self._model.rows) <= _MOST_ROWS
            else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self.setVisible(bool(self._model.rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
