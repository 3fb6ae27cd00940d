"""What a person says of a document of the library: title, publisher, date, kind, language, what is dangerous in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.domain.ids import LanguageCode
from legalaid_desktop.domain.library import About, LibraryKind, RiskKind
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.presenters.library_words import LANGUAGES
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.date_field import DateField
from legalaid_desktop.ui.pieces.fields import Field, LineEdit, line_field, text_field
from legalaid_desktop.ui.pieces.labels import said
from legalaid_desktop.ui.pieces.layout import column, row, tab_in_order
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.theme import GRID, INSIDE, Type

_PAIRS_FROM: Final = 480
"""px of the form from which short fields stand in pairs."""
_PUBLISHED: Final = (Precision.DAY, Precision.MONTH, Precision.YEAR)


class AboutForm(QWidget):
    """``changed`` comes with each key. :meth:`about` gives the description, or marks what is wrong with it."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words, theme, clock = desk.words, desk.theme, desk.clock
        self._words, self._clock = words, clock
        self.title: Final = line_field(words, theme, "library_page.form.title")
        self.publisher: Final = line_field(
            words, theme, "library_page.form.publisher", "library_page.form.publisher_hint"
        )
        self.published: Final = DateField(
            words, theme, clock, "library_page.form.published", "library_page.form.published_hint"
        )
        self.retrieved: Final = DateField(
            words, theme, clock, "library_page.form.retrieved", "library_page.form.retrieved_hint"
        )
        kinds = [(kind.value, f"library.kind.{kind.value}") for kind in LibraryKind]
        self.kind: Final = Choice(words, theme, "library_page.form.kind", kinds)
        languages = [("", "library_page.language.none"), *((one, f"library_page.language.{one}") for one in LANGUAGES)]
        self.language: Final = Choice(words, theme, "library_page.form.language", languages)
        self.url: Final = line_field(words, theme, "library_page.form.url", "library_page.form.url_hint")
        self.note: Final = text_field(words, theme, "library_page.form.note", lines=2)
        self.risks: Final = {risk: CheckBox(words, theme, f"library_page.form.risk.{risk.value}") for risk in RiskKind}
        self.reason: Final = line_field(
            words, theme, "library_page.form.risk_reason", "library_page.form.risk_reason_hint"
        )
        # The date of a report, or a page label, is as short as a kind: they stand side by side where there is room.
        kind = Field(words, theme, self.kind, "library_page.form.kind")
        language = Field(words, theme, self.language, "library_page.form.language")
        for choice in (self.kind, self.language):
            choice.setMinimumContentsLength(8)
            choice.picked.connect(lambda _: self.changed.emit())
        parts: tuple[QWidget, ...] = (
            self.title,
            self.publisher,
            SideBySide((kind, language), wide_from=_PAIRS_FROM, shares=(3, 2), spacing=INSIDE),
            SideBySide((self.published, self.retrieved), wide_from=_PAIRS_FROM, spacing=INSIDE),
            column(
                said(words, "library_page.form.risks", Type.STRONG),
                said(words, "library_page.form.risks_hint", Type.HINT, role="hint"),
                *(row(box, None) for box in self.risks.values()),
                spacing=GRID // 2,
            ),
            self.reason,
            self.url,
            self.note,
        )
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(INSIDE)
        for part in parts:
            inside.addWidget(part)
        for field in (self.title, self.publisher, self.url, self.reason):
            field.editor.textEdited.connect(lambda _: self.changed.emit())
        self.published.changed.connect(self.changed)
        self.retrieved.changed.connect(self.changed)
        self.note.editor.textChanged.connect(self.changed)
        for box in self.risks.values():
            box.toggled.connect(self._risk_ticked)
        self.setFocusProxy(self.title.editor)
        tab_in_order(*self.controls)
        self._risk_ticked()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in the order in which it stands there."""
        return (
            self.title.editor, self.publisher.editor, self.kind, self.language, self.published.editor,
            self.retrieved.editor, *self.risks.values(), self.reason.editor, self.url.editor, self.note.editor,
        )  # fmt: skip

    def show_about(self, about: About) -> None:
        """Fill the form; marks of earlier problems go."""
        self._unmark()
        self.title.editor.setText(about.title)
        self.title.editor.setCursorPosition(0)
        self.publisher.editor.setText(about.publisher or "")
        self.published.set_value(about.published)
        day = PartialDate(precision=Precision.DAY, on=about.retrieved_on) if about.retrieved_on is not None else None
        self.retrieved.set_value(day)
        self.kind.set_key(about.kind.value)
        self.language.set_key(about.language or "")
        self.url.editor.setText(about.url or "")
        self.note.editor.setPlainText(about.note or "")
        for risk, box in self.risks.items():
            box.setChecked(risk in about.risks)
        self.reason.editor.setText(about.risk_reason or "")

    def about(self) -> About | None:
        """The description; ``None`` when something is wrong: such fields are marked, and the first has the cursor."""
        self._unmark()
        wrong = self._wrong()
        for field, id in wrong:
            field.tell_problem(self._words.say(id))
        if wrong:
            wrong[0][0].editor.setFocus()
        return self.about_if_right()

    def about_if_right(self) -> About | None:
        """As :meth:`about`, without a word about what is wrong."""
        if self._wrong():
            return None
        retrieved, language = self.retrieved.value, self.language.key
        return About(
            title=self.title.editor.text(),
            kind=LibraryKind(self.kind.key or LibraryKind.OTHER),
            publisher=self.publisher.editor.text().strip() or None,
            published=_plain(self.published.value),
            language=LanguageCode(language) if language else None,
            url=self.url.editor.text().strip() or None,
            retrieved_on=retrieved.on if retrieved is not None else None,
            risks=self._ticked,
            risk_reason=self.reason.editor.text().strip() or None,
            note=self.note.editor.toPlainText().strip() or None,
        )

    @property
    def _ticked(self) -> tuple[RiskKind, ...]:
        return tuple(risk for risk, box in self.risks.items() if box.isChecked())

    def _wrong(self) -> list[tuple[Field[LineEdit], str]]:
        """Fields that cannot stay so, with the wording id of why."""
        published, retrieved = self.published.value, self.retrieved.value
        wrong: list[tuple[Field[LineEdit], str]] = []
        if not self.title.editor.text().strip():
            wrong.append((self.title, "library_page.form.needs_title"))
        if not self.published.understood or (published is not None and published.precision not in _PUBLISHED):
            wrong.append((self.published, "library_page.form.needs_published"))
        if not self.retrieved.understood or (retrieved is not None and retrieved.precision is not Precision.DAY):
            wrong.append((self.retrieved, "library_page.form.needs_day"))
        if self._ticked and not self.reason.editor.text().strip():
            wrong.append((self.reason, "library_page.form.needs_reason"))
        return wrong

    # --- as it was typed, half or whole

    def typed(self) -> dict[str, Any]:
        """Plain values of all fields as they stand, for a lock."""
        return {
            **{name: editor.text() for name, editor in self._lines().items()},
            "kind": self.kind.key,
            "language": self.language.key,
            "note": self.note.editor.toPlainText(),
            "risks": [risk.value for risk in self._ticked],
        }

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Put back what :meth:`typed` gave."""
        for name, editor in self._lines().items():
            editor.setText(str(typed.get(name, "")))
        self.kind.set_key(str(typed.get("kind", "")))
        self.language.set_key(str(typed.get("language", "")))
        self.note.editor.setPlainText(str(typed.get("note", "")))
        for risk, box in self.risks.items():
            box.setChecked(risk.value in typed.get("risks", ()))

    def _lines(self) -> dict[str, LineEdit]:
        return {
            "title": self.title.editor, "publisher": self.publisher.editor, "published": self.published.editor,
            "retrieved": self.retrieved.editor, "url": self.url.editor, "reason": self.reason.editor,
        }  # fmt: skip

    def cursor_place(self) -> tuple[str, int]:
        """The field that is typed into and the place in it; an empty name when none is."""
        for name, editor in self._lines().items():
            if editor.hasFocus():
                return name, editor.cursorPosition()
        if self.note.editor.hasFocus():
            return "note", self.note.editor.textCursor().position()
        return "", 0

    def put_cursor(self, name: str, at: int) -> bool:
        """Put the cursor where :meth:`cursor_place` said it was; whether there is such a field."""
        if name == "note":
            cursor = self.note.editor.textCursor()
            cursor.setPosition(min(at, len(self.note.editor.toPlainText())))
            self.note.editor.setTextCursor(cursor)
            self.note.editor.setFocus()
            return True
        editor = self._lines().get(name)
        if editor is not None:
            editor.setFocus()
            editor.setCursorPosition(at)
        return editor is not None

    def _unmark(self) -> None:
        for field in (self.title, self.reason, self.published, self.retrieved):
            field.tell_problem("")

    def _risk_ticked(self) -> None:
        """A danger is said together with why: without the reason nobody could judge it later."""
        self.reason.setVisible(any(box.isChecked() for box in self.risks.values()))
        self.changed.emit()


def _plain(date: PartialDate | None) -> PartialDate | None:
    """Only what a publication has of a date: a day, a month or a year."""
    if date is None:
        return None
    if date.precision is Precision.DAY:
        return PartialDate(precision=Precision.DAY, on=date.on)
    return PartialDate(precision=date.precision, year=date.year, month=date.month)
