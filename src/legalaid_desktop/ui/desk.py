"""What every page is handed: the words, the look, the lanes, the clock, and the ways to other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.preferences import PreferenceFile
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import VaultDoor
from legalaid_desktop.ui.tasks import Lane, TaskRunner, VaultLane
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class Saying:
    """A toast: what was done, and how to take it back."""

    text: str
    undo: Callable[[], None] | None = None
    harm: bool = False


class Desk(QObject):
    """The surroundings of all pages, one per window."""

    went = Signal(str, object)
    went_back = Signal()
    said = Signal(object)
    lock_asked = Signal()
    changed = Signal(str)
    """A kind of record changed: ``case``, ``note``, ``draft``, ``deadline``, ``evidence``, ``backup``, ``settings``,
    ``library``, ``law``."""

    def __init__(
        self,
        *,
        words: Words,
        theme: Theme,
        vault: VaultLane,
        side: Lane,
        clock: Clock,
        preferences: PreferenceFile,
        door: VaultDoor,
    ) -> None:
        super().__init__()
        self.words = words
        self.theme = theme
        self.vault = vault
        self.side = side
        self.clock = clock
        self.preferences = preferences
        self.door = door
        self.next_vault: Path | None = None
        """The vault that the window opens after the next lock, where that is another one than now."""

    def tasks(self, owner: QObject) -> TaskRunner:
        """The way off the Qt thread for ``owner``; give it to the page's presenter."""
        return TaskRunner(self.vault, self.side, owner)

    def go(self, page: str, **params: Any) -> None:
        """Show a page by its key; ``params`` reach its ``arrive``. Plain JSON values only: they are remembered."""
        self.went.emit(page, params)

    def back(self) -> None:
        """Show the page before this one."""
        self.went_back.emit()

    def lock(self) -> None:
        """Lock at once; nothing is asked."""
        self.lock_asked.emit()

    def toast(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say what was done and offer to take it back."""
        self.said.emit(Saying(text, undo))

    def tell_failure(self, error: LegalAidError) -> None:
        """Say an expected failure in plain words: the usual ``failed`` of a page that has no better place for it."""
        self.said.emit(Saying(error_words(error, self.words.wording), harm=True))
