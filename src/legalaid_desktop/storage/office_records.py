"""Office, consultant, proceedings, tasks, referrals, outcomes, receipts of backups, and keys kept in the vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.office_records import Consultant, Office, Outcome, Proceeding, Referral, Task
from legalaid_desktop.errors import DatabaseDamaged, NotFound
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.record_layout import Stored
from legalaid_desktop.storage.record_map import Damage, RecordTable

OFFICE = RecordTable("office", Office, owner=None, lists={"languages": "office_language"})
CONSULTANT = RecordTable("consultant", Consultant, owner=None)
WORK: Mapping[type, RecordTable] = MappingProxyType(
    {
        Proceeding: RecordTable(
            "proceeding", Proceeding, owner="case_row", lists={"decisions": "proceeding_decision"}, bin=True
        ),
        Task: RecordTable("task", Task, owner="case_row", bin=True),
        Referral: RecordTable("referral", Referral, owner="case_row", bin=True),
        Outcome: RecordTable("outcome", Outcome, owner="case_row", bin=True),
        Hearing: RecordTable("hearing", Hearing, owner="case_row", bin=True),
    }
)
"""Records of the office's work on a case; a task may belong to no case. Hearings came with schema 4."""


@dataclass(frozen=True)
class BackupReceipt:
    """A backup that was made: what it was, for whom, and when it was last restored on trial."""

    created_at: datetime
    verified_at: datetime | None
    sha256: str
    bytes: int
    cases: int
    generation: int
    recipients: tuple[str, ...]
    anchor: str | None = None
    """The journal's anchor then; ``None`` in receipts of the first schema."""


class OfficeStore:
    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._hashes = hashes
        self.seen = seen if seen is not None else DamageSeen()

    # --- who we are

    def create(self) -> None:
        """Write the first rows of a new vault: an office without a name, a consultant with a random id."""
        OFFICE.insert(self._db, self._hashes, Office(), owner=None, position=0)
        CONSULTANT.insert(self._db, self._hashes, Consultant(id=new_id()), owner=None, position=0)

    def office(self) -> Office:
        office: Office = self._only(OFFICE).record
        return office

    def consultant(self) -> Consultant:
        consultant: Consultant = self._only(CONSULTANT).record
        return consultant

    def consultant_id(self) -> str:
        return self.consultant().id

    def set_office(self, office: Office) -> None:
        OFFICE.update(self._db, self._hashes, self._only(OFFICE), office)

    def set_consultant(self, consultant: Consultant) -> None:
        CONSULTANT.update(self._db, self._hashes, self._only(CONSULTANT), consultant)

    def _only(self, table: RecordTable) -> Stored:
        for stored in table.all_rows(self._db, self._hashes, batch=1):
            return stored
        raise DatabaseDamaged(where="data", table=table.name, reason="lost_rows")

    # --- work on cases

    def work(self, kind: type, case_row: int | None) -> tuple[Any, ...]:
        """Return the proceedings, tasks, referrals, outcomes or hearings of a case (``None``: tasks of no case)."""
        if not self._there(kind):
            return ()
        found = WORK[kind].of_owner(self._db, self._hashes, case_row, damage=self.seen)
        return tuple(stored.record for stored in found)

    def all_work(self, kind: type) -> list[tuple[int | None, Any]]:
        """Return the records of a kind over all cases with their case rows, without those in the bin."""
        if not self._there(kind):
            return []
        alive = {
            int(row[0])
            for row in self._db.rows(
                f"SELECT t.row FROM {WORK[kind].name} t LEFT JOIN case_file c ON c.row = t.case_row "  # noqa: S608
                "WHERE t.removed_at IS NULL AND c.removed_at IS NULL"
            )
        }
        return [
            (stored.owner, stored.record)
            for stored in WORK[kind].all_rows(self._db, self._hashes, damage=self.seen)
            if stored.row in alive
        ]

    def work_of(self, kind: type, case_rows: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """As :meth:`work`, of many cases at once."""
        found: dict[int, list[Any]] = {row: [] for row in case_rows}
        if self._there(kind):
            for stored in WORK[kind].of_owners(self._db, self._hashes, case_rows, damage=self.seen):
                if stored.owner is not None:
                    found[stored.owner].append(stored.record)
        return {row: tuple(records) for row, records in found.items()}

    def _there(self, kind: type) -> bool:
        """A database of a schema before the fourth, opened only to be read, has no hearings."""
        return kind is not Hearing or self._db.has_table(WORK[kind].name)

    def put_work(self, case_row: int | None, record: Any) -> Any | None:
        """Add a record, or write it over the one with its id; return the earlier one."""
        table = WORK[type(record)]
        stored = self._work_row(table, case_row, record.id)
        if stored is None:
            position = table.next_position(self._db, case_row)
            table.insert(self._db, self._hashes, record, owner=case_row, position=position)
            return None
        table.update(self._db, self._hashes, stored, record)
        return stored.record

    def drop_work(self, kind: type, case_row: int | None, record_id: str, at: str) -> None:
        """Raises :class:`NotFound`."""
        stored = self._work_row(WORK[kind], case_row, record_id)
        if stored is None:
            raise NotFound(kind=WORK[kind].name, what=record_id)
        WORK[kind].set_removed(self._db, self._hashes, stored, at)

    def work_ids(self, kind: type, case_row: int | None) -> set[str]:
        table = WORK[kind]
        return {str(row[0]) for row in self._db.rows(f"SELECT id FROM {table.name} WHERE case_row IS ?", (case_row,))}  # noqa: S608

    def _work_row(self, table: RecordTable, case_row: int | None, record_id: str) -> Stored | None:
        for stored in table.of_owner(self._db, self._hashes, case_row, damage=self.seen):
            if stored.record.id == record_id:
                return stored
        return None

    # --- backups and keys

    def add_receipt(self, receipt: BackupReceipt) -> int:
        row = self._db.insert(
            "INSERT INTO backup_receipt (created_at, verified_at, sha256, bytes, cases, generation, anchor, mac) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*_receipt_values(receipt), self._receipt_mac(_receipt_values(receipt), receipt.recipients)),
        )
        self._db.many(
            "INSERT INTO backup_recipient (owner, position, value) VALUES (?, ?, ?)",
            [(row, position, recipient) for position, recipient in enumerate(receipt.recipients)],
        )
        return row

    def receipts(self) -> tuple[BackupReceipt, ...]:
        """Return the receipts that can be read, newest first; ``seen`` tells of the others."""
        return self._receipts(self.seen)

    def _receipts(self, damage: Damage) -> tuple[BackupReceipt, ...]:
        found: list[BackupReceipt] = []
        anchor_column = "anchor" if self._hashes.form > 1 else "NULL"
        for row, *values, mac in self._db.rows(
            f"SELECT row, created_at, verified_at, sha256, bytes, cases, generation, {anchor_column}, mac "  # noqa: S608
            "FROM backup_receipt ORDER BY row DESC"
        ):
            recipients = tuple(
                str(line[0])
                for line in self._db.rows(
                    "SELECT value FROM backup_recipient WHERE owner = ? ORDER BY position", (row,)
                )
            )
            try:
                expected = self._receipt_mac(values, recipients)
            except TypeError:  # a blob where text was written
                expected = b""
            if not same(expected, mac):
                damage(DatabaseDamaged(where="data", table="backup_receipt", row=row, reason="keyed_hash"))
                continue
            created_at, verified_at, sha256, size, cases, generation, anchor = values
            found.append(
                BackupReceipt(
                    created_at=datetime.fromisoformat(created_at),
                    verified_at=datetime.fromisoformat(verified_at) if verified_at else None,
                    sha256=sha256,
                    bytes=size,
                    cases=cases,
                    generation=generation,
                    recipients=recipients,
                    anchor=anchor,
                )
            )
        return tuple(found)

    def _receipt_mac(self, values: Sequence[Any], recipients: Sequence[str]) -> bytes:
        *told, anchor = values
        extra = [] if anchor is None else [anchor]  # receipts of the first schema have none
        return self._hashes.of_values(["backup_receipt", *told, list(recipients), *extra])

    def keep_secret(self, name: str, data: bytearray, *, public: str | None, at: datetime) -> None:
        """Keep the bytes of a key under a name, over an earlier one."""
        values = [name, bytes(data).hex(), public, at.isoformat()]
        self._db.run(
            "INSERT OR REPLACE INTO kept_secret (name, data, public, created_at, mac) VALUES (?, ?, ?, ?, ?)",
            (name, bytes(data), public, at.isoformat(), self._hashes.of_values(["kept_secret", *values])),
        )

    def kept_secrets(self, prefix: str) -> list[tuple[bytearray, str | None]]:
        """Return all whose names begin with ``prefix``, the newest first. Raises :class:`DatabaseDamaged`."""
        names = self._db.rows("SELECT name FROM kept_secret ORDER BY created_at DESC, name")
        return [found for (name,) in names if name.startswith(prefix) and (found := self.kept_secret(name)) is not None]

    def kept_secret(self, name: str) -> tuple[bytearray, str | None] | None:
        """Return the bytes and the public part. Raises :class:`DatabaseDamaged`."""
        found = self._db.row("SELECT data, public, created_at, mac FROM kept_secret WHERE name = ?", (name,))
        if found is None:
            return None
        data, public, created_at, mac = found
        if not same(self._hashes.of_values(["kept_secret", name, data.hex(), public, created_at]), mac):
            raise DatabaseDamaged(where="data", table="kept_secret", reason="keyed_hash")
        return bytearray(data), public

    def empty_bin(self, before: str) -> int:
        """Erase records that went to the bin before this ISO time; return how many."""
        return sum(
            self._db.run(f"DELETE FROM {table.name} WHERE row = ?", (stored.row,))  # noqa: S608
            for table in WORK.values()
            for stored in table.removed_before(self._db, self._hashes, before, self.seen)
        )

    def damaged(self) -> list[DatabaseDamaged]:
        """Read all rows of this module's tables, the bin included."""
        found: list[DatabaseDamaged] = []
        for table in (OFFICE, CONSULTANT, *(table for kind, table in WORK.items() if self._there(kind))):
            try:
                for _ in table.all_rows(self._db, self._hashes, damage=found.append):
                    pass
            except DatabaseDamaged as error:  # a page below it
                found.append(DatabaseDamaged(**{**error.facts, "table": table.name}))
        try:
            self._receipts(found.append)
            for (name,) in self._db.rows("SELECT name FROM kept_secret"):
                secret = self.kept_secret(str(name))
                if secret is not None:
                    secret[0][:] = bytes(len(secret[0]))
        except DatabaseDamaged as error:
            found.append(error)
        return found


def _receipt_values(receipt: BackupReceipt) -> list[Any]:
    return [
        receipt.created_at.isoformat(),
        receipt.verified_at.isoformat() if receipt.verified_at else None,
        receipt.sha256,
        receipt.bytes,
        receipt.cases,
        receipt.generation,
        receipt.anchor,
    ]
