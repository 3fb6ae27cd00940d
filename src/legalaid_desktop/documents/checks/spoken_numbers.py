"""Numbers and dates as people say them in Russian and Belarusian: «трижды», «с тремя детьми», «третьего ноября две
тысячи двадцать пятого года». Read for comparison only; no text is changed."""

from __future__ import annotations

import re
from typing import Final

_NUMBER_WORDS: Final = {
    1: "один одна одного одной одно одним одну однажды единожды адзін адна адно аднаго адной адну аднойчы",
    2: "два две двое двух двоих двум двумя двоим двоими дважды дзве двух двум двума дваіх двойчы",
    3: "три трое трёх трех троих трём трем тремя троим троими трижды тры трох траіх тром трыма тройчы",
    4: "четыре четверо четырёх четырех четверых четырём четырем четырьмя четверым чатыры чатырох чацвёра чацвярых "
       "чатырма",
    5: "пять пятеро пяти пятерых пятью пятерым пяць пяці пяцёра пяцярых пяццю",
    6: "шесть шестеро шести шестерых шестью шестерым шэсць шасці шасцёра шасцярых шасцю",
    7: "семь семеро семи семерых семью семерым сем сямі сямёра сямярых сямю",
    8: "восемь восьмеро восьми восьмерых восемью восьмью восем васьмі васьмёра васьмярых",
    9: "девять девятеро девяти девятерых девятью дзевяць дзевяці дзявяцёра дзевяцярых",
    10: "десять десятеро десяти десятерых десятью дзесяць дзесяці",
    11: "одиннадцать одиннадцати адзінаццаць адзінаццаці",
    12: "двенадцать двенадцати дванаццаць дванаццаці",
    13: "тринадцать тринадцати трынаццаць трынаццаці",
    14: "четырнадцать четырнадцати чатырнаццаць чатырнаццаці",
    15: "пятнадцать пятнадцати пятнаццаць пятнаццаці",
    16: "шестнадцать шестнадцати шаснаццаць шаснаццаці",
    17: "семнадцать семнадцати семнаццаць сямнаццаці",
    18: "восемнадцать восемнадцати васямнаццаць васямнаццаці",
    19: "девятнадцать девятнадцати дзевятнаццаць дзевятнаццаці",
    20: "двадцать двадцати дваццаць дваццаці",
}  # fmt: skip
_TENS: Final = {
    20: "двадцать дваццаць", 30: "тридцать трыццаць", 40: "сорок сорак", 50: "пятьдесят пяцьдзясят",
    60: "шестьдесят шэсцьдзясят", 70: "семьдесят семдзесят", 80: "восемьдесят восемдзесят", 90: "девяносто дзевяноста",
}  # fmt: skip
NUMBERS: Final = {word: n for n, words in _NUMBER_WORDS.items() for word in words.split()}
for _ten, _words in _TENS.items():
    for _word in _words.split():
        NUMBERS.setdefault(_word, _ten)
_ONE: Final = "|".join(sorted(NUMBERS, key=len, reverse=True))
_TEN: Final = "|".join(word for words in _TENS.values() for word in words.split())
N: Final = rf"(?P<n>\d{{1,2}}|(?:(?:{_TEN})\s+)?(?:{_ONE}))"
"""A count up to 99, in figures or words."""


def number(word: str) -> int | None:
    """«трижды» → 3, «двадцать один» → 21; ``None`` for anything else."""
    if word.isdigit():
        return int(word)
    parts = word.casefold().split()
    if not parts or any(part not in NUMBERS for part in parts):
        return None
    return sum(NUMBERS[part] for part in parts)


_ORDINALS: Final = {
    1: "первого першага", 2: "второго другога", 3: "третьего трэцяга", 4: "четвёртого четвертого чацвёртага",
    5: "пятого пятага", 6: "шестого шостага", 7: "седьмого сёмага", 8: "восьмого восьмага", 9: "девятого дзявятага",
    10: "десятого дзясятага", 11: "одиннадцатого адзінаццатага", 12: "двенадцатого дванаццатага",
    13: "тринадцатого трынаццатага", 14: "четырнадцатого чатырнаццатага", 15: "пятнадцатого пятнаццатага",
    16: "шестнадцатого шаснаццатага", 17: "семнадцатого сямнаццатага", 18: "восемнадцатого васямнаццатага",
    19: "девятнадцатого дзевятнаццатага", 20: "двадцатого дваццатага", 30: "тридцатого трыццатага",
    40: "сорокового саракавога", 50: "пятидесятого пяцідзясятага", 60: "шестидесятого шасцідзясятага",
    70: "семидесятого сямідзясятага", 80: "восьмидесятого васьмідзясятага", 90: "девяностого дзевяностага",
}  # fmt: skip
_ORDINAL: Final = {word: n for n, words in _ORDINALS.items() for word in words.split()}
_ANY: Final = "|".join(sorted((*_ORDINAL, *(f"{word[:-3]}ом" for word in _ORDINAL)), key=len, reverse=True))
_PLAIN: Final = "|".join(sorted(_ORDINAL, key=len, reverse=True))
_YEAR_WORDS: Final = re.compile(
    rf"(?<!\w)(?P<thousand>две\s+тысячи|дзве\s+тысячы|тысяча\s+девятьсот|тысяча\s+дзевяцьсот)\s+"
    rf"(?:(?P<ten>{_TEN})\s+)?(?P<last>{_ANY})(?!\w)",
    re.IGNORECASE,
)
_DAY_WORDS: Final = re.compile(
    rf"(?<!\w)(?:(?P<ten>двадцать|тридцать|дваццаць|трыццаць)\s+)?(?P<last>{_PLAIN})"
    r"(?=\s+[а-яёўі]{3,})",
    re.IGNORECASE,
)
MONTH_STEMS: Final = (
    ("январ", "студзен"), ("феврал", "лют"), ("март", "сакавік"), ("апрел", "красавік"), ("ма[йяею]", "ма[йя]"),
    ("июн", "чэрвен"), ("июл", "ліпен"), ("август", "жні"), ("сентябр", "верас"), ("октябр", "кастрычнік"),
    ("ноябр", "лістапад"), ("декабр", "снежн"),
)  # fmt: skip
MONTH: Final = "|".join(f"(?:{ru}|{be})\\w*" for ru, be in MONTH_STEMS)


def _ordinal(word: str) -> int:
    folded = word.casefold()
    if folded in _ORDINAL:
        return _ORDINAL[folded]
    return next((n for known, n in _ORDINAL.items() if f"{known[:-3]}ом" == folded), 0)


def in_figures(sentence: str) -> str:
    """The sentence with the days and years that it says in words as figures."""

    def year(found: re.Match[str]) -> str:
        start = 2000 if found["thousand"].casefold().startswith(("две", "дзве")) else 1900
        return str(start + (NUMBERS[found["ten"].casefold()] if found["ten"] else 0) + _ordinal(found["last"]))

    def day(found: re.Match[str]) -> str:
        after = sentence_after[found.end() :].lstrip()
        if not re.match(rf"(?:{MONTH})(?!\w)", after, re.IGNORECASE):
            return found.group()
        return str((NUMBERS[found["ten"].casefold()] if found["ten"] else 0) + _ordinal(found["last"]))

    sentence_after = _YEAR_WORDS.sub(year, sentence)
    return _DAY_WORDS.sub(day, sentence_after)


def month_of(word: str) -> int | None:
    """1 to 12 for the name of a month in any case."""
    folded = word.casefold()
    for n, stems in enumerate(MONTH_STEMS, 1):
        if any(re.match(stem, folded) for stem in stems):
            return n
    return None
