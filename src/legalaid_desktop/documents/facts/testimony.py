"""Facts of the papers about ill-treatment (documents.md F1–F6): what was told, by whom it is known, and the injuries.

Seen, heard and read are kept apart; nothing says who the officers were beyond the client's own words. Injuries are
words, one row each, and what nobody wrote down is said to be unknown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from legalaid_desktop.documents.facts.basics import FORMS, day_of, labelled, text
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.custody import days_words
from legalaid_desktop.documents.facts.grounds import concerns_others, ill_treatment
from legalaid_desktop.documents.facts.office_words import clean_words, own_place
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import arrival, detentions_of_client
from legalaid_desktop.documents.facts.statement import account, account_paragraphs, events_in_order
from legalaid_desktop.documents.facts.timeline import bounds, certainly_before
from legalaid_desktop.documents.facts.told import TOLD, told
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent
from legalaid_desktop.domain.facts import Consent, Injury
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.domain.visibility import Audience
from legalaid_desktop.grammar.dates import date_words

INJURY: Final[FieldTree] = {
    "n": "number", "part": "text", "size": "text", "colour": "text", "then": "text", "now": "text", "line": "text",
}  # fmt: skip
INCIDENT: Final[FieldTree] = {
    "n": "number", "when": "text", "seen": [TOLD], "any_seen": "flag", "heard": [TOLD], "any_heard": "flag",
    "read": [TOLD], "any_read": "flag", "unsure": [TOLD], "any_unsure": "flag", "told": [TOLD],
    "injuries": [INJURY], "any_injuries": "flag",
}  # fmt: skip
AGREEMENT: Final[FieldTree] = {"scope": "text", "state": "text"}
TESTIMONY: Final[FieldTree] = {
    "record": {"code": "text", "dated": "text", "since": "text", "has_since": "flag", "place": "text",
               "has_place": "flag"},
    "own_account": {"parts": ["text"], "any": "flag", "foreign": "flag", "language": FORMS},
    "incidents": [INCIDENT], "any_incidents": "flag", "many_incidents": "flag",
    "told_events": [TOLD], "injury_rows": [INJURY], "any_injuries": "flag", "loose_injuries": [INJURY],
    "any_loose": "flag",
    "agreements": [AGREEMENT], "any_agreements": "flag", "others": ["text"], "any_others": "flag",
    "with_places": "flag", "when_all": "text", "has_when_all": "flag", "where_all": "text", "has_where_all": "flag",
    "asked_words": [TOLD], "any_asked": "flag", "camera_window": "text", "has_camera_window": "flag",
}  # fmt: skip

UNSAID: Final = "не записано"
STATE_LANGUAGES: Final = ("ru", "be", None, "none")
_ASKED: Final = re.compile(
    r"\basyl\w*|\bprotection\b|\bazyl\w*|убежищ\w*|прытулк\w*|(?:прос\w+|запрос\w+|просьб\w+)[^.;]{0,30}защит\w*",
    re.IGNORECASE,
)
"""A request for protection in the words of an account."""


def testimony(source: FactSource) -> dict[str, Fact]:
    """Facts of F1–F6 by the shapes ``BASE`` and ``TESTIMONY``."""
    events = told_of(source.case, source.answers)
    rows = injuries(source, events)
    groups = incidents_of(events)
    # Points are numbered as they stand on paper: in each incident what was seen, then what was heard, then read.
    printed = [event for group in groups for event in sorted(group, key=_knowledge)]
    numbers = {event.id: n for n, event in enumerate(printed, 1)}
    tied = {hurt.event for hurt in source.case.injuries if hurt.event in numbers}
    loose = [row for row, hurt in zip(rows, _hurt(source.case, events), strict=True) if hurt.event not in tied]
    found = [_incident(source, n, group, numbers, rows, events) for n, group in enumerate(groups, 1)]
    agreements = _agreements(source)
    window = camera_window(source.answer("hour"))
    others = _others(source)
    asked = [told(source, event, numbers[event.id]) for event in events if _ASKED.search(event.text or "")]
    when, where = _when(source, events), _where(events)
    return {
        **base(source),
        "record": _record(source, events),
        "own_account": _account(source),
        "incidents": found,
        "any_incidents": bool(found),
        "many_incidents": len(found) > 1,
        "told_events": [told(source, event, numbers[event.id]) for event in events],
        "injury_rows": rows,
        "any_injuries": bool(rows),
        "loose_injuries": loose,
        "any_loose": bool(loose),
        "agreements": agreements,
        "any_agreements": bool(agreements),
        "others": others,
        "any_others": bool(others),
        "with_places": any((piece.exif or "").strip() for piece in source.case.evidence),
        "when_all": text(when, "events"),
        "has_when_all": bool(when),
        "where_all": text(where, "events"),
        "has_where_all": bool(where),
        "asked_words": asked,
        "any_asked": bool(asked),
        "camera_window": text(window, "answers.hour"),
        "has_camera_window": window is not None,
    }


def incidents_of(events: Sequence[DisclosedEvent]) -> tuple[tuple[DisclosedEvent, ...], ...]:
    """Events in order of time, parted where more than a day lies between them; those without a date are the last."""
    groups: list[list[DisclosedEvent]] = []
    end: dt.date | None = None
    for event in events:
        known = bounds(event.date)
        near = known is not None and end is not None and (known[0] - end).days <= 1
        if groups and (near or (known is None and end is None)):
            groups[-1].append(event)
        else:
            groups.append([event])
            end = None
        if known is not None:
            end = known[1] if end is None else max(end, known[1])
        else:
            end = None
    return tuple(tuple(group) for group in groups)


_KNOWN: Final = ("seen", "heard", "document")


def _knowledge(event: DisclosedEvent) -> int:
    return _KNOWN.index(event.how_known) if event.how_known in _KNOWN else len(_KNOWN)


def _incident(
    source: FactSource,
    n: int,
    group: Sequence[DisclosedEvent],
    numbers: Mapping[LocalId, int],
    rows: Sequence[dict[str, Fact]],
    events: Sequence[DisclosedEvent],
) -> dict[str, Fact]:
    def of(*known: str | None) -> list[dict[str, Fact]]:
        return [told(source, event, numbers[event.id]) for event in group if event.how_known in known]

    unsure = [told(source, event, numbers[event.id]) for event in group if event.how_known not in _KNOWN]
    ids = {event.id for event in group}
    hurt = [row for row, injury in zip(rows, _hurt(source.case, events), strict=True) if injury.event in ids]
    seen, heard, read = of("seen"), of("heard"), of("document")
    return {
        "n": n,
        "when": FactText(_when(source, group) or "дата неизвестна", f"{group[0].id}.date"),
        "seen": seen,
        "any_seen": bool(seen),
        "heard": heard,
        "any_heard": bool(heard),
        "read": read,
        "any_read": bool(read),
        "unsure": unsure,
        "any_unsure": bool(unsure),
        "told": [told(source, event, numbers[event.id]) for event in group],
        "injuries": hurt,
        "any_injuries": bool(hurt),
    }


def told_of(case: DisclosedCase, answers: Mapping[str, object]) -> tuple[DisclosedEvent, ...]:
    """The events that this paper is about, in order of time.

    The record (F1) tells all of them. A paper to a body of Belarus tells those that a person named (answer
    ``about_events``: «e2, e3»); else for an examination those of ill-treatment, for a complaint the incidents of
    ill-treatment since the arrival in the country, or since the first detention in it: what another state's officers
    did at home is no matter of a body here. Where neither is known, a complaint is about the last incident.
    """
    events = events_in_order(case)
    if case.document == "F1":
        return events
    answer = answers.get("about_events")
    ids = re.findall(r"\w+", answer.casefold()) if isinstance(answer, str) else []
    named = tuple(event for event in events if event.id.casefold() in ids)
    if named:
        return named
    harmed = ill_treatment(case)
    if case.document == "F3":
        return harmed
    came = arrival(case) or _first_detention(case)
    if came is None:
        last = incidents_of(harmed or events)[-1:]
        return (harmed or events) if case.document == "F6" else tuple(event for group in last for event in group)
    here = tuple(e for e in events if bounds(e.date) is not None and not certainly_before(e.date, came))
    return here if case.document == "F6" else _hurtful(here, harmed)


def _hurtful(here: Sequence[DisclosedEvent], harmed: Sequence[DisclosedEvent]) -> tuple[DisclosedEvent, ...]:
    """Of what happened here the incidents in which the client was hurt, without what others told: a call of somebody
    else in those days is no part of a complaint. All of it where nothing tells of harm."""
    own = {e.id for e in harmed if not concerns_others(e)} or {e.id for e in harmed}
    found = [e for group in incidents_of(here) if any(e.id in own for e in group) for e in group]
    return tuple(e for e in found if e.id in own or e.how_known != "heard") or tuple(here)


def _first_detention(case: DisclosedCase) -> dt.date | None:
    days = [day for held in detentions_of_client(case) if (day := day_of(held.from_at)) is not None]
    return min(days, default=None)


def injuries_told(case: DisclosedCase, answers: Mapping[str, object]) -> bool:
    """Whether the paper has an injury to list."""
    return bool(_hurt(case, told_of(case, answers)))


def _hurt(case: DisclosedCase, events: Sequence[DisclosedEvent]) -> tuple[Injury, ...]:
    """Injuries of which something is known, of the events that the paper tells and of no event."""
    told_ids = {event.id for event in events}
    return tuple(
        item
        for item in case.injuries
        if (item.event is None or item.event in told_ids)
        and any(clean_words(part) for part in (item.part, item.size, item.colour, item.then, item.now))
    )


def injuries(source: FactSource, events: Sequence[DisclosedEvent]) -> list[dict[str, Fact]]:
    """One row for each injury; the side stands with the part, what is not known is said."""
    rows: list[dict[str, Fact]] = []
    for n, hurt in enumerate(_hurt(source.case, events), 1):
        origin = f"injury.{n}"
        part = clean_words(hurt.part) or "часть тела не записана"
        told_side = re.search(r"лев|прав|слева|справа", part, re.IGNORECASE)
        side = source.words.label("side", hurt.side, "nom") if hurt.side and not told_side else None
        where = f"{part}, {side}" if side else part
        size, colour, then, now = (clean_words(value) for value in (hurt.size, hurt.colour, hurt.then, hurt.now))
        line = [where, size, colour and f"цвет: {colour}", then and f"тогда: {then}", now and f"сейчас: {now}"]
        rows.append(
            {
                "n": n,
                "part": FactText(where, f"{origin}.part"),
                "size": FactText(size or UNSAID, f"{origin}.size"),
                "colour": FactText(colour or UNSAID, f"{origin}.colour"),
                "then": FactText(then or UNSAID, f"{origin}.then"),
                "now": FactText(now or UNSAID, f"{origin}.now"),
                "line": FactText("; ".join(words for words in line if words), origin),
            }
        )
    return rows


def _account(source: FactSource) -> dict[str, Fact]:
    parts: list[Fact] = []
    foreign: str | None = None
    for n, narrative in enumerate(account(source.case), 1):
        if narrative.language not in STATE_LANGUAGES:
            foreign = narrative.language
        parts.append(FactText("\n".join(account_paragraphs(narrative)), f"narrative.{n}", lang=narrative.language))
    return {
        "parts": parts,
        "any": bool(parts),
        "foreign": foreign is not None,
        "language": labelled("language_full", foreign, "narrative", source),
    }


def camera_window(hour: str | None) -> str | None:
    """«с 12 ч 30 мин до 16 ч 30 мин»: two hours on either side of an hour of the day; ``None`` where none is read."""
    found = re.search(r"(?<!\d)([01]?\d|2[0-3])[:.\s-]([0-5]\d)(?!\d)", hour or "")
    if found is None:
        return None
    middle = int(found[1]) * 60 + int(found[2])

    def clock(minutes: int) -> str:
        return f"{minutes % 1440 // 60}\u00a0ч {minutes % 60:02d}\u00a0мин"

    start, end = middle - 120, middle + 120
    before = " предыдущего дня" if start < 0 else ""
    after = " следующего дня" if end >= 1440 else ""
    return f"с {clock(start)}{before} до {clock(end)}{after} (событие – около {clock(middle)})"


def _record(source: FactSource, events: Iterable[DisclosedEvent]) -> dict[str, Fact]:
    """Code and day of the record, the time since the last event whose day is known."""
    days = [
        event.date.on
        for event in events
        if event.date is not None and event.date.precision is Precision.DAY and event.date.on is not None
    ]
    past = [day for day in days if day <= source.as_of]
    since = days_words((source.as_of - max(past)).days, source.language) if past else None
    if past and max(past) == source.as_of:
        since = "меньше суток"
    place = clean_words(source.case.place)
    return {
        "code": FactText(str(source.case.ref), "case.ref"),
        "dated": FactText(date_words(source.as_of, "letter", source.language), "today"),
        "since": text(since, "events"),
        "has_since": since is not None,
        "place": text(place, "case.place"),
        "has_place": bool(place),
    }


def _when(source: FactSource, events: Sequence[DisclosedEvent]) -> str:
    """«9 ноября 2026 г.»; «с 3 марта 2019 г. по 5 мая 2020 г.»: first and last day of what is told."""
    dated = [event for event in events if bounds(event.date) is not None]
    if not dated:
        return ""
    first, last = dated[0].date, dated[-1].date
    assert first is not None and last is not None
    words = [date_words(day, "letter", source.language, original=False, time=False) for day in (first, last)]
    if words[0] == words[1]:
        return words[0]
    if first.precision is last.precision is Precision.DAY:
        start, end = (date_words(day, "table", source.language, original=False, time=False) for day in (first, last))
        return f"{start} – {end}"
    return " – ".join(words)


def _where(events: Sequence[DisclosedEvent]) -> str:
    places = [
        place
        for event in events
        if (place := own_place(event.place)) and not re.match(r"(там же|то же)", place.lower())
    ]
    return "; ".join(dict.fromkeys(places))


def _agreements(source: FactSource) -> list[Fact]:
    """The last word on each scope of consent: given and when, refused, withdrawn, expired."""
    latest: dict[str, Consent] = {}
    for item in source.case.consents:
        known = latest.get(item.scope or "")
        if item.scope and (known is None or (item.date or dt.date.min) >= (known.date or dt.date.min)):
            latest[item.scope] = item
    rows: list[Fact] = []
    for scope, item in latest.items():
        rows.append(
            {
                "scope": FactText(
                    source.words.label("consent_scope", scope, "nom") or "иное согласие", f"consent.{scope}"
                ),
                "state": FactText(_state(source, item), f"consent.{scope}"),
            }
        )
    return rows


def _state(source: FactSource, item: Consent) -> str:
    def on(day: dt.date) -> str:
        return date_words(day, "letter", source.language)

    if item.withdrawn is not None and item.withdrawn <= source.as_of:
        return f"отозвано {on(item.withdrawn)}"
    if item.expires is not None and item.expires < source.as_of:
        return f"истекло {on(item.expires)}"
    if item.given is None:
        return "ответ не записан"
    dated = f", {on(item.date)}" if item.date is not None else ""
    return f"{'дано' if item.given else 'не дано'}{dated}"


def _others(source: FactSource) -> list[Fact]:
    """Those who were there or may tell of it, by role only: a record names nobody but the client."""
    found: list[str] = []
    for who in source.case.persons:
        # To a body of Belarus somebody missing is told of in a paper of their own (H1).
        if who.role != "witness" and not (who.role == "missing" and source.case.audience is Audience.FOREIGN):
            continue
        kin = source.words.label("relation", who.relation, "nom", sex=who.sex) if who.relation else None
        role = kin or source.words.label("role", who.role, "nom") or "иное лицо"
        found.append(f"{role} (местонахождение неизвестно)" if who.role == "missing" else role)
    return [FactText(words, "witness") for words in dict.fromkeys(found)]
