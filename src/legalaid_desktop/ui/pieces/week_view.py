"""A week of marked days, drawn: seven columns where there is room, seven rows where there is not.

Each mark is a card with all its words; none is cut, the view grows instead.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen

from legalaid_desktop.presenters.calendar_days import CalendarDay, CalendarMark, CalendarSpan, Span
from legalaid_desktop.ui.pieces.calendar_view import CalendarView
from legalaid_desktop.ui.pieces.mark_shapes import COLOR, SIDE, paint_shape
from legalaid_desktop.ui.theme import FOCUS, GRID, RADIUS, Tokens, Type, font

_PAD: Final = 6.0
_COLUMN: Final = 17
"""Letters «0» that a column is wide at least."""
_WRAP: Final = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True)
class _Words:
    """A wrapped text of a card: its place from the card's upper edge, and its colour."""

    text: str
    face: QFont
    role: str
    top: float
    height: float
    indent: float = 0.0


@dataclass(frozen=True)
class Card:
    box: QRectF
    day: dt.date
    mark: CalendarMark
    words: tuple[_Words, ...]


@dataclass(frozen=True)
class WeekGrid:
    """Days and cards in ``width`` px. ``days`` are the boxes of the days, ``heads`` those of their names."""

    days: list[QRectF] = field(default_factory=list)
    heads: list[QRectF] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    height: float = 0.0


def lay_week(shown: CalendarSpan, width: float, least: float = 0.0) -> WeekGrid:
    """``least``: px that the columns are high at least."""
    zero = QFontMetricsF(font(Type.HINT)).horizontalAdvance("0")
    columns = width / 7 >= _COLUMN * zero
    return _columns(shown, width, least) if columns else _rows(shown, width)


def _head(day: CalendarDay, width: float) -> float:
    lines = QFontMetricsF(font(Type.STRONG)).lineSpacing()
    aside = day.off or day.note
    if aside:
        box = QFontMetricsF(font(Type.HINT)).boundingRect(QRectF(0, 0, width, 9999), _WRAP, aside)
        lines += box.height()
    return lines + _PAD


def _columns(shown: CalendarSpan, width: float, least: float) -> WeekGrid:
    wide = width / 7
    head = max(_head(day, wide - 2 * _PAD) for day in shown.days)
    days, heads, cards = [], [], []
    lowest = head + least
    for number, day in enumerate(shown.days):
        left, top = number * wide, head + _PAD
        heads.append(QRectF(left + _PAD, _PAD / 2, wide - 2 * _PAD, head))
        for mark in day.marks:
            card = _card(mark, day.day, left + _PAD / 2, top, wide - _PAD)
            cards.append(card)
            top = card.box.bottom() + _PAD
        lowest = max(lowest, top)
    days = [QRectF(number * wide, 0, wide, lowest) for number in range(len(shown.days))]
    return WeekGrid(days, heads, cards, lowest)


def _rows(shown: CalendarSpan, width: float) -> WeekGrid:
    grid = WeekGrid()
    top = 0.0
    cards: list[Card] = []
    for day in shown.days:
        head = _head(day, width - 2 * _PAD)
        grid.heads.append(QRectF(_PAD, top + _PAD / 2, width - 2 * _PAD, head))
        below = top + head + _PAD / 2
        for mark in day.marks:
            card = _card(mark, day.day, _PAD, below, width - 2 * _PAD)
            cards.append(card)
            below = card.box.bottom() + _PAD
        below = max(below, top + head + _PAD)
        grid.days.append(QRectF(0, top, width, below - top))
        top = below
    return WeekGrid(grid.days, grid.heads, cards, top)


def _card(mark: CalendarMark, day: dt.date, left: float, top: float, width: float) -> Card:
    texts = [
        (mark.word, font(Type.HINT), COLOR[mark.tone], SIDE + 5),
        (mark.title, font(Type.STRONG), "ink", 0.0),
        (mark.second, font(Type.HINT), "muted", 0.0),
        (_left(mark), font(Type.HINT), COLOR[mark.strip.tone], 0.0),
        (mark.strip.unchecked, font(Type.HINT), "unchecked", 0.0),
    ]
    y = _PAD
    words = []
    for text, face, role, indent in texts:
        if not text:
            continue
        room = width - 2 * _PAD - indent
        height = QFontMetricsF(face).boundingRect(QRectF(0, 0, room, 9999), _WRAP, text).height()
        words.append(_Words(text, face, role, y, height, indent))
        y += height + 1
    return Card(QRectF(left, top, width, y + _PAD - 1), day, mark, tuple(words))


def _left(mark: CalendarMark) -> str:
    return " · ".join(part for part in (mark.strip.left, mark.strip.reading) if part)


def lay_day(day: CalendarDay, width: float) -> WeekGrid:
    """The cards of one day alone, one under another."""
    cards: list[Card] = []
    top = 0.0
    for mark in day.marks:
        cards.append(_card(mark, day.day, 0.0, top, width))
        top = cards[-1].box.bottom() + _PAD
    return WeekGrid([], [], cards, top)


def paint_week(
    painter: QPainter,
    shown: CalendarSpan,
    grid: WeekGrid,
    tokens: Tokens,
    *,
    chosen: dt.date,
    current: str,
    focused: bool = False,
) -> None:
    """``current`` is the key of the mark with the cursor, empty for none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Of a day alone there are cards only, without a box around them.
    days = list(zip(shown.days, grid.days, grid.heads, strict=True)) if grid.days else []
    for day, box, head in days:
        role = "selection" if day.day == chosen else "page" if day.off else "panel"
        painter.fillRect(box, tokens.color(role))
        painter.setPen(QPen(tokens.color("line"), tokens.line_width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        _paint_head(painter, day, head, tokens)
    for card in grid.cards:
        _paint_card(painter, card, tokens)
    ring = next((card.box for card in grid.cards if card.mark.key == current and card.day == chosen), None)
    if ring is None:
        found = [box for day, box, _ in days if day.day == chosen]
        ring = found[0] if found else None
    if focused and ring is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.color("accent"), FOCUS))
        painter.drawRoundedRect(ring.adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def _paint_head(painter: QPainter, day: CalendarDay, head: QRectF, tokens: Tokens) -> None:
    strong, hint = font(Type.STRONG), font(Type.HINT)
    metrics = QFontMetricsF(strong)
    painter.setFont(strong)
    name = QRectF(head.left(), head.top(), head.width(), metrics.lineSpacing())
    if day.today:
        wide = min(metrics.horizontalAdvance(day.name) + 6, name.width() + 3)
        plate = QRectF(name.left() - 3, name.top(), wide, name.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("ink"))
        painter.drawRoundedRect(plate, RADIUS, RADIUS)
        painter.setPen(tokens.color("panel"))
    else:
        painter.setPen(tokens.color("muted" if day.off else "ink"))
    shown = metrics.elidedText(day.name, Qt.TextElideMode.ElideRight, name.width())
    painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    aside = day.off or day.note
    if aside:
        painter.setFont(hint)
        painter.setPen(tokens.color("muted"))
        painter.drawText(head.adjusted(0, metrics.lineSpacing(), 0, 0), _WRAP, aside)


def _paint_card(painter: QPainter, card: Card, tokens: Tokens) -> None:
    color = tokens.color(COLOR[card.mark.tone])
    painter.setPen(QPen(tokens.color("control_line"), tokens.line_width))
    painter.setBrush(tokens.color("panel"))
    painter.drawRoundedRect(card.box, RADIUS, RADIUS)
    first = card.words[0]
    line = QFontMetricsF(first.face).lineSpacing()
    sign = QRectF(card.box.left() + _PAD, card.box.top() + first.top + (line - SIDE) / 2, SIDE, SIDE)
    paint_shape(painter, card.mark.shape, sign, color)
    for words in card.words:
        painter.setFont(words.face)
        painter.setPen(tokens.color(words.role))
        left = card.box.left() + _PAD + words.indent
        room = card.box.width() - 2 * _PAD - words.indent
        painter.drawText(QRectF(left, card.box.top() + words.top, room, words.height + 2), _WRAP, words.text)


class WeekView(CalendarView):
    """Left and right walk from day to day, up and down through the marks of a day, Enter opens."""

    def _grid(self, width: float) -> WeekGrid | None:
        if self.shown is None or self.shown.span is not Span.WEEK:
            return None
        return lay_week(self.shown, width, 12 * QFontMetricsF(font(Type.HINT)).lineSpacing())

    def _here(self) -> WeekGrid | None:
        return self._grid(self.width() - 2)

    def day_boxes(self) -> list[tuple[QRectF, CalendarDay]]:
        grid = self._here()
        if grid is None or self.shown is None or not grid.days:
            return []
        return [(box.translated(1, 1), day) for day, box in zip(self.shown.days, grid.days, strict=True)]

    def mark_boxes(self) -> list[tuple[QRectF, dt.date, str]]:
        grid = self._here()
        return [(card.box.translated(1, 1), card.day, card.mark.key) for card in grid.cards] if grid else []

    @property
    def _key(self) -> str:
        day = self.current
        return day.marks[self.at].key if day is not None and self.at < len(day.marks) else ""

    def spoken(self) -> str:
        day = self.current
        if day is None or not day.marks:
            return super().spoken()
        head = day.spoken.partition(". ")[0]
        place = self.words.say("calendar.place", n=self.at + 1, of=len(day.marks))
        return f"{head}. {place}. {day.marks[self.at].spoken}"

    def _arrow(self, key: Qt.Key) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is None:
            return super()._arrow(key)
        day = self.current
        at = self.at + step
        if day is not None and 0 <= at < len(day.marks):
            self.at = at
            self._say()
            self.update()
        return True

    def _enter(self) -> None:
        if self._key:
            self.mark_chosen.emit(self._key)

    def heightForWidth(self, width: int) -> int:
        grid = self._grid(width - 2)
        return round(grid.height) + 3 if grid is not None else 240

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        return QSize(30 * GRID, 240)

    def paintEvent(self, event: QPaintEvent) -> None:
        grid = self._here()
        if grid is None or self.shown is None:
            return
        painter = QPainter(self)
        painter.translate(1, 1)
        paint_week(
            painter,
            self.shown,
            grid,
            self.theme.tokens,
            chosen=self.chosen,
            current=self._key,
            focused=self.hasFocus(),
        )


class DayCards(WeekView):
    """The chosen day alone: up and down walk through its cards, Enter or a press opens one. Takes no cursor while there
    is none."""

    def show_span(self, shown: CalendarSpan, chosen: dt.date) -> None:
        super().show_span(shown, chosen)
        marks = self.current.marks if self.current is not None else ()
        self.setVisible(bool(marks))

    def _grid(self, width: float) -> WeekGrid | None:
        day = self.current
        return lay_day(day, width) if day is not None else None

    def _arrow(self, key: Qt.Key) -> bool:
        return super()._arrow(key) if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) else False

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, 0)
