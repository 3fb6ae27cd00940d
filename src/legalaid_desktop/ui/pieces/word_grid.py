"""The words of one recovery sheet, in numbered cells as they stand on paper.

What is typed lies in bytes of fixed room and is painted a letter at a time; there is no undo, no selection, no copy.
Space or Enter ends a word: it is looked up at once, and the cell shows the whole word of the list, or a mark that it is
not there. Numbers and first letters are good words too.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.passphrase_field import PassphraseField
from legalaid_desktop.ui.pieces.sight import bring_into_sight
from legalaid_desktop.ui.secret_input import input_method_answer
from legalaid_desktop.ui.secret_letters import paint_letters
from legalaid_desktop.ui.theme import CONTROL, GRID, RADIUS, Theme, Type, font
from legalaid_desktop.ui.words import Words

_CELL: Final = 48
"""Bytes of one cell: twice the longest word of the list, in any script."""
_FEW: Final = 20
_MANY: Final = 33
_COLUMN: Final = 148
"""px, least width of a column."""
_SIGN: Final = 14


class State(Enum):
    """What is known of a cell."""

    OPEN = "open"
    KNOWN = "known"
    UNKNOWN = "unknown"


class WordGrid(QWidget):
    """``ended`` comes with the place (from 0) of a word that was finished, ``full`` when all words are known,
    ``changed`` after each change. ``look_up`` gives the whole word for what was typed, or ``None``; ``cut`` parts a
    pasted text into words."""

    ended = Signal(int)
    full = Signal()
    changed = Signal()

    def __init__(
        self,
        words: Words,
        theme: Theme,
        name: str,
        *,
        look_up: Callable[[str], str | None],
        cut: Callable[[str], tuple[str, ...]],
    ) -> None:
        super().__init__()
        self._theme, self._look_up, self._cut = theme, look_up, cut
        self._room = bytearray(_CELL * _MANY)
        self._lengths = [0] * _MANY
        self._states = [State.OPEN] * _MANY
        self._marked: int | None = None
        self._count = _FEW
        self._here = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        theme.changed.connect(self.update)
        words.bind(self, lambda: self.setAccessibleName(words.say(name)))
        self._fit()

    # What stands there

    @property
    def count(self) -> int:
        """How many cells there are: 20, or 33 for a longer sheet."""
        return self._count

    @property
    def here(self) -> int:
        """The cell with the cursor, from 0."""
        return self._here

    @property
    def known(self) -> int:
        """How many words are finished and in the list."""
        return sum(state is State.KNOWN for state in self._states[: self._count])

    @property
    def empty(self) -> bool:
        return not any(self._lengths)

    @property
    def complete(self) -> bool:
        return self.known == self._count

    def state(self, cell: int) -> State:
        return self._states[cell]

    def word(self, cell: int) -> str:
        """What stands in one cell, as a string for a moment."""
        start = cell * _CELL
        return memoryview(self._room)[start : start + self._lengths[cell]].tobytes().decode("utf-8")

    def text(self) -> str:
        """All words that stand there, parted by spaces; let it go at once."""
        return " ".join(word for cell in range(self._count) if (word := self.word(cell)))

    def mark(self, cell: int | None) -> None:
        """Draw a cell as the one to look at, with the cursor in it; ``None``: none."""
        self._marked = cell
        if cell is not None and cell < self._count:
            self._go(cell)
        self.update()

    def wipe(self) -> None:
        """Forget everything."""
        self._room[:] = bytes(len(self._room))
        self._lengths = [0] * _MANY
        self._states = [State.OPEN] * _MANY
        self._marked = None
        self._count, self._here = _FEW, 0
        self._fit()
        self.changed.emit()

    # Typing

    def _set(self, cell: int, text: str) -> None:
        data = text.encode("utf-8", "ignore")[:_CELL].decode("utf-8", "ignore").encode("utf-8")
        start = cell * _CELL
        self._room[start : start + _CELL] = data + bytes(_CELL - len(data))
        self._lengths[cell] = len(data)

    def _add(self, text: str) -> None:
        for letter in text:
            if letter.isspace() or letter in ",;":
                self._end_word()
                continue
            data = letter.encode("utf-8", "ignore")
            start, length = self._here * _CELL, self._lengths[self._here]
            if not letter.isprintable() or not data or length + len(data) > _CELL:
                continue
            if self._states[self._here] is not State.OPEN:
                # A word that was finished is put right as a whole: what is typed on it takes its place.
                self._clear(self._here)
                length = 0
            self._room[start + length : start + length + len(data)] = data
            self._lengths[self._here] = length + len(data)
            self._states[self._here] = State.OPEN
            self._marked = None
        self._changed()

    def _end_word(self) -> None:
        """Look the word up and go on to the next cell."""
        cell = self._here
        if not self._lengths[cell]:
            return
        self._finish(cell)
        self._go(cell + 1 if cell + 1 < self._count else self._first_open())
        self.ended.emit(cell)
        if self.complete:
            self.full.emit()

    def _finish(self, cell: int) -> None:
        word = self._look_up(self.word(cell))
        self._states[cell] = State.UNKNOWN if word is None else State.KNOWN
        if word is not None:
            self._set(cell, word)

    def _clear(self, cell: int) -> None:
        self._set(cell, "")
        self._states[cell] = State.OPEN

    def _back(self) -> None:
        cell = self._here
        if not self._lengths[cell]:
            if cell:
                self._go(cell - 1)
            return
        start, end = cell * _CELL, cell * _CELL + self._lengths[cell]
        place = end - 1
        while place > start and self._room[place] & 0xC0 == 0x80:
            place -= 1
        self._room[place:end] = bytes(end - place)
        self._lengths[cell] = place - start
        self._states[cell] = State.OPEN
        self._marked = None
        self._changed()

    def _paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        pieces = self._cut(clipboard.text())
        if not pieces:
            return
        clipboard.clear()
        self.take_in(pieces)

    def take_in(self, pieces: tuple[str, ...]) -> None:
        """Put words into the cells from the cursor on, as if they were typed."""
        if self._here + len(pieces) > self._count:
            self._grow()
        last = self._here
        for cell, piece in enumerate(pieces[: self._count - self._here], self._here):
            self._set(cell, piece)
            self._finish(cell)
            last = cell
        self._go(min(last + 1, self._count - 1))
        self._changed()
        self.ended.emit(last)
        if self.complete:
            self.full.emit()

    def _grow(self) -> None:
        self._count = _MANY
        self._fit()

    def _changed(self) -> None:
        self.changed.emit()
        self.update()

    def _go(self, cell: int) -> None:
        if cell != self._here and self._states[self._here] is State.OPEN and self._lengths[self._here]:
            self._finish(self._here)
        self._here = max(0, min(cell, self._count - 1))
        bring_into_sight(self, self._cell_rect(self._here))
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        step = self._step(key)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end_word()
        elif key == Qt.Key.Key_Backspace:
            self._back()
        elif key == Qt.Key.Key_Delete:
            self._clear(self._here)
            self._changed()
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key == Qt.Key.Key_End:
            self._go(self._first_open())
        elif step:
            if 0 <= self._here + step < self._count:
                self._go(self._here + step)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.text() and event.text().isprintable() and not PassphraseField.is_command(event):
            self._add(event.text())
        else:
            event.ignore()

    def _step(self, key: int) -> int:
        """How far an arrow leads: up and down in the column, left and right to the next one."""
        rows = self._rows()
        steps = ((Qt.Key.Key_Left, -rows), (Qt.Key.Key_Right, rows), (Qt.Key.Key_Up, -1), (Qt.Key.Key_Down, 1))
        return next((step for arrow, step in steps if arrow == key), 0)

    def _first_open(self) -> int:
        """The first cell that is not done, or the last one."""
        open_cells = (cell for cell in range(self._count) if self._states[cell] is not State.KNOWN)
        return next(open_cells, self._count - 1)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self._add(event.commitString())
        event.accept()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        return input_method_answer(self, query, self._cell_rect(self._here))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            types_a_letter = bool(event.text()) and event.text().isprintable()
            if types_a_letter and not PassphraseField.is_command(event):
                event.accept()
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        for cell in range(self._count):
            if self._cell_rect(cell).contains(event.position().toPoint()):
                self._go(cell)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.changed.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._states[self._here] is State.OPEN and self._lengths[self._here]:
            self._finish(self._here)
            self.ended.emit(self._here)
        self._changed()

    # Looking

    def _columns(self) -> int:
        return max(1, min(4, self.width() // _COLUMN))

    def _rows(self) -> int:
        return -(-self._count // self._columns())

    def _cell_rect(self, cell: int) -> QRect:
        """Down the columns, as on the sheet."""
        columns, rows = self._columns(), self._rows()
        across = self.width() // columns
        return QRect(cell // rows * across, cell % rows * CONTROL, across - GRID, CONTROL)

    def _fit(self) -> None:
        self.setFixedHeight(self._rows() * CONTROL + 4)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(3 * _COLUMN, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_COLUMN, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for cell in range(self._count):
            self._paint_cell(painter, cell)

    def _paint_cell(self, painter: QPainter, cell: int) -> None:
        tokens = self._theme.tokens
        where = QRectF(self._cell_rect(cell)).adjusted(1, 2, -1, -2)
        here = cell == self._here and self.hasFocus()
        wrong = self._states[cell] is State.UNKNOWN or cell == self._marked
        known = self._states[cell] is State.KNOWN
        edge = "accent" if here else "harm" if wrong else "line" if known else "control_line"
        painter.setPen(QPen(tokens.color(edge), 2 if here or wrong else tokens.line_width))
        painter.setBrush(tokens.color("panel"))
        painter.drawRoundedRect(where, RADIUS, RADIUS)
        painter.setFont(font(Type.HINT))
        painter.setPen(tokens.color("muted"))
        number = QRectF(where.left() + 6, where.top(), 22, where.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"{cell + 1}")
        painter.setFont(font(Type.TEXT))
        painter.setPen(tokens.color("ink"))
        metrics = QFontMetricsF(painter.font())
        base = where.top() + (where.height() + metrics.ascent() - metrics.descent()) / 2
        start = cell * _CELL
        painter.save()
        painter.setClipRect(where.adjusted(0, 0, -_SIGN - 8, 0))
        end = paint_letters(painter, self._room, start, start + self._lengths[cell], where.left() + 30, base)
        painter.restore()
        if here:
            painter.fillRect(QRectF(end + 1, where.top() + 7, 1.5, where.height() - 14), tokens.color("ink"))
        sign = "warn" if wrong else "check" if known else ""
        if sign:
            place = QRectF(where.right() - _SIGN - 4, where.center().y() - _SIGN / 2, _SIGN, _SIGN)
            paint_icon(painter, sign, place, tokens.color("harm" if wrong else "done"))
