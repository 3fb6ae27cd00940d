"""Law packs in and out of the database: versions that were taken in, keys of signers, the law of closed cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database, Row, Value
from legalaid_desktop.storage.draft_versions import packed, unpacked
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.row_check import RowCheck

PACKS: Final = "law_pack"
KEYS: Final = "law_key"
CASES: Final = "law_of_case"
_COLUMNS: Final[Mapping[str, str]] = {
    PACKS: "row, pack, version, mark, key, state, at, body",
    KEYS: "row, pack, key, state, at",
    CASES: "row, case_id, law_row, at",
}


class PackState(StrEnum):
    USED = "used"
    REPLACED = "replaced"
    UNDONE = "undone"
    SHIPPED = "shipped"
    KEPT = "kept"


@dataclass(frozen=True)
class KeptPack:
    """One row without its content. ``key`` is that of the signer in hexadecimal, empty for what came with a program."""

    row: int
    pack: str
    version: str
    mark: str
    key: str
    state: PackState
    at: dt.datetime


@dataclass(frozen=True)
class PinnedKey:
    """A key whose packs are taken, or were until another was put in its place."""

    pack: str
    key: str
    trusted: bool
    at: dt.datetime


class LawPackStore:
    """Rows of ``law_pack``, ``law_key`` and ``law_of_case``; a database of an earlier schema has none of them."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._rows = {table: RowCheck(hashes, table) for table in _COLUMNS}
        self.seen = seen if seen is not None else DamageSeen()

    def there(self) -> bool:
        """Whether the database is of a schema that keeps them."""
        return self._db.has_table(PACKS)

    def packs(self) -> tuple[KeptPack, ...]:
        """Every version that is kept, in the order in which they came; those that cannot be read are left out, and
        ``seen`` is told."""
        found: list[KeptPack] = []
        for line in self._whole(PACKS):
            try:
                state, at = PackState(str(line[5])), dt.datetime.fromisoformat(str(line[6]))
            except ValueError:
                self.seen(self._rows[PACKS].damaged(line))
                continue
            found.append(KeptPack(int(line[0]), str(line[1]), str(line[2]), str(line[3]), str(line[4]), state, at))
        return tuple(found)

    def used(self, pack: str) -> KeptPack | None:
        """The version that was taken in last and not taken back."""
        return next((one for one in self.packs() if one.pack == pack and one.state is PackState.USED), None)

    def files(self, row: int) -> dict[str, str]:
        """The texts of a version, by name. Raises :class:`DatabaseDamaged`."""
        line = next((one for one in self._lines(PACKS) if one[0] == row), None)
        if line is None:
            raise DatabaseDamaged(where="data", table=PACKS, row=row, reason="lost_rows")
        self._rows[PACKS].check(line)
        files = unpacked(str(line[7]), PACKS, row)
        if not all(isinstance(text, str) for text in files.values()):
            raise self._rows[PACKS].damaged(line)
        return files

    def add(
        self, pack: str, version: str, mark: str, key: str, state: PackState, files: Mapping[str, str], at: dt.datetime
    ) -> KeptPack:
        """Keep a version. What is ``USED`` so far becomes ``REPLACED``, what is ``SHIPPED`` becomes ``KEPT``."""
        if state is PackState.USED:
            self._pass_on(pack, PackState.USED, PackState.REPLACED)
        elif state is PackState.SHIPPED:
            self._pass_on(pack, PackState.SHIPPED, PackState.KEPT)
        row = self._insert(PACKS, [pack, version, mark, key, state.value, at.isoformat(), packed(files)])
        return KeptPack(row, pack, version, mark, key, state, at)

    def set_state(self, row: int, state: PackState) -> None:
        """Raises :class:`DatabaseDamaged`."""
        line = next((one for one in self._lines(PACKS) if one[0] == row), None)
        if line is None:
            raise DatabaseDamaged(where="data", table=PACKS, row=row, reason="lost_rows")
        self._rows[PACKS].check(line)
        values = [*line[:5], state.value, *line[6:8]]
        self._db.run(
            "UPDATE law_pack SET state = ?, mac = ? WHERE row = ?", (state.value, self._rows[PACKS].mac(values), row)
        )

    def drop_unneeded(self) -> None:
        """Forget earlier versions of the program's own pack by which no closed case is counted."""
        needed = {int(line[2]) for line in self._whole(CASES)}
        for one in self.packs():
            if one.state is PackState.KEPT and one.row not in needed:
                self._db.run("DELETE FROM law_pack WHERE row = ?", (one.row,))

    # --- keys

    def keys(self) -> tuple[PinnedKey, ...]:
        found: list[PinnedKey] = []
        for line in self._whole(KEYS):
            try:
                at = dt.datetime.fromisoformat(str(line[4]))
            except ValueError:
                self.seen(self._rows[KEYS].damaged(line))
                continue
            found.append(PinnedKey(str(line[1]), str(line[2]), line[3] == "trusted", at))
        return tuple(found)

    def trusted(self, pack: str) -> str | None:
        """The key whose packs are taken. A row of it that cannot be read is a fault, not the absence of a key: another
        signer would be taken for the first one. Raises :class:`DatabaseDamaged`."""
        found = None
        for line in self._lines(KEYS):
            self._rows[KEYS].check(line)
            if line[1] == pack and line[3] == "trusted":
                found = str(line[2])
        return found

    def trust(self, pack: str, key: str, at: dt.datetime) -> None:
        """Pin a key; the one pinned so far is a former one."""
        for line in self._whole(KEYS):
            if line[1] == pack and line[3] == "trusted":
                values = [*line[:3], "former", line[4]]
                self._db.run(
                    "UPDATE law_key SET state = 'former', mac = ? WHERE row = ?",
                    (self._rows[KEYS].mac(values), line[0]),
                )
        self._insert(KEYS, [pack, key, "trusted", at.isoformat()])

    # --- closed cases

    def closed_cases(self) -> tuple[str, ...]:
        """Ids of the cases that are closed now."""
        closed = self._db.rows("SELECT uid FROM case_file WHERE stage = 'closed' AND uid IS NOT NULL ORDER BY row")
        return tuple(str(line[0]) for line in closed)

    def law_rows(self) -> dict[str, int]:
        """Case id → the row of ``law_pack`` that the case is counted by."""
        return {str(line[1]): int(line[2]) for line in self._whole(CASES)}

    def set_law(self, case_id: str, law_row: int, at: dt.datetime) -> None:
        self.forget_law(case_id)
        self._insert(CASES, [case_id, law_row, at.isoformat()])

    def forget_law(self, case_id: str) -> None:
        """The case goes by the law in use again."""
        if self.there():
            self._db.run("DELETE FROM law_of_case WHERE case_id = ?", (case_id,))

    def damaged(self) -> list[DatabaseDamaged]:
        """Read every row."""
        found: list[DatabaseDamaged] = []
        for table in (PACKS, KEYS, CASES):
            for line in self._lines(table):
                try:
                    self._rows[table].check(line)
                except DatabaseDamaged as error:
                    found.append(error)
        return found

    # --- rows

    def _pass_on(self, pack: str, old: PackState, new: PackState) -> None:
        for one in self.packs():
            if one.pack == pack and one.state is old:
                self.set_state(one.row, new)

    def _insert(self, table: str, values: Sequence[Value]) -> int:
        row = int(self._db.one(f"SELECT coalesce(max(row), 0) + 1 FROM {table}"))  # noqa: S608
        whole: list[Value] = [row, *values]
        marks = ", ".join("?" * (len(whole) + 1))
        self._db.insert(
            f"INSERT INTO {table} ({_COLUMNS[table]}, mac) VALUES ({marks})",  # noqa: S608
            (*whole, self._rows[table].mac(whole)),
        )
        return row

    def _lines(self, table: str) -> list[Row]:
        if not self.there():
            return []
        return list(self._db.rows(f"SELECT {_COLUMNS[table]}, mac FROM {table} ORDER BY row"))  # noqa: S608

    def _whole(self, table: str) -> list[Row]:
        rows: list[Row] = []
        for line in self._lines(table):
            try:
                self._rows[table].check(line)
                rows.append(line)
            except DatabaseDamaged as error:
                self.seen(error)
        return rows
