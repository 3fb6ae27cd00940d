"""Which plural form a number takes: 1 лист, 2 листа, 5 листов (documents.md §5, Numbers).

Pure rules of Russian, Belarusian and English for whole numbers.
"""

from __future__ import annotations

from typing import Literal

PluralKey = Literal["one", "few", "many"]

NO_BREAK = "\u00a0"


def plural_key(n: int, lang: str) -> PluralKey:
    """``one``, ``few`` or ``many``. English has ``one`` and ``many`` only. The sign does not matter."""
    n = abs(n)
    if lang == "en":
        return "one" if n == 1 else "many"
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14):
        return "few"
    return "many"


def plural(n: int, one: str, few: str, many: str, lang: str = "ru") -> str:
    """The word alone: ``plural(2, "лист", "листа", "листов")`` → «листа»."""
    return {"one": one, "few": few, "many": many}[plural_key(n, lang)]


def counted(n: int, one: str, few: str, many: str, lang: str = "ru") -> str:
    """Number and word, held together by a no-break space: «5 листов»."""
    return f"{n}{NO_BREAK}{plural(n, one, few, many, lang)}"
