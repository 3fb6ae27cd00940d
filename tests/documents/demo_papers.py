"""Every paper that can be made of the practice cases, as blocks and as finished files, made once a test run: the tests
that read them run in one worker (``IN_ONE_WORKER``)."""

from __future__ import annotations

from functools import cache

import pytest

from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.draft_desk import Desk, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.templates import shipped_catalog
from tests.rounds import LONG

IN_ONE_WORKER = pytest.mark.xdist_group("papers of the practice cases")
TITLE = "Т"
CORE = frozenset({"A1", "A2", "A3", "A4", "C1", "C3", "C4", "C5", "D1", "D5"})
"""Papers that are made of every practice case; each other one is made of one of them, in one of its languages."""


@cache
def demo_papers() -> dict[tuple[str, str, str], tuple[Block, ...]]:
    """Blocks by practice case, paper and language."""
    catalog = shipped_catalog()
    desk = Desk(catalog=catalog, law=shipped_law(), labels=shipped_labels())
    places = sorted((resources() / "demo").glob("*.toml"))
    records = [(place.stem[:3], parse_case_file(place.read_text(encoding="utf-8"), place.name)) for place in places]
    papers: dict[tuple[str, str, str], tuple[Block, ...]] = {}
    for n, manifest in enumerate(catalog.manifests()):
        if manifest.id in CORE or LONG:
            told, languages = records, manifest.languages
        else:
            told, languages = [records[n % len(records)]], (manifest.languages[n % len(manifest.languages)],)
        for case, record in told:
            assert record.meta.as_of is not None
            for language in languages:
                made = lay_out(desk, record, manifest.id, language=language, as_of=record.meta.as_of, count_pages=False)
                papers[case, manifest.id, language] = made.draft.blocks
    return papers


@cache
def demo_docx(case: str, document: str, language: str) -> bytes:
    return write_docx(demo_papers()[case, document, language], title=TITLE, language=language)


@cache
def demo_pdf(case: str, document: str, language: str) -> bytes:
    return write_pdf(demo_papers()[case, document, language], title=TITLE, language=language).data
