"""A field for a passphrase whose letters never become a string that stays.

Typed letters go into a ``bytearray`` of fixed room, as UTF-8; only dots are painted. The field gives nothing out to the
clipboard, to drag and drop, to input-method surroundings or to assistive technology beyond its name. Known limits: the
toolkit makes a short-lived string of each key, and of a text that is pasted.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.ui.theme import CONTROL, GRID, RADIUS, Theme

_ROOM: Final = 1024
"""Bytes; a longer passphrase is refused a letter at a time."""
_DOT: Final = 7


class PassphraseField(QWidget):
    """``entered`` on Enter, ``changed`` after each change, ``refused`` when a letter found no room."""

    entered = Signal()
    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._room = bytearray(_ROOM)
        self._length = 0
        self._letters = 0
        self._all = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setMinimumWidth(200)
        self.setFixedHeight(CONTROL)
        theme.changed.connect(self.update)

    @property
    def empty(self) -> bool:
        return self._length == 0

    @property
    def letters(self) -> int:
        """How many letters were typed."""
        return self._letters

    def take(self) -> bytearray:
        """The passphrase as UTF-8 in a new ``bytearray`` that the caller wipes; the field stays as it is."""
        return bytearray(memoryview(self._room)[: self._length])

    def same_as(self, other: PassphraseField) -> bool:
        """Whether both fields hold the same bytes."""
        mine, theirs = memoryview(self._room)[: self._length], memoryview(other._room)[: other._length]
        return mine == theirs

    def wipe(self) -> None:
        """Forget everything."""
        self._all = False
        self._room[:] = bytes(_ROOM)
        self._length = self._letters = 0
        self.changed.emit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, CONTROL)

    # Typing

    def select_all(self) -> None:
        """As in every field: what is typed next takes the place of all that stands here."""
        self._all = not self.empty
        self.update()

    @property
    def all_selected(self) -> bool:
        return self._all

    def _deselect(self) -> None:
        self._all = False
        self.update()

    def _add(self, text: str) -> None:
        if self._all and text:
            self.wipe()
        for letter in text:
            if not letter.isprintable():
                continue
            data = letter.encode("utf-8", "ignore")
            if self._length + len(data) > _ROOM:
                break
            self._room[self._length : self._length + len(data)] = data
            self._length += len(data)
            if not unicodedata.combining(letter):
                self._letters += 1
        self.changed.emit()
        self.update()

    def _drop_last(self) -> None:
        while self._length:
            end = self._length
            start = end - 1
            while start and self._room[start] & 0xC0 == 0x80:
                start -= 1
            letter = bytes(self._room[start:end]).decode("utf-8")
            self._room[start:end] = bytes(end - start)
            self._length = start
            if not unicodedata.combining(letter):
                self._letters -= 1
                break
        self.changed.emit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Backspace:
            if self._all or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.wipe()
            else:
                self._drop_last()
        elif key == Qt.Key.Key_Delete:
            self.wipe()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._deselect()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._add(QGuiApplication.clipboard().text())
        elif event.text() and event.text().isprintable() and not self._is_command(event):
            self._add(event.text())
        else:
            event.ignore()

    @staticmethod
    def _is_command(event: QKeyEvent) -> bool:
        # AltGr arrives as Ctrl+Alt on Windows and types letters; Ctrl, Alt or Meta alone never do.
        held = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        )
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        return bool(held) and held != both

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Dead keys and input methods: only what is finished counts.
        if event.commitString():
            self._add(event.commitString())
        event.accept()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        if query == Qt.InputMethodQuery.ImHints:
            return self.inputMethodHints().value
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return self.rect().adjusted(GRID, GRID, -GRID, -GRID)
        return None  # no surrounding text, no selection: nothing of the passphrase leaves the field

    def event(self, event: QEvent) -> bool:
        # Letters are letters here, even where the window has a shortcut for them.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            types_a_letter = bool(event.text()) and event.text().isprintable()
            if types_a_letter and not self._is_command(event):
                event.accept()
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._deselect()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.select_all()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.changed.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._deselect()

    # Looking

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        edge = "accent" if self.hasFocus() else "control_line"
        painter.setPen(QPen(tokens.color(edge), tokens.line_width))
        painter.setBrush(tokens.color("panel"))
        half = tokens.line_width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        step = _DOT + 4
        fit = max(1, (self.width() - 2 * GRID - 4) // step)
        shown = min(self._letters, fit)
        if self._all:
            painter.setBrush(tokens.color("accent"))
            painter.drawRect(QRectF(GRID - 2, GRID, shown * step, self.height() - 2 * GRID))
        painter.setBrush(tokens.color("on_accent" if self._all else "ink"))
        top = (self.height() - _DOT) / 2
        for number in range(shown):
            painter.drawEllipse(QRectF(GRID + number * step, top, _DOT, _DOT))
        if self.hasFocus():
            left = GRID + shown * step
            painter.fillRect(QRectF(left, GRID, 1.5, self.height() - 2 * GRID), tokens.color("ink"))


def layout_hint() -> str:
    """The keyboard layout in use as a short code («RU», «EN»), empty where the system does not say."""
    name = QGuiApplication.inputMethod().locale().name()
    return "" if name == "C" else name.partition("_")[0].upper()
