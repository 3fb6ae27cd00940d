"""Quotations from the library in a paper: a bar that holds one until it has its place, and a panel to look for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from legalaid_desktop.presenters.draft_look import DraftLook
from legalaid_desktop.presenters.draft_quote import QuoteLook, QuotePresenter
from legalaid_desktop.presenters.forms.options import cut
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.tasks import TaskRunner
from legalaid_desktop.ui.theme import GRID, Type

_HEIGHT: Final = 180
"""px of the list: the paragraph stays in sight."""
_SHOWN: Final = 140
_PAUSE: Final = 150
_BESIDE: Final = 700
"""px of the bar from which its buttons stand beside the text."""


class QuoteBar(QFrame):
    """Stands over the pages while a quotation waits for its place. ``put`` comes with it; it stays until it is put, or
    sent away."""

    put = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.words = desk.words
        self.line = ""
        self.text = Text("")
        self.put_button = Button(desk.words, "draft.quote.put", self._put)
        self.drop_button = Button(desk.words, "draft.quote.drop", lambda: self.hold(""), kind="quiet")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        buttons = row(self.put_button, self.drop_button, None)
        inside.addWidget(SideBySide((self.text, buttons), wide_from=_BESIDE, shares=(3, 1), spacing=GRID))
        desk.words.bind(self, self._say)
        self.hide()

    def hold(self, line: str) -> None:
        """Keep a quotation at hand; an empty one takes the bar away."""
        self.line = line
        self._say()
        self.setVisible(bool(line))

    def _put(self) -> None:
        if self.line:
            self.put.emit(self.line)

    def _say(self) -> None:
        said = self.words.say("draft.quote.ready", text=cut(self.line, _SHOWN)) if self.line else ""
        self.text.setText(said)
        self.setAccessibleName(said or self.words.say("draft.quote.open"))


class QuotePanel(QWidget):
    """A line to type words into: quotations of the case that hold them, and pages of the library. Enter takes the first
    or marked one: a quotation goes to the cursor, a page is opened to mark the words on it."""

    def __init__(
        self,
        desk: Desk,
        tasks: TaskRunner,
        *,
        take: Callable[[str], None],
        open_page: Callable[[str, int, str], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self.words = desk.words
        self._take, self._open_page, self._leave = take, open_page, leave
        self.presenter: Final = QuotePresenter(self, tasks, words=lambda: desk.words.wording)
        self._draft: DraftLook | None = None
        self._lines: dict[str, str] = {}
        self._pages: dict[str, tuple[str, int]] = {}
        self.sought = line_field(desk.words, desk.theme, "draft.quote.find", "draft.quote.hint")
        self.told = Text("", Type.HINT, role="hint")
        self.rows = RowList(desk.words, desk.theme, "draft.quote.list")
        self.rows.setMinimumHeight(2 * self.rows.row_height)
        self.rows.setMaximumHeight(_HEIGHT)
        self.rows.chosen.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.sought)
        column.addWidget(self.told)
        column.addWidget(self.rows)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE)
        self._wait.timeout.connect(self._find)
        self.sought.editor.textEdited.connect(lambda _: self._wait.start())
        self.sought.editor.returnPressed.connect(self._first)
        self.sought.editor.installEventFilter(self)
        self.hide()

    def open(self, look: DraftLook) -> None:
        self._draft = look
        self._find()
        self.show()
        self.sought.editor.setFocus()
        self.sought.editor.selectAll()

    def _find(self) -> None:
        self._wait.stop()
        if self._draft is not None:
            self.presenter.find(self._draft.ref, self._draft.language, self.sought.editor.text())

    def _first(self) -> None:
        if self._wait.isActive():
            self._find()
        elif self.rows.rows:
            self._chosen(self.rows.rows[0].key)

    def _chosen(self, key: str) -> None:
        if key in self._lines:
            self.hide()
            self._take(self._lines[key])
        elif key in self._pages:
            self.hide()
            id, n = self._pages[key]
            self._open_page(id, n, self.sought.editor.text())

    def show_quotes(self, look: QuoteLook) -> None:
        self._lines = {f"quote:{one.key}": one.line for one in look.quotes}
        self._pages = {f"page:{hit.key}": (hit.document, hit.n) for hit in look.hits}
        rows = [
            Row(
                key=f"quote:{one.key}", title=cut(one.title, _SHOWN), second=one.second, sign="paper",
                word=self.words.say("draft.quote.kept"),
            )
            for one in look.quotes
        ]  # fmt: skip
        rows += [
            Row(
                key=f"page:{hit.key}", title=hit.title, sign="book", word=hit.warning,
                second=f"{hit.place} — {''.join(text for text, _ in hit.pieces)}",
            )
            for hit in look.hits
        ]  # fmt: skip
        self.rows.put(rows)
        self.rows.setVisible(bool(rows))
        self.told.tell(look.told, "hint")

    def show_quote_failure(self, text: str) -> None:
        self.told.tell(text, "harm")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.rows.setFocus()
            if self.rows.rows:
                self.rows.setCurrentIndex(self.rows.model().index(0, 0))
            return True
        return super().eventFilter(watched, event)

    def escape(self) -> bool:
        if self.isHidden():
            return False
        self.hide()
        self._leave()
        return True
