"""A damaged vault, before all other pages: what happened, what cannot be read, and three ways on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.damage import DamagePresenter, DamageState, Saved, told
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, ending, reading, row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.theme import GRID, Type


class DamagePage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self.presenter: Final = DamagePresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self._saved: Path | None = None
        self._leads_on = False
        self.body.addWidget(PageHeader(words, "damage.title", "damage.sentence"))
        self.problem: Final = Text("", role="harm")
        self.problem.hide()
        self.lock_button: Final = Button(words, "leave.lock_now", desk.lock)
        self.lock_button.hide()
        self.body.addWidget(reading(self.problem, row(self.lock_button, None)))
        self._ways = column(
            reading(self._what_panel()),
            reading(self._read_panel()),
            reading(self._save_panel()),
            reading(self._restore_panel()),
            spacing=2 * GRID,
        )
        self.body.addWidget(self._ways)
        self.body.addStretch(1)
        words.changed.connect(self._say_again)

    def _what_panel(self) -> Panel:
        words = self.words
        panel = Panel(said(words, "damage.what", Type.STRONG))
        self.sentence = Text("")
        self.lines = Text("")
        self.lines.hide()
        self.readable = Text("", role="hint")
        self.check_button = Button(words, "damage.check", self.presenter.check)
        self.checking = Progress(words)
        for part in (self.sentence, self.lines, self.readable, row(self.check_button, None), self.checking):
            panel.body.addWidget(part)
        return panel

    def _read_panel(self) -> Panel:
        words = self.words
        panel = Panel(said(words, "damage.read", Type.STRONG))
        self.read_button = PrimaryButton(words, "damage.read_now", self._read)
        self.work_button = Button(words, "damage.work_on", self._go_on)
        panel.body.addWidget(said(words, "damage.read_sentence", Type.HINT, role="hint"))
        panel.body.addWidget(ending(self.work_button, self.read_button))
        return panel

    def _save_panel(self) -> Panel:
        words, theme = self.words, self.desk.theme
        panel = Panel(said(words, "damage.save", Type.STRONG))
        self.into = PathField(words, theme, "damage.save_into", "folder", hint="damage.save_into_hint")
        self.passphrase = SecretField(words, theme, "damage.save_passphrase")
        self.passphrase.editor.entered.connect(self._save)
        self.save_button = Button(words, "damage.save_now", self._save)
        self.progress = Progress(words, self.presenter.cancel)
        self.result = Text("")
        self.result.hide()
        self.open_new = Button(words, "damage.open_new", self._open_new)
        self.open_new_hint = said(words, "damage.open_new_hint", Type.HINT, role="hint")
        self._next = column(row(self.open_new, None), self.open_new_hint, spacing=GRID // 2)
        self._next.hide()
        for part in (
            said(words, "damage.save_sentence", Type.HINT, role="hint"),
            self.into,
            self.passphrase,
            ending(self.save_button),
            self.progress,
            self.result,
            self._next,
        ):
            panel.body.addWidget(part)
        return panel

    def _restore_panel(self) -> Panel:
        words = self.words
        panel = Panel(said(words, "damage.restore", Type.STRONG))
        self.backup = Text("")
        self.restore_button = Button(words, "damage.restore_go", lambda: self.desk.go("backup", part="restore"))
        panel.body.addWidget(self.backup)
        panel.body.addWidget(said(words, "damage.restore_sentence", Type.HINT, role="hint"))
        panel.body.addWidget(ending(self.restore_button))
        return panel

    # The page

    def arrive(self, **params: Any) -> None:
        if not self.presenter.busy:
            self._forget()
        self.presenter.load()
        self.read_button.setFocus()

    def flush(self) -> None:
        """Nothing typed here is kept: it opens vaults."""
        self._forget()

    def where(self) -> Mapping[str, Any] | None:
        return None  # it comes by itself while something cannot be read

    def _forget(self) -> None:
        self.passphrase.editor.wipe()
        self.show_problem("")

    def _say_again(self) -> None:
        if self.isVisible():
            self.presenter.load()

    # What a person does

    def _go_on(self) -> None:
        self.desk.go("today")

    def _read(self) -> None:
        self._leads_on = True
        self.presenter.read_only()

    def _save(self) -> None:
        passphrase = self.passphrase.editor.take()
        self.passphrase.editor.wipe()
        self.presenter.save(passphrase, self.into.path)

    def _open_new(self) -> None:
        folder, preferences = self._saved, self.desk.preferences
        if folder is None:
            return

        def failed(error: LegalAidError) -> None:
            self.desk.tell_failure(error)

        self.tasks.aside(lambda: preferences.change(vault=str(folder)), done=lambda _: self.desk.lock(), failed=failed)

    # What the presenter shows

    def show_state(self, state: DamageState) -> None:
        self.sentence.tell(state.sentence, "harm" if state.damaged else "")
        self.lines.tell(told(state.lines))
        self.readable.setText(state.readable)
        self.check_button.setVisible(not state.whole)
        self.work_button.setVisible(not state.read_only)
        self.read_button.call("damage.read_on" if state.read_only else "damage.read_now")
        self.backup.tell(state.backup, "" if state.has_backup else "unchecked")

    def show_checking(self, words: str) -> None:
        self.check_button.setEnabled(not words)
        if words:
            self.checking.start(words)
        else:
            self.checking.end()

    def show_work(self, words: str) -> None:
        for button in (self.save_button, self.read_button, self.work_button, self.check_button):
            button.setEnabled(not words)
        if words:
            self._next.hide()
            self.progress.start(words)
            self.progress.cancel_button.setFocus()
        else:
            self.progress.end()

    def show_stand(self, done: int, total: int) -> None:
        self.progress.stand(done, total)

    def show_told(self, text: str, role: str) -> None:
        self.result.tell(text, role)

    def show_saved(self, saved: Saved) -> None:
        say = self.words.say
        lines = [say("damage.saved", folder=str(saved.folder)), say("damage.saved_kept", what=", ".join(saved.kept))]
        lines += [say("damage.saved_lost"), *saved.lost, saved.backup] if saved.lost else [say("damage.saved_all")]
        lines += saved.ways
        self.result.tell("\n".join(line for line in lines if line), "done" if not saved.lost else "unchecked")
        self._saved = saved.folder
        self._next.show()
        self.open_new.setFocus()

    def show_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")

    def show_reading_only(self) -> None:
        self.desk.changed.emit("vault")
        if self._leads_on:
            self._leads_on = False
            self.desk.go("today")
        else:
            self.presenter.load()

    def show_closed(self) -> None:
        self._forget()
        self._ways.hide()
        self.lock_button.show()
        self.lock_button.setFocus()
