"""The columns of the draft page: three on a great screen, two on a usual one, one on a small one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from legalaid_desktop.ui.theme import EDGE, GRID, INSIDE, LIST
from legalaid_desktop.ui.words import Words

_THIRD_COLUMN: Final = 1920
"""px of the window from which checks have a column of their own."""
_SIDE: Final = LIST + EDGE + 72
"""px of the column beside the pages: as wide as its four tabs with their counts."""
_ONE_COLUMN: Final = 820
"""px of the page below which pages and panes take turns."""
_WIDEST: Final = 16_777_215
"""px, Qt's own: no bound."""
PANES: Final = ("ask", "checks", "annexes", "pages", "life")
PAGES: Final = PANES.index("pages")
_CHECKS: Final = PANES.index("checks")


class DraftColumns(QWidget):
    """``sides``: the panes beside the pages by name; ``middles``: what stands in the place of the pages, they first.
    The tabs of the side column have one more, for the pages, that shows where there is one column alone."""

    def __init__(self, words: Words, *, sides: Mapping[str, QWidget], middles: Sequence[QWidget]) -> None:
        super().__init__()
        self._words, self._sides = words, sides
        self.wide = self.narrow = False
        self.tabs = QTabBar()
        self.tabs.setObjectName("narrow")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for _ in PANES:
            self.tabs.addTab("")
        self.tabs.setTabVisible(PAGES, False)
        self.side = QStackedWidget()
        for pane in sides.values():
            self.side.addWidget(pane)
        self.tabs.currentChanged.connect(self._show_side)
        self.left = QWidget()
        inside = QVBoxLayout(self.left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID)
        inside.addWidget(self.tabs)
        inside.addWidget(self.side, 1)
        self.left.setFixedWidth(_SIDE)
        self.middle = QStackedWidget()
        for widget in middles:
            self.middle.addWidget(widget)
        self.right = QWidget()
        self.right.setFixedWidth(LIST + EDGE)
        self._right_column = QVBoxLayout(self.right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self.right.hide()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(INSIDE)
        self._line.addWidget(self.left)
        self._line.addWidget(self.middle, 1)
        self._line.addWidget(self.right)

    @property
    def pane(self) -> str:
        """Name of the pane in front."""
        return PANES[self.tabs.currentIndex()]

    def say(self, counts: Mapping[str, int]) -> None:
        """Name the tabs, each with how much is open in it."""
        self.tabs.setAccessibleName(self._words.say("draft.panes"))
        for number, name in enumerate(PANES):
            text = self._words.say(f"draft.pane.{name}")
            count = counts.get(name, 0)
            shown = f"{text} ({count})" if count else text
            self.tabs.setTabText(number, shown)
            self.tabs.setAccessibleTabName(number, shown)
            self.tabs.setTabToolTip(number, f"{text} (Alt+{number + 1})")

    def fit(self, window: int, page: int) -> bool:
        """Take as many columns as fit these px of the window and of the page; ``True`` where that changed."""
        wide, narrow = window >= _THIRD_COLUMN, page < _ONE_COLUMN
        if (wide, narrow) == (self.wide, self.narrow):
            return False
        self.wide, self.narrow = wide, narrow
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.left.setMinimumWidth(0 if narrow else _SIDE)
        self.left.setMaximumWidth(_WIDEST if narrow else _SIDE)
        self.tabs.setTabVisible(PAGES, narrow)
        if not narrow and self.tabs.currentIndex() == PAGES:
            self.tabs.setCurrentIndex(0)
        self._place_checks()
        return True

    def _place_checks(self) -> None:
        checks = self._sides["checks"]
        if self.wide:
            self._right_column.addWidget(checks)
            checks.show()
            self.right.show()
            if self.tabs.currentIndex() == _CHECKS:
                self.tabs.setCurrentIndex(0)
        else:
            self.side.insertWidget(_CHECKS, checks)
            self.right.hide()
        self.tabs.setTabVisible(_CHECKS, not self.wide)
        self._show_side(self.tabs.currentIndex())

    def _show_side(self, index: int) -> None:
        pages = index == PAGES
        if not pages:
            self.side.setCurrentWidget(self._sides[PANES[index]])
        self.side.setVisible(not pages)
        self.left.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum if pages else QSizePolicy.Policy.Preferred
        )
        self.middle.setVisible(pages or not self.narrow)

    def bring(self, name: str) -> None:
        """A pane to the front; checks that have a column of their own are there already."""
        if not (name == "checks" and self.wide):
            self.tabs.setCurrentIndex(PANES.index(name))

    def bring_middle(self) -> None:
        """What stands in the middle, where that takes turns with the panes."""
        if self.narrow:
            self.tabs.setCurrentIndex(PAGES)
