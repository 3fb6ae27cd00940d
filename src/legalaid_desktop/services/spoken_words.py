"""Bytes as plain things that two people compare over a telephone, each in his own language."""

from __future__ import annotations

import re
from functools import cache

from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)?")


def spoken(data: bytes, *, lang: str) -> str:
    """Return one word of ``lang`` for each byte, a space between them; the same things are meant in each language."""
    return " ".join(_things()[byte][LANGUAGES.index(lang)] for byte in data)


def heard(text: str) -> bytes | None:
    """Return the bytes of words as a person types them: any language, any case, ё or е, commas or none.

    ``None`` where one of them is no such word.
    """
    known = _bytes_of_words()
    found = [known.get(_folded(word)) for word in _WORD.findall(text)]
    return None if None in found else bytes(byte for byte in found if byte is not None)


@cache
def _things() -> tuple[tuple[str, ...], ...]:
    lines = (resources() / "words" / "read_aloud.txt").read_text("utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines if not line.startswith("#"))


@cache
def _bytes_of_words() -> dict[str, int]:
    return {_folded(word): byte for byte, words in enumerate(_things()) for word in words}


def _folded(word: str) -> str:
    return word.casefold().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
