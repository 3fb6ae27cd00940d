"""What two readers of one archive could see differently is refused, whatever else is right about it."""

from __future__ import annotations

import struct
import zlib

import pytest

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.zip_directory import read_directory, unpack


def _local(name: bytes, content: bytes) -> bytes:
    head = struct.pack(
        "<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, zlib.crc32(content), len(content), len(content), len(name), 0
    )
    return head + name + content


def _whole(body: bytes, entries: list[tuple[bytes, bytes, int]]) -> bytes:
    """Local part and directory; an entry is name, content and place of its local header."""
    directory = b"".join(
        struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, zlib.crc32(content), len(content), len(content), len(name),
            0, 0, 0, 0, 0, place,
        ) + name
        for name, content, place in entries
    )  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + end


def kind_of_refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_directory(data)
    return str(refused.value.facts["kind"])


def test_parts_one_behind_the_other_pass() -> None:
    first, second = _local(b"a", b"one"), _local(b"b", b"two")
    data = _whole(first + second, [(b"a", b"one", 0), (b"b", b"two", len(first))])
    assert [unpack(data, part) for part in read_directory(data)] == [b"one", b"two"]


def test_a_part_inside_another_is_refused() -> None:
    """Every header is true by itself: the whole second part is the content of the first."""
    inner = _local(b"b", b"two")
    outer = _local(b"a", inner)
    data = _whole(outer, [(b"a", inner, 0), (b"b", b"two", len(outer) - len(inner))])
    assert kind_of_refusal(data) == "zip_odd"


@pytest.mark.parametrize("where", ["before", "between", "after"])
def test_bytes_that_belong_to_no_part_are_refused(where: str) -> None:
    first, second, junk = _local(b"a", b"one"), _local(b"b", b"two"), _local(b"hidden", b"x")
    order = {"before": [junk, first, second], "between": [first, junk, second], "after": [first, second, junk]}[where]
    body = b"".join(order)
    data = _whole(body, [(b"a", b"one", body.index(first)), (b"b", b"two", body.index(second))])
    assert kind_of_refusal(data) == "zip_odd"


def test_two_entries_for_the_same_bytes_are_refused() -> None:
    part = _local(b"a", b"one")
    assert kind_of_refusal(_whole(part, [(b"a", b"one", 0), (b"a", b"one", 0)])) == "zip_names"
