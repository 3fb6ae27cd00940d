"""CHK-CONTRA and CHK-CROSSDOC: the account against the facts, this paper against earlier ones (documents.md §6).

Each pair is shown side by side; a person says whether both are true or one is to be mended.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from legalaid_desktop.documents.checks.account_reading import (
    Mention,
    age_mentions,
    birth_years,
    children_mentions,
    city_mentions,
    date_mentions,
    daughters_mentions,
    detention_mentions,
    people_mentions,
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
    r"\b(?:меня|мяне|нас|я|мы)\b[^.;]{0,40}\b(?:задерж|арест|затрым|арышт)|\b(?:задерж|арест|затрым|арышт)\w*\s+(?:меня|мяне|нас)\b",
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


def contradictions(context: CheckContext) -> Iterator[Finding]:
    """The account against the facts, in papers that print one or the other."""
    case = context.case
    client = case.client
    records = {origin.split(".", 1)[0] for origin in context.facts}
    told = "narrative" in records or any(event.id in records for event in case.events)
    family = any(p.id in records for p in case.persons if p.role != "client")
    if not told and not family:
        return
    for n, narrative in enumerate(case.narratives, 1):
        if narrative.person is None or client is None or narrative.person == client.id:
            yield from against_facts("CHK-CONTRA", case, narrative.text, f"narrative.{n}")
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
        yield from against_facts("CHK-CROSSDOC", context.case, record.says or "", f"interview.{n}")
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


def against_facts(id: str, case: DisclosedCase, text: str, record: str) -> Iterator[Finding]:
    """Every statement of ``text`` that differs from the structured facts, once."""
    yield from _counts(id, case, text, record)
    yield from _dates(id, case, text, record)
    yield from _places(id, case, text, record)
    yield from _names(id, case, text, record)


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
    client = case.client
    born = bounds(client.birth) if client is not None else None
    if born is not None and born[0] == born[1]:
        age = case.as_of.year - born[0].year - ((case.as_of.month, case.as_of.day) < (born[0].month, born[0].day))
        for mention in age_mentions(text):
            if mention.count != age:
                yield _pair(id, "age", record, age, mention.sentence)
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
        if mention.count != times:
            yield _pair(id, "detentions", record, times, mention.sentence)
            break


def _detentions(case: DisclosedCase) -> int:
    """Events that tell of a detention, and detentions of the table that no such event falls into."""
    told = [e for e in case.events if _DETAINED_ME.search(e.text or "")]
    count = len(told)
    client = case.client
    own = (None, client.id if client is not None else None)
    ended: dt.date | None = None
    for detention in sorted((d for d in case.detentions if d.person in own), key=_start_of):
        start = bounds(detention.from_at)
        if start is not None and ended is not None and start[0] <= ended:
            continue  # spells that overlap are one detention
        end = bounds(detention.to_at)
        ended = end[1] if end is not None else dt.date.max
        if start is None or not any((known := bounds(e.date)) and known[0] <= start[1] <= known[1] for e in told):
            count += 1
    return count


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
    if _BORN.search(sentence) and case.client is not None and (born := bounds(case.client.birth)) is not None:
        return None if _meets(mention, born) else ("birth", _printed(case.client.birth))
    if _ENTERED.search(sentence):
        entries = [known for e in case.entries if (known := bounds(e.date)) is not None]
        if entries and not any(_meets(mention, known) for known in entries) and not _told(mention, case):
            near = [known for known in entries if mention.first and abs((known[0] - mention.first).days) < 200]
            if near:
                return "entry", near[0][0].isoformat()
        return None
    if _told(mention, case):
        return None
    if _DECIDED.search(sentence) and mention.exact:
        days = [d for decision in case.decisions for d in (decision.dated, decision.received, decision.announced) if d]
        near_days = [d for d in days if mention.first and _near_miss(mention.first, d)]
        if days and mention.first not in days and near_days:
            return "decision", near_days[0].isoformat()
    said = stems(sentence)
    for event in case.events:
        known = bounds(event.date)
        if known is None or _meets(mention, known):
            continue
        if len(said & stems(event.text or "")) >= ALIKE:
            return "date", f"{event.id}: {_printed(event.date)}"
    if mention.exact and mention.first is not None:
        for event in case.events:
            known = bounds(event.date)
            if known is not None and known[0] == known[1] and _near_miss(mention.first, known[0]):
                return "date", f"{event.id}: {known[0].isoformat()}"
    return None


def _meets(mention: Mention, known: tuple[dt.date, dt.date]) -> bool:
    return (
        mention.first is not None
        and mention.last is not None
        and mention.first <= known[1]
        and known[0] <= mention.last
    )


def _told(mention: Mention, case: DisclosedCase) -> bool:
    """Some structured date of the case agrees with the mention."""
    values: list[AnyDate | None] = [e.date for e in case.events]
    values += [e.date for e in case.entries]
    for leg in case.routes:
        values += [leg.from_on, leg.to_on]
    for decision in case.decisions:
        values += [decision.dated, decision.received, decision.announced, decision.posted]
    values += [d.from_at for d in case.detentions] + [d.to_at for d in case.detentions]
    values += [x.date for x in case.evidence] + [p.birth for p in case.persons] + [p.death for p in case.persons]
    values += [a.asked for a in case.states_asked] + [s.since for s in case.prior_statuses]
    return any((known := bounds(value)) is not None and _meets(mention, known) for value in values)


def _near_miss(one: dt.date, other: dt.date) -> bool:
    """Two days that look like one day written twice: another year, another month, or a few days off."""
    same_day_and_month = (one.day, one.month) == (other.day, other.month) and abs(one.year - other.year) <= 2
    same_day_and_year = (one.day, one.year) == (other.day, other.year) and abs(one.month - other.month) == 1
    return one != other and (same_day_and_month or same_day_and_year or abs((one - other).days) <= 3)


def _places(id: str, case: DisclosedCase, text: str, record: str) -> Iterator[Finding]:
    for sentence, name in city_mentions(text):
        said = stems(sentence)
        for event in case.events:
            named = [n for _s, n in city_mentions(event.place or "")]
            if named and len(said & stems(event.text or "")) >= ALIKE and not any(n[:4] == name[:4] for n in named):
                yield _pair(id, "place", record, f"{event.id}: {event.place}", sentence)
                break


_RELATION_WORDS = {
    "brother": r"брат\w*", "sister": r"сестр\w*", "wife": r"жен[аыеу]\w*", "husband": r"муж\w*", "son": r"сын\w*",
    "daughter": r"доч\w*", "mother": r"мат[ьеи]\w*", "father": r"от(?:ец|ц\w+)",
}  # fmt: skip


def _names(id: str, case: DisclosedCase, text: str, record: str) -> Iterator[Finding]:
    for relation, pattern in _RELATION_WORDS.items():
        named = [p for p in case.persons if p.relation == relation and p.names.given]
        if not named:
            continue
        for found in re.finditer(rf"\b(?:мо[йяюиегму]\w*|наш\w*)\s+{pattern}\s+(?P<name>[А-ЯЁЎІ][а-яёўі]+)", text):
            if not any((p.names.given or "")[:3].casefold() == found["name"][:3].casefold() for p in named):
                shown = ", ".join(p.names.given or "" for p in named)
                yield _pair(id, "name", record, shown, found.group())


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
