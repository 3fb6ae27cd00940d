"""A day as a client reads it: in figures, with its weekday, and in the calendar the client counts by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, cast

from legalaid_desktop.documents.client_texts import names
from legalaid_desktop.grammar.other_calendars import hijri, solar_hijri

SOLAR_BY_DEFAULT: Final = ("fa", "prs", "ps")
"""Readers who count by the Solar Hijri calendar at home."""
_MONTH_FIRST: Final = ("en",)
"""Languages of which some readers take 05.06 for 6 May."""
_LOCAL: Final = {
    **dict.fromkeys(("fa", "prs", "ps"), str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    **dict.fromkeys(("ar", "ckb"), str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
}
_COMMA: Final = {**dict.fromkeys(("ar", "fa", "prs", "ps", "ckb"), "،")}
_AFTER_HEGIRA: Final = {"ar": "هـ", "fa": "قمری", "prs": "قمری", "ps": "قمري", "ckb": "کۆچی"}

_ERA: Final = {
    "solar": {
        "ru": "по солнечной хиджре",
        "be": "па сонечнай хіджры",
        "en": "solar Hijri",
        "uk": "за сонячною хіджрою",
        "ar": "هجري شمسي",
        "tg": "ҳиҷрии шамсӣ",
        "fr": "hégire solaire",
    },
    "lunar": {
        "ru": "по лунной хиджре",
        "be": "па месяцавай хіджры",
        "en": "lunar Hijri",
        "uk": "за місячною хіджрою",
        "tg": "ҳиҷрии қамарӣ",
        "fr": "hégire lunaire",
    },
}
"""For languages in which the months of a calendar have no names here: the day in figures, and which calendar it is."""


def _name(kind: str, language: str, index: int) -> str | None:
    listed = names().get(kind, {}).get(language)
    return cast("Sequence[str]", listed)[index] if listed else None


def digits(text: str, language: str, *, local: bool) -> str:
    """``text`` with the digits of the reader's script where ``local``; western ones otherwise."""
    table = _LOCAL.get(language) if local else None
    return text.translate(table) if table else text


def client_date(day: dt.date, language: str, *, calendar: str | None = None, local: bool = False) -> str:
    """«28.12.2026 (понедельник)»; beside it the day in the reader's own calendar.

    Readers of languages that also write the month first get it in words: «05.06.2026 (Friday, 5 June)».

    ``calendar`` is gregorian, solar or lunar; ``None`` is what readers of the language count by.
    """
    if calendar is None:
        calendar = "solar" if language in SOLAR_BY_DEFAULT else "gregorian"
    weekday = _name("weekday", language, day.weekday())
    own = _other(day, language, calendar) or (_plain(day, language) if language in _MONTH_FIRST else None)
    inside = f"{_COMMA.get(language, ',')} ".join(part for part in (weekday, own) if part)
    return digits(f"{day:%d.%m.%Y} ({inside})", language, local=local)


def _plain(day: dt.date, language: str) -> str:
    month = _name("month", language, day.month - 1) or f"{day:%m}"
    return f"{day.day}\u00a0{month}"


def _other(day: dt.date, language: str, calendar: str) -> str | None:
    if calendar not in ("solar", "lunar"):
        return None
    found = solar_hijri(day) if calendar == "solar" else hijri(day)
    month = _name(f"{calendar}_month", language, found.month - 1)
    if month is None:
        era = _ERA[calendar].get(language)
        return f"{found.day:02d}.{found.month:02d}.{found.year} {era}" if era else None
    era = f" {_AFTER_HEGIRA[language]}" if calendar == "lunar" else ""
    return f"{found.day}\u00a0{month} {found.year}{era}"
