"""What an account says in passing: counts, dates, places, names, read out of Russian and Belarusian sentences.

This is reading by pattern, for warnings only (CHK-CONTRA, CHK-CROSSDOC): it finds the usual phrases and stays silent
about the rest. Nothing here changes a text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from legalaid_desktop.documents.checks.reading import sentences
from legalaid_desktop.documents.checks.spoken_numbers import MONTH, N, in_figures, month_of, number

__all__ = [
    "Mention", "age_mentions", "birth_years", "children_mentions", "city_mentions", "date_mentions",
    "daughters_mentions", "detention_mentions", "number", "past_age_mentions", "people_mentions", "relative_ages",
    "sons_mentions", "stems",
]  # fmt: skip

_N = N
_DAY_DATE = re.compile(rf"\b(?P<d>\d{{1,2}})[\s ]+(?P<m>{MONTH})[\s ]+(?P<y>\d{{4}})", re.IGNORECASE)
_DOT_DATE = re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b")
_MONTH_DATE = re.compile(rf"(?<!\d[\s ])\b(?P<m>{MONTH})[\s ]+(?P<y>\d{{4}})", re.IGNORECASE)
_SEASON_DATE = re.compile(
    r"\b(?P<s>зимой|весной|летом|осенью|зімой|вясной|вясною|улетку|летам|увосень|восенню)[\s ]+(?P<y>\d{4})",
    re.IGNORECASE,
)
_SEASONS = {"зи": (12, 2), "зі": (12, 2), "ве": (3, 5), "вя": (3, 5), "ле": (6, 8), "ул": (6, 8), "ос": (9, 11),
            "ув": (9, 11), "во": (9, 11)}  # fmt: skip
_YEAR_DATE = re.compile(r"(?<![\d.№-])(?P<y>(?:19|20)\d{2})[\s ]*(?:год|г\.|гг\.)", re.IGNORECASE)
_DAY_ONLY = re.compile(rf"\b(?P<d>\d{{1,2}})[\s ]+(?P<m>{MONTH})(?![\s ]+\d{{4}})(?!\w)", re.IGNORECASE)

_CHILD_WORD = r"(?:дет(?:ей|и|ям|ьми|ях)|ребён\w*|ребен\w*|дзяц(?:ей|і|ьмі)|дзеці|дзецьмі|дзеткі?)"
_WHOSE = r"(?:мо\w+\s+|наш\w*\s+|сво\w+\s+|несовершеннолетн\w+\s+|маленьк\w+\s+|непаўналетн\w+\s+)?"
_CHILDREN = re.compile(
    rf"\b{_N}\s+{_WHOSE}{_CHILD_WORD}\b|"
    rf"\b{_CHILD_WORD}\s+(?:у\s+(?:нас|меня|мяне)\s+)?(?:был[ои]\s+|было\s+|всего\s+|усяго\s+|[–—-]\s*)?"
    rf"{_N.replace('<n>', '<nn>')}(?=\s*(?:[,.;:)]|$))|"
    rf"\b(?P<only>единственн\w+|адзін\w+)\s+(?:реб[её]н\w+|сын\w*|доч\w+|дзіця|дачк\w+)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:у|в семье|ў сям.і)\s+(?:мо\w+\s+|наш\w*\s+|май\w+\s+)?(?:брат|сестр|сосед|дяд|тёт|тет[иь]|друг|"
    r"подруг|коллег|"
    r"родител|отц|матер|дзядзьк|цётк|сусед|сяб|бацьк)\w*|"
    r"\bдет(?:ей|и|ям|ьми)\s+(?:мо\w+\s+)?(?:брата|сестры|сосед\w+|дяди|тёти|друга)|\bчуж\w+\s+дет\w+|"
    r"\bв\s+(?:классе|школе|"
    r"группе|лагере|доме)\b|\bнас\s+(?:в семье\s+)?было\s+\w+\s+дет\w+|\b(?:погиб|убит|ранен|загінул|забіт|"
    r"паранен)\w*",
    re.IGNORECASE,
)
_NO_CHILDREN = re.compile(
    r"\b(?:детей|дзяцей)\s+(?:у меня\s+|у него\s+|у неё\s+|у нас\s+|у мяне\s+)?(?:нет|няма|не имею|не имеет|"
    r"не было|не было)\b|"
    r"\b(?:нет|няма|не имею|не маю)\s+(?:детей|дзяцей)\b",
    re.IGNORECASE,
)
_AGE = re.compile(rf"\bмне\s+(?:сейчас\s+|цяпер\s+|уже\s+|ужо\s+)?{_N}\s+(?:лет|год|года|гадоў|гады)\b", re.IGNORECASE)
_PAST_AGE = re.compile(
    rf"\b(?:мне|мяне)\s+(?:тогда\s+|тады\s+|уже\s+)?(?:было|исполнил[оа]с[ья]|споўнілася)\s+{_N}\s+(?:лет|год|года|гадоў|гады)\b|"
    rf"\bв\s+{_N.replace('<n>', '<nn>')}\s+лет\s+(?:я|меня|мне)\b",
    re.IGNORECASE,
)
_ANOTHER_TIME = re.compile(
    r"\b(?:было|был[аи]?|тогда|когда|исполн\w*|тады|калі|споўніл\w*|через|праз)\b", re.IGNORECASE
)
_RELATIVE = {
    "son": r"сын[уа]?", "daughter": r"доч(?:ери|ке|ь)|дачц[эы]", "wife": r"жене|жонцы|супруге", "husband": r"мужу",
    "mother": r"матери|маме|маці", "father": r"отцу|бацьку", "brother": r"брату", "sister": r"сестре|сястры",
}  # fmt: skip
_RELATIVE_AGE = re.compile(
    rf"\b(?:мо[её]\w{{1,2}}\s+|наш\w*\s+|май\w+\s+)?(?P<who>{'|'.join(_RELATIVE.values())})"
    rf"(?:\s+[А-ЯЁЎІ][а-яёўі]+)?\s+(?:сейчас\s+|цяпер\s+)?{_N}\s+(?:лет|год|года|гадоў|гады)\b",
    re.IGNORECASE,
)
_SONS = re.compile(rf"\b{_N}\s+{_WHOSE}(?:сын(?!ок)\w*)\b", re.IGNORECASE)
_DAUGHTERS = re.compile(rf"\b{_N}\s+{_WHOSE}(?:дочер\w*|дочк\w*|дач\w*|дочь)\b", re.IGNORECASE)
_TOGETHER = {"вдвоём": 2, "вдвоем": 2, "удваіх": 2, "втроём": 3, "втроем": 3, "утраіх": 3, "вчетвером": 4,
             "учатырох": 4, "впятером": 5, "упяцярых": 5, "вшестером": 6, "всемером": 7}  # fmt: skip
_PEOPLE = re.compile(
    rf"(?<!\bу )\bнас\s+{_N}(?:\s+(?:человек\w*|чалавек\w*))?(?=[\s:,.;–-])(?!\s+(?:в|на|у)\s)|"
    rf"\b(?:семь[яёию]\w*|сям.я|сям.і)\s+(?:состоит\s+|складаецца\s+)?(?:из|з)\s+"
    rf"{_N.replace('<n>', '<nn>')}\s+(?:человек\w*|чалавек\w*)|"
    rf"\b(?:приехали|въехали|прибыли|уехали|бежали|прыехалі|з.ехалі)\s+(?:\w+\s+){{0,2}}?(?P<all>{'|'.join(_TOGETHER)})\b",
    re.IGNORECASE,
)
_DETAINED = r"(?:задерж(?!к)\w*|арест\w*|сажал\w*|затрым\w*|арышт\w*)"
_TIMES = re.compile(
    rf"{_DETAINED}\s+(?:меня\s+|мяне\s+)?{_N.replace('<n>', '<after>')}(?:\s+раз\w*)?\b|"
    rf"{_DETAINED}(?:\s+\w+){{1,4}}?\s+{_N.replace('<n>', '<later>')}\s+раз\w*\b|"
    rf"{_DETAINED}(?:\s+\w+){{1,2}}?\s+(?P<twice>дважды|трижды|однажды|двойчы|тройчы|аднойчы)\b|"
    rf"\b{_N.replace('<n>', '<before>')}(?:\s+раз\w*)?\s+(?:меня\s+|мяне\s+|был\w*\s+|нас\s+)?{_DETAINED}|"
    rf"\b{_N.replace('<n>', '<first>')}\s+раз\w*(?:\s+\w+){{1,3}}?\s+{_DETAINED}",
    re.IGNORECASE,
)
_SPAN = re.compile(r"^\s*(?:дн\w+|сут\w+|час\w+|недел\w+|месяц\w*|год\w*|лет|человек\w*|гадз\w+|тыдн\w+|месяц\w*|"
                   r"сотрудник\w*|полицейск\w*|мужчин\w*)\b", re.IGNORECASE)  # fmt: skip
_NEVER = re.compile(
    rf"\b(?:никогда|ни\s+разу|ніколі|ні\s+разу)\s+(?:меня\s+|мяне\s+)?не\s+(?:был\w*\s+)?{_DETAINED}|"
    rf"\bне\s+{_DETAINED}\s+(?:меня\s+)?(?:никогда|ни\s+разу)",
    re.IGNORECASE,
)
_OF_ME = re.compile(r"\b(?:меня|мяне|мне|я|нас)\b", re.IGNORECASE)
_CITY = re.compile(
    r"\b(?:город\w*|горад\w*|сел[оеау]\w*|посёл\w+|деревн\w*|вёс[кц]\w*|провинци\w*|правінцы\w*|район\w*|г\.)\s+"
    r"(?P<name>[А-ЯЁЎІ][\w’'-]+)"
)


@dataclass(frozen=True)
class Mention:
    """A value that a sentence states: first and last day of a date, or a count."""

    sentence: str
    text: str
    first: dt.date | None = None
    last: dt.date | None = None
    count: int | None = None
    day_month: tuple[int, int] | None = None
    """Day and month of a date whose year is not said."""

    @property
    def exact(self) -> bool:
        return self.first is not None and self.first == self.last


def date_mentions(text: str) -> Iterator[Mention]:
    """Days, months, seasons and years that the text names, each once; days without a year by ``day_month`` alone.
    «с 2019 года», «до марта 2024 г.» are open on one side."""
    for original in sentences(text):
        sentence = in_figures(original)
        taken: list[tuple[int, int]] = []

        def free(found: re.Match[str], taken: list[tuple[int, int]] = taken) -> bool:
            return not any(a <= found.start() < b or a < found.end() <= b for a, b in taken)

        for pattern in (_DAY_DATE, _DOT_DATE):
            for found in pattern.finditer(sentence):
                month = int(found["m"]) if found["m"].isdigit() else month_of(found["m"])
                try:
                    day = dt.date(int(found["y"]), month or 0, int(found["d"]))
                except ValueError:
                    continue
                taken.append(found.span())
                yield _opened(sentence, found, Mention(original, found.group(), day, day))
        for found in _MONTH_DATE.finditer(sentence):
            month = month_of(found["m"])
            if month is None or not free(found) or not 1850 < int(found["y"]) < 2200:
                continue
            taken.append(found.span())
            year = int(found["y"])
            known = Mention(original, found.group(), dt.date(year, month, 1), _month_end(year, month))
            yield _opened(sentence, found, known)
        for found in _SEASON_DATE.finditer(sentence):
            year, (first, last) = int(found["y"]), _SEASONS[found["s"][:2].casefold()]
            if free(found) and 1850 < year < 2200:
                taken.append(found.span())
                start = dt.date(year - 1 if first > last else year, first, 1)
                # A winter named by its year may be the one that begins in it.
                known = Mention(original, found.group(), start, _month_end(year + (first > last), last))
                yield _opened(sentence, found, known)
        for found in _YEAR_DATE.finditer(sentence):
            if free(found):
                year = int(found["y"])
                known = Mention(original, found.group(), dt.date(year, 1, 1), dt.date(year, 12, 31))
                yield _opened(sentence, found, known)
        for found in _DAY_ONLY.finditer(sentence):
            month, day_number = month_of(found["m"]), int(found["d"])
            if free(found) and month is not None and 1 <= day_number <= 31:
                yield Mention(original, found.group(), day_month=(day_number, month))


_SINCE = re.compile(r"(?<!\w)(?:с|со|з|после|пасля)[\s ]+(?:начала |конца |середины )?$", re.IGNORECASE)
_UNTIL = re.compile(r"(?<!\w)(?:до|да|перед|к|па)[\s ]+(?:начала |конца |середины )?$", re.IGNORECASE)


def _opened(sentence: str, found: re.Match[str], mention: Mention) -> Mention:
    lead = sentence[: found.start()]
    if _SINCE.search(lead):
        return replace(mention, last=dt.date.max)
    return replace(mention, first=dt.date.min) if _UNTIL.search(lead) else mention


def _month_end(year: int, month: int) -> dt.date:
    return (dt.date(year, month, 1) + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


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
            groups = found.groupdict()
            words = [value for key, value in groups.items() if key.startswith("n") and value]
            n = number(words[0]) if words else None
            if groups.get("only"):
                n = 1
            if groups.get("all"):
                n = _TOGETHER[groups["all"].casefold()]
            if n is not None:
                yield Mention(sentence, found.group(), count=n)


def children_mentions(text: str) -> Iterator[Mention]:
    """«шестеро детей»; «два сына и одна дочь» in one sentence counts as three."""
    found_any = False
    for sentence in sentences(text):
        if found := _NO_CHILDREN.search(sentence):
            yield Mention(sentence, found.group(), count=0)
    for mention in _counts(_CHILDREN, text):
        only = re.match(r"единственн|адзін", mention.text, re.IGNORECASE)
        if _OF_OTHERS.search(mention.sentence) or (only and re.search(r"сын|доч|дачк", mention.text, re.IGNORECASE)):
            continue
        found_any = True
        yield mention
    if found_any:
        return
    for sentence in sentences(text):
        if _OF_OTHERS.search(sentence):
            continue
        sons = [m.count or 0 for m in _counts(_SONS, sentence)]
        daughters = [m.count or 0 for m in _counts(_DAUGHTERS, sentence)]
        if sons and daughters:
            yield Mention(sentence, sentence, count=sons[0] + daughters[0])


_ONLY_SON = re.compile(r"\b(?P<only>единственн\w+|адзін(?:ы|ага|аму))\s+сын\w*\b", re.IGNORECASE)
_ONLY_DAUGHTER = re.compile(r"\b(?P<only>единственн\w+|адзін(?:ая|ай|ую))\s+(?:доч\w+|дачк\w+)\b", re.IGNORECASE)


def _of_the_client(mentions: Iterator[Mention]) -> Iterator[Mention]:
    return (one for one in mentions if not _OF_OTHERS.search(one.sentence))


def sons_mentions(text: str) -> Iterator[Mention]:
    yield from _of_the_client(_counts(_SONS, text))
    yield from (
        m for m in _of_the_client(_counts(_ONLY_SON, text)) if re.search(r"\bмо|\bнаш|\bма[йё]", m.sentence, re.I)
    )


def daughters_mentions(text: str) -> Iterator[Mention]:
    yield from _of_the_client(_counts(_DAUGHTERS, text))
    yield from (
        m
        for m in _of_the_client(_counts(_ONLY_DAUGHTER, text))
        if re.search(
            r"\bмо|\bнаш|"
            r"\bма[йяё]",
            m.sentence,
            re.I,
        )
    )


def age_mentions(text: str) -> Iterator[Mention]:
    """«Мне семнадцать лет» of today; «мне было …», «тогда», «исполнилось» speak of another time."""
    for mention in _counts(_AGE, text):
        if not _ANOTHER_TIME.search(mention.sentence):
            yield mention


def past_age_mentions(text: str) -> Iterator[tuple[Mention, Mention]]:
    """«В марте 2015 года мне было двадцать лет»: the age, with the one date of its sentence."""
    for mention in _counts(_PAST_AGE, text):
        when = [one for one in date_mentions(mention.sentence) if one.first is not None]
        if len(when) == 1:
            yield mention, when[0]


def relative_ages(text: str) -> Iterator[tuple[str, Mention]]:
    """«Моему сыну пять лет»: the relation and the age of today."""
    for sentence in sentences(text):
        if _ANOTHER_TIME.search(sentence):
            continue
        for found in _RELATIVE_AGE.finditer(sentence):
            n = number(found["n"])
            relation = next(
                (key for key, words in _RELATIVE.items() if re.fullmatch(words, found["who"], re.IGNORECASE)), None
            )
            if n is not None and relation is not None:
                yield relation, Mention(sentence, found.group(), count=n)


def people_mentions(text: str) -> Iterator[Mention]:
    """«Нас девять человек»."""
    yield from _counts(_PEOPLE, text)


def detention_mentions(text: str) -> Iterator[Mention]:
    """«задерживали дважды», «три раза арестовали»."""
    for sentence in sentences(text):
        if not _OF_ME.search(sentence):
            continue
        if found := _NEVER.search(sentence):
            yield Mention(sentence, found.group(), count=0)
            continue
        for found in _TIMES.finditer(sentence):
            said = found["after"] or found["later"] or found["twice"] or found["before"] or found["first"]
            n = number(said)
            # «задержали на 15 суток», «задержали двое полицейских» tell of something else.
            if n is not None and not (found["after"] and _SPAN.match(sentence[found.end() :])):
                yield Mention(sentence, found.group(), count=n)


def city_mentions(text: str) -> Iterator[tuple[str, str]]:
    """Sentence and the name that follows «город», «село», «провинция» …"""
    for sentence in sentences(text):
        for found in _CITY.finditer(sentence):
            yield sentence, found["name"]


def stems(text: str) -> frozenset[str]:
    """First five letters of the longer words: enough to see that two sentences speak of one thing."""
    return frozenset(word[:5].casefold().replace("ё", "е") for word in re.findall(r"[^\W\d_]{5,}", text))
