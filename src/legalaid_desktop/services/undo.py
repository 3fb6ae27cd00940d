"""The whole vault taken back to an earlier place of its journal, within the last hour, and forth again.

Going back is a change like any other: it is journalled, and can itself be undone. Not taken back are keys and their
ways in, receipts of backups, the journal, and text that is being typed. What was erased for good stays erased, and
nothing before it can be gone back to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.errors import DatabaseDamaged, NotFound, UndoNotPossible, VaultReadOnly
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.affected_cases import AffectedCases
from legalaid_desktop.storage.broken_references import Touched
from legalaid_desktop.storage.journal import JournalEntry
from legalaid_desktop.storage.undo_images import HeldChange

WINDOW = dt.timedelta(minutes=60)
"""How long what rows were before is kept."""
_SPARE = dt.timedelta(minutes=10)
"""Kept longer than promised, so that a list on the screen does not offer what is gone."""

STAYING = frozenset(
    {"header", "vault_key", "key_slot", "backup", "backup_receipt", "journal", "vault", "law_pack", "law_key"}
)
"""Kinds whose changes undo passes over: keys, ways in, backups, the journal itself, law packs."""


@dataclass(frozen=True)
class UndoStep:
    """One change as a person made it, newest first in lists.

    ``seq`` is its last entry in the journal; going back to ``back_to`` takes it back. ``action`` and ``kind`` are
    words of the journal (``journal.action.…``, ``journal.kind.…`` in ``journal.toml``); ``entries`` how many entries
    it made.
    """

    seq: int
    back_to: int
    at: dt.datetime
    action: str
    kind: str
    case: CaseRef | None
    record: str | None
    fields: tuple[str, ...]
    entries: int

    @property
    def stays(self) -> bool:
        """Whether going back passes over it: it is in the list, for it happened, and it remains."""
        return self.kind in STAYING

    @property
    def words(self) -> tuple[str, str]:
        """Ids of the words that name it."""
        return f"journal.action.{self.action}", f"journal.kind.{self.kind}"


@dataclass(frozen=True)
class UndoResult:
    """``changes`` were taken back in ``cases`` (references, as far as the cases are still there); going back to
    ``redo`` takes the undo back. ``stays`` changes of keys, ways in, backups and the journal were passed over."""

    changes: int
    cases: tuple[CaseRef, ...]
    redo: int
    stays: int = 0


class Undo:
    """Undo of one open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def last(self, minutes: int = 60) -> tuple[UndoStep, ...]:
        """Return the changes of the last minutes that can be taken back, newest first; the first takes only itself
        back, each further one also all before it in this list. Raises :class:`DatabaseDamaged`."""
        if self._vault.hashes.form == 1:
            return ()
        since = self._vault.journal.counted(self._vault.clock.now()) - minutes * 60
        changes = [change for change in self._vault.undo_images.changes() if change.counted >= since]
        if not changes or changes[0].last_seq != self._vault.journal.length:
            return ()
        return tuple(self._step(change, entry) for change, entry in self._with_entries(changes))

    def _with_entries(self, changes: Sequence[HeldChange]) -> list[tuple[HeldChange, JournalEntry]]:
        """Each change, newest first and without gaps, with its first entry. Raises :class:`DatabaseDamaged`."""
        newest = changes[0].last_seq - changes[-1].first_seq + 1
        entries = {entry.seq: entry for entry in self._vault.journal.entries(newest=newest)}
        if any(change.first_seq not in entries for change in changes):
            raise DatabaseDamaged(where="data", table="journal_entry", reason="lost_rows")  # cut from the journal
        return [(change, entries[change.first_seq]) for change in changes]

    def _step(self, change: HeldChange, entry: JournalEntry) -> UndoStep:
        return UndoStep(
            seq=change.last_seq,
            back_to=change.first_seq - 1,
            at=entry.at,
            action=entry.action,
            kind=entry.kind,
            case=self._ref(entry.case),
            record=entry.record,
            fields=entry.fields,
            entries=change.last_seq - change.first_seq + 1,
        )

    def undo_back_to(self, seq: int) -> UndoResult:
        """Make the vault what it was right after entry ``seq`` of the journal.

        Raises :class:`UndoNotPossible` (a place that is inside one change, too old, or never reached; ``stays``: behind
        it is nothing that can be taken back), :class:`DatabaseDamaged` (what is kept for undo cannot be read),
        :class:`VaultReadOnly`. Nothing changes then.
        """
        vault = self._vault
        if vault.db.read_only:
            raise VaultReadOnly()
        changes = self._taken_back(seq)
        stays = sum(entry.kind in STAYING for _, entry in self._with_entries(changes))
        if stays == len(changes):
            raise UndoNotPossible(reason="stays")
        images = vault.undo_images.since(seq)
        touched = AffectedCases(vault.db)

        def rows() -> Iterator[Touched]:
            yield from ((image.table.name, image.key[0]) for image in images)
            yield from (("case_file", row) for row in touched.cases)  # deadlines and search words were worked out
            yield from (("note", row) for row in touched.notes)

        with vault.change_without_references(rows) as now:
            touched.look_at(images)
            for row in touched.cases:
                vault.index.drop_case(row)
            for row in touched.notes:
                vault.index.drop("notes", row)
            vault.undo_images.put_back(images)
            touched.look_at(images)
            self._work_out_anew(touched)
            vault.journal.write("undone", "changes", now, record=str(seq))
            refs = tuple(self._refs(touched.cases))
        vault.seen.forget()
        return UndoResult(len(changes) - stays, refs, changes[0].last_seq, stays)

    back_to = undo_back_to

    def _taken_back(self, seq: int) -> list[HeldChange]:
        length = self._vault.journal.length
        if not 0 <= seq < length:
            raise UndoNotPossible(reason="later")
        held = self._vault.undo_images.changes()
        if not held or held[0].last_seq != length:
            raise UndoNotPossible(reason="too_old")
        found = [change for change in held if change.last_seq > seq]
        if found[-1].first_seq > seq + 1:
            raise UndoNotPossible(reason="too_old")
        if found[-1].first_seq <= seq:
            raise UndoNotPossible(reason="inside", before=found[-1].first_seq - 1, after=found[-1].last_seq)
        return found

    def _work_out_anew(self, touched: AffectedCases) -> None:
        """Search words and deadlines of what came back; list entries came back themselves."""
        vault = self._vault
        for row in sorted(touched.cases):
            if vault.db.row("SELECT 1 FROM case_file WHERE row = ?", (row,)) is None:
                vault.db.run("DELETE FROM deadline WHERE case_row = ?", (row,))
                continue
            try:
                if not vault.cases.is_removed(row):
                    vault.index.put_case(row)
                vault.compute_deadlines(row, vault.cases.load(row))
            except DatabaseDamaged as error:
                vault.seen(error)
        for placed in vault.cases.items.unfiled_notes():
            if placed.row in touched.notes:
                vault.index.put("notes", placed.row, placed.record, None)

    def _refs(self, rows: Iterable[int]) -> Iterable[CaseRef]:
        for row in sorted(rows):
            try:
                if not self._vault.cases.is_removed(row):
                    yield CaseRef(self._vault.cases.ref_of(row))
            except DatabaseDamaged:
                continue  # gone with the undo, or damaged before

    def _ref(self, uid: str | None) -> CaseRef | None:
        if uid is None:
            return None
        try:
            return CaseRef(self._vault.cases.ref_of(self._vault.cases.row_of(uid)))
        except (NotFound, DatabaseDamaged):
            return None

    def trim(self) -> int:
        """Drop what undo needs no more; return how many changes that were. Called at lock, at opening and every five
        minutes."""
        vault = self._vault
        keep = int((WINDOW + _SPARE).total_seconds())
        before = vault.journal.counted(vault.clock.now()) - keep
        if not vault.undo_images.any_before(before):
            return 0
        with vault.db.transaction():
            return vault.undo_images.forget_before(before)
