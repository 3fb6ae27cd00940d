"""The spelling check of the open window: which text is being written, in which case and paper, and who checks it.

Nothing of it runs before a text has the cursor and words in it: dictionaries are read then, in processes of their own
(:mod:`legalaid_desktop.intake.spelling_worker`), asked from a lane of their own. At a lock they are ended first of all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.fields import TextEdit
from legalaid_desktop.ui.pieces.spelling_marks import SpellingMarks
from legalaid_desktop.ui.tasks import Lane

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.spelling import KnownWords, Speller, Spot


class Spelling(QObject):
    """Gives marks to each text of ``window`` that takes the cursor. ``writes_in``: :meth:`Page.writes_in` of
    the page before us."""

    def __init__(self, window: QWidget, desk: Desk, writes_in: Callable[[], tuple[str, str]]) -> None:
        super().__init__(window)
        self._window, self._desk, self._writes_in = window, desk, writes_in
        self._lane: Lane | None = None
        self._speller: Speller | None = None
        self._known: KnownWords | None = None
        self._known_for: str | None = None
        self._left = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focused)
        desk.changed.connect(self._changed)

    @property
    def on(self) -> bool:
        return not self._left and self._desk.preferences.current.check_spelling

    @property
    def speller(self) -> Speller:
        if self._speller is None:
            from legalaid_desktop.services.spelling import Speller

            self._speller = Speller()
        return self._speller

    def _focused(self, old: QWidget | None, new: QWidget | None) -> None:
        if not self.on or not isinstance(new, TextEdit) or new.isReadOnly() or not self._window.isAncestorOf(new):
            return
        marks = new.findChild(SpellingMarks)
        if marks is None:
            marks = SpellingMarks(new, self, self._desk.words, self._desk.theme)
        marks.look()

    def _changed(self, kind: str) -> None:
        """Names may be others now; and a person may have switched the check off or on."""
        self._known = None
        for marks in self._window.findChildren(SpellingMarks):
            if not self.on:
                marks.clear()
            elif marks.editor.isVisible():
                marks.look()

    # For the marks

    def check(self, text: str, *, owner: QObject, done: Callable[[tuple[Spot, ...]], None]) -> None:
        """Find what is wrong in ``text``; ``done`` comes on the Qt thread while ``owner`` lives."""
        if not self.on or not text.strip():
            done(())
            return
        ref, paper = (one or None for one in self._writes_in())
        if self._known is not None and self._known_for == ref:
            self._look(text, paper, self._known, owner, done)
            return

        def known(found: KnownWords) -> None:
            self._known, self._known_for = found, ref
            self._look(text, paper, found, owner, done)

        self._desk.tasks(owner).ask(lambda briefcase: _known(briefcase, ref), done=known, failed=lambda _: None)

    def _look(
        self,
        text: str,
        paper: str | None,
        known: KnownWords,
        owner: QObject,
        done: Callable[[tuple[Spot, ...]], None],
    ) -> None:
        speller, window = self.speller, self._desk.words.lang

        def work() -> tuple[Spot, ...]:
            from legalaid_desktop.services.spelling import spots

            return speller.wrong([spot for spot in spots(text, language=paper, window=window) if not known.knows(spot)])

        self._run(work, owner, done)

    def suggest(self, spot: Spot, *, owner: QObject, done: Callable[[tuple[str, ...]], None]) -> None:
        speller = self.speller
        self._run(lambda: speller.suggest(spot), owner, done)

    def _run(self, work: Callable[[], Any], owner: QObject, done: Callable[[Any], None]) -> None:
        if self._left:
            return
        if self._lane is None:
            self._lane = Lane("spelling")
        self._lane.run(work, owner=owner, done=done, failed=self._desk.tell_failure)

    def add(self, spot: Spot) -> None:
        """Take a word for right from now on, and offer to take that back."""
        language, word = spot.language, spot.word
        tasks = self._desk.tasks(self)

        def undone(_: object) -> None:
            self._desk.changed.emit("own_word")

        def undo() -> None:
            tasks.ask(lambda b: b.own_words.remove(language, word), done=undone, failed=self._desk.tell_failure)

        def added(_: object) -> None:
            self._desk.changed.emit("own_word")
            self._desk.toast(self._desk.words.say("spelling.added", word=word), undo)

        tasks.ask(lambda b: b.own_words.add(language, word), done=added, failed=self._desk.tell_failure)

    def leave(self) -> None:
        """The vault locks: end the dictionaries, which hold words of the client, and forget the names."""
        self._left = True
        self._known = None
        if self._speller is not None:
            self._speller.end()
        if self._lane is not None:
            self._lane.stop(wait=False)


def _known(briefcase: Briefcase, ref: str | None) -> KnownWords:
    from legalaid_desktop.errors import LegalAidError

    try:
        return briefcase.own_words.known(ref)
    except LegalAidError:  # a case that is not there any more, or cannot be read: the page says so itself
        return briefcase.own_words.known(None)
