"""Things to press. All at least 32 × 32, 36 px high, with a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QStyle, QStyleOption, QWidget

from legalaid_desktop.ui.icons import icon, paint_icon
from legalaid_desktop.ui.theme import GRID, TARGET, Theme, Type, font
from legalaid_desktop.ui.words import Words

_ICON: Final = 20


class Button(QPushButton):
    """A button by its wording id. ``kind``: none, ``primary`` (one a page), ``harm`` (named by its effect), ``quiet``.

    Enter presses it as well as Space.
    """

    def __init__(
        self, words: Words, id: str, pressed: Callable[[], None] | None = None, *, kind: str = "", **params: str | int
    ) -> None:
        super().__init__()
        self._words = words
        self._id, self._params = id, params
        self.setProperty("kind", kind)
        self.setFont(font(Type.STRONG if kind == "primary" else Type.TEXT))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if pressed is not None:
            self.clicked.connect(lambda: pressed())
        words.bind(self, self._say)

    def call(self, id: str, **params: str | int) -> None:
        """Give the button other words."""
        self._id, self._params = id, params
        self._say()

    def _say(self) -> None:
        text = self._words.say(self._id, **self._params)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class PrimaryButton(Button):
    """The one next step of a page; put it at the lower right of what it concerns (see :func:`pieces.layout.ending`)."""

    def __init__(self, words: Words, id: str, pressed: Callable[[], None] | None = None, **params: str | int) -> None:
        super().__init__(words, id, pressed, kind="primary", **params)


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


class RailButton(QAbstractButton):
    """A sign with its word under it, for the rail; ``here`` marks the page that is shown."""

    def __init__(self, words: Words, theme: Theme, id: str, sign: str, *, key_hint: str = "") -> None:
        super().__init__()
        self._words, self._theme, self._sign = words, theme, sign
        self._here = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(font(Type.HINT))

        def say() -> None:
            text = words.say(id)
            self.setText(text)
            self.setAccessibleName(text)
            self.setToolTip(f"{text} ({key_hint})" if key_hint else text)
            self.updateGeometry()
            self.update()

        words.bind(self, say)
        theme.changed.connect(self.update)

    @property
    def here(self) -> bool:
        return self._here

    def set_here(self, here: bool) -> None:
        if here != self._here:
            self._here = here
            self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        lines = 1 + self.text().count("\n")
        width = max(metrics.horizontalAdvance(line) for line in self.text().split("\n"))
        return QSize(max(2 * TARGET, width + GRID), max(52, _ICON + GRID + lines * metrics.lineSpacing() + GRID))

    minimumSizeHint = sizeHint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        if self._here:
            painter.fillRect(self.rect(), tokens.color("selection"))
            painter.fillRect(0, 0, 3, self.height(), tokens.color("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), tokens.color("page"))
        color = tokens.color("ink" if self._here else "muted")
        height = self.fontMetrics().lineSpacing() * (1 + self.text().count("\n"))
        top = (self.height() - _ICON - height - 2) / 2
        paint_icon(painter, self._sign, QRectF((self.width() - _ICON) / 2, top, _ICON, _ICON), color)
        painter.setPen(color)
        where = QRectF(0, top + _ICON + 2, self.width(), height)
        painter.drawText(where, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.text())


def paint_background(widget: QWidget) -> None:
    """Let a plain widget subclass draw its style sheet background; call first in ``paintEvent``."""
    option = QStyleOption()
    option.initFrom(widget)
    painter = QPainter(widget)
    widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, widget)
