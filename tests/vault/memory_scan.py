"""A process searches its own memory for a text that it holds only in disguise, so that it does not find itself."""

from __future__ import annotations

import ctypes
from pathlib import Path

MASK = 0xA5
_PIECE = 1 << 20
_OVERLAP = 256
_block = bytearray(_PIECE + _OVERLAP)


def disguised(data: bytes | bytearray) -> bytes:
    return bytes(byte ^ MASK for byte in data)


def disguised_hex(data: bytes | bytearray) -> bytes:
    """The disguise of the lower-case hexadecimal form, which itself is never made."""
    return bytes(b"0123456789abcdef"[half] ^ MASK for byte in data for half in (byte >> 4, byte & 15))


def revealed(hidden: bytes) -> bytearray:
    data = bytearray(len(hidden))
    for at, byte in enumerate(hidden):
        data[at] = byte ^ MASK
    return data


def _place(data: bytearray) -> tuple[int, int]:
    return ctypes.addressof((ctypes.c_char * len(data)).from_buffer(data)), len(data)


def found(hidden: bytes) -> int:
    """How often the text lies in the writable memory of this process, outside of what the search itself holds."""
    needle = revealed(hidden)
    mine = [_place(needle), _place(_block)]
    hits: set[int] = set()
    with Path("/proc/self/mem").open("rb", 0) as memory:
        for line in Path("/proc/self/maps").read_text("ascii", "replace").splitlines():
            parts = line.split()
            low, high = (int(value, 16) for value in parts[0].split("-"))
            if "rw" not in parts[1] or "[v" in line:
                continue
            for start in range(low, high, _PIECE):
                try:
                    memory.seek(start)
                    length = memory.readinto(memoryview(_block)[: min(_PIECE + _OVERLAP, high - start)]) or 0
                except (OSError, ValueError):
                    continue  # a page that is mapped and cannot be read
                at = _block.find(needle, 0, length)
                while at >= 0:
                    address = start + at
                    if not any(begin <= address < begin + size for begin, size in mine):
                        hits.add(address)
                    at = _block.find(needle, at + 1, length)
            _block[:] = bytes(len(_block))
    needle[:] = bytes(len(needle))
    return len(hits)
