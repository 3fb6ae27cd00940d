"""Single records of cases: read with their places, added, written over. Services journal what they do here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.person import Person
from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.case_sections import CaseSections
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.record_layout import Stored
from legalaid_desktop.storage.record_map import Damage
from legalaid_desktop.storage.record_tables import CASE_PERSON, PERSON, SECTIONS


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


class CaseItems:
    """The records in the sections of all cases, and the notes that stand in no case.

    A person is one record however many cases it stands in; each case has its membership, which is the record here.
    """

    def __init__(self, db: Database, hashes: KeyedHash, sections: CaseSections, seen: DamageSeen) -> None:
        self._db = db
        self._hashes = hashes
        self._sections = sections
        self._seen = seen

    # --- reading

    def placed(self, row: int, section: str) -> list[Placed]:
        """Return the records of one section with their places, without those in the bin."""
        if section == "persons":
            return self._persons(CASE_PERSON.of_owner(self._db, self._hashes, row, damage=self._seen))
        return [
            _placed(section, stored, stored.record)
            for stored in SECTIONS[section].of_owner(self._db, self._hashes, row, damage=self._seen)
        ]

    def of_cases(self, rows: Sequence[int], section: str, damage: Damage) -> dict[int, list[Any]]:
        """Return the records of one section of many cases, by case, in their order, without those in the bin."""
        if section == "persons":
            memberships = CASE_PERSON.of_owners(self._db, self._hashes, rows, damage=damage)
            placed = self._persons(memberships, damage)
        else:
            stored_rows = SECTIONS[section].of_owners(self._db, self._hashes, rows, damage=damage)
            placed = [_placed(section, stored, stored.record) for stored in stored_rows]
        found: dict[int, list[Any]] = {row: [] for row in rows}
        for one in placed:
            if one.case_row is not None:
                found[one.case_row].append(one.record)
        return found

    def at_rows(self, section: str, rows: list[int]) -> list[Placed]:
        """Return records by their rows, also those in the bin; those that cannot be read are left out."""
        if section == "persons":
            return self._persons(CASE_PERSON.of_rows(self._db, self._hashes, rows, damage=self._seen))
        return [
            _placed(section, stored, stored.record)
            for stored in SECTIONS[section].of_rows(self._db, self._hashes, rows, damage=self._seen)
        ]

    def at_row(self, section: str, row: int) -> Placed:
        """Return one record, also from the bin. Raises :class:`DatabaseDamaged`."""
        for placed in self.at_rows(section, [row]):
            return placed
        raise DatabaseDamaged(where="data", table=section, row=row, reason="keyed_hash")

    def _persons(self, memberships: list[Stored], damage: Damage | None = None) -> list[Placed]:
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
                error = DatabaseDamaged(where="data", table="person", row=person_row, reason="keyed_hash", **owner)
                (damage or self._seen)(error)
        return placed

    def unfiled_notes(self) -> list[Placed]:
        return [
            Placed("notes", stored.row, stored.position, stored.record)
            for stored in SECTIONS["notes"].of_owner(self._db, self._hashes, None, damage=self._seen)
        ]

    def local_ids(self, row: int | None, section: str) -> set[str]:
        """Return the local ids of a section, those in the bin included: an id is never given twice."""
        table = CASE_PERSON if section == "persons" else SECTIONS[section]
        found = self._db.rows(f'SELECT id FROM "{table.name}" WHERE "{table.owner}" IS ?', (row,))  # noqa: S608
        return {str(line[0]) for line in found if line[0] is not None}

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

    # --- writing

    def insert_section(self, row: int, section: str, items: tuple[Any, ...]) -> list[Placed]:
        """Write the records of a section that a case does not have yet."""
        self._sections.mark(row, section)
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

    def add(self, row: int, section: str, item: Any) -> Placed:
        """Append a record to a section."""
        table = CASE_PERSON if section == "persons" else SECTIONS[section]
        position = table.next_position(self._db, row)
        self._sections.mark(row, section)
        return Placed(section, self._insert_item(row, section, item, position), position, item)

    def add_member(self, row: int, person_of: Placed, item: Person) -> Placed:
        """Let the person of another case's membership stand in this case, too; ``item`` gives id, role, relation."""
        (membership,) = CASE_PERSON.of_rows(self._db, self._hashes, [person_of.row])
        position = CASE_PERSON.next_position(self._db, row)
        self._sections.mark(row, "persons")
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

    def move_note(self, placed: Placed, row: int) -> Placed:
        """File a note that stands in no case under one."""
        table = SECTIONS["notes"]
        (stored,) = table.of_rows(self._db, self._hashes, [placed.row])
        position = table.next_position(self._db, row)
        table.move(self._db, self._hashes, stored, owner=row, position=position)
        self._sections.mark(row, "notes")
        return Placed("notes", placed.row, position, placed.record)

    def add_unfiled_note(self, note: ConsultationNote) -> Placed:
        table = SECTIONS["notes"]
        position = table.next_position(self._db, None)
        row = table.insert(self._db, self._hashes, note, owner=None, position=position)
        return Placed("notes", row, position, note)

    def _person_row(self, membership: Stored) -> int:
        return int(str(membership.values[0]))


def _placed(section: str, stored: Stored, record: Any) -> Placed:
    return Placed(section, stored.row, stored.position, record, stored.owner, stored.removed_at is not None)
