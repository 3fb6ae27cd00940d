"""The one gate between a case and a paper: copies released texts, and only those, into a ``DisclosedCase``.

The audience table is that of documents.md §1. Notes are not read here at all. A person who may not be named (in
danger, or without consent) keeps role, sex, age and country; the names are also taken out of every released text,
where the role stands instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.citations import citations
from legalaid_desktop.domain.cleaning import clean_all, cleaned
from legalaid_desktop.domain.disclosed import (
    ByRole,
    DisclosedCase,
    DisclosedEntry,
    DisclosedEvent,
    DisclosedEvidence,
    DisclosedNarrative,
    DisclosedPerson,
    OfficeFile,
    Signer,
    SignerKind,
    WithheldItem,
)
from legalaid_desktop.domain.facts import Consent, Decision, DecisionReason
from legalaid_desktop.domain.ids import DocumentCode, LocalId
from legalaid_desktop.domain.person import Person
from legalaid_desktop.domain.redaction import Redactor
from legalaid_desktop.domain.signing import by_role
from legalaid_desktop.domain.visibility import Audience, Visibility
from legalaid_desktop.domain.voice import RoleWord, Voice

FOREIGN_SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    "D7": ("interpol",),
    "F1": ("foreign_lawyer", "lawyer", "un_named", "un_anonymous"),
    "G1": ("un_named", "un_anonymous"),
    "G2": ("un_named", "un_anonymous"),
    "G3": ("unhcr",),
    "G4": ("un_named",),
    "G5": ("foreign_lawyer",),
    "H2": ("red_cross",),
    "H3": ("red_cross",),
    "K5": ("lawyer",),
}
"""Consents, one of which lets a ``un`` text into a paper for a body abroad."""

OFFICE_PAPER: Final = DocumentCode("K7")
"""The one paper that may read everything; it never leaves the office (documents.md §1)."""


def disclose(
    case: CaseRecord,
    *,
    audience: Audience,
    signer: Signer,
    document: DocumentCode,
    as_of: dt.date,
    role_word: RoleWord | None = None,
    voice: Voice | None = None,
    hand_written: Mapping[str, str] | None = None,
) -> DisclosedCase:
    """What ``audience`` may read of the case in ``document``, and the list of what stayed out.

    ``hand_written`` are texts typed for this paper, by name («answers.risk», «edit.facts.2»): they come back in
    ``typed`` without the names of persons who print by role. ``voice`` says how roles are spoken of; ``role_word``
    alone is enough where nothing of the language is known.
    """
    persons = case.persons or ()
    roles = hidden_persons(case, document, as_of)
    if voice is None and role_word is not None:
        voice = Voice(word=role_word)
    redact = redactor(case, document=document, as_of=as_of, voice=voice)
    typed = {name: redact.of(name).needed(text) for name, text in (hand_written or {}).items()}
    gate = _Gate(case, audience, signer, document, as_of)
    withheld: list[WithheldItem] = []

    events = tuple(e for e in case.events or () if gate.lets(e.visibility))
    evidence = tuple(x for x in case.evidence or () if gate.lets(x.visibility))
    open_events = {e.id for e in events}
    open_evidence = {x.id for x in evidence}
    citing = citations(case)
    for event in case.events or ():
        if event.id not in open_events:
            withheld.append(gate.item("event", event.id, event.visibility, citing))
    for piece in case.evidence or ():
        if piece.id not in open_evidence:
            withheld.append(gate.item("evidence", piece.id, piece.visibility, citing))
    for n, entry in enumerate(case.entries or (), 1):
        if not gate.lets(entry.visibility):
            withheld.append(gate.item("entry", f"entry.{n}", entry.visibility, citing))
    narratives: list[DisclosedNarrative] = []
    for n, narrative in enumerate(case.narratives or (), 1):
        if not gate.lets(narrative.visibility, owner=narrative.person):
            withheld.append(gate.item("narrative", f"narrative.{n}", narrative.visibility, citing))
        elif narrative.text is not None:
            narratives.append(
                DisclosedNarrative(
                    person=narrative.person,
                    language=narrative.language,
                    text=redact.of(f"narrative.{n}").needed(narrative.text),
                )
            )
    given = {
        table
        for table in (
            "persons", "events", "routes", "entries", "detentions", "assurances", "decisions", "evidence", "coi",
            "consents", "narratives", "missed", "injuries", "states_asked", "prior_statuses", "interview_records",
            "earlier_offences", "contradicting_ages",
        )
        if getattr(case, table) is not None
    }  # fmt: skip
    released = DisclosedCase(
        ref=case.info.ref,
        document=document,
        audience=audience,
        signer=signer,
        as_of=as_of,
        region=case.info.region,
        place=redact.of("case").text(case.info.place),
        topic=case.info.topic,
        urgency=case.info.urgency,
        language=case.info.language,
        interpreter_used=case.info.interpreter_used,
        read_back=case.info.read_back,
        documents=case.info.documents or (),
        persons=tuple(_person(person, roles.get(person.id), redact) for person in persons),
        events=tuple(
            DisclosedEvent(
                id=e.id,
                date=e.date,
                place=redact.of(e.id).text(e.place),
                text=redact.of(e.id).text(e.text),
                certainty=redact.of(e.id).text(e.certainty),
                evidence=tuple(x for x in e.evidence or () if x in open_evidence),
                how_known=redact.of(e.id).text(e.how_known),
            )
            for e in events
        ),
        routes=clean_all(case.routes, redact, "route"),
        entries=tuple(
            DisclosedEntry(
                date=e.date,
                point=redact.of(f"entry.{n}").text(e.point),
                manner=redact.text(e.manner),
                document=redact.text(e.document),
                lawful=e.lawful,
            )
            for n, e in enumerate(case.entries or (), 1)
            if gate.lets(e.visibility)
        ),
        detentions=tuple(
            replace(d, note=None, place=redact.of(d.id or "detention").text(d.place))
            for d in case.detentions or ()
            if d.person is None or d.person not in roles
        ),
        extradition=None if case.extradition is None else cleaned(case.extradition, redact.of("extradition")),
        assurances=clean_all(case.assurances, redact, "assurance"),
        decisions=tuple(
            _decision(d, open_events, open_evidence, redact)
            for d in case.decisions or ()
            if d.person is None or d.person not in roles
        ),
        evidence=tuple(
            DisclosedEvidence(
                id=x.id,
                title=redact.of(x.id).text(x.title),
                kind=x.kind,
                date=x.date,
                pages=x.pages,
                language=x.language,
                translated=x.translated,
                proves=tuple(e for e in x.proves or () if e in open_events),
                tied=bool(x.proves) or x.id in citing,
                risk_flags=x.risk_flags or (),
                exif=x.exif,
                original_held_by=redact.of(x.id).text(x.original_held_by),
                file=x.file,
            )
            for x in evidence
        ),
        coi=tuple(replace(item, url=None) for item in clean_all(case.coi, redact, "coi")),
        consents=case.consents or (),
        narratives=tuple(narratives),
        missed=tuple(
            m if m.evidence is None or m.evidence in open_evidence else replace(m, evidence=None)
            for m in clean_all(case.missed, redact, "missed")
        ),
        injuries=tuple(
            i for i in clean_all(case.injuries, redact, "injury") if i.event is None or i.event in open_events
        ),
        states_asked=tuple(
            replace(s, evidence=s.evidence if s.evidence in open_evidence else None)
            for s in clean_all(case.states_asked, redact, "state_asked")
        ),
        prior_statuses=tuple(
            p if p.evidence is None or p.evidence in open_evidence else replace(p, evidence=None)
            for p in clean_all(case.prior_statuses, redact, "prior_status")
        ),
        interview_records=clean_all(case.interview_records, redact, "interview_record"),
        earlier_offences=clean_all(case.earlier_offences, redact, "earlier_offence"),
        contradicting_ages=tuple(
            replace(a, note=None) for a in clean_all(case.contradicting_ages, redact, "contradicting_age")
        ),
        given=frozenset(given),
    )
    withheld.extend(
        WithheldItem(
            kind="person",
            record=record,
            visibility=Visibility.AUTHORITY,
            because=reason.value,
            cited_by=tuple(sorted(redact.named_in.get(record, ()))),
            sentences=tuple(redact.sentences.get(record, ())),
        )
        for record, reason in roles.items()
    )
    kept = office_file(case) if gate.of_the_office else None
    return replace(released, withheld=tuple(withheld), typed=typed, office_file=kept)


def office_file(case: CaseRecord) -> OfficeFile:
    """What only the office's memo reads: the notes, and the mark of each record."""
    marked: list[tuple[str, Visibility | None]] = [
        *((str(e.id), e.visibility) for e in case.events or ()),
        *((str(x.id), x.visibility) for x in case.evidence or ()),
        *((f"narrative.{n}", text.visibility) for n, text in enumerate(case.narratives or (), 1)),
        *((f"entry.{n}", entry.visibility) for n, entry in enumerate(case.entries or (), 1)),
    ]
    return OfficeFile(
        notes=tuple((str(note.id), note.text) for note in case.notes or ()),
        marks={record: mark or Visibility.INTERNAL for record, mark in marked},
    )


def hidden_persons(case: CaseRecord, document: DocumentCode, as_of: dt.date) -> dict[LocalId, ByRole]:
    """Who prints by role only in this paper, and why."""
    found = ((person.id, by_role(person, document, as_of)) for person in case.persons or ())
    return {record: reason for record, reason in found if reason is not None}


def redactor(case: CaseRecord, *, document: DocumentCode, as_of: dt.date, voice: Voice | None = None) -> Redactor:
    """Takes the names of those persons out of any text."""
    roles = hidden_persons(case, document, as_of)
    persons = case.persons or ()
    return Redactor([p for p in persons if p.id in roles], [p for p in persons if p.id not in roles], voice)


class _Gate:
    """The audience table, for one paper."""

    def __init__(
        self, case: CaseRecord, audience: Audience, signer: Signer, document: DocumentCode, as_of: dt.date
    ) -> None:
        self.audience = audience
        self.of_the_office = audience is Audience.OFFICE and document == OFFICE_PAPER
        """Whether all may be read: no other paper may call the office its audience."""
        self.signer = signer
        self.client = next((p.id for p in case.persons or () if p.role == "client"), None)
        self.others_included = any(p.included and p.id != signer.person for p in case.persons or ())
        scopes = FOREIGN_SCOPES.get(document, ())
        self.consented = any(consent_holds(case, scope, as_of) for scope in scopes)

    def lets(self, visibility: Visibility | None, *, owner: LocalId | None = None) -> bool:
        if self.of_the_office:
            return True
        match visibility:
            case Visibility.AUTHORITY:
                return True
            case Visibility.UN:
                return self.audience is Audience.CLIENT_OWN or (self.audience is Audience.FOREIGN and self.consented)
            case Visibility.CLIENT:
                return self.audience is Audience.CLIENT_OWN
            case Visibility.FAMILY_SEPARATE:
                return self._separate(owner or self.client)
            case _:
                return False

    def _separate(self, owner: LocalId | None) -> bool:
        alone = self.signer.person is not None and self.signer.person == owner
        if self.audience is Audience.CLIENT_OWN:
            return alone
        return alone and self.signer.kind is SignerKind.CLIENT and not self.others_included

    def item(
        self, kind: str, record: str, visibility: Visibility | None, citing: Mapping[str, tuple[str, ...]]
    ) -> WithheldItem:
        because = "audience"
        if visibility is Visibility.FAMILY_SEPARATE:
            because = "family_separate"
        elif visibility is Visibility.UN and self.audience is Audience.FOREIGN:
            because = "consent"
        return WithheldItem(
            kind=kind,
            record=record,
            visibility=visibility or Visibility.INTERNAL,
            because=because,
            cited_by=citing.get(record, ()),
        )


def consent_holds(case: CaseRecord, scope: str, as_of: dt.date) -> bool:
    """Given, not withdrawn and not expired on ``as_of``; a later "no" to the same scope ends an earlier "yes"."""
    return given_consent(case.consents, scope, as_of) is not None


def given_consent(consents: Iterable[Consent] | None, scope: str, as_of: dt.date) -> Consent | None:
    """The consent that holds for ``scope`` on ``as_of``; ``None`` where there is none."""
    answers = [c for c in consents or () if c.scope == scope and (c.date is None or c.date <= as_of)]
    if not answers:
        return None
    last = max(answers, key=lambda c: c.date or dt.date.min)
    holds = (
        last.given is True
        and (last.withdrawn is None or last.withdrawn > as_of)
        and (last.expires is None or last.expires >= as_of)
    )
    return last if holds else None


def _decision(decision: Decision, events: Iterable[LocalId], evidence: Iterable[LocalId], redact: Redactor) -> Decision:
    def reason(place: int, item: DecisionReason) -> DecisionReason:
        redact.of(f"{decision.id}.reason.{item.n if item.n is not None else place}")
        return replace(
            item,
            says=redact.text(item.says),
            answer=redact.text(item.answer),
            facts=tuple(e for e in item.facts or () if e in events),
            evidence=tuple(x for x in item.evidence or () if x in evidence),
        )

    reasons = None if decision.reasons is None else tuple(reason(n, item) for n, item in enumerate(decision.reasons, 1))
    redact.of(decision.id)
    return replace(
        decision,
        ground=redact.text(decision.ground),
        received_how=redact.text(decision.received_how),
        notice_court=redact.text(decision.notice_court),
        notice_period=redact.text(decision.notice_period),
        reasons=reasons,
    )


def _person(person: Person, hidden: ByRole | None, redact: Redactor) -> DisclosedPerson:
    if hidden is not None:
        return DisclosedPerson(
            id=person.id,
            role=person.role,
            relation=person.relation,
            by_role=hidden,
            sex=person.sex,
            birth=person.birth,
            age_stated=person.age_stated,
            citizenships=None
            if person.citizenships is None
            else tuple(replace(c, proof=None) for c in person.citizenships),
            citizenship_status=person.citizenship_status,
            in_danger=person.in_danger,
            feared_by_client=person.feared_by_client,
            fears_home_state=person.fears_home_state,
            legal_guardian=person.legal_guardian,
            included=person.included,
        )
    redact.of(person.id)
    return DisclosedPerson(
        id=person.id,
        role=person.role,
        relation=person.relation,
        sex=person.sex,
        birth=person.birth,
        birth_place=redact.text(person.birth_place),
        death=person.death,
        age_stated=person.age_stated,
        names=person.names,
        citizenships=person.citizenships,
        citizenship_status=person.citizenship_status,
        former_residence=person.former_residence,
        ethnicity=redact.text(person.ethnicity),
        languages=person.languages or (),
        literacy=person.literacy,
        # A remark beside a paper carries no mark of visibility and counts as internal; ``reason`` is what prints.
        docs=None
        if person.docs is None
        else tuple(replace(cleaned(paper, redact), note=None) for paper in person.docs),
        certificate_no=person.certificate_no,
        address_service=redact.text(person.address_service or person.safe_address),
        whereabouts=redact.text(person.whereabouts),
        last_place=redact.text(person.last_place),
        last_contact=person.last_contact,
        description=redact.text(person.description),
        health_needs=tuple(redact.needed(need) for need in person.health_needs or ()),
        orphan=person.orphan,
        legal_guardian=person.legal_guardian,
        in_custody=person.in_custody,
        in_danger=person.in_danger,
        feared_by_client=person.feared_by_client,
        fears_home_state=person.fears_home_state,
        included=person.included,
    )
