"""The passphrase is forgotten: recovery sheets, or two coordinators; then a new passphrase."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.unlock import KEY_FILE, UnlockPresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.labels import said
from legalaid_desktop.ui.pieces.layout import column, ending, row
from legalaid_desktop.ui.pieces.new_passphrase import NewPassphraseForm
from legalaid_desktop.ui.pieces.part_form import PartForm
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.paths import choose_new_file
from legalaid_desktop.ui.tasks import TaskRunner
from legalaid_desktop.ui.theme import GRID, Type


class RecoverForm(QWidget):
    """``left`` when the person goes back, with whether anything secret was typed meanwhile."""

    left = Signal(bool)
    restore = Signal()

    def __init__(self, desk: Desk, presenter: UnlockPresenter, ways: frozenset[str]) -> None:
        super().__init__()
        words, theme = desk.words, desk.theme
        self._words, self._presenter = words, presenter
        self._touched = False
        self.parts: Final = PartForm(desk, presenter.recover)
        self.parts.touched.connect(self._touch)
        self.first_identity: Final = PathField(words, theme, "recover.first_identity", "file")
        self.second_identity: Final = PathField(words, theme, "recover.second_identity", "file")
        self.sent_part: Final = PathField(words, theme, "recover.sent_part", "file", hint="recover.sent_part_hint")
        self.ask_button: Final = Button(words, "recover.ask_part", self._ask_part, kind="quiet")
        self.together_button: Final = Button(words, "recover.together_open", self._open_together)
        self.sheets: Final = column(
            said(words, "recover.sheets", Type.STRONG),
            said(words, "recover.sheets_sentence", Type.HINT, role="hint"),
            self.parts,
            spacing=GRID,
        )
        self.together: Final = column(
            said(words, "recover.together", Type.STRONG),
            said(words, "recover.together_sentence", Type.HINT, role="hint"),
            self.first_identity,
            self.second_identity,
            self.sent_part,
            row(self.ask_button, None),
            ending(self.together_button),
            spacing=GRID,
        )
        self.nothing: Final = said(words, "recover.nothing", role="unchecked")
        self.end: Final = row(
            Button(words, "shell.back", self._leave, kind="quiet"),
            Button(words, "unlock.restore", self.restore.emit, kind="quiet"),
            None,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addWidget(said(words, "recover.title", Type.TITLE))
        for part in (self.sheets, self.together, self.nothing, self.end):
            outer.addWidget(part)
        outer.addStretch(1)
        self.offer(ways)

    def offer(self, ways: frozenset[str]) -> None:
        """Show what this vault can be opened with besides a passphrase. A header that cannot be read hides nothing."""
        self.sheets.setVisible("recovery" in ways or not ways)
        self.together.setVisible("coordinators" in ways)
        self.nothing.setVisible(bool(ways) and not ways & {"recovery", "coordinators"})

    def begin(self) -> None:
        self._touched = False
        self.parts.forget()
        if self.sheets.isVisibleTo(self):
            self.parts.begin()
        elif self.together.isVisibleTo(self):
            self.first_identity.setFocus()
        else:
            self.end.setFocus()

    def forget(self) -> None:
        self.parts.forget()
        for field in (self.first_identity, self.second_identity, self.sent_part):
            field.set_path(None)

    def allow(self, allowed: bool) -> None:
        self.parts.allow(allowed)
        self.together_button.setEnabled(allowed)

    @property
    def touched(self) -> bool:
        """Whether words of a sheet were typed since :meth:`begin`."""
        return self._touched

    def _touch(self) -> None:
        self._touched = True

    def _leave(self) -> None:
        touched = self._touched
        self.forget()
        self.left.emit(touched)

    def _open_together(self) -> None:
        identities = tuple(path for field in (self.first_identity, self.second_identity) if (path := field.path))
        part = self.sent_part.path
        self._presenter.recover_together(identities, () if part is None else (part,))

    def _ask_part(self) -> None:
        choose_new_file(self, self._words, "recover.ask_part", self._presenter.ask_part, name="request.bin")


class RenewForm(QWidget):
    """After a recovery: the vault stands open, and has a passphrase that nobody knows. ``given_up`` locks it again."""

    given_up = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, presenter: UnlockPresenter) -> None:
        super().__init__()
        words = desk.words
        self._presenter = presenter
        self.phrase: Final = NewPassphraseForm(desk, tasks)
        self.phrase.entered.connect(self.renew)
        self.drop_old: Final = CheckBox(words, desk.theme, "renew.drop_old", checked=True)
        self.without_file: Final = said(words, "renew.without_file", role="unchecked")
        self.button: Final = PrimaryButton(words, "renew.now", self.renew)
        self.ending: Final = ending(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        for part in (
            said(words, "renew.title", Type.TITLE),
            said(words, "renew.sentence", role="hint"),
            self.phrase,
            self.drop_old,
            said(words, "renew.drop_hint", Type.HINT, role="hint"),
            self.without_file,
            row(Button(words, "renew.give_up", self.given_up.emit, kind="quiet"), None),
            self.ending,
        ):
            column.addWidget(part)
        column.addStretch(1)

    def offer(self, ways: frozenset[str]) -> None:
        """Where a key file was needed, it is not for the new passphrase: that is told before."""
        self.without_file.setVisible(KEY_FILE in ways)

    def renew(self) -> None:
        keep = not self.drop_old.isChecked()
        self.phrase.take(lambda passphrase: self._presenter.renew(passphrase, keep_old=keep))

    def allow(self, allowed: bool) -> None:
        self.button.setEnabled(allowed)
        self.phrase.allow(allowed)
