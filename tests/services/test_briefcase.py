"""Opening and closing a vault: what goes wrong is told apart, and nothing is left behind or lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.domain.facts import Event
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationNotWritable,
    DiskFull,
    HeaderDamaged,
    VaultExists,
    VaultInUse,
    VaultNotFound,
    VaultTooNew,
    WrongPassphrase,
)
from legalaid_desktop.services import opening as module
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.storage.migrations import NEWEST
from legalaid_desktop.vault.secret import Secret
from tests.services.vaults import CLOCK, SAMPLES, new_vault, opened, passphrase

DATA = Path(__file__).parents[1] / "data"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault with one case."""
    vault = new_vault(tmp_path / "vault")
    vault.cases.import_files(SAMPLES[2:3])
    vault.close()
    return tmp_path / "vault"


def test_a_vault_is_two_files_that_only_the_user_reads(folder: Path) -> None:
    assert names(folder) == ["data", "head"]
    if sys.platform != "win32":
        assert [(folder / name).stat().st_mode & 0o777 for name in ("data", "head")] == [0o600, 0o600]
        assert folder.stat().st_mode & 0o777 == 0o700


def test_it_opens_again_with_all_that_was_in_it(folder: Path) -> None:
    vault = opened(folder)
    assert vault.cases.record("TEST-2026-S03").meta.case_id == "S03"
    assert not vault.header_is_older
    vault.close()
    vault.close()


def test_failures_are_told_apart(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        open_briefcase(folder, Secret.from_passphrase("другая"), clock=CLOCK)
    with pytest.raises(VaultNotFound):
        opened(tmp_path / "nowhere")
    with pytest.raises(VaultExists):
        new_vault(folder)
    head = (folder / "head").read_bytes()
    (folder / "head").write_bytes(bytes(len(head)))
    with pytest.raises(HeaderDamaged):
        opened(folder)
    (folder / "head").write_bytes(head)
    data = (folder / "data").read_bytes()
    (folder / "data").write_bytes(b"\1" * 4096 + data[4096:])
    with pytest.raises(DatabaseDamaged):
        opened(folder)
    (folder / "data").unlink()
    with pytest.raises(DatabaseDamaged):
        opened(folder)
    assert names(folder) == ["head"]
    (folder / "data").write_bytes(data)
    opened(folder).close()


def test_every_failed_opening_gives_the_lock_back(folder: Path) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            open_briefcase(folder, Secret.from_passphrase("другая"), clock=CLOCK)
    opened(folder).close()


def test_a_second_briefcase_is_told_that_the_vault_is_in_use(folder: Path) -> None:
    vault = opened(folder)
    with pytest.raises(VaultInUse):
        opened(folder)
    other = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\nfrom pathlib import Path\nfrom tests.services.vaults import opened\n"
            "from legalaid_desktop.errors import VaultInUse\n"
            "try: opened(Path(sys.argv[1]))\nexcept VaultInUse as error: print('in use', error.facts.get('pid'))",
            str(folder),
        ],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert other.stdout.startswith("in use ")
    assert vault.cases.record("TEST-2026-S03")
    vault.close()
    opened(folder).close()


def test_a_newer_vault_is_refused_and_left_as_it_is(folder: Path) -> None:
    vault = opened(folder)
    vault.vault.db.run("INSERT INTO migration VALUES (?, 'later', '')", (NEWEST + 1,))
    vault.close()
    before = (folder / "data").read_bytes()
    with pytest.raises(VaultTooNew):
        opened(folder)
    assert (folder / "data").read_bytes() == before
    assert names(folder) == ["data", "head"]


@pytest.mark.parametrize("step", ["migrate", "create_state"])
def test_a_creation_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise DiskFull(path="x")

    monkeypatch.setattr(module, step, full)
    with pytest.raises(DiskFull):
        new_vault(tmp_path / "vault")
    assert names(tmp_path) == []
    (tmp_path / "empty").mkdir()
    with pytest.raises(DiskFull):
        new_vault(tmp_path / "empty")
    assert names(tmp_path / "empty") == []
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(DestinationNotWritable):
        create_briefcase(tmp_path / "file" / "vault", passphrase(), clock=CLOCK, fast_kdf=True)
    assert names(tmp_path) == ["empty", "file"]


def test_an_older_header_is_noticed(folder: Path) -> None:
    vault = opened(folder)
    vault.vault.db.run("UPDATE vault_state SET generation = generation + 1")
    vault.close()
    vault = opened(folder)
    assert vault.header_is_older
    vault.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB; only where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no right to mount a small disk here; max_page_count stands in for it in test_database")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_the_record_before(small_disk: Path) -> None:
    vault = new_vault(small_disk / "vault")
    ref = vault.cases.create(title="Дело").info.ref
    vault.cases.save(ref, Event(id=LocalId("e1"), text="было до того"))
    confirmed = 0
    with pytest.raises(DiskFull):
        while True:
            vault.notes.record(ref, "слово " * 20_000)
            confirmed += 1
    assert vault.cases.record(ref).events == (Event(id=LocalId("e1"), text="было до того"),)
    assert len(vault.notes.of(ref)) == confirmed
    with pytest.raises(DiskFull):
        vault.notes.record(ref, "слово " * 200_000)
    assert vault.journal.problems() == ()
    vault.close()
    # The log could not be brought in: it stays beside the file and is read at the next opening.
    for _ in range(2):
        vault = opened(small_disk / "vault")
        assert len(vault.notes.of(ref)) == confirmed
        vault.close()


@pytest.mark.parametrize("place", range(12))
def test_a_damaged_page_is_never_a_traceback_or_a_changed_text(folder: Path, place: int) -> None:
    raw = bytearray((folder / "data").read_bytes())
    page = 4096 * (len(raw) // 4096 * place // 12) + 2000
    raw[page] ^= 0x5A
    (folder / "data").write_bytes(raw)
    whole = opened_or_none(folder)
    if whole is not None:
        assert whole == WHOLE["text"]


WHOLE: dict[str, str] = {}


def opened_or_none(folder: Path) -> str | None:
    try:
        vault = opened(folder)
    except DatabaseDamaged:
        return None
    try:
        return repr(vault.cases.record("TEST-2026-S03").events) + str(len(vault.journal.entries()))
    except DatabaseDamaged:
        return None
    finally:
        vault.close()


@pytest.fixture(autouse=True, scope="module")
def whole_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    vault = new_vault(tmp_path_factory.mktemp("whole") / "vault")
    vault.cases.import_files(SAMPLES[2:3])
    WHOLE["text"] = repr(vault.cases.record("TEST-2026-S03").events) + str(len(vault.journal.entries()))
    vault.close()
