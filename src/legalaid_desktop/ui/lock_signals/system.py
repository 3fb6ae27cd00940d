"""Which signs this kind of system gives."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from legalaid_desktop.ui.lock_signals.ports import LockSignal


def signals_of_this_system(window: QWidget, listener: Sequence[str]) -> list[LockSignal]:
    """``listener`` is the command of the bus listener (Linux), empty for none. What a system lacks is absent."""
    if sys.platform == "win32":
        from legalaid_desktop.ui.lock_signals.windows_session import WindowsSession

        return [WindowsSession(window)]
    if sys.platform == "darwin":
        from legalaid_desktop.ui.lock_signals.macos_session import MacSession

        try:
            return [MacSession()]
        except OSError:  # the gap and the idle lock remain
            return []
    from legalaid_desktop.ui.lock_signals.bus_watch import BusWatch

    return [BusWatch(listener)] if listener else []
