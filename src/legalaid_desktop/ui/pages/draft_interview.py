"""The interview of a paper: one question at a time, those that stop a clock first; blanks of the paper below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.presenters.draft_look import DraftLook
from legalaid_desktop.presenters.forms.options import cut
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.draft_address import QUESTION, AddressPanel
from legalaid_desktop.ui.pages.draft_pane import DraftHost, DraftPane
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.date_field import DateField
from legalaid_desktop.ui.pieces.fields import line_field, text_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.theme import GRID, Type

if TYPE_CHECKING:
    from legalaid_desktop.services.drafting import Asked

_PAUSE: Final = 600
"""ms after the last key until the pages are made anew."""
_AT_MOST: Final = 800
"""ms after the first key until what is typed is in the vault, however fast the typing goes on."""


class InterviewPane(DraftPane):
    def __init__(self, desk: Desk, page: DraftHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self._name = ""
        self._typed_answer: str | bool | None = None
        self._dirty = False
        self._editor: QWidget | None = None
        self.panel = Panel()
        self.counted = Text("", Type.HINT, role="hint")
        self.ask = Text("", Type.STRONG)
        self.why = Text("", Type.HINT, role="hint")
        self.holder = QVBoxLayout()
        self.back = Button(words, "draft.question_back", partial(self._step, -1), kind="quiet")
        self.next = PrimaryButton(words, "draft.question_next", partial(self._step, 1))
        self.panel.body.setSpacing(GRID)
        for widget in (self.counted, self.ask, self.why):
            self.panel.body.addWidget(widget)
        self.panel.body.addLayout(self.holder)
        self.panel.body.addWidget(row(self.back, None, self.next))
        self.none = Text("", role="done")
        self.reasons_told = Text("", Type.STRONG)
        self.reasons_button = Button(words, "draft.reasons.show", lambda: self.page.open_reasons())
        self.reasons_panel = Panel(self.reasons_told)
        self.reasons_panel.body.setSpacing(GRID)
        self.reasons_panel.body.addWidget(row(self.reasons_button, None))
        self.reasons_panel.hide()
        self.body.addWidget(self.reasons_panel)
        self.body.addWidget(self.panel)
        self.address = AddressPanel(words, page)
        self.body.addWidget(self.address)
        self.body.addWidget(self.none)
        self.list_title = said(words, "draft.all_questions", Type.STRONG)
        self.body.addWidget(self.list_title)
        self.rows = RowList(words, theme, "draft.all_questions")
        self.rows.fit_to_rows()
        self.rows.chosen.connect(self._choose)
        self.body.addWidget(self.rows)
        self.body.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._keep)
        self._at_most = QTimer(self)
        self._at_most.setSingleShot(True)
        self._at_most.setInterval(_AT_MOST)
        self._at_most.timeout.connect(self._save)

    # --- which question

    @property
    def _questions(self) -> tuple[Asked, ...]:
        return self.look.questions if self.look is not None else ()

    def open_names(self) -> list[str]:
        """What must still be said: questions that need an answer, and blanks that no question fills."""
        if self.look is None:
            return []
        asked = [one.name for one in self._questions if one.missing and one.required]
        return asked + [f"gap {n}" for n, gap in enumerate(self.look.gaps) if not (gap.target and gap.target.question)]

    def show_look(self, look: DraftLook) -> None:
        super().show_look(look)
        unanswered = sum(not line.answered for line in look.reasons)
        said_of = "draft.reasons.missing" if unanswered else "draft.reasons.all"
        self.reasons_told.tell(self.words.say(said_of, n=unanswered), "harm" if unanswered else "done")
        self.reasons_panel.setVisible(bool(look.reasons))
        self.address.show_look(look.address)
        self._follow_address()
        names = [one.name for one in self._questions]
        if self._name not in names:
            missing = next((one.name for one in self._questions if one.missing and one.required), "")
            self.show_question(missing or (names[0] if names else ""), focus=False)
        self._fill_rows(look)
        self.none.tell("" if names else self.words.say("draft.nothing_asked"), "done")
        self.panel.setVisible(bool(names))
        self.list_title.setVisible(bool(self.rows.rows))
        self._count()

    def _follow_address(self) -> None:
        """What was chosen in the panel stands in the field of its question as well, while nobody types there."""
        asked = next((one for one in self._questions if one.name == QUESTION), None)
        typed = self._text_editor()
        if self._name != QUESTION or asked is None or self._dirty or typed is None or typed.hasFocus():
            return
        if asked.answer != (typed.text() if hasattr(typed, "text") else typed.toPlainText()):
            self.show_question(QUESTION, focus=False)

    def _fill_rows(self, look: DraftLook) -> None:
        words, lang = self.words, self.words.lang
        rows = []
        for number, gap in enumerate(look.gaps):
            if gap.target is None or not gap.target.question:
                rows.append(
                    Row(key=f"gap:{number}", title=words.say("draft.blank"), second=cut(gap.text, 160), sign="warn")
                )
        for asked in look.questions:
            title = cut(asked.ask.get(lang) or asked.ask["ru"], 160)
            if not asked.missing:
                state = "answered"
            else:
                state = "needed" if asked.required else "may_skip"
            sign = "check" if not asked.missing else "warn" if asked.required else ""
            section = look.sections.get(asked.section or "", "")
            second = " · ".join(part for part in (words.say(f"draft.question_{state}"), section) if part)
            rows.append(Row(key=f"ask:{asked.name}", title=title, second=second, sign=sign))
        self.rows.put(rows)
        self.rows.setVisible(bool(rows))

    def _count(self) -> None:
        names = [one.name for one in self._questions]
        if self._name in names:
            at = names.index(self._name) + 1
            self.counted.setText(self.words.say("draft.question_of", number=at, n=len(names)))
        self.back.setEnabled(len(names) > 1)
        self.next.setEnabled(len(names) > 1)

    def _choose(self, key: str) -> None:
        kind, _, name = key.partition(":")
        if kind == "ask":
            self.show_question(name)
        elif self.look is not None:
            target = self.look.gaps[int(name)].target
            if target is not None:
                self.page.go_to(target)

    def _step(self, step: int) -> None:
        names = [one.name for one in self._questions]
        if names:
            at = names.index(self._name) if self._name in names else 0
            self.show_question(names[(at + step) % len(names)])

    def show_question(self, name: str, *, focus: bool = True) -> None:
        """Put one question before the typist, with the answer that is kept."""
        self.flush()
        self._name = name
        asked = next((one for one in self._questions if one.name == name), None)
        while (item := self.holder.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._editor = None
        if asked is None:
            return
        lang = self.words.lang
        self.ask.setText(asked.ask.get(lang) or asked.ask["ru"])
        section = self.look.sections.get(asked.section or "", "") if self.look is not None else ""
        self.why.tell(self.words.say("draft.goes_into", section=section) if section else "", "hint")
        self._editor = self._make_editor(asked)
        self.holder.addWidget(self._editor)
        self._editor.show()  # at once: what is not shown yet takes no cursor
        self._count()
        if focus:
            self._editor.setFocus()
            self.area.ensureWidgetVisible(self.panel, 0, 0)

    def _make_editor(self, asked: Asked) -> QWidget:
        words, theme = self.words, self.desk.theme
        value = asked.answer
        match asked.type:
            case "bool" | "choice":
                choice = Choice(words, theme, "draft.answer")
                if asked.type == "bool":
                    offered = [(key, words.say(f"choice.truth.{key or 'unknown'}")) for key in ("", "yes", "no")]
                    key = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
                else:
                    lang = words.lang
                    offered = [("", words.say("choice.none"))]
                    for code in asked.choices:
                        said_ = asked.choice_words.get(code, {})
                        offered.append((code, said_.get(lang) or said_.get("ru") or code))
                    key = value if isinstance(value, str) else ""
                choice.offer(offered)
                choice.set_key(key)
                truths: dict[str, str | bool | None] = {"yes": True, "no": False, "": None}
                bool_asked = asked.type == "bool"
                choice.picked.connect(lambda k: self._answer(truths[k] if bool_asked else k or None))
                return choice
            case "date":
                date = DateField(words, theme, self.desk.clock, "draft.answer")
                if isinstance(value, str):
                    date.set_value(PartialDate(precision=Precision.DAY, on=dt.date.fromisoformat(value)))
                date.changed.connect(lambda: self._answer(_iso(date.value)))
                return date
            case "line":
                line = line_field(words, theme, "draft.answer")
                line.editor.setText(value if isinstance(value, str) else "")
                line.editor.textEdited.connect(self._answer)
                return line
            case _:
                text = text_field(words, theme, "draft.answer", "draft.answer_hint", lines=7)
                text.editor.setPlainText(value if isinstance(value, str) else "")
                text.editor.textChanged.connect(lambda: self._answer(text.editor.toPlainText()))
                return text

    # --- typing

    def _answer(self, value: str | bool | None) -> None:
        self._typed_answer, self._dirty = value, True
        self._pause.start()
        if not self._at_most.isActive():
            self._at_most.start()

    def _save(self) -> None:
        """Into the vault, while the typing goes on."""
        if self._name:
            self._hand_over()
            self.page.presenter.keep(look=False)

    def _hand_over(self) -> None:
        if self._dirty and self._name:
            self._dirty = False
            self.page.presenter.answer(self._name, self._typed_answer)
        if isinstance(self._editor, DateField):
            self.page.presenter.half_typed(f"question:{self._name}", self._half_date(self._editor))

    def _half_date(self, field: DateField) -> str:
        return "" if field.understood else field.editor.text()

    def _keep(self) -> None:
        self.flush()
        if self._name:
            self.page.presenter.keep()

    def flush(self) -> None:
        """Hand what is typed to the presenter; it is kept with the presenter's next keeping."""
        self._pause.stop()
        self._at_most.stop()
        self._hand_over()

    def come_back_half(self, half: Mapping[str, str]) -> None:
        """Put half a date back into its field."""
        text = half.get(f"question:{self._name}", "")
        if text and isinstance(self._editor, DateField) and not self._editor.editor.text():
            self._editor.editor.setText(text)

    def forget(self) -> None:
        self.flush()
        super().forget()
        self._name = ""
        self.rows.put(())
        self.address.forget()
        for widget in (self.panel, self.none, self.list_title, self.rows):
            widget.hide()

    def _text_editor(self) -> Any:
        return getattr(self._editor, "editor", None)

    def where(self) -> Mapping[str, Any]:
        typed = self._text_editor()
        place: dict[str, Any] = {"question": self._name}
        if typed is not None and typed.hasFocus():
            place["at"] = typed.textCursor().position() if hasattr(typed, "textCursor") else typed.cursorPosition()
        return place

    def come_back(self, place: Mapping[str, Any]) -> None:
        name = str(place.get("question") or "")
        if not name or name not in [one.name for one in self._questions]:
            return
        self.show_question(name, focus="at" in place)
        typed = self._text_editor()
        if "at" in place and typed is not None:
            at = int(place["at"])
            if hasattr(typed, "textCursor"):
                cursor = typed.textCursor()
                cursor.setPosition(min(at, len(typed.toPlainText())))
                typed.setTextCursor(cursor)
            elif hasattr(typed, "setCursorPosition"):
                typed.setCursorPosition(at)

    def take_focus(self) -> None:
        if self._editor is not None and self._questions:
            self._editor.setFocus()
        elif self.rows.rows:
            self.rows.setFocus()
        else:
            self.page.to_pages()


def _iso(value: PartialDate | None) -> str | None:
    return value.on.isoformat() if value is not None and value.on is not None else None
