"""CHK-DATE: a life and a journey that cannot be: custody while travelling, two states at once, a call-up or a school
class at an age that no one has, a marriage of a child (documents.md §6).

A date that is known in part counts only where every reading of it is impossible.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.checks.account_reading import number
from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding, sentences
from legalaid_desktop.documents.facts.timeline import AnyDate, bounds
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent, DisclosedPerson
from legalaid_desktop.domain.facts import RouteLeg
from legalaid_desktop.domain.finding import Finding, Severity

YOUNGEST_MARRIED: Final = 12
YOUNGEST_SOLDIER: Final = 14
"""Years; a child soldier tells of being taken, not of serving his term."""
FIRST_CLASS: Final = (4, 11)
"""Years of age at which a first class can begin, read widely; each class later adds one."""
_LATE_SCHOOL: Final = 9
"""Years by which schooling may lag behind: war, flight, no school in the place."""

_ME: Final = r"(?:я|мы|меня|мне|мяне)"
_SERVED: Final = re.compile(
    r"(?<!\w)(?:(?:призвал\w*|забрал\w*|прызвал\w*|забралі)\s+(?:меня|мяне)?\s*(?:в|на|у)\s+(?:арми\w+|срочн\w+|"
    r"военн\w+|"
    r"войск\w+|тэрмінов\w+)|(?:служил|служыў|прох\w+ службу)\w*\s+(?:\w+\s+){0,3}(?:в|у)\s+(?:арми\w+|войск\w+|"
    r"арміі)|"
    r"срочн\w+ служб\w+|тэрмінов\w+ служб\w+)",
    re.IGNORECASE,
)
_MARRIED: Final = re.compile(
    rf"(?<!\w)(?:{_ME}\s+(?:\w+\s+)?(?:женил\w*|вышла замуж|ажаніўся|выйшла замуж)|"
    r"(?:женил\w*|вышла замуж|ажаніўся|выйшла замуж)|меня\s+выдали\s+замуж|мяне\s+выдалі\s+замуж|"
    r"(?:наша|моя)\s+свадьба|заключил\w*\s+брак|мы\s+поженились)(?!\w)",
    re.IGNORECASE,
)
_OF_OTHERS: Final = re.compile(
    r"(?<!\w)(?:сын\w*|доч\w*|брат\w*|сестр\w*|отец|отц\w*|мать|матер\w*|дяд\w*|тёт\w*|племянни\w*|сяст\w*|"
    r"дачк\w*)(?!\w)",
    re.IGNORECASE,
)
_CLASS: Final = re.compile(
    r"(?<!\w)(?:учил\w*|училась|пош[её]л|пошла|ходил\w*|перешёл|перешла|вучыў\w*|пайшоў|пайшла)\s+(?:\w+\s+)?"
    r"(?:в|у)\s+(?P<n>\d{1,2}|перв\w+|втор\w+|треть\w+|четв[её]рт\w+|пят\w+|шест\w+|седьм\w+|восьм\w+|девят\w+|"
    r"десят\w+|"
    r"одиннадцат\w+|першы|другі|трэці)(?:-?\w{1,2})?\s+класс?\w*",
    re.IGNORECASE,
)
_ORDINALS: Final = (
    "перв", "втор", "треть", "четв", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат",
)  # fmt: skip
_BELARUSIAN_ORDINALS: Final = ("перш", "друг", "трэц")


def journeys(context: CheckContext) -> Iterator[Finding]:
    """CHK-DATE for custody and travel, and for the ages of the client's own life."""
    case = context.case
    yield from _custody_and_travel(case)
    yield from _two_states(case)
    yield from _entry_before_departure(case)
    client = case.client
    if client is not None and (born := bounds(client.birth)) is not None:
        for event in case.events:
            yield from _life(event, born)
        yield from _told_life(case, client, born)


def _impossible(variant: str, record: str | None, *, what: str = "–", n: int = 0, grade: int = 0) -> Finding:
    return finding("CHK-DATE", Severity.OVERRIDABLE, variant, record=record, what=what, n=n, grade=grade)


def _custody_and_travel(case: DisclosedCase) -> Iterator[Finding]:
    """An entry, or a whole leg of the journey, inside one spell of custody of the client."""
    client = case.client
    for detention in case.detentions:
        if detention.person is not None and (client is None or detention.person != client.id):
            continue
        start, end = bounds(detention.from_at), bounds(detention.to_at)
        if start is None:
            continue
        # A spell without an end is still going on; the days of its two ends may see a journey.
        last = end[0] if end is not None else case.as_of
        for n, entry in enumerate(case.entries, 1):
            if _strictly_inside(entry.date, start[1], last):
                yield _impossible("travel_in_custody", detention.id, what=f"entry.{n}")
        for n, leg in enumerate(case.routes, 1):
            if _strictly_inside(leg.from_on, start[1], last):
                yield _impossible("travel_in_custody", detention.id, what=f"route.{n}")


def _strictly_inside(value: AnyDate | None, first: dt.date, last: dt.date) -> bool:
    known = bounds(value)
    return known is not None and first < known[0] and known[1] < last


def _two_states(case: DisclosedCase) -> Iterator[Finding]:
    """Two legs of the journey in different states that share more than the day of crossing."""
    legs = [(n, leg) for n, leg in enumerate(case.routes, 1) if leg.from_on is not None and leg.to_on is not None]
    for at, (_, one) in enumerate(legs):
        for m, other in legs[at + 1 :]:
            if one.country != other.country and _overlap(one, other):
                yield _impossible("two_states", f"route.{m}")
                return


def _overlap(one: RouteLeg, other: RouteLeg) -> bool:
    a_from, a_to, b_from, b_to = (bounds(day) for day in (one.from_on, one.to_on, other.from_on, other.to_on))
    if a_from is None or a_to is None or b_from is None or b_to is None:
        return False
    # The latest start and the earliest end of each: what is certainly inside both.
    return max(a_from[1], b_from[1]) < min(a_to[0], b_to[0])


def _entry_before_departure(case: DisclosedCase) -> Iterator[Finding]:
    """The only entry lies before the journey that led to it began, or before its last leg was reached."""
    legs = [known for leg in case.routes if (known := bounds(leg.from_on)) is not None]
    entries = [(n, known) for n, entry in enumerate(case.entries, 1) if (known := bounds(entry.date)) is not None]
    if len(entries) != 1 or not legs:
        return
    n, entered = entries[0]
    here = any(leg.country == "BY" for leg in case.routes)
    if not here and entered[1] < max(legs)[0]:
        yield _impossible("entry_before_departure", f"entry.{n}")


def _life(event: DisclosedEvent, born: tuple[dt.date, dt.date]) -> Iterator[Finding]:
    known = bounds(event.date)
    if known is None:
        return
    yield from _at_age(event.text or "", event.id, known, born)


def _told_life(case: DisclosedCase, client: DisclosedPerson, born: tuple[dt.date, dt.date]) -> Iterator[Finding]:
    """The same of sentences of the account that carry their year themselves."""
    for n, narrative in enumerate(case.narratives, 1):
        if narrative.person not in (None, client.id):
            continue
        for sentence in sentences(narrative.text):
            years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", sentence)]
            if len(set(years)) == 1:
                year = years[0]
                yield from _at_age(
                    sentence, f"narrative.{n}", (dt.date(year, 1, 1), dt.date(year, 12, 31)), born, sentence
                )


def _at_age(
    text: str,
    record: str,
    when: tuple[dt.date, dt.date],
    born: tuple[dt.date, dt.date],
    shown: str | None = None,
) -> Iterator[Finding]:
    oldest, youngest = _years(born[0], when[1]), _years(born[1], when[0])
    if oldest < 0:
        return  # told of by the check of events before birth
    for sentence in sentences(text):
        if _OF_OTHERS.search(sentence):
            continue
        if _SERVED.search(sentence) and oldest < YOUNGEST_SOLDIER:
            yield _impossible("service_age", record, n=max(oldest, 0))
        if _MARRIED.search(sentence) and oldest < YOUNGEST_MARRIED:
            yield _impossible("married_age", record, n=max(oldest, 0))
        found = _CLASS.search(sentence)
        grade = _grade(found["n"]) if found else None
        if grade is not None and not (
            oldest >= FIRST_CLASS[0] + grade and youngest <= FIRST_CLASS[1] + grade + _LATE_SCHOOL
        ):
            yield _impossible("class_age", record, n=max(oldest, 0), grade=grade)


def _grade(word: str) -> int | None:
    if (n := number(word)) is not None:
        return n
    folded = word.casefold()
    for stems in (_ORDINALS, _BELARUSIAN_ORDINALS):
        for n, stem in enumerate(stems, 1):
            if folded.startswith(stem):
                return n
    return None


def _years(born: dt.date, day: dt.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
