"""Backups: make one for the coordinators, check one, restore one, and the keys for it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt

from legalaid_desktop.presenters.backup import Area, BackupPresenter, neutral_backup_name
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pages.restore_form import RestoreForm
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.fields import text_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import ending, reading, row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.theme import Type


def _result() -> Text:
    text = Text("")
    # A key or the words of one are copied by hand or by mouse.
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    text.hide()
    return text


class BackupPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self.presenter = BackupPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self.results = {area: _result() for area in Area}
        for area in Area:
            self._name_result(area)
        self.progress = Progress(words, self.presenter.cancel)
        self.verify_progress = Progress(words)
        self.body.addWidget(PageHeader(words, "backup.title", "backup.sentence"))
        self.status = Text("", role="hint")
        self.body.addWidget(self.status)
        for panel in (
            self._create_panel(),
            self._verify_panel(),
            self._restore_panel(),
            self._keys_panel(),
            self._leave_panel(),
        ):
            self.body.addWidget(reading(panel))
        self.body.addStretch(1)
        words.changed.connect(self._say_again)
        desk.changed.connect(lambda kind: self.presenter.load() if kind == "backup" else None)

    def _create_panel(self) -> Panel:
        words, theme, clock = self.words, self.desk.theme, self.desk.clock
        panel = Panel(said(words, "backup.create", Type.STRONG))
        self.to = text_field(words, theme, "backup.to", "backup.to_hint", lines=2)
        self.out = PathField(words, theme, "backup.out", "new_file", name=lambda: neutral_backup_name(clock))
        self.create_button = PrimaryButton(words, "backup.create_now", self._create)
        for part in (self.to, self.out, ending(self.create_button), self.progress, self.results[Area.CREATE]):
            panel.body.addWidget(part)
        return panel

    def _verify_panel(self) -> Panel:
        words, theme = self.words, self.desk.theme
        panel = Panel(said(words, "backup.verify", Type.STRONG))
        panel.body.addWidget(said(words, "backup.verify_sentence", Type.HINT, role="hint"))
        self.file = PathField(words, theme, "backup.file", "file")
        self.identity = PathField(words, theme, "backup.identity", "file")
        self.verify_button = Button(words, "backup.verify_now", self._verify)
        parts = (self.file, self.identity, ending(self.verify_button), self.verify_progress)
        for part in (*parts, self.results[Area.VERIFY]):
            panel.body.addWidget(part)
        return panel

    def _restore_panel(self) -> Panel:
        panel = Panel()
        self.restore = RestoreForm(self.desk, self.tasks, leads_on=False)
        panel.body.addWidget(self.restore)
        return panel

    def _keys_panel(self) -> Panel:
        words, theme = self.words, self.desk.theme
        panel = Panel(said(words, "backup.keys", Type.STRONG))
        panel.body.addWidget(said(words, "backup.keys_sentence", Type.HINT, role="hint"))
        self.new_key = PathField(words, theme, "backup.new_key", "new_file", name=lambda: "key.txt")
        self.key_file = PathField(words, theme, "backup.key_file", "file")
        self.new_key_button = Button(words, "backup.make_key", self._make_key)
        self.show_key_button = Button(words, "backup.show_key", self._show_key)
        parts = (self.new_key, ending(self.new_key_button), self.key_file, ending(self.show_key_button))
        for part in (*parts, self.results[Area.KEYS]):
            panel.body.addWidget(part)
        return panel

    def _leave_panel(self) -> Panel:
        panel = Panel()
        self.leave_button = Button(self.words, "leave.open", lambda: self.desk.go("leave"))
        panel.body.addWidget(row(self.leave_button, None))
        panel.body.addWidget(said(self.words, "leave.open_hint", Type.HINT, role="hint"))
        return panel

    def leave(self) -> None:
        self.restore.forget()
        super().leave()

    def arrive(self, **params: Any) -> None:
        self.presenter.load()
        self.restore.begin()
        if params.get("part") == "restore":
            self.restore.setFocus()
            if self.scroll_area is not None:
                self.scroll_area.verticalScrollBar().setValue(self.restore.mapTo(self, QPoint(0, 0)).y())
        else:
            self.to.setFocus()

    def _create(self) -> None:
        self.presenter.create(self.to.editor.toPlainText(), self.out.path)

    def _verify(self) -> None:
        self.presenter.verify(self.file.path, self.identity.path)

    def _make_key(self) -> None:
        self.presenter.new_identity(self.new_key.path)

    def _show_key(self) -> None:
        self.presenter.show_identity(self.key_file.path)

    def _say_again(self) -> None:
        for result in self.results.values():
            result.tell("")
        self.presenter.load()

    def _name_result(self, area: Area) -> None:
        result = self.results[area]
        self.words.bind(result, lambda: result.setAccessibleName(self.words.say(f"backup.result.{area.value}")))

    # What the presenter shows

    def show_status(self, text: str) -> None:
        self.status.tell(text, "hint")

    def show_result(self, area: Area, text: str, role: str = "") -> None:
        self.results[area].tell(text, role)

    def show_work(self, area: Area, words: str) -> None:
        progress = self.verify_progress if area is Area.VERIFY else self.progress
        button = self.verify_button if area is Area.VERIFY else self.create_button
        button.setEnabled(not words)
        if words:
            progress.start(words)
        else:
            progress.end()

    def show_stand(self, done: int, total: int) -> None:
        self.progress.stand(done, total)
