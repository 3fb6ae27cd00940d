"""Looks out of a Word file, written anew: only known properties, only plain values, in the order the schema wants.

What is not in the list does not come along: no relation, no name of a person, no field, no hidden text, no change
marks. Names of own styles become numbers: they can tell whose office it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from legalaid_desktop.documents.docx_parts import CHILDREN
from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.xml_scan import scan_xml

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SIDES: Final = (
    "top",
    "left",
    "start",
    "bottom",
    "right",
    "end",
    "insideH",
    "insideV",
    "between",
    "bar",
    "tl2br",
    "tr2bl",
)
_INNER: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("pBdr", "tblBorders", "tcBorders", "tblCellMar", "tcMar", "pgBorders"), _SIDES),
    "tabs": ("tab",),
    "numPr": ("ilvl", "numId"),
    "trPr": ("cantSplit", "trHeight", "tblHeader", "jc", "gridBefore", "gridAfter", "tblCellSpacing"),
    "tblGrid": ("gridCol",),
    "cols": ("col",),
    "docDefaults": ("rPrDefault", "pPrDefault"),
    "rPrDefault": ("rPr",),
    "pPrDefault": ("pPr",),
    "tblStylePr": ("pPr", "rPr", "tblPr", "trPr", "tcPr"),
}
"""Children of what :data:`CHILDREN` does not list, in order; anything else there is a leaf."""
_DROPPED: Final = frozenset(
    {
        *("vanish", "specVanish", "webHidden", "oMath", "eastAsianLayout", "fitText", "lang", "framePr", "divId"),
        *("cnfStyle", "pPrChange", "tblpPr", "tblOverlap", "tblCaption", "tblDescription", "lvlPicBulletId", "legacy"),
        *("nsid", "tmpl", "name", "aliases", "locked", "personal", "personalCompose", "personalReply", "rsid", "link"),
        *("autoRedefine", "printerSettings", "footnotePr", "endnotePr", "paperSrc", "noEndnote", "formProt", "effect"),
        *("numPicBullet", "headerReference", "footerReference", "next", "styleLink", "numStyleLink", "sectPr", "em"),
    }
)
_STYLED: Final = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table", "basedOn": ""}
_THEMED: Final = re.compile(r"theme", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[\w .,+#%()\u2022\u2013\u2014\u00b7\uf000-\uf0ff-]{0,80}")
_FONTS: Final = ("ascii", "hAnsi", "cs", "eastAsia")
_TEXT_OF_LIST: Final = re.compile(r"(?:%\d|[^\w%]|[a-zа-яёўі](?![a-zа-яёўі])|[IVX]{1,4})*", re.IGNORECASE)


def local(element: Any) -> str:
    """The local name of an element of Word; empty for one of another space."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, name = tag[1:].partition("}")
    return name if space in (W, _STRICT) else ""


def value(element: Any, name: str = "val") -> str:
    """An attribute of Word's own space."""
    if element is None:
        return ""
    return str(element.get(f"{{{W}}}{name}") or element.get(f"{{{_STRICT}}}{name}") or "")


def child(element: Any, *path: str) -> Any:
    """The first child of that name, and its first child of the next; ``None`` where there is none."""
    for name in path:
        element = None if element is None else next((one for one in element if local(one) == name), None)
    return element


def is_on(element: Any) -> bool:
    """Whether a switch such as ``w:b`` is there and not turned off."""
    return element is not None and value(element).lower() not in ("0", "false", "off", "none")


class Looks:
    """Writes properties anew. ``style_of`` gives the new id of a style, ``font_of`` the name behind a theme's font."""

    def __init__(self, style_of: Callable[[str, str], str | None], font_of: Callable[[str], str | None]) -> None:
        self._style_of = style_of
        self._font_of = font_of

    def inside(self, element: Any, *, more: Mapping[str, str] | None = None, without: tuple[str, ...] = ()) -> str:
        """The children of a container, in order; ``more`` maps the name of a child to XML that stands there too."""
        name = local(element) if element is not None else ""
        known = CHILDREN.get(name) or _INNER.get(name, ())
        found: dict[str, list[str]] = {}
        for one in element if element is not None else ():
            inner = local(one)
            if inner in known and inner not in _DROPPED and inner not in without:
                written = self.whole(one)
                if written:
                    found.setdefault(inner, []).append(written)
        for inner, xml in (more or {}).items():
            found[inner] = [xml]
        ordered = sorted(found, key=lambda inner: known.index(inner) if inner in known else len(known))
        single = name in ("rPr", "pPr", "tblPr", "tcPr", "sectPr")
        return "".join("".join(found[inner][:1] if single else found[inner]) for inner in ordered)

    def scraps(self, element: Any) -> tuple[str, ...]:
        """The children of an ``rPr``, one by one."""
        xml = self.inside(element)
        return tuple(re.findall(r"<[^>]+/>", xml))

    def whole(self, element: Any) -> str:
        """An element with its attributes and children; empty where nothing of it may come along."""
        name = local(element)
        attributes: dict[str, str] = {}
        for key, text in element.attrib.items():
            space, _, short = str(key)[1:].partition("}") if str(key).startswith("{") else ("", "", str(key))
            if space not in (W, _STRICT) or short.startswith("rsid"):
                continue
            if not _PLAIN.fullmatch(str(text)) and name != "lvlText":
                if short == "val":
                    return ""  # without what it says it is nothing that the schema knows
                continue
            if _THEMED.search(short):
                font = self._font_of(str(text)) if name == "rFonts" else None
                target = {"asciiTheme": "ascii", "hAnsiTheme": "hAnsi", "cstheme": "cs", "eastAsiaTheme": "eastAsia"}
                if font and short in target:
                    attributes.setdefault(target[short], font)
                continue
            attributes[short] = str(text)
        if name == "rFonts":
            attributes = {key: attributes[key] for key in _FONTS if key in attributes}
            if not attributes:
                return ""
        if name in _STYLED:
            style = self._style_of(attributes.get("val", ""), _STYLED[name])
            if style is None:
                return ""
            attributes = {"val": style}
        if name == "lvlText":
            text = value(element)
            attributes = {"val": text if _TEXT_OF_LIST.fullmatch(text) and len(text) < 40 else "%1."}
        told = "".join(f" w:{key}={quoteattr(text)}" for key, text in attributes.items())
        inner = self.inside(element) if name in CHILDREN or name in _INNER else ""
        return f"<w:{name}{told}>{inner}</w:{name}>" if inner else f"<w:{name}{told}/>"


def is_own_xml(scraps: str) -> bool:
    """Whether scraps of XML hold nothing but known elements of Word with plain values: what another process says that
    it wrote is not believed."""
    fine = re.sub(r"<[^>]*>", "", scraps) == ""

    def heard(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal fine
        space, _, short = name.rpartition("}")
        if name == "all":
            return
        fine = fine and space == W and (short in _KNOWN or short in _PARTS)
        for key, text in attributes.items():
            place, _, inner = key.rpartition("}")
            if place == R:
                fine = fine and inner == "id" and bool(re.fullmatch(r"rIdW\d{1,3}", text))
            else:
                fine = fine and place == W and not inner.startswith("rsid") and len(text) <= 80

    try:
        scan_xml(f'<all xmlns:w="{W}" xmlns:r="{R}">{scraps}</all>'.encode(), heard)
    except (FileRefused, UnicodeEncodeError):
        return False
    return fine


_PARTS: Final = frozenset({"headerReference", "footerReference", "sectPr", "name", "pgNum", "r", "p", "startOverride"})
_KNOWN: Final = (
    frozenset(CHILDREN)
    | frozenset(inner for children in CHILDREN.values() for inner in children)
    | frozenset(_INNER)
    | frozenset(inner for children in _INNER.values() for inner in children)
) - (_DROPPED - {"sectPr", "headerReference", "footerReference", "name", "lang"})
