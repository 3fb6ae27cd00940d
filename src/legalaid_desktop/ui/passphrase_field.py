"""A field for a passphrase whose letters never become a string that stays.

Typed letters go into a ``bytearray`` of fixed room, as UTF-8; only dots are painted, or the letters one by one while
somebody holds the eye beside the field. The field gives nothing out to the clipboard, to drag and drop, to
input-method surroundings or to assistive technology beyond its name.

A text may be pasted, since a long passphrase from a password manager is better than a short one that is typed; the
clipboard is emptied at once, so that the next program does not find it there. Known limits: the toolkit makes a
short-lived string of each key, and of a text that is pasted.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
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
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.ui.secret_input import input_method_answer
from legalaid_desktop.ui.secret_letters import letters_width, paint_letters
from legalaid_desktop.ui.theme import CONTROL, GRID, RADIUS, Theme

_ROOM: Final = 1024
"""Bytes; a longer passphrase is refused a letter at a time."""
_DOT: Final = 7


class PassphraseField(QWidget):
    """``entered`` on Enter, ``changed`` after each change, ``pasted`` when the clipboard was taken over and emptied."""

    entered = Signal()
    changed = Signal()
    pasted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._room = bytearray(_ROOM)
        self._length = 0
        self._letters = 0
        self._all = False
        self._shown = False
        self._caps: bool | None = None
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
        """Whether both fields hold the same letters, composed or not."""
        return _alike(self.take(), other.take())

    def is_like(self, other: bytearray) -> bool:
        """Whether the letters of ``other`` (UTF-8) stand here, composed or not."""
        return _alike(self.take(), bytearray(other))

    def begins_like(self, other: bytearray) -> int:
        """How many bytes stand here before the first one that differs from ``other``."""
        for place in range(min(self._length, len(other))):
            if self._room[place] != other[place]:
                return place
        return min(self._length, len(other))

    @property
    def bytes_typed(self) -> int:
        """Length as UTF-8."""
        return self._length

    @property
    def caps_lock(self) -> bool | None:
        """Whether Caps Lock was on when the last letter was typed; ``None`` while no letter could tell."""
        return self._caps

    def wipe(self) -> None:
        """Forget everything."""
        self._all = self._shown = False
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

    def show_letters(self, shown: bool) -> None:
        """Paint the letters in place of dots, or dots again."""
        self._shown = shown
        self.update()

    @property
    def shows_letters(self) -> bool:
        return self._shown

    def _add(self, text: str) -> None:
        if self._all and text:
            self.wipe()
        for letter in text:
            if not letter.isprintable():
                continue
            data = letter.encode("utf-8", "ignore")
            if not data:
                continue  # half of a pair: no letter yet
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
        self._notice_caps(event)
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
            self._paste()
        elif self.types(event):
            self._add(event.text())
        else:
            event.ignore()

    @classmethod
    def types(cls, event: QKeyEvent) -> bool:
        """Whether a key gives a letter."""
        return bool(event.text()) and event.text().isprintable() and not cls.is_command(event)

    def _paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        text = clipboard.text()
        if text:
            clipboard.clear()
            self._add(text)
            self.pasted.emit()

    def _notice_caps(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps = None  # the next letter tells
            self.changed.emit()
            return
        text = event.text()
        if len(text) == 1 and text.lower() != text.upper() and not self.is_command(event):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = text.isupper() != shift

    @staticmethod
    def is_command(event: QKeyEvent) -> bool:
        """Whether a key that would give a letter is meant for the program, not for the text."""
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
        return input_method_answer(self, query, self.rect().adjusted(GRID, GRID, -GRID, -GRID))

    def event(self, event: QEvent) -> bool:
        # Letters are letters here, even where the window has a shortcut for them.
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and self.types(event):
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
        self._caps = None
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
        if self._shown:
            left = self._paint_letters(painter)
        else:
            left = self._paint_dots(painter)
        if self.hasFocus():
            painter.fillRect(QRectF(left, GRID, 1.5, self.height() - 2 * GRID), tokens.color("ink"))

    def _paint_dots(self, painter: QPainter) -> float:
        """Returns where the cursor stands."""
        tokens = self._theme.tokens
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
        return GRID + shown * step

    def _paint_letters(self, painter: QPainter) -> float:
        """Letter by letter, so that no string of the whole is made; the end is what one sees of a long one."""
        painter.setPen(self._theme.tokens.color("ink"))
        painter.setClipRect(self.rect().adjusted(GRID // 2, 0, -GRID // 2, 0))
        metrics = QFontMetricsF(painter.font())
        width = letters_width(metrics, self._room, 0, self._length)
        left = GRID + min(0.0, self.width() - 3 * GRID - width)
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        end = paint_letters(painter, self._room, 0, self._length, left, base)
        painter.setClipping(False)
        return end


def _alike(one: bytearray, other: bytearray) -> bool:
    """Compare two passphrases as the vault will take them, and wipe both."""
    from legalaid_desktop.services.secrets import Secret  # late: the locked window appears without it

    with Secret.from_utf8(one) as first, Secret.from_utf8(other) as second:
        return first.view() == second.view()


def layout_hint() -> str:
    """The keyboard layout in use as a short code («RU», «EN»), empty where the system does not say."""
    name = QGuiApplication.inputMethod().locale().name()
    return "" if name == "C" else name.partition("_")[0].upper()
