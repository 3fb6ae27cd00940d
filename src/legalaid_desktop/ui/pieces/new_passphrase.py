"""Choosing a passphrase: six drawn words first, an own phrase behind a second button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.presenters.new_passphrase import NewPassphrasePresenter, Way
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.pieces.shown_words import ShownWords
from legalaid_desktop.ui.tasks import TaskRunner
from legalaid_desktop.ui.theme import GRID, Type

_MEASURE_AFTER: Final = 200
"""ms of quiet before the strength of a passphrase is measured."""


class NewPassphraseForm(QWidget):
    """The parent has the button that takes the passphrase: it calls :meth:`take`. ``entered`` on Enter in the last
    field; ``problem`` carries what speaks against the phrase, empty when nothing does any more."""

    entered = Signal()
    problem = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner) -> None:
        super().__init__()
        self._words = words = desk.words
        theme = desk.theme
        self._give: Callable[[bytearray], None] | None = None
        self._length = 0
        self.way: Way = Way.WORDS
        self.presenter: Final = NewPassphrasePresenter(self, tasks, desk.door, words=lambda: words.wording)
        # Six words
        self.shown: Final = ShownWords(words, theme)
        self.list: Final = Choice(words, theme, "phrase.list", [(lang, f"phrase.list_of.{lang}") for lang in LANGUAGES])
        self.list.set_key(words.lang)
        self.list.picked.connect(lambda _: self._draw())
        self.other: Final = Button(words, "phrase.other", self._draw)
        self.confirm: Final = SecretField(words, theme, "phrase.confirm", "phrase.confirm_hint")
        self.own_button: Final = Button(words, "phrase.own", self.choose_own, kind="quiet")
        self._drawn = column(
            said(words, "phrase.words_sentence", role="hint"),
            self.shown,
            row(self.list, self.other, None),
            said(words, "phrase.keep", Type.HINT, role="hint"),
            self.confirm,
            row(self.own_button, None),
            spacing=2 * GRID,
        )
        # An own phrase
        self.first: Final = SecretField(words, theme, "create.passphrase", "create.passphrase_hint")
        self.second: Final = SecretField(words, theme, "create.again")
        self.warning: Final = Text("", role="unchecked")
        self.warning.hide()
        self.insist: Final = Button(words, "phrase.insist", self._insist, kind="harm")
        self.insist.hide()
        self.words_button: Final = Button(words, "phrase.words_again", self.choose_words, kind="quiet")
        self._own = column(
            self.first, self.second, self.warning, row(self.insist, None), row(self.words_button, None),
            spacing=2 * GRID,
        )  # fmt: skip
        self._own.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._drawn)
        outer.addWidget(self._own)
        self._measure = QTimer(self)
        self._measure.setSingleShot(True)
        self._measure.setInterval(_MEASURE_AFTER)
        self._measure.timeout.connect(lambda: self.presenter.typed(self.first.editor.take()))
        self.confirm.editor.changed.connect(self._confirming)
        self.confirm.editor.entered.connect(self.entered)
        self.first.editor.changed.connect(self._typing)
        self.first.editor.entered.connect(lambda: self.second.editor.setFocus())
        self.second.editor.changed.connect(self._repeating)
        self.second.editor.entered.connect(self.entered)
        words.changed.connect(self._say_again)

    # What the parent asks

    def begin(self, *, cursor: bool = True) -> None:
        """Empty, with the cursor in the first field unless something comes before it: fresh words are drawn where
        words are the way."""
        self.forget()
        if self.way is Way.WORDS:
            self.list.set_key(self._words.lang)
            self._draw()
        if cursor:
            self._put_cursor()

    def take(self, give: Callable[[bytearray], None]) -> None:
        """Hand the passphrase (UTF-8, the receiver wipes it) to ``give`` once nothing speaks against it."""
        self._give = give
        if self.way is Way.WORDS:
            self.presenter.take(Way.WORDS, self.confirm.editor.take(), self._as_shown(), give)
        else:
            alike = self.first.editor.same_as(self.second.editor)
            self.presenter.take(Way.OWN, self.first.editor.take(), alike, give)

    def forget(self) -> None:
        """Wipe the words and all fields."""
        self._give = None
        self.shown.wipe()
        for field in (self.confirm, self.first, self.second):
            field.editor.wipe()
            field.tell("")
        self._measure.stop()
        self.show_warning("")
        self.problem.emit("")

    def forget_typed(self) -> None:
        """Wipe what was typed, keep the words that are shown."""
        for field in (self.confirm, self.first, self.second):
            field.editor.wipe()
        self._put_cursor()

    def allow(self, allowed: bool) -> None:
        """Switch typing off while the phrase is put to use."""
        for part in (self.confirm.editor, self.first.editor, self.second.editor, self.list, self.other, self.own_button,
                     self.words_button, self.insist):  # fmt: skip
            part.setEnabled(allowed)

    # What a person does

    def choose_own(self) -> None:
        """An own phrase in place of the words."""
        self._go(Way.OWN)

    def choose_words(self) -> None:
        """Words again."""
        self._go(Way.WORDS)

    def _go(self, way: Way) -> None:
        self.way = way
        self._drawn.setVisible(way is Way.WORDS)
        self._own.setVisible(way is Way.OWN)
        self.begin()

    def _put_cursor(self) -> None:
        (self.confirm if self.way is Way.WORDS else self.first).editor.setFocus()

    def _draw(self) -> None:
        self.confirm.editor.wipe()
        self.presenter.draw(self.list.key or self._words.lang)

    def _insist(self) -> None:
        if self._give is not None:
            alike = self.first.editor.same_as(self.second.editor)
            self.presenter.take(Way.OWN, self.first.editor.take(), alike, self._give, weak_too=True)

    def _as_shown(self) -> bool:
        words = self.shown.copy()
        try:
            return not self.shown.empty and self.confirm.editor.is_like(words)
        finally:
            words[:] = bytes(len(words))

    def _confirming(self) -> None:
        editor = self.confirm.editor
        if editor.empty:
            self.confirm.tell("")
            return
        self.problem.emit("")
        if self._as_shown():
            self.confirm.tell(self._words.say("create.alike"), "done")
            return
        words = self.shown.copy()
        alike = editor.begins_like(words)
        words[:] = bytes(len(words))
        right = self.shown.words_in(alike)
        if alike < editor.bytes_typed:
            self.confirm.tell(self._words.say("phrase.slip", n=min(right + 1, 6)), "unchecked")
        else:
            self.confirm.tell(self._words.say("phrase.right_so_far", n=right, of=len(self.shown.bounds())))

    def _typing(self) -> None:
        # The field also tells of the cursor coming: that changes nothing of what was said of the phrase.
        if self.first.editor.bytes_typed == self._length:
            return
        self._length = self.first.editor.bytes_typed
        self.show_warning("")
        if self._length:
            self.problem.emit("")
        self._measure.start()
        if not self.second.editor.empty:
            self._repeating()

    def _repeating(self) -> None:
        if self.second.editor.empty:
            self.second.tell("")
            return
        self.problem.emit("")
        same = self.first.editor.same_as(self.second.editor)
        self.second.tell(
            self._words.say("create.alike" if same else "create.not_alike_yet"), "done" if same else "hint"
        )

    def _say_again(self) -> None:
        for tell in (self._confirming, self._repeating):
            tell()
        self._measure.start()

    # What the presenter shows

    def show_words(self, words: bytearray) -> None:
        self.shown.put(words)
        self._confirming()

    def show_measured(self, text: str, role: str) -> None:
        if self.first.editor.empty:
            self.first.tell("")
        else:
            self.first.tell(text, role)

    def show_problem(self, text: str) -> None:
        self.problem.emit(text)

    def show_warning(self, text: str) -> None:
        self.warning.tell(text, "unchecked")
        self.insist.setVisible(bool(text))
