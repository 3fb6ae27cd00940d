"""A case comes out of the database equal to what went in, and damage to a row is noticed on reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseInfo, CaseRecord
from legalaid_desktop.domain.facts import Decision, DecisionReason, Event
from legalaid_desktop.domain.ids import CaseRef, LocalId
from legalaid_desktop.domain.person import Person
from legalaid_desktop.errors import DatabaseDamaged, NotFound
from legalaid_desktop.storage.case_records import CaseStore, ref_key
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash
from legalaid_desktop.storage.migrations import migrate
from legalaid_desktop.storage.office_records import CONSULTANT, OFFICE, WORK
from legalaid_desktop.storage.record_map import RecordTable
from legalaid_desktop.storage.record_tables import CASE_FILE, CASE_PERSON, PERSON, SECTIONS
from legalaid_desktop.vault.secret import Secret
from tests.storage.case_strategy import cases

SAMPLES = sorted((Path(__file__).parents[2] / "resources" / "demo").glob("*.toml"))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database.create(tmp_path_factory.mktemp("vault") / "data", Secret(b"k" * 32))
    migrate(database, datetime(2026, 11, 24, tzinfo=UTC))
    yield database
    database.close()


@pytest.fixture(scope="module")
def store(db: Database) -> CaseStore:
    return CaseStore(db, KeyedHash(Secret(b"h" * 32), purpose="records"))


class Undone(Exception):
    """Takes back what an example wrote."""


def stored_and_loaded(db: Database, store: CaseStore, record: CaseRecord) -> CaseRecord:
    loaded: list[CaseRecord] = []
    with pytest.raises(Undone), db.transaction():
        row = next(iter(store.insert(record)))
        loaded.append(store.load(row))
        assert loaded[0].id == store.id_of(row)
        assert list(store.damaged()) == []
        raise Undone
    return dataclasses.replace(loaded[0], id=None)


@given(record=cases())
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_case_comes_back_equal(db: Database, store: CaseStore, record: CaseRecord) -> None:
    assert stored_and_loaded(db, store, record) == record


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_case_comes_back_equal(db: Database, store: CaseStore, path: Path) -> None:
    record = parse_case_file(path.read_text("utf-8"), path.name)
    assert stored_and_loaded(db, store, record) == record


def test_given_and_empty_differs_from_not_given(db: Database, store: CaseStore) -> None:
    empty = CaseRecord(
        info=CaseInfo(ref=CaseRef("A"), documents=()),
        persons=(Person(id=LocalId("p1"), languages=()), Person(id=LocalId("p2"))),
        events=(),
        other_cases=(),
        expect={},
    )
    assert stored_and_loaded(db, store, empty) == empty
    assert stored_and_loaded(db, store, CaseRecord(info=CaseInfo(ref=CaseRef("A")))).events is None


def all_tables() -> list[RecordTable]:
    found: list[RecordTable] = []

    def walk(table: RecordTable) -> None:
        found.append(table)
        for child in table.child_tables:
            walk(child)

    for table in (CASE_FILE, PERSON, CASE_PERSON, *SECTIONS.values(), OFFICE, CONSULTANT, *WORK.values()):
        walk(table)
    return found


@pytest.mark.parametrize("table", all_tables(), ids=lambda table: table.name)
def test_every_field_of_a_record_has_its_column(db: Database, table: RecordTable) -> None:
    columns = {row[1]: row[2] for row in db.rows(f'PRAGMA table_info("{table.name}")')}
    head = {"row", "position", "mac", *([table.owner] if table.owner else []), *(["removed_at"] if table.bin else [])}
    assert set(columns) == head | set(table.columns)
    for leaf in table.plan.leaves:
        for column, sql_type in leaf.columns:
            assert columns[column] == sql_type


def test_every_field_of_a_case_has_a_table() -> None:
    handled = {"info", "meta", "id", "stage", "opened_on", "persons", "other_cases", "expect", *SECTIONS}
    assert {field.name for field in dataclasses.fields(CaseRecord)} == handled


CASE = CaseRecord(
    info=CaseInfo(ref=CaseRef("Дело-Ё"), documents=()),
    persons=(Person(id=LocalId("p1"), languages=()),),
    events=(Event(id=LocalId("e1"), text="что было", evidence=(LocalId("x1"),)),),
    decisions=(Decision(id=LocalId("d1"), reasons=(DecisionReason(n=1, says="нет", facts=(LocalId("e1"),)),)),),
    expect={"never": ["x"]},
)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET text = 'чего не было'",
        "UPDATE event SET text = NULL",
        "UPDATE event SET position = 7",
        "UPDATE event_evidence SET value = 'x2'",
        "DELETE FROM event_evidence",
        "UPDATE decision_reason SET says = 'да'",
        "DELETE FROM decision_reason",
        "UPDATE person SET note = 'x'",
        "UPDATE case_person SET role = 'witness'",
        "UPDATE case_file SET region = 'minsk'",
        "UPDATE event SET mac = zeroblob(16)",
        "UPDATE expectation SET value = 'y' WHERE kind = 'text'",
        "DELETE FROM expectation WHERE kind = 'text'",
    ],
)
def test_a_changed_or_lost_value_is_noticed_on_reading(db: Database, store: CaseStore, damage: str) -> None:
    with pytest.raises(Undone), db.transaction():
        row = next(iter(store.insert(CASE)))
        assert db.run(damage) == 1
        with pytest.raises(DatabaseDamaged):
            store.load_whole(row)
        assert list(store.damaged()) != []
        raise Undone


def test_a_reference_is_compared_without_letter_case_and_composition(db: Database, store: CaseStore) -> None:
    with pytest.raises(Undone), db.transaction():
        row = next(iter(store.insert(CASE)))
        for given_ref in ("дело-ё", "ДЕЛО-Ё", " Дело-Е\u0308 ", store.id_of(row), store.id_of(row).upper()):
            assert store.row_of(given_ref) == row
        with pytest.raises(NotFound):
            store.row_of("дело-е")
        raise Undone


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_ref_key_is_settled(ref: str) -> None:
    assert ref_key(ref_key(ref)) == ref_key(ref)
