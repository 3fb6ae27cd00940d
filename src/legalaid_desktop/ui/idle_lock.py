"""Notices that nobody is there: no key and no hand for a while, or a sleep that the machine woke from.

Emits ``gone``; does not know what locking is.
"""

from __future__ import annotations

import sys
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
    """Seconds; goes on while the machine sleeps, and stands apart from the date: whoever sets the date neither puts
    a lock off nor brings one on."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux
    if boot is not None:
        return time.clock_gettime(boot)
    if sys.platform == "darwin":
        # Python's own monotonic clock stands still in sleep there; this one of the system goes on (clock_gettime(3)).
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()  # Windows: counts sleep


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
        self.slept = False
        """Whether the last ``gone`` came from a sleep, or a clock that cannot be followed."""

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
        # A clock that ran backwards is none: nobody can say how long nobody was there.
        self.slept = not 0.0 <= now - self._last_tick <= _GAP
        self._last_tick = now
        if self.slept or now - self._last_sign >= self._limit:
            self.rest()
            self.gone.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._last_sign = self._clock()
        return False
