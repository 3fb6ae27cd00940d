"""The paper that a covering letter (K6) goes with: which it is, its sheets, its annexes, its copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.addressees import main_paper
from legalaid_desktop.documents.assemble import Draft
from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.facts.source import FactSource
from legalaid_desktop.documents.parts import DocumentState, Enclosed
from legalaid_desktop.documents.pdf_writer import page_count
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.domain.visibility import Audience

ENCLOSING: Final = DocumentCode("K6")
_ASKED: Final = "with_paper"
"""Question of K6: the id of the paper."""


def enclosed_paper(
    catalog: Catalog,
    case: DisclosedCase,
    decision: Decision | None,
    states: Mapping[DocumentCode, DocumentState],
    answers: Mapping[str, object],
) -> DocumentCode | None:
    """The paper that a person named; else the main paper of the decision, if the case has it; else the first paper of
    the case that goes to a body. A covering letter goes with papers to bodies of Belarus alone."""
    said = answers.get(_ASKED)
    if isinstance(said, str) and said.strip():
        named = DocumentCode(said.strip().upper())
        return named if _goes_to_a_body(catalog, named) else None
    attached = [code for code, state in states.items() if state.attached]
    present = dict.fromkeys((*attached, *case.documents))
    main = main_paper(decision)
    if main is not None and main in present and _goes_to_a_body(catalog, main):
        return main
    return next((code for code in present if _goes_to_a_body(catalog, code)), None)


def _goes_to_a_body(catalog: Catalog, code: DocumentCode) -> bool:
    if code == ENCLOSING or code not in catalog:
        return False
    manifest = catalog.template(code).manifest
    return manifest.audience is Audience.BELARUSIAN_BODY and manifest.addressee not in (None, "parent", "none")


def enclosed(source: FactSource, draft: Draft, language: LanguageCode) -> Enclosed:
    """What the letter says of that paper, as it would be made now."""
    to = source.addressee
    court = to is not None and (to.type or "").startswith("court")
    return Enclosed(
        document=draft.document,
        title=draft.title,
        pages=page_count(draft.blocks, language),
        annexes=draft.annexes,
        addressee=to,
        copies=2 if court or source.manifest.challenges else 1,
    )
