"""The practice papers as finished files: structure tree, marked content, order of XML, nothing about the maker."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pypdf
import pytest
from lxml import etree

from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.docx_parts import CHILDREN
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from tests.documents.demo_papers import IN_ONE_WORKER, demo_docx, demo_papers, demo_pdf
from tests.documents.finished_files import DocxReading, W, docx_parts, in_order, words
from tests.documents.papers import paper

pytestmark = IN_ONE_WORKER
SOME = ["S01 A4 ru", "S02 A3 ru", "S03 C1 ru", "S03 C1 be", "S04 D1 ru", "S04 D5 ru", "S05 A1 ru", "S06 C3 ru"]


def blocks_of(name: str) -> tuple[Block, ...]:
    return demo_papers()[key_of(name)]


def key_of(name: str) -> tuple[str, str, str]:
    case, document, language = name.split()
    return case, document, language


def straight(found: list[str]) -> list[str]:
    return [word for word in found if not re.search("[\u0590-\u08ff]", word)]


@pytest.mark.parametrize("name", SOME)
def test_the_structure_tree_holds_every_word_in_reading_order(name: str, tmp_path: Path) -> None:
    program = shutil.which("pdfinfo")
    if program is None:
        pytest.skip("pdfinfo is not installed")
    blocks = blocks_of(name)
    (tmp_path / "paper.pdf").write_bytes(demo_pdf(*key_of(name)))
    done = subprocess.run([program, "-struct-text", tmp_path / "paper.pdf"], check=True, capture_output=True)
    assert not done.stderr
    tree = done.stdout.decode()
    reading = DocxReading(demo_docx(*key_of(name)))
    wanted = straight(words("\n".join([*reading.body, *reading.notes])))
    found = straight(words(" ".join(re.findall(r'^\s*"(.*)"$', tree, re.MULTILINE))))
    assert Counter(found) == Counter(wanted)
    assert in_order(straight(words("\n".join(reading.body))), found) is None
    count = Counter(re.findall(r"^\s*(H\d|L|LI|Table|TR|TH|TD)\b", tree, re.MULTILINE))
    kinds = Counter(block.kind for block in blocks)
    assert count["H1"] == kinds["title"]
    assert sum(count[f"H{level}"] for level in range(2, 7)) == kinds["heading"]
    assert count["LI"] == kinds["item"]
    assert count["Table"] == kinds["table"]
    assert count["TR"] == sum(len(block.rows) for block in blocks if block.kind == "table")


_SHOWN = re.compile(rb"\b(BDC|BMC|EMC|TJ|Tj|re|S|f)\b")


def test_all_that_is_drawn_is_marked() -> None:
    """Each text belongs to the tree or is decoration; marks are closed and do not stand in one another."""
    for blocks in (paper(), blocks_of("S05 A1 ru"), blocks_of("S02 A3 ru")):
        pdf = pypdf.PdfReader(io.BytesIO(write_pdf(blocks, title="Т", language="ru").data))
        for page in pdf.pages:
            contents = page.get_contents()
            assert contents is not None
            depth = 0
            for operator in _SHOWN.findall(re.sub(rb"<[0-9A-F]*>", b"", contents.get_data())):
                if operator in (b"BDC", b"BMC"):
                    depth += 1
                elif operator == b"EMC":
                    depth -= 1
                else:
                    assert depth == 1
                assert 0 <= depth <= 1
            assert depth == 0


def test_the_catalog_tells_title_language_and_structure() -> None:
    for name in SOME:
        language = name.split()[2]
        written = write_pdf(blocks_of(name), title="Жалоба", language=language)
        pdf = pypdf.PdfReader(io.BytesIO(written.data))
        root = pdf.trailer["/Root"]
        assert root["/Lang"] == {"ru": "ru-RU", "be": "be-BY"}[language]  # type: ignore[index]
        assert root["/MarkInfo"]["/Marked"] == True  # type: ignore[index]  # noqa: E712
        assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # type: ignore[index]  # noqa: E712
        assert {str(key) for key in pdf.metadata or {}} == {"/Title", "/CreationDate", "/ModDate"}
        for page in pdf.pages:
            for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
                descendant = font.get_object()["/DescendantFonts"][0].get_object()
                assert "/FontFile2" in descendant["/FontDescriptor"].get_object()


def test_children_stand_in_the_order_of_the_schema_in_every_paper() -> None:
    for key in demo_papers():
        for name, part in docx_parts(demo_docx(*key)).items():
            if not name.endswith(".xml"):
                continue
            for parent in etree.fromstring(part).iter(f"{W}*"):
                order = CHILDREN.get(etree.QName(parent).localname)
                if order is not None:
                    places = [order.index(etree.QName(child).localname) for child in parent]
                    assert places == sorted(places), (key, name, etree.QName(parent).localname)


def test_two_makings_are_the_same_bytes_and_name_nobody() -> None:
    for name in SOME:
        blocks, language = blocks_of(name), name.split()[2]
        first = write_pdf(blocks, title="Т", language=language), write_docx(blocks, title="Т", language=language)
        again = write_pdf(blocks, title="Т", language=language), write_docx(blocks, title="Т", language=language)
        assert first == again
        core = docx_parts(first[1])["docProps/core.xml"].decode()
        assert "creator" not in core
        assert "lastModifiedBy" not in core
