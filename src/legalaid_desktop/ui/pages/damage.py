"""A damaged vault, before all other pages: what happened, what cannot be read, and three ways on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.damage import DamagePresenter, DamageState, Saved, told
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, ending, reading, remarks, row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.theme import GRID, Type

if TYPE_CHECKING:
    from legalaid_desktop.ui.pieces.new_passphrase import NewPassphraseForm


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
        self.body.addWidget(remarks(self.problem, self.lock_button))
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
        self.checking = Progress(words, self._stop_checking)
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
        self.save_sentence = said(words, "damage.save_sentence", Type.HINT, role="hint")
        # Where sheets or coordinators opened the vault: made when it is wanted.
        self.phrase: NewPassphraseForm | None = None
        self.new_sentence = said(words, "damage.save_new_sentence", Type.HINT, role="hint")
        self.new_sentence.hide()
        self.save_button = Button(words, "damage.save_now", self._save)
        self.progress = Progress(words, self.presenter.cancel)
        self.result = Text("")
        self.result.hide()
        self.open_new = Button(words, "damage.open_new", self._open_new)
        self.open_new_hint = said(words, "damage.open_new_hint", Type.HINT, role="hint")
        self._next = column(row(self.open_new, None), self.open_new_hint, spacing=GRID // 2)
        self._next.hide()
        self._save_column = panel.body
        for part in (
            self.save_sentence,
            self.new_sentence,
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

    def leave(self) -> None:
        # Whoever goes on to another page waits for nothing there.
        self.presenter.cancel_check()
        super().leave()

    def flush(self) -> None:
        """Nothing typed here is kept: it opens vaults."""
        self._forget()

    def escape(self) -> bool:
        if not self.checking.isVisible():
            return False
        self._stop_checking()
        return True

    def where(self) -> Mapping[str, Any] | None:
        return None  # it comes by itself while something cannot be read

    def _forget(self) -> None:
        self.passphrase.editor.wipe()
        if self.phrase is not None:
            self.phrase.forget()
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

    def _stop_checking(self) -> None:
        self.presenter.cancel_check()
        self.check_button.setFocus()

    def _save(self) -> None:
        if self.phrase is not None:
            self.phrase.take(self._save_anew)
            return
        passphrase = self.passphrase.editor.take()
        self.passphrase.editor.wipe()
        self.presenter.save(passphrase, self.into.path)

    def _save_anew(self, passphrase: bytearray) -> None:
        if self.phrase is not None:
            self.phrase.forget_typed()  # the words stay in sight: saving may fail, and they are to be kept
        self.presenter.save(passphrase, self.into.path)

    def _tell_of_phrase(self, text: str) -> None:
        if self._saved is None:  # else what was saved is told there
            self.result.tell(text, "harm")

    def _want_new(self) -> NewPassphraseForm:
        from legalaid_desktop.ui.pieces.new_passphrase import NewPassphraseForm  # late: seldom wanted

        made = NewPassphraseForm(self.desk, self.tasks)
        made.entered.connect(self._save)
        made.problem.connect(self._tell_of_phrase)
        self._save_column.insertWidget(self._save_column.indexOf(self.passphrase), made)
        self.passphrase.hide()
        self.save_sentence.hide()
        self.new_sentence.show()
        return made

    def _open_new(self) -> None:
        folder, preferences = self._saved, self.desk.preferences
        if folder is None:
            return

        def failed(error: LegalAidError) -> None:
            self.desk.tell_failure(error)

        def kept(_: object) -> None:
            self.desk.next_vault = folder
            self.desk.lock()

        self.tasks.aside(lambda: preferences.change(vault=str(folder)), done=kept, failed=failed)

    # What the presenter shows

    def show_state(self, state: DamageState) -> None:
        self.sentence.tell(state.sentence, "harm" if state.damaged else "")
        self.lines.tell(told(state.lines))
        self.readable.setText(state.readable)
        self.check_button.setVisible(not state.whole)
        self.work_button.setVisible(not state.read_only)
        self.read_button.call("damage.read_on" if state.read_only else "damage.read_now")
        self.backup.tell(state.backup, "" if state.has_backup else "unchecked")
        if state.new_passphrase:
            if self.phrase is None:
                self.phrase = self._want_new()
            if self.phrase.shown.empty and not self.presenter.busy and self._saved is None:
                self.phrase.begin(cursor=False)

    def show_checking(self, words: str) -> None:
        self.check_button.setEnabled(not words)
        if words:
            self.checking.start(words)
            self.checking.cancel_button.setFocus()
        else:
            self.checking.end()

    def show_checked(self, done: int, total: int) -> None:
        self.checking.stand(done, total)

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
        lines += saved.how
        lines += [say("damage.saved_lost"), *saved.lost] if saved.lost else [say("damage.saved_all")] * saved.whole
        lines += [saved.backup, *saved.ways]
        self.result.tell("\n".join(line for line in lines if line), "done" if saved.whole else "unchecked")
        self._saved = saved.folder
        if self.phrase is not None:
            self.phrase.forget()
            self.phrase.hide()
            self.save_button.hide()
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
