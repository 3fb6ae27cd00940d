"""What presenters need from a screen's surroundings: someone to run work, and a door to the vault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

    def no_way_back(self) -> None:
        """What follows must not be stopped half-way: from here on a lock waits. Raises :class:`Stopped` when the work
        was cancelled before."""


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

    def exchange(
        self, work: Callable[[Briefcase], tuple[Briefcase | None, T]], *, done: Callable[[T], None], failed: Failed
    ) -> None:
        """Work that closes the open vault; what it returns first takes its place, ``None`` when there is none now."""


class Cancellable(Report, Protocol):
    """What the screen holds of a long job."""

    def cancel(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Measured:
    """How well a passphrase stands, 0 to 4. ``advice``: why not better and what would help, ready to show; may be
    empty."""

    score: int
    advice: str = ""


class Part(Protocol):
    """One recovery sheet: part ``number`` of ``of``, any ``needed`` of the set ``set_number`` open the vault."""

    @property
    def number(self) -> int: ...

    @property
    def of(self) -> int: ...

    @property
    def needed(self) -> int: ...

    @property
    def set_number(self) -> int: ...


class VaultDoor(Protocol):
    """Opens vaults. Each method runs off the screen's thread, takes the passphrase over and wipes it.

    ``passphrase`` is UTF-8.
    """

    def exists(self, folder: Path) -> bool: ...

    def ways(self, folder: Path) -> frozenset[str]:
        """Kinds of the ways that open the vault, as its locked header shows them: ``passphrase``,
        ``passphrase_and_key_file``, ``recovery``, ``coordinators``. Empty when the header cannot be read: opening
        will say why."""

    def open(self, folder: Path, passphrase: bytearray, key_file: Path | None = None) -> Briefcase:
        """Raises what ``services.opening.open_briefcase`` raises. A damaged vault is opened for reading only, as far
        as anything of it can be read."""

    def create(self, folder: Path, passphrase: bytearray) -> Briefcase:
        """Raises what ``services.opening.create_briefcase`` raises."""

    def restore(self, file: Path, into: Path, identity: Path, passphrase: bytearray) -> None:
        """A new vault from a backup, under a new passphrase. Raises what ``restoring.restore_backup`` raises."""

    def new_words(self, lang: str) -> bytearray:
        """Six words for a new passphrase, from the list of ``lang``; the caller wipes them."""

    def measure(self, passphrase: bytearray, lang: str) -> Measured:
        """How well a passphrase resists guessing; the advice is in ``lang``."""

    def recover(self, folder: Path, parts: Sequence[Part]) -> Briefcase:
        """Open with enough recovery sheets, a damaged vault for reading only as :meth:`open` does. Raises what
        ``services.key_slots.open_with_recovery`` raises."""

    def recover_together(self, folder: Path, identities: Sequence[Path], parts: Sequence[Path]) -> Briefcase:
        """Open with two coordinators' identity files, or with one and the part that the other sent; a damaged vault
        for reading only as :meth:`open` does. Raises what ``services.key_slots.open_with_coordinators`` raises."""

    def ask_part(self, folder: Path, out: Path) -> None:
        """Write what a coordinator far away needs to send their part. Raises what
        ``services.key_slots.write_part_request`` raises."""

    def renew_passphrase(self, briefcase: Briefcase, passphrase: bytearray, *, keep_old: bool) -> None:
        """After a recovery, on the vault's lane: a new passphrase, in place of the old ones or beside them."""
