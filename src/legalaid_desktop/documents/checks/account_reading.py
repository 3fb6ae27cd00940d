"""What an account says in passing: counts, dates, places, names, read out of Russian and Belarusian sentences.

This is reading by pattern, for warnings only (CHK-CONTRA, CHK-CROSSDOC): it finds the usual phrases and stays silent
about the rest. Nothing here changes a text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from legalaid_desktop.documents.checks.reading import sentences

_NUMBER_WORDS = {
    1: "один одна одного одной одно адзін адна",
    2: "два две двое двух двоих дважды два дзве двое",
    3: "три трое трёх трех троих трижды тры траіх",
    4: "четыре четверо четырёх четырех четверых чатыры чацвёра",
    5: "пять пятеро пяти пятерых пяць пяцёра",
    6: "шесть шестеро шести шестерых шэсць шасцёра",
    7: "семь семеро семи семерых сем сямёра",
    8: "восемь восьмеро восьми восьмерых восем васьмёра",
    9: "девять девятеро девяти девятерых дзевяць дзявяцёра",
    10: "десять десятеро десяти десятерых дзесяць",
    11: "одиннадцать адзінаццаць",
    12: "двенадцать дванаццаць",
    13: "тринадцать трынаццаць",
    14: "четырнадцать чатырнаццаць",
    15: "пятнадцать пятнаццаць",
    16: "шестнадцать шаснаццаць",
    17: "семнадцать семнаццаць",
    18: "восемнадцать васямнаццаць",
    19: "девятнадцать дзевятнаццаць",
    20: "двадцать дваццаць",
}
NUMBERS = {word: n for n, words in _NUMBER_WORDS.items() for word in words.split()}
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"

_MONTH_STEMS = (
    ("январ", "студзен"), ("феврал", "лют"), ("март", "сакавік"), ("апрел", "красавік"), ("ма[йяею]", "ма[йя]"),
    ("июн", "чэрвен"), ("июл", "ліпен"), ("август", "жні"), ("сентябр", "верас"), ("октябр", "кастрычнік"),
    ("ноябр", "лістапад"), ("декабр", "снежн"),
)  # fmt: skip
_MONTH = "|".join(f"(?:{ru}|{be})\\w*" for ru, be in _MONTH_STEMS)
_DAY_DATE = re.compile(rf"\b(?P<d>\d{{1,2}})[\s ]+(?P<m>{_MONTH})[\s ]+(?P<y>\d{{4}})", re.IGNORECASE)
_DOT_DATE = re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b")
_MONTH_DATE = re.compile(rf"(?<!\d[\s ])\b(?P<m>{_MONTH})[\s ]+(?P<y>\d{{4}})", re.IGNORECASE)

_CHILDREN = re.compile(
    rf"\b{_N}\s+(?:мо\w+\s+|наш\w+\s+)?(?:дет(?:ей|и|ям|ьми)|ребён\w*|ребен\w*|дзяц(?:ей|і))\b",
    re.IGNORECASE,
)
_NO_CHILDREN = re.compile(
    r"\b(?:детей|дзяцей)\s+(?:у меня\s+|у него\s+|у неё\s+)?(?:нет|няма|не имею|не имеет)\b", re.IGNORECASE
)
_AGE = re.compile(rf"\bмне\s+{_N}\s+(?:лет|год|года|гадоў|гады)\b", re.IGNORECASE)
_ANOTHER_TIME = re.compile(r"\b(?:было|был[аи]?|тогда|когда|исполн\w*|было|тады|калі|споўніл\w*)\b", re.IGNORECASE)
_SONS = re.compile(rf"\b{_N}\s+(?:мо\w+\s+|наш\w+\s+)?(?:сын\w*)\b", re.IGNORECASE)
_DAUGHTERS = re.compile(rf"\b{_N}\s+(?:мо\w+\s+|наш\w+\s+)?(?:дочер\w*|дочк\w*|дач\w*)\b", re.IGNORECASE)
_PEOPLE = re.compile(rf"\bнас\s+{_N}(?:\s+(?:человек\w*|чалавек\w*))?(?=[\s:,.;–-])(?!\s+(?:в|на|у)\s)", re.IGNORECASE)
_DETAINED = r"(?:задерж\w*|арест\w*|сажал\w*|затрым\w*|арышт\w*)"
_TIMES = re.compile(
    rf"{_DETAINED}\s+(?:меня\s+)?{_N.replace('<n>', '<after>')}(?:\s+раз\w*)?\b|"
    rf"\b{_N.replace('<n>', '<before>')}(?:\s+раз\w*)?\s+(?:меня\s+|был\w*\s+|нас\s+)?{_DETAINED}",
    re.IGNORECASE,
)
_OF_ME = re.compile(r"\b(?:меня|мяне|я|нас)\b", re.IGNORECASE)
_CITY = re.compile(
    r"\b(?:город\w*|горад\w*|сел[оеа]\w*|деревн\w*|вёск\w*|провинци\w*|правінцы\w*|г\.)\s+(?P<name>[А-ЯЁЎІ][\w’'-]+)"
)


@dataclass(frozen=True)
class Mention:
    """A value that a sentence states: first and last day of a date, or a count."""

    sentence: str
    text: str
    first: dt.date | None = None
    last: dt.date | None = None
    count: int | None = None

    @property
    def exact(self) -> bool:
        return self.first is not None and self.first == self.last


def number(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word.casefold())


def _month(word: str) -> int | None:
    folded = word.casefold()
    for n, stems in enumerate(_MONTH_STEMS, 1):
        if any(re.match(stem, folded) for stem in stems):
            return n
    return None


def date_mentions(text: str) -> Iterator[Mention]:
    """Days and months that the text names with a year."""
    for sentence in sentences(text):
        taken: list[tuple[int, int]] = []
        for pattern in (_DAY_DATE, _DOT_DATE):
            for found in pattern.finditer(sentence):
                month = int(found["m"]) if found["m"].isdigit() else _month(found["m"])
                try:
                    day = dt.date(int(found["y"]), month or 0, int(found["d"]))
                except ValueError:
                    continue
                taken.append(found.span())
                yield Mention(sentence, found.group(), day, day)
        for found in _MONTH_DATE.finditer(sentence):
            month = _month(found["m"])
            if month is None or any(a <= found.start() < b for a, b in taken) or not 1850 < int(found["y"]) < 2200:
                continue
            first = dt.date(int(found["y"]), month, 1)
            last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
            yield Mention(sentence, found.group(), first, last)


_BORN_IN = re.compile(r"\b(?:родил(?:ся|ась)|нарадзі(?:ўся|лася))\s+(?:в|у)\s+(?P<y>\d{4})\b", re.IGNORECASE)


def birth_years(text: str) -> Iterator[Mention]:
    """«Я родился в 1990 году»: a year alone is read only of a birth, where it can be meant of nothing else."""
    for sentence in sentences(text):
        for found in _BORN_IN.finditer(sentence):
            if 1850 < (year := int(found["y"])) < 2200:
                yield Mention(sentence, found.group(), dt.date(year, 1, 1), dt.date(year, 12, 31))


def _counts(pattern: re.Pattern[str], text: str) -> Iterator[Mention]:
    for sentence in sentences(text):
        for found in pattern.finditer(sentence):
            words = [value for key, value in found.groupdict().items() if key.startswith("n") and value]
            n = number(words[0]) if words else None
            if n is not None:
                yield Mention(sentence, found.group(), count=n)


def children_mentions(text: str) -> Iterator[Mention]:
    """«шестеро детей»; «два сына и одна дочь» in one sentence counts as three."""
    found_any = False
    for sentence in sentences(text):
        if found := _NO_CHILDREN.search(sentence):
            yield Mention(sentence, found.group(), count=0)
    for mention in _counts(_CHILDREN, text):
        found_any = True
        yield mention
    if found_any:
        return
    for sentence in sentences(text):
        sons = [m.count or 0 for m in _counts(_SONS, sentence)]
        daughters = [m.count or 0 for m in _counts(_DAUGHTERS, sentence)]
        if sons and daughters:
            yield Mention(sentence, sentence, count=sons[0] + daughters[0])


def sons_mentions(text: str) -> Iterator[Mention]:
    yield from _counts(_SONS, text)


def daughters_mentions(text: str) -> Iterator[Mention]:
    yield from _counts(_DAUGHTERS, text)


def age_mentions(text: str) -> Iterator[Mention]:
    """«Мне семнадцать лет» of today; «мне было …», «тогда», «исполнилось» speak of another time."""
    for mention in _counts(_AGE, text):
        if not _ANOTHER_TIME.search(mention.sentence):
            yield mention


def people_mentions(text: str) -> Iterator[Mention]:
    """«Нас девять человек»."""
    yield from _counts(_PEOPLE, text)


def detention_mentions(text: str) -> Iterator[Mention]:
    """«задерживали дважды», «три раза арестовали»."""
    for sentence in sentences(text):
        if not _OF_ME.search(sentence):
            continue
        for found in _TIMES.finditer(sentence):
            n = number(found["after"] or found["before"])
            if n is not None:
                yield Mention(sentence, found.group(), count=n)


def city_mentions(text: str) -> Iterator[tuple[str, str]]:
    """Sentence and the name that follows «город», «село», «провинция» …"""
    for sentence in sentences(text):
        for found in _CITY.finditer(sentence):
            yield sentence, found["name"]


def stems(text: str) -> frozenset[str]:
    """First five letters of the longer words: enough to see that two sentences speak of one thing."""
    return frozenset(word[:5].casefold().replace("ё", "е") for word in re.findall(r"[^\W\d_]{5,}", text))
