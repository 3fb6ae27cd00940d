"""What week and month have in common: a day that is chosen, keys, presses that are no drags, words for the ear.

Nothing here moves a day: days are counted from the law, not put where a hand lets go.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from legalaid_desktop.presenters.calendar_days import CalendarDay, CalendarSpan
from legalaid_desktop.ui.focus_ring import WEARS_ITS_OWN
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words


class CalendarView(QWidget):
    """``day_wanted``: a day was walked to or pressed. ``mark_chosen``: a mark was pressed, by its key. ``span_wanted``:
    so many weeks or months on. ``list_wanted``: Enter on a day with several marks. ``today_wanted``: Ctrl+Home."""

    day_wanted = Signal(object)
    mark_chosen = Signal(str)
    span_wanted = Signal(int)
    list_wanted = Signal()
    today_wanted = Signal()

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self.words, self.theme = words, theme
        self.shown: CalendarSpan | None = None
        self.chosen = dt.date.min
        self.at = 0
        """Place of the mark with the cursor among those of the chosen day."""
        self._pressed: tuple[dt.date, str] | None = None
        self._pressed_at = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty(WEARS_ITS_OWN, True)
        theme.changed.connect(self.update)
        words.bind(self, self._say)

    def show_span(self, shown: CalendarSpan, chosen: dt.date) -> None:
        if chosen != self.chosen:
            self.at = 0
        self.shown, self.chosen = shown, chosen
        day = self.current
        self.at = min(self.at, max(len(day.marks) - 1, 0)) if day is not None else 0
        self._say()
        self.updateGeometry()
        self.update()

    def choose(self, day: dt.date) -> None:
        """Put the cursor on a day of the shown span."""
        if day != self.chosen:
            self.chosen, self.at = day, 0
            self._say()
            self.update()

    @property
    def current(self) -> CalendarDay | None:
        return next((one for one in self.shown.days if one.day == self.chosen), None) if self.shown else None

    def spoken(self) -> str:
        """What a screen reader says of the place of the cursor."""
        day = self.current
        return day.spoken if day is not None else ""

    def _say(self) -> None:
        title = self.shown.title if self.shown is not None else ""
        parts = (self.words.say("calendar.title"), title, self.spoken())
        self.setAccessibleName(". ".join(part for part in parts if part))
        self.setAccessibleDescription(self.words.say("calendar.keys"))

    # Where things stand

    def day_boxes(self) -> list[tuple[QRectF, CalendarDay]]:
        """Boxes of days, each kind of view lays them out in its way."""
        return []

    def mark_boxes(self) -> list[tuple[QRectF, dt.date, str]]:
        """Boxes of marks with their day and key; an empty key stands for those that had no room."""
        return []

    def _under(self, at: QPointF) -> tuple[dt.date, str] | None:
        for box, day, key in self.mark_boxes():
            if box.contains(at):
                return day, key
        return next(((day.day, "") for box, day in self.day_boxes() if box.contains(at)), None)

    def hasHeightForWidth(self) -> bool:
        return True

    # Presses

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._pressed_at = self._under(event.position()), event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        moved = (event.position() - self._pressed_at).manhattanLength()
        if moved > QApplication.startDragDistance() or self._under(event.position()) != pressed:
            return  # a drag: nothing comes of it
        day, key = pressed
        if day != self.chosen:
            self.day_wanted.emit(day)
        if key:
            self.mark_chosen.emit(key)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.shown is None:
            super().keyPressEvent(event)
            return
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_Home:
            self.today_wanted.emit()
        elif held:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.span_wanted.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            monday = self.chosen - dt.timedelta(days=self.chosen.weekday())
            self._walk(monday + dt.timedelta(days=0 if key == Qt.Key.Key_Home else 6))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._enter()
        elif not self._arrow(key):
            super().keyPressEvent(event)

    def _arrow(self, key: Qt.Key) -> bool:
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}.get(key)
        if days is None:
            return False
        self._walk(self.chosen + dt.timedelta(days=days))
        return True

    def _walk(self, day: dt.date) -> None:
        self.day_wanted.emit(day)

    def _enter(self) -> None:
        marks = self.current.marks if self.current is not None else ()
        if len(marks) == 1:
            self.mark_chosen.emit(marks[0].key)
        elif marks:
            self.list_wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
