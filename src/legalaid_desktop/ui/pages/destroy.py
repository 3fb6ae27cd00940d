"""Destroying the vault: what it means, what can still bring the data back, a word to type, the passphrase."""

from __future__ import annotations

from typing import Any, Final

from legalaid_desktop.presenters.leave import DestroyPresenter, LeaveState
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.going_page import GoingPage
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import reading, row
from legalaid_desktop.ui.theme import Type


class DestroyPage(GoingPage):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "destroy.title", "destroy.sentence")
        words, theme = desk.words, desk.theme
        self.presenter: Final = DestroyPresenter(self, self.tasks, words=lambda: words.wording)
        panel = Panel(said(words, "destroy.before", Type.STRONG))
        self.backup_state: Final = Text("", role="hint")
        self.backup_button: Final = Button(words, "destroy.to_backup", lambda: desk.go("backup"), kind="quiet")
        self.reason: Final = line_field(words, theme, "destroy.reason", "destroy.reason_hint")
        self.word: Final = line_field(words, theme, "destroy.word_field")
        words.bind(self.word.hint, self._ask_word)
        self.button: Final = Button(words, "destroy.go", self._destroy, kind="harm")
        limits = [
            said(words, f"leave.limit.{limit}", Type.HINT, role="hint") for limit in ("backups", "old_copies", "flash")
        ]
        for part in (
            *limits,
            self.backup_state,
            row(self.backup_button, None),
            self.reason,
            self.word,
            *self.last_step(self.button),
        ):
            panel.body.addWidget(part)
        self.goes(reading(panel))
        words.changed.connect(self.presenter.load)

    def _ask_word(self) -> None:
        self.word.tell(self.words.say("destroy.word_hint", word=self.words.say("destroy.word")))

    def arrive(self, **params: Any) -> None:
        self.forget()
        self.presenter.load()
        self.backup_button.setFocus()

    def forget(self) -> None:
        super().forget()
        self.word.editor.clear()

    def _destroy(self) -> None:
        self.presenter.destroy(self.taken(), self.word.editor.text(), reason=self.reason.editor.text())

    # What the presenter shows

    def show_state(self, state: LeaveState) -> None:
        self.backup_state.tell(state.backup, "done" if state.fresh else "unchecked")
        self.reason.setVisible(not state.fresh)
        if state.fresh:
            self.reason.editor.clear()
