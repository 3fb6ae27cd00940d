"""Hits of a search by page: where it stands, and a few lines around the words, which are set apart by weight and a line
under them, so that they are found in grey as well."""

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
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from legalaid_desktop.ui.focus_ring import WEARS_ITS_OWN
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.wrapped_text import laid_out, set_apart, units
from legalaid_desktop.ui.theme import FOCUS, GRID, INSIDE, RADIUS, Theme, Type, font
from legalaid_desktop.ui.words import Words

_Index = QModelIndex | QPersistentModelIndex
_HIT: Final = Qt.ItemDataRole.UserRole
_SIGN: Final = 16
_MOST_LINES: Final = 3


@dataclass(frozen=True, kw_only=True)
class HitRow:
    """``pieces`` are texts of the snippet and whether each is what was looked for; ``warning`` is a word that stands
    beside the place, with its sign."""

    key: str
    title: str
    place: str
    pieces: tuple[tuple[str, bool], ...]
    warning: str = ""

    @property
    def spoken(self) -> str:
        snippet = "".join(text for text, _ in self.pieces)
        return ". ".join(part for part in (self.title, self.place, self.warning, snippet) if part)


class _Model(QAbstractListModel):
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[HitRow, ...] = ()
        self._more = False

    def put(self, rows: Sequence[HitRow], *, more: bool) -> None:
        self.beginResetModel()
        self.rows, self._more = tuple(rows), more
        self.endResetModel()

    def add(self, rows: Sequence[HitRow], *, more: bool) -> None:
        if rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self.rows += tuple(rows)
            self.endInsertRows()
        self._more = more

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == _HIT else None

    def canFetchMore(self, parent: _Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:
        self._more = False
        self.more_wanted.emit()


def _lay_out(pieces: Sequence[tuple[str, bool]], face: QFont, width: float) -> QTextLayout:
    """The snippet in lines of ``width``, three at most."""
    text, ranges = "", []
    for piece, marked in pieces:
        piece = piece.replace("\n", " ").replace("\u2029", " ").replace("\u2028", " ")
        if marked:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = units(text), units(piece), set_apart()
            ranges.append(one)
        text += piece
    return laid_out(text, face, width, most_lines=_MOST_LINES, formats=ranges)


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: HitList, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._theme = view, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, self._view.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: HitRow = index.data(_HIT)
        tokens = self._theme.tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tokens.color("selection"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.color("page"))
        area = QRectF(rect).adjusted(INSIDE, GRID, -INSIDE, -GRID)
        strong, hint = font(Type.STRONG), font(Type.HINT)
        first, second = QFontMetricsF(strong), QFontMetricsF(hint)
        painter.setFont(strong)
        painter.setPen(tokens.color("ink"))
        title = first.elidedText(" ".join(row.title.split()), Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(QRectF(area.left(), area.top(), area.width(), first.lineSpacing()), 0, title)
        top, left = area.top() + first.lineSpacing(), area.left()
        painter.setFont(hint)
        if row.warning:
            color = tokens.color("unchecked")
            paint_icon(
                painter, "warn", QRectF(left, top + (second.lineSpacing() - _SIGN + 2) / 2, _SIGN - 2, _SIGN - 2), color
            )
            left += _SIGN + GRID // 2
            painter.setPen(color)
            warned = second.elidedText(row.warning, Qt.TextElideMode.ElideRight, area.right() - left)
            painter.drawText(QRectF(left, top, area.right() - left, second.lineSpacing()), 0, warned)
            left += second.horizontalAdvance(warned) + GRID
        painter.setPen(tokens.color("muted"))
        place = second.elidedText(row.place, Qt.TextElideMode.ElideRight, max(0.0, area.right() - left))
        painter.drawText(QRectF(left, top, max(0.0, area.right() - left), second.lineSpacing()), 0, place)
        painter.setPen(tokens.color("ink"))
        laid = _lay_out(row.pieces, font(Type.TEXT), area.width())
        laid.draw(painter, QPointF(area.left(), top + second.lineSpacing() + 2))
        painter.setPen(QPen(tokens.color("line"), tokens.line_width))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(tokens.color("accent"), FOCUS))
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 3, -3, -4), RADIUS, RADIUS)
        painter.restore()


class HitList(QListView):
    """``chosen`` comes with the key of a hit on a press, Enter or Space; ``name`` is the wording id of its name."""

    chosen = Signal(str)
    current_changed = Signal(str)
    more_wanted = Signal()

    def __init__(self, words: Words, theme: Theme, name: str) -> None:
        super().__init__()
        self._model = _Model()
        self._model.more_wanted.connect(self.more_wanted)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self, theme))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self._press(index.row()))
        words.bind(self, lambda: self.setAccessibleName(words.say(name)))
        theme.changed.connect(self.viewport().update)

    def put(self, rows: Sequence[HitRow], *, more: bool = False) -> None:
        key = self.current_key()
        self._model.put(rows, more=more)
        self.select(key)

    def add(self, rows: Sequence[HitRow], *, more: bool = False) -> None:
        """Rows after the last one."""
        self._model.add(rows, more=more)

    @property
    def rows(self) -> tuple[HitRow, ...]:
        return self._model.rows

    @property
    def row_height(self) -> int:
        lines = QFontMetricsF(font(Type.STRONG)).lineSpacing() + QFontMetricsF(font(Type.HINT)).lineSpacing()
        lines += _MOST_LINES * QFontMetricsF(font(Type.TEXT)).height() + 4
        return round(lines) + 2 * GRID + 2

    def current_key(self) -> str:
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else ""

    def select(self, key: str) -> bool:
        """Put the cursor on the hit of ``key``; return whether it is there."""
        for number, row in enumerate(self._model.rows):
            if row.key == key:
                self.setCurrentIndex(self._model.index(number, 0))
                return True
        return False

    def _press(self, number: int) -> None:
        self.chosen.emit(self._model.rows[number].key)

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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._press(self.currentIndex().row())
            return
        super().keyPressEvent(event)
