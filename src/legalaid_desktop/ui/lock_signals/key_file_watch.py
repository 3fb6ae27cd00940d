"""The key file that the vault was opened with: when it is gone, or another file stands in its place, the vault locks.

A stick that was pulled can leave its folder behind, and a stick that hangs answers never. So the looking is done on
a thread of its own, and a look that does not come back counts as gone.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from legalaid_desktop.ui.lock_signals.ports import Lock, Trigger

_EACH: Final = 0.5
"""s between two looks."""
_HANGS: Final = 5.0
"""s after which a look that does not come back means that the medium is gone. A sleeping disk wakes within it."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of a file: where it is, and what tells it from another."""

    device: int
    inode: int
    size: int
    medium_there: bool


def look(path: Path) -> Sight | None:
    """``None`` when there is no such regular file. May wait as long as the medium does."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Sight(found.st_dev, found.st_ino, found.st_size, _medium_there(found.st_dev))


def _medium_there(device: int) -> bool:
    """A pulled stick that nobody unmounted still answers from memory; its device is gone all the same (Linux)."""
    if sys.platform != "linux" or os.major(device) == 0:  # not a block device: tmpfs, network
        return True
    return Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").exists()


class _Watcher:
    """The thread's side. ``seen`` is one of: ``None`` (no look came back yet), ``True``, ``False`` (gone)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.gone = False
        self.asked_at = time.monotonic()
        self.answered = True
        self._end = threading.Event()
        # A daemon: a look that hangs must not keep the program from ending.
        threading.Thread(target=self._run, name="key-file", daemon=True).start()

    def stop(self) -> None:
        self._end.set()

    def _run(self) -> None:
        first: Sight | None = None
        while not self._end.is_set():
            self.asked_at, self.answered = time.monotonic(), False
            sight = look(self.path)
            self.answered = True
            if first is None:
                # The medium is only missed when it was there: not each system shows its devices.
                first = sight
            missed = first is not None and sight is not None and first.medium_there and not sight.medium_there
            changed = sight is None or first is None or missed
            if not changed and sight is not None and first is not None:
                changed = (sight.device, sight.inode, sight.size) != (first.device, first.inode, first.size)
            if changed:
                self.gone = True
                return
            self._end.wait(_EACH)


class KeyFileWatch(QObject):
    """Watches the file that :meth:`guard` names, from then until :meth:`stop`."""

    def __init__(self) -> None:
        super().__init__()
        self._lock: Lock | None = None
        self._watcher: _Watcher | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(int(_EACH * 500))
        self._timer.timeout.connect(self._ask)

    def start(self, lock: Lock) -> None:
        self._lock = lock

    def guard(self, path: Path) -> None:
        """The vault was opened with this file."""
        self._forget()
        self._watcher = _Watcher(path.absolute())
        self._timer.start()

    def stop(self) -> None:
        self._lock = None
        self._forget()

    def active(self) -> frozenset[Trigger]:
        return frozenset() if self._watcher is None else frozenset({Trigger.KEY_FILE})

    def _forget(self) -> None:
        self._timer.stop()
        if self._watcher is not None:
            self._watcher.stop()
        self._watcher = None

    def _ask(self) -> None:
        watcher = self._watcher
        if watcher is None:
            return
        hangs = not watcher.answered and time.monotonic() - watcher.asked_at > _HANGS
        if watcher.gone or hangs:
            self._forget()
            if self._lock is not None:
                self._lock(Trigger.KEY_FILE)
