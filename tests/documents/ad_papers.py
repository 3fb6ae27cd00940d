"""Makes a draft of an application or extradition paper from a case file text, without a vault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from legalaid_desktop.documents.assemble import Draft
from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.facts.source import Answer
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.disclosure import disclose
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.domain.signing import who_signs
from legalaid_desktop.services.draft_desk import Desk, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.templates import shipped_catalog

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "demo"


@cache
def catalog() -> Catalog:
    return shipped_catalog()


def sample(code: str) -> CaseRecord:
    path = next(SAMPLES.glob(f"{code}_*.toml"))
    return parse_case_file(path.read_text(encoding="utf-8"), path.name)


def disclosed(record: CaseRecord, code: str) -> DisclosedCase:
    template = catalog().template(code)
    as_of = record.meta.as_of
    assert as_of is not None
    words = shipped_labels().words("ru")
    return disclose(
        record,
        audience=template.manifest.audience,
        signer=who_signs(record, as_of, nobody=template.manifest.signer == "nobody"),
        document=DocumentCode(code),
        as_of=as_of,
        role_word=lambda person, case: words.label("relation", person.relation or "relative", case) or "родственник",
    )


@cache
def desk() -> Desk:
    return Desk(catalog=catalog(), law=shipped_law(), labels=shipped_labels())


def make(record: CaseRecord, code: str, answers: Mapping[str, Answer] | None = None) -> Draft:
    """The draft in Russian, as the program makes it."""
    as_of = record.meta.as_of
    assert as_of is not None
    return lay_out(desk(), record, code, as_of=as_of, language="ru", answers=answers, count_pages=False).draft


def spaced(text: str) -> str:
    """As documents.md §11 compares: no-break spaces and line breaks are spaces, isolates and soft hyphens nothing."""
    text = re.sub("[\u00ad\u2066-\u2069]", "", text)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


_SLIPS = {
    "doubled space": r"  ",
    "a value of the program": r"\b(None|nan|True|False)\b",
    "empty quotes or brackets": r"«\s*»|\(\s*\)|\"\"",
    "marks without a word": r" [,;.]|\.\.|,,|;;|,\.|:\.|:;|\(,|, *\)",
}


def hygiene(draft: Draft) -> list[str]:
    """Slips of the template's own words: facts are taken out first, because a client may write what they like."""
    found: list[str] = []
    for block in draft.blocks:
        cells = [cell for row in block.rows for cell in row] if block.kind == "table" else [block.spans]
        for cell in cells:
            whole = "".join(span.text for span in cell)
            own = "".join(span.text if span.origin is None else "§" for span in cell)
            if not whole.strip() and block.kind != "pagebreak":
                found.append(f"{block.section}: nothing stands here")
            if "  " in whole:
                found.append(f"{block.section}: doubled space: {whole}")
            found.extend(f"{block.section}: {slip}: {own}" for slip, sign in _SLIPS.items() if re.search(sign, own))
    return found
