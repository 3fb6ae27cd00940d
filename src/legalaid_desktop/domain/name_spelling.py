"""How a name is compared: words of a text, folded so that accents, scripts' look-alikes and marks do not hide it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_LOOKALIKES: Final = str.maketrans("abcehkmoptxyi3", "авсенкмортхуиз")
"""Latin letters (and a digit) that stand for Cyrillic ones inside a Cyrillic word."""
_CYRILLIC: Final = str.maketrans(
    {"ё": "е", "є": "е", "э": "е", "і": "и", "ї": "и", "ў": "у", "ғ": "г", "ґ": "г", "қ": "к", "ҳ": "х", "ҷ": "ж",
     "ӣ": "и", "ӯ": "у", "ө": "о", "ү": "у", "ә": "а", "ң": "н", "һ": "х", "ѐ": "е", "ѝ": "и", "ј": "й"}
)  # fmt: skip
_LATIN: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "ə": "a", "æ": "ae"})
_ARABIC: Final = str.maketrans(
    {"ي": "ی", "ى": "ی", "ێ": "ی", "ې": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ۀ": "ه", "ھ": "ه", "أ": "ا", "إ": "ا",
     "آ": "ا", "ٱ": "ا", "ؤ": "و", "ۆ": "و", "ئ": "ی", "ڵ": "ل", "ڕ": "ر", "ـ": ""}
)  # fmt: skip
APOSTROPHES: Final = "'’ʼ‘`´ʿʾʻ′"
_HYPHENS: Final = "-‐‑‒−"
_SPACED: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_][ \-_\u00a0·*.]){2,}[^\W\d_](?![^\W_]|['’ʼ.-])")
_BROKEN: Final = re.compile(r"[-‐\u00ad][ \t]*\n[ \t]*")


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, as written, and its parts folded (hyphenated words have several)."""

    start: int
    end: int
    text: str
    parts: tuple[str, ...]
    capital: bool
    """Written with a capital, or in a script that has none."""


def script_of(word: str) -> str:
    """``c`` Cyrillic, ``l`` Latin, ``o`` any other; one Cyrillic letter makes a word Cyrillic."""
    if any("\u0400" <= sign <= "\u04ff" for sign in word):
        return "c"
    return "l" if any("a" <= sign <= "z" for sign in word) else "o"


def fold(word: str) -> str:
    """One part of a word, folded: letters only, small, without marks, look-alikes in the script of the rest."""
    text = unicodedata.normalize("NFKC", word).casefold()
    if any("\u0400" <= sign <= "\u04ff" for sign in text):
        text = text.translate(_LOOKALIKES).replace("0", "о")
        kept = "".join(
            sign if sign == "й" else "".join(c for c in unicodedata.normalize("NFD", sign) if c.isalpha())
            for sign in unicodedata.normalize("NFC", text.translate(_CYRILLIC))
        )
        return kept.translate(_CYRILLIC).replace("дж", "ж")
    text = unicodedata.normalize("NFKD", text.translate(_LATIN))
    if not any("a" <= sign <= "z" for sign in text):
        text = text.translate(_ARABIC)
        # Vowel signs of Indian and other scripts are letters of the word; accents and Arabic vowels are not.
        return "".join(s for s in text if s.isalpha() or (unicodedata.category(s) in ("Mc", "Mn") and s >= "\u0900"))
    return "".join(sign for sign in text if sign.isalpha())


def folded_parts(word: str) -> tuple[str, ...]:
    """Parts of a word between its hyphens, folded; empty ones left out."""
    pieces = re.split(rf"[{_HYPHENS}]", _BROKEN.sub("", word))
    return tuple(part for piece in pieces if (part := fold(piece)))


def _inner(sign: str) -> bool:
    return sign in APOSTROPHES or sign in _HYPHENS or unicodedata.category(sign) == "Cf"


def words_in(text: str) -> list[Word]:
    """The words of a text in order; letters written apart («Н а д е ж д а») make one word."""
    apart = {found.start(): found.end() for found in _SPACED.finditer(text)}
    made: list[Word] = []
    at = 0
    while at < len(text):
        if at in apart:
            end = apart[at]
            letters = "".join(sign for sign in text[at:end] if sign.isalpha())
            made.append(Word(at, end, text[at:end], (fold(letters),), text[at].isupper()))
            at = end
            continue
        if not text[at].isalpha():
            at += 1
            continue
        end = at + 1
        while end < len(text):
            sign = text[end]
            if (
                sign.isalpha()
                or unicodedata.category(sign).startswith("M")
                or (sign in "03" and _in_cyrillic(text, end))
            ):
                end += 1
                continue
            broken = _BROKEN.match(text, end)
            step = broken.end() if broken else end + 1
            if (broken or _inner(sign)) and step < len(text):
                while step < len(text) and _inner(text[step]):
                    step += 1
                if step < len(text) and text[step].isalpha():
                    end = step
                    continue
            break
        whole = text[at:end]
        if parts := folded_parts(whole):
            made.append(Word(at, end, whole, parts, _capital(whole)))
        at = end
    return made


def _capital(word: str) -> bool:
    """Whether a word or one of its parts («аль-Барзинджи») has a capital, or is of a script that has none."""
    pieces = re.split(rf"[{_HYPHENS}]", "".join(sign for sign in word if unicodedata.category(sign) != "Cf"))
    for first in (piece[0] for piece in pieces if piece):
        # Georgian has capitals in Unicode that nobody writes.
        if first.isupper() or first.upper() == first.lower() or "\u10d0" <= first <= "\u10ff":
            return True
    return False


def _in_cyrillic(text: str, at: int) -> bool:
    """A digit between Cyrillic letters («Р0за») belongs to the word."""
    near = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(near) == 2 and all("\u0400" <= sign <= "\u04ff" for sign in near)


def starts_sentence(before: str) -> bool:
    """Whether what follows ``before`` begins a sentence or a line; «г. », «Н. » end none."""
    bare = before.rstrip(' \u00a0\t«"“„([–—-')
    if not bare or bare[-1] in "!?…\n":
        return True
    if "\n" in before[len(bare) :]:
        return True
    return bare[-1] == "." and re.search(r"(?:^|[^\w])(?:\w|ул|гр|им|др|пос|обл)\.$", bare) is None


_SOUNDS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_SPELLINGS: Final = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("dzh", "j"), ("zh", "j"), ("sh", "s"), ("ch", "c"), ("kh", "h"),
    ("gh", "g"), ("dj", "j"), ("ph", "f"), ("ts", "c"), ("tz", "c"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("w", "v"), ("q", "k"), ("x", "ks"), ("yu", "iu"), ("ju", "iu"), ("ya", "ia"), ("ja", "ia"), ("ye", "e"),
    ("yo", "o"), ("jo", "o"), ("y", "i"),
)  # fmt: skip


def sound(folded: str) -> str:
    """A folded Cyrillic or Latin word as one rough Latin spelling, vowels in three classes."""
    if script_of(folded) == "c":
        text = "".join(_SOUNDS.get(sign, sign) for sign in folded)
    else:
        text = folded
        for pair, one in _SPELLINGS:
            text = text.replace(pair, one)
    return re.sub(r"(.)\1+", r"\1", text.translate(str.maketrans("eyou", "iioo")))


def skeleton(sounded: str) -> str:
    """Consonants of a sounded word."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aio]", "", sounded))


def belarusian(stem: str) -> str:
    """A folded stem without what tells Russian and Belarusian spelling apart: akanne, дз, ц, ў, ы."""
    text = stem.replace("дз", "д").replace("ц", "т").translate(str.maketrans("оябы", "аебі"))
    text = re.sub(r"(?<=[аеиі])у$", "в", text.replace("і", "и"))
    return re.sub(r"(.)\1+", r"\1", text)
