"""Word files before any parser of Word files: no macros, no links that load, nothing embedded, plain XML only.

Runs in the child. It looks into every part, for a program that opens the file later would do so as well.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.limits import LARGEST_ARCHIVE
from legalaid_desktop.intake.xml_scan import scan_xml
from legalaid_desktop.intake.zip_directory import Part, read_directory, refuse_nested, unpack

CONTENT_TYPES: Final = "[Content_Types].xml"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS: Final = (
    "http://schemas.openxmlformats.org/package/2006/relationships}",
    "http://purl.oclc.org/ooxml/package/relationships}",
)
_XML_NAME: Final = re.compile(r"\.(?:xml|rels|vml)$", re.I)
_MACRO_NAME: Final = re.compile(r"(?:^|/)(?:vba|macro|activex|customui|ctrlprop|attachedtoolbars)", re.I)
_MACRO_TYPE: Final = re.compile(r"macro|vba|activex|keymapcustomi[sz]ation|customui|attachedtoolbar", re.I)
_EMBEDDED_NAME: Final = re.compile(r"(?:^|/)(?:embeddings?|oleobject)", re.I)
_EMBEDDED_TYPE: Final = re.compile(r"oleobject|package\b.*\bembedded|/package$|/control$|afchunk|subdocument", re.I)
_HYPERLINK: Final = re.compile(r"/relationships/hyperlink$")
_PLAIN_LINK: Final = re.compile(r"(?:https?|mailto|tel):[^\s\\]*$", re.I)
_LOADING: Final = re.compile(
    r"(?:^|\n)\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|LINK|MACROBUTTON|DATABASE|RD|EMBED)\b", re.I
)
"""Field instructions of Word that fetch, link or run something."""
_WORD_SPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "http://purl.oclc.org/ooxml/wordprocessingml/main}",
)


def guarded_parts(data: bytes) -> dict[str, bytes]:
    """The XML parts of a Word file that passed every check, by name; pictures and fonts are checked and left out.

    Raises :class:`FileRefused`: those of ``zip_directory`` and ``xml_scan``, and ``macros``, ``external``,
    ``embedded``, ``wrong_kind``.
    """
    parts = read_directory(data)
    names = {part.name for part in parts}
    if CONTENT_TYPES not in names:
        raise FileRefused(kind="wrong_kind")
    _refuse_names(parts)
    refuse_nested(parts)
    kept: dict[str, bytes] = {}
    room = LARGEST_ARCHIVE
    for part in parts:
        content = unpack(data, part)
        room -= len(content)
        if room < 0:
            raise FileRefused(kind="zip_size")
        if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or content[:2] == b"MZ" or content[:4] == b"\x7fELF":
            raise FileRefused(kind="embedded")
        if not _is_xml(part.name, content):
            continue
        if part.name == CONTENT_TYPES:
            scan_xml(content, _refuse_types)
        elif part.name.endswith(".rels"):
            scan_xml(content, _Relations(part.name, names).heard)
        else:
            fields = _Fields()
            scan_xml(content, fields.heard)
            fields.refuse_loading(content)
        kept[part.name] = content
    return kept


def _is_xml(name: str, content: bytes) -> bool:
    if _XML_NAME.search(name):
        return True
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    # A picture in name whose bytes are XML would be read as XML by a program that goes by its bytes.
    return start.startswith((b"<?xml", b"<!", b"<svg")) or content[:4] in (b"<\0?\0", b"\xff\xfe<\0", b"\xfe\xff\0<")


def _refuse_names(parts: tuple[Part, ...]) -> None:
    for part in parts:
        if _MACRO_NAME.search(part.name):
            raise FileRefused(kind="macros")
        if _EMBEDDED_NAME.search(part.name):
            raise FileRefused(kind="embedded")


def _refuse_types(name: str, attributes: Mapping[str, str]) -> None:
    """``[Content_Types].xml`` says what each part is, whatever it is called."""
    if name.startswith(_TYPES) and name.endswith(("}Default", "}Override")):
        kind = attributes.get("ContentType", "")
        if _MACRO_TYPE.search(kind) or _MACRO_TYPE.search(attributes.get("PartName", "")):
            raise FileRefused(kind="macros")
        if _EMBEDDED_TYPE.search(kind):
            raise FileRefused(kind="embedded")


class _Relations:
    """One ``.rels`` part: everything that leads out of the file is refused but a link that a person clicks."""

    def __init__(self, name: str, names: set[str]) -> None:
        self.folder = posixpath.dirname(posixpath.dirname(name))
        self.names = names

    def heard(self, name: str, attributes: Mapping[str, str]) -> None:
        if not name.endswith("}Relationship") or not name.startswith(_RELATIONS):
            return
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if _MACRO_TYPE.search(kind):
            raise FileRefused(kind="macros")
        if _EMBEDDED_TYPE.search(kind) and "/package/2006/relationships/metadata" not in kind:
            raise FileRefused(kind="embedded")
        if attributes.get("TargetMode", "Internal") != "Internal":
            if _HYPERLINK.search(kind) and _PLAIN_LINK.match(target):
                return
            raise FileRefused(kind="external")
        target = unquote(target).partition("#")[0]
        if not target:
            return
        if ":" in target or "\\" in target or target.startswith("//"):
            raise FileRefused(kind="external")
        place = posixpath.normpath(posixpath.join("/", self.folder, target))
        if place.startswith("//") or target.count("..") > self.folder.count("/") + 1 + bool(self.folder):
            raise FileRefused(kind="external")


class _Fields:
    """Whether a part of Word holds fields at all; only then their instructions are read together."""

    def __init__(self) -> None:
        self.some = False

    def heard(self, name: str, attributes: Mapping[str, str]) -> None:
        if not name.startswith(_WORD_SPACES):
            return
        local = name.rpartition("}")[2]
        if local in ("instrText", "delInstrText"):
            self.some = True
        elif local == "fldSimple":
            for key, value in attributes.items():
                if key.endswith("}instr") and _LOADING.search(value):
                    raise FileRefused(kind="external")
        elif local in ("altChunk", "subDoc", "object", "control"):
            raise FileRefused(kind="embedded")
        elif local == "attachedTemplate":
            # Harmless alone: what it names is a relation, and those are judged there.
            return

    def refuse_loading(self, content: bytes) -> None:
        """An instruction may be cut into runs, so that no single one holds the whole word."""
        if not self.some:
            return
        texts: list[str] = []
        collector = _InstructionText(texts)
        collector.run(content)
        if _LOADING.search("".join(texts)):
            raise FileRefused(kind="external")


class _InstructionText:
    def __init__(self, texts: list[str]) -> None:
        from xml.parsers import expat

        self.texts = texts
        self.inside = False
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.said

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local in ("instrText", "delInstrText"):
            self.inside = True
        elif local == "fldChar":
            self.texts.append("\n")

    def end(self, name: str) -> None:
        self.inside = False

    def said(self, text: str) -> None:
        if self.inside:
            self.texts.append(text)

    def run(self, content: bytes) -> None:
        self.parser.Parse(content, True)
