"""Blocks → DOCX: real styles, numbering, tables and footnotes, filled into ``resources/layout/base.docx``.

Filling is writing text: the styles come from the base file (made once by ``scripts/make_base_docx.py``), the parts
that change are written as strings and zipped with fixed times. The file holds the title, the language and the words,
and nothing about who wrote it or with what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from xml.sax.saxutils import escape

from legalaid_desktop.documents.blocks import BULLET, Block, Cell, Span, clean
from legalaid_desktop.documents.docx_parts import unzip_parts, zip_parts
from legalaid_desktop.documents.fonts import forget_words
from legalaid_desktop.documents.icons import drawing_xml, icon_parts
from legalaid_desktop.documents.languages import is_rtl_tag, word_language
from legalaid_desktop.documents.layout import Layout, Sheet, layout_of, widths_of
from legalaid_desktop.documents.plan import LONGEST_ROW_KEPT, Planned, lonely_rows, plan, row_lines
from legalaid_desktop.documents.typography import cell_language, has_rtl, is_rtl, set_type
from legalaid_desktop.host.paths import resources

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED_TIME = "2000-01-01T00:00:00Z"
_HEADER_ID = "rId5"
_DEEPEST = 9
_STYLE_IDS = {"footnote text": "FootnoteText", "header": "Header"}
_DIRECTION_RUNS = re.compile("\u2067[^\u2069]*\u2069|\u2066[^\u2069]*\u2069")


@cache
def _base() -> dict[str, bytes]:
    return unzip_parts((resources() / "layout" / "base.docx").read_bytes())


def write_docx(blocks: Sequence[Block], *, title: str, language: str) -> bytes:
    """The DOCX of ``blocks``. ``language`` is a language code such as ``ru``; the same input gives the same bytes."""
    layout = layout_of(blocks)
    writer = Writer(layout, is_rtl(language), language)
    set_blocks = set_type(blocks, language)
    try:
        body = writer.body(plan(set_blocks, layout, language))
    finally:
        forget_words()
    notes = writer.footnotes([block for block in set_blocks if block.kind == "note"])
    tag = word_language(language)
    parts = dict(_base())
    parts["word/document.xml"] = (
        f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>'.encode()
    )
    if writer.icons:
        parts.update(icon_parts(writer.icons, parts))
    parts["word/numbering.xml"] = writer.numbering().encode()
    parts["word/footnotes.xml"] = notes.encode()
    parts["word/styles.xml"] = _styles(tag, language)
    parts["docProps/core.xml"] = core_properties(title, tag).encode()
    return zip_parts(parts)


def base_parts(title: str, tag: str, language: str) -> dict[str, bytes]:
    """The parts that every paper shares, without its body, numbering and notes."""
    parts = dict(_base())
    parts["word/styles.xml"] = _styles(tag, language)
    parts["docProps/core.xml"] = core_properties(title, tag).encode()
    return parts


def _styles(tag: str, language: str) -> bytes:
    left_to_right = "ru-RU" if is_rtl(language) else tag
    right_to_left = tag if is_rtl(language) else "ar-SA"
    old = b'<w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/>'
    new = f'<w:lang w:val="{left_to_right}" w:eastAsia="{left_to_right}" w:bidi="{right_to_left}"/>'
    return _base()["word/styles.xml"].replace(old, new.encode())


def core_properties(title: str, tag: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(clean(title))}</dc:title><dc:language>{tag}</dc:language><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_FIXED_TIME}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_FIXED_TIME}</dcterms:modified></cp:coreProperties>'
    )


def _text(text: str) -> str:
    return escape(text)


def _twips(points: float) -> int:
    return round(points * 20)


@dataclass
class Writer:
    """Writes the parts of one document and remembers its lists."""

    layout: Layout
    rtl: bool
    language: str
    icons: dict[str, str] = field(default_factory=dict)
    """Drawings of the paper and their relationship ids."""
    serial: Iterator[int] = field(default_factory=lambda: count(1))
    lists: dict[str, bool] = field(default_factory=dict)
    """List ids in order of appearance, and whether they are ordered; the place + 1 is Word's ``numId``."""

    # The body

    def body(self, planned: Sequence[Planned]) -> str:
        out: list[str] = []
        first = True
        before: Planned | None = None
        for index, here in enumerate(planned):
            last = index + 1 == len(planned)
            turns = not last and planned[index + 1].block.landscape != here.block.landscape
            section = ""
            if turns:
                section = self.section(self.layout.sheet(here.block.landscape), first)
                first = False
            if here.block.kind == "table":
                if before is not None and before.block.kind == "table":
                    out.append(_FILLER)
                out.append(self.table(here))
                if turns or last:
                    # Word wants a paragraph after a table that ends a section.
                    out.append(_END_OF_SECTION.format(section))
            else:
                out.append(self.paragraph(here, before, section))
            before = here
        if not planned:
            out.append("<w:p/>")
        across = planned[-1].block.landscape if planned else False
        out.append(self.section(self.layout.sheet(across), first))
        return "".join(out)

    def section(self, sheet: Sheet, first: bool) -> str:
        turned = ' w:orient="landscape"' if sheet.landscape else ""
        return (
            "<w:sectPr>"
            + (f'<w:headerReference w:type="default" r:id="{_HEADER_ID}"/>' if first else "")
            + f'<w:pgSz w:w="{_twips(sheet.width)}" w:h="{_twips(sheet.height)}"{turned}/>'
            + f'<w:pgMar w:top="{_twips(sheet.top)}" w:right="{_twips(sheet.right)}" '
            f'w:bottom="{_twips(sheet.bottom)}" w:left="{_twips(sheet.left)}" w:header="{_twips(self.layout.header)}" '
            f'w:footer="{_twips(self.layout.header)}" w:gutter="0"/><w:cols w:space="708"/>'
            + ("<w:titlePg/>" if first else "")
            + ("<w:bidi/>" if self.rtl else "")
            + "</w:sectPr>"
        )

    def paragraph(self, planned: Planned, before: Planned | None, section: str) -> str:
        block, style = planned.block, planned.style
        turned = before is not None and before.block.landscape != block.landscape
        properties = [f'<w:pStyle w:val="{style_id(style.name)}"/>']
        if planned.keep_next and not style.keep_next:
            properties.append("<w:keepNext/>")
        if (planned.keep_lines or planned.whole_in_word) and not style.name.startswith("Heading"):
            properties.append("<w:keepLines/>")
        if planned.breaks_before and not turned:
            properties.append("<w:pageBreakBefore/>")
        if planned.mark:
            properties.append(
                f'<w:numPr><w:ilvl w:val="{self.level(block)}"/><w:numId w:val="{self.list_number(block)}"/></w:numPr>'
            )
        if block.box == "receipt" and planned.starts_box:
            properties.append('<w:pBdr><w:top w:val="dashed" w:sz="6" w:space="8" w:color="auto"/></w:pBdr>')
        if "\t" in block.text:
            properties.append(self.tabs(block))
        if self.rtl:
            properties.append("<w:bidi/>")
        if planned.gap_before or planned.gap_after:
            above = _twips(style.before + planned.gap_before)
            below = _twips(style.after + planned.gap_after)
            properties.append(f'<w:spacing w:before="{above}" w:after="{below}"/>')
        if planned.mark:
            left = _twips(style.left + (0 if block.ordered else self.layout.list_step * block.level))
            properties.append(f'<w:ind w:left="{left}" w:firstLine="{_twips(style.first)}"/>')
        if planned.ragged:
            properties.append('<w:jc w:val="left"/>')
        if section:
            properties.append(section)
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{self.runs(block.spans)}</w:p>"

    def tabs(self, block: Block) -> str:
        """The stop for the name and, where there are two tabs, the one for the line to sign on."""
        *before, name = block.text.split("\t")
        place, begins = self.layout.name_tab(name.strip(), block.landscape)
        pen = self.layout.pen_tab(block.landscape, before[-1].strip(), name.strip())
        stops = [("left", pen)] if len(before) > 1 else []
        stops.append(("left" if begins else "right", place))
        tabs = "".join(f'<w:tab w:val="{kind}" w:pos="{_twips(at)}"/>' for kind, at in stops)
        return f"<w:tabs>{tabs}</w:tabs>"

    # Lists

    def level(self, block: Block) -> int:
        return min(block.level, _DEEPEST - 1)

    def list_number(self, block: Block) -> int:
        self.lists.setdefault(block.list_id, block.ordered)
        return list(self.lists).index(block.list_id) + 1

    def numbering(self) -> str:
        """A definition and a number of its own for each list: each starts at 1 and counts through."""
        kinds = list(self.lists.values())
        definitions = "".join(
            f'<w:abstractNum w:abstractNumId="{index}"><w:multiLevelType w:val="multilevel"/>'
            f"{''.join(map(self.level_definition, range(_DEEPEST), [ordered] * _DEEPEST))}</w:abstractNum>"
            for index, ordered in enumerate(kinds, 1)
        )
        numbers = "".join(
            f'<w:num w:numId="{index}"><w:abstractNumId w:val="{index}"/></w:num>' for index in range(1, len(kinds) + 1)
        )
        return f'{_HEAD}<w:numbering xmlns:w="{_W}">{definitions}{numbers}</w:numbering>'

    def level_definition(self, level: int, ordered: bool) -> str:
        style = self.layout.styles["item" if ordered else "dash"]
        text = "".join(f"%{n}." for n in range(1, level + 2)) if ordered else BULLET
        left = 0 if ordered else _twips(self.layout.list_step * level)
        kind = "decimal" if ordered else "bullet"
        return (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:firstLine="{_twips(style.first)}"/></w:pPr></w:lvl>'
        )

    # Tables

    def table(self, planned: Planned) -> str:
        block = planned.block
        sheet = self.layout.sheet(block.landscape)
        shares = widths_of(block, sheet.text_width, self.layout)
        widths = [_twips(share) for share in shares]
        side = _twips(self.layout.cell_padding)
        margins = "".join(
            f'<w:{edge} w:w="{width}" w:type="dxa"/>'
            for edge, width in (("top", side // 3), ("left", side), ("bottom", side // 3), ("right", side))
        )
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        look = 'w:val="0020" w:firstRow="1"' if block.head_rows else 'w:val="0000" w:firstRow="0"'
        lines = [row_lines(cells, shares, self.layout) for cells in block.rows]
        tied = lonely_rows(lines, block.head_rows)
        rows = "".join(
            self.row(planned, number, cells, widths, kept=lines[number] <= LONGEST_ROW_KEPT, tied=number in tied)
            for number, cells in enumerate(block.rows)
        )
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            + ("<w:bidiVisual/>" if self.rtl else "")
            + f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f"{_ROW_LINES if block.plain else ''}"
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
            f'<w:tblLook {look} w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def row(
        self, planned: Planned, number: int, cells: Sequence[Cell], widths: Sequence[int], *, kept: bool, tied: bool
    ) -> str:
        """``kept``: not split between pages. ``tied``: on the page of the row below."""
        block = planned.block
        head = number < block.head_rows
        last = number + 1 == len(block.rows)
        row_properties = ("<w:cantSplit/>" if kept or head else "") + ("<w:tblHeader/>" if head else "")
        kept_on = (block.plain and planned.keep_lines) if not last else planned.keep_next
        ties = "<w:keepNext/>" if head or kept_on or tied else ""
        breaks = "<w:pageBreakBefore/>" if number == 0 and planned.breaks_before else ""
        out = []
        for column, width in enumerate(widths):
            cell = cells[column] if column < len(cells) else ()
            rtl = is_rtl(cell_language(block, cell, self.language)) if block.tongues else self.rtl
            align = "center" if head else block.aligns[column] if column < len(block.aligns) else ""
            jc = {"center": '<w:jc w:val="center"/>', "right": '<w:jc w:val="right"/>'}.get(align, "")
            direction = "<w:bidi/>" if rtl else ""
            if rtl and align == "right":
                jc = '<w:jc w:val="left"/>'
            out.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
                f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{ties}{breaks if column == 0 else ""}{direction}{jc}</w:pPr>'
                f"{self.turned(rtl).runs(cell, bold=head)}</w:p></w:tc>"
            )
        properties = f"<w:trPr>{row_properties}</w:trPr>" if row_properties else ""
        return f"<w:tr>{properties}{''.join(out)}</w:tr>"

    def turned(self, rtl: bool) -> Writer:
        """This writer for a cell that is read in another direction; lists and drawings are shared."""
        return self if rtl == self.rtl else replace(self, rtl=rtl)

    # Footnotes

    def footnotes(self, notes: Sequence[Block]) -> str:
        out = [
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
        ]
        bidi = "<w:bidi/>" if self.rtl else ""
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        by_number: dict[int, list[Block]] = {}
        for note in notes:
            by_number.setdefault(note.note or 0, []).append(note)
        for number, parts in sorted(by_number.items()):
            paragraphs = "".join(
                f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/>{bidi}</w:pPr>'
                f"{'' if index else mark + space}{self.runs(part.spans)}</w:p>"
                for index, part in enumerate(parts)
            )
            out.append(f'<w:footnote w:id="{number}">{paragraphs}</w:footnote>')
        return f'{_HEAD}<w:footnotes xmlns:w="{_W}">{"".join(out)}</w:footnotes>'

    # Text

    def runs(self, spans: Cell, *, bold: bool = False) -> str:
        return "".join(self.span(span, bold=bold) for span in spans)

    def span(self, span: Span, *, bold: bool) -> str:
        if span.note is not None:
            return (
                '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                f'<w:footnoteReference w:id="{span.note}"/></w:r>'
            )
        if span.icon is not None:
            return self.icon(span.icon)
        text = span.text
        if not has_rtl(text):
            return self.run(text, span, bold, rtl=False)
        out: list[str] = []
        at = 0
        for found in _DIRECTION_RUNS.finditer(text):
            if at < found.start():
                out.append(self.run(text[at : found.start()], span, bold, rtl=self.rtl))
            out.append(self.run(found[0], span, bold, rtl=found[0][0] == "\u2067"))
            at = found.end()
        if at < len(text):
            out.append(self.run(text[at:], span, bold, rtl=self.rtl))
        return "".join(out)

    def icon(self, name: str) -> str:
        relation = self.icons.setdefault(name, f"rId{_FIRST_ICON + len(self.icons)}")
        return drawing_xml(name, relation, next(self.serial), self.layout.styles["table"].size) + _NO_BREAK_SPACE

    def run(self, text: str, span: Span, bold: bool, *, rtl: bool) -> str:
        properties = ""
        if span.bold or bold:
            properties += "<w:b/><w:bCs/>"
        if span.italic:
            properties += "<w:i/><w:iCs/>"
        if span.origin is not None and not rtl and _LATIN_ONLY.fullmatch(text) and _LETTER.search(text):
            # A name from a passport is not a misspelled Russian word.
            properties += "<w:noProof/>"
        if rtl:
            properties += "<w:rtl/>"
        if span.lang is not None:
            attribute = "bidi" if rtl else "val"
            if rtl == is_rtl_tag(span.lang):
                properties += f'<w:lang w:{attribute}="{word_language(span.lang)}"/>'
        opening = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
        return opening + "".join(map(_piece, _PIECES.findall(text))) + "</w:r>"


_LATIN_ONLY = re.compile("[\x20-\u024f\u1e00-\u1eff\u2018\u2019\u02bb-\u02bf]+")
_LETTER = re.compile("[A-Za-z]")
_PIECES = re.compile("[\n\t]|[^\n\t]+")
_FIRST_ICON = 20
_NO_BREAK_SPACE = '<w:r><w:t xml:space="preserve">\u00a0</w:t></w:r>'
_ROW_LINES = (
    '<w:tblBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:bottom w:val="single" w:sz="2" w:space="0" '
    'w:color="auto"/><w:right w:val="nil"/><w:insideH w:val="single" w:sz="2" w:space="0" w:color="auto"/>'
    '<w:insideV w:val="nil"/></w:tblBorders>'
)
_FILLER = '<w:p><w:pPr><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
_END_OF_SECTION = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>{}</w:pPr></w:p>'


def _piece(text: str) -> str:
    if text == "\n":
        return "<w:br/>"
    if text == "\t":
        return "<w:tab/>"
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


@cache
def style_id(name: str) -> str:
    return _STYLE_IDS.get(name, name.replace(" ", ""))
