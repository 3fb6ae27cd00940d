"""Tags of a Word template: found across the runs that Word cut them into, and what each asks for.

The marks are those of docxtpl (``{{ … }}``, ``{% … %}``, ``{%p … %}`` for a paragraph, ``{%tr … %}`` for a row,
``{# … #}``), the language inside them is ours alone: ``template_syntax`` judges it. Nothing is searched with an
expression that could run away: each end is looked for once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_ENDS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BEGIN: Final = re.compile(r"\{[{%#]")
_QUOTES: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u00a0\u2007\u202f\t\n", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad"),
    }
)
"""What Word makes of the quotation marks and spaces that a person types."""
_REACH: Final = re.compile(r"^([{%]?)(-?)(p|tr|tc|r)(?=\s)\s+(.*)$", re.DOTALL)
_SECTION: Final = re.compile(r"^\s*section\s+([a-z][a-z0-9_]{0,40})\s*$")

Piece = tuple[str, int]
"""Letters and the number of their look."""


@dataclass(frozen=True)
class Tag:
    """``reach`` is p, tr, tc, r or empty; ``text`` the tag as Jinja's lexer reads it, without the reach."""

    kind: str
    reach: str
    text: str
    look: int

    @property
    def section(self) -> str | None:
        """The name of the section that a remark begins."""
        found = _SECTION.match(self.text[2:-2]) if self.kind == "{#" else None
        return found[1] if found else None


def split_tags(pieces: Sequence[Piece]) -> list[Piece | Tag]:
    """The letters and tags of one paragraph in order; a tag has the look of its first letter."""
    whole = "".join(text for text, _ in pieces)
    out: list[Piece | Tag] = []
    at = 0
    closed = dict.fromkeys(_ENDS, True)
    for begin, end in _places(whole, closed):
        out.extend(_between(pieces, at, begin))
        out.append(_tag(whole[begin:end], _look_at(pieces, begin)))
        at = end
    out.extend(_between(pieces, at, len(whole)))
    return out


def _places(whole: str, closed: dict[str, bool]) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _BEGIN.search(whole, at):
        at = found.end()
        opening = found[0]
        if not closed[opening]:
            continue
        end = whole.find(_ENDS[opening], found.end())
        if end < 0:
            closed[opening] = False  # none of its kind ends any more: it is not looked for again
            continue
        yield found.start(), end + 2
        at = end + 2


def _between(pieces: Sequence[Piece], begin: int, end: int) -> Iterator[Piece]:
    at = 0
    for text, look in pieces:
        part = text[max(begin - at, 0) : max(end - at, 0)]
        at += len(text)
        if part:
            yield part, look


def _look_at(pieces: Sequence[Piece], place: int) -> int:
    at = 0
    for text, look in pieces:
        at += len(text)
        if place < at:
            return look
    return 0


def _tag(raw: str, look: int) -> Tag:
    kind = raw[:2]
    inside = raw[2:-2].translate(_QUOTES)
    found = _REACH.match(inside)
    if kind == "{#":
        return Tag(kind, found[3] if found else "", "{#" + (found[4] if found else inside) + "#}", look)
    if found is None or found[1]:
        return Tag(kind, "", kind + inside + _ENDS[kind], look)
    return Tag(kind, found[3], f"{kind}{found[2]} {found[4]}{_ENDS[kind]}", look)


def unclosed(pieces: Sequence[Piece | Tag]) -> bool:
    """Whether letters hold the beginning or the end of a tag that has no other half."""
    text = "".join(piece[0] for piece in pieces if not isinstance(piece, Tag))
    return any(sign in text for sign in ("{{", "{%", "{#", "%}", "}}", "#}"))
