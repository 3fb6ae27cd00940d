"""Answers that a person types as a table: one row a line, its cells parted by «|».

Corrections of a record (A6), grounds of a notice with their answers (A9), attempts to apply (A12) have no table of
their own in a case: they belong to one paper. A line without the sign «|» is told as a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence

from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText

ROWS = 60
"""Rows of one table; what is beyond is told as paragraphs, so that nothing is lost."""


def typed_rows(
    source: FactSource, question: str, columns: Sequence[str], *, needed: Sequence[str] = ()
) -> tuple[list[Fact], list[Fact]]:
    """Rows by the names of ``columns``, and the lines that are no rows. A cell that nobody filled is «–», one of
    ``needed`` a gap of the question. Cells beyond the last column belong to the last."""
    origin = f"answers.{question}"
    rows: list[Fact] = []
    told: list[Fact] = []
    for line in (source.answer(question) or "").splitlines():
        words = line.strip()
        # A line that begins with the sign is a row of a table as others write it: «| a | b |».
        cells = [" ".join(cell.split()) for cell in (words.strip("|") if words.startswith("|") else words).split("|")]
        if not any(cells):
            continue
        if len(cells) < 2 or len(rows) >= ROWS:
            told.append(FactText(" ".join(words.replace("|", " – ").split()), origin))
            continue
        last = len(columns) - 1
        cells = [*cells[:last], "; ".join(cell for cell in cells[last:] if cell)]
        cells += [""] * (len(columns) - len(cells))
        rows.append(
            {
                name: FactText(cell or ("" if name in needed else "–"), origin, label=question)
                for name, cell in zip(columns, cells, strict=True)
            }
        )
    return rows, told
