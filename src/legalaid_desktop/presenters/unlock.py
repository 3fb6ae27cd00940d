"""The locked window: open a vault, make one, or come back into one whose passphrase is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from legalaid_desktop.errors import DatabaseDamaged, HeaderDamaged, LegalAidError
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Failed, Part, Tasks, VaultDoor

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

Place = tuple[str, dict[str, Any]]
"""Key of a page, and what its ``arrive`` takes."""

KEY_FILE: Final = "passphrase_and_key_file"
"""Kind of a way that wants a file beside the passphrase."""
FIRST_DAY: Final[Place] = ("recovery", {"first": True})
"""Where a new vault opens: recovery is made on the first day, or put off with one press."""
AFTER_RECOVERY: Final[Place] = ("recovery", {"recovered": True})


class Face(StrEnum):
    """Which form stands on the locked window."""

    NEUTRAL = "neutral"
    OPEN = "open"
    CREATE = "create"
    RECOVER = "recover"
    RENEW = "renew"
    """The vault stands open, and wants a new passphrase before it is shown."""


class UnlockView(Protocol):
    def show_face(self, face: Face, folder: str) -> None:
        """``folder`` is empty for the usual one: the locked window tells no more than it must."""

    def show_busy(self, words: str) -> None:
        """Empty: done."""

    def show_problem(self, text: str) -> None: ...

    def offer_restore(self) -> None:
        """No passphrase opens this vault any more: a backup is the next step."""

    def show_note(self, text: str) -> None:
        """What was done on the way."""

    def show_ways(self, ways: frozenset[str]) -> None:
        """What the vault can be opened with; see :meth:`VaultDoor.ways`."""

    def forget_typed(self) -> None:
        """Wipe the fields and put the cursor into the first."""

    def show_half_open(self) -> None:
        """The vault stands open on its lane, behind the locked window: idle lock and panic key must hold already."""

    def show_opened(self) -> None: ...


class UnlockTasks(Tasks, Protocol):
    """The lanes, with the door of the vault's own."""

    def open(self, opener: Callable[[], Briefcase], *, done: Callable[[], None], failed: Failed) -> None: ...


class UnlockPresenter:
    """``remember_folder`` keeps a folder that is not the usual one for the next start."""

    def __init__(
        self,
        view: UnlockView,
        tasks: UnlockTasks,
        door: VaultDoor,
        *,
        words: Callable[[], Wording],
        usual: Path,
        folder: Path | None,
        remember_folder: Callable[[Path], None],
    ) -> None:
        self._view, self._tasks, self._door = view, tasks, door
        self._words = words
        self._usual = usual
        self._folder = folder or usual
        self._remember_folder = remember_folder
        self._before: Path | None = None
        self._busy = False
        self.next_place: Place | None = None
        """Where the open window begins, if not where one was before the lock."""

    @property
    def folder(self) -> Path:
        return self._folder

    def start(self) -> None:
        """Look for a vault in the folder, and show the form that fits."""
        folder = self._folder
        self._view.show_face(Face.NEUTRAL, self._told())
        self._tasks.aside(lambda: self._door.exists(folder), done=self._found, failed=self._failed, latest="look")

    def use_folder(self, folder: Path) -> None:
        """A person chose another folder: a vault there is opened, an empty folder becomes one."""
        self._folder, self._before = folder, None
        self.start()

    def make_new(self) -> None:
        """Show the form for a new vault: in the same folder while that is free, else in one beside it."""
        base = self._folder

        def free() -> Path:
            names = (base, *(base.with_name(f"{base.name}-{number}") for number in range(2, 100)))
            return next((folder for folder in names if not self._door.exists(folder)), base)

        def found(folder: Path) -> None:
            self._before = base
            self._folder = folder
            self._view.show_face(Face.CREATE, str(folder))

        self._tasks.aside(free, done=found, failed=self._failed, latest="look")

    def back(self) -> None:
        """From a form that was opened by hand to the vault one came from."""
        if self._busy:
            return
        if self._before is not None:
            self._folder, self._before = self._before, None
        self.start()

    def forgot(self) -> None:
        """The passphrase is forgotten, or its people are not here."""
        if not self._busy:
            self._view.show_face(Face.RECOVER, self._told())

    def open(self, passphrase: bytearray, key_file: Path | None = None) -> None:
        """Takes ``passphrase`` (UTF-8) over."""
        if self._busy or not passphrase:
            passphrase[:] = bytes(len(passphrase))
            if not self._busy:
                self._view.show_problem(self._words().say("unlock.empty"))
            return
        folder = self._folder
        self._begin("unlock.opening")
        self._tasks.open(lambda: self._door.open(folder, passphrase, key_file), done=self._opened, failed=self._failed)

    def create(self, passphrase: bytearray) -> None:
        """Takes ``passphrase`` (UTF-8) over."""
        if self._busy or not passphrase:
            passphrase[:] = bytes(len(passphrase))
            return
        folder = self._folder
        self._begin("create.making")
        self._tasks.open(lambda: self._door.create(folder, passphrase), done=self._made, failed=self._failed)

    def recover(self, parts: Sequence[Part]) -> None:
        """Open with enough recovery sheets."""
        if self._busy:
            return
        folder = self._folder
        self._begin("recover.opening")
        self._tasks.open(lambda: self._door.recover(folder, parts), done=self._recovered, failed=self._failed)

    def recover_together(self, identities: Sequence[Path], parts: Sequence[Path]) -> None:
        """Open with the files of two coordinators, or with one and the part that the other sent."""
        if self._busy:
            return
        if not identities or len(identities) + len(parts) < 2:
            self._view.show_problem(self._words().say("recover.two_files"))
            return
        folder = self._folder
        self._begin("recover.opening")
        self._tasks.open(
            lambda: self._door.recover_together(folder, identities, parts), done=self._recovered, failed=self._failed
        )

    def ask_part(self, out: Path) -> None:
        """Write the request that a coordinator far away answers with a part."""
        folder = self._folder
        self._tasks.aside(
            lambda: self._door.ask_part(folder, out),
            done=lambda _: self._view.show_note(self._words().say("recover.request_written", file=out.name)),
            failed=self._failed,
        )

    def renew(self, passphrase: bytearray, *, keep_old: bool) -> None:
        """After a recovery: the new passphrase. Takes it over."""
        if self._busy or not passphrase:
            passphrase[:] = bytes(len(passphrase))
            return
        self._begin("renew.writing")
        self._tasks.ask(
            lambda briefcase: self._door.renew_passphrase(briefcase, passphrase, keep_old=keep_old),
            done=lambda _: self._renewed(),
            failed=self._failed,
        )

    def _told(self) -> str:
        return "" if self._folder == self._usual else str(self._folder)

    def _found(self, there: bool) -> None:
        if not there:
            self._view.show_ways(frozenset())
            self._view.show_face(Face.CREATE, str(self._folder))
            return
        # What reads the header takes long to load, and a passphrase can be typed meanwhile.
        folder, show = self._folder, self._view.show_ways
        self._view.show_face(Face.OPEN, self._told())
        self._tasks.aside(
            lambda: self._door.ways(folder),
            done=show,
            failed=lambda _: show(frozenset()),  # opening will say why
            latest="ways",
        )

    def _begin(self, id: str) -> None:
        self._busy = True
        self._view.show_problem("")
        self._view.show_busy(self._words().say(id))

    def _made(self) -> None:
        self.next_place = FIRST_DAY
        self._opened()

    def _recovered(self) -> None:
        self._view.show_half_open()
        self._tasks.ask(lambda briefcase: briefcase.read_only, done=self._recovered_as, failed=self._failed)

    def _recovered_as(self, read_only: bool) -> None:
        if read_only:
            # Damaged: no new passphrase can be written into it. What is readable is shown, and saved from there.
            self._opened()
            return
        self._busy = False
        self._view.show_busy("")
        self._view.show_face(Face.RENEW, self._told())

    def _renewed(self) -> None:
        self.next_place = AFTER_RECOVERY
        self._opened()

    def _opened(self) -> None:
        self._busy = False
        self._view.show_busy("")
        self._view.forget_typed()
        if self._folder != self._usual:
            self._remember_folder(self._folder)
        self._view.show_opened()

    def _failed(self, error: LegalAidError) -> None:
        self._busy = False
        self._view.show_busy("")
        self._view.forget_typed()
        self._view.show_problem(error_words(error, self._words()))
        if isinstance(error, (HeaderDamaged, DatabaseDamaged)):
            self._view.offer_restore()
