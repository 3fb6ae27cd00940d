"""The full check of a vault finds what is wrong, names the part, and changes nothing."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from legalaid_desktop.errors import DatabaseDamaged, HeaderDamaged, VaultInUse, VaultNotFound, WrongPassphrase
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.vault_health import check_vault, vault_slots
from legalaid_desktop.storage.database import Database
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.header import BLOCK_BYTES
from legalaid_desktop.vault.unlock import change_passphrase, unlock
from tests.services.backup_bench import CLOCK, all_records, filled_vault, names, passphrase


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("health")
    filled_vault(folder / "v", folder).close()
    return folder / "v"


@pytest.fixture
def vault(original: Path, tmp_path: Path) -> Path:
    shutil.copytree(original, tmp_path / "v")
    return tmp_path / "v"


def codes(folder: Path) -> list[str]:
    before = {path.name: hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir()}
    report = check_vault(folder, passphrase(), clock=CLOCK)
    assert report.ok is (not report.problems)
    assert {path.name for path in folder.iterdir()} == set(before)
    if not report.ok:
        assert hashlib.sha256((folder / "head").read_bytes()).digest() == before.get("head")
    return [problem.code for problem in report.problems]


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def inside(folder: Path, statement: str) -> None:
    """Change a row behind the program's back, as only somebody with the key could."""
    with unlock(folder, passphrase()) as keys, keys.subkey("database") as key:
        db = Database.open(folder / "data", key)
        assert db.run(statement) >= 1
        db.close()


def test_a_whole_vault_is_whole_and_shows_its_slot(vault: Path) -> None:
    assert codes(vault) == []
    assert [(slot.id, slot.kind) for slot in vault_slots(vault)] == [("0", "passphrase")]


def test_what_keeps_it_from_beginning_is_raised(vault: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultNotFound):
        check_vault(tmp_path, passphrase(), clock=CLOCK)
    with pytest.raises(WrongPassphrase):
        check_vault(vault, passphrase("no"), clock=CLOCK)
    with open_briefcase(vault, passphrase(), clock=CLOCK), pytest.raises(VaultInUse):
        check_vault(vault, passphrase(), clock=CLOCK)


@pytest.mark.parametrize("at", [3, 700, 5000, 8190, BLOCK_BYTES + 9, BLOCK_BYTES + 8191])
def test_one_damaged_header_copy_is_told_and_mended_by_opening(vault: Path, at: int) -> None:
    flip(vault / "head", at)
    assert codes(vault) == ["header_copy_damaged"]
    with open_briefcase(vault, passphrase(), clock=CLOCK) as briefcase:
        assert [(entry.action, entry.kind) for entry in briefcase.journal.entries(newest=1)] == [("mended", "header")]
        assert not briefcase.header_is_older
    assert codes(vault) == []


def test_both_header_copies_damaged(vault: Path) -> None:
    flip(vault / "head", 700)
    flip(vault / "head", BLOCK_BYTES + 700)
    assert codes(vault) == ["header_damaged"]
    with pytest.raises(HeaderDamaged):
        open_briefcase(vault, passphrase(), clock=CLOCK)
    (vault / "head").unlink()
    with pytest.raises(HeaderDamaged):
        open_briefcase(vault, passphrase(), clock=CLOCK)


def test_any_damaged_page_is_found(vault: Path, original: Path) -> None:
    source = random.Random(11)
    size = (vault / "data").stat().st_size
    for at in (0, 20, 4095, size - 1, *source.sample(range(size), 12)):
        shutil.copy(original / "data", vault / "data")
        flip(vault / "data", at)
        found = codes(vault)
        assert found in (["pages_damaged"], ["structure_damaged"], ["contents_damaged"]), at
        assert found == ["contents_damaged"] or at >= 4096, at


@pytest.mark.parametrize("kept", [0, 100, 4096, 40_000])
def test_a_cut_database_is_found(vault: Path, kept: int) -> None:
    data = (vault / "data").read_bytes()
    (vault / "data").write_bytes(data[:kept])
    assert codes(vault) != []
    with pytest.raises(DatabaseDamaged):
        open_briefcase(vault, passphrase(), clock=CLOCK)


def test_a_missing_database_is_found(vault: Path) -> None:
    (vault / "data").unlink()
    assert codes(vault) == ["pages_damaged"]
    assert names(vault) == ["head"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE note SET text = 'другое'", "record_damaged"),
        ("UPDATE case_file SET region = 'другая'", "record_damaged"),
        ("UPDATE unsaved_text SET text = 'другое'", "record_damaged"),
        ("UPDATE consultant SET id = 'someone'", "record_damaged"),
        ("UPDATE evidence_chunk SET data = zeroblob(length(data)) WHERE n = 2", "evidence_damaged"),
        ("DELETE FROM evidence_chunk WHERE n = 0", "evidence_damaged"),
        ("UPDATE journal_entry SET at = at || ' ' WHERE seq = 3", "journal_damaged"),
        ("DELETE FROM journal_entry WHERE seq = 2", "journal_damaged"),
        ("DELETE FROM journal_entry WHERE seq = (SELECT max(seq) FROM journal_entry)", "journal_damaged"),
        ("UPDATE vault_state SET vault_id = '00'", "foreign_database"),
        ("UPDATE vault_state SET generation = 9", "header_older"),
        ("UPDATE migration SET version = 999 WHERE version = (SELECT max(version) FROM migration)", "vault_too_new"),
        ("DELETE FROM vault_state", "structure_damaged"),
        ("DROP TABLE migration", "structure_damaged"),
    ],
)
def test_a_change_behind_the_hashes_is_found(vault: Path, statement: str, code: str) -> None:
    if statement.startswith("DROP"):
        with unlock(vault, passphrase()) as keys, keys.subkey("database") as key:
            db = Database.open(vault / "data", key)
            db.run(statement)
            db.close()
    else:
        inside(vault, statement)
    assert code in codes(vault)


def test_an_older_header_put_back_is_noticed(vault: Path) -> None:
    old = (vault / "head").read_bytes()
    with hold_head(vault) as held, unlock(vault, passphrase()) as keys:
        change_passphrase(held, keys, "0", passphrase("новая"), fast=True)
    with open_briefcase(vault, passphrase("новая"), clock=CLOCK) as briefcase:
        assert not briefcase.header_is_older
    (vault / "head").write_bytes(old)
    assert codes(vault) == ["header_older"]
    with open_briefcase(vault, passphrase(), clock=CLOCK) as briefcase:
        assert briefcase.header_is_older


def test_a_changed_passphrase_keeps_every_record(vault: Path) -> None:
    with open_briefcase(vault, passphrase(), clock=CLOCK) as briefcase:
        before = all_records(briefcase)
    with hold_head(vault) as held, unlock(vault, passphrase()) as keys:
        change_passphrase(held, keys, "0", passphrase("новая"), fast=True)
    with open_briefcase(vault, passphrase("новая"), clock=CLOCK) as briefcase:
        assert all_records(briefcase) == before


@pytest.mark.parametrize("damage", [lambda v: flip(v / "head", 5), lambda v: flip(v / "data", 9000)])
def test_problems_have_words_in_each_language(vault: Path, damage: Callable[[Path], None]) -> None:
    damage(vault)
    said = set()
    for lang in LANGUAGES:
        (found,) = check_vault(vault, passphrase(), clock=CLOCK, lang=lang).problems
        assert found.message.endswith(".") and "{" not in found.message
        said.add(found.message)
    assert len(said) == 3
