"""Rescued rows in a new database: what is not whole goes from it again, and what lost its owner gets one.

Only the new database is changed. A record stays when its keyed hash holds; a record that lost some of the records
that hung on it stays without them; records of a case whose own row is lost are kept under a case made for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta
from legalaid_desktop.domain.facts import Evidence
from legalaid_desktop.domain.ids import CaseRef, LocalId
from legalaid_desktop.errors import DatabaseDamaged, EvidenceDamaged
from legalaid_desktop.storage.case_records import ref_key
from legalaid_desktop.storage.damage import DamagedRow, damaged_row
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.drafts import DraftStore
from legalaid_desktop.storage.evidence_files import EvidenceFiles
from legalaid_desktop.storage.keyed_hash import KeyedHash, same
from legalaid_desktop.storage.office_records import WORK
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.record_map import RecordTable
from legalaid_desktop.storage.record_tables import CASE_FILE, CASE_PERSON, PERSON, SECTIONS, CaseFile
from legalaid_desktop.storage.reseal import record_tables

Lost = Callable[[DamagedRow], None]


@dataclass(frozen=True)
class RescueNames:
    """What a case made for records without one is called, and a paper whose description is lost."""

    ref: str
    title: str
    paper: str


def drop_what_is_not_whole(db: Database, hashes: KeyedHash, lost: Lost) -> None:
    """Delete every row whose keyed hash does not hold."""
    for table in reversed(record_tables()):  # what hangs on a record before the record itself
        whole = {stored.row for stored in table.all_rows_alone(db, hashes)}
        owner = f'"{table.owner}"' if table.owner else "NULL"
        for row, owner_row in db.rows(f'SELECT row, {owner} FROM "{table.name}"'):  # noqa: S608
            if row not in whole:
                _delete(db, table.name, int(row))
                lost(DamagedRow(table.name, int(row), owner_row, "keyed_hash"))
        for items in table.list_tables:  # or a record made in its place would get them
            db.run(f'DELETE FROM "{items}" WHERE owner NOT IN (SELECT row FROM "{table.name}")')  # noqa: S608
    for name, key, columns in _SINGLE:
        if not db.has_table(name):
            continue  # of a later schema
        picked = ", ".join(columns)
        for row, *values, mac in db.rows(f"SELECT {key}, {picked}, mac FROM {name}"):  # noqa: S608
            if not same(_plain_mac(hashes, name, values), mac):
                db.run(f"DELETE FROM {name} WHERE {key} IS ?", (row,))  # noqa: S608
                lost(DamagedRow(name, row if isinstance(row, int) else None, None, "keyed_hash"))


_HISTORY = ("draft_version", "draft_seen")
"""What a draft can do without."""


def drop_drafts_not_whole(db: Database, hashes: KeyedHash, lost: Lost) -> None:
    """The same for drafts, once each has a case: a draft is read together with its case's own row."""
    drafts = DraftStore(db, hashes)
    for error in drafts.damaged():
        found = damaged_row(error)
        if found.table in _HISTORY:
            continue
        lost(DamagedRow("draft", found.row, found.owner, found.reason))
        if found.row is not None:
            _delete(db, "draft", found.row)
    for error in drafts.mend_versions():
        found = damaged_row(error)
        lost(DamagedRow("draft_version", found.row, found.owner, found.reason))


_SINGLE = (
    ("custody_entry", "row", ("evidence_row", "at", "who", "what")),
    ("note_revision", "row", ("note_row", "n", "until_at", "text")),
    ("unsaved_text", "key", ("key", "kept_at", "text")),
    ("deadline_mark", "case_row", ("case_row", "deadline_id", "state", "day", "reason", "at")),
    ("kept_secret", "name", ("name", "data", "public", "created_at")),
    (
        *("office_template", "row"),
        ("row", "code", "n", "kind", "language", "at", "by_role", "based_on", "in_use", "removed", "body"),
    ),
    ("own_word", "row", ("row", "language", "word", "at")),
    ("law_pack", "row", ("row", "pack", "version", "mark", "key", "state", "at", "body")),
    ("law_key", "row", ("row", "pack", "key", "state", "at")),
    ("law_of_case", "row", ("row", "case_id", "law_row", "at")),
    (
        *("library_document", "row"),
        (
            *("row", "id", "title", "publisher", "kind", "published", "language", "url", "retrieved_on", "risks"),
            *("risk_reason", "note", "format", "file_name", "sha256", "size", "chunks", "unit", "pages", "blank"),
            *("added_at", "removed_at"),
        ),
    ),
    ("library_quote", "row", ("row", "id", "case_row", "document", "n", "text", "at")),
)
"""Tables of single rows: what names a row, and the values that its hash covers."""


def _plain_mac(hashes: KeyedHash, name: str, values: list[object]) -> bytes:
    try:
        return hashes.of_values([name, *(value.hex() if isinstance(value, bytes) else value for value in values)])
    except TypeError:
        return b""


def give_owners(db: Database, hashes: KeyedHash, names: RescueNames, lost: Lost) -> int:
    """Make a case for records whose own is lost, and a description for papers without one; return how many cases."""
    made: dict[int, bool] = {}
    for table in (CASE_PERSON, *SECTIONS.values(), *_work()):
        for (row,) in db.rows(
            f"SELECT DISTINCT case_row FROM {table.name} WHERE case_row IS NOT NULL "  # noqa: S608
            "AND case_row NOT IN (SELECT row FROM case_file)"
        ):
            made.setdefault(int(row), True)
    for (row,) in db.rows("SELECT DISTINCT case_row FROM draft WHERE case_row NOT IN (SELECT row FROM case_file)"):
        made.setdefault(int(row), True)
    loose_papers = [
        int(row)
        for (row,) in db.rows(
            "SELECT evidence_row FROM evidence_file WHERE evidence_row NOT IN (SELECT row FROM evidence)"
        )
    ]
    loose_people = [
        int(row) for (row,) in db.rows("SELECT row FROM person WHERE row NOT IN (SELECT person_row FROM case_person)")
    ]
    shelter = None
    if loose_papers or loose_people:
        shelter = int(db.one("SELECT coalesce(max(row), 0) + 1 FROM case_file"))
        shelter = max([shelter, *(row + 1 for row in made)])
        made[shelter] = True
    for row in made:
        _make_case(db, hashes, row, names)
    for evidence_row in loose_papers if shelter is not None else ():
        record = Evidence(id=LocalId(f"x{evidence_row}"), title=names.paper)
        SECTIONS["evidence"].insert_at(db, hashes, record, row=evidence_row, owner=shelter, position=evidence_row)
    for person_row in loose_people if shelter is not None else ():
        _shelter_person(db, hashes, person_row, shelter)
    _drop_members_without_person(db, lost)
    _let_other_cases_stand(db, hashes)
    return len(made)


def _make_case(db: Database, hashes: KeyedHash, row: int, names: RescueNames) -> None:
    number = 1
    while db.row("SELECT 1 FROM case_file WHERE ref_key = ?", (ref_key(f"{names.ref}-{number}"),)) is not None:
        number += 1
    ref = CaseRef(f"{names.ref}-{number}")
    file = CaseFile(
        info=CaseInfo(ref=ref),
        meta=CaseMeta(title=names.title),
        stage="open",
        opened_on=None,
        restricted=None,
        allowed_roles=None,
    )
    CASE_FILE.insert_at(db, hashes, file, row=row, owner=None, position=0, extra=(new_id(), ref_key(ref)))


def _shelter_person(db: Database, hashes: KeyedHash, person_row: int, case_row: int | None) -> None:
    for stored in PERSON.of_rows(db, hashes, [person_row], damage=lambda _: None):
        member = _Member(LocalId(f"p{person_row}"))
        CASE_PERSON.insert(db, hashes, member, owner=case_row, position=stored.row, extra=(person_row,))


@dataclass(frozen=True)
class _Member:
    id: LocalId
    role: str | None = None
    relation: str | None = None
    feared_by_client: bool | None = None
    included: bool | None = None


def _drop_members_without_person(db: Database, lost: Lost) -> None:
    for row, case_row in db.rows(
        "SELECT row, case_row FROM case_person WHERE person_row NOT IN (SELECT row FROM person)"
    ):
        _delete(db, "case_person", int(row))
        lost(DamagedRow("case_person", int(row), int(case_row), "lost_rows"))


def _let_other_cases_stand(db: Database, hashes: KeyedHash) -> None:
    """A case that was named in a lost one goes on as a case of its own."""
    found = db.rows("SELECT row FROM case_file WHERE main_case NOT IN (SELECT row FROM case_file)")
    for stored in CASE_FILE.of_rows(db, hashes, [int(line[0]) for line in found]):
        CASE_FILE.move(db, hashes, stored, owner=None, position=0)


def recount(db: Database, hashes: KeyedHash, lost: Lost) -> None:
    """Let a record that lost some of the records that hung on it stand without them."""
    for table in record_tables():
        if table.child_tables:
            for stored in table.all_rows_alone(db, hashes):
                if table.recount(db, hashes, stored):
                    lost(DamagedRow(table.name, stored.row, stored.owner, "lost_rows"))


def drop_orphans(db: Database, lost: Lost) -> None:
    """Delete rows that point to what is not there, until none does."""
    while broken := db.rows("PRAGMA foreign_key_check"):
        for table, rowid, parent, _ in broken:
            if rowid is None:  # a table without row numbers: by what it points to
                column = next(line[3] for line in db.rows(f'PRAGMA foreign_key_list("{table}")') if line[2] == parent)
                db.run(f'DELETE FROM "{table}" WHERE "{column}" NOT IN (SELECT row FROM "{parent}")')  # noqa: S608
            else:
                _delete(db, str(table), int(rowid), "rowid")
                lost(DamagedRow(str(table), int(rowid), None, "lost_rows"))


def papers_not_whole(db: Database, hashes: KeyedHash) -> Iterator[int]:
    """Yield the evidence rows whose bytes are not complete, and delete those bytes."""
    files = EvidenceFiles(db, hashes)
    for row in files.rows():
        try:
            for _ in files.pieces(row):
                pass
        except (EvidenceDamaged, DatabaseDamaged):
            db.run("DELETE FROM evidence_file WHERE evidence_row = ?", (row,))
            yield row
    db.run("DELETE FROM evidence_chunk WHERE file_row NOT IN (SELECT row FROM evidence_file)")


def papers_of_unknown_origin(db: Database, hashes: KeyedHash) -> Iterator[int]:
    """Yield the evidence rows whose bytes are whole while the entry of how they came in is lost, and put one in its
    place: the day stands in the record of the bytes, the person is left empty."""
    files = EvidenceFiles(db, hashes)
    for row in files.rows():
        try:
            files.custody(row)
        except EvidenceDamaged:
            file = files.of(row)
            if file is not None:
                files.note_custody(row, "taken_in", at=file.added_at, who="")
                yield row


def _work() -> tuple[RecordTable, ...]:
    return tuple(WORK.values())


def _delete(db: Database, table: str, row: int, column: str = "row") -> None:
    db.run(f'DELETE FROM "{table}" WHERE {column} = ?', (row,))  # noqa: S608
