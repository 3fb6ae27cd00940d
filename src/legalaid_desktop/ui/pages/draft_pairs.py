"""Contradictions side by side: what the case has, what a text says, the way to each, and "both are true, because"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from legalaid_desktop.presenters.draft_evidence import EvidencePresenter
from legalaid_desktop.presenters.draft_look import DraftLook, PairLine, Target
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pages.draft_pane import DraftHost, DraftPane
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import Field, LineEdit, line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, reading, row
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.theme import GRID, Type

_TWO_FROM: Final = 520
"""px from which the two sides stand beside each other."""
_AT_MOST: Final = 800
"""ms after a key until a reason being typed is in the vault."""


class PairsPane(DraftPane):
    def __init__(self, desk: Desk, page: DraftHost, presenter: EvidencePresenter) -> None:
        super().__init__(desk, page)
        words = desk.words
        self.presenter = presenter
        self._shown: tuple[PairLine, ...] | None = None
        self.reasons: dict[str, Field[LineEdit]] = {}
        """Field of the reason by key of the pair."""
        self.close_button = Button(words, "draft.pair.close", lambda: self.page.close_export())
        panel = Panel(said(words, "draft.pair.title", Type.TITLE))
        panel.body.setSpacing(GRID)
        panel.body.addWidget(said(words, "draft.pair.hint", Type.HINT, role="hint"))
        panel.body.addWidget(row(self.close_button, None))
        self.body.addWidget(reading(panel))
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        holder = QWidget()
        holder.setLayout(self.lines)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(reading(holder))
        self._at_most = QTimer(self)
        self._at_most.setSingleShot(True)
        self._at_most.setInterval(_AT_MOST)
        self._at_most.timeout.connect(lambda: self.page.presenter.keep(look=False))
        self.none = Text("", role="done")
        self.none.hide()
        self.body.addWidget(self.none)
        self.body.addStretch(1)

    def show_look(self, look: DraftLook) -> None:
        super().show_look(look)
        if look.pairs == self._shown:
            return
        typed = {key: field.editor.text() for key, field in self.reasons.items() if field.editor.text()}
        focused = next((key for key, field in self.reasons.items() if field.editor.hasFocus()), "")
        cursor = QApplication.focusWidget()
        had_cursor = cursor is not None and self.isAncestorOf(cursor)
        self._shown = look.pairs
        clear(self.lines)
        self.reasons = {}
        for pair in look.pairs:
            self.lines.addWidget(self._panel(pair))
        for key, text in typed.items():
            if key in self.reasons:
                self.reasons[key].editor.setText(text)
        self.none.tell(self.words.say("draft.pair.none") if not look.pairs else "", "done")
        if focused in self.reasons:
            self.reasons[focused].editor.setFocus()
        elif had_cursor:
            self.close_button.setFocus()

    def _panel(self, pair: PairLine) -> Panel:
        words = self.words
        panel = Panel(Text(pair.title, Type.STRONG, role="hint" if pair.explained else "unchecked"))
        panel.body.setSpacing(GRID)
        panel.body.addWidget(
            SideBySide(
                (
                    self._side(pair.left_title, pair.left, pair.left_target, "draft.pair.mend"),
                    self._side(pair.right_title, pair.right, pair.right_target, "draft.pair.open"),
                ),
                wide_from=_TWO_FROM,
            )
        )
        if pair.explained:
            panel.body.addWidget(said(words, "draft.pair.explained", role="done", reason=pair.explained))
            again = Button(words, "draft.pair.take_back", partial(self.presenter.explain, pair.key, ""), kind="quiet")
            panel.body.addWidget(row(again, None))
            return panel
        field = line_field(words, self.desk.theme, "draft.pair.why", "draft.pair.why_hint")
        self.reasons[pair.key] = field
        keep = partial(self._explain, pair.key)
        field.editor.returnPressed.connect(keep)
        field.editor.textEdited.connect(partial(self._typed, pair.key))
        panel.body.addWidget(field)
        panel.body.addWidget(row(Button(words, "draft.pair.both_true", keep), None))
        return panel

    def _side(self, title: str, text: str, target: Target | None, button: str) -> QWidget:
        parts: list[QWidget] = [Text(title, Type.HINT, role="hint"), Text(text)]
        if target is not None:
            parts.append(row(Button(self.words, button, partial(self.page.go_to, target), kind="quiet"), None))
        side = column(*parts)
        side.setAccessibleName(f"{title}: {text}")
        return side

    def _typed(self, key: str, text: str) -> None:
        self.page.presenter.half_typed(f"pair:{key}", text)
        if not self._at_most.isActive():
            self._at_most.start()

    def where(self) -> dict[str, str]:
        """The contradiction whose reason is being written."""
        return next(({"pair": key} for key, field in self.reasons.items() if field.editor.hasFocus()), {})

    def come_back(self, half: Mapping[str, str], place: Mapping[str, Any]) -> None:
        """Reasons that were being typed, and the cursor in the one where it stood."""
        for key, field in self.reasons.items():
            if text := half.get(f"pair:{key}"):
                field.editor.setText(text)
        wanted = self.reasons.get(str(place.get("pair", "")))
        if wanted is not None:
            wanted.editor.setFocus()

    def _explain(self, key: str) -> None:
        field = self.reasons.get(key)
        if field is None:
            return
        if not field.editor.text().strip():
            field.tell_problem(self.words.say("draft.reason_needed"))
            field.editor.setFocus()
            return
        reason = field.editor.text().strip()
        field.editor.clear()
        self.page.presenter.half_typed(f"pair:{key}", "")
        self.page.presenter.keep(look=False)
        self.close_button.setFocus()
        self.presenter.explain(key, reason)

    def forget(self) -> None:
        super().forget()
        self._shown = None
        self.reasons = {}
        clear(self.lines)

    def take_focus(self) -> None:
        first = next(iter(self.reasons.values()), None)
        if first is not None:
            first.editor.setFocus()
        else:
            self.close_button.setFocus()
