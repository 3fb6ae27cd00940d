"""What a note said before it was changed, and text that is being typed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same


@dataclass(frozen=True)
class NoteRevision:
    """``text`` stood in the note until ``until_at``."""

    n: int
    until_at: datetime
    text: str


class NoteTexts:
    def __init__(self, db: Database, hashes: KeyedHash) -> None:
        self._db = db
        self._hashes = hashes

    def keep_revision(self, note_row: int, text: str, until_at: datetime) -> None:
        n = int(self._db.one("SELECT coalesce(max(n), 0) + 1 FROM note_revision WHERE note_row = ?", (note_row,)))
        mac = self._hashes.of_values(["note_revision", note_row, n, until_at.isoformat(), text])
        self._db.run(
            "INSERT INTO note_revision (note_row, n, until_at, text, mac) VALUES (?, ?, ?, ?, ?)",
            (note_row, n, until_at.isoformat(), text, mac),
        )

    def revisions(self, note_row: int) -> tuple[NoteRevision, ...]:
        """Return earlier texts of a note, oldest first. Raises :class:`DatabaseDamaged`."""
        found = self._db.rows(
            "SELECT n, until_at, text, mac FROM note_revision WHERE note_row = ? ORDER BY n", (note_row,)
        )
        for n, until_at, text, mac in found:
            if not same(self._hashes.of_values(["note_revision", note_row, n, until_at, text]), mac):
                raise DatabaseDamaged(where="data", table="note_revision", reason="keyed_hash")
        return tuple(NoteRevision(n, datetime.fromisoformat(until_at), text) for n, until_at, text, _ in found)

    def keep_unsaved(self, key: str, text: str, at: datetime) -> None:
        mac = self._hashes.of_values(["unsaved_text", key, at.isoformat(), text])
        self._db.run(
            "INSERT INTO unsaved_text (key, kept_at, text, mac) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
            "kept_at = excluded.kept_at, text = excluded.text, mac = excluded.mac",
            (key, at.isoformat(), text, mac),
        )

    def unsaved(self, key: str) -> str | None:
        found = self._db.row("SELECT kept_at, text, mac FROM unsaved_text WHERE key = ?", (key,))
        if found is None:
            return None
        kept_at, text, mac = found
        if not same(self._hashes.of_values(["unsaved_text", key, kept_at, text]), mac):
            raise DatabaseDamaged(where="data", table="unsaved_text", reason="keyed_hash")
        return str(text)

    def unsaved_keys(self) -> tuple[str, ...]:
        return tuple(str(row[0]) for row in self._db.rows("SELECT key FROM unsaved_text ORDER BY kept_at DESC, key"))

    def typing_digest(self, *, without: str) -> bytes:
        """Return 16 bytes that change with any text being typed, but for those whose keys begin with ``without``."""
        state = hashlib.blake2b(digest_size=16)
        for key, mac in self._db.rows("SELECT key, mac FROM unsaved_text ORDER BY key"):
            if not key.startswith(without):
                state.update(len(key.encode()).to_bytes(8, "big") + key.encode() + mac)
        return state.digest()

    def forget_unsaved(self, key: str) -> None:
        self._db.run("DELETE FROM unsaved_text WHERE key = ?", (key,))

    def damaged(self) -> list[DatabaseDamaged]:
        """Read every earlier text and every text being typed."""
        found: list[DatabaseDamaged] = []
        reads: list[Callable[[], object]] = [partial(self.unsaved, key) for key in self.unsaved_keys()]
        notes = self._db.rows("SELECT DISTINCT note_row FROM note_revision")
        reads += [partial(self.revisions, int(row)) for (row,) in notes]
        for read in reads:
            try:
                read()
            except DatabaseDamaged as error:
                found.append(error)
        return found
