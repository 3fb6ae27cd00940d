"""Pages of a foreign PDF as plain data: what may be in them, and nothing else.

A page comes as a form (its drawing) with the fonts, pictures and colours it needs. Only the keys below are known: no
script, action, link, form field, file, note about its making or reference out of the page has a name here, so none can
pass. The child (``read_pages.py``) builds the data, the parent checks them again and writes them as text of its own;
no program but the child takes the foreign file apart.

A value is ``None``, a truth value, a number, ``"/Name"``, ``{"s": hex}`` (a string), a list, ``{"d": {key: value}}``
or ``{"r": n}``, the number of an object. An object is ``{"d": …}``; with ``"at": [start, length]`` it is a stream.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from legalaid_desktop.errors import FileNotRead

Context = str
_COLOUR: Final = (
    "WhitePoint BlackPoint Gamma Matrix Range N Alternate:colour FunctionType Domain Size BitsPerSample Order Encode "
    "Decode C0 C1 Functions:colour Bounds Colorants:*colour Subtype Process:colour Components ColorSpace:colour"
)
_RULES: Final = {
    "form": "Type Subtype FormType BBox Matrix Resources:resources Group:group",
    "resources": "Font:*font XObject:*drawn ExtGState:*state ColorSpace:*colour Pattern:*pattern Shading:*shading "
    "Properties:*mark",
    "mark": "",
    "group": "Type S CS:colour I K",
    "picture": "Type Subtype Width Height ColorSpace:colour BitsPerComponent Intent ImageMask Mask:drawn Decode "
    "Interpolate SMask:drawn SMaskInData Matte",
    "font": "Type Subtype BaseFont Name FirstChar LastChar Widths:plain FontDescriptor:descriptor Encoding:encoding "
    "ToUnicode:map DescendantFonts:font CIDSystemInfo:system DW W:plain DW2 W2:plain CIDToGIDMap:map FontBBox "
    "FontMatrix CharProcs:*map Resources:resources",
    "descriptor": "Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading "
    "CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile:program FontFile2:program "
    "FontFile3:program CharSet CIDSet:map",
    "encoding": "Type BaseEncoding Differences:plain CMapName CIDSystemInfo:system WMode UseCMap:encoding",
    "map": "Type CMapName CIDSystemInfo:system WMode UseCMap:map",
    "program": "Length1 Length2 Length3 Subtype",
    "system": "Registry Ordering Supplement",
    "state": "Type LW LC LJ ML D RI OP op OPM FL SM SA BM SMask:mask CA ca AIS TK",
    "mask": "Type S G:drawn BC",
    "colour": _COLOUR,
    "pattern": "Type PatternType PaintType TilingType BBox XStep YStep Resources:resources Matrix Shading:shading "
    "ExtGState:state",
    "shading": "ShadingType ColorSpace:colour Background BBox AntiAlias Coords Domain Function:colour Extend Matrix "
    "BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow",
    "unpacking": "Predictor Colors BitsPerComponent Columns K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 "
    "DamagedRowsBeforeError ColorTransform",
    "plain": "",
}
_FILTERED: Final = "Filter DecodeParms:unpacking"


def _table(text: str) -> dict[str, Context]:
    pairs = (entry.partition(":") for entry in text.split())
    return {key: context or "plain" for key, _, context in pairs}


KEYS: Final[Mapping[Context, Mapping[str, Context]]] = {name: _table(text) for name, text in _RULES.items()}
"""Keys that are known in each place, and what stands behind each; ``*x``: names of its own, each an ``x``."""
STREAM_KEYS: Final[Mapping[str, Context]] = _table(_FILTERED)
SAFE_FILTERS: Final = frozenset({"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/RunLengthDecode"})
"""Packings that pass as they are. JBIG2 and JPEG 2000 do not: their decoders are where viewers were broken into, so a
page with them comes as a picture of it."""

MOST_OBJECTS: Final = 20_000
MOST_VALUES: Final = 600_000
DEEPEST: Final = 24
LONGEST_STRING: Final = 65_536
"""Letters of a string, or of a name (127 there)."""


def behind(context: Context, key: str, *, stream: bool = False) -> Context | None:
    """What stands behind ``key`` in ``context``, ``None`` if the key is not known there."""
    if context.startswith("*"):
        return context[1:]
    found = KEYS.get(context, {}).get(key)
    return STREAM_KEYS.get(key) if found is None and stream else found


def settled(context: Context, subtype: Any) -> Context:
    """What a thing that is drawn is: a picture or a form."""
    if context != "drawn":
        return context
    return "picture" if subtype == "/Image" else "form"


def checked(objects: Sequence[Any], roots: Sequence[int], stream_bytes: int) -> None:
    """Believe the child only as far as its data are of this shape. Raises :class:`FileNotRead`."""
    _Check(objects, stream_bytes).run(roots)


class _Check:
    def __init__(self, objects: Sequence[Any], stream_bytes: int) -> None:
        self.objects, self.stream_bytes = objects, stream_bytes
        self.values = 0

    def run(self, roots: Sequence[int]) -> None:
        if len(self.objects) > MOST_OBJECTS:
            raise FileNotRead(kind="answer")
        waiting: list[tuple[int, Context]] = [(number, "form") for number in roots]
        seen: set[tuple[int, Context]] = set()
        while waiting:
            number, context = waiting.pop()
            if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < len(self.objects):
                raise FileNotRead(kind="answer")
            if (number, context) not in seen:
                seen.add((number, context))
                self.object(self.objects[number], context, waiting)

    def object(self, thing: Any, context: Context, waiting: list[tuple[int, Context]]) -> None:
        if not isinstance(thing, dict) or not isinstance(thing.get("d"), dict) or set(thing) - {"d", "at"}:
            raise FileNotRead(kind="answer")
        stream = "at" in thing
        if stream:
            match thing["at"]:
                case [int(start), int(length)] if start >= 0 and length >= 0 and start + length <= self.stream_bytes:
                    pass
                case _:
                    raise FileNotRead(kind="answer")
            filters = thing["d"].get("Filter", [])
            if not set(filters if isinstance(filters, list) else [filters]) <= SAFE_FILTERS:
                raise FileNotRead(kind="answer")
        self.dictionary(thing["d"], settled(context, thing["d"].get("Subtype")), waiting, 0, stream=stream)

    def dictionary(
        self,
        entries: Mapping[Any, Any],
        context: Context,
        waiting: list[tuple[int, Context]],
        deep: int,
        *,
        stream: bool,
    ) -> None:
        for key, value in entries.items():
            inner = behind(context, key, stream=stream) if isinstance(key, str) and 0 < len(key) <= 127 else None
            if inner is None:
                raise FileNotRead(kind="answer")
            self.value(value, inner, waiting, deep + 1)

    def value(self, value: Any, context: Context, waiting: list[tuple[int, Context]], deep: int) -> None:
        self.values += 1
        if self.values > MOST_VALUES or deep > DEEPEST:
            raise FileNotRead(kind="answer")
        match value:
            case None | bool() | int() | float():
                return
            case str() if 1 < len(value) <= 128 and value[0] == "/":
                return
            case list():
                for one in value:
                    self.value(one, context, waiting, deep + 1)
                return
            case {"s": str(text), **more} if not more and len(text) <= 2 * LONGEST_STRING:
                if set(text) <= set("0123456789abcdef") and len(text) % 2 == 0:
                    return
            case {"r": int(number), **more} if not more and not isinstance(number, bool):
                waiting.append((number, context))
                return
            case {"d": dict(entries), **more} if not more:
                self.dictionary(entries, settled(context, entries.get("Subtype")), waiting, deep, stream=False)
                return
        raise FileNotRead(kind="answer")


def written(value: Any, number_of: Mapping[int, str]) -> str:
    """``value`` as PDF text; ``number_of`` gives the place of each object in the new file (``12 0 R``)."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) < 1e9 else "0"
    if isinstance(value, str):
        return _name(value[1:])
    if isinstance(value, list):
        return f"[{' '.join(written(one, number_of) for one in value)}]"
    if "s" in value:
        return f"<{value['s']}>"
    if "r" in value:
        return number_of[value["r"]]
    return f"<< {entries(value['d'], number_of)} >>"


def entries(of: Mapping[str, Any], number_of: Mapping[int, str]) -> str:
    """Keys and values of a dictionary, without its brackets."""
    return " ".join(f"{_name(key)} {written(value, number_of)}" for key, value in of.items())


_PLAIN: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-*")


def _name(text: str) -> str:
    raw = text.encode("utf-8", "surrogateescape")
    return "/" + "".join(chr(byte) if byte in _PLAIN else f"#{byte:02X}" for byte in raw if byte)
