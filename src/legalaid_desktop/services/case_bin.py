"""The bin: cases and their records taken out, put back, and erased for good after 30 days."""

from __future__ import annotations

import dataclasses
import datetime as dt

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.errors import CaseExists, DatabaseDamaged, NotFound
from legalaid_desktop.services.case_keys import label_of, record_at, section_of
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.search_index import KIND_OF_SECTION

BIN_DAYS = 30


@dataclasses.dataclass(frozen=True)
class Removed:
    """What :meth:`CaseBin.restore` needs to put a record back."""

    kind: str
    row: int
    case_row: int


@dataclasses.dataclass(frozen=True)
class BinEntry:
    """A record in the bin: its kind, the case it comes from, and when it went."""

    removed: Removed
    ref: CaseRef
    label: str
    removed_at: dt.datetime


class CaseBin:
    """The bin of one open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def remove(self, ref: str, item_kind: str, key: str | int) -> Removed:
        """Put a record of a case into the bin, or with kind ``case`` the case itself; 30 days long it can be put back.

        ``key`` is the record's id, or its place in the list. Raises :class:`NotFound`, :class:`WrongUse` (kind).
        """
        section = section_of(item_kind)
        with self._vault.change() as now:
            row = self._vault.cases.row_of(ref)
            if section == "case":
                target = row
                self._vault.index.drop_case(row)
            else:
                target = record_at(self._vault, row, section, key).row
                self._vault.index.drop(section, target)
            uid = self._vault.cases.id_of(row)
            self._vault.cases.bin.set_removed(section, target, now.isoformat())
            self._vault.journal.write("removed", item_kind, now, case=uid, record=str(key))
            if section != "case":
                self._vault.touched(row, now)
        return Removed(item_kind, target, row)

    def restore(self, removed: Removed) -> CaseRecord:
        """Put a record back where it was. Raises :class:`NotFound` when the bin does not hold it any more and
        :class:`CaseExists` when another case took the reference meanwhile."""
        section = section_of(removed.kind)
        with self._vault.change() as now:
            held = {(entry[0], entry[1]) for entry in self._vault.cases.bin.all()}
            if (section, removed.row) not in held:
                raise NotFound(kind=removed.kind, what=removed.row)
            if section == "case":
                ref = self._vault.cases.ref_of(removed.row)
                if self._vault.cases.has(ref):
                    raise CaseExists(what=ref)
                self._vault.cases.bin.set_removed(section, removed.row, None)
                self._vault.index.put_case(removed.row)
            else:
                self._vault.cases.bin.set_removed(section, removed.row, None)
                placed = self._vault.cases.items.at_row(section, removed.row)
                self._vault.index.put(section, placed.row, placed.record, removed.case_row)
            self._vault.journal.write(
                "restored", removed.kind, now, case=self._vault.cases.id_of(removed.case_row), record=str(removed.row)
            )
            return self._vault.touched(removed.case_row, now)

    def all(self) -> tuple[BinEntry, ...]:
        """Return what can be put back, the newest first."""
        entries: list[BinEntry] = []
        for section, row, case_row, at in self._vault.cases.bin.all():
            if case_row is None:
                continue
            try:
                if section == "case":
                    file, _ = self._vault.cases.file(row)
                    label = file.meta.title or file.info.ref
                else:
                    label = label_of(self._vault.cases.items.at_row(section, row).record)
                ref = CaseRef(self._vault.cases.ref_of(case_row))
                removed_at = dt.datetime.fromisoformat(at)
            except (DatabaseDamaged, ValueError):
                continue  # told of by the full check; it cannot be put back
            entries.append(BinEntry(Removed(KIND_OF_SECTION[section], row, case_row), ref, label, removed_at))
        return tuple(entries)

    def empty(self, *, older_than_days: int = BIN_DAYS) -> int:
        """Erase for good what went to the bin that many days ago or earlier; return how many records that were.

        Days count by the journal (``storage/journal_clock.py``), too: a computer with a wrong date erases nothing, and
        what went to the bin by a wrong date stays its thirty days.
        """
        before = self._limit(older_than_days)
        if before is None:
            return 0
        with self._vault.change(erasing=True) as now:
            erased = self._vault.cases.bin.empty(before)
            erased += self._vault.office.empty_bin(before) + self._vault.drafts.empty_bin(before)
            documents = self._vault.library.empty_bin(before)
            erased += documents
            if not erased:
                return 0
            self._vault.index.compact()
            if documents:
                self._vault.library_index.compact()
            self._vault.journal.write("erased", "bin", now, fields=(str(erased),))
        self._vault.db.checkpoint()
        return erased

    def _limit(self, days: int) -> str | None:
        """Return the ISO time before which things in the bin are erased; ``None`` when nothing lies there that long."""
        now = self._vault.clock.now()
        before = (now - dt.timedelta(days=days)).isoformat()
        limit = None
        for at in sorted({at for at in self._vault.removal_times() if at < before}):
            if days and self._vault.journal.days_since(at, now) < days:
                break  # its date was wrong; what went later by its own date waits with it
            limit = min(before, at + "~")  # just behind this very time
        return limit
