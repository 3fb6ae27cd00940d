"""Which law an open vault counts by: the newest pack that was taken in, or the one that ships where that is newer.

A closed case keeps the law of its time. Nothing is noted when a case is closed; at the next change of the law every
closed case without a note is noted to belong to the law that was in use until then, whose texts stay in the vault. So
closing costs nothing, and a case that is opened again goes by the law in use like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_parsing import parse_law
from legalaid_desktop.domain.law_version import PackVersion, read_version
from legalaid_desktop.errors import DatabaseDamaged, FileNotUnderstood
from legalaid_desktop.services.law import SHIPPED, mark_of, shipped_files, shipped_law, shipped_law_mark
from legalaid_desktop.storage.law_packs import PACKS, KeptPack, LawPackStore, PackState

CLOSED = "closed"
"""The stage of a case that keeps the law of its time."""


def version_of_pack(text: str) -> PackVersion:
    """Raises :class:`ValueError` for what is no version; what is kept or ships has been looked at."""
    found = read_version(text)
    if found is None:
        raise ValueError(text)
    return found


class LawInUse:
    """The law of one open vault. What was read once is kept in memory until the law changes."""

    def __init__(self, store: LawPackStore) -> None:
        self._store = store
        self._packs: dict[int, LawPack | None] = {}
        self._law: LawPack | None = None
        self._of_cases: dict[str, int] | None = None

    def forget(self) -> None:
        """The law changed, or the database was taken back to an earlier state."""
        self._law = None
        self._of_cases = None
        self._packs.clear()

    def remember(self, row: int, law: LawPack) -> None:
        """What a kept version says, where it has just been read."""
        self._packs[row] = law

    @property
    def law(self) -> LawPack:
        """What the clocks of open cases are counted by."""
        if self._law is None:
            used = self.used()
            law = None if used is None else self.kept(used.row)
            if used is not None and law is None:
                self._store.seen(DatabaseDamaged(where="data", table=PACKS, row=used.row, reason="values"))
            self._law = law or shipped_law()
        return self._law

    def used(self) -> KeptPack | None:
        """The pack that was taken in and counts; ``None``: the one that ships does."""
        used = self._store.used(SHIPPED)
        if used is None:
            return None
        version = read_version(used.version)
        return used if version is not None and version > version_of_pack(shipped_law().version) else None

    def of_case(self, case_id: str, stage: str | None) -> LawPack:
        """What the clocks of one case are counted by: of a closed one the law of its time."""
        if stage != CLOSED:
            return self.law
        if self._of_cases is None:
            self._of_cases = self._store.law_rows()
        row = self._of_cases.get(case_id)
        return (None if row is None else self.kept(row)) or self.law

    def closed_anew(self, case_id: str) -> None:
        """The case is closed anew: it belongs to the law in use now, not to that of its first closing."""
        self._store.forget_law(case_id)
        self._of_cases = None

    def mark(self) -> str:
        """A mark that changes whenever the law in use does, or the law that ships."""
        used = self.used()
        return shipped_law_mark() + ("" if used is None else f"+{used.mark}")

    # --- changes

    def hold(self, closed: Iterable[str], at: datetime) -> None:
        """Before the law changes: note by which law these closed cases were counted so far, unless it is noted."""
        noted = self._store.law_rows()
        row = self._row_until_now()
        for case_id in closed:
            if row is not None and case_id not in noted:
                self._store.set_law(case_id, row, at)

    def keep_shipped(self, closed: Iterable[str], at: datetime) -> None:
        """The program ships another law than when the vault was last open: keep its texts for cases closed under it."""
        if not self._store.there():
            return
        mark = shipped_law_mark()
        known = next((one for one in self._store.packs() if one.state is PackState.SHIPPED), None)
        if known is not None and known.mark == mark:
            return
        if known is not None:
            self.hold(closed, at)
        files = shipped_files()
        self._store.add(SHIPPED, shipped_law().version, mark_of(files), "", PackState.SHIPPED, files, at)
        self._store.drop_unneeded()
        self.forget()

    def _row_until_now(self) -> int | None:
        """The kept texts by which cases were counted until now: the pack in use, or what shipped when it was noted."""
        shipped = next((one for one in self._store.packs() if one.state is PackState.SHIPPED), None)
        used = self._store.used(SHIPPED)
        if used is not None and (shipped is None or version_of_pack(used.version) > version_of_pack(shipped.version)):
            return used.row
        return None if shipped is None else shipped.row

    def kept(self, row: int) -> LawPack | None:
        """A kept version; ``None`` where it is damaged, which is told of, or not readable by this program."""
        if row not in self._packs:
            try:
                self._packs[row] = parse_law(self._store.files(row))
            except DatabaseDamaged as error:
                self._store.seen(error)
                self._packs[row] = None
            except FileNotUnderstood:
                self._packs[row] = None
        return self._packs[row]
