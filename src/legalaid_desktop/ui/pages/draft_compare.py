"""Two versions of a paper with their words marked, and the way to a file for a colleague."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from legalaid_desktop.presenters.draft_life import Comparison, LifePresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import clear
from legalaid_desktop.ui.pages.draft_pane import DraftHost, DraftPane
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import reading, row
from legalaid_desktop.ui.pieces.marked_text import MarkedText
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.theme import GRID, Type


class ComparePane(DraftPane):
    def __init__(self, desk: Desk, page: DraftHost, presenter: LifePresenter) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self.presenter = presenter
        self.comparison: Comparison | None = None
        self.title = Text("", Type.TITLE)
        self.only = CheckBox(words, theme, "draft.life.only_changed", checked=True)
        self.only.toggled.connect(lambda _: self._fill())
        self.close_button = Button(words, "draft.life.close_compare", lambda: self.page.close_export())
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        panel = Panel(self.title)
        panel.body.setSpacing(GRID)
        panel.body.addWidget(said(words, "draft.life.legend", Type.HINT, role="hint"))
        panel.body.addWidget(row(self.only, None, self.close_button))
        panel.body.addLayout(self.lines)
        self.body.addWidget(reading(panel))
        self.out = PathField(
            words, theme, "draft.life.compare_file", "new_file", name=lambda: f"{words.say('draft.compare.title')}.docx"
        )
        self.told = Text("")
        self.told.hide()
        self.save = Button(words, "draft.life.save_compare", self._save, kind="harm")
        self.out.editor.returnPressed.connect(self._save)
        saving = Panel(said(words, "draft.compare.not_to_file", role="harm"))
        saving.body.setSpacing(GRID)
        for widget in (self.out, self.told, row(self.save, None)):
            saving.body.addWidget(widget)
        self.body.addWidget(reading(saving))
        self.body.addStretch(1)

    def show_comparison(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.title.setText(comparison.title)
        self.told.tell("")
        self._fill()
        self.area.verticalScrollBar().setValue(0)
        self.close_button.setFocus()

    def _fill(self) -> None:
        clear(self.lines)
        if self.comparison is None:
            return
        section = ""
        shown = 0
        for line in self.comparison.lines:
            if self.only.isChecked() and not line.changed:
                continue
            if line.section and line.section != section:
                section = line.section
                self.lines.addWidget(Text(section, Type.HINT, role="hint"))
            self.lines.addWidget(MarkedText(self.words, self.desk.theme, line.pieces))
            shown += 1
        if not shown:
            self.lines.addWidget(Text(self.words.say("draft.life.same"), role="done"))

    def _save(self) -> None:
        out, comparison = self.out.path, self.comparison
        if out is None or comparison is None:
            self.out.editor.setFocus()
            return
        if out.suffix.casefold() != ".docx":
            out = out.with_name(f"{out.name}.docx")
        self.told.tell(self.words.say("draft.making"), "hint")
        self.presenter.write_comparison(comparison.before, comparison.after, out)

    def tell(self, text: str, role: str) -> None:
        self.told.tell(text, role)
        self.area.ensureWidgetVisible(self.told)

    def forget(self) -> None:
        super().forget()
        self.comparison = None
        clear(self.lines)

    def take_focus(self) -> None:
        self.close_button.setFocus()
