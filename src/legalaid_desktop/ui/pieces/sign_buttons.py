"""Buttons with a sign: before their words, or alone in a tight place, or with a menu behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu

from legalaid_desktop.ui.icons import icon, paint_icon
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.menu import add_line
from legalaid_desktop.ui.theme import TARGET, Theme
from legalaid_desktop.ui.words import Words

_ICON: Final = 20


class SignButton(Button):
    """A quiet button with a sign before its words."""

    def __init__(
        self, words: Words, theme: Theme, id: str, sign: str, pressed: Callable[[], None] | None = None,
        *, kind: str = "quiet",
    ) -> None:  # fmt: skip
        super().__init__(words, id, pressed, kind=kind)
        self._theme, self._sign = theme, sign
        self.setIconSize(QSize(_ICON, _ICON))
        self._draw()
        theme.changed.connect(self._draw)

    def _draw(self) -> None:
        role = "accent" if self.property("kind") == "quiet" else "ink"
        self.setIcon(icon(self._sign, self._theme.tokens.color(role), side=_ICON))


class BareSign(QAbstractButton):
    """A sign alone, 32 × 32, for tight places such as the end of a field; its name is spoken and shown as a hint."""

    def __init__(
        self, words: Words, theme: Theme, id: str, sign: str, pressed: Callable[[], None] | None = None
    ) -> None:
        super().__init__()
        self._theme, self._sign = theme, sign
        self.setFixedSize(TARGET, TARGET)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if pressed is not None:
            self.clicked.connect(lambda: pressed())

        def say() -> None:
            self.setAccessibleName(words.say(id))
            self.setToolTip(words.say(id))

        words.bind(self, say)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(TARGET, TARGET)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), tokens.color("selection"))
        inset = (TARGET - _ICON) / 2
        paint_icon(painter, self._sign, QRectF(inset, inset, _ICON, _ICON), tokens.color("muted"))


class MenuButton(SignButton):
    """A quiet button that opens a menu; add lines with :meth:`add`."""

    def __init__(self, words: Words, theme: Theme, id: str, *, sign: str = "more") -> None:
        super().__init__(words, theme, id, sign)
        self._menu = QMenu(self)
        self.clicked.connect(self._open)

    def add(self, id: str, chosen: Callable[[], None]) -> QAction:
        """A line by wording id."""
        return add_line(self._menu, self._words, id, chosen)

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
