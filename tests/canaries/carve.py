"""What lies packed in a block of bytes, wherever it begins: ZIP parts (also of archives in archives), gzip, zlib and
PDF streams, texts of PNG pictures, the text of a whole PDF."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

import pypdf

_LARGEST: Final = 64 << 20
_DEEPEST: Final = 4
_LOCAL = struct.Struct("<4s5H3I2H")
_STREAM = re.compile(rb"stream\r?\n")
_PACKED_TEXT = re.compile(rb"(?:zTXt|iTXt)")
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def packed(data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """``(where, bytes)`` of everything that could be unpacked; what is broken gives what came out before."""
    if depth >= _DEEPEST:
        return
    for where, inner in _streams(data):
        if inner:
            yield where, inner
            for deeper, found in packed(inner, depth + 1):
                yield f"{where}!{deeper}", found


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = data.find(b"PK\3\4")
    while at >= 0:
        if at + _LOCAL.size <= len(data):
            _, _, _, method, _, _, _, size, _, name, extra = _LOCAL.unpack_from(data, at)
            start = at + _LOCAL.size + name + extra
            if method == 8:
                yield f"zip@{at}", _unpacked(data[start:], -15)
            elif method == 0 and size:
                yield f"zip@{at}", data[start : start + size]
        at = data.find(b"PK\3\4", at + 4)
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        yield f"gzip@{at}", _unpacked(data[at:], 31)
        at = data.find(b"\x1f\x8b\x08", at + 3)
    if data[:2] in _ZLIB:
        yield "zlib", _unpacked(data, 15)
    for found in _STREAM.finditer(data):
        if data[found.end() : found.end() + 2] in _ZLIB:
            yield f"pdf@{found.start()}", _unpacked(data[found.end() :], 15)
    if b"\x89PNG" in data:
        for found in _PACKED_TEXT.finditer(data):
            near = data[found.end() : found.end() + 200]
            for head in _ZLIB:
                begin = near.find(head)
                if begin >= 0:
                    yield f"png@{found.start()}", _unpacked(data[found.end() + begin :], 15)
    if data[:5] == b"%PDF-":
        yield "pdf text", _pdf_text(data)


def _unpacked(data: bytes, window: int) -> bytes:
    machine = zlib.decompressobj(window)
    out = bytearray()
    try:
        for at in range(0, len(data), 1 << 16):
            out += machine.decompress(data[at : at + (1 << 16)], _LARGEST - len(out))
            if machine.eof or len(out) >= _LARGEST:
                break
    except zlib.error:
        pass  # not one, or a cut one: what came out is looked at
    return bytes(out)


def _pdf_text(data: bytes) -> bytes:
    try:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).encode(
            "utf-8", "replace"
        )
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return b""  # a damaged one; its streams were looked at
