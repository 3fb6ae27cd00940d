"""Drawing: lines of text, rules and page numbers as PDF operators."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby

from legalaid_desktop.documents.fonts import Face, Glyph, serif
from legalaid_desktop.documents.icons import pdf_path
from legalaid_desktop.documents.languages import word_language
from legalaid_desktop.documents.layout import Layout, Sheet
from legalaid_desktop.documents.paginate import Strip
from legalaid_desktop.documents.pdf_file import Element, PdfFile
from legalaid_desktop.documents.setting import FIXED, SPACE, Item, Line

_LONGEST_LETTERS = 30
_GAP_TINT = "1 0.93 0.55 rg"


def _number(value: float) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Pen:
    """Draws on the last page of ``file``."""

    def __init__(self, file: PdfFile, layout: Layout, mark_gaps: bool) -> None:
        self.file, self.layout, self.mark_gaps = file, layout, mark_gaps
        self.met: list[tuple[float, Item]] = []
        """Drawings met in the words that are being set, and where each begins."""
        self.marks: list[tuple[float, float, Item, int]] = []
        """Vowel marks met in them: how far from the margin and above the base line, and the glyph."""
        self.ends: dict[float, str] = {}
        """What ends a line, by its size."""

    def _artifact(self, code: str, kind: str = "") -> None:
        opening = f"/Artifact << /Type /{kind} >> BDC" if kind else "/Artifact BMC"
        self.file.pages[-1].code.append(f"{opening}\n{code}\nEMC")

    def page_number(self, sheet: Sheet, number: int) -> None:
        """The number of the page, in the middle of the upper margin."""
        style = self.layout.styles["number"]
        face = serif(False, False)
        glyphs, width = face.word(str(number)) or face.shape(str(number), False)
        width *= style.size / 1000
        x = sheet.left + (sheet.text_width - width) / 2
        y = sheet.height - self.layout.header - 0.891 * style.size
        use = self.file.font(face)
        text = f"BT /{use.name} {_number(style.size)} Tf {_number(x)} {_number(y)} Td <{use.hex(glyphs)}> Tj ET"
        self._artifact(text, "Pagination")

    def note_rule(self, sheet: Sheet, y: float) -> None:
        """The rule between text and footnotes."""
        at = y + self.layout.note_gap / 2
        end = sheet.left + self.layout.note_rule
        self._artifact(
            f"0.5 w {_number(sheet.left)} {_number(at)} m {_number(end)} {_number(at)} l S",
            "Layout",
        )

    def cut_line(self, sheet: Sheet, y: float) -> None:
        """The dashed line above a slip that is torn off."""
        right = sheet.width - sheet.right
        self._artifact(
            f"q 0.75 w [4 3] 0 d {_number(sheet.left)} {_number(y + 8)} m {_number(right)} {_number(y + 8)} l S Q",
            "Layout",
        )

    def row_lines(self, strip: Strip, left: float, upper: float, *, plain: bool = False) -> None:
        """The frame of a row and the lines between its cells; of a ``plain`` table only a line under the row."""
        code = [f"{_number(self.layout.cell_line)} w"]
        if plain:
            at = _number(upper - strip.height)
            begins = left + min(cell.x for cell in strip.cells)
            ends = left + max(cell.x + cell.width for cell in strip.cells)
            self._artifact(f"0.25 w {_number(begins)} {at} m {_number(ends)} {at} l S", "Layout")
            return
        for cell in strip.cells:
            code.append(
                f"{_number(left + cell.x)} {_number(upper - strip.height)} "
                f"{_number(cell.width)} {_number(strip.height)} re S"
            )
        self._artifact(" ".join(code), "Layout")

    def line(self, line: Line, left: float, upper: float, body: Element | None, label: Element | None) -> None:
        """One line with its upper edge at ``upper``. The number of a list item goes to ``label``, the rest to
        ``body``; without an element the line is decoration."""
        if not line.items:
            return
        x = left + line.x
        base = upper - line.ascent
        if self.mark_gaps:
            self.tint(line, x, upper)
        page = self.file.pages[-1]
        for is_label, group in groupby(line.items, key=lambda item: item.label):
            items = list(group)
            element = label if is_label else body
            parts, width = self.spoken(items, x, base, line, element)
            for begins, item in self.met:
                # Drawings say nothing that the words do not, so they are decoration.
                self._artifact(pdf_path(item.icon or "", begins, base - item.size * 0.12, item.size), "Layout")
            self.met.clear()
            for at, above, item, gid in self.marks:
                scale = item.size * item.face.scale / 1000
                place = f"{scale:.5f} 0 0 {scale:.5f} {_number(at)} {_number(base + above)}"
                self._artifact(f"q {place} cm {item.face.outline(gid)} f Q", "Layout")
            self.marks.clear()
            for tag, text in parts:
                if element is None:
                    self._artifact(text, "Pagination")
                    continue
                owner = element
                said = _letters_only(items) if len(parts) == 1 else ""
                if tag or said:
                    # An element of its own: a mark within a mark makes poppler lose what follows.
                    owner = element.add("Span")
                    owner.language = tag
                actual = f" /ActualText <FEFF{said.encode('utf-16-be').hex().upper()}>" if said else ""
                page.code.append(f"/{owner.tag} << /MCID {self.file.mark(owner)}{actual} >> BDC\n{text}\nEMC")
            x += width

    def spoken(
        self, items: Sequence[Item], x: float, base: float, line: Line, element: Element | None
    ) -> tuple[list[tuple[str, str]], float]:
        """The text of ``items`` in pieces, each with the tag of its language where that is not the one around it."""
        if not any(item.lang for item in items):
            text, width = self.text(items, x, base, line.extra, last=items[-1] is line.items[-1])
            return [("", text)], width
        around = (element.language if element is not None else "") or self.file.language
        pieces: list[tuple[str, str]] = []
        begins = x
        for lang, group in groupby(items, key=lambda item: item.lang):
            part = list(group)
            text, width = self.text(part, x, base, line.extra, last=part[-1] is line.items[-1])
            x += width
            tag = word_language(lang) if lang else around
            pieces.append(("" if tag == around else tag, text))
        return pieces, x - begins

    def tint(self, line: Line, x: float, upper: float) -> None:
        for item in line.items:
            width = item.width + (line.extra if item.kind in (SPACE, FIXED) else 0.0)
            if item.gap:
                bottom = _number(upper - line.height)
                self._artifact(
                    f"q {_GAP_TINT} {_number(x)} {bottom} {_number(width)} {_number(line.height)} re f Q", "Layout"
                )
            x += width

    def text(self, items: Sequence[Item], x: float, y: float, extra: float, *, last: bool) -> tuple[str, float]:
        """The text object of ``items`` and its width in points."""
        code = [f"BT {_number(x)} {_number(y)} Td"]
        font: tuple[str, float] | None = None
        rise = 0.0
        width = 0.0
        array: list[str] = []

        def show() -> None:
            if array:
                code.append(f"[{''.join(array)}] TJ")
                array.clear()

        face: Face | None = None
        blank: Item | None = None
        shown = ""
        for item in items:
            if item.face is not face:
                face = item.face
                use = self.file.font(face)
            if font != (use.name, item.size):
                show()
                font = (use.name, item.size)
                code.append(f"/{use.name} {_number(item.size)} Tf")
            if rise != item.rise:
                show()
                rise = item.rise
                code.append(f"{_number(rise)} Ts")
            width += item.width
            if item.icon is not None:
                self.met.append((x + width - item.width, item))
                array.append(_number(-item.width * 1000 / item.size))
            elif item.kind in (SPACE, FIXED):
                # A space is as wide as its glyph, plus what justifies the line.
                width += extra
                if item is not blank:
                    blank, shown = item, use.word(item)
                    own = item.glyphs[0][2] if item.glyphs else 0.0
                    beyond = own - (item.width + extra) * 1000 / item.size
                    if beyond < -0.05 or beyond > 0.05:
                        shown += _number(beyond)
                array.append(shown)
            elif item.plain:
                array.append(use.word(item))
            else:
                self.shaped(item, array, code, show, rise, x + width - item.width)
        show()
        if rise:
            code.append("0 Ts")
        if last:
            # A space ends the line, so that a reader of the tagged text does not join two words.
            self.end_space(code, items)
        code.append("ET")
        return " ".join(code), width

    def end_space(self, code: list[str], items: Sequence[Item]) -> None:
        face = serif(False, False)
        space = face.glyph(" ")
        if space is None or items[-1].level % 2:
            return
        size = items[-1].size
        if size not in self.ends:
            use = self.file.font(face)
            self.ends[size] = f"/{use.name} {_number(size)} Tf <{use.hex((space,))}> Tj"
        code.append(self.ends[size])

    def shaped(
        self, item: Item, array: list[str], code: list[str], show: Callable[[], None], rise: float, begins: float
    ) -> None:
        """Glyphs of a shaped word that begins at ``begins``, each moved to its place.

        A vowel mark of a word that is read from the right is written unseen on the base line, and its shape is drawn
        in its place: whoever extracts text takes a glyph beside the base line, or two that overlap, for another word.
        """
        use = self.file.font(item.face)
        at = begins
        for glyph in item.glyphs:
            if item.level % 2 and (letters := _vowel_marks(item.face, glyph)):
                show()
                where = at + glyph.dx * item.size / 1000, rise + glyph.dy * item.size / 1000
                self.marks.append((*where, item, glyph.gid))
                beyond = sum(item.face.own_width(letter.gid) for letter in letters) - glyph.advance
                array.append(f"<{use.hex(letters)}>{_number(beyond) if abs(beyond) > 0.05 else ''}")
                code.append("3 Tr")
                show()
                code.append("0 Tr")
                at += glyph.advance * item.size / 1000
                continue
            if glyph.dy:
                show()
                code.append(f"{_number(rise + glyph.dy * item.size / 1000)} Ts")
            if glyph.dx:
                array.append(_number(-glyph.dx))
            array.append(f"<{use.hex((glyph,))}>")
            # The viewer goes on by the font's own width; the shaped advance may be another.
            beyond = item.face.own_width(glyph.gid) - glyph.advance + glyph.dx
            if abs(beyond) > 0.05:
                array.append(_number(beyond))
            if glyph.dy:
                show()
                code.append(f"{_number(rise)} Ts")
            at += glyph.advance * item.size / 1000


def _vowel_marks(face: Face, glyph: Glyph) -> tuple[Glyph, ...]:
    """A glyph for each mark that ``glyph`` shows, as they stand from left to right; none if it shows a letter too."""
    if not glyph.text or any(unicodedata.category(char) != "Mn" for char in glyph.text):
        return ()
    marks = [face.glyph(char) for char in reversed(glyph.text)]
    return tuple(mark for mark in marks if mark is not None) if None not in marks else ()


def _letters_only(items: Sequence[Item]) -> str:
    """What a line says that holds several words of which each is a single letter or digit, such as "и 2" in a narrow
    cell; nothing of any other line.

    Some who extract text take the letters for one word set wide, unless the file says what stands there.
    """
    if len(items) > _LONGEST_LETTERS or any(item.level or item.icon for item in items):
        return ""
    said = "".join(item.text for item in items).replace("\u00a0", " ")
    words = [len(part) for part in said.split()]
    return f"{said.strip()} " if len(words) > 1 and max(words) == 1 else ""
