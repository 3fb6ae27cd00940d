"""The locked window. Its first frame is neutral: no name, no number, nothing of what lies behind."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from legalaid_desktop.host.paths import default_vault
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.presenters.unlock import Face, UnlockPresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.passphrase_field import PassphraseField, layout_hint
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.fields import Field
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import ending, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.theme import BETWEEN, EDGE, GRID, Type

_WIDTH: Final = 480
"""px of the form."""
_MEASURE_AFTER: Final = 200
"""ms of quiet before the strength of a passphrase is measured."""


def _form() -> tuple[QWidget, QVBoxLayout]:
    form = QWidget()
    column = QVBoxLayout(form)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2 * GRID)
    return form, column


class UnlockScreen(QWidget):
    """``opened`` comes when the vault stands open on its lane."""

    opened = Signal()

    def __init__(self, desk: Desk, vault: Path | None = None) -> None:
        super().__init__()
        self.desk: Final = desk
        self._words = words = desk.words
        self._strength: int | None = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.language: Final = Choice(
            words, desk.theme, "unlock.language", [(lang, f"language.{lang}") for lang in LANGUAGES]
        )
        self.language.set_key(words.lang)
        self.language.picked.connect(self._speak)
        self.problem: Final = Text("", role="harm")
        self.problem.hide()
        self.busy: Final = Text("", role="hint")
        self.busy.hide()
        self._neutral = QWidget()
        self._open_form = self._make_open_form()
        self._create_form = self._make_create_form()
        self._restore_form: QWidget | None = None
        self._lay_out()
        kept = desk.preferences.current.vault
        folder = vault if vault is not None else Path(kept) if kept else None
        self.presenter: Final = UnlockPresenter(
            self,
            desk.tasks(self),
            desk.door,
            words=lambda: words.wording,
            usual=default_vault(),
            folder=folder,
            # A folder given for this run alone is not kept for the next.
            remember_folder=self._remember_folder if vault is None else lambda _: None,
        )
        self._measure = QTimer(self)
        self._measure.setSingleShot(True)
        self._measure.setInterval(_MEASURE_AFTER)
        self._measure.timeout.connect(lambda: self.presenter.measure(self.first.editor.take()))
        words.bind(self, self._say_changing)

    # Building

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(EDGE, BETWEEN, EDGE, BETWEEN)
        column.setSpacing(2 * GRID)
        column.addWidget(row(None, self.language))
        column.addStretch(2)
        middle = QWidget()
        middle.setFixedWidth(_WIDTH)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2 * GRID)
        self._inside = inside
        for form in (self._neutral, self._open_form, self._create_form):
            inside.addWidget(form)
            form.setVisible(form is self._neutral)
        # Stretches and not an alignment: an aligned widget is asked for its height at the width of the whole window.
        column.addWidget(row(None, middle, None))
        column.addStretch(3)
        area = QScrollArea()
        area.setObjectName("scroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _passphrase(self, label: str, hint: str = "") -> Field[PassphraseField]:
        field = Field(self._words, self.desk.theme, PassphraseField(self.desk.theme), label, hint)
        field.editor.changed.connect(lambda: self._typed(field))
        return field

    def _make_open_form(self) -> QWidget:
        words = self._words
        form, column = _form()
        column.addWidget(said(words, "unlock.title", Type.TITLE))
        self.where = Text("", Type.HINT, role="hint")
        column.addWidget(self.where)
        self.passphrase = self._passphrase("unlock.passphrase")
        self.passphrase.editor.entered.connect(self._open)
        column.addWidget(self.passphrase)
        self.open_button = PrimaryButton(words, "unlock.open", self._open)
        column.addWidget(ending(self.open_button))
        column.addWidget(
            row(
                Button(words, "unlock.other_folder", self._choose_folder, kind="quiet"),
                Button(words, "unlock.new_vault", lambda: self.presenter.make_new(), kind="quiet"),
                None,
            )
        )
        column.addWidget(row(Button(words, "unlock.restore", self._restore, kind="quiet"), None))
        column.addStretch(1)
        return form

    def _make_create_form(self) -> QWidget:
        words = self._words
        form, column = _form()
        column.addWidget(said(words, "create.title", Type.TITLE))
        column.addWidget(said(words, "create.sentence", role="hint"))
        self.first = self._passphrase("create.passphrase", "create.passphrase_hint")
        self.second = self._passphrase("create.again")
        self.first.editor.entered.connect(lambda: self.second.editor.setFocus())
        self.second.editor.entered.connect(self._create)
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.folder = Text("", Type.HINT, role="hint")
        column.addWidget(self.folder)
        column.addWidget(
            row(
                Button(words, "create.choose_folder", self._choose_folder, kind="quiet"),
                Button(words, "unlock.restore", self._restore, kind="quiet"),
                None,
            )
        )
        self.create_button = PrimaryButton(words, "create.make", self._create)
        column.addWidget(ending(self.create_button))
        column.addWidget(said(words, "create.promise", Type.HINT, role="hint"))
        column.addWidget(said(words, "create.no_promise", Type.HINT, role="hint"))
        column.addStretch(1)
        return form

    # What a person does

    def rest(self) -> None:
        """Forget what was typed and show nothing: the face behind a lock that is under way."""
        self._forget()
        self.show_face(Face.NEUTRAL, "")

    def start(self) -> None:
        """Look for the vault; call once the window is shown."""
        self.presenter.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._open_form.isVisible():
            self._forget()
            self.presenter.back()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        self.presenter.open(self.passphrase.editor.take())

    def _create(self) -> None:
        alike = self.first.editor.same_as(self.second.editor)
        self.presenter.create(self.first.editor.take(), alike, self._strength)

    def _choose_folder(self) -> None:
        from legalaid_desktop.ui.pieces.paths import choose_folder

        start = self.presenter.folder.parent
        choose_folder(self, self._words, "unlock.choose_folder", self.presenter.use_folder, start=start)

    def _restore(self) -> None:
        if self._restore_form is None:
            from legalaid_desktop.ui.pages.restore_form import RestoreForm

            form = RestoreForm(self.desk, self.desk.tasks(self))
            form.restored.connect(self.presenter.use_folder)
            form.left.connect(self.presenter.back)
            self._inside.addWidget(form)
            self._restore_form = form
        self.show_problem("")
        self._show(self._restore_form)
        self._restore_form.setFocus()

    def _speak(self, lang: str) -> None:
        self._words.speak(lang)
        preferences = self.desk.preferences
        self.desk.tasks(self).aside(
            lambda: preferences.change(language=lang), done=lambda _: None, failed=self.desk.tell_failure
        )

    def _remember_folder(self, folder: Path) -> None:
        preferences = self.desk.preferences
        self.desk.tasks(self).aside(
            lambda: preferences.change(vault=str(folder)), done=lambda _: None, failed=self.desk.tell_failure
        )

    def _typed(self, field: Field[PassphraseField]) -> None:
        if not field.editor.empty:
            self.show_problem("")
        if field is self.first:
            self._strength = None
            self._measure.start()
        elif field is self.second and not field.editor.empty:
            same = self.first.editor.same_as(field.editor)
            field.tell(self._words.say("create.alike" if same else "create.not_alike_yet"))
            return
        if field.editor.hasFocus() and field is not self.first:
            layout = layout_hint()
            field.tell(self._words.say("unlock.layout", layout=layout) if layout else "")

    # What the presenter shows

    def show_face(self, face: Face, folder: str) -> None:
        self._shown_folder = folder
        self.face_shown = face
        self.show_problem("")
        self._say_changing()
        match face:
            case Face.NEUTRAL:
                self._show(self._neutral)
            case Face.OPEN:
                self._show(self._open_form)
                self.passphrase.editor.setFocus()
            case Face.CREATE:
                self._show(self._create_form)
                self.first.editor.setFocus()

    def _show(self, form: QWidget) -> None:
        for other in (self._neutral, self._open_form, self._create_form, self._restore_form):
            if other is not None:
                other.setVisible(other is form)
        layout = form.layout()
        button = {self._open_form: self.open_button, self._create_form: self.create_button}.get(form)
        ended = None if button is None else button.parentWidget()
        if isinstance(layout, QVBoxLayout) and ended is not None:
            # What went wrong is told right above the button that was pressed.
            for text in (self.busy, self.problem):
                layout.insertWidget(layout.indexOf(ended), text)

    def show_busy(self, words: str) -> None:
        self.busy.tell(words, "hint")
        for button in (self.open_button, self.create_button):
            button.setEnabled(not words)
        for field in (self.passphrase, self.first, self.second):
            field.editor.setEnabled(not words)

    def show_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")

    def show_strength(self, level: int | None) -> None:
        self._strength = level
        if level is None or self.first.editor.empty:
            self.first.tell("")
        else:
            role = "harm" if level < 2 else "unchecked" if level == 2 else "done"
            self.first.tell(self._words.say(f"create.strength.{level}"), role)

    def forget_typed(self) -> None:
        self._forget()
        if self._open_form.isVisibleTo(self):
            self.passphrase.editor.setFocus()
        elif self._create_form.isVisibleTo(self):
            self.first.editor.setFocus()

    def show_opened(self) -> None:
        self.opened.emit()

    def _forget(self) -> None:
        self._measure.stop()
        for field in (self.passphrase, self.first, self.second):
            field.editor.wipe()
        self._measure.stop()
        self._strength = None
        self.second.tell("")

    face_shown: Face = Face.NEUTRAL
    _shown_folder = ""

    def _say_changing(self) -> None:
        folder = self._shown_folder
        self.where.tell(self._words.say("unlock.folder", folder=folder) if folder else "", "hint")
        self.folder.tell(self._words.say("create.folder", folder=folder) if folder else "", "hint")
        self.show_strength(self._strength)
