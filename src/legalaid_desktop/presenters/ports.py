"""What presenters need from a screen's surroundings: someone to run work, and a door to the vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from legalaid_desktop.errors import LegalAidError

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

T = TypeVar("T")

Failed = Callable[[LegalAidError], None]


class Stopped(Exception):
    """Raised inside long work that was cancelled; no failure, and nobody waits for an answer."""


class Report(Protocol):
    """How long work tells where it stands, and learns that nobody waits for it any more."""

    def say(self, done: int, total: int) -> None:
        """Tell how much of the work is done; the unit is the worker's own."""

    def watch(self, done: int, total: int) -> None:
        """As :meth:`say`; raises :class:`Stopped` once the work was cancelled."""


class Tasks(Protocol):
    """The one way off the screen's thread, already bound to the screen that asks.

    ``done`` and ``failed`` come back on the screen's thread; they never come when the screen has gone. With
    ``latest`` a name, the answer to an older question of that name is dropped.
    """

    def ask(
        self, work: Callable[[Briefcase], T], *, done: Callable[[T], None], failed: Failed, latest: str = ""
    ) -> None:
        """Work on the open vault, in the order of asking."""

    def aside(self, work: Callable[[], T], *, done: Callable[[T], None], failed: Failed, latest: str = "") -> None:
        """Work that needs no vault, beside the vault's lane."""


class LongTasks(Tasks, Protocol):
    """Tasks, and tickets for long ones."""

    def ticket(self, heard: Callable[[int, int], None]) -> Cancellable: ...


class Cancellable(Report, Protocol):
    """What the screen holds of a long job."""

    def cancel(self) -> None: ...


class VaultDoor(Protocol):
    """Opens vaults. Each method runs off the screen's thread, takes the passphrase over and wipes it.

    ``passphrase`` is UTF-8.
    """

    def exists(self, folder: Path) -> bool: ...

    def open(self, folder: Path, passphrase: bytearray) -> Briefcase:
        """Raises what ``services.briefcase.open_briefcase`` raises."""

    def create(self, folder: Path, passphrase: bytearray) -> Briefcase:
        """Raises what ``services.briefcase.create_briefcase`` raises."""

    def restore(self, file: Path, into: Path, identity: Path, passphrase: bytearray) -> None:
        """A new vault from a backup, under a new passphrase. Raises what ``services.backup.restore_backup`` raises."""

    def strength(self, passphrase: bytearray) -> int:
        """How well a passphrase resists guessing, 0 to 4 (see :mod:`presenters.passphrase`)."""
