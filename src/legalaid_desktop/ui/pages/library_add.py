"""Files into the library: chosen or dropped, read one after another, described, kept; with time left, to be stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from legalaid_desktop.presenters.library_add import LibraryAddPresenter, ReadLook
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pages.library_about import AboutForm
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, ending, reading, row, tab_in_order
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.paths import choose_files
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.sign_buttons import SignButton
from legalaid_desktop.ui.theme import GRID, Type

_TWO_COLUMNS: Final = 1000
_MOST_NAMES: Final = 8


class LibraryAddPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter: Final = LibraryAddPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self.setAcceptDrops(True)
        self._typed: Mapping[str, Any] | None = None
        self._dirty = False
        self._waiting: tuple[str, ...] = ()
        self._cursor = ("", 0)
        self.body.addWidget(PageHeader(words, "library_page.add.title", "library_page.add.sentence"))
        self.choose_button = SignButton(words, theme, "library_page.add.choose", "add", self.choose, kind="")
        self.files = Panel(said(words, "library_page.add.files", Type.STRONG))
        self.files.body.addWidget(said(words, "library_page.add.files_hint", Type.HINT, role="hint"))
        self.files.body.addWidget(row(self.choose_button, None))
        self.waiting = Text("")
        self.files.body.addWidget(self.waiting)
        self.progress = Progress(words, self.presenter.cancel)
        self.files.body.addWidget(self.progress)
        self.told = Text("")
        self.told.hide()
        self.files.body.addWidget(self.told)
        self.again_button = Button(words, "library_page.add.again", self.presenter.try_again)
        self.leave_button = Button(words, "library_page.add.skip", self.presenter.skip, kind="quiet")
        self.unread = row(self.again_button, self.leave_button, None)
        self.unread.hide()
        self.files.body.addWidget(self.unread)
        self.to_list_button = Button(words, "library_page.add.to_list", lambda: desk.go("library"), kind="quiet")
        self.files.body.addWidget(row(self.to_list_button, None))
        self.panel = Panel()
        self.name, self.read_told = Text("", Type.STRONG), Text("", Type.HINT, role="hint")
        self.blank, self.first = Text("", role="unchecked"), Text("", Type.HINT, role="hint")
        self.form = AboutForm(desk)
        self.form.changed.connect(self._changed)
        self.keep_button = PrimaryButton(words, "library_page.add.keep", self._keep)
        self.keep_all_button = Button(words, "library_page.add.keep_all", self._keep_all, n=2)
        self.skip_button = Button(words, "library_page.add.skip", self.presenter.skip, kind="quiet")
        self.all_hint = said(words, "library_page.add.keep_all_hint", Type.HINT, role="hint")
        for part in (
            column(self.name, self.read_told, self.first, self.blank, spacing=GRID // 2),
            self.form,
            self.all_hint,
            row(self.skip_button, None),
            ending(self.keep_all_button, self.keep_button),
        ):
            self.panel.body.addWidget(part)
        self.panel.hide()
        left = column(reading(self.files), None)
        right = column(reading(self.panel), None)
        self.body.addWidget(SideBySide((left, right), wide_from=_TWO_COLUMNS))
        self.body.addStretch(1)
        buttons = (self.skip_button, self.keep_all_button, self.keep_button)
        tab_in_order(self.choose_button, self.to_list_button, *self.form.controls, *buttons)
        words.changed.connect(self._say_again)

    # --- the page

    def arrive(self, choose: bool = False, files: Sequence[str] = (), **params: Any) -> None:
        """``files``: paths that were dropped elsewhere; ``choose`` opens the dialogue at once; ``field`` and ``at``
        say where the cursor stood before a lock."""
        self._cursor = (str(params.get("field", "")), int(params.get("at", 0)))
        if files:
            self.take([Path(file) for file in files])
        else:
            self.presenter.come_back(self._fill_later)
        if self.panel.isHidden():
            self.choose_button.setFocus()
            if choose:
                self.choose()
        else:
            self.form.setFocus()

    def where(self) -> Mapping[str, Any]:
        field, at = self.form.cursor_place()
        return {"field": field, "at": at} if field and self.panel.isVisible() else {}

    def flush(self) -> None:
        if self._dirty or self._waiting:
            self._dirty = False
            self.presenter.keep_typed(self._typed if self._typed is not None else self.form.typed())

    def escape(self) -> bool:
        if self.presenter.busy:
            self.presenter.cancel()
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.take([path for path in paths if not path.is_dir()])
        event.acceptProposedAction()

    # --- what a person does

    def choose(self) -> None:
        choose_files(self, self.words, "library_page.add.choose", self.take)

    def take(self, paths: Sequence[Path]) -> None:
        if paths:
            self.presenter.take(paths)

    def _keep(self) -> None:
        about = self.form.about()
        if about is not None:
            self.presenter.keep(about)

    def _keep_all(self) -> None:
        about = self.form.about()
        if about is not None:
            self.presenter.keep_all(about)

    def _changed(self) -> None:
        self._dirty = True

    def _fill_later(self, typed: Mapping[str, Any]) -> None:
        self._typed = typed

    def _say_again(self) -> None:
        self._say_waiting()
        if not self.panel.isHidden():
            self._typed = self.form.typed()
            self.presenter.say_again()

    # --- what the presenter shows

    def show_waiting(self, names: Sequence[str]) -> None:
        self._waiting = tuple(names)
        if not names:
            self.panel.hide()
            self._typed = None
            self.presenter.keep_typed(None)
        self._say_waiting()

    def _say_waiting(self) -> None:
        names = self._waiting
        shown = [f"{number}. {name}" for number, name in enumerate(names[:_MOST_NAMES], start=1)]
        if len(names) > _MOST_NAMES:
            shown.append(self.words.say("library_page.add.more_files", n=len(names) - _MOST_NAMES))
        self.waiting.tell("\n".join(shown))

    def show_read(self, look: ReadLook) -> None:
        self.name.tell(look.name)
        self.read_told.tell(look.told, "hint")
        self.blank.tell(look.blank, "unchecked")
        self.first.tell(look.first_words, "hint")
        self.form.show_about(look.about)
        typed, self._typed = self._typed, None
        if typed:
            self.form.fill(typed)
        several = look.left > 0
        self.keep_all_button.setVisible(several)
        self.keep_all_button.call("library_page.add.keep_all", n=look.left + 1)
        self.all_hint.setVisible(several)
        self.panel.show()
        cursor, self._cursor = self._cursor, ("", 0)
        if not self.form.put_cursor(*cursor):
            self.form.setFocus()
            self.form.title.editor.selectAll()

    def show_work(self, words: str) -> None:
        busy = bool(words)
        for button in (self.keep_button, self.keep_all_button, self.skip_button):
            button.setEnabled(not busy)
        if words == "library_page.add.reading":
            self.panel.hide()
        if busy:
            self.progress.start(words)
        else:
            self.progress.end()

    def show_stand(self, done: int, total: int) -> None:
        self.progress.stand(done, total)

    def show_told(self, text: str, role: str) -> None:
        self.told.tell(text, role)

    def show_unread(self, on: bool) -> None:
        self.unread.setVisible(on)
        if on:
            self.again_button.setFocus()

    def show_kept(self, text: str, id: str) -> None:
        self.told.tell(text, "done")
        self.desk.changed.emit("library")
