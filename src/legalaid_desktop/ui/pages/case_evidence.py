"""Evidence: taken in by drop, Ctrl+V or «Добавить…»; looked at in the own viewer; out only by an open step."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import evidence_lines
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.evidence_content import Content, read_content
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import CaseHost, CaseTab, rows_of
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.fields import TextEdit
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.page_view import PageView, image_of
from legalaid_desktop.ui.pieces.paths import choose_file, choose_new_file
from legalaid_desktop.ui.pieces.rows import RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.sign_buttons import SignButton
from legalaid_desktop.ui.theme import GRID, INSIDE, Type

_CLIPBOARD_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp")
"""Best first."""


class EvidenceTab(CaseTab):
    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self.setAcceptDrops(True)
        self._shown = ""
        self._content: Content | None = None
        self._first = 0
        self._earlier: list[int] = []
        self._mark = 0
        self.add = SignButton(words, theme, "case.add_evidence", "add", self._choose, kind="")
        self.hint = said(words, "case.evidence_hint", Type.HINT, role="hint")
        self.rows = RowList(words, theme, "case.tab.evidence")
        self.rows.chosen.connect(self.open_piece)
        self.empty = EmptyState(words, "case.no_evidence")
        self.viewer = self._viewer()
        self.viewer.hide()
        self.list = QWidget()
        left = QVBoxLayout(self.list)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(GRID)
        left.addWidget(row(self.add, None))
        left.addWidget(self.hint)
        left.addWidget(self.rows, 1)
        left.addWidget(self.empty)
        left.addStretch(0)
        self.both = SideBySide((self.list, self.viewer), wide_from=760, shares=(2, 3))
        self.both.turned.connect(lambda _: self._make_room())
        self.body.addWidget(self.both, 1)
        paste = QShortcut(QKeySequence("Ctrl+V"), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)

    def _viewer(self) -> QWidget:
        words, theme = self.words, self.desk.theme
        panel = Panel()
        self.title = Text("", Type.STRONG)
        self.told = Text("", Type.HINT, role="hint")
        self.pages = PageView(theme)
        self.pages.zoom_changed.connect(lambda _: self._render())
        words.bind(self.pages, lambda: self.pages.setAccessibleName(words.say("case.viewer")))
        self.text = TextEdit(lines=12, grows=True)
        self.text.setReadOnly(True)
        words.bind(self.text, lambda: self.text.setAccessibleName(words.say("case.viewer")))
        self.nothing = QWidget()
        self.faces = QStackedWidget()
        for face in (self.nothing, self.pages, self.text):
            self.faces.addWidget(face)
        self.earlier = Button(words, "foreign.earlier", self._turn_back, kind="quiet")
        self.later = Button(words, "foreign.later", self._turn_on, kind="quiet")
        self.which = Text("", Type.HINT, role="hint")
        self.turning = row(self.earlier, self.which, self.later, None)
        self.turning.hide()
        self.attach = Button(words, "case.attach_file", self._choose_for_shown)
        self.edit = Button(words, "case.edit_evidence", lambda: self.page.edit("evidence", self._shown))
        self.export = Button(words, "case.export_evidence", self._export, kind="harm")
        self.remove = Button(words, "form.remove", lambda: self._remove(), kind="quiet")
        panel.body.addWidget(self.title)
        panel.body.addWidget(self.told)
        panel.body.addWidget(self.faces, 1)
        panel.body.addWidget(self.turning)
        panel.body.addWidget(
            SideBySide(
                (row(self.edit, self.attach, self.remove, None), row(None, self.export)), wide_from=560, spacing=GRID
            )
        )
        self.out_hint = said(words, "case.export_hint", Type.HINT, role="hint")
        panel.body.addWidget(self.out_hint)
        return panel

    # --- in

    def _choose(self) -> None:
        choose_file(self, self.words, "case.add_evidence", lambda path: self.page.presenter.add_evidence((path,)))

    def _choose_for_shown(self) -> None:
        key = self._shown
        choose_file(self, self.words, "case.attach_file", lambda path: self.page.presenter.attach(key, path))

    def _paste(self) -> None:
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> bool:
        """Files by their paths; a picture from the clipboard by its bytes, never through a temporary file."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        # A device or a pipe goes on, too: whoever drops it is told that it is no ordinary file.
        files = [path for path in paths if path.exists() and not path.is_dir()]
        if files:
            self.page.presenter.add_evidence(files)
            return True
        for form in _CLIPBOARD_PICTURES:
            if data.hasFormat(form):
                # As the other program gave it: nothing foreign is decoded in this process.
                given = bytes(data.data(form).data())
                self.page.presenter.add_pasted(given, self.words.say("case.pasted_picture"))
                return True
        if data.hasImage():
            image = data.imageData()
            if isinstance(image, QImage) and not image.isNull():
                buffer = QBuffer()
                buffer.open(QIODevice.OpenModeFlag.WriteOnly)
                image.save(buffer, "PNG")  # type: ignore[call-overload]
                self.page.presenter.add_pasted(bytes(buffer.data().data()), self.words.say("case.pasted_picture"))
                return True
        self.desk.toast(self.words.say("case.nothing_to_paste"))
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    # --- looking

    def open_piece(self, key: str) -> None:
        """Show one piece in the viewer."""
        self._shown = key
        self._content = None
        self._first = 0
        self._earlier = []
        self.turning.hide()
        self._describe()
        self.faces.setCurrentWidget(self.nothing)
        self.viewer.show()
        self._make_room()
        if self.data is not None and key in self.data.files:
            self.told.tell(self.words.say("case.opening"), "hint")
            self.page.presenter.open_evidence(key)

    def _make_room(self) -> None:
        """Where the list and the viewer do not fit side by side, the open piece takes the place of the list."""
        self.list.setVisible(self.both.wide or self.viewer.isHidden())
        self.viewer.setMinimumHeight(0 if self.both.wide else 420)

    def _describe(self) -> None:
        data = self.data
        piece = (
            next((one for one in (data.record.evidence or ()) if str(one.id) == self._shown), None) if data else None
        )
        if piece is None or data is None:
            self.viewer.hide()
            self._shown = ""
            return
        has_file = self._shown in data.files
        self.title.setText(piece.title or self.words.say("case.evidence_empty"))
        for widget in (self.export, self.out_hint):
            widget.setVisible(has_file)
        self.attach.setVisible(not has_file)
        if not has_file:
            self.told.tell(self.words.say("case.no_file_hint"), "hint")
        elif self._content is not None:
            seal = self.words.say("case.seal", sha=data.files[self._shown].sha256)
            if self._content.promised:
                other = self.words.say("foreign.other_kind", kind=self.words.say(self._content.promised))
                self.told.tell(f"{other}\n{seal}", "unchecked")
            else:
                self.told.tell(seal, "hint")

    def show_content(self, key: str, content: bytes) -> None:
        """Bytes came out of the vault; they are turned into pictures beside the Qt thread."""
        if key != self._shown:
            return
        self._bytes = content
        self._render()

    def _render(self) -> None:
        key, content, first = self._shown, getattr(self, "_bytes", b""), self._first
        ratio = self.devicePixelRatioF()
        name = self._file_name()
        width = round(self._page_width() * ratio)
        self.page.tasks.aside(
            lambda: read_content(content, width=width, first=first, name=name),
            done=lambda read: self._read(key, read, ratio),
            failed=self._unreadable,
            latest="viewer",
        )

    def _page_width(self) -> float:
        """Logical px: as wide as the viewer, times the zoom."""
        return max(self.pages.width() - 2 * INSIDE - 18, 200) * self.pages.zoom

    def _unreadable(self, error: LegalAidError) -> None:
        """The file stays in the vault as it came; only looking at it is refused."""
        self.turning.hide()
        self.faces.setCurrentWidget(self.nothing)
        self.told.tell(f"{self.words.say('foreign.kept')} {error_words(error, self.words.wording)}", "unchecked")

    def _turn_on(self) -> None:
        """To the page after the last one shown."""
        if self._content is not None and self._content.after < self._content.total:
            self._earlier.append(self._first)
            self._first = self._content.after
            self._turned()

    def _turn_back(self) -> None:
        """To where one came from."""
        self._first = self._earlier.pop() if self._earlier else 0
        self._turned()

    def _turned(self) -> None:
        self.pages.go_to_page(0)
        self._render()

    def _read(self, key: str, content: Content, ratio: float) -> None:
        if key != self._shown:
            return
        self._content = content
        if content.pages:
            self.pages.show_images([image_of(one.width, one.height, one.rgba, ratio) for one in content.pages])
            self.faces.setCurrentWidget(self.pages)
            self._tell_pages(content)
        elif content.text is not None:
            self.text.setPlainText(content.text)
            self.faces.setCurrentWidget(self.text)
        else:
            self.told.tell(self.words.say("case.cannot_show"), "unchecked")
            return
        self._describe()

    def _tell_pages(self, content: Content) -> None:
        """A long file comes in parts: a few pages at a time, each part read by a process of its own."""
        self.turning.setVisible(content.total > len(content.pages))
        last = content.after
        self.which.setText(self.words.say("foreign.pages", first=content.first + 1, last=last, total=content.total))
        self.earlier.setEnabled(content.first > 0)
        self.later.setEnabled(last < content.total)

    def _export(self) -> None:
        key = self._shown
        choose_new_file(
            self,
            self.words,
            "case.export_evidence",
            lambda path: self.page.presenter.export_evidence(key, path),
            name=self._neutral_name(),
        )

    def _neutral_name(self) -> str:
        """A name that says nothing; only the ending of the file that was taken in is kept."""
        return f"paper{Path(self._file_name()).suffix[:8].lower()}"

    def _file_name(self) -> str:
        """Of the file that was taken in; empty for one that came from the clipboard."""
        pieces = (self.data.record.evidence or ()) if self.data is not None else ()
        return next((one.file or "" for one in pieces if str(one.id) == self._shown), "")

    def _remove(self) -> None:
        key, self._shown = self._shown, ""
        self.viewer.hide()
        self._make_room()
        self.page.presenter.remove("evidence", key)
        self.take_focus()

    # --- the tab

    def show_data(self, data: CaseData) -> None:
        super().show_data(data)
        lines = evidence_lines(data, self.words.wording)
        self.rows.put(rows_of(lines))
        self.rows.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        if self._shown:
            self._describe()

    def forget(self) -> None:
        self._shown, self._content, self._bytes = "", None, b""
        self._first, self._earlier = 0, []
        self.pages.show_images(())
        self.turning.hide()
        self.text.clear()
        self.viewer.hide()
        self._make_room()

    def go_to(self, kind: str, key: str) -> None:
        if self.rows.select(key):
            self.rows.setFocus()
            self.open_piece(key)

    def take_focus(self) -> None:
        (self.rows if self.rows.rows else self.add).setFocus()

    def escape(self) -> bool:
        if not self.viewer.isHidden():
            self.forget()
            self.take_focus()
            return True
        return False
