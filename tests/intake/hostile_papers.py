"""Hostile PDF files and pictures, made and never stored."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

from tests.intake.hostile_archives import zeros

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources 5 0 R>>"
TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
Maker = Callable[[], bytes]
ANY = ""
"""Shown or refused, both are well: what counts is time, memory and that nothing else happens."""


def stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n" % (keys, len(content)) + content + b"\nendstream"


def pdf(
    page: bytes = PAGE, content: bytes = b"q Q", resources: bytes = b"<<>>", more: tuple[bytes, ...] = (),
    tree: bytes = TREE, catalog: bytes = b"<</Type/Catalog/Pages 2 0 R>>", trailer: bytes = b"",
) -> bytes:  # fmt: skip
    """A PDF by hand: objects 1 catalog, 2 tree, 3 page, 4 content, 5 resources, 6… ``more``."""
    objects = (catalog, tree, page, content if content[:2] == b"<<" else stream(content), resources, *more)
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, at)
    return bytes(out)


def _image(width: int, height: int, packed: bytes, keys: bytes = b"") -> bytes:
    return stream(
        packed, b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (width, height)
        + b"/ColorSpace/DeviceGray/BitsPerComponent 8" + (keys or b"/Filter/FlateDecode"),
    )  # fmt: skip


def _wrapped(raw: bytes) -> bytes:
    """A raw deflate stream as zlib wants it; the checksum is wrong, which readers of PDF forgive."""
    return b"\x78\xda" + raw + b"\0\0\0\0"


def papers() -> Iterator[tuple[str, str, Maker]]:
    """Name, expected refusal (``ANY`` where showing it is harmless too), maker."""
    draw = b"<</XObject<</X 6 0 R>>>>"
    yield "page-of-a-billion-points", ANY, lambda: pdf(PAGE.replace(b"200 100", b"1e9 1e9"))
    yield "page-of-one-row", ANY, lambda: pdf(PAGE.replace(b"200 100", b"1000000 1"))
    yield "page-without-area", ANY, lambda: pdf(PAGE.replace(b"200 100", b"0 0"))
    yield "page-not-a-number", ANY, lambda: pdf(PAGE.replace(b"200 100", b"-1e38 1e38"))
    yield "tree-in-itself", ANY, lambda: pdf(tree=b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 1000000>>")
    yield "count-of-pages", ANY, lambda: pdf(tree=TREE.replace(b"Count 1", b"Count 2147483647"))
    yield (
        "page-a-million-times",
        ANY,
        lambda: pdf(tree=b"<</Type/Pages/Kids[%s]/Count 300000>>" % (b"3 0 R " * 300_000)),
    )
    yield "xref-loop", ANY, lambda: pdf(trailer=b"/Prev 9")
    yield (
        "xref-to-itself",
        ANY,
        lambda: (lambda made: made.replace(b"/Root", b"/Prev %d/Root" % made.rindex(b"xref\n0")))(pdf(trailer=b"")),
    )
    yield "objects-1,000,000", ANY, lambda: pdf(more=(b"1",) * 1_000_000)
    yield "arrays-1,000,000-deep", ANY, lambda: pdf(resources=b"[" * 1_000_000)
    yield "dictionaries-deep", ANY, lambda: pdf(resources=b"<</A" * 200_000)
    yield (
        "flate-1-GiB-of-content",
        ANY,
        lambda: pdf(content=stream(_wrapped(zeros(1 << 30, b"q ")), b"/Filter/FlateDecode")),
    )
    yield (
        "flate-in-flate-in-flate",
        ANY,
        lambda: pdf(
            content=stream(
                zlib.compress(zlib.compress(_wrapped(zeros(1 << 30)), 9), 9),
                b"/Filter[/FlateDecode/FlateDecode/FlateDecode]",
            )
        ),
    )
    yield (
        "image-65,535-squared",
        ANY,
        lambda: pdf(
            content=b"200 0 0 100 0 0 cm /X Do", resources=draw, more=(_image(65535, 65535, _wrapped(zeros(4 << 30))),)
        ),
    )
    yield (
        "image-jbig2-nonsense",
        ANY,
        lambda: pdf(
            content=b"/X Do", resources=draw, more=(_image(60000, 60000, b"\0" * 500, b"/Filter/JBIG2Decode"),)
        ),
    )
    yield (
        "image-jpx-nonsense",
        ANY,
        lambda: pdf(
            content=b"/X Do",
            resources=draw,
            more=(_image(9, 9, b"\0\0\0\x0cjP  \r\n\x87\n" * 50, b"/Filter/JPXDecode"),),
        ),
    )
    yield "form-in-itself", ANY, lambda: pdf(
        content=b"/X Do", resources=draw,
        more=(stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 5 0 R"),),
    )  # fmt: skip
    yield "forms-doubling", ANY, lambda: pdf(
        content=b"/X6 Do", resources=b"<</XObject<<%s>>>>" % b"".join(b"/X%d %d 0 R" % (n, n) for n in range(6, 46)),
        more=tuple(
            stream(
                b"/X%d Do /X%d Do 0 0 9 9 re f" % (n + 1, n + 1),
                b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 5 0 R",
            )
            for n in range(6, 46)
        ),
    )  # fmt: skip
    yield "lines-10,000,000", ANY, lambda: pdf(content=b"0 0 m " + b"9 9 l 0 9 l " * 2_000_000 + b"S")
    yield "states-5,000,000", ANY, lambda: pdf(content=b"q " * 5_000_000)
    yield "dashes", ANY, lambda: pdf(content=b"[0.0001]0 d 0 0 m 1e6 1e6 l S " * 50)
    yield "text-1,000,000", ANY, lambda: pdf(
        content=b"BT /F 12 Tf " + b"(abcdefghij) Tj " * 300_000 + b"ET",
        resources=b"<</Font<</F<</Type/Font/Subtype/TrueType/BaseFont/Arial>>>>>>",
    )  # fmt: skip
    yield "pattern-of-tiles", ANY, lambda: pdf(
        content=b"/Pattern cs /P scn 0 0 200 100 re f", resources=b"<</Pattern<</P 6 0 R>>>>",
        more=(
            stream(
                b"0 0 1 1 re f",
                b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001/YStep .001/Resources<<>>",
            ),
        ),
    )  # fmt: skip
    yield (
        "script-and-launch",
        ANY,
        lambda: pdf(
            catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>"
            b"/AA<</WC<</S/JavaScript/JS(app.alert\\(1\\))>>>>>>"
        ),
    )
    yield (
        "annotation-that-fetches",
        ANY,
        lambda: pdf(
            PAGE[:-2] + b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/GoToR/F(//10.0.0.1/x.pdf)>>>>]>>"
        ),
    )
    yield (
        "encrypted",
        "pdf_encrypted",
        lambda: pdf(
            trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(b)]" % (b"o" * 32, b"u" * 32)
        ),
    )
    yield "encrypted-by-a-stranger", ANY, lambda: pdf(trailer=b"/Encrypt<</Filter/Own/V 99>>")
    yield "no-pages", ANY, lambda: pdf(tree=b"<</Type/Pages/Kids[]/Count 0>>")
    yield "only-a-start", "pdf_damaged", lambda: b"%PDF-1.7\n" + b"\0" * 100
    yield "junk-before-the-start", ANY, lambda: b"\n" * 900 + pdf()
    yield "truncated", ANY, lambda: pdf()[:-200]


def _png(width: int, height: int, raw: bytes, *, depth: int = 8, colour: int = 6, chunks: bytes = b"") -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">2L5B", width, height, depth, colour, 0, 0, 0)) + chunks
        + _chunk(b"IDAT", raw) + _chunk(b"IEND", b"")
    )  # fmt: skip


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def _tiff(entries: list[tuple[int, int, int, int]], following: int = 0, rest: bytes = b"") -> bytes:
    table = b"".join(struct.pack("<HHLL", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + table + struct.pack("<L", following) + rest


def _saved(kind: str, size: tuple[int, int] = (64, 48), **more: object) -> bytes:
    target = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(target, kind, **more)
    return target.getvalue()


def pictures() -> Iterator[tuple[str, str, Maker]]:
    """Name, expected refusal, maker."""
    big = (256, 4, 1, 60_000), (257, 4, 1, 60_000)
    yield "png-65,535-squared", "picture_size", lambda: _png(65535, 65535, b"")
    yield "png-of-most-pixels", ANY, lambda: _png(6300, 6300, zlib.compress(bytes(6300 * (6300 * 4 + 1)), 1))
    yield "png-of-16-bits", ANY, lambda: _png(6300, 6300, zlib.compress(bytes(6300 * (6300 * 8 + 1)), 1), depth=16)
    yield "png-one-bit", ANY, lambda: _png(6300, 6300, zlib.compress(bytes(6300 * 789), 1), depth=1, colour=0)
    yield "png-one-row-too-many", "picture_size", lambda: _png(1, 40_000, b"")
    yield (
        "png-text-1-GiB",
        ANY,
        lambda: _png(9, 9, zlib.compress(bytes(9 * 37)), chunks=_chunk(b"zTXt", b"k\0\0" + _wrapped(zeros(1 << 30)))),
    )
    yield (
        "png-profile-1-GiB",
        ANY,
        lambda: _png(9, 9, zlib.compress(bytes(9 * 37)), chunks=_chunk(b"iCCP", b"k\0\0" + _wrapped(zeros(1 << 30)))),
    )
    yield "png-chunks-without-end", ANY, lambda: _png(9, 9, b"", chunks=_chunk(b"tEXt", b"k\0v") * 200_000)
    yield "png-without-size", "picture_damaged", lambda: _png(0, 0, b"")
    yield "png-data-2-GiB", ANY, lambda: _png(100, 100, _wrapped(zeros(2 << 30)))
    yield (
        "gif-65,535-squared",
        "picture_size",
        lambda: (
            b"GIF89a"
            + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0)
            + (b",\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0;")
        ),
    )
    yield (
        "gif-100,000-frames",
        ANY,
        lambda: (
            b"GIF89a"
            + struct.pack("<HHBBB", 500, 500, 0, 0, 0)
            + (b"!\xf9\x04\0\0\0\0\0,\0\0\0\0\xf4\x01\xf4\x01\0\x02\x02\x4c\x01\0" * 100_000 + b";")
        ),
    )
    yield "jpeg-bad-lengths", "picture_damaged", lambda: b"\xff\xd8" + b"\xff\xe0\xff\xff" + b"\0" * 40
    yield (
        "jpeg-65,500-squared",
        "picture_size",
        lambda: _saved("JPEG").replace(struct.pack(">HH", 48, 64), struct.pack(">HH", 65500, 65500)),
    )
    yield (
        "jpeg-65,500-squared-progressive",
        "picture_size",
        lambda: _saved("JPEG", progressive=True).replace(struct.pack(">HH", 48, 64), struct.pack(">HH", 65500, 65500)),
    )
    yield (
        "jpeg-12,000-squared-progressive",
        ANY,
        lambda: _saved("JPEG", progressive=True).replace(struct.pack(">HH", 48, 64), struct.pack(">HH", 12000, 12000)),
    )
    yield (
        "jpeg-scans-without-end",
        ANY,
        lambda: (lambda made: made[:-2] + made[made.rindex(b"\xff\xda") : -2] * 4000 + b"\xff\xd9")(
            _saved("JPEG", (400, 300), progressive=True, quality=1)
        ),
    )
    yield "jpeg-cut", "picture_damaged", lambda: _saved("JPEG")[:-60]
    yield "tiff-loop", ANY, lambda: _tiff([(256, 4, 1, 9), (257, 4, 1, 9), (262, 3, 1, 1)], following=8)
    yield (
        "tiff-60,000-squared",
        ANY,
        lambda: _tiff([*big, (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8)]),
    )
    yield "tiff-tags-without-end", ANY, lambda: _tiff([(n, 4, 0xFFFFFF, 8) for n in range(256, 300)])
    yield (
        "tiff-tiles",
        ANY,
        lambda: _tiff([*big, (322, 4, 1, 16), (323, 4, 1, 16), (324, 4, 14_000_000, 8), (259, 3, 1, 5)]),
    )
    yield (
        "bmp-size",
        ANY,
        lambda: (
            b"BM"
            + struct.pack("<LHHL", 100, 0, 0, 54)
            + struct.pack("<LllHHLLllLL", 40, 60000, -60000, 1, 24, 0, 0, 0, 0, 0, 0)
        ),
    )
    yield (
        "webp-16,383-squared",
        ANY,
        lambda: (lambda made: made[:26] + struct.pack("<HH", 16383, 16383) + made[30:])(_saved("WEBP", quality=1)),
    )
    yield "nothing-but-a-start", "picture_damaged", lambda: b"\x89PNG\r\n\x1a\n"


def others() -> Iterator[tuple[str, str, Maker]]:
    """What is kept and never drawn: no parser sees it."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="file:///etc/passwd"/></svg>'
    yield "svg-with-script", "text", lambda: svg
    yield "svg-with-laughs", "text", lambda: b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>"
    yield "html", "text", lambda: b"<!DOCTYPE html><script src='http://127.0.0.1/x'></script>"
    yield "rtf-with-object", "text", lambda: b"{\\rtf1{\\object\\objdata 0105}}"
    yield "program", "kept", lambda: b"MZ\x90\0" + bytes(2000)
    yield "old-office", "kept", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    yield "empty", "kept", lambda: b""
    yield "zeros-90-MiB", "kept", lambda: bytes(90 << 20)
    yield "text-90-MiB", "text", lambda: "слово\n".encode() * (90 << 16)
    yield "text-one-line", "text", lambda: b"x" * (20 << 20)
    yield "archive", "kept", lambda: _plain_zip()


def _plain_zip() -> bytes:
    from tests.intake.hostile_archives import archive

    return archive({"a.txt": b"x"})
