"""The text of a template: a plain editor that shows tags, boxes and headings in colours of their own.

Colours only help: what is wrong is said in the list of faults, and the line is marked by a bar as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit

from legalaid_desktop.ui.clipboard import secret_text
from legalaid_desktop.ui.theme import Theme

_LONGEST_LINE: Final = 4000
"""Letters of a line that is coloured; a longer one stays plain."""
_RULES: Final = (
    (re.compile(r"\{\{[^{}]*\}\}"), "accent", False),
    (re.compile(r"\{%[^{}]*%\}"), "unchecked", True),
    (re.compile(r"\{#[^{}]*#\}"), "muted", False),
    (re.compile(r"^ {0,3}:::.*$"), "done", True),
    (re.compile(r"^#{1,4} .*$"), "ink", True),
    (re.compile(r"\[\^\d+\]:?"), "accent", False),
    (re.compile(r"^\[\[?[a-z_.]+\]\]?$"), "done", True),
    (re.compile(r"^[a-z_]+(?= *=)"), "accent", False),
    (re.compile(r"^#(?! ).*$|^# .*=.*$"), "muted", False),
)


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        if len(text) > _LONGEST_LINE:
            return
        for pattern, role, bold in _RULES:
            for found in pattern.finditer(text):
                look = QTextCharFormat()
                look.setForeground(self._theme.tokens.color(role))
                if bold:
                    look.setFontWeight(QFont.Weight.DemiBold)
                self.setFormat(found.start(), found.end() - found.start(), look)


class TemplateEdit(QPlainTextEdit):
    """Plain text; Tab leaves the field. No spelling is checked here: half of the words are tags."""

    def __init__(self, theme: Theme, *, lines: int = 22) -> None:
        super().__init__()
        self._theme = theme
        self._lines = lines
        self._marked: tuple[int, ...] = ()
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.sizeHint().height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._colours = _Colours(self.document(), theme)
        theme.changed.connect(lambda: self.mark_lines(self._marked))

    def sizeHint(self) -> QSize:
        return QSize(320, round(self.fontMetrics().lineSpacing() * self._lines) + 12)

    def mark_lines(self, lines: Collection[int]) -> None:
        """Mark these lines, from 1, as faulty."""
        self._marked = tuple(lines)
        marks: list[QTextEdit.ExtraSelection] = []
        for line in self._marked:
            block = self.document().findBlockByNumber(line - 1)
            if not block.isValid():
                continue
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)
            mark.format.setBackground(self._theme.tokens.color("selection"))
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marks.append(mark)
        self.setExtraSelections(marks)

    def go_to_line(self, line: int) -> None:
        block = self.document().findBlockByNumber(max(line - 1, 0))
        self.setTextCursor(QTextCursor(block if block.isValid() else self.document().lastBlock()))
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def line(self) -> int:
        return self.textCursor().blockNumber() + 1

    def insert(self, text: str) -> None:
        """Write ``text`` at the cursor, which then stands where ``|`` stood in it; what was selected goes there."""
        cursor = self.textCursor()
        chosen = cursor.selectedText().replace("\u2029", "\n")
        before, bar, after = text.partition("|")
        if text.startswith(("| ", " | ")):  # a table or a filter: the bar is a bar
            before, bar, after = text, "", ""
        cursor.insertText(before + (chosen if bar else "") + after)
        if bar:
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.MoveAnchor, len(after))
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text())

    def createMimeDataFromSelection(self) -> QMimeData:
        return secret_text(self.textCursor().selection().toPlainText())
