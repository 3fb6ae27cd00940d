"""One clock in full, under the list of clocks: its days, its words, and what a person says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.domain.clock_marks import MarkState
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.presenters.clock_marking import CHOICES, GIVES_A_LAST_DAY, ClockMarking, Typed, mark_problem
from legalaid_desktop.presenters.clock_words import ClockWords, MarkWords
from legalaid_desktop.presenters.starting_sets import paper_of
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import CaseHost, clear
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.clock_strip import ClockStripView
from legalaid_desktop.ui.pieces.date_field import DateField
from legalaid_desktop.ui.pieces.day_strip import DayStrip, StripDay
from legalaid_desktop.ui.pieces.fields import Field, line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text
from legalaid_desktop.ui.pieces.layout import column, ending, reading, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.theme import GRID, INSIDE, Type

if TYPE_CHECKING:
    from legalaid_desktop.presenters.case_data import CaseData

_RESTORE = "C3"
"""The paper that asks for a missed period to be given back."""


class ClockPanel(Panel):
    """``marking`` writes what is said; ``closed`` folds the panel."""

    def __init__(self, desk: Desk, page: CaseHost, marking: ClockMarking, closed: Callable[[], None]) -> None:
        super().__init__()
        self.desk, self.words, self.page = desk, desk.words, page
        self._marking, self._closed = marking, closed
        self.head, self.inside = QVBoxLayout(), QVBoxLayout()
        for part in (self.head, self.inside):
            part.setSpacing(INSIDE)
        self._data: CaseData | None = None
        self._row: DeadlineRow | None = None
        self.first: QWidget | None = None
        """Where the cursor goes when the panel opens."""
        self.strip: DayStrip | None = None
        self.form = self._make_form()
        self.form.hide()
        self.body.addLayout(self.head)
        self.body.addWidget(self.form)
        self.body.addLayout(self.inside)

    # The form of a mark: made once, kept over refreshes, so that no typed word is lost

    def _make_form(self) -> QWidget:
        words, theme = self.words, self.desk.theme
        self.choice = Choice(words, theme, "clock.mark.what", [(one.value, f"clock.mark.{one}") for one in CHOICES])
        self.choice.picked.connect(lambda _: self._tell_hint())
        self.day = DateField(words, theme, self.desk.clock, "clock.mark.day", "clock.mark.day_hint")
        self.reason = line_field(words, theme, "clock.mark.reason", "clock.mark.reason_hint")
        self.reason.editor.returnPressed.connect(self._write)
        self.hint = Text("", Type.HINT, role="hint")
        self.write = PrimaryButton(words, "clock.mark.write", self._write)
        self.not_now = Button(words, "clock.mark.not_now", self._fold_form)
        return reading(
            Field(words, theme, self.choice, "clock.mark.what"),
            self.hint,
            self.day,
            self.reason,
            ending(self.not_now, self.write),
            spacing=GRID,
        )

    def open_form(self, state: MarkState = MarkState.EXTENDED) -> None:
        """Ask for a mark."""
        self.choice.set_key(state.value)
        self.day.set_value(None)
        self.reason.editor.clear()
        self._tell_hint()
        self.form.show()
        self.choice.setFocus()

    def _fold_form(self) -> None:
        self.form.hide()
        if self.first is not None:
            self.first.setFocus()

    def _tell_hint(self) -> None:
        self.day.tell_problem("")
        self.reason.tell_problem("")
        self.day.look_ahead(self.choice.key in GIVES_A_LAST_DAY)
        self.hint.setText(self.words.say(f"clock.mark.hint.{self.choice.key}"))

    def _write(self) -> None:
        row_, data = self._row, self._data
        if row_ is None or data is None:
            return
        typed = Typed(
            state=MarkState(self.choice.key),
            day=self.day.value,
            unread=not self.day.understood,
            reason=self.reason.editor.text(),
        )
        field, problem = mark_problem(typed)
        for name, editor in (("day", self.day), ("reason", self.reason)):
            editor.tell_problem(self.words.say(problem) if name == field else "")
        if problem:
            (self.day.editor if field == "day" else self.reason.editor).setFocus()
            return
        self.form.hide()
        self._marking.mark(data.ref, row_, typed, data.today)

    # What is shown

    def show_clock(self, row_: DeadlineRow, said: ClockWords, data: CaseData) -> None:
        if self._row is not None and self._row.id != row_.id:
            self.form.hide()
        self._row, self._data = row_, data
        for part in (self.head, self.inside):
            clear(part)
        self.strip = None
        strip = ClockStripView(self.desk.theme, said.strip)
        self.head.addWidget(
            SideBySide((Text(said.title, Type.STRONG), strip), wide_from=560, shares=(1, 0), spacing=GRID)
        )
        acts = self._acts(row_, said)
        self.head.addWidget(acts)
        acts.show()
        if said.lost:
            self.inside.addWidget(self._what_is_open())
        if said.marks:
            self.inside.addWidget(self._marks(said.marks))
        if said.days:
            self.inside.addWidget(self._days(said))
        parts = (("clock.how", said.lines), ("clock.changes", said.changes), ("clock.rests_on", said.rests_on))
        for title, lines in parts:
            if lines:
                self.inside.addWidget(self._lines(title, lines))

    def _acts(self, row_: DeadlineRow, said: ClockWords) -> QWidget:
        words, presenter = self.words, self.page.presenter
        key = str(row_.id)
        steps: list[QWidget] = []
        quiet: list[QWidget] = []
        paper = self._paper(paper_of(str(row_.rule)))
        if said.open:
            if paper:
                steps.append(Button(words, "case.to_paper", partial(self._begin, paper)))
            filed = "case.mark_filed" if row_.kind == "client_act" else "clock.mark_settled"
            steps.append(Button(words, filed, partial(presenter.mark, key, "done")))
            quiet.append(Button(words, "case.mark_missed", partial(presenter.mark, key, "missed"), kind="quiet"))
        else:
            steps.append(Button(words, "case.mark_open", partial(presenter.mark, key, None)))
        quiet.append(Button(words, "clock.mark.open", self.open_form, kind="quiet"))
        fold = Button(words, "case.close_counted", self._closed, kind="quiet")
        self.first = steps[0]
        return SideBySide((row(*steps, None), row(*quiet, None, fold)), wide_from=660, shares=(0, 1), spacing=GRID // 2)

    def _what_is_open(self) -> QWidget:
        """Missed: the period can be asked back, and other ways may be open."""
        words = self.words
        buttons: list[QWidget] = []
        if self._paper(_RESTORE):
            buttons.append(Button(words, "clock.lost.restore", partial(self._begin, _RESTORE)))
        buttons.append(Button(words, "clock.lost.ways", lambda: self.page.show_tab("remedies"), kind="quiet"))
        return column(reading(Text(words.say("clock.lost"), role="harm")), row(*buttons, None), spacing=GRID // 2)

    def _marks(self, marks: Sequence[MarkWords]) -> QWidget:
        lines: list[QWidget] = [Text(self.words.say("clock.marks"), Type.STRONG)]
        for one in marks:
            back = Button(self.words, "clock.mark.take_back", partial(self._take_back, one.state), kind="quiet")
            back.setAccessibleName(f"{self.words.say('clock.mark.take_back')}: {one.text}")
            lines.append(SideBySide((Text(one.text), back), wide_from=480, shares=(1, 0), spacing=GRID))
        return reading(*lines, spacing=GRID // 2)

    def _take_back(self, state: str) -> None:
        if self._row is not None and self._data is not None:
            self._marking.unmark(self._data.ref, self._row, state, self._data.today)

    def _days(self, said: ClockWords) -> QWidget:
        days = [
            StripDay(
                date=day.date,
                weekday=day.weekday,
                number=day.number,
                why=day.why,
                last=day.last,
                off=day.off,
                spoken=day.spoken,
            )
            for day in said.days
        ]
        strip = self.strip = DayStrip(self.desk.theme, days, self.words.say("case.day_strip"))
        told = Text(strip.day.spoken if strip.day is not None else "", role="hint")
        strip.current_changed.connect(lambda number: told.setText(days[number].spoken))
        return column(
            Text(self.words.say("case.day_strip"), Type.STRONG),
            Text(self.words.say("clock.strip_hint"), Type.HINT, role="hint"),
            strip,
            told,
            spacing=GRID // 2,
        )

    def _lines(self, title: str, lines: Sequence[str]) -> QWidget:
        head = Text(self.words.say(title), Type.STRONG)
        return reading(head, *(Text(line) for line in lines), spacing=GRID // 2)

    def _paper(self, wanted: str) -> str:
        """A paper that the program can make; empty for one that it cannot."""
        data = self._data
        return wanted if data is not None and any(one.id == wanted for one in data.papers) else ""

    def _begin(self, paper: str) -> None:
        self.desk.go("draft", ref=self.page.presenter.ref, document=paper)
