"""On the drafts tab: tick papers, name a file, get one PDF with their annexes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from legalaid_desktop.presenters.bundle import BundlePresenter, bundle_name
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import draft_lines
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import CaseHost, clear
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import ending
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.theme import Type


class BundlePanel(Panel):
    """Shown once there are drafts."""

    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(said(desk.words, "bundle.panel_title", Type.STRONG))
        self.desk, self.words, self.page = desk, desk.words, page
        words, theme = desk.words, desk.theme
        self.presenter = BundlePresenter(self, page.tasks, words=lambda: words.wording, clock=desk.clock)
        self.papers = QVBoxLayout()
        self.papers.setSpacing(0)
        self.boxes: dict[str, CheckBox] = {}
        self.titles: dict[str, str] = {}
        self.out = PathField(words, theme, "bundle.file", "new_file", name=lambda: bundle_name(desk.clock))
        self.make_button = Button(words, "bundle.make", self._make, kind="harm")
        self.progress = Progress(words, self.presenter.cancel)
        self.told = QVBoxLayout()
        self.out.editor.returnPressed.connect(self._make)
        self.body.addWidget(said(words, "bundle.panel_says"))
        self.body.addWidget(said(words, "draft.export_harm", role="harm"))
        self.body.addLayout(self.papers)
        self.body.addWidget(self.out)
        self.body.addWidget(ending(self.make_button))
        self.body.addWidget(self.progress)
        self.body.addLayout(self.told)

    def show_data(self, data: CaseData) -> None:
        """Offer the papers that have a draft, each once, ticks kept."""
        ticked = {document for document, box in self.boxes.items() if box.isChecked()}
        lines = {str(line.key): line.title for line in draft_lines(data, self.words.wording)}
        found = {str(draft.document): lines.get(str(draft.id), str(draft.document)) for draft in data.drafts}
        titles = {document: found[document] for document in sorted(found)}
        if titles != self.titles:
            clear(self.papers)
            self.boxes, self.titles = {}, titles
            for document, title in titles.items():
                box = self.boxes[document] = CheckBox(self.words, self.desk.theme, text=title)
                box.setChecked(document in ticked)
                self.papers.addWidget(box)
        self.setVisible(bool(titles))

    def _make(self) -> None:
        chosen = [document for document, box in self.boxes.items() if box.isChecked()]
        self.presenter.make(self.page.presenter.ref, chosen, self.out.path)

    # What the presenter tells

    def show_bundle_work(self, works: bool) -> None:
        self.make_button.setEnabled(not works)
        if works:
            self.progress.start("bundle.making")
        else:
            self.progress.end()

    def show_bundle_stand(self, done: int, total: int) -> None:
        self.progress.stand(done, total)

    def show_bundle_result(self, lines: Sequence[str], role: str) -> None:
        clear(self.told)
        for n, line in enumerate(lines):
            self.told.addWidget(Text(line, Type.STRONG if n == 0 else Type.TEXT, role=role if n == 0 else ""))
        if lines:
            # Once the new lines have their places.
            QTimer.singleShot(0, self, self._show_told)

    def _show_told(self) -> None:
        last = self.told.itemAt(self.told.count() - 1)
        widget = last.widget() if last is not None else None
        if widget is not None:
            self.page.pages["drafts"].area.ensureWidgetVisible(widget)
