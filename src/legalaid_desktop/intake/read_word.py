"""A Word file into lines of text, in the child: what it says and in which order, without its looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.office_guard import guarded_parts
from legalaid_desktop.intake.worker import Parser, Reply

MAIN_PART: Final = "word/document.xml"
_W: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_MOST_PARAGRAPHS: Final = 50_000
_MOST_LETTERS: Final = 2_000_000


def load() -> Parser:
    import lxml.etree  # noqa: F401 - loaded before the walls stand

    from legalaid_desktop.intake.xml_scan import scan_xml

    scan_xml(b"<a/>")
    return _read


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """``plain``: ``{"paragraphs": [{"style", "level", "row", "text"}, …], "cut": bool}``; ``row`` numbers the table
    row that a paragraph stands in, from 1, and is 0 outside of tables."""
    parts = guarded_parts(data)
    if MAIN_PART not in parts:
        raise FileRefused(kind="wrong_kind")
    letters = 0
    found: list[dict[str, Any]] = []
    cut = False
    for paragraph in paragraphs_of(parts[MAIN_PART]):
        letters += len(paragraph["text"])
        if len(found) >= _MOST_PARAGRAPHS or letters > _MOST_LETTERS:
            cut = True
            break
        found.append(paragraph)
    reply.plain = {"paragraphs": found, "cut": cut}


def tree_of(content: bytes) -> Any:
    """A tree of an XML part that was scanned: no entities, no network, libxml2's own bounds left on."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise FileRefused(kind="xml_damaged") from None


def paragraphs_of(content: bytes) -> Iterator[dict[str, Any]]:
    """The paragraphs of the main part of a Word file that was guarded: style, level, table row, text."""
    tree = tree_of(content)
    space = next((space for space in _W if tree.tag == f"{space}document"), None)
    if space is None:
        raise FileRefused(kind="wrong_kind")
    row = 0
    for element in tree.iter(f"{space}p", f"{space}tr"):
        if element.tag.endswith("}tr"):
            row += 1
            continue
        yield {
            "style": _value(element, space, "pStyle")[:100],
            "level": _level(element, space),
            "row": row if next(element.iterancestors(f"{space}tr"), None) is not None else 0,
            "text": "".join(_pieces(element, space)),
        }


def _value(paragraph: Any, space: str, name: str) -> str:
    found = paragraph.find(f"{space}pPr/{space}{name}")
    return str(found.get(f"{space}val", "")) if found is not None else ""


def _level(paragraph: Any, space: str) -> int:
    level = paragraph.find(f"{space}pPr/{space}outlineLvl")
    given = level.get(f"{space}val", "") if level is not None else ""
    return int(given) + 1 if given.isdigit() and len(given) == 1 else 0


def _pieces(paragraph: Any, space: str) -> Iterator[str]:
    """Texts, tabs and breaks of one paragraph; what was deleted in a tracked change is not there."""
    for element in paragraph.iter(f"{space}t", f"{space}tab", f"{space}br", f"{space}cr", f"{space}noBreakHyphen"):
        if next(element.iterancestors(f"{space}p"), None) is not paragraph:
            continue  # a text box inside: its paragraphs come by themselves
        local = element.tag.rpartition("}")[2]
        if local == "t":
            yield element.text or ""
        elif local == "noBreakHyphen":
            yield "\u2011"
        elif local != "tab" or not element.getparent().tag.endswith("}tabs"):
            yield "\t" if local == "tab" else "\n"
