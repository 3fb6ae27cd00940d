"""Text as it is searched: without letter case, accents, apostrophes and the letters that people write two ways.

FTS5 does not fold ё, ў and й (vault.md), so the words are folded here, both when stored and when asked for:
ё → е, ў → у, й → и, і → и, Arabic and Kurdish letters with a common base to that base, an apostrophe inside a word to
nothing (Аб'ява = Абява), and a Latin letter that slipped into a Cyrillic word to the Cyrillic one that looks the same.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_APOSTROPHES = "'’ʼ‘`´ʹ′ˈ＇"
_DROPPED = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u0640"}  # soft hyphen, joiners, tatweel
_LETTERS = {
    "і": "и", "ї": "и", "ґ": "г", "ў": "у", "ё": "е", "й": "и", "є": "е",
    "ي": "ی", "ى": "ی", "ێ": "ی", "ې": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه",
    "ڕ": "ر", "ڵ": "ل", "ۆ": "و", "ؤ": "و", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ı": "i", "ł": "l", "ø": "o", "đ": "d",
}  # fmt: skip
_LOOKALIKES = str.maketrans("aeopcyxkmhtbi", "аеорсухкмнтви")


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    if letter in _DROPPED:
        return ""
    if letter in _APOSTROPHES:
        return "'"
    kept: list[str] = []
    for part in unicodedata.normalize("NFKD", letter):
        # The lower case of a letter may bring a mark of its own (İ), so marks go after it.
        for low in unicodedata.normalize("NFKD", part.casefold()):
            if unicodedata.combining(low) or low in _DROPPED:
                continue
            kept.append(_LETTERS.get(low, low))
    return "".join(kept)


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its letters, the place in ``text`` it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        mapped = _LETTERS.get(letter) or _folded_letter(letter)
        for part in mapped:
            letters.append(part)
            places.append(place)
    # An apostrophe between two letters belongs to the word and goes; any other ends it.
    kept_letters: list[str] = []
    kept_places: list[int] = []
    for index, letter in enumerate(letters):
        if letter == "'":
            inside = 0 < index < len(letters) - 1 and letters[index - 1].isalpha() and letters[index + 1].isalpha()
            if inside:
                continue
            letter = " "
        kept_letters.append(letter if letter.isalnum() else " ")
        kept_places.append(places[index])
    return _one_script("".join(kept_letters)), kept_places


def _one_script(text: str) -> str:
    words = text.split(" ")
    for index, word in enumerate(words):
        if word.isascii() or not any(_is_cyrillic(letter) for letter in word):
            continue
        words[index] = word.translate(_LOOKALIKES)
    return " ".join(words)


def folded(text: str) -> str:
    """Return the words of ``text`` as they are compared, with single spaces between them."""
    return " ".join(folded_with_places(text)[0].split())
