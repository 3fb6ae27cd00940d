"""Help: the keys, the promises and their limits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import reading
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.theme import GRID, INSIDE, Type

_KEYS = (
    ("Ctrl+L", "lock"), ("Ctrl+N", "note"), ("Ctrl+K", "search"), ("F1", "help"), ("Esc", "back"), ("F4", "no_value"),
    ("Ctrl+Shift+Z", "journal"),
)  # fmt: skip


class HelpPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self.body.addWidget(PageHeader(words, "help.title", "help.sentence"))
        keys = Panel(said(words, "help.keys", Type.STRONG))
        grid = QGridLayout()
        grid.setHorizontalSpacing(INSIDE)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for line, (key, name) in enumerate(_KEYS):
            grid.addWidget(Text(key, Type.STRONG, wraps=False), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said(words, f"help.key.{name}"), line, 1)
        keys.body.addLayout(grid)
        panels = [keys]
        for name in ("safety", "dates"):
            panel = Panel(said(words, f"help.{name}", Type.STRONG))
            panel.body.addWidget(said(words, f"help.{name}_text"))
            panels.append(panel)
        for panel in panels:
            self.body.addWidget(reading(panel))
        self.body.addStretch(1)
