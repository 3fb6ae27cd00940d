"""The reasons of the decision as a checklist: what it says, the answer, and what the answer rests on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.draft_evidence import EvidencePresenter
from legalaid_desktop.presenters.draft_look import DraftLook
from legalaid_desktop.presenters.forms.options import cut
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pages.draft_pane import DraftHost, DraftPane
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import Field, TextEdit, text_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import reading, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.theme import GRID, Type

if TYPE_CHECKING:
    from legalaid_desktop.services.draft_reasons import ReasonLine

_PAUSE: Final = 600
"""ms after the last key until the pages are made anew."""
_AT_MOST: Final = 800
"""ms after the first key until what is typed is in the vault."""


class ReasonsPane(DraftPane):
    def __init__(self, desk: Desk, page: DraftHost, presenter: EvidencePresenter) -> None:
        super().__init__(desk, page)
        words = desk.words
        self.presenter = presenter
        self._shown: tuple[object, ...] | None = None
        self._filling = False
        self.answers: dict[int, Field[TextEdit]] = {}
        """Field of the answer by place of the reason."""
        self.states: dict[int, Text] = {}
        self.told = Text("", Type.STRONG)
        self.close_button = Button(words, "draft.reasons.close", lambda: self.page.close_export())
        panel = Panel(said(words, "draft.reasons.title", Type.TITLE))
        panel.body.setSpacing(GRID)
        panel.body.addWidget(self.told)
        panel.body.addWidget(said(words, "draft.reasons.hint", Type.HINT, role="hint"))
        panel.body.addWidget(row(self.close_button, None))
        self.body.addWidget(reading(panel))
        self.lines = QVBoxLayout()
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(GRID)
        holder = QWidget()
        holder.setLayout(self.lines)
        self.body.addWidget(reading(holder))
        self.body.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.presenter.keep)
        self._at_most = QTimer(self)
        self._at_most.setSingleShot(True)
        self._at_most.setInterval(_AT_MOST)
        self._at_most.timeout.connect(lambda: self.presenter.keep(tell=False))

    def show_look(self, look: DraftLook) -> None:
        super().show_look(look)
        missing = sum(not line.answered for line in look.reasons)
        text = self.words.say("draft.reasons.missing", n=missing) if missing else self.words.say("draft.reasons.all")
        self.told.tell(text, "harm" if missing else "done")
        lines = tuple((line.decision, line.place, line.says, line.grounds, line.free) for line in look.reasons)
        shape = (self.words.lang, *lines)
        if shape != self._shown:
            self._shown = shape
            self._build(look)
        for line in look.reasons:
            self._fill(line)

    def _build(self, look: DraftLook) -> None:
        here = self.where()
        clear(self.lines)
        self.answers, self.states = {}, {}
        for line in look.reasons:
            self.lines.addWidget(self._panel(line))
        if here:
            self.come_back(here)

    def _panel(self, line: ReasonLine) -> Panel:
        words = self.words
        panel = Panel(said(words, "draft.reasons.number", Type.STRONG, n=line.n))
        panel.body.setSpacing(GRID)
        panel.body.addWidget(Text(f"«{line.says}»" if line.says else words.say("draft.reasons.no_words")))
        state = Text("", Type.HINT)
        self.states[line.place] = state
        panel.body.addWidget(state)
        field = text_field(words, self.desk.theme, "draft.reasons.answer", "draft.reasons.answer_hint", lines=4)
        field.editor.textChanged.connect(partial(self._typed, line.decision, line.place))
        words.bind(field, lambda: field.editor.setReadOnly(words.reading_only))
        self.answers[line.place] = field
        panel.body.addWidget(field)
        panel.body.addWidget(said(words, "draft.reasons.rests_on" if line.grounds else "draft.reasons.rests_on_nothing",
                                  Type.HINT, role="hint" if line.grounds else "unchecked"))  # fmt: skip
        for ground in line.grounds:
            title = Text(f"{words.say(f'draft.reasons.{ground.kind}')}: {cut(ground.title, 140)}")
            away = Button(
                words, "draft.reasons.take_away",
                partial(self.presenter.rest_on, line.decision, line.place, ground.kind, ground.key, on=False),
                kind="quiet",
            )  # fmt: skip
            away.setAccessibleName(f"{words.say('draft.reasons.take_away')}: {cut(ground.title, 80)}")
            panel.body.addWidget(row(title, away))
        if line.free:
            add = Choice(words, self.desk.theme, "draft.reasons.add")
            add.offer(
                [("", words.say("draft.reasons.add"))]
                + [
                    (f"{one.kind}:{one.key}", f"{words.say(f'draft.reasons.{one.kind}')}: {cut(one.title, 90)}")
                    for one in line.free
                ]
            )
            add.picked.connect(partial(self._add, line.decision, line.place))
            panel.body.addWidget(add)
        return panel

    def _fill(self, line: ReasonLine) -> None:
        field, state = self.answers.get(line.place), self.states.get(line.place)
        if field is None or state is None:
            return
        answered = line.answered
        state.tell(self.words.say("draft.reasons.answered" if answered else "draft.reasons.unanswered"),
                   "done" if answered else "harm")  # fmt: skip
        if not field.editor.hasFocus() and not self.presenter.dirty and field.editor.toPlainText() != line.answer:
            self._filling = True
            field.editor.setPlainText(line.answer)
            self._filling = False

    def _typed(self, decision: str, place: int) -> None:
        field = self.answers.get(place)
        if self._filling or field is None:
            return
        self.presenter.typed(decision, place, field.editor.toPlainText())
        self._pause.start()
        if not self._at_most.isActive():
            self._at_most.start()

    def _add(self, decision: str, place: int, picked: str) -> None:
        kind, _, key = picked.partition(":")
        if key:
            self.presenter.rest_on(decision, place, kind, key, on=True)

    def flush(self) -> None:
        """Hand what is typed to the vault."""
        self._pause.stop()
        self._at_most.stop()
        self.presenter.keep(tell=False)

    def where(self) -> dict[str, int]:
        """The reason whose answer has the cursor, and where in it; nothing where none has."""
        for place, field in self.answers.items():
            if field.editor.hasFocus():
                return {"reason": place, "reason_at": field.editor.textCursor().position()}
        return {}

    def come_back(self, place: dict[str, int]) -> None:
        field = self.answers.get(int(place.get("reason", 0)))
        if field is not None:
            if self.look is not None and not field.editor.toPlainText():
                line = next((one for one in self.look.reasons if one.place == place["reason"]), None)
                self._filling = True
                field.editor.setPlainText(line.answer if line is not None else "")
                self._filling = False
            field.show()
            field.editor.setFocus()
            cursor = field.editor.textCursor()
            cursor.setPosition(min(int(place.get("reason_at", 0)), len(field.editor.toPlainText())))
            field.editor.setTextCursor(cursor)

    def forget(self) -> None:
        self.flush()
        super().forget()
        self._shown = None
        self.answers, self.states = {}, {}
        clear(self.lines)

    def take_focus(self) -> None:
        look = self.look
        first = next((line.place for line in look.reasons if not line.answered), 1) if look is not None else 1
        field = self.answers.get(first)
        if field is not None:
            field.editor.setFocus()
            self.area.ensureWidgetVisible(field)
        else:
            self.close_button.setFocus()
