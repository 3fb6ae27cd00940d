"""Two versions of a paper beside each other: which paragraph stands for which, and which words came and went."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from legalaid_desktop.domain.draft_paragraphs import Paragraph, match

Op = Literal["same", "out", "in"]
_TOKEN: Final = re.compile(r"\w+[^\S\n\t]*|[\n\t]|[^\w\n\t]")
_MANY: Final = 3000
"""Words from which the comparison takes common words for junk, so that a long story costs no minutes."""
_SCRAP: Final = 3
"""Letters: less than this left unchanged between two changes is read as one change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went out, or came in."""

    op: Op
    text: str


@dataclass(frozen=True, kw_only=True)
class ComparedParagraph:
    """``old`` and ``new`` are places in the two papers, ``None`` where it has none."""

    old: int | None
    new: int | None
    section: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.op != "same" for piece in self.pieces)


def word_marks(old: str, new: str) -> tuple[Piece, ...]:
    """Pieces whose ``same`` and ``out`` together are ``old``, ``same`` and ``in`` together ``new``."""
    if old == new:
        return (Piece("same", old),) if old else ()
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    middle = (before[head : len(before) - tail], after[head : len(after) - tail])
    pieces = [Piece("same", "".join(before[:head]))]
    matcher = SequenceMatcher(None, *middle, autojunk=max(map(len, middle)) > _MANY)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", "".join(middle[0][a:b])))
        else:
            pieces += [Piece("out", "".join(middle[0][a:b])), Piece("in", "".join(middle[1][c:d]))]
    pieces.append(Piece("same", "".join(before[len(before) - tail :]) if tail else ""))
    return _tidy([piece for piece in pieces if piece.text])


def _tidy(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Scraps between two changes go with them; what follows each other alike is one piece, outs before ins."""
    out: list[Piece] = []
    gone = came = ""
    for number, piece in enumerate(pieces):
        last = number + 1 == len(pieces)
        scrap = piece.op == "same" and (gone or came) and not last and len(piece.text.strip()) < _SCRAP
        if piece.op == "same" and not scrap:
            out += [Piece("out", gone)] if gone else []
            out += [Piece("in", came)] if came else []
            gone = came = ""
            out.append(piece)
            continue
        gone += piece.text if piece.op != "in" else ""
        came += piece.text if piece.op != "out" else ""
    out += [Piece("out", gone)] if gone else []
    out += [Piece("in", came)] if came else []
    return tuple(out)


def aligned(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[tuple[int | None, int | None], ...]:
    """Both papers in one order: pairs, and paragraphs of one of them alone. A paragraph that was moved across others
    goes out at its old place and comes in at its new one."""
    pairs = sorted(match(old, new).items())
    kept = _longest_rise(pairs)
    out: list[tuple[int | None, int | None]] = []
    a = b = 0
    for one, other in [*kept, (len(old), len(new))]:
        out += [(place, None) for place in range(a, one)]
        out += [(None, place) for place in range(b, other)]
        if one < len(old):
            out.append((one, other))
        a, b = one + 1, other + 1
    return tuple(out)


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that stand in the same order in both papers."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        at = bisect_left(ends, other)
        before.append(places[at - 1] if at else -1)
        if at == len(ends):
            ends.append(other)
            places.append(number)
        else:
            ends[at], places[at] = other, number
    out: list[tuple[int, int]] = []
    number = places[-1] if places else -1
    while number >= 0:
        out.append(pairs[number])
        number = before[number]
    return out[::-1]


def compare(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[ComparedParagraph, ...]:
    """Every paragraph of both papers once, with its words marked."""
    out: list[ComparedParagraph] = []
    for one, other in aligned(old, new):
        before = old[one].text if one is not None else ""
        after = new[other].text if other is not None else ""
        here = new[other] if other is not None else old[one if one is not None else 0]
        out.append(ComparedParagraph(old=one, new=other, section=here.section, pieces=word_marks(before, after)))
    return tuple(out)
