"""Destroying the vault: what it means, what can still bring the data back, a word to type, the passphrase."""

from __future__ import annotations

from typing import Any, Final

from legalaid_desktop.presenters.leave import DestroyPresenter, LeaveState
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import reading, row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.theme import Type


class DestroyPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter: Final = DestroyPresenter(self, self.tasks, words=lambda: words.wording)
        self.body.addWidget(PageHeader(words, "destroy.title", "destroy.sentence"))
        self.told: Final = Text("", role="unchecked")
        self.told.hide()
        self.lock_button: Final = Button(words, "leave.lock_now", desk.lock)
        self.lock_button.hide()
        self.body.addWidget(reading(self.told, row(self.lock_button, None)))
        panel = Panel(said(words, "destroy.before", Type.STRONG))
        self.backup_state: Final = Text("", role="hint")
        self.backup_button: Final = Button(words, "destroy.to_backup", lambda: desk.go("backup"), kind="quiet")
        self.reason: Final = line_field(words, theme, "destroy.reason", "destroy.reason_hint")
        self.word: Final = line_field(words, theme, "destroy.word_field")
        words.bind(self.word.hint, self._ask_word)
        self.passphrase: Final = SecretField(words, theme, "leave.passphrase", "leave.passphrase_hint")
        self.button: Final = Button(words, "destroy.go", self._destroy, kind="harm")
        self.going: Final = Progress(words)
        self.problem: Final = Text("", role="harm")
        self.problem.hide()
        limits = [
            said(words, f"leave.limit.{limit}", Type.HINT, role="hint") for limit in ("backups", "old_copies", "flash")
        ]
        for part in (
            *limits,
            self.backup_state,
            row(self.backup_button, None),
            self.reason,
            self.word,
            self.passphrase,
            row(self.button, None),
            self.going,
            self.problem,
        ):
            panel.body.addWidget(part)
        self._panel = reading(panel)
        self.body.addWidget(self._panel)
        self.body.addStretch(1)
        words.changed.connect(self.presenter.load)

    def _ask_word(self) -> None:
        self.word.tell(self.words.say("destroy.word_hint", word=self.words.say("destroy.word")))

    def arrive(self, **params: Any) -> None:
        self._forget()
        self.presenter.load()
        self.backup_button.setFocus()

    def flush(self) -> None:
        """Nothing typed here is kept."""
        self._forget()

    def _forget(self) -> None:
        self.passphrase.editor.wipe()
        self.word.editor.clear()
        self.show_problem("")

    def _taken(self) -> bytearray:
        """The passphrase, which stands here no longer."""
        passphrase = self.passphrase.editor.take()
        self.passphrase.editor.wipe()
        return passphrase

    def _destroy(self) -> None:
        self.presenter.destroy(self._taken(), self.word.editor.text(), reason=self.reason.editor.text())

    # What the presenter shows

    def show_state(self, state: LeaveState) -> None:
        self.backup_state.tell(state.backup, "done" if state.fresh else "unchecked")
        self.reason.setVisible(not state.fresh)
        if state.fresh:
            self.reason.editor.clear()

    def show_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")

    def show_going(self, words: str) -> None:
        self.button.setEnabled(not words)
        if words:
            self.going.start(words)
        else:
            self.going.end()

    def show_gone(self, text: str) -> None:
        self._forget()
        if not text:
            self.desk.lock()
            return
        self._panel.hide()
        self.told.tell(text, "unchecked")
        self.lock_button.show()
        self.lock_button.setFocus()
