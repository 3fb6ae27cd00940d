"""On the draft page, above the questions: to whom the paper goes, why, and the consultant's word on it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication, QVBoxLayout

from legalaid_desktop.presenters.draft_address import AddressLook
from legalaid_desktop.presenters.draft_sides import Target
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pages.draft_pane import DraftHost
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.theme import GRID, Type
from legalaid_desktop.ui.words import Words

QUESTION = "addressee"


class AddressPanel(Panel):
    def __init__(self, words: Words, page: DraftHost) -> None:
        super().__init__(said(words, "competence.title", Type.HINT, role="hint"))
        self.words, self.page = words, page
        self._look: AddressLook | None = None
        self.buttons: list[Button] = []
        self.body.setSpacing(GRID // 2)
        self.to = Text("", Type.STRONG)
        self.state = Text("")
        self.reason = Text("", role="hint")
        self.parts = QVBoxLayout()
        self.parts.setSpacing(GRID // 2)
        for widget in (self.to, self.state, self.reason):
            self.body.addWidget(widget)
        self.body.addLayout(self.parts)
        self.hide()

    def show_look(self, look: AddressLook | None) -> None:
        self.setVisible(look is not None)
        if look is None or look == self._look:
            return
        cursor = QApplication.focusWidget()
        here = cursor is not None and self.isAncestorOf(cursor)
        self._look = look
        self.to.tell(look.to)
        self.state.tell(look.said, {"confirmed": "done", "notice": "", "proposed": ""}.get(look.state, "harm"))
        self.reason.tell(self._marked(look.reason, look.unchecked), "unchecked" if look.unchecked else "hint")
        clear(self.parts)
        self.buttons = []
        for doubt in look.doubts:
            self._add(Text(doubt, role="harm"))
        if look.confirm:
            self._button(Button(self.words, "competence.confirm", partial(self._answer, look.confirm)))
        for other in look.others:
            self._add(Text(other.header, Type.TEXT))
            why = self._marked(other.reason, other.unchecked)
            if why:
                self._add(Text(why, Type.HINT, role="unchecked" if other.unchecked else "hint"))
            if other.value:
                choose = Button(self.words, "competence.choose", partial(self._answer, other.value))
                choose.setAccessibleName(f"{self.words.say('competence.choose')}: {other.header}")
                self._button(choose)
        if look.state == "confirmed":
            self._button(Button(self.words, "competence.take_back", partial(self._answer, None), kind="quiet"))
        if look.question:
            self._button(Button(self.words, "competence.write", self._write, kind="quiet"))
        if here and self.buttons:
            self.buttons[0].setFocus()

    def _marked(self, reason: str, unchecked: bool) -> str:
        mark = self.words.say("remedies.unchecked") if unchecked else ""
        return f"{reason} ({mark})" if reason and mark else reason or mark

    def _add(self, text: Text) -> None:
        self.parts.addWidget(text)

    def _button(self, button: Button) -> None:
        self.parts.addWidget(row(button, None))
        button.show()  # at once: what is not shown yet takes no cursor
        self.buttons.append(button)

    def _answer(self, value: str | None) -> None:
        self.page.presenter.answer(QUESTION, value)
        self.page.presenter.keep()

    def _write(self) -> None:
        self.page.go_to(Target(question=QUESTION))

    def forget(self) -> None:
        self._look = None
        self.hide()
