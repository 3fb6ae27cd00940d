"""What a person types from a recovery sheet, as words of the SLIP-39 list.

Accepted without a question, because nothing is guessed: any case and spacing, numbering ("3. word"), the first four
or more letters of a word, the word's number in the list (1 to 1024), Cyrillic letters that look like Latin ones, and a
word typed on the Russian or Belarusian layout (the Ukrainian one has і elsewhere and would make two words of one).
Everything else is an unknown word.

Known limit: what is typed here are strings, and strings cannot be wiped; keep them short-lived.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

_SHORTEST: Final = 4
"""The first four letters tell each word of the list from every other."""
_MOST_NEAR: Final = 3

_QWERTY: Final = "qwertyuiopasdfghjklzxcvbnm"
_LAYOUTS: Final = tuple(
    str.maketrans(keys, _QWERTY)
    for keys in (
        "йцукенгшщзфывапролдячсмить",  # Russian
        "йцукенгшўзфывапролдячсміть",  # Belarusian
    )
)
_LOOKALIKES: Final = str.maketrans("авеёніїкморстухѕјһԁԛԝӏ", "abeehiikmopctyxsjhdqwl")
_MISREAD: Final = str.maketrans("0135", "oles")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:\d+[^\W\d_]+)*")
_BREAKS: Final = ".):;№#/-–—"


@dataclass(frozen=True, slots=True)
class Typed:
    """One thing that was typed: a number or a run of letters; ``labelled`` when a point or bracket follows."""

    text: str
    labelled: bool = False

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()

    def __repr__(self) -> str:
        return "Typed(…)"


def typed_words(text: str) -> tuple[Typed, ...]:
    """Cut ``text`` into runs of letters and numbers, lower case, without marks on the letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    # й and ў are letters of a keyboard, not letters with a mark on them by mistake.
    plain = "".join(
        char if "\u0400" <= char <= "\u052f" else unicodedata.normalize("NFD", char)[0]
        for char in plain
        if not unicodedata.combining(char) and unicodedata.category(char) not in ("Cf", "Mn")
    )
    found = []
    for match in _TOKEN.finditer(plain):
        after = plain[match.end() : match.end() + 1]
        found.append(Typed(match.group(), labelled=bool(after) and after in _BREAKS))
    return tuple(found)


def word_index(token: Typed) -> int | None:
    """Place in the list (from 0) of a typed word, its beginning or its number; ``None`` when it is not clear."""
    if token.is_number:
        number = int(token.text) if len(token.text) <= 4 else 0
        return number - 1 if 1 <= number <= len(WORDLIST) else None
    places = {place for form in _forms(token.text) if (place := _place(form)) is not None}
    return places.pop() if len(places) == 1 else None


def near_words(token: Typed, likely: Sequence[int] = ()) -> tuple[str, ...]:
    """Up to three words of the list that may be meant, the likeliest first; ``likely`` are places that fit the rest."""
    forms = {token.text.translate(_MISREAD), *_forms(token.text)}
    found = list(likely)
    scored: list[tuple[float, int]] = []
    if not token.is_number:
        for place, word in enumerate(WORDLIST):
            score = max(_closeness(form, word) for form in forms)
            if score >= 0.55:
                scored.append((-score, place))
    found += [place for _, place in sorted(scored) if place not in found]
    return tuple(WORDLIST[place] for place in found[:_MOST_NEAR])


def readings(tokens: Sequence[Typed]) -> Iterator[tuple[Typed, ...]]:
    """The ways to read numbers among the words, the likeliest first: as numbering, or as words given by number."""
    seen: set[tuple[Typed, ...]] = set()
    ways = [_without_labels(tokens)]
    if any(not token.is_number for token in tokens):
        ways.append(tuple(token for token in tokens if not token.is_number))
    else:
        ways.append(_every_other(tokens))
    for way in (*ways, tuple(tokens)):
        if way and way not in seen:
            seen.add(way)
            yield way


def _without_labels(tokens: Sequence[Typed]) -> tuple[Typed, ...]:
    """Leave out numbers that count the words, and a word's own number beside it."""
    kept: list[Typed] = []
    for here, token in enumerate(tokens):
        if token.is_number:
            after = tokens[here + 1] if here + 1 < len(tokens) else None
            counts = int(token.text[:6]) == len(kept) + 1 and after is not None
            if counts and after is not None and (token.labelled or not after.is_number):
                continue
            place = word_index(token)
            if place is not None and kept and not kept[-1].is_number and word_index(kept[-1]) == place:
                continue
        kept.append(token)
    return tuple(kept)


def _every_other(tokens: Sequence[Typed]) -> tuple[Typed, ...]:
    """Numbers that are counted without a point: "1 205 2 17"."""
    if len(tokens) % 2 or any(int(token.text[:6]) != at + 1 for at, token in enumerate(tokens[::2])):
        return tuple(tokens)
    return tuple(tokens[1::2])


def _forms(text: str) -> tuple[str, ...]:
    """``text`` as typed, with look-alike letters made Latin, and as if typed on another layout."""
    if text.isascii():
        return (text,)
    looks = text.translate(_LOOKALIKES)
    if any("a" <= char <= "z" for char in text):
        return (looks,)
    return tuple(dict.fromkeys((looks, *(text.translate(layout) for layout in _LAYOUTS))))


def _place(form: str) -> int | None:
    whole: int | None = WORD_INDEX_MAP.get(form)
    if whole is not None:
        return whole
    place = _beginnings().get(form[:_SHORTEST]) if len(form) >= _SHORTEST else None
    return place if place is not None and WORDLIST[place].startswith(form) else None


@cache
def _beginnings() -> dict[str, int]:
    return {word[:_SHORTEST]: place for place, word in enumerate(WORDLIST)}


def _closeness(form: str, word: str) -> float:
    """0 to 1: how alike two words are; the same beginning counts most, since the list is made so."""
    if form[:_SHORTEST] == word[:_SHORTEST]:
        return 1.0
    if len(form) < _SHORTEST and word.startswith(form):
        return 0.8
    return SequenceMatcher(None, form, word).ratio()
