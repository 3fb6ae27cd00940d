"""A toast: what was done, with Undo. It stays until the next one, Esc, its button, or until one has gone elsewhere:
nobody has to be quick, and nothing is undone on a page that does not show it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from legalaid_desktop.ui.desk import Saying
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.theme import GRID, INSIDE, READING
from legalaid_desktop.ui.words import Words


class Toast(QFrame):
    """Floats over the lower edge of ``over``; never takes the focus by itself."""

    takes = Signal(int)
    """px at the lower edge of ``over`` that it takes while it is shown: a button under it could not be pressed."""

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._over = over
        self._saying: Saying | None = None
        self._fresh = False
        self._text = Text("")
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.undo_button = Button(words, "toast.undo", self._undo)
        self.close_button = Button(words, "toast.close", self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(INSIDE, GRID, GRID, GRID)
        line.setSpacing(GRID)
        line.addWidget(self._text, 1)
        line.addWidget(self.undo_button)
        line.addWidget(self.close_button)
        self.hide()
        over.installEventFilter(self)

    def say(self, saying: Saying) -> None:
        self._saying = saying
        self._fresh = True
        QTimer.singleShot(0, self, self._settle)
        self._text.setText(saying.text)
        self.setAccessibleName(saying.text)
        self.undo_button.setVisible(saying.undo is not None)
        self._place()
        self.show()
        self.raise_()

    def _settle(self) -> None:
        self._fresh = False

    def move_on(self) -> None:
        """Another page is shown. What was said on the way to it stays."""
        if not self._fresh:
            self.hide()

    @property
    def text(self) -> str:
        """What is being said, empty when nothing is."""
        return self._text.text() if self.isVisible() else ""

    def _undo(self) -> None:
        saying, self._saying = self._saying, None
        self.hide()
        if saying is not None and saying.undo is not None:
            saying.undo()

    def _place(self) -> None:
        buttons = self.close_button.sizeHint().width() + GRID
        if self._saying is not None and self._saying.undo is not None:
            buttons += self.undo_button.sizeHint().width() + GRID
        room = max(200, min(READING + buttons, self._over.width() - 4 * GRID) - buttons - INSIDE - GRID)
        wanted = self._text.fontMetrics().boundingRect(0, 0, room, 10_000, Qt.TextFlag.TextWordWrap, self._text.text())
        width = min(self._over.width() - 2 * GRID, max(wanted.width() + 8, 120) + buttons + INSIDE + GRID)
        height = max(wanted.height(), self.close_button.sizeHint().height()) + 2 * GRID + 4
        left = (self._over.width() - width) // 2
        self.setGeometry(left, self._over.height() - height - 2 * GRID, width, height)
        self.takes.emit(height + 3 * GRID)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.takes.emit(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
