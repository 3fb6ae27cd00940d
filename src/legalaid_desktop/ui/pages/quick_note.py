"""Quick note: the cursor is in the text at once; who and which case come while typing; Ctrl+Enter and done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from legalaid_desktop.presenters.case_rows import CHANNELS, Line
from legalaid_desktop.presenters.forms.options import Options
from legalaid_desktop.presenters.quick_note import NEW_CASE, NoteState, QuickNotePresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.fields import Field, TextEdit, line_field
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.theme import GRID, INSIDE, Type

_KEEP: Final = 600
"""ms after a key until it is in the vault; a typist who never pauses is kept every :data:`_LONGEST` ms."""
_LONGEST: Final = 1500


class QuickNotePage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter = QuickNotePresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self._showing = False
        self._cursor = -1
        self.body.addWidget(PageHeader(words, "note.title", "note.sentence"))
        self.text: Field[TextEdit] = Field(words, theme, TextEdit(lines=9, grows=True), "note.text", "note.text_hint")
        self.text.setMaximumWidth(16_000)
        self.text.editor.setMinimumHeight(170)
        self.who = line_field(words, theme, "note.who", "note.who_hint")
        self.found = RowList(words, theme, "note.found")
        self.found.fit_to_rows()
        self.found.hide()
        self.target = Text("", Type.STRONG)
        self.topic = Choice(words, theme, "note.topic")
        self.topic.setMinimumContentsLength(12)
        self.channel = Choice(
            words, theme, "note.channel_label", (("", "choice.none"), *((c, f"note.channel.{c}") for c in CHANNELS))
        )
        self.channel.setMinimumContentsLength(10)
        self.confidential = CheckBox(words, theme, "note.confidential")
        self.kept = Text("", Type.HINT, role="hint", wraps=False)
        self.save_button = PrimaryButton(words, "note.save", self.presenter.save)
        self.drop_button = Button(words, "note.drop", self._drop, kind="quiet")
        side = column(
            self.who,
            self.found,
            self.target,
            Field(words, theme, self.topic, "note.topic"),
            Field(words, theme, self.channel, "note.channel_label"),
            column(self.confidential, said(words, "note.confidential_hint", Type.HINT, role="hint"), spacing=0),
            None,
            spacing=INSIDE,
        )
        self.body.addWidget(SideBySide((self.text, side), wide_from=760, shares=(3, 2)))
        self.body.addWidget(row(self.drop_button, self.kept, None, self.save_button))
        self.unfiled_title = said(words, "note.unfiled", Type.STRONG)
        self.unfiled = RowList(words, theme, "note.unfiled")
        self.unfiled.fit_to_rows()
        self.unfiled.chosen.connect(self._open_unfiled)
        self.body.addWidget(column(self.unfiled_title, self.unfiled, spacing=GRID))
        self.body.addStretch(1)
        self._connect()
        words.bind(self.text, self._allow_typing)

    def _allow_typing(self) -> None:
        typing = not self.words.reading_only
        self.text.editor.setReadOnly(not typing)
        for part in (self.topic, self.channel, self.confidential):
            part.setEnabled(typing)

    def _connect(self) -> None:
        self._pause = self._timer(_KEEP, self.presenter.keep)
        self._longest = self._timer(_LONGEST, self.presenter.keep)
        self._search = self._timer(80, lambda: self.presenter.search(self.who.editor.text()))
        self.text.editor.textChanged.connect(lambda: self._typed(text=self.text.editor.toPlainText()))
        self.who.editor.textEdited.connect(self._who_typed)
        self.who.editor.installEventFilter(self)
        self.found.chosen.connect(self._choose)
        self.topic.picked.connect(lambda key: self._typed(topic=key))
        self.channel.picked.connect(lambda key: self._typed(channel=key))
        self.confidential.toggled.connect(lambda on: self._typed(confidential=on))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.presenter.save)
        self.words.changed.connect(self._say_again)

    def _timer(self, pause: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(act)
        return timer

    def _say_again(self) -> None:
        if self.isVisible():
            self.presenter.open(self.presenter.state.note)

    # --- the page

    def arrive(self, id: str = "", cursor: int = -1, field: str = "", **params: Any) -> None:
        self._cursor = cursor
        self.presenter.open(id)
        (self.who.editor if field == "who" else self.text.editor).setFocus()

    def where(self) -> Mapping[str, Any]:
        place: dict[str, Any] = {"cursor": self.text.editor.textCursor().position()}
        if self.who.editor.hasFocus():
            place["field"] = "who"
        if self.presenter.state.note:
            place["id"] = self.presenter.state.note
        return place

    def writes_in(self) -> tuple[str, str]:
        case = self.presenter.state.case
        return ("" if case == NEW_CASE else case), ""

    def flush(self) -> None:
        self._pause.stop()
        self._longest.stop()
        self.presenter.keep()

    def escape(self) -> bool:
        if not self.found.isHidden():
            self.found.hide()
            return True
        return False

    def _typed(self, **values: Any) -> None:
        if self._showing:
            return
        self.presenter.put(**values)
        self.kept.tell("")
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def _who_typed(self, text: str) -> None:
        self._typed(who=text)
        self._search.start()

    def _choose(self, key: str) -> None:
        title = next((one.title for one in self.found.rows if one.key == key), "")
        self.presenter.choose(key, title)
        self.found.hide()
        self._pause.start()
        self.text.editor.setFocus()

    def _open_unfiled(self, key: str) -> None:
        self.flush()
        self.presenter.open(key)
        self.text.editor.setFocus()

    def _drop(self) -> None:
        state = self.presenter.state
        self.presenter.drop()
        if not state.empty and not state.note:
            self.desk.toast(self.words.say("note.dropped"), lambda: self.presenter.put_back(state))
        self.text.editor.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the name, the arrows walk what was found and Enter takes it."""
        if watched is self.who.editor and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.found.rows and not self.found.isHidden():
                if not self.found.currentIndex().isValid():
                    self.found.select(self.found.rows[0].key)
                else:
                    QApplication.sendEvent(self.found, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_found()
                return True
        return super().eventFilter(watched, event)

    def _take_found(self) -> None:
        if self._search.isActive():
            self._search.stop()
            self.presenter.search(self.who.editor.text())
        key = self.found.current_key() or (self.found.rows[0].key if self.found.rows else "")
        if key and not self.found.isHidden():
            self._choose(key)

    # --- what the presenter shows

    def show_state(self, state: NoteState) -> None:
        self._showing = True
        if self.text.editor.toPlainText() != state.text:
            self.text.editor.setPlainText(state.text)
            cursor = self.text.editor.textCursor()
            cursor.setPosition(min(self._cursor, len(state.text)) if self._cursor >= 0 else len(state.text))
            self.text.editor.setTextCursor(cursor)
        if self.who.editor.text() != state.who:
            self.who.editor.setText(state.who)
        self.topic.set_key(state.topic)
        self.channel.set_key(state.channel)
        self.confidential.setChecked(state.confidential)
        self.found.hide()
        self._showing = False

    def show_found(self, lines: Sequence[Line]) -> None:
        self.found.put([_row(line) for line in lines])
        self.found.setVisible(bool(lines) and bool(self.who.editor.text().strip()))

    def show_target(self, text: str) -> None:
        self.target.setText(text)

    def show_topics(self, topics: Options) -> None:
        key = self.topic.key
        self.topic.offer((("", self.words.say("choice.none")), *topics))
        self.topic.set_key(key)

    def show_unfiled(self, lines: Sequence[Line]) -> None:
        self.unfiled.put([_row(line) for line in lines])
        for widget in (self.unfiled, self.unfiled_title):
            widget.setVisible(bool(lines))

    def show_kept(self, text: str) -> None:
        self.kept.tell(text, "done")

    def note_saved(self, case: str, text: str, undo: Callable[[], None] | None) -> None:
        self._pause.stop()
        self._longest.stop()
        self.kept.tell("")
        self.desk.changed.emit("note")
        self.desk.toast(text, undo)
        if case:
            self.desk.go("case", ref=case)
        else:
            self.presenter.open()

    def show_failure(self, text: str) -> None:
        self.desk.toast(text)


def _row(line: Line) -> Row:
    return Row(key=line.key, title=line.title, second=line.second, word=line.word, sign=line.sign)
