"""Painting letters that lie in bytes, one at a time: no string of a whole secret is made for the screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter


def letter_bounds(room: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of the letters of valid UTF-8 between ``start`` and ``end``, each with the marks it wears."""
    begin = start
    place = start
    while place < end:
        after = place + 1
        while after < end and room[after] & 0xC0 == 0x80:
            after += 1
        if place > start and unicodedata.combining(_letter(room, place, after)):
            place = after
            continue
        if place > begin:
            yield begin, place
        begin, place = place, after
    if end > begin:
        yield begin, end


def _letter(room: bytearray, start: int, end: int) -> str:
    return memoryview(room)[start:end].tobytes().decode("utf-8")


def letters_width(metrics: QFontMetricsF, room: bytearray, start: int, end: int) -> float:
    """px of the letters side by side, as :func:`paint_letters` sets them."""
    return sum(metrics.horizontalAdvance(_letter(room, *bounds)) for bounds in letter_bounds(room, start, end))


def paint_letters(painter: QPainter, room: bytearray, start: int, end: int, left: float, base: float) -> float:
    """Paint with the painter's font and pen from ``left`` on the line ``base``; returns where the last letter ends."""
    metrics = QFontMetricsF(painter.font())
    for bounds in letter_bounds(room, start, end):
        letter = _letter(room, *bounds)
        painter.drawText(QPointF(left, base), letter)
        left += metrics.horizontalAdvance(letter)
    return left
