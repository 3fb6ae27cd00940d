"""The bytes of evidence: in pieces of at most 1 MiB inside the encrypted database, each under its keyed hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from legalaid_desktop.errors import EvidenceDamaged, NotFound
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same

CHUNK = 1024 * 1024
"""Bytes of one piece."""


@dataclass(frozen=True)
class EvidenceFile:
    row: int
    sha256: str
    size: int
    chunks: int
    added_at: datetime


@dataclass(frozen=True)
class CustodyEntry:
    """``what`` is taken_in or handed_out; ``who`` a consultant's id."""

    at: datetime
    who: str
    what: str


class EvidenceFiles:
    def __init__(self, db: Database, hashes: KeyedHash) -> None:
        self._db = db
        self._hashes = hashes

    def put(self, evidence_row: int, pieces: Iterable[bytes], *, at: datetime, who: str) -> EvidenceFile:
        """Store the bytes of one evidence record, replacing earlier ones. Only inside a transaction."""
        self._db.run("DELETE FROM evidence_file WHERE evidence_row = ?", (evidence_row,))
        row = self._db.insert(
            "INSERT INTO evidence_file (evidence_row, sha256, size, chunks, added_at, mac) "
            "VALUES (?, '', 0, 0, ?, x'')",
            (evidence_row, at.isoformat()),
        )
        digest, size, count = hashlib.sha256(), 0, 0
        for piece in _cut(pieces):
            self._db.run(
                "INSERT INTO evidence_chunk (file_row, n, data, mac) VALUES (?, ?, ?, ?)",
                (row, count, piece, self._hashes.of_bytes(["evidence_chunk", row, count], piece)),
            )
            digest.update(piece)
            size += len(piece)
            count += 1
        file = EvidenceFile(row, digest.hexdigest(), size, count, at)
        self._db.run(
            "UPDATE evidence_file SET sha256 = ?, size = ?, chunks = ?, mac = ? WHERE row = ?",
            (file.sha256, size, count, self._mac(evidence_row, file), row),
        )
        self.note_custody(evidence_row, "taken_in", at=at, who=who)
        return file

    def of(self, evidence_row: int) -> EvidenceFile | None:
        """Return what is known of the bytes; ``None`` when none were taken in. Raises :class:`EvidenceDamaged`."""
        found = self._db.row(
            "SELECT row, sha256, size, chunks, added_at, mac FROM evidence_file WHERE evidence_row = ?",
            (evidence_row,),
        )
        if found is None:
            if any(entry.what == "taken_in" for entry in self.custody(evidence_row)):
                raise EvidenceDamaged(row=evidence_row)  # bytes were taken in, and are not there
            return None
        try:
            file = EvidenceFile(found[0], found[1], found[2], found[3], datetime.fromisoformat(found[4]))
        except ValueError:
            raise EvidenceDamaged(row=evidence_row) from None
        if not same(self._mac(evidence_row, file), found[5]):
            raise EvidenceDamaged(row=evidence_row)
        return file

    def pieces(self, evidence_row: int) -> Iterator[bytes]:
        """Yield the bytes piece by piece, each checked before it is handed out.

        Raises :class:`NotFound` (no bytes were taken in) and :class:`EvidenceDamaged`; the SHA-256 of the whole is
        compared after the last piece.
        """
        file = self.of(evidence_row)
        if file is None:
            raise NotFound(kind="file", what="evidence")
        digest = hashlib.sha256()
        for n in range(file.chunks):
            found = self._db.row("SELECT data, mac FROM evidence_chunk WHERE file_row = ? AND n = ?", (file.row, n))
            if found is None or not isinstance(found[0], bytes):
                raise EvidenceDamaged(row=evidence_row)
            if not same(self._hashes.of_bytes(["evidence_chunk", file.row, n], found[0]), found[1]):
                raise EvidenceDamaged(row=evidence_row)
            digest.update(found[0])
            yield found[0]
        if digest.hexdigest() != file.sha256:
            raise EvidenceDamaged(row=evidence_row)

    def size_of_all(self) -> int:
        """Bytes of all evidence, as far as it was noted."""
        return int(self._db.one("SELECT coalesce(sum(size), 0) FROM evidence_file"))

    def rows(self) -> list[int]:
        """Rows of evidence records that have bytes."""
        return [int(row[0]) for row in self._db.rows("SELECT evidence_row FROM evidence_file ORDER BY evidence_row")]

    def note_custody(self, evidence_row: int, what: str, *, at: datetime, who: str) -> None:
        values = [evidence_row, at.isoformat(), who, what]
        self._db.run(
            "INSERT INTO custody_entry (evidence_row, at, who, what, mac) VALUES (?, ?, ?, ?, ?)",
            (evidence_row, at.isoformat(), who, what, self._hashes.of_values(["custody_entry", *values])),
        )

    def custody(self, evidence_row: int) -> tuple[CustodyEntry, ...]:
        """Return the chain of custody, oldest first. Raises :class:`EvidenceDamaged`, also when it does not tell how
        bytes that are there came in."""
        entries: list[CustodyEntry] = []
        for at, who, what, mac in self._db.rows(
            "SELECT at, who, what, mac FROM custody_entry WHERE evidence_row = ? ORDER BY at, row", (evidence_row,)
        ):
            if not same(self._hashes.of_values(["custody_entry", evidence_row, at, who, what]), mac):
                raise EvidenceDamaged(row=evidence_row)
            entries.append(CustodyEntry(datetime.fromisoformat(at), who, what))
        added = self._db.row("SELECT added_at FROM evidence_file WHERE evidence_row = ?", (evidence_row,))
        if added is not None and not any(
            entry.what == "taken_in" and entry.at.isoformat() == added[0] for entry in entries
        ):
            raise EvidenceDamaged(row=evidence_row)
        return tuple(entries)

    def _mac(self, evidence_row: int, file: EvidenceFile) -> bytes:
        values = [evidence_row, file.row, file.sha256, file.size, file.chunks, file.added_at.isoformat()]
        return self._hashes.of_values(["evidence_file", *values])


def _cut(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut what comes in pieces of any size into pieces of ``CHUNK`` bytes."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        while len(rest) >= CHUNK:
            yield bytes(rest[:CHUNK])
            del rest[:CHUNK]
    if rest:
        yield bytes(rest)
