"""Hits of a search by page: where it stands, and a few lines around the words, which are set apart by weight and a line
under them, so that they are found in grey as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout

from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.keyed_list import KeyedDelegate, KeyedList
from legalaid_desktop.ui.pieces.wrapped_text import laid_out, set_apart, units
from legalaid_desktop.ui.theme import GRID, Theme, Type, font
from legalaid_desktop.ui.words import Words

_SIGN: Final = 16
_MOST_LINES: Final = 3


@dataclass(frozen=True, kw_only=True)
class HitRow:
    """``pieces`` are texts of the snippet and whether each is what was looked for; ``warning`` is a word that stands
    beside the place, with its sign."""

    key: str
    title: str
    place: str
    pieces: tuple[tuple[str, bool], ...]
    warning: str = ""

    @property
    def spoken(self) -> str:
        snippet = "".join(text for text, _ in self.pieces)
        return ". ".join(part for part in (self.title, self.place, self.warning, snippet) if part)


def _lay_out(pieces: Sequence[tuple[str, bool]], face: QFont, width: float) -> QTextLayout:
    """The snippet in lines of ``width``, three at most."""
    text, ranges = "", []
    for piece, marked in pieces:
        piece = piece.replace("\n", " ").replace("\u2029", " ").replace("\u2028", " ")
        if marked:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = units(text), units(piece), set_apart()
            ranges.append(one)
        text += piece
    return laid_out(text, face, width, most_lines=_MOST_LINES, formats=ranges)


class _Delegate(KeyedDelegate[HitRow]):
    def height(self, row: HitRow | None = None) -> int:
        lines = QFontMetricsF(font(Type.STRONG)).lineSpacing() + QFontMetricsF(font(Type.HINT)).lineSpacing()
        lines += _MOST_LINES * QFontMetricsF(font(Type.TEXT)).height() + 4
        return round(lines) + 2 * GRID + 2

    def content(self, painter: QPainter, row: HitRow, area: QRectF) -> None:
        tokens = self.theme.tokens
        strong, hint = font(Type.STRONG), font(Type.HINT)
        first, second = QFontMetricsF(strong), QFontMetricsF(hint)
        painter.setFont(strong)
        painter.setPen(tokens.color("ink"))
        title = first.elidedText(" ".join(row.title.split()), Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(QRectF(area.left(), area.top(), area.width(), first.lineSpacing()), 0, title)
        top, left = area.top() + first.lineSpacing(), area.left()
        painter.setFont(hint)
        if row.warning:
            color = tokens.color("unchecked")
            paint_icon(
                painter, "warn", QRectF(left, top + (second.lineSpacing() - _SIGN + 2) / 2, _SIGN - 2, _SIGN - 2), color
            )
            left += _SIGN + GRID // 2
            painter.setPen(color)
            warned = second.elidedText(row.warning, Qt.TextElideMode.ElideRight, area.right() - left)
            painter.drawText(QRectF(left, top, area.right() - left, second.lineSpacing()), 0, warned)
            left += second.horizontalAdvance(warned) + GRID
        painter.setPen(tokens.color("muted"))
        place = second.elidedText(row.place, Qt.TextElideMode.ElideRight, max(0.0, area.right() - left))
        painter.drawText(QRectF(left, top, max(0.0, area.right() - left), second.lineSpacing()), 0, place)
        painter.setPen(tokens.color("ink"))
        laid = _lay_out(row.pieces, font(Type.TEXT), area.width())
        laid.draw(painter, QPointF(area.left(), top + second.lineSpacing() + 2))


class HitList(KeyedList[HitRow]):
    """``name`` is the wording id of its name."""

    def __init__(self, words: Words, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self._delegate = _Delegate(self, theme)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setResizeMode(KeyedList.ResizeMode.Adjust)
        words.bind(self, lambda: self.setAccessibleName(words.say(name)))

    @property
    def row_height(self) -> int:
        return self._delegate.height()
