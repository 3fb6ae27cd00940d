"""The neutral document: what stands on the paper, before it is DOCX or PDF.

A document is a tuple of :class:`Block`. Both writers, the preview, the checks and the plain text read the same
blocks, so the two files cannot differ in their words. Numbers of lists are not text of a block: they are counted by
:func:`list_marks`, printed by the PDF writer and left to Word's real numbering by the DOCX writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["title", "subtitle", "heading", "para", "item", "table", "note", "pagebreak"]
Box = Literal["", "addressee", "annexes", "signature", "keep", "receipt"]

ANNEX_ORIGIN = "annex:"
"""What the origin of a citation of annexes begins with."""
GAP = "________"
"""What a value that nobody has given looks like on paper."""


@dataclass(frozen=True, slots=True)
class Span:
    """One inline run.

    ``text`` may hold ``\\n`` (a line break inside the paragraph) and, in a signature, ``\\t`` (the name at the right).
    ``icon`` is a drawing of :mod:`.icons` that stands here instead of text. ``origin`` names the fact the text
    came from and is ``None`` for the template's own words. ``missing`` marks a
    gap: ``text`` is :data:`GAP` and ``label`` says what is missing. ``note`` is the number of a footnote whose mark
    stands here (``text`` is empty then). ``look`` is the number of its looks in an office's Word file.
    """

    text: str = ""
    bold: bool = False
    italic: bool = False
    origin: str | None = None
    missing: bool = False
    label: str | None = None
    lang: str | None = None
    note: int | None = None
    icon: str | None = None
    look: int = -1


Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of the page.

    * title, subtitle, heading (``level`` 1–3), para: ``spans``.
    * item: ``spans``, ``level`` (0 or deeper), ``ordered``, ``list_id``. Items of one ``list_id`` are numbered
      through, wherever they stand.
    * table: ``rows`` of cells, the first ``head_rows`` repeat on each page; ``aligns`` one of ``""``, ``left``,
      ``center``, ``right`` for each column. ``tongues``: each cell is read in the direction of its own language, that
      of its spans. ``shares``: parts of the text width that the columns take (none: measured). ``plain``: thin lines
      between rows instead of a grid.
    * note: the text of footnote ``note``; it stands at the end of the blocks and is printed at the foot of the page.
    * pagebreak: nothing else.

    ``box`` names the box the block stands in and ``group`` which one (two boxes in a row differ). ``section`` is the
    innermost section id, ``look`` its paragraph or table in an office's Word file and ``row_looks`` the rows of that
    table, ``paper`` the layout of the paper (empty: that of courts), ``key`` is stable between
    two renderings of the same template: ``<section>.<n>``.
    """

    kind: Kind
    spans: tuple[Span, ...] = ()
    level: int = 0
    ordered: bool = False
    list_id: str = ""
    box: Box = ""
    group: int = 0
    rows: tuple[tuple[Cell, ...], ...] = ()
    head_rows: int = 0
    aligns: tuple[str, ...] = ()
    tongues: bool = False
    shares: tuple[float, ...] = ()
    plain: bool = False
    paper: str = ""
    note: int | None = None
    landscape: bool = False
    section: str = ""
    key: str = ""
    look: int = -1
    row_looks: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The words of this block; cells of a table are separated by tabs, rows by line breaks."""
        if self.kind == "table":
            return "\n".join("\t".join(span_text(cell) for cell in row) for row in self.rows)
        return span_text(self.spans)

    @property
    def all_spans(self) -> Iterable[Span]:
        """Spans of the block, those of its cells included."""
        if self.kind == "table":
            return (span for row in self.rows for cell in row for span in cell)
        return self.spans


def span_text(spans: Iterable[Span]) -> str:
    """The joined text of ``spans``; marks of footnotes are not text."""
    return "".join(span.text for span in spans)


def plain(blocks: Iterable[Block]) -> str:
    """The words of a document in reading order, one paragraph or cell a line: the oracle of both writers.

    Footnotes come last. Numbers of lists and of pages are not in it.
    """
    body: list[str] = []
    notes: list[str] = []
    for block in blocks:
        if block.kind == "table":
            body.extend(span_text(cell) for row in block.rows for cell in row)
        elif block.kind == "note":
            notes.append(block.text)
        elif block.kind != "pagebreak":
            body.append(block.text)
    return "\n".join([*body, *notes])


def gaps(blocks: Iterable[Block]) -> tuple[tuple[Block, Span], ...]:
    """Every value that is missing, with the block it is missing from, in reading order."""
    return tuple((block, span) for block in blocks for span in block.all_spans if span.missing)


BULLET = "–"


def list_marks(blocks: Sequence[Block]) -> dict[int, str]:
    """Number or dash of each item, by its index in ``blocks``: ``1.``, at the second level ``1.1.``, or ``–``.

    Numbers run through all items of one ``list_id``; a number of a higher level starts those below it anew. Word
    counts the same way from the numbering written by the DOCX writer.
    """
    counts: dict[str, list[int]] = {}
    marks: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if block.kind != "item":
            continue
        if not block.ordered:
            marks[index] = BULLET
            continue
        count = counts.setdefault(block.list_id, [])
        # A level that was skipped on the way down starts at 1, as in Word.
        count.extend([1] * (block.level - len(count)))
        if len(count) == block.level:
            count.append(0)
        del count[block.level + 1 :]
        count[block.level] += 1
        marks[index] = "".join(f"{number}." for number in count)
    return marks


def with_edits(blocks: Sequence[Block], edits: Mapping[str, str]) -> tuple[Block, ...]:
    """``blocks`` with the text of some replaced by hand; ``edits`` maps the key of a block to its new text.

    An edited block keeps its place, its number and its footnote marks (they move to its end); its spans carry the
    origin ``edit``. An empty text removes the block. Tables are edited by the cell: ``<key>:<row>:<column>``.
    """
    out: list[Block] = []
    for block in blocks:
        if block.kind == "table":
            out.append(_with_cells(block, edits))
            continue
        text = edits.get(block.key)
        if text is None or block.kind in ("pagebreak", "note"):
            out.append(block)
        elif text.strip():
            out.append(replace(block, spans=_edited(block.spans, text)))
    return tuple(out)


def _edited(spans: Cell, text: str) -> Cell:
    marks = tuple(span for span in spans if span.note is not None)
    return (Span(clean(text).strip("\n"), origin="edit"), *marks)


def _with_cells(block: Block, edits: Mapping[str, str]) -> Block:
    rows = tuple(
        tuple(
            _edited(cell, edits[key]) if (key := f"{block.key}:{r}:{c}") in edits else cell
            for c, cell in enumerate(row)
        )
        for r, row in enumerate(block.rows)
    )
    return block if rows == block.rows else replace(block, rows=rows)


_BREAKS = {ord(c): "\n" for c in "\x0b\x0c\x85\u2028\u2029"}


def refs_of(origin: str | None) -> tuple[str, ...]:
    """Ids of what a value cites as annexes, by its origin (``annex:x1,x2``); none of any other value."""
    if origin is None or not origin.startswith(ANNEX_ORIGIN):
        return ()
    return tuple(ref for ref in origin.removeprefix(ANNEX_ORIGIN).split(",") if ref)


_DROPPED: dict[int, str | None] = {
    **dict.fromkeys((*range(9), *range(14, 32), 127, *range(128, 133), *range(134, 160))),
    **dict.fromkeys((173, *range(8234, 8239), 65279, 65534, 65535, 57344, 57345)),
    **dict.fromkeys(range(55296, 57344), "�"),
}
_UNSEEN = re.compile("[\u034f\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f]")
"""Joins, parts or selects nothing in a script that a shipped face shows."""
_OF_A_SCRIPT = re.compile("[\u061c\u200c-\u200f\u2066-\u2069]")
"""Joiners and marks of direction: part of a text in letters that join or are read from the right, dirt in any other."""
_JOINS_OR_TURNS = re.compile("[\u0590-\u08ff\u0900-\u0dff\ufb1d-\ufdff\ufe70-\ufefc]")
_SPACES: dict[int, str | None] = dict.fromkeys((5760, *range(8192, 8203), 8287, 12288), " ")
_CLEAN: dict[int, str | None] = {**_DROPPED, **_BREAKS, **_SPACES}


def clean(text: str) -> str:
    """``text`` without what no file can hold or no reader can see: control characters, halves of surrogate pairs,
    non-characters, soft hyphens, directional overrides, spaces of no width; joiners and marks of direction where no
    letter of the text joins or is read from the right.

    Every kind of line end becomes ``\\n``; a tab and a space of unusual width become a space, because width is layout.
    """
    if text.isprintable():
        # Nothing to do for nearly every value; U+E000 and U+E001 are not printable either.
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").translate(_CLEAN)
    text = _UNSEEN.sub("", text)
    return text if _JOINS_OR_TURNS.search(text) else _OF_A_SCRIPT.sub("", text)
