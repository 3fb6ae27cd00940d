"""What a page is, and how the window learns of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.theme import BETWEEN, EDGE


class Page(QWidget):
    """One screen. Kept once it was made; made when it is first shown.

    ``self.desk`` has the surroundings, ``self.tasks`` the way off the Qt thread. Lay widgets into ``self.body`` (a
    column with the page's margins that scrolls when the window is low), or pass ``scrolls=False`` and fill
    ``self.body`` with what scrolls by itself.
    """

    def __init__(self, desk: Desk, *, scrolls: bool = True) -> None:
        super().__init__()
        self.desk: Final = desk
        self.words: Final = desk.words
        self.tasks: Final = desk.tasks(self)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QWidget(self)
        inner.setObjectName("scrolled")
        self.body: Final = QVBoxLayout(inner)
        self.body.setContentsMargins(EDGE, BETWEEN, EDGE, BETWEEN)
        self.body.setSpacing(BETWEEN)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if scrolls:
            area = QScrollArea(self)
            area.setObjectName("scroll")
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            area.setWidget(inner)
            outer.addWidget(area)
            self.scroll_area: QScrollArea | None = area
        else:
            outer.addWidget(inner)
            self.scroll_area = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The stack gives the focus to a page that has nothing to type into: its keys scroll.
        if self.scroll_area is not None:
            self.scroll_area.setFocus(event.reason())

    def arrive(self, **params: Any) -> None:
        """The page is about to be seen, with what ``desk.go`` was given. Load what it shows, set the cursor."""

    def leave(self) -> None:
        """Another page is about to be seen. Keep what was typed, as in :meth:`flush`."""
        self.flush()

    def flush(self) -> None:
        """Hand all that was typed and not yet kept to the vault's lane, without asking and without waiting.

        Called before each lock; what is asked here is done before the vault closes.
        """

    def where(self) -> Mapping[str, Any] | None:
        """Plain values that :meth:`arrive` understands, to come back to the same word after a lock; ``None`` when
        the page is no place to come back to."""
        return {}

    def writes_in(self) -> tuple[str, str]:
        """Reference of the case and language of the paper that is written here, each empty where there is none: the
        spelling check knows that case's names."""
        where = self.where() or {}
        return str(where.get("ref") or ""), str(where.get("language") or "")

    def escape(self) -> bool:
        """Esc was pressed. Return whether the page did something with it; else the window goes back."""
        return False


@dataclass(frozen=True, kw_only=True)
class PageSpec:
    """How the window knows a page. ``title`` is a wording id; ``icon`` a name of :mod:`ui.icons`."""

    key: str
    title: str
    make: Callable[[Desk], Page]
    icon: str = ""
    rail: bool = False
    shortcut: str = ""
    """From anywhere in the open window, such as ``Ctrl+N``."""
