"""Tokens of a rendered body (``marks.py``) → blocks. Values come in as slots and are never read as markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from markdown_it.token import Token

from legalaid_desktop.documents.beside import Beside, Pair
from legalaid_desktop.documents.blocks import GAP, Block, Box, Cell, Kind, Span
from legalaid_desktop.documents.lists import settled
from legalaid_desktop.documents.marks import SLOT, tokens
from legalaid_desktop.documents.spans import in_lines, one_line, parted, trimmed


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed value. ``text`` is clean; empty and ``missing`` is a gap, empty and not missing prints nothing."""

    text: str
    origin: str | None = None
    lang: str | None = None
    missing: bool = False
    label: str | None = None
    beside: str | None = None
    """The same text in Russian, where it is to stand beside."""


@dataclass
class _State:
    """Where the walk stands."""

    box: Box = ""
    group: int = 0
    section: str = ""
    numbered: str = ""
    landscape: bool = False
    subtitle: bool = False
    beside: Beside | None = None
    icon: str = ""
    dropped: bool = False


@dataclass
class _List:
    ordered: bool
    list_id: str
    fresh: bool = True
    """The next paragraph carries the number."""


@dataclass
class _Walk:
    slots: Sequence[Slot]
    sections: Mapping[str, bool]
    blocks: list[Block] = field(default_factory=list)
    notes: dict[int, list[Block]] = field(default_factory=dict)
    lists: list[_List] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    outer: list[_State] = field(default_factory=list)
    serial: int = 0
    list_serial: int = 0
    heading: int = 0
    note: int | None = None
    rows: list[list[Cell]] | None = None
    aligns: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    pairs: list[list[Pair]] = field(default_factory=list)
    """Cells of the table that is read, each in both languages."""

    def run(self, found: Sequence[Token]) -> tuple[Block, ...]:
        steps: dict[str, Callable[[Token], None]] = {
            "box_open": self.open_box,
            "box_close": lambda _: self.close_box(),
            "ordered_list_open": lambda _: self.open_list(ordered=True),
            "bullet_list_open": lambda _: self.open_list(ordered=False),
            "ordered_list_close": lambda _: self.close_list(),
            "bullet_list_close": lambda _: self.close_list(),
            "list_item_open": lambda _: self.open_item(),
            "heading_open": self.open_heading,
            "heading_close": lambda _: self.close_heading(),
            "table_open": lambda _: self.open_table(),
            "table_close": lambda _: self.close_table(),
            "tr_open": lambda _: self.open_row(),
            "th_open": self.open_header,
            "footnote_open": self.open_note,
            "footnote_close": lambda _: self.close_note(),
            "page_break": lambda _: self.add("pagebreak", ()),
            "inline": self.inline,
        }
        for token in found:
            step = steps.get(token.type)
            if step is not None:
                step(token)
        return self.finish()

    # Boxes and sections

    def open_box(self, token: Token) -> None:
        name, argument = token.meta["name"], token.meta["argument"]
        self.outer.append(self.state)
        self.serial += 1
        new = replace(self.state)
        if name == "section":
            new.section = argument
            new.dropped = self.state.dropped or not self.sections.get(argument, True)
        elif name == "numbered":
            new.numbered = argument
        elif name == "landscape":
            new.landscape = True
        elif name == "subtitle":
            new.subtitle = True
        elif name == "beside":
            new.beside = Beside(argument)
        elif name == "icon":
            new.icon = argument
        else:
            new.box, new.group = cast(Box, name), self.serial
        self.state = new

    def close_box(self) -> None:
        beside = self.state.beside
        outer = self.outer.pop()
        if beside is not None and beside is not outer.beside:
            for table in beside.tables():
                self.emit(table)
        self.state = outer

    # Lists

    def open_list(self, *, ordered: bool) -> None:
        if self.lists and self.lists[-1].ordered and ordered:
            list_id = self.lists[-1].list_id
        elif ordered and self.state.numbered:
            list_id = self.state.numbered
        else:
            self.list_serial += 1
            list_id = f"list {self.list_serial}"
        self.lists.append(_List(ordered, list_id))

    def close_list(self) -> None:
        self.lists.pop()

    def open_item(self) -> None:
        self.lists[-1].fresh = True

    # Headings, tables, notes

    def open_heading(self, token: Token) -> None:
        self.heading = int(token.tag[1])

    def close_heading(self) -> None:
        self.heading = 0

    def open_table(self) -> None:
        self.rows, self.aligns, self.pairs = [], [], []

    def open_row(self) -> None:
        cast("list[list[Cell]]", self.rows).append([])
        self.pairs.append([])

    def open_header(self, token: Token) -> None:
        style = str(token.attrGet("style") or "")
        self.aligns.append(style.removeprefix("text-align:"))

    def close_table(self) -> None:
        rows = tuple(tuple(row) for row in self.rows or ())
        self.rows = None
        head = 1
        if rows and not any(cell for cell in rows[0]):
            # A header without a word: the table has none.
            rows, head = rows[1:], 0
        if self.state.beside is not None:
            self.state.beside.table(self.pairs, head, tuple(self.aligns))
            self.pairs = []
        elif rows:
            self.emit(Block(kind="table", rows=rows, head_rows=head, aligns=tuple(self.aligns)))

    def open_note(self, token: Token) -> None:
        self.note = int(token.meta["id"])
        self.notes[self.note] = []

    def close_note(self) -> None:
        self.note = None

    # Text

    def inline(self, token: Token) -> None:
        spans = self.spans(token)
        if self.rows is not None:
            self.pairs[-1].append((trimmed(in_lines(spans)), self.other(token, spans)))
            self.rows[-1].append(trimmed(in_lines(spans)))
        elif self.note is not None:
            self.notes[self.note].append(Block(kind="note", spans=trimmed(in_lines(spans))))
        elif self.state.beside is not None:
            self.state.beside.add(trimmed(in_lines(spans)), self.other(token, spans), self.state.icon, self.heading)
        elif self.heading:
            kind: Kind = "title" if self.heading == 1 else "heading"
            self.add(kind, one_line(spans), level=max(self.heading - 1, 0))
        else:
            self.paragraphs(spans)

    def paragraphs(self, spans: Cell) -> None:
        for part in parted(spans):
            if self.state.subtitle:
                self.add("subtitle", part)
                continue
            level = len(self.lists) - 1
            if self.lists and self.lists[-1].fresh:
                here = self.lists[-1]
                here.fresh = False
                self.add("item", part, level=level, ordered=here.ordered, list_id=here.list_id)
            elif self.state.numbered and not (self.lists and not self.lists[-1].ordered):
                self.add("item", part, level=max(level, 0), ordered=True, list_id=self.state.numbered)
            else:
                self.add("para", part)

    def other(self, token: Token, spans: Cell) -> Cell:
        """The same in Russian; nothing where it is the same."""
        second = self.spans(token, other=True)
        return () if second == spans else trimmed(in_lines(second))

    def spans(self, token: Token, *, other: bool = False) -> Cell:
        bold = italic = 0
        out: list[Span] = []
        for child in token.children or ():
            if child.type in ("strong_open", "strong_close"):
                bold += child.nesting
            elif child.type in ("em_open", "em_close"):
                italic += child.nesting
            elif child.type == "softbreak":
                out.append(Span(" ", bool(bold), bool(italic)))
            elif child.type == "hardbreak":
                out.append(Span("\n"))
            elif child.type == "footnote_ref":
                out.append(Span(note=int(child.meta["id"])))
            elif child.content:
                out.extend(self.filled(child.content, bool(bold), bool(italic), other))
        return tuple(out)

    def filled(self, text: str, bold: bool, italic: bool, other: bool = False) -> Iterator[Span]:
        at = 0
        for found in SLOT.finditer(text):
            if found.start() > at:
                yield Span(text[at : found.start()], bold, italic)
            slot = self.slots[int(found[1])]
            if slot.missing:
                yield Span(GAP, bold, italic, slot.origin, True, slot.label)
            elif other and slot.beside is not None:
                yield Span(slot.beside, bold, italic, slot.origin or "", lang="ru")
            else:
                yield Span(slot.text, bold, italic, slot.origin or "", lang=slot.lang)
            at = found.end()
        if at < len(text):
            yield Span(text[at:], bold, italic)

    # Blocks

    def add(self, kind: Kind, spans: Cell, *, level: int = 0, ordered: bool = False, list_id: str = "") -> None:
        spans = trimmed(spans)
        if spans or kind == "pagebreak":
            self.emit(Block(kind=kind, spans=spans, level=level, ordered=ordered, list_id=list_id))

    def emit(self, block: Block) -> None:
        state = self.state
        if state.dropped:
            return
        section = state.section
        self.counts[section] = number = self.counts.get(section, 0) + 1
        self.blocks.append(
            replace(
                block,
                box=state.box,
                group=state.group,
                landscape=state.landscape,
                section=section,
                key=f"{section or 'body'}.{number}",
            )
        )

    def finish(self) -> tuple[Block, ...]:
        """Number the footnotes in order of their marks, and drop those whose mark was dropped."""
        order: dict[int, int] = {}
        for block in self.blocks:
            for span in block.all_spans:
                if span.note is not None:
                    order.setdefault(span.note, len(order) + 1)

        def numbered(cell: Cell) -> Cell:
            return tuple(span if span.note is None else replace(span, note=order[span.note]) for span in cell)

        out = settled(self.blocks)
        if order:
            out = [
                replace(block, spans=numbered(block.spans), rows=tuple(tuple(map(numbered, row)) for row in block.rows))
                for block in out
            ]
        for old, new in order.items():
            out.extend(
                replace(part, note=new, key=f"note.{new}.{index}")
                for index, part in enumerate(self.notes.get(old, ()), 1)
            )
        return tuple(out)


def to_blocks(text: str, slots: Sequence[Slot], sections: Mapping[str, bool]) -> tuple[Block, ...]:
    """Blocks of a rendered body. Sections whose id maps to ``False`` are left out, with their footnotes."""
    return _Walk(slots, sections).run(tokens(text))
