"""Facts of the papers about somebody missing or dead (documents.md H1–H4): who is looked for, by whom, the last news.

The person looked for is the subject of these papers and is named; nobody else is. Names stand in every script that
the case holds. A father's name is a datum of its own and never a patronymic. In an English paper a text in other
letters is left to the words that a person writes (``abroad``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from legalaid_desktop.documents.facts import consents
from legalaid_desktop.documents.facts.abroad import as_written
from legalaid_desktop.documents.facts.basics import labelled, language, text
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.grounds import concerns_others, ill_treatment
from legalaid_desktop.documents.facts.lodged import oral_requests
from legalaid_desktop.documents.facts.office_words import clean_words, own_place
from legalaid_desktop.documents.facts.persons import name_after_label, name_beside, nameless, person
from legalaid_desktop.documents.facts.places_abroad import place_abroad
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.documents.facts.told import TOLD, told
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent, DisclosedPerson
from legalaid_desktop.domain.person import CitizenshipStatus, Sex
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.latin import is_latin, latin_name

SOUGHT: Final[FieldTree] = {
    "n": "number", "name": "text", "said": "text", "note": "text", "has_note": "flag", "acc": "text", "has_acc": "flag",
    "gen": "text", "has_gen": "flag", "latin": "text", "has_latin": "flag", "original": "text", "has_original": "flag",
    "original_language": "text", "has_original_language": "flag",
    "aliases": "text", "has_aliases": "flag", "relation": "text", "has_relation": "flag", "sex": "text",
    "has_sex": "flag", "birth": "text", "has_birth": "flag", "birth_place": "text", "has_birth_place": "flag",
    "citizenship": "text", "has_citizenship": "flag", "papers": "text", "has_papers": "flag", "languages": "text",
    "has_languages": "flag", "last": "text", "has_last": "flag", "place": "text", "has_place": "flag",
    "description": "text", "has_description": "flag", "health": "text", "has_health": "flag", "child": "flag",
    "father": "text", "has_father": "flag", "death": "text", "has_death": "flag", "by_role": "flag",
    "where": "text", "has_where": "flag",
}  # fmt: skip
TRACING: Final[FieldTree] = {
    "sought": [SOUGHT], "any_sought": "flag", "many_sought": "flag", "dead": [SOUGHT], "any_dead": "flag",
    "many_dead": "flag", "one": SOUGHT, "has_one": "flag",
    "seeker": SOUGHT, "has_seeker": "flag", "around": [TOLD], "any_around": "flag",
    "recipients": ["text"], "many_recipients": "flag", "donors": ["text"], "any_donors": "flag",
    "written_on": "text", "agreed_on": "text", "has_agreed": "flag", "agreed_holds": "flag",
    "home_state": "text", "speech_of_seeker": "text", "has_speech": "flag",
}  # fmt: skip

_SEX: Final = {
    "en": {Sex.MALE: "male", Sex.FEMALE: "female"}, "ru": {Sex.MALE: "мужской", Sex.FEMALE: "женский"},
}  # fmt: skip
BLOOD: Final = frozenset(
    {"mother", "father", "son", "daughter", "brother", "sister", "half_brother", "half_sister", "child", "grandmother",
     "grandfather", "uncle", "aunt", "grandson", "granddaughter"}
)  # fmt: skip
"""Relations to the applicant by blood: who may give a sample for comparison."""
NEAR: Final = dt.timedelta(days=3)
"""Events this long before the last contact belong to the circumstances of a disappearance."""
_MEDICAL: Final = ("medical", "hospital", "psychological")
"""How the kinds of medical papers begin."""


def missing_persons(case: DisclosedCase) -> tuple[DisclosedPerson, ...]:
    return tuple(who for who in case.persons if who.role == "missing")


def dead_persons(case: DisclosedCase) -> tuple[DisclosedPerson, ...]:
    """The dead of the case; where it holds none, those who are missing: a body may be one of them."""
    dead = tuple(who for who in case.persons if who.role == "deceased")
    return dead or missing_persons(case)


def tracing(source: FactSource) -> dict[str, Fact]:
    """Facts of H1–H4 by the shapes ``BASE`` and ``TRACING``."""
    case = source.case
    missing = [_sought(source, who, n) for n, who in enumerate(missing_persons(case), 1)]
    dead = [_sought(source, who, n) for n, who in enumerate(dead_persons(case), 1)]
    subject = missing or dead
    seeker = _sought(source, case.client, 0) if case.client is not None else None
    recipients = _recipients(source)
    donors = _donors(source)
    around = _around(source)
    consent = consents.holding(case)
    speech = language(case.language, "case.language", source)
    return {
        **base(source),
        "sought": missing,
        "any_sought": bool(missing),
        "many_sought": len(missing) > 1,
        "dead": dead,
        "any_dead": bool(dead),
        "many_dead": len(dead) > 1,
        "one": subject[0] if len(subject) == 1 else None,
        "has_one": len(subject) == 1,
        "seeker": seeker,
        "has_seeker": seeker is not None,
        "around": around,
        "any_around": bool(around),
        "recipients": recipients,
        "many_recipients": len(recipients) > 1,
        "donors": donors,
        "any_donors": bool(donors),
        "written_on": FactText(date_words(source.as_of, "letter", source.language), "today"),
        "agreed_on": text(
            date_words(consent.date, "letter", source.language) if consent is not None and consent.date else None,
            "consent.red_cross",
        ),
        "has_agreed": consent is not None and consent.date is not None,
        "agreed_holds": consent is not None,
        "home_state": _home_state(case),
        "speech_of_seeker": speech["nom"] if speech is not None else None,
        "has_speech": speech is not None,
    }


def _home_state(case: DisclosedCase) -> str:
    """The state that may not be asked, in the genitive: of citizenship, or where a stateless person used to live."""
    found = missing_persons(case) or dead_persons(case)
    stateless = bool(found) and all(who.citizenship_status is CitizenshipStatus.STATELESS for who in found)
    return "государства прежнего постоянного проживания" if stateless else "государства гражданства"


def _sought(source: FactSource, who: DisclosedPerson, n: int) -> dict[str, Fact]:
    """One person as these papers describe one; ``has_…`` beside each thing that may be unknown."""
    english = source.language == "en"
    origin = who.id
    if english and who.birth is not None:
        # Another calendar and its script stay out of English papers; that a date was converted is not lost.
        who = replace(who, birth=replace(who.birth, original=None, time=None))
    facts = person(source, who)
    latin = latin_name(who.names) if who.by_role is None else None
    confirmed = latin is not None and latin.confirmed
    forms = facts["forms"]
    assert isinstance(forms, dict)
    kin = labelled("relation", who.relation, f"{origin}.relation", source, sex=who.sex)
    sex = source.worded(_SEX).get(who.sex) if who.sex is not None else None
    tongue = language(who.names.original_lang, f"{origin}.names.original_lang", source)
    last = date_words(who.last_contact, "letter", source.language) if who.last_contact is not None else None
    where = place_abroad(source, who.last_place) if english else own_place(who.last_place)
    now = place_abroad(source, who.whereabouts) if english else own_place(who.whereabouts)
    born_at = place_abroad(source, who.birth_place) if english else own_place(who.birth_place)
    description = as_written(source, who.description)
    health = [words for need in who.health_needs if (words := as_written(source, need))]
    father = clean_words(who.names.father_name) if who.by_role is None else ""
    if english and not is_latin(father):
        father = ""
    note = None if confirmed or not english or latin is None else "transliterated; no spelling of a passport is known"
    aliases = [clean_words(alias) for alias in who.names.aliases or () if who.by_role is None]
    original = clean_words(who.names.original) if who.by_role is None else ""
    birth = facts["birth_line"]
    return {
        "n": n,
        "name": _heading(source, who, facts["full"]),
        "said": name_after_label(source, who, facts["full"]),
        "note": text(note, f"{origin}.names"),
        "has_note": note is not None,
        "acc": forms["acc"],
        "has_acc": bool(forms["acc"]),
        "gen": forms["gen"],
        "has_gen": bool(forms["gen"]),
        "latin": text(latin.text if confirmed and latin is not None else None, f"{origin}.names.latin", lang="en"),
        "has_latin": confirmed and not english,
        "original": text(original, f"{origin}.names.original", lang=who.names.original_lang),
        "has_original": bool(original),
        "original_language": tongue["nom"] if tongue is not None else None,
        "has_original_language": tongue is not None and bool(original),
        "aliases": text("; ".join(alias for alias in aliases if alias), f"{origin}.names.aliases"),
        "has_aliases": any(aliases),
        "relation": kin["nom"] if kin is not None else None,
        "has_relation": kin is not None,
        "sex": text(sex, f"{origin}.sex"),
        "has_sex": sex is not None,
        "birth": birth,
        "has_birth": birth is not None,
        "birth_place": text(born_at, f"{origin}.birth_place"),
        "has_birth_place": bool(born_at),
        "citizenship": facts["citizenship_line"],
        "has_citizenship": facts["citizenship_line"] is not None,
        "papers": facts["papers_line"],
        "has_papers": facts["papers_line"] is not None,
        "languages": facts["languages"],
        "has_languages": facts["languages"] is not None,
        "last": text(last, f"{origin}.last_contact"),
        "has_last": last is not None,
        "place": text(where, f"{origin}.last_place"),
        "has_place": bool(where),
        "description": text(description, f"{origin}.description"),
        "has_description": bool(description),
        "health": text("; ".join(health), f"{origin}.health_needs"),
        "has_health": bool(health),
        "child": may_be_minor(who, source.as_of),
        "father": text(father, f"{origin}.names.father_name"),
        "has_father": bool(father),
        "death": facts["death"],
        "has_death": facts["death"] is not None,
        "by_role": who.by_role is not None,
        "where": text(now, f"{origin}.whereabouts"),
        "has_where": bool(now),
    }


def _heading(source: FactSource, who: DisclosedPerson, full: Fact) -> Fact:
    """The name by itself, as on the page of the photograph: «имя неизвестно (брат)»."""
    if not nameless(who):
        return full
    kin = source.words.label("relation", who.relation, "nom", sex=who.sex) if who.relation else None
    said = name_beside(source, who, full)
    return FactText(f"{said} ({kin})" if kin else str(said), f"{who.id}.role")


def _around(source: FactSource) -> list[Fact]:
    """Released events of the days before the last contact and after it, that help to find the person."""
    near, _ = days_of_the_loss(source.case)
    return [told(source, event, n) for n, event in enumerate(near, 1)]


def days_of_the_loss(case: DisclosedCase) -> tuple[list[DisclosedEvent], list[DisclosedEvent]]:
    """Events of the days around the last contact: those that a search tells, and those that it leaves out.

    What was done to the client, and a request for protection that nobody took, are not told here: a search asks help
    of bodies whose officers it may accuse (F2 and A12 are those papers).
    """
    medical = [piece for piece in case.evidence if (piece.kind or "").startswith(_MEDICAL)]
    harm = {injury.event for injury in case.injuries} | {event for piece in medical for event in piece.proves}
    harm |= {event.id for event in ill_treatment(case) if not concerns_others(event)}
    harm |= {event.id for event in oral_requests(case)}
    harm |= {event.id for event in case.events if any(piece.id in event.evidence for piece in medical)}
    days = [
        value.date() if isinstance(value, dt.datetime) else value
        for who in missing_persons(case)
        if (value := who.last_contact) is not None
    ]
    if not days:
        return [], []
    first = min(days) - NEAR
    near = [e for e in events_in_order(case) if (known := bounds(e.date)) is not None and known[1] >= first]
    return [e for e in near if e.id not in harm], [e for e in near if e.id in harm]


def _recipients(source: FactSource) -> list[Fact]:
    """One text for several bodies: the addressee, then each line that a person wrote."""
    found: list[Fact] = []
    if source.addressee is not None and source.addressee.text:
        found.append(FactText(" ".join(source.addressee.text.split()), "addressee"))
    typed = source.answer("other_bodies") or ""
    lines = [clean_words(line.strip(" -–•")) for line in typed.splitlines()]
    found.extend(FactText(line, "answers.other_bodies") for line in lines if line)
    return found


def _donors(source: FactSource) -> list[Fact]:
    """Relatives by blood who are alive, by their relation to the applicant and without names."""
    found: list[str] = []
    for who in source.case.persons:
        if who.role in ("client", "missing", "deceased") or who.death is not None or who.relation not in BLOOD:
            continue
        kin = source.words.label("relation", who.relation, "nom", sex=who.sex)
        if kin is not None:
            found.append(f"{kin} of the applicant" if source.language == "en" else f"{kin} заявителя")
    return [FactText(words, "family") for words in dict.fromkeys(found)]


def kin_known(persons: Sequence[DisclosedPerson]) -> bool:
    """Whether the relation of each of these persons to the applicant is known."""
    return bool(persons) and all(who.relation for who in persons)
