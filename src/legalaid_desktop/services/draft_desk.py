"""From a case to a finished draft with its findings: no vault, no files, no clock. ``drafting`` does the rest."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from legalaid_desktop.documents.addressees import find_addressee, main_paper
from legalaid_desktop.documents.annexes import travelling
from legalaid_desktop.documents.assemble import Draft, FixedText, assemble, with_fixed
from legalaid_desktop.documents.catalog import Catalog, Template
from legalaid_desktop.documents.checks.context import (
    AlikeAccount,
    CheckContext,
    EarlierPaper,
    PersonSummary,
    RiskySource,
)
from legalaid_desktop.documents.checks.runner import run_checks
from legalaid_desktop.documents.conditions import Ground, conditions
from legalaid_desktop.documents.facts.source import Answer, FactSource
from legalaid_desktop.documents.facts.statement import statement_numbers
from legalaid_desktop.documents.parts import AddresseeInfo, DocumentState
from legalaid_desktop.documents.pdf_writer import page_count
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline_engine import deadline_rows
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.disclosure import disclose
from legalaid_desktop.domain.draft_merge import OwnText
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode, LocalId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.signing import who_signs
from legalaid_desktop.domain.visibility import Audience
from legalaid_desktop.errors import NoTemplate
from legalaid_desktop.grammar.labels import Labels
from legalaid_desktop.services.country_names import country_names
from legalaid_desktop.services.draft_choice import choose_decision
from legalaid_desktop.services.draft_compared import (
    hidden_names,
    hidden_texts,
    internal_texts,
    loose_citations,
    people_of,
)
from legalaid_desktop.services.draft_enclosed import ENCLOSING, enclosed, enclosed_paper
from legalaid_desktop.services.draft_pairs import with_explanations
from legalaid_desktop.services.role_voice import voice_of

OFFICE_WORDS = ("legalaid", "legal aid desktop", "reportlab", "python-docx")
"""Words of program and office that no paper for a Belarusian body may carry (CHK-OFFICE), casefolded."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every draft is made with. ``office_words`` and ``listed_words`` are the office's own additions."""

    catalog: Catalog
    law: LawPack
    labels: Labels
    office_words: tuple[str, ...] = ()
    listed_words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a person typed for one paper."""

    answers: Mapping[str, object] = field(default_factory=dict)
    edits: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, OwnText] = field(default_factory=dict)


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
    accounts: tuple[AlikeAccount, ...] = ()
    risky: tuple[RiskySource, ...] = ()
    """Documents of the library that are marked as dangerous."""
    earlier: tuple[EarlierPaper, ...] = ()
    kept: Mapping[tuple[str, str], Kept] = field(default_factory=dict)
    """(paper, language) → what was typed for it: another paper that counts its sheets must see the same."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A draft on the desk, with all that a check may look at."""

    template: Template
    source: FactSource
    draft: Draft
    context: CheckContext
    evidence: frozenset[str] = frozenset()
    """Ids of all evidence of the case, of what this paper's reader does not see as well."""
    explained: Mapping[str, str] = field(default_factory=dict)
    """Pairs of which a person said why both sides are true (``draft_pairs``)."""

    def findings(
        self, *, made: Mapping[str, bytes] | None = None, pages: int | None = None, file_names: tuple[str, ...] = ()
    ) -> tuple[Finding, ...]:
        """All findings; with the bytes of the finished files also those about the files."""
        context = self.context
        if made:
            context = replace(context, made=made, pdf_pages=pages, file_names=file_names)
        return with_explanations(run_checks(context), self.explained)


def language_of(record: CaseRecord, template: Template, language: str | None) -> LanguageCode:
    """The language asked for; else the case's own for a Belarusian body; English abroad; else the client's."""
    if language is not None:
        return LanguageCode(language)
    if template.manifest.audience is Audience.BELARUSIAN_BODY:
        return record.info.output_language or LanguageCode("ru")
    if template.manifest.audience is Audience.FOREIGN and "en" in template.manifest.languages:
        return LanguageCode("en")
    if template.manifest.audience is Audience.FOREIGN:
        # A record of the office's own (F1) is in the language it was written down in.
        return template.manifest.languages[0]
    if template.manifest.audience is Audience.OFFICE:
        return template.manifest.languages[0]
    own = record.info.language or LanguageCode("ru")
    # A client whose language no paper has gets the Russian text; the interpreter reads it out.
    return own if own in template.manifest.languages else LanguageCode("ru")


def lay_out(
    desk: Desk,
    record: CaseRecord,
    code: str,
    *,
    as_of: dt.date,
    language: str | None = None,
    answers: Mapping[str, object] | None = None,
    edits: Mapping[str, str] | None = None,
    own: Mapping[str, OwnText] | None = None,
    fixed: FixedText | None = None,
    around: Around | None = None,
    count_pages: bool = True,
) -> Sheet:
    """Draft one paper of a case; ``fixed`` is a text that was approved and stands as it is.
    Raises NoTemplate (no such paper, or not in this language) and TemplateFaulty."""
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
        voice=voice_of(desk.labels, tongue),
        hand_written={
            **{f"answers.{name}": text for name, text in given.items() if isinstance(text, str)},
            **{f"edit.{key}": text for key, text in (edits or {}).items()},
            **{f"edit.{name}": mine.text for name, mine in (own or {}).items()},
        },
    )
    given = {name: case.typed.get(f"answers.{name}", value) for name, value in given.items()}
    edits = {key: case.typed[f"edit.{key}"] for key in edits or {}}
    own = {name: replace(mine, text=case.typed[f"edit.{name}"]) for name, mine in (own or {}).items()}
    rows = deadline_rows(record, desk.law, as_of, around.marks)
    decision, others = choose_decision(case, template, rows, around.states, _text(given.get("act")))
    ground = Ground(case=case, law=desk.law, decision=decision, deadlines=rows, states=around.states, answers=given)
    holds = conditions(ground)
    for question in manifest.questions:
        value = given.get(question.name)
        holds[f"answered_{question.name}"] = value is not None and value != ""
    source = FactSource(
        case=case,
        doors=_doors(desk, case) if manifest.audience is Audience.CLIENT_OWN else {},
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
            manifest.addressee,
            case=case,
            decision=decision,
            law=desk.law,
            language=tongue,
            answers=given,
            joined=holds["main_joined"],
        ),
        states=around.states,
        main_paper=main_paper(decision),
        challenged_before=lambda decision, language: find_addressee(
            "main_paper", case=case, decision=decision, law=desk.law, language=language, answers={}
        ),
    )
    if manifest.id == ENCLOSING:
        beside = enclosed_paper(desk.catalog, case, decision, around.states, given)
        sheet = _beside(desk, record, beside, as_of, tongue, around)
        if sheet is not None:
            paper = enclosed(sheet.source, sheet.draft, tongue)
            source = replace(
                source,
                enclosed=paper,
                addressee=source.addressee or paper.addressee,
                conditions={**holds, "no_enclosed_paper": False},
            )
    if "A2" in travelling(source):
        source = replace(source, paragraphs=statement_numbers(case))
    pages = _pages_of(desk, record, as_of, tongue, around) if count_pages else (lambda code: None)
    draft = assemble(template, source, pages_of=pages, edits=edits, own=own)
    if fixed is not None:
        draft = with_fixed(draft, template, fixed)
    return Sheet(
        template=template,
        source=source,
        draft=draft,
        context=_context(desk, record, case, source, draft, around, given),
        evidence=frozenset(str(piece.id) for piece in record.evidence or ()),
    )


def _doors(desk: Desk, case: DisclosedCase) -> dict[LocalId | None, AddresseeInfo]:
    """Where the main paper against each decision goes, as the client shows it: in Russian. Never who decided: a card
    that sends the client to the wrong door is worse than a line to write on."""
    found = {
        decision.id if decision is not None else None: find_addressee(
            "main_paper",
            case=case,
            decision=decision,
            law=desk.law,
            language=LanguageCode("ru"),
            answers={},
            joined=True,
        )
        for decision in (None, *case.decisions)
    }
    return {key: to for key, to in found.items() if to is not None}


def _text(answer: Answer | None) -> str | None:
    return answer if isinstance(answer, str) else None


def plain_answers(answers: Mapping[str, object]) -> dict[str, Answer]:
    """Answers as a template may print them; an empty text is no answer."""
    return {
        name: value
        for name, value in answers.items()
        if isinstance(value, bool) or (isinstance(value, str) and value.strip()) or isinstance(value, dt.date)
    }


def _as_kept(
    desk: Desk,
    record: CaseRecord,
    code: DocumentCode,
    as_of: dt.date,
    language: LanguageCode,
    around: Around,
    *,
    count_pages: bool,
) -> Sheet:
    """Another paper of the case with what was typed for it. Raises NoTemplate, TemplateFaulty."""
    typed = around.kept.get((code, language), Kept())
    return lay_out(
        desk, record, code, as_of=as_of, language=language, answers=typed.answers, edits=typed.edits, own=typed.own,
        around=around, count_pages=count_pages,
    )  # fmt: skip


def _beside(
    desk: Desk,
    record: CaseRecord,
    code: DocumentCode | None,
    as_of: dt.date,
    language: LanguageCode,
    around: Around,
) -> Sheet | None:
    """The paper that the covering letter (K6) goes with; ``None`` where there is none, or not in this language."""
    if code is None:
        return None
    try:
        return _as_kept(desk, record, code, as_of, language, around, count_pages=True)
    except NoTemplate:
        return None


def _pages_of(
    desk: Desk, record: CaseRecord, as_of: dt.date, language: LanguageCode, around: Around
) -> Callable[[DocumentCode], int | None]:
    """Sheets of another paper of the case, as the PDF writer sets it; ``None`` for one that cannot be made here."""
    known: dict[DocumentCode, int | None] = {}

    def pages(code: DocumentCode) -> int | None:
        if code not in known:
            try:
                sheet = _as_kept(desk, record, code, as_of, language, around, count_pages=False)
            except NoTemplate:
                known[code] = None
            else:
                known[code] = page_count(sheet.draft.blocks, language)
        return known[code]

    return pages


def _context(
    desk: Desk,
    record: CaseRecord,
    case: DisclosedCase,
    source: FactSource,
    draft: Draft,
    around: Around,
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
        edits=draft.edits,
        decision=source.decision,
        deadlines=source.deadlines,
        states=source.states,
        planned=record.info.documents or (),
        earlier=around.earlier,
        # The office's own memo may hold the notes of its own case, and of no other.
        internal=internal_texts(
            replace(record, notes=()) if case.office_file is not None else record, around.notes, key
        ),
        hidden=hidden_texts(record, case, key),
        guards=hidden_names(record, case, key),
        office_words=(*OFFICE_WORDS, *(word.casefold() for word in desk.office_words)),
        listed_words=tuple(word.casefold() for word in desk.listed_words),
        people=(*people_of(record, case), *around.people),
        accounts=around.accounts,
        risky=around.risky,
        loose=loose_citations(record, case, source.decision, draft),
        countries=country_names(desk.labels),
        urgent=(record.info.urgency or "") == "u0",
    )
