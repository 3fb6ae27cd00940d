"""A list of rows: title, a muted second line, a clock strip or a word at the right. One press opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from legalaid_desktop.presenters.clock_strip import ClockStrip
from legalaid_desktop.ui.focus_ring import WEARS_ITS_OWN
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.clock_strip import paint_strip, strip_size
from legalaid_desktop.ui.theme import FOCUS, GRID, INSIDE, RADIUS, Theme, Type, font
from legalaid_desktop.ui.words import Words

_Index = QModelIndex | QPersistentModelIndex
_ROW: Final = Qt.ItemDataRole.UserRole
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


class RowModel(QAbstractListModel):
    """Frozen rows; more are asked for when the end comes into sight."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._more = False

    def put(self, rows: Sequence[Row], *, more: bool = False) -> None:
        self.beginResetModel()
        self._rows, self._more = tuple(rows), more
        self.endResetModel()

    def add(self, rows: Sequence[Row], *, more: bool = False) -> None:
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += tuple(rows)
            self.endInsertRows()
        self._more = more

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == _ROW else None

    def canFetchMore(self, parent: _Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:
        self._more = False
        self.more_wanted.emit()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: RowList, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._theme = view, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, self._view.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(_ROW)
        tokens = self._theme.tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.fillRect(rect, tokens.color("selection"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.color("page"))
        inner = QRectF(rect).adjusted(INSIDE, GRID, -INSIDE, -GRID)
        stacked = self._view.stacked
        strip_box = self._strip_box(row, inner, stacked)
        text = QRectF(inner)
        if strip_box is not None and not stacked:
            text.setRight(strip_box.left() - INSIDE)
        elif row.word and not stacked:
            width = QFontMetricsF(font(Type.HINT)).horizontalAdvance(row.word) + 2
            box = QRectF(inner.right() - width, inner.top(), width, inner.height())
            painter.setFont(font(Type.HINT))
            painter.setPen(tokens.color("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.word)
            text.setRight(box.left() - INSIDE)
        self._paint_texts(painter, row, text, stacked)
        if strip_box is not None and row.strip is not None:
            paint_strip(painter, strip_box, row.strip, tokens)
        painter.setPen(QPen(tokens.color("line"), tokens.line_width))
        if not self._view.fits or index.row() < len(self._view.rows) - 1:  # the frame is the line under the last
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(tokens.color("accent"), FOCUS))
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 3, -3, -4), RADIUS, RADIUS)
        painter.restore()

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
        tokens = self._theme.tokens
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


class RowList(QListView):
    """``chosen`` comes with the row's key on a press, Enter or Space; ``current_changed`` as the cursor moves.

    ``name`` is the wording id of the accessible name.
    """

    chosen = Signal(str)
    current_changed = Signal(str)
    more_wanted = Signal()

    def __init__(self, words: Words, theme: Theme, name: str) -> None:
        super().__init__()
        self._model = RowModel()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self, theme))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stacked = False
        self.strip_height = 0
        self.strip_width = 0.0
        self._fits = False
        self._model.more_wanted.connect(self.more_wanted)
        self.clicked.connect(self._press)
        words.bind(self, lambda: self.setAccessibleName(words.say(name)))
        theme.changed.connect(self.viewport().update)

    def put(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Show these rows; the cursor stays on the same key where it is still there. ``more``: the end is not the
        end, ``more_wanted`` comes when it is near."""
        key = self.current_key()
        self._measure(rows)
        self._model.put(rows, more=more)
        self.select(key)
        self._size_to_rows()

    def add(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Rows after the last one."""
        self._measure((*self._model.rows, *rows))
        self._model.add(rows, more=more)
        self._size_to_rows()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._model.rows

    def fit_to_rows(self) -> None:
        """Be as high as all rows together: for a list inside a page that scrolls as a whole."""
        self._fits = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._size_to_rows()

    @property
    def fits(self) -> bool:
        """Whether the list is as high as all its rows."""
        return self._fits

    def current_key(self) -> str:
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else ""

    def select(self, key: str) -> bool:
        """Put the cursor on the row of ``key``; return whether it is there."""
        for number, row in enumerate(self._model.rows):
            if row.key == key:
                self.setCurrentIndex(self._model.index(number, 0))
                return True
        return False

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
            self.setFixedHeight(self.row_height * len(self._model.rows) + 2 * self.frameWidth() + 2)

    def _press(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[index.row()].key)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.setProperty(WEARS_ITS_OWN, current.isValid())
        if current.isValid():
            self.current_changed.emit(self._model.rows[current.row()].key)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rows:
            self.setCurrentIndex(self._model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            index = self.currentIndex()
            if index.isValid():
                self._press(index)
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        stacked = self.viewport().width() < _SIDE_BY_SIDE
        if stacked != self.stacked:
            self.stacked = stacked
            self.scheduleDelayedItemsLayout()
            self._size_to_rows()
        super().resizeEvent(event)
