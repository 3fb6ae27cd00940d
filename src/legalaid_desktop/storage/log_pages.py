"""The pages that a write-ahead log holds: read by SQLite's rules from a log that was found to be the database's own."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = 0x377F0682
"""The last bit says in which order the sums take the bytes of a word (fileformat2.html, section 4)."""


def committed_pages(log: Path, page_size: int) -> tuple[dict[int, bytes], int]:
    """Return the last confirmed content of each page in a log, and how many pages the database has with it (0: there
    is nothing in the log). Raises :class:`OSError`."""
    confirmed: dict[int, bytes] = {}
    length = 0
    pending: dict[int, bytes] = {}
    for number, commit, page in _frames(log, page_size):
        pending[number] = page
        if commit:
            confirmed.update(pending)
            pending.clear()
            length = commit
    return confirmed, length


def _frames(log: Path, page_size: int) -> Iterator[tuple[int, int, bytes]]:
    with log.open("rb") as file:
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size:
            return
        magic, _, size, _, salt_1, salt_2, sum_1, sum_2 = _HEADER.unpack(head)
        order = ">" if magic & 1 else "<"
        sums = _sums(head[:24], (0, 0), order)
        if magic & ~1 != _MAGIC or size != page_size or sums != (sum_1, sum_2):
            return
        while len(frame := file.read(_FRAME.size)) == _FRAME.size and len(page := file.read(size)) == size:
            number, commit, frame_salt_1, frame_salt_2, sum_1, sum_2 = _FRAME.unpack(frame)
            sums = _sums(page, _sums(frame[:8], sums, order), order)
            if (frame_salt_1, frame_salt_2) != (salt_1, salt_2) or sums != (sum_1, sum_2) or number == 0:
                return
            yield number, commit, page


def _sums(data: bytes, before: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two
