"""Custody as a paper tells it: since when, in which places, its sanctions, days without one, days until today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from legalaid_desktop.documents.facts.basics import day_of, text
from legalaid_desktop.documents.facts.office_words import clean_words
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import custody_chain, detentions_of_client, open_detention, under_guard
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.facts import Detention
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.grammar.agreement import agree
from legalaid_desktop.grammar.dates import clock_words, date_words
from legalaid_desktop.grammar.plural import plural

HELD: Final[FieldTree] = {
    "any": "flag", "guarded": "flag", "line": "text", "place": "text", "since": "text", "blocks": ["text"],
    "several": "flag", "sanctions": ["text"], "has_sanctions": "flag", "breaks": ["text"], "has_breaks": "flag",
    "days": "text", "has_days": "flag", "earlier": ["text"], "has_earlier": "flag",
}  # fmt: skip

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "guarded": "Содержусь под стражей", "m": "Задержан", "f": "Задержана",
        "other": "Нахожусь в месте содержания задержанных", "place": "место содержания", "from": "с",
        "till_now": "по день составления этой бумаги",
    },
    "be": {
        "guarded": "Утрымліваюся пад вартай", "m": "Затрыманы", "f": "Затрымана",
        "other": "Знаходжуся ў месцы ўтрымання затрыманых", "place": "месца ўтрымання", "from": "з",
        "till_now": "па дзень складання гэтай паперы",
    },
    "en": {
        "guarded": "Held in custody", "m": "Detained", "f": "Detained", "other": "Detained",
        "place": "place of detention", "from": "since", "till_now": "to the day of this paper",
    },
}  # fmt: skip
_DAYS: Final = {"ru": ("день", "дня", "дней"), "be": ("дзень", "дні", "дзён"), "en": ("day", "days", "days")}


def _say(source: FactSource, key: str) -> str:
    return source.worded(_WORDS)[key]


def days_words(n: int, language: str) -> str:
    """«93 дня»."""
    one, few, many = _DAYS.get(language, _DAYS["ru"])
    return f"{n}\u00a0{plural(n, one, few, many, language)}"


def since_words(source: FactSource, start: dt.datetime | dt.date | None) -> str | None:
    """«с 5 октября 2026 г., 14 ч 20 мин»; ``None`` where nobody knows."""
    if start is None:
        return None
    if isinstance(start, dt.datetime):
        return f"{date_words(start.date(), 'since', source.language)}, {clock_words(start, source.language)}"
    return date_words(start, "since", source.language)


def first_moment(case_chain: Sequence[Detention]) -> dt.datetime | dt.date | None:
    """When the unbroken time behind bars began."""
    return next((d.from_at for d in case_chain if d.from_at is not None), None)


def line(source: FactSource, place: str | None, start: dt.datetime | dt.date | None, guarded: bool) -> str:
    """«Содержусь под стражей с 5 октября 2026 г., 14 ч 20 мин; место содержания: …», «Задержан с …; …»."""
    client = source.case.client
    opening = (
        _say(source, "guarded")
        if guarded
        else agree(client.sex if client else None, _say(source, "m"), _say(source, "f"), _say(source, "other"))
    )
    when = since_words(source, start)
    words = " ".join(part for part in (opening, when) if part)
    return f"{words}; {_say(source, 'place')}: {place}" if place else words


def _span(source: FactSource, start: dt.date, end: dt.date) -> str:
    words = date_words(PartialDate(precision=Precision.RANGE, from_on=start, to_on=end), "letter", source.language)
    return f"{words} ({days_words((end - start).days + 1, source.language)})"


def uncovered(
    spans: Sequence[tuple[dt.date, dt.date]], start: dt.date, today: dt.date
) -> tuple[tuple[dt.date, dt.date], ...]:
    """Days from ``start`` to ``today``, both counted, that no span covers; nothing where there is no span at all."""
    found: list[tuple[dt.date, dt.date]] = []
    if not spans:
        return ()
    free = start
    for first, last in sorted(spans):
        if first > free and free <= today:
            found.append((free, min(first - dt.timedelta(days=1), today)))
        free = max(free, last + dt.timedelta(days=1))
    if free <= today:
        found.append((free, today))
    return tuple(found)


def held(source: FactSource) -> dict[str, Fact]:
    """The whole time behind bars: from the earliest open detention, its blocks, sanctions and days without one."""
    case = source.case
    chain = custody_chain(case)
    client = case.client
    now = open_detention(case)
    guarded = under_guard(case, now)
    if now is None:
        anywhere = client is not None and bool(client.in_custody)
        place = client.whereabouts or client.last_place if client is not None and anywhere else None
        place = clean_words(place)
        return {
            "any": anywhere, "guarded": guarded, "place": text(place, "client.whereabouts"), "since": None,
            "line": text(line(source, place, None, guarded), "client.in_custody") if anywhere else None,
            "blocks": [], "several": False, "sanctions": [], "has_sanctions": False, "breaks": [],
            "has_breaks": False, "days": None, "has_days": False, "earlier": [], "has_earlier": False,
        }  # fmt: skip
    origin = now.id or "detention"
    start = first_moment(chain)
    first = day_of(start)
    spans = sorted((s.from_on, s.to_on) for d in chain for s in d.sanctions or () if s.from_on and s.to_on)
    gaps = uncovered(spans, first, source.as_of) if first is not None else ()
    days = (source.as_of - first).days + 1 if first is not None else None
    earlier = [_block(source, d) for d in detentions_of_client(case) if d not in chain]
    return {
        "any": True,
        "guarded": guarded,
        "line": text(line(source, clean_words(now.place), start, guarded), f"{origin}.place"),
        "place": text(clean_words(now.place), f"{origin}.place"),
        "since": text(since_words(source, start), f"{origin}.from"),
        "blocks": [_block(source, d) for d in chain],
        "several": len(chain) > 1,
        "sanctions": [FactText(_until(source, a, b), f"{origin}.sanctions") for a, b in spans],
        "has_sanctions": bool(spans),
        "breaks": [FactText(_span(source, a, b), f"{origin}.sanctions") for a, b in gaps],
        "has_breaks": bool(gaps),
        "days": text(days_words(days, source.language), f"{origin}.from") if days is not None else None,
        "has_days": days is not None,
        "earlier": earlier,
        "has_earlier": bool(earlier),
    }


def _until(source: FactSource, start: dt.date, end: dt.date) -> str:
    return f"{date_words(start, 'since', source.language)} {date_words(end, 'until', source.language)}"


def _block(source: FactSource, detention: Detention) -> FactText:
    """«с 1 августа 2026 г. до 4 августа 2026 г., изолятор …, содержание под стражей по уголовному делу»."""
    end = (
        detention.to_at
        if detention.to_at is not None and (day_of(detention.to_at) or dt.date.max) <= source.as_of
        else None
    )
    when = " ".join(
        part
        for part in (
            since_words(source, detention.from_at),
            date_words(day_of(end) or end, "until", source.language) if end is not None else None,
        )
        if part
    )
    kind = source.words.label("detention_kind", detention.kind, "nom") if detention.kind else None
    words = "; ".join(part for part in (when, clean_words(detention.place), kind) if part)
    return FactText(words, f"{detention.id or 'detention'}.from", label="время и место содержания")
