"""The ids of the catalogue of documents (documents.md §0), in its order. What each is called is data."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.domain.ids import DocumentCode

_LAST: Final = {"A": 12, "B": 2, "C": 8, "D": 7, "E": 6, "F": 6, "G": 5, "H": 4, "I": 6, "J": 8, "K": 7}
"""Group → number of its last paper; every group counts from 1 without a gap."""

CODES: Final = tuple(DocumentCode(f"{group}{n}") for group, last in _LAST.items() for n in range(1, last + 1))
"""All 71 of them."""


def order_of(code: str) -> tuple[str, int]:
    """The place of a paper in the catalogue, as a key to sort by; ids of other shapes stand by their letters."""
    return code[:1], int(code[1:]) if code[1:].isdigit() else 0
