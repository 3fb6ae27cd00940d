"""Which sections a case was given, those that are empty too, and the hash over their names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage import expectations
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same
from legalaid_desktop.storage.record_tables import CASE_PERSON, SECTIONS


class CaseSections:
    """The names of the sections of all cases. An empty section that was given is not one that was never given."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen) -> None:
        self._db = db
        self._hashes = hashes
        self._seen = seen

    def of(self, row: int) -> set[str]:
        """Return the names of the sections that a case was given. Where their hash does not hold, all are looked at:
        a lost name shall not hide what lies under it."""
        names = self._names(row)
        if self._hashes.form == 1:
            return names
        found = self._db.row("SELECT mac FROM case_section_seal WHERE case_row = ?", (row,))
        mac = None if found is None else found[0]
        if self._sealed(row, names, mac):
            return names
        self._seen(DatabaseDamaged(where="data", table="case_section", row=row, owner=row, reason="keyed_hash"))
        filled = {section for section in ("persons", *SECTIONS) if self._has_rows(row, section)}
        if self._db.row("SELECT 1 FROM expectation WHERE case_row = ?", (row,)):
            filled.add("expect")
        if self.other_rows(row):
            filled.add("other_cases")
        return filled

    def of_many(self, rows: Sequence[int]) -> dict[int, set[str]]:
        """As :meth:`of`, for many cases at once."""
        asked = (json.dumps(list(rows)),)
        names: dict[int, set[str]] = {row: set() for row in rows}
        for row, section in self._db.rows(
            "SELECT case_row, section FROM case_section WHERE case_row IN (SELECT value FROM json_each(?))", asked
        ):
            names[int(row)].add(str(section))
        if self._hashes.form == 1:
            return names
        seals = {
            int(row): mac
            for row, mac in self._db.rows(
                "SELECT case_row, mac FROM case_section_seal WHERE case_row IN (SELECT value FROM json_each(?))", asked
            )
        }
        return {
            row: given if self._sealed(row, given, seals.get(row)) else self.of(row) for row, given in names.items()
        }

    def _sealed(self, row: int, names: set[str], mac: bytes | None) -> bool:
        """Whether the names are those that were sealed; a case without any may have no seal."""
        return same(self._hashes.of_values(["case_section", row, sorted(names)]), mac) or (mac is None and not names)

    def _names(self, row: int) -> set[str]:
        return {str(found[0]) for found in self._db.rows("SELECT section FROM case_section WHERE case_row = ?", (row,))}

    def mark(self, row: int, section: str) -> None:
        """Note that a case has this section."""
        if self._db.run("INSERT OR IGNORE INTO case_section (case_row, section) VALUES (?, ?)", (row, section)):
            self.seal(row)

    def seal(self, row: int) -> None:
        """Write the keyed hash over the names of the sections that a case has."""
        mac = self._hashes.of_values(["case_section", row, sorted(self._names(row))])
        self._db.run(
            "INSERT INTO case_section_seal (case_row, mac) VALUES (?, ?) "
            "ON CONFLICT (case_row) DO UPDATE SET mac = excluded.mac",
            (row, mac),
        )

    def complete(self, row: int) -> bool:
        """Name every section under which a record lies, and seal the names: after a rescue. Return whether all is
        there: what is expected of a practice case is whole or is dropped."""
        for section in ("persons", *SECTIONS):
            if self._has_rows(row, section):
                self._db.run("INSERT OR IGNORE INTO case_section (case_row, section) VALUES (?, ?)", (row, section))
        if self.other_rows(row):
            self._db.run("INSERT OR IGNORE INTO case_section (case_row, section) VALUES (?, 'other_cases')", (row,))
        if self._db.row("SELECT 1 FROM expectation WHERE case_row = ?", (row,)):
            self._db.run("INSERT OR IGNORE INTO case_section (case_row, section) VALUES (?, 'expect')", (row,))
        whole = True
        try:
            if "expect" in self._names(row):
                expectations.load(self._db, self._hashes, row)
        except DatabaseDamaged:
            whole = False
            self._db.run("DELETE FROM expectation WHERE case_row = ?", (row,))
            self._db.run("DELETE FROM case_section WHERE case_row = ? AND section = 'expect'", (row,))
        self.seal(row)
        return whole

    def _has_rows(self, row: int, section: str) -> bool:
        table = CASE_PERSON if section == "persons" else SECTIONS[section]
        return self._db.row(f'SELECT 1 FROM "{table.name}" WHERE case_row = ?', (row,)) is not None  # noqa: S608

    def other_rows(self, row: int) -> list[int]:
        """Return the rows of the other cases that are named in a case."""
        return [
            int(found[0])
            for found in self._db.rows(
                "SELECT row FROM case_file WHERE main_case = ? AND removed_at IS NULL ORDER BY position", (row,)
            )
        ]

    def damaged(self) -> Iterator[DatabaseDamaged]:
        """Yield what does not match its hash: what is expected of a case, and the names of its sections."""
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
            names = self._names(int(row))
            if not same(self._hashes.of_values(["case_section", int(row), sorted(names)]), mac) and (
                names or mac is not None
            ):
                yield DatabaseDamaged(
                    where="data", table="case_section", row=int(row), owner=int(row), reason="keyed_hash"
                )
