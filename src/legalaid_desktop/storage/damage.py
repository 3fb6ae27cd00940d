"""What could not be read: one damaged record is left out and told of, and the rest of its case is shown."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from legalaid_desktop.errors import LegalAidError


@dataclass(frozen=True)
class DamagedRow:
    """``table`` and ``row`` as the database has them; ``owner`` is the row of the case (or of what else owns it),
    as far as the damaged row still says so; ``reason`` is a stable word: keyed_hash, lost_rows, unreadable."""

    table: str
    row: int | None
    owner: int | None
    reason: str


class DamageSeen:
    """Collects what reading came upon, each row once. Called with the error of a row."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int | None], DamagedRow] = {}

    def __call__(self, error: LegalAidError) -> None:
        self.add(damaged_row(error))

    def add(self, found: DamagedRow) -> None:
        self._rows[found.table, found.row] = found

    def __iter__(self) -> Iterator[DamagedRow]:
        return iter(tuple(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)

    @contextlib.contextmanager
    def apart(self) -> Iterator[Self]:
        """Begin with nothing seen, for one piece of reading; what was seen before is there again afterwards."""
        before, self._rows = self._rows, {}
        try:
            yield self
        finally:
            self._rows = before | self._rows

    def forget(self) -> None:
        self._rows.clear()


def damaged_row(error: LegalAidError) -> DamagedRow:
    """Read table, row and reason off an error."""
    row, owner = error.facts.get("row"), error.facts.get("owner")
    return DamagedRow(
        table=str(error.facts.get("table", "data")),
        row=row if isinstance(row, int) else None,
        owner=owner if isinstance(owner, int) else None,
        reason=str(error.facts.get("reason", "unreadable")),
    )
