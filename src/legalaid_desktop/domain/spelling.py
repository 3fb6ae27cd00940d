"""Which words of a text the spelling check looks at, and in which language; what it never marks.

Never looked at: numbers, dates, marks of annexes, identifiers, addresses of mail and of the web (anything joined to a
digit or one of ``@_/\\``, or parted by a full stop), abbreviations, initials, words in capitals, scripts without a
dictionary, and the names of the case. A Latin word alone in a Cyrillic sentence must be a word; one that stands in
quotation marks, in brackets or beside other Latin words may be a name or a title, and is wrong only where it is plainly
a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

Language = Literal["ru", "be", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ru", "be", "en")
LONGEST: Final = 60
"""Letters of a word; what is longer is no word."""
MOST: Final = 20_000
"""Words of one text that are looked at."""

_CHUNK: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ‑-][^\W\d_]+)*")
_NO_WORD: Final = re.compile(r"[\d@_/\\]")
_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_WEB: Final = re.compile(r"[A-Za-z]\.[A-Za-z]{2}")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]{2}")
_ENDS: Final = re.compile(r"[.!?;:]$")
_SET_APART: Final = "«»„“”\"'‘’()[]"
_KNOWN: Final = re.compile(r"[А-Яа-яЁёІіЎўA-Za-z'’ʼ‑-]+")
_ONLY_BELARUSIAN: Final = re.compile(r"[ІіЎў]")
_ONLY_RUSSIAN: Final = re.compile(r"[ИиЩщЪъ]")
_LOOK_ALIKE: Final = str.maketrans("aAeEoOcCpPxXyYiIkKMHTB", "аАеЕоОсСрРхХуУіІкКМНТВ")
_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS: Final = "йцукенгшщзхъфывапролджэячсмитьбюё"
_BELARUSIAN_KEYS: Final = "йцукенгшўзх'фывапролджэячсмітьбюё"
_TYPED: Final = {
    "ru": str.maketrans(_KEYS + _KEYS.upper(), _RUSSIAN_KEYS + _RUSSIAN_KEYS.upper()),
    "be": str.maketrans(_KEYS + _KEYS.upper(), _BELARUSIAN_KEYS + _BELARUSIAN_KEYS.upper()),
}
"""Keys of the Latin layout → letters of the layout that was meant."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST_SLIP: Final = 6
"""Letters from which a word with one letter missing is taken for a slip: shorter ones are names as often."""
_LONG: Final = 8
"""Letters from which any one wrong letter is."""
_ENDING: Final = 4
"""Letters that a case ending has at most."""
_SHORT_ABBREVIATION: Final = 5


@dataclass(frozen=True, slots=True)
class Spot:
    """A word of a text: ``start`` and ``end`` count characters; ``mixed``: it has letters of two scripts that look
    alike, and is wrong without a look into any dictionary. ``among``: a Latin word in a sentence of that language;
    ``doubt``: it may be a name or a title there."""

    start: int
    end: int
    word: str
    language: Language
    mixed: bool = False
    among: Language | None = None
    doubt: bool = False


@dataclass(frozen=True)
class KnownWords:
    """Words that are right in one vault or case. ``own``: pairs of language and word, as they were added; ``names``:
    words of names, places and bodies, right in every form when they begin with a capital."""

    own: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()
    _stems: frozenset[str] = field(default=frozenset(), init=False, repr=False)

    def __post_init__(self) -> None:
        names = frozenset(_folded(name) for name in self.names)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "_stems", frozenset(_stem(name) for name in names if len(name) > 3))

    def knows(self, spot: Spot) -> bool:
        word = _plain(spot.word)
        if (spot.language, word) in self.own or (spot.language, word.lower()) in self.own:
            return True
        parts = [part for part in re.split(r"[-‑]", word) if part]
        return bool(self.names) and all(self._is_name(part) for part in parts)

    def _is_name(self, part: str) -> bool:
        folded = _folded(part)
        if folded in self.names:
            return True
        if not part[:1].isupper():
            return False
        # A form of a name: the same stem with another ending.
        shortest = max(3, len(folded) - _ENDING)
        return any(folded[:length] in self._stems for length in range(shortest, len(folded) + 1))

    def joined(self, other: KnownWords) -> KnownWords:
        return KnownWords(own=self.own | other.own, names=self.names | other.names)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Words of names, places and bodies, each part of a joined word by itself."""
    return frozenset(part for text in texts for word in _WORD.findall(text) for part in re.split(r"[-‑]", word) if part)


def spots(text: str, *, language: str | None = None, window: str = "ru") -> list[Spot]:
    """The words of ``text`` to be looked at, in order; at most ``MOST``.

    ``language`` is that of the paper, ``window`` that of the program: each decides only where the letters of a
    paragraph do not. A paper in a language without a dictionary has its Cyrillic and Latin words left alone.
    """
    found: list[Spot] = []
    at = 0
    for paragraph in text.splitlines(keepends=True):
        tongue = _tongue(paragraph, language, window)
        chunks = list(_CHUNK.finditer(paragraph))
        foreign = [_LATIN_WORD.search(chunk[0]) is not None for chunk in chunks]
        for number, chunk in enumerate(chunks):
            after = chunks[number + 1][0][0] if number + 1 < len(chunks) else ""
            if _NO_WORD.search(chunk[0]) or _WEB.search(chunk[0]):
                continue
            beside = any(
                foreign[other] and not _ENDS.search(chunks[min(number, other)][0])
                for other in (number - 1, number + 1)
                if 0 <= other < len(chunks)
            )
            for match in _WORD.finditer(chunk[0]):
                spot = _spot(match, chunk, after, at, tongue, language, beside)
                if spot is not None:
                    found.append(spot)
                    if len(found) >= MOST:
                        return found
        at += len(paragraph)
    return found


def _spot(
    match: re.Match[str],
    chunk: re.Match[str],
    after: str,
    at: int,
    tongue: Language | None,
    language: str | None,
    beside: bool,
) -> Spot | None:
    """``beside``: Latin words stand before or after it."""
    word = match[0]
    start = at + chunk.start() + match.start()
    if not 2 <= len(word) <= LONGEST or any(letter.isupper() for part in re.split("[-‑]", word) for letter in part[1:]):
        return None
    if (
        chunk[0][match.end() : match.end() + 1] == "."
        and len(word) <= _SHORT_ABBREVIATION
        and _cut_short(word, chunk, after)
    ):
        return None
    cyrillic, latin = _CYRILLIC.search(word), _LATIN.search(word)
    if cyrillic and latin:
        if all(not (_CYRILLIC.search(part) and _LATIN.search(part)) for part in re.split("[-‑]", word)):
            return None  # «Telegram-канал»: each part is in one script
        guess: Language = tongue or "ru"
        return Spot(start, start + len(word), word, guess, mixed=True)
    if not _KNOWN.fullmatch(word):
        return None
    if cyrillic:
        return Spot(start, start + len(word), word, tongue) if tongue is not None else None
    if not latin or language not in (None, *LANGUAGES):
        return None
    if tongue is None or language == "en":
        return Spot(start, start + len(word), word, "en")
    around = chunk[0][: match.start()][-1:] + chunk[0][match.end() :][:1]
    doubt = word[:1].isupper() and (beside or any(sign in _SET_APART for sign in around))
    return Spot(start, start + len(word), word, "en", among=tongue, doubt=doubt)


def _cut_short(word: str, chunk: re.Match[str], after: str) -> bool:
    """Whether a word before a full stop is cut short and not the last of a sentence: «ст. 5», «обл.», «т.д.»."""
    vowels = sum(letter in "аеёиоуыэюяіaeiouy" for letter in word.lower())
    inside = "." in chunk[0].rstrip(".,;:)»”")
    return inside or vowels == 0 or after.islower() or after.isdecimal() or word.lower() in _SHORTENED


_SHORTENED: Final = frozenset(
    {
        *("ул", "пер", "наб", "им", "обл", "тел", "абз", "ред", "прим", "корп", "удост", "тыс", "руб", "просп"),
        *("вул", "зав", "вобл", "пасв", "абл", "рэд", "кв", "др", "проч", "гг", "стст"),
    }
)


def _tongue(paragraph: str, language: str | None, window: str) -> Language | None:
    """The language of a paragraph's Cyrillic words; ``None``: there is none, or none with a dictionary."""
    if not _CYRILLIC.search(paragraph) or re.search("[ЇїЄєҐґӘәҒғҚқҢңӨөҰұҮүҺһӢӣӮӯҲҳҶҷ]", paragraph):
        return None
    belarusian = len(_ONLY_BELARUSIAN.findall(paragraph))
    russian = len(_ONLY_RUSSIAN.findall(paragraph))
    if belarusian != russian:
        return "be" if belarusian > russian else "ru"
    for hint in (language, window):
        if hint == "be":
            return "be"
        if hint == "ru":
            return "ru"
    return "ru"


def asked(word: str) -> str:
    """The word as a dictionary has it."""
    return _plain(word)


def in_one_script(word: str) -> str:
    """A word of two scripts with its Latin letters replaced by the Cyrillic ones that look alike."""
    return word.translate(_LOOK_ALIKE)


def alike(spot: Spot) -> str:
    """How a Latin word of a Cyrillic sentence reads there, when each letter of it looks like a Cyrillic one («He»)."""
    read = in_one_script(spot.word)
    return read if spot.among is not None and not _LATIN.search(read) else ""


def typed(spot: Spot) -> str:
    """A Latin word in a Cyrillic sentence as its keys read in the other layout («Ghbdtn»)."""
    return spot.word.translate(_TYPED[spot.among]) if spot.among in ("ru", "be") else ""


def slips(word: str) -> list[str]:
    """English words, if they are any, of which ``word`` is a slip of the pen: one letter missing or doubled, in longer
    ones any one letter, two letters changed round."""
    word = word.lower()
    if len(word) < _SHORTEST_SLIP or len(word) > LONGEST // 2:
        return []
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    found = {a + letter + b for a, b in cuts for letter in _LETTERS}
    found |= {a + b[1:] for a, b in cuts if b and (a[-1:] == b[0] or len(word) >= _LONG)}
    if len(word) >= _LONG:
        found |= {a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS}
        found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return sorted(found - {word})


def _plain(word: str) -> str:
    return word.replace("’", "'").replace("ʼ", "'").replace("‑", "-")


def _folded(word: str) -> str:
    return _plain(word).casefold().replace("ё", "е")


def _stem(name: str) -> str:
    """What all forms of a name share: without a last vowel or soft sign and, in longer ones, the letter before."""
    return name[:-2] if len(name) > 5 else name[:-1] if name[-1] in "аяоеёьыіиэй" else name
