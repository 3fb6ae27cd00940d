"""One editor for each kind of field. An editor reports what a person changed, never what the program set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.host.clock import MINSK, Clock
from legalaid_desktop.presenters.forms.options import Options
from legalaid_desktop.presenters.forms.spec import FieldSpec, Kind, tidy
from legalaid_desktop.ui.forms.many_choice import ManyChoice
from legalaid_desktop.ui.pieces.date_field import DateField
from legalaid_desktop.ui.pieces.fields import Field, LineEdit, NoValue, TextEdit
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.theme import READING, Theme
from legalaid_desktop.ui.words import Words

_TRUTHS: Final = (("yes", True), ("no", False))


@dataclass(frozen=True)
class Surround:
    """What editors of one form share. ``report(path, value)``, ``raw(path, text)``, ``answer(label, answer)``."""

    words: Words
    theme: Theme
    clock: Clock
    form: str
    options: Mapping[str, Options]
    report: Callable[[str, Any], None]
    raw: Callable[[str, str], None]
    answer: Callable[[str, str], None]

    def label(self, spec: FieldSpec) -> str:
        return f"form.{self.form}.{spec.name.replace('.', '_')}"

    def hint(self, spec: FieldSpec) -> str:
        return f"form.hint.{spec.hint}" if spec.hint else ""


class Editor:
    """The base: ``widget`` stands on the form, :meth:`put` shows a value of the record."""

    def __init__(self, spec: FieldSpec, around: Surround) -> None:
        self.spec: Final = spec
        self.around: Final = around
        self._setting = False
        self.widget: QWidget = self.build()

    def build(self) -> QWidget:
        raise TypeError("an editor is of one kind")

    def show(self, value: Any) -> None:
        raise TypeError("an editor is of one kind")

    def put(self, value: Any) -> None:
        self._setting = True
        try:
            self.show(value)
        finally:
            self._setting = False

    def put_raw(self, text: str) -> None:
        """Show text that no value stands for yet."""

    def tell(self, value: Any) -> None:
        if not self._setting:
            self.around.report(self.spec.name, value)

    def with_answers(self, field: Field[Any]) -> Field[Any]:
        """F4 answers go into the record's own note, in words."""
        words, label = self.around.words, self.around.label(self.spec)

        def said(value: NoValue | None) -> None:
            if not self._setting:
                self.around.answer(words.say(label), "" if value is None else words.say(f"field.{value.value}"))

        field.no_value_changed.connect(said)
        return field


class LineEditor(Editor):
    field: Field[LineEdit]

    def build(self) -> QWidget:
        a, s = self.around, self.spec
        self.field = Field(a.words, a.theme, LineEdit(), a.label(s), a.hint(s), unknowns=s.unknowns)
        self.field.editor.textEdited.connect(self._typed)
        return self.with_answers(self.field)

    def _typed(self, text: str) -> None:
        self.tell(tidy(text))

    def show(self, value: Any) -> None:
        self.field.editor.setText("" if value is None else str(value))
        self.field.editor.setCursorPosition(0)


class NumberEditor(LineEditor):
    def _typed(self, text: str) -> None:
        number = text.strip()
        if number.isdecimal() and int(number) <= 100_000:
            self.field.tell_problem("")
            self.tell(int(number))
        else:
            self.field.tell_problem(self.around.words.say("form.number_needed") if number else "")
            self.tell(None)
        self.around.raw(self.spec.name, number if number and not number.isdecimal() else "")

    def put_raw(self, text: str) -> None:
        self.field.editor.setText(text)
        self.field.tell_problem(self.around.words.say("form.number_needed"))


class TextEditor(Editor):
    field: Field[TextEdit]

    def build(self) -> QWidget:
        a, s = self.around, self.spec
        self.field = Field(a.words, a.theme, TextEdit(lines=s.lines), a.label(s), a.hint(s), unknowns=s.unknowns)
        self.field.editor.textChanged.connect(self._typed)
        return self.with_answers(self.field)

    def _typed(self) -> None:
        text = self.field.editor.toPlainText()
        self.tell(text if text.strip() else None)

    def show(self, value: Any) -> None:
        self.field.editor.setPlainText(value or "")


class LinesEditor(TextEditor):
    def _typed(self) -> None:
        lines = tuple(line.strip() for line in self.field.editor.toPlainText().split("\n") if line.strip())
        self.tell(lines or None)

    def show(self, value: Any) -> None:
        self.field.editor.setPlainText("\n".join(value or ()))


class ChoiceEditor(Editor):
    field: Field[Choice]

    def build(self) -> QWidget:
        a, s = self.around, self.spec
        choice = Choice(a.words, a.theme, a.label(s))
        choice.setMinimumContentsLength(8)
        choice.offer((("", a.words.say("choice.none")), *a.options.get(s.source, ())))
        choice.picked.connect(self._picked)
        choice.set_key("")
        self.field = Field(a.words, a.theme, choice, a.label(s), a.hint(s))
        return self.field

    def _picked(self, key: str) -> None:
        self.tell((self.spec.enum(key) if self.spec.enum is not None else key) if key else None)

    def show(self, value: Any) -> None:
        key = "" if value is None else str(getattr(value, "value", value))
        choice = self.field.editor
        if choice.findData(key) < 0:  # a code of a newer law pack, or of the office's own
            choice.addItem(key, key)
        choice.set_key(key)


class TruthEditor(ChoiceEditor):
    def build(self) -> QWidget:
        a, s = self.around, self.spec
        choice = Choice(a.words, a.theme, a.label(s))
        choice.setMinimumContentsLength(8)
        choice.offer([(key, a.words.say(f"choice.truth.{key or 'unknown'}")) for key in ("", "yes", "no")])
        choice.picked.connect(self._picked)
        self.field = Field(a.words, a.theme, choice, a.label(s), a.hint(s))
        return self.field

    def _picked(self, key: str) -> None:
        self.tell(dict(_TRUTHS).get(key))

    def show(self, value: Any) -> None:
        self.field.editor.set_key({True: "yes", False: "no"}.get(value, ""))


class WhenEditor(Editor):
    """A partial date. F4 stands for "nobody knows": a value of its own, and the reason in the note."""

    field: DateField

    def build(self) -> QWidget:
        a, s = self.around, self.spec
        hint = a.hint(s) or "field.date_hint"
        self.field = DateField(a.words, a.theme, a.clock, a.label(s), hint, unknowns=s.unknowns)
        self.field.changed.connect(self._typed)
        self.field.no_value_changed.connect(self._unknown)
        return self.with_answers(self.field)

    def _unknown(self, value: NoValue | None) -> None:
        if value is not None:
            self.tell(PartialDate(precision=Precision.UNKNOWN))
        elif self.field.value is None:
            self.tell(None)

    def _typed(self) -> None:
        if self._setting:
            return
        self.around.raw(self.spec.name, "" if self.field.understood else self.field.editor.text())
        self.tell(self.value())

    def value(self) -> Any:
        return self.field.value

    def show(self, value: Any) -> None:
        if isinstance(value, datetime):
            value = value.astimezone(MINSK).date() if value.tzinfo else value.date()
        if isinstance(value, date):
            value = PartialDate(precision=Precision.DAY, on=value)
        self.field.set_value(value)

    def put_raw(self, text: str) -> None:
        self._setting = True
        self.field.editor.setText(text)
        self._setting = False


class DayEditor(WhenEditor):
    """A whole day: a law period cannot start on "March"."""

    def _typed(self) -> None:
        if self._setting:
            return
        whole = self.value() is not None or not self.field.editor.text().strip()
        self.around.raw(self.spec.name, "" if whole else self.field.editor.text())
        if not whole and self.field.understood:
            self.field.tell(self.around.words.say("form.day_needed"), "unchecked")
        self.tell(self.value())

    def value(self) -> Any:
        found = self.field.value
        return found.on if found is not None and found.precision is Precision.DAY else None


class ManyEditor(Editor):
    field: Field[ManyChoice]

    def build(self) -> QWidget:
        a, s = self.around, self.spec
        many = ManyChoice(a.words, a.theme, a.label(s), a.options.get(s.source, ()))
        many.changed.connect(lambda: self.tell(many.keys or None))
        self.field = Field(a.words, a.theme, many, a.label(s), a.hint(s))
        self.field.setMaximumWidth(READING)
        return self.field

    def show(self, value: Any) -> None:
        self.field.editor.put(tuple(str(one) for one in value or ()))


EDITORS: Final[Mapping[Kind, type[Editor]]] = {
    Kind.LINE: LineEditor,
    Kind.TEXT: TextEditor,
    Kind.NUMBER: NumberEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.TRUTH: TruthEditor,
    Kind.WHEN: WhenEditor,
    Kind.DAY: DayEditor,
    Kind.MANY: ManyEditor,
    Kind.LINES: LinesEditor,
}
