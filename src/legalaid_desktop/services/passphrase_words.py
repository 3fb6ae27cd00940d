"""A passphrase made by the program: words drawn from our own lists of 7,776, each worth 12.9 bits.

Six words are 77.5 bits: out of reach even for a laboratory, with Argon2id before each guess. Words are joined by
single spaces: when a passphrase is dictated or written down, a space is what everybody puts between words without
being told, and it is the same key on every keyboard.
"""

from __future__ import annotations

import math
import secrets
from functools import cache
from typing import Final

from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES

LIST_LENGTH: Final = 7776
BITS_A_WORD: Final = math.log2(LIST_LENGTH)
FEWEST_WORDS: Final = 4
MOST_WORDS: Final = 24
_SPACE: Final = 0x20


@cache
def word_list(lang: str) -> tuple[str, ...]:
    """The list of ``lang`` (ru, be, en) in alphabetical order. Raises :class:`ValueError` for another language."""
    if lang not in LANGUAGES:
        raise ValueError(lang)
    words = (resources() / "words" / f"passphrase_{lang}.txt").read_text("utf-8").split()
    if len(words) != LIST_LENGTH:
        raise RuntimeError(f"the list of words for {lang} is not whole")
    return tuple(words)


def new_passphrase(lang: str, *, words: int = 6) -> bytearray:
    """Draw ``words`` words by the system's random numbers; UTF-8 in NFC that the caller wipes.

    The bytes are written once into their final room, so that no part of them stays behind. A word may come twice: to
    forbid that would make guessing easier. Raises :class:`ValueError` unless 4 ≤ words ≤ 24.
    """
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        raise ValueError("a passphrase has 4 to 24 words")
    encoded = _encoded(lang)
    drawn = [secrets.randbelow(LIST_LENGTH) for _ in range(words)]
    made = bytearray(sum(len(encoded[place]) for place in drawn) + words - 1)
    at = 0
    for place in drawn:
        if at:
            made[at] = _SPACE
            at += 1
        word = encoded[place]
        made[at : at + len(word)] = word
        at += len(word)
    return made


@cache
def _encoded(lang: str) -> tuple[bytes, ...]:
    return tuple(word.encode("utf-8") for word in word_list(lang))
