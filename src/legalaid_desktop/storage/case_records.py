"""Cases found, and whole cases in and out of the database. Nothing here is journalled: services do that."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta, CaseRecord, OtherCase
from legalaid_desktop.domain.ids import CaseId
from legalaid_desktop.errors import DatabaseDamaged, NotFound
from legalaid_desktop.storage import expectations
from legalaid_desktop.storage.case_bin import CaseBin
from legalaid_desktop.storage.case_items import CaseItems, Placed
from legalaid_desktop.storage.case_sections import CaseSections
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.record_layout import Stored
from legalaid_desktop.storage.record_map import Damage
from legalaid_desktop.storage.record_tables import (
    CASE_FILE,
    CASE_PERSON,
    PERSON,
    SECTIONS,
    SINGLE,
    CaseFile,
)

OTHER_SECTIONS = ("persons", "events", "notes")
"""What an ``[[other_case]]`` may hold."""

FURTHER_SECTIONS = (
    *("decisions", "entries", "persons", "detentions", "extradition", "prior_statuses", "injuries", "assurances"),
)
"""What clocks beside those of the decisions begin with, and what tells how much harm is near."""

APPLYING = "ip.application"
"""The topic of cases whose clock runs before there is any decision."""


def ref_key(ref: str) -> str:
    """A reference as it is compared: without regard to letter case and to how its letters are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", ref.strip()).casefold())


class CaseStore:
    """The cases of one open database."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._hashes = hashes
        self.seen = seen if seen is not None else DamageSeen()
        """Records that could not be read so far; they are left out of what is returned."""
        self.sections = CaseSections(db, hashes, self.seen)
        self.items = CaseItems(db, hashes, self.sections, self.seen)
        self.bin = CaseBin(db, hashes, self.seen)

    # --- finding

    def row_of(self, ref: str) -> int:
        """Return the row of the case with this reference or internal id; :class:`NotFound` when there is none."""
        found = self._db.row("SELECT row FROM case_file WHERE ref_key = ? AND removed_at IS NULL", (ref_key(ref),))
        if found is None:
            found = self._db.row(
                "SELECT row FROM case_file WHERE uid = ? AND removed_at IS NULL", (ref.strip().lower(),)
            )
        if found is None:
            raise NotFound(kind="case", what=ref)
        return int(found[0])

    def has(self, ref: str) -> bool:
        return (
            self._db.row("SELECT 1 FROM case_file WHERE ref_key = ? AND removed_at IS NULL", (ref_key(ref),))
            is not None
        )

    def id_of(self, row: int) -> CaseId:
        return CaseId(str(self._db.one("SELECT uid FROM case_file WHERE row = ?", (row,))))

    def ref_of(self, row: int) -> str:
        """Return the reference by which people know the case. Raises :class:`DatabaseDamaged`."""
        file: CaseFile = self._file(row).record
        return str(file.info.ref)

    def is_removed(self, row: int) -> bool:
        """Whether the case lies in the bin. Raises :class:`DatabaseDamaged`."""
        return self._file(row).removed_at is not None

    def all_rows(self) -> list[int]:
        return [int(row[0]) for row in self._db.rows("SELECT row FROM case_file WHERE removed_at IS NULL ORDER BY row")]

    def every_row(self) -> list[int]:
        """Return the rows of all cases, those in the bin and those named in others included."""
        return [int(row[0]) for row in self._db.rows("SELECT row FROM case_file ORDER BY row")]

    def rows_with_clocks(self) -> list[int]:
        """Return the rows of cases in which a period may run: with a decision, an entry, a detention, an earlier
        status, a paper of a person, or stored deadlines."""
        return [
            int(row[0])
            for row in self._db.rows(
                "SELECT row FROM case_file c WHERE removed_at IS NULL AND (topic = ? "
                "OR EXISTS (SELECT 1 FROM decision WHERE case_row = c.row) "
                "OR EXISTS (SELECT 1 FROM entry WHERE case_row = c.row) "
                "OR EXISTS (SELECT 1 FROM detention WHERE case_row = c.row) "
                "OR EXISTS (SELECT 1 FROM prior_status WHERE case_row = c.row) "
                "OR EXISTS (SELECT 1 FROM person_paper p JOIN case_person m ON m.person_row = p.person_row "
                "WHERE m.case_row = c.row) "
                "OR EXISTS (SELECT 1 FROM deadline WHERE case_row = c.row)) ORDER BY row",
                (APPLYING,),
            )
        ]

    # --- a whole case

    def insert(self, record: CaseRecord) -> dict[int, list[Placed]]:
        """Write a case and the other cases named in it. Returns, case row by case row (the main one first), the
        records written. References must be free; the caller has looked."""
        file = CaseFile(
            info=record.info,
            meta=record.meta,
            stage=record.stage,
            opened_on=record.opened_on,
            restricted=None,
            allowed_roles=None,
        )
        row = self._insert_file(file, main=None, position=0, uid=record.id)
        placed: dict[int, list[Placed]] = {row: []}
        for section in ("persons", *SECTIONS):
            items = getattr(record, section)
            if items is not None:
                placed[row] += self.items.insert_section(row, section, (items,) if section in SINGLE else items)
        if record.expect is not None:
            self.sections.mark(row, "expect")
            expectations.insert(self._db, self._hashes, row, record.expect)
        if record.other_cases is not None:
            self.sections.mark(row, "other_cases")
            for position, other in enumerate(record.other_cases):
                placed |= self._insert_other(row, position, other)
        return placed

    def _insert_other(self, main: int, position: int, other: OtherCase) -> dict[int, list[Placed]]:
        file = CaseFile(
            info=CaseInfo(ref=other.ref, documents=other.documents),
            meta=CaseMeta(),
            stage=None,
            opened_on=None,
            restricted=other.restricted,
            allowed_roles=other.allowed_roles,
        )
        row = self._insert_file(file, main=main, position=position, uid=None)
        placed: list[Placed] = []
        for section in OTHER_SECTIONS:
            items = getattr(other, section)
            if items is not None:
                placed += self.items.insert_section(row, section, items)
        return {row: placed}

    def _insert_file(self, file: CaseFile, *, main: int | None, position: int, uid: str | None) -> int:
        return CASE_FILE.insert(
            self._db,
            self._hashes,
            file,
            owner=main,
            position=position,
            extra=(uid or new_id(), ref_key(file.info.ref)),
        )

    def load_whole(self, row: int) -> CaseRecord:
        """As :meth:`load`, but raise :class:`DatabaseDamaged` when any record of the case cannot be read: a paper is
        not written from a part of a case."""
        with self.seen.apart() as seen:
            record = self.load(row)
            for found in seen:
                raise DatabaseDamaged(
                    where="data", table=found.table, reason=found.reason, **({"row": found.row} if found.row else {})
                )
            return record

    def load(self, row: int) -> CaseRecord:
        """Return the case of this row without the records that cannot be read, which ``seen`` tells.

        Raises :class:`DatabaseDamaged` when the case's own row is damaged.
        """
        file, uid = self.file(row)
        sections = self.sections.of(row)
        values: dict[str, Any] = {}
        for section in sections & {"persons", *SECTIONS}:
            items = tuple(placed.record for placed in self.items.placed(row, section))
            if section not in SINGLE:
                values[section] = items
            elif items:
                values[section] = items[0]
        if "expect" in sections:
            try:
                values["expect"] = expectations.load(self._db, self._hashes, row)
            except DatabaseDamaged as error:
                self.seen(error)
        if "other_cases" in sections:
            values["other_cases"] = tuple(self._others(row))
        return _case_record(file, uid, values)

    def for_clocks(
        self, rows: Sequence[int], *, batch: int = 200, further: bool = False
    ) -> Iterator[tuple[int, CaseRecord]]:
        """Yield these cases with what periods are counted from and nothing else: the case's own row, its decisions
        and entries, and the people of one that is about applying for protection; with ``further`` also what starts
        other clocks and what orders them by harm. Many cases are read at once: notes and texts are most of a vault.
        Where anything cannot be read, each of its batch is read as :meth:`load` does.

        Raises :class:`DatabaseDamaged` when a case's own row is damaged.
        """
        for start in range(0, len(rows), batch):
            some = rows[start : start + batch]
            damaged: list[DatabaseDamaged] = []
            cases: dict[int, CaseRecord] = {}
            # A page under one of them, or an index: what is there for the others is found out one by one.
            with contextlib.suppress(DatabaseDamaged):
                cases = self._for_clocks(some, damaged.append, further)
            whole = not damaged and len(cases) == len(some)
            for row in some:
                yield row, cases[row] if whole else self.load(row)

    def _for_clocks(self, rows: Sequence[int], damage: Damage, further: bool) -> dict[int, CaseRecord]:
        files = {one.row: one for one in CASE_FILE.of_rows(self._db, self._hashes, rows, damage=damage)}
        sections = self.sections.of_many(rows)
        applying = [row for row, file in files.items() if file.record.info.topic == APPLYING]
        sought = {"decisions": rows, "entries": applying, "persons": applying}
        if further:
            sought = dict.fromkeys(FURTHER_SECTIONS, rows)
        values: dict[int, dict[str, Any]] = {row: {} for row in rows}
        for section, asked in sought.items():
            given = [row for row in asked if section in sections[row]]
            for row, items in self.items.of_cases(given, section, damage).items():
                if section not in SINGLE:
                    values[row][section] = tuple(items)
                elif items:
                    values[row][section] = items[0]
        return {row: _case_record(file.record, str(file.values[0]), values[row]) for row, file in files.items()}

    def _others(self, row: int) -> Iterator[OtherCase]:
        for other in self.sections.other_rows(row):
            try:
                yield self._other(other)
            except DatabaseDamaged as error:
                self.seen(error)

    def _other(self, row: int) -> OtherCase:
        file, _ = self.file(row)
        sections = self.sections.of(row)
        values = {
            section: tuple(placed.record for placed in self.items.placed(row, section))
            for section in OTHER_SECTIONS
            if section in sections
        }
        return OtherCase(
            ref=file.info.ref,
            restricted=file.restricted,
            allowed_roles=file.allowed_roles,
            documents=file.info.documents,
            **values,
        )

    def file(self, row: int) -> tuple[CaseFile, str]:
        """Return the case's own row and its internal id. Raises :class:`DatabaseDamaged`."""
        stored = self._file(row)
        file: CaseFile = stored.record
        return file, str(stored.values[0])

    def _file(self, row: int) -> Stored:
        found = CASE_FILE.of_rows(self._db, self._hashes, [row])
        if not found:
            raise DatabaseDamaged(where="data", table="case_file", reason="lost_rows")
        return found[0]

    def update_file(self, row: int, file: CaseFile) -> None:
        stored = self._file(row)
        CASE_FILE.update(self._db, self._hashes, stored, file, extra=(stored.values[0], ref_key(file.info.ref)))

    def damaged(self) -> Iterator[DatabaseDamaged]:
        """Read every record row of the vault and yield what does not match its hash."""
        found: list[DatabaseDamaged] = []
        for table in (CASE_FILE, PERSON, CASE_PERSON, *SECTIONS.values()):
            try:
                for _ in table.all_rows(self._db, self._hashes, damage=found.append):
                    pass
            except DatabaseDamaged as error:  # a page below it
                found.append(DatabaseDamaged(**{**error.facts, "table": table.name}))
            yield from found
            found.clear()
        yield from self.sections.damaged()


def _case_record(file: CaseFile, uid: str, sections: Mapping[str, Any]) -> CaseRecord:
    return CaseRecord(
        info=file.info,
        meta=file.meta,
        id=CaseId(uid),
        stage=file.stage,
        opened_on=file.opened_on,
        **sections,
    )
