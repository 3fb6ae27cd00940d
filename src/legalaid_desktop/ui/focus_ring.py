"""The ring around whatever has the keyboard: 2 px, with 2 px of air inside, on every focusable control."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from legalaid_desktop.ui.theme import FOCUS, RADIUS, Theme

WEARS_ITS_OWN: Final = "wearsItsOwnRing"
"""Dynamic property of a control that draws the ring inside itself, around the row with the cursor."""
_REACH: Final = 2 * FOCUS
_MOVES: Final = frozenset(
    {
        QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange,
        QEvent.Type.LayoutRequest, QEvent.Type.ZOrderChange,
    }
)  # fmt: skip


class FocusRing(QWidget):
    """A sheet of glass that follows the focus inside one window and lets everything through."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._target: QWidget | None = None
        self._chain: list[QWidget] = []
        self._above: list[QWidget] = []
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        theme.changed.connect(self.update)

    def stay_under(self, sheet: QWidget) -> None:
        """``sheet`` floats over the page, so over the rings in the page too."""
        self._above.append(sheet)

    @property
    def target(self) -> QWidget | None:
        """The control that wears the ring."""
        return self._target if self._target is not None and isValid(self._target) else None

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self):
            return
        for watched in self._chain:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._chain = []
        self._target = None
        # A page that is read as a whole holds the keys for scrolling; a ring around everything would say nothing.
        is_page = new is not None and new.objectName() in ("scroll", "page")
        if new is None or new.window() is not self._window or new is self._window or is_page:
            self.hide()
            return
        self._target = new
        widget: QWidget | None = new
        while widget is not None and widget is not self._window:
            widget.installEventFilter(self)
            self._chain.append(widget)
            widget = widget.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and watched is not self:
            self._place()
        return False

    def _place(self) -> None:
        target = self.target
        if target is None or not target.isVisible() or target.property(WEARS_ITS_OWN):
            self.hide()
            return
        wanted = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        wanted.adjust(-_REACH, -_REACH, _REACH, _REACH)
        allowed = self._window.rect()
        parent = target.parentWidget()
        while parent is not None and parent is not self._window:
            above = parent.parentWidget()
            if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
                # What is scrolled out of sight wears no ring over its neighbours.
                allowed = allowed.intersected(QRect(parent.mapTo(self._window, QPoint(0, 0)), parent.size()))
            parent = above
        shown = wanted.intersected(allowed)
        if shown.isEmpty():
            self.hide()
            return
        if self.geometry() != shown:
            self.setGeometry(shown)
        if not self.isVisible():
            self.show()
        self.raise_()
        for above in self._above:
            if above.isVisible() and not above.isAncestorOf(target):
                above.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.tokens.color("accent"), FOCUS)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        half = FOCUS / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS + FOCUS, RADIUS + FOCUS)
