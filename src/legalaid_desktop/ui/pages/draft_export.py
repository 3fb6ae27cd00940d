"""«Сохранить на диск без защиты»: says what happens, asks where, shows what was written; blocked says why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.presenters.draft_look import DraftLook, FindingLine
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pages.draft_annexes import link_rows_of
from legalaid_desktop.ui.pages.draft_pane import DraftHost, DraftPane
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.finding_row import FindingRow
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import ending, reading, row
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.rows import RowList
from legalaid_desktop.ui.theme import GRID, Type

if TYPE_CHECKING:
    from legalaid_desktop.services.drafting import MadeDocument


class ExportPane(DraftPane):
    def __init__(self, desk: Desk, page: DraftHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self.panel = Panel(said(words, "draft.export_title", Type.TITLE))
        self.panel.body.addWidget(said(words, "draft.export_says"))
        self.panel.body.addWidget(said(words, "draft.export_harm", role="harm"))
        self.folder = PathField(words, theme, "draft.folder", "folder", hint="draft.folder_hint")
        self.docx = CheckBox(words, theme, "draft.format_docx", checked=True)
        self.pdf = CheckBox(words, theme, "draft.format_pdf", checked=True)
        self.told = Text("")
        self.told.hide()
        self.make_button = Button(words, "draft.make", self._make, kind="harm")
        self.panel.body.addWidget(self.folder)
        self.panel.body.addWidget(row(self.docx, self.pdf, None))
        self.panel.body.addWidget(self.told)
        self.panel.body.addWidget(
            ending(Button(words, "draft.export_back", lambda: self.page.close_export()), self.make_button)
        )
        self.folder.editor.returnPressed.connect(self._make)
        self.body.addWidget(reading(self.panel))
        self.found = QVBoxLayout()
        self.found.setSpacing(0)
        self.body.addLayout(self.found)
        self.links_panel = Panel(said(words, "draft.link.title", Type.STRONG))
        self.links_panel.body.setSpacing(GRID)
        self.links = RowList(words, theme, "draft.link.title")
        self.links.fit_to_rows()
        self.links.chosen.connect(self._open_link)
        self.links_panel.body.addWidget(self.links)
        self.links_panel.hide()
        self.body.addWidget(reading(self.links_panel))
        self.done_panel = Panel(said(words, "draft.done_title", Type.STRONG, role="done"))
        self.files = QVBoxLayout()
        self.done_panel.body.addLayout(self.files)
        self.done_panel.body.addWidget(said(words, "draft.done_hint", Type.HINT, role="hint"))
        self.done_panel.hide()
        self.body.addWidget(reading(self.done_panel))
        self.body.addStretch(1)

    def open(self, look: DraftLook) -> None:
        self.done_panel.hide()
        self.told.tell("")
        self.show_look(look)
        self.folder.editor.setFocus()

    def show_look(self, look: DraftLook) -> None:
        super().show_look(look)
        stopping = [
            one
            for one in look.findings
            if one.severity is Severity.BLOCKS or (one.severity is Severity.OVERRIDABLE and one.lifted is None)
        ]
        self._show_findings(stopping)
        self.make_button.setEnabled(not stopping)
        self.links.put(link_rows_of(look))
        self.links_panel.setVisible(bool(look.links))

    def _open_link(self, key: str) -> None:
        target = self.look.links[int(key)].target if self.look is not None else None
        if target is not None:
            self.page.go_to(target)

    def _show_findings(self, findings: Sequence[FindingLine]) -> None:
        clear(self.found)
        if not findings:
            return
        hard = any(one.severity is Severity.BLOCKS for one in findings)
        self.found.addWidget(
            Text(self.words.say("draft.blocked_hard" if hard else "draft.blocked_soft"), Type.STRONG, role="harm")
        )
        for one in findings:
            line = FindingRow(self.words, self.desk.theme, one.severity, one.text, has_place=one.target is not None)
            if one.target is not None:
                line.go_there.connect(partial(self.page.go_to, one.target))
            line.lift.connect(partial(self.page.show_pane, "checks"))
            self.found.addWidget(line)

    def _make(self) -> None:
        if not self.make_button.isEnabled():
            self.told.tell(self.words.say("draft.blocked_soft"), "harm")
            return
        folder = self.folder.path
        formats = [name for name, box in (("docx", self.docx), ("pdf", self.pdf)) if box.isChecked()]
        if folder is None:
            self.told.tell(self.words.say("draft.folder_needed"), "harm")
            self.folder.editor.setFocus()
            return
        if not formats:
            self.told.tell(self.words.say("draft.format_needed"), "harm")
            return
        self.told.tell(self.words.say("draft.making"), "hint")
        self.page.presenter.make(folder, formats)

    def show_failure(self, text: str) -> None:
        self.told.tell(text, "harm")

    def show_blocked(self, findings: Sequence[FindingLine]) -> None:
        self.told.tell("")
        self._show_findings(findings)

    def show_made(self, made: MadeDocument) -> None:
        """Where the files are and how to know them again."""
        self.told.tell("")
        clear(self.files)
        for file in made.files:
            path = Text(str(file.path.absolute()), Type.STRONG)
            self.files.addWidget(path)
            self.files.addWidget(
                Text(self.words.say("draft.file_seal", sha=file.sha256, bytes=file.bytes), Type.HINT, role="hint")
            )
        self.done_panel.show()
        self.area.ensureWidgetVisible(self.done_panel)

    def take_focus(self) -> None:
        self.folder.editor.setFocus()
