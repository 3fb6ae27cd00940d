"""Text of a foreign file in parts: paragraphs gathered to about a page each, and how parts go through the pipe.

A part's label is one line; the parts of one answer go as one run of bytes, parted by form feeds, each with its label on
its first line. So an answer is bounded by its bytes alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from legalaid_desktop.errors import FileNotRead

Part = tuple[str, str]
"""Label and text."""

PART_LETTERS: Final = 3_000
"""About as many as a printed page has."""
LONGEST_PART: Final = 60_000
"""Letters of one page of a PDF or of one paragraph; honest ones have a tenth of it."""
MOST_PARTS: Final = 20_000
MOST_LETTERS: Final = 24_000_000
"""Of one document: about 8,000 pages."""
_LONGEST_LABEL: Final = 120
_FEED: Final = "\f"
_SPACES: Final = re.compile(r"[^\S\n\t]{2,}|[^\S\n\t ]")
"""What becomes one space; a single space is one already."""
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202d\u202e\u2028\u2029\u2060\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BLANK: Final = re.compile(r"\n{3,}")
_LINES: Final = re.compile(r"\n{2,}")


def plain_text(text: str) -> str:
    """Text as it is kept: one kind of line end, single spaces, no control signs, nothing that turns its order round."""
    level = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    spaced = _SPACES.sub(" ", _CONTROL.sub("", level.replace(_FEED, "\n")))
    lines = (line.strip() for line in spaced.split("\n"))
    return _BLANK.sub("\n\n", "\n".join(lines)).strip("\n")


def label_of(text: str) -> str:
    """Any text as a label: on one line, bounded."""
    return " ".join(plain_text(text).split())[:_LONGEST_LABEL]


def gathered(paragraphs: Iterable[str]) -> Iterator[Part]:
    """Paragraphs gathered to parts, a blank line between them; the label is the number of the first paragraph. A
    paragraph that is longer than a part is cut at spaces, and its pieces keep its number."""
    held: list[str] = []
    letters, first = 0, 1
    n = 0
    for paragraph in paragraphs:
        text = _LINES.sub("\n", plain_text(paragraph))
        if not text:
            continue
        n += 1
        if held and letters + len(text) > PART_LETTERS:
            yield str(first), "\n\n".join(held)
            held, letters = [], 0
        if not held:
            first = n
        pieces = list(_cut(text))
        for piece in pieces[:-1]:
            yield str(n), piece
        held.append(pieces[-1])
        letters += len(pieces[-1])
    if held:
        yield str(first), "\n\n".join(held)


def _cut(text: str) -> Iterator[str]:
    while len(text) > 2 * PART_LETTERS:
        at = max(text.rfind(sign, PART_LETTERS // 2, PART_LETTERS) for sign in ("\n", ". ", " "))
        at = at + 1 if at > 0 else PART_LETTERS
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    yield text


def packed(parts: Sequence[Part]) -> bytes:
    """The parts of one answer."""
    return _FEED.join(f"{label}\n{text}" for label, text in parts).encode("utf-8", "replace")


def unpacked(plain: Any, blobs: Sequence[bytes]) -> tuple[list[Part], int, int, Mapping[str, str]]:
    """On this program's side: parts, number of the next part (0 when there is none), how many there are in all, what
    the file says of itself. Believed only as far as it holds together. Raises :class:`FileNotRead` (``answer``)."""
    if not isinstance(plain, dict) or len(blobs) != 1:
        raise FileNotRead(kind="answer")
    count, following, total, told = (plain.get(key) for key in ("count", "next", "total", "told"))
    numbers = (count, following, total)
    if not all(isinstance(one, int) and 0 <= one <= MOST_PARTS for one in numbers) or not isinstance(told, dict):
        raise FileNotRead(kind="answer")
    text = blobs[0].decode("utf-8", "replace")
    pieces = text.split(_FEED) if count else []
    if len(pieces) != count or len(text) > MOST_LETTERS + _LONGEST_LABEL * MOST_PARTS:
        raise FileNotRead(kind="answer")
    parts: list[Part] = []
    for piece in pieces:
        label, _, said = piece.partition("\n")
        parts.append((label_of(label), plain_text(said)[:LONGEST_PART]))
    known = {
        key: label_of(value)
        for key, value in told.items()
        if key in ("title", "publisher", "date", "language") and isinstance(value, str)
    }
    assert isinstance(following, int) and isinstance(total, int)  # looked at above
    return parts, following, total, known
