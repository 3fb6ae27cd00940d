"""The directory of a ZIP archive, read and judged before any library unpacks a byte of it.

The own reader is small on purpose: it takes archives as office programs and messengers write them, and refuses
everything that two readers could see differently: two directories, bytes that belong to no part, parts that share
bytes, local headers that disagree with the directory, sizes that come only after the data and do not fit there.

Layout after APPNOTE 6.3: end record (22 bytes), directory entries (46 bytes and names), local headers (30 bytes).
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.limits import (
    DEEPEST_PART,
    HIGHEST_RATIO,
    LARGEST_ARCHIVE,
    LARGEST_PART,
    LONGEST_PART_NAME,
    MIB,
    MOST_PARTS,
)

_END: Final = struct.Struct("<4s4H2LH")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_STORED: Final = 0
_DEFLATED: Final = 8
_ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
_SIZES_AFTER: Final = 0x0008
_UTF8: Final = 0x0800
_FULL_16: Final = 0xFFFF
_FULL_32: Final = 0xFFFFFFFF
_UNIX_KIND: Final = 0o170000
_UNIX_FILE: Final = 0o100000
_UNIX_FOLDER: Final = 0o040000
_FOLDER_ATTRIBUTE: Final = 0x10
_ARCHIVES: Final = re.compile(r"\.(?:zip|jar|7z|rar|gz|tgz|bz2|xz|tar|cab|iso|docx|xlsx|pptx|docm|xlsm|odt)$", re.I)
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)
_PIECE: Final = 64 * 1024


@dataclass(frozen=True)
class Part:
    """One part: where its packed bytes lie, and how many there are before and after."""

    name: str
    start: int
    packed: int
    size: int
    crc: int
    deflated: bool


def refuse(kind: str) -> FileRefused:
    return FileRefused(kind=kind)


def read_directory(data: bytes) -> tuple[Part, ...]:
    """Every file part of the archive, in the order of the directory; folders are left out.

    Raises :class:`FileRefused`: ``zip_damaged``, ``zip_odd`` (two readers could see two archives), ``zip_parts``,
    ``zip_size``, ``zip_names``, ``zip_encrypted``, ``zip_nested``.
    """
    at, count, start = _end_record(data)
    if count > MOST_PARTS:
        raise FileRefused(kind="zip_parts", limit=MOST_PARTS)
    parts: list[Part] = []
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    position = start
    for _ in range(count):
        if position + _ENTRY.size > at:
            raise refuse("zip_damaged")
        part, span, position = _entry(data, position, at)
        key = unicodedata.normalize("NFKC", part.name).casefold().rstrip("/")
        if key in names:
            raise refuse("zip_names")
        names.add(key)
        spans.append(span)
        if not part.name.endswith("/"):
            parts.append(part)
    if position != at:
        raise refuse("zip_odd")
    _refuse_folders_that_are_files(names, parts)
    _refuse_shared_bytes(spans, start)
    _refuse_bombs(parts)
    return tuple(parts)


def _end_record(data: bytes) -> tuple[int, int, int]:
    """Offset of the end of the directory, number of entries, offset of its begin."""
    # A comment may follow, up to 64 KiB: an end record inside the comment would be a second archive.
    last = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _FULL_16))
    if last < 0 or len(data) - last < _END.size:
        raise refuse("zip_damaged")
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, last)
    if _FULL_16 in (disk, first_disk, here, count) or _FULL_32 in (size, start):
        raise refuse("zip_odd")  # ZIP64: no file of bounded size needs it
    if disk or first_disk or here != count:
        raise refuse("zip_odd")
    if last + _END.size + comment != len(data) or start + size != last:
        raise refuse("zip_odd")
    if data.find(b"PK\x06\x07", max(0, last - 20), last) >= 0:
        raise refuse("zip_odd")
    return last, count, start


def _entry(data: bytes, position: int, end: int) -> tuple[Part, tuple[int, int], int]:
    fields = _ENTRY.unpack_from(data, position)
    signature, made_by, _, flags, method, _, _, crc, packed, size, name_length, extra, comment, disk, _ = fields[:15]
    attributes, local = fields[15], fields[16]
    if signature != b"PK\x01\x02" or disk:
        raise refuse("zip_damaged")
    name_at = position + _ENTRY.size
    after = name_at + name_length + extra + comment
    if after > end:
        raise refuse("zip_damaged")
    if flags & _ENCRYPTED:
        raise refuse("zip_encrypted")
    if method not in (_STORED, _DEFLATED):
        raise refuse("zip_odd")
    if _FULL_32 in (packed, size, local):
        raise refuse("zip_odd")
    raw = data[name_at : name_at + name_length]
    _refuse_zip64(data[name_at + name_length : name_at + name_length + extra])
    name = _name(raw, flags)
    _refuse_odd_attributes(name, made_by >> 8, attributes)
    start, stop = _local(data, local, raw, flags, method, crc, packed, size)
    if name.endswith("/") and size:
        raise refuse("zip_odd")
    if method == _STORED and packed != size:
        raise refuse("zip_odd")
    return Part(name, start, packed, size, crc, method == _DEFLATED), (local, stop), after


def _local(
    data: bytes, at: int, name: bytes, flags: int, method: int, crc: int, packed: int, size: int
) -> tuple[int, int]:
    """Begin of the packed bytes and end of all that belongs to the part; the local header must say the same."""
    if at + _LOCAL.size > len(data):
        raise refuse("zip_damaged")
    signature, _, own_flags, own_method, _, _, own_crc, own_packed, own_size, own_name, extra = _LOCAL.unpack_from(
        data, at
    )
    if signature != b"PK\x03\x04":
        raise refuse("zip_damaged")
    start = at + _LOCAL.size + own_name + extra
    stop = start + packed
    if stop > len(data):
        raise refuse("zip_damaged")
    if data[at + _LOCAL.size : at + _LOCAL.size + own_name] != name or own_method != method:
        raise refuse("zip_odd")
    if own_flags & _ENCRYPTED or (own_flags ^ flags) & _SIZES_AFTER:
        raise refuse("zip_odd")
    _refuse_zip64(data[at + _LOCAL.size + own_name : start])
    if own_flags & _SIZES_AFTER:
        if (own_crc, own_packed, own_size) not in ((0, 0, 0), (crc, packed, size)):
            raise refuse("zip_odd")
        stop += _descriptor(data, stop, crc, packed, size)
    elif (own_crc, own_packed, own_size) != (crc, packed, size):
        raise refuse("zip_odd")
    return start, stop


def _descriptor(data: bytes, at: int, crc: int, packed: int, size: int) -> int:
    """Length of the sizes that follow the data, with or without their own mark."""
    wanted = struct.pack("<3L", crc, packed, size)
    if data[at : at + 16] == b"PK\x07\x08" + wanted:
        return 16
    if data[at : at + 12] == wanted:
        return 12
    raise refuse("zip_odd")


def _refuse_zip64(extra: bytes) -> None:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 0x0001:
            raise refuse("zip_odd")
        at += 4 + length


def _name(raw: bytes, flags: int) -> str:
    if not 0 < len(raw) <= LONGEST_PART_NAME:
        raise refuse("zip_names")
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError:
        if flags & _UTF8:
            raise refuse("zip_names") from None
        name = raw.decode("cp866")  # what archivers of the region write
    steps = name.removesuffix("/").split("/")
    if (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or len(steps) > DEEPEST_PART
        or any(step in ("", ".", "..") or step != step.strip(" ") or step.endswith(".") for step in steps)
        or any(_DEVICES.fullmatch(step) for step in steps)
        or any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in name)
    ):
        raise refuse("zip_names")
    return name


def _refuse_odd_attributes(name: str, system: int, attributes: int) -> None:
    """Links, devices and pipes: written into the upper half of the attributes by Unix and macOS."""
    kind = attributes >> 16 & _UNIX_KIND if system in (3, 19) else 0
    if kind not in (0, _UNIX_FILE, _UNIX_FOLDER) or (kind and (kind == _UNIX_FOLDER) != name.endswith("/")):
        raise refuse("zip_names")
    if attributes & _FOLDER_ATTRIBUTE and not name.endswith("/"):
        raise refuse("zip_names")


def _refuse_folders_that_are_files(names: set[str], parts: list[Part]) -> None:
    files = {unicodedata.normalize("NFKC", part.name).casefold() for part in parts}
    for name in names:
        steps = name.split("/")
        if any("/".join(steps[:depth]) in files for depth in range(1, len(steps))):
            raise refuse("zip_names")


def _refuse_shared_bytes(spans: list[tuple[int, int]], directory: int) -> None:
    """Parts lie one behind the other, from the first byte to the directory, without a gap and without sharing."""
    at = 0
    for begin, end in sorted(spans):
        if begin != at:
            raise refuse("zip_odd")
        at = end
    if at != directory:
        raise refuse("zip_odd")


def _refuse_bombs(parts: list[Part]) -> None:
    packed, size = sum(part.packed for part in parts), sum(part.size for part in parts)
    if size > LARGEST_ARCHIVE:
        raise refuse("zip_size")
    for part in parts:
        if part.size > LARGEST_PART or (part.size > MIB and part.size > HIGHEST_RATIO * max(part.packed, 1)):
            raise refuse("zip_size")
    if size > 4 * MIB and size > HIGHEST_RATIO * max(packed, 1):
        raise refuse("zip_size")


def refuse_nested(parts: tuple[Part, ...]) -> None:
    """Raise :class:`FileRefused` (``zip_nested``) for an archive inside the archive, told by its name."""
    if any(_ARCHIVES.search(part.name) for part in parts):
        raise refuse("zip_nested")


def unpack(data: bytes, part: Part) -> bytes:
    """The bytes of one part: never more than the directory promised, checked against its checksum.

    Raises :class:`FileRefused` (``zip_damaged``, ``zip_odd``, ``zip_nested``).
    """
    packed = memoryview(data)[part.start : part.start + part.packed]
    if not part.deflated:
        content = bytes(packed)
    else:
        machine = zlib.decompressobj(-zlib.MAX_WBITS)
        pieces: list[bytes] = []
        done = 0
        try:
            for at in range(0, len(packed), _PIECE):
                piece = machine.decompress(packed[at : at + _PIECE], part.size + 1 - done)
                done += len(piece)
                pieces.append(piece)
                if done > part.size or machine.unconsumed_tail:
                    raise refuse("zip_odd")
        except zlib.error:
            raise refuse("zip_damaged") from None
        if not machine.eof or machine.unused_data or done != part.size:
            raise refuse("zip_odd")
        content = b"".join(pieces)
    if len(content) != part.size or zlib.crc32(content) != part.crc:
        raise refuse("zip_damaged")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf")):
        raise refuse("zip_nested")
    return content
