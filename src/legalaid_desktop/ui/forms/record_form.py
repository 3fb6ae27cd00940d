"""The form of one record on the screen: groups of fields, what is kept, «готово», and the way to take it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from legalaid_desktop.domain.person import Person
from legalaid_desktop.presenters.forms.form import SINGLE, FormData, FormPresenter
from legalaid_desktop.presenters.forms.spec import FormSpec, Group, Kind
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.forms.editors import EDITORS, Editor, Surround
from legalaid_desktop.ui.forms.name_forms_field import NameFormsEditor
from legalaid_desktop.ui.forms.parts_field import PartsEditor
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import reading, row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.tasks import TaskRunner
from legalaid_desktop.ui.theme import BETWEEN, EDGE, GRID, INSIDE, Type

_PAUSE: Final = 700
"""ms after a key until the record is written."""


class RecordForm(QWidget):
    """``closed`` comes with the way to take everything back, or ``None`` when nothing was changed; ``remove_asked``
    with kind and key."""

    closed = Signal(object)
    remove_asked = Signal(str, str)
    changed = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner) -> None:
        super().__init__()
        self.desk, self.words = desk, desk.words
        self.presenter: Final = FormPresenter(
            self, tasks, words=lambda: desk.words.wording, changed=lambda kind: self.changed.emit(kind)
        )
        self._form: FormSpec | None = None
        self._data: FormData | None = None
        self._go_to: tuple[str, int] = ("", -1)
        self.editors: dict[str, Editor] = {}
        self.header = PageHeader(desk.words)
        self.kept = Text("", Type.HINT, role="hint", wraps=False)
        self.area = QScrollArea()
        self.area.setObjectName("scroll")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove_button = Button(desk.words, "form.remove", self._ask_removal, kind="quiet")
        self.done_button = PrimaryButton(desk.words, "form.done", self.presenter.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.header)
        column.addWidget(self.area, 1)
        column.addWidget(row(self.remove_button, self.kept, None, self.done_button))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.presenter.keep)

    def open(self, ref: str, kind: str, key: str = "", *, field: str = "", at: int = -1, **preset: Any) -> None:
        """Show the form of a record, or of a new one; the cursor goes to ``field``, place ``at`` in its text."""
        self._go_to = (field, at)
        self.presenter.open(ref, kind, key, **preset)

    def flush(self) -> None:
        self._pause.stop()
        self.presenter.keep()

    def where(self) -> dict[str, Any] | None:
        """Kind, key, field and place of the cursor."""
        place = self.presenter.place
        if place is None:
            return None
        name, at = self._cursor()
        return {**place, "field": name, "at": at}

    def _cursor(self) -> tuple[str, int]:
        for name, editor in self.editors.items():
            typed = getattr(getattr(editor, "field", None), "editor", None)
            if typed is not None and typed.hasFocus():
                if hasattr(typed, "cursorPosition"):
                    return name, int(typed.cursorPosition())
                if hasattr(typed, "textCursor"):
                    return name, int(typed.textCursor().position())
                return name, -1
        return "", -1

    # --- what the presenter shows

    def show_form(self, form: FormSpec, data: FormData) -> None:
        self._form, self._data = form, data
        self.header.call(self.words.say(f"form.title.{form.key}"), self.words.say("form.sentence"))
        self.remove_button.setVisible(form.key not in SINGLE and not data.new)
        self.kept.tell("")
        self._build(form, data)
        self._set_focus()

    def show_kept(self, text: str, role: str) -> None:
        self.kept.tell(text, role)

    def show_failure(self, text: str) -> None:
        self.desk.toast(text)

    def form_closed(self, taken_back: Callable[[], None] | None) -> None:
        self._pause.stop()
        self.closed.emit(taken_back)

    # --- inside

    def _build(self, form: FormSpec, data: FormData) -> None:
        around = Surround(
            words=self.words,
            theme=self.desk.theme,
            clock=self.desk.clock,
            form=form.key,
            options=data.options,
            report=self._report,
            raw=self._raw,
            answer=self._answer,
        )
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, GRID, BETWEEN)
        column.setSpacing(BETWEEN)
        self.editors = {}
        for group in form.groups:
            panel = self._group(group, around)
            column.addWidget(panel if group.narrow else reading(panel))
        column.addStretch(1)
        for name, editor in self.editors.items():
            editor.put(_value(data.item, name))
        for name, text in data.raw.items():
            if name in self.editors:
                self.editors[name].put_raw(text)
        self._propose()
        inner.setEnabled(not self.words.reading_only)
        self.area.setWidget(inner)

    def _group(self, group: Group, around: Surround) -> QWidget:
        panel = Panel(said(self.words, f"form.group.{group.title}", Type.STRONG) if group.title else None)
        grid = QGridLayout()
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(INSIDE)
        columns = 2 if group.narrow and self.width() >= 2 * EDGE + 560 else 1
        for number, spec in enumerate(group.fields):
            editor: Editor
            if spec.kind is Kind.PARTS:
                editor = PartsEditor(spec, around)
            elif spec.kind is Kind.NAME_FORMS:
                editor = NameFormsEditor(spec, around)
            else:
                editor = EDITORS[spec.kind](spec, around)
            self.editors[spec.name] = editor
            grid.addWidget(editor.widget, number // columns, number % columns, Qt.AlignmentFlag.AlignTop)
        for at in range(columns):
            grid.setColumnStretch(at, 1)
        panel.body.addLayout(grid)
        return panel

    def _report(self, name: str, value: Any) -> None:
        self.presenter.put(name, value)
        self._propose()
        if not self._pause.isActive():  # a typist who never pauses is kept, too
            self._pause.start()

    def _raw(self, name: str, text: str) -> None:
        self.presenter.put_raw(name, text)
        self._pause.start()

    def _answer(self, label: str, answer: str) -> None:
        self.presenter.add_answer(label, answer)
        note = self.editors.get("note")
        if note is not None:
            note.put(getattr(self.presenter.item, "note", None))
        self._pause.start()

    def _propose(self) -> None:
        forms = self.editors.get("names")
        item = self.presenter.item
        if isinstance(forms, NameFormsEditor) and isinstance(item, Person):
            forms.refresh(item.names, item.sex)

    def _set_focus(self) -> None:
        name, at = self._go_to
        editor = self.editors.get(name) or next(iter(self.editors.values()))
        QTimer.singleShot(0, editor.widget, lambda: self._focus(editor, at))

    def _focus(self, editor: Editor, at: int) -> None:
        editor.widget.setFocus()
        typed = getattr(getattr(editor, "field", None), "editor", None)
        if at >= 0 and typed is not None:
            if hasattr(typed, "setCursorPosition"):
                typed.setCursorPosition(at)
            elif hasattr(typed, "textCursor"):
                cursor = typed.textCursor()
                cursor.setPosition(min(at, len(typed.toPlainText())))
                typed.setTextCursor(cursor)
        self.area.ensureWidgetVisible(editor.widget, 0, BETWEEN)

    def _ask_removal(self) -> None:
        place = self.presenter.place
        if place is not None:
            self.flush()
            self.remove_asked.emit(place["kind"], place["key"])


def _value(item: Any, path: str) -> Any:
    value = item
    for part in path.split("."):
        value = getattr(value, part) if value is not None else None
    return value
