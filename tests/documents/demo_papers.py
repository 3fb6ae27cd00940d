"""Every paper that can be made of the practice cases, as blocks, made once a test run."""

from __future__ import annotations

from functools import cache

from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.errors import NoTemplate
from legalaid_desktop.host.paths import resources, templates
from legalaid_desktop.services.draft_desk import Desk, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law

LANGUAGES = ("ru", "be")


@cache
def demo_papers() -> dict[tuple[str, str, str], tuple[Block, ...]]:
    """Blocks by practice case, paper and language."""
    catalog = Catalog.open(templates())
    desk = Desk(catalog=catalog, law=shipped_law(), labels=shipped_labels())
    papers: dict[tuple[str, str, str], tuple[Block, ...]] = {}
    for place in sorted((resources() / "demo").glob("*.toml")):
        record = parse_case_file(place.read_text(encoding="utf-8"), place.name)
        assert record.meta.as_of is not None
        for document in (manifest.id for manifest in catalog.manifests()):
            for language in LANGUAGES:
                try:
                    made = lay_out(
                        desk, record, document, language=language, as_of=record.meta.as_of, count_pages=False
                    )
                except NoTemplate:
                    continue
                papers[place.stem[:3], document, language] = made.draft.blocks
    return papers
