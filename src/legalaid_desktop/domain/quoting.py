"""Finding a quotation on its page: what was typed or marked, in the words that stand there.

Line ends, spaces, hyphens at line ends, kinds of quotation marks and letter case do not count; letters and digits do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.library import LibraryPage, PageUnit, Place

_PARAGRAPH_END: Final = "\n\n"
_SECTION: Final = re.compile(r"(\d+)\s*(.*)", re.DOTALL)
SHORTEST: Final = 3
"""Letters and digits: less is no quotation."""
LONGEST: Final = 5_000


@dataclass(frozen=True)
class FoundQuote:
    """``text``: as it stands there, on one line; ``first`` and ``last`` are the pages it begins and ends on."""

    text: str
    place: Place
    first: int
    last: int


def find_quote(pages: Sequence[LibraryPage], unit: PageUnit, text: str) -> FoundQuote | None:
    """Look for ``text`` on the first of ``pages``; it may run on to the following ones. ``None``: it is not there."""
    sought, _ = _compact(text)
    if len(sought) < SHORTEST or not pages:
        return None
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    first_end = 0
    for number, page in enumerate(pages):
        compact, spots = _compact(page.text)
        letters.append(compact)
        places.extend((number, spot) for spot in spots)
        if number == 0:
            first_end = len(compact)
    at = "".join(letters).find(sought)
    if at < 0 or at >= first_end:
        return None
    begin, end = places[at], places[at + len(sought) - 1]
    pieces = [
        page.text[begin[1] if number == begin[0] else 0 : end[1] + 1 if number == end[0] else None]
        for number, page in enumerate(pages)
        if begin[0] <= number <= end[0]
    ]
    said = " ".join(" ".join(pieces).split())
    return FoundQuote(said, _place(unit, pages, begin, end), pages[begin[0]].n, pages[end[0]].n)


def place_of_page(unit: PageUnit, page: LibraryPage) -> Place:
    """The place of a whole part, where nothing is quoted."""
    return _place(unit, [page], (0, 0), (0, max(len(page.text) - 1, 0)))


def _place(unit: PageUnit, pages: Sequence[LibraryPage], begin: tuple[int, int], end: tuple[int, int]) -> Place:
    if unit is PageUnit.PAGE:
        return Place(unit, *(pages[one[0]].label or str(pages[one[0]].n) for one in (begin, end)))
    if unit is PageUnit.SECTION:
        found = [_SECTION.fullmatch(pages[one[0]].label) for one in (begin, end)]
        numbers = [match[1] if match else str(pages[one[0]].n) for match, one in zip(found, (begin, end), strict=True)]
        heading = found[0][2].strip() if found[0] and numbers[0] == numbers[1] else ""
        return Place(unit, numbers[0], numbers[1], heading)
    return Place(unit, *(str(_paragraph(pages[one[0]], one[1])) for one in (begin, end)))


def _paragraph(page: LibraryPage, spot: int) -> int:
    start = int(page.label) if page.label.isdigit() else page.n
    return start + page.text.count(_PARAGRAPH_END, 0, spot)


def _compact(text: str) -> tuple[str, list[int]]:
    """Letters and digits in small letters, and the place of each."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign.isalnum():
            for low in sign.casefold():
                letters.append("е" if low == "ё" else low)
                places.append(place)
    return "".join(letters), places


def compact(text: str) -> str:
    """Letters and digits alone, in small letters: how quotations are compared."""
    return _compact(text)[0]
