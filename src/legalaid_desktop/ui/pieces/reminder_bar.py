"""A neutral line over the pages on a day when something is due. It names nothing, and can be put away for the day.

No system notification: other programs, and whoever looks at a locked screen, would read it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from legalaid_desktop.presenters.clock_reminder import due_on, hide_until_tomorrow
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import said
from legalaid_desktop.ui.theme import EDGE, GRID

_EVERY: Final = 10 * 60 * 1000
"""ms between two looks whether another day has come."""
_MOVING: Final = frozenset({"deadline", "decision", "case", "draft", "law"})
"""Kinds of changes after which the days may be others."""


class ReminderBar(QFrame):
    """Looks by itself; ``seen_elsewhere`` says that the page shown tells the same, so that the bar needs not."""

    def __init__(self, desk: Desk, seen_elsewhere: Callable[[], bool]) -> None:
        super().__init__()
        words = desk.words
        self._desk, self._seen_elsewhere = desk, seen_elsewhere
        self._tasks = desk.tasks(self)
        self._due = False
        self._day: dt.date | None = None
        self.setObjectName("notice")
        self.text = said(words, "clock.bar.today")
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.go = Button(words, "clock.bar.go", lambda: desk.go("today"))
        self.away = Button(words, "clock.bar.hide", self._hide, kind="quiet")
        line = QHBoxLayout(self)
        line.setContentsMargins(EDGE, GRID // 2, EDGE, GRID // 2)
        line.setSpacing(GRID)
        line.addWidget(self.text, 1)
        line.addWidget(self.go)
        line.addWidget(self.away)
        words.bind(self, lambda: self.setAccessibleName(words.say("clock.bar.today")))
        self.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look_if_new)
        desk.changed.connect(lambda kind: self.look() if kind in _MOVING else None)

    def look(self) -> None:
        """Ask the vault; answers come later."""
        today = self._desk.clock.today()
        self._timer.start()
        self._tasks.ask(
            lambda b: due_on(b, today), done=lambda due: self._tell(due, today), failed=self._desk.tell_failure,
            latest="reminder",
        )  # fmt: skip

    def rest(self) -> None:
        """The vault is being locked."""
        self._timer.stop()
        self.hide()

    def _look_if_new(self) -> None:
        if self._day != self._desk.clock.today():
            self.look()

    def _tell(self, due: bool, today: dt.date) -> None:
        self._due, self._day = due, today
        self.follow()

    def follow(self) -> None:
        """Another page is shown."""
        self.setVisible(self._due and not self._seen_elsewhere())

    def _hide(self) -> None:
        today = self._desk.clock.today()
        self._due = False
        self.follow()
        self._tasks.ask(lambda b: hide_until_tomorrow(b, today), done=lambda _: None, failed=self._desk.tell_failure)
