"""Things to press. All at least 32 × 32, 36 px high, with a word."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from legalaid_desktop.ui.reading_only import CHANGING
from legalaid_desktop.ui.theme import Type, font
from legalaid_desktop.ui.words import Words


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
        if self._is_off:
            super().setEnabled(False)
            self.setToolTip(self._words.say("damage.off"))

    @property
    def _is_off(self) -> bool:
        return self._words.reading_only and self._id in CHANGING

    def setEnabled(self, enabled: bool) -> None:
        super().setEnabled(enabled and not self._is_off)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class PrimaryButton(Button):
    """The one next step of a page; put it at the lower right of what it concerns (see :func:`pieces.layout.ending`)."""

    def __init__(self, words: Words, id: str, pressed: Callable[[], None] | None = None, **params: str | int) -> None:
        super().__init__(words, id, pressed, kind="primary", **params)
