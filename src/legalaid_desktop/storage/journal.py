"""Who changed which fields of which record, and when; chained, so that a cut or a change shows.

Each row's keyed hash runs over its values and the hash before it. The length and the last hash stand in
``vault_state`` as well: rows cut from the end are missed there. Without the key nobody can mend the chain. An older
copy of the whole vault cannot be known from inside (vault.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from legalaid_desktop.domain.ids import CaseId
from legalaid_desktop.storage.database import Database, KeyBytes, Row, Value
from legalaid_desktop.storage.keyed_hash import KeyedHash, same

_COLUMNS = "seq, at, who, action, kind, case_id, record, fields, mac"


@dataclass(frozen=True)
class JournalEntry:
    """``action`` is added, changed, removed, restored, imported, exported, …; ``fields`` are names, never values."""

    seq: int
    at: datetime
    who: str
    action: str
    kind: str
    case: CaseId | None
    record: str | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class JournalProblem:
    """``what`` is ``changed``, ``missing`` or ``cut``; ``seq`` the first row concerned."""

    what: str
    seq: int


class Journal:
    """The journal of one open database. Entries are written inside the transaction of the change they tell of."""

    def __init__(self, db: Database, key: KeyBytes, who: str) -> None:
        self._db = db
        self._hash = KeyedHash(key, purpose="journal", size=32)
        self.who = who
        """Id of the consultant at the keyboard."""

    def write(
        self,
        action: str,
        kind: str,
        at: datetime,
        *,
        case: str | None = None,
        record: str | None = None,
        fields: Sequence[str] = (),
    ) -> int:
        """Append an entry and return its number. Only inside a transaction."""
        if not self._db.in_transaction:
            raise RuntimeError("an entry belongs to the transaction of its change")
        length, last = self._end()
        seq = length + 1
        values: list[Value] = [seq, at.isoformat(), self.who, action, kind, case, record, " ".join(fields)]
        mac = self._mac(values, last)
        self._db.run(f"INSERT INTO journal_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, mac))  # noqa: S608
        self._db.run("UPDATE vault_state SET journal_length = ?, journal_mac = ? WHERE only_row = 1", (seq, mac))
        return seq

    def entries(self, *, case: str | None = None, newest: int | None = None) -> tuple[JournalEntry, ...]:
        """Return entries, newest first: all, or those of one case (by internal id)."""
        found = self._db.rows(
            f"SELECT {_COLUMNS} FROM journal_entry WHERE ?1 IS NULL OR case_id = ?1 ORDER BY seq DESC LIMIT ?2",  # noqa: S608
            (case, -1 if newest is None else newest),
        )
        return tuple(_entry(row) for row in found)

    def newest_of(self, *kinds: str) -> int:
        """Return the number of the newest entry about records of these kinds; 0 when there is none."""
        found = self._db.row(
            "SELECT max(newest) FROM (SELECT (SELECT max(seq) FROM journal_entry WHERE kind = wanted.value) AS newest "
            "FROM json_each(?) AS wanted)",
            (json.dumps(kinds),),
        )
        return int(found[0] or 0) if found else 0

    def problems(self) -> tuple[JournalProblem, ...]:
        """Walk the whole chain; empty when it is whole."""
        length, last_known = self._end()
        before = b""
        expected = 1
        for row in self._rows():
            if row[0] != expected:
                return (JournalProblem("missing", expected),)
            if not same(self._mac(list(row[:-1]), before), row[-1]):
                return (JournalProblem("changed", expected),)
            before = row[-1]
            expected += 1
        if expected - 1 != length or (length and not same(before, last_known)):
            return (JournalProblem("cut", expected),)
        return ()

    def _rows(self) -> Iterator[Row]:
        return self._db.each(f"SELECT {_COLUMNS} FROM journal_entry ORDER BY seq")  # noqa: S608

    def _end(self) -> tuple[int, bytes]:
        length, mac = self._db.rows("SELECT journal_length, journal_mac FROM vault_state WHERE only_row = 1")[0]
        return int(length), bytes(mac)

    def _mac(self, values: Sequence[Any], before: bytes) -> bytes:
        return self._hash.of_values([*values, before.hex()])


def _entry(row: Row) -> JournalEntry:
    return JournalEntry(
        seq=row[0],
        at=datetime.fromisoformat(row[1]),
        who=row[2],
        action=row[3],
        kind=row[4],
        case=row[5],
        record=row[6],
        fields=tuple(row[7].split()),
    )
