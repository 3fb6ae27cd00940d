"""The journal for people: its lines, how long it is kept, and what to note of it outside of the vault."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.errors import DatabaseDamaged, DestinationNotWritable, DiskFull, NotFound, WrongUse
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.journal import Anchor, JournalEntry, JournalProblem

__all__ = ["KEEP_DAYS", "Anchor", "JournalLine", "JournalProblem", "JournalSettings", "JournalView"]

KEEP_DAYS: Mapping[str, int | None] = MappingProxyType({"days_90": 90, "year": 365, "all": None, "undo": 1})
"""How many days entries are kept, by the choice; ``undo`` is only what undo needs, rounded up to a day."""


@dataclass(frozen=True)
class JournalLine:
    """An entry with the reference of its case, as far as the case is still there."""

    seq: int
    at: dt.datetime
    who: str
    action: str
    kind: str
    case: CaseRef | None
    record: str | None
    fields: tuple[str, ...]


class JournalView:
    """What a journal page shows. One thread only."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def lines(
        self, *, case: str | None = None, newest: int | None = None, before: int | None = None
    ) -> tuple[JournalLine, ...]:
        """Return entries, newest first: of all, or of one case (by reference); ``before`` an entry's number.

        Raises :class:`NotFound` (case) and :class:`DatabaseDamaged` (an entry is not what was written).
        """
        uid = None if case is None else self._vault.cases.id_of(self._vault.cases.row_of(case))
        refs: dict[str, CaseRef | None] = {}
        return tuple(
            self._line(entry, refs) for entry in self._vault.journal.entries(case=uid, newest=newest, before=before)
        )

    def _line(self, entry: JournalEntry, refs: dict[str, CaseRef | None]) -> JournalLine:
        if entry.case is not None and entry.case not in refs:
            try:
                refs[entry.case] = CaseRef(self._vault.cases.ref_of(self._vault.cases.row_of(entry.case)))
            except (NotFound, DatabaseDamaged):
                refs[entry.case] = None  # in the bin, erased, or not readable
        ref = None if entry.case is None else refs[entry.case]
        return JournalLine(entry.seq, entry.at, entry.who, entry.action, entry.kind, ref, entry.record, entry.fields)

    def anchor(self) -> Anchor:
        """Return what a coordinator notes: ``str`` of it is short."""
        return self._vault.journal.anchor()

    def problems(self, against: Anchor | None = None) -> tuple[JournalProblem, ...]:
        """Walk the chain; against the last backup's anchor when none is given and one is kept."""
        return self._vault.journal.problems(against)


class JournalSettings:
    """How long entries are kept."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    @property
    def keep(self) -> str:
        """``days_90`` (unless chosen otherwise), ``year``, ``all`` or ``undo``."""
        keep = self._vault.journal.keep
        return keep if keep in KEEP_DAYS else "all"

    def set_keep(self, keep: str) -> None:
        """Choose, and remove what is older at once. Raises :class:`WrongUse`, :class:`VaultReadOnly`."""
        if keep not in KEEP_DAYS:
            raise WrongUse(what="keep")
        with self._vault.change() as now:
            if keep != self._vault.journal.keep:
                self._vault.journal.set_keep(keep)
                self._vault.journal.write("changed", "journal", now, fields=("keep",))
        self.remove_old()

    def note_time(self) -> None:
        """The vault was opened: count the days since it was last opened or written to, at most once a day. No entry,
        and nothing to undo; see ``storage/journal_clock.py``."""
        now = self._vault.clock.now()
        if not self._vault.journal.time_to_note(now):
            return
        # A disk that takes nothing must not keep anybody from reading: then entries stay longer.
        with contextlib.suppress(DestinationNotWritable, DiskFull), self._vault.db.transaction():
            self._vault.journal.note_time(now)

    def clock_jumped(self) -> bool:
        """Whether the computer's date lies so far from the last entry or opening that nothing is removed by age."""
        return self._vault.journal.clock_jumped(self._vault.clock.now())

    def remove_old(self) -> int:
        """Remove what is older than is kept; return how many entries. Nothing goes by a wrong date: see
        ``storage/journal_clock.py``."""
        days = KEEP_DAYS[self.keep]
        now = self._vault.clock.now()
        if days is None or self._vault.journal.counted(now) < days * 86_400:
            return 0
        with self._vault.db.transaction():
            return self._vault.journal.cut_before(days, now)
