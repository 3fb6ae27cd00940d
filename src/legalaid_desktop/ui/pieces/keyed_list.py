"""What every painted list has in common: rows with a key, a cursor that stays on its key, one press that opens, the
ground of the chosen row, the line under each and the ring of the focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from legalaid_desktop.ui.focus_ring import WEARS_ITS_OWN
from legalaid_desktop.ui.theme import FOCUS, GRID, INSIDE, RADIUS, Theme

Index = QModelIndex | QPersistentModelIndex


class KeyedRow(Protocol):
    """``key`` comes back when the row is chosen; ``spoken`` is the whole row for assistive technology."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def spoken(self) -> str: ...


_ROW: Final = Qt.ItemDataRole.UserRole

R = TypeVar("R", bound=KeyedRow)


class KeyedModel(QAbstractListModel, Generic[R]):
    """Frozen rows; more are asked for when the end comes into sight."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[R, ...] = ()
        self._more = False

    def put(self, rows: Sequence[R], *, more: bool = False) -> None:
        self.beginResetModel()
        self._rows, self._more = tuple(rows), more
        self.endResetModel()

    def add(self, rows: Sequence[R], *, more: bool = False) -> None:
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += tuple(rows)
            self.endInsertRows()
        self._more = more

    @property
    def rows(self) -> tuple[R, ...]:
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == _ROW else None

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        self._more = False
        self.more_wanted.emit()


class KeyedDelegate(QStyledItemDelegate, Generic[R]):
    """Paints what surrounds the content of a row."""

    def __init__(self, view: QListView, theme: Theme) -> None:
        super().__init__(view)
        self._of, self.theme = view, theme

    def content(self, painter: QPainter, row: R, area: QRectF) -> None:
        """Paint the row itself within ``area``, in px."""
        raise NotImplementedError

    def height(self, row: R) -> int:
        """Of the whole row, with :meth:`content` and the room around it, in px."""
        raise NotImplementedError

    def has_line_under(self, number: int) -> bool:
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self.height(index.data(_ROW)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self.theme.tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tokens.color("selection"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.color("page"))
        self.content(painter, index.data(_ROW), QRectF(rect).adjusted(INSIDE, GRID, -INSIDE, -GRID))
        painter.setPen(QPen(tokens.color("line"), tokens.line_width))
        if self.has_line_under(index.row()):
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and self._of.hasFocus():
            painter.setPen(QPen(tokens.color("accent"), FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 3, -3, -4), RADIUS, RADIUS)
        painter.restore()


class KeyedList(QListView, Generic[R]):
    """``chosen`` comes with the row's key on a press, Enter or Space; ``current_changed`` as the cursor moves."""

    chosen = Signal(str)
    current_changed = Signal(str)
    more_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model: KeyedModel[R] = KeyedModel()
        self._model.more_wanted.connect(self.more_wanted)
        self.setModel(self._model)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._press)
        theme.changed.connect(self.viewport().update)

    def put(self, rows: Sequence[R], *, more: bool = False) -> None:
        """Show these rows; the cursor stays on the same key where it is still there. ``more``: the end is not the
        end, ``more_wanted`` comes when it is near."""
        key = self.current_key()
        self._model.put(rows, more=more)
        self.select(key)

    def add(self, rows: Sequence[R], *, more: bool = False) -> None:
        """Rows after the last one."""
        self._model.add(rows, more=more)

    @property
    def rows(self) -> tuple[R, ...]:
        return self._model.rows

    def current_key(self) -> str:
        index = self.currentIndex()
        return self.rows[index.row()].key if index.isValid() else ""

    def select(self, key: str) -> bool:
        """Put the cursor on the row of ``key``; return whether it is there."""
        for number, row in enumerate(self.rows):
            if row.key == key:
                self.setCurrentIndex(self._model.index(number, 0))
                return True
        return False

    def _press(self, index: Index) -> None:
        self.chosen.emit(self.rows[index.row()].key)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.setProperty(WEARS_ITS_OWN, current.isValid())
        if current.isValid():
            self.current_changed.emit(self.rows[current.row()].key)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows:
            self.setCurrentIndex(self._model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            self._press(index)
            return
        super().keyPressEvent(event)
