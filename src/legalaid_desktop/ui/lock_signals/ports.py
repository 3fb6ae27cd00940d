"""What the window knows of the signs that it must lock now. Each kind of system has its own adapter behind this port.

A sign that this computer cannot give is simply absent: never an error, never a reason not to open the vault.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol


class Trigger(StrEnum):
    """Why a lock comes. ``lock.trigger.<value>`` is its wording."""

    IDLE = "idle"
    PANIC_KEY = "panic_key"
    GAP = "gap"
    """Our own tick was late: the machine slept."""
    SESSION = "session"
    """The system's session is locked or another user came."""
    SCREEN_SAVER = "screen_saver"
    SLEEP = "sleep"
    SHUTDOWN = "shutdown"
    LID = "lid"
    KEY_FILE = "key_file"


Lock = Callable[[Trigger], None]
"""Locks the window; called on the Qt thread. Calling it twice is no error."""


class LockSignal(Protocol):
    """One source of signs. Made on the Qt thread; ``start`` and ``stop`` come in pairs, while the vault is open."""

    def start(self, lock: Lock) -> None:
        """Listen, without waiting for anything."""

    def stop(self) -> None:
        """The vault is closed, or will be given up this moment: whatever held the system back lets it go."""

    def active(self) -> frozenset[Trigger]:
        """The signs that this computer was found to give, so far."""
