"""Two languages side by side: what a box ``beside`` collects, as a table whose cells have their own direction.

Each paragraph or heading of the box is a row: the client's language first, Russian beside it. Where nothing has a
Russian text beside it (the paper is in Russian, or its translation is checked) there is one column. A table in the box
keeps its columns; its first one is split in two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from legalaid_desktop.documents.blocks import Block, Cell, Span, span_text

LOOKS = frozenset({"card", "marks", "phrases"})
"""``card``: framed, to be cut out and folded between the languages. ``marks``: a table whose last columns are ticked
by hand. ``phrases``: a framed table of three columns that are not split."""

Pair: TypeAlias = tuple[Cell, Cell]
"""A cell in the client's language, and in Russian (empty: the same)."""
_BETWEEN = "\u00a0/ "


@dataclass
class Beside:
    """Rows of one box, in order; a table ends the rows before it."""

    look: str = ""
    rows: list[Pair] = field(default_factory=list)
    done: list[Block] = field(default_factory=list)

    def add(self, own: Cell, other: Cell, icon: str, heading: int) -> None:
        if not own:
            return
        if heading:
            own, other = _bold(own), _bold(other)
        if icon:
            own = (Span(icon=icon), *own)
        self.rows.append((own, other))

    def table(self, rows: Sequence[Sequence[Pair]], head_rows: int, aligns: tuple[str, ...]) -> None:
        self._finish_rows()
        rows = [row for row in rows if any(own for own, _ in row)]
        if not rows:
            return
        if self.look == "phrases":
            cells = tuple(tuple(own for own, _ in row) for row in rows)
            self.done.append(Block(kind="table", rows=cells, head_rows=head_rows, aligns=aligns, tongues=True))
            return
        two = any(row[0][1] for row in rows)
        split = tuple(
            (*((row[0][0], row[0][1] or row[0][0]) if two else (row[0][0],)), *(_joined(*pair) for pair in row[1:]))
            for row in rows
        )
        marks = len(rows[0]) - 1
        narrow = (0.12,) * (marks - 1) + (0.16,) if marks else ()
        rest = 1.0 - sum(narrow)
        shares = (rest / 2, rest / 2, *narrow) if two else (rest, *narrow)
        aligns = ("", *aligns) if two else aligns
        self.done.append(
            Block(kind="table", rows=split, head_rows=head_rows, aligns=aligns, tongues=True, shares=shares)
        )

    def tables(self) -> list[Block]:
        """Everything collected, as tables."""
        self._finish_rows()
        return self.done

    def _finish_rows(self) -> None:
        if not self.rows:
            return
        two = any(other for _, other in self.rows)
        rows = tuple((own, other or own) if two else (own,) for own, other in self.rows)
        card = self.look == "card"
        shares = (0.5, 0.5) if two else (0.5,) if card else (1.0,)
        self.done.append(Block(kind="table", rows=rows, tongues=True, shares=shares, plain=not card))
        self.rows = []


def _bold(cell: Cell) -> Cell:
    return tuple(replace(span, bold=True) for span in cell)


def _joined(own: Cell, other: Cell) -> Cell:
    if not other or span_text(other) == span_text(own):
        return own
    return (*own, Span(_BETWEEN), *other)
