"""The life of a paper: its state with the steps that are possible, what would change, and its versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from legalaid_desktop.domain.draft import FILING_WAYS, ROLES, DraftState, Filing
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.presenters.draft_life import ChangeLine, LifeLook, LifePresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pages.draft_pane import DraftHost, DraftPane
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.date_field import DateField
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, rule, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.marked_text import MarkedText
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.theme import GRID, Type

_BACK = {
    (DraftState.FILED, DraftState.APPROVED): "draft.life.not_filed",
    (DraftState.APPROVED, DraftState.IN_REVIEW): "draft.life.withdraw",
}
_HALF = ("by", "on", "how", "receipt", "reason")
"""What the form of filing holds before anybody is told."""
_SETTLED = 40
"""Milliseconds in which a column that has grown is laid out anew."""
_AT_MOST = 800
"""Milliseconds until the form of filing is kept in the vault as it stands."""


class LifePane(DraftPane):
    def __init__(self, desk: Desk, page: DraftHost, presenter: LifePresenter) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self.presenter = presenter
        self._life: LifeLook | None = None
        self._first = 0
        self._coming_back: Mapping[str, str] = {}
        self._at_most = QTimer(self)
        self._at_most.setSingleShot(True)
        self._at_most.setInterval(_AT_MOST)
        self._at_most.timeout.connect(lambda: self.page.presenter.keep(look=False))
        self.state_panel = Panel(said(words, "draft.life.state_title", Type.STRONG))
        self.state_panel.body.setSpacing(GRID)
        self.told = Text("")
        self.by = Choice(words, theme, "draft.life.by", [(role, f"draft.life.role.{role}") for role in ROLES])
        self.by.set_key(ROLES[0])
        self.steps = QVBoxLayout()
        self.steps.setSpacing(GRID)
        for widget in (self.told, said(words, "draft.life.by", Type.HINT, role="hint"), self.by):
            self.state_panel.body.addWidget(widget)
        self.state_panel.body.addLayout(self.steps)
        self._make_filing()
        self.changes_panel = Panel(said(words, "draft.life.changes_title", Type.STRONG))
        self.changes_panel.body.setSpacing(GRID)
        self.newer = said(words, "draft.life.newer_template", role="unchecked")
        self.changes_told = Text("", Type.HINT, role="hint")
        self.take_rest = Button(words, "draft.life.take_rest", self._take_rest, kind="quiet")
        self.changes = QVBoxLayout()
        self.changes.setSpacing(GRID)
        self.changes_panel.body.addWidget(self.newer)
        self.changes_panel.body.addWidget(self.changes_told)
        self.changes_panel.body.addWidget(self.take_rest)
        self.changes_panel.body.addLayout(self.changes)
        self.versions = RowList(words, theme, "draft.life.versions_title")
        self.versions.fit_to_rows()
        self.versions.chosen.connect(self._chosen)
        self.versions.current_changed.connect(lambda _: self._enable())
        self.versions_told = Text("", Type.HINT, role="hint")
        self.compare = Button(words, "draft.life.compare", self._compare_now)
        self.mark = Button(words, "draft.life.mark_first", self._mark_first, kind="quiet")
        self.restore = Button(words, "draft.life.restore", self._restore, kind="quiet")
        self.body.addWidget(self.state_panel)
        self.body.addWidget(self.changes_panel)
        self.body.addWidget(said(words, "draft.life.versions_title", Type.STRONG))
        self.body.addWidget(self.versions_told)
        self.body.addWidget(self.versions)
        self.body.addWidget(column(self.compare, self.mark, self.restore, spacing=GRID))
        self.body.addStretch(1)

    def _make_filing(self) -> None:
        words, theme = self.desk.words, self.desk.theme
        self.filing = Panel(said(words, "draft.life.filing_title", Type.STRONG))
        self.filing.body.setSpacing(GRID)
        self.on = DateField(words, theme, self.desk.clock, "draft.life.filed_on")
        self.how = Choice(words, theme, "draft.life.filed_how", [(way, f"draft.life.how.{way}") for way in FILING_WAYS])
        self.how.set_key(FILING_WAYS[0])
        self.receipt = Choice(words, theme, "draft.life.receipt")
        self.ends = Text("", Type.HINT, role="hint")
        self.come_up = Text("", role="unchecked")
        self.reason = line_field(words, theme, "draft.life.file_reason", "draft.life.file_reason_hint")
        self.reason.editor.returnPressed.connect(self._file)
        self.filing_problem = Text("", role="harm")
        self.filing_problem.hide()
        self.file_button = Button(words, "draft.life.file", self._file)
        self.cancel = Button(words, "draft.life.cancel", self._close_filing, kind="quiet")
        for widget in (
            self.on,
            said(words, "draft.life.filed_how", Type.HINT, role="hint"), self.how,
            said(words, "draft.life.receipt", Type.HINT, role="hint"), self.receipt,
            self.ends, self.come_up, self.filing_problem, self.reason, row(self.file_button, self.cancel, None),
        ):  # fmt: skip
            self.filing.body.addWidget(widget)
        self.filing.hide()
        self.state_panel.body.addWidget(self.filing)
        for changed in (
            self.on.changed, self.how.picked, self.receipt.picked, self.by.picked, self.reason.editor.textEdited,
        ):  # fmt: skip
            changed.connect(self._filing_typed)
        self.late_receipt = Choice(words, theme, "draft.life.receipt")
        self.late_told = said(words, "draft.life.receipt_missing", role="unchecked")
        self.late_button = Button(words, "draft.life.add_receipt", self._add_receipt)
        self.late = column(self.late_told, self.late_receipt, self.late_button, spacing=GRID)
        self.late.hide()
        self.state_panel.body.addWidget(self.late)

    # --- what is shown

    def show_life(self, look: LifeLook) -> None:
        focused = self.versions.current_key()
        self._life = look
        self.told.setText(look.told)
        clear(self.steps)
        for step in look.steps:
            id = _BACK.get((look.state, step), f"draft.life.to.{step.value}")
            onward = list(DraftState).index(step) > list(DraftState).index(look.state)
            button = Button(self.words, id, partial(self._step, step), kind="" if onward else "quiet")
            self.steps.addWidget(button)
            button.show()
        self.late.setVisible(look.receipt_missing)
        none = ("", self.words.say("draft.life.no_receipt"))
        self.receipt.offer([none, *look.evidence])
        self.late_receipt.offer(list(look.evidence))
        self.newer.setVisible(look.newer_template and bool(look.changes))
        self.changes_told.setText(
            self.words.say("draft.life.changes_hint" if look.changes else "draft.life.no_changes")
        )
        self.take_rest.setVisible(any(not one.own for one in look.changes))
        clear(self.changes)
        for one in look.changes:
            self._add_change(one)
        self.versions.put(
            [Row(key=str(one.n), title=one.title, second=one.second, sign="paper") for one in look.versions]
        )
        self.versions.setVisible(bool(look.versions))
        if focused:
            self.versions.select(focused)
        self.versions_told.tell("" if look.versions else self.words.say("draft.life.no_versions"), "hint")
        self._enable()
        self._go_on_filing(look)

    def _add_change(self, one: ChangeLine) -> None:
        words, theme = self.words, self.desk.theme
        self.changes.addWidget(rule())
        head = " · ".join(part for part in (one.section, one.said) if part)
        parts = [Text(head, Type.STRONG), MarkedText(words, theme, one.pieces)]
        if one.own and one.mine:
            parts.insert(1, Text(words.say("draft.life.mine", text=one.mine)))
        for part in parts:
            self.changes.addWidget(part)
        take = Button(words, "draft.life.take", partial(self.presenter.decide, (one.id,), taken=True))
        leave = Button(words, "draft.life.leave", partial(self.presenter.decide, (one.id,), taken=False), kind="quiet")
        self.changes.addWidget(row(take, leave, None))

    def forget(self) -> None:
        super().forget()
        self._life, self._first, self._coming_back = None, 0, {}
        self._at_most.stop()
        clear(self.steps)
        clear(self.changes)
        self.versions.put(())
        self.filing.hide()
        self.late.hide()

    @property
    def open_changes(self) -> int:
        return len(self._life.changes) if self._life is not None else 0

    # --- states

    def _step(self, to: DraftState) -> None:
        if to is DraftState.FILED:
            self._open_filing()
        else:
            self.presenter.move(to, self.by.key or ROLES[0], reasons=self.page.presenter.lifted)

    def _open_filing(self) -> None:
        if self._life is not None and not self.on.editor.text():
            self.on.set_value(PartialDate(precision=Precision.DAY, on=self._life.today))
        count = self._life.ends if self._life is not None else 0
        self.ends.setText(
            self.words.say("draft.life.ends", n=count) if count else self.words.say("draft.life.ends_none")
        )
        self.filing_problem.hide()
        self.reason.editor.clear()
        self._tell_come_up()
        self.filing.show()
        self._filing_typed()
        self.area.ensureWidgetVisible(self.filing)
        self.on.setFocus()

    def _tell_come_up(self) -> None:
        """What the paper meets with now and did not when it was approved; the reason is asked for where one is due."""
        day = self.on.value.on if self.on.value is not None else None
        come_up = self._life.come_up(day or self._life.today) if self._life is not None else ()
        found = tuple(dict.fromkeys(one.text for one in come_up))
        self.come_up.setText("\n".join((self.words.say("draft.life.come_up"), *(f"– {text}" for text in found))))
        self.come_up.setVisible(bool(found))
        asked = bool(found or self.reason.editor.text() or self.reason.editor.hasFocus())
        self.reason.setVisible(asked or not self.filing_problem.isHidden())

    def _close_filing(self) -> None:
        self._filing_done()
        self.take_focus()

    def _filing_typed(self, *_: object) -> None:
        """The open form goes into the vault as it stands."""
        if self.filing.isHidden():
            return
        self._tell_come_up()
        self._tell_half(
            {
                "by": self.by.key,
                "on": self.on.editor.text(),
                "how": self.how.key,
                "receipt": self.receipt.key,
                "reason": self.reason.editor.text(),
            }
        )
        if not self._at_most.isActive():
            self._at_most.start()

    def _filing_done(self) -> None:
        self.filing.hide()
        self._at_most.stop()
        self._tell_half({})
        self.page.presenter.keep(look=False)

    def _tell_half(self, values: Mapping[str, str]) -> None:
        for name in _HALF:
            self.page.presenter.half_typed(f"filing:{name}", values.get(name, ""))

    def come_back(self, half: Mapping[str, str]) -> None:
        """The form of filing that was open: shown once the paper's state is known."""
        self._coming_back = {name: half.get(f"filing:{name}", "") for name in _HALF}

    def _go_on_filing(self, look: LifeLook) -> None:
        half, self._coming_back = self._coming_back, {}
        if not half.get("how") or DraftState.FILED not in look.steps or not self.filing.isHidden():
            return
        self.by.set_key(half["by"] or ROLES[0])
        self.how.set_key(half["how"])
        self.receipt.set_key(half["receipt"])
        self.on.editor.setText(half["on"])
        self.reason.editor.setText(half["reason"])
        self._tell_come_up()
        self.filing.show()

    def _file(self) -> None:
        day = self.on.value.on if self.on.value is not None else None
        if day is None or (self._life is not None and day > self._life.today):
            self.filing_problem.tell(self.words.say("draft.life.file_needs_day"), "harm")
            self.on.setFocus()
            return
        needs = self._life.needs(day) if self._life is not None else ()
        reason = self.reason.editor.text().strip()
        if needs and not reason:
            self._ask_why(day)
            return
        self._filing_done()
        filing = Filing(on=day, how=self.how.key or FILING_WAYS[0], receipt=self.receipt.key or None)
        self.presenter.move(DraftState.FILED, self.by.key or ROLES[0], filing, dict.fromkeys(needs, reason))

    def _ask_why(self, day: dt.date) -> None:
        look = self._life
        if look is not None and look.made_on is not None and look.too_early(day):
            made = day_words(look.made_on, self.words.wording, weekday=False)
            self.filing_problem.tell(self.words.say("draft.life.file_too_early", day=made), "harm")
        else:
            self.filing_problem.tell(self.words.say("draft.life.file_needs_reason"), "harm")
        self.reason.show()
        self.reason.editor.setFocus()
        # Once the column has made room for both.
        QTimer.singleShot(_SETTLED, self.file_button, lambda: self.area.ensureWidgetVisible(self.file_button))

    def _add_receipt(self) -> None:
        if self.late_receipt.key:
            self.presenter.add_receipt(self.late_receipt.key)

    def escape(self) -> bool:
        if not self.filing.isHidden():
            self._close_filing()
            return True
        if self._first:
            self._first = 0
            self.versions_told.tell("")
            return True
        return False

    # --- changes and versions

    def _take_rest(self) -> None:
        if self._life is not None:
            self.presenter.decide([one.id for one in self._life.changes if not one.own], taken=True)

    def _enable(self) -> None:
        there = bool(self.versions.current_key())
        for button in (self.compare, self.mark, self.restore):
            button.setEnabled(there)

    def _chosen(self, key: str) -> None:
        """Enter on a version: compared with the marked one, else with what is now."""
        n, first = int(key), self._first
        self._first = 0
        self.versions_told.tell("")
        if first and first != n:
            self.presenter.compare(min(first, n), max(first, n))
        else:
            self.presenter.compare(n, 0)

    def _compare_now(self) -> None:
        key = self.versions.current_key()
        if key:
            self._first = 0
            self._chosen(key)

    def _mark_first(self) -> None:
        self._first = int(self.versions.current_key() or 0)
        self.versions_told.tell(self.words.say("draft.life.pick_second"), "hint")
        self.versions.setFocus()

    def _restore(self) -> None:
        key = self.versions.current_key()
        if key:
            self.presenter.restore(int(key))

    def take_focus(self) -> None:
        for button in self.findChildren(Button):
            if button.isVisible() and button.isEnabled():
                button.setFocus()
                return
        self.page.to_pages()
