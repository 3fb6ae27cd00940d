"""Letters for a foreign PDF that brings no fonts of its own: ours, from memory, so that the child opens no file.

PDFium asks by name, weight and script; the answer is one of the shipped faces. The callbacks are made before the
walls stand, for they need memory that can run.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

from legalaid_desktop.host.paths import resources

_FIXED_PITCH: Final = 0x01
_ROMAN: Final = 0x10
_ARABIC: Final = 178
_BOLD: Final = 600
_FACES: Final = (
    "LiberationSans-Regular",
    "LiberationSans-Bold",
    "LiberationSerif-Regular",
    "LiberationSerif-Bold",
    "LiberationSerif-Italic",
    "LiberationSerif-BoldItalic",
    "NotoNaskhArabic-Regular",
    "NotoNaskhArabic-Bold",
)


class ShippedFonts:
    """Answers PDFium's questions; lives as long as the process."""

    def __init__(self, raw: Any) -> None:
        folder = resources() / "fonts"
        self.faces = tuple((folder / f"{name}.ttf").read_bytes() for name in _FACES)
        self.tables = tuple(_tables(face) for face in self.faces)
        info = raw.FPDF_SYSFONTINFO()
        self.info = info
        fields = dict(info._fields_)
        info.version = 1
        info.Release = fields["Release"](lambda this: None)
        info.EnumFonts = fields["EnumFonts"](lambda this, mapper: None)
        info.MapFont = fields["MapFont"](self._map)
        info.GetFont = fields["GetFont"](lambda this, face: None)
        info.GetFontData = fields["GetFontData"](self._data)
        info.GetFaceName = fields["GetFaceName"](self._name)
        info.GetFontCharset = fields["GetFontCharset"](lambda this, font: _ARABIC if (font or 0) > 6 else 1)
        info.DeleteFont = fields["DeleteFont"](lambda this, font: None)
        raw.FPDF_SetSystemFontInfo(ctypes.byref(info))

    def _map(self, this: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int:
        """The number of a face, from 1: PDFium takes it for an address and gives it back unread."""
        try:
            name = ctypes.string_at(face, 64).split(b"\0")[0].lower() if face else b""
        except ValueError:
            name = b""
        bold = weight >= _BOLD or b"bold" in name
        slanted = bool(italic) or b"italic" in name or b"oblique" in name
        if charset == _ARABIC or b"arab" in name:
            return 7 + bold
        if pitch & _ROMAN or any(word in name for word in (b"times", b"serif", b"roman", b"georgia", b"cambria")):
            return 3 + bold + 2 * slanted
        return 1 + bold

    def _data(self, this: Any, font: int | None, table: int, buffer: Any, room: int) -> int:
        at = (font or 0) - 1
        if not 0 <= at < len(self.faces):
            return 0
        content = self.faces[at] if table == 0 else self.tables[at].get(table, b"")
        if buffer and room >= len(content):
            ctypes.memmove(buffer, content, len(content))
        return len(content)

    def _name(self, this: Any, font: int | None, buffer: Any, room: int) -> int:
        at = (font or 0) - 1
        if not 0 <= at < len(_FACES):
            return 0
        name = _FACES[at].encode("ascii") + b"\0"
        if buffer and room >= len(name):
            ctypes.memmove(buffer, name, len(name))
        return len(name)


def _tables(face: bytes) -> dict[int, bytes]:
    """Tag as a number (big-endian) → content, of a TrueType file."""
    found: dict[int, bytes] = {}
    for number in range(int.from_bytes(face[4:6], "big")):
        entry = face[12 + 16 * number : 28 + 16 * number]
        start, length = int.from_bytes(entry[8:12], "big"), int.from_bytes(entry[12:16], "big")
        found[int.from_bytes(entry[:4], "big")] = face[start : start + length]
    return found
