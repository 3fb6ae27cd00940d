"""What the check of touched rows finds is what a check of the whole database finds, for every reference there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.broken_references import broken_reference
from legalaid_desktop.storage.database import Database
from tests.services.backup_bench import filled_vault

_NOBODY = 10**9


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("references")
    with filled_vault(folder / "v", folder) as briefcase:
        yield briefcase.vault.db


def references(db: Database) -> list[tuple[str, str, str]]:
    """Table, column and table referred to; only where rows are there to be hurt."""
    return [
        (table, str(line[3]), str(line[2]))
        for table in db.tables()
        for line in db.rows(f'PRAGMA foreign_key_list("{table}")')
        if db.row(f'SELECT 1 FROM "{table}" WHERE "{line[3]}" IS NOT NULL') is not None
    ]


def first_key(db: Database, table: str) -> str:
    return next(str(line[1]) for line in db.rows(f'PRAGMA table_info("{table}")') if line[5] == 1)


class TakenBack(Exception):
    pass


def hurt(
    db: Database, sql: str, values: tuple[Any, ...], touched: list[tuple[str, Any]]
) -> tuple[str | None, set[str]]:
    """What both checks find after a statement that is taken back again."""
    found: str | None = None
    whole: set[str] = set()
    with db.without_references(), pytest.raises(TakenBack), db.transaction():
        assert db.run(sql, values) >= 1
        found = broken_reference(db, touched)
        whole = {str(line[0]) for line in db.rows("PRAGMA foreign_key_check")}
        raise TakenBack
    return found, whole


def test_a_row_put_back_without_its_parent_is_found(db: Database) -> None:
    tried = references(db)
    assert len(tried) > 25
    for table, column, _ in tried:
        key = first_key(db, table)
        first = db.rows(f'SELECT "{key}" FROM "{table}" WHERE "{column}" IS NOT NULL')[0][0]
        sql = f'UPDATE "{table}" SET "{column}" = ? WHERE "{key}" = ?'
        found, whole = hurt(db, sql, (_NOBODY, first), [(table, _NOBODY if key == column else first)])
        assert found in whole and table in whole, (table, column)


def test_a_parent_taken_away_is_found(db: Database) -> None:
    for table, column, parent in references(db):
        row = db.rows(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')[0][0]
        found, whole = hurt(db, f'DELETE FROM "{parent}" WHERE "row" = ?', (row,), [(parent, row)])
        assert found in whole and table in whole, (table, column)


def test_whole_references_are_whole_and_rows_not_touched_are_not_looked_at(db: Database) -> None:
    every = [
        (table, row[0])
        for table in db.tables()
        for row in db.rows(f'SELECT "{first_key(db, table)}" FROM "{table}"')
        if db.row(f'PRAGMA foreign_key_list("{table}")') is not None
    ]
    assert db.row("PRAGMA foreign_key_check") is None and broken_reference(db, every) is None
    (event,) = db.rows("SELECT row FROM event LIMIT 1")[0]
    found, whole = hurt(
        db, "UPDATE event SET case_row = ? WHERE row = ?", (_NOBODY, event), [("event", event + 500_000)]
    )
    assert found is None and whole == {"event"}


def test_a_transaction_that_breaks_one_is_taken_back(db: Database) -> None:
    (event,) = db.rows("SELECT row FROM event LIMIT 1")[0]
    with (
        pytest.raises(DatabaseDamaged) as refused,
        db.transaction_without_references(lambda: [("event", event)]),
    ):
        db.run("UPDATE event SET case_row = ? WHERE row = ?", (_NOBODY, event))
    assert refused.value.facts["reason"] == "references" and refused.value.facts["table"] == "event"
    assert db.row("PRAGMA foreign_key_check") is None
