"""The office's library: a list that becomes hits by page as one types, what a document is, more files, taking away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout

from legalaid_desktop.domain.library import LibraryKind
from legalaid_desktop.presenters.library import REMOVED, LibraryPresenter
from legalaid_desktop.presenters.library_words import DocumentLine, DocumentLook, HitLine
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pages.library_card import LibraryCard
from legalaid_desktop.ui.pieces.buttons import PrimaryButton
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.fields import Field, line_field
from legalaid_desktop.ui.pieces.hit_list import HitList, HitRow
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import column
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.theme import BETWEEN, EDGE, GRID, INSIDE, LIST, Type

_LOW: Final = 520
"""px of height below which the heading is one line."""
_LEAST_ROWS: Final = 3
"""Rows that are seen at least; a low window scrolls."""
_CARD_FROM: Final = 900
"""px of the page from which the card stands beside the list."""
_WALKING: Final = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class LibraryPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter: Final = LibraryPresenter(self, self.tasks, words=lambda: words.wording)
        self.setAcceptDrops(True)
        self._hits: dict[str, HitLine] = {}
        self._wanted = ""
        self.add_button = PrimaryButton(words, "library_page.add_files", self._to_add)
        self.header = PageHeader(words, action=self.add_button)
        words.bind(self.header, self._say_heading)
        self.body.addWidget(self.header)
        self.field = line_field(words, theme, "library_page.find", "library_page.find_hint")
        self.field.setMaximumWidth(16_000)
        kinds = [("", "library_page.every_kind"), *((kind.value, f"library.kind.{kind.value}") for kind in LibraryKind)]
        kinds.append((REMOVED, "library_page.kind_removed"))
        self.kind = Choice(words, theme, "library_page.by_kind", kinds)
        self.kind.setMinimumContentsLength(10)
        self.kind.set_key("")
        self.kind.picked.connect(lambda _: self._find())
        kind = Field(words, theme, self.kind, "library_page.by_kind")
        self.body.addWidget(SideBySide((self.field, kind), wide_from=720, shares=(3, 1), spacing=INSIDE))
        self.told = Text("", Type.HINT, role="hint")
        self.documents = RowList(words, theme, "library_page.documents")
        self.documents.chosen.connect(self._open_document)
        self.documents.current_changed.connect(self._current)
        self.hits = HitList(words, theme, "library_page.hits")
        self.hits.chosen.connect(self._open_hit)
        self.hits.current_changed.connect(self._current_hit)
        self.hits.more_wanted.connect(self.presenter.more)
        self.empty = EmptyState(
            words, "library_page.empty", "library_page.add_files", lambda: desk.go("library_add", choose=True)
        )
        self.nothing = EmptyState(words, "library_page.nothing_long", "library_page.clear", self._clear)
        for part in (self.documents, self.hits, self.empty, self.nothing):
            part.hide()
        lists = column(self.told, self.documents, self.hits, self.empty, self.nothing)
        inside = lists.layout()
        assert isinstance(inside, QVBoxLayout)
        for part in (self.documents, self.hits):
            inside.setStretchFactor(part, 1000)
        inside.addStretch(1)
        self.card = LibraryCard(desk, self.presenter)
        self.card.setMinimumWidth(LIST)
        self.card.hide()
        for part in (self.documents, self.hits):
            part.setMinimumHeight(_LEAST_ROWS * part.row_height)
        self.both = SideBySide((lists, self.card), wide_from=_CARD_FROM, shares=(5, 3))
        self.body.addWidget(self.both, 1)
        self.body.setSpacing(INSIDE)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._wait.timeout.connect(self._find)
        self.field.editor.textChanged.connect(lambda: self._wait.start())
        self.field.editor.installEventFilter(self)
        desk.changed.connect(lambda kind: self._find() if kind == "library" and self.isVisible() else None)
        words.changed.connect(self._say_again)

    # --- the page

    def arrive(self, words: str | None = None, kind: str | None = None, id: str = "", **params: Any) -> None:
        if words is not None:
            self.field.editor.setText(words)
        if kind is not None:
            self.kind.set_key(kind)
        self._wanted = id
        self._find()
        self.field.editor.setFocus()
        self.field.editor.selectAll()

    def where(self) -> Mapping[str, Any]:
        return {"words": self.field.editor.text(), "kind": self.kind.key, "id": self.card.shown}

    def flush(self) -> None:
        self.card.flush()

    def escape(self) -> bool:
        if self.card.escape():
            return True
        if self.field.editor.text():
            self._clear()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW
        self.body.setContentsMargins(*((INSIDE, GRID, INSIDE, GRID) if low else (EDGE, BETWEEN, EDGE, BETWEEN)))
        self.body.setSpacing(GRID if low else INSIDE)
        self._say_heading()

    def _say_heading(self) -> None:
        low = self.height() < _LOW
        self.header.call(self.words.say("library_page.title"), "" if low else self.words.say("library_page.sentence"))

    def _say_again(self) -> None:
        if self.isVisible():
            self._find()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        files = [str(path) for path in paths if not path.is_dir()]
        event.acceptProposedAction()
        if files:
            self.desk.go("library_add", files=files)

    # --- what a person does

    def _to_add(self) -> None:
        self.desk.go("library_add", choose=True)

    def _find(self) -> None:
        self._wait.stop()
        self.presenter.find(self.field.editor.text(), self.kind.key)

    def _clear(self) -> None:
        self.field.editor.clear()
        self.kind.set_key("")
        self._find()
        self.field.editor.setFocus()

    def _open_document(self, key: str) -> None:
        if self.kind.key == REMOVED:
            self.presenter.look(key)
            return
        self.desk.go("library_reader", id=key)

    def _open_hit(self, key: str) -> None:
        hit = self._hits[key]
        self.desk.go("library_reader", id=hit.document, n=hit.n, words=self.field.editor.text())

    def _current(self, key: str) -> None:
        self.presenter.look(key)

    def _current_hit(self, key: str) -> None:
        hit = self._hits.get(key)
        if hit is not None and hit.document != self.card.shown:
            self.presenter.look(hit.document)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the line, the arrows walk the list and Enter opens what they stand on."""
        if watched is self.field.editor and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shown = self.hits if not self.hits.isHidden() else self.documents
            if event.key() in _WALKING and shown.rows:
                if not shown.currentIndex().isValid():
                    shown.select(shown.rows[0].key)
                else:
                    QApplication.sendEvent(shown, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._wait.isActive():
                    self._find()
                elif shown.rows:
                    shown.chosen.emit(shown.current_key() or shown.rows[0].key)
                return True
        return super().eventFilter(watched, event)

    # --- what the presenter shows

    def show_documents(self, lines: Sequence[DocumentLine], told: str) -> None:
        self._show_list(documents=bool(lines), hits=False)
        self.documents.put(
            [
                Row(key=one.key, title=one.title, second=one.second, word=one.word, sign="warn" if one.word else "book")
                for one in lines
            ]
        )
        self.told.tell(told, "hint")
        filtered = bool(self.kind.key)
        self.empty.setVisible(not lines and not filtered)
        self.add_button.setVisible(bool(lines) or filtered)
        self.nothing.setVisible(not lines and filtered)
        wanted, self._wanted = self._wanted, ""
        keys = [one.key for one in lines]
        if wanted in keys:
            self.documents.select(wanted)
        shown = wanted if wanted in keys else self.card.shown if self.card.shown in keys else ""
        self.presenter.look(shown or (keys[0] if keys else ""))

    def show_hits(self, hits: Sequence[HitLine], told: str, *, more: bool) -> None:
        self._hits = {hit.key: hit for hit in hits}
        self._show_list(documents=False, hits=bool(hits))
        self.hits.put([_hit_row(hit) for hit in hits], more=more)
        self.told.tell(told, "hint")
        self.empty.hide()
        self.add_button.show()
        self.nothing.setVisible(not hits)
        self.presenter.look(hits[0].document if hits else "")

    def add_hits(self, hits: Sequence[HitLine], *, more: bool) -> None:
        self._hits |= {hit.key: hit for hit in hits}
        self.hits.add([_hit_row(hit) for hit in hits], more=more)

    def _show_list(self, *, documents: bool, hits: bool) -> None:
        self.documents.setVisible(documents)
        self.hits.setVisible(hits)

    def show_document(self, look: DocumentLook | None) -> None:
        self.card.show_document(look)
        self.card.setVisible(bool(self.card.shown))

    def show_removed(self, text: str, undo: Callable[[], None]) -> None:
        self.field.editor.setFocus()  # the button that was pressed is about to go
        self.desk.toast(text, undo)
        self.desk.changed.emit("library")
        self._find()

    def library_changed(self, text: str) -> None:
        self.desk.toast(text)
        self.desk.changed.emit("library")
        self._find()

    def show_failure(self, text: str) -> None:
        self.desk.toast(text)


def _hit_row(hit: HitLine) -> HitRow:
    return HitRow(key=hit.key, title=hit.title, place=hit.place, pieces=hit.pieces, warning=hit.warning)
