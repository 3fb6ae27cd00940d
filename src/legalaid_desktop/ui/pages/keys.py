"""Keys: every way to open this vault, always all of them; added, changed, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.keys import KeysPresenter
from legalaid_desktop.presenters.ways import WayLine
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pages.key_forms import (
    ConfirmForm,
    CoordinatorsForm,
    KeyFileForm,
    KeyForm,
    PartOfOtherForm,
    PhraseForm,
    RemoveForm,
)
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Panel, Text, rule, said
from legalaid_desktop.ui.pieces.layout import column, reading, remarks, row, tab_in_order
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.theme import GRID, Type
from legalaid_desktop.ui.words import Words


class WayRow(QWidget):
    """One way in, with what can be done to it."""

    def __init__(
        self,
        words: Words,
        line: WayLine,
        *,
        change: Callable[[], None] | None,
        remove: Callable[[], None],
        more: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.line: Final = line
        self.remove_button: Final = Button(words, "keys.remove_start", remove)
        self.change_button = Button(words, "keys.change_start", change) if change is not None else None
        self.more_button = Button(words, "keys.sheets_start", more) if more is not None else None
        for button in (self.change_button, self.more_button, self.remove_button):
            if button is not None:
                # Several «Remove…» on one page are told apart by what they remove.
                button.setAccessibleName(f"{button.text()} {line.title}")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(column(Text(line.title, Type.STRONG), Text(line.second, Type.HINT, role="hint"), spacing=2))
        buttons = (self.change_button, self.more_button, self.remove_button)
        self.buttons: Final = tuple(button for button in buttons if button is not None)
        box.addWidget(row(*self.buttons, None))


class KeysPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self.presenter: Final = KeysPresenter(self, self.tasks, words=lambda: words.wording)
        self._after_confirming: Callable[[], None] | None = None
        self._forms: dict[type[KeyForm], KeyForm] = {}
        self._form: KeyForm | None = None
        self.rows: list[WayRow] = []
        self.body.addWidget(PageHeader(words, "keys.title", "keys.sentence"))
        self.told: Final = Text("")
        self.told.hide()
        self.body.addWidget(remarks(self.told))
        self.busy: Final = Text("", role="hint")
        self.busy.hide()
        self.problem: Final = Text("", role="harm")
        self.problem.hide()
        self._form_panel = Panel()
        self._form_holder = reading(self._form_panel)
        self._form_holder.hide()
        self._form_panel.body.addWidget(self.busy)
        self._form_panel.body.addWidget(self.problem)
        self.body.addWidget(self._form_holder)
        self._list = reading(self._ways_panel())
        self._adding = reading(self._add_panel())
        self.body.addWidget(self._list)
        self.body.addWidget(self._adding)
        self.body.addStretch(1)
        words.changed.connect(self.presenter.load)
        desk.changed.connect(lambda kind: self.presenter.load() if kind == "keys" and self.isVisible() else None)

    def _ways_panel(self) -> Panel:
        panel = Panel(said(self.words, "keys.ways", Type.STRONG))
        panel.body.addWidget(said(self.words, "keys.ways_sentence", Type.HINT, role="hint"))
        self._ways = QVBoxLayout()
        self._ways.setSpacing(2 * GRID)
        panel.body.addLayout(self._ways)
        return panel

    def _add_panel(self) -> Panel:
        words, desk = self.words, self.desk
        panel = Panel(said(words, "keys.more", Type.STRONG))
        self.add_sheets = Button(words, "keys.add_sheets", lambda: desk.go("recovery"))
        self.add_phrase = Button(words, "keys.add_phrase", self._add_phrase)
        self.add_key_file = Button(words, "keys.add_key_file", lambda: self._start(self._key_file_form))
        self.add_coordinators = Button(words, "keys.add_coordinators", lambda: self._start(self._coordinators_form))
        lines = [
            (self.add_sheets, "keys.add_sheets_hint"),
            (self.add_phrase, "keys.add_phrase_hint"),
            (self.add_key_file, "keys.add_key_file_hint"),
            (self.add_coordinators, "keys.add_coordinators_hint"),
        ]
        self.help_other: Button = Button(words, "keys.help_other", lambda: self._open(self._part_form))
        lines += [
            (Button(words, f"keys.{key}", partial(desk.go, key)), f"keys.{key}_hint") for key in ("new_key", "leave")
        ]
        lines.append((self.help_other, "keys.help_other_hint"))
        self._offers = tuple(button for button, _ in lines)
        for number, (button, hint) in enumerate(lines):
            if number:
                panel.body.addWidget(rule())
            panel.body.addWidget(
                column(row(button, None), said(words, hint, Type.HINT, role="hint"), spacing=GRID // 2)
            )
        return panel

    # The page

    def arrive(self, **params: Any) -> None:
        self._leave_form()
        self.told.tell("")
        self.presenter.load()
        self.add_sheets.setFocus()

    def flush(self) -> None:
        """Nothing typed here is kept: it opens vaults."""
        for form in self._forms.values():
            form.forget()

    def leave(self) -> None:
        self.presenter.gate.close()
        self._leave_form()
        super().leave()

    def escape(self) -> bool:
        if self._form is None:
            return False
        self._leave_form()
        return True

    # What a person does

    def _add_phrase(self) -> None:
        self._start(partial(self._phrase_form, None))

    def _start(self, make: Callable[[], KeyForm]) -> None:
        """Open a form; the passphrase is asked for first, once for a visit."""
        self.told.tell("")
        if self.presenter.gate.is_open:
            self._after_confirming = None
            self._show(make())
        else:
            self._after_confirming = lambda: self._show(make())
            self._show(self._form_of(ConfirmForm, lambda: ConfirmForm(self.desk, self.presenter.confirm)))

    def _open(self, make: Callable[[], KeyForm]) -> None:
        """Open a form that changes nothing in this vault."""
        self.told.tell("")
        self._after_confirming = None
        self._show(make())

    def _form_of(self, kind: type[KeyForm], make: Callable[[], KeyForm]) -> KeyForm:
        form = self._forms.get(kind)
        if form is None:
            form = self._forms[kind] = make()
            form.left.connect(self._leave_form)
            form.problem.connect(self.show_problem)
            form.hide()
            self._form_panel.body.insertWidget(0, form)
        return form

    def _phrase_form(self, line: WayLine | None) -> KeyForm:
        form = self._form_of(PhraseForm, lambda: PhraseForm(self.desk, self.tasks, self.presenter))
        if isinstance(form, PhraseForm):
            form.of(line)
        return form

    def _key_file_form(self) -> KeyForm:
        return self._form_of(KeyFileForm, lambda: KeyFileForm(self.desk, self.tasks, self.presenter))

    def _coordinators_form(self) -> KeyForm:
        return self._form_of(CoordinatorsForm, lambda: CoordinatorsForm(self.desk, self.presenter))

    def _remove_form(self, line: WayLine) -> KeyForm:
        form = self._form_of(RemoveForm, lambda: RemoveForm(self.desk, self.presenter))
        if isinstance(form, RemoveForm):
            form.of(line)
        return form

    def _part_form(self) -> KeyForm:
        return self._form_of(PartOfOtherForm, lambda: PartOfOtherForm(self.desk, self.presenter))

    @property
    def form(self) -> KeyForm | None:
        """The form that is open."""
        return self._form

    def _show(self, form: KeyForm) -> None:
        if self._form is not None and self._form is not form:
            self._form.forget()
            self._form.hide()
        self._form = form
        self.show_problem("")
        self._form_holder.show()
        self._list.hide()
        self._adding.hide()
        form.show()
        form.allow(True)
        form.begin()
        if self.scroll_area is not None:
            self.scroll_area.verticalScrollBar().setValue(0)

    def _leave_form(self) -> None:
        self._after_confirming = None
        form, self._form = self._form, None
        self._list.show()
        self._adding.show()
        if form is not None:
            form.forget()
            self.add_sheets.setFocus()
            form.hide()
        self._form_holder.hide()
        self.show_problem("")

    # What the presenter shows

    def show_ways(self, lines: Sequence[WayLine]) -> None:
        for old in self.rows:
            self._ways.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = []
        for line in lines:
            self.rows.append(
                WayRow(
                    self.words,
                    line,
                    change=partial(self._start, partial(self._phrase_form, line)) if line.is_phrase else None,
                    remove=partial(self._start, partial(self._remove_form, line)),
                    more=partial(self.desk.go, "recovery") if line.kind == "recovery" else None,
                )
            )
            self._ways.addWidget(self.rows[-1])
        tab_in_order(*(button for way in self.rows for button in way.buttons), *self._offers)

    def show_busy(self, text: str) -> None:
        self.busy.tell(text, "hint")
        if self._form is not None:
            self._form.allow(not text)

    def show_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")

    def show_confirmed(self) -> None:
        go_on, self._after_confirming = self._after_confirming, None
        if go_on is not None:
            go_on()

    def show_done(self, text: str) -> None:
        self._leave_form()
        self.told.tell(text, "done")

    def show_changed(self, text: str) -> None:
        self.show_done(text)
        self.desk.changed.emit("keys")
