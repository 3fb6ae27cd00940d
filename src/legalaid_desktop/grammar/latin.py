"""Latin letters for papers that go abroad: names as the passport spells them, else a transliteration marked as one.

The passport's own line is a fact; a transliteration is a proposal of the program and never passes for the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.person import NameSet

_LETTERS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ў": "w", "ф": "f", "х": "kh", "ҳ": "h", "ц": "ts", "ч": "ch", "ҷ": "j",
    "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ғ": "gh", "ӣ": "i",
    "ӯ": "u", "ң": "ng", "ө": "o", "ү": "u", "ұ": "u", "ә": "a", "һ": "h", "№": "No.", "«": "“", "»": "”",
}  # fmt: skip
_BELARUSIAN: Final = {"г": "h"}
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_latin(text: str) -> bool:
    """Whether every letter of ``text`` is Latin: such a text can stand in an English paper as it was written."""
    return all("LATIN" in unicodedata.name(char, "") for char in text if char.isalpha() and char not in "ªº")


def has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def transliterated(text: str, *, belarusian: bool = False) -> str:
    """Cyrillic as Latin letters: «Жуковичский» → "Zhukovichskiy"; other letters stay as they are."""
    table = {**_LETTERS, **_BELARUSIAN} if belarusian else _LETTERS

    def letter(char: str, whole_upper: bool) -> str:
        low = char.lower()
        if low not in table:
            return char
        found = table[low]
        if char == low:
            return found
        return found.upper() if whole_upper else found[:1].upper() + found[1:]

    def word(found: re.Match[str]) -> str:
        whole = found[0]
        upper = len(whole) > 1 and whole.isupper()
        return "".join(letter(char, upper) for char in whole)

    return "".join(_LETTERS.get(char, char) if char in "№«»" else char for char in _WORD.sub(word, text))


@dataclass(frozen=True)
class LatinName:
    """``confirmed``: the spelling of a paper; else transliterated by the program, which the paper must say."""

    text: str
    confirmed: bool


def latin_name(names: NameSet) -> LatinName | None:
    """The name in Latin letters; ``None`` where it is known only in a script that nobody has transliterated."""

    def tidy(value: str | None) -> str:
        return " ".join((value or "").split())

    if found := tidy(names.latin):
        return LatinName(found, True)
    parts = " ".join(part for part in map(tidy, (names.family, names.given, names.patronymic)) if part)
    for given, belarusian in ((tidy(names.ru_nom), False), (parts, False), (tidy(names.be_nom), True),
                              (tidy(names.original), False)):  # fmt: skip
        if not has_letters(given):
            continue
        if is_latin(given):
            return LatinName(given, False)
        made = transliterated(given, belarusian=belarusian)
        if is_latin(made):
            return LatinName(made, False)
    return None


def latin_initials(names: NameSet) -> str | None:
    """«N.D.» of NAMUNOZODA DALER: all that a paper without a name prints of it."""
    found = latin_name(names)
    if found is None:
        return None
    words = [piece for piece in re.split(r"[\s-]+", found.text) if has_letters(piece)]
    letters = [next(char for char in piece if char.isalpha()).upper() for piece in words]
    return "".join(f"{letter}." for letter in letters[:4]) or None
