"""The period for appeal as a decision prints it: "15 рабочих дней", "в десятидневный срок", "на працягу 10 сутак".

Only a text that names exactly one number with one unit is read; whatever leaves a doubt is left to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LARGEST = 3650
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Period:
    """``unit``: hour, day, calendar_day, working_day, month, year. ``sutki``: 24-hour days, whose end never moves."""

    number: int
    unit: str
    sutki: bool = False


@dataclass(frozen=True)
class _Unit:
    unit: str
    times: int = 1
    sutki: bool = False


_WORDS_FROM_11 = {
    11: "одиннадцат адзінаццац eleven",
    12: "двенадцат дванаццац twelve",
    13: "тринадцат трынаццац thirteen",
    14: "четырнадцат чатырнаццац fourteen",
    15: "пятнадцат пятнаццац fifteen",
    16: "шестнадцат шаснаццац sixteen",
    17: "семнадцат сямнаццац seventeen",
    18: "восемнадцат васямнаццац eighteen",
    19: "девятнадцат дзевятнаццац nineteen",
    20: "двадцат дваццац twenty",
    30: "тридцат трыццац thirty",
    40: "сорок сорака сарака forty",
    50: "пятидесят пятьдесят пяцідзесят пяцьдзясят fifty",
    60: "шестидесят шестьдесят шасцідзесят шэсцьдзясят sixty",
    90: "девяност дзевяност ninety",
}
_WORDS_TO_10 = {
    1: "один одна одно одну одного одной адзін адна адно адну аднаго адной one",
    2: "два две двух дзве дзвюх two",
    3: "три трех трёх тры трох three",
    4: "четыре четырех четырёх чатыры чатырох four",
    5: "пять пяти пяць пяці five",
    6: "шесть шести шэсць шасці six",
    7: "семь семи сем сямі seven",
    8: "восемь восьми восем васьмі eight",
    9: "девять девяти дзевяць дзевяці nine",
    10: "десять десяти дзесяць дзесяці ten",
}
_TENS = frozenset((20, 30, 40, 50, 60, 90))
_STEMS = [(stem, number) for number, stems in _WORDS_FROM_11.items() for stem in stems.split()]
_EXACT = {word: number for number, words in _WORDS_TO_10.items() for word in words.split()}
_NUMBER_STEMS = "|".join(sorted([stem for stem, _ in _STEMS] + list(_EXACT), key=len, reverse=True))

_UNITS: tuple[tuple[str, _Unit], ...] = (
    (r"дн(?:ей|я|и|ям|ями|ях)?|день|дзень|дзён|дні|дням|days?", _Unit("day")),
    (r"сут(?:ки|ок|кам|ак|кі)?", _Unit("day", sutki=True)),
    (r"недел(?:я|и|ь|ю|е)|тыд(?:зень|ні|няў|ня|нях)|weeks?", _Unit("day", times=7)),
    (r"месяц(?:а|ев|ы|аў|е)?|мес|months?", _Unit("month")),
    (r"год(?:а|ы|у|оў)?|лет|гады|гадоў|years?", _Unit("year")),
    (r"час(?:а|ов|ы)?|гадзін(?:а|ы|у)?|hours?", _Unit("hour")),
)
_ADJECTIVES: tuple[tuple[str, _Unit], ...] = (
    (r"дневн\w*|дзённ\w*", _Unit("day")),
    (r"суточн\w*|сутачн\w*", _Unit("day", sutki=True)),
    (r"недельн\w*|тыднёв\w*", _Unit("day", times=7)),
    (r"месячн\w*", _Unit("month")),
    (r"годичн\w*|гадавы\w*", _Unit("year")),
    (r"часов(?:ой|ый|ого)|гадзінн\w*", _Unit("hour")),
)
_WORKING = re.compile(r"раб(?:оч\w*)?|працоўн\w*|working|business")
_CALENDAR = re.compile(r"кал(?:ендарн\w*|яндарн\w*)?|calendar")
_ENDINGS = frozenset(["ти", "и", "х", "го", "мі", "ці", "ть"])
_BETWEEN = frozenset(["до", "или", "і", "и", "або", "to", "or"])
_BEFORE_ONE = frozenset(
    [
        *("в", "у", "во", "на", "за", "течение", "течении", "протяжении", "працягу", "цягам"),
        *("срок", "тэрмін", "обжалования", "абскарджання"),
    ]
)
_NEVER_ALONE = frozenset(
    [
        *(
            "дня",
            "день",
            "дней",
            "дні",
            "месяцев",
            "месяцы",
            "месяцаў",
            "мес",
            "недель",
            "тыдняў",
            "тыдні",
            "лет",
            "гадоў",
        ),
        *("months", "weeks", "years", "days"),
    ]
)
"""Without a number these say nothing: "со дня получения", "несколько месяцев"."""
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_BRACKET = re.compile(r"\(([^()]*)\)")


def _match(pairs: tuple[tuple[str, _Unit], ...], token: str) -> _Unit | None:
    return next((unit for pattern, unit in pairs if re.fullmatch(pattern, token)), None)


def _number(token: str) -> int | None:
    if token.isdecimal():
        return int(token) if len(token) <= 5 else LARGEST + 1
    if token in _EXACT:
        return _EXACT[token]
    return next((number for stem, number in _STEMS if token.startswith(stem) and len(token) - len(stem) <= 3), None)


def _compound(token: str) -> tuple[int, _Unit] | None:
    """ "пятнадцатидневный": number and unit in one word."""
    match = re.fullmatch(rf"({_NUMBER_STEMS})(?:ти|и|ы|і)?({'|'.join(pattern for pattern, _ in _ADJECTIVES)})", token)
    if match is None:
        return None
    number, unit = _number(match[1]), _match(_ADJECTIVES, match[2])
    return (number, unit) if number is not None and unit is not None else None


def _without_repeats(text: str) -> str:
    """ "10 (десять) суток" and "десяти (10) дней": a bracket that only repeats the number goes."""
    return _BRACKET.sub(
        lambda match: " " if all(_number(token) is not None for token in _TOKEN.findall(match[1])) else f" {match[1]} ",
        text,
    )


class _Doubt(Exception):
    """The text can be read in more than one way."""


def _all_periods(text: str) -> list[Period]:
    tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
    words = [token for token, _ in tokens]
    periods: list[Period] = []
    used: set[int] = set()
    at = 0
    while at < len(words):
        compound = _compound(words[at])
        if compound is not None:
            periods.append(Period(compound[0] * compound[1].times, compound[1].unit, compound[1].sutki))
            at += 1
            continue
        number = _number(words[at])
        if number is None:
            unit = _match(_UNITS, words[at]) if words[at] not in _NEVER_ALONE else None
            unit = unit or _match(_ADJECTIVES, words[at])
            if (unit is not None and unit.unit in ("month", "year")) or (unit is not None and unit.times == 7):
                if at > 0 and words[at - 1] not in _BEFORE_ONE:
                    if unit.unit == "year":  # "2026 года", "этого года"
                        at += 1
                        continue
                    raise _Doubt
                periods.append(Period(unit.times, unit.unit, unit.sutki))
            at += 1
            continue
        first = at
        at += 1
        if number in _TENS and at < len(words):
            ones = _number(words[at])
            if ones is not None and ones < 10 and not words[first].isdecimal() and not words[at].isdecimal():
                number += ones
                at += 1
        if at < len(words) and words[at] in _ENDINGS:
            at += 1
        kind = None
        if at < len(words) and _WORKING.fullmatch(words[at]):
            kind, at = "working_day", at + 1
            used.add(at - 1)
        elif at < len(words) and _CALENDAR.fullmatch(words[at]):
            kind, at = "calendar_day", at + 1
        unit = (_match(_UNITS, words[at]) or _match(_ADJECTIVES, words[at])) if at < len(words) else None
        if unit is None:
            continue
        if unit.unit == "year" and number > 1900:
            at += 1
            continue
        place = tokens[first][1]
        if re.search(r"\d\s*[.,/–—-]\s*$", text[:place]):
            raise _Doubt  # "1,5 месяца", "10/15 дней", "10–15 дней"
        if first >= 2 and words[first - 1] in _BETWEEN and _number(words[first - 2]) is not None:
            raise _Doubt  # "от 10 до 15 дней"
        if kind is not None and (unit.unit != "day" or unit.sutki or unit.times != 1):
            raise _Doubt
        periods.append(Period(number * unit.times, kind or unit.unit, unit.sutki))
        at += 1
    if any(_WORKING.fullmatch(word) for place, word in enumerate(words) if place not in used):
        raise _Doubt  # "15 дней (рабочих)"
    return periods


def read_period(text: str | None) -> Period | None:
    """The one period that ``text`` names, or ``None`` where it names none, several, or one beyond reason."""
    if not text or len(text) > LONGEST_TEXT:
        return None
    try:
        periods = _all_periods(_without_repeats(text.lower().replace("\u00a0", " ")))
    except _Doubt:
        return None
    if len(set(periods)) != 1 or not 1 <= periods[0].number <= LARGEST:
        return None
    return periods[0]
