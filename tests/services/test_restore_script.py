"""The script that opens a backup without the program."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.identity import new_identity
from tests.services.backup_bench import CANARY, filled_vault, names

pytestmark = pytest.mark.skipif(shutil.which("age") is None, reason="the age tool is not installed")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    script = resources() / "restore" / "restore_backup.py"
    return subprocess.run(
        [sys.executable, "-I", str(script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("script")
    key = new_identity(folder / "id")
    with filled_vault(folder / "v", folder) as briefcase:
        briefcase.backups.create([key.recipient], folder / "b.age")
    shutil.rmtree(folder / "v")
    return folder


def test_it_gives_the_records_as_an_ordinary_database(backup: Path, tmp_path: Path) -> None:
    done = run(backup / "b.age", backup / "id", tmp_path / "out.sqlite")
    assert (done.returncode, done.stderr) == (0, "")
    assert names(tmp_path) == ["out.sqlite"]
    assert (tmp_path / "out.sqlite").stat().st_mode & 0o777 == 0o600
    db = sqlite3.connect(tmp_path / "out.sqlite")
    try:
        assert any(CANARY in text for (text,) in db.execute("SELECT text FROM note"))
        assert db.execute("SELECT count(*) FROM case_file").fetchone() == (7,)
        assert db.execute("SELECT sum(length(data)) FROM evidence_chunk").fetchone() == (256 * 9000,)
    finally:
        db.close()


def test_it_refuses_what_is_damaged_and_leaves_nothing(backup: Path, tmp_path: Path) -> None:
    data = (backup / "b.age").read_bytes()
    bad = backup / "bad.age"
    for content in (data[:-1], data[:100_000], data[:-50] + b"x" + data[-49:], b"", data[:40]):
        bad.write_bytes(content)
        assert run(bad, backup / "id", tmp_path / "out").returncode != 0
        assert names(tmp_path) == []
    new_identity(backup / "other")
    assert run(backup / "b.age", backup / "other", tmp_path / "out").returncode != 0
    assert names(tmp_path) == []
    (backup / "other").unlink()


def test_a_failing_export_leaves_nothing_readable(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With neither module nor command: -S keeps the module out of reach, an empty PATH but for age the command."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "age").symlink_to(str(shutil.which("age")))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    script = resources() / "restore" / "restore_backup.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(backup / "b.age"), str(backup / "id"), str(tmp_path / "out")],
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0 and b"sqlcipher" in done.stderr
    assert names(tmp_path) == ["bin"]


def test_it_overwrites_nothing_and_explains_itself(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    assert run(backup / "b.age", backup / "id", tmp_path / "out").returncode != 0
    assert (tmp_path / "out").read_text() == "mine"
    assert "IDENTITY" in run().stderr
