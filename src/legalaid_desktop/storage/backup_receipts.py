"""What was backed up when, and for whom: one receipt for each backup that was restored on trial and found whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same


@dataclass(frozen=True)
class StoredReceipt:
    """``sha256`` and ``bytes`` of the finished file; ``generation`` of the header at that time."""

    created_at: datetime
    verified_at: datetime | None
    sha256: str
    bytes: int
    cases: int
    generation: int
    recipients: tuple[str, ...]


def count_cases(db: Database) -> int:
    """Number of cases that are not in the bin."""
    return int(db.one("SELECT count(*) FROM case_file WHERE removed_at IS NULL"))


class BackupReceipts:
    """The receipts of one open database."""

    def __init__(self, db: Database, hashes: KeyedHash) -> None:
        self._db = db
        self._hashes = hashes

    def add(self, receipt: StoredReceipt) -> None:
        """Keep a receipt, inside the transaction that stands."""
        row = self._db.insert(
            "INSERT INTO backup_receipt (created_at, verified_at, sha256, bytes, cases, generation, mac) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                receipt.created_at.isoformat(),
                receipt.verified_at.isoformat() if receipt.verified_at else None,
                receipt.sha256,
                receipt.bytes,
                receipt.cases,
                receipt.generation,
                self._mac(receipt),
            ),
        )
        self._db.many(
            "INSERT INTO backup_recipient (owner, position, value) VALUES (?, ?, ?)",
            [(row, position, recipient) for position, recipient in enumerate(receipt.recipients)],
        )

    def newest(self) -> StoredReceipt | None:
        """Return the last receipt. Raises :class:`DatabaseDamaged` when it is not as it was written."""
        row = self._db.row(
            "SELECT row, created_at, verified_at, sha256, bytes, cases, generation, mac FROM backup_receipt "
            "ORDER BY row DESC LIMIT 1"
        )
        return None if row is None else self._checked(row)

    def all(self) -> tuple[StoredReceipt, ...]:
        """Return every receipt, oldest first; raises as :meth:`newest`."""
        rows = self._db.rows(
            "SELECT row, created_at, verified_at, sha256, bytes, cases, generation, mac FROM backup_receipt "
            "ORDER BY row"
        )
        return tuple(self._checked(row) for row in rows)

    def _checked(self, row: tuple[object, ...]) -> StoredReceipt:
        number, created_at, verified_at, sha256, size, cases, generation, mac = row
        recipients = self._db.rows(
            "SELECT value FROM backup_recipient WHERE owner = ? ORDER BY position", (int(str(number)),)
        )
        receipt = StoredReceipt(
            created_at=datetime.fromisoformat(str(created_at)),
            verified_at=datetime.fromisoformat(str(verified_at)) if verified_at else None,
            sha256=str(sha256),
            bytes=int(str(size)),
            cases=int(str(cases)),
            generation=int(str(generation)),
            recipients=tuple(str(value) for (value,) in recipients),
        )
        if not same(self._mac(receipt), mac):
            raise DatabaseDamaged(where=self._db.path.name, table="backup_receipt", reason="hash")
        return receipt

    def _mac(self, receipt: StoredReceipt) -> bytes:
        return self._hashes.of_values(
            [
                "backup_receipt",
                receipt.created_at.isoformat(),
                receipt.verified_at.isoformat() if receipt.verified_at else None,
                receipt.sha256,
                receipt.bytes,
                receipt.cases,
                receipt.generation,
                list(receipt.recipients),
            ]
        )
