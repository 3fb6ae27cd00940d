"""Notes of a case: for the office alone. A new one is typed at the top; an old one opens below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import note_lines
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.case_tab import CaseHost, CaseTab, rows_of
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.fields import text_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.rows import RowList
from legalaid_desktop.ui.theme import GRID, Type


class NotesTab(CaseTab):
    def __init__(self, desk: Desk, page: CaseHost) -> None:
        super().__init__(desk, page)
        words, theme = desk.words, desk.theme
        self._showing = False
        self._open_key = ""
        self.body.addWidget(said(words, "case.notes_hint", Type.HINT, role="hint"))
        self.panel = Panel()
        self.text = text_field(words, theme, "case.new_note", "case.new_note_hint", lines=5)
        self.text.setMaximumWidth(16_000)
        self.confidential = CheckBox(words, theme, "note.confidential")
        self.kept = Text("", Type.HINT, role="hint", wraps=False)
        self.save = PrimaryButton(words, "note.save", self._save)
        self.done = Button(words, "case.note_close", self._close)
        self.remove = Button(words, "form.remove", self._remove, kind="quiet")
        self.panel.body.addWidget(self.text)
        self.panel.body.addWidget(row(self.confidential, self.remove, self.kept, None, self.done, self.save))
        self.body.addWidget(self.panel)
        self.rows = RowList(words, theme, "case.tab.notes")
        self.rows.fit_to_rows()
        self.rows.chosen.connect(self._open)
        self.empty = EmptyState(words, "case.no_notes")
        self.body.addWidget(column(self.rows, self.empty, spacing=GRID))
        self.body.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(700)
        self._pause.timeout.connect(self._keep)
        self.text.editor.textChanged.connect(self._typed)
        self.confidential.toggled.connect(lambda _: self._typed())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._save)
        self._face("")
        words.bind(self.text, lambda: self.text.editor.setReadOnly(words.reading_only))
        words.bind(self.confidential, lambda: self.confidential.setEnabled(not words.reading_only))

    _back_at: int | None = None
    """Where the cursor was before the lock, until the text is there."""

    # --- a note being typed

    @property
    def _key(self) -> str:
        return f"case:note:{self.page.presenter.ref}"

    def _typed(self) -> None:
        if not self._showing:
            self.kept.tell("")
            if not self._pause.isActive():  # a typist who never pauses is kept, too
                self._pause.start()

    def _keep(self) -> None:
        """A new note is kept as typing; an old one is written at once, its earlier text stays in the vault."""
        self._pause.stop()
        text = self.text.editor.toPlainText()
        if self._open_key:
            self.page.presenter.revise_note(self._open_key, text, self.confidential.isChecked())
            self.kept.tell(self.words.say("form.kept"), "done")
            return
        key = self._key
        self.page.tasks.ask(
            lambda b: b.notes.keep_unsaved(key, text),
            done=lambda _: self.kept.tell(self.words.say("note.kept") if text else "", "done"),
            failed=self.desk.tell_failure,
        )

    def flush(self) -> None:
        if self._pause.isActive():
            self._keep()

    def _save(self) -> None:
        self._pause.stop()
        if self._open_key:
            self._close()
            return
        self.page.presenter.add_note(
            self.text.editor.toPlainText(), confidential=self.confidential.isChecked(), unsaved_key=self._key
        )
        self._show("", False)

    def _open(self, key: str) -> None:
        note = self._note(key)
        if note is None:
            return
        self.flush()
        self._face(key)
        self._show(note.text, note.confidential)
        self.text.editor.setFocus()

    def _close(self) -> None:
        self.flush()
        key = self._open_key
        self._face("")
        self._show("", False)
        self._read_unsaved()
        self.rows.select(key)
        self.rows.setFocus()

    def _remove(self) -> None:
        key = self._open_key
        self._pause.stop()
        self._close()
        self.page.presenter.remove("note", key)

    def _face(self, key: str) -> None:
        self._open_key = key
        self.save.setVisible(not key)
        self.done.setVisible(bool(key))
        self.remove.setVisible(bool(key))

    def _show(self, text: str, confidential: bool) -> None:
        self._showing = True
        self.text.editor.setPlainText(text)
        self.confidential.setChecked(confidential)
        self.kept.tell("")
        self._showing = False

    def _note(self, key: str) -> ConsultationNote | None:
        notes = (self.data.record.notes or ()) if self.data is not None else ()
        return next((note for note in notes if key in (str(note.id), str(note.uid))), None)

    def _read_unsaved(self) -> None:
        key = self._key
        self.page.tasks.ask(
            lambda b: b.notes.unsaved(key), done=self._show_unsaved, failed=self.desk.tell_failure, latest="unsaved"
        )

    def _show_unsaved(self, text: str | None) -> None:
        if text and not self._open_key and not self.text.editor.toPlainText():
            self._show(text, self.confidential.isChecked())
            self._put_cursor(len(text) if self._back_at is None else self._back_at)
            self._back_at = None

    def _put_cursor(self, at: int) -> None:
        cursor = self.text.editor.textCursor()
        cursor.setPosition(min(at, len(self.text.editor.toPlainText())))
        self.text.editor.setTextCursor(cursor)

    # --- the tab

    def show_data(self, data: CaseData) -> None:
        first = self.data is None
        super().show_data(data)
        lines = note_lines(data, self.words.wording)
        self.rows.put(rows_of(lines))
        self.rows.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        if first:
            self._read_unsaved()

    def forget(self) -> None:
        self.flush()
        self.data = None
        self._face("")
        self._show("", False)

    def where(self) -> Mapping[str, Any]:
        return {"note": self._open_key, "at": self.text.editor.textCursor().position()}

    def come_back(self, state: Mapping[str, Any]) -> None:
        key = str(state.get("note") or "")
        if key:
            self._open(key)
        self.text.editor.setFocus()
        at = int(state.get("at", 0))
        # What was being typed is still on its way from the vault: the cursor waits for it.
        self._back_at = None if key or self.text.editor.toPlainText() else at
        self._put_cursor(at)

    def go_to(self, kind: str, key: str) -> None:
        self.rows.select(key)
        self._open(key)

    def take_focus(self) -> None:
        self.text.editor.setFocus()

    def escape(self) -> bool:
        if self._open_key:
            self._close()
            return True
        return False
