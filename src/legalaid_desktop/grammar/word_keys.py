"""Under which keys the forms of one word meet: what a search over many pages expands its words by.

Russian: every reading that the dictionary knows (pymorphy3), so that «ушёл» meets «уйти» and «лет» meets «год».
Belarusian has no such dictionary: a light stem with the vowels and consonants that alternate («рука» – «руцэ», «лес» –
«лясах»). English: a light stem. A word of any other script is its own only key.

Keys are folded as search words are (ё and е, ў and у, й and и are one letter), so ``fold`` is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

Fold = Callable[[str], str]

LONGEST_WORD: Final = 64
"""Letters; what is longer is no word of a language and meets only itself."""

_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]+(?:['’ʼ‘][\u0400-\u052f]+)*")
_ONLY_BELARUSIAN: Final = re.compile(r"[іў'’ʼ‘]")
_NOT_BELARUSIAN: Final = re.compile(r"[ищъ]")
_LATIN: Final = re.compile(r"[a-z]+(?:['’ʼ‘][a-z]+)*")

# In folded letters (й, і → и; ў → у; ё → е), the longest first.
_ALL_ENDINGS: Final = (
    "а я ы и у ю е э о "
    "ам ям ом ем ои еи аи яи ою ею аю яю ау яу оу еу ах ях ами ями ью "
    "ая яя ое ее ае яе аму яму ога яга ага ым им ыя ия ых их ыми ими ую юю ыи "
    "ць аць яць ець иць ыць уць юць аюць яюць уюць еш аеш иш ыш аем яем еце аеце ице ыце "
    "ала яла ила ыла ула ело али яли или ыли ули ало яло ило ыло иу ыу уу "
    "яе уе ючы учы аны яны ены аныя аная анага"
)
_ENDINGS: Final = tuple(sorted(_ALL_ENDINGS.split(), key=len, reverse=True))
_SHORTEST_STEM: Final = 3
_SOFTENED: Final = {"ц": "к", "з": "г", "с": "х"}
"""Before the ending -э, -е of a noun: рука – руцэ, нага – назе, страха – страсе."""
_VOWELS: Final = str.maketrans({"о": "а", "э": "а", "я": "е"})
_FLEETING: Final = re.compile(r"(?<=[бвгджзклмнпрстфхцчш])[аое](?=[кц]$)")
_ENGLISH: Final = (
    ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ings", ""), ("ing", ""),
    ("edly", ""), ("ed", ""), ("ly", ""), ("es", "e"), ("s", ""),
)  # fmt: skip


def word_keys(word: str, fold: Fold, *, belarusian: bool = False) -> frozenset[str]:
    """Return the keys of a word of a text, in any letter case and with its own letters (й, ё, ў).

    Two words are forms of one when they share a key. Keys of different languages never meet: each begins with ``r``,
    ``b`` or ``e``. Empty for a word that meets only itself. ``belarusian``: it stands in a Belarusian text, where a
    word may look like one of the Russian dictionary («лясах»).
    """
    low = word.lower()
    if len(low) > LONGEST_WORD:
        return frozenset()
    if _CYRILLIC.fullmatch(low):
        return frozenset(_cyrillic(low, fold, belarusian))
    if _LATIN.fullmatch(low):
        return frozenset({f"e{_english(fold(low))}"})
    return frozenset()


def asked_keys(word: str, fold: Fold) -> frozenset[str]:
    """As :func:`word_keys`, for a word that a person asks for: its language is not known, so it has the keys of all
    that it may be of."""
    return word_keys(word, fold, belarusian=True)


def is_known(word: str) -> bool:
    """Whether the Russian dictionary has this very form."""
    return bool(_analyzer().word_is_known(word.lower()))


def is_belarusian(words: Iterable[str]) -> bool:
    """Whether these words, in small letters, are of a Belarusian text: one in twenty has a letter Russian lacks."""
    cyrillic = [word for word in words if "\u0400" <= word[:1] <= "\u052f"]
    return 20 * sum("і" in word or "ў" in word for word in cyrillic) > len(cyrillic)


def _cyrillic(low: str, fold: Fold, belarusian: bool) -> set[str]:
    keys: set[str] = set()
    if not _ONLY_BELARUSIAN.search(low):
        known, forms = _normal_forms(low)
        keys |= {f"r{fold(form)}" for form in forms}
        belarusian = belarusian or not (known or _NOT_BELARUSIAN.search(low))
    else:
        belarusian = True
    if belarusian:
        keys |= {f"b{stem}" for stem in _belarusian(fold(low))}
    return keys


def _normal_forms(low: str) -> tuple[bool, set[str]]:
    """Whether the dictionary knows a word, and its normal forms: by every reading, ё as е; else what it may be."""
    analyzer = _analyzer()
    dictionary = analyzer.dictionary
    forms = {
        dictionary.build_normal_form(paradigm, place, fixed)
        for fixed, readings in dictionary.words.similar_items(low, analyzer.char_substitutes)
        for paradigm, place in readings
    }
    return bool(forms), forms or set(analyzer.normal_forms(low))


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    import pymorphy3
    import pymorphy3_dicts_ru

    # By its path: the library would look for installed packages, which a frozen program has none of.
    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru")


def _belarusian(folded: str) -> set[str]:
    plain = folded.replace(" ", "")
    for reflexive in ("цца", "ся"):
        if plain.endswith(reflexive) and len(plain) - len(reflexive) >= _SHORTEST_STEM:
            plain = plain[: -len(reflexive)] + ("ць" if reflexive == "цца" else "")
            break
    stem, ending = plain, ""
    for one in _ENDINGS:
        if plain.endswith(one) and len(plain) - len(one) >= _SHORTEST_STEM:
            stem, ending = plain[: -len(one)], one
            break
    stem = stem.rstrip("ь") if len(stem) > _SHORTEST_STEM else stem
    stems = {_levelled(stem)}
    if ending in ("э", "е") and stem[-1:] in _SOFTENED:
        stems.add(_levelled(stem[:-1] + _SOFTENED[stem[-1]]))
    return stems


def _levelled(stem: str) -> str:
    if len(stem) > _SHORTEST_STEM + 1:
        stem = _FLEETING.sub("", stem)
    return stem.translate(_VOWELS)


def _english(plain: str) -> str:
    plain = plain.replace(" ", "")
    for ending, put in _ENGLISH:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST_STEM:
            if ending == "s" and plain.endswith(("ss", "us", "is")):
                break
            plain = plain[: -len(ending)] + put
            break
    if len(plain) > 4 and plain[-1] == plain[-2] and plain[-1] not in "lsz":
        plain = plain[:-1]  # stopped, stop
    return plain.removesuffix("e") if len(plain) > _SHORTEST_STEM else plain
