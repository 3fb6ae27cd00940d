"""The tabs of the case page as rows and sentences: pure functions over :class:`CaseData`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.draft import Draft
from legalaid_desktop.domain.facts import Event
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_remedies import Remedy
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.person import Person
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.clock_strip import ClockStrip, clock_strip
from legalaid_desktop.presenters.day_words import day_words, moment_words, partial_date_words
from legalaid_desktop.presenters.forms.fact_specs import FACTS, SECTIONS
from legalaid_desktop.presenters.forms.options import (
    capital,
    cut,
    decision_words,
    person_words,
    shown_name,
)
from legalaid_desktop.presenters.starting_sets import starting_set


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a list: ``kind`` and ``key`` say which record it stands for."""

    kind: str
    key: str
    title: str
    second: str = ""
    word: str = ""
    strip: ClockStrip | None = None
    sign: str = ""


def title_of(data: CaseData, words: Wording) -> str:
    meta = data.record.meta
    client = next((one for one in data.record.persons or () if one.role == "client"), None)
    return meta.title or (shown_name(client.names) if client else "") or words.say("case.untitled", ref=data.ref)


def sentence_of(data: CaseData, words: Wording) -> str:
    """Reference, topic, stage, place, in one line."""
    info = data.record.info
    topic = (data.law.topics.get(info.topic) or {}).get(words.lang, info.topic) if info.topic else ""
    region = data.law.regions.get(info.region or "", {})
    place = info.place or region.get("be_nom" if words.lang == "be" else "ru_nom", "")
    return " · ".join(part for part in (data.ref, topic, stage_words(data.record.stage, words), place) if part)


def stage_words(stage: str | None, words: Wording) -> str:
    if stage is None:
        return ""
    id = f"cases.stage.{stage}"
    return words.say(id) if words.has(id) else stage


@dataclass(frozen=True, kw_only=True)
class PersonLook:
    """A person as a chip shows them."""

    key: str
    name: str
    other: str
    year: str
    role: str
    mark: str


def people(data: CaseData, words: Wording) -> tuple[PersonLook, ...]:
    """The client first, then the family, then everyone else."""
    order = {"client": 0, "family": 1}
    persons = sorted(data.record.persons or (), key=lambda one: order.get(one.role or "", 2))
    return tuple(_look(person, data, words) for person in persons)


def _look(person: Person, data: CaseData, words: Wording) -> PersonLook:
    names = person.names
    name = person_words(person, words)
    other = next((one for one in (names.original, names.latin, names.be_nom) if one and one != name), "")
    if other:
        other = f"\u2068{other}\u2069"  # a name from right to left must not carry the year away with it
    year = partial_date_words(person.birth, words) if person.birth is not None else ""
    if person.birth is not None and person.birth.on is not None:
        year = words.say("date.year", year=person.birth.on.year)
    relation = person.relation or person.role
    kind = "relation" if person.relation else "role"
    role = data.labels.label_or(kind, relation, words.lang, sex=person.sex) if relation else ""
    mark = ""
    if person.role == "client":
        mark = words.say("case.safe_contact" if person.safe_address else "case.no_safe_contact")
    elif person.in_danger:
        mark = words.say("case.in_danger")
    return PersonLook(key=str(person.id), name=name, other=other, year=year, role=role or "", mark=mark)


# ------------------------------------------------------------------------------------------------ clocks


def clock_lines(data: CaseData, words: Wording, *, primary_only: bool = False) -> tuple[Line, ...]:
    """Every reading of every clock, the earliest first; those that are done or missed come last."""
    rows = [row for row in data.clocks if row.primary or not primary_only]
    over = (DeadlineStatus.DONE, DeadlineStatus.MISSED)
    return tuple(_clock_line(row, data, words) for row in sorted(rows, key=lambda row: row.status in over))


def further_lines(data: CaseData, words: Wording) -> tuple[Line, ...]:
    """Clocks that other facts than decisions start, as :func:`clock_lines`."""
    over = (DeadlineStatus.DONE, DeadlineStatus.MISSED)
    return tuple(_clock_line(row, data, words) for row in sorted(data.further, key=lambda row: row.status in over))


def _clock_line(row: DeadlineRow, data: CaseData, words: Wording) -> Line:
    rule = data.law.rules[row.rule]
    decision = next((one for one in data.record.decisions or () if one.id == row.decision), None)
    about = decision_words(decision, data.labels, words) if decision is not None else ""
    return Line(
        kind="deadline",
        key=str(row.id),
        title=capital(rule.act(words.lang)),
        second=about or words.say("case.clock_of_case"),
        strip=clock_strip(row, data.today, words),
    )


# ------------------------------------------------------------------------------------------------ lists


def event_lines(data: CaseData, words: Wording) -> tuple[Line, ...]:
    """In the order of time; what has no date stands last."""
    return tuple(
        Line(
            kind="event",
            key=str(event.id),
            title=cut(event.text or "", 200) or words.say("case.event_empty"),
            second=_event_second(event, data, words),
            word=visibility_words(event.visibility, words),
        )
        for event in sorted(data.record.events or (), key=time_key)
    )


def _event_second(event: Event, data: CaseData, words: Wording) -> str:
    when = partial_date_words(event.date, words) if event.date is not None else words.say("case.no_date")
    certainty = data.labels.label_or("certainty", event.certainty, words.lang) if event.certainty else ""
    papers = words.say("case.papers_linked", n=len(event.evidence)) if event.evidence else ""
    return " · ".join(part for part in (when, event.place or "", certainty or "", papers) if part)


def time_key(event: Event) -> tuple[int, int, int, int]:
    """By the earliest day that the date may mean."""
    date = event.date
    if date is None or (date.year is None and date.on is None and date.from_on is None and date.to_on is None):
        return (9999, 13, 32, 0)
    first = date.on or date.from_on or date.to_on
    if first is not None:
        return (first.year, first.month, first.day, 0)
    season = {"winter": 1, "spring": 3, "summer": 6, "autumn": 9}.get(date.season.value if date.season else "", 0)
    return (date.year or 9999, date.month or season, 0, 1)


def visibility_words(visibility: Visibility | None, words: Wording) -> str:
    return words.say(f"case.seen.{(visibility or Visibility.INTERNAL).value}")


def note_lines(data: CaseData, words: Wording) -> tuple[Line, ...]:
    """The newest first."""
    return tuple(_note_line(note, words) for note in reversed(data.record.notes or ()))


def _note_line(note: ConsultationNote, words: Wording) -> Line:
    first, _, rest = note.text.strip().partition("\n")
    when = moment_words(note.at, words) if note.at is not None and note.at.tzinfo is not None else ""
    channel = channel_words(note.channel, words)
    seen = words.say("note.confidential_mark" if note.confidential else "case.seen.internal")
    return Line(
        kind="note",
        key=str(note.id),
        title=cut(first, 200),
        second=" · ".join(part for part in (when, channel, cut(rest, 160)) if part),
        word=seen,
        sign="lock" if note.confidential else "",
    )


CHANNELS: Final = ("phone", "telegram", "whatsapp", "signal", "email", "person", "relative", "partner")


def channel_words(channel: str | None, words: Wording) -> str:
    """How a talk was held; a word of the office's own stays as it is."""
    return words.say(f"note.channel.{channel}") if channel in CHANNELS else channel or ""


def evidence_lines(data: CaseData, words: Wording) -> tuple[Line, ...]:
    lines = []
    for piece in data.record.evidence or ():
        when = partial_date_words(piece.date, words) if piece.date is not None else ""
        kind = data.labels.label_or("evidence_kind", piece.kind, words.lang) if piece.kind else ""
        pages = words.say("case.pages", n=piece.pages) if piece.pages else ""
        file = data.files.get(str(piece.id))
        held = words.say("case.file_in_vault", size=size_words(file.size, words)) if file else words.say("case.no_file")
        parts = (capital(kind or ""), when, pages, held)
        lines.append(
            Line(
                kind="evidence",
                key=str(piece.id),
                title=piece.title or words.say("case.evidence_empty"),
                second=" · ".join(part for part in parts if part),
                word=visibility_words(piece.visibility, words),
                sign="paper",
            )
        )
    return tuple(lines)


def size_words(size: int, words: Wording) -> str:
    if size < 1_000_000:
        return words.say("case.kilobytes", n=max(1, round(size / 1000)))
    return words.say("case.megabytes", n=round(size / 1_000_000))


def decision_lines(data: CaseData, words: Wording) -> tuple[Line, ...]:
    lines = []
    for decision in data.record.decisions or ():
        four = (("dated", decision.dated), ("announced", decision.announced), ("posted", decision.posted))
        days = [words.say(f"case.date.{name}", day=day_words(day, words, weekday=False)) for name, day in four if day]
        received = decision.received or (decision.received_at.date() if decision.received_at else None)
        if received:
            days.append(words.say("case.date.received", day=day_words(received, words, weekday=False)))
        else:
            days.append(words.say("case.not_received"))
        lines.append(
            Line(
                kind="decision",
                key=str(decision.id),
                title=decision_words(decision, data.labels, words),
                second=" · ".join(days),
                sign="paper",
            )
        )
    return tuple(lines)


def fact_lines(data: CaseData, words: Wording) -> tuple[Line, ...]:
    """Records of the rarer kinds, kind by kind."""
    lines = []
    for form in FACTS:
        items: Sequence[Any] = (
            ((data.record.extradition,) if data.record.extradition else ())
            if form.key == "extradition"
            else getattr(data.record, SECTIONS[form.key]) or ()
        )
        for number, item in enumerate(items):
            lines.append(
                Line(
                    kind=form.key,
                    key="" if form.key == "extradition" else str(getattr(item, "id", None) or number),
                    title=words.say(f"form.title.{form.key}"),
                    second=_fact_words(form.key, item, data, words),
                )
            )
    return tuple(lines)


def _fact_words(kind: str, item: Any, data: CaseData, words: Wording) -> str:
    parts: list[str] = []
    for name in ("date", "from_on", "from_at", "dated", "requested", "since", "asked"):
        value = getattr(item, name, None)
        if value is not None and hasattr(value, "precision"):
            parts.append(partial_date_words(value, words))
    for name in ("text", "point", "place", "offence", "given_by", "title", "says", "what", "part", "answer", "source"):
        value = getattr(item, name, None)
        if isinstance(value, str) and value:
            parts.append(cut(value, 120))
    for name, label in (("country", "country_short"), ("state", "country_short"), ("scope", "consent_scope")):
        value = getattr(item, name, None)
        if value:
            parts.append(data.labels.label_or(label, value, words.lang) or value)
    if kind == "detention" and item.kind:
        parts.append(data.labels.label_or("detention_kind", item.kind, words.lang) or item.kind)
    if kind == "missed" and item.reason:
        parts.append(data.labels.label_or("missed_reason", item.reason, words.lang) or item.reason)
    return " · ".join(part for part in parts if part)


# ------------------------------------------------------------------------------------------------ drafts


def draft_lines(data: CaseData, words: Wording) -> tuple[Line, ...]:
    titles = {paper.id: paper.title.get(words.lang) or paper.title["ru"] for paper in data.papers}
    return tuple(
        Line(
            kind="draft",
            key=str(draft.id),
            title=titles.get(str(draft.document), str(draft.document)),
            second=_draft_second(draft, words),
            word=words.say(f"draft.state.{draft.state.value}"),
            sign="paper",
        )
        for draft in data.drafts
    )


def _draft_second(draft: Draft, words: Wording) -> str:
    parts = [words.say("case.draft_changed", when=moment_words(draft.changed_at, words))]
    if draft.edits:
        parts.append(words.say("case.draft_edits", n=len(draft.edits)))
    if draft.exports:
        parts.append(words.say("case.draft_exported", when=moment_words(draft.exports[-1].at, words)))
    return " · ".join(parts)


def offer_lines(data: CaseData, words: Wording) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Papers that have no draft yet: those that the topic usually needs, and all others."""
    begun = {str(draft.document) for draft in data.drafts}
    wanted = starting_set(data.record, clocks=data.clocks, today=data.today)
    usual: list[Line] = []
    others: list[Line] = []
    for paper in sorted(data.papers, key=lambda one: wanted.index(one.id) if one.id in wanted else 99):
        if paper.id in begun:
            continue
        line = Line(
            kind="paper",
            key=paper.id,
            title=paper.title.get(words.lang) or paper.title["ru"],
            second=words.say("case.paper_as_of", id=paper.id, day=day_words(paper.as_of, words, weekday=False)),
            word="" if paper.reviewed else words.say("clock.unchecked"),
            sign="paper",
        )
        (usual if paper.id in wanted else others).append(line)
    return tuple(usual), tuple(others)


def closed_lines(law: LawPack, today: dt.date, words: Wording) -> tuple[Line, ...]:
    """Remedies that are never offered (documents.md §0), each with its reason and its date."""
    return tuple(
        Line(
            kind="closed",
            key=door.id,
            title=door.title(words.lang),
            second=door.why(words.lang),
            word=_closed_when(door, law, words),
        )
        for door in law.remedies.on(today)
        if door.closed_on(today)
    )


def _closed_when(door: Remedy, law: LawPack, words: Wording) -> str:
    if door.never:
        return words.say("remedies.text.never")
    id = "case.closed_since" if door.closed_since else "case.closed_as_of"
    return words.say(id, day=day_words(door.closed_since or law.as_of, words, weekday=False))
