"""The PDF file itself: pages, embedded fonts, structure tree, outline. Built from reportlab's document objects.

Every glyph gets a code of its own for each text it shows, so that searching and copying give the letters and not the
shapes. Fonts are subsets made by HarfBuzz. The file holds a title and a language, fixed dates and nothing else about
its making.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legalaid_desktop.documents.fonts import Face, Glyph
from legalaid_desktop.documents.layout import Sheet
from legalaid_desktop.documents.setting import Item

_MOST_CODES = 65_000


@dataclass(eq=False)
class Element:
    """A node of the structure tree: ``tag`` such as P or TD; children are elements and (page, mark) pairs."""

    tag: str
    children: list[Element | tuple[int, int]] = field(default_factory=list)
    parent: Element | None = None
    attributes: str = ""
    language: str = ""
    """Tag of its own language, where that is not the paper's."""
    alt: str = ""
    """What a picture shows, in words."""
    id: str = ""
    """Its own name in the file; notes must have one. Plain ASCII."""

    def add(self, tag: str, attributes: str = "") -> Element:
        child = Element(tag, parent=self, attributes=attributes)
        self.children.append(child)
        return child


@dataclass
class PdfPage:
    """One page while it is drawn: ``code`` are the lines of its content stream."""

    sheet: Sheet
    code: list[str] = field(default_factory=list)
    marks: list[Element] = field(default_factory=list)
    """Element of each marked piece of content; the place is its number."""


class FontUse:
    """One face as this file uses it: a code for each glyph and the text it shows."""

    def __init__(self, face: Face, name: str) -> None:
        self.face, self.name = face, name
        self.codes: dict[tuple[int, str], int] = {}
        self.words: dict[str, str] = {}
        self.letters: dict[str, str] = {}

    def hex(self, glyphs: tuple[Glyph, ...]) -> str:
        """The codes of ``glyphs`` as hexadecimal digits, without their offsets."""
        return "".join(f"{self.code(glyph):04X}" for glyph in glyphs)

    def word(self, item: Item) -> str:
        """The string operand of a word or space set letter by letter."""
        known = self.words.get(item.text)
        if known is None:
            known = self.words[item.text] = f"<{self.spelled(item.glyphs)}>" if item.glyphs else ""
        return known

    def spelled(self, glyphs: tuple[Glyph, ...]) -> str:
        """As :meth:`hex`, for glyphs of which each shows one character and each character has but one."""
        letters = self.letters
        try:
            return "".join([letters[glyph[1]] for glyph in glyphs])
        except KeyError:
            for glyph in glyphs:
                letters[glyph.text] = f"{self.code(glyph):04X}"
            return "".join([letters[glyph[1]] for glyph in glyphs])

    def code(self, glyph: Glyph) -> int:
        key = (glyph.gid, glyph.text)
        code = self.codes.get(key)
        if code is None:
            code = self.codes[key] = min(len(self.codes) + 1, _MOST_CODES)
        return code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be drawn: a JPEG of ours with 1 or 3 colours."""

    width: int
    height: int
    colours: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class ForeignPages:
    """What the child gave of a foreign PDF, checked: ``objects`` of ``intake/pdf_graph.py`` and their streams."""

    objects: Sequence[Mapping[str, Any]]
    streams: bytes


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: ``y`` in points from the lower edge of page ``page`` (from 0)."""

    level: int
    title: str
    page: int
    y: float


class PdfFile:
    """Collects pages, fonts, structure and outline; ``pdf_assembly.file_bytes`` writes the file."""

    def __init__(self, title: str, language: str, *, archive: bool = True) -> None:
        self.title, self.language, self.archive = title, language, archive
        self.pages: list[PdfPage] = []
        self.fonts: dict[Face, FontUse] = {}
        self.bookmarks: list[Bookmark] = []
        self.root = Element("Document")
        self.drawings: list[Picture | tuple[ForeignPages, int]] = []
        """What pages show besides text; drawn under the name ``X`` and its place."""

    def drawing(self, what: Picture | tuple[ForeignPages, int]) -> str:
        """The name under which pages draw a picture, or one form of foreign pages."""
        self.drawings.append(what)
        return f"X{len(self.drawings) - 1}"

    def page(self, sheet: Sheet) -> PdfPage:
        page = PdfPage(sheet)
        self.pages.append(page)
        return page

    def font(self, face: Face) -> FontUse:
        use = self.fonts.get(face)
        if use is None:
            use = self.fonts[face] = FontUse(face, f"F{len(self.fonts) + 1}")
        return use

    def mark(self, element: Element) -> int:
        """Number of a new piece of content of ``element`` on the page that is drawn now."""
        page = self.pages[-1]
        page.marks.append(element)
        number = len(page.marks) - 1
        element.children.append((len(self.pages) - 1, number))
        return number
