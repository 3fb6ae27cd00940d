"""What of an open vault cannot be read, in words that a page can show."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.errors import DatabaseDamaged, EvidenceDamaged, LegalAidError, NotFound
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.damage import DamagedRow, damaged_row

_KIND_OF_TABLE = {
    "case_file": "case",
    "case_person": "person",
    "case_list_entry": "list_entry",
    "case_section": "sections",
    "evidence_file": "evidence_file",
    "search_item": "search",
    "law_of_case": "law_pack",
    "library_document": "library",
    "library_page": "library",
    "library_chunk": "library",
    "library_words": "search",
    "library_quote": "quotation",
    "journal_entry": "journal",
    "country_information": "coi",
    "route": "route",
    "missed_period": "missed",
    "draft_entry": "draft",
    "draft_version": "draft_version",
    "draft_seen": "draft_version",
    "undo_image": "undo",
    "undo_change": "undo",
    "undo_chunk": "undo",
}


@dataclass(frozen=True)
class DamagedRecord:
    """``kind`` is case, person, event, note, evidence_file, draft, … (``damage.kind.…``); ``case`` its reference, as
    far as it is known; ``table`` and ``row`` for those who mend; ``reason`` a stable word."""

    kind: str
    case: CaseRef | None
    table: str
    row: int | None
    reason: str


Watch = Callable[[int, int], None]
"""Told how much of how much is done."""

_UNIT: Final = 16 * 1024
"""Bytes of evidence that take about as long to check as a record."""

_QUICK: Final = 4 * 1024 * 1024
"""Bytes of a vault that is read through in about a quarter of a second."""


class Damage:
    """What cannot be read of one open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    @property
    def is_quick(self) -> bool:
        """Whether :meth:`all` takes no longer than a person would notice."""
        return self._vault.db.path.stat().st_size <= _QUICK

    @property
    def log_left_out(self) -> bool:
        """Whether a write log lies beside the vault that is not its own, and was not read."""
        return self._vault.db.log_left_out

    def seen(self) -> tuple[DamagedRecord, ...]:
        """Return what reading came upon since the vault was opened."""
        return tuple(self._record(row) for row in self._vault.seen)

    def all(self, watch: Watch | None = None) -> tuple[DamagedRecord, ...]:
        """Read everything and return what cannot be read. Takes about as long as a copy of the vault.

        ``watch`` is told how much of how much was read (roughly: pieces of 16 KiB, and rows); what it raises stops
        the reading.
        """
        if watch is None:
            return self._all()
        db, total, done = self._vault.db, 0, 0
        # Where this cannot be counted, nobody knows how much there is. Each record is read twice: by itself, and with
        # what the index holds of it.
        with contextlib.suppress(DatabaseDamaged):
            total = 2 * sum(db.counts().values()) + self._vault.evidence_files.size_of_all() // _UNIT

        def step(rows: int, size: int) -> None:
            nonlocal done
            done += rows + size // _UNIT
            watch(min(done, max(0, total - 1)), total)

        with db.told(step):
            return self._all()

    def _all(self) -> tuple[DamagedRecord, ...]:
        found = {(row.table, row.row): row for row in map(damaged_row, damage_of(self._vault))}
        for table in sorted({row.table for row in found.values() if row.row is None}):
            # A page that cannot be read ended the walk through its table; case by case it is known what is on it.
            closer = [row for row in self._by_case() if row.table == table and row.row is not None]
            found.update({(row.table, row.row): row for row in closer})
            if closer:
                del found[table, None]
        return tuple(self._record(row) for row in found.values())

    def _by_case(self) -> tuple[DamagedRow, ...]:
        vault = self._vault
        before = tuple(vault.seen)
        found: dict[tuple[str, int | None], DamagedRow] = {}
        try:
            for case in vault.case_list.rows(vault.clock.today()):
                try:
                    self.of_case(case.ref)
                except NotFound:
                    continue
                found.update({(row.table, row.row): row for row in vault.seen})
            vault.cases.items.unfiled_notes()
            found.update({(row.table, row.row): row for row in vault.seen})
        except DatabaseDamaged as error:
            vault.seen(error)
        for row in before:
            vault.seen.add(row)
        return tuple(found.values())

    def of_case(self, ref: str) -> tuple[DamagedRecord, ...]:
        """Return what of one case cannot be read. Raises :class:`NotFound`."""
        vault = self._vault
        row = vault.cases.row_of(ref)
        vault.seen.forget()
        try:
            vault.cases.load(row)
            vault.drafts.of_case(row)
            vault.deadlines.marks(row)
            for placed in vault.cases.items.placed(row, "evidence"):
                try:
                    vault.evidence_files.of(placed.row)
                except EvidenceDamaged:
                    vault.seen(DatabaseDamaged(table="evidence_file", row=placed.row, owner=row, reason="keyed_hash"))
        except DatabaseDamaged as error:
            vault.seen(error)
        return self.seen()

    def line_of_case(self, ref: str, *, lang: str) -> str | None:
        """Return the line that the page of a case shows, or ``None`` when all of it can be read."""
        count = len(self.of_case(ref))
        return wording(lang).say("journal.damage_line", n=count) if count else None

    def _record(self, row: DamagedRow) -> DamagedRecord:
        return DamagedRecord(kind_of_table(row.table), self._ref(row), row.table, row.row, row.reason)

    def _ref(self, row: DamagedRow) -> CaseRef | None:
        if row.owner is None:
            return None
        try:
            return CaseRef(self._vault.cases.ref_of(row.owner))
        except DatabaseDamaged:
            return None


def kind_of_table(table: str) -> str:
    """Return the word for what a table holds."""
    return _KIND_OF_TABLE.get(table, table)


def damage_of(vault: OpenVault) -> Iterator[LegalAidError]:
    """Read every record, piece of evidence, draft, entry of lists and of the index; yield what does not hold."""
    yield from vault.cases.damaged()
    yield from vault.office.damaged()
    yield from vault.drafts.damaged()
    yield from vault.office_templates.damaged()
    yield from vault.own_words.damaged()
    yield from vault.law_packs.damaged()
    yield from vault.library.damaged()
    yield from vault.library_quotes.damaged()
    yield from vault.note_texts.damaged()
    yield from vault.case_list.damaged()
    for row in vault.evidence_files.rows():
        try:
            for _ in vault.evidence_files.pieces(row):
                pass
            vault.evidence_files.custody(row)
        except (EvidenceDamaged, DatabaseDamaged) as error:
            reason = str(error.facts.get("reason", "keyed_hash"))
            yield EvidenceDamaged(table="evidence_file", row=row, reason=reason, **_owner(vault, row))
    for row in vault.cases.every_row():
        yield from vault.deadlines.damaged_marks(row)
    if vault.hashes.form == 1:
        return
    yield from vault.undo_images.damaged()
    for row in vault.deadlines.differing(vault.case_list.all_days()):
        yield DatabaseDamaged(where="data", table="deadline", row=row, owner=row, reason="differs")
    yield from vault.index.differing()
    yield from vault.library_index.differing()


def _owner(vault: OpenVault, evidence_row: int) -> dict[str, int]:
    found = vault.db.row("SELECT case_row FROM evidence WHERE row = ?", (evidence_row,))
    return {} if found is None else {"owner": int(found[0])}
