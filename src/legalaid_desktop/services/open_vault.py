"""What the services of one open vault share: the database and its repositories, the clock, the journal.

One thread only. Every change goes through :meth:`OpenVault.change`, so that records, search words, list entries,
deadlines and the journal are one transaction.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.storage.case_list import CaseList
from legalaid_desktop.storage.case_records import CaseStore
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.deadline_rows import DeadlineStore
from legalaid_desktop.storage.drafts import DraftStore
from legalaid_desktop.storage.evidence_files import EvidenceFiles
from legalaid_desktop.storage.journal import Journal
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.note_texts import NoteTexts
from legalaid_desktop.storage.office_records import OfficeStore
from legalaid_desktop.storage.search_index import SearchIndex
from legalaid_desktop.vault.unlock import SubkeySource

Compute = Callable[[CaseRecord, Mapping[str, str]], Sequence[DeadlineRow]]
"""The deadlines of a case; the mapping says which a person called done or missed."""


class OpenVault:
    """The insides of an open vault; only services hold it."""

    def __init__(
        self,
        folder: Path,
        db: Database,
        clock: Clock,
        keys: SubkeySource,
        *,
        compute: Compute | None = None,
    ) -> None:
        self.folder = folder
        self.db = db
        self.clock = clock
        self.keys = keys
        self.hashes = record_hashes(keys)
        self.office = OfficeStore(db, self.hashes)
        self.cases = CaseStore(db, self.hashes)
        self.case_list = CaseList(db)
        self.index = SearchIndex(db, self.cases)
        self.evidence_files = EvidenceFiles(db, self.hashes)
        self.note_texts = NoteTexts(db, self.hashes)
        self.deadlines = DeadlineStore(db, self.hashes)
        self.drafts = DraftStore(db, self.hashes)
        with keys.subkey("journal") as journal_key:
            self.journal = Journal(db, journal_key, self.office.consultant_id())
        self._compute = compute

    @contextlib.contextmanager
    def change(self) -> Iterator[datetime]:
        """One change, all or nothing; gives the time that its journal entries carry."""
        with self.db.transaction():
            yield self.clock.now()

    def touched(self, case_row: int, at: datetime) -> CaseRecord:
        """Bring what is derived from a case up to date after a change, and return the case."""
        record = self.cases.load(case_row)
        self.case_list.refresh(case_row, record, at)
        self.compute_deadlines(case_row, record)
        return record

    def compute_deadlines(self, case_row: int, record: CaseRecord) -> None:
        if self._compute is not None:
            marks = {mark.deadline: mark.state for mark in self.deadlines.marks(case_row) if mark.state != "moved"}
            self.deadlines.put(case_row, self._compute(record, marks))


def record_hashes(keys: SubkeySource) -> KeyedHash:
    """The keyed hash of record rows; the same in a vault and in one restored from its backup."""
    with keys.subkey("record hashes") as key:
        return KeyedHash(key, purpose="records")


def changed_fields(before: Any, after: Any) -> tuple[str, ...]:
    """Names of the fields of a record that differ; all given ones for a new record."""
    names = [field.name for field in dataclasses.fields(after)]
    if before is None:
        return tuple(name for name in names if getattr(after, name) is not None)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
