"""The form that makes a new vault: its passphrase first, then nothing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import ending, row
from legalaid_desktop.ui.pieces.new_passphrase import NewPassphraseForm
from legalaid_desktop.ui.tasks import TaskRunner
from legalaid_desktop.ui.theme import GRID, Type


class CreateForm(QWidget):
    """``create`` is given the passphrase once nothing speaks against it."""

    choose_folder = Signal()
    restore = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, create: Callable[[bytearray], None]) -> None:
        super().__init__()
        words = desk.words
        self.phrase: Final = NewPassphraseForm(desk, tasks)
        self._create = create
        self.folder: Final = Text("", Type.HINT, role="hint")
        self.button: Final = PrimaryButton(words, "create.make", self.make)
        self.phrase.entered.connect(self.make)
        self.ending: Final = ending(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        for part in (
            said(words, "create.title", Type.TITLE),
            said(words, "create.sentence", role="hint"),
            self.phrase,
            self.folder,
            row(
                Button(words, "create.choose_folder", self.choose_folder.emit, kind="quiet"),
                Button(words, "unlock.restore", self.restore.emit, kind="quiet"),
                None,
            ),
            self.ending,
            said(words, "create.promise", Type.HINT, role="hint"),
            said(words, "create.no_promise", Type.HINT, role="hint"),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.setFocusProxy(self.phrase)

    def make(self) -> None:
        """Make the vault with what was typed."""
        self.phrase.take(self._create)

    def allow(self, allowed: bool) -> None:
        self.button.setEnabled(allowed)
        self.phrase.allow(allowed)
