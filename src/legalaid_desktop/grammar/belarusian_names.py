"""How one word of a Belarusian-spelt name declines: own rules for common types (documents.md §5, Belarusian).

No library declines Belarusian names. Every proposal is unconfirmed; what depends on the stress, or on usage that
grammars describe differently (men's names in -а, the locative of men's names), is ``None`` and is asked.
"""

from __future__ import annotations

import re

from legalaid_desktop.domain.person import Sex
from legalaid_desktop.grammar.russian_names import Paradigm, Role, is_cyrillic
from legalaid_desktop.grammar.word_lists import word_set

_VOWELS = "аеёіоуыэюя"
_HARDENED = "жшчцрў"
_FIXED_PREFIXES = word_set("аль эль абу абд ибн ібн бін бен тэр ад ас аш ар ан ат аз дэ ван фон жан сен")
_NOT_BELARUSIAN = re.compile(r"[ищъїєґ]")
# д, т, к, г, х before the ending -е: Навіда, but «Хадзідзе», «Марце», «Бэатрычы», «Вользе».
_SOFTENED = {"д": "дзе", "т": "це", "к": "цы", "г": "зе", "х": "се"}
# Family names that are adjectives with the stress on the ending: «Сівога, Залатога», but «Пробнага».
_STRESSED_ADJECTIVES = word_set(
    "сівы залаты малады стары малы круты рабы крывы сляпы нямы худы дурны ручны ляны благі сухі ліхі глухі тугі"
)
_STRESSED_UK = re.compile(r"(ук|юк|чук)$")


# Пётр, Пятра; Павел, Паўла; Леў, Льва: another stem than the nominative shows, with the instrumental's ending.
_STRESSED_SOFT = word_set("васіль каваль кароль міхась")
_OTHER_STEM = {"пётр": ("пятр", "ом", "у"), "павел": ("паўл", "ам", "е"), "леў": ("льв", "ом", "е")}
# Men's names in -а whose stress is on the stem: «Мікіту, Мікітам».
_STEM_STRESSED_A = word_set("мікіта янка сава міхайла гаўрыла кірыла данііла вова саша міша")


def _from_stem(word: str, other: tuple[str, str, str]) -> Paradigm:
    stem, instrumental, locative = other
    made = (word.lower(), stem + "а", stem + "у", stem + "а", stem + instrumental, stem + locative)
    cased = [form.upper() if word.isupper() else form[:1].upper() + form[1:] for form in made]
    return (cased[0], cased[1], cased[2], cased[3], cased[4], cased[5])


def _fixed(word: str) -> Paradigm:
    return (word, word, word, word, word, word)


def _unsaid(word: str) -> Paradigm:
    return (word, None, None, None, None, None)


def _forms(
    word: str, strip: int, endings: tuple[str | None, str | None, str | None, str | None, str | None]
) -> Paradigm:
    stem = word[: len(word) - strip] if strip else word
    upper = len(word) > 1 and word.isupper()
    made = [None if end is None else stem + (end.upper() if upper else end) for end in endings]
    return (word, made[0], made[1], made[2], made[3], made[4])


def _dative_of_a(low: str) -> tuple[int, str]:
    """How many letters go and what comes, for the dative of a noun on -а: Ганна → Ганне, Вольга → Вользе."""
    before = low[-2:-1]
    if before in _SOFTENED:
        return 2, _SOFTENED[before]
    if before in _HARDENED:
        return 1, "ы"
    return 1, "е"


def _woman_on_a(word: str) -> Paradigm:
    low = word.lower()
    before = low[-2:-1]
    upper = len(word) > 1 and word.isupper()
    if before in _VOWELS:
        return _fixed(word)
    cut, end = _dative_of_a(low)
    dative = word[:-cut] + (end.upper() if upper else end)
    genitive = "і" if before in "гкх" else "ы"
    made = _forms(word, 1, (genitive, None, "у", "ай", None))
    return (word, made[1], dative, made[3], made[4], dative)


def _woman_on_ya(word: str) -> Paradigm:
    if word.lower().endswith(("ія", "ыя")) or word.lower()[-2:-1] in _VOWELS:
        return _forms(word, 1, ("і", "і", "ю", "яй", "і"))
    return _forms(word, 1, ("і", "і", "ю", "яй", "і"))


def _female(word: str, role: Role) -> Paradigm:
    low = word.lower()
    family = role is Role.FAMILY
    if role is Role.PATRONYMIC:
        return _forms(word, 1, ("ы", "е", "у", "ай", "е")) if low.endswith("на") else _unsaid(word)
    if low == "любоў":
        return (word, word[:-1] + "ві", word[:-1] + "ві", word, word + "ю", word[:-1] + "ві")
    if low[-1] not in "ая" or re.search(r"(зода|зада|задэ)$", low):
        return _fixed(word)
    if family:
        if re.search(r"(енка|энка|анка)$", low):
            # Women's names of this type do not decline.
            return _fixed(word)
        if low.endswith("ка"):
            return _unsaid(word)
        if re.search(r"[сц]кая$", low) or (low.endswith("ая") and len(low) > 4):
            return _forms(word, 2, ("ай", "ай", "ую", "ай", "ай"))
        if re.search(r"([аоеёя]ва|[іы]на)$", low) and len(low) > 4:
            return _forms(word, 1, ("ай", "ай", "у", "ай", "ай"))
        if low.endswith("а") and low[-2:-1] not in _VOWELS:
            return _unsaid(word)  # as for men
    if low.endswith("я"):
        return _woman_on_ya(word)
    return _woman_on_a(word)


def _male(word: str, role: Role) -> Paradigm:
    low = word.lower()
    family = role is Role.FAMILY
    if role is Role.PATRONYMIC:
        if re.search(r"(ільіч|кузьміч|фаміч|лукіч)$", low):
            return _forms(word, 0, ("а", "у", "а", "ом", "у"))
        return _forms(word, 0, ("а", "у", "а", "ам", "у")) if low.endswith("іч") else _unsaid(word)
    if re.search(r"[сц]кі$", low):
        return _forms(word, 1, ("ага", "аму", "ага", "ім", "ім"))
    if low[-1] in "іоуыэеюё":
        if family and low in _STRESSED_ADJECTIVES:
            ending = low[-1] + "м"
            return _forms(word, 1, ("ога", "ому", "ога", ending, ending))
        if family and low.endswith("ы"):
            return _adjective(word)
        return _fixed(word)
    if re.search(r"(зода|зада|задэ)$", low):
        return _fixed(word)
    if low[-1] in "ая":
        return _man_on_a(word, family=family)
    if low in _OTHER_STEM and not (family and low == "леў"):
        return _from_stem(word, _OTHER_STEM[low])
    if low.endswith("ў"):
        if re.search(r"[аояеё]ў$", low) and len(low) > 3:
            return _forms(word, 1, ("ва", "ву", "ва", "вым", None))
        return _unsaid(word)
    if family and re.search(r"[іы]н$", low) and sum(letter in _VOWELS for letter in low) > 1:
        return _forms(word, 0, ("а", "у", "а", "ым", None))
    if low.endswith("й"):
        if family and re.search(r"[вб]ей$", low):
            return _unsaid(word)
        return _forms(word, 1, ("я", "ю", "я", "ем", "ю"))
    if low.endswith("ь"):
        return _forms(word, 1, ("я", "ю", "я", "ём" if low in _STRESSED_SOFT else None, "ю"))
    if low.endswith("вец"):
        return _forms(word, 3, ("ўца", "ўцу", "ўца", None, "ўцу"))
    if family and low.endswith(("ец", "ок", "ак", "як")):
        return _unsaid(word)
    if family and _STRESSED_UK.search(low):
        return _forms(word, 0, ("а", "у", "а", "ом", "у"))
    if low.endswith("яц"):
        return _unsaid(word)
    upper = len(word) > 1 and word.isupper()
    locative = word + _cased("у", upper) if low[-1] in "жшчцргкх" else word[:-1] + _cased(_soft_locative(low), upper)
    made = _forms(word, 0, ("а", "у", "а", "ам", None))
    return (*made[:5], locative)


def _adjective(word: str) -> Paradigm:
    """A family name on -ы: with the stress on the stem -ага, on the ending -ога, and a foreign one keeps its form."""
    low = word.lower()
    vowels = sum(letter in _VOWELS for letter in low)
    if re.search(r"[^аеёіоуыэюя]ны$", low) or (vowels > 2 and re.search(r"[нлвтдрмс]ы$", low)):
        return _forms(word, 1, ("ага", "аму", "ага", "ым", "ым"))
    return _unsaid(word)


def _cased(end: str, upper: bool) -> str:
    return end.upper() if upper else end


def _soft_locative(low: str) -> str:
    """The last letter and -е: Навід, «аб Навідзе»."""
    return {"д": "дзе", "т": "це"}.get(low[-1], low[-1] + "е")


def _man_on_a(word: str, *, family: bool) -> Paradigm:
    low = word.lower()
    if family and re.search(r"(енка|энка|анка)$", low):
        return _forms(word, 1, ("і", "у", "у", "ам", "у"))
    if low[-2:-1] in _VOWELS and low.endswith("а"):
        return _fixed(word)
    if family and low.endswith("а"):
        # «Скарына» declines; a foreign name whose -о is written -а, as «Конга», does not.
        return _unsaid(word)
    if low in _STEM_STRESSED_A and low.endswith("а"):
        genitive = "і" if low[-2:-1] in "гкх" else "ы"
        return _forms(word, 1, (genitive, "у", "у", "ам", "у"))
    # Genitive and accusative are common ground; dative and instrumental differ by grammar and by stress.
    if low.endswith("я"):
        return _forms(word, 1, ("і", None, "ю", None, None))
    genitive = "і" if low[-2:-1] in "гкх" else "ы"
    return _forms(word, 1, (genitive, None, "у", None, None))


def _common(first: Paradigm, second: Paradigm) -> Paradigm:
    same = [a if a == b else None for a, b in zip(first, second, strict=True)]
    return (same[0], same[1], same[2], same[3], same[4], same[5])


def decline_word(word: str, role: Role, sex: Sex | None) -> Paradigm:
    """The six forms of one Belarusian word; ``sex`` unknown: only what men's and women's forms share."""
    if role is Role.FIXED:
        return _fixed(word)
    low = word.lower()
    if not is_cyrillic(word) or _NOT_BELARUSIAN.search(low) or len(word) < 2:
        return _unsaid(word)
    if sex is None:
        return _common(decline_word(word, role, Sex.MALE), decline_word(word, role, Sex.FEMALE))
    if "-" in word:
        pieces = word.split("-")
        columns = [
            _fixed(piece)
            if place < len(pieces) - 1 and piece.lower() in _FIXED_PREFIXES
            else decline_word(piece, role, sex)
            for place, piece in enumerate(pieces)
        ]
        joined: list[str | None] = []
        for case in range(6):
            parts = [column[case] for column in columns]
            joined.append(None if any(part is None for part in parts) else "-".join(part for part in parts if part))
        return (joined[0], joined[1], joined[2], joined[3], joined[4], joined[5])
    if role is Role.UNKNOWN:
        return _common(decline_word(word, Role.FAMILY, sex), decline_word(word, Role.GIVEN, sex))
    return _male(word, role) if sex is Sex.MALE else _female(word, role)
