"""Every DOCX keeps the rules that Word enforces, for papers of the practice cases and for random ones; and the rules
can be broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.docx_parts import unzip_parts, zip_parts
from legalaid_desktop.documents.docx_writer import write_docx
from tests.documents.demo_papers import IN_ONE_WORKER, demo_docx, demo_papers
from tests.documents.ooxml import faults
from tests.documents.papers import paper
from tests.documents.random_blocks import LANGUAGES, PAPERS
from tests.rounds import rounds


@IN_ONE_WORKER
def test_papers_of_the_practice_cases() -> None:
    wrong = {key: found for key in demo_papers() if (found := faults(demo_docx(*key)))}
    assert not wrong


@settings(max_examples=rounds(15, 2_000), deadline=None)
@given(PAPERS, LANGUAGES)
def test_random_papers(blocks: tuple[Block, ...], language: str) -> None:
    assert faults(write_docx(blocks, title="Т & <т>", language=language)) == []


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", "<w:keepNext/>", "<w:jc w:val='left'/><w:keepNext/>"),
        ("word/document.xml", "<w:b/><w:bCs/>", "<w:bCs/><w:b/>"),
        ("word/document.xml", '<w:footnoteReference w:id="1"/>', '<w:footnoteReference w:id="9"/>'),
        ("word/document.xml", '<w:numId w:val="1"/>', '<w:numId w:val="77"/>'),
        ("word/document.xml", 'w:val="BodyText"', 'w:val="Absent"'),
        ("word/document.xml", 'r:id="rId5"', 'r:id="rId99"'),
        ("word/document.xml", "<w:tblHeader/>", "<w:tblHeader/><w:cantSplit w:val='maybe'/>"),
        ("word/document.xml", "<w:p>", '<w:p w:rsidR="00AB12CD">'),
        ("word/document.xml", "<w:sectPr>", "<w:sectPr><w:titlePg/>"),
        ("word/footnotes.xml", 'w:id="2"', 'w:id="1"'),
        ("word/numbering.xml", 'w:abstractNumId="2"', 'w:abstractNumId="1"'),
        ("word/styles.xml", 'w:val="ru-RU"', 'w:val="Russian"'),
        ("docProps/core.xml", "</cp:coreProperties>", "<dc:creator>Имя</dc:creator></cp:coreProperties>"),
        ("docProps/app.xml", "</Properties>", "<Company>Имя</Company></Properties>"),
        ("word/_rels/document.xml.rels", 'Target="styles.xml"', 'Target="http://x/y" TargetMode="External"'),
        ("[Content_Types].xml", "/word/header1.xml", "/word/header2.xml"),
    ],
)
def test_a_broken_rule_is_found(part: str, old: str, new: str) -> None:
    parts = unzip_parts(write_docx(paper(), title="Т", language="ru"))
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new, 1).encode()
    assert faults(zip_parts(parts))
