"""The form of a preposition that the next word asks for (documents.md §5, Prepositions).

«во Фрунзенском», «в Верховный», «об отказе», «о юристе»; Belarusian «у суд», «ва ўсіх», «са сведкам».
"""

from __future__ import annotations

import re

_VOWELS_RU = "аеёиоуыэюя"
_VOWELS_BE = "аеёіоуыэюя"
_FIRST_WORD = re.compile(r"[^\W_]+(?:[’ʼ'-][^\W_]+)*")
# Names of letters that begin with a vowel: «об МВД», «об ФСБ».
_LETTER_NAME_STARTS_WITH_VOWEL = "АИЛМНОРСУФЭ"
_SPOKEN_AS_WORD = {"США", "ЗАГС"}

_MOVES_RU = {"в": "во", "с": "со", "к": "ко", "о": "о", "об": "о", "обо": "о", "из": "изо", "от": "ото", "над": "надо",
             "под": "подо", "перед": "передо"}  # fmt: skip
# Before these beginnings every preposition of the row takes its long form.
_ALL_LONG = re.compile(r"^(мне$|мной$|мною$|всей$|всего$|всему$|всем$|всём$|всех$|всеми$|всю$|всяк|всё$|все$)")
_PHONETIC_V = re.compile(r"^([вф][^аеёиоуыэюя]|льв|льд|лж|мн|мгл|мст|рж|рт|дв(ор|ер)|сн(а|е|у)$)")
_PHONETIC_S = re.compile(r"^([сзшж][^аеёиоуыэюя]|щ|льв|льд|лж|мн|мст|мгл|рж|рт|вс|вт|вз|вч|дв(ор|ер)|лб)")
_PHONETIC_K = re.compile(r"^(льв|льд|мн|вс|вт|дну$|двор)")


def _first_word(phrase: str) -> str:
    match = _FIRST_WORD.search(phrase)
    return match.group() if match else ""


def _spelled_out(word: str) -> bool:
    """True for an abbreviation read letter by letter: МВД, ФСБ; not СИЗО, РОВД, which are read as words."""
    if len(word) == 1 and word.isupper():
        return True
    return (
        len(word) > 1
        and word.isupper()
        and word not in _SPOKEN_AS_WORD
        and not (word[1].lower() in _VOWELS_RU and word[0].lower() not in _VOWELS_RU)
    )


def _russian(preposition: str, phrase: str) -> str:
    base = preposition.lower()
    base = {"во": "в", "со": "с", "ко": "к", "об": "о", "обо": "о"}.get(base, base)
    word = _first_word(phrase)
    lower = word.lower()
    if base == "о":
        if _ALL_LONG.match(lower) and lower != "все":
            return "обо"
        if _spelled_out(word):
            return "об" if word[0] in _LETTER_NAME_STARTS_WITH_VOWEL else "о"
        if lower[:1].isdigit():
            # «об 1 (одном)», «об 11 (одиннадцати)», «о 2 (двух)».
            return "об" if re.match(r"^11?(?!\d)", lower) else "о"
        return "об" if lower[:1] in tuple("аиоуэ") else "о"
    if base not in _MOVES_RU:
        return base
    if lower[:1].isdigit():
        if re.match(r"^2-", lower) or (base == "с" and lower == "2"):
            # «во 2-м» (втором), «со 2 марта» (второго); but «в 2 случаях» is read «в двух».
            return _MOVES_RU[base]
        if base == "с" and re.match(r"^1\d\d$", lower):
            return "со"
        return base
    if _spelled_out(word):
        return base
    if _ALL_LONG.match(lower):
        return _MOVES_RU[base]
    phonetic = {"в": _PHONETIC_V, "с": _PHONETIC_S, "к": _PHONETIC_K}.get(base)
    if phonetic is not None and phonetic.match(lower):
        return _MOVES_RU[base]
    return base


def _belarusian(preposition: str, phrase: str, before: str) -> str:
    base = {"ў": "у", "ва": "у", "са": "з", "аба": "аб"}.get(preposition.lower(), preposition.lower())
    word = _first_word(phrase)
    lower = word.lower()
    if base == "у":
        if lower[:1] in ("у", "ў") and not _spelled_out(word):
            return "ва"
        tail = before.rstrip(" \u00a0")
        return "ў" if tail[-1:].lower() in tuple(_VOWELS_BE) and tail != "" else "у"
    if base == "з":
        if re.match(rf"^([сзшж][^{_VOWELS_BE}]|мн|льв|льд|ўс)", lower) and not _spelled_out(word):
            return "са"
        return "з"
    if base == "аб" and re.match(r"^(мне$|ўсі|усі|ўсё|усё)", lower):
        return "аба"
    return base


def preposition_form(preposition: str, phrase: str, lang: str = "ru", *, before: str = "") -> str:
    """The form of ``preposition`` before ``phrase``; ``before`` is the text that precedes it (Belarusian у/ў).

    Languages without such forms get the preposition back as given.
    """
    if lang == "ru":
        return _russian(preposition, phrase)
    if lang == "be":
        return _belarusian(preposition, phrase, before)
    return preposition


def with_preposition(preposition: str, phrase: str, lang: str = "ru", *, before: str = "") -> str:
    """Preposition and phrase joined by a no-break space; a one-letter word never ends a line.

    Belarusian: a small initial «у» of the phrase becomes «ў» after «ва», «на», «да», «аба», «пра», «за», «праз…».
    """
    form = preposition_form(preposition, phrase, lang, before=before)
    if lang == "be":
        phrase = short_u(form, phrase)
    return f"{form}\u00a0{phrase}"


def short_u(before: str, phrase: str) -> str:
    """Belarusian: an initial small «у» becomes «ў» after a vowel («ва ўмовах»); a capital stays («ва Украіне»)."""
    tail = before.rstrip(" \u00a0")
    if phrase.startswith("у") and tail[-1:].lower() in tuple(_VOWELS_BE) and tail != "":
        return "ў" + phrase[1:]
    return phrase
