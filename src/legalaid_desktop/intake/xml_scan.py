"""A walk through an XML part that builds nothing: it ends at the first thing that no office file needs.

No document type, no entity, no processing instruction but the declaration; bounded tags, attributes, names, depth
and number of elements. What passes is safe to give to a parser that builds a tree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NoReturn
from xml.parsers import expat

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.limits import (
    DEEPEST_XML,
    KIB,
    LONGEST_XML_ATTRIBUTE,
    LONGEST_XML_NAME,
    LONGEST_XML_TOKEN,
    MOST_XML_ATTRIBUTES,
    MOST_XML_ELEMENTS,
)

_PIECE: Final = 64 * KIB
_ENCODINGS: Final = frozenset({"utf-8", "utf-16", "us-ascii", "ascii"})

Heard = Callable[[str, Mapping[str, str]], None]
"""Told of each element: its name as ``namespace}local``, its attributes likewise."""


def _nobody(name: str, attributes: Mapping[str, str]) -> None:
    """The default: a walk for its bounds alone."""


class _Walk:
    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.depth = 0
        self.elements = 0
        self.fed = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = False
        self.parser.XmlDeclHandler = self.declared
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.dtd
        self.parser.EntityDeclHandler = self.dtd
        self.parser.ExternalEntityRefHandler = self.dtd
        self.parser.ProcessingInstructionHandler = self.odd
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        # A token that does not end is noticed at the next piece, and not after it doubled several times.
        if hasattr(self.parser, "SetReparseDeferralEnabled"):
            self.parser.SetReparseDeferralEnabled(False)

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:
        """Heard before the parser looks for a decoder: none but the plain ones is ever looked for."""
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise FileRefused(kind="xml_odd")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST_XML or self.elements > MOST_XML_ELEMENTS or len(attributes) > MOST_XML_ATTRIBUTES:
            raise FileRefused(kind="xml_bounds")
        if len(name) > LONGEST_XML_NAME:
            raise FileRefused(kind="xml_bounds")
        for key, value in attributes.items():
            if len(key) > LONGEST_XML_NAME or len(value) > LONGEST_XML_ATTRIBUTE:
                raise FileRefused(kind="xml_bounds")
        self.heard(name, attributes)

    def end(self, name: str) -> None:
        self.depth -= 1

    def dtd(self, *_: object) -> NoReturn:
        raise FileRefused(kind="dtd")

    def odd(self, *_: object) -> NoReturn:
        raise FileRefused(kind="xml_odd")

    def run(self, data: bytes) -> None:
        for at in range(0, len(data), _PIECE):
            piece = data[at : at + _PIECE]
            self.parser.Parse(piece, False)
            self.fed += len(piece)
            if self.fed - max(self.parser.CurrentByteIndex, 0) > LONGEST_XML_TOKEN:
                raise FileRefused(kind="xml_bounds")
        self.parser.Parse(b"", True)


def scan_xml(data: bytes, heard: Heard = _nobody) -> None:
    """Walk through an XML document. Raises :class:`FileRefused`: ``dtd``, ``xml_bounds``, ``xml_odd``,
    ``xml_damaged``."""
    try:
        _Walk(heard).run(data)
    except expat.ExpatError:
        raise FileRefused(kind="xml_damaged") from None
