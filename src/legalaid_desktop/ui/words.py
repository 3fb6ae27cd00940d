"""The window's words, changeable while it stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from legalaid_desktop.host.wording import Wording, wording


class Words(QObject):
    """Says things in the language that is set, and says them again when it changes."""

    changed = Signal()

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._wording = wording(lang)
        self._bound: list[tuple[QObject, Callable[[], None]]] = []
        self.reading_only = False
        """Whether the vault is open for reading only: what would change it is off, and says so."""

    @property
    def lang(self) -> str:
        return self._wording.lang

    @property
    def wording(self) -> Wording:
        """For presenters, which know no Qt."""
        return self._wording

    def say(self, id: str, /, **params: str | int) -> str:
        return self._wording.say(id, **params)

    def bind(self, owner: QObject, apply: Callable[[], None]) -> None:
        """Call ``apply`` now and after each change of language or of what is off, as long as ``owner`` lives."""
        if len(self._bound) % 64 == 63:
            self._forget_gone()
        self._bound.append((owner, apply))
        apply()

    def speak(self, lang: str) -> None:
        """Change the language of everything that is bound."""
        if lang == self.lang:
            return
        self._wording = wording(lang)
        self._say_again()

    def read_only(self, on: bool) -> None:
        """Switch what would change the vault off, or on again."""
        if on != self.reading_only:
            self.reading_only = on
            self._say_again()

    def _say_again(self) -> None:
        self._forget_gone()
        for owner, apply in list(self._bound):
            if isValid(owner):
                apply()
        self.changed.emit()

    def _forget_gone(self) -> None:
        self._bound = [(owner, apply) for owner, apply in self._bound if isValid(owner)]
