"""What the services of one open vault share: the database and its repositories, the clock, the journal.

One thread only. Every change goes through :meth:`OpenVault.change`, so that records, search words, list entries,
deadlines and the journal are one transaction.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.clock_facts import ClockFacts
from legalaid_desktop.domain.clock_marks import Marks
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.office_records import Proceeding
from legalaid_desktop.errors import DatabaseDamaged, VaultReadOnly
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.services.law_in_use import CLOSED, LawInUse
from legalaid_desktop.storage.broken_references import Touched
from legalaid_desktop.storage.case_list import CaseList
from legalaid_desktop.storage.case_records import CaseStore
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.deadline_rows import DeadlineStore, open_days
from legalaid_desktop.storage.drafts import DraftStore
from legalaid_desktop.storage.evidence_files import EvidenceFiles
from legalaid_desktop.storage.journal import Journal
from legalaid_desktop.storage.keyed_hash import NEWEST_FORM, KeyedHash
from legalaid_desktop.storage.law_packs import LawPackStore
from legalaid_desktop.storage.library import LibraryStore
from legalaid_desktop.storage.library_index import LibraryIndex
from legalaid_desktop.storage.library_quotes import LibraryQuotes
from legalaid_desktop.storage.migrations import version_of
from legalaid_desktop.storage.note_texts import NoteTexts
from legalaid_desktop.storage.office_records import OfficeStore
from legalaid_desktop.storage.office_templates import OfficeTemplateStore
from legalaid_desktop.storage.own_words import OwnWordStore
from legalaid_desktop.storage.reseal import Seals, record_tables
from legalaid_desktop.storage.search_index import SearchIndex
from legalaid_desktop.storage.undo_images import UndoImages
from legalaid_desktop.storage.vault_state import set_law_version
from legalaid_desktop.vault.unlock import SubkeySource

Compute = Callable[[ClockFacts, Marks, LawPack], Sequence[DeadlineRow]]
"""The clocks of a case by a law; the marks say which a person called done or missed, and the days that people set."""


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
        # A database of the first schema is only ever read: for a check, or where it cannot be brought up to date.
        self.hashes.form = NEWEST_FORM if version_of(db) > 1 else 1
        self.seen = DamageSeen()
        """What reading came upon and left out."""
        self.office = OfficeStore(db, self.hashes, self.seen)
        self.cases = CaseStore(db, self.hashes, self.seen)
        self.case_list = CaseList(db, self.hashes, self.seen)
        self.index = SearchIndex(db, self.cases)
        self.evidence_files = EvidenceFiles(db, self.hashes)
        self.note_texts = NoteTexts(db, self.hashes)
        self.deadlines = DeadlineStore(db, self.hashes, self.seen)
        self.drafts = DraftStore(db, self.hashes, self.seen)
        self.office_templates = OfficeTemplateStore(db, self.hashes, self.seen)
        self.own_words = OwnWordStore(db, self.hashes, self.seen)
        self.law_packs = LawPackStore(db, self.hashes, self.seen)
        self.law_in_use = LawInUse(self.law_packs)
        self.library = LibraryStore(db, self.hashes, self.seen)
        self.library_index = LibraryIndex(db, self.library)
        self.library_quotes = LibraryQuotes(db, self.hashes, self.seen)
        self.journal = journal_of(db, keys, self._who(), form=self.hashes.form)
        self.undo_images = UndoImages(db, self.hashes)
        self._watched = False
        self._compute = compute

    def _who(self) -> str:
        try:
            return self.office.consultant_id()
        except DatabaseDamaged as error:
            self.seen(error)
            return ""

    def forget_keys(self) -> None:
        """The vault is closed: whoever still holds it has no key of its records in memory."""
        self.hashes.forget()
        self.journal.forget_key()

    @contextlib.contextmanager
    def change(self, *, erasing: bool = False) -> Iterator[datetime]:
        """One change, all or nothing; gives the time that its journal entries carry.

        What rows were before is kept for undo, unless something is erased for good (``erasing``): then nothing older
        is kept either. Raises :class:`VaultReadOnly`.
        """
        if self.db.read_only:
            raise VaultReadOnly()
        if self.db.in_transaction:
            with self.db.transaction():
                yield self.clock.now()
            return
        self._watch()
        with self.db.transaction():
            yield from self._change(erasing)

    @contextlib.contextmanager
    def change_without_references(self, touched: Callable[[], Iterable[Touched]]) -> Iterator[datetime]:
        """As :meth:`change`, for putting rows back: the references of ``touched`` rows are checked at its end, not
        meanwhile."""
        self._watch()
        with self.db.transaction_without_references(touched):
            yield from self._change(erasing=False)

    def _watch(self) -> None:
        if not self._watched:
            self.undo_images.watch()
            self._watched = True

    def _change(self, erasing: bool) -> Iterator[datetime]:
        length = self.journal.length
        if not erasing:
            self.undo_images.begin(length)
        try:
            now = self.clock.now()
            yield now
            if not erasing:
                self.undo_images.finish(self.journal.length, self.journal.counted(now))
            elif self.journal.length > length:
                self.undo_images.forget_all()
        except BaseException:
            self.undo_images.give_up()
            raise

    def removal_times(self) -> list[str]:
        """ISO times at which what lies in the bin went there."""
        tables = ("draft", *(table.name for table in record_tables() if table.bin and self.db.has_table(table.name)))
        parts = " UNION ".join(f"SELECT removed_at FROM {name} WHERE removed_at IS NOT NULL" for name in tables)  # noqa: S608
        return [*(str(row[0]) for row in self.db.rows(parts)), *self.library.removal_times()]

    def touched(self, case_row: int, at: datetime) -> CaseRecord:
        """Bring what is derived from a case up to date after a change, and return the case."""
        record = self.cases.load(case_row)
        self.case_list.refresh(case_row, record, at)
        self.compute_deadlines(case_row, record)
        return record

    @property
    def law(self) -> LawPack:
        """What the clocks of open cases are counted by: the newest pack that was taken in, or the one that ships."""
        return self.law_in_use.law

    def law_of(self, case_row: int, record: CaseRecord) -> LawPack:
        """What the clocks of this case are counted by: of a closed one the law of its time."""
        if record.stage != CLOSED:
            return self.law
        return self.law_in_use.of_case(self.cases.id_of(case_row), record.stage)

    def compute_all_deadlines(self, watch: Callable[[int, int], None] | None = None) -> None:
        """Count the clocks of every case anew and note by which law. A case that cannot be read keeps the days it had,
        and is told of. ``watch`` is told how many cases are done of how many; what it raises ends the work."""
        places = self.cases.rows_with_clocks()
        for number, place in enumerate(places):
            if watch is not None and number % 50 == 0:
                watch(number, len(places))
            try:
                self.compute_deadlines(place, self.cases.load(place))
            except DatabaseDamaged as error:
                self.seen(error)
        set_law_version(self.db, self.law_in_use.mark())

    def compute_deadlines(self, case_row: int, record: CaseRecord) -> None:
        if self._compute is not None:
            facts = self.clock_facts([(case_row, record)])[case_row]
            rows = self._compute(facts, self.deadlines.said(case_row), self.law_of(case_row, record))
            self.deadlines.put(case_row, rows)
            self.case_list.set_days(case_row, open_days(rows))

    def clock_facts(self, cases: Sequence[tuple[int, CaseRecord]]) -> dict[int, ClockFacts]:
        """What the clocks of these cases are counted from: the records, and the office's work on them."""
        places = [row for row, _ in cases]
        proceedings = self.office.work_of(Proceeding, places)
        hearings = self.office.work_of(Hearing, places)
        filed = self.drafts.versions.filed_of(places)
        return {
            row: ClockFacts(case=record, proceedings=proceedings[row], hearings=hearings[row], filed=filed[row])
            for row, record in cases
        }


def record_hashes(keys: SubkeySource) -> KeyedHash:
    """The keyed hash of record rows; the same in a vault and in one restored from its backup."""
    with keys.subkey("record hashes") as key:
        return KeyedHash(key, purpose="records")


def journal_of(db: Database, keys: SubkeySource, who: str, *, form: int = NEWEST_FORM) -> Journal:
    with keys.subkey("journal") as key:
        return Journal(db, key, who, form=form)


def seals_of(keys: SubkeySource) -> Seals:
    """What a migration seals rows with that are there already."""
    return Seals(records=lambda: record_hashes(keys), journal=lambda db: journal_of(db, keys, ""))


def changed_fields(before: Any, after: Any) -> tuple[str, ...]:
    """Names of the fields of a record that differ; all given ones for a new record."""
    names = [field.name for field in dataclasses.fields(after)]
    if before is None:
        return tuple(name for name in names if getattr(after, name) is not None)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
