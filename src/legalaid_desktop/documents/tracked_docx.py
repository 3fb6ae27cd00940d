"""Two versions of a paper as one DOCX with tracked changes: accept all is the newer text, reject all the older.

For the eyes of a colleague, never for a body: each page says so. Author and time of the changes are the same for
everybody, so that the file tells nothing about who worked when. Layout is plain: styles and lists, no page rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import count
from typing import Final
from xml.sax.saxutils import escape

from legalaid_desktop.documents import docx_writer
from legalaid_desktop.documents.blocks import Block, Cell, Span, span_text
from legalaid_desktop.documents.docx_parts import zip_parts
from legalaid_desktop.documents.languages import word_language
from legalaid_desktop.documents.layout import layout_of, style_key
from legalaid_desktop.documents.typography import has_rtl, is_rtl
from legalaid_desktop.domain.draft_paragraphs import Paragraph
from legalaid_desktop.domain.text_compare import Op, aligned, word_marks

AUTHOR: Final = "Author"
"""What Word itself writes when personal information is removed from a file."""
AT: Final = "2000-01-01T00:00:00Z"
Pairs = Sequence[tuple[Paragraph, Block]]
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TAG: Final[dict[Op, str]] = {"in": "ins", "out": "del"}


def write_tracked(old: Pairs, new: Pairs, *, title: str, language: str, warning: str) -> bytes:
    """``old`` and ``new`` as they stand in the history; ``warning`` prints at the head of each page. The same input
    gives the same bytes."""
    writer = _Tracked(old, new, language)
    body = writer.body()
    parts = docx_writer.base_parts(title, word_language(language), language)
    header = (
        f'<w:hdr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(warning)}</w:t></w:r></w:p></w:hdr>'
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts["word/header1.xml"] = (head + header).encode()
    parts["word/document.xml"] = (
        f'{head}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>'.encode()
    )
    parts["word/numbering.xml"] = writer.plain.numbering().encode()
    parts["word/footnotes.xml"] = writer.plain.footnotes(()).encode()
    return zip_parts(parts)


_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class _Tracked:
    def __init__(self, old: Pairs, new: Pairs, language: str) -> None:
        self.old, self.new = old, new
        self.rtl = is_rtl(language)
        self.layout = layout_of([block for _, block in (*old, *new)])
        self.plain = docx_writer.Writer(self.layout, self.rtl, language)
        self._ids = count(1)

    def mark(self, op: Op) -> str:
        """The opening of a change, without its bracket: ``w:ins w:id=…``."""
        return f'w:{_TAG[op]} w:id="{next(self._ids)}" w:author="{AUTHOR}" w:date="{AT}"'

    def body(self) -> str:
        out: list[str] = []
        pairs = aligned([one for one, _ in self.old], [one for one, _ in self.new])
        last_is_whole = True
        for one, other in pairs:
            before = self.old[one][1] if one is not None else None
            after = self.new[other][1] if other is not None else None
            if before is not None and after is not None and (before.kind == "table") != (after.kind == "table"):
                out += [self.block(before, None), self.block(None, after)]
                last_is_whole = False
            else:
                out.append(self.block(before, after))
                last_is_whole = bool(before and after) and (after is None or after.kind != "table")
        if not last_is_whole:
            out.append("<w:p/>")  # the mark of a last paragraph cannot come or go, and a table needs one behind it
        sheet = self.layout.sheet(False)
        section = self.plain.section(sheet, True).replace("<w:titlePg/>", "")
        return "".join(out) + section

    def block(self, before: Block | None, after: Block | None) -> str:
        here = after or before
        if here is None:
            return ""
        if here.kind == "table":
            return self.table(before, after)
        op: Op = "same" if before and after else "in" if after else "out"
        runs = self.runs(before.spans if before else (), after.spans if after else ())
        return self.paragraph(here, runs, op)

    def paragraph(self, block: Block, runs: str, op: Op, style: str = "") -> str:
        look = self.layout.styles[style_key(block)]
        properties = f'<w:pStyle w:val="{style or docx_writer.style_id(look.name)}"/>'
        if block.kind == "item":
            number = self.plain.list_number(block)
            properties += f'<w:numPr><w:ilvl w:val="{self.plain.level(block)}"/><w:numId w:val="{number}"/></w:numPr>'
        if self.rtl:
            properties += "<w:bidi/>"
        if op != "same":
            properties += f"<w:rPr><{self.mark(op)}/></w:rPr>"
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"

    # --- tables

    def table(self, before: Block | None, after: Block | None) -> str:
        rows: list[str] = []
        old, new = (before.rows if before else ()), (after.rows if after else ())
        matcher = SequenceMatcher(
            None, [_row_text(row) for row in old], [_row_text(row) for row in new], autojunk=False
        )
        for op, a, b, c, d in matcher.get_opcodes():
            if op == "equal" or (op == "replace" and b - a == d - c and _same_shape(old[a:b], new[c:d])):
                rows += [self.row(one, other, "same") for one, other in zip(old[a:b], new[c:d], strict=True)]
            else:
                rows += [self.row(row, (), "out") for row in old[a:b]]
                rows += [self.row((), row, "in") for row in new[c:d]]
        columns = max((len(row) for row in (*old, *new)), default=1)
        width = round(self.layout.sheet(False).text_width * 20 / columns)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for _ in range(columns))
        visual = "<w:bidiVisual/>" if self.rtl else ""
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{visual}<w:tblW w:w="{width * columns}" w:type="dxa"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def row(self, before: Sequence[Cell], after: Sequence[Cell], op: Op) -> str:
        cells: list[str] = []
        for place in range(max(len(before), len(after))):
            one = before[place] if place < len(before) else ()
            other = after[place] if place < len(after) else ()
            bidi = "<w:bidi/>" if self.rtl else ""
            mark = f"<w:rPr><{self.mark(op)}/></w:rPr>" if op != "same" else ""
            runs = self.runs(one, other)
            cells.append(f'<w:tc><w:p><w:pPr><w:pStyle w:val="TableText"/>{bidi}{mark}</w:pPr>{runs}</w:p></w:tc>')
        properties = f"<w:trPr><{self.mark(op)}/></w:trPr>" if op != "same" else ""
        return f"<w:tr>{properties}{''.join(cells)}</w:tr>"

    # --- words

    def runs(self, before: Cell, after: Cell) -> str:
        out: list[str] = []
        old, new = _Slicer(before), _Slicer(after)
        for piece in word_marks(span_text(before), span_text(after)):
            length = len(piece.text)
            if piece.op == "same":
                old.take(length)
                out += [self.run(span, deleted=False) for span in new.take(length)]
            else:
                spans = (old if piece.op == "out" else new).take(length)
                inside = "".join(self.run(span, deleted=piece.op == "out") for span in spans)
                out.append(f"<{self.mark(piece.op)}>{inside}</w:{_TAG[piece.op]}>")
        return "".join(out)

    def run(self, span: Span, *, deleted: bool) -> str:
        properties = ("<w:b/><w:bCs/>" if span.bold else "") + ("<w:i/><w:iCs/>" if span.italic else "")
        properties += "<w:rtl/>" if has_rtl(span.text) else ""
        opening = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        name = "delText" if deleted else "t"
        return f"<w:r>{opening}{''.join(_pieces(span.text, name))}</w:r>"


def _pieces(text: str, name: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "<w:br/>"
        for place, part in enumerate(line.split("\t")):
            if place:
                yield "<w:tab/>"
            if part:
                yield f'<w:{name} xml:space="preserve">{escape(part)}</w:{name}>'


class _Slicer:
    """Gives the next letters of spans, with their look."""

    def __init__(self, spans: Cell) -> None:
        self._left = [span for span in spans if span.text]

    def take(self, length: int) -> list[Span]:
        out: list[Span] = []
        while length > 0 and self._left:
            span = self._left[0]
            if len(span.text) <= length:
                out.append(self._left.pop(0))
            else:
                out.append(replace(span, text=span.text[:length]))
                self._left[0] = replace(span, text=span.text[length:])
            length -= len(out[-1].text)
        return out


def _row_text(row: Sequence[Cell]) -> str:
    return "\t".join(span_text(cell) for cell in row)


def _same_shape(old: Sequence[Sequence[Cell]], new: Sequence[Sequence[Cell]]) -> bool:
    return [len(row) for row in old] == [len(row) for row in new]
