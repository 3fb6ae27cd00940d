"""Every landed version opens; a newer one is refused and not touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from legalaid_desktop.errors import DatabaseDamaged, VaultTooNew
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.migrations import MIGRATIONS, NEWEST, Migration, migrate, statements, version_of
from legalaid_desktop.vault.secret import Secret

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database.create(tmp_path / "data", Secret(b"k" * 32))
    yield database
    database.close()


def test_versions_count_up_from_one() -> None:
    assert [migration.version for migration in MIGRATIONS] == list(range(1, NEWEST + 1))


def test_a_new_database_gets_the_newest_version_once(db: Database) -> None:
    assert version_of(db) == 0
    assert migrate(db, NOW) == NEWEST
    assert version_of(db) == NEWEST
    assert migrate(db, NOW) == 0
    assert db.row("SELECT version, name, applied_at FROM migration") == (1, "first", NOW.isoformat())


def test_a_newer_schema_is_refused_and_left_alone(db: Database) -> None:
    migrate(db, NOW)
    db.run("INSERT INTO migration VALUES (?, 'later', ?)", (NEWEST + 1, NOW.isoformat()))
    before = db.counts()
    with pytest.raises(VaultTooNew) as raised:
        migrate(db, NOW)
    assert raised.value.facts == {"found": NEWEST + 1, "known": NEWEST}
    assert db.counts() == before


def test_a_step_that_fails_leaves_the_version_before_it(db: Database) -> None:
    migrate(db, NOW)
    later = (*MIGRATIONS, Migration(NEWEST + 1, "broken", ("CREATE TABLE later (x) ", "CREATE TABLE nonsense (")))
    with pytest.raises(sqlcipher.Error):
        migrate(db, NOW, known=later)
    assert version_of(db) == NEWEST
    assert "later" not in db.tables()
    good = (*MIGRATIONS, Migration(NEWEST + 1, "later", ("CREATE TABLE later (x TEXT) STRICT",)))
    assert migrate(db, NOW, known=good) == 1
    assert "later" in db.tables()


def test_tables_without_a_record_of_migrations_are_damage(db: Database) -> None:
    db.run("CREATE TABLE stray (x TEXT) STRICT")
    with pytest.raises(DatabaseDamaged):
        migrate(db, NOW)


def test_a_schema_is_split_at_line_ends() -> None:
    assert statements("-- no; statement;\nCREATE TABLE a (x TEXT); \n\n-- b\nCREATE TABLE b (\n  y TEXT\n);\n") == (
        "CREATE TABLE a (x TEXT)",
        "CREATE TABLE b (\n  y TEXT\n)",
    )
