"""Reads finished files and nothing else: what words stand in a DOCX, list numbers counted out of its numbering, and in
a PDF."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict

import pypdfium2
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD = re.compile(r"\w+|[^\w\s()\-\u00ad\u200b-\u200f\u2066-\u2069\ufffe\x01\x02]")
_LINE_TO_WRITE_ON = re.compile("_{10,}")
_MARK = re.compile("\x01\\d+")


def words(text: str) -> list[str]:
    """Words and marks of a text as a reader sees them.

    A hyphen ends a word, because lines may end there; brackets are left out, because extraction mirrors those beside
    right-to-left words. Lines to write on are of one length here: on paper they run to the margin.
    """
    return _WORD.findall(_LINE_TO_WRITE_ON.sub("_" * 10, text.replace("\x01", "")))


def docx_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


class DocxReading:
    """Paragraphs of the body (``body``) and footnotes (``notes``) as text, with the numbers Word would show."""

    def __init__(self, data: bytes) -> None:
        self.parts = docx_parts(data)
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self.numbering = etree.fromstring(self.parts["word/numbering.xml"])
        self.counts: dict[str, list[int]] = defaultdict(list)
        # The mark of a footnote follows U+0001 in ``body``.
        self.body = [self._paragraph(p) for p in self.document.iter(f"{W}p")]
        notes = etree.fromstring(self.parts["word/footnotes.xml"])
        self.notes = [
            "\n".join(self._paragraph(p, note.get(f"{W}id")) for p in note.iter(f"{W}p"))
            for note in notes
            if note.get(f"{W}type") is None
        ]

    @property
    def unmarked(self) -> str:
        """The body without the marks of footnotes."""
        return "\n".join(_MARK.sub("", text) for text in self.body)

    def _paragraph(self, p: etree._Element, note: str | None = None) -> str:
        out = [self._number(p)]
        for element in p.iter():
            if element.tag == f"{W}t":
                out.append(element.text or "")
            elif element.tag in (f"{W}br", f"{W}tab"):
                out.append("\n" if element.tag == f"{W}br" else "\t")
            elif element.tag == f"{W}footnoteReference":
                out.append(f"\x01{element.get(f'{W}id')}")
            elif element.tag == f"{W}footnoteRef":
                out.append(note or "")
        return "".join(out)

    def _number(self, p: etree._Element) -> str:
        """What Word would print before the paragraph."""
        properties = p.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return ""
        number = _value(properties, "numId")
        level = int(_value(properties, "ilvl"))
        (num,) = (n for n in self.numbering.iter(f"{W}num") if n.get(f"{W}numId") == number)
        abstract = _value(num, "abstractNumId")
        (kind,) = (a for a in self.numbering.iter(f"{W}abstractNum") if a.get(f"{W}abstractNumId") == abstract)
        (definition,) = (lvl for lvl in kind.iter(f"{W}lvl") if lvl.get(f"{W}ilvl") == str(level))
        start = int(_value(definition, "start"))
        count = self.counts[number]
        while len(count) < level:
            count.append(1)
        if len(count) == level:
            count.append(start - 1)
        del count[level + 1 :]
        count[level] += 1
        text = _value(definition, "lvlText")
        for n, value in enumerate(count, 1):
            text = text.replace(f"%{n}", str(value))
        return f"{text} "


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(f"{W}{name}")
    assert child is not None
    return str(child.get(f"{W}val"))


def pdf_pages(data: bytes) -> list[str]:
    """Text of each page, read by pdfium."""
    document = pypdfium2.PdfDocument(data)
    try:
        out = []
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            out.append(str(text.get_text_range()).replace("\r\n", "\n"))
            text.close()
            page.close()
        return out
    finally:
        document.close()


def pdf_words(data: bytes) -> list[str]:
    """Words of all pages without the page numbers, which are checked on the way."""
    out: list[str] = []
    for number, text in enumerate(pdf_pages(data), 1):
        found = words(text)
        if number > 1:
            assert found[0] == str(number)
            found = found[1:]
        out.extend(found)
    return out


def in_order(wanted: list[str], found: list[str]) -> str | None:
    """``None`` if ``wanted`` stands in ``found`` in order (with others between), else the first word that does not."""
    at = 0
    for word in wanted:
        try:
            at = found.index(word, at) + 1
        except ValueError:
            return word
    return None
