"""The forms of the keys page: confirm, add or change a passphrase, a key file, two coordinators, remove a way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.keys import KeysPresenter
from legalaid_desktop.presenters.ways import WayLine
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import ending, row
from legalaid_desktop.ui.pieces.new_passphrase import NewPassphraseForm
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.tasks import TaskRunner
from legalaid_desktop.ui.theme import GRID, Type


class KeyForm(QWidget):
    """A form of the page; ``left`` when it is given up, ``problem`` when something speaks against what was typed."""

    left = Signal()
    problem = Signal(str)

    def __init__(self, desk: Desk, title: str, sentence: str = "") -> None:
        super().__init__()
        self.desk: Final = desk
        self.words: Final = desk.words
        self.column: Final = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2 * GRID)
        self.column.addWidget(said(self.words, title, Type.STRONG))
        if sentence:
            self.column.addWidget(said(self.words, sentence, role="hint"))

    def put(self, *parts: QWidget) -> None:
        for part in parts:
            self.column.addWidget(part)

    def end_with(self, button: QWidget) -> None:
        """The last line: back at the left of what the form does."""
        self.column.addWidget(ending(Button(self.words, "keys.not_now", self.left.emit, kind="quiet"), button))

    def begin(self) -> None:
        """Empty, with the cursor in the first field."""

    def forget(self) -> None:
        """Wipe what was typed."""

    def allow(self, allowed: bool) -> None:
        self.setEnabled(allowed)


class ConfirmForm(KeyForm):
    """The passphrase once more; ``give`` takes it over."""

    def __init__(self, desk: Desk, give: Callable[[bytearray], None]) -> None:
        super().__init__(desk, "keys.confirm", "keys.confirm_sentence")
        self._give = give
        self.passphrase: Final = SecretField(self.words, desk.theme, "keys.confirm_passphrase")
        self.passphrase.editor.entered.connect(self._go)
        self.button: Final = PrimaryButton(self.words, "keys.confirm_go", self._go)
        self.put(self.passphrase)
        self.end_with(self.button)

    def begin(self) -> None:
        self.forget()
        self.passphrase.editor.setFocus()

    def forget(self) -> None:
        self.passphrase.editor.wipe()

    def allow(self, allowed: bool) -> None:
        super().allow(allowed)
        if allowed and self.isVisible():
            self.begin()

    def _go(self) -> None:
        self._give(self.passphrase.editor.take())


class PhraseForm(KeyForm):
    """Another passphrase, or another one in the place of ``line``."""

    def __init__(self, desk: Desk, tasks: TaskRunner, presenter: KeysPresenter) -> None:
        super().__init__(desk, "keys.phrase", "keys.phrase_sentence")
        self._presenter = presenter
        self._line: WayLine | None = None
        self.phrase: Final = NewPassphraseForm(desk, tasks)
        self.phrase.entered.connect(self._go)
        self.phrase.problem.connect(self.problem)
        self.label: Final = line_field(self.words, desk.theme, "keys.label", "keys.label_hint")
        self.key_file: Final = PathField(
            self.words, desk.theme, "unlock.key_file", "file", hint="keys.change_key_file_hint"
        )
        self.button: Final = PrimaryButton(self.words, "keys.phrase_take", self._go)
        self.put(self.phrase, self.label, self.key_file)
        self.end_with(self.button)

    def of(self, line: WayLine | None) -> None:
        """``None``: one more passphrase."""
        self._line = line
        self.label.setVisible(line is None)
        self.key_file.setVisible(line is not None and line.kind != "passphrase")
        self.key_file.set_path(self._presenter.key_file)

    def begin(self) -> None:
        self.label.editor.clear()
        self.phrase.begin()

    def forget(self) -> None:
        self.phrase.forget()
        self.key_file.set_path(None)

    def allow(self, allowed: bool) -> None:
        self.button.setEnabled(allowed)
        self.phrase.allow(allowed)

    def _go(self) -> None:
        line = self._line
        if line is None:
            label = self.label.editor.text().strip()
            self.phrase.take(lambda passphrase: self._presenter.add_phrase(passphrase, label))
        else:
            key_file = self.key_file.path if line.kind != "passphrase" else None
            self.phrase.take(lambda passphrase: self._presenter.change_phrase(line.id, passphrase, key_file))


class KeyFileForm(KeyForm):
    """A passphrase that opens only together with a file, made here or there already."""

    def __init__(self, desk: Desk, tasks: TaskRunner, presenter: KeysPresenter) -> None:
        super().__init__(desk, "keys.key_file", "keys.key_file_sentence")
        self._presenter = presenter
        theme = desk.theme
        self.new_file: Final = PathField(
            self.words, theme, "keys.new_key_file", "new_file", hint="keys.new_key_file_hint", name=lambda: "key.bin"
        )
        self.old_file: Final = PathField(self.words, theme, "keys.old_key_file", "file", hint="keys.old_key_file_hint")
        self.other: Final = Button(self.words, "keys.take_old_file", self._other, kind="quiet")
        self.phrase: Final = NewPassphraseForm(desk, tasks)
        self.phrase.entered.connect(self._go)
        self.phrase.problem.connect(self.problem)
        self.label: Final = line_field(self.words, theme, "keys.label", "keys.label_hint")
        self.button: Final = PrimaryButton(self.words, "keys.key_file_add", self._go)
        self.put(
            self.new_file, self.old_file, row(self.other, None), self.phrase, self.label,
            said(self.words, "keys.key_file_limits", Type.HINT, role="hint"),
        )  # fmt: skip
        self.end_with(self.button)
        self.old_file.hide()

    def begin(self) -> None:
        self.new_file.set_path(None)
        self.old_file.set_path(None)
        self.label.editor.clear()
        self.phrase.begin()
        (self.new_file if self.makes else self.old_file).setFocus()

    def forget(self) -> None:
        self.phrase.forget()

    def allow(self, allowed: bool) -> None:
        self.button.setEnabled(allowed)
        self.phrase.allow(allowed)

    @property
    def makes(self) -> bool:
        """Whether a new file is made."""
        return not self.old_file.isVisibleTo(self)

    def _other(self) -> None:
        makes = not self.makes
        self.new_file.setVisible(makes)
        self.old_file.setVisible(not makes)
        self.other.call("keys.take_old_file" if makes else "keys.make_new_file")
        (self.new_file if makes else self.old_file).setFocus()

    def _go(self) -> None:
        makes = self.makes
        path: Path | None = (self.new_file if makes else self.old_file).path
        if path is None:
            self.problem.emit(self.words.say("keys.no_key_file"))
            return
        label = self.label.editor.text().strip()
        self.phrase.take(lambda passphrase: self._presenter.add_key_file(passphrase, path, label, make=makes))


class CoordinatorsForm(KeyForm):
    """Two people who open the vault together, and neither alone."""

    def __init__(self, desk: Desk, presenter: KeysPresenter) -> None:
        super().__init__(desk, "keys.coordinators", "keys.coordinators_sentence")
        self._presenter = presenter
        self.first: Final = line_field(self.words, desk.theme, "keys.first_recipient", "keys.recipient_hint")
        self.second: Final = line_field(self.words, desk.theme, "keys.second_recipient")
        self.label: Final = line_field(self.words, desk.theme, "keys.names", "keys.names_hint")
        self.button: Final = PrimaryButton(self.words, "keys.coordinators_add", self._go)
        self.put(
            self.first, self.second, self.label,
            said(self.words, "keys.coordinators_limits", Type.HINT, role="hint"),
        )  # fmt: skip
        for field in (self.first, self.second, self.label):
            field.editor.returnPressed.connect(self._go)
        self.end_with(self.button)

    def begin(self) -> None:
        for field in (self.first, self.second, self.label):
            field.editor.clear()
        self.first.editor.setFocus()

    def _go(self) -> None:
        self._presenter.add_coordinators(
            self.first.editor.text(), self.second.editor.text(), self.label.editor.text().strip()
        )


class PartOfOtherForm(KeyForm):
    """A coordinator far away helps to open another vault: their part, sealed for the one who opens."""

    def __init__(self, desk: Desk, presenter: KeysPresenter) -> None:
        super().__init__(desk, "keys.part", "keys.part_sentence")
        self._presenter = presenter
        words, theme = self.words, desk.theme
        self.request: Final = PathField(words, theme, "keys.part_request", "file")
        self.identity: Final = PathField(words, theme, "keys.part_identity", "file")
        self.recipient: Final = line_field(words, theme, "keys.part_recipient", "keys.recipient_hint")
        self.out: Final = PathField(words, theme, "keys.part_out", "new_file", name=lambda: "answer.bin")
        self.button: Final = PrimaryButton(words, "keys.part_write", self._go)
        self.put(
            self.request, self.identity, self.recipient, self.out,
            said(words, "keys.part_limits", Type.HINT, role="hint"),
        )  # fmt: skip
        self.end_with(self.button)

    def begin(self) -> None:
        self.forget()
        self.request.setFocus()

    def forget(self) -> None:
        for field in (self.request, self.identity, self.out):
            field.set_path(None)
        self.recipient.editor.clear()

    def _go(self) -> None:
        self._presenter.write_part(self.request.path, self.identity.path, self.recipient.editor.text(), self.out.path)


class RemoveForm(KeyForm):
    """What a way opened, and what would open no longer."""

    def __init__(self, desk: Desk, presenter: KeysPresenter) -> None:
        super().__init__(desk, "keys.remove")
        self._presenter = presenter
        self._line: WayLine | None = None
        self.what: Final = Text("", Type.STRONG)
        self.effect: Final = Text("")
        self.here: Final = said(self.words, "keys.remove_here", role="unchecked")
        self.button: Final = Button(self.words, "keys.remove_go", self._go, kind="harm")
        self.back: Final = Button(self.words, "keys.keep", self.left.emit)
        self.put(
            self.what, self.effect, self.here, said(self.words, "keys.remove_copies", Type.HINT, role="hint"),
            row(self.button, None, self.back),
        )  # fmt: skip

    def of(self, line: WayLine) -> None:
        self._line = line
        self.what.setText(f"{line.title}. {line.second}")
        self.effect.setText(line.removal)
        self.here.setVisible(line.here)

    def begin(self) -> None:
        self.back.setFocus()

    def _go(self) -> None:
        if self._line is not None:
            self._presenter.remove(self._line.id)
