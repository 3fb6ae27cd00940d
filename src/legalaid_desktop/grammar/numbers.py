"""Numbers with their words: sheets, people, children, and small numbers written out (documents.md §5, Numbers)."""

from __future__ import annotations

from typing import Literal

from legalaid_desktop.grammar.plural import NO_BREAK as NB
from legalaid_desktop.grammar.plural import counted, plural

Gender = Literal["m", "f", "n"]

_UNITS: dict[str, tuple[str, ...]] = {
    "ru": (
        "ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать",
        "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать",
        "девятнадцать",
    ),
    "be": (
        "нуль", "адзін", "два", "тры", "чатыры", "пяць", "шэсць", "сем", "восем", "дзевяць", "дзесяць", "адзінаццаць",
        "дванаццаць", "трынаццаць", "чатырнаццаць", "пятнаццаць", "шаснаццаць", "сямнаццаць", "васямнаццаць",
        "дзевятнаццаць",
    ),
    "en": (
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ),
}  # fmt: skip
_TENS: dict[str, tuple[str, ...]] = {
    "ru": ("", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят",
           "девяносто"),
    "be": ("", "", "дваццаць", "трыццаць", "сорак", "пяцьдзясят", "шэсцьдзясят", "семдзесят", "восемдзесят",
           "дзевяноста"),
    "en": ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
}  # fmt: skip
_HUNDREDS: dict[str, tuple[str, ...]] = {
    "ru": ("", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"),
    "be": ("", "сто", "дзвесце", "трыста", "чатырыста", "пяцьсот", "шэсцьсот", "семсот", "восемсот", "дзевяцьсот"),
}
_GENDERED: dict[str, dict[tuple[int, Gender], str]] = {
    "ru": {(1, "f"): "одна", (1, "n"): "одно", (2, "f"): "две"},
    "be": {(1, "f"): "адна", (1, "n"): "адно", (2, "f"): "дзве"},
    "en": {},
}
# Collective numerals; beyond seven the plain numeral is the better style.
_COLLECTIVE: dict[str, dict[int, str]] = {
    "ru": {2: "двое", 3: "трое", 4: "четверо", 5: "пятеро", 6: "шестеро", 7: "семеро"},
    "be": {2: "двое", 3: "трое", 4: "чацвёра", 5: "пяцёра", 6: "шасцёра", 7: "сямёра"},
}


def number_words(n: int, lang: str = "ru", gender: Gender = "m") -> str:
    """A number from 0 to 999 written out in the nominative: 21, f → «двадцать одна». Outside it: ``ValueError``."""
    if not 0 <= n <= 999:
        raise ValueError("numbers are written out from 0 to 999 only")
    if lang not in _UNITS:
        raise ValueError(f"no words for numbers in {lang!r}")
    parts: list[str] = []
    hundreds, rest = divmod(n, 100)
    if hundreds:
        parts.append(f"{_UNITS['en'][hundreds]} hundred" if lang == "en" else _HUNDREDS[lang][hundreds])
    if lang == "en" and hundreds and rest:
        parts.append("and")
    if rest >= 20:
        tens, rest = divmod(rest, 10)
        if lang == "en" and rest:
            parts.append(f"{_TENS[lang][tens]}-{_UNITS[lang][rest]}")
            return " ".join(parts)
        parts.append(_TENS[lang][tens])
    if rest or n == 0:
        parts.append(_GENDERED[lang].get((rest, gender), _UNITS[lang][rest]))
    return " ".join(parts)


def sheets(n: int, lang: str = "ru") -> str:
    """«1 лист», «2 листа», «5 листов»."""
    if lang == "be":
        return counted(n, "аркуш", "аркушы", "аркушаў", lang)
    if lang == "en":
        return counted(n, "sheet", "sheets", "sheets", lang)
    return counted(n, "лист", "листа", "листов", lang)


def on_sheets(n: int, lang: str = "ru") -> str:
    """«на 1 листе», «на 3 листах», «на 21 листе»."""
    if lang == "en":
        return f"on {sheets(n, lang)}"
    one, many = ("листе", "листах") if lang == "ru" else ("аркушы", "аркушах")
    return f"на{NB}{n}{NB}{plural(n, one, many, many, lang)}"


def people(n: int, lang: str = "ru", *, words: bool = False) -> str:
    """«9 человек», «2 человека»; with ``words`` «девять человек», «двое» is not used for mixed company."""
    forms = {
        "ru": ("человек", "человека", "человек"),
        "be": ("чалавек", "чалавекі", "чалавек"),
        "en": ("person", "persons", "persons"),
    }[lang]
    noun = plural(n, *forms, lang)
    return f"{number_words(n, lang) if words and n <= 999 else n}{NB}{noun}"


def children(n: int, lang: str = "ru") -> str:
    """«один ребёнок», «двое детей», «шестеро детей», «восемь детей»."""
    if lang == "en":
        return f"{number_words(n, lang)} {'child' if n == 1 else 'children'}"
    child, few_alone, many = {"ru": ("ребёнок", "ребёнка", "детей"), "be": ("дзіця", "дзіцяці", "дзяцей")}[lang]
    if n in _COLLECTIVE[lang]:
        return f"{_COLLECTIVE[lang][n]} {many}"
    word = number_words(n, lang, "n" if lang == "be" else "m")
    return f"{word} {plural(n, child, few_alone, many, lang)}"


def minors(n: int, lang: str = "ru") -> str:
    """«6 несовершеннолетних», «1 несовершеннолетний» (the summary line of A4)."""
    if lang == "be":
        return counted(n, "непаўналетні", "непаўналетнія", "непаўналетніх", lang)
    if lang == "en":
        return counted(n, "minor", "minors", "minors", lang)
    return counted(n, "несовершеннолетний", "несовершеннолетних", "несовершеннолетних", lang)


def calendar_days(n: int, lang: str = "ru") -> str:
    """«1 день», «3 дня», «15 дней»."""
    forms = {"ru": ("день", "дня", "дней"), "be": ("дзень", "дні", "дзён"), "en": ("day", "days", "days")}[lang]
    return counted(n, *forms, lang)


def years(n: int, lang: str = "ru") -> str:
    """«21 год», «22 года», «25 лет»."""
    forms = {"ru": ("год", "года", "лет"), "be": ("год", "гады", "гадоў"), "en": ("year", "years", "years")}[lang]
    return counted(n, *forms, lang)
