"""The journal's chain: a change, a gap and a cut end show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from legalaid_desktop.domain.ids import VaultId
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.journal import Journal, JournalProblem
from legalaid_desktop.storage.migrations import migrate
from legalaid_desktop.storage.vault_state import create_state
from legalaid_desktop.vault.secret import Secret

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database.create(tmp_path / "data", Secret(b"k" * 32))
    migrate(database, NOW)
    create_state(database, vault_id=VaultId("0" * 32), generation=1, at=NOW)
    yield database
    database.close()


@pytest.fixture
def journal(db: Database) -> Journal:
    journal = Journal(db, Secret(b"j" * 32), "consultant")
    with db.transaction():
        for n in range(1, 6):
            assert journal.write("changed", "event", NOW, case="c", record=f"e{n}", fields=("text", "place")) == n
    return journal


def test_a_whole_chain_has_no_problem(journal: Journal) -> None:
    assert journal.problems() == ()
    newest = journal.entries(newest=1)[0]
    assert (newest.seq, newest.who, newest.record, newest.fields) == (5, "consultant", "e5", ("text", "place"))
    assert len(journal.entries(case="c")) == 5
    assert journal.entries(case="other") == ()


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("UPDATE journal_entry SET who = 'someone' WHERE seq = 3", JournalProblem("changed", 3)),
        ("UPDATE journal_entry SET fields = 'text' WHERE seq = 5", JournalProblem("changed", 5)),
        ("UPDATE journal_entry SET at = '2020-01-01' WHERE seq = 1", JournalProblem("changed", 1)),
        ("DELETE FROM journal_entry WHERE seq = 2", JournalProblem("missing", 2)),
        ("DELETE FROM journal_entry WHERE seq = 1", JournalProblem("missing", 1)),
        ("DELETE FROM journal_entry WHERE seq >= 4", JournalProblem("cut", 4)),
        ("DELETE FROM journal_entry", JournalProblem("cut", 1)),
        ("UPDATE vault_state SET journal_mac = zeroblob(32)", JournalProblem("cut", 6)),
    ],
)
def test_tampering_shows(db: Database, journal: Journal, harm: str, problem: JournalProblem) -> None:
    db.run(harm)
    assert journal.problems() == (problem,)


def test_a_cut_that_also_changes_the_length_shows(db: Database, journal: Journal) -> None:
    db.run("DELETE FROM journal_entry WHERE seq = 5")
    db.run("UPDATE vault_state SET journal_length = 4")
    assert journal.problems() == (JournalProblem("cut", 5),)


def test_another_key_does_not_vouch_for_the_chain(db: Database, journal: Journal) -> None:
    assert journal.problems() == ()
    assert Journal(db, Secret(b"x" * 32), "consultant").problems() == (JournalProblem("changed", 1),)


def test_an_entry_needs_the_transaction_of_its_change(journal: Journal) -> None:
    with pytest.raises(RuntimeError):
        journal.write("changed", "event", NOW)
