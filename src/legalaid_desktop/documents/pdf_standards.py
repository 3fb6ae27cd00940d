"""What makes a PDF an archive file (PDF/A-2b): its metadata and its colours.

The claim stands in the metadata; ``services/archive_check.py`` lets nothing out whose claim does not hold. The rules
of PDF/UA-1 are kept as well, but not claimed: a part of them only a person can judge.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Final
from xml.sax.saxutils import escape

_CREATED: Final = "2000-01-01T00:00:00Z"
"""The same in every file, and the same as in the old info dictionary: it tells nothing."""

_PDFA: Final = (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>"
)


def metadata(title: str, language: str, *, archive: bool) -> bytes:
    """The XMP packet: title, language and the claim to be an archive file; ``language`` is a tag such as ``ru-RU``."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language></rdf:Description>"
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"<xmp:CreateDate>{_CREATED}</xmp:CreateDate><xmp:ModifyDate>{_CREATED}</xmp:ModifyDate></rdf:Description>"
        f'{_PDFA if archive else ""}</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


@cache
def srgb_profile() -> bytes:
    """A display profile of sRGB (IEC 61966-2-1) in the ICC format of version 2.1: numbers of the standard, no maker."""
    curve = b"curv" + bytes(4) + struct.pack(">I256H", 256, *(round(_linear(n / 255) * 65535) for n in range(256)))
    tags = (
        (b"desc", _description("sRGB")),
        (b"cprt", b"text" + bytes(4) + b"No copyright\0"),
        (b"wtpt", _xyz(0.9642, 1.0, 0.8249)),
        (b"rXYZ", _xyz(0.4360747, 0.2225045, 0.0139322)),
        (b"gXYZ", _xyz(0.3850649, 0.7168786, 0.0971045)),
        (b"bXYZ", _xyz(0.1430804, 0.0606169, 0.7141733)),
    )
    at = 128 + 4 + 12 * (len(tags) + 3)
    table, body = b"", b""
    for name, content in (*tags, (b"rTRC", curve)):
        table += struct.pack(">4sII", name, at + len(body), len(content))
        if name == b"rTRC":
            # One curve serves the three colours.
            table += struct.pack(">4sII4sII", b"gTRC", at + len(body), len(curve), b"bTRC", at + len(body), len(curve))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI3i4s44x", at + len(body), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ",
        2000, 1, 1, 0, 0, 0, b"acsp", b"\0\0\0\0", 0, b"\0\0\0\0", b"\0\0\0\0", 0, 0,
        *(round(part * 65536) for part in (0.9642, 1.0, 0.8249)), b"\0\0\0\0",
    )  # fmt: skip
    return head + struct.pack(">I", len(tags) + 3) + table + body


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _xyz(*parts: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(part * 65536) for part in parts))


def _description(text: str) -> bytes:
    plain = text.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(plain)) + plain + bytes(4 + 4 + 2 + 1 + 67)
