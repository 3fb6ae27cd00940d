"""States of the client: citizenship that is a fact or only claimed, and the state that is feared.

A contested citizenship is never printed as a fact (documents.md §8.0): «Запрашивающее государство утверждает, что …;
это оспаривается». The fear told in A1 section 11 and in D5 is tied to one state: the one that asks for the client, else
the first of the citizenships; every other state has an answer of its own (``fear_second``, ``fear_third``, or
``fear_<country code>``).
"""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.application_words import say
from legalaid_desktop.documents.facts.basics import FORMS, country, gap, joined, text
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import feared_state, other_states
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedPerson
from legalaid_desktop.domain.ids import CountryCode
from legalaid_desktop.domain.person import Citizenship, CitizenshipStatus

HOMELAND: Final[FieldTree] = {
    "known": "flag", "several": "flag", "line": "text", "claims": ["text"], "proofs": ["text"], "feared": FORMS,
    "feared_known": "flag", "feared_own": "flag", "first": FORMS, "former": FORMS, "former_known": "flag",
}  # fmt: skip
"""``line`` is «Гражданство: …» or «Имеются гражданства …» without the contested; ``claims`` are those."""
NATION: Final[FieldTree] = {
    "country": FORMS, "requesting": "flag", "contested": "flag", "feared": "flag", "answer": "text", "head": "text",
    "place": "number", "by_code": "flag",
}  # fmt: skip
"""``place``: 1 is the first state beside the feared one (``fear_second``), 2 the next (``fear_third``)."""


def answer_about(source: FactSource, code: CountryCode) -> FactText:
    """What the client said of this one state, by its code; a gap where nobody asked."""
    own = f"fear_{code.lower()}"
    if said := source.answer(own):
        return FactText(said, f"answers.{own}")
    label = source.words.label("country", code, "nom") or code
    return gap(f"answers.{own}", say(source, "threat", label))


def nations(source: FactSource) -> list[Fact]:
    """Every state of citizenship, contested ones too: which asks for the client, and the answer on each other one."""
    client = source.case.client
    asking = source.case.extradition.state if source.case.extradition is not None else None
    feared = feared_state(source.case)
    others = other_states(source.case)
    found: list[Fact] = []
    for item in _each(client.citizenships if client is not None else None):
        forms = country(item.country, f"{client.id}.citizenships" if client else "client", source)
        if item.country is None or forms is None:
            continue
        asks = item.country == asking
        remarks = [word for word, so in ((say(source, "asking"), asks), (say(source, "contested"),
                   bool(item.contested))) if so]  # fmt: skip
        head = f"{forms['nom']}" + (f" ({', '.join(remarks)})" if remarks else "")
        is_feared = item.country == feared
        found.append(
            {
                "country": forms,
                "requesting": asks,
                "contested": bool(item.contested),
                "feared": is_feared,
                "place": 0 if is_feared else others.index(item.country) + 1,
                "by_code": source.answer(f"fear_{item.country.lower()}") is not None,
                "answer": None if is_feared else answer_about(source, item.country),
                "head": FactText(head, f"{client.id}.citizenships" if client else "client"),
            }
        )
    return found


def _each(citizenships: tuple[Citizenship, ...] | None) -> tuple[Citizenship, ...]:
    """Each state once; one that is contested in one row and not in another is not contested."""
    found: dict[str, Citizenship] = {}
    for item in citizenships or ():
        if item.country is not None and (item.country not in found or (found[item.country].contested
                                                                      and not item.contested)):  # fmt: skip
            found[item.country] = item
    return tuple(found.values())


def listed_citizenships(client: DisclosedPerson) -> tuple[Citizenship, ...]:
    """Those that a paper speaks of, contested or not; none of a person whose statelessness is established."""
    status = client.citizenship_status
    if status is not None and status is not CitizenshipStatus.NOT_ESTABLISHED:
        return ()
    return _each(client.citizenships)


def homeland(source: FactSource) -> dict[str, Fact]:
    """Citizenship in sentences; of a stateless person the state of former residence."""
    case = source.case
    client = case.client
    empty: dict[str, Fact] = {
        "known": False, "several": False, "line": None, "claims": [], "proofs": [], "feared": None,
        "feared_known": False, "feared_own": False, "first": None, "former": None, "former_known": False,
    }  # fmt: skip
    if client is None:
        return empty
    origin = f"{client.id}.citizenships"
    status = client.citizenship_status
    none = status is not None and status is not CitizenshipStatus.NOT_ESTABLISHED
    listed = listed_citizenships(client)
    sure = [item for item in listed if not item.contested]
    names = [(item, forms) for item in listed if (forms := country(item.country, origin, source)) is not None]
    certain = [forms for item, forms in names if not item.contested]
    feared = feared_state(case)
    former = country(client.former_residence, f"{client.id}.former_residence", source)
    proofs: list[Fact] = [
        FactText(proof if len(certain) == 1 else f"{forms['nom']} – {proof}", origin)
        for item, forms in names
        if not item.contested
        and (proof := " ".join((item.proof or "").split()).rstrip(". "))
        # «нет документов» is no proof; that there are none stands under «Документы».
        and not proof.casefold().startswith(("нет", "не ", "отсутств", "няма"))
    ]
    return {
        "known": bool(certain),
        "several": bool(other_states(case)) and not none,
        "line": _line(source, certain, origin),
        "claims": [claim(source, item, str(forms["gen"]), origin) for item, forms in names if item.contested],
        "proofs": proofs,
        "feared": country(feared, "extradition.state" if case.extradition else origin, source),
        "feared_known": feared is not None,
        "feared_own": any(item.country == feared for item in sure),
        "first": certain[0] if certain else None,
        "former": former,
        "former_known": former is not None,
    }


def _line(source: FactSource, certain: list[dict[str, Fact]], origin: str) -> FactText | None:
    if not certain:
        return None
    if len(certain) == 1:
        return FactText(say(source, "citizenship", certain[0]["nom"]), origin)
    names: list[str] = []
    for forms in certain:
        name = str(forms["gen"] or forms["nom"])
        names.append(say(source, "another", name) if name in names else name)
    return text(say(source, "citizenships", joined(names, source)), origin)


def claim(source: FactSource, item: Citizenship, name: str, origin: str) -> FactText:
    """«Запрашивающее государство утверждает, что имеется гражданство …; это оспаривается»."""
    asking = source.case.extradition.state if source.case.extradition is not None else None
    who = say(source, "state_claims" if item.country == asking else "claimed")
    close = "," if "," in name else ""
    return FactText(say(source, "claim", who, name, close), origin)
