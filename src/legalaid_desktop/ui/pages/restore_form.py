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
from legalaid_desktop.ui.pieces.layout import ending
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.secret_field import SecretField
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
        self.first: Final = SecretField(words, theme, "restore.passphrase", "restore.passphrase_hint")
        self.second: Final = SecretField(words, theme, "restore.again")
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
        fields = (self.file, self.identity, self.into, self.first, self.second)
        for part in (*fields, ending(*buttons), self.progress, self.result):
            column.addWidget(part)
        column.addStretch(1)
        self.second.editor.entered.connect(self._restore)
        self.setFocusProxy(self.file.editor)

    def forget(self) -> None:
        """Wipe the passphrases."""
        self.first.editor.wipe()
        self.second.editor.wipe()

    def _leave(self) -> None:
        self.forget()
        self.left.emit()

    def _restore(self) -> None:
        words = self._desk.words
        file, identity, into = self.file.path, self.identity.path, self.into.path
        problem = ""
        if file is None or identity is None or into is None:
            problem = "restore.needs"
        elif self.first.editor.empty:
            problem = "create.empty"
        elif not self.first.editor.same_as(self.second.editor):
            problem = "create.differ"
        if problem or file is None or identity is None or into is None:
            self.result.tell(words.say(problem), "harm")
            return
        if self._busy:
            return
        self._busy = True
        passphrase = self.first.editor.take()
        door = self._desk.door
        self.result.tell("")
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
        self.progress.end()
        self.forget()

    def _done(self, folder: Path) -> None:
        self._end()
        self.result.tell(self._desk.words.say("restore.done", folder=str(folder)), "done")
        if self._leads_on:
            self.restored.emit(folder)

    def _failed(self, error: LegalAidError) -> None:
        self._end()
        self.result.tell(error_words(error, self._desk.words.wording), "harm")
