"""Who a paper that goes abroad is about: named, or by initials, country and months where only that is agreed to.

The victim is the client, or the missing person of the case where the paper is about a disappearance. A paper without a
name prints no birth date, address, number, place of detention or day: the consent «un_anonymous» covers no more.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from legalaid_desktop.documents.facts.abroad import as_written
from legalaid_desktop.documents.facts.basics import FORMS, country, language, text
from legalaid_desktop.documents.facts.grounds import NO_STATUS
from legalaid_desktop.documents.facts.journey import status_words
from legalaid_desktop.documents.facts.persons import citizenship_line, person
from legalaid_desktop.documents.facts.places_abroad import place_abroad, region_abroad
from legalaid_desktop.documents.facts.rulings import annexed
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import open_detention
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import age_on, may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedPerson
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.domain.person import Sex
from legalaid_desktop.grammar.dates import birth_words, date_words
from legalaid_desktop.grammar.latin import LatinName, has_letters, is_latin, latin_initials, latin_name, transliterated

STATUS: Final[FieldTree] = {"line": "text", "cites": ["text"], "cited": "flag"}
SUBJECT: Final[FieldTree] = {
    "name": "text", "named": "flag", "note": "text", "has_note": "flag",
    "aliases": "text", "has_aliases": "flag", "sex": "text",
    "has_sex": "flag", "birth": "text", "birth_line": "text", "has_birth": "flag",
    "minor": "flag", "citizenship": "text", "has_citizenship": "flag", "papers": "text",
    "has_papers": "flag", "certificate": "text", "has_certificate": "flag", "statuses": [STATUS],
    "has_statuses": "flag", "place": "text", "has_place": "flag", "held": "flag", "region": "text",
    "has_region": "flag", "language": FORMS, "has_language": "flag", "relation": "text", "has_relation": "flag",
    "description": "text", "has_description": "flag", "last_contact": "text", "has_last_contact": "flag",
    "last_place": "text", "has_last_place": "flag",
}  # fmt: skip

_SEX: Final = {
    "en": {Sex.MALE: "male", Sex.FEMALE: "female"}, "ru": {Sex.MALE: "мужской", Sex.FEMALE: "женский"},
    "be": {Sex.MALE: "мужчынскі", Sex.FEMALE: "жаночы"},
}  # fmt: skip


def subject_of(source: FactSource) -> DisclosedPerson | None:
    """Whom the paper is about: the client; for G4 the missing person of the case, where there is one."""
    if source.case.document == "G4":
        missing = next((p for p in source.case.persons if p.role == "missing"), None)
        return missing or source.case.client
    return source.case.client


def subject(source: FactSource) -> dict[str, Fact] | None:
    """All that the paper may say of the person, by the shape ``SUBJECT``; ``None`` where the case has nobody."""
    who = subject_of(source)
    if who is None:
        return None
    hidden = source.says("unnamed_abroad")
    facts = person(source, who)
    english = source.language == "en"
    latin = latin_name(who.names)
    initials = latin_initials(who.names)
    name: Fact
    if hidden:
        name = FactText(initials or "", f"{who.id}.names.short", label="initials")
    elif english:
        mark = "" if latin is not None and latin.confirmed else "?"
        name = FactText(latin.text if latin else "", f"{who.id}.names.nom{mark}", label="name in Latin letters")
    else:
        name = facts["full"]
    note = _note(source, latin, hidden)
    birth, birth_place = _birth(source, who, hidden)
    sex = source.worded(_SEX).get(who.sex) if who.sex is not None else None
    aliases = [] if hidden else [_alias(source, alias) for alias in who.names.aliases or ()]
    place = "" if hidden else _place_now(source, who)
    given = enumerate(source.case.prior_statuses)
    statuses = [_status(source, n) for n, status in given if status.kind not in NO_STATUS]
    last = "" if who.last_contact is None else _last_contact(source, who, hidden)
    return {
        "name": name,
        "named": not hidden,
        "note": note,
        "has_note": note is not None,
        "aliases": text("; ".join(alias for alias in aliases if alias), f"{who.id}.names.aliases"),
        "has_aliases": any(aliases),
        "sex": text(sex, f"{who.id}.sex"),
        "has_sex": sex is not None,
        "birth": birth,
        "has_birth": birth is not None,
        "birth_line": text(_birth_line(source, birth, birth_place, hidden), f"{who.id}.birth"),
        "minor": may_be_minor(who, source.as_of),
        "citizenship": citizenship_line(source, who),
        "has_citizenship": citizenship_line(source, who) is not None,
        "papers": None if hidden else facts["papers_line"],
        "has_papers": not hidden and facts["papers_line"] is not None,
        "certificate": None if hidden else facts["certificate_no"],
        "has_certificate": facts["certificate_no"] is not None,
        "statuses": statuses,
        "has_statuses": bool(statuses),
        "place": text(place, f"{who.id}.whereabouts"),
        "has_place": bool(place),
        "held": open_detention(source.case) is not None or bool(who.in_custody),
        "region": None if hidden else text(region_abroad(source), "case.region"),
        "has_region": not hidden and region_abroad(source) is not None,
        "language": language(source.case.language, "case.language", source),
        "has_language": language(source.case.language, "case.language", source) is not None,
        "relation": facts["relation"]["nom"] if isinstance(facts["relation"], dict) else None,
        "has_relation": isinstance(facts["relation"], dict) and facts["relation"]["nom"] is not None,
        "description": text(as_written(source, who.description), f"{who.id}.description"),
        "has_description": not hidden and bool(as_written(source, who.description)),
        "last_contact": text(last, f"{who.id}.last_contact"),
        "has_last_contact": bool(last),
        "last_place": text(place_abroad(source, who.last_place), f"{who.id}.last_place"),
        "has_last_place": not hidden and bool(place_abroad(source, who.last_place)),
    }


def _last_contact(source: FactSource, who: DisclosedPerson, hidden: bool) -> str:
    value = who.last_contact
    assert value is not None
    if hidden:
        return f"{date_words(value, 'letter', source.language, time=False)}".split("\u00a0", 1)[-1]
    return date_words(value, "letter", source.language)


def _birth(source: FactSource, who: DisclosedPerson, hidden: bool) -> tuple[FactText | None, FactText | None]:
    """The birth date as known, and its place; of somebody unnamed only whether adult or child."""
    origin = f"{who.id}.birth"
    if hidden:
        grown = {"en": ("adult", "child"), "ru": ("взрослый человек", "ребёнок"), "be": ("дарослы чалавек", "дзіця")}
        known = who.birth is not None or who.age_stated is not None
        word = source.worded(grown)[1 if may_be_minor(who, source.as_of) else 0]
        return (FactText(word, origin) if known else None), None
    born: FactText | None = None
    if who.birth is not None and who.birth.precision is not Precision.UNKNOWN:
        english = source.language == "en"
        # Another calendar and its script stay with the client's own papers; that a date was converted is said.
        plain = replace(who.birth, original=None, time=None) if english else who.birth
        words = birth_words(plain, source.language)
        if english and who.birth.original and who.birth.conversion != "exact":
            words += " (converted from another calendar, approximate)"
        if who.birth.precision is Precision.DAY and who.birth.on is not None and source.language == "en":
            words += f" (age {age_on(who.birth.on, source.as_of)})"
        born = FactText(words, origin)
    where = place_abroad(source, who.birth_place)
    return born, text(where, f"{who.id}.birth_place")


_NOTES: Final = {
    "unnamed": "initials; no consent to name the person is recorded",
    "made": "transliterated; the spelling of the passport is not in the file",
}


def _note(source: FactSource, latin: LatinName | None, hidden: bool) -> FactText | None:
    """What stands in brackets after the name: how it came about; in Russian the passport's letters."""
    if source.language != "en":
        return FactText(latin.text, "client.names.latin", lang="en") if latin is not None and latin.confirmed else None
    if hidden:
        return FactText(_NOTES["unnamed"], "consent")
    return FactText(_NOTES["made"], "client.names") if latin is not None and not latin.confirmed else None


def _birth_line(source: FactSource, birth: FactText | None, place: FactText | None, hidden: bool) -> str | None:
    """«Date of birth: 23 July 1989 (age 37), city of …», «Age: adult»."""
    if birth is None:
        return None
    heads = {"en": ("Date of birth", "Age"), "be": ("Дата нараджэння", "Узрост")}
    head = heads.get(source.language, ("Дата рождения", "Возраст"))[1 if hidden else 0]
    # «born in 1998, day and month unknown» says itself what it is.
    words = re.sub(r"^born (in )?", "", birth)
    if source.language != "en" and not re.match(r"\d+\s\w+\s\d{4}", words):
        words = birth[:1].upper() + birth[1:]
        return f"{words}, {place}" if place else words
    return f"{head}: {words}, {place}" if place else f"{head}: {words}"


def _alias(source: FactSource, alias: str) -> str:
    """Another spelling in papers, in Latin letters; what stands in brackets tells where and is left out."""
    bare = re.sub(r"\s*\([^()]*\)", "", alias).strip()
    if source.language != "en" or is_latin(bare):
        return bare
    made = transliterated(bare)
    return f"{made} (transliterated)" if is_latin(made) and has_letters(made) else ""


def _place_now(source: FactSource, who: DisclosedPerson) -> str:
    held = open_detention(source.case)
    if held is not None and held.place and who.role == "client":
        return place_abroad(source, held.place)
    return place_abroad(source, who.whereabouts or (source.case.place if who.role == "client" else None))


def _status(source: FactSource, index: int) -> dict[str, Fact]:
    """«refugee status in …, since 2017»."""
    given = source.case.prior_statuses[index]
    kind = status_words(source, given.kind)
    if source.language == "en" and not is_latin(kind):
        kind = "international protection"
    where = country(given.state, "prior_status", source)
    known = given.since is not None and given.since.precision is not Precision.UNKNOWN
    if source.language == "en":
        words = f"{kind} in {where['nom']}" if where else f"{kind} in another State"
        if known and given.since is not None:
            year = source.says("unnamed_abroad") and given.since.on is not None
            since = (
                f"since {given.since.on.year}"
                if year and given.since.on
                else date_words(given.since, "since", "en", original=False, time=False)
            )
            words += f", {since}"
    else:
        words = f"{kind} ({where['nom']})" if where else kind
        if known and given.since is not None:
            words += f", {date_words(given.since, 'since', source.language)}"
    cites = annexed(source, (given.evidence,))
    return {"line": FactText(words, f"prior_status.{index + 1}"), "cites": cites, "cited": bool(cites)}
