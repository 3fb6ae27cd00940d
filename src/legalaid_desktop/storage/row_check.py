"""The keyed hash of a row whose values it covers in their order: written beside it, checked when it is read."""

from __future__ import annotations

from collections.abc import Sequence

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.database import Row, Value
from legalaid_desktop.storage.keyed_hash import KeyedHash, same


class RowCheck:
    """Hashes of the rows of one table. Where in a row its number stands, and that of the record which it belongs to
    (if it stands there): ``place``, ``owner``."""

    def __init__(self, hashes: KeyedHash, table: str, *, place: int = 0, owner: int | None = None) -> None:
        self._hashes, self._table = hashes, table
        self._place, self._owner = place, owner

    def mac(self, values: Sequence[Value]) -> bytes:
        return self._hashes.of_values([self._table, *values])

    def check(self, line: Row) -> None:
        """``line`` is the values and their hash. Raises DatabaseDamaged where they do not belong together."""
        try:
            expected = self.mac(line[:-1])
        except TypeError:  # a blob where text was written
            expected = b""
        if not same(expected, line[-1]):
            raise self.damaged(line)

    def damaged(self, line: Row) -> DatabaseDamaged:
        """What is raised of a row that cannot be read."""
        known = None if self._owner is None else line[self._owner]
        owner = {"owner": known} if isinstance(known, int) else {}
        return DatabaseDamaged(
            where="data", table=self._table, row=int(line[self._place]), reason="keyed_hash", **owner
        )
