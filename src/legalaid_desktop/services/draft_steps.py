"""Steps of drafting that need no vault: questions as asked, answers that fit, what is lifted, the finished bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from legalaid_desktop.documents.catalog import Template
from legalaid_desktop.documents.checks.runner import CATALOGUE
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.manifest import Question
from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.documents.word_writer import write_word
from legalaid_desktop.domain.draft import Draft as StoredDraft
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.errors import BlockedByChecks, WrongUse
from legalaid_desktop.services.archive_check import keeps_archive_rules
from legalaid_desktop.services.draft_desk import Kept, Sheet
from legalaid_desktop.services.draft_results import Asked, CatalogueRow
from legalaid_desktop.services.export import FORMATS, Cleared, clear


def row_of(template: Template) -> CatalogueRow:
    manifest = template.manifest
    return CatalogueRow(
        id=manifest.id,
        title=manifest.title,
        tier=manifest.tier,
        languages=manifest.languages,
        as_of=manifest.as_of,
        reviewed=manifest.reviewed,
        version=manifest.version,
        phrases_reviewed=manifest.phrases_reviewed,
        office=template.office,
    )


def states_of(drafts: Sequence[StoredDraft]) -> dict[DocumentCode, DocumentState]:
    states: dict[DocumentCode, DocumentState] = {}
    for draft in drafts:
        last = max((export.at for export in draft.exports), default=None)
        before = states.get(draft.document)
        days = [day for day in (before.exported_on if before else None, last.date() if last else None) if day]
        states[draft.document] = DocumentState(
            drafted=True, exported_on=max(days, default=None), language=draft.language
        )
    return states


def asked_of(sheet: Sheet) -> tuple[Asked, ...]:
    conditions = sheet.source.conditions
    found = []
    for question in sheet.template.manifest.questions:
        answer = sheet.source.answers.get(question.name)
        if question.when is not None and not question.when.holds(conditions) and answer is None:
            continue
        found.append(
            Asked(
                name=question.name,
                type=question.type,
                ask=question.ask,
                choices=question.choices,
                choice_words=question.choice_words,
                required=question.required,
                urgent=question.urgent,
                section=question.section,
                answer=answer.isoformat() if isinstance(answer, dt.date) else answer,
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.urgent, not one.required)))


def fits(question: Question, value: str | bool | None) -> bool:
    if value is None:
        return True
    if question.type == "bool":
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if question.type == "choice":
        return value in question.choices
    if question.type == "date":
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return False
    return True


def typed_for(drafts: Sequence[StoredDraft]) -> dict[tuple[str, str], Kept]:
    """(paper, language) → what was typed for its latest draft, for papers that count its sheets."""
    return {
        (draft.document, draft.language): Kept(answers=draft.answers, edits=draft.placed_edits, own=draft.own)
        for draft in sorted(drafts, key=lambda draft: draft.created_at)
    }


def reasons_of(overrides: Mapping[str, str] | None) -> dict[str, str]:
    """Check id → reason. Raises WrongUse for an id that no check has, or a reason without words."""
    found: dict[str, str] = {}
    for name, reason in (overrides or {}).items():
        check = name.strip().upper()
        if check not in CATALOGUE:
            raise WrongUse(what=name)
        if not reason.strip():
            raise WrongUse(what=check)
        found[check] = reason.strip()
    return found


def with_reasons(findings: Sequence[Finding], reasons: Mapping[str, str]) -> tuple[Finding, ...]:
    """Findings that may be lifted get the reason given for their id; every other one stays as it is."""
    return tuple(
        replace(finding, overridden=reasons[finding.id])
        if finding.severity is Severity.OVERRIDABLE and finding.id in reasons
        else finding
        for finding in findings
    )


def formats_of(formats: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(format.strip().lower() for format in formats))
    for format in wanted:
        if format not in FORMATS:
            raise WrongUse(what=format)
    if not wanted:
        raise WrongUse(what="format")
    return wanted


def written(sheet: Sheet, formats: Sequence[str]) -> tuple[dict[str, bytes], int | None]:
    draft = sheet.draft
    made: dict[str, bytes] = {}
    pages = None
    for format in formats:
        if format == "docx":
            word = sheet.template.word.get(draft.language)
            if word is not None and draft.made_with in ("", sheet.template.edition):
                made[format] = write_word(word, draft.blocks, title=draft.title, language=draft.language)
            else:
                made[format] = write_docx(draft.blocks, title=draft.title, language=draft.language)
        else:
            pdf = write_pdf(draft.blocks, title=draft.title, language=draft.language)
            if not keeps_archive_rules(pdf.data):
                # A paper goes out today even so; it only does not say what is not so.
                pdf = write_pdf(draft.blocks, title=draft.title, language=draft.language, archive=False)
            made[format], pages = pdf.data, pdf.pages
    return made, pages


def pass_checks(
    sheet: Sheet, formats: Sequence[str], reasons: Mapping[str, str], file_names: Sequence[str]
) -> tuple[tuple[Finding, ...], Cleared | None]:
    """All findings, and the draft cleared for export with its files; ``None`` while one of them stops it."""
    before = with_reasons(sheet.findings(), reasons)
    if any(finding.stops for finding in before):
        return before, None
    made, pages = written(sheet, formats)
    found = with_reasons(sheet.findings(made=made, pages=pages, file_names=tuple(file_names)), reasons)
    try:
        return found, clear(sheet, found, made, pages)
    except BlockedByChecks:
        return found, None
