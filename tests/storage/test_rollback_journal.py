"""On a stick: a journal that a killed change left is played back, one that was kept from an earlier change is not."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.services.opening import open_briefcase_read_only
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.storage import database as module
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.rollback_check import journal_state
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import unlock
from tests.services.vaults import CLOCK, new_vault, opened, passphrase

COUNTED = slice(8, 12)
"""Where the head of a journal tells the number of its records."""


def texts(db: Database) -> list[str]:
    return [str(row[0]) for row in db.rows("SELECT key FROM unsaved_text ORDER BY key")]


def put(db: Database, area: str) -> None:
    db.run("INSERT INTO unsaved_text VALUES (?, '', '', x'')", (area,))


@dataclass(frozen=True)
class Stick:
    """A vault where the older journal is used, in states that a kill leaves: the file and what lay beside it."""

    folder: Path
    key: Secret
    older: bytes
    """The journal in the middle of an earlier change."""
    killed: tuple[bytes, bytes]
    """File and journal in the middle of a later one, of which pages were written already."""
    last: bytes
    """The journal at the end of the last change, before it was confirmed."""
    not_closed: bytes
    """The file after that change, confirmed and not closed."""

    def laid(self, into: Path, data: bytes, journal: bytes) -> Path:
        into.mkdir()
        shutil.copyfile(self.folder / "head", into / "head")
        (into / "data").write_bytes(data)
        (into / "data-journal").write_bytes(journal)
        return into / "data"


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Stick:
    base = tmp_path_factory.mktemp("stick")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "keeps_shared_locks", lambda _folder: False)
        new_vault(base / "v").close()
        with unlock(base / "v", passphrase()) as keys, keys.subkey("database") as subkey:
            key = Secret(bytes(subkey.view()))
        path = base / "v" / "data"
        before, after = "x" * 400_000, "y" * 400_000

        def middle(db: Database, area: str) -> tuple[bytes, bytes]:
            """Few pages are held in memory: the others are written before the change is confirmed."""
            db._live().set_authorizer(None)
            db._live().execute("PRAGMA cache_size = 20")
            with pytest.raises(KeyboardInterrupt), db.transaction():
                put(db, area)
                db.run("UPDATE unsaved_text SET text = ? WHERE key = 'big'", (after,))
                found = path.read_bytes(), path.with_name("data-journal").read_bytes()
                raise KeyboardInterrupt
            return found

        db = Database.open(path, key)
        db.run("INSERT INTO unsaved_text VALUES ('big', '', ?, x'')", (before,))
        _, older = middle(db, "a0")
        put(db, "a1")
        db.close()
        db = Database.open(path, key)
        put(db, "a2")
        killed = middle(db, "b")
        put(db, "a3")
        with db.transaction():
            put(db, "a4")
            last = counted(path.with_name("data-journal").read_bytes(), 1)
        not_closed = path.read_bytes()
        db.close()
    assert killed[1][COUNTED] != bytes(4)
    return Stick(base / "v", key, older, killed, last, not_closed)


def counted(journal: bytes, records: int) -> bytes:
    """What syncing a journal makes of it: SQLite writes its mark and the number of its records only then."""
    return bytes.fromhex("d9d505f920a163d7") + records.to_bytes(4, "big") + journal[12:]


@pytest.fixture(autouse=True)
def on_a_stick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "keeps_shared_locks", lambda _folder: False)


@pytest.mark.parametrize("local", [False, True], ids=["opened on the stick", "opened after it was moved to a disk"])
def test_half_a_change_is_taken_back(
    stick: Stick, tmp_path: Path, local: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stick.laid(tmp_path / "v", *stick.killed)
    if local:
        monkeypatch.undo()
    db = Database.open(path, stick.key)
    try:
        assert texts(db) == ["a1", "a2", "big"]
    finally:
        db.close()
    assert sorted(file.name for file in path.parent.iterdir()) == ["data", "head"]
    assert Database.problems_of(path, stick.key) == ()


def test_a_journal_of_an_earlier_change_is_never_played_back(stick: Stick, tmp_path: Path) -> None:
    whole = (stick.folder / "data").read_bytes()
    for name, data, journal in (
        ("earlier, closed", whole, stick.older),
        ("taken back, closed", whole, stick.killed[1]),
        ("the last of all, closed", whole, stick.last),
        ("earlier, killed", stick.killed[0], stick.older),
        ("earlier, not closed", stick.not_closed, stick.killed[1]),
    ):
        path = stick.laid(tmp_path / name, data, journal)
        with pytest.raises(DatabaseDamaged) as raised:
            Database.open(path, stick.key)
        assert raised.value.facts == {"where": "data-journal", "reason": "stale_log"}, name
        assert [(one.check, one.what) for one in Database.problems_of(path, stick.key)][:1] == [("log", "stale")], name
        db = Database.open_to_read(path, stick.key)
        assert db.log_left_out, name
        if data == whole:
            assert texts(db) == ["a1", "a2", "a3", "a4", "big"], name
        db.close()
        assert (path.read_bytes(), path.with_name("data-journal").read_bytes()) == (data, journal), name


def test_it_is_told_in_words_and_the_vault_can_be_read(stick: Stick, tmp_path: Path) -> None:
    path = stick.laid(tmp_path / "v", (stick.folder / "data").read_bytes(), stick.older)
    with pytest.raises(DatabaseDamaged):
        opened(path.parent)
    with open_briefcase_read_only(path.parent, passphrase(), clock=CLOCK) as briefcase:
        assert briefcase.damaged.log_left_out
    report = check_vault(path.parent, passphrase(), clock=CLOCK, lang="en")
    assert report.problems[0].code == "log_not_ours" and "data-journal" in report.problems[0].message


def test_a_journal_of_another_vault_is_never_played_back(stick: Stick, tmp_path: Path) -> None:
    with new_vault(tmp_path / "other") as briefcase:
        briefcase.notes.keep_unsaved("quick", "слово " * 200_000)  # longer than the vault that the journal is of
    path = tmp_path / "other" / "data"
    path.with_name("data-journal").write_bytes(stick.older)
    data = path.read_bytes()
    with unlock(tmp_path / "other", passphrase()) as keys, keys.subkey("database") as key:
        with pytest.raises(DatabaseDamaged) as raised:
            Database.open(path, key)
        assert raised.value.facts == {"where": "data-journal", "reason": "foreign_log"}
    assert path.read_bytes() == data


def test_a_change_of_form_alone_is_taken_back(stick: Stick, tmp_path: Path) -> None:
    """Going over from one journal to the other touches the first page alone, and gives no mark."""
    path = stick.laid(tmp_path / "v", (stick.folder / "data").read_bytes(), b"")
    db = Database.open(path, stick.key)
    live = db._live()
    live.execute("BEGIN IMMEDIATE")
    live.set_authorizer(None)
    live.execute("PRAGMA user_version = 77")
    journal = path.with_name("data-journal").read_bytes()
    live.execute("ROLLBACK")
    db.close()
    path.with_name("data-journal").write_bytes(counted(journal, 1))
    assert journal_state(path, stick.key) == "ours"
    Database.open(path, stick.key).close()
