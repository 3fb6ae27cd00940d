"""Text that stands still: titles, sentences, hints."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from legalaid_desktop.ui.theme import INSIDE, Type, font
from legalaid_desktop.ui.words import Words

_ONE_LINE: Final = 1 << 14
"""px; wide enough for any text to stand in one line."""


def set_role(widget: QWidget, role: str) -> None:
    """Give a label a colour by meaning: ``hint``, ``harm``, ``unchecked``, ``done`` or ``""``."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


class Text(QLabel):
    """A text that wraps, plain and never interpreted as markup: it may come from a client."""

    def __init__(self, text: str = "", kind: Type = Type.TEXT, *, role: str = "", wraps: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(kind))
        self.setWordWrap(wraps)
        if role:
            self.setProperty("role", role)
        if wraps:
            self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        # A wrapped label asks for the height of a narrow column; the layout gives it the true one for its width.
        if self.wordWrap():
            return QSize(80, self.heightForWidth(_ONE_LINE))
        return super().minimumSizeHint()

    def tell(self, text: str, role: str = "") -> None:
        """Change text and meaning at once; an empty text takes no room."""
        set_role(self, role)
        self.setText(text)
        self.setVisible(bool(text))


def said(
    words: Words, id: str, kind: Type = Type.TEXT, *, role: str = "", wraps: bool = True, **params: str | int
) -> Text:
    """A text by its wording id, said again when the language changes."""
    label = Text("", kind, role=role, wraps=wraps)
    words.bind(label, lambda: label.setText(words.say(id, **params)))
    return label


class Panel(QFrame):
    """A white sheet on the desk: ``body`` is a column with the inner margins. Put it into :func:`layout.reading` where
    it holds text to read."""

    def __init__(self, title: Text | None = None) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(INSIDE, INSIDE, INSIDE, INSIDE)
        self.body.setSpacing(INSIDE)
        if title is not None:
            self.body.addWidget(title)


def rule() -> QFrame:
    """A thin line between groups."""
    line = QFrame()
    line.setObjectName("rule")
    return line
