"""The rows of A3: everything of a case that has its place on the line of time, one line each, each row traceable."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.facts.application_words import say
from legalaid_desktop.documents.facts.basics import text
from legalaid_desktop.documents.facts.family import facts_label, is_dead, relatives
from legalaid_desktop.documents.facts.office_words import own_place
from legalaid_desktop.documents.facts.persons import nameless, person
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.statement import statement_numbers
from legalaid_desktop.documents.facts.timeline import AnyDate, Dated, bounds, in_order
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedEvent
from legalaid_desktop.domain.facts import RouteLeg
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.grammar.dates import date_words, moment_words

ROW: Final[FieldTree] = {
    "n": "number", "date": "text", "place": "text", "what": "text", "source": "text", "proofs": "text",
    "has_proofs": "flag", "paragraph": "number", "numbered": "flag",
}  # fmt: skip
CHRONOLOGY: Final[FieldTree] = {"rows": [ROW], "any": "flag", "undated": "flag", "paragraphs": "flag"}


def heard_from(source: FactSource, event: DisclosedEvent) -> str:
    """«со слов соседей», by a role and never by a name; where nobody wrote who it was, «со слов других лиц»."""
    known = source.words.label("heard_from", event.certainty or "", "nom") if event.certainty else None
    return known if known and known.startswith(("со слов", "са слоў")) else say(source, "by_others")


OWN: Final = "own"
PAPER: Final = "by_paper"
"""Keys of the words for a row whose source nobody wrote down, and for one taken from a paper."""


@dataclass(frozen=True, kw_only=True)
class Row(Dated):
    what: str
    origin: str
    place: str | None = None
    known: str = OWN
    refs: tuple[str, ...] = ()
    paragraph: int | None = None
    shown: str | None = None
    """The date in words where it is a period of two partial dates."""


def known_by(source: FactSource, event: DisclosedEvent) -> str:
    """Own, family or paper: how the client knows it, for the column of sources."""
    if event.how_known == "heard":
        return heard_from(source, event)
    return (source.words.label("source_word", event.how_known, "nom") if event.how_known else None) or say(source, OWN)


def period(source: FactSource, leg: RouteLeg) -> str | None:
    """«август – сентябрь 2026 г.» as «август 2026 г. – сентябрь 2026 г.»; one bound alone «с …» or «до …»."""
    start = bounds(leg.from_on)
    end = bounds(leg.to_on)
    if leg.from_on is not None and start and leg.to_on is not None and end:
        first = date_words(leg.from_on, "letter", source.language)
        last = date_words(leg.to_on, "letter", source.language)
        return first if first == last else f"{first} – {last}"
    if leg.from_on is not None and start:
        return date_words(leg.from_on, "since", source.language)
    if leg.to_on is not None and end:
        return date_words(leg.to_on, "until", source.language)
    return None


def _moment(source: FactSource, value: PartialDate | None) -> str | None:
    """A birth or a death that lies in a range: «между 30 декабря 2015 г. и 2 января 2016 г.»."""
    ranged = value is not None and value.precision is Precision.RANGE
    return moment_words(value, source.language) if value is not None and ranged else None


def _rows(source: FactSource) -> list[Row]:
    case = source.case
    label = source.words.label
    found: list[Row] = []
    client = case.client
    if client is not None and bounds(client.birth):
        found.append(
            Row(
                date=client.birth,
                what=say(source, "row_birth"),
                place=client.birth_place,
                origin=f"{client.id}.birth",
                shown=_moment(source, client.birth),
            )
        )
    for who in relatives(case):
        kin = facts_label(source, who) or say(source, "relative")
        name = None if who.by_role is not None or nameless(who) else source_name(source, who.id)
        called = f"{kin} {name}" if name and name != kin else kin
        if who.relation in ("son", "daughter", "child") and bounds(who.birth):
            place = None if who.by_role is not None else who.birth_place
            found.append(
                Row(
                    date=who.birth,
                    what=say(source, "row_child", called),
                    place=place,
                    origin=f"{who.id}.birth",
                    shown=_moment(source, who.birth),
                )
            )
        if is_dead(who) and who.death is not None:
            found.append(
                Row(
                    date=who.death,
                    what=say(source, "row_death", called),
                    origin=f"{who.id}.death",
                    shown=_moment(source, who.death),
                )
            )
        if who.role == "missing" and who.last_contact is not None and who.by_role is None:
            found.append(
                Row(
                    date=who.last_contact,
                    what=say(source, "row_contact", called),
                    place=who.last_place,
                    origin=f"{who.id}.last_contact",
                )
            )
    with_statement = "A2" in case.documents or any(code == "A2" and s.attached for code, s in source.states.items())
    numbers = statement_numbers(case) if with_statement else {}
    for event in case.events:
        if (event.text or "").strip():
            proofs = (*event.evidence, *(x.id for x in case.evidence if event.id in x.proves))
            found.append(
                Row(
                    date=event.date,
                    what=_in_a_line(source, event.text or "", numbers.get(event.id)),
                    place=event.place,
                    known=known_by(source, event),
                    refs=proofs,
                    paragraph=numbers.get(event.id),
                    origin=f"{event.id}.text",
                )
            )
    for n, leg in enumerate(case.routes, 1):
        state = label("country", leg.country, "nom") if leg.country else None
        stay = label("prior_status", leg.status, "nom") if leg.status else None
        more = [say(source, "row_status", stay)] if stay else []
        if leg.asked_protection is True:
            came = (leg.result or "").strip().rstrip(".")
            more.append(say(source, "row_asked", say(source, "row_result", came) if came else ""))
        elif leg.asked_protection is False:
            more.append(say(source, "row_not_asked"))
        what = "; ".join([say(source, "row_stay"), *more])
        found.append(
            Row(date=leg.from_on or leg.to_on, what=what, place=state, origin=f"route.{n}", shown=period(source, leg))
        )
    for n, entry in enumerate(case.entries, 1):
        found.append(
            Row(
                date=entry.date,
                what=say(source, "row_entry"),
                place=entry_point(entry.point, entry.lawful),
                origin=f"entry.{n}",
            )
        )
    for n, status in enumerate(case.prior_statuses, 1):
        kind = label("prior_status", status.kind, "nom") if status.kind else None
        state = label("country", status.state, "nom") if status.state else None
        found.append(
            Row(
                date=status.since,
                what=say(source, "row_protection", f": {kind}" if kind else ""),
                place=state,
                known=PAPER if status.evidence else OWN,
                refs=(status.evidence,) if status.evidence else (),
                origin=f"prior_status.{n}",
            )
        )
    for n, asked in enumerate(case.states_asked, 1):
        state = label("country", asked.country, "nom") if asked.country else None
        said = (asked.answer or "").strip().rstrip(".")
        answer = say(source, "row_answer", said) if said else ""
        found.append(
            Row(
                date=asked.asked,
                what=say(source, "row_state_asked", answer),
                place=state,
                refs=(asked.evidence,) if asked.evidence else (),
                origin=f"state_asked.{n}",
            )
        )
    for n, held in enumerate(case.detentions, 1):
        if held.person is not None and client is not None and held.person != client.id:
            continue
        kind = label("detention_kind", held.kind, "nom") if held.kind else None
        origin = f"{held.id or f'detention.{n}'}.from"
        begins = say(source, "row_begins", kind) if kind else say(source, "row_begins_custody")
        ends = say(source, "row_ends", kind) if kind else say(source, "row_ends_custody")
        found.append(Row(date=_day(held.from_at), what=begins, place=held.place, origin=origin))
        if held.to_at is not None and (_day(held.to_at) or dt.date.max) <= source.as_of:
            found.append(Row(date=_day(held.to_at), what=ends, place=held.place, origin=origin))
    if case.extradition is not None and case.extradition.requested is not None:
        state = label("country", case.extradition.state, "nom") if case.extradition.state else None
        found.append(
            Row(
                date=case.extradition.requested,
                what=say(source, "row_request"),
                place=state,
                origin="extradition.requested",
            )
        )
    for record in case.interview_records:
        found.append(Row(date=record.date, what=say(source, "row_interview"), known=PAPER, origin="interview_record"))
    for decision in case.decisions:
        if decision.person is not None and client is not None and decision.person != client.id:
            continue
        kind = label("decision_kind", decision.kind, "nom") if decision.kind else None
        number = f" №\u00a0{decision.number}" if decision.number else ""
        name = f"{kind or say(source, 'decision')}{number}"
        body = source.law.authorities.get(decision.authority) if decision.authority else None
        place = body.forms.get(f"{source.language}_nom") if body is not None and not body.template else None
        steps = (
            (say(source, "row_decided"), decision.dated, place),
            (say(source, "row_announced"), decision.announced_at or decision.announced, None),
            (say(source, "row_posted"), decision.posted, None),
            (
                say(source, "row_shown" if decision.copy_given is False else "row_received"),
                decision.received_at or decision.received,
                None,
            ),
        )
        for word, when, where in steps:
            day = _day(when)
            if day is not None:
                found.append(
                    Row(
                        date=day,
                        what=f"{word}: {name}",
                        place=where,
                        known=PAPER,
                        refs=(decision.id,),
                        origin=f"{decision.id}.dated",
                    )
                )
    return found


LONGEST_LINE: Final = 600
"""Characters of an event in the table; a longer one stands whole in A2, and the row says where."""


def _in_a_line(source: FactSource, value: str, paragraph: int | None) -> str:
    """The event in one line: its first sentences where it is long and A2 has it whole."""
    words = " ".join(value.split())
    if len(words) <= LONGEST_LINE or paragraph is None:
        return words
    cut = max((words.rfind(sign, 0, LONGEST_LINE - 100) for sign in (". ", "! ", "? ", "; ")), default=-1)
    head = words[: cut + 1] if cut > 0 else words[: words.rfind(" ", 0, LONGEST_LINE - 100)]
    return f"{head} … ({say(source, 'in_full', paragraph)})"


def entry_point(point: str | None, lawful: str | None) -> str | None:
    """The place of an entry; nothing for one that is stated as unlawful: how it was is told in the interview."""
    return None if lawful == "no" else point


def _day(value: dt.datetime | dt.date | None) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def source_name(source: FactSource, record: str) -> str | None:
    """The name of a person in the nominative, as papers print it."""
    who = next((p for p in source.case.persons if p.id == record), None)
    full = person(source, who)["full"] if who is not None else None
    return str(full) if full else None


def chronology(source: FactSource) -> dict[str, Fact]:
    """Numbered rows by the shape ``CHRONOLOGY``. Dates are as precise as they are known."""
    ordered = in_order(_rows(source))
    rows: list[Fact] = []
    for n, row in enumerate(ordered, 1):
        proofs = _titles(source, row.refs)
        rows.append(
            {
                "n": n,
                "date": FactText(row.shown or _words(source, row.date), row.origin),
                "place": text(own_place(row.place), row.origin) or FactText("–", row.origin),
                "what": FactText(row.what, row.origin),
                "source": FactText(say(source, row.known) if row.known in (OWN, PAPER) else row.known, row.origin),
                "proofs": text(proofs, row.origin),
                "has_proofs": bool(proofs),
                "paragraph": row.paragraph,
                "numbered": row.paragraph is not None,
            }
        )
    return {
        "rows": rows,
        "any": bool(rows),
        "undated": any(bounds(row.date) is None for row in ordered),
        "paragraphs": any(row.paragraph is not None for row in ordered),
    }


def _titles(source: FactSource, refs: tuple[str, ...]) -> str:
    """Titles of the proofs: the chronology travels with several papers, whose annex numbers differ."""
    pieces = [x for x in source.case.evidence if x.id in refs]
    titles = [" ".join((x.title or "").split()).rstrip(".;,") for x in pieces]
    if any(d.id in refs and d.copy_given for d in source.case.decisions):
        titles.append(say(source, "copy"))
    return "; ".join(title for title in titles if title)


def _words(source: FactSource, value: AnyDate | None) -> str:
    if value is None or bounds(value) is None:
        return say(source, "date_unknown")
    day = not isinstance(value, PartialDate) or value.precision is Precision.DAY
    return date_words(value, "table" if day else "letter", source.language, original=False)
