"""The locked window: open a vault, or make one."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Failed, Tasks, VaultDoor

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

GOOD_ENOUGH = 2
"""Of 0 to 4. What falls to guessing in hours protects nobody: a vault is not made with it."""


class Face(StrEnum):
    """Which form stands on the locked window."""

    NEUTRAL = "neutral"
    OPEN = "open"
    CREATE = "create"


class UnlockView(Protocol):
    def show_face(self, face: Face, folder: str) -> None:
        """``folder`` is empty for the usual one: the locked window tells no more than it must."""

    def show_busy(self, words: str) -> None:
        """Empty: done."""

    def show_problem(self, text: str) -> None: ...

    def show_strength(self, level: int | None) -> None: ...

    def forget_typed(self) -> None:
        """Wipe the fields and put the cursor into the first."""

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

    def open(self, passphrase: bytearray) -> None:
        """Takes ``passphrase`` (UTF-8) over."""
        if self._busy or not passphrase:
            passphrase[:] = bytes(len(passphrase))
            if not self._busy:
                self._view.show_problem(self._words().say("unlock.empty"))
            return
        folder = self._folder
        self._begin("unlock.opening")
        self._tasks.open(lambda: self._door.open(folder, passphrase), done=self._opened, failed=self._failed)

    def create(self, passphrase: bytearray, repeated_alike: bool, strength: int | None) -> None:
        """Takes ``passphrase`` (UTF-8) over. ``strength`` as last measured, ``None`` when it was not."""
        problem = ""
        if not passphrase:
            problem = "create.empty"
        elif not repeated_alike:
            problem = "create.differ"
        elif strength is not None and strength < GOOD_ENOUGH:
            problem = "create.too_weak"
        if self._busy or problem:
            passphrase[:] = bytes(len(passphrase))
            if not self._busy:
                self._view.show_problem(self._words().say(problem))
            return
        folder = self._folder
        self._begin("create.making")
        self._tasks.open(lambda: self._door.create(folder, passphrase), done=self._opened, failed=self._failed)

    def measure(self, passphrase: bytearray) -> None:
        """Takes ``passphrase`` over and tells its strength."""
        if not passphrase:
            self._view.show_strength(None)
            return
        self._tasks.aside(
            lambda: self._door.strength(passphrase),
            done=self._view.show_strength,
            failed=lambda _: self._view.show_strength(None),
            latest="strength",
        )

    def _told(self) -> str:
        return "" if self._folder == self._usual else str(self._folder)

    def _found(self, there: bool) -> None:
        if there:
            self._view.show_face(Face.OPEN, self._told())
        else:
            self._view.show_face(Face.CREATE, str(self._folder))

    def _begin(self, id: str) -> None:
        self._busy = True
        self._view.show_problem("")
        self._view.show_busy(self._words().say(id))

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
