"""Records inside a record: citizenships, papers, reasons. «Есть ли ещё?» stands after each."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from legalaid_desktop.domain.facts import DecisionReason
from legalaid_desktop.presenters.forms.spec import FormSpec, write_path
from legalaid_desktop.ui.forms.editors import EDITORS, Editor, Surround
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Panel, said
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.sign_buttons import SignButton
from legalaid_desktop.ui.theme import GRID, INSIDE, READING, Type


class PartsEditor(Editor):
    """Reports the whole tuple after each change inside."""

    def build(self) -> QWidget:
        words = self.around.words
        assert self.spec.parts is not None
        self.form: FormSpec = self.spec.parts
        self.items: list[Any] = []
        self.holder = QWidget()
        self.holder.setMaximumWidth(READING)
        column = QVBoxLayout(self.holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(said(words, self.around.label(self.spec), Type.STRONG))
        if self.spec.hint:
            column.addWidget(said(words, self.around.hint(self.spec), Type.HINT, role="hint"))
        self.panels = QVBoxLayout()
        self.panels.setSpacing(GRID)
        column.addLayout(self.panels)
        self.add_button = SignButton(words, self.around.theme, f"form.{self.form.key}.add", "add", self._add)
        column.addWidget(row(self.add_button, None))
        return self.holder

    def show(self, value: Any) -> None:
        self.items = list(value or ())
        while (item := self.panels.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number in range(len(self.items)):
            self._panel(number)

    def _panel(self, number: int) -> dict[str, Editor]:
        panel = Panel()
        inside = Surround(
            words=self.around.words,
            theme=self.around.theme,
            clock=self.around.clock,
            form=self.form.key,
            options=self.around.options,
            report=partial(self._report, number),
            raw=lambda path, text: self.around.raw(f"{self.spec.name}.{number}.{path}", text),
            answer=self.around.answer,
        )
        editors = lay_out(self.form, inside, panel.body)
        for editor in editors.values():
            editor.put(getattr(self.items[number], editor.spec.name))
        remove = Button(self.around.words, f"form.{self.form.key}.remove", partial(self._remove, number), kind="quiet")
        panel.body.addWidget(row(None, remove))
        self.panels.addWidget(panel)
        return editors

    def _report(self, number: int, path: str, value: Any) -> None:
        self.items[number] = write_path(self.items[number], path, value)
        self.tell(tuple(self.items))

    def _add(self) -> None:
        item = self.form.record()
        if isinstance(item, DecisionReason):
            numbers = [one.n for one in self.items if one.n is not None]
            item = DecisionReason(n=max(numbers, default=0) + 1)
        self.items.append(item)
        editors = self._panel(len(self.items) - 1)
        next(iter(editors.values())).widget.setFocus()

    def _remove(self, number: int) -> None:
        del self.items[number]
        self.show(self.items)
        self.tell(tuple(self.items) or None)
        self.add_button.setFocus()


def lay_out(form: FormSpec, around: Surround, into: QVBoxLayout) -> dict[str, Editor]:
    """The editors of a small form, two side by side where its group is narrow."""
    made: dict[str, Editor] = {}
    for group in form.groups:
        grid = QGridLayout()
        grid.setHorizontalSpacing(INSIDE)
        grid.setVerticalSpacing(GRID)
        columns = 2 if group.narrow else 1
        for number, spec in enumerate(group.fields):
            editor = made[spec.name] = EDITORS[spec.kind](spec, around)
            grid.addWidget(editor.widget, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        into.addLayout(grid)
    return made
