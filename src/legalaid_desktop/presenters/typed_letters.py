"""What can be said of a typed passphrase from its letters, without making a string of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

_RU: Final = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_BE: Final = frozenset("абвгдеёжзійклмнопрстуўфхцчшыьэюя")
_EN: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
LAYOUTS: Final = {"ru": _RU, "be": _BE, "en": _EN}
"""Letters of the keyboard layouts that people here have, small ones."""


def letters_of(typed: bytearray) -> Iterator[str]:
    """The letters of valid UTF-8 one at a time; marks that combine are left out."""
    start = 0
    for place in range(1, len(typed) + 1):
        if place == len(typed) or typed[place] & 0xC0 != 0x80:
            letter = memoryview(typed)[start:place].tobytes().decode("utf-8")
            start = place
            if not unicodedata.combining(letter):
                yield letter


def layouts_that_type(typed: bytearray) -> frozenset[str]:
    """Codes of the layouts on which every letter of ``typed`` can be found; digits, spaces and signs count as found
    everywhere. All layouts for an empty one."""
    left = set(LAYOUTS)
    for letter in letters_of(typed):
        small = letter.lower()
        if small.isalpha():
            left = {code for code in left if small in LAYOUTS[code]}
    return frozenset(left)


def mixes_scripts(typed: bytearray) -> bool:
    """Whether Cyrillic and Latin letters stand in one word: «о» and «o» look alike, and only one of them opens."""
    seen = 0
    for letter in letters_of(typed):
        if not letter.isalpha():
            seen = 0
            continue
        seen |= 1 if "\u0400" <= letter <= "\u052f" else 2 if letter < "\u0250" else 0
        if seen == 3:
            return True
    return False
