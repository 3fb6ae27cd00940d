"""A field: label above, hint below, and the three answers that are no value behind one key (F4)."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from legalaid_desktop.ui.clipboard import secret_text
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.theme import GRID, Theme, Type
from legalaid_desktop.ui.words import Words

EditorT = TypeVar("EditorT", bound=QWidget)


class NoValue(StrEnum):
    """Answers too."""

    DOES_NOT_KNOW = "not_known"
    DOES_NOT_REMEMBER = "not_remembered"
    PREFERS_NOT_TO_SAY = "not_said"


_UNKNOWN_KEY: Final = Qt.Key.Key_F4


class Field(QWidget, Generic[EditorT]):
    """``label`` and ``hint`` are wording ids. ``editor`` is the widget that is typed into, kept as :attr:`editor`.

    With ``unknowns`` a small button after the editor and F4 offer :class:`NoValue`; what was typed stays where it is.
    """

    no_value_changed = Signal(object)

    def __init__(
        self, words: Words, theme: Theme, editor: EditorT, label: str, hint: str = "", *, unknowns: bool = False
    ) -> None:
        super().__init__()
        self._words = words
        self._no_value: NoValue | None = None
        self._own_hint = ""
        self._own_role = "hint"
        self.editor: Final = editor
        self.label: Final = Text("", Type.HINT)
        self.label.setBuddy(editor)
        self.hint: Final = Text("", Type.HINT, role="hint")
        self._hint_id = hint
        line = QHBoxLayout()
        self.line: Final = line
        line.setSpacing(GRID)
        line.addWidget(editor, 1)
        if unknowns:
            from legalaid_desktop.ui.pieces.sign_buttons import BareSign  # late: the locked window has no such field

            self._button = BareSign(words, theme, "field.no_value", "more", self.offer_no_value)
            line.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
            editor.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.label)
        grows = editor.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Expanding
        column.addLayout(line, int(grows))
        column.addWidget(self.hint)
        if not grows:
            column.addStretch(1)  # what room is left stays under the hint: the three belong together
        self.setFocusProxy(editor)

        def say() -> None:
            self.label.setText(words.say(label))
            editor.setAccessibleName(words.say(label))
            self._show_hint()

        words.bind(self, say)

    @property
    def no_value(self) -> NoValue | None:
        return self._no_value

    def set_no_value(self, value: NoValue | None) -> None:
        if value is not self._no_value:
            self._no_value = value
            self._show_hint()
            self.no_value_changed.emit(value)

    def tell(self, text: str, role: str = "hint") -> None:
        """Say something under the field in place of its hint; ``role`` as in :func:`labels.set_role`. Empty: the hint
        is back."""
        self._own_hint, self._own_role = text, role
        self._show_hint()

    def tell_problem(self, text: str) -> None:
        """Mark the field and say what is wrong; empty takes the mark away."""
        self.tell(text, "harm")
        self.editor.setProperty("problem", "true" if text else "false")
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def offer_no_value(self) -> None:
        """Open the menu of :class:`NoValue`."""
        from legalaid_desktop.ui.pieces.menu import pop_menu

        lines = [(f"field.{value.value}", partial(self.set_no_value, value)) for value in NoValue]
        if self._no_value is not None:
            lines.append(("field.value_again", partial(self.set_no_value, None)))
        pop_menu(self.editor, self._words, lines)

    def _show_hint(self) -> None:
        if self._no_value is not None:
            self.hint.tell(self._words.say("field.answer", answer=self._words.say(f"field.{self._no_value.value}")))
        elif self._own_hint:
            self.hint.tell(self._own_hint, self._own_role)
        else:
            self.hint.tell(self._words.say(self._hint_id) if self._hint_id else "", "hint")
        self.editor.setAccessibleDescription(self.hint.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == _UNKNOWN_KEY:
            self.offer_no_value()
            return True
        return super().eventFilter(watched, event)


def _would_redo(event: QEvent) -> bool:
    """Whether a field claims the keys that bring back what was undone in it."""
    claims = event.type() == QEvent.Type.ShortcutOverride
    return claims and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Redo)


class LineEdit(QLineEdit):
    """One line, kept quiet: no completer, no history."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(10_000)

    def event(self, event: QEvent) -> bool:
        # With nothing to bring back the keys are the window's: they lead to the last changes.
        if _would_redo(event) and not self.isRedoAvailable():
            event.ignore()
            return False
        return super().event(event)


class TextEdit(QPlainTextEdit):
    """Several lines of plain text; Tab leaves the field, pasted text loses its dress. ``grows``: takes the room that
    the page has left."""

    def __init__(self, *, lines: int = 4, grows: bool = False) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._lines = lines
        self.setMinimumHeight(self.sizeHint().height())
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Fixed
        )

    def event(self, event: QEvent) -> bool:
        if _would_redo(event) and not self.document().isRedoAvailable():  # as in one line
            event.ignore()
            return False
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(320, round(self.fontMetrics().lineSpacing() * self._lines) + 2 * GRID + 4)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text())

    def createMimeDataFromSelection(self) -> QMimeData:
        # Marked from the beginning, also for a clipboard manager that is quicker than the guard.
        return secret_text(self.textCursor().selection().toPlainText())

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Back from a lock the cursor is put before the field has its size.
        super().resizeEvent(event)
        if self.hasFocus():
            self.ensureCursorVisible()


def line_field(words: Words, theme: Theme, label: str, hint: str = "", *, unknowns: bool = False) -> Field[LineEdit]:
    return Field(words, theme, LineEdit(), label, hint, unknowns=unknowns)


def text_field(
    words: Words,
    theme: Theme,
    label: str,
    hint: str = "",
    *,
    lines: int = 4,
    grows: bool = False,
    unknowns: bool = False,
) -> Field[TextEdit]:
    return Field(words, theme, TextEdit(lines=lines, grows=grows), label, hint, unknowns=unknowns)
