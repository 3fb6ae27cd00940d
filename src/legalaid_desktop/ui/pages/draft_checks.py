"""The checks of a paper: worst first, each with the way there. What blocks cannot be lifted by anything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout

from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.presenters.draft_look import DraftLook, FindingLine
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pages.draft_pane import DraftHost, DraftPane
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.finding_row import FindingRow
from legalaid_desktop.ui.pieces.labels import Panel, Text, rule, said
from legalaid_desktop.ui.pieces.layout import ending, row
from legalaid_desktop.ui.theme import Type

_ORDER: Final = (Severity.BLOCKS, Severity.OVERRIDABLE, Severity.WARNS, Severity.INFORMS)
_AT_MOST: Final = 800
"""ms after a key until a reason being typed is in the vault."""


class ChecksPane(DraftPane):
    def __init__(self, desk: Desk, page: DraftHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self._lifting = ""
        self._shown: tuple[FindingLine, ...] | None = None
        self.told = Text("", Type.STRONG)
        self.body.addWidget(self.told)
        self.pairs_button = Button(words, "draft.pair.show", lambda: self.page.open_pairs(), kind="quiet")
        self.pairs_button.hide()
        self.body.addWidget(row(self.pairs_button, None))
        self.reason_panel = Panel(said(words, "draft.lift_title", Type.STRONG))
        self.reason_of = Text("", Type.HINT, role="hint")
        self.reason = line_field(words, theme, "draft.lift_reason", "draft.lift_hint")
        self.reason.editor.returnPressed.connect(self._lift)
        self.reason.editor.textEdited.connect(self._typed)
        self._at_most = QTimer(self)
        self._at_most.setSingleShot(True)
        self._at_most.setInterval(_AT_MOST)
        self._at_most.timeout.connect(lambda: self.page.presenter.keep(look=False))
        self.reason_panel.body.addWidget(self.reason_of)
        self.reason_panel.body.addWidget(self.reason)
        cancel, lift = Button(words, "cases.cancel", self._close_reason), Button(words, "finding.lift", self._lift)
        self.reason_panel.body.addWidget(ending(cancel, lift))
        self.setTabOrder(lift, cancel)  # Tab and Enter after the reason give it; they must not throw it away
        self.reason_panel.hide()
        self.body.addWidget(self.reason_panel)
        self.found = QVBoxLayout()
        self.found.setSpacing(0)
        self.body.addLayout(self.found)
        self.body.addStretch(1)

    def show_look(self, look: DraftLook) -> None:
        super().show_look(look)
        stopping = sum(one.severity in _ORDER[:2] and one.lifted is None for one in look.findings)
        if not look.findings:
            self.told.tell(self.words.say("draft.no_findings"), "done")
        elif stopping:
            self.told.tell(self.words.say("draft.stopped_by", n=stopping), "harm")
        else:
            self.told.tell(self.words.say("draft.nothing_stops"), "done")
        self.pairs_button.setVisible(bool(look.pairs))
        if look.findings == self._shown:
            return  # the same rows stay, and the cursor in them
        self._shown = look.findings
        had_cursor = self.found_has_cursor()
        clear(self.found)
        for one in sorted(look.findings, key=lambda finding: _ORDER.index(finding.severity)):
            line = FindingRow(
                self.words, self.desk.theme, one.severity, one.text, lifted=one.lifted, has_place=one.target is not None
            )
            if one.target is not None:
                line.go_there.connect(partial(self.page.go_to, one.target))
            line.lift.connect(partial(self._ask_reason, one))
            self.found.addWidget(line)
            line.show()  # at once: what is not shown yet takes no cursor
            if one.lifted is not None:
                again = Button(self.words, "draft.unlift", partial(self._unlift, one.id), kind="quiet")
                self.found.addWidget(again)
            self.found.addWidget(rule())
        if had_cursor:
            self.take_focus()

    def found_has_cursor(self) -> bool:
        """Whether the keyboard is on one of the findings."""
        focused = QApplication.focusWidget()
        items = (self.found.itemAt(number) for number in range(self.found.count()))
        widgets = [item.widget() for item in items if item is not None]
        return focused is not None and any(one is focused or one.isAncestorOf(focused) for one in widgets if one)

    def forget(self) -> None:
        super().forget()
        self._shown = None
        self.reason_panel.hide()
        self.told.tell("")
        clear(self.found)

    def _typed(self, text: str) -> None:
        self.page.presenter.half_typed("reason", text)
        self.page.presenter.half_typed("reason_of", self._lifting if text else "")
        if not self._at_most.isActive():
            self._at_most.start()

    def come_back(self, half: Mapping[str, str]) -> None:
        """A reason that was being typed."""
        finding = next((one for one in self._shown or () if one.id == half.get("reason_of")), None)
        if finding is not None and half.get("reason"):
            self._ask_reason(finding)
            self.reason.editor.setText(half["reason"])

    def _ask_reason(self, finding: FindingLine) -> None:
        self._lifting = finding.id
        self.reason_of.setText(finding.text)
        self.reason.editor.clear()
        self.reason.tell_problem("")
        self.reason_panel.show()
        self.area.ensureWidgetVisible(self.reason_panel)
        self.reason.editor.setFocus()

    def _lift(self) -> None:
        reason = self.reason.editor.text()
        if not reason.strip():
            self.reason.tell_problem(self.words.say("draft.reason_needed"))
            return
        check = self._lifting
        self._close_reason()
        self.page.presenter.lift(check, reason)
        self.desk.toast(self.words.say("draft.lifted"), partial(self._unlift, check))

    def _unlift(self, check: str) -> None:
        self.page.presenter.lift(check, "")

    def _close_reason(self) -> None:
        self._lifting = ""
        self.page.presenter.half_typed("reason", "")
        self.page.presenter.half_typed("reason_of", "")
        self.page.presenter.keep(look=False)
        self.reason_panel.hide()
        self.take_focus()

    def escape(self) -> bool:
        if not self.reason_panel.isHidden():
            self._close_reason()
            return True
        return False

    def take_focus(self) -> None:
        for button in self.findChildren(Button):
            if button.isVisible():
                button.setFocus()
                return
        self.page.to_pages()
