"""What the checks compare a draft with: texts that must not appear, citations that lead nowhere, people alike."""

from __future__ import annotations

from collections.abc import Iterable

from legalaid_desktop.documents.assemble import Draft
from legalaid_desktop.documents.checks.context import Fingerprint, PersonSummary, fingerprint
from legalaid_desktop.documents.checks.name_guard import NameGuard, name_guard
from legalaid_desktop.domain.ages import youngest_birth
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.domain.name_endings import Reader
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.person import Person


def loose_citations(
    record: CaseRecord, case: DisclosedCase, decision: Decision | None, draft: Draft
) -> tuple[tuple[str, str], ...]:
    """(record, cited id) of citations in what this paper prints whose target the case does not have."""
    pieces = {piece.id for piece in record.evidence or ()}
    events = {event.id for event in record.events or ()}
    printed = {origin.split(".", 1)[0] for origin in draft.facts}
    shown = {event.id for event in case.events if event.id in printed}
    found: list[tuple[str, str]] = [
        (event.id, cited)
        for event in record.events or ()
        if event.id in shown
        for cited in event.evidence or ()
        if cited not in pieces
    ]
    own = next((d for d in record.decisions or () if decision is not None and d.id == decision.id), None)
    for reason in (own.reasons or ()) if own is not None else ():
        place = f"{own.id}.reason.{reason.n}" if own is not None else ""
        found += [(place, cited) for cited in reason.evidence or () if cited not in pieces]
        found += [(place, cited) for cited in reason.facts or () if cited not in events]
    if draft.document == "C3":
        found += [
            (f"missed.{n}", missed.evidence)
            for n, missed in enumerate(record.missed or (), 1)
            if missed.evidence is not None and missed.evidence not in pieces
        ]
    return tuple(found)


def internal_texts(record: CaseRecord, around: Iterable[ConsultationNote], key: bytes) -> tuple[Fingerprint, ...]:
    """Fingerprints of the notes of this case, of its other cases, and of those around it."""
    notes: list[tuple[str, str]] = [(note.id, note.text) for note in record.notes or ()]
    for other in record.other_cases or ():
        notes.extend((f"{other.ref}.{note.id}", note.text) for note in other.notes or ())
    notes.extend((note.id, note.text) for note in around)
    found = (fingerprint(text, source="note", record=name, key=key) for name, text in notes if text)
    return tuple(one for one in found if one is not None)


def hidden_texts(record: CaseRecord, case: DisclosedCase, key: bytes) -> tuple[Fingerprint, ...]:
    """Fingerprints of what withheld texts alone say: of two versions of one event, the open one may print its words."""
    released = [
        *(event.text or "" for event in case.events),
        *(piece.title or "" for piece in case.evidence),
        *(narrative.text for narrative in case.narratives),
    ]
    texts: list[tuple[str, str, str]] = []
    kept = {event.id for event in case.events}
    texts += [("text", e.id, e.text) for e in record.events or () if e.id not in kept and e.text]
    pieces = {piece.id for piece in case.evidence}
    texts += [("text", x.id, x.title) for x in record.evidence or () if x.id not in pieces and x.title]
    withheld = {item.record for item in case.withheld}
    texts += [
        ("text", f"narrative.{n}", narrative.text)
        for n, narrative in enumerate(record.narratives or (), 1)
        if f"narrative.{n}" in withheld and narrative.text
    ]
    found = (fingerprint(text, source=source, record=name, key=key) for source, name, text in texts)
    return tuple(own for one in found if one is not None and (own := one.without(released)) is not None)


def hidden_names(record: CaseRecord, case: DisclosedCase, key: bytes) -> tuple[NameGuard, ...]:
    """Fingerprints of the names of persons who print by role, in every form in which they may be written."""
    roles = {person.id for person in case.persons if person.by_role is not None}
    persons = record.persons or ()
    named = [person for person in persons if person.id not in roles]
    read = Reader()
    made = (name_guard(person, named, key, read) for person in persons if person.id in roles)
    return tuple(guard for guard in made if guard is not None)


def people_of(record: CaseRecord, case: DisclosedCase) -> tuple[PersonSummary, ...]:
    """Persons of this case and of the other cases it knows of, for CHK-DUP; a restricted case is not named."""
    roles = {person.id for person in case.persons if person.by_role is not None}
    here = tuple(
        summary_of(person, record.info.ref, here=True, by_role=person.id in roles) for person in record.persons or ()
    )
    there = tuple(
        summary_of(
            person,
            other.ref,
            restricted=bool(other.restricted) and record.info.user_role not in (other.allowed_roles or ()),
        )
        for other in record.other_cases or ()
        for person in other.persons or ()
    )
    return (*here, *there)


def summary_of(
    person: Person, ref: CaseRef, *, here: bool = False, restricted: bool = False, by_role: bool = False
) -> PersonSummary:
    """What CHK-DUP may compare; the reference of a case that this user may not see is left out."""
    born = youngest_birth(person.birth)
    return PersonSummary(
        person=person.id,
        case=None if restricted else ref,
        names=person.names,
        birth_year=born.year if born else None,
        sex=person.sex,
        document_numbers=tuple(paper.no for paper in person.docs or () if paper.no),
        here=here,
        restricted=restricted,
        prints_by_role=by_role,
    )
