"""What goes between this program and the child that reads a foreign file: plain data, both ways, with lengths.

To the child: 4 bytes length, that much JSON (parameters), then the file to the end of the pipe.
From the child: frames of a letter, 4 bytes length (little-endian) and the content. Any number of ``B`` (bytes), then
one ``P`` (the answer, JSON) or ``E`` (a refusal, JSON), then the end. Nothing is unpickled, nothing names a type.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from legalaid_desktop.intake.limits import DEEPEST_PLAIN, LARGEST_ANSWER, LARGEST_PLAIN

Params: TypeAlias = Mapping[str, str | int | bool]

LENGTH: Final = struct.Struct("<I")
_FRAME: Final = struct.Struct("<cI")
BYTES: Final = b"B"
PLAIN: Final = b"P"
REFUSAL: Final = b"E"
_MOST_BLOBS: Final = 1_000


class BadAnswer(Exception):
    """The child sent what no child of ours sends."""


@dataclass(frozen=True)
class Answer:
    """``plain`` is made of dicts with text keys, lists, texts, numbers, booleans and ``None``; ``refused`` tells
    whether it is a refusal."""

    plain: Any
    blobs: tuple[bytes, ...]
    refused: bool


def request(params: Params) -> bytes:
    """What stands before the bytes of the file."""
    packed = json.dumps(dict(params), ensure_ascii=True).encode("ascii")
    return LENGTH.pack(len(packed)) + packed


def params_of(packed: bytes) -> dict[str, Any]:
    """Parameters, on the child's side; the sender is our own program."""
    found: dict[str, Any] = json.loads(packed)
    return found


def frame(letter: bytes, content: bytes | memoryview) -> tuple[bytes, bytes | memoryview]:
    """The two pieces to be written one after the other; the content is not copied."""
    return _FRAME.pack(letter, len(content)), content


def plain_frame(letter: bytes, plain: Any) -> tuple[bytes, bytes | memoryview]:
    return frame(letter, json.dumps(plain, ensure_ascii=True, allow_nan=False).encode("ascii"))


def read_answer(raw: bytes) -> Answer:
    """Take the child's output apart. Raises :class:`BadAnswer` for anything but one whole answer within its bounds."""
    if len(raw) > LARGEST_ANSWER:
        raise BadAnswer
    blobs: list[bytes] = []
    at = 0
    while at + _FRAME.size <= len(raw):
        letter, length = _FRAME.unpack_from(raw, at)
        begin, at = at + _FRAME.size, at + _FRAME.size + length
        if at > len(raw):
            raise BadAnswer
        if letter == BYTES:
            if len(blobs) >= _MOST_BLOBS:
                raise BadAnswer
            blobs.append(raw[begin:at])
        elif letter in (PLAIN, REFUSAL):
            if at != len(raw) or length > LARGEST_PLAIN:
                raise BadAnswer
            return Answer(_plain(raw[begin:at]), tuple(blobs), letter == REFUSAL)
        else:
            raise BadAnswer
    raise BadAnswer


def _plain(packed: bytes) -> Any:
    try:
        plain = json.loads(packed.decode("ascii"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadAnswer from None
    _refuse_depth(plain)
    return plain


def _no_constant(_: str) -> None:
    raise ValueError("not a number of ours")


def _refuse_depth(plain: Any) -> None:
    level: list[Any] = [plain]
    for _ in range(DEEPEST_PLAIN):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise BadAnswer
