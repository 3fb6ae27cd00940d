"""Menus and choices by wording id, said again when the language changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.reading_only import CHANGING
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words


class Choice(QComboBox):
    """One of a few. ``options`` are pairs of a key and a wording id; :meth:`offer` takes own texts (names of bodies).

    ``picked`` comes only when a person picked, never when the program set a value.
    """

    picked = Signal(str)

    def __init__(self, words: Words, theme: Theme, name: str, options: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._words, self._theme = words, theme
        self._ids: tuple[tuple[str, str], ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.activated.connect(lambda index: self.picked.emit(self.itemData(index)))
        words.bind(self, lambda: self.setAccessibleName(words.say(name)))
        self._ids = tuple(options)
        words.bind(self, self._say)

    def _say(self) -> None:
        if not self._ids:
            return
        if self.count() == 0:
            for key, id in self._ids:
                self.addItem(self._words.say(id), key)
        else:
            for number, (_, id) in enumerate(self._ids):
                self.setItemText(number, self._words.say(id))

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Show these ``(key, text)``; what is picked stays picked where it is still offered."""
        key = self.key
        self._ids = ()
        self.clear()
        for value, text in options:
            self.addItem(text, value)
        self.set_key(key)

    @property
    def key(self) -> str:
        value = self.currentData()
        return value if isinstance(value, str) else ""

    def set_key(self, key: str) -> None:
        """Pick by key; an unknown key picks nothing."""
        self.setCurrentIndex(self.findData(key))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        color = self._theme.tokens.color("ink" if self.isEnabled() else "muted")
        paint_icon(QPainter(self), "down", QRectF(self.width() - 26, (self.height() - 16) / 2, 16, 16), color)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page with a trembling hand must not change what the page says.
        event.ignore()


def add_line(menu: QMenu, words: Words, id: str, chosen: Callable[[], None]) -> QAction:
    """A line of ``menu`` that is said again when the language changes."""
    action = QAction(menu)
    action.triggered.connect(lambda: chosen())

    def say() -> None:
        action.setText(words.say(id))
        if id in CHANGING:
            action.setEnabled(not words.reading_only)

    words.bind(action, say)
    menu.addAction(action)
    return action


def empty_menu(owner: QWidget) -> QMenu:
    """A menu that is gone once it was closed."""
    menu = QMenu(owner)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def pop_menu(under: QWidget, words: Words, lines: Sequence[tuple[str, Callable[[], None]]]) -> QMenu:
    """A menu of ``(wording id, what to do)`` right under a widget."""
    menu = empty_menu(under)
    for id, chosen in lines:
        add_line(menu, words, id, chosen)
    menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
    return menu
