"""Choosing a passphrase: six words that the program draws, or one's own, measured before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Measured, Tasks
from legalaid_desktop.presenters.typed_letters import LAYOUTS, layouts_that_type, mixes_scripts

STRONG: Final = 3
"""Of 0 to 4. Below it a passphrase falls to guessing within days: it is warned of, once, and then taken."""


class Way(StrEnum):
    """Where the passphrase comes from."""

    WORDS = "words"
    OWN = "own"


class Source(Protocol):
    """Draws and measures passphrases, off the screen's thread."""

    def new_words(self, lang: str) -> bytearray:
        """Six words as UTF-8; the caller wipes them."""

    def measure(self, passphrase: bytearray, lang: str) -> Measured:
        """Takes ``passphrase`` over and wipes it; ``lang`` is the language of the advice."""


class NewPassphraseView(Protocol):
    def show_words(self, words: bytearray) -> None:
        """Takes the words over."""

    def show_measured(self, text: str, role: str) -> None:
        """How well an own passphrase stands; empty when there is none."""

    def show_problem(self, text: str) -> None:
        """Why it cannot be taken as it is; empty: nothing is wrong."""

    def show_warning(self, text: str) -> None:
        """It is weak: offer to take it all the same; empty: no more."""


class NewPassphrasePresenter:
    def __init__(self, view: NewPassphraseView, tasks: Tasks, source: Source, *, words: Callable[[], Wording]) -> None:
        self._view, self._tasks, self._source = view, tasks, source
        self._words = words
        self._checking = False

    def draw(self, lang: str) -> None:
        """Other words, from the list of ``lang``."""
        self._tasks.aside(
            lambda: self._source.new_words(lang), done=self._view.show_words, failed=self._failed, latest="words"
        )

    def typed(self, passphrase: bytearray) -> None:
        """An own passphrase stands like this now. Takes the bytes over."""
        if not passphrase:
            self._view.show_measured("", "")
            return
        remark = self.remark(passphrase)
        lang = self._words().lang
        self._tasks.aside(
            lambda: self._source.measure(passphrase, lang),
            done=lambda measured: self._measured(measured, remark),
            failed=lambda _: self._view.show_measured(remark, "hint"),
            latest="measure",
        )

    def remark(self, passphrase: bytearray) -> str:
        """What the keyboards of other computers mean for these letters; ``passphrase`` stays the caller's."""
        words = self._words()
        if mixes_scripts(passphrase):
            return words.say("phrase.mixed")
        layouts = layouts_that_type(passphrase)
        if not layouts:
            return words.say("phrase.no_layout")
        if layouts != frozenset(LAYOUTS):
            names = ", ".join(code.upper() for code in LAYOUTS if code in layouts)
            return words.say("phrase.only_layout", layouts=names)
        return ""

    def take(
        self, way: Way, passphrase: bytearray, alike: bool, give: Callable[[bytearray], None], *, weak_too: bool = False
    ) -> None:
        """Give a passphrase on once nothing speaks against it. Takes the bytes over.

        ``alike``: it was typed as the words stand, or twice alike. ``weak_too``: the person was warned and insists.
        """
        problem = ""
        if not passphrase:
            problem = "phrase.type_words" if way is Way.WORDS else "create.empty"
        elif not alike:
            problem = "phrase.not_the_words" if way is Way.WORDS else "create.differ"
        if problem or self._checking:
            _wipe(passphrase)
            if problem:
                self._view.show_problem(self._words().say(problem))
            return
        self._view.show_problem("")
        if way is Way.WORDS or weak_too:
            give(passphrase)
            return
        self._checking = True
        copy = bytearray(passphrase)
        remark = self.remark(passphrase)
        lang = self._words().lang

        def measured(found: Measured) -> None:
            self._checking = False
            if found.score >= STRONG:
                give(passphrase)
                return
            _wipe(passphrase)
            self._measured(found, remark)
            self._view.show_warning(self._words().say(f"phrase.weak.{found.score}"))

        def failed(error: LegalAidError) -> None:
            self._checking = False
            _wipe(passphrase)
            self._failed(error)

        self._tasks.aside(lambda: self._source.measure(copy, lang), done=measured, failed=failed)

    def _measured(self, measured: Measured, remark: str) -> None:
        role = "harm" if measured.score < 2 else "unchecked" if measured.score < STRONG else "done"
        said = self._words().say(f"create.strength.{measured.score}")
        self._view.show_measured("\n".join(part for part in (said, measured.advice, remark) if part), role)

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_problem(error_words(error, self._words()))


def _wipe(data: bytearray) -> None:
    data[:] = bytes(len(data))
