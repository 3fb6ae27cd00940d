"""An EPUB into parts, in the child: its sections in the order of the spine, read as web pages are.

The archive goes through the guard of ``zip_directory.py``; the two parts that say what is where are walked through as
plain XML (no document type, no entities). Pictures, scripts, styles and fonts are never unpacked.
"""

from __future__ import annotations

import posixpath
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.limits import CHILD_CPU, WORK_SHARE
from legalaid_desktop.intake.read_html import LARGEST, heard_in
from legalaid_desktop.intake.text_coding import load_codecs
from legalaid_desktop.intake.text_parts import MOST_LETTERS, MOST_PARTS, Part, gathered, label_of, packed
from legalaid_desktop.intake.worker import Parser, Reply
from legalaid_desktop.intake.xml_scan import scan_xml
from legalaid_desktop.intake.zip_directory import Part as ZipPart
from legalaid_desktop.intake.zip_directory import read_directory, refuse_nested, unpack

_CONTAINER: Final = "META-INF/container.xml"
_LOCKED: Final = "META-INF/encryption.xml"
_FONTS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways to hide fonts: the text is open all the same."""
MOST_SECTIONS: Final = 3_000
_TYPES: Final = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml"))
_SECTION_HEADING: Final = 80


def load() -> Parser:
    load_codecs()
    heard_in(b"<p>a")
    scan_xml(b"<a/>")
    return _read


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """``first``: number of the first section, from 0. The answer is that of ``text_parts.unpacked``; ``next`` and
    ``total`` count sections: time is bounded, and the rest is asked for again."""
    parts = read_directory(data)
    refuse_nested(parts)
    by_name = {part.name: part for part in parts}
    if _CONTAINER not in by_name:
        raise FileRefused(kind="wrong_kind")
    _refuse_locked(data, by_name)
    package = _package_of(unpack(data, by_name[_CONTAINER]), by_name)
    book = _Book(posixpath.dirname(package))
    scan = _plain_xml(unpack(data, by_name[package]))
    scan_xml(scan, book.heard)
    book.read_titles(scan)
    sections = [name for name in book.sections() if name in by_name]
    if len(sections) > MOST_SECTIONS:
        raise FileRefused(kind="zip_parts", limit=MOST_SECTIONS)
    first = int(params.get("first", 0))
    if not sections or not 0 <= first < len(sections):
        raise FileRefused(kind="wrong_kind")
    found: list[Part] = []
    room = MOST_LETTERS
    at = first
    while at < len(sections):
        if at > first and time.process_time() > CHILD_CPU * WORK_SHARE:
            break
        for part in _section(data, by_name[sections[at]], at + 1, room):
            found.append(part)
            room -= len(part[1])
        if len(found) > MOST_PARTS:
            raise FileRefused(kind="text_too_long", limit=MOST_LETTERS)
        at += 1
    reply.blob(packed(found))
    following = at if at < len(sections) else 0
    reply.plain = {"count": len(found), "next": following, "total": len(sections), "told": book.told}


def _section(data: bytes, part: ZipPart, n: int, room: int) -> list[Part]:
    """One section; a long one in several parts that have its label. One without text is a blank part, so that the
    others keep their numbers."""
    if part.size > LARGEST:
        raise FileRefused(kind="zip_size")
    heard = heard_in(unpack(data, part), max(room, 1))
    heading = label_of(heard.heading)
    if len(heading) > _SECTION_HEADING:
        heading = heading[:_SECTION_HEADING].rsplit(" ", 1)[0] + "…"
    label = f"{n} {heading}".strip()
    texts = [text for _, text in gathered(heard.paragraphs)]
    return [(label, text) for text in texts] or [(label, "")]


def _refuse_locked(data: bytes, by_name: Mapping[str, ZipPart]) -> None:
    """A book that is locked to one reader's device cannot be read here."""
    if _LOCKED not in by_name:
        return
    found: list[str] = []

    def heard(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition("}")[2] == "EncryptionMethod":
            found.append(attributes.get("Algorithm", ""))

    scan_xml(unpack(data, by_name[_LOCKED]), heard)
    if any(one not in _FONTS for one in found):
        raise FileRefused(kind="zip_encrypted")


def _package_of(container: bytes, by_name: Mapping[str, ZipPart]) -> str:
    found: list[str] = []

    def heard(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition("}")[2] == "rootfile":
            found.append(attributes.get("full-path", ""))

    scan_xml(container, heard)
    for name in found:
        if name in by_name:
            return name
    raise FileRefused(kind="wrong_kind")


def _plain_xml(content: bytes) -> bytes:
    return content.removeprefix(b"\xef\xbb\xbf")


class _Book:
    """The package: what belongs to the book, in which order it is read, and what it says of itself."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._items: dict[str, str] = {}
        self._order: list[str] = []
        self.told: dict[str, str] = {}

    def heard(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local == "item" and attributes.get("media-type", "") in _TYPES:
            place = self._place(attributes.get("href", ""))
            if place is not None:
                self._items[attributes.get("id", "")] = place
        elif local == "itemref":
            self._order.append(attributes.get("idref", ""))

    def sections(self) -> list[str]:
        """Each section once, in order."""
        return list(dict.fromkeys(self._items[one] for one in self._order if one in self._items))

    def read_titles(self, content: bytes) -> None:
        """Title, publisher, date and language, as far as the package tells; it was scanned before."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            tree = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            return
        for element in tree.iter("{http://purl.org/dc/elements/1.1/}*"):
            key = str(element.tag).rpartition("}")[2]
            if key in ("title", "publisher", "date", "language") and element.text:
                self.told.setdefault(key, label_of(str(element.text)))

    def _place(self, href: str) -> str | None:
        """The part that an address of the package means; ``None`` for what leads out of the book."""
        target = unquote(href).partition("#")[0]
        if not target or ":" in target or "\\" in target or target.startswith("/"):
            return None
        place = posixpath.normpath(posixpath.join(self._folder, target))
        return None if place.startswith("..") else place
