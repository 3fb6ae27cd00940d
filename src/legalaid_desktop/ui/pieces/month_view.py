"""A month of marked days, drawn. :func:`paint_month` draws on any painter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen

from legalaid_desktop.presenters.calendar_days import CalendarDay, CalendarMark, CalendarSpan, Span
from legalaid_desktop.ui.pieces.calendar_view import CalendarView
from legalaid_desktop.ui.pieces.mark_shapes import COLOR, SIDE, paint_shape
from legalaid_desktop.ui.theme import FOCUS, RADIUS, Tokens, Type, font

_PAD: Final = 6.0
_FEW_WEEKS: Final = 5
_NARROW: Final = 12
"""Letters «0» that a day is wide when a mark keeps its words; below, shapes alone stand there, and cards have words."""


@dataclass(frozen=True)
class MonthGrid:
    """Where the days of ``shown`` stand inside ``where``: seven columns under a head."""

    shown: CalendarSpan
    where: QRectF

    @property
    def head(self) -> float:
        return QFontMetricsF(font(Type.HINT)).lineSpacing() + _PAD

    @property
    def most(self) -> int:
        """Lines of a day: a month of six weeks has less room for each."""
        return lines_of(len(self.shown.days) // 7)

    @property
    def narrow(self) -> bool:
        return self.where.width() / 7 < _NARROW * QFontMetricsF(font(Type.HINT)).horizontalAdvance("0")

    def day_box(self, number: int) -> QRectF:
        rows = max(len(self.shown.days) // 7, 1)
        wide, high = self.where.width() / 7, (self.where.height() - self.head) / rows
        left, top = self.where.left() + number % 7 * wide, self.where.top() + self.head + number // 7 * high
        return QRectF(left, top, wide, high)

    def lines(self, number: int) -> list[tuple[QRectF, CalendarMark | None]]:
        """The lines of a day: a box with its mark, ``None`` for «и ещё»; in a narrow month a box a shape."""
        marks = self.shown.days[number].marks
        box = self.day_box(number).adjusted(_PAD, 0, -_PAD, 0)
        top = box.top() + _PAD / 2 + QFontMetricsF(font(Type.STRONG)).lineSpacing() + 2
        if self.narrow:
            step = SIDE + 3
            fit = max(int(box.width() // step), 1)
            shown = marks if len(marks) <= fit else marks[: fit - 1]
            found: list[tuple[QRectF, CalendarMark | None]] = [
                (QRectF(box.left() + place * step, top, step, SIDE + 4), mark) for place, mark in enumerate(shown)
            ]
            if len(shown) < len(marks):
                found.append((QRectF(box.left() + len(shown) * step, top, step, SIDE + 4), None))
            return found
        height = QFontMetricsF(font(Type.HINT)).lineSpacing() + 2
        shown = marks if len(marks) <= self.most else marks[: self.most - 1]
        wanted: list[CalendarMark | None] = [*shown, *([None] if len(shown) < len(marks) else [])]
        # Few marks share the lines: words that are cut say less.
        high = max(self.most // len(wanted), 1) * height if wanted else height
        return [(QRectF(box.left(), top + place * high, box.width(), high), mark) for place, mark in enumerate(wanted)]


def lines_of(weeks: int) -> int:
    """Lines for the marks of a day in a month of so many weeks: all of it is to be seen on a low screen."""
    return 4 if weeks <= _FEW_WEEKS else 3


def broken(text: str, metrics: QFontMetricsF, width: float, most: int) -> list[str]:
    """``text`` in at most ``most`` lines; the last one takes what is left and is cut with an ellipsis."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= width:
            taken += 1
        lines.append(metrics.elidedText(" ".join(words[:taken]), Qt.TextElideMode.ElideRight, width))
        words = words[taken:]
    if words:
        lines.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
    return lines


def month_height(weeks: int, *, narrow: bool) -> float:
    """px for a month with lines for the marks of a day, or one line of shapes in a narrow one."""
    hint, strong = QFontMetricsF(font(Type.HINT)).lineSpacing(), QFontMetricsF(font(Type.STRONG)).lineSpacing()
    marks = max(SIDE + 6, hint) if narrow else lines_of(weeks) * (hint + 2)
    return hint + _PAD + weeks * (strong + marks + 1.5 * _PAD)


def paint_month(
    painter: QPainter, grid: MonthGrid, tokens: Tokens, *, chosen: dt.date, more: str, focused: bool = False
) -> None:
    """``more`` is «и ещё {n}» with the number to be put in; ``focused`` puts the ring around the chosen day."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hint = font(Type.HINT)
    painter.setFont(hint)
    painter.setPen(tokens.color("muted"))
    for column, name in enumerate(grid.shown.weekdays):
        wide = grid.where.width() / 7
        box = QRectF(grid.where.left() + column * wide + _PAD, grid.where.top(), wide - _PAD, grid.head)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
    for number, day in enumerate(grid.shown.days):
        _paint_day(painter, grid, number, day, tokens, chosen=chosen, more=more)
    for number, day in enumerate(grid.shown.days):
        if day.day == chosen and focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), FOCUS))
            painter.drawRoundedRect(grid.day_box(number).adjusted(2, 2, -2, -2), RADIUS, RADIUS)


def _paint_day(
    painter: QPainter, grid: MonthGrid, number: int, day: CalendarDay, tokens: Tokens, *, chosen: dt.date, more: str
) -> None:
    box = grid.day_box(number)
    role = "selection" if day.day == chosen else "panel" if day.inside and not day.off else "page"
    painter.fillRect(box, tokens.color(role))
    painter.setPen(QPen(tokens.color("line"), tokens.line_width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    strong, hint = font(Type.STRONG if day.today or day.inside else Type.HINT), font(Type.HINT)
    metrics, small = QFontMetricsF(strong), QFontMetricsF(hint)
    text = str(day.day.day)
    at = QRectF(box.left() + _PAD, box.top() + _PAD / 2, box.width() - 2 * _PAD, metrics.lineSpacing())
    painter.setFont(strong)
    wide = metrics.horizontalAdvance(text)
    if day.today:
        # A filled plate, in grey as well; the word stands beside it where there is room.
        plate = QRectF(at.left() - 3, at.top(), max(wide, metrics.height() - 6) + 6, metrics.lineSpacing())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("ink"))
        painter.drawRoundedRect(plate, RADIUS, RADIUS)
        painter.setPen(tokens.color("panel"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
        wide = plate.width()
    else:
        painter.setPen(tokens.color("ink" if day.inside and not day.off else "muted"))
        painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    aside = day.off or day.note
    room = at.width() - wide - _PAD
    if aside and not grid.narrow and room > 0:
        painter.setFont(hint)
        painter.setPen(tokens.color("muted"))
        shown = small.elidedText(aside, Qt.TextElideMode.ElideRight, room)
        painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
    lines = grid.lines(number)
    for line, mark in lines:
        _paint_line(painter, line, mark, tokens, hidden=len(day.marks) - len(lines) + 1, more=more, bare=grid.narrow)


def _paint_line(
    painter: QPainter, line: QRectF, mark: CalendarMark | None, tokens: Tokens, *, hidden: int, more: str, bare: bool
) -> None:
    hint = font(Type.HINT)
    metrics = QFontMetricsF(hint)
    painter.setFont(hint)
    if mark is None:
        painter.setPen(tokens.color("ink"))
        text = f"+{hidden}" if bare else more.format(n=hidden)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        return
    color = tokens.color(COLOR[mark.tone])
    height = metrics.lineSpacing() + 2
    top = line.top() + (height - SIDE) / 2
    paint_shape(painter, mark.shape, QRectF(line.left(), top, SIDE, SIDE), color)
    if bare:
        return
    painter.setPen(color)
    words = line.adjusted(SIDE + 5, 0, 0, 0)
    for number, text in enumerate(broken(mark.title, metrics, words.width(), max(int(line.height() // height), 1))):
        at = QRectF(words.left(), words.top() + number * height, words.width(), height)
        painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class MonthView(CalendarView):
    """The arrows walk from day to day, Enter opens what stands there; see :class:`CalendarView`."""

    def _grid(self) -> MonthGrid | None:
        if self.shown is None or self.shown.span is not Span.MONTH:
            return None
        return MonthGrid(self.shown, QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def day_boxes(self) -> list[tuple[QRectF, CalendarDay]]:
        grid = self._grid()
        return [(grid.day_box(number), day) for number, day in enumerate(grid.shown.days)] if grid is not None else []

    def mark_boxes(self) -> list[tuple[QRectF, dt.date, str]]:
        grid = self._grid()
        if grid is None:
            return []
        return [
            (box, day.day, mark.key if mark is not None else "")
            for number, day in enumerate(grid.shown.days)
            for box, mark in grid.lines(number)
        ]

    def heightForWidth(self, width: int) -> int:
        weeks = len(self.shown.days) // 7 if self.shown is not None else 6
        grid = MonthGrid(self.shown, QRectF(0, 0, width, 1)) if self.shown is not None else None
        return round(month_height(weeks, narrow=grid is not None and grid.narrow)) + 2

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        return QSize(7 * 36, self.heightForWidth(7 * 36))

    def paintEvent(self, event: QPaintEvent) -> None:
        grid = self._grid()
        if grid is not None:
            more = self.words.say("calendar.and_more", n="{n}")
            paint_month(QPainter(self), grid, self.theme.tokens, chosen=self.chosen, more=more, focused=self.hasFocus())
