"""Small drawings beside words, as vectors: operators in the PDF, an enhanced metafile in the DOCX. No face has them.

A drawing is a list of strokes in a square of 100 by 100 units, y upwards: an open line, a closed one, or a circle.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal, TypeAlias

Stroke: TypeAlias = (
    "tuple[Literal['line', 'shape'], tuple[tuple[int, int], ...]] | tuple[Literal['circle'], int, int, int]"
)


def _line(*points: tuple[int, int]) -> Stroke:
    return ("line", points)


def _shape(*points: tuple[int, int]) -> Stroke:
    return ("shape", points)


def _circle(x: int, y: int, radius: int) -> Stroke:
    return ("circle", x, y, radius)


ICONS: Final[Mapping[str, tuple[Stroke, ...]]] = {
    "box": (_shape((12, 12), (88, 12), (88, 88), (12, 88)),),
    "clock": (_circle(50, 50, 42), _line((50, 76), (50, 50), (68, 38))),
    "paper": (
        _shape((20, 6), (80, 6), (80, 70), (58, 94), (20, 94)),
        _line((58, 94), (58, 70), (80, 70)),
        _line((32, 50), (68, 50)),
        _line((32, 34), (68, 34)),
        _line((32, 18), (56, 18)),
    ),
    "phone": (
        _shape((28, 4), (72, 4), (72, 96), (28, 96)),
        _line((28, 82), (72, 82)),
        _line((28, 22), (72, 22)),
        _circle(50, 13, 3),
    ),
    "talk": (_shape((8, 30), (30, 30), (22, 10), (48, 30), (92, 30), (92, 88), (8, 88)), _line((24, 66), (76, 66)),
             _line((24, 50), (60, 50))),
    "hand": (
        _shape((26, 6), (70, 6), (84, 40), (84, 60), (74, 60), (70, 46), (70, 84), (60, 84), (60, 92), (50, 92),
               (50, 86), (40, 86), (40, 78), (30, 78), (30, 44), (16, 58), (8, 52)),
    ),
    "shield": (_shape((50, 96), (88, 82), (84, 40), (50, 4), (16, 40), (12, 82)), _line((34, 52), (46, 38), (68, 66))),
    "child": (_circle(50, 78, 16), _line((50, 62), (50, 30)), _line((24, 52), (76, 52)),
              _line((30, 4), (50, 30), (70, 4))),
    "search": (_circle(42, 58, 32), _line((66, 34), (94, 6))),
    "lock": (_shape((18, 6), (82, 6), (82, 56), (18, 56)),
             _line((30, 56), (30, 80), (42, 94), (58, 94), (70, 80), (70, 56)),
             _line((50, 38), (50, 22))),
}  # fmt: skip
"""Drawings by name."""

_WEIGHT = 6
_CURVE = 0.5523
"""Handle of a Bézier quarter of a circle, in radii."""


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def pdf_path(name: str, x: float, y: float, size: float) -> str:
    """Operators that draw an icon with its lower left corner at ``x``, ``y`` (points), ``size`` points high."""
    scale = size / 100
    code = [f"q {_n(_WEIGHT * scale)} w 1 j 1 J"]
    for stroke in ICONS[name]:
        if stroke[0] == "circle":
            code.append(_ring(x + stroke[1] * scale, y + stroke[2] * scale, stroke[3] * scale))
            continue
        points = [f"{_n(x + px * scale)} {_n(y + py * scale)}" for px, py in stroke[1]]
        end = "s" if stroke[0] == "shape" else "S"
        code.append(f"{points[0]} m {' '.join(f'{point} l' for point in points[1:])} {end}")
    return " ".join([*code, "Q"])


def _ring(x: float, y: float, r: float) -> str:
    h = r * _CURVE
    quarters = (
        (x + r, y + h, x + h, y + r, x, y + r),
        (x - h, y + r, x - r, y + h, x - r, y),
        (x - r, y - h, x - h, y - r, x, y - r),
        (x + h, y - r, x + r, y - h, x + r, y),
    )
    return f"{_n(x + r)} {_n(y)} m {' '.join(' '.join(map(_n, quarter)) + ' c' for quarter in quarters)} s"


# Word and LibreOffice read an enhanced metafile (EMF) everywhere.

_UNITS = 20
"""Units of the metafile in one unit of a drawing."""


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<II", kind, 8 + len(body)) + body


def _poly(kind: int, points: Sequence[tuple[int, int]]) -> bytes:
    placed = [(x * _UNITS, (100 - y) * _UNITS) for x, y in points]
    xs, ys = [x for x, _ in placed], [y for _, y in placed]
    body = struct.pack("<4iI", min(xs), min(ys), max(xs), max(ys), len(placed))
    return _record(kind, body + b"".join(struct.pack("<2h", *point) for point in placed))


@cache
def emf(name: str) -> bytes:
    """The icon as an enhanced metafile."""
    side = 100 * _UNITS
    pen = struct.pack("<I", 1) + struct.pack("<IiiI", 0, _WEIGHT * _UNITS, 0, 0)
    records = [
        _record(17, struct.pack("<I", 8)),  # map mode: anisotropic
        _record(10, struct.pack("<2i", 0, 0)),
        _record(9, struct.pack("<2i", side, side)),
        _record(12, struct.pack("<2i", 0, 0)),
        _record(11, struct.pack("<2i", side, side)),
        _record(38, pen),
        _record(37, struct.pack("<I", 1)),
        _record(37, struct.pack("<I", 0x80000005)),  # no fill
    ]
    for stroke in ICONS[name]:
        if stroke[0] == "circle":
            x, y, r = stroke[1] * _UNITS, (100 - stroke[2]) * _UNITS, stroke[3] * _UNITS
            records.append(_record(42, struct.pack("<4i", x - r, y - r, x + r, y + r)))
        else:
            records.append(_poly(86 if stroke[0] == "shape" else 87, stroke[1]))
    records.append(_record(14, struct.pack("<3I", 0, 16, 20)))
    body = b"".join(records)
    frame = 400
    """In hundredths of a millimetre, as wide as the device below says that the square is."""
    header = struct.pack(
        "<II4i4iIIIIHHIII2i2i", 1, 88, 0, 0, side, side, 0, 0, frame, frame, 0x464D4520, 0x10000, 88 + len(body),
        len(records) + 1, 2, 0, 0, 0, 0, side, side, 4, 4,
    )  # fmt: skip
    return header + body


_EMU = 12700
"""English metric units in a point."""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def drawing_xml(name: str, relation: str, number: int, size: float) -> str:
    """A run with the icon in line, ``size`` points high; ``number`` is its own in the document."""
    side = round(size * _EMU)
    return (
        '<w:r><w:rPr><w:noProof/><w:position w:val="-4"/></w:rPr><w:drawing>'
        f'<wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{side}" cy="{side}"/>'
        f'<wp:docPr id="{number}" name="{name} {number}" descr="{name}"/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def icon_parts(icons: Mapping[str, str], parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Parts of a package for ``icons`` (name → relationship id): the drawings, and the lists that name them."""
    out = {f"word/media/{name}.emf": emf(name) for name in icons}
    relations = "".join(
        f'<Relationship Id="{relation}" Type="{_RELATION}" Target="media/{name}.emf"/>'
        for name, relation in icons.items()
    )
    lists = {
        "word/_rels/document.xml.rels": (b"</Relationships>", relations.encode()),
        "[Content_Types].xml": (b"<Override ", b'<Default Extension="emf" ContentType="image/x-emf"/>'),
    }
    for part, (place, added) in lists.items():
        text = parts[part]
        at = text.index(place)
        out[part] = text[:at] + added + text[at:]
    return out
