"""Custody as a table: each sanction with its days, days without one, days until the paper (documents.md D3, G2)."""

from __future__ import annotations

import datetime as dt
from typing import Final

from legalaid_desktop.documents.facts.basics import day_of, text
from legalaid_desktop.documents.facts.custody import days_words, first_moment, uncovered
from legalaid_desktop.documents.facts.office_words import clean_words
from legalaid_desktop.documents.facts.places_abroad import place_abroad
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import custody_chain, detentions_of_client
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.grammar.dates import clock_words, date_words

ROW: Final[FieldTree] = {"n": "number", "from": "text", "to": "text", "days": "text", "what": "text"}
CUSTODY_TABLE: Final[FieldTree] = {
    "rows": [ROW], "any": "flag", "breaks": ["text"], "has_breaks": "flag", "break_from": "text", "break_to": "text",
    "whole": "flag", "ended": "flag", "first": "text", "first_month": "text", "days": "text", "known": "flag",
    "wait": "text", "has_wait": "flag", "last_end": "text", "places": [ROW], "has_places": "flag",
}  # fmt: skip

_WORDS: Final = {
    "ru": {"sanction": "санкция (продление) {0}", "none": "–", "place": "место не указано", "now": "по настоящее время",
           "unknown": "неизвестно"},
    "be": {"sanction": "санкцыя (прадаўжэнне) {0}", "none": "–", "place": "месца не ўказана", "now": "па цяперашні час",
           "unknown": "невядома"},
    "en": {"sanction": "sanction (extension) {0}", "none": "–", "place": "place not stated", "now": "to date",
           "unknown": "unknown"},
}  # fmt: skip


def _say(source: FactSource, key: str) -> str:
    return source.worded(_WORDS)[key]


def custody_first(case: DisclosedCase) -> dt.date | None:
    """The first day of the unbroken time behind bars."""
    return day_of(first_moment(custody_chain(case)))


def sanction_spans(case: DisclosedCase) -> list[tuple[dt.date, dt.date]]:
    """Each sanction with both days known, in order."""
    found = {(s.from_on, s.to_on) for d in custody_chain(case) for s in d.sanctions or () if s.from_on and s.to_on}
    return sorted(found)


def custody_breaks(case: DisclosedCase) -> tuple[tuple[dt.date, dt.date], ...]:
    """Days behind bars that no sanction covers."""
    first = custody_first(case)
    return uncovered(sanction_spans(case), first, case.as_of) if first is not None else ()


def custody_table(source: FactSource) -> dict[str, Fact]:
    """Sanctions, days without one, days from the detention to the day of the paper and to the foreign request."""
    case = source.case
    spans = sanction_spans(case)
    first = custody_first(case)
    breaks = custody_breaks(case)
    language = source.language

    def span(start: dt.date, end: dt.date) -> FactText:
        same = date_words(start, "letter", language)
        words = same if start == end else f"{same} – {date_words(end, 'letter', language)}"
        return FactText(f"{words} ({days_words((end - start).days + 1, language)})", "detention.sanctions")

    asked = case.extradition.requested if case.extradition is not None else None
    on = asked.on if asked is not None else None
    wait = (on - first).days if on is not None and first is not None and on > first else None
    return {
        "rows": [
            {
                "n": n,
                "from": FactText(date_words(a, "table", language), "detention.sanctions"),
                "to": FactText(date_words(b, "table", language), "detention.sanctions"),
                "days": FactText(str((b - a).days + 1), "detention.sanctions"),
                "what": _say(source, "sanction").format(n),
            }
            for n, (a, b) in enumerate(spans, 1)
        ],
        "any": bool(spans),
        "breaks": [span(a, b) for a, b in breaks],
        "has_breaks": bool(breaks),
        "break_from": text(date_words(breaks[0][0], "since", language), "detention.sanctions") if breaks else None,
        "break_to": text(date_words(breaks[0][1], "letter", language), "detention.sanctions") if breaks else None,
        "whole": bool(spans) and not breaks and first is not None,
        "ended": bool(spans) and spans[-1][1] < case.as_of,
        "first": text(date_words(first, "letter", language), "detention.from") if first is not None else None,
        "first_month": text(_month(first, language), "detention.from") if first is not None else None,
        "days": text(days_words((case.as_of - first).days + 1, language), "detention.from")
        if first is not None
        else None,
        "known": first is not None,
        "wait": text(days_words(wait, language), "extradition.requested") if wait is not None else None,
        "has_wait": wait is not None,
        "last_end": text(date_words(spans[-1][1], "letter", language), "detention.sanctions") if spans else None,
        "places": places(source),
        "has_places": bool(detentions_of_client(case)),
    }


def _month(day: dt.date, language: str) -> str:
    """«September 2026»: what a paper that does not name the person may tell of a day."""
    return date_words(PartialDate(precision=Precision.MONTH, year=day.year, month=day.month), "letter", language)


def places(source: FactSource) -> list[Fact]:
    """Every detention of the client, one row each: from, to, where and of what kind."""
    rows: list[Fact] = []
    for n, held in enumerate(detentions_of_client(source.case), 1):
        origin = f"{held.id or 'detention'}"
        start = held.from_at
        ended = day_of(held.to_at)
        place = clean_words(held.place)
        where = place_abroad(source, place) if place else _say(source, "place")
        kind = source.words.label("detention_kind", held.kind, "nom") if held.kind else None
        begun = date_words(day_of(start) or start, "letter", source.language) if start else _say(source, "unknown")
        if isinstance(start, dt.datetime):
            begun += f", {clock_words(start, source.language)}"
        rows.append(
            {
                "n": n,
                "from": FactText(begun, f"{origin}.from"),
                "to": FactText(
                    date_words(ended, "letter", source.language)
                    if ended is not None and ended <= source.case.as_of
                    else _say(source, "now"),
                    f"{origin}.to",
                ),
                "days": None,
                "what": FactText("; ".join(part for part in (where, kind) if part), f"{origin}.place"),
            }
        )
    return rows
