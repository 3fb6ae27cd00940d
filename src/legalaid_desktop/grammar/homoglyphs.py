"""Latin letters inside Cyrillic words and Cyrillic ones inside Latin words (documents.md §5, Mixed script; CHK-NAME).

Such a letter looks right on paper and breaks every search and every register that the paper is typed into.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Pairs that a reader cannot tell apart in a serif face, Latin first.
_PAIRS = (
    "AА", "BВ", "CС", "EЕ", "HН", "IІ", "JЈ", "KК", "MМ", "OО", "PР", "SЅ", "TТ", "XХ", "YУ",
    "aа", "cс", "eе", "iі", "jј", "oо", "pр", "sѕ", "xх", "yу", "kк", "hһ",
)  # fmt: skip
_TO_CYRILLIC = {pair[0]: pair[1] for pair in _PAIRS}
_TO_LATIN = {pair[1]: pair[0] for pair in _PAIRS}
# Roman numerals with a Cyrillic ending («XIХ-го») do not occur in names; a hyphen therefore separates words.
_WORD = re.compile(r"[^\W\d_]+(?:[’ʼ'ʻʿʾ`][^\W\d_]+)*")


@dataclass(frozen=True)
class MixedWord:
    """A word of mixed alphabets: where it stands, which letters are foreign, and how it would read repaired."""

    word: str
    start: int
    """Offset in the text that was searched, in characters."""
    foreign: str
    """The letters that do not belong, in order."""
    repaired: str | None
    """The word in one alphabet, or ``None`` when a foreign letter has no twin in it."""


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith("CYRILLIC"):
        return "cyrillic"
    if name.startswith("LATIN"):
        return "latin"
    return "other"


def mixed_words(text: str) -> tuple[MixedWord, ...]:
    """Every word that holds letters of both alphabets. The alphabet of most of its letters counts as meant.

    On a tie the word counts as Cyrillic unless every Cyrillic letter has a Latin twin and some Latin one has none.
    """
    found: list[MixedWord] = []
    for match in _WORD.finditer(text):
        word = match.group()
        latin = [letter for letter in word if _script(letter) == "latin"]
        cyrillic = [letter for letter in word if _script(letter) == "cyrillic"]
        if not latin or not cyrillic:
            continue
        # Letters without a twin betray what was meant: «сelеr» is Latin, «мaмa» is Cyrillic.
        sure_latin = sum(letter not in _TO_CYRILLIC for letter in latin)
        sure_cyrillic = sum(letter not in _TO_LATIN for letter in cyrillic)
        if sure_latin != sure_cyrillic:
            meant_cyrillic = sure_cyrillic > sure_latin
        else:
            meant_cyrillic = len(cyrillic) >= len(latin)
        foreign, twins = (latin, _TO_CYRILLIC) if meant_cyrillic else (cyrillic, _TO_LATIN)
        repaired = None
        if all(letter in twins for letter in foreign):
            repaired = "".join(twins.get(letter, letter) if letter in foreign else letter for letter in word)
        found.append(MixedWord(word=word, start=match.start(), foreign="".join(foreign), repaired=repaired))
    return tuple(found)
