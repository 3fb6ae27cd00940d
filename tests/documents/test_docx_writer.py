"""The DOCX: what Word insists on, what the reader sees, and that nothing tells who made it."""

from __future__ import annotations

import re
import time
import zipfile
from io import BytesIO

import docx
import pytest
from lxml import etree

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.docx_parts import CHILDREN
from legalaid_desktop.documents.docx_writer import write_docx
from tests.documents.finished_files import DocxReading, W, docx_parts
from tests.documents.papers import paper


def made(language: str = "ru", **changes: object) -> bytes:
    return write_docx(paper(None, **changes), title="Жалоба", language=language)


def para(text: str, **more: object) -> Block:
    return Block(kind="para", spans=(Span(text),), **more)  # type: ignore[arg-type]


def element(data: bytes, part: str) -> etree._Element:
    return etree.fromstring(docx_parts(data)[part])


@pytest.mark.parametrize("language", ["ru", "be", "en", "ar"])
def test_children_stand_in_the_order_of_the_schema(language: str) -> None:
    table = Block(kind="table", rows=(((Span("А"),),) * 8,) * 2, head_rows=1)
    blocks = (*paper(), table, para("после", box="receipt", group=99), para("ещё", landscape=True))
    seen = set()
    for name, part in docx_parts(write_docx(blocks, title="Т", language=language)).items():
        if not name.endswith(".xml"):
            continue
        for parent in etree.fromstring(part).iter():
            kind = etree.QName(parent).localname
            order = CHILDREN.get(kind)
            if order is None or not str(parent.tag).startswith(W):
                continue
            seen.add(kind)
            places = [order.index(etree.QName(child).localname) for child in parent]
            assert places == sorted(places), (name, kind, [etree.QName(child).localname for child in parent])
            if kind != "p":
                names = [etree.QName(child).localname for child in parent]
                single = [
                    n for n in names if n not in ("r", "p", "tr", "tc", "lvl", "abstractNum", "num", "tblStylePr")
                ]
                assert kind == "style" or len(single) == len(set(single))
    assert {"rPr", "pPr", "tblPr", "sectPr", "lvl", "abstractNum", "style", "settings"} <= seen


def test_it_opens_with_real_styles() -> None:
    document = docx.Document(BytesIO(made()))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None]
    assert styles[:5] == ["Addressee"] * 3 + ["Title", "Subtitle"]
    assert {"Heading 1", "Heading 2", "Body Text", "List Number", "List Bullet", "Annexes", "Signature"} <= set(styles)
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Дата", "Событие"]
    section = document.sections[0]
    assert section.different_first_page_header_footer
    millimetres = [
        round(length.mm)
        for length in (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        if length is not None
    ]
    assert millimetres == [30, 10, 20, 20]


def test_no_paragraph_is_empty_or_laid_out_with_spaces() -> None:
    reading = DocxReading(made())
    assert all(text.strip() for text in reading.body)
    assert not any("  " in text for text in reading.body)
    assert sum("\t" in text for text in reading.body) == 1


def test_each_list_restarts_and_levels_count() -> None:
    reading = DocxReading(made())
    numbers = [match[0] for text in reading.body if (match := re.match(r"(?:\d+\.)+ |– ", text))]
    assert numbers == ["1. ", "2. ", "3. ", "1. ", "2. ", "3. ", "4. ", "– ", "– ",
                       "1. ", "1.1. ", "1.2. ", "2. ", "1. ", "2. "]  # fmt: skip


def test_footnotes_are_footnotes() -> None:
    reading = DocxReading(made())
    assert [text.replace("\u00a0", " ") for text in reading.notes] == [
        "1 Текст сноски со ссылкой на норму и «кавычками».",
        "2 Сноска о сроке.",
    ]
    assert len(list(reading.document.iter(f"{W}footnoteReference"))) == 2


def test_rows_repeat_their_head_and_do_not_split() -> None:
    document = element(made(), "word/document.xml")
    rows = list(document.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_signature_takes_lines_of_text_with_it() -> None:
    reading = DocxReading(made())
    paragraphs = list(reading.document.iter(f"{W}p"))
    kept = [p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs]
    assert kept[-3:] == [True, True, False]


def test_language_and_direction() -> None:
    styles = docx_parts(made("be"))["word/styles.xml"].decode()
    assert '<w:lang w:val="be-BY" w:eastAsia="be-BY" w:bidi="ar-SA"/>' in styles
    document = docx_parts(made())["word/document.xml"].decode()
    assert re.search("<w:rtl/></w:rPr><w:t[^>]*>\u2067محمدی احمد رضا\u2069</w:t>", document)
    arabic = docx_parts(write_docx([para("القضية 5")], title="", language="fa"))
    assert b'w:bidi="fa-IR"' in arabic["word/styles.xml"]
    assert b'<w:pPr><w:pStyle w:val="BodyText"/><w:bidi/></w:pPr>' in arabic["word/document.xml"]


def test_a_wide_table_lies_across_with_its_heading() -> None:
    blocks = [
        para("До"),
        Block(kind="heading", level=1, spans=(Span("Таблица"),)),
        Block(kind="table", rows=(tuple((Span(str(n)),) for n in range(7)),) * 2, head_rows=1),
        para("После"),
    ]
    document = docx.Document(BytesIO(write_docx(blocks, title="", language="ru")))
    assert [section.orientation for section in document.sections] == [0, 1, 0]
    texts = [p.text for p in document.paragraphs]
    assert texts == ["До", "Таблица", "", "После"]


def test_the_file_says_nothing_about_its_maker() -> None:
    parts = docx_parts(made())
    assert sorted(parts) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/numbering.xml", "word/settings.xml",
        "word/styles.xml",
    ]  # fmt: skip
    core = parts["docProps/core.xml"].decode()
    values = re.findall(r"<(?:cp|dc|dcterms):(\w+)[^>]*>([^<]+)</", core)
    assert values == [
        ("title", "Жалоба"), ("language", "ru-RU"), ("revision", "1"),
        ("created", "2000-01-01T00:00:00Z"), ("modified", "2000-01-01T00:00:00Z"),
    ]  # fmt: skip
    everything = b"".join(parts.values()).lower()
    for trace in (b"python-docx", b"rsid", b"legalaid", b"creator>", b"lastmodifiedby", b"docvar", b"attachedtemplate"):
        assert trace not in everything


def test_the_same_paper_gives_the_same_bytes() -> None:
    first = made()
    time.sleep(2.1)
    assert made() == first
    with zipfile.ZipFile(BytesIO(first)) as package:
        names = package.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:] == sorted(names[1:])
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in package.infolist()} == {0}


def test_hostile_characters_do_not_break_the_file() -> None:
    value = "<w:p>&amp;\x00\x1f\ud800\ufffe]]> \"'"
    data = write_docx(paper(court=value), title=value, language="ru")
    assert "<w:p>&amp;\ufffd]]> \"'" in DocxReading(data).body[0]


def test_the_base_file_is_what_its_script_makes() -> None:
    import importlib.util
    from pathlib import Path

    from legalaid_desktop.documents.layout import court_paper
    from legalaid_desktop.host.paths import resources

    script = Path(__file__).resolve().parents[2] / "scripts" / "make_base_docx.py"
    spec = importlib.util.spec_from_file_location("make_base_docx", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shipped = docx_parts((resources() / "layout" / "base.docx").read_bytes())
    assert shipped["word/styles.xml"] == module.styles_part(court_paper())
    assert shipped["word/settings.xml"] == module.SETTINGS.encode()
    assert shipped["word/header1.xml"] == module.header_part().encode()
