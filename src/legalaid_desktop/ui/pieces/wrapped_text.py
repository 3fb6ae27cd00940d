"""Text laid out in lines of a width, broken between words and inside one only where it is wider than the line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption


def units(text: str) -> int:
    """The length of a text as the toolkit counts it: letters beyond the basic plane are two."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def laid_out(
    text: str, face: QFont, width: float, *, most_lines: int = 0, formats: Sequence[QTextLayout.FormatRange] = ()
) -> QTextLayout:
    """The lines; draw them with ``QTextLayout.draw``. ``most_lines``: what is further down is left out."""
    made = QTextLayout(text.replace("\n", " "), face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    made.setTextOption(option)
    made.setFormats(list(formats))
    made.beginLayout()
    top = 0.0
    while not most_lines or made.lineCount() < most_lines:
        line = made.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    made.endLayout()
    return made


def height_of(text: str, face: QFont, width: float) -> float:
    """px that the lines take."""
    return laid_out(text, face, width).boundingRect().height()


def set_apart() -> QTextCharFormat:
    """The format of words that were looked for: found in grey as well."""
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.Bold)
    made.setFontUnderline(True)
    return made
