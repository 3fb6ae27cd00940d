"""Facts of the complaints against removal: deportation (E1), expulsion (E2), stay cut short or permit annulled (E3).

What each of them needs beside the shared facts: who of the family is a citizen of Belarus, where removal would lead and
who asked for the client there, which earlier offences the decision leans on, whether protection was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import CASES, FORMS, country, text
from legalaid_desktop.documents.facts.common import EVENT, annexed, base, event, law
from legalaid_desktop.documents.facts.complaint import recognised_abroad
from legalaid_desktop.documents.facts.danger import CLAIMED, REMOVAL, WAY, claimed, dangerous, removal, where_to
from legalaid_desktop.documents.facts.paper_names import paper_name
from legalaid_desktop.documents.facts.persons import birth_line, citizenship_line, name_beside, person
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import detentions_of_client, met_here, open_detention
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson
from legalaid_desktop.domain.facts import EarlierOffence
from legalaid_desktop.domain.ids import CountryCode, DocumentCode
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.grammar.dates import date_words

HERE: Final = CountryCode("BY")
CLOSE: Final = frozenset(
    {"wife", "husband", "spouse", "son", "daughter", "child", "mother", "father", "parent", "brother", "sister"}
)
"""Relatives whose citizenship of Belarus is a tie that a complaint names."""
OFFENCE: Final[FieldTree] = {
    "date": "text", "number": "text", "what": "text", "appealed": "text", "copy": "text",
}  # fmt: skip
REMOVED: Final[FieldTree] = {
    "danger": WAY,
    "way_back": WAY,
    "removal": REMOVAL,
    "citizen": CLAIMED,
    "recognised": [{"line": "text", "cites": ["text"], "cited": "flag"}],
    "ties": ["text"],
    "child_citizen": "flag",
    "states_asked": [{"line": "text", "cites": ["text"], "cited": "flag"}],
    "asking": FORMS,
    "offences": [OFFENCE],
    "lodged": {"certificate": "text", "applied": "flag"},
    "events_there": [EVENT],
    "events_here": [EVENT],
    "order": "text",
}

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "yes": "да", "no": "нет", "unknown": "неизвестно", "copy": "есть", "no_copy": "не выдана",
        "no_number": "не указан", "no_date": "не указана", "asked": "обращение: {0}", "no_answer": "ответ не получен",
    },
    "be": {
        "yes": "так", "no": "не", "unknown": "невядома", "copy": "ёсць", "no_copy": "не выдадзена",
        "no_number": "не ўказаны", "no_date": "не ўказана", "asked": "зварот: {0}", "no_answer": "адказ не атрыманы",
    },
}  # fmt: skip
_SILENCE: Final = frozenset(words["no_answer"] for words in _WORDS.values())
"""How a case may say in either language that nobody answered."""
_ORDER_OF: Final = {"E1": "code.pikoap", "E2": "law.105z", "E3": "law.105z", "E4": "law.105z", "E5": "code.pikoap"}
"""Paper → the act that the neutral wording «в порядке, установленном …» names."""
_LAWFUL_ORDER: Final = {
    "ru": "в порядке, установленном законодательством Республики Беларусь",
    "be": "у парадку, устаноўленым заканадаўствам Рэспублікі Беларусь",
}
"""The wording that names no act (law.md §2.1)."""


def say(source: FactSource, key: str) -> str:
    """A fixed word of these papers."""
    return source.worded(_WORDS)[key]


def complaint(source: FactSource) -> Mapping[str, Fact]:
    """Facts of E1, E2 and E3."""
    case = source.case
    found = dangerous(source)
    mid = found["to_mid"]
    asking = case.extradition.state if case.extradition is not None else None
    return {
        **base(source),
        "danger": found,
        "way_back": where_to(source),
        "removal": removal(source, str(mid) if mid else None),
        "citizen": claimed(source),
        "recognised": recognised_abroad(source),
        "ties": ties(source),
        "child_citizen": child_citizen(case),
        "states_asked": _states_asked(source),
        "asking": country(asking, "extradition.state", source),
        "offences": [_offence(source, item, n) for n, item in enumerate(case.earlier_offences, 1)],
        "lodged": lodged(source),
        "order": order(source),
        **_events(source),
        **_own_words(source),
    }


def _events(source: FactSource) -> dict[str, Fact]:
    """The events apart: those that speak of the state of return, and what the client met with here."""
    here = met_here(source.case)
    told = list(enumerate(events_in_order(source.case), 1))
    return {
        "events_there": [event(source, item, n) for n, item in told if item not in here],
        "events_here": [event(source, item, n) for n, item in told if item in here],
    }


def _own_words(source: FactSource) -> dict[str, Fact]:
    """A ruling stays a ruling where the case holds none yet (E1). E2 and E3 go to a superior body or to a court: the
    law data name the paper for a court."""
    if source.manifest.id == "E1":
        if source.decision is not None:
            return {}
        return {"act": noun_of_ruling(source)}
    to = source.addressee
    court = to is not None and (to.type or "").startswith("court")
    return {"paper": paper_name(source, "court_paper" if court else "complaint")}


def noun_of_ruling(source: FactSource) -> dict[str, Fact]:
    """«постановление» in its cases, cut from the label of a deportation ruling."""
    found: dict[str, Fact] = {"code": "deportation"}
    for case in CASES:
        label = source.words.label("decision_kind", "deportation", case) or ""
        found[case] = label.split(" ")[0] or None
    return found


def order(source: FactSource) -> Fact:
    """«в порядке, установленном …» of the act that governs this paper; of no act by name where the law data do not
    say which one governs: a detention that belongs to no offence (E5)."""
    if source.manifest.id == "E5" and not _of_an_offence(source):
        return source.worded(_LAWFUL_ORDER)
    row = law(source, _ORDER_OF.get(source.manifest.id, "law.105z"))
    return row["order"] if row is not None else None


_OF_AN_OFFENCE: Final = frozenset({"administrative", "administrative_arrest", "deportation"})
"""Kinds of detention that the code of the procedure on administrative offences governs (law.md §4.1, §4.3)."""


def _of_an_offence(source: FactSource) -> bool:
    """The detention of E5 belongs to a case of an offence; where nobody wrote its kind, by the decision or topic."""
    case = source.case
    own = detentions_of_client(case)
    item = open_detention(case) or (own[-1] if own else None)
    kind = (item.kind or "").strip() if item is not None else ""
    made = source.decision.kind if source.decision is not None else None
    return kind in _OF_AN_OFFENCE if kind else (made == "deportation" or case.topic == "rm.deportation")


def relatives_here(case: DisclosedCase) -> tuple[DisclosedPerson, ...]:
    """Close relatives who may be named and who are citizens of Belarus beyond dispute."""
    return tuple(
        p
        for p in case.persons
        if p.role not in ("client", "missing", "deceased", "witness")
        and p.death is None
        and p.relation in CLOSE
        and any(c.country == HERE and not c.contested for c in p.citizenships or ())
    )


def child_citizen(case: DisclosedCase) -> bool:
    """A minor child of the client is a citizen of Belarus."""
    children = ("son", "daughter", "child")
    return any(p.relation in children and may_be_minor(p, case.as_of) for p in relatives_here(case))


def ties(source: FactSource) -> list[Fact]:
    """«сын Примеров Илья, дата рождения: 9 мая 2012 г., гражданство: Республика Беларусь»."""
    found: list[Fact] = []
    for who in relatives_here(source.case):
        relation = source.words.label("relation", who.relation or "", "nom", sex=who.sex)
        name = name_beside(source, who, person(source, who)["full"])
        head = " ".join(str(part) for part in (relation, name) if part)
        if relation and name and str(relation) == str(name):
            head = str(relation)
        parts = [head, *(str(line) for line in (birth_line(source, who), citizenship_line(source, who)) if line)]
        found.append(FactText(", ".join(part for part in parts if part), f"{who.id}.relation"))
    return found


def _states_asked(source: FactSource) -> list[Fact]:
    """«Республика Таджикистан (обращение: 2019 год) — гражданство не подтверждено»; silence is told as silence."""
    found: list[Fact] = []
    for n, item in enumerate(source.case.states_asked, 1):
        state = source.words.label("country", item.country, "nom") if item.country else None
        if not state:
            continue
        known = item.asked is not None and item.asked.precision is not Precision.UNKNOWN
        asked = date_words(item.asked, "letter", source.language) if known and item.asked is not None else None
        when = f" ({say(source, 'asked').format(asked)})" if asked else ""
        answer = (item.answer or "").strip().rstrip(".;")
        if not answer or answer.casefold() in _SILENCE:
            answer = say(source, "no_answer")
        cites = annexed(source, [item.evidence])
        line = f"{state}{when} – {answer}"
        found.append({"line": FactText(line, f"state_asked.{n}"), "cites": cites, "cited": bool(cites)})
    return found


def _offence(source: FactSource, item: EarlierOffence, n: int) -> dict[str, Fact]:
    """A row of the table of earlier offences; what nobody knows is said in words."""
    origin = f"earlier_offence.{n}"
    known = {True: "yes", False: "no", None: "unknown"}
    copies = {True: "copy", False: "no_copy", None: "unknown"}
    day = date_words(item.date, "table", source.language) if item.date is not None else say(source, "no_date")
    return {
        "date": FactText(day, f"{origin}.date"),
        "number": FactText((item.number or "").strip() or say(source, "no_number"), f"{origin}.number"),
        "what": FactText((item.what or "").strip().rstrip(".;") or say(source, "unknown"), f"{origin}.what"),
        "appealed": FactText(say(source, known[item.appealed]), f"{origin}.appealed"),
        "copy": FactText(say(source, copies[item.copy_given]), f"{origin}.copy_given"),
    }


def lodged(source: FactSource) -> dict[str, Fact]:
    """Whether protection was asked for: the certificate, or an application that goes with this paper."""
    client = source.case.client
    state = source.states.get(DocumentCode("A1"))
    applied = DocumentCode("A1") in source.case.documents or (state is not None and state.attached)
    return {
        "certificate": text(client.certificate_no, f"{client.id}.certificate_no") if client is not None else None,
        "applied": applied,
    }
