"""A Word template compiled under the whitelist of all templates, and rendered to the same blocks.

Tags and text go through ``template_syntax`` exactly as a body in our own notation does: no compiler of Jinja, no
environment of docxtpl, no attribute, no call. What surrounds them comes back as marks, never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, cast

from jinja2 import nodes

from legalaid_desktop.documents.blocks import GAP, Block, Box, Cell, Kind, Span, clean
from legalaid_desktop.documents.filters import Filter
from legalaid_desktop.documents.markup import Slot
from legalaid_desktop.documents.notation import slot_of, too_long
from legalaid_desktop.documents.spans import in_lines, one_line, parted, trimmed
from legalaid_desktop.documents.template_bounds import without_odd_signs
from legalaid_desktop.documents.template_evaluation import LONGEST_OUTPUT, Printed, evaluate
from legalaid_desktop.documents.template_fault import TemplateFault, Why, faults_in
from legalaid_desktop.documents.template_syntax import (
    TOO_DEEP,
    FieldTree,
    check,
    parse,
)
from legalaid_desktop.documents.word_source import MARK, WordCell, WordSource
from legalaid_desktop.errors import TemplateFaulty

MOST_BLOCKS: Final = 20_000
_OPENING: Final = {"P": "p", "T": "t", "R": "r", "C": "c"}
_MOST_MENDED: Final = 20
_VALUE: Final = re.compile(r"\{\{[^\ue002\ue003]*")
_BOX: Final = re.compile(r"\s*:::")
_OURS: Final = re.compile("[\ue000\ue001]")


@dataclass(frozen=True)
class WordBody:
    """A Word template without faults; what :class:`notation.Body` is to a text."""

    tree: nodes.Template
    source: WordSource
    file: str
    fields: frozenset[str]
    sections: tuple[str, ...]

    def render(
        self,
        facts: Mapping[str, object],
        filters: Mapping[str, Filter] | None = None,
        *,
        sections: Mapping[str, bool] | None = None,
    ) -> tuple[Block, ...]:
        """As :meth:`notation.Body.render`: gaps, origins and sections are the same. Raises TemplateFaulty."""
        walk = _Walk(self.source, sections or {})
        length = 0
        for piece in evaluate(self.tree, facts, filters or {}, self.file):
            if isinstance(piece, Printed):
                slot = slot_of(piece, self.file)
                length += len(slot.text)
                walk.value(slot)
            else:
                length += len(piece)
                walk.words(piece)
            if length > LONGEST_OUTPUT or len(walk.blocks) > MOST_BLOCKS:
                raise TemplateFaulty((too_long(self.file),))
        return tuple(sorted(walk.blocks, key=self._place))

    def _place(self, block: Block) -> int:
        """Headers stand before the body, footers after it; one that holds a page break belongs to the body."""
        part = 0
        if block.kind == "table":
            part = self.source.tables[block.look].part
        elif block.look >= 0:
            part = self.source.paragraphs[block.look].part
        return 1 if part == 0 else 0 if self.source.heads[part - 1].kind == "header" else 2


def compile_word(
    source: WordSource, *, fields: FieldTree, filters: Collection[str], file: str, sections: Collection[str] = ()
) -> WordBody:
    """Raises TemplateFaulty with every fault, each ``file:paragraph: why``. ``sections`` are those of the manifest."""
    faults = {(one.line, one.why) for one in source.faults}
    text, odd = without_odd_signs(_OURS.sub("", source.source), word=True)
    faults |= set(odd)
    text, tree = _parsed(text, file, faults)
    found = check(tree, fields, filters)
    faults |= set(found.faults)
    try:
        faults |= set(_crossings(tree.body))
    except RecursionError:
        faults.add((1, TOO_DEEP))
    named = tuple(one[2] for one in MARK.finditer(text) if one[1] == "S" and one[2])
    for line, words in enumerate(text.split("\n"), 1):
        if _BOX.match(MARK.sub("", words)):
            told = "boxes and shared blocks (:::) are marks of a body of text and would print in a Word file"
            faults.add((line, Why("box_in_word", told)))
        for one in MARK.finditer(words):
            if one[1] == "S" and one[2] and sections and one[2] not in sections:
                told = f"the manifest has no section {one[2]}: one of {', '.join(sections)}"
                faults.add((line, Why("section", told, one[2])))
    if faults:
        raise TemplateFaulty(_told(file, faults))
    return WordBody(tree, source, file, frozenset(found.fields), named)


def _told(file: str, faults: Collection[tuple[int, Why]]) -> tuple[TemplateFault, ...]:
    return tuple(TemplateFault(file, line, why) for line, why in sorted(faults))


def _parsed(text: str, file: str, faults: set[tuple[int, Why]]) -> tuple[str, nodes.Template]:
    """The tree; a value that is not written right is noted and left out, so that what else is wrong is told beside it.

    Raises TemplateFaulty for a condition or loop that is not written right: what belongs to it is not known then.
    """
    for _ in range(_MOST_MENDED):
        try:
            return text, parse(text, file)
        except TemplateFaulty as faulty:
            first = faults_in(faulty)[0]
            lines = text.split("\n")
            at = first.line - 1
            if first.why.id != "deep" and 0 <= at < len(lines) and "{{" in lines[at] and "{%" not in lines[at]:
                faults.add((first.line, first.why))
                lines[at] = _VALUE.sub("", lines[at])
                text = "\n".join(lines)
                continue
            raise TemplateFaulty((*_told(file, faults), *faulty.faults)) from None
    raise TemplateFaulty(_told(file, faults))


def _crossings(body: Sequence[nodes.Node], line: int = 1) -> Iterator[tuple[int, Why]]:
    """Conditions and loops that begin inside a paragraph, cell or row and end in another."""
    around: list[str] = []
    for node in body:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    continue
                for one in MARK.finditer(part.data):
                    if one[1] in _OPENING:
                        around.append(_OPENING[one[1]])
                    elif one[1] in "ptrc" and (not around or around.pop() != one[1]):
                        yield line, _CROSSED
                        return
        elif isinstance(node, nodes.If):
            yield from _crossings(node.body, node.lineno)
            for other in node.elif_:
                yield from _crossings(other.body, other.lineno)
            yield from _crossings(node.else_, node.lineno)
        elif isinstance(node, nodes.For):
            yield from _crossings(node.body, node.lineno)
            yield from _crossings(node.else_, node.lineno)
    if around:
        yield line, _CROSSED


_CROSSED: Final = Why(
    "crossed",
    "this condition or loop begins in one paragraph and ends in another: write {%p if … %} or {%p for … %} in a "
    "paragraph of its own, {%tr for … %} in a row of its own",
)


@dataclass
class _Walk:
    """Puts marks, words and values together again."""

    source: WordSource
    sections: Mapping[str, bool]
    blocks: list[Block] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    lines: list[Cell] | None = None
    cells: list[Cell] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    row_looks: list[int] = field(default_factory=list)
    paragraph: int = 0
    table: int = 0
    row: int = 0
    look: int = 0
    section: str = ""
    group: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def words(self, piece: str) -> None:
        at = 0
        for found in MARK.finditer(piece):
            self.letters(piece[at : found.start()])
            self.marked(cast(_Mark, found[1]), found[2])
            at = found.end()
        self.letters(piece[at:])

    def letters(self, text: str) -> None:
        text = text.replace("\n", "")
        if text:
            look = self.source.looks[self.look]
            tabbed = "\t" in text
            words = "\t".join(map(clean, text.split("\t"))) if tabbed else clean(text)
            self.spans.append(Span(words, look.bold, look.italic, look=self.look))

    def value(self, slot: Slot) -> None:
        look = self.source.looks[self.look]
        bold, italic = look.bold, look.italic
        if slot.missing:
            self.spans.append(Span(GAP, bold, italic, slot.origin, True, slot.label, look=self.look))
        elif slot.text:
            self.spans.append(Span(slot.text, bold, italic, slot.origin or "", lang=slot.lang, look=self.look))

    def marked(self, kind: _Mark, what: str) -> None:
        if kind == "P":
            self.paragraph, self.spans = int(what), []
        elif kind == "p":
            self.end_paragraph()
        elif kind == "L":
            self.look = int(what)
        elif kind == "B":
            self.spans.append(Span("\n", look=self.look))
        elif kind == "S":
            self.section = what
        elif kind == "K":
            self.emit(Block(kind="pagebreak"))
        elif kind == "T":
            self.table, self.rows, self.row_looks = int(what), [], []
        elif kind == "R":
            self.row, self.cells = int(what), []
        elif kind == "C":
            self.lines = []
        elif kind == "c":
            self.end_cell()
        elif kind == "r":
            self.rows.append(tuple(self.cells))
            self.row_looks.append(self.row)
        elif kind == "t":
            self.end_table()

    def end_paragraph(self) -> None:
        spans, self.spans = tuple(self.spans), []
        if self.lines is not None:
            cell = trimmed(in_lines(spans))
            if cell:
                self.lines.append(cell)
            return
        shape = self.source.paragraphs[self.paragraph]
        spans = one_line(spans) if shape.kind in ("title", "heading") else spans
        for part in parted(spans):
            words = trimmed(part)
            if not words:
                continue
            if shape.box and (not self.blocks or self.blocks[-1].box != shape.box):
                self.group += 1
            self.emit(
                Block(
                    kind=cast(Kind, shape.kind),
                    spans=words,
                    level=shape.level,
                    ordered=shape.ordered,
                    list_id=shape.list_id,
                    box=cast(Box, shape.box),
                    group=self.group if shape.box else 0,
                    look=self.paragraph,
                )
            )

    def end_cell(self) -> None:
        spans: list[Span] = []
        for line in self.lines or ():
            if spans:
                spans.append(Span("\n"))
            spans.extend(line)
        self.lines = None
        place = len(self.cells)
        cells = self.source.rows[self.row].cells
        known = _cell_at(cells, place)
        self.cells.append(tuple(spans))
        self.cells.extend([()] * (cells[known].span - 1) if known < len(cells) else ())

    def end_table(self) -> None:
        if not self.rows:
            return
        head = 0
        while head < len(self.row_looks) and self.source.rows[self.row_looks[head]].head:
            head += 1
        width = max(len(row) for row in self.rows)
        rows = tuple((*row, *[()] * (width - len(row))) for row in self.rows)
        shape = self.source.rows[self.row_looks[min(head, len(self.row_looks) - 1)]]
        aligns = tuple(one for cell in shape.cells for one in (cell.align,) * cell.span)
        self.emit(
            Block(
                kind="table",
                rows=rows,
                head_rows=head if head < len(rows) else 0,
                aligns=(*aligns, *[""] * (width - len(aligns)))[:width],
                look=self.table,
                row_looks=tuple(self.row_looks),
            )
        )

    def emit(self, block: Block) -> None:
        if not self.sections.get(self.section, True):
            return
        name = self.section or "body"
        self.counts[name] = number = self.counts.get(name, 0) + 1
        self.blocks.append(replace(block, section=self.section, key=f"{name}.{number}"))


def _cell_at(cells: Sequence[WordCell], place: int) -> int:
    """The number of the cell that begins at a place of the row."""
    at = 0
    for number, cell in enumerate(cells):
        if at >= place:
            return number
        at += cell.span
    return len(cells)


_Mark = Literal["P", "p", "T", "t", "R", "r", "C", "c", "L", "S", "B", "K"]
