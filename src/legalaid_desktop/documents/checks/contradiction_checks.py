"""CHK-CONTRA and CHK-CROSSDOC: the account against the facts, this paper against earlier ones (documents.md §6).

Each pair is shown side by side; a person says whether both are true or one is to be mended.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from legalaid_desktop.documents.checks.account_places import names_told, places_told, route_told
from legalaid_desktop.documents.checks.account_reading import (
    Mention,
    age_mentions,
    birth_years,
    children_mentions,
    date_mentions,
    daughters_mentions,
    detention_mentions,
    past_age_mentions,
    people_mentions,
    relative_ages,
    sons_mentions,
    stems,
)
from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import excerpt, finding
from legalaid_desktop.documents.facts.timeline import AnyDate, bounds
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent
from legalaid_desktop.domain.facts import Detention
from legalaid_desktop.domain.finding import Finding, Severity

_CHILD_RELATIONS = frozenset({"son", "daughter", "child", "stepson", "stepdaughter"})
_DETAINED_ME = re.compile(
    r"\b(?:меня|мяне|нас|я|мы)\b[^.;]{0,40}\b(?:задерж|арест|затрым|арышт)|\b(?:задерж|арест|затрым|"
    r"арышт)\w*\s+(?:меня|мяне|нас)\b",
    re.IGNORECASE,
)
_ENTERED = re.compile(
    r"въех|въезд|прибыл|приехал|прилетел|пересек|пересёк|перешёл|перешел|прыехаў|прыбы", re.IGNORECASE
)
_BORN = re.compile(r"\b(?:я\s+)?(?:родился|родилась|нарадзі)", re.IGNORECASE)
_DECIDED = re.compile(r"\b(?:решени\w*|отказ\w*|рашэнн\w*|адмов\w*)", re.IGNORECASE)
ALIKE = 2
"""Stems that a sentence and an event must share to count as speaking of one thing."""


def _pair(id: str, field: str, record: str | None, structured: object, narrative: str) -> Finding:
    return finding(
        id,
        Severity.WARNS,
        field,
        record=record,
        text=narrative,
        field=field,
        structured=str(structured),
        narrative=excerpt(narrative),
    )


_NO_COUNTRIES: Final[Mapping[str, str]] = MappingProxyType({})


def contradictions(context: CheckContext) -> Iterator[Finding]:
    """The account, and what was typed for this paper, against the facts; in papers that print one or the other."""
    case = context.case
    client = case.client
    records = {origin.split(".", 1)[0] for origin in context.facts}
    told = "narrative" in records or any(event.id in records for event in case.events)
    family = any(p.id in records for p in case.persons if p.role != "client")
    typed = [(origin, text) for origin, text in context.facts.items() if origin.startswith(("answers.", "edit."))]
    for origin, text in typed:
        yield from against_facts("CHK-CONTRA", case, text, origin, context.countries)
    if not told and not family:
        return
    for n, narrative in enumerate(case.narratives, 1):
        if narrative.person is None or client is None or narrative.person == client.id:
            yield from against_facts("CHK-CONTRA", case, narrative.text, f"narrative.{n}", context.countries)
    for event in case.events:
        yield from _counts("CHK-CONTRA", case, event.text or "", event.id, detained=False)
    yield from _injuries(case)
    for stated in case.contradicting_ages:
        if client is not None:
            age = client.age_stated if client.age_stated is not None else _printed(client.birth)
            yield _pair("CHK-CONTRA", "age", client.id, age, f"{stated.source or ''}: {stated.value}")


def _printed(value: AnyDate | None) -> str:
    known = bounds(value)
    if known is None:
        return "–"
    return known[0].isoformat() if known[0] == known[1] else f"{known[0].isoformat()}…{known[1].isoformat()}"


def cross_document(context: CheckContext) -> Iterator[Finding]:
    """The interview record and papers exported before, against this paper."""
    for n, record in enumerate(context.case.interview_records, 1):
        yield from against_facts("CHK-CROSSDOC", context.case, record.says or "", f"interview.{n}", context.countries)
    if context.decision is not None:
        for reason in context.decision.reasons or ():
            place = f"{context.decision.id}.reason.{reason.n}"
            yield from _dates("CHK-CROSSDOC", context.case, reason.says or "", place)
            yield from _counts("CHK-CROSSDOC", context.case, _client_speaks(reason.says or ""), place)
    for paper in context.earlier:
        for origin, before in paper.facts.items():
            now = context.facts.get(origin)
            if now is not None and " ".join(now.split()) != " ".join(before.split()):
                yield finding(
                    "CHK-CROSSDOC",
                    Severity.WARNS,
                    "earlier",
                    record=origin,
                    text=now,
                    field=origin,
                    structured=excerpt(now),
                    narrative=excerpt(before),
                    paper=paper.document,
                )


def _client_speaks(says: str) -> str:
    """A reason speaks of the client in the third person: «заявителя задерживали дважды»."""
    return re.sub(r"\b[Зз]аявител\w*|\b[Зз]аяўні\w*", "меня", says)


def against_facts(
    id: str, case: DisclosedCase, text: str, record: str, countries: Mapping[str, str] = _NO_COUNTRIES
) -> Iterator[Finding]:
    """Every statement of ``text`` that differs from the structured facts, once. ``countries``: names of states as
    written, folded → code."""
    seen: set[tuple[str, str]] = set()

    def found() -> Iterator[Finding]:
        yield from _counts(id, case, text, record)
        yield from _ages(id, case, text, record)
        yield from _dates(id, case, text, record)
        for field, structured, narrative in places_told(case, text):
            yield _pair(id, field, record, structured, narrative)
        for structured, narrative in names_told(case, text):
            yield _pair(id, "name", record, structured, narrative)
        for structured, narrative in route_told(case, text, countries):
            yield _pair(id, "route", record, structured, narrative)

    for one in found():
        key = (one.variant, str(one.params["narrative"]))
        if key not in seen:
            seen.add(key)
            yield one


def _counts(id: str, case: DisclosedCase, text: str, record: str, *, detained: bool = True) -> Iterator[Finding]:
    for mentions, relations in (
        (children_mentions(text), _CHILD_RELATIONS),
        (sons_mentions(text), frozenset({"son", "stepson"})),
        (daughters_mentions(text), frozenset({"daughter", "stepdaughter"})),
    ):
        known = sum(p.relation in relations for p in case.persons)
        wrong = next((m for m in mentions if m.count != known), None)
        if wrong is not None:
            yield _pair(id, "children", record, known, wrong.sentence)
            break
    together = 1 + sum(bool(p.included) for p in case.persons if p.role != "client")
    for mention in people_mentions(text):
        if mention.count != together:
            yield _pair(id, "people", record, together, mention.sentence)
            break
    if not detained:
        return
    times = _detentions(case)
    for mention in detention_mentions(text):
        # An account of what happened at home need not count the custody of today.
        if mention.count not in times:
            yield _pair(id, "detentions", record, max(times), mention.sentence)
            break


def _ages(id: str, case: DisclosedCase, text: str, record: str) -> Iterator[Finding]:
    """Ages of today, and of a day that the sentence names, of the client and of relatives."""
    client = case.client
    born = bounds(client.birth) if client is not None else None
    if client is not None and born is not None:
        for mention in age_mentions(text):
            if not _may_be(mention.count, born, (case.as_of, case.as_of)):
                yield _pair(id, "age", record, _age_words(born, case.as_of), mention.sentence)
                break
        for mention, when in past_age_mentions(text):
            if when.first and when.last and not _may_be(mention.count, born, (when.first, when.last)):
                yield _pair(id, "age", record, _age_words(born, when.first), mention.sentence)
                break
    elif client is not None and isinstance(client.age_stated, int):
        wrong = next((m for m in age_mentions(text) if m.count != client.age_stated), None)
        if wrong is not None:
            yield _pair(id, "age", record, client.age_stated, wrong.sentence)
    for relation, mention in relative_ages(text):
        known = [p for p in case.persons if p.relation == relation]
        births = [day for p in known if (day := bounds(p.birth)) is not None]
        if len(births) == len(known) == 1 and not _may_be(mention.count, births[0], (case.as_of, case.as_of)):
            yield _pair(id, "age", record, _age_words(births[0], case.as_of), mention.sentence)


def _years(born: dt.date, day: dt.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _may_be(age: int | None, born: tuple[dt.date, dt.date], when: tuple[dt.date, dt.date]) -> bool:
    return age is None or _years(born[1], when[0]) <= age <= _years(born[0], when[1])


def _age_words(born: tuple[dt.date, dt.date], day: dt.date) -> str:
    least, most = _years(born[1], day), _years(born[0], day)
    return str(least) if least == most else f"{least}–{most}"


def _detentions(case: DisclosedCase) -> frozenset[int]:
    """How many detentions the case has: all of them, and those before the first entry. Events that tell of one, and
    spells of the table that no such event falls into."""
    told = [e for e in case.events if _DETAINED_ME.search(e.text or "")]
    starts = [known[0] for e in told if (known := bounds(e.date)) is not None]
    undated = len(told) - len(starts)
    client = case.client
    own = (None, client.id if client is not None else None)
    ended: dt.date | None = None
    for detention in sorted((d for d in case.detentions if d.person in own), key=_start_of):
        start = bounds(detention.from_at)
        if start is not None and ended is not None and start[0] <= ended:
            continue  # spells that overlap are one detention
        end = bounds(detention.to_at)
        ended = end[1] if end is not None else dt.date.max
        if start is None:
            undated += 1
        elif not any((known := bounds(e.date)) and known[0] <= start[1] <= known[1] for e in told):
            starts.append(start[0])
    entered = [known[0] for e in case.entries if (known := bounds(e.date)) is not None]
    before = sum(not entered or day < min(entered) for day in starts) + undated
    return frozenset({len(starts) + undated, before})


def _start_of(detention: Detention) -> dt.date:
    known = bounds(detention.from_at)
    return known[0] if known is not None else dt.date.max


def _dates(id: str, case: DisclosedCase, text: str, record: str) -> Iterator[Finding]:
    for mention in (*birth_years(text), *date_mentions(text)):
        other = _other_date(mention, case)
        if other is not None:
            field, structured = other
            yield _pair(id, field, record, structured, mention.sentence)


def _other_date(mention: Mention, case: DisclosedCase) -> tuple[str, str] | None:
    """The structured date that this mention seems to mean and does not equal, if any."""
    sentence = mention.sentence
    if mention.first is None:
        return _other_day(mention, case)
    if _BORN.search(sentence) and case.client is not None and (born := bounds(case.client.birth)) is not None:
        return None if _meets(mention, born) else ("birth", _printed(case.client.birth))
    if _ENTERED.search(sentence):
        entries = [known for e in case.entries if (known := bounds(e.date)) is not None]
        other_day = mention.exact and mention.first in set(_all_days(case))
        if entries and not any(_meets(mention, known) for known in entries) and not other_day:
            near = [known for known in entries if abs((known[0] - mention.first).days) < 200]
            # Where there is one entry, a sentence «в Беларусь» means it however far the dates are apart.
            if not near and len(entries) == 1 and _INTO_HERE.search(sentence):
                near = entries
            if near:
                return "entry", near[0][0].isoformat()
        return None
    if _told(mention, case) and (mention.exact or not _events_meant(mention, case)):
        return None
    if _DECIDED.search(sentence) and mention.exact:
        days = [d for decision in case.decisions for d in (decision.dated, decision.received, decision.announced) if d]
        near_days = [d for d in days if _near_miss(mention.first, d)]
        if days and mention.first not in days and near_days:
            return "decision", near_days[0].isoformat()
    meant = _events_meant(mention, case)
    if meant and not any(_meets(mention, known) for _, known in meant):
        event, _ = meant[0]
        return "date", f"{event.id}: {_printed(event.date)}"
    if mention.exact and not meant:
        for event in case.events:
            known = bounds(event.date)
            if known is not None and known[0] == known[1] and _near_miss(mention.first, known[0]):
                return "date", f"{event.id}: {known[0].isoformat()}"
    return None


_INTO_HERE = re.compile(r"\b(?:в|у)\s+(?:Республику\s+)?Беларус|\b(?:в|у)\s+Рэспубліку\s+Беларус", re.IGNORECASE)


def _events_meant(mention: Mention, case: DisclosedCase) -> list[tuple[DisclosedEvent, tuple[dt.date, dt.date]]]:
    """Events that speak of what the sentence speaks of, those with most words in common first."""
    said = stems(mention.sentence)
    alike = []
    for event in case.events:
        common = len(said & stems(event.text or ""))
        known = bounds(event.date)
        if known is not None and common >= ALIKE:
            alike.append((common, event, known))
    most = max((common for common, *_ in alike), default=0)
    return [(event, known) for common, event, known in alike if common == most]


def _other_day(mention: Mention, case: DisclosedCase) -> tuple[str, str] | None:
    """A day and month without a year, of a sentence that tells an event with another day."""
    meant = [(event, known) for event, known in _events_meant(mention, case) if known[0] == known[1]]
    if not meant or any((known[0].day, known[0].month) == mention.day_month for _, known in meant):
        return None
    days = {(known.day, known.month) for known in _all_days(case)}
    if mention.day_month in days:
        return None
    return "date", f"{meant[0][0].id}: {meant[0][1][0].isoformat()}"


def _all_days(case: DisclosedCase) -> Iterator[dt.date]:
    for value in _values(case):
        known = bounds(value)
        if known is not None and known[0] == known[1]:
            yield known[0]


def _meets(mention: Mention, known: tuple[dt.date, dt.date]) -> bool:
    return (
        mention.first is not None
        and mention.last is not None
        and mention.first <= known[1]
        and known[0] <= mention.last
    )


def _told(mention: Mention, case: DisclosedCase) -> bool:
    """Some structured date of the case agrees with the mention."""
    return any((known := bounds(value)) is not None and _meets(mention, known) for value in _values(case))


def _values(case: DisclosedCase) -> list[AnyDate | None]:
    values: list[AnyDate | None] = [e.date for e in case.events]
    values += [e.date for e in case.entries]
    for leg in case.routes:
        values += [leg.from_on, leg.to_on]
    for decision in case.decisions:
        values += [decision.dated, decision.received, decision.announced, decision.posted]
    values += [d.from_at for d in case.detentions] + [d.to_at for d in case.detentions]
    values += [x.date for x in case.evidence] + [p.birth for p in case.persons] + [p.death for p in case.persons]
    values += [a.asked for a in case.states_asked] + [s.since for s in case.prior_statuses]
    return values


def _near_miss(one: dt.date, other: dt.date) -> bool:
    """Two days that look like one day written twice: another year, another month, or a few days off."""
    same_day_and_month = (one.day, one.month) == (other.day, other.month) and abs(one.year - other.year) <= 2
    same_day_and_year = (one.day, one.year) == (other.day, other.year) and abs(one.month - other.month) == 1
    return one != other and (same_day_and_month or same_day_and_year or abs((one - other).days) <= 3)


_SIDES = {"left": "лев", "right": "прав"}


def _injuries(case: DisclosedCase) -> Iterator[Finding]:
    """The side of an injury against the words of the event: another side, or none."""
    for injury in case.injuries:
        event: DisclosedEvent | None = case.event(injury.event) if injury.event else None
        side = _SIDES.get(injury.side or "")
        if event is None or not event.text or side is None or not injury.part:
            continue
        body = next((w for w in injury.part.casefold().split() if not w.startswith(("лев", "прав"))), "")
        stem = body[:4]
        found = re.search(rf"((?:лев|прав)\w*\s+)?{re.escape(stem)}\w*", event.text.casefold()) if stem else None
        if found is None or (found[1] or "").startswith(side):
            continue
        yield _pair("CHK-CONTRA", "injury", event.id, injury.part, event.text)
