"""Change everything: what it does, what becomes of each way in, the passphrase, progress, what comes next."""

from __future__ import annotations

from typing import Any, Final

from legalaid_desktop.presenters.new_key import NewKeyPresenter, WaysBefore
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, ending, reading, remarks, row
from legalaid_desktop.ui.pieces.new_passphrase import NewPassphraseForm
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.theme import GRID, Type


class NewKeyPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self.presenter: Final = NewKeyPresenter(self, self.tasks, words=lambda: words.wording)
        self.body.addWidget(PageHeader(words, "new_key.title", "new_key.sentence"))
        self.told: Final = Text("")
        self.told.hide()
        self.sheets_button: Final = Button(words, "new_key.sheets", lambda: desk.go("recovery"))
        self.backup_button: Final = Button(words, "new_key.backup", lambda: desk.go("backup"))
        self._next = row(self.sheets_button, self.backup_button, None)
        self._next.hide()
        self.lock_button: Final = Button(words, "leave.lock_now", desk.lock)
        self.lock_button.hide()
        self.body.addWidget(remarks(self.told, self._next))
        self._forms = column(reading(self._ways_panel()), reading(self._phrase_panel()), spacing=2 * GRID)
        self.body.addWidget(self._forms)
        self.progress: Final = Progress(words, self.presenter.cancel)
        self.problem: Final = Text("", role="harm")
        self.problem.hide()
        self.body.addWidget(reading(self.progress, self.problem, row(self.lock_button, None)))
        self.body.addStretch(1)
        words.changed.connect(self.presenter.load)

    def _ways_panel(self) -> Panel:
        panel = Panel(said(self.words, "new_key.ways", Type.STRONG))
        self.ways = Text("")
        self.agree = CheckBox(self.words, self.desk.theme, "new_key.agree")
        self.agree.hide()
        panel.body.addWidget(self.ways)
        panel.body.addWidget(said(self.words, "new_key.takes", Type.HINT, role="hint"))
        panel.body.addWidget(self.agree)
        return panel

    def _phrase_panel(self) -> Panel:
        words = self.words
        panel = Panel(said(words, "new_key.phrase", Type.STRONG))
        self.current = SecretField(words, self.desk.theme, "new_key.current", "new_key.current_hint")
        self.current.editor.entered.connect(self._start)
        self.other = CheckBox(words, self.desk.theme, "new_key.other_phrase")
        self.other.toggled.connect(self._other)
        self.phrase = NewPassphraseForm(self.desk, self.tasks)
        self.phrase.entered.connect(self._start)
        self.phrase.problem.connect(self.show_problem)
        self.phrase.hide()
        self.start_button = PrimaryButton(words, "new_key.start", self._start)
        for part in (self.current, self.other, self.phrase, ending(self.start_button)):
            panel.body.addWidget(part)
        return panel

    # The page

    def arrive(self, **params: Any) -> None:
        if not self.presenter.busy:
            self._forget()
            self.show_told("", "")
            self._next.hide()
            self._forms.show()
        self.presenter.load()
        self.current.editor.setFocus()

    def flush(self) -> None:
        """Nothing typed here is kept: it opens vaults."""
        self._forget()

    def _forget(self) -> None:
        self.current.editor.wipe()
        self.phrase.forget()
        self.other.setChecked(False)
        self.agree.setChecked(False)
        self.show_problem("")

    # What a person does

    def _other(self, wanted: bool) -> None:
        self.phrase.setVisible(wanted)
        if wanted:
            self.phrase.begin()
        else:
            self.phrase.forget()

    def _taken(self) -> bytearray:
        """The passphrase, which stands here no longer."""
        passphrase = self.current.editor.take()
        self.current.editor.wipe()
        return passphrase

    def _start(self) -> None:
        agreed = self.agree.isChecked()
        if self.other.isChecked():
            self.phrase.take(lambda new: self.presenter.start(self._taken(), new, agreed=agreed))
        else:
            self.presenter.start(self._taken(), None, agreed=agreed)

    # What the presenter shows

    def show_ways(self, ways: WaysBefore) -> None:
        self.ways.setText("\n".join(f"{line.title}: {line.fate}" for line in ways.lines))
        self.agree.setVisible(ways.goes)
        self.current.setVisible(ways.phrase)

    def show_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")

    def show_work(self, words: str) -> None:
        self._forms.setEnabled(not words)
        if words:
            self.progress.start(words)
        else:
            self.progress.end()
            self.current.editor.wipe()

    def show_stand(self, done: int, total: int) -> None:
        self.progress.stand(done, total)

    def show_told(self, text: str, role: str) -> None:
        self.told.tell(text, role)

    def show_done(self) -> None:
        self._forget()
        self._forms.hide()
        self._next.show()
        self.sheets_button.setFocus()

    def show_closed(self) -> None:
        self._forget()
        self._forms.hide()
        self.lock_button.show()
        self.lock_button.setFocus()
