"""Text as it is searched: without letter case, accents, apostrophes and the letters that people write two ways.

FTS5 does not fold ё, ў and й (vault.md), so the words are folded here, both when stored and when asked for:
ё → е, ў → у, й → и, і → и, Arabic and Kurdish letters with a common base to that base, an apostrophe inside a word to
nothing (Аб'ява = Абява), and a Latin letter that slipped into a Cyrillic word to the Cyrillic one that looks the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_APOSTROPHES = "'’ʼ‘`´ʹ′ˈ＇"
_DROPPED = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u0640"}  # soft hyphen, joiners, tatweel
_LETTERS = {
    "і": "и", "ї": "и", "ґ": "г", "ў": "у", "ё": "е", "й": "и", "є": "е",
    "ي": "ی", "ى": "ی", "ێ": "ی", "ې": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه",
    "ڕ": "ر", "ڵ": "ل", "ۆ": "و", "ؤ": "و", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ı": "i", "ł": "l", "ø": "o", "đ": "d",
}  # fmt: skip
_LATIN_LOOKALIKE = re.compile("[aeopcyxkmhtbi]")
_LOOKALIKES = str.maketrans("aeopcyxkmhtbi", "аеорсухкмнтви")


_APOSTROPHE_INSIDE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def _folded_letter(letter: str) -> str:
    """Return what one letter becomes: letters and digits, a space, an apostrophe still to be judged, or nothing."""
    if letter in _DROPPED:
        return ""
    if letter in _APOSTROPHES:
        return "'"
    if letter in _LETTERS:
        return _LETTERS[letter]
    kept: list[str] = []
    for part in unicodedata.normalize("NFKD", letter):
        # The lower case of a letter may bring a mark of its own (İ), so marks go after it.
        for low in unicodedata.normalize("NFKD", part.casefold()):
            if unicodedata.combining(low) or low in _DROPPED:
                continue
            mapped = _LETTERS.get(low, low)
            kept.append(mapped if mapped.isalnum() else " ")
    return "".join(kept)


class _Table(dict[int, str]):
    """Code point → folded text, filled as letters turn up; ``uneven`` holds the letters that do not become just one."""

    def __init__(self) -> None:
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        folded_letter = self[code] = _folded_letter(chr(code))
        if len(folded_letter) != 1 or folded_letter == "'":
            self.uneven.add(chr(code))
        return folded_letter


_TABLE = _Table()


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text and, for each of its letters, the place in ``text`` it comes from."""
    plain = text.translate(_TABLE)
    if _TABLE.uneven.isdisjoint(text):
        return _one_script(plain), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in _TABLE[ord(letter)]:
            letters.append(part)
            places.append(place)
    # An apostrophe between two letters belongs to the word and goes; any other ends it.
    plain = "".join(letters)
    inside = {match.start() for match in _APOSTROPHE_INSIDE.finditer(plain)}
    kept = [index for index in range(len(plain)) if index not in inside]
    return _one_script("".join(plain[index] for index in kept).replace("'", " ")), [places[index] for index in kept]


def _one_script(text: str) -> str:
    if not _has_both_scripts(text):
        return text
    words = text.split(" ")
    for index, word in enumerate(words):
        if not word.isascii() and any(_is_cyrillic(letter) for letter in word):
            words[index] = word.translate(_LOOKALIKES)
    return " ".join(words)


def _has_both_scripts(text: str) -> bool:
    return not text.isascii() and _LATIN_LOOKALIKE.search(text) is not None


def folded(text: str) -> str:
    """Return the words of ``text`` as they are compared, with single spaces between them."""
    plain = _APOSTROPHE_INSIDE.sub("", text.translate(_TABLE)).replace("'", " ")
    return " ".join(_one_script(plain).split())
