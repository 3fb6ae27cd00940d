"""The child's side: load one parser, put up the walls, read the file from the pipe, answer, be gone.

Started by ``child.py`` as a fresh copy of this program; it has nothing of the parent's memory, files or environment.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from legalaid_desktop.errors import FileNotUnderstood, FileRefused
from legalaid_desktop.intake import fence, wire
from legalaid_desktop.intake.limits import LARGEST_SHOWN, MIB

_PIECE: Final = 1 * MIB
_CODECS: Final = (
    "ascii",
    "latin-1",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "unicode_escape",
    "cp866",
)
"""Loaded before the walls stand: Python opens a file for each when it is first asked for."""


class Reply:
    """Where a parser puts what it found. ``walls`` are the names of those that stand."""

    def __init__(self, walls: tuple[str, ...]) -> None:
        self.walls = walls
        self.plain: Any = None

    def blob(self, content: bytes | memoryview) -> None:
        """Send bytes at once: they need not be kept until the end."""
        _send(wire.frame(wire.BYTES, content))


Parser: TypeAlias = Callable[[bytes, Mapping[str, Any], Reply], None]
"""Reads the bytes of a file, sends blobs, sets ``Reply.plain``. Raises :class:`FileRefused`."""
Loader: TypeAlias = Callable[[], Parser]
"""Imports and opens everything that the parser needs; runs before the walls stand."""


def serve(loaders: Mapping[str, Loader], name: str) -> None:
    """Answer one request on the standard streams and end the process."""
    status = 1
    try:
        fence.bind_to_parent()
        if name in loaders:
            _serve(loaders[name])
            status = 0
    except MemoryError:
        status = _told("memory")
    except OSError:
        status = 1  # a wall did not stand, or nobody reads the answer
    except BaseException as error:
        status = _told("broken", type(error).__name__)
    finally:
        # No clean end: libraries that a hostile file went through do not get another turn.
        os._exit(status)


def _serve(loader: Loader) -> None:
    if sys.platform == "win32":
        import msvcrt

        for number in (0, 1):
            msvcrt.setmode(number, os.O_BINARY)
    for codec in _CODECS:
        codecs.lookup(codec)
    parser = loader()
    reply = Reply(fence.put_up())
    params, data = _input()
    try:
        parser(data, params, reply)
    except FileRefused as refused:
        _send(wire.plain_frame(wire.REFUSAL, {"kind": str(refused.facts.get("kind", "broken")), **_facts(refused)}))
    except FileNotUnderstood as fault:
        faults = [str(one) for one in fault.faults[:200]]
        _send(wire.plain_frame(wire.REFUSAL, {"kind": "faults", "faults": faults}))
    else:
        _send(wire.plain_frame(wire.PLAIN, reply.plain))


def _facts(refused: FileRefused) -> dict[str, Any]:
    return {"facts": {key: value for key, value in refused.facts.items() if key != "kind"}}


def _told(kind: str, what: str = "") -> int:
    """``what`` is the name of an exception class, for the one who looks for the fault; never its words."""
    with contextlib.suppress(OSError, MemoryError):
        _send(wire.plain_frame(wire.REFUSAL, {"kind": kind, "facts": {"type": what}}))
        return 0
    return 1


def _exactly(count: int) -> bytes:
    pieces: list[bytes] = []
    while count > 0 and (piece := os.read(0, count)):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _input() -> tuple[dict[str, Any], bytes]:
    (length,) = wire.LENGTH.unpack(_exactly(wire.LENGTH.size))
    params = wire.params_of(_exactly(length))
    gathered = io.BytesIO()  # gives its bytes out without a second copy
    while piece := os.read(0, _PIECE):
        gathered.write(piece)
        if gathered.tell() > LARGEST_SHOWN:
            raise MemoryError
    return params, gathered.getvalue()


def _send(pieces: tuple[bytes, bytes | memoryview]) -> None:
    for piece in pieces:
        left = memoryview(piece)
        while len(left):
            left = left[os.write(1, left) :]
