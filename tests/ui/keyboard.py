"""Hands on a keyboard: keys go to what has the focus, Tab walks, nothing is clicked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from tests.ui.conftest import Desktop, type_text

_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Keyboard:
    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        if QApplication.activeWindow() is None:
            self.desktop.activate()
        widget = QApplication.focusWidget()
        return widget if widget is not None else self.desktop.window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, modifier)

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, _CTRL)

    def alt(self, key: Qt.Key) -> None:
        self.press(key, _ALT)

    def type(self, text: str) -> None:
        type_text(self.focus, text)

    def tab_to(self, name: str, *, back: bool = False) -> QWidget:
        """Tab until the focus is on the control that is called so."""
        met = []
        for _ in range(150):
            QTest.keyClick(self.focus, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
            QApplication.processEvents()
            met.append(self.focus.accessibleName())
            if met[-1] == name:
                return self.focus
        raise AssertionError(f"Tab never came to «{name}»: {met}")

    def fill(self, name: str, text: str) -> None:
        """Tab to a field and type; a choice is picked by the beginning of its words."""
        widget = self.tab_to(name)
        if isinstance(widget, QComboBox):
            number = next(n for n in range(widget.count()) if widget.itemText(n).startswith(text))
            while widget.currentIndex() != number:
                self.press(Qt.Key.Key_Down if widget.currentIndex() < number else Qt.Key.Key_Up)
        else:
            self.type(text)

    def typed(self) -> tuple[str, int]:
        """The text of the field with the focus, and where the cursor stands in it."""
        widget = self.focus
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText(), widget.textCursor().position()
        if isinstance(widget, QLineEdit):
            return widget.text(), widget.cursorPosition()
        raise AssertionError(f"the focus is on no field: {widget.accessibleName()}")
