"""Before a border: leave with nothing, or with a vault that only two helpers open. Steps, in this order, each told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from legalaid_desktop.presenters.backup import neutral_backup_name
from legalaid_desktop.presenters.leave import LeavePresenter, LeaveState
from legalaid_desktop.presenters.ports import Part
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.going_page import GoingPage
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import line_field, text_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, rule, said
from legalaid_desktop.ui.pieces.layout import ending, reading, row
from legalaid_desktop.ui.pieces.part_form import PartForm
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.theme import Type


class LeavePage(GoingPage):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "leave.title", "leave.sentence")
        words = desk.words
        self.presenter: Final = LeavePresenter(self, self.tasks, words=lambda: words.wording)
        self._parts: tuple[Part, ...] = ()
        self.mode = ""
        self._choosing = reading(self._choice_panel())
        self._nothing = reading(self._nothing_panel())
        self._helpers = reading(self._helpers_panel())
        self._last = reading(self._last_panel())
        self.goes(self._choosing, self._nothing, self._helpers, self._last)
        words.changed.connect(self.presenter.load)
        desk.changed.connect(lambda kind: self.presenter.load() if kind in ("keys", "backup") else None)

    def _choice_panel(self) -> Panel:
        words = self.words
        panel = Panel()
        self.choose_nothing = Button(words, "leave.nothing", lambda: self.choose("nothing"))
        self.choose_helpers = Button(words, "leave.helpers", lambda: self.choose("helpers"))
        self.destroy_button = Button(words, "leave.destroy", lambda: self.desk.go("destroy"), kind="quiet")
        for part in (
            row(self.choose_nothing, None),
            said(words, "leave.nothing_sentence", Type.HINT, role="hint"),
            rule(),
            row(self.choose_helpers, None),
            said(words, "leave.helpers_sentence", Type.HINT, role="hint"),
            rule(),
            row(self.destroy_button, None),
        ):
            panel.body.addWidget(part)
        return panel

    def _nothing_panel(self) -> Panel:
        words, theme, clock = self.words, self.desk.theme, self.desk.clock
        panel = Panel(said(words, "leave.nothing", Type.STRONG))
        self.backup_state = Text("", role="hint")
        self.to = text_field(words, theme, "backup.to", "leave.to_hint", lines=2)
        self.out = PathField(words, theme, "backup.out", "new_file", name=lambda: neutral_backup_name(clock))
        self.backup_button = Button(words, "leave.back_up", self._back_up)
        self.backup_progress = Progress(words, self.presenter.cancel)
        self.backup_result = Text("")
        self.backup_result.hide()
        self.read_back = line_field(words, theme, "leave.read_back", "leave.read_back_hint")
        self.reason = line_field(words, theme, "leave.reason", "leave.reason_hint")
        for part in (
            said(words, "leave.nothing_sentence", role="hint"),
            said(words, "leave.step_one", Type.STRONG),
            self.backup_state,
            self.to,
            self.out,
            ending(self.backup_button),
            self.backup_progress,
            self.backup_result,
            rule(),
            said(words, "leave.step_two", Type.STRONG),
            said(words, "leave.step_two_sentence", role="hint"),
            self.read_back,
            self.reason,
            rule(),
            said(words, "leave.back_with_backup", Type.HINT, role="hint"),
        ):
            panel.body.addWidget(part)
        return panel

    def _helpers_panel(self) -> Panel:
        words = self.words
        panel = Panel(said(words, "leave.helpers", Type.STRONG))
        self.helpers_state = Text("")
        self.keys_button = Button(words, "leave.to_keys", lambda: self.desk.go("keys"), kind="quiet")
        self.parts_button = Button(words, "leave.try_sheets", self._try_sheets, kind="quiet")
        self.parts = PartForm(self.desk, self._complete)
        self.parts.hide()
        self.parts_told = Text("", role="done")
        self.parts_told.hide()
        for part in (
            said(words, "leave.helpers_sentence", role="hint"),
            self.helpers_state,
            row(self.keys_button, self.parts_button, None),
            self.parts,
            self.parts_told,
            said(words, "leave.back_with_helpers", Type.HINT, role="hint"),
        ):
            panel.body.addWidget(part)
        return panel

    def _last_panel(self) -> Panel:
        words = self.words
        panel = Panel(said(words, "leave.last", Type.STRONG))
        self.nothing_button = Button(words, "leave.go_nothing", self._leave_with_nothing, kind="harm")
        self.helpers_button = Button(words, "leave.go_helpers", self._leave_to_helpers, kind="harm")
        self.other_button = Button(words, "leave.other", lambda: self.choose(""), kind="quiet")
        self.also_off([self.other_button])
        limits = [said(words, f"leave.limit.{limit}", Type.HINT, role="hint") for limit in ("old_copies", "flash")]
        for part in (
            said(words, "leave.last_sentence", role="hint"),
            *limits,
            *self.last_step(self.nothing_button, self.helpers_button),
            row(self.other_button, None),
        ):
            panel.body.addWidget(part)
        return panel

    # The page

    def arrive(self, **params: Any) -> None:
        self.forget()
        self.presenter.load()
        self.choose(str(params.get("mode", "")))

    def where(self) -> Mapping[str, Any] | None:
        return {"mode": self.mode}

    def escape(self) -> bool:
        if not self.mode or not self.other_button.isEnabled():
            return False
        self.choose("")
        return True

    def forget(self) -> None:
        super().forget()
        self.parts.entry.begin()
        self._parts = ()
        self.parts_told.tell("")
        self.parts.hide()

    # What a person does

    def choose(self, mode: str) -> None:
        """``nothing``, ``helpers``, or back to the choice."""
        self.mode = mode if mode in ("nothing", "helpers") else ""
        self.forget()
        self._choosing.setVisible(not self.mode)
        self._nothing.setVisible(self.mode == "nothing")
        self._helpers.setVisible(self.mode == "helpers")
        self._last.setVisible(bool(self.mode))
        self.nothing_button.setVisible(self.mode == "nothing")
        self.helpers_button.setVisible(self.mode == "helpers")
        first = {"nothing": self.to, "helpers": self.keys_button}.get(self.mode, self.choose_nothing)
        first.setFocus()
        if self.scroll_area is not None:
            self.scroll_area.verticalScrollBar().setValue(0)

    def _back_up(self) -> None:
        self.presenter.back_up(self.to.editor.toPlainText(), self.out.path)

    def _try_sheets(self) -> None:
        self._parts = ()
        self.parts_told.tell("")
        self.parts.entry.begin()
        self.parts.show()
        self.parts.setFocus()

    def _complete(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(parts)
        self.parts.hide()
        self.parts_told.tell(self.words.say("leave.sheets_read", n=len(parts)), "done")
        self.passphrase.editor.setFocus()

    def _leave_with_nothing(self) -> None:
        self.presenter.leave_with_nothing(self.taken(), self.read_back.editor.text(), reason=self.reason.editor.text())

    def _leave_to_helpers(self) -> None:
        self.presenter.leave_to_helpers(self.taken(), self._parts)

    # What the presenter shows

    def show_state(self, state: LeaveState) -> None:
        self.backup_state.tell(state.backup, "done" if state.fresh else "unchecked")
        self.helpers_state.setText("\n".join(state.helpers) or self.words.say("leave.no_helpers"))
        self.parts_button.setVisible(state.sheets)

    def show_work(self, words: str) -> None:
        self.backup_button.setEnabled(not words)
        if words:
            self.backup_progress.start(words)
        else:
            self.backup_progress.end()

    def show_stand(self, done: int, total: int) -> None:
        self.backup_progress.stand(done, total)

    def show_backup(self, text: str, role: str) -> None:
        self.backup_result.tell(text, role)
