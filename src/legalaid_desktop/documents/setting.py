"""Lines of paragraphs: words are measured, lines broken, and each line ordered from left to right.

No word is hyphenated; a word is broken only where it would not fit into a line of its own. Lines are broken as Word
breaks them: greedily, by widths of letters, at spaces. A line never ends at a hyphen that belongs to a word: whoever
extracts text takes it for hyphenation, and "Уголовно-процессуальный" loses it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from legalaid_desktop.documents.bidi import levels, visual_order
from legalaid_desktop.documents.blocks import Span
from legalaid_desktop.documents.fonts import Face, Glyph, face_for, is_ignorable, serif
from legalaid_desktop.documents.layout import Style
from legalaid_desktop.documents.typography import has_rtl

NOTE_SIZE, NOTE_RISE = 0.62, 0.34
"""Size and height of a footnote's mark, in sizes of the text."""

WORD, SPACE, FIXED, BREAK, TAB = range(5)
"""Kinds of items: a piece of a word, a space that may end a line, a no-break space, a line end, a tab."""


@dataclass(slots=True)
class Item:
    """A piece of a line that is set in one face and one direction; ``width`` in points."""

    kind: int
    width: float
    face: Face
    size: float
    glyphs: tuple[Glyph, ...] = ()
    level: int = 0
    rise: float = 0.0
    label: bool = False
    """Part of the number of a list item."""
    gap: bool = False
    text: str = ""
    note: int | None = None
    icon: str | None = None
    """A drawing of :mod:`.icons` instead of glyphs."""
    plain: bool = False
    """Set letter by letter: the glyphs follow from the text and have no offsets."""
    lang: str = ""
    """Code of its own language, where its span has one."""


@dataclass(slots=True)
class Line:
    """One line, ready to draw: ``items`` from left to right beginning at ``x`` (points from the left edge of the
    column); ``extra`` points are added to each space. ``ascent`` is from the top of the line to the base line."""

    items: list[Item]
    x: float
    width: float
    extra: float
    height: float
    ascent: float
    notes: tuple[int, ...] = ()
    hard: bool = False


_WIDEST_SPACE = 1.2
"""What justifying may add to a space, in sizes."""
_TOKENS = re.compile("[^ \u00a0\u202f\n\t]+|[ \u00a0\u202f\n\t]")


class Setter:
    """Sets paragraphs of one document; ``rtl`` is the direction of its paragraphs, ``language`` its own: words in it
    need not say so."""

    def __init__(self, rtl: bool, language: str = "") -> None:
        self.rtl, self.language = rtl, language
        self.blanks: dict[tuple[str, str, float, int, bool], Item] = {}
        self.words: dict[tuple[float, bool, bool, bool], dict[str, Item]] = {}

    def lines(
        self, spans: Sequence[Span], style: Style, width: float, *, mark: str = "", bold: bool = False, align: str = ""
    ) -> list[Line]:
        """Lines of a paragraph in a column ``width`` points wide; ``mark`` is the number or dash of a list item."""
        items = self.items(spans, style, bold=bold)
        if mark:
            items[:0] = self.mark(mark, style)
        if any(item.kind == TAB for item in items):
            items = [replace(item, kind=SPACE) if item.kind == TAB else item for item in items]
        return self.broken(items, style, width, align or style.align)

    # Measuring

    def items(self, spans: Sequence[Span], style: Style, *, bold: bool = False) -> list[Item]:
        """The paragraph as items in reading order."""
        heavy = bold or style.bold
        out: list[Item] = []
        text = "".join(span.text for span in spans)
        level_of = levels(text, self.rtl) if self.rtl or has_rtl(text) else None
        at = 0
        for span in spans:
            is_bold, is_italic = span.bold or heavy, span.italic or style.italic
            if span.icon is not None:
                face = serif(is_bold, is_italic)
                level = 1 if self.rtl else 0
                out.append(Item(WORD, style.size, face, style.size, level=level, icon=span.icon))
                out.append(self.blank("\u00a0", face, style.size, level, False))
                continue
            if span.note is not None:
                out.append(self.note_mark(span.note, style, is_bold, out))
                continue
            begins = len(out)
            if level_of is None:
                self.plain(out, span, style.size, is_bold, is_italic)
            else:
                self.mixed(out, span, style.size, is_bold, is_italic, level_of[at : at + len(span.text)])
            at += len(span.text)
            if span.lang and span.lang != self.language:
                out[begins:] = [replace(item, lang=str(span.lang)) for item in out[begins:]]
        return out

    def plain(self, out: list[Item], span: Span, size: float, bold: bool, italic: bool) -> None:
        face = serif(bold, italic)
        # Nobody changes them, so one item serves for all places of a word.
        known = self.words.setdefault((size, bold, italic, span.missing), {})
        for piece in _TOKENS.findall(span.text):
            item = known.get(piece)
            if item is None:
                if len(piece) == 1 and piece in " \u00a0\u202f\n\t":
                    item = self.blank(piece, face, size, 0, span.missing)
                else:
                    made = face.word(piece)
                    if made is None:
                        self.faced(out, piece, size, bold, italic, 0, span.missing)
                        continue
                    width = made[1] * size / 1000
                    item = Item(WORD, width, face, size, made[0], text=piece, gap=span.missing, plain=True)
                known[piece] = item
            out.append(item)

    def mixed(
        self, out: list[Item], span: Span, size: float, bold: bool, italic: bool, level_of: Sequence[int]
    ) -> None:
        face = serif(bold, italic)
        for found in _TOKENS.finditer(span.text):
            piece, start = found[0], found.start()
            if len(piece) == 1 and piece in " \u00a0\u202f\n\t":
                last = out[-1].face if out else face
                blank = last if last.glyph(" ") is not None else face
                out.append(self.blank(piece, blank, size, level_of[start], span.missing))
                continue
            # Isolates and marks decide no run: they take the level of their neighbour.
            shown = [(char, level_of[start + k]) for k, char in enumerate(piece) if not _controls(char)]
            begin = 0
            for index in range(1, len(shown) + 1):
                if index == len(shown) or shown[index][1] != shown[begin][1]:
                    part = "".join(char for char, _ in shown[begin:index])
                    self.faced(out, part, size, bold, italic, shown[begin][1], span.missing)
                    begin = index

    def faced(self, out: list[Item], text: str, size: float, bold: bool, italic: bool, level: int, gap: bool) -> None:
        """Items of a piece of a word, one for each face it needs."""
        own = serif(bold, italic)
        begin, face = 0, None
        if all(map(is_ignorable, text)):
            return
        for index, char in enumerate(text):
            if is_ignorable(char):
                # It stays with what stands before it: a joiner shapes the letters at its sides.
                continue
            if face is not None and _joins(char) and face.glyph(char) is not None:
                continue
            needed = face_for(char, bold, italic) or own
            if face is not None and needed is not face:
                out.append(self.shaped(text[begin:index], face, size, level, gap))
                begin = index
            face = needed
        out.append(self.shaped(text[begin:], face or own, size, level, gap))

    def shaped(self, text: str, face: Face, size: float, level: int, gap: bool) -> Item:
        made = face.word(text) if level % 2 == 0 else None
        glyphs, width = made if made is not None else face.shape(text, level % 2 == 1)
        return Item(WORD, width * size / 1000, face, size, glyphs, level, text=text, gap=gap, plain=made is not None)

    def blank(self, char: str, face: Face, size: float, level: int, gap: bool) -> Item:
        """A space, a no-break space, a line end or a tab. Nobody changes it, so one serves for all."""
        key = (char, face.file, size, level, gap)
        known = self.blanks.get(key)
        if known is None:
            known = self.blanks[key] = self.new_blank(char, face, size, level, gap)
        return known

    def new_blank(self, char: str, face: Face, size: float, level: int, gap: bool) -> Item:
        kind = {" ": SPACE, "\n": BREAK, "\t": TAB}.get(char, FIXED)
        space = face.glyph(" ")
        glyphs = (space,) if space is not None and kind in (SPACE, FIXED) else ()
        width = sum(glyph.advance for glyph in glyphs) * size / 1000
        return Item(kind, width, face, size, glyphs, level, text=char, gap=gap)

    def mark(self, mark: str, style: Style) -> list[Item]:
        """The number of a list item and the space after it, which does not stretch."""
        out: list[Item] = []
        if self.rtl and mark.endswith("."):
            # The full stop after a number stands on its left there.
            self.faced(out, mark[:-1], style.size, style.bold, False, 2, False)
            self.faced(out, ".", style.size, style.bold, False, 1, False)
        else:
            self.faced(out, mark, style.size, style.bold, False, 1 if self.rtl else 0, False)
        face = serif(style.bold, False)
        space = self.blank("\u00a0", face, style.size, 1 if self.rtl else 0, False)
        for item in out:
            item.label = True
        return [*out, replace(space, kind=WORD, text=" ", label=True)]

    def note_mark(self, number: int, style: Style, bold: bool, before: Sequence[Item]) -> Item:
        face = serif(bold, False)
        size = style.size * NOTE_SIZE
        level = before[-1].level if before else (1 if self.rtl else 0)
        glyphs, width = face.word(str(number)) or face.shape(str(number), False)
        return Item(
            WORD, width * size / 1000, face, size, glyphs, level + level % 2, style.size * NOTE_RISE,
            text=str(number), note=number, plain=True,
        )  # fmt: skip

    # Breaking

    def broken(self, items: list[Item], style: Style, width: float, align: str) -> list[Line]:
        room = width - style.left
        out: list[Line] = []
        start = 0
        cut: tuple[int, int] | None = None
        used = 0.0
        index = 0

        def end_line(end: int, following: int, hard: bool) -> None:
            nonlocal start, cut, used, index
            out.append(self.line(items[start:end], style, width, align, first=not out, hard=hard))
            start = index = following
            cut, used = None, 0.0

        while index < len(items):
            item = items[index]
            if item.kind == BREAK:
                end_line(index, index + 1, hard=True)
                continue
            limit = room - (0 if out else style.first) + 0.01
            if item.kind == SPACE:
                cut = (index, index + 1)
                used += item.width
                index += 1
                continue
            if used + item.width > limit and index > start and not (cut is None and item.kind == FIXED):
                if cut is not None:
                    end_line(*cut, hard=False)
                else:
                    fitted = _fitting(item, limit - used)
                    if fitted:
                        items[index : index + 1] = fitted
                        end_line(index + 1, index + 1, hard=False)
                    else:
                        end_line(index, index, hard=False)
                continue
            if item.width > limit and index == start and item.kind == WORD and len(item.text) > 1:
                fitted = _fitting(item, limit) or _split(item, 1)
                items[index : index + 1] = fitted
                end_line(index + 1, index + 1, hard=False)
                continue
            used += item.width
            index += 1
        if start < len(items) or not out:
            end_line(len(items), len(items), hard=True)
        out[-1].hard = True
        return out

    def line(self, items: list[Item], style: Style, width: float, align: str, *, first: bool, hard: bool) -> Line:
        begin, end = 0, len(items)
        while end > begin and (items[end - 1].kind == SPACE or (items[end - 1].kind == FIXED and not hard)):
            end -= 1
        while not first and begin < end and items[begin].kind == SPACE:
            begin += 1
        items = items[begin:end]
        natural = sum(item.width for item in items)
        indent = style.left + (style.first if first else 0.0)
        room = width - indent
        extra = 0.0
        if align == "justify" and not hard:
            stretching = sum(item.kind in (SPACE, FIXED) for item in items)
            # Before a very long word the line stays ragged rather than full of holes.
            if stretching and 0 < room - natural <= stretching * style.size * _WIDEST_SPACE:
                extra = (room - natural) / stretching
                natural = room
        if align == "center":
            x = style.left + max(0.0, (width - style.left - natural) / 2)
        elif align == "right":
            x = width - natural
        else:
            x = width - indent - natural if self.rtl else indent
        if self.rtl and align == "right":
            x = 0.0
        notes = tuple(item.note for item in items if item.note is not None)
        height, ascent = _height(items, style)
        if self.rtl or any(item.level for item in items):
            items = visual_order(items, [item.level for item in items])
        return Line(items, x, natural, extra, height, ascent, notes, hard)


def _joins(char: str) -> bool:
    """A mark belongs to the letter before it."""
    return char > "\u02ff" and unicodedata.category(char).startswith("M")


def _controls(char: str) -> bool:
    return is_ignorable(char) and char not in "\u200c\u200d"


def _height(items: Sequence[Item], style: Style) -> tuple[float, float]:
    """Height of a line and of its base line: that of the style, more where a taller script reaches farther."""
    ascent = 0.891 * style.size + (style.leading - 1.15 * style.size) / 2
    descent = style.leading - ascent
    for item in items:
        if not item.face.text_face and item.glyphs:
            above, below = item.face.reach(item.glyphs)
            ascent = max(ascent, above * item.size / 1000)
            descent = max(descent, below * item.size / 1000)
    return ascent + descent, ascent


def _split(item: Item, count: int) -> list[Item]:
    """``item`` in two, after ``count`` characters; a part is shaped anew where it has to be."""
    out = []
    for text in (item.text[:count], item.text[count:]):
        made = item.face.word(text) if item.level % 2 == 0 else None
        glyphs, width = made if made is not None else item.face.shape(text, item.level % 2 == 1)
        out.append(
            replace(
                item,
                text=text,
                glyphs=glyphs,
                width=width * item.size / 1000,
                plain=made is not None,
            )
        )
    return out


def _fitting(item: Item, room: float) -> list[Item]:
    """``item`` cut so that its first part fits into ``room``, empty if not one character does or all do."""
    if item.kind != WORD or len(item.text) < 2 or item.label:
        return []
    used, count = 0.0, 0
    if item.face.text_face and item.level % 2 == 0 and len(item.glyphs) == len(item.text):
        for glyph in item.glyphs:
            used += glyph.advance * item.size / 1000
            if used > room:
                break
            count += 1
    else:
        count = int(len(item.text) * max(0.0, room) / item.width) if item.width else 0
    count = min(count, len(item.text) - 1)
    while count > 0:
        if not _joins(item.text[count]):
            parts = _split(item, count)
            # The last letter of a part takes another shape, so a shaped part is measured anew.
            if parts[0].width <= room:
                return parts
        count -= 1
    return []
