"""A month on one A4 page across: for the wall or the pocket, with numbers in place of names.

The page says nothing of cases, people or the program. Shapes carry the meaning, not colours: it is read in grey.
Made in memory; the same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.blocks import Span
from legalaid_desktop.documents.layout import MM, Sheet, Style, court_paper
from legalaid_desktop.documents.pdf_assembly import one_page
from legalaid_desktop.documents.pdf_draw import Pen
from legalaid_desktop.documents.pdf_file import Element, PdfFile
from legalaid_desktop.documents.setting import Setter

_PAGE: Final = Sheet(
    width=297 * MM, height=210 * MM, left=14 * MM, right=14 * MM, top=12 * MM, bottom=10 * MM, landscape=True
)
_TITLE: Final = Style("Title", 20, 26, "start", bold=True)
_HEAD: Final = Style("Head", 10, 14, "center", bold=True)
_DAY: Final = Style("Day", 13, 16, "start", bold=True)
_OFF: Final = Style("Off", 7.5, 9, "start")
_MARKS: Final = tuple(Style("Mark", size, size * 1.24, "start") for size in (10.5, 9.0, 7.5, 6.0))
"""Sizes of the marks of a day: the first that has room for all of them."""
_SMALL: Final = Style("Small", 9, 12, "start")
_PAD: Final = 4.0
_SIGN: Final = 7.0
"""Side of a shape, in points."""
_FILL: Final = "0.93 g"
"""Of a day off: light enough for a poor printer, and a word stands in it."""


@dataclass(frozen=True, slots=True)
class MonthMark:
    """``last``: a filled square, the last day; else an open triangle, the day on which to act. ``short`` is said where
    even the smallest letters have no room for ``text``."""

    text: str
    last: bool
    short: str = ""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """``off`` says why nobody works, empty on a working day."""

    number: int
    off: str = ""
    marks: tuple[MonthMark, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthContent:
    """What stands on the page, in its language (``lang``: ru, be, en). ``weeks`` are rows of seven; ``None`` is a day
    of another month. ``legend`` and ``small`` are said under the days."""

    lang: str
    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[MonthDay | None, ...], ...]
    legend: tuple[MonthMark, ...]
    small: str


def month_page(content: MonthContent) -> bytes:
    """The PDF of one page."""
    return one_page(content.title, content.lang, _PAGE, lambda file: _Drawing(file, content).draw())


class _Drawing:
    """Draws from the top down; ``y`` is the upper edge of what comes next, in points from the lower edge."""

    def __init__(self, file: PdfFile, content: MonthContent) -> None:
        self.file, self.content = file, content
        self.pen = Pen(file, court_paper(), mark_gaps=False)
        self.setter = Setter(rtl=False)
        self.y = _PAGE.height - _PAGE.top
        self.width = _PAGE.text_width / 7

    def draw(self) -> None:
        content, root = self.content, self.file.root
        self.text(root.add("H1"), content.title, _TITLE, _PAGE.left, _PAGE.text_width)
        self.y -= 2
        table = root.add("Table")
        head = table.add("TR")
        top = self.y
        for column, name in enumerate(content.weekdays):
            self.y = top
            cell = head.add("TH", "<< /O /Table /Scope /Column >>")
            self.text(cell, name, _HEAD, _PAGE.left + column * self.width, self.width)
        self.y = top - _HEAD.leading - 2
        below = len(content.legend) * _SMALL.leading + 2 * _SMALL.leading + 8
        height = (self.y - _PAGE.bottom - below) / len(content.weeks)
        for week in content.weeks:
            self.week(table.add("TR"), week, height)
        self.y -= 6
        for mark in content.legend:
            self.sign(_PAGE.left, self.y - _SMALL.size + 1, mark.last)
            self.text(root.add("P"), mark.text, _SMALL, _PAGE.left + 2 * _SIGN, _PAGE.text_width - 2 * _SIGN)
        self.text(root.add("P"), content.small, _SMALL, _PAGE.left, _PAGE.text_width)

    def week(self, row: Element, week: Sequence[MonthDay | None], height: float) -> None:
        top = self.y
        for column, day in enumerate(week):
            left = _PAGE.left + column * self.width
            cell = row.add("TD")
            self.frame(left, top - height, height, off=day is not None and bool(day.off))
            if day is not None:
                self.y = top - _PAD / 2
                self.day(cell, day, left + _PAD, top - height + _PAD)
        self.y = top - height

    def day(self, cell: Element, day: MonthDay, left: float, bottom: float) -> None:
        room = self.width - 2 * _PAD
        if day.off:
            start = self.y
            self.y -= 4
            # Beside the number, so that the marks have the room below.
            self.text(cell, str(day.number), _DAY, left, room, at=start)
            self.text(cell, day.off, _OFF, left + 22, room - 22, most=2)
            self.y = start - _DAY.leading - 4
        else:
            self.text(cell, str(day.number), _DAY, left, room)
            self.y -= 4
        self.marks(cell, day.marks, left, room, self.y - bottom)

    def marks(self, cell: Element, marks: Sequence[MonthMark], left: float, room: float, height: float) -> None:
        texts = [mark.text for mark in marks]
        for style in _MARKS:
            if self.needed(texts, style, room) <= height:
                break
        else:
            texts = [mark.short for mark in marks]
        for mark, text in zip(marks, texts, strict=True):
            self.sign(left, self.y - style.size + 1, mark.last)
            self.text(cell, text, style, left + 2 * _SIGN, room - 2 * _SIGN)

    def needed(self, texts: Sequence[str], style: Style, room: float) -> float:
        """Height of ``texts``, in points."""
        width = room - 2 * _SIGN
        return sum(len(self.setter.lines([Span(text)], style, width)) for text in texts) * style.leading

    def text(
        self,
        element: Element,
        text: str,
        style: Style,
        left: float,
        width: float,
        *,
        at: float | None = None,
        most: int = 99,
    ) -> None:
        """Lines from ``y`` down, which moves below them; or from ``at``, and ``y`` stays."""
        y = self.y if at is None else at
        for line in self.setter.lines([Span(text)], style, width)[:most]:
            self.pen.line(line, left, y, element, None)
            y -= style.leading
        if at is None:
            self.y = y

    def frame(self, left: float, bottom: float, height: float, *, off: bool) -> None:
        box = f"{left:.2f} {bottom:.2f} {self.width:.2f} {height:.2f} re"
        fill = f"q {_FILL} {box} f Q\n" if off else ""
        self._artifact(f"{fill}q 0.5 w {box} S Q")

    def sign(self, left: float, base: float, last: bool) -> None:
        """A shape with its lower left corner at (``left``, ``base``)."""
        if last:
            self._artifact(f"q 0 g {left:.2f} {base:.2f} {_SIGN:.2f} {_SIGN:.2f} re f Q")
            return
        right, top = left + _SIGN, base + _SIGN
        middle = left + _SIGN / 2
        self._artifact(f"q 0.9 w {left:.2f} {base:.2f} m {right:.2f} {base:.2f} l {middle:.2f} {top:.2f} l h S Q")

    def _artifact(self, code: str) -> None:
        self.file.pages[-1].code.append(f"/Artifact << /Type /Layout >> BDC\n{code}\nEMC")
