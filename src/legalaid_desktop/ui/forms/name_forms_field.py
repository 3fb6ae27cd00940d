"""The six forms of a name, in Russian and in Belarusian: the rules propose, a person confirms or corrects."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from legalaid_desktop.domain.person import NameSet, Sex
from legalaid_desktop.grammar.names import name_forms
from legalaid_desktop.presenters.forms.spec import tidy
from legalaid_desktop.ui.forms.editors import Editor
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import LineEdit
from legalaid_desktop.ui.pieces.labels import Text, said, set_role
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.theme import GRID, READING, Type

_CASES: Final = ("nom", "gen", "dat", "acc", "ins", "prep")


class NameFormsEditor(Editor):
    """Reports a whole ``NameSet``: the other name fields of the form share it, so it is handed to :meth:`refresh`."""

    lines: dict[str, LineEdit]

    def build(self) -> QWidget:
        words = self.around.words
        self.names = NameSet()
        self.sex: Sex | None = None
        self._shown = "ru"
        holder = QWidget()
        holder.setMaximumWidth(READING)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(said(words, "form.hint.name_forms", Type.HINT, role="hint"))
        offered = [("ru", "form.forms_of.russian"), ("be", "form.forms_of.belarusian")]
        self.tongue = Choice(words, self.around.theme, "form.forms_language", offered)
        self.tongue.picked.connect(lambda _: self.refresh(self.names, self.sex))
        column.addWidget(row(self.tongue, None))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        self.lines, self.marks = {}, {}
        for number, case in enumerate(_CASES):
            label = said(words, f"form.case.{case}", Type.HINT, wraps=False)
            line = LineEdit()
            label.setBuddy(line)
            line.setAccessibleName(words.say(f"form.case.{case}"))
            line.textEdited.connect(partial(self._typed, case))
            mark = Text("", Type.HINT, role="hint", wraps=False)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(line, number, 1)
            grid.addWidget(mark, number, 2)
            self.lines[case], self.marks[case] = line, mark
        column.addLayout(grid)
        self.confirm = Button(words, "form.confirm_forms", self._confirm)
        column.addWidget(row(self.confirm, None))
        holder.setFocusProxy(self.lines["nom"])
        return holder

    def show(self, value: Any) -> None:
        names = value if isinstance(value, NameSet) else NameSet()
        # Where the Russian forms are settled and the Belarusian ones are not, those are what is left to do.
        settled = name_forms(names, self.sex, "ru").all_confirmed
        self.tongue.set_key(
            "be" if settled and names.be_nom and not name_forms(names, self.sex, "be").all_confirmed else "ru"
        )
        self.refresh(names, self.sex)

    def refresh(self, names: NameSet, sex: Sex | None) -> None:
        """Propose anew after the name or the sex changed; a line that is being typed stays."""
        self.names, self.sex = names, sex
        tongue = self.tongue.key or "ru"
        forms = name_forms(names, sex, tongue)
        open_ones = 0
        for case in _CASES:
            form = forms.get(case)
            stored = getattr(names, f"{tongue}_{case}") or ""
            line, mark = self.lines[case], self.marks[case]
            if (not line.hasFocus() or tongue != self._shown) and line.text() != stored:
                line.setText(stored)
            line.setPlaceholderText(form.text if form is not None and not stored else "")
            if stored:
                state, role = "confirmed", "done"
            elif form is not None:
                state, role = "proposed", "unchecked"
                open_ones += 1
            else:
                state, role = "unknown", "hint"
            set_role(mark, role)
            mark.setText(self.around.words.say(f"form.form_{state}"))
            line.setAccessibleDescription(mark.text())
        self._shown = tongue
        self.confirm.setEnabled(open_ones > 0)

    def _typed(self, case: str, text: str) -> None:
        self._report({f"{self._shown}_{case}": tidy(text)})

    def _confirm(self) -> None:
        """Take every proposal as confirmed."""
        forms = name_forms(self.names, self.sex, self._shown)
        given = {f"{self._shown}_{case}": form.text for case in _CASES if (form := forms.get(case)) is not None}
        self._report(given)

    def _report(self, values: dict[str, Any]) -> None:
        self.names = dataclasses.replace(self.names, **values)
        for name, value in values.items():
            self.around.report(f"names.{name}", value)
