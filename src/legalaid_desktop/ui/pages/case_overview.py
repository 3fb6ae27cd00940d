"""Overview: who, which clocks run, what is missing, and the rarer facts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_missing import Missing, missing
from legalaid_desktop.presenters.case_rows import PersonLook, clock_lines, fact_lines, people
from legalaid_desktop.presenters.forms.fact_specs import FACTS
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import CaseHost, CaseTab, clear, rows_of
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.person_chip import Chip, PersonChip
from legalaid_desktop.ui.pieces.rows import RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.sign_buttons import MenuButton, SignButton
from legalaid_desktop.ui.theme import BETWEEN, GRID, Type

_FEW = 6
"""Sentences about what is missing that are shown at once."""


class OverviewTab(CaseTab):
    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self._looks: tuple[PersonLook, ...] | None = None
        self._missing: tuple[Missing, ...] | None = None
        self._all_missing = False
        self.more_missing: Button | None = None
        self.chips = QVBoxLayout()
        self.chips.setSpacing(GRID)
        self.add_person = SignButton(words, theme, "case.add_person", "add", lambda: self.page.edit("person", ""))
        people_panel = Panel(said(words, "case.people", Type.STRONG))
        people_panel.body.addLayout(self.chips)
        people_panel.body.addWidget(row(self.add_person, None))
        people_panel.body.addStretch(1)
        self.clocks = RowList(words, theme, "case.clocks")
        self.clocks.fit_to_rows()
        self.clocks.chosen.connect(lambda key: self._open_clock(key))
        self.no_clocks = EmptyState(words, "case.no_clocks", "case.add_decision", lambda: page_edit(self, "decision"))
        self.missing_panel = Panel(said(words, "case.missing_title", Type.STRONG))
        self.missing_lines = QVBoxLayout()
        self.missing_lines.setSpacing(0)
        self.missing_panel.body.addLayout(self.missing_lines)
        right = column(
            column(said(words, "case.clocks", Type.STRONG), self.clocks, self.no_clocks, spacing=GRID),
            self.missing_panel,
            None,
            spacing=BETWEEN,
        )
        self.body.addWidget(SideBySide((people_panel, right), wide_from=720, shares=(2, 3)))
        self.facts = RowList(words, theme, "case.facts")
        self.facts.fit_to_rows()
        self.facts.chosen.connect(lambda key: self.page.edit(*key.split(":", 1)))
        self.add_fact = MenuButton(words, theme, "case.add_fact", sign="add")
        for form in FACTS:
            self.add_fact.add(f"form.title.{form.key}", partial(page_edit, self, form.key))
        self.facts_hint = said(words, "case.facts_hint", Type.HINT, role="hint")
        self.body.addWidget(
            column(
                said(words, "case.facts", Type.STRONG),
                self.facts_hint,
                self.facts,
                row(self.add_fact, None),
                spacing=GRID,
            )
        )
        self.body.addStretch(1)

    def show_data(self, data: CaseData) -> None:
        super().show_data(data)
        words = self.words.wording
        self._show_people(people(data, words))
        clocks = clock_lines(data, words, primary_only=True)
        self.clocks.put(rows_of(clocks))
        self.clocks.setVisible(bool(clocks))
        self.no_clocks.setVisible(not clocks)
        self._show_missing(missing(data, words))
        facts = fact_lines(data, words)
        self.facts.put(rows_of(facts, with_kind=True))
        self.facts.setVisible(bool(facts))

    def _show_people(self, looks: tuple[PersonLook, ...]) -> None:
        if looks == self._looks:
            return  # the same chips stay, and the cursor on them
        self._looks = looks
        focused = next((chip.accessibleName() for chip in self.findChildren(PersonChip) if chip.hasFocus()), None)
        clear(self.chips)
        for look in looks:
            chip = PersonChip(
                self.desk.theme,
                Chip(key=look.key, name=look.name, other=look.other, year=look.year, mark=look.mark, role=look.role),
            )
            chip.pressed.connect(lambda key: self.page.edit("person", key))
            self.chips.addWidget(chip)
            chip.show()  # at once: what is not shown yet takes no cursor
            if chip.accessibleName() == focused:
                chip.setFocus()

    def _show_missing(self, found: tuple[Missing, ...]) -> None:
        if found == self._missing:
            return
        self._missing = found
        clear(self.missing_lines)
        shown = found if self._all_missing else found[:_FEW]
        for one in shown:
            go = Button(
                self.words, "case.fill_in", partial(self.page.edit, one.kind, one.key, field=one.field), kind="quiet"
            )
            go.setAccessibleName(f"{self.words.say('case.fill_in')}: {one.text}")
            said_ = Text(one.text)
            said_.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            line = row(said_, go)
            layout = line.layout()
            assert layout is not None
            layout.setStretch(0, 1)  # type: ignore[attr-defined]
            self.missing_lines.addWidget(line)
        if len(found) > len(shown):
            self.more_missing = Button(
                self.words, "case.missing_more", self._show_all_missing, kind="quiet", n=len(found) - len(shown)
            )
            self.missing_lines.addWidget(row(self.more_missing, None))
        if not found:
            self.missing_lines.addWidget(Text(self.words.say("case.nothing_missing"), role="done"))

    def _show_all_missing(self) -> None:
        """The rest of the list; the cursor goes to its first line."""
        found, self._missing, self._all_missing = self._missing or (), None, True
        self._show_missing(found)
        line = self.missing_lines.itemAt(_FEW)
        widget = line.widget() if line is not None else None
        button = widget.findChild(Button) if widget is not None else None
        if button is not None:
            button.show()  # at once: what is not shown yet takes no cursor
            button.setFocus()

    def forget(self) -> None:
        super().forget()
        self._all_missing = False

    def _open_clock(self, key: str) -> None:
        self.page.show_tab("deadlines")
        self.page.pages["deadlines"].go_to("deadline", key)

    def take_focus(self) -> None:
        for number in range(self.chips.count()):
            item = self.chips.itemAt(number)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setFocus()
                return
        self.add_person.setFocus()


def page_edit(tab: CaseTab, kind: str) -> None:
    """A new record of a kind; of those that a case has once, the one it has."""
    tab.page.edit(kind, "")
