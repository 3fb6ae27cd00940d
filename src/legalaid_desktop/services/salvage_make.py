"""The new vault of a salvage: filled table by table or page by page, mended, gone on with, and read again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.domain.office_records import Consultant, Office
from legalaid_desktop.errors import DatabaseDamaged, DestinationNotWritable
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.deadlines import case_rows
from legalaid_desktop.services.open_vault import OpenVault, journal_of, record_hashes, seals_of
from legalaid_desktop.services.salvage_pages import PageSalvage
from legalaid_desktop.services.salvage_report import SalvageReport, kept_and_lost
from legalaid_desktop.services.vault_health import content_problems
from legalaid_desktop.storage.connection import SaltedKey
from legalaid_desktop.storage.damage import DamagedRow
from legalaid_desktop.storage.data_salt import key_that_reads, likely_salts
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.library_mend import mend_library
from legalaid_desktop.storage.log_check import log_is_there, log_of
from legalaid_desktop.storage.lone_pages import PAGE
from legalaid_desktop.storage.migrations import MIGRATIONS, NEWEST, migrate
from legalaid_desktop.storage.office_records import CONSULTANT, OFFICE, OfficeStore
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.rescue_mend import (
    RescueNames,
    drop_drafts_not_whole,
    drop_orphans,
    drop_what_is_not_whole,
    give_owners,
    papers_not_whole,
    papers_of_unknown_origin,
    recount,
)
from legalaid_desktop.storage.row_rescue import RowRescue, TableRescue
from legalaid_desktop.storage.vault_state import create_state
from legalaid_desktop.vault.header import DATA
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import VaultKeys

Watch = Callable[[int, int], None]
"""Told how much of how much is done (rows, roughly); what it raises stops the work, and nothing stays behind."""

_NOT_COPIED = frozenset(
    {
        *("vault_state", "migration", "log_mark", "journal_day", "case_section_seal"),
        *("undo_change", "undo_image", "undo_chunk", "search_item", "search_words", "deadline"),
        *("library_term", "library_words"),
    }
)


class Salvage:
    """``source`` is the damaged database, nothing where its table of contents is lost; ``data`` its file, ``old_key``
    and ``old_salt`` what opens it; ``folder`` that of the new vault with its header, ``keys`` its keys."""

    def __init__(
        self,
        source: Database | None,
        data: Path,
        old_key: Secret,
        old_salt: bytes,
        folder: Path,
        keys: VaultKeys,
        clock: Clock,
        watch: Watch,
        lang: str,
    ) -> None:
        self._source = source
        self._data = data
        self._old_key = old_key
        self._old_salt = old_salt
        self._folder = folder
        self._keys = keys
        self._clock = clock
        self._watch = watch
        self._lang = lang
        self._lost: dict[tuple[str, int | None], DamagedRow] = {}
        self._done = 0
        self._counts: dict[str, int] = {}
        self._total = max(data.stat().st_size // 400, 1)  # rows, by their usual size
        self._hashes = record_hashes(keys)
        self._lost_pages: set[int] = set()
        self._by_pages = False
        self._log_left_out = source is not None and source.log_left_out

    def run(self, into: Path) -> SalvageReport:
        with self._keys.subkey("database") as key:
            last_backup, made, refs = self._filled(key)
            self._prove(key)
        kept, lost = kept_and_lost(self._counts, self._lost.values(), self._lost_pages, refs)
        return SalvageReport(into, kept, lost, last_backup, made, self._by_pages, self._log_left_out)

    def _filled(self, key: Secret) -> tuple[datetime | None, int, dict[int, CaseRef]]:
        """Make the new database; return when the last backup was made, how many cases were, and their references."""
        with ExitStack() as stack:
            pages = stack.enter_context(self._page_by_page()) if self._source is None else None
            version = self._version() if pages is None else pages.version()
            db = Database.create(self._folder / DATA, SaltedKey(key, self._keys.data_salt))
            stack.callback(db.close)
            now = self._clock.now()
            migrate(db, now, known=[step for step in MIGRATIONS if step.version <= version])
            self._hashes.form = 1 if version == 1 else 2
            with db.without_references():
                whole = self._source is not None and self._copied(db, self._source)
                if not whole:
                    self._add_from_pages(db, pages or stack.enter_context(self._page_by_page()))
                refs = {int(row): CaseRef(str(ref)) for row, ref in db.rows("SELECT row, ref FROM case_file")}
                with db.transaction():
                    create_state(db, vault_id=self._keys.vault_id, generation=self._keys.generation, at=now)
                    made = self._mended(db)
            migrate(db, now, seals=seals_of(self._keys))
            return self._finish(db), made, refs

    def _mended(self, db: Database) -> int:
        """Let only whole records stand, each with its owner; return how many cases were made for that."""
        words = wording(self._lang)
        names = RescueNames(
            words.say("journal.salvage.ref"), words.say("journal.salvage.title"), words.say("journal.salvage.paper")
        )
        hashes = self._hashes
        drop_what_is_not_whole(db, hashes, self._note)
        if db.row("SELECT 1 FROM office") is None:
            OFFICE.insert(db, hashes, Office(), owner=None, position=0)
        if db.row("SELECT 1 FROM consultant") is None:
            CONSULTANT.insert(db, hashes, Consultant(id=new_id()), owner=None, position=0)
        recount(db, hashes, self._note)
        made = give_owners(db, hashes, names, self._note)
        drop_drafts_not_whole(db, hashes, self._note)
        for row in papers_not_whole(db, hashes):
            self._note(DamagedRow("evidence_file", row, _case_of_paper(db, row), "lost_rows"))
        for row in papers_of_unknown_origin(db, hashes):
            self._note(DamagedRow("custody_entry", row, _case_of_paper(db, row), "lost_rows"))
        mend_library(db, hashes, self._note)
        drop_orphans(db, self._note)
        return made

    def _version(self) -> int:
        """Return the schema that the rows of the open database were written in. Raises :class:`DatabaseDamaged`."""
        columns = self._columns(self._source, "case_list_entry") if self._source is not None else set()
        if not columns:
            raise DatabaseDamaged(where=DATA, reason="no_schema")
        return NEWEST if "mac" in columns else 1

    def _copied(self, db: Database, source: Database) -> bool:
        """Copy every table as far as it can be read; return whether all could be read to the end."""
        rescue = RowRescue(source, self._count)
        whole = True
        for table in db.tables():
            if table in _NOT_COPIED:
                continue
            columns = [name for name in rescue.columns(table) if name in self._columns(db, table)]
            if not columns:
                continue  # a table that the old file does not have
            told = TableRescue(table)
            marks = ", ".join("?" * len(columns))
            picked = ", ".join(f'"{name}"' for name in columns)
            batch: list[tuple[object, ...]] = []
            insert = f'INSERT OR REPLACE INTO "{table}" ({picked}) VALUES ({marks})'  # noqa: S608
            size = 8 if table in ("evidence_chunk", "library_chunk") else 1000
            for row in rescue.table(table, columns, told):
                batch.append(row)
                if len(batch) >= size:
                    self._write(db, insert, batch)
            self._write(db, insert, batch)
            owners = rescue.owners(table, told.lost) if told.lost else {}
            for number in told.lost:
                if "row" in columns or "seq" in columns:
                    self._note(DamagedRow(table, number, owners.get(number), "unreadable"))
            whole = whole and told.complete
        return whole

    def _page_by_page(self) -> PageSalvage:
        """Raises :class:`DatabaseDamaged` when not a page can be read."""
        log = None
        if log_is_there(self._data):
            self._log_left_out = self._source is None or self._source.log_left_out
            log = None if self._log_left_out else log_of(self._data)
        key = key_that_reads(self._data, self._old_key, self._old_salt)
        salts = (
            [key.salt]
            if isinstance(key, SaltedKey)
            else likely_salts(self._data, self._old_key, self._old_salt, self._folder / "salt")
        )
        return PageSalvage(self._data, self._folder, self._old_key, salts, self._hashes, self._count, log=log)

    def _add_from_pages(self, db: Database, pages: PageSalvage) -> None:
        self._by_pages = True
        pages.fill(db, self._note, self._found)
        self._lost_pages = set(pages.pages.damaged)
        there = pages.pages.count
        if self._source is not None:
            there = max(there, int(self._source.one("PRAGMA page_count")))
        else:
            there = max(there, pages.named_length() or 0)
            if self._data.stat().st_size > there * PAGE:
                there += 1  # cut in the middle of a page
        self._lost_pages |= set(range(pages.pages.count + 1, there + 1))

    def _found(self, table: str, key: object) -> None:
        if isinstance(key, int):
            known = self._lost.get((table, key))
            if known is not None and known.reason == "unreadable":
                del self._lost[table, key]

    @staticmethod
    def _columns(db: Database, table: str) -> set[str]:
        return {str(line[1]) for line in db.rows(f'PRAGMA table_info("{table}")')}

    @staticmethod
    def _write(db: Database, insert: str, batch: list[tuple[object, ...]]) -> None:
        if batch:
            with db.transaction():
                db.many(insert, batch)  # type: ignore[arg-type]
            batch.clear()

    def _count(self, rows: int) -> None:
        self._done += rows
        self._watch(min(self._done, self._total), self._total)

    def _note(self, found: DamagedRow) -> None:
        known = self._lost.get((found.table, found.row))
        if known is None or (known.owner is None and found.owner is not None):
            self._lost[found.table, found.row] = found

    def _finish(self, db: Database) -> datetime | None:
        """Work out anew what is derived, begin the journal again, and write the entry of this rescue."""
        clock = self._clock
        journal = journal_of(db, self._keys, "")
        with db.transaction():
            given_up = journal.go_on_from_rescued(clock.now())
            if given_up:
                self._note(DamagedRow("journal_entry", None, None, "lost_rows"))
        vault = OpenVault(
            self._folder,
            db,
            clock,
            self._keys,
            compute=lambda facts, marks, law: case_rows(facts, clock.today(), marks, law),
        )
        with vault.change() as at:
            for row in vault.cases.every_row():
                if not vault.cases.sections.complete(row):
                    self._note(DamagedRow("expectation", row, row, "lost_rows"))
                record = vault.cases.load(row)
                if not vault.case_list.is_whole(row):
                    vault.case_list.refresh(row, record, at)
                vault.compute_deadlines(row, record)
                if not vault.cases.is_removed(row):
                    vault.index.put_case(row)
            for placed in vault.cases.items.unfiled_notes():
                vault.index.put("notes", placed.row, placed.record, None)
            vault.library_index.build()
            vault.undo_images.forget_all()
            vault.journal.write("rescued", "vault", at)
        receipts = [one for one in OfficeStore(db, vault.hashes).receipts() if one.verified_at is not None]
        return receipts[0].created_at if receipts else None

    def _prove(self, key: Secret) -> None:
        """What was saved is read again from the disk, whole, before it counts."""
        path = self._folder / DATA
        if Database.problems_of(path, key):
            raise DestinationNotWritable(path=str(path))
        db = Database.open_to_read(path, key)
        try:
            if any(content_problems(self._folder, db, self._clock, self._keys)):
                raise DestinationNotWritable(path=str(path))
            self._counts = db.counts()
        finally:
            db.close()


def _case_of_paper(db: Database, row: int) -> int | None:
    owner = db.row("SELECT case_row FROM evidence WHERE row = ?", (row,))
    return None if owner is None else int(owner[0])
