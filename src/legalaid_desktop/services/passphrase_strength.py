"""How well a passphrase stands against a laboratory that has the disk and tries guesses one after another.

The estimate is zxcvbn's, of the weakest of the readings of what was typed: as it stands, and the keys that were pressed
read on the other layout (zxcvbn knows keyboard walks on qwerty only, so that "йцукен" is seen for what it is). Our own
lists of predictable words and of words in Russian and Belarusian, also in Latin letters, are given to it, since it
knows English alone. Words from the program's own lists count by their construction, 12.9 bits each.

Known limits: the library makes hundreds of strings of the passphrase, which cannot be wiped: the window asks
:func:`strength_apart`, a process that ends with its memory. A sentence out of a book looks stronger than it is.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.worker import Parser, Reply
from legalaid_desktop.services.passphrase_words import BITS_A_WORD, word_list

_LONGEST: Final = 72
"""Letters that zxcvbn looks at; what comes after them only makes a passphrase better."""
_STEPS: Final = (20.0, 33.0, 45.0, 60.0)
"""Bits from which the score is 1, 2, 3 and 4. With Argon2id at a second each, 45 bits are a year of a thousand
machines and some; 60 are out of reach."""
_FEWEST_LETTERS: Final = 10
_FEW_WORDS: Final = 5
_BITS_A_CHOSEN_WORD: Final = 10.0
"""A word that a person thinks of, among other words of a sentence."""
_LIKE_A_WORD: Final = re.compile(
    r"[^\W\d_]{1,2}|(?=[^\W\d_]{3,16}$)(?=.*[аеёиоуыэюяіaeiouy])(?!.*[^\Wаеёиоуыэюяіaeiouy\d_]{5}).*"
)
_OWN_LANGUAGES: Final = ("ru", "be")

_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_TO_KEYS: Final = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюёўі", _KEYS + "`ob")
_FROM_KEYS: Final = str.maketrans(_KEYS, "йцукенгшщзхъфывапролджэячсмитьбю")
_LATIN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ў": "u",
}  # fmt: skip
_PATTERNS: Final = {
    "dictionary": "common",
    "spatial": "walk",
    "repeat": "repeat",
    "sequence": "sequence",
    "date": "date",
    "regex": "date",
}


@dataclass(frozen=True, slots=True)
class Strength:
    """``score`` 0 (falls at once) to 4 (out of reach); ``bits`` is the logarithm of the guesses it takes.

    ``reasons`` are ids, the weightiest first; :meth:`said` gives them in words.
    """

    score: int
    bits: float
    reasons: tuple[str, ...] = ()

    def said(self, lang: str) -> tuple[str, ...]:
        """The reasons as sentences in ``lang`` (ru, be, en)."""
        words = wording(lang)
        return tuple(words.say(f"strength.reason.{reason}") for reason in self.reasons)


def strength(passphrase: bytearray) -> Strength:
    """Estimate typed UTF-8 bytes; they stay as they are. What is not UTF-8 counts as nothing."""
    text = unicodedata.normalize("NFC", passphrase[: 8 * _LONGEST].decode("utf-8", "ignore"))
    if not text.strip():
        return Strength(0, 0.0, ("short",))
    return _of_words(text) or _of_letters(text[:_LONGEST])


def strength_apart(passphrase: bytearray) -> Strength:
    """As :func:`strength`, worked out in a child behind walls: no string of the passphrase is made in this process.

    Where no child can be had, it is worked out here: a vault can be made all the same, and its first lock replaces
    the process.
    """
    try:
        plain = ask_child("passphrase_strength", passphrase).plain
        return Strength(int(plain["score"]), float(plain["bits"]), tuple(map(str, plain["reasons"])))
    except FileRefused:
        return strength(passphrase)


def load() -> Parser:
    """The child's side: word lists and tables are read before the walls stand."""
    for lang in LANGUAGES:
        _known(lang)
    _of_letters("qwerty")

    def read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
        found = strength(bytearray(data))
        reply.plain = {"score": found.score, "bits": found.bits, "reasons": list(found.reasons)}

    return read


def _score(bits: float) -> int:
    return sum(bits >= step for step in _STEPS)


def _of_words(text: str) -> Strength | None:
    """By construction, when every word is of one of our lists and there are enough of them to be a generated one."""
    words = text.casefold().replace("-", " ").split()
    if len(words) < _FEW_WORDS - 1 or not any(all(word in _known(lang) for word in words) for lang in LANGUAGES):
        return None
    different = len(set(words))
    bits = different * BITS_A_WORD
    reasons = []
    if different < len(words):
        reasons.append("same_word")
    if different < _FEW_WORDS:
        reasons.append("few_words")
    return Strength(_score(bits), bits, tuple(reasons) or ("generated",))


@cache
def _known(lang: str) -> frozenset[str]:
    return frozenset(word_list(lang))


def _of_letters(text: str) -> Strength:
    small = text.casefold()
    readings: list[tuple[str | None, str]] = [(None, text)]
    keys = small.translate(_TO_KEYS)
    if keys != small:
        readings.append((None, keys))
    elif small.isascii():
        readings.append(("layout", small.translate(_FROM_KEYS)))
    weakest: tuple[float, str | None, Sequence[Any]] | None = None
    for trick, reading in readings:
        guesses, parts = _guesses(reading[:_LONGEST])
        if weakest is None or guesses < weakest[0]:
            weakest = (guesses, trick, parts)
    assert weakest is not None
    bits = min(math.log2(max(weakest[0], 1.0)), _most_for_words(text))
    score = _score(bits)
    reasons = list(_reasons(text, weakest[1], weakest[2])) if score < len(_STEPS) else []
    return Strength(score, round(bits, 1), tuple(dict.fromkeys(reasons)))


def _guesses(text: str) -> tuple[float, Sequence[Any]]:
    from zxcvbn import zxcvbn

    result = zxcvbn(text, user_inputs=_predictable())
    return float(result["guesses"]), result["sequence"]


def _reasons(text: str, trick: str | None, parts: Sequence[Any]) -> Iterator[str]:
    if len(text) < _FEWEST_LETTERS:
        yield "short"
    for part in sorted(parts, key=lambda part: -len(part["token"])):
        reason = _PATTERNS.get(part["pattern"])
        if reason == "common" and part["dictionary_name"] == "user_inputs":
            if trick is not None:
                yield trick
            elif part["token"].isascii():
                yield "latin"
            yield "common" if part["rank"] <= len(_chosen_first()) else "few_words"
        elif reason is not None and len(part["token"]) > 1:
            yield reason
    yield "few_words" if _words_of(text) else "short"


def _words_of(text: str) -> tuple[str, ...]:
    """The words of a phrase; empty unless all of it looks like words of a language."""
    words = tuple(text.casefold().replace("-", " ").split())
    return words if len(words) > 1 and all(_LIKE_A_WORD.fullmatch(word) for word in words) else ()


def _most_for_words(text: str) -> float:
    """What a phrase of ordinary words is worth at most: zxcvbn takes inflected Russian words for random letters."""
    words = _words_of(text)
    return len(set(words)) * _BITS_A_CHOSEN_WORD if words else math.inf


@cache
def _chosen_first() -> tuple[str, ...]:
    lines = (resources() / "words" / "predictable.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return tuple(dict.fromkeys(form for word in words for form in (word, _in_latin(word))))


@cache
def _predictable() -> list[str]:
    """The likeliest first; zxcvbn counts a word as its place in this list."""
    first = _chosen_first()
    common = [word for pair in zip(*(word_list(lang) for lang in _OWN_LANGUAGES), strict=True) for word in pair]
    return list(dict.fromkeys((*first, *common, *map(_in_latin, common))))


def _in_latin(word: str) -> str:
    return "".join(_LATIN.get(letter, letter) for letter in word)
