"""Anybody can seal a file to a known recipient: what comes out of age is still not trusted."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import struct
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from legalaid_desktop.errors import BackupDamaged, BackupTooNew, WrongIdentity
from legalaid_desktop.services.backup_copy import Manifest, opened_copy
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.restoring import restore_backup, verify_backup
from legalaid_desktop.storage.database import Database
from legalaid_desktop.vault.secret import Secret
from tests.services.backup_bench import CLOCK, filled_vault, names, passphrase, sealed_by_hand

_FIXED = 65536


@dataclasses.dataclass
class Parts:
    """A good backup taken apart, to be put together wrongly."""

    manifest: dict[str, Any]
    database_key: bytes
    records_key: bytes
    database: bytes

    def plain(self, *, magic: bytes = b"LGLDBAK\x01", length: int | None = None) -> bytes:
        manifest = json.dumps(self.manifest).encode()
        start = magic + struct.pack("<I", len(manifest) if length is None else length)
        return (start + self.database_key + self.records_key + manifest).ljust(_FIXED, b"\0") + self.database

    def with_true_digest(self) -> Parts:
        self.manifest["database"] = {
            "bytes": len(self.database),
            "sha256": hashlib.sha256(self.database).hexdigest(),
        }
        return self


@dataclasses.dataclass(frozen=True)
class Bench:
    identity: Path
    recipient: str
    parts: Parts


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("hostile")
    key = new_identity(folder / "id")
    with filled_vault(folder / "v", folder) as briefcase:
        briefcase.backups.create([key.recipient], folder / "b.age")
    identity = x25519.Identity.from_str((folder / "id").read_text().splitlines()[1])
    with (folder / "b.age").open("rb") as source, opened_copy(source, [identity], folder) as copy:
        return Bench(
            folder / "id",
            key.recipient,
            Parts(
                json.loads(copy.manifest.to_json()),
                bytes(copy.database_key.view()),
                bytes(copy.records_key.view()),
                copy.database.read_bytes(),  # opened since, so that its digest is another
            ).with_true_digest(),
        )


@pytest.fixture
def parts(bench: Bench) -> Parts:
    return Parts(json.loads(json.dumps(bench.parts.manifest)), *dataclasses.astuple(bench.parts)[1:])


def attempt(plain: bytes, bench: Bench, tmp_path: Path) -> tuple[str, ...]:
    """Restore and verify; return the codes of what was found, having checked that nothing stays behind."""
    file = tmp_path / "b.age"
    file.write_bytes(sealed_by_hand(plain, bench.recipient))
    report = verify_backup(file, bench.identity)
    assert names(tmp_path) == ["b.age"]
    if report.ok:
        return ()
    with pytest.raises((BackupDamaged, BackupTooNew)):
        restore_backup(file, tmp_path / "v", bench.identity, passphrase(), clock=CLOCK, fast_kdf=True)
    assert names(tmp_path) == ["b.age"]
    return tuple(problem.code for problem in report.problems)


def test_put_together_rightly_it_is_good(parts: Parts, bench: Bench, tmp_path: Path) -> None:
    assert attempt(parts.plain(), bench, tmp_path) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"format": "something else"},
        {"version": "1"},
        {"version": True},
        {"created_at": "yesterday"},
        {"created_at": "2026-11-24T09:30:00"},
        {"created_at": 5},
        {"schema": 0},
        {"schema": -1},
        {"cases": None},
        {"cases": -7},
        {"counts": []},
        {"counts": {"case_file": 10**6}},
        {"counts": {"case_file": "7"}},
        {"database": {}},
        {"database": {"bytes": 1, "sha256": ""}},
        {"recipients": ["\x1b[31mred"]},
        {"recipients": "age1"},
        {"own_recipient": "<b>"},
    ],
)
def test_a_manifest_that_nobody_wrote(change: dict[str, Any], parts: Parts, bench: Bench, tmp_path: Path) -> None:
    parts.manifest.update(change)
    assert attempt(parts.plain(), bench, tmp_path) == ("backup_damaged",)


@pytest.mark.parametrize("name", ["format", "version", "created_at", "counts", "database", "recipients", "cases"])
def test_a_manifest_with_a_key_missing(name: str, parts: Parts, bench: Bench, tmp_path: Path) -> None:
    del parts.manifest[name]
    assert attempt(parts.plain(), bench, tmp_path) == ("backup_damaged",)


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 60000, b'{"a":' * 12000])
def test_a_manifest_that_is_no_object(text: bytes, parts: Parts, bench: Bench, tmp_path: Path) -> None:
    start = b"LGLDBAK\x01" + struct.pack("<I", len(text)) + parts.database_key + parts.records_key + text
    assert attempt(start.ljust(_FIXED, b"\0") + parts.database, bench, tmp_path) == ("backup_damaged",)


def test_newer_formats_are_told_from_damage(parts: Parts, bench: Bench, tmp_path: Path) -> None:
    assert attempt(parts.plain(magic=b"LGLDBAK\x02"), bench, tmp_path) == ("backup_too_new",)
    parts.manifest["schema"] = 999
    assert attempt(parts.plain(), bench, tmp_path) == ("backup_too_new",)
    parts.manifest.update(schema=1, version=2)
    assert attempt(parts.plain(), bench, tmp_path) == ("backup_too_new",)


def test_fixed_parts_that_do_not_fit(parts: Parts, bench: Bench, tmp_path: Path) -> None:
    for plain in (
        b"",
        b"hello",
        parts.plain()[: _FIXED - 1],
        parts.plain()[:_FIXED],
        parts.plain()[:-1],
        parts.plain() + b"\0",
        parts.plain(length=2**32 - 1),
        parts.plain(length=_FIXED),
        parts.plain(magic=b"SQLite f"),
    ):
        assert attempt(plain, bench, tmp_path) == ("backup_damaged",)


def test_keys_that_do_not_fit(parts: Parts, bench: Bench, tmp_path: Path) -> None:
    parts.database_key = os.urandom(32)
    assert attempt(parts.plain(), bench, tmp_path) == ("backup_damaged",)
    parts.database_key = bench.parts.database_key
    parts.records_key = os.urandom(32)
    assert "record_damaged" in attempt(parts.plain(), bench, tmp_path)


def test_a_damaged_page_with_a_true_digest(parts: Parts, bench: Bench, tmp_path: Path) -> None:
    database = bytearray(parts.database)
    database[len(database) // 2] ^= 1
    parts.database = bytes(database)
    assert attempt(parts.with_true_digest().plain(), bench, tmp_path) == ("backup_damaged",)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON journal_entry BEGIN DELETE FROM case_file; END",
        "CREATE VIEW v AS SELECT * FROM case_file",
        "CREATE TABLE more (x)",
        "CREATE INDEX i ON case_file(title)",
        "DROP INDEX journal_by_case",
        "ALTER TABLE case_file ADD COLUMN more TEXT",
    ],
)
def test_a_schema_of_its_own(statement: str, parts: Parts, bench: Bench, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "d").write_bytes(parts.database)
    db = Database.open(work / "d", Secret(parts.database_key))
    db.run(statement.replace("title", "ref"))
    counts = db.counts()
    db.close()
    parts.database = (work / "d").read_bytes()
    for path in work.iterdir():
        path.unlink()
    work.rmdir()
    parts.manifest["counts"] = counts
    assert attempt(parts.with_true_digest().plain(), bench, tmp_path) == ("backup_damaged",)


def test_a_record_changed_behind_the_hashes(parts: Parts, bench: Bench, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    for statement, code in (
        ("UPDATE case_file SET ref = 'другое' WHERE row = 1", "record_damaged"),
        ("UPDATE journal_entry SET who = 'someone' WHERE seq = 2", "journal_damaged"),
        ("UPDATE evidence_chunk SET data = zeroblob(length(data)) WHERE n = 1", "evidence_damaged"),
    ):
        (work / "d").write_bytes(bench.parts.database)
        db = Database.open(work / "d", Secret(parts.database_key))
        assert db.run(statement) == 1
        db.close()
        parts.database = (work / "d").read_bytes()
        (work / "d").unlink()
        (tmp_path / "try").mkdir(exist_ok=True)
        assert code in attempt(parts.with_true_digest().plain(), bench, tmp_path / "try")


def test_headers_that_ask_for_much_work_or_are_no_headers(bench: Bench, parts: Parts, tmp_path: Path) -> None:
    good = sealed_by_hand(parts.plain(), bench.recipient)
    stanza = good[good.index(b"-> X25519") : good.index(b"\n-> ", 30) + 1] if good.count(b"\n-> ") > 1 else b""
    stanza = stanza or good[good.index(b"-> X25519") : good.index(b"\n---") + 1]
    body = good[good.index(b"---") :]
    for bad in (
        b"age-encryption.org/v1\n" + body,
        b"age-encryption.org/v1\n" + stanza * 25 + body,
        b"age-encryption.org/v1\n" + stanza * 100_000 + body,
        b"age-encryption.org/v1\n-> " + b"x" * 70_000 + b"\n" + body,
        b"age-encryption.org/v1\n" + stanza.replace(b"\n", b"\r\n") + body,
        b"age-encryption.org/v2\n" + stanza + body,
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
    ):
        (tmp_path / "b.age").write_bytes(bad)
        assert [problem.code for problem in verify_backup(tmp_path / "b.age", bench.identity).problems] == [
            "backup_damaged"
        ]
    (tmp_path / "b.age").write_bytes(b"age-encryption.org/v1\n-> scrypt aaaaaaaaaaaaaaaaaaaaaa 22\n\n" + body)
    with pytest.raises(WrongIdentity):
        verify_backup(tmp_path / "b.age", bench.identity)
    assert names(tmp_path) == ["b.age"]


def test_what_a_manifest_says_comes_back(bench: Bench) -> None:
    manifest = Manifest.from_json(json.dumps(bench.parts.manifest).encode())
    assert Manifest.from_json(manifest.to_json()) == manifest
