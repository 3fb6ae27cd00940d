"""The bin of cases and their records: what lies there, putting there and back, and erasing for good."""

from __future__ import annotations

from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.record_tables import CASE_FILE, CASE_PERSON, SECTIONS


class CaseBin:
    """What of the cases of one open database was put into the bin. Nothing here is journalled: services do that."""

    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen) -> None:
        self._db = db
        self._hashes = hashes
        self._seen = seen

    def set_removed(self, section: str, row: int, at: str | None) -> None:
        """Put a record into the bin (``at`` an ISO time) or take it out (``None``).

        Raises :class:`DatabaseDamaged` for a record that cannot be read.
        """
        table = {"case": CASE_FILE, "persons": CASE_PERSON}.get(section) or SECTIONS[section]
        for stored in table.of_rows(self._db, self._hashes, [row]):
            table.set_removed(self._db, self._hashes, stored, at)

    def all(self) -> list[tuple[str, int, int | None, str]]:
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

    def empty(self, before: str) -> int:
        """Erase what went to the bin before this ISO time; return how many records that were.

        A record whose mark of the bin does not match its hash is never erased.
        """
        erased = 0
        for table in (CASE_FILE, CASE_PERSON, *SECTIONS.values()):
            for stored in table.removed_before(self._db, self._hashes, before, self._seen):
                if table is CASE_FILE:
                    self._let_others_go(stored.row, before)
                erased += self._db.run(f'DELETE FROM "{table.name}" WHERE row = ?', (stored.row,))  # noqa: S608
        if erased:
            self._db.run("DELETE FROM person WHERE row NOT IN (SELECT person_row FROM case_person)")
        return erased

    def _let_others_go(self, row: int, before: str) -> None:
        """Another case that was only named in one that is erased goes on as a case of its own."""
        found = self._db.rows("SELECT row FROM case_file WHERE main_case = ?", (row,))
        for stored in CASE_FILE.of_rows(self._db, self._hashes, [int(line[0]) for line in found], damage=self._seen):
            if stored.removed_at is None or stored.removed_at >= before:
                CASE_FILE.move(self._db, self._hashes, stored, owner=None, position=0)
