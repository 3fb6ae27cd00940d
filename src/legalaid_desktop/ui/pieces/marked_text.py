"""Text with words that came and went: struck out and underlined, so that it reads without colours as well."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt

from legalaid_desktop.domain.text_compare import Piece
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.theme import Theme, Type
from legalaid_desktop.ui.words import Words


class MarkedText(Text):
    """What a client said is escaped: only the marks are markup."""

    def __init__(self, words: Words, theme: Theme, pieces: Sequence[Piece]) -> None:
        super().__init__("", Type.TEXT)
        self.setTextFormat(Qt.TextFormat.RichText)
        tokens = theme.tokens
        out, into = tokens.color("harm").name(), tokens.color("done").name()
        shown = {"same": "{}", "out": f'<s style="color:{out}">{{}}</s>', "in": f'<u style="color:{into}">{{}}</u>'}
        self.setText("".join(shown[piece.op].format(_html(piece.text)) for piece in pieces))
        spoken = {"out": "draft.life.spoken_out", "in": "draft.life.spoken_in"}
        self.setAccessibleName(
            " ".join(
                piece.text if piece.op == "same" else words.say(spoken[piece.op], text=piece.text) for piece in pieces
            )
        )


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>").replace("\t", " &nbsp; ")
