"""Blocks → DOCX with the looks of an office's Word file: its styles, lists, tables, headers and page.

The package is made anew: what the file brought are scraps of XML that ``word_looks`` wrote; no part, no relation and
no property of it is taken over. The words are those of the blocks, so DOCX and PDF say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from legalaid_desktop.documents.blocks import Block, Cell, Span
from legalaid_desktop.documents.docx_parts import CHILDREN, zip_parts
from legalaid_desktop.documents.docx_writer import core_properties
from legalaid_desktop.documents.languages import is_rtl_tag, word_language
from legalaid_desktop.documents.typography import has_rtl, set_type
from legalaid_desktop.documents.word_looks import R, W
from legalaid_desktop.documents.word_source import Paragraph, WordSource

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES: Final = f'xmlns:w="{W}" xmlns:r="{R}"'
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/"
_PIECES: Final = re.compile("[\n\t]|[^\n\t]+")
_DIRECTION: Final = re.compile("\u2067[^\u2069]*\u2069|\u2066[^\u2069]*\u2069")
_NAME: Final = re.compile(r"<w:(\w+)")
_PAGE: Final = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_NUMBER: Final = "<w:r><w:pgNum/></w:r>"
_PLAIN_PAGE: Final = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="567" w:bottom="1134" w:left="1701" '
    'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def write_word(source: WordSource, blocks: Sequence[Block], *, title: str, language: str) -> bytes:
    """The DOCX of ``blocks``, which a :class:`WordBody` of ``source`` made; own words among them look as what stands
    before them. The same input gives the same bytes."""
    writer = _Writer(source, language)
    bodies = writer.bodies(set_type(blocks, language))
    tag = word_language(language)
    body = bodies[0] + source.tail + (source.section or _PLAIN_PAGE)
    parts: dict[str, bytes] = {
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": _part("styles", _with_language(source.styles, tag, language)),
        "word/settings.xml": _part("settings", _SETTINGS),
        "docProps/core.xml": core_properties(title, tag).encode(),
        "docProps/app.xml": _APP.encode(),
        "_rels/.rels": _ROOT.encode(),
    }
    relations = [("rId1", "styles", "styles.xml"), ("rId2", "settings", "settings.xml")]
    kinds = [("document", "document.main"), ("styles", "styles"), ("settings", "settings")]
    if source.numbering:
        parts["word/numbering.xml"] = _part("numbering", source.numbering)
        relations.append(("rId3", "numbering", "numbering.xml"))
        kinds.append(("numbering", "numbering"))
    for number, head in enumerate(source.heads, 1):
        name = f"{head.kind}{number}"
        words = bodies[number] + head.tail.replace(_NUMBER, _PAGE)
        parts[f"word/{name}.xml"] = _part("hdr" if head.kind == "header" else "ftr", words or "<w:p/>")
        relations.append((f"rIdW{number}", head.kind, f"{name}.xml"))
        kinds.append((name, head.kind))
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    parts["[Content_Types].xml"] = _types(kinds)
    return zip_parts(parts)


class _Writer:
    def __init__(self, source: WordSource, language: str) -> None:
        self.source = source
        self.language = language

    def bodies(self, blocks: Sequence[Block]) -> list[str]:
        """What stands in the body and in each header and footer."""
        out: list[list[str]] = [[] for _ in range(len(self.source.heads) + 1)]
        part = 0
        shape = Paragraph()
        tables: dict[int, bool] = {}
        for block in blocks:
            if block.kind == "table" and 0 <= block.look < len(self.source.tables):
                part = self.source.tables[block.look].part
                if tables.get(part) and not self.source.tables[block.look].before:
                    out[part].append("<w:p/>")  # or Word would make one table of two
                out[part].append(self.source.tables[block.look].before + self.table(block))
                tables[part] = True
                continue
            if block.kind == "pagebreak":
                out[part].append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
            elif block.kind != "note":
                if 0 <= block.look < len(self.source.paragraphs):
                    shape = self.source.paragraphs[block.look]
                    part = shape.part
                    out[part].append(shape.before)
                out[part].append(self.paragraph(block.spans, shape.xml, shape.look))
            tables[part] = False
        for number, ends_in_table in tables.items():
            # Word wants a paragraph after a table that ends a story.
            tail = self.source.heads[number - 1].tail if number else self.source.tail
            if ends_in_table and not tail:
                out[number].append("<w:p/>")
        return ["".join(one) for one in out]

    def paragraph(self, spans: Cell, properties: str, look: int) -> str:
        settings = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p>{settings}{''.join(self.span(span, look) for span in spans)}</w:p>"

    def table(self, block: Block) -> str:
        shape = self.source.tables[block.look]
        rows: list[str] = []
        for cells, look in zip(block.rows, block.row_looks, strict=False):
            row = self.source.rows[look]
            out: list[str] = []
            at = 0
            for cell in row.cells:
                spans = cells[at] if at < len(cells) else ()
                at += cell.span
                lines = "".join(self.paragraph(line, cell.paragraph, cell.look) for line in _lines(spans))
                settings = f"<w:tcPr>{cell.xml}</w:tcPr>" if cell.xml else ""
                out.append(f"<w:tc>{settings}{lines}</w:tc>")
            settings = f"<w:trPr>{row.xml}</w:trPr>" if row.xml else ""
            rows.append(f"<w:tr>{settings}{''.join(out)}</w:tr>")
        return f"<w:tbl>{shape.xml}{''.join(rows)}</w:tbl>"

    def span(self, span: Span, look: int) -> str:
        number = span.look if 0 <= span.look < len(self.source.looks) else look
        scraps = self.source.looks[number].xml
        if span.lang is not None:
            attribute = "bidi" if is_rtl_tag(span.lang) else "val"
            scraps = (*scraps, f'<w:lang w:{attribute}="{word_language(span.lang)}"/>')
        text = span.text
        if not has_rtl(text):
            return _run(text, scraps)
        out: list[str] = []
        at = 0
        for found in _DIRECTION.finditer(text):
            if at < found.start():
                out.append(_run(text[at : found.start()], scraps))
            out.append(_run(found[0], (*scraps, "<w:rtl/>") if found[0][0] == "\u2067" else scraps))
            at = found.end()
        return "".join((*out, _run(text[at:], scraps))) if at < len(text) else "".join(out)


def _lines(spans: Cell) -> list[Cell]:
    """The paragraphs of a cell; an empty cell has one."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        if span.text == "\n" and span.origin is None:
            lines.append([])
        else:
            lines[-1].append(span)
    return [tuple(line) for line in lines]


def _run(text: str, scraps: Sequence[str]) -> str:
    order = CHILDREN["rPr"]
    found = {_NAME.match(one)[1]: one for one in scraps if _NAME.match(one)}  # type: ignore[index]
    inner = "".join(found[name] for name in sorted(found, key=order.index))
    settings = f"<w:rPr>{inner}</w:rPr>" if inner else ""
    pieces = "".join(
        {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        for piece in _PIECES.findall(text)
    )
    return f"<w:r>{settings}{pieces}</w:r>"


def _with_language(styles: str, tag: str, language: str) -> str:
    """The language of the paper as the default of its letters."""
    bidi = tag if is_rtl_tag(language) else "ar-SA"
    told = f'<w:lang w:val="{tag}" w:eastAsia="{tag}" w:bidi="{bidi}"/>'
    found = re.match(r"<w:docDefaults>(?:<w:rPrDefault>(?:<w:rPr>(.*?)</w:rPr>|<w:rPr/>)</w:rPrDefault>)?", styles)
    if found is None:
        return styles
    inner = f"<w:docDefaults><w:rPrDefault><w:rPr>{found[1] or ''}{told}</w:rPr></w:rPrDefault>"
    rest = styles[found.end() :].removeprefix("<w:rPrDefault/>")
    return inner + rest


def _part(name: str, inner: str) -> bytes:
    return f"{_HEAD}<w:{name} {_SPACES}>{inner}</w:{name}>".encode()


def _relations(rows: Sequence[tuple[str, str, str]]) -> bytes:
    told = "".join(f'<Relationship Id="{id}" Type="{_RELATION}{kind}" Target="{to}"/>' for id, kind, to in rows)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">{told}</Relationships>'.encode()


def _types(kinds: Sequence[tuple[str, str]]) -> bytes:
    told = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_OFFICE}{kind}+xml"/>' for name, kind in kinds)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    ).encode()


_SETTINGS: Final = (
    '<w:removePersonalInformation/><w:removeDateAndTime/><w:defaultTabStop w:val="708"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
)
_APP: Final = (
    f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "</Properties>"
)
_ROOT: Final = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATION}extended-properties" Target="docProps/app.xml"/></Relationships>'
)
