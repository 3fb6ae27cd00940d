"""Remedies: the ladders of the case, the ways beside them, and the doors that are closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.remedies import RungLook, WaysLook, ways_look
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import CaseHost, CaseTab, clear
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.ladder import NodeLegend, Rung
from legalaid_desktop.ui.pieces.layout import column, reading, remarks
from legalaid_desktop.ui.theme import BETWEEN, GRID, Type


class RemediesTab(CaseTab):
    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self._look: WaysLook | None = None
        self.rungs: list[Rung] = []
        self.intro = said(words, "remedies.intro", role="hint")
        self.legend = NodeLegend(words, theme)
        self.body.addWidget(reading(self.intro, self.legend))
        self.nothing = said(words, "remedies.text.nothing")
        self.nothing.hide()
        self.body.addWidget(remarks(self.nothing))
        self.parts = QVBoxLayout()
        self.parts.setSpacing(BETWEEN)
        self.body.addLayout(self.parts)
        self.body.addStretch(1)

    def show_data(self, data: CaseData) -> None:
        super().show_data(data)
        look = ways_look(data, self.words.wording)
        if look == self._look:
            return  # the same rungs stay, and the cursor on them
        at = next((rung.look.key for rung in self.rungs if rung.hasFocus()), "")
        self._look = look
        clear(self.parts)
        self.rungs = []
        self.nothing.setVisible(not look.ladders)
        for ladder in look.ladders:
            self._add(ladder.title, ladder.about, ladder.rungs)
        if look.beside:
            self._add(self.words.say("remedies.text.beside"), "", look.beside, alone=True)
        if look.closed:
            self._add(self.words.say("remedies.text.closed"), "", look.closed, alone=True)
        self._focus(at)

    def _add(self, title: str, about: str, rungs: Sequence[RungLook], *, alone: bool = False) -> None:
        head: list[Text] = [Text(title, Type.TITLE)]
        if about:
            head.append(Text(about, Type.HINT, role="hint"))
        made = []
        for number, look in enumerate(rungs):
            rung = Rung(
                self.words,
                self.desk.theme,
                look,
                first=number == 0,
                last=number == len(rungs) - 1,
                alone=alone,
                begin=self._begin,
                clock=self._to_clock,
            )
            rung.stepped.connect(self._step)
            made.append(rung)
        self.rungs += made
        group = reading(column(*head, spacing=0), column(*made, spacing=0), spacing=GRID)
        group.setAccessibleName(self.words.say("remedies.ladder", title=title))
        self.parts.addWidget(group)
        group.show()

    def _step(self, step: int) -> None:
        at = next((number for number, rung in enumerate(self.rungs) if rung.hasFocus()), 0)
        self._to(self.rungs[min(max(at + step, 0), len(self.rungs) - 1)])

    def _to(self, rung: Rung) -> None:
        rung.setFocus()
        self.area.ensureWidgetVisible(rung, 0, GRID)

    def _focus(self, key: str) -> None:
        found = next((rung for rung in self.rungs if rung.look.key == key), None) if key else None
        if found is not None:
            self._to(found)

    def _begin(self, paper: str) -> None:
        self.desk.go("draft", ref=self.page.presenter.ref, document=paper)

    def _to_clock(self, key: str) -> None:
        self.page.show_tab("deadlines")
        self.page.pages["deadlines"].go_to("deadline", key)

    def forget(self) -> None:
        self._look = None
        self.rungs = []
        clear(self.parts)

    def where(self) -> Mapping[str, Any]:
        return {"rung": next((rung.look.key for rung in self.rungs if rung.hasFocus()), "")}

    def come_back(self, state: Mapping[str, Any]) -> None:
        key = str(state.get("rung") or "")
        if key:
            self._focus(key)
        else:
            self.take_focus()

    def go_to(self, kind: str, key: str) -> None:
        """A remedy by its id, on whatever ladder."""
        found = next((rung for rung in self.rungs if rung.look.key.rsplit("/", 1)[-1] == key), None)
        if found is not None:
            self._to(found)

    def take_focus(self) -> None:
        usable = ("missed", "running", "open")
        first = next((rung for rung in self.rungs if rung.look.state in usable), None)
        target = first or (self.rungs[0] if self.rungs else None)
        if target is not None:
            self._to(target)
