"""From a case to a finished draft with its findings: no vault, no files, no clock. ``drafting`` does the rest."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from legalaid_desktop.documents.addressees import find_addressee, main_paper
from legalaid_desktop.documents.annexes import travelling
from legalaid_desktop.documents.assemble import Draft, assemble
from legalaid_desktop.documents.catalog import Catalog, Template
from legalaid_desktop.documents.checks.context import (
    CheckContext,
    EarlierPaper,
    Fingerprint,
    PersonSummary,
    fingerprint,
)
from legalaid_desktop.documents.checks.runner import run_checks
from legalaid_desktop.documents.conditions import Ground, about, conditions
from legalaid_desktop.documents.facts.source import Answer, FactSource
from legalaid_desktop.documents.facts.statement import statement_numbers
from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.domain.ages import youngest_birth
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.deadline_engine import deadline_rows
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.disclosure import disclose
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.domain.ids import CaseRef, DocumentCode, LanguageCode
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.person import Person
from legalaid_desktop.domain.signing import who_signs
from legalaid_desktop.domain.visibility import Audience
from legalaid_desktop.errors import NoTemplate
from legalaid_desktop.grammar.labels import Labels

OFFICE_WORDS = ("legalaid", "legal aid desktop", "reportlab", "python-docx")
"""Words of program and office that no paper for a Belarusian body may carry (CHK-OFFICE), casefolded."""

_OTHER_PERSON = {
    "ru": {"nom": "другой человек", "gen": "другого человека", "dat": "другому человеку", "acc": "другого человека",
           "ins": "другим человеком", "prep": "другом человеке"},
    "be": {"nom": "іншы чалавек", "gen": "іншага чалавека", "dat": "іншаму чалавеку", "acc": "іншага чалавека",
           "ins": "іншым чалавекам", "prep": "іншым чалавеку"},
    "en": dict.fromkeys(("nom", "gen", "dat", "acc", "ins", "prep"), "another person"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every draft is made with. ``office_words`` and ``listed_words`` are the office's own additions."""

    catalog: Catalog
    law: LawPack
    labels: Labels
    office_words: tuple[str, ...] = ()
    listed_words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Around:
    """What stands around the case in its vault."""

    states: Mapping[DocumentCode, DocumentState] = field(default_factory=dict)
    """Papers of the case that were drafted or exported."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """Deadline id → done or missed."""
    notes: tuple[ConsultationNote, ...] = ()
    """Notes outside the case whose text must not appear: of other cases, and of none."""
    people: tuple[PersonSummary, ...] = ()
    earlier: tuple[EarlierPaper, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A draft on the desk, with all that a check may look at."""

    template: Template
    source: FactSource
    draft: Draft
    context: CheckContext

    def findings(
        self, *, made: Mapping[str, bytes] | None = None, pages: int | None = None, file_names: tuple[str, ...] = ()
    ) -> tuple[Finding, ...]:
        """All findings; with the bytes of the finished files also those about the files."""
        context = self.context
        if made:
            context = replace(context, made=made, pdf_pages=pages, file_names=file_names)
        return run_checks(context)


def language_of(record: CaseRecord, template: Template, language: str | None) -> LanguageCode:
    """The language asked for; else the case's own for papers to a Belarusian body; else Russian, or English abroad."""
    if language is not None:
        return LanguageCode(language)
    if template.manifest.audience is Audience.BELARUSIAN_BODY:
        return record.info.output_language or LanguageCode("ru")
    return LanguageCode("en" if template.manifest.audience is Audience.FOREIGN else record.info.language or "ru")


def lay_out(
    desk: Desk,
    record: CaseRecord,
    code: str,
    *,
    as_of: dt.date,
    language: str | None = None,
    answers: Mapping[str, object] | None = None,
    edits: Mapping[str, str] | None = None,
    around: Around | None = None,
    count_pages: bool = True,
) -> Sheet:
    """Draft one paper of a case. Raises NoTemplate (no such paper, or not in this language) and TemplateFaulty."""
    around = around or Around()
    template = desk.catalog.template(code)
    manifest = template.manifest
    tongue = language_of(record, template, language)
    template.body(tongue)
    given = plain_answers(answers or {})
    signer = who_signs(record, as_of, nobody=manifest.signer == "nobody")
    case = disclose(
        record,
        audience=manifest.audience,
        signer=signer,
        document=manifest.id,
        as_of=as_of,
        role_word=_role_words(desk, tongue),
        hand_written={
            **{f"answers.{name}": text for name, text in given.items() if isinstance(text, str)},
            **{f"edit.{key}": text for key, text in (edits or {}).items()},
        },
    )
    given = {name: case.typed.get(f"answers.{name}", value) for name, value in given.items()}
    edits = {key: case.typed[f"edit.{key}"] for key in edits or {}}
    rows = deadline_rows(record, desk.law, as_of, around.marks)
    decision, others = choose_decision(case, template, rows, around.states)
    ground = Ground(case=case, law=desk.law, decision=decision, deadlines=rows, states=around.states, answers=given)
    holds = conditions(ground)
    for question in manifest.questions:
        value = given.get(question.name)
        holds[f"answered_{question.name}"] = value is not None and value != ""
    source = FactSource(
        case=case,
        manifest=manifest,
        language=tongue,
        law=desk.law,
        words=desk.labels.words(tongue),
        as_of=as_of,
        conditions=holds,
        answers=given,
        decision=decision,
        other_decisions=others,
        deadlines=rows,
        addressee=find_addressee(
            manifest.addressee, case=case, decision=decision, law=desk.law, language=tongue, answers=given
        ),
        states=around.states,
        main_paper=main_paper(decision),
    )
    if "A2" in travelling(source):
        source = replace(source, paragraphs=statement_numbers(case))
    pages = _pages_of(desk, record, as_of, tongue, around) if count_pages else (lambda code: None)
    draft = assemble(template, source, pages_of=pages, edits=edits)
    return Sheet(
        template=template,
        source=source,
        draft=draft,
        context=_context(desk, record, case, source, draft, around, edits or {}, given),
    )


def plain_answers(answers: Mapping[str, object]) -> dict[str, Answer]:
    """Answers as a template may print them; an empty text is no answer."""
    return {
        name: value
        for name, value in answers.items()
        if isinstance(value, bool) or (isinstance(value, str) and value.strip()) or isinstance(value, dt.date)
    }


def choose_decision(
    case: DisclosedCase,
    template: Template,
    rows: tuple[DeadlineRow, ...],
    states: Mapping[DocumentCode, DocumentState],
) -> tuple[Decision | None, tuple[Decision, ...]]:
    """The decision that the paper is about, and the others: of its kinds, the latest whose clock still runs; else the
    latest of all. A motion is about the decision whose main paper the case plans or holds."""
    mine = about(case, case.decisions)
    kinds = template.manifest.decision_kinds
    possible = [d for d in mine if d.kind in kinds] if kinds else []
    if template.manifest.id == "C3":
        named = {m.decision for m in case.missed if m.decision}
        possible = [d for d in possible if d.id in named] or possible
    if not possible:
        return None, mine

    def passed(decision: Decision) -> bool:
        days = [r.last_day for r in rows if r.decision == decision.id and r.primary and r.last_day is not None]
        return bool(days) and min(days) < case.as_of

    def when(decision: Decision) -> dt.date:
        received = decision.received or (decision.received_at.date() if decision.received_at else None)
        announced = decision.announced or (decision.announced_at.date() if decision.announced_at else None)
        return max((day for day in (received, announced, decision.dated) if day is not None), default=dt.date.min)

    def joined(decision: Decision) -> bool:
        main = main_paper(decision)
        return main is not None and (main in case.documents or (main in states and states[main].attached))

    prefer_late = template.manifest.id == "C3"
    motion = template.manifest.addressee == "main_paper"
    chosen = max(possible, key=lambda d: (motion and joined(d), passed(d) == prefer_late, when(d)))
    return chosen, tuple(d for d in mine if d.id != chosen.id)


def _role_words(desk: Desk, language: LanguageCode) -> Callable[[Person, str], str]:
    def word(person: Person, case: str) -> str:
        if person.relation and (label := desk.labels.label_or("relation", person.relation, language, case=case)):
            return label
        return _OTHER_PERSON.get(language, _OTHER_PERSON["ru"])[case]

    return word


def _pages_of(
    desk: Desk, record: CaseRecord, as_of: dt.date, language: LanguageCode, around: Around
) -> Callable[[DocumentCode], int | None]:
    """Sheets of another paper of the case, as the PDF writer sets it; ``None`` for one that cannot be made here."""
    known: dict[DocumentCode, int | None] = {}

    def pages(code: DocumentCode) -> int | None:
        if code not in known:
            try:
                sheet = lay_out(desk, record, code, as_of=as_of, language=language, around=around, count_pages=False)
            except NoTemplate:
                known[code] = None
            else:
                known[code] = write_pdf(sheet.draft.blocks, title=sheet.draft.title, language=language).pages
        return known[code]

    return pages


def _context(
    desk: Desk,
    record: CaseRecord,
    case: DisclosedCase,
    source: FactSource,
    draft: Draft,
    around: Around,
    edits: Mapping[str, str],
    answers: Mapping[str, object],
) -> CheckContext:
    key = secrets.token_bytes(32)
    return CheckContext(
        case=case,
        withheld=case.withheld,
        document=draft.document,
        manifest=source.manifest,
        language=draft.language,
        signer=case.signer,
        as_of=source.as_of,
        law=desk.law,
        blocks=draft.blocks,
        plain=draft.plain,
        printed=draft.printed,
        gaps=draft.gaps,
        annexes=draft.annexes,
        citations=draft.citations,
        names=draft.names,
        facts=draft.facts,
        addressee=source.addressee,
        conditions=source.conditions,
        answers=answers,
        edits=edits,
        decision=source.decision,
        deadlines=source.deadlines,
        states=source.states,
        planned=record.info.documents or (),
        earlier=around.earlier,
        internal=_internal(record, around, key),
        hidden=_hidden(record, case, key),
        office_words=(*OFFICE_WORDS, *(word.casefold() for word in desk.office_words)),
        listed_words=tuple(word.casefold() for word in desk.listed_words),
        people=(*_people(record, case), *around.people),
        loose=_loose(record, case, source.decision, draft),
        urgent=(record.info.urgency or "") == "u0",
    )


def _loose(
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


def _internal(record: CaseRecord, around: Around, key: bytes) -> tuple[Fingerprint, ...]:
    """Fingerprints of the notes of this case, of its other cases, and of those around it."""
    notes: list[tuple[str, str]] = [(note.id, note.text) for note in record.notes or ()]
    for other in record.other_cases or ():
        notes.extend((f"{other.ref}.{note.id}", note.text) for note in other.notes or ())
    notes.extend((note.id, note.text) for note in around.notes)
    found = (fingerprint(text, source="note", record=name, key=key) for name, text in notes if text)
    return tuple(one for one in found if one is not None)


def _hidden(record: CaseRecord, case: DisclosedCase, key: bytes) -> tuple[Fingerprint, ...]:
    """Fingerprints of withheld texts, and of the names of persons who print by role."""
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
    roles = {person.id for person in case.persons if person.by_role is not None}
    named = {spelling for person in record.persons or () if person.id not in roles for spelling in _spellings(person)}
    texts += [
        ("person", person.id, spelling)
        for person in record.persons or ()
        if person.id in roles
        for spelling in _spellings(person)
        if spelling not in named
    ]
    found = (fingerprint(text, source=source, record=name, key=key) for source, name, text in texts)
    return tuple(one for one in found if one is not None)


def _spellings(person: Person) -> tuple[str, ...]:
    names = person.names
    forms = [getattr(names, f"{lang}_{case}") for lang in ("ru", "be") for case in _CASES]
    given = [*forms, names.given, names.latin, names.original, *(names.aliases or ())]
    return tuple(dict.fromkeys(text for text in given if text))


_CASES = ("nom", "gen", "dat", "acc", "ins", "prep")


def _people(record: CaseRecord, case: DisclosedCase) -> tuple[PersonSummary, ...]:
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
