"""A recovery sheet: one A4 page with the words of one part of the key.

The page is neutral: no office, no program, nothing about what the words open. The words stand in columns, each with its
number on the sheet before it and its number in the list after it, for reading out; beside them a QR code with the same
words. Made in memory; the same content gives the same bytes.

Known limit: the words are strings here, and parts of them lie in the memory of the font shaper; they are dropped at the
end of :func:`recovery_page`, not wiped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import segno

from legalaid_desktop.documents.blocks import Span
from legalaid_desktop.documents.fonts import serif
from legalaid_desktop.documents.layout import MM, Sheet, Style, court_paper
from legalaid_desktop.documents.pdf_assembly import one_page
from legalaid_desktop.documents.pdf_draw import Pen
from legalaid_desktop.documents.pdf_file import Element, PdfFile
from legalaid_desktop.documents.setting import Setter

_PAGE: Final = Sheet(width=210 * MM, height=297 * MM, left=20 * MM, right=20 * MM, top=18 * MM, bottom=16 * MM)
_QR_SIDE: Final = 46 * MM
_QR_GAP: Final = 8 * MM
_QUIET: Final = 4
"""Empty modules around the code, as its standard asks."""
_TITLE: Final = Style("Title", 24, 30, "start", bold=True)
_LEAD: Final = Style("Lead", 13, 18, "start", bold=True)
_FACT: Final = Style("Fact", 12, 17, "start")
_HEAD: Final = Style("Head", 12, 16, "start", bold=True)
_TEXT: Final = Style("Text", 11, 14.2, "start")
_PLACE: Final = Style("Place", 10, 12, "start")
_WORD: Final = {2: Style("Word", 20, 26, "start", bold=True), 3: Style("Word", 17, 22, "start", bold=True)}
"""By the number of columns."""
_LIST_NUMBER: Final = Style("ListNumber", 9, 12, "start")
_STEP: Final = 10 * MM / 2
_ROW: Final = {2: 27.0, 3: 23.5}
"""Height of a row of words by columns, in points."""
_PLACE_ROOM, _PLACE_GAP, _NUMBER_ROOM = 18.0, 6.0, 34.0
"""Room for the number on the sheet, between it and the word, and for the number in the list."""


@dataclass(frozen=True, slots=True, repr=False)
class SheetContent:
    """What stands on the page, in its language (``lang``: ru, be, en). ``words`` and ``word_numbers`` belong together.

    ``facts`` are the lines beside the code; ``do`` and ``never`` are a heading and its points each; ``small`` is said
    under the words.
    """

    lang: str
    title: str
    lead: str
    facts: tuple[str, ...]
    words: tuple[str, ...]
    word_numbers: tuple[int, ...]
    small: str
    do: tuple[str, tuple[str, ...]]
    never: tuple[str, tuple[str, ...]]

    def __repr__(self) -> str:
        return f"SheetContent(lang={self.lang!r}, {len(self.words)} words)"


def recovery_page(content: SheetContent) -> bytes:
    """The PDF of one page. Raises :class:`ValueError` for content that does not fit on it."""
    return one_page(content.title, content.lang, _PAGE, lambda file: _Drawing(file, content).draw())


class _Drawing:
    """Draws from the top down; ``y`` is the upper edge of what comes next, in points from the lower edge."""

    def __init__(self, file: PdfFile, content: SheetContent) -> None:
        self.file, self.content = file, content
        self.pen = Pen(file, court_paper(), mark_gaps=False)
        self.setter = Setter(rtl=False)
        self.y = _PAGE.height - _PAGE.top

    def draw(self) -> None:
        content = self.content
        root = self.file.root
        beside = _PAGE.text_width - _QR_SIDE - _QR_GAP
        code_bottom = self.y - _QR_SIDE
        self.code(_PAGE.width - _PAGE.right - _QR_SIDE, code_bottom)
        self.paragraph(root.add("H1"), content.title, _TITLE, beside)
        self.y -= 6
        self.paragraph(root.add("P"), content.lead, _LEAD, beside)
        self.y -= 4
        for fact in content.facts:
            self.paragraph(root.add("P"), fact, _FACT, beside)
        self.y = min(self.y, code_bottom) - 12
        self.rule()
        self.words()
        self.rule()
        self.paragraph(root.add("P"), content.small, _TEXT, _PAGE.text_width)
        for heading, points in (content.do, content.never):
            self.y -= 9
            self.paragraph(root.add("H2"), heading, _HEAD, _PAGE.text_width)
            listed = root.add("L")
            for point in points:
                self.point(listed, point)
        if self.y < _PAGE.bottom:
            raise ValueError("the sheet does not fit on one page")

    def rule(self) -> None:
        self.file.pages[-1].code.append(
            f"/Artifact << /Type /Layout >> BDC\n0.75 w {_PAGE.left:.2f} {self.y:.2f} m "
            f"{_PAGE.width - _PAGE.right:.2f} {self.y:.2f} l S\nEMC"
        )
        self.y -= 12

    def paragraph(self, element: Element, text: str, style: Style, width: float, left: float = 0.0) -> None:
        for line in self.setter.lines([Span(text)], style, width):
            self.pen.line(line, _PAGE.left + left, self.y, element, None)
            self.y -= style.leading

    def point(self, listed: Element, text: str) -> None:
        item = listed.add("LI")
        (bullet,) = self.setter.lines([Span("•")], _TEXT, _STEP)
        self.pen.line(bullet, _PAGE.left, self.y, item.add("Lbl"), None)
        self.paragraph(item.add("LBody"), text, _TEXT, _PAGE.text_width - _STEP, _STEP)

    def at(self, element: Element, text: str, style: Style, x: float, base: float, *, right: bool = False) -> None:
        """One line of text on the base line ``base`` that begins at ``x``, or ends there."""
        width = _width(text, style)
        (line,) = self.setter.lines([Span(text)], style, width + 1)
        self.pen.line(line, x - width if right else x, base + line.ascent, element, None)

    def words(self) -> None:
        """Columns read from top to bottom: number on the sheet, word, number in the list."""
        words = self.content.words
        columns = 2 if len(words) <= 20 else 3
        rows = -(-len(words) // columns)
        style, height = _WORD[columns], _ROW[columns]
        width = _PAGE.text_width / columns
        begins = _PLACE_ROOM + _PLACE_GAP
        ends = begins + max(_width(word, style) for word in words) + _NUMBER_ROOM
        if ends > width:
            raise ValueError("a word does not fit into its column")
        listed = self.file.root.add("L")
        for at, (word, number) in enumerate(zip(words, self.content.word_numbers, strict=True)):
            column, row = divmod(at, rows)
            left = _PAGE.left + column * width
            base = self.y - row * height - style.size
            item = listed.add("LI")
            self.at(item.add("Lbl"), f"{at + 1}.", _PLACE, left + _PLACE_ROOM, base, right=True)
            body = item.add("LBody")
            self.at(body, word, style, left + begins, base)
            self.at(body, str(number), _LIST_NUMBER, left + ends, base, right=True)
        self.y -= rows * height + 6

    def code(self, x: float, y: float) -> None:
        """The QR code with its lower left corner at (x, y); dark modules of a row are one rectangle."""
        made = segno.make(" ".join(self.content.words), error="m", micro=False, boost_error=False)
        rows: Sequence[bytes | bytearray] = made.matrix
        module = _QR_SIDE / (len(rows) + 2 * _QUIET)
        code = ["/Artifact << /Type /Layout >> BDC", "q 0 g"]
        for down, row in enumerate(rows):
            start = 0
            upper = y + _QR_SIDE - (down + _QUIET + 1) * module
            while start < len(row):
                end = start
                while end < len(row) and row[end] == row[start]:
                    end += 1
                if row[start]:
                    code.append(
                        f"{x + (start + _QUIET) * module:.3f} {upper:.3f} {(end - start) * module:.3f} {module:.3f} re"
                    )
                start = end
        code.append("f Q\nEMC")
        self.file.pages[-1].code.append("\n".join(code))


def _width(text: str, style: Style) -> float:
    """Width of one line, in points. Raises :class:`ValueError` for letters that the face does not have."""
    face = serif(style.bold, style.italic)
    total = 0.0
    for letter in text:
        glyph = face.glyph(letter)
        if glyph is None:
            raise ValueError("a letter that the sheet cannot show")
        total += glyph.advance
    return total * style.size / 1000
