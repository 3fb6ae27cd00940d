"""Long work: what is done, how long it will take, and a way to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.theme import GRID, Type
from legalaid_desktop.ui.words import Words


class Progress(QWidget):
    """Hidden until :meth:`start`. Time left is told once it can be honest: after two seconds and a twentieth."""

    def __init__(self, words: Words, cancel: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._words = words
        self._began = 0.0
        self._id = ""
        self._done = self._total = 0
        self._what = Text("")
        self._left = Text("", Type.HINT, role="hint")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._bar, 1)
        if cancel is not None:
            self.cancel_button = Button(words, "progress.cancel", cancel)
            line.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._what)
        column.addLayout(line)
        column.addWidget(self._left)
        self.hide()
        words.bind(self, self._say)

    def start(self, id: str) -> None:
        """Show that the work named by wording id ``id`` goes on."""
        self._id = id
        self._began = time.monotonic()
        self._done = self._total = 0
        self._bar.setRange(0, 0)
        self._say()
        self.show()

    def stand(self, done: int, total: int) -> None:
        """How far it is."""
        self._done, self._total = done, total
        self._bar.setRange(0, 1000 if total else 0)
        if total:
            self._bar.setValue(min(1000, 1000 * done // total))
        self._say()

    def end(self) -> None:
        self.hide()

    def _say(self) -> None:
        if not self._id:
            self._bar.setAccessibleName(self._words.say("progress.bar"))
            return
        self._what.setText(self._words.say(self._id))
        self._bar.setAccessibleName(self._words.say(self._id))
        spent = time.monotonic() - self._began
        if self._total and spent > 2 and self._done * 20 > self._total:
            seconds = round(spent * (self._total - self._done) / self._done)
            if seconds >= 90:
                self._left.setText(self._words.say("progress.minutes_left", n=round(seconds / 60)))
            else:
                self._left.setText(self._words.say("progress.seconds_left", n=seconds))
        else:
            self._left.setText(self._words.say("progress.works"))
