"""Days that a body appointed in a case: their list, and a form for one more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.domain.hearings import HEARING_KINDS
from legalaid_desktop.presenters.calendar_days import hearing_strip, hearing_words
from legalaid_desktop.presenters.clock_marking import ClockMarking, read_time
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.clock_strip import ClockStripView
from legalaid_desktop.ui.pieces.date_field import DateField
from legalaid_desktop.ui.pieces.fields import Field, line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import ending, reading, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.sign_buttons import SignButton
from legalaid_desktop.ui.theme import GRID, INSIDE, Type

if TYPE_CHECKING:
    from legalaid_desktop.presenters.case_data import CaseData


class AppointedPart(QWidget):
    """The section of the deadlines tab."""

    def __init__(self, desk: Desk, marking: ClockMarking) -> None:
        super().__init__()
        self.desk, self.words, self._marking = desk, desk.words, marking
        self._data: CaseData | None = None
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.none = said(self.words, "clock.appointed.none", role="hint")
        self.add = SignButton(self.words, desk.theme, "clock.appointed.add", "add", self.open_form, kind="")
        self.form = self._make_form()
        self.form.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID)
        body.addWidget(said(self.words, "clock.appointed", Type.STRONG))
        body.addLayout(self.lines)
        body.addWidget(self.none)
        body.addWidget(self.form)
        body.addWidget(row(self.add, None))

    def _make_form(self) -> QWidget:
        words, theme = self.words, self.desk.theme
        self.kind = Choice(
            words, theme, "clock.appointed.kind", [(one, f"calendar.hearing.{one}") for one in HEARING_KINDS]
        )
        self.day = DateField(words, theme, self.desk.clock, "clock.appointed.day", "clock.mark.day_hint", ahead=True)
        self.time = line_field(words, theme, "clock.appointed.time", "clock.appointed.time_hint")
        self.place = line_field(words, theme, "clock.appointed.place")
        self.place.editor.returnPressed.connect(self._write)
        panel = Panel()
        panel.body.addWidget(
            reading(
                Field(words, theme, self.kind, "clock.appointed.kind"),
                self.day,
                self.time,
                self.place,
                ending(
                    Button(words, "clock.mark.not_now", self._fold),
                    PrimaryButton(words, "clock.appointed.write", self._write),
                ),
                spacing=GRID,
            )
        )
        return panel

    def open_form(self) -> None:
        self.kind.set_key(HEARING_KINDS[0])
        for field in (self.time, self.place):
            field.editor.clear()
            field.tell_problem("")
        self.day.set_value(None)
        self.day.tell_problem("")
        self.form.show()
        self.add.hide()
        self.kind.setFocus()

    def _fold(self) -> None:
        self.form.hide()
        self.add.show()
        self.add.setFocus()

    def _write(self) -> None:
        if self._data is None:
            return
        day = self.day.value.on if self.day.value is not None else None
        typed = self.time.editor.text().strip()
        time = read_time(typed)
        self.day.tell_problem("" if day is not None else self.words.say("clock.appointed.day_needed"))
        self.time.tell_problem("" if time is not None or not typed else self.words.say("clock.appointed.time_unread"))
        if day is None:
            self.day.editor.setFocus()
        elif typed and time is None:
            self.time.editor.setFocus()
        else:
            self._fold()
            self._marking.appoint(self._data.ref, self.kind.key, day, time, self.place.editor.text())

    def show_data(self, data: CaseData) -> None:
        if self._data is not None and self._data.ref != data.ref:
            self.form.hide()
            self.add.show()
        self._data = data
        clear(self.lines)
        words = self.words.wording
        for one in data.hearings:
            if one.day is None:
                continue
            title = hearing_words(one, words)
            gone = Button(
                self.words, "clock.appointed.remove", partial(self._marking.cancel, data.ref, str(one.id)), kind="quiet"
            )
            gone.setAccessibleName(f"{self.words.say('clock.appointed.remove')}: {title}")
            strip = ClockStripView(self.desk.theme, hearing_strip(one, data.today, words))
            line = Panel()
            line.body.addWidget(
                SideBySide((Text(title, Type.STRONG), strip, gone), wide_from=640, shares=(1, 0, 0), spacing=INSIDE)
            )
            line.body.setContentsMargins(INSIDE, GRID, INSIDE, GRID)
            self.lines.addWidget(line)
        self.none.setVisible(not data.hearings)

    def forget(self) -> None:
        self.form.hide()
        self.add.show()
        clear(self.lines)
