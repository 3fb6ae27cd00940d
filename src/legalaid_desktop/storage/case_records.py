"""A whole case in and out of the database, and single records of it. Nothing here is journalled: services do that."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta, CaseRecord, OtherCase
from legalaid_desktop.domain.ids import CaseId, PersonId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.person import Person
from legalaid_desktop.errors import DatabaseDamaged, NotFound
from legalaid_desktop.storage import expectations
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.record_layout import Stored
from legalaid_desktop.storage.record_tables import (
    CASE_FILE,
    CASE_PERSON,
    MEMBERSHIP_FIELDS,
    PERSON,
    SECTIONS,
    SINGLE,
    CaseFile,
)

OTHER_SECTIONS = ("persons", "events", "notes")
"""What an ``[[other_case]]`` may hold."""


@dataclass(frozen=True)
class Placed:
    """Where a record of a case lies: its section (``events``), its row there, and the record."""

    section: str
    row: int
    position: int
    record: Any
    case_row: int | None = None
    """The case it hangs on, where it was read from the database; ``None`` for a note that stands in none."""
    removed: bool = False
    """It lies in the bin."""


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
        """Return the rows of cases in which a period may run: with a decision, an entry, or stored deadlines."""
        return [
            int(row[0])
            for row in self._db.rows(
                "SELECT row FROM case_file c WHERE removed_at IS NULL AND (topic = 'ip.application' "
                "OR EXISTS (SELECT 1 FROM decision WHERE case_row = c.row) "
                "OR EXISTS (SELECT 1 FROM entry WHERE case_row = c.row) "
                "OR EXISTS (SELECT 1 FROM deadline WHERE case_row = c.row)) ORDER BY row"
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
                placed[row] += self._insert_section(row, section, (items,) if section in SINGLE else items)
        if record.expect is not None:
            self._mark(row, "expect")
            expectations.insert(self._db, self._hashes, row, record.expect)
        if record.other_cases is not None:
            self._mark(row, "other_cases")
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
                placed += self._insert_section(row, section, items)
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

    def _insert_section(self, row: int, section: str, items: tuple[Any, ...]) -> list[Placed]:
        self._mark(row, section)
        return [
            Placed(section, self._insert_item(row, section, item, position), position, item)
            for position, item in enumerate(items)
        ]

    def _insert_item(self, row: int, section: str, item: Any, position: int) -> int:
        if section != "persons":
            return SECTIONS[section].insert(self._db, self._hashes, item, owner=row, position=position)
        person_row = PERSON.insert(self._db, self._hashes, item, owner=None, position=0, extra=(new_id(),))
        return self._insert_membership(row, item, position, person_row)

    def _insert_membership(self, row: int, person: Person, position: int, person_row: int) -> int:
        return CASE_PERSON.insert(self._db, self._hashes, person, owner=row, position=position, extra=(person_row,))

    def _mark(self, row: int, section: str) -> None:
        if self._db.run("INSERT OR IGNORE INTO case_section (case_row, section) VALUES (?, ?)", (row, section)):
            self.seal_sections(row)

    def seal_sections(self, row: int) -> None:
        """Write the keyed hash over the names of the sections that a case has."""
        mac = self._hashes.of_values(["case_section", row, sorted(self._section_names(row))])
        self._db.run(
            "INSERT INTO case_section_seal (case_row, mac) VALUES (?, ?) "
            "ON CONFLICT (case_row) DO UPDATE SET mac = excluded.mac",
            (row, mac),
        )

    def complete_sections(self, row: int) -> None:
        """Name every section under which a record lies, and seal the names: after a rescue."""
        for section in ("persons", *SECTIONS):
            if self._has_rows(row, section):
                self._db.run("INSERT OR IGNORE INTO case_section (case_row, section) VALUES (?, ?)", (row, section))
        if self.other_rows(row):
            self._db.run("INSERT OR IGNORE INTO case_section (case_row, section) VALUES (?, 'other_cases')", (row,))
        try:
            if "expect" in self._section_names(row):
                expectations.load(self._db, self._hashes, row)
        except DatabaseDamaged:
            self._db.run("DELETE FROM expectation WHERE case_row = ?", (row,))
            self._db.run("DELETE FROM case_section WHERE case_row = ? AND section = 'expect'", (row,))
        self.seal_sections(row)

    def load_whole(self, row: int) -> CaseRecord:
        """As :meth:`load`, but raise :class:`DatabaseDamaged` when any record of the case cannot be read: a paper is
        not written from a part of a case."""
        before = self.seen
        self.seen = DamageSeen()
        try:
            record = self.load(row)
            for found in self.seen:
                raise DatabaseDamaged(
                    where="data", table=found.table, reason=found.reason, **({"row": found.row} if found.row else {})
                )
            return record
        finally:
            for found in self.seen:
                before.add(found)
            self.seen = before

    def load(self, row: int) -> CaseRecord:
        """Return the case of this row without the records that cannot be read, which ``seen`` tells.

        Raises :class:`DatabaseDamaged` when the case's own row is damaged.
        """
        file, uid = self.file(row)
        sections = self.sections(row)
        values: dict[str, Any] = {}
        for section in sections & {"persons", *SECTIONS}:
            items = tuple(placed.record for placed in self.placed(row, section))
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
        return CaseRecord(
            info=file.info,
            meta=file.meta,
            id=CaseId(uid),
            stage=file.stage,
            opened_on=file.opened_on,
            **values,
        )

    def other_rows(self, row: int) -> list[int]:
        return [
            int(found[0])
            for found in self._db.rows(
                "SELECT row FROM case_file WHERE main_case = ? AND removed_at IS NULL ORDER BY position", (row,)
            )
        ]

    def _others(self, row: int) -> Iterator[OtherCase]:
        for other in self.other_rows(row):
            try:
                yield self._other(other)
            except DatabaseDamaged as error:
                self.seen(error)

    def _other(self, row: int) -> OtherCase:
        file, _ = self.file(row)
        sections = self.sections(row)
        values = {
            section: tuple(placed.record for placed in self.placed(row, section))
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

    def sections(self, row: int) -> set[str]:
        """Return the names of the sections that a case was given. Where their hash does not hold, all are looked at:
        a lost name shall not hide what lies under it."""
        names = self._section_names(row)
        if self._hashes.form == 1:
            return names
        found = self._db.row("SELECT mac FROM case_section_seal WHERE case_row = ?", (row,))
        mac = None if found is None else found[0]
        if same(self._hashes.of_values(["case_section", row, sorted(names)]), mac) or (found is None and not names):
            return names
        self.seen(DatabaseDamaged(where="data", table="case_section", row=row, owner=row, reason="keyed_hash"))
        filled = {section for section in ("persons", *SECTIONS) if self._has_rows(row, section)}
        if self._db.row("SELECT 1 FROM expectation WHERE case_row = ?", (row,)):
            filled.add("expect")
        if self.other_rows(row):
            filled.add("other_cases")
        return filled

    def _section_names(self, row: int) -> set[str]:
        return {str(found[0]) for found in self._db.rows("SELECT section FROM case_section WHERE case_row = ?", (row,))}

    def _has_rows(self, row: int, section: str) -> bool:
        table = CASE_PERSON if section == "persons" else SECTIONS[section]
        return self._db.row(f'SELECT 1 FROM "{table.name}" WHERE case_row = ?', (row,)) is not None  # noqa: S608

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

    # --- single records

    def placed(self, row: int, section: str) -> list[Placed]:
        """Return the records of one section with their places, without those in the bin."""
        if section == "persons":
            return self._persons(CASE_PERSON.of_owner(self._db, self._hashes, row, damage=self.seen))
        return [
            _placed(section, stored, stored.record)
            for stored in SECTIONS[section].of_owner(self._db, self._hashes, row, damage=self.seen)
        ]

    def at_rows(self, section: str, rows: list[int]) -> list[Placed]:
        """Return records by their rows, also those in the bin; those that cannot be read are left out."""
        if section == "persons":
            return self._persons(CASE_PERSON.of_rows(self._db, self._hashes, rows, damage=self.seen))
        return [
            _placed(section, stored, stored.record)
            for stored in SECTIONS[section].of_rows(self._db, self._hashes, rows, damage=self.seen)
        ]

    def at_row(self, section: str, row: int) -> Placed:
        """Return one record, also from the bin. Raises :class:`DatabaseDamaged`."""
        for placed in self.at_rows(section, [row]):
            return placed
        raise DatabaseDamaged(where="data", table=section, row=row, reason="keyed_hash")

    def _persons(self, memberships: list[Stored]) -> list[Placed]:
        person_rows = {stored.row: int(str(stored.values[0])) for stored in memberships}
        found = {
            stored.row: stored.record
            for stored in PERSON.of_rows(
                self._db, self._hashes, sorted(set(person_rows.values())), damage=lambda _: None
            )
        }
        placed: list[Placed] = []
        for stored in memberships:
            person_row = person_rows[stored.row]
            if person_row in found:
                person = Person(**stored.record, **found[person_row])
                placed.append(_placed("persons", stored, person))
            else:
                owner = {} if stored.owner is None else {"owner": stored.owner}
                self.seen(DatabaseDamaged(where="data", table="person", row=person_row, reason="keyed_hash", **owner))
        return placed

    def _person_row(self, membership: Stored) -> int:
        return int(str(membership.values[0]))

    def add(self, row: int, section: str, item: Any) -> Placed:
        """Append a record to a section."""
        table = CASE_PERSON if section == "persons" else SECTIONS[section]
        position = table.next_position(self._db, row)
        self._mark(row, section)
        return Placed(section, self._insert_item(row, section, item, position), position, item)

    def add_member(self, row: int, person_of: Placed, item: Person) -> Placed:
        """Let the person of another case's membership stand in this case, too; ``item`` gives id, role, relation."""
        (membership,) = CASE_PERSON.of_rows(self._db, self._hashes, [person_of.row])
        position = CASE_PERSON.next_position(self._db, row)
        self._mark(row, "persons")
        made = self._insert_membership(row, item, position, self._person_row(membership))
        return self.at_row("persons", made)

    def replace(self, placed: Placed, item: Any) -> Placed:
        """Write another record into the place of ``placed``."""
        if placed.section == "persons":
            (membership,) = CASE_PERSON.of_rows(self._db, self._hashes, [placed.row])
            person_row = self._person_row(membership)
            CASE_PERSON.update(self._db, self._hashes, membership, item, extra=(person_row,))
            (person,) = PERSON.of_rows(self._db, self._hashes, [person_row])
            PERSON.update(self._db, self._hashes, person, item, extra=(person.values[0],))
        else:
            table = SECTIONS[placed.section]
            (stored,) = table.of_rows(self._db, self._hashes, [placed.row])
            table.update(self._db, self._hashes, stored, item)
        return Placed(placed.section, placed.row, placed.position, item)

    def set_removed(self, section: str, row: int, at: str | None) -> None:
        """Raises :class:`DatabaseDamaged` for a record that cannot be read."""
        table = {"case": CASE_FILE, "persons": CASE_PERSON}.get(section) or SECTIONS[section]
        for stored in table.of_rows(self._db, self._hashes, [row]):
            table.set_removed(self._db, self._hashes, stored, at)

    def move_note(self, placed: Placed, row: int) -> Placed:
        """File a note that stands in no case under one."""
        table = SECTIONS["notes"]
        (stored,) = table.of_rows(self._db, self._hashes, [placed.row])
        position = table.next_position(self._db, row)
        table.move(self._db, self._hashes, stored, owner=row, position=position)
        self._mark(row, "notes")
        return Placed("notes", placed.row, position, placed.record)

    def unfiled_notes(self) -> list[Placed]:
        return [
            Placed("notes", stored.row, stored.position, stored.record)
            for stored in SECTIONS["notes"].of_owner(self._db, self._hashes, None, damage=self.seen)
        ]

    def add_unfiled_note(self, note: ConsultationNote) -> Placed:
        table = SECTIONS["notes"]
        position = table.next_position(self._db, None)
        row = table.insert(self._db, self._hashes, note, owner=None, position=position)
        return Placed("notes", row, position, note)

    def local_ids(self, row: int | None, section: str) -> set[str]:
        """Return the local ids of a section, those in the bin included: an id is never given twice."""
        table = CASE_PERSON if section == "persons" else SECTIONS[section]
        found = self._db.rows(f'SELECT id FROM "{table.name}" WHERE "{table.owner}" IS ?', (row,))  # noqa: S608
        return {str(line[0]) for line in found if line[0] is not None}

    def binned(self) -> list[tuple[str, int, int | None, str]]:
        """Return ``(section, row, case row, removed at)`` of everything in the bin, the newest first."""
        parts = ["SELECT 'case', row, row, removed_at FROM case_file WHERE removed_at IS NOT NULL"]
        for section, table in (("persons", CASE_PERSON), *SECTIONS.items()):
            parts.append(
                f"SELECT '{section}', row, case_row, removed_at FROM \"{table.name}\" "  # noqa: S608
                "WHERE removed_at IS NOT NULL"
            )
        return [
            (str(section), int(row), case_row, str(at))
            for section, row, case_row, at in self._db.rows(" UNION ALL ".join(parts) + " ORDER BY 4 DESC, 1, 2")
        ]

    def all_persons(self, *, batch: int = 500) -> Iterator[tuple[int, str, bool, Person]]:
        """Yield ``(case row, its reference, whether it is restricted, person)`` over all cases, read in batches."""
        after = 0
        while True:
            lines = self._db.rows(
                "SELECT m.row, c.row, c.ref, c.restricted FROM case_person m JOIN case_file c ON c.row = m.case_row "
                "WHERE m.row > ? AND m.removed_at IS NULL AND c.removed_at IS NULL ORDER BY m.row LIMIT ?",
                (after, batch),
            )
            if not lines:
                return
            after = int(lines[-1][0])
            persons = {
                placed.row: placed.record for placed in self.at_rows("persons", [int(line[0]) for line in lines])
            }
            for row, case_row, ref, restricted in lines:
                if int(row) in persons:
                    yield int(case_row), str(ref), bool(restricted), persons[int(row)]

    def memberships_of_same_person(self, membership_row: int) -> list[tuple[int, int]]:
        """Return ``(case row, membership row)`` of every case in which the person of this membership stands."""
        return [
            (int(case_row), int(row))
            for case_row, row in self._db.rows(
                "SELECT case_row, row FROM case_person WHERE removed_at IS NULL AND person_row = "
                "(SELECT person_row FROM case_person WHERE row = ?) ORDER BY case_row, row",
                (membership_row,),
            )
        ]

    def person_id(self, membership_row: int) -> PersonId:
        return PersonId(
            str(
                self._db.one(
                    "SELECT uid FROM person WHERE row = (SELECT person_row FROM case_person WHERE row = ?)",
                    (membership_row,),
                )
            )
        )

    # --- the bin and full checks

    def empty_bin(self, before: str) -> int:
        """Erase what went to the bin before this ISO time; return how many records that were.

        A record whose mark of the bin does not match its hash is never erased.
        """
        erased = 0
        for table in (CASE_FILE, CASE_PERSON, *SECTIONS.values()):
            for stored in table.removed_before(self._db, self._hashes, before, self.seen):
                if table is CASE_FILE:
                    self._let_others_go(stored.row, before)
                erased += self._db.run(f'DELETE FROM "{table.name}" WHERE row = ?', (stored.row,))  # noqa: S608
        if erased:
            self._db.run("DELETE FROM person WHERE row NOT IN (SELECT person_row FROM case_person)")
        return erased

    def _let_others_go(self, row: int, before: str) -> None:
        """Another case that was only named in one that is erased goes on as a case of its own."""
        found = self._db.rows("SELECT row FROM case_file WHERE main_case = ?", (row,))
        for stored in CASE_FILE.of_rows(self._db, self._hashes, [int(line[0]) for line in found], damage=self.seen):
            if stored.removed_at is None or stored.removed_at >= before:
                CASE_FILE.move(self._db, self._hashes, stored, owner=None, position=0)

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
        for (row,) in self._db.rows("SELECT case_row FROM case_section WHERE section = 'expect'"):
            try:
                expectations.load(self._db, self._hashes, int(row))
            except DatabaseDamaged as error:
                yield error
        if self._hashes.form == 1:
            return
        for row, mac in self._db.rows(
            "SELECT c.row, s.mac FROM case_file c LEFT JOIN case_section_seal s ON s.case_row = c.row"
        ):
            names = self._section_names(int(row))
            if not same(self._hashes.of_values(["case_section", int(row), sorted(names)]), mac) and (
                names or mac is not None
            ):
                yield DatabaseDamaged(
                    where="data", table="case_section", row=int(row), owner=int(row), reason="keyed_hash"
                )


def _placed(section: str, stored: Stored, record: Any) -> Placed:
    return Placed(section, stored.row, stored.position, record, stored.owner, stored.removed_at is not None)


def membership_changed(before: Person, after: Person) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in MEMBERSHIP_FIELDS)
