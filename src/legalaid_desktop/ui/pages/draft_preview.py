"""The very pages of the paper, and a paragraph opened for writing by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.draft_evidence import cite_in
from legalaid_desktop.presenters.draft_look import BlockLine, DraftLook
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.draft_citing import CitePanel
from legalaid_desktop.ui.pages.draft_pane import DraftHost
from legalaid_desktop.ui.pages.draft_quoting import QuotePanel
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import text_field
from legalaid_desktop.ui.pieces.labels import Panel, Text
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.page_view import PageView, image_of
from legalaid_desktop.ui.pieces.sign_buttons import BareSign
from legalaid_desktop.ui.theme import GRID, INSIDE, Type

_A4: Final = (595.28, 841.89)
_WIDEST: Final = 1.5
"""Logical px a point at zoom 1; a page is not made wider than that by a wide window."""
_PAUSE: Final = 600
"""ms after the last key until the pages are made anew."""
_AT_MOST: Final = 800
"""ms after the first key until what is typed is in the vault, however fast the typing goes on."""
_ROOM_FOR_BOTH: Final = 420
"""px of height from which pages and the open paragraph stand together."""
_ROOM_FOR_QUOTES: Final = 760
"""As before, with quotations to choose from."""


class PreviewPane(QWidget):
    def __init__(self, desk: Desk, page: DraftHost) -> None:
        super().__init__()
        self.desk, self.words, self.page = desk, desk.words, page
        words, theme = desk.words, desk.theme
        self.look: DraftLook | None = None
        self._at = -1
        self._editing = ""
        self._own: str | None = None
        self._dirty = self._showing = False
        self.view = PageView(theme)
        words.bind(self.view, self._say)
        self.view.pressed.connect(self._press)
        self.view.stepped.connect(self._step)
        self.view.entered.connect(self.edit_current)
        self.view.zoom_changed.connect(lambda _: self._render())
        self.view.verticalScrollBar().valueChanged.connect(lambda _: self._tell_page())
        self.told = Text("", Type.HINT, role="hint", wraps=False)
        self.smaller = BareSign(words, theme, "draft.smaller", "minus", lambda: self.view.step_zoom(-1))
        self.larger = BareSign(words, theme, "draft.larger", "add", lambda: self.view.step_zoom(1))
        self.edit_button = Button(words, "draft.edit_paragraph", self.edit_current, kind="quiet")
        self.editor = text_field(words, theme, "draft.paragraph", "draft.paragraph_hint", lines=5)
        self.editor.setMaximumWidth(16_000)
        self.take_back = Button(words, "draft.take_back", self._take_back, kind="quiet")
        self.panel = Panel()
        self.panel.body.setSpacing(GRID)
        self.panel.body.addWidget(self.editor)
        self.cite = CitePanel(desk, self._cite, self.editor.editor.setFocus)
        self.cite_button = Button(words, "draft.cite.open", self.open_cite, kind="quiet")
        self.quote = QuotePanel(
            desk, desk.tasks(self), take=self.put_text, open_page=self._to_page, leave=self._leave_quote
        )
        self.quote_button = Button(words, "draft.quote.open", self.open_quote, kind="quiet")
        self.panel.body.addWidget(self.cite)
        self.panel.body.addWidget(self.quote)
        self.panel.body.addWidget(
            row(self.take_back, self.cite_button, self.quote_button, None,
                Button(words, "form.done", self.close_editor))
        )  # fmt: skip
        cite_key = QShortcut(QKeySequence("Ctrl+J"), self.panel)
        cite_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        cite_key.activated.connect(self.open_cite)
        quote_key = QShortcut(QKeySequence("Ctrl+Shift+J"), self.panel)
        quote_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        quote_key.activated.connect(self.open_quote)
        self.panel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.view, 1)
        column.addWidget(self.panel)
        column.addWidget(row(self.told, None, self.edit_button, self.smaller, self.larger))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._keep)
        self._at_most = QTimer(self)
        self._at_most.setSingleShot(True)
        self._at_most.setInterval(_AT_MOST)
        self._at_most.timeout.connect(self._save)
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(120)
        self._resized.timeout.connect(self._render)
        self.editor.editor.textChanged.connect(self._typed)

    # --- the pages

    def show_look(self, look: DraftLook) -> None:
        key = self._block.key if self._block is not None else ""
        self.look = look
        self._at = next((n for n, one in enumerate(look.blocks) if one.key == key), -1)
        self.page.presenter.scale = self._scale()
        if self._editing and not self._dirty:
            block = self._block
            if block is not None:
                self.take_back.setEnabled(block.edited)

    def _scale(self) -> float:
        """Pixels a point: the page as wide as its column, times the zoom, times the screen's own ratio."""
        room = max(self.view.width() - 2 * INSIDE - 18, 200)
        return min(room / _A4[0], _WIDEST) * self.view.zoom * self.devicePixelRatioF()

    def _render(self) -> None:
        if self.look is not None:
            self.page.presenter.render(self._scale())

    def show_pages(self, pages: Sequence[Any], scale: float) -> None:
        ratio = self.devicePixelRatioF()
        self.view.show_images([image_of(one.width, one.height, one.rgba, ratio) for one in pages])
        self._mark(scroll=False)
        self._tell_page()

    def _tell_page(self) -> None:
        if self.view.pages:
            self.told.setText(self.words.say("draft.page_of", number=self.view.current_page() + 1, n=self.view.pages))

    def _say(self) -> None:
        block = self._block
        name = self.words.say("draft.pages")
        self.view.setAccessibleName(f"{name}. {block.text}" if block is not None else name)
        self._tell_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized.start()

    # --- a paragraph

    @property
    def _block(self) -> BlockLine | None:
        if self.look is None or not 0 <= self._at < len(self.look.blocks):
            return None
        return self.look.blocks[self._at]

    def _press(self, page: int, share: float) -> None:
        """The paragraph that was pressed."""
        if self.look is None:
            return
        here = [
            n for n, one in enumerate(self.look.blocks)
            if (one.page, one.top) <= (page + 1, share * _A4[1])
        ]  # fmt: skip
        if here:
            self._at = here[-1]
            self._mark(scroll=False)
            self.edit_current()

    def _step(self, step: int) -> None:
        if self.look is None or not self.look.blocks:
            return
        self.flush()
        self._at = min(max(self._at + step, 0), len(self.look.blocks) - 1)
        self._mark()
        if self._editing:
            self.edit_current(focus=False)

    def _mark(self, *, scroll: bool = True) -> None:
        block = self._block
        if block is None or self.look is None:
            self.view.unmark()
            return
        follower = self.look.blocks[self._at + 1] if self._at + 1 < len(self.look.blocks) else None
        bottom = follower.top if follower is not None and follower.page == block.page else _A4[1] - 56
        top, low = block.top / _A4[1], max(bottom, block.top + 16) / _A4[1]
        if scroll:
            self.view.mark(block.page - 1, top, low)
        else:
            self.view.sheets.band = (block.page - 1, top, low)
            self.view.sheets.update()
        self.edit_button.setEnabled(block.editable)
        self._say()

    def go_to(self, key: str) -> None:
        """Show a paragraph and open it."""
        if self.look is None:
            return
        for number, block in enumerate(self.look.blocks):
            if block.key == key:
                self._at = number
                self._mark()
                self.edit_current()
                return

    def edit_current(self, *, focus: bool = True) -> None:
        if self._block is None:
            self._step(1)
        block = self._block
        if block is None:
            return
        self.flush()
        if not block.editable:
            self.close_editor()
            self.desk.toast(self.words.say("draft.table_by_records"))
            return
        self._editing = block.key
        self._showing = True
        self.editor.editor.setPlainText(block.text)
        # As the editor gives it back: it knows no no-break spaces.
        self._own = None if block.edited else self.editor.editor.toPlainText()
        self._showing = False
        self.take_back.setEnabled(block.edited)
        self.panel.show()
        # On a low screen the paragraph takes the room of the pages while it is written.
        self.view.setVisible(self.height() >= _ROOM_FOR_BOTH)
        if focus:
            self.editor.editor.setFocus()

    def close_editor(self) -> None:
        if self._dirty:
            self._keep()
        self._editing = ""
        self.cite.hide()
        self.quote.hide()
        self.panel.hide()
        self.view.show()
        self.view.setFocus()

    def open_cite(self) -> None:
        """Choose what to cite at the cursor."""
        if self.look is not None and self._editing:
            self.quote.hide()
            self.cite.open(self.look.citables)

    def open_quote(self) -> None:
        """Look for a quotation to put at the cursor: one of the case, or a page of the library."""
        if self.look is not None and self._editing:
            self.cite.hide()
            self.view.setVisible(self.height() >= _ROOM_FOR_QUOTES)
            self.quote.open(self.look)

    def _leave_quote(self) -> None:
        self.view.setVisible(self.height() >= _ROOM_FOR_BOTH)
        self.editor.editor.setFocus()

    def put_text(self, text: str) -> None:
        """Put a text at the cursor of the open paragraph, with spaces where words stand on either side."""
        self.view.setVisible(self.height() >= _ROOM_FOR_BOTH)
        cursor = self.editor.editor.textCursor()
        whole = self.editor.editor.toPlainText()
        before, after = whole[: cursor.position()], whole[cursor.position() :]
        lead = " " if before and not before[-1].isspace() else ""
        cursor.insertText(lead + text + (" " if after and after[0].isalnum() else ""))
        self.editor.editor.setTextCursor(cursor)
        self.editor.editor.setFocus()

    def to_end(self) -> None:
        """Put the cursor behind the last word of the open paragraph."""
        self.editor.editor.moveCursor(QTextCursor.MoveOperation.End)

    @property
    def is_editing(self) -> bool:
        """Whether a paragraph is open for writing."""
        return bool(self._editing)

    def _to_page(self, id: str, n: int, sought: str) -> None:
        look = self.look
        if look is not None:
            place = {name: value for name, value in self.where().items() if name != "page"}
            self.desk.go(
                "library_reader", id=id, n=n, words=sought, ref=look.ref, document=look.document,
                language=look.language, **place,
            )  # fmt: skip

    def _cite(self, notation: str) -> None:
        editor = self.editor.editor
        cursor = editor.textCursor()
        text, at = cite_in(editor.toPlainText(), cursor.position(), notation)
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(at)
        editor.setTextCursor(cursor)
        editor.setFocus()

    def _typed(self) -> None:
        if not self._showing and self._editing:
            self._dirty = True
            self._pause.start()
            if not self._at_most.isActive():
                self._at_most.start()

    def _save(self) -> None:
        """Into the vault, while the typing goes on."""
        self._hand_over()
        self.page.presenter.keep(look=False)

    def _keep(self) -> None:
        self.flush()
        self.page.presenter.keep()

    def flush(self) -> None:
        """Hand what is typed to the presenter; it is kept with the presenter's next keeping."""
        self._pause.stop()
        self._at_most.stop()
        self._hand_over()

    def _hand_over(self) -> None:
        if self._dirty and self._editing:
            self._dirty = False
            text = self.editor.editor.toPlainText()
            # What was typed and rubbed out again is no edit: the paragraph goes on following the case.
            self.page.presenter.edit(self._editing, None if text == self._own else text)

    def _take_back(self) -> None:
        key, before = self._editing, self.editor.editor.toPlainText()
        self._dirty = False
        self._pause.stop()
        self._put(key, None)
        self.close_editor()
        self.desk.toast(self.words.say("draft.taken_back"), lambda: self._put(key, before))

    def _put(self, key: str, text: str | None) -> None:
        self.page.presenter.edit(key, text)
        self.page.presenter.keep()

    def escape(self) -> bool:
        if self.cite.escape() or self.quote.escape():
            return True
        if not self.panel.isHidden():
            self.close_editor()
            return True
        return False

    def forget(self) -> None:
        self.flush()
        self._at, self._editing, self.look = -1, "", None
        self.panel.hide()
        self.view.show()
        self.view.show_images(())
        self.view.unmark()

    def where(self) -> Mapping[str, Any]:
        place: dict[str, Any] = {"page": self.view.current_page()}
        if self._editing:
            place["block"] = self._editing
            place["block_at"] = self.editor.editor.textCursor().position()
        return place

    def come_back(self, place: Mapping[str, Any]) -> None:
        key = str(place.get("block") or "")
        if key:
            self.go_to(key)
            cursor = self.editor.editor.textCursor()
            cursor.setPosition(min(int(place.get("block_at", 0)), len(self.editor.editor.toPlainText())))
            self.editor.editor.setTextCursor(cursor)
