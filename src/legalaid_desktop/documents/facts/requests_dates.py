"""Days that a person types in a cell of a table: «12.03.2026», «2026-03-12», «12 марта 2026 г.», «12 сакавіка 2026».

Only a whole day is read. Anything else stays a text and is never counted from: a month without a day is no day.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_MONTHS: Final = {
    "ru": ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
    "be": ("студзен", "лют", "сакавік", "красавік", "ма", "чэрвен", "ліпен", "жні", "верас", "кастрычнік",
           "лістапад", "снеж"),
}  # fmt: skip
_POINTS: Final = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WORDS: Final = re.compile(r"(?<!\d)(\d{1,2})\s+([^\W\d_]+)\s+(\d{4})(?!\d)")


def typed_day(value: str) -> dt.date | None:
    """The one day that a cell names; ``None`` where it names none, or more than one."""
    found = [
        *((int(y), int(m), int(d)) for d, m, y in _POINTS.findall(value)),
        *((int(y), int(m), int(d)) for y, m, d in _ISO.findall(value)),
        *((int(y), month, int(d)) for d, word, y in _WORDS.findall(value) if (month := _month(word)) is not None),
    ]
    if len(found) != 1:
        return None
    try:
        return dt.date(*found[0])
    except ValueError:
        return None


def _month(word: str) -> int | None:
    low = word.casefold()
    if low in ("мая", "май", "маю", "мае"):
        return 5
    for names in _MONTHS.values():
        for n, stem in enumerate(names, 1):
            if stem != "ма" and low.startswith(stem):
                return n
    return None


def month_later(day: dt.date, months: int = 1) -> dt.date:
    """The same number of a later month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), following - dt.timedelta(days=1))
