"""Styles and lists of a Word file: what a paragraph is by its style, and both written anew under new names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from legalaid_desktop.documents.word_looks import Looks, child, local, value

_HEADING: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_DEEPEST: Final = 12
"""Styles that a style is based on."""
_BUILT_IN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ]{0,40}")
_USUAL: Final = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
)
_KINDS: Final = ("paragraph", "character", "table", "numbering")


@dataclass(frozen=True)
class Style:
    kind: str = ""
    """title, subtitle, heading or nothing."""
    level: int = 0
    chain: tuple[Any, ...] = ()
    """The elements of the style and of those it is based on, nearest first."""


class Styles:
    def __init__(self, styles: Any, numbering: Any, *, theme: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._defaults = child(styles, "docDefaults")
        for one in styles if styles is not None else ():
            if local(one) == "style" and value(one, "styleId") and value(one, "type") in _KINDS:
                self._elements.setdefault(value(one, "styleId"), one)
        self._names: dict[str, str] = {}
        """Old id → new id, of styles that are used."""
        self._numbering = numbering
        self._used_lists: set[str] = set()
        self._fonts = _theme_fonts(theme)
        self._first = next(
            (id for id, one in self._elements.items() if value(one, "type") == "paragraph" and _default(one)), None
        )
        for id, one in self._elements.items():
            if _default(one):
                self.style(id)

    # What a paragraph is

    def of(self, properties: Any) -> Style:
        id = value(child(properties, "pStyle")) or self._first or ""
        chain: list[Any] = []
        while id in self._elements and len(chain) < _DEEPEST and self._elements[id] not in chain:
            chain.append(self._elements[id])
            id = value(child(chain[-1], "basedOn"))
        for one in chain:
            name = value(child(one, "name")).strip().lower()
            if name in ("title", "название", "subtitle", "подзаголовок"):
                return Style("title" if name in ("title", "название") else "subtitle", 0, tuple(chain))
            if found := _HEADING.fullmatch(name):
                return Style("heading", min(max(int(found[1]), 1), 3), tuple(chain))
        outline = self._nearest(properties, chain, "outlineLvl")
        level = value(outline) if outline is not None else ""
        if level.isdecimal() and int(level) < 9:
            return Style("heading", min(int(level) + 1, 3), tuple(chain))
        return Style("", 0, tuple(chain))

    def _nearest(self, properties: Any, chain: Any, *path: str) -> Any:
        for place in (properties, *(child(one, "pPr") for one in chain)):
            found = child(place, *path) if place is not None else None
            if found is not None:
                return found
        return None

    def alignment(self, properties: Any, style: Style) -> str:
        found = value(self._nearest(properties, style.chain, "jc"))
        return {"end": "right", "both": "", "start": "", "left": ""}.get(found, found)

    def left(self, properties: Any, style: Style) -> int:
        """Twips that the paragraph is set in."""
        found = self._nearest(properties, style.chain, "ind")
        number = (value(found, "left") or value(found, "start")) if found is not None else ""
        return int(number) if re.fullmatch(r"\d{1,6}", number) else 0

    def list_of(self, properties: Any, style: Style) -> tuple[str, int, bool, bool] | None:
        """Id of the list, level, whether it is numbered, and whether it is numbered as we number."""
        found = self._nearest(properties, style.chain, "numPr")
        number = value(child(found, "numId"))
        if not re.fullmatch(r"\d{1,6}", number) or int(number) == 0:
            return None
        level = value(child(found, "ilvl"))
        depth = min(int(level), 8) if re.fullmatch(r"\d", level) else 0
        definition = self._level(number, depth)
        if definition is None:
            return None
        kind, text = value(child(definition, "numFmt")), value(child(definition, "lvlText"))
        if kind in ("bullet", "none"):
            return f"w{number}", depth, False, True
        return f"w{number}", depth, True, kind == "decimal" and text == "".join(f"%{n}." for n in range(1, depth + 2))

    def _level(self, number: str, depth: int) -> Any:
        one = self._num(number)
        abstract = self._abstract(value(child(one, "abstractNumId")))
        if abstract is None:
            return None
        self._used_lists.add(number)
        return next((lvl for lvl in abstract if local(lvl) == "lvl" and value(lvl, "ilvl") == str(depth)), None)

    def _num(self, number: str) -> Any:
        listed = self._numbering if self._numbering is not None else ()
        return next((one for one in listed if local(one) == "num" and value(one, "numId") == number), None)

    def _abstract(self, id: str) -> Any:
        listed = self._numbering if self._numbering is not None else ()
        return next((one for one in listed if local(one) == "abstractNum" and value(one, "abstractNumId") == id), None)

    # Names

    def style(self, id: str, kind: str = "") -> str | None:
        """The new id of a style; ``None`` for one that is not there or of another kind."""
        if id not in self._elements or kind not in ("", value(self._elements[id], "type")):
            return None
        if id not in self._names:
            self._names[id] = "Normal" if id == self._first else f"S{len(self._names) + 1}"
            based = value(child(self._elements[id], "basedOn"))
            if based in self._elements and len(self._names) < 500:
                self.style(based)
        return self._names[id]

    def font(self, themed: str) -> str | None:
        """The font behind ``minorHAnsi`` and its like."""
        return self._fonts.get("minor" if themed.startswith("minor") else "major")

    # Written anew

    def written(self, looks: Looks) -> str:
        defaults = looks.inside(self._defaults) if self._defaults is not None else ""
        written: dict[str, str] = {}
        while left := [id for id in self._names if id not in written]:  # a style may bring the one it is based on
            for id in left:
                written[id] = self._style(id, looks)
        usual = _USUAL if self._first is None else ""
        return f"<w:docDefaults>{defaults}</w:docDefaults>{usual}{''.join(written.values())}"

    def _style(self, id: str, looks: Looks) -> str:
        element = self._elements[id]
        own = value(element, "customStyle") in ("1", "true", "on")
        given = value(child(element, "name"))
        number = self._names[id]
        name = given if not own and _BUILT_IN.fullmatch(given) else f"Style {list(self._names).index(id) + 1}"
        kind = value(element, "type")
        first = ' w:default="1"' if _default(element) else ""
        custom = "" if name == given else ' w:customStyle="1"'
        return (
            f'<w:style w:type="{kind}"{first}{custom} w:styleId="{number}"><w:name w:val={quoteattr(name)}/>'
            f"{looks.inside(element)}</w:style>"
        )

    def numbering_written(self, looks: Looks) -> str:
        """The lists that are used, each with its definition."""
        self._lists_of_styles()
        definitions: dict[str, str] = {}
        numbers: list[str] = []
        for number in sorted(self._used_lists, key=int):
            one = self._num(number)
            id = value(child(one, "abstractNumId"))
            abstract = self._abstract(id)
            if abstract is None or not id.isdecimal():
                continue
            definitions.setdefault(
                id, f'<w:abstractNum w:abstractNumId="{id}">{looks.inside(abstract)}</w:abstractNum>'
            )
            overrides = "".join(
                f'<w:lvlOverride w:ilvl="{value(over, "ilvl")}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
                for over in one
                if local(over) == "lvlOverride" and value(over, "ilvl").isdecimal()
                for start in [value(child(over, "startOverride"))]
                if re.fullmatch(r"\d{1,5}", start)
            )
            numbers.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{id}"/>{overrides}</w:num>')
        return "".join(definitions.values()) + "".join(numbers)

    def _lists_of_styles(self) -> None:
        for id in self._names:
            number = value(child(self._elements[id], "pPr", "numPr", "numId"))
            if re.fullmatch(r"\d{1,6}", number) and self._num(number) is not None:
                self._used_lists.add(number)


def _default(style: Any) -> bool:
    return value(style, "default") in ("1", "true", "on")


def _theme_fonts(theme: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in theme.iter() if theme is not None else ():
        name = str(one.tag).rpartition("}")[2]
        if name in ("majorFont", "minorFont"):
            latin = next((inner for inner in one if str(inner.tag).endswith("}latin")), None)
            face = str(latin.get("typeface", "")) if latin is not None else ""
            if re.fullmatch(r"[\w .-]{1,60}", face):
                found[name.removesuffix("Font")] = face
    return found
