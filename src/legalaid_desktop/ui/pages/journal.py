"""The last hour's changes and the way back; the journal, its mark, and how long it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QTimer

from legalaid_desktop.presenters.journal import KEEP, JournalPresenter, LastHour, OldLine, Plan
from legalaid_desktop.presenters.journal_mark import JournalState
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.fields import Field, line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, rule, said
from legalaid_desktop.ui.pieces.layout import column, ending, reading, remarks, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.theme import GRID, Type

_FEW: Final = 12
"""Lines of a plan that are named; the others are counted."""


class JournalPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self.presenter: Final = JournalPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self._state: JournalState | None = None
        self.header = PageHeader(words, "undo.title", "undo.sentence")
        self.body.addWidget(self.header)
        self.problem: Final = Text("", role="harm")
        self.problem.hide()
        self.body.addWidget(remarks(self.problem))
        self._hour = self._hour_part()
        self._keeping = column(reading(self._mark_panel()), reading(self._keep_panel()), spacing=2 * GRID)
        for part in (self._hour, self._keeping, self._journal_part()):
            self.body.addWidget(part)
        self.body.addStretch(1)
        words.changed.connect(self._say_again)
        desk.changed.connect(lambda _: self.presenter.refresh() if self.isVisible() else None)

    def _hour_part(self) -> Any:
        words, theme = self.words, self.desk.theme
        self.steps = RowList(words, theme, "undo.last_hour")
        self.steps.fit_to_rows()
        self.steps.chosen.connect(self.presenter.choose)
        self.choose_hint = said(words, "undo.choose", Type.HINT, role="hint")
        self.none = said(words, "undo.none", role="hint")
        self.none.hide()
        self.limit = Text("", Type.HINT, role="hint")
        self.limit.hide()
        self.plan = Panel(said(words, "undo.plan_title", Type.STRONG))
        self.plan_sentence = Text("")
        self.plan_lines = Text("", Type.HINT, role="hint")
        self.plan_stays = Text("", role="unchecked")
        self.plan_safe = said(words, "undo.plan_safe", Type.HINT, role="hint")
        self.go_button = PrimaryButton(words, "undo.go", self.presenter.go_back)
        self.not_now = Button(words, "undo.not_now", self._leave_it)
        for part in (
            self.plan_sentence,
            self.plan_lines,
            self.plan_stays,
            self.plan_safe,
            ending(self.not_now, self.go_button),
        ):
            self.plan.body.addWidget(part)
        self.plan.hide()
        return column(
            said(words, "undo.last_hour", Type.STRONG),
            self.choose_hint,
            self.none,
            self.steps,
            self.limit,
            reading(self.plan),
            said(words, "undo.never", Type.HINT, role="hint"),
            spacing=GRID,
        )

    def _journal_part(self) -> Any:
        words, theme = self.words, self.desk.theme
        self.lines = RowList(words, theme, "undo.journal")
        self.lines.fit_to_rows()
        self.lines.chosen.connect(self._open_case)
        self.lines_empty = said(words, "undo.journal_empty", role="hint")
        self.lines_empty.hide()
        self.more_button = Button(words, "undo.more", self.presenter.more)
        self.more_button.hide()
        self.all_button = Button(words, "undo.all", lambda: self.desk.go("journal"), kind="quiet")
        self.all_button.hide()
        return column(
            said(words, "undo.journal", Type.STRONG),
            said(words, "undo.journal_hint", Type.HINT, role="hint"),
            row(self.all_button, None),
            self.lines_empty,
            self.lines,
            row(self.more_button, None),
            spacing=GRID,
        )

    def _mark_panel(self) -> Panel:
        words = self.words
        panel = Panel(said(words, "mark.title", Type.STRONG))
        self.mark = Text("", Type.STRONG)
        self.told = Text("")
        self.alarm = Text("", role="harm")
        self.alarm.hide()
        self.noted = line_field(words, self.desk.theme, "mark.noted", "mark.noted_hint")
        self.noted.editor.returnPressed.connect(self._compare)
        self.compare_button = Button(words, "mark.compare", self._compare)
        for part in (
            self.mark,
            said(words, "mark.hint", Type.HINT, role="hint"),
            self.alarm,
            self.told,
            rule(),
            self.noted,
            ending(self.compare_button),
        ):
            panel.body.addWidget(part)
        return panel

    def _keep_panel(self) -> Panel:
        words, theme = self.words, self.desk.theme
        panel = Panel()
        self.keep = Choice(words, theme, "journal.keep_title", [(keep, f"journal.keep.{keep}") for keep in KEEP])
        self.keep.picked.connect(self._picked)
        self.keep_hint = Text("", Type.HINT, role="hint")
        self.keep_goes = said(words, "journal.keep_goes", role="unchecked")
        self.keep_button = Button(words, "journal.keep_now", self._keep_so)
        self.clock = Text("", role="unchecked")
        self.clock.hide()
        self._keep_ending = ending(self.keep_button)
        self._wanted = ""
        for part in (
            Field(words, theme, self.keep, "journal.keep_title"),
            self.keep_hint,
            self.keep_goes,
            self._keep_ending,
            self.clock,
        ):
            panel.body.addWidget(part)
        return panel

    # The page

    def arrive(self, ref: str = "", **params: Any) -> None:
        self.header.call(
            self.words.say("undo.title_case", case=ref) if ref else self.words.say("undo.title"),
            self.words.say("undo.sentence"),
        )
        self._hour.setVisible(not ref)
        self._keeping.setVisible(not ref)
        self.all_button.setVisible(bool(ref))
        self._wanted = ""
        self.presenter.load(ref)
        (self.lines if ref else self.steps).setFocus()

    def leave(self) -> None:
        self.noted.editor.clear()
        super().leave()

    def where(self) -> Mapping[str, Any] | None:
        return {"ref": self.presenter.ref} if self.presenter.ref else {}

    def escape(self) -> bool:
        if self.plan.isVisibleTo(self):
            self._leave_it()
            return True
        return False

    def _say_again(self) -> None:
        if self.isVisible():
            self.arrive(ref=self.presenter.ref)

    # What a person does

    def _leave_it(self) -> None:
        self.presenter.choose("")
        self.steps.setFocus()

    def _open_case(self, key: str) -> None:
        case = self._cases.get(key, "")
        if case:
            self.desk.go("case", ref=case)

    def _compare(self) -> None:
        self.presenter.compare(self.noted.editor.text())

    def _picked(self, keep: str) -> None:
        self._wanted = keep
        self._show_keep()

    def _keep_so(self) -> None:
        if self._wanted:
            self.presenter.set_keep(self._wanted)
            self._wanted = ""

    # What the presenter shows

    def show_last_hour(self, hour: LastHour) -> None:
        self.steps.put([Row(key=one.key, title=f"{one.moment}  {one.title}", second=one.second) for one in hour.steps])
        self.steps.setVisible(bool(hour.steps))
        self.choose_hint.setVisible(bool(hour.steps))
        self.none.setVisible(not hour.steps and not hour.limit)
        self.limit.tell(hour.limit, "hint")

    def show_plan(self, plan: Plan | None) -> None:
        self.plan.setVisible(plan is not None)
        if plan is None:
            return
        self.plan_sentence.setText(plan.sentence)
        named = list(plan.lines[:_FEW])
        if len(plan.lines) > _FEW:
            named.append(self.words.say("undo.plan_more", n=len(plan.lines) - _FEW))
        self.plan_lines.setText("\n".join(named))
        stays = "\n".join((self.words.say("undo.plan_stays") + ":", *plan.stays)) if plan.stays else ""
        self.plan_stays.tell(stays, "unchecked")
        for part in (self.go_button, self.plan_safe):
            part.setVisible(bool(plan.lines))
        (self.go_button if plan.lines else self.not_now).setFocus()
        QTimer.singleShot(0, self, self._show_button)  # the layout gives the panel its room first

    def _show_button(self) -> None:
        if self.scroll_area is not None:
            self.scroll_area.ensureWidgetVisible(self.not_now)

    _cases: Mapping[str, str] = {}

    def show_lines(self, lines: Sequence[OldLine], *, first: bool, more: bool) -> None:
        rows = [Row(key=one.key, title=one.title, second=one.second) for one in lines]
        cases = {one.key: one.case for one in lines if one.case}
        if first:
            self.lines.put(rows)
            self._cases = cases
        else:
            self.lines.add(rows)
            self._cases = {**self._cases, **cases}
        self.lines.setVisible(bool(self.lines.rows))
        self.lines_empty.setVisible(not self.lines.rows)
        self.more_button.setVisible(more)

    def show_state(self, state: JournalState) -> None:
        self._state = state
        self.mark.setText(state.mark)
        self.alarm.tell("\n".join(one.text for one in state.agreements if one.good is False), "harm")
        self.told.tell("\n".join(one.text for one in state.agreements if one.good is not False))
        self.clock.tell(state.clock, "unchecked")
        self._show_keep()

    def _show_keep(self) -> None:
        if self._state is None:
            return
        shown = self._wanted or self._state.keep
        self.keep.set_key(shown)
        self.keep.setEnabled(self._state.can_change)
        self.keep_hint.setText(self.words.say(f"journal.keep_hint.{shown}"))
        asks = shown != self._state.keep
        self.keep_goes.setVisible(asks and shown != "all")
        self._keep_ending.setVisible(asks)

    def show_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")

    def say_done(self, text: str, undo: Callable[[], None] | None) -> None:
        self.desk.toast(text, undo)

    def tell_changed(self, kind: str) -> None:
        self.desk.changed.emit(kind)
