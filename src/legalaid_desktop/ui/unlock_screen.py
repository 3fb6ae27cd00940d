"""The locked window. Its first frame is neutral: no name, no number, nothing of what lies behind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from legalaid_desktop.host.paths import default_vault
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.presenters.unlock import KEY_FILE, Face, UnlockPresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import ending, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.theme import BETWEEN, EDGE, GRID, Type

if TYPE_CHECKING:
    from legalaid_desktop.ui.pages.create_form import CreateForm
    from legalaid_desktop.ui.pages.recover_form import RecoverForm, RenewForm
    from legalaid_desktop.ui.pages.restore_form import RestoreForm
    from legalaid_desktop.ui.pieces.path_field import PathField

_WIDTH: Final = 480
"""px of the form."""
_NOBODY_THERE: Final = 30 * 60 * 1000
"""ms without a key after which words of recovery sheets are forgotten: longer than it takes to be called back."""


def _form() -> tuple[QWidget, QVBoxLayout]:
    form = QWidget()
    column = QVBoxLayout(form)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2 * GRID)
    return form, column


class UnlockScreen(QWidget):
    """``opened`` comes when the vault stands open on its lane; ``half_opened`` when it does after a recovery, while
    the new passphrase is still to be chosen; ``left_open`` when that is given up, or when words of a recovery sheet
    were typed and left: nothing of them may stay in this process."""

    opened = Signal()
    half_opened = Signal()
    left_open = Signal()

    def __init__(self, desk: Desk, vault: Path | None = None) -> None:
        super().__init__()
        self.desk: Final = desk
        self._words = words = desk.words
        self._tasks = desk.tasks(self)
        self._ways: frozenset[str] = frozenset()
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
        # Made when they are first shown: the locked window appears without them.
        self.create_form: CreateForm | None = None
        self.recover_form: RecoverForm | None = None
        self.renew_form: RenewForm | None = None
        self.restore_form: RestoreForm | None = None
        self.key_file: PathField | None = None
        self._shown_form: QWidget = self._neutral
        self._nobody_there = QTimer(self)
        self._nobody_there.setSingleShot(True)
        self._nobody_there.setInterval(_NOBODY_THERE)
        self._nobody_there.timeout.connect(lambda: self._leave_recovery(True))
        self._lay_out()
        kept = desk.preferences.current.vault
        folder = vault if vault is not None else Path(kept) if kept else None
        self.presenter: Final = UnlockPresenter(
            self,
            self._tasks,
            desk.door,
            words=lambda: words.wording,
            usual=default_vault(),
            folder=folder,
            # A folder given for this run alone is not kept for the next.
            remember_folder=self._remember_folder if vault is None else lambda _: None,
        )
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
        for form in (self._neutral, self._open_form):
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
        self._area = area
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _make_open_form(self) -> QWidget:
        words = self._words
        form, column = _form()
        column.addWidget(said(words, "unlock.title", Type.TITLE))
        self.where = Text("", Type.HINT, role="hint")
        column.addWidget(self.where)
        self.passphrase = SecretField(words, self.desk.theme, "unlock.passphrase")
        self.passphrase.editor.changed.connect(self._typed)
        self.passphrase.editor.entered.connect(self._open)
        column.addWidget(self.passphrase)
        self._open_column = column
        self.open_button = PrimaryButton(words, "unlock.open", self._open)
        self._open_ending = ending(self.open_button)
        column.addWidget(self._open_ending)
        self.forgot_button = Button(words, "unlock.forgot", lambda: self.presenter.forgot(), kind="quiet")
        column.addWidget(row(self.forgot_button, None))
        column.addWidget(
            row(
                Button(words, "unlock.other_folder", self._choose_folder, kind="quiet"),
                Button(words, "unlock.new_vault", lambda: self.presenter.make_new(), kind="quiet"),
                None,
            )
        )
        self.restore_button = Button(words, "unlock.restore", self._restore, kind="quiet")
        column.addWidget(row(self.restore_button, None))
        column.addStretch(1)
        return form

    def _create(self) -> CreateForm:
        if self.create_form is None:
            from legalaid_desktop.ui.pages.create_form import CreateForm

            made = self.create_form = CreateForm(self.desk, self._tasks, self.presenter.create)
            made.choose_folder.connect(self._choose_folder)
            made.restore.connect(self._restore)
            made.phrase.problem.connect(self.show_problem)
            self._inside.addWidget(made)
        return self.create_form

    def _recover(self) -> RecoverForm:
        if self.recover_form is None:
            from legalaid_desktop.ui.pages.recover_form import RecoverForm

            made = self.recover_form = RecoverForm(self.desk, self.presenter, self._ways)
            made.left.connect(self._leave_recovery)
            made.restore.connect(self._restore)
            made.parts.touched.connect(self._recovering)
            self._inside.addWidget(made)
        self.recover_form.offer(self._ways)
        return self.recover_form

    def _renew(self) -> RenewForm:
        if self.renew_form is None:
            from legalaid_desktop.ui.pages.recover_form import RenewForm

            made = self.renew_form = RenewForm(self.desk, self._tasks, self.presenter)
            made.given_up.connect(self.left_open)
            made.phrase.problem.connect(self.show_problem)
            self._inside.addWidget(made)
        return self.renew_form

    # What a person does

    def rest(self) -> None:
        """Forget what was typed and show nothing: the face behind a lock that is under way."""
        self._forget()
        self.show_face(Face.NEUTRAL, "")

    def panic(self) -> bool:
        """The panic key on the locked window: what is typed or shown here goes, with this process. Returns whether
        there was anything."""
        shown = self._shown_form not in (self._neutral, self._open_form) or not self.passphrase.editor.empty
        if shown:
            self._forget()
            self.left_open.emit()
        return shown

    def typed_ahead(self, event: QKeyEvent) -> bool:
        """A key that no field took: a letter belongs to the passphrase, though the cursor is not there yet. Returns
        whether it was taken."""
        editor = self.passphrase.editor
        waits = self.face_shown is Face.NEUTRAL
        if not editor.isEnabled() or not (waits or self._shown_form is self._open_form):
            return False
        if waits and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._entered_ahead = not editor.empty
            return True
        if not editor.types(event) and not (waits and event.key() == Qt.Key.Key_Backspace):
            return False
        if not waits:
            editor.setFocus()
        editor.keyPressEvent(event)
        return True

    def start(self) -> None:
        """Look for the vault; call once the window is shown."""
        self.presenter.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._shown_form is not self._open_form:
            if self._shown_form is self.recover_form and self.recover_form is not None:
                self._leave_recovery(self.recover_form.touched)
            elif self._shown_form is not self.renew_form:  # what was opened is given up on purpose only
                self._forget()
                self.presenter.back()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        key_file = self.key_file.path if self.key_file is not None and self.key_file.isVisibleTo(self) else None
        self.presenter.open(self.passphrase.editor.take(), key_file)

    def _recovering(self) -> None:
        self.show_problem("")
        self._nobody_there.start()

    def _leave_recovery(self, touched: bool) -> None:
        self._forget()
        if touched:
            self.left_open.emit()
        else:
            self.presenter.back()

    def _choose_folder(self) -> None:
        from legalaid_desktop.ui.pieces.paths import choose_folder

        start = self.presenter.folder.parent
        choose_folder(self, self._words, "unlock.choose_folder", self.presenter.use_folder, start=start)

    def _restore(self) -> None:
        if self.restore_form is None:
            from legalaid_desktop.ui.pages.restore_form import RestoreForm

            form = RestoreForm(self.desk, self._tasks)
            form.restored.connect(self.presenter.use_folder)
            form.left.connect(self.presenter.back)
            self._inside.addWidget(form)
            self.restore_form = form
        self.show_problem("")
        self._show(self.restore_form)
        self.restore_form.begin()
        self.restore_form.setFocus()

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

    def _typed(self) -> None:
        if not self.passphrase.editor.empty:
            self.show_problem("")

    # What the presenter shows

    def show_face(self, face: Face, folder: str) -> None:
        entered, self._entered_ahead = self._entered_ahead, False
        if face not in (Face.NEUTRAL, Face.OPEN):
            self.passphrase.editor.wipe()  # typed ahead, for a vault that is not there
        self._shown_folder = folder
        self.face_shown = face
        self.show_problem("")
        match face:
            case Face.NEUTRAL:
                self._show(self._neutral)
                if self.isVisible():
                    self.setFocus()  # else the toolkit gives the cursor to the first button, which eats letters
            case Face.OPEN:
                self._emphasise(self.restore_button, "quiet")
                self._show(self._open_form)
                self.passphrase.editor.setFocus()
                if entered:
                    QTimer.singleShot(0, self, self._open)
            case Face.CREATE:
                form = self._create()
                self._show(form)
                form.phrase.begin()
            case Face.RECOVER:
                recover = self._recover()
                self._show(recover)
                recover.begin()
            case Face.RENEW:
                renew = self._renew()
                renew.offer(self._ways)
                self._show(renew)
                renew.phrase.begin()
        self._say_changing()

    def show_ways(self, ways: frozenset[str]) -> None:
        self._ways = ways
        if KEY_FILE in ways and self.key_file is None:
            from legalaid_desktop.ui.pieces.path_field import PathField

            self.key_file = PathField(
                self._words, self.desk.theme, "unlock.key_file", "file", hint="unlock.key_file_hint"
            )
            self.key_file.editor.returnPressed.connect(self._open)
            self._open_column.insertWidget(self._open_column.indexOf(self.passphrase), self.key_file)
        if self.key_file is not None:
            self.key_file.setVisible(KEY_FILE in ways)
        if self.face_shown is Face.RECOVER and self.recover_form is not None and not self.recover_form.touched:
            # Asked for before it was known what opens this vault.
            self.recover_form.offer(ways)
            self.recover_form.begin()

    def _show(self, form: QWidget) -> None:
        self._shown_form = form
        ended: QWidget | None = None
        if form is self._open_form:
            ended = self._open_ending
        elif form is self.create_form and self.create_form is not None:
            ended = self.create_form.ending
        elif form is self.recover_form and self.recover_form is not None:
            ended = self.recover_form.end
        elif form is self.renew_form and self.renew_form is not None:
            ended = self.renew_form.ending
        layout = form.layout()
        if isinstance(layout, QVBoxLayout) and ended is not None:
            # What went wrong is told right above the button that was pressed.
            for text in (self.busy, self.problem):
                layout.insertWidget(layout.indexOf(ended), text)
        others = (self._neutral, self._open_form, self.create_form, self.recover_form, self.renew_form)
        for other in (*others, self.restore_form):
            if other is not None:
                other.setVisible(other is form)
        self._area.verticalScrollBar().setValue(0)

    def show_busy(self, words: str) -> None:
        self.busy.tell(words, "hint")
        self.open_button.setEnabled(not words)
        self.passphrase.editor.setEnabled(not words)
        for form in (self.create_form, self.recover_form, self.renew_form):
            if form is not None:
                form.allow(not words)

    def show_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")
        if text:
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.problem))

    def offer_restore(self) -> None:
        if self._shown_form is self._open_form:
            self._emphasise(self.restore_button, "")
            self.restore_button.setFocus()
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.restore_button))

    @staticmethod
    def _emphasise(button: Button, kind: str) -> None:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)
        QCoreApplication.sendEvent(button, QEvent(QEvent.Type.StyleChange))  # a frame needs more room than bare words

    def show_note(self, text: str) -> None:
        self.problem.tell(text, "done")

    def forget_typed(self) -> None:
        """Wipe what was typed; sheets that were accepted stay, and words that are shown."""
        self.passphrase.editor.wipe()
        if self._shown_form is self._open_form:
            self.passphrase.editor.setFocus()
        for form in (self.create_form, self.renew_form):
            if form is not None and self._shown_form is form:
                form.phrase.forget_typed()

    def show_half_open(self) -> None:
        if self.recover_form is not None:
            self.recover_form.forget()
        self._nobody_there.stop()
        self.half_opened.emit()

    def show_opened(self) -> None:
        self._forget()
        # Until the first page is there: it may take seconds to read a vault through.
        self.show_busy(self._words.say("unlock.opening"))
        self.opened.emit()

    def show_gone_on(self) -> None:
        """The first page has taken the place of this face."""
        self.show_busy("")

    def _forget(self) -> None:
        self._nobody_there.stop()
        self.passphrase.editor.wipe()
        if self.key_file is not None:
            self.key_file.set_path(None)
        for form in (self.create_form, self.renew_form):
            if form is not None:
                form.phrase.forget()
        if self.recover_form is not None:
            self.recover_form.forget()
        if self.restore_form is not None:
            self.restore_form.forget()

    face_shown: Face = Face.NEUTRAL
    _entered_ahead = False
    _shown_folder = ""

    def _say_changing(self) -> None:
        folder = self._shown_folder
        self.where.tell(self._words.say("unlock.folder", folder=folder) if folder else "", "hint")
        if self.create_form is not None:
            self.create_form.folder.tell(self._words.say("create.folder", folder=folder) if folder else "", "hint")
