"""What the panes of the draft page have in common: a column that scrolls."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from legalaid_desktop.presenters.draft import DraftPresenter
from legalaid_desktop.presenters.draft_look import DraftLook, Target
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.theme import GRID, INSIDE


class DraftHost(Protocol):
    """The draft page, as its panes see it."""

    presenter: DraftPresenter

    def go_to(self, target: Target) -> None: ...

    def show_pane(self, name: str) -> None: ...

    def close_export(self) -> None: ...

    def open_pairs(self) -> None: ...

    def open_reasons(self) -> None: ...

    def to_pages(self) -> None:
        """Put the cursor into the pages."""


class DraftPane(QWidget):
    def __init__(self, desk: Desk, page: DraftHost) -> None:
        super().__init__()
        self.desk, self.words, self.page = desk, desk.words, page
        self.look: DraftLook | None = None
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, GRID, INSIDE)
        self.body.setSpacing(INSIDE)
        self.area = QScrollArea()
        self.area.setObjectName("scroll")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def show_look(self, look: DraftLook) -> None:
        self.look = look

    def forget(self) -> None:
        """Another paper comes: nothing of this one stays."""
        self.look = None

    def take_focus(self) -> None:
        """Put the cursor into the pane."""
