"""Facts of J4 and J5: every state that the client is linked with, what was asked of it and what it answered.

A contested citizenship is told as a claim. That a state did not answer is told as no answer, never as a refusal. Help
with an inquiry is asked only towards states that the client does not fear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from legalaid_desktop.documents.facts.basics import joined, text
from legalaid_desktop.documents.facts.common import EVENT, annexed, base, event
from legalaid_desktop.documents.facts.protection_rows import typed_rows
from legalaid_desktop.documents.facts.removal import child_citizen, ties
from legalaid_desktop.documents.facts.requests import order
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import feared_state
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent
from legalaid_desktop.domain.facts import StateAsked
from legalaid_desktop.domain.ids import CountryCode
from legalaid_desktop.domain.person import CitizenshipStatus
from legalaid_desktop.grammar.dates import date_words

HERE: Final = CountryCode("BY")
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "citizenship": "гражданство", "contested": "утверждается гражданство; оспаривается",
        "former": "прежнее постоянное место жительства", "mother": "гражданство матери", "father": "гражданство отца",
        "paper": "выдан документ", "asked_only": "направлялось обращение", "not_asked": "обращения не было",
        "undated": "обращение было, день не установлен", "silent": "ответа нет", "none": "–",
    },
    "be": {
        "citizenship": "грамадзянства", "contested": "сцвярджаецца грамадзянства; аспрэчваецца",
        "former": "ранейшае пастаяннае месца жыхарства", "mother": "грамадзянства маці",
        "father": "грамадзянства бацькі", "paper": "выдадзены дакумент", "asked_only": "накіроўваўся зварот",
        "not_asked": "звароту не было", "undated": "зварот быў, дзень не ўстаноўлены", "silent": "адказу няма",
        "none": "–",
    },
}  # fmt: skip
_SILENCE: Final = frozenset(
    {
        "нет ответа", "ответа нет", "ответ не получен", "ответ не поступил", "без ответа", "молчание", "не ответили",
        "адказу няма", "няма адказу", "адказ не атрыманы", "без адказу", "маўчанне", "no answer", "none",
    }
)  # fmt: skip


@dataclass
class Link:
    """A state with the reasons why it is looked at, and the inquiries sent there, in the order of the case."""

    state: CountryCode
    why: list[str] = field(default_factory=list)
    asked: list[tuple[int, StateAsked]] = field(default_factory=list)


def linked_states(case: DisclosedCase) -> dict[CountryCode, Link]:
    """States of citizenship (contested ones too), of former residence, of parents, of papers, and those asked. Belarus
    is none: there the client lives now."""
    found: dict[CountryCode, Link] = {}

    def add(state: CountryCode | None, why: str) -> None:
        if state is None or state == HERE:
            return
        link = found.setdefault(state, Link(state))
        if why not in link.why:
            link.why.append(why)

    client = case.client
    if client is not None:
        none = client.citizenship_status is CitizenshipStatus.STATELESS
        for item in client.citizenships or ():
            add(item.country, "contested" if item.contested or none else "citizenship")
        add(client.former_residence, "former")
        for paper in client.docs or ():
            if paper.kind != "none":
                add(paper.country, "paper")
    for who in case.persons:
        if who.relation in ("mother", "father") and who.role != "client":
            for item in who.citizenships or ():
                if not item.contested:
                    add(item.country, who.relation)
    for n, asked in enumerate(case.states_asked, 1):
        add(asked.country, "asked_only")
        if asked.country in found:
            found[asked.country].asked.append((n, asked))
    for link in found.values():
        if len(link.why) > 1 and "asked_only" in link.why:
            link.why.remove("asked_only")
    return found


def is_silent(asked: StateAsked) -> bool:
    """Nobody answered: the answer is empty or says so."""
    answer = (asked.answer or "").strip().rstrip(".;").casefold()
    return not answer or answer in _SILENCE


def feared(case: DisclosedCase, *, fear: bool) -> frozenset[CountryCode]:
    """States that must not be asked: the feared one, and every state of citizenship of a client who fears home."""
    client = case.client
    if client is None or not (fear or client.fears_home_state):
        return frozenset()
    states = {feared_state(case), client.former_residence, *(c.country for c in client.citizenships or ())}
    return frozenset(state for state in states if state is not None and state != HERE)


def unasked(case: DisclosedCase) -> tuple[CountryCode, ...]:
    """Linked states that nobody asked: the paper says why."""
    return tuple(link.state for link in linked_states(case).values() if not link.asked)


_BELARUS: Final = re.compile(r"беларус", re.IGNORECASE)


def lived_here(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """Events that the case places in Belarus: what binds the client to it. Why somebody fled is no part of J4."""
    return tuple(item for item in events_in_order(case) if _BELARUS.search(item.place or ""))


STATES: Final[FieldTree] = {
    "states": [
        {"state": "text", "link": "text", "asked": "text", "answer": "text", "cites": ["text"], "cited": "flag"}
    ],
    "unasked": "text",
    "help": ["text"],
    "any_feared": "flag",
    "further": [{"state": "text", "link": "text", "asked": "text", "answer": "text"}],
    "further_told": ["text"],
    "here": [EVENT],
    "ties": ["text"],
    "child_citizen": "flag",
    "ussr": "flag",
    "order": "text",
}


def statelessness(source: FactSource) -> Mapping[str, Fact]:
    """Facts of J4."""
    case = source.case
    words = source.worded(_WORDS)
    closed = feared(case, fear=source.says("fear_of_return"))
    rows: list[Fact] = []
    help_with: list[Fact] = []
    missing: list[str] = []
    for link in linked_states(case).values():
        name = source.words.label("country", link.state, "nom")
        if not name:
            continue
        why = "; ".join(words[reason] for reason in link.why)
        for n, asked in link.asked:
            day = date_words(asked.asked, "letter", source.language) if asked.asked is not None else words["undated"]
            answer = words["silent"] if is_silent(asked) else (asked.answer or "").strip().rstrip(".;")
            cites = annexed(source, [asked.evidence])
            rows.append(_row(name, why, day, answer, f"state_asked.{n}", cites))
        if not link.asked:
            missing.append(name)
            rows.append(_row(name, why, words["not_asked"], words["none"], f"linked.{link.state}", []))
        open_question = not link.asked or all(is_silent(asked) for _, asked in link.asked)
        if open_question and link.state not in closed:
            help_with.append(FactText(name, f"linked.{link.state}"))
    further, told = typed_rows(source, "more_states", ("state", "link", "asked", "answer"))
    client = case.client
    return {
        **base(source),
        "states": rows,
        "unasked": FactText(joined(missing, source), "linked") if missing else None,
        "help": help_with,
        "any_feared": bool(closed),
        "further": further,
        "further_told": told,
        "here": [event(source, item, n) for n, item in enumerate(lived_here(case), 1)],
        "ties": ties(source),
        "child_citizen": child_citizen(case),
        "ussr": bool(client and any(paper.kind == "ussr_passport" for paper in client.docs or ())),
        "order": order(source, "law.105z"),
    }


def _row(state: str, why: str, day: str, answer: str, origin: str, cites: list[Fact]) -> dict[str, Fact]:
    return {
        "state": FactText(state, f"{origin}.country"),
        "link": FactText(why, f"{origin}.link"),
        "asked": FactText(day, f"{origin}.asked"),
        "answer": FactText(answer, f"{origin}.answer"),
        "cites": cites,
        "cited": bool(cites),
    }


# J5

LOST: Final[FieldTree] = {"order": "text", "child_citizen": "flag", "minors": ["text"], "ground_said": "text"}


def loss(source: FactSource) -> Mapping[str, Fact]:
    """Facts of J5: the decision on loss and the children whom it may touch."""
    shared = base(source)
    children = shared["children"]
    ground = source.decision.ground if source.decision is not None else None
    return {
        **shared,
        "order": order(source, "law.136z"),
        "child_citizen": child_citizen(source.case),
        "minors": [row["full"] for row in (children if isinstance(children, list) else []) if isinstance(row, Mapping)],
        "ground_said": text((ground or "").rstrip(". ;"), f"{source.decision.id}.ground") if source.decision else None,
    }
