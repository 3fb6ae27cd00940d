"""Rows of schema 1 under the keyed hashes of schema 2, inside the transaction of the migration.

A row whose old hash does not hold is left as it is: it stays damaged and is told of, never made good by a new hash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from legalaid_desktop.storage.case_list import CaseList
from legalaid_desktop.storage.case_records import CaseStore
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.drafts import DraftStore
from legalaid_desktop.storage.journal import Journal
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.office_records import CONSULTANT, OFFICE, WORK
from legalaid_desktop.storage.record_map import RecordTable
from legalaid_desktop.storage.record_tables import CASE_FILE, CASE_PERSON, PERSON, SECTIONS


@dataclass(frozen=True)
class Seals:
    """Makers of the keyed hashes of a vault: of its records and of its journal. ``journal`` is given the database."""

    records: Callable[[], KeyedHash]
    journal: Callable[[Database], Journal]


def record_tables() -> tuple[RecordTable, ...]:
    """Return every table of records, owners before what they own, nested ones included."""
    top = (OFFICE, CONSULTANT, CASE_FILE, PERSON, CASE_PERSON, *SECTIONS.values(), *WORK.values())
    found: list[RecordTable] = []

    def add(table: RecordTable) -> None:
        found.append(table)
        for child in table.child_tables:
            add(child)

    for table in top:
        add(table)
    return tuple(found)


def reseal_for_2(db: Database, seals: Seals, at: datetime) -> None:
    old, new = seals.records(), seals.records()
    old.form = 1
    DraftStore(db, new).reseal(DraftStore(db, old))  # first: a draft is read together with its case's own row
    for table in record_tables():
        if not db.has_table(table.name):  # it comes with a later schema
            continue
        for stored in table.all_rows_alone(db, old):
            table.reseal(db, new, stored)
    cases, entries = CaseStore(db, new), CaseList(db, new)
    for (row,) in db.rows("SELECT row FROM case_file"):
        cases.sections.seal(int(row))
        db.run(
            "UPDATE case_list_entry SET days = ("
            "SELECT coalesce(json_group_array(json_array(last_day, alarm_on)), '[]') FROM ("
            "SELECT last_day, alarm_on FROM deadline WHERE case_row = ?1 AND is_primary = 1 AND is_open = 1 "
            "ORDER BY coalesce(last_day, ''), coalesce(alarm_on, ''))) WHERE case_row = ?1",
            (row,),
        )
        entries.seal(int(row))
    if db.row("SELECT 1 FROM vault_state") is not None:
        seals.journal(db).seal(at)
