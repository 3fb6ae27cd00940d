"""Restore a backup into a new folder: on the locked window for a new computer, and on the backup page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import column as column_of
from legalaid_desktop.ui.pieces.layout import ending
from legalaid_desktop.ui.pieces.new_passphrase import NewPassphraseForm
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.tasks import TaskRunner
from legalaid_desktop.ui.theme import INSIDE, Type


class RestoreForm(QWidget):
    """``restored`` comes with the folder of the new vault; ``left`` when the person goes back. With ``leads_on`` the
    locked window goes on to open what was restored; else the form says where it lies."""

    restored = Signal(Path)
    left = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, *, leads_on: bool = True) -> None:
        super().__init__()
        words, theme = desk.words, desk.theme
        self._desk, self._tasks, self._leads_on = desk, tasks, leads_on
        self._busy = False
        self.file: Final = PathField(words, theme, "restore.file", "file")
        self.identity: Final = PathField(words, theme, "restore.identity", "file")
        self.into: Final = PathField(words, theme, "restore.into", "folder", hint="restore.into_hint")
        self.phrase: Final = NewPassphraseForm(desk, tasks)
        self.phrase.entered.connect(self._restore)
        self.phrase.problem.connect(self._tell_problem)
        self.button: Final = Button(words, "restore.now", self._restore)
        self.progress: Final = Progress(words)
        self.result: Final = Text("")
        self.result.hide()
        buttons = [self.button]
        if leads_on:
            buttons.insert(0, Button(words, "shell.back", self._leave, kind="quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(said(words, "restore.title", Type.TITLE if leads_on else Type.STRONG))
        column.addWidget(said(words, "restore.sentence", Type.HINT, role="hint"))
        self._anew = column_of(said(words, "restore.passphrase", Type.STRONG), self.phrase, spacing=INSIDE)
        fields = (self.file, self.identity, self.into, self._anew)
        for part in (*fields, ending(*buttons), self.progress, self.result):
            column.addWidget(part)
        column.addStretch(1)
        if not leads_on:
            # Among other things on a page: no words are drawn for whoever only passes by.
            for field in (self.file, self.identity, self.into):
                field.editor.textChanged.connect(lambda _: self._offer_phrase())
        self.setFocusProxy(self.file.editor)

    def begin(self) -> None:
        """The form is about to be seen. The cursor stays where it is."""
        self._anew.setVisible(self._leads_on)
        if self._leads_on:
            self.phrase.begin(cursor=False)
        else:
            self._offer_phrase()

    def _offer_phrase(self) -> None:
        if self._anew.isHidden() and any(field.path for field in (self.file, self.identity, self.into)):
            self._anew.show()
            self.phrase.begin(cursor=False)

    def _tell_problem(self, text: str) -> None:
        self.result.tell(text, "harm")

    def forget(self) -> None:
        """Wipe the passphrases and the words."""
        self.phrase.forget()

    def _leave(self) -> None:
        self.forget()
        self.left.emit()

    def _restore(self) -> None:
        if self._busy:
            return
        if self.file.path is None or self.identity.path is None or self.into.path is None:
            self.result.tell(self._desk.words.say("restore.needs"), "harm")
            return
        self.phrase.take(self._restore_with)

    def _restore_with(self, passphrase: bytearray) -> None:
        file, identity, into = self.file.path, self.identity.path, self.into.path
        if self._busy or file is None or identity is None or into is None:
            passphrase[:] = bytes(len(passphrase))
            return
        self._busy = True
        door = self._desk.door
        self.result.tell("")
        self.phrase.allow(False)
        self.button.setEnabled(False)
        self.progress.start("restore.working")
        self._tasks.aside(
            lambda: door.restore(file, into, identity, passphrase),
            done=lambda _: self._done(into),
            failed=self._failed,
        )

    def _end(self) -> None:
        self._busy = False
        self.button.setEnabled(True)
        self.phrase.allow(True)
        self.progress.end()

    def _done(self, folder: Path) -> None:
        self._end()
        self.forget()
        self.result.tell(self._desk.words.say("restore.done", folder=str(folder)), "done")
        if self._leads_on:
            self.restored.emit(folder)

    def _failed(self, error: LegalAidError) -> None:
        self._end()
        self.phrase.forget_typed()
        self.result.tell(error_words(error, self._desk.words.wording), "harm")
