"""Linux: the signs of login1, UPower and the screen savers, heard by a small process beside the window.

Why beside: :mod:`legalaid_desktop.ui.lock_signals.bus_child`. The process knows nothing of the vault, gets an empty
standard input and ends with the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QProcess, QTimer

from legalaid_desktop.ui.lock_signals.ports import Lock, Trigger

_BUSES: Final = ("system", "session")
_AGAIN: Final = (500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000)
"""ms until a listener that died is started again, each time that it died."""
_END: Final = 300
"""ms for the killed listener to be buried."""
_LONGEST_LINE: Final = 256
_TRIGGERS: Final = {trigger.value: trigger for trigger in Trigger}


class BusWatch(QObject):
    """``command`` starts the listener; the names of the buses are put behind it."""

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__()
        self._command = list(command)
        self._buses = list(_BUSES)
        self._trying = ""
        self._lock: Lock | None = None
        self._process: QProcess | None = None
        self._died = 0
        self._has: frozenset[Trigger] = frozenset()
        self._rest = b""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._run)

    def start(self, lock: Lock) -> None:
        self._lock = lock
        self._run()

    def stop(self) -> None:
        self._lock = None
        self._again.stop()
        self._has = frozenset()
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.errorOccurred.disconnect(self._failed)
            # Its end is what lets the machine sleep; a process that is replaced must leave no dead child behind.
            process.kill()
            process.waitForFinished(_END)
            process.deleteLater()

    def active(self) -> frozenset[Trigger]:
        return self._has

    @property
    def pid(self) -> int:
        """Of the listener, 0 when none runs."""
        return int(self._process.processId()) if self._process is not None else 0

    def _run(self) -> None:
        if self._lock is None or not self._buses:
            return
        self._rest = b""
        self._trying = ""
        process = self._process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        process.start(self._command[0], [*self._command[1:], *self._buses])

    def _read(self) -> None:
        process = self._process
        if process is None:
            return
        *lines, rest = (self._rest + bytes(process.readAllStandardOutput().data())).split(b"\n")
        self._rest = rest[:_LONGEST_LINE]
        for line in lines:
            self._hear(line.decode("ascii", "replace").split())

    def _hear(self, words: list[str]) -> None:
        match words:
            case ["try", bus]:
                self._trying = bus
            case ["has", *names]:
                self._has = frozenset(_TRIGGERS[name] for name in names if name in _TRIGGERS)
            case ["lock", name] if name in _TRIGGERS:
                if self._lock is not None:
                    self._lock(_TRIGGERS[name])

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:  # no ``finished`` comes then
            self._finished()

    def _finished(self, *_: object) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self._has = frozenset()
        if self._trying in self._buses:
            # It ended while that bus let nobody in: go on without it.
            self._buses.remove(self._trying)
        if self._lock is not None:
            self._again.start(_AGAIN[min(self._died, len(_AGAIN) - 1)])
            self._died += 1
