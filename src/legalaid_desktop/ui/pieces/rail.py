"""The rail: the pages at the left, the lock always in sight at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QVBoxLayout, QWidget

from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.page import PageSpec
from legalaid_desktop.ui.theme import GRID, RAIL, TARGET, Theme, Type, font
from legalaid_desktop.ui.words import Words

_ICON: Final = 20


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
        self._here = ""
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
        self._here = key
        for name, button in self.buttons.items():
            button.set_here(name == key)
        self._show_mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_mark()

    def _show_mark(self) -> None:
        """A low window has no room for all places: that of the page is among those that are seen."""
        if self._here in self.buttons:
            self._area.ensureWidgetVisible(self.buttons[self._here], 0, GRID)

    def _fit(self) -> None:
        self.setFixedWidth(max(RAIL, *(button.sizeHint().width() + GRID for button in self._all)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._area.ensureWidgetVisible(watched, 0, GRID)
        return False
