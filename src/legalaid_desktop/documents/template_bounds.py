"""What a template may not hide, and how deep it may go: signs that nobody sees, signs written as a number, marks that
would print, boxes and lists in one another, columns of a table.

An author sees a template as it is drawn, the reader of the paper gets what stands in it: a sign that turns letters
round or joins them unseen makes the two differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token

from legalaid_desktop.documents.marks import CLOSING, OPENING, SLOT
from legalaid_desktop.documents.template_fault import Why

DEEPEST_BOX: Final = 8
DEEPEST_LIST: Final = 4
MOST_COLUMNS: Final = 30

_ARABIC: Final = "\u0620-\u064a\u066e-\u06d3\u06d5-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_CONTROL: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
"""Control characters but tab and line end, halves of characters, no characters at all."""
_UNSEEN: Final = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
"""Signs of direction, joiners and fillers without width, selectors, tags."""
_JOINER: Final = f"(?<![{_ARABIC}])[\u200c\u200d]"
"""The two joiners are letters of a word in Persian and Kurdish, and nothing anywhere else."""
_OWN: Final = "\u00ad\ue000-\uf8ff"
"""Soft hyphens (the program parts words itself) and signs without a meaning of their own; Word has the first in honest
files, and they are dropped there."""
_ODD: Final = re.compile(f"[{_CONTROL}{_UNSEEN}{_OWN}]|{_JOINER}")
_ODD_IN_WORD: Final = re.compile(f"[{_CONTROL}{_UNSEEN}]|{_JOINER}")
_BY_NUMBER: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
BRACES: Final = re.compile(r"\{\{|\}\}|\{[%#]|[%#]\}")
_INSIDE: Final = re.compile(r":::\s*[a-z]")


def without_odd_signs(source: str, *, word: bool = False) -> tuple[str, list[tuple[int, Why]]]:
    """``source`` without the signs that have no place in a template, and a fault for each line that has one. ``word``:
    the text comes from a Word file."""
    odd = _ODD_IN_WORD if word else _ODD
    if not odd.search(source):
        return source, []
    faults: list[tuple[int, Why]] = []
    for number, line in enumerate(source.split("\n"), 1):
        if found := odd.search(line):
            sign = f"U+{ord(found[0]):04X}"
            faults.append((number, Why("sign", f"the sign {sign} has no place in a template", sign)))
    return odd.sub("", source), faults


def lines_faults(source: str) -> Iterator[tuple[int, Why]]:
    """What is seen line by line."""
    for number, line in enumerate(source.split("\n"), 1):
        if found := _BY_NUMBER.search(line):
            yield number, Why("by_number", f"a sign is written as {found[0]}: type the sign itself", found[0])
        if not line.lstrip().startswith(":::") and _INSIDE.search(line):
            yield number, Why("box_inside", "::: stands at the beginning of a line of its own")


def box_depth_faults(lines: Sequence[str]) -> Iterator[tuple[int, Why]]:
    """Of the text of all branches: the line (from 0) on which boxes go too deep."""
    depth = 0
    for number, line in enumerate(lines):
        if OPENING.match(line):
            depth += 1
            if depth == DEEPEST_BOX + 1:
                yield number, Why("box_deep", f"boxes may stand {DEEPEST_BOX} deep in one another", DEEPEST_BOX)
        elif CLOSING.match(line):
            depth = max(depth - 1, 0)


def token_faults(found: Sequence[Token]) -> Iterator[tuple[int, Why]]:
    """What only the reader of the marks can tell, with the line (from 0) of the text that was read."""
    depth = columns = line = 0
    for token in found:
        line = token.map[0] if token.map else line
        if token.type in ("ordered_list_open", "bullet_list_open"):
            depth += 1
            if depth == DEEPEST_LIST + 1:
                yield line, Why("list_deep", f"lists may stand {DEEPEST_LIST} deep in one another", DEEPEST_LIST)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            depth -= 1
        elif token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
            if columns == MOST_COLUMNS + 1:
                yield line, Why("columns", f"a table has {MOST_COLUMNS} columns at most", MOST_COLUMNS)
        elif token.type == "inline":
            words = "".join(child.content or "\n" for child in token.children or ())
            if BRACES.search(SLOT.sub("\n", words)):
                yield line, Why("braces", "braces of a tag stand here without one and would print")
