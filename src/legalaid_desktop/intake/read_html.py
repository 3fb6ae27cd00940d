"""A web page into parts, in the child: what it says, and nothing that it does or fetches.

libxml2's own reader of HTML, told element by element, so that no tree is built: no scripts, no styles, no frames, no
entities but those of HTML, no addresses. What stands hidden in ``script``, ``template`` and the like is not text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.limits import MIB
from legalaid_desktop.intake.text_coding import decoded, load_codecs
from legalaid_desktop.intake.text_parts import MOST_LETTERS, MOST_PARTS, gathered, label_of, packed
from legalaid_desktop.intake.worker import Parser, Reply

LARGEST: Final = 16 * MIB
MOST_ELEMENTS: Final = 1_500_000
_PIECE: Final = 64 * 1024
_NO_TEXT: Final = (
    "script style template noscript iframe frame object embed applet svg math audio video canvas select option "
    "textarea button"
)
_NEW_LINE: Final = (
    "p div section article header footer main aside nav ul ol li dl dt dd table tr caption h1 h2 h3 h4 h5 h6 pre "
    "blockquote address form fieldset figure figcaption hr body details summary"
)
_SKIPPED: Final = frozenset(_NO_TEXT.split())
_BLOCKS: Final = frozenset(_NEW_LINE.split())
_HEADINGS: Final = frozenset(("h1", "h2", "h3"))
_EMPTY_IN_XML: Final = re.compile(
    r"<(?:script|style|title|textarea|iframe|noscript|template|object|select|button|video|audio|canvas|svg)"
    r"\b[^<>]{0,4000}/>",
    re.IGNORECASE,
)
"""In XHTML these end where they begin; a reader of HTML would take all that follows for their content."""

_TYPE: Final = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}(?:\[[^\]]{0,100000}\]\s{0,100})?>", re.IGNORECASE)


class Heard:
    """What is kept of a page: paragraphs, its title, its first heading, its language."""

    def __init__(self, room: int = MOST_LETTERS) -> None:
        self.paragraphs: list[str] = []
        self.title = ""
        self.heading = ""
        self.language = ""
        self._room = room
        self._pieces: list[str] = []
        self._skipped: list[str] = []
        self._in_title = False
        self._in_heading = False
        self._elements = 0

    # called by lxml

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise FileRefused(kind="xml_bounds")
        name = _local(tag)
        if name in _SKIPPED:
            self._skipped.append(name)
        elif self._skipped:
            return
        elif name == "title":
            self._in_title = not self.title
        elif name == "br":
            self._pieces.append("\n")
        elif name in ("td", "th"):
            self._pieces.append("\t")
        elif name in _BLOCKS:
            self._end_paragraph()
            self._in_heading = name in _HEADINGS and not self.heading
        elif name == "html":
            self.language = str(attributes.get("lang", ""))[:20]

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in _SKIPPED:
            if name in self._skipped:
                del self._skipped[self._skipped.index(name) :]
        elif name == "title":
            self._in_title = False
        elif name in _BLOCKS and not self._skipped:
            self._end_paragraph()

    def data(self, text: str) -> None:
        if self._in_title:
            self.title = (self.title + text)[:400]
        elif not self._skipped:
            self._room -= len(text)
            if self._room < 0:
                raise FileRefused(kind="text_too_long", limit=MOST_LETTERS)
            self._pieces.append(text.replace("\n", " ").replace("\r", " "))

    def close(self) -> None:
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        if self._pieces:
            text = "".join(self._pieces).strip()
            self._pieces.clear()
            if text:
                self.paragraphs.append(text)
                if self._in_heading:
                    self.heading = text
        self._in_heading = False


def load() -> Parser:
    load_codecs()
    heard_in(b"<p>a")
    return _read


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """The answer is that of ``text_parts.unpacked``: all parts at once."""
    if len(data) > LARGEST:
        raise FileRefused(kind="too_large", limit=LARGEST // MIB)
    heard = heard_in(data)
    parts = list(gathered(heard.paragraphs))
    if len(parts) > MOST_PARTS:
        raise FileRefused(kind="text_too_long", limit=MOST_LETTERS)
    reply.blob(packed(parts))
    told = {"title": label_of(heard.title or heard.heading), "language": heard.language}
    reply.plain = {"count": len(parts), "next": 0, "total": len(parts), "told": told}


def heard_in(data: bytes, room: int = MOST_LETTERS) -> Heard:
    """Read one page. Raises :class:`FileRefused`: ``xml_bounds``, ``text_too_long``."""
    from lxml import etree

    text = _EMPTY_IN_XML.sub("", decoded(data, declared=True))
    heard = Heard(room)
    parser = etree.HTMLParser(
        target=cast(Any, heard), encoding="utf-8", no_network=True, huge_tree=False, recover=True, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    content = _undeclared(text).encode("utf-8", "replace").replace(b"\0", b"")
    try:
        for at in range(0, len(content), _PIECE):
            parser.feed(content[at : at + _PIECE])
        parser.close()
    except etree.XMLSyntaxError:
        heard.close()  # nothing but blanks, or nested deeper than libxml2 follows: what was heard counts
    return heard


def _undeclared(text: str) -> str:
    """Without the line that names an encoding (the bytes that follow are of another) and without a document type: its
    entities are not for this reader, and would stand in the text."""
    return _TYPE.sub("", re.sub(r"^\ufeff?\s{0,100}<\?xml[^<>]{0,200}\?>", "", text, count=1), count=1)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].rpartition(":")[2].lower()
