"""Each sample case keeps what its ``[expect]`` table promises, read from the finished files alone.

An expectation for a document that this version does not make (or not in that language) is counted and printed by
name as pending; it never passes silently, and the list of what may be pending is written down here.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.errors import NoTemplate
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.drafting import MadeDocument
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.vault.secret import Secret
from tests.documents.finished_files import DocxReading, docx_parts
from tests.journeys.moments import NOW

pytestmark = pytest.mark.xdist_group("expectations of the sample cases")  # one worker makes their papers, once
PENDING: set[tuple[str, str]] = set()
"""What this version has no template for yet."""


@dataclass(frozen=True)
class Paper:
    """A document of a sample case as it left the program."""

    sample: str
    expected: dict[str, Any]
    record: CaseRecord
    checks_before: tuple[str, ...]
    made: MadeDocument


@pytest.fixture(scope="module")
def briefcase(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefcase]:
    folder = tmp_path_factory.mktemp("vault") / "v"
    opened = create_briefcase(folder, Secret(b"practice words only"), clock=FixedClock(NOW), fast_kdf=True)
    opened.cases.import_files(sorted((resources() / "demo").glob("*.toml")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def papers(briefcase: Briefcase, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Paper], list[tuple[str, str]]]:
    out = tmp_path_factory.mktemp("out")
    made: list[Paper] = []
    pending: list[tuple[str, str]] = []
    for sample, record, expected in _expected_documents(briefcase):
        assert record.meta.as_of is not None
        ref, doc, day = str(record.info.ref), expected["doc"], record.meta.as_of
        language = expected.get("language")
        try:
            report = briefcase.drafting.check(ref, doc, language=language, as_of=day)
        except NoTemplate:
            pending.append((sample, doc))
            continue
        lifted = {f.id: "sample" for f in report.findings if f.severity is Severity.OVERRIDABLE}
        paper = briefcase.drafting.make(
            ref, doc, language=language, out=out / f"{sample}-{doc}", as_of=day, overrides=lifted
        )
        made.append(Paper(sample, expected, record, tuple(f.id for f in report.findings), paper))
    return made, pending


def _expected_documents(briefcase: Briefcase) -> Iterator[tuple[str, CaseRecord, dict[str, Any]]]:
    for row in briefcase.cases.rows(NOW.date()):
        record = briefcase.cases.record(row.ref)
        for expected in (record.expect or {}).get("document", ()):
            yield str(record.meta.case_id), record, expected


def normal(text: str) -> str:
    """As documents.md §11 compares: NFC, one space for breaks, no soft hyphens, no isolates."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub("[\u00ad\u2066-\u2069\u200e\u200f]", "", text)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()


def docx_words(paper: Paper) -> str:
    reading = DocxReading(_bytes(paper, "docx"))
    return normal("\n".join([*reading.body, *reading.notes]))


def pdf_words(paper: Paper) -> str:
    """A word that broke at its own hyphen at a line end is joined again.

    pypdf gives the words in the order of the file. pdfium, which other tests read with, gives right-to-left words
    within a Cyrillic line in the order of the eye.
    """
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(_bytes(paper, "pdf"))).pages)
    return normal(re.sub(r"(?<=\w)-[ \t]*[\r\n]+[ \t]*(?=\w)", "-", text))


def _bytes(paper: Paper, shape: str) -> bytes:
    return next(file.path for file in paper.made.files if file.format == shape).read_bytes()


def test_pending_expectations_are_named(papers: tuple[list[Paper], list[tuple[str, str]]]) -> None:
    made, pending = papers
    print(
        f"\n{len(made)} expected documents made, {len(pending)} pending: " + ", ".join(map("/".join, sorted(pending)))
    )
    assert set(pending) == PENDING
    assert {(p.sample, p.expected["doc"]) for p in made} == {
        ("S01", "A1"), ("S01", "A3"), ("S02", "A4"), ("S02", "A1"), ("S02", "A11"), ("S02", "J6"), ("S03", "C1"),
        ("S03", "C5"), ("S04", "D1"), ("S04", "D5"), ("S04", "D3"), ("S04", "D6"), ("S04", "G1"), ("S05", "F1"),
        ("S05", "G5"), ("S05", "H1"), ("S05", "H2"), ("S06", "C3"), ("S06", "E1"), ("S06", "J4"), ("S01", "K1"),
        ("S03", "K3"),
    }  # fmt: skip


def test_what_is_not_blocked_leaves_as_two_files(papers: tuple[list[Paper], list[tuple[str, str]]]) -> None:
    for paper in papers[0]:
        expected_blocked = paper.expected.get("blocked", False)
        assert paper.made.blocked == expected_blocked, (paper.sample, paper.expected["doc"], paper.made.findings)
        assert len(paper.made.files) == (0 if expected_blocked else 2)


def test_words_that_must_stand_stand_in_both_files(papers: tuple[list[Paper], list[tuple[str, str]]]) -> None:
    for paper in papers[0]:
        for shape, words in (("docx", docx_words(paper)), ("pdf", pdf_words(paper))):
            place = f"{paper.sample} {paper.expected['doc']} {shape}"
            for wanted in paper.expected.get("must_contain", ()):
                assert normal(wanted) in words, f"{place}: {wanted}"
            for choices in paper.expected.get("must_contain_any", ()):
                assert any(normal(choice) in words for choice in choices), f"{place}: one of {choices}"
            for unwanted in paper.expected.get("must_not_contain", ()):
                assert normal(unwanted) not in words, f"{place}: {unwanted}"


def test_checks_fire_and_stay_silent_as_promised(papers: tuple[list[Paper], list[tuple[str, str]]]) -> None:
    for paper in papers[0]:
        for check in paper.expected.get("checks", ()):
            assert check in paper.checks_before, f"{paper.sample} {paper.expected['doc']}: {check} is silent"
        for check in paper.expected.get("not_checks", ()):
            assert check not in paper.checks_before, f"{paper.sample} {paper.expected['doc']}: {check} fires"


def test_annexes_and_narratives_are_whole(papers: tuple[list[Paper], list[tuple[str, str]]]) -> None:
    for paper in papers[0]:
        assert len(paper.made.annexes) >= paper.expected.get("min_annexes", 0), paper.expected["doc"]
        assert len(docx_words(paper)) >= paper.expected.get("min_narrative_chars", 0)


def test_nothing_of_never_leaves(papers: tuple[list[Paper], list[tuple[str, str]]], briefcase: Briefcase) -> None:
    for paper in papers[0]:
        never = list((paper.record.expect or {}).get("never", ()))
        never += [note.text for note in paper.record.notes or ()]
        assert never
        docx = b"\n".join(docx_parts(_bytes(paper, "docx")).values())
        names = " ".join(file.path.name for file in paper.made.files)
        texts = (docx_words(paper), pdf_words(paper), names, docx.decode("utf-8", "replace"))
        for forbidden in never:
            for text in texts:
                assert normal(forbidden) not in normal(text), f"{paper.sample} {paper.expected['doc']}"
            assert forbidden.encode() not in _bytes(paper, "pdf")


def test_files_have_neutral_names(papers: tuple[list[Paper], list[tuple[str, str]]]) -> None:
    for paper in papers[0]:
        day = paper.record.meta.as_of
        assert [Path(f.path).name for f in paper.made.files] == [f"document-{day}-1.docx", f"document-{day}-1.pdf"]


def test_c5_is_one_page(papers: tuple[list[Paper], list[tuple[str, str]]]) -> None:
    paper = next(p for p in papers[0] if p.expected["doc"] == "C5")
    assert [file.pages for file in paper.made.files] == [None, 1]
