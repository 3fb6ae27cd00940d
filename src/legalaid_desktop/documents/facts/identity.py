"""Who the client is and which states are the client's own: for A1, A2, D1 and D5."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.application_words import say
from legalaid_desktop.documents.facts.basics import text
from legalaid_desktop.documents.facts.office_words import own_place
from legalaid_desktop.documents.facts.persons import person
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import stated_age
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.domain.person import Sex
from legalaid_desktop.grammar.dates import birth_words
from legalaid_desktop.grammar.numbers import years

IDENTITY: Final[FieldTree] = {
    "sex": "text", "birth": "text", "stated_age": "text", "has_stated_age": "flag", "other_ages": ["text"],
    "father": "text", "has_father": "flag", "original_same": "flag", "parts": "flag", "original_label": "text",
    "birth_place": "text",
}  # fmt: skip
_SEX: Final = {Sex.MALE: "sex_m", Sex.FEMALE: "sex_f", Sex.OTHER: "sex_unsaid", Sex.NOT_STATED: "sex_unsaid"}


def identity(source: FactSource) -> dict[str, Fact] | None:
    client = source.case.client
    if client is None:
        return None
    birth = client.birth
    born: Fact = FactText(birth_words(birth, source.language), f"{client.id}.birth") if birth is not None else None
    if birth is not None and birth.precision is Precision.UNKNOWN:
        born = FactText(say(source, "unknown_f"), f"{client.id}.birth")
    age = stated_age(client.age_stated)
    stated = None
    if age is not None:
        no_papers = not [d for d in client.docs or () if d.kind != "none"]
        tail = say(source, "no_papers") if no_papers else ""
        stated = FactText(say(source, "age", years(age, source.language), tail), f"{client.id}.age_stated")
        if born is None or (birth is not None and birth.precision is Precision.UNKNOWN):
            born = FactText(say(source, "unknown_f"), f"{client.id}.birth")
    names = client.names
    other_ages: list[Fact] = []
    for n, item in enumerate(source.case.contradicting_ages, 1):
        parts = [str(part).strip() for part in (item.source, item.value) if part is not None and str(part).strip()]
        if parts:
            other_ages.append(FactText(": ".join(parts), f"contradicting_age.{n}"))
    language = source.words.label("language", names.original_lang, "nom") if names.original_lang else None
    return {
        "sex": FactText(say(source, _SEX[client.sex]), f"{client.id}.sex") if client.sex is not None else None,
        "birth": born,
        "stated_age": stated,
        "has_stated_age": stated is not None,
        "other_ages": other_ages,
        "father": text(names.father_name, f"{client.id}.names.father_name"),
        "has_father": bool((names.father_name or "").strip()),
        "original_same": bool(names.original) and names.original == names.ru_nom,
        # The parts are typed in Russian: a Belarusian paper prints the whole name in its Belarusian form.
        "parts": bool(names.family or names.given) and source.language != "be",
        "birth_place": text(own_place(client.birth_place), f"{client.id}.birth_place"),
        "original_label": say(source, "original") + (f" ({language})" if language else ""),
    }


def profile(source: FactSource) -> FactText | None:
    """Who the client is, in one paragraph."""
    client = source.case.client
    if client is None:
        return None
    facts = person(source, client)
    mononym = say(source, "only_name") if client.names.mononym else ""
    parts = [
        say(source, "name", facts["full"]) + mononym if facts["full"] else None,
        facts["birth_line"],
        say(source, "birth_place", client.birth_place.strip().rstrip(".")) if client.birth_place else None,
        facts["citizenship_line"],
        say(source, "languages", facts["languages"]) if facts["languages"] else None,
    ]
    words = "; ".join(str(part) for part in parts if part)
    return text(f"{words.rstrip('.')}." if words else "", f"{client.id}.profile")
