"""PySide6 on the oldest supported Python survives thousands of signals (docs/decisions/0001)."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class _Sender(QObject):
    told = Signal(object)


def test_five_thousand_signals_do_not_end_the_process() -> None:
    heard: list[object] = []
    sender = _Sender()
    sender.told.connect(heard.append)
    for n in range(5000):
        sender.told.emit(n % 2 == 0)
    assert len(heard) == 5000
    assert heard[:2] == [True, False]
