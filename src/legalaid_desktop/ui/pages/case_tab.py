"""What the tabs of the case page have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import Line
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.rows import Row
from legalaid_desktop.ui.theme import BETWEEN, GRID

if TYPE_CHECKING:
    from legalaid_desktop.presenters.case import CasePresenter
    from legalaid_desktop.ui.tasks import TaskRunner


class CaseHost(Protocol):
    """The case page, as its tabs see it."""

    presenter: CasePresenter

    @property
    def tasks(self) -> TaskRunner: ...

    @property
    def pages(self) -> Mapping[str, CaseTab]: ...

    def edit(self, kind: str, key: str, *, field: str = "", at: int = -1, **preset: Any) -> None: ...

    def show_tab(self, name: str) -> None: ...

    def say_done(self, text: str, undo: Callable[[], None] | None) -> None: ...

    def tell_changed(self, kind: str) -> None: ...

    def show_failure(self, text: str) -> None: ...


class CaseTab(QWidget):
    """``self.body`` is a column that scrolls. :meth:`show_data` draws the case anew."""

    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__()
        self.desk, self.words, self.page = desk, desk.words, page
        self.data: CaseData | None = None
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, GRID, BETWEEN)
        self.body.setSpacing(BETWEEN)
        self.area = QScrollArea()
        self.area.setObjectName("scroll")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def show_data(self, data: CaseData) -> None:
        self.data = data

    def forget(self) -> None:
        """Another case comes: nothing of this one stays."""

    def flush(self) -> None:
        """Keep what is typed on the tab itself."""

    def where(self) -> Mapping[str, Any]:
        """JSON values for :meth:`come_back`."""
        return {}

    def come_back(self, state: Mapping[str, Any]) -> None:
        """To where one was before the lock."""
        self.take_focus()

    def go_to(self, kind: str, key: str) -> None:
        """Show one record."""

    def take_focus(self) -> None:
        """Put the cursor where the next word or choice goes."""

    def escape(self) -> bool:
        return False


def rows_of(lines: Iterable[Line], *, with_kind: bool = False) -> list[Row]:
    """Rows for a list; ``with_kind`` puts the kind before the key, for lists of several kinds."""
    return [
        Row(
            key=f"{line.kind}:{line.key}" if with_kind else line.key,
            title=line.title,
            second=line.second,
            strip=line.strip,
            word=line.word,
            sign=line.sign,
        )
        for line in lines
    ]


def clear(layout: QVBoxLayout) -> None:
    """Take every widget out of a column."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
