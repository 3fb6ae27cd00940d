"""A date as people type it — «вчера», «5.3», «март 2019», «about 1990» — read without inventing a part.

Russian, Belarusian and English words are understood side by side, whatever the window speaks. A text that can be read
in no single way gives ``None``; the field then says so. ``today`` is always handed in.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season

_OLDEST: Final = 1900
_AHEAD: Final = 20
"""Years: a paper may run that far ahead; more is a slip of the hand."""
_SOON: Final = 5
"""Years: «5.3.30» typed in 2026 is a paper's term; «5.3.85» a birthday."""


def _table(*rows: tuple[int, str]) -> dict[str, int]:
    return {word: number for number, words in rows for word in words.split()}


_MONTHS: Final = _table(
    (1, "янв январь января январе студзень студзеня студзені jan january"),
    (2, "фев февр февраль февраля феврале люты лютага лютым feb february"),
    (3, "мар март марта марте сакавік сакавіка сакавіку mar march"),
    (4, "апр апрель апреля апреле красавік красавіка красавіку apr april"),
    (5, "май мая мае травень траўня траўні маі may"),
    (6, "июн июнь июня июне чэрвень чэрвеня чэрвені jun june"),
    (7, "июл июль июля июле ліпень ліпеня ліпені jul july"),
    (8, "авг август августа августе жнівень жніўня жніўні aug august"),
    (9, "сен сент сентябрь сентября сентябре верасень верасня верасні sep sept september"),
    (10, "окт октябрь октября октябре кастрычнік кастрычніка кастрычніку oct october"),
    (11, "ноя нояб ноябрь ноября ноябре лістапад лістапада лістападзе nov november"),
    (12, "дек декабрь декабря декабре снежань снежня снежні dec december"),
)
_WEEKDAYS: Final = _table(
    (1, "пн понедельник панядзелак mon monday"),
    (2, "вт вторник аўторак tue tuesday"),
    (3, "ср среда среду серада сераду wed wednesday"),
    (4, "чт четверг чацвер thu thursday"),
    (5, "пт пятница пятницу пятніца пятніцу fri friday"),
    (6, "сб суббота субботу субота суботу sat saturday"),
    (7, "вс воскресенье нядзеля нядзелю sun sunday"),
)
_SEASONS: Final = {
    word: season
    for season, words in (
        (Season.WINTER, "зима зимой зимою зимы зіма зімой зімы winter"),
        (Season.SPRING, "весна весной весною весны вясна вясной вясны spring"),
        (Season.SUMMER, "лето летом лета летам summer"),
        (Season.AUTUMN, "осень осенью осени восень восенню восені autumn fall"),
    )
    for word in words.split()
}
_DAYS_FROM_TODAY: Final = {
    "сегодня": 0, "сення": 0, "сёння": 0, "today": 0,
    "вчера": -1, "учора": -1, "ўчора": -1, "yesterday": -1,
    "позавчера": -2, "пазаўчора": -2, "пазаучора": -2, "day before yesterday": -2,
    "завтра": 1, "заўтра": 1, "заутра": 1, "tomorrow": 1,
    "послезавтра": 2, "паслязаўтра": 2, "day after tomorrow": 2,
}  # fmt: skip
_UNKNOWN: Final = frozenset(
    {
        "?", "неизвестно", "неизвестна", "невядома", "unknown", "not known", "не знает", "не помнит", "не знаю",
        "не помню", "не ведае", "не памятае", "does not know", "doesn't know", "does not remember",
    }
)  # fmt: skip
_ABOUT: Final = re.compile(
    r"^(?:около|окол|ок\.?|примерно|приблизительно|где-то|гдето|каля|прыкладна|недзе|about|around|approximately|approx\.?|"
    r"circa|ca?\.|~|≈|в начале|начало|в середине|середина|в конце|конец|на пачатку|пачатак|у сярэдзіне|сярэдзіна|"
    r"у канцы|канец|early|mid|late|the beginning of|the middle of|the end of|beginning of|middle of|end of)\s*"
    r"(?:в\s+|у\s+|in\s+)?",
)
_AGO: Final = re.compile(
    r"^(?:(\d{1,3}|a|an|one|один|одну|адзін|адну)\s+)?"
    r"(день|дня|дней|дзень|дні|дзён|дзен|day|days|неделю|недели|недель|тыдзень|тыдні|тыдняў|week|weeks|"
    r"месяц|месяца|месяцев|месяцы|месяцаў|month|months|год|года|лет|гады|гадоў|year|years)\s+(?:назад|таму|ago)$"
)
_LEADING: Final = re.compile(r"^(?:в|во|у|ў|на|on|in|at|the)\s+")
_YEAR_WORD: Final = re.compile(
    r"(?<=\d)\s*(?:-?(?:го|м|ом|й|ым|га|х)\s+)?\s*(?:года|году|годзе|год|гг?\.?|y\.)(?=\s|$|[-–—])"
)
_ORDINAL: Final = re.compile(r"\b(\d{1,2})-?(?:го|ого|е|га|ага|th|st|nd|rd)(?=\s|$)")
_TIME: Final = re.compile(r"[,\s]+(?:в\s+|а\s+|at\s+)?([01]?\d|2[0-3]):([0-5]\d)$")
_DASH: Final = re.compile(
    r"\s*[–—]\s*|\s+-\s+|\s+по\s+|\s+до\s+|\s+да\s+|\s+to\s+|\s+until\s+|\s+till\s+|\s+and\s+|\s+и\s+|\s+і\s+"
)
_FROM: Final = re.compile(r"^(?:с|со|от|з|са|ад|from|since|between|между|паміж)\s+(?=\S)")
_UNTIL: Final = re.compile(r"^(?:до|по|да|until|till|before)\s+(?=\S)")
_SPLIT: Final = re.compile(r"[\s.,/]+|(?<=\d)-(?=\d)")


def read_date(text: str, *, today: date, future: bool = False) -> PartialDate | None:
    """Understand ``text``, or return ``None``. A day or month without a year is the last one up to ``today``; with
    ``future`` (a hearing, a term) the next one from ``today`` on.
    """
    text = re.sub(r"\s+", " ", text.casefold().replace("ё", "е").replace("\u2011", "-")).strip(" .,;")
    if not text or len(text) > 80:
        return None
    return _Reader(today, future).whole(text)


class _Reader:
    def __init__(self, today: date, future: bool) -> None:
        self._today, self._future = today, future

    def whole(self, text: str) -> PartialDate | None:
        if text in _UNKNOWN:
            return PartialDate(precision=Precision.UNKNOWN)
        text = _YEAR_WORD.sub("", _ORDINAL.sub(r"\1", text)).strip(" .,")
        about = _ABOUT.match(text)
        if about and (rest := text[about.end() :].strip()):
            return self._roughly(self._single(rest))
        return self._ago(text) or self._decade(text) or self._range(text) or self._single(text)

    def _single(self, text: str) -> PartialDate | None:
        text = _LEADING.sub("", text).strip(" .,")
        time = _TIME.search(text)
        if time:
            found = self._single(text[: time.start()])
            if found is None or found.on is None or found.time is not None:
                return None
            return PartialDate(precision=Precision.DAY, on=found.on, time=f"{int(time[1]):02}:{time[2]}")
        if text in _DAYS_FROM_TODAY:
            return _day(self._today + timedelta(days=_DAYS_FROM_TODAY[text]))
        parts = [part for part in _SPLIT.split(text) if part]
        if not parts or len(parts) > 4:
            return None
        return self._named(parts) or self._numbers(text, parts)

    def _named(self, parts: list[str]) -> PartialDate | None:
        """Something with a word in it: a weekday, a season, a month."""
        words = [part for part in parts if not part.isdecimal()]
        numbers = [part for part in parts if part.isdecimal()]
        if len(words) == 2 and words[0] in _WEEKDAYS and words[1] in _MONTHS:
            found = self._with_month(_MONTHS[words[1]], numbers)
            # «вт 5 марта» when the fifth is a Monday: one of the two is wrong, and nobody can say which.
            fits = found is not None and found.on is not None and found.on.isoweekday() == _WEEKDAYS[words[0]]
            return found if fits else None
        if len(words) != 1:
            return None
        word = words[0]
        if word in _WEEKDAYS and not numbers:
            return self._weekday(_WEEKDAYS[word])
        if word in _SEASONS:
            return self._season(_SEASONS[word], numbers)
        return self._with_month(_MONTHS[word], numbers) if word in _MONTHS else None

    def _weekday(self, wanted: int) -> PartialDate:
        back = (self._today.isoweekday() - wanted) % 7 or 7
        ahead = (wanted - self._today.isoweekday()) % 7 or 7
        return _day(self._today + timedelta(days=ahead if self._future else -back))

    def _season(self, season: Season, numbers: list[str]) -> PartialDate | None:
        years = [self._year(number) for number in numbers]
        if len(years) == 1 and years[0] is not None:
            return PartialDate(precision=Precision.SEASON, season=season, year=years[0])
        if season is Season.WINTER and len(years) == 2 and years[0] is not None and years[1] == years[0] + 1:
            last = date(years[1], 2, monthrange(years[1], 2)[1])
            return PartialDate(precision=Precision.RANGE, from_on=date(years[0], 12, 1), to_on=last)
        return None

    def _with_month(self, month: int, numbers: list[str]) -> PartialDate | None:
        if not numbers:
            return PartialDate(precision=Precision.MONTH, year=self._near_year(month, None), month=month)
        if len(numbers) == 1:
            if len(numbers[0]) == 4:
                year = self._year(numbers[0])
                return None if year is None else PartialDate(precision=Precision.MONTH, year=year, month=month)
            return self._day_of(numbers[0], month, None)
        if len(numbers) == 2:
            return self._day_of(numbers[0], month, numbers[1])
        return None

    def _numbers(self, text: str, parts: list[str]) -> PartialDate | None:
        if not all(part.isdecimal() and part.isascii() for part in parts):
            return None
        match [len(part) for part in parts]:
            case [4]:
                year = self._year(parts[0])
                return None if year is None else PartialDate(precision=Precision.YEAR, year=year)
            case [4, 1 | 2]:
                return self._month(parts[1], parts[0])
            case [1 | 2, 4]:
                return self._month(parts[0], parts[1])
            case [4, 1 | 2, 1 | 2]:
                return self._day_of(parts[2], int(parts[1]), parts[0])
            case [1 | 2, 1 | 2, 2 | 4]:
                return self._day_of(parts[0], int(parts[1]), parts[2])
            case [1 | 2, 1 | 2] if " " not in text:
                return self._day_of(parts[0], int(parts[1]), None)
            case _:
                return None

    def _month(self, month: str, year_text: str) -> PartialDate | None:
        year = self._year(year_text)
        if year is None or not 1 <= int(month) <= 12:
            return None
        return PartialDate(precision=Precision.MONTH, year=year, month=int(month))

    def _day_of(self, day_text: str, month: int, year_text: str | None) -> PartialDate | None:
        if not 1 <= month <= 12 or len(day_text) > 2:
            return None
        day = int(day_text)
        if year_text is not None:
            year = self._year(year_text)
            return None if year is None else _day_or_none(year, month, day)
        near = self._near_year(month, day)
        # 29 February without a year: the nearest year that has one.
        step = 1 if self._future else -1
        for year in range(near, near + 9 * step, step):
            found = _day_or_none(year, month, day)
            if found is not None or (month, day) != (2, 29):
                return found
        return None

    def _near_year(self, month: int, day: int | None) -> int:
        now = (self._today.month, self._today.day if day is not None else 0)
        then = (month, day if day is not None else 0)
        if self._future:
            return self._today.year + (then < now)
        return self._today.year - (then > now)

    def _year(self, text: str) -> int | None:
        if len(text) == 2:
            year = self._today.year // 100 * 100 + int(text)
            year = year - 100 if year > self._today.year + (_AHEAD if self._future else _SOON) else year
        elif len(text) == 4:
            year = int(text)
        else:
            return None
        return year if _OLDEST <= year <= self._today.year + _AHEAD else None

    def _ago(self, text: str) -> PartialDate | None:
        match = _AGO.match(text)
        if not match:
            return None
        count = int(match[1]) if match[1] and match[1].isdecimal() else 1
        unit = match[2][:2]
        if unit in ("де", "дн", "дз", "da"):
            return _day(self._today - timedelta(days=count))
        if unit in ("не", "ты", "we"):
            # A week ago is said of a day near it: not a day that anybody named.
            near = self._today - timedelta(weeks=count)
            return PartialDate(precision=Precision.APPROX, year=near.year, month=near.month)
        if unit in ("ме", "mo"):
            months = self._today.year * 12 + self._today.month - 1 - count
            year, month = divmod(months, 12)
            return PartialDate(precision=Precision.APPROX, year=year, month=month + 1)
        year = self._today.year - count
        return PartialDate(precision=Precision.APPROX, year=year) if year >= _OLDEST else None

    def _decade(self, text: str) -> PartialDate | None:
        match = re.match(r"^(?:в\s+|у\s+|the\s+|in the\s+)?((?:19|20)\d0)(?:-?(?:е|х|я|ых)|s)$", text)
        if not match:
            return None
        first = int(match[1])
        return PartialDate(precision=Precision.RANGE, from_on=date(first, 1, 1), to_on=date(first + 9, 12, 31))

    def _roughly(self, found: PartialDate | None) -> PartialDate | None:
        if found is None:
            return None
        if found.on is not None:
            # «около 5 марта»: the month is known for certain, the day is not.
            return PartialDate(precision=Precision.APPROX, year=found.on.year, month=found.on.month)
        if found.precision in (Precision.MONTH, Precision.YEAR):
            return PartialDate(precision=Precision.APPROX, year=found.year, month=found.month)
        return found if found.precision is Precision.SEASON else None

    def _range(self, text: str) -> PartialDate | None:
        opened = _FROM.match(text)
        inner = text[opened.end() :] if opened else text
        for dash in _dashes(inner):
            first, last = inner[: dash.start()].strip(), inner[dash.end() :].strip()
            found = self._between(first, last)
            if found is not None:
                return found
        if opened:
            start = self._bounds(self._single(inner))
            return None if start is None else PartialDate(precision=Precision.RANGE, from_on=start[0])
        closed = _UNTIL.match(text)
        if closed:
            end = self._bounds(self._single(text[closed.end() :]))
            return None if end is None else PartialDate(precision=Precision.RANGE, to_on=end[1])
        return None

    def _between(self, first: str, last: str) -> PartialDate | None:
        end = self._bounds(self._single(last))
        if not first or end is None:
            return None
        start = self._bounds(self._borrowing(first, last))
        if start is None or start[0] > end[1]:
            return None
        return PartialDate(precision=Precision.RANGE, from_on=start[0], to_on=end[1])

    def _borrowing(self, first: str, last: str) -> PartialDate | None:
        """The first end of a range, with the month and year that only the last end names: «5–12 марта 2019»."""
        tail = [part for part in _SPLIT.split(last) if part]
        if first.isdecimal() and len(first) <= 2:
            return self._single(" ".join((first, *tail[1:]))) if len(tail) >= 2 else None
        has_year = re.search(r"\d{4}", first) or re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}", first)
        if not has_year and tail and len(tail[-1]) == 4 and tail[-1].isdecimal():
            joint = "." if re.fullmatch(r"\d{1,2}[./]\d{1,2}", first) else " "
            return self._single(f"{first}{joint}{tail[-1]}")
        return self._single(first)

    def _bounds(self, found: PartialDate | None) -> tuple[date, date] | None:
        """First and last day of what was understood; ``None`` for what has no certain ends."""
        if found is None:
            return None
        if found.on is not None:
            return (found.on, found.on)
        if found.precision is Precision.MONTH and found.year and found.month:
            last = monthrange(found.year, found.month)[1]
            return (date(found.year, found.month, 1), date(found.year, found.month, last))
        if found.precision is Precision.YEAR and found.year:
            return (date(found.year, 1, 1), date(found.year, 12, 31))
        return None


def _dashes(text: str) -> Iterable[re.Match[str]]:
    yield from _DASH.finditer(text)
    # A bare hyphen parts «5-12 марта» and «2018-2019», but not the pieces of «5-3-2019».
    if text.count("-") == 1:
        yield from re.finditer(r"(?<=\S)-(?=\S)", text)


def _day(on: date) -> PartialDate:
    return PartialDate(precision=Precision.DAY, on=on)


def _day_or_none(year: int, month: int, day: int) -> PartialDate | None:
    if 1 <= day <= monthrange(year, month)[1]:
        return _day(date(year, month, day))
    return None


_SEASON_TYPED: Final = {
    Season.WINTER: "зима", Season.SPRING: "весна", Season.SUMMER: "лето", Season.AUTUMN: "осень",
}  # fmt: skip


def write_date(when: PartialDate) -> str:
    """``when`` as it would be typed, so that :func:`read_date` gives the same parts again."""
    short: Callable[[date], str] = lambda day: f"{day:%d.%m.%Y}"  # noqa: E731
    match when.precision:
        case Precision.DAY if when.on is not None:
            return f"{short(when.on)} {when.time}" if when.time else short(when.on)
        case Precision.MONTH if when.year and when.month:
            return f"{when.month:02}.{when.year}"
        case Precision.SEASON if when.year and when.season:
            return f"{_SEASON_TYPED[when.season]} {when.year}"
        case Precision.YEAR if when.year:
            return str(when.year)
        case Precision.APPROX if when.year and when.month:
            return f"~{when.month:02}.{when.year}"
        case Precision.APPROX if when.year:
            return f"~{when.year}"
        case Precision.RANGE if when.from_on and when.to_on:
            return f"{short(when.from_on)} – {short(when.to_on)}"
        case Precision.RANGE if when.from_on:
            return f"с {short(when.from_on)}"
        case Precision.RANGE if when.to_on:
            return f"до {short(when.to_on)}"
        case Precision.UNKNOWN:
            return "?"
        case _:
            return ""
