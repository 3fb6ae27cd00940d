"""The database file: settings that stand, errors in words, transactions that are whole, copies that are checked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationExists,
    DestinationNotWritable,
    DiskFull,
    UnsafeBinding,
    VaultInUse,
)
from legalaid_desktop.host import disk_kind
from legalaid_desktop.storage import connection
from legalaid_desktop.storage import database as module
from legalaid_desktop.storage.connection import library_versions, refuse_unsafe_binding
from legalaid_desktop.storage.database import Database
from legalaid_desktop.vault.secret import Secret

KEY = Secret(b"k" * 32)
CANARY = "КАНАРЕЙКА-7193"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    database = Database.create(path, KEY)
    yield database
    database.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def filled(db: Database, rows: int = 200) -> None:
    with db.transaction():
        db.run("CREATE TABLE t (x TEXT) STRICT")
        db.many("INSERT INTO t VALUES (?)", [(f"{CANARY} {n} " + "текст " * 200,) for n in range(rows)])


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("secure_delete", 1),
        ("temp_store", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("synchronous", 2),
        ("journal_mode", "wal"),
        ("locking_mode", "exclusive"),
        ("cipher_log_level", "NONE"),
    ],
)
def test_settings_stand_after_each_open(path: Path, pragma: str, value: object) -> None:
    Database.create(path, KEY).close()
    db = Database.open(path, KEY)
    assert db.row(f"PRAGMA {pragma}") == (value,)
    db.close()


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH ':memory:' AS other",
        "PRAGMA writable_schema = 1",
        "PRAGMA secure_delete = 0",
        "PRAGMA foreign_keys = 0",
        "PRAGMA journal_mode = OFF",
        "PRAGMA rekey = 'x'",
        "PRAGMA temp_store_directory = '/tmp'",
        "VACUUM INTO 'copy'",
        "SELECT load_extension('x')",
    ],
)
def test_what_could_lead_out_of_the_vault_is_denied(db: Database, sql: str, tmp_path: Path) -> None:
    before = names(tmp_path)
    with pytest.raises(sqlcipher.DatabaseError):
        db.run(sql)
    assert names(tmp_path) == before


def test_this_binding_is_good_and_older_ones_are_refused() -> None:
    refuse_unsafe_binding()
    assert library_versions()[0].startswith("4.")
    for old in [("4.18.0 community", "3.53.4"), ("4.19.0 community", "3.51.1"), ("", "3.53.4")]:
        with pytest.raises(UnsafeBinding):
            refuse_unsafe_binding(old)


def test_a_setting_that_does_not_take_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_SETTINGS", (("synchronous", "2", 3),))
    with pytest.raises(UnsafeBinding) as raised:
        Database.create(path, KEY)
    assert raised.value.facts == {"setting": "synchronous"}


def test_only_the_file_and_its_log_lie_in_the_folder(db: Database, tmp_path: Path) -> None:
    filled(db)
    assert names(tmp_path) == ["data", "data-wal"]
    for name in names(tmp_path):
        assert CANARY.encode() not in (tmp_path / name).read_bytes()
    db.close()
    assert names(tmp_path) == ["data"]
    again = Database.open(tmp_path / "data", KEY)
    assert again.counts() == {"t": 200}
    assert names(tmp_path) == ["data", "data-wal"]
    again.close()


def test_sticks_and_shares_get_the_older_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "keeps_shared_locks", lambda _folder: False)
    db = Database.create(path, KEY)
    filled(db)
    assert db.row("PRAGMA journal_mode") == ("delete",)
    db.close()
    # On a local disk it changes over, and back.
    monkeypatch.undo()
    db = Database.open(path, KEY)
    assert db.row("PRAGMA journal_mode") == ("wal",)
    assert db.counts() == {"t": 200}
    db.close()


def test_disk_kinds_are_told_apart(tmp_path: Path) -> None:
    mounts, devices = tmp_path / "mountinfo", tmp_path / "block"
    (devices / "8:16").mkdir(parents=True)
    (devices / "8:16" / "removable").write_text("1\n")
    mounts.write_text(
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:17 / /media/my\\040stick rw - vfat /dev/sdb1 rw\n"
        "3 1 0:50 / /mnt/share rw - cifs //server/x rw\n4 1 8:16 / /media/disk rw - ext4 /dev/sdb rw\n"
    )

    def fixed(place: str) -> bool:
        return disk_kind._is_fixed_on_linux(Path(place), mounts=mounts, devices=devices)

    assert fixed("/home/a/vault")
    assert not fixed("/media/my stick/vault")
    assert not fixed("/mnt/share")
    assert not fixed("/media/disk/vault")
    assert disk_kind.keeps_shared_locks(tmp_path)
    (tmp_path / "Dropbox" / "vault").mkdir(parents=True)
    assert not disk_kind.keeps_shared_locks(tmp_path / "Dropbox" / "vault")
    (tmp_path / "s" / ".stfolder").mkdir(parents=True)
    assert not disk_kind.keeps_shared_locks(tmp_path / "s")


def test_a_second_connection_is_told_that_the_vault_is_in_use(db: Database, path: Path) -> None:
    filled(db)
    with pytest.raises(VaultInUse):
        Database.open(path, KEY)


def test_a_wrong_key_and_a_missing_file_are_damage(db: Database, path: Path) -> None:
    filled(db)
    db.close()
    with pytest.raises(DatabaseDamaged):
        Database.open(path, Secret(b"w" * 32))
    path.unlink()
    with pytest.raises(DatabaseDamaged) as raised:
        Database.open(path, KEY)
    assert raised.value.facts["reason"] == "missing"


def test_create_never_writes_over_a_file(path: Path) -> None:
    path.write_bytes(b"mine")
    with pytest.raises(DestinationExists):
        Database.create(path, KEY)
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("page", [1, 2, 3, 20, 60])
def test_damaged_pages_are_damage_and_not_a_traceback(db: Database, path: Path, page: int) -> None:
    filled(db)
    db.close()
    raw = bytearray(path.read_bytes())
    assert len(raw) > 60 * 4096
    raw[(page - 1) * 4096 + 100] ^= 0xFF
    path.write_bytes(raw)
    assert any(problem.check == "pages" for problem in Database.problems_of(path, KEY))

    def read_all() -> None:
        again = Database.open(path, KEY)
        try:
            texts = again.rows("SELECT x FROM t")
            # The last page of an overflowing text may come back as zeros without an error: that is why records
            # carry keyed hashes. What is handed out is never another text.
            if all(text.startswith(CANARY) and "\0" not in text for (text,) in texts) and len(texts) == 200:
                raise AssertionError("damage went unnoticed")
            raise DatabaseDamaged
        finally:
            again.close()

    with pytest.raises(DatabaseDamaged):
        read_all()


def test_a_file_cut_short_is_damage(db: Database, path: Path) -> None:
    filled(db)
    db.close()
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    assert Database.problems_of(path, KEY)
    path.write_bytes(os.urandom(len(raw)))
    with pytest.raises(DatabaseDamaged):
        Database.open(path, KEY)


def test_a_full_disk_leaves_what_was_there(db: Database, path: Path) -> None:
    filled(db, 10)
    db.close()
    db = Database.open(path, KEY)
    pages = db.one("PRAGMA page_count")
    db._connection.set_authorizer(None)
    db._connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(DiskFull), db.transaction():
        db.many("INSERT INTO t VALUES (?)", [("x" * 5000,)] * 100)
    assert db.counts() == {"t": 10}
    assert db.integrity_problems() == ()
    db.close()


def test_a_folder_without_rights_is_not_writable(db: Database, path: Path) -> None:
    filled(db, 1)
    db.close()
    error = connection.translated(_raised(f"file:{path}?mode=ro", "CREATE TABLE u (x)"), path)
    assert isinstance(error, DestinationNotWritable)


def _raised(uri: str, sql: str) -> Exception:
    raw = sqlcipher.connect(uri, uri=True)
    try:
        raw.set_key(bytearray(b"x'" + (b"k" * 32).hex().encode() + b"'"))
        raw.execute(sql)
    except sqlcipher.Error as error:
        assert isinstance(error, Exception)
        return error
    finally:
        raw.close()
    raise AssertionError("nothing was raised")


def test_transactions_are_whole_and_join(db: Database) -> None:
    filled(db, 1)
    with pytest.raises(ZeroDivisionError), db.transaction():
        db.run("INSERT INTO t VALUES ('a')")
        with db.transaction():
            db.run("INSERT INTO t VALUES ('b')")
        raise ZeroDivisionError
    assert db.counts() == {"t": 1}
    with db.transaction(), db.transaction():
        db.run("INSERT INTO t VALUES ('c')")
    assert db.counts() == {"t": 2}
    assert not db.in_transaction


def test_a_backup_is_whole_under_another_key(db: Database, tmp_path: Path) -> None:
    filled(db)
    copy = tmp_path / "copy"
    other = Secret(b"o" * 32)
    db.backup_to(copy, other)
    assert names(tmp_path) == ["copy", "data", "data-wal"]
    assert Database.problems_of(copy, other) == ()
    opened = Database.open(copy, other)
    assert opened.counts() == db.counts()
    assert opened.rows("SELECT x FROM t") == db.rows("SELECT x FROM t")
    opened.close()
    with pytest.raises(DatabaseDamaged):
        Database.open(copy, KEY)
    with pytest.raises(DestinationExists):
        db.backup_to(copy, other)


def test_a_backup_that_cannot_be_written_leaves_nothing(db: Database, tmp_path: Path) -> None:
    filled(db)
    with pytest.raises(DestinationNotWritable):
        db.backup_to(tmp_path / "nowhere" / "copy", Secret(b"o" * 32))
    assert names(tmp_path) == ["data", "data-wal"]


def test_a_full_check_runs_and_the_database_goes_on(db: Database) -> None:
    filled(db)
    assert db.integrity_problems() == ()
    db.run("INSERT INTO t VALUES ('after')")
    assert db.counts() == {"t": 201}
    assert db.row("PRAGMA secure_delete") == (1,)


def test_broken_references_are_found(db: Database) -> None:
    with db.transaction():
        db.run("CREATE TABLE a (row INTEGER PRIMARY KEY) STRICT")
        db.run("CREATE TABLE b (a INTEGER REFERENCES a(row)) STRICT")
    db._connection.set_authorizer(None)
    db._connection.execute("PRAGMA foreign_keys = 0")
    db.run("INSERT INTO b VALUES (7)")
    assert [problem.check for problem in db.integrity_problems()] == ["references"]


def test_closing_twice_is_no_error(db: Database) -> None:
    db.close()
    db.close()
    assert not db.is_open
