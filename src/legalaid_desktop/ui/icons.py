"""The program's own few signs, drawn as lines with the painter. A word always stands beside each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

_Draw = Callable[[QPainterPath], None]


def _line(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)


def _today(p: QPainterPath) -> None:
    p.addRect(QRectF(3, 5, 18, 16))
    _line(p, (3, 10), (21, 10))
    _line(p, (8, 2.5), (8, 7))
    _line(p, (16, 2.5), (16, 7))
    _line(p, (8, 15), (11, 18), (16, 13))


def _calendar(p: QPainterPath) -> None:
    p.addRect(QRectF(3, 5, 18, 16))
    _line(p, (3, 10), (21, 10))
    _line(p, (8, 2.5), (8, 7))
    _line(p, (16, 2.5), (16, 7))
    for y in (13.5, 17.5):
        for x in (7.5, 12, 16.5):
            p.addEllipse(QPointF(x, y), 0.8, 0.8)


def _people(p: QPainterPath) -> None:
    p.addEllipse(QPointF(9, 8), 4, 4)
    p.moveTo(2, 21)
    p.cubicTo(2, 13, 16, 13, 16, 21)
    p.moveTo(14.5, 4.6)
    p.cubicTo(19, 3.5, 20, 11, 15.5, 11.8)
    p.moveTo(18, 14.6)
    p.cubicTo(21, 15.6, 22, 18, 22, 21)


def _note(p: QPainterPath) -> None:
    _line(p, (14, 3), (4, 3), (4, 21), (20, 21), (20, 12))
    _line(p, (8, 16), (9, 12.5), (18, 3.5), (20.5, 6), (11.5, 15), (8, 16))


def _backup(p: QPainterPath) -> None:
    p.addRect(QRectF(3, 4, 18, 5))
    _line(p, (5, 9), (5, 20), (19, 20), (19, 9))
    _line(p, (12, 11), (12, 17))
    _line(p, (9, 14.2), (12, 17.2), (15, 14.2))


def _settings(p: QPainterPath) -> None:
    for y, x in ((6, 15), (12, 8), (18, 13)):
        _line(p, (3, y), (x - 2.5, y))
        _line(p, (x + 2.5, y), (21, y))
        p.addEllipse(QPointF(x, y), 2.5, 2.5)


def _lock(p: QPainterPath) -> None:
    p.addRect(QRectF(5, 11, 14, 10))
    p.moveTo(8, 11)
    p.lineTo(8, 8)
    p.cubicTo(8, 2, 16, 2, 16, 8)
    p.lineTo(16, 11)
    _line(p, (12, 15), (12, 17.5))


def _search(p: QPainterPath) -> None:
    p.addEllipse(QPointF(10.5, 10.5), 6.5, 6.5)
    _line(p, (15.2, 15.2), (21, 21))


def _help(p: QPainterPath) -> None:
    p.addEllipse(QPointF(12, 12), 9.5, 9.5)
    p.moveTo(9, 9.5)
    p.cubicTo(9, 5.5, 15, 5.5, 15, 9.5)
    p.cubicTo(15, 12, 12, 12, 12, 14.5)
    _line(p, (12, 17), (12, 17.6))


def _back(p: QPainterPath) -> None:
    _line(p, (11, 5), (4, 12), (11, 19))
    _line(p, (4, 12), (20, 12))


def _down(p: QPainterPath) -> None:
    _line(p, (5, 9), (12, 16), (19, 9))


def _forward(p: QPainterPath) -> None:
    _line(p, (13, 5), (20, 12), (13, 19))
    _line(p, (20, 12), (4, 12))


def _up(p: QPainterPath) -> None:
    _line(p, (5, 11), (12, 4), (19, 11))
    _line(p, (12, 4), (12, 20))


def _list(p: QPainterPath) -> None:
    for y in (6, 12, 18):
        _line(p, (4, y), (20, y))


def _table(p: QPainterPath) -> None:
    p.addRect(QRectF(3, 4, 18, 16))
    _line(p, (3, 9), (21, 9))
    _line(p, (11, 9), (11, 20))


def _close(p: QPainterPath) -> None:
    _line(p, (6, 6), (18, 18))
    _line(p, (18, 6), (6, 18))


def _more(p: QPainterPath) -> None:
    for x in (6, 12, 18):
        p.addEllipse(QPointF(x, 12), 1.2, 1.2)


def _minus(p: QPainterPath) -> None:
    _line(p, (5, 12), (19, 12))


def _add(p: QPainterPath) -> None:
    _line(p, (12, 5), (12, 19))
    _line(p, (5, 12), (19, 12))


def _check(p: QPainterPath) -> None:
    _line(p, (4, 12.5), (9.5, 18), (20, 6.5))


def _stop(p: QPainterPath) -> None:
    _line(p, (8, 3), (16, 3), (21, 8), (21, 16), (16, 21), (8, 21), (3, 16), (3, 8), (8, 3))
    _line(p, (8, 12), (16, 12))


def _warn(p: QPainterPath) -> None:
    _line(p, (12, 3), (22, 21), (2, 21), (12, 3))
    _line(p, (12, 10), (12, 15))
    _line(p, (12, 17.6), (12, 18.2))


def _info(p: QPainterPath) -> None:
    p.addEllipse(QPointF(12, 12), 9.5, 9.5)
    _line(p, (12, 11), (12, 17))
    _line(p, (12, 7), (12, 7.6))


def _clock(p: QPainterPath) -> None:
    p.addEllipse(QPointF(12, 12), 9.5, 9.5)
    _line(p, (12, 6.5), (12, 12), (16, 14.5))


def _folder(p: QPainterPath) -> None:
    _line(p, (3, 20), (3, 5), (9, 5), (11, 8), (21, 8), (21, 20), (3, 20))


def _person(p: QPainterPath) -> None:
    p.addEllipse(QPointF(12, 8), 4.5, 4.5)
    p.moveTo(3.5, 21)
    p.cubicTo(3.5, 12.5, 20.5, 12.5, 20.5, 21)


def _paper(p: QPainterPath) -> None:
    _line(p, (5, 21), (5, 3), (14, 3), (19, 8), (19, 21), (5, 21))
    _line(p, (14, 3), (14, 8), (19, 8))
    _line(p, (8, 13), (16, 13))
    _line(p, (8, 17), (14, 17))


def _eye(p: QPainterPath) -> None:
    p.moveTo(1.5, 12)
    p.cubicTo(6, 4.5, 18, 4.5, 22.5, 12)
    p.cubicTo(18, 19.5, 6, 19.5, 1.5, 12)
    p.addEllipse(QPointF(12, 12), 3.2, 3.2)


def _book(p: QPainterPath) -> None:
    _line(p, (12, 6), (4, 4), (4, 19), (12, 21), (20, 19), (20, 4), (12, 6))
    _line(p, (12, 6), (12, 21))


_SIGNS: Final[dict[str, _Draw]] = {
    "today": _today, "calendar": _calendar, "people": _people, "note": _note, "backup": _backup,
    "settings": _settings, "lock": _lock, "search": _search, "help": _help, "back": _back, "forward": _forward,
    "up": _up, "list": _list, "table": _table,
    "down": _down, "close": _close, "more": _more, "add": _add, "minus": _minus, "check": _check,
    "stop": _stop, "warn": _warn, "info": _info, "clock": _clock, "folder": _folder, "person": _person,
    "paper": _paper, "eye": _eye, "book": _book,
}  # fmt: skip

NAMES: Final = tuple(_SIGNS)


def paint_icon(painter: QPainter, name: str, where: QRectF, color: QColor) -> None:
    """Draw the sign ``name`` into the square ``where``; raises ``KeyError`` for a sign that is not there."""
    path = QPainterPath()
    _SIGNS[name](path)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(where.topLeft())
    painter.scale(where.width() / 24, where.height() / 24)
    pen = QPen(color, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def icon(name: str, color: QColor, *, side: int = 20, ratio: float = 2.0) -> QIcon:
    """The sign as an icon of ``side`` logical px."""
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, name, QRectF(0, 0, side, side), color)
    painter.end()
    return QIcon(pixmap)
