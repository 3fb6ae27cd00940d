"""Lists of words as readable text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text that are separated by blanks or line ends."""
    return frozenset(text.split())
