"""The rail: the pages at the left, the lock always in sight at its foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from legalaid_desktop.ui.page import PageSpec
from legalaid_desktop.ui.pieces.buttons import RailButton
from legalaid_desktop.ui.theme import GRID, RAIL, Theme
from legalaid_desktop.ui.words import Words


class Rail(QWidget):
    """``chosen`` comes with the key of a page."""

    chosen = Signal(str)
    lock_pressed = Signal()

    def __init__(self, words: Words, theme: Theme, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words.bind(self, lambda: self.setAccessibleName(words.say("shell.rail")))
        self.buttons: dict[str, RailButton] = {}
        inner = QWidget()
        inner.setObjectName("railPlaces")
        places = QVBoxLayout(inner)
        places.setContentsMargins(0, GRID, 0, GRID)
        places.setSpacing(2)
        for spec in specs:
            button = RailButton(words, theme, spec.title, spec.icon, key_hint=spec.shortcut)
            button.clicked.connect(lambda _=False, key=spec.key: self.chosen.emit(key))
            self.buttons[spec.key] = button
            places.addWidget(button)
        places.addStretch(1)
        self._area = area = QScrollArea()
        area.setObjectName("railArea")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self.lock_button = RailButton(words, theme, "rail.lock", "lock", key_hint="Ctrl+L")
        self.lock_button.clicked.connect(lambda: self.lock_pressed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 2, GRID)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(self.lock_button)
        for button in self.buttons.values():
            button.installEventFilter(self)
        self._all = (*self.buttons.values(), self.lock_button)
        words.bind(self, self._fit)

    def show_here(self, key: str) -> None:
        """Mark the page that is shown; a page without a place on the rail marks none."""
        for name, button in self.buttons.items():
            button.set_here(name == key)

    def _fit(self) -> None:
        self.setFixedWidth(max(RAIL, *(button.sizeHint().width() + GRID for button in self._all)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._area.ensureWidgetVisible(watched, 0, GRID)
        return False
