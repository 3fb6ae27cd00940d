"""Notices that nobody is there: no key and no hand for a while, or a sleep that the machine woke from.

Emits ``gone``; does not know what locking is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_TICK: Final = 1_000
"""ms"""
_GAP: Final = 10.0
"""s between two ticks that can only mean sleep: the screen's thread never stands that long."""
_SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
    }
)  # fmt: skip


def clock_that_counts_sleep() -> float:
    """Seconds; goes on while the machine sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux
    if boot is not None:
        return time.clock_gettime(boot)
    if os.name == "nt":
        return time.monotonic()  # counts sleep there
    return time.time()  # macOS: the monotonic clock stands still in sleep; a wall clock set back only delays


class IdleLock(QObject):
    """Armed with :meth:`watch`; ``gone`` comes once, until it is armed again."""

    gone = Signal()

    def __init__(self, app: QApplication, clock: Callable[[], float] = clock_that_counts_sleep) -> None:
        super().__init__()
        self._app, self._clock = app, clock
        self._limit = 0.0
        self._last_sign = self._last_tick = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.tick)
        self._armed = False

    def watch(self, minutes: int) -> None:
        """Begin, or go on with another limit."""
        self._limit = minutes * 60.0
        if not self._armed:
            self._armed = True
            self._last_sign = self._last_tick = self._clock()
            self._app.installEventFilter(self)
            self._timer.start()

    def rest(self) -> None:
        """Stop watching."""
        if self._armed:
            self._armed = False
            self._app.removeEventFilter(self)
            self._timer.stop()

    def tick(self) -> None:
        """Once a second."""
        if not self._armed:
            return
        now = self._clock()
        slept = now - self._last_tick > _GAP
        self._last_tick = now
        if slept or now - self._last_sign >= self._limit:
            self.rest()
            self.gone.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._last_sign = self._clock()
        return False
