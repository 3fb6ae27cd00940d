"""Facts of the papers that a client keeps (documents.md I2, K1–K4): fixed sentences, dates, and what the case adds.

A sentence is a text in the client's language with the Russian one beside it as long as nobody who speaks the language
has checked it. Nothing that a client tells prints by itself: the discreet variant has no name, no story, no office.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.client_dates import client_date, digits
from legalaid_desktop.documents.client_texts import AreaFields, Sentence, area, filled, names
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus, Reading
from legalaid_desktop.domain.facts import Decision

MOST_DATES: Final = 3
_ACTS: Final = {
    "refusal_protection": "act_refusal", "judgment_first_instance": "act_appeal", "extradition": "act_extradition",
    "judgment_extradition": "act_appeal", "deportation": "act_deportation", "expulsion": "act_expulsion",
}  # fmt: skip
_EXPLAINED: Final = (
    ("ip.refusal", "e_refusal"), ("ip.", "e_protection"), ("ex.", "e_extradition"), ("rm.", "e_removal"),
    ("br.pushback", "e_border"), ("br.", "e_missing"),
)  # fmt: skip
_LEAFLETS: Final = (
    ("ip.refusal", "refused"), ("ip.", "protection"), ("ex.", "extradition"), ("rm.", "deportation"),
    ("br.pushback", "pushback"), ("br.", "missing"), ("fm.children", "child"),
)  # fmt: skip
LEAFLET_TOPICS: Final = ("protection", "refused", "extradition", "deportation", "pushback", "missing", "child")

Pair = tuple[str, str]
"""A value in the client's language and in Russian."""

_DATE_FIELDS: Final[FieldTree] = {
    "line": "text", "safe": "text", "sure": "text", "notes": ["text"], "has_safe": "flag", "has_sure": "flag",
}  # fmt: skip
_SHARED: Final[FieldTree] = {"common": AreaFields("common"), "dates": [_DATE_FIELDS], "depends": ["text"],
                             "shape": {"two": "flag", "sounds": "flag", "dated": "flag"},
                             "russian_title": "text"}  # fmt: skip
K1_FIELDS: Final[FieldTree] = {
    **_SHARED,
    "k1": AreaFields("k1"),
    "explained": ["text"],
    "steps": ["text"],
    "more": {"told": "text", "explained": "text", "client": "text", "office": "text"},
}
K2_FIELDS: Final[FieldTree] = {**_SHARED, "k2": AreaFields("k2"), "leaflet": {"title": "text", "lines": ["text"]}}
K3_FIELDS: Final[FieldTree] = {
    **_SHARED, "k3": AreaFields("k3"), "court": {"line": "text", "known": "flag", "decided": "flag", "address": "text"},
}  # fmt: skip
K4_FIELDS: Final[FieldTree] = {
    **_SHARED, "k4": AreaFields("k4"), "phrases": [{"meaning": "text", "russian": "text", "sound": "text"}],
}  # fmt: skip
I2_FIELDS: Final[FieldTree] = {**_SHARED, "i2": AreaFields("i2"), "scopes": [{"text": "text", "by_hand": "flag"}]}


def _written(source: FactSource, sentence: Sentence, values: Mapping[str, Pair]) -> FactText:
    own = filled(sentence.texts[source.language], {name: pair[0] for name, pair in values.items()})
    beside = None
    if not sentence.checked(source.language):
        beside = filled(sentence.texts["ru"], {name: pair[1] for name, pair in values.items()})
    return FactText(own, f"{sentence.area}.{sentence.id}", beside=beside)


def _say(source: FactSource, name: str, id: str, **values: Pair) -> FactText:
    return _written(source, area(name).sentences[id], values)


def _sentences(source: FactSource, name: str, **values: Pair) -> dict[str, Fact]:
    """Every sentence of an area; ``values`` fill the places that several of them have."""
    return {id: _written(source, sentence, values) for id, sentence in area(name).sentences.items()}


def _day(source: FactSource, day: dt.date | None) -> Pair:
    if day is None:
        return ("", "")
    calendar = source.answer("calendar")
    local = source.answer("digits") == "local"
    own = client_date(day, source.language, calendar=calendar, local=local)
    return (own, client_date(day, "ru"))


def _typed(source: FactSource, name: str) -> FactText:
    """What a consultant typed in Russian, beside it the same in the client's language or that it will be read out."""
    russian, own = source.answer(f"{name}_ru") or "", source.answer(f"{name}_own")
    origin = f"answers.{name}_ru"
    if source.language == "ru" or not russian:
        return FactText(russian or own or "", origin)
    return FactText(own or _say(source, "common", "interpreted"), origin, beside=russian)


def _own_decisions(source: FactSource) -> list[Decision]:
    client = source.case.client
    return [d for d in source.case.decisions if d.person is None or client is None or d.person == client.id]


def _act(source: FactSource, decision: Decision) -> Pair:
    sentence = area("common").sentences[_ACTS.get(decision.kind or "", "act_other")]
    return (sentence.texts[source.language], sentence.texts["ru"])


def _date(source: FactSource, decision: Decision, rows: list[DeadlineRow]) -> tuple[DeadlineRow, dict[str, Fact]]:
    """The earliest last day of one decision, with how sure it is."""
    first = min(rows, key=lambda row: (row.last_day or source.as_of, row.reading is not Reading.NOTICE))
    passed = first.last_day is not None and first.last_day < source.as_of
    safe = None
    if first.safe_day and first.safe_day != first.last_day and not passed:
        safe = _say(source, "common", "safe_day", date=_day(source, first.safe_day))
    noticed = {
        row.last_day
        for row in source.deadlines
        if row.decision == decision.id and row.reading is Reading.NOTICE and row.last_day
    }
    if decision.notice_last_day is not None:
        noticed.add(decision.notice_last_day)
    notes: list[Fact] = []
    if noticed and noticed != {first.last_day}:
        notes.append(_say(source, "common", "differs"))
    if passed:
        notes.append(_say(source, "common", "passed"))
    sure = None
    if first.last_day == decision.notice_last_day:
        sure = _say(source, "common", "from_paper")
    elif first.reading is Reading.NOTICE:
        sure = _say(source, "common", "counted")
    elif first.unchecked or first.stale:
        sure = _say(source, "common", "unsure")
    found: dict[str, Fact] = {
        "line": _say(source, "common", "last_day", act=_act(source, decision), date=_day(source, first.last_day)),
        "safe": safe, "has_safe": safe is not None, "sure": sure, "has_sure": sure is not None, "notes": notes,
    }  # fmt: skip
    return first, found


def _clocks(source: FactSource) -> list[tuple[DeadlineRow, Decision, dict[str, Fact]]]:
    """Deadlines of the client's own decisions, those to come first, the nearest first."""
    out = []
    for decision in _own_decisions(source):
        rows = [
            row
            for row in source.deadlines
            if row.decision == decision.id
            and row.primary
            and row.last_day is not None
            and row.status is not DeadlineStatus.DONE
        ]
        if rows:
            first, fact = _date(source, decision, rows)
            out.append((first, decision, fact))
    out.sort(key=lambda item: ((item[0].last_day or source.as_of) < source.as_of, item[0].last_day))
    return out[:MOST_DATES]


def _shared(source: FactSource, title: Sentence) -> dict[str, Fact]:
    clocks = _clocks(source)
    counted = {decision.id for _, decision, _ in clocks}
    open_ended = [
        _say(source, "common", "depends", act=_act(source, decision))
        for decision in _own_decisions(source)
        if decision.id not in counted
        and any(row.decision == decision.id and row.last_day is None for row in source.deadlines)
    ]
    two = any(not sentence.checked(source.language) for sentence in area("common").sentences.values())
    return {
        "says": dict(source.conditions),
        "common": _sentences(source, "common"),
        "dates": [fact for _, _, fact in clocks],
        "depends": list(open_ended[:MOST_DATES]),
        "russian_title": FactText(title.texts["ru"], f"{title.area}.{title.id}", lang="ru"),
        "shape": {
            "two": two,
            "sounds": source.language in area("k4_sounds").languages,
            "dated": bool(clocks or open_ended),
        },
    }


def summary(source: FactSource) -> Mapping[str, Fact]:
    """K1: what was explained, who does what and by when."""
    topic = source.case.topic or ""
    sounds = area("k4_sounds").sentences["p01"].texts
    sound = sounds.get(source.language, "")
    code = source.answer("code") or ""
    words = _sentences(source, "k1", date=_day(source, source.as_of), code=(code, code), sound=(sound, sound))
    explained: list[Fact] = [
        _say(source, "k1", next((id for start, id in _EXPLAINED if topic.startswith(start)), "e_other"))
    ]
    steps: list[Fact] = []
    for row, _, _ in _clocks(source):
        if row.last_day is None:
            continue
        if row.last_day < source.as_of:
            steps.append(_say(source, "k1", "y_late"))
        else:
            best = row.safe_day if row.safe_day and row.safe_day >= source.as_of else row.last_day
            steps.append(_say(source, "k1", "y_appeal", date=_day(source, best)))
    steps = list(dict.fromkeys(steps))
    if topic == "ip.application":
        steps.append(words["y_apply"])
    files = bool(steps)
    if source.case.injuries or source.answers.get("doctor") is True:
        steps.append(words["y_doctor"])
    steps.append(words["y_papers"])
    if files:
        steps.append(words["y_receipt"])
    steps.append(words["y_address"])
    if meeting := source.answer("next_meeting"):
        steps.append(_say(source, "k1", "y_meet", date=_meeting(source, meeting)))
    return {
        **_shared(source, area("k1").sentences["title"]),
        "k1": words,
        "explained": explained,
        "steps": steps,
        "more": {name: _typed(source, name) for name in ("told", "explained", "client", "office")},
    }


def _meeting(source: FactSource, typed: str) -> Pair:
    """The day as it was typed, or as dates are written where it is one."""
    try:
        return _day(source, dt.date.fromisoformat(typed))
    except ValueError:
        return (digits(typed, source.language, local=source.answer("digits") == "local"), typed)


def leaflet_topic(source: FactSource) -> str:
    """The topic that was chosen, else that of the case."""
    chosen = source.answer("topic")
    if chosen in LEAFLET_TOPICS:
        return chosen
    if source.says("is_minor") and not (source.case.topic or "").startswith(("ex.", "br.")):
        return "child"
    return next((name for start, name in _LEAFLETS if (source.case.topic or "").startswith(start)), "protection")


def leaflet(source: FactSource) -> Mapping[str, Fact]:
    """K2: rights and next steps for one topic."""
    topic = leaflet_topic(source)
    words = _sentences(source, "k2")
    lines = [words[id] for id in words if id.startswith(f"{topic}_") and id != f"{topic}_title"]
    shared = _shared(source, area("k2").sentences[f"{topic}_title"])
    return {**shared, "k2": words, "leaflet": {"title": words[f"{topic}_title"], "lines": lines}}


def card(source: FactSource) -> Mapping[str, Fact]:
    """K3: the days, where to go, what to take along."""
    clocks = _clocks(source)
    decision = clocks[0][1] if clocks else next(iter(_own_decisions(source)), None)
    court = _court(source, decision)
    address = source.answer("court_address") or ""
    return {
        **_shared(source, area("k3").sentences["title"]),
        "k3": _sentences(source, "k3", court=(court, court), address=(address, address)),
        "court": {
            "line": _say(source, "k3", "where", court=(court, court)),
            "known": bool(court),
            "decided": decision is not None,
            "address": _say(source, "k3", "address", address=(address, address)),
        },
    }


def _court(source: FactSource, decision: Decision | None) -> str:
    """Where the complaint goes, in Russian: the words to show on the spot."""
    if decision is not None and decision.notice_court and decision.notice_court.strip():
        return _into(decision.notice_court.strip())
    found = source.doors.get(decision.id if decision is not None else None)
    words = " ".join(found.text.split()) if found is not None and found.complete else ""
    # «Куда: в Управление …»
    return f"в{words[1:]}" if words.startswith("В ") else words


_COURT: Final = re.compile(r"(?:[\w.-]+(?:ий|ый|ой)\s+)*суд\b", re.IGNORECASE)
"""«суд Центрального района», «Гродненский областной суд»: words that are the same after «в»."""


def _into(court: str) -> str:
    return f"в {court}" if _COURT.match(court) else court


def phrases(source: FactSource) -> Mapping[str, Fact]:
    """K4: what to say in custody: meaning, Russian words, their sound."""
    tongue = names()["tongue"].get(source.language, "")
    russian = names()["tongue_in_russian"].get(source.language, "")
    pair = (str(tongue), str(russian))
    said: list[Fact] = []
    sounds = area("k4_sounds").sentences
    sound_of_tongue = sounds["tongue"].texts.get(source.language, "")
    for id, sentence in area("k4").sentences.items():
        if not id.startswith("p0") and not id.startswith("p1"):
            continue
        sound = filled(sounds[id].texts.get(source.language, ""), {"tongue": sound_of_tongue})
        said.append(
            {
                "meaning": FactText(filled(sentence.texts[source.language], {"tongue": pair[0]}), f"k4.{id}"),
                "russian": FactText(filled(sentence.texts["ru"], {"tongue": pair[1]}), f"k4.{id}", lang="ru"),
                "sound": FactText(sound, f"k4_sounds.{id}"),
            }
        )
    return {
        **_shared(source, area("k4").sentences["title"]),
        "k4": _sentences(source, "k4", tongue=pair),
        "phrases": said,
    }


def consent(source: FactSource) -> Mapping[str, Fact]:
    """I2: each scope with an empty yes and no. What the case knows of consents never prints: nothing is pre-ticked."""
    words = _sentences(source, "i2")
    return {
        **_shared(source, area("i2").sentences["title"]),
        "i2": words,
        "scopes": [{"text": words[id], "by_hand": _ends_open(words[id])} for id in words if id.startswith("scope_")],
    }


def _ends_open(text: Fact) -> bool:
    """Whether something is to be written by hand after ``text``."""
    return isinstance(text, str) and text.endswith(":")
