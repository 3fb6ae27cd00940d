"""CHK-DATE: orders of time that cannot be (documents.md §6).

Partial dates count only when every reading of them is impossible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding
from legalaid_desktop.documents.facts.timeline import AnyDate, bounds, certainly_before
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent, DisclosedPerson
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.partial_date import PartialDate, Precision

_CHILDREN = frozenset({"son", "daughter", "child"})
_PARENTS = frozenset({"mother", "father", "parent"})
_SPOUSES = frozenset({"wife", "husband", "spouse"})
YOUNGEST_PARENT = 12
"""Years; also the youngest age for a marriage that passes without a question."""


def _impossible(variant: str, record: str | None, *, n: int = 1, day: str = "–") -> Finding:
    return finding("CHK-DATE", Severity.OVERRIDABLE, variant, record=record, n=n, day=day)


def _after(one: AnyDate | None, other: AnyDate | None) -> bool:
    """``one`` is certainly later than ``other``."""
    first, second = bounds(one), bounds(other)
    return first is not None and second is not None and first[0] > second[1]


def dates(context: CheckContext) -> Iterator[Finding]:
    case, today = context.case, context.as_of
    client = case.client
    yield from _events(case, client, today)
    yield from _decisions(context)
    for person in case.persons:
        yield from _person(person, client, case, today)
    for detention in case.detentions:
        if _after(detention.from_at, detention.to_at):
            yield _impossible("detention", detention.id)
        for sanction in detention.sanctions or ():
            if _after(sanction.from_on, sanction.to_on):
                yield _impossible("detention", detention.id)
    still = [
        d for d in case.detentions if d.to_at is None and (d.person is None or not client or d.person == client.id)
    ]
    if len(still) > 1:
        yield _impossible("two_open", still[-1].id)
    for n, missed in enumerate(case.missed, 1):
        if _after(missed.from_on, missed.to_on):
            yield _impossible("missed", f"missed.{n}")
    for consent in case.consents:
        if _after(consent.date, consent.withdrawn):
            yield _impossible("consent", consent.scope)
    for piece in case.evidence:
        if _after(piece.date, today):
            yield _impossible("future", piece.id)
    asked = case.extradition.requested if case.extradition is not None else None
    for decision in case.decisions:
        if decision.kind == "extradition" and _after(asked, decision.dated):
            yield _impossible("request_after_decision", decision.id)
    for n, leg in enumerate(case.routes, 1):
        if _after(leg.from_on, leg.to_on):
            yield _impossible("route", f"route.{n}")


def _events(case: DisclosedCase, client: DisclosedPerson | None, today: dt.date) -> Iterator[Finding]:
    arrived = [e.date for e in case.entries if e.date is not None]
    for n, entry in enumerate(case.entries, 1):
        if _after(entry.date, today):
            yield _impossible("entry_future", f"entry{n}")
    for event in case.events:
        if event.date is not None and event.date.precision is Precision.RANGE and _backwards(event.date):
            yield _impossible("range", event.id)
        if client is not None and certainly_before_birth(event.date, client):
            yield _impossible("before_birth", event.id)
        if _after(event.date, today):
            yield _impossible("future", event.id)
        if (
            event.how_known == "seen"
            and arrived
            and all(_after(event.date, day) for day in arrived)
            and (_at_home(event.place, case) or _seen_before(event, case, arrived))
        ):
            yield _impossible("after_departure", event.id)


def _backwards(date: AnyDate) -> bool:
    start, end = getattr(date, "from_on", None), getattr(date, "to_on", None)
    return start is not None and end is not None and start > end


def certainly_before_birth(date: AnyDate | None, client: DisclosedPerson) -> bool:
    born = bounds(client.birth)
    return born is not None and date is not None and certainly_before(date, born[0])


def _seen_before(event: DisclosedEvent, case: DisclosedCase, arrived: list[PartialDate]) -> bool:
    """An event before the first entry happened at the very same named place, abroad."""
    place = (event.place or "").casefold().strip()
    here = (case.place or "").casefold()
    if not place or place in here or (here in place and here):
        return False
    return any(
        other.id != event.id
        and (other.place or "").casefold().strip() == place
        and all(_after(day, other.date) for day in arrived)
        for other in case.events
    )


def _at_home(place: str | None, case: DisclosedCase) -> bool:
    """The place is named as the state of origin or the client's home town; other place names cannot be told."""
    text = (place or "").casefold()
    marks = ("родной", "страна происхождения", "стране происхождения", "на родине", "дома", "родны")
    if any(mark in text for mark in marks):
        return True
    client = case.client
    return bool(client and client.birth_place and text and text == client.birth_place.casefold())


def _decisions(context: CheckContext) -> Iterator[Finding]:
    today = context.as_of
    for decision in context.case.decisions:
        for later, name in (
            (decision.received or (decision.received_at.date() if decision.received_at else None), "received"),
            (decision.announced or (decision.announced_at.date() if decision.announced_at else None), "announced"),
            (decision.posted, "posted"),
        ):
            if later is not None and decision.dated is not None and later < decision.dated:
                yield _impossible(f"{name}_before_dated", decision.id)
            if later is not None and later > today:
                yield _impossible("decision_future", decision.id)
        if decision.dated is not None and decision.dated > today:
            yield _impossible("decision_future", decision.id)
        if decision.kind == "refusal_protection" and decision.dated is not None:
            entries = [e.date for e in context.case.entries]
            if entries and all(_after(day, decision.dated) for day in entries):
                yield _impossible("decision_before_entry", decision.id)


def _person(
    person: DisclosedPerson, client: DisclosedPerson | None, case: DisclosedCase, today: dt.date
) -> Iterator[Finding]:
    if _after(person.birth, today):
        yield _impossible("born_future", person.id)
    if _after(person.birth, person.death):
        yield _impossible("death", person.id)
    if client is not None and person.id != client.id:
        mine, theirs = bounds(client.birth), bounds(person.birth)
        if mine and theirs:
            # Youngest and oldest possible difference in years between parent and child.
            if person.relation in _CHILDREN and theirs[1].year - mine[0].year < YOUNGEST_PARENT:
                yield _impossible("child_older", person.id)
            if person.relation in _PARENTS and mine[1].year - theirs[0].year < YOUNGEST_PARENT:
                yield _impossible("parent_younger", person.id)
            if person.relation in _SPOUSES and today.year - theirs[0].year < YOUNGEST_PARENT:
                yield _impossible("marriage", person.id)
    if person.role != "client" and not person.included:
        return
    for n, paper in enumerate(person.docs or (), 1):
        ends = bounds(paper.expires)
        if ends is None:
            continue
        lawful = [e.date for e in case.entries if e.lawful == "yes"]
        if any(_after(day, paper.expires) for day in lawful):
            yield _impossible("paper_at_entry", person.id, n=n, day=ends[1].isoformat())
        elif ends[1] < today:
            yield _impossible("paper_expired", person.id, n=n, day=ends[1].isoformat())
        if _after(paper.issued, paper.expires):
            yield _impossible("paper_order", person.id, n=n)
