"""The words of a recovery sheet for rooms that may not see the vault: one at a time while typed, and a whole sheet.

Known limit: the words are strings for a moment, and strings cannot be wiped.
"""

from __future__ import annotations

from shamir_mnemonic.wordlist import WORDLIST

from legalaid_desktop.vault.recovery_shares import Share, read_share
from legalaid_desktop.vault.recovery_words import near_words, readings, typed_words, word_index

__all__ = ["LENGTHS", "Share", "near", "parted", "read_share", "whole_word"]

LENGTHS = (20, 33)
"""How many words a sheet has: 20, or 33 for a longer secret."""


def whole_word(typed: str) -> str | None:
    """The word of the list that ``typed`` stands for: the word, its first letters or its number (1 to 1024), in any
    case, also on a Cyrillic layout. ``None`` when it is not clear or not there."""
    tokens = typed_words(typed)
    place = word_index(tokens[0]) if len(tokens) == 1 else None
    return None if place is None else WORDLIST[place]


def near(typed: str) -> tuple[str, ...]:
    """Up to three words of the list that may be meant, the likeliest first."""
    tokens = typed_words(typed)
    return near_words(tokens[0]) if len(tokens) == 1 else ()


def parted(text: str) -> tuple[str, ...]:
    """The words of a pasted or scanned text, without the numbers that count them: the reading that knows most words."""
    tokens = typed_words(text[:20_000])
    if not tokens:
        return ()
    best = max(readings(tokens), key=lambda way: sum(word_index(token) is not None for token in way) - 2 * len(way))
    return tuple(token.text for token in best)
