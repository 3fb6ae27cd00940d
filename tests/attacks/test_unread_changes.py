"""Changes at the end of a write log that cannot be read any more are told, and their bytes kept; so is old data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services import opening
from legalaid_desktop.services.opening import create_briefcase, open_briefcase, open_briefcase_read_only
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.storage.vault_state import EXPLAINED
from legalaid_desktop.vault.head_lock import HeldLock, hold_head
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import VaultKeys, change_passphrase, mend_header, unlock
from tests.cli.desk import Desk

CLOCK = SystemClock()


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capfd)


def phrase() -> Secret:
    return Secret.from_passphrase("четыре слова на бумаге")


def codes(folder: Path) -> list[str]:
    return [one.code for one in check_vault(folder, phrase(), clock=CLOCK).problems]


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the last of three confirmed notes damaged in its log."""
    folder = tmp_path_factory.mktemp("log")
    briefcase = create_briefcase(folder / "open", phrase(), clock=CLOCK, fast_kdf=True)
    briefcase.checkpoint()
    briefcase.notes.record(None, "Первая.")
    briefcase.notes.record(None, "Вторая.")
    begin = (folder / "open" / "data-wal").stat().st_size
    briefcase.notes.record(None, "Третья.")
    shutil.copytree(folder / "open", folder / "killed")
    briefcase.close()
    log = folder / "killed" / "data-wal"
    (folder / "whole-log").write_bytes(log.read_bytes())
    damaged = bytearray(log.read_bytes())
    damaged[begin + 100] ^= 1
    log.write_bytes(damaged)
    return folder / "killed"


@pytest.fixture
def vault(cut: Path, desk: Desk) -> Path:
    return Path(shutil.copytree(cut, desk.vault))


def test_opening_tells_it_and_keeps_every_byte(vault: Path) -> None:
    log = (vault / "data-wal").read_bytes()
    with open_briefcase(vault, phrase(), clock=CLOCK) as briefcase:
        assert briefcase.changes_unread and briefcase.unread_kept_in == "data-wal-cut"
        assert len(briefcase.notes.unfiled()) == 2
    assert (vault / "data-wal-cut").read_bytes() == log
    assert (vault / "data-wal-cut").stat().st_mode & 0o077 == 0
    assert codes(vault) == ["log_kept"]
    with open_briefcase(vault, phrase(), clock=CLOCK) as briefcase:
        still_told = briefcase.changes_unread  # until somebody says to go on
        briefcase.go_on_without_unread()
        assert (still_told, briefcase.changes_unread) == (True, False)
    assert codes(vault) == [] and sorted(p.name for p in vault.iterdir()) == ["data", "head"]


@pytest.mark.parametrize("of_the_page", [0, 1, 4095])
def test_a_stop_in_the_middle_of_the_last_frame_is_no_loss(vault: Path, cut: Path, of_the_page: int) -> None:
    """SQLite writes the head of a frame and its page one after the other; nobody was told of what is not whole."""
    log = (cut.parent / "whole-log").read_bytes()
    (vault / "data-wal").write_bytes(log[: len(log) - 4096 + of_the_page])
    with open_briefcase(vault, phrase(), clock=CLOCK) as briefcase:
        assert not briefcase.changes_unread
        assert len(briefcase.notes.unfiled()) == 2
    assert codes(vault) == [] and sorted(p.name for p in vault.iterdir()) == ["data", "head"]


def test_a_second_such_log_does_not_take_the_place_of_the_first(vault: Path, cut: Path) -> None:
    (vault / "data-wal-cut").write_bytes(b"kept before")
    open_briefcase(vault, phrase(), clock=CLOCK).close()
    assert (vault / "data-wal-cut").read_bytes() == b"kept before"
    assert (vault / "data-wal-cut-2").read_bytes() == (cut / "data-wal").read_bytes()


def test_where_it_cannot_be_kept_nothing_is_written(vault: Path) -> None:
    for suffix in ("", *(f"-{number}" for number in range(2, 10))):
        (vault / f"data-wal-cut{suffix}").write_bytes(b"taken")
    log = (vault / "data-wal").read_bytes()
    with pytest.raises(DatabaseDamaged) as refused:
        open_briefcase(vault, phrase(), clock=CLOCK)
    assert refused.value.facts["reason"] == "cut_log"
    with open_briefcase_read_only(vault, phrase(), clock=CLOCK) as briefcase:
        assert briefcase.changes_unread and len(briefcase.notes.unfiled()) == 2
    assert (vault / "data-wal").read_bytes() == log


def test_looking_keeps_the_log_itself(vault: Path) -> None:
    log = (vault / "data-wal").read_bytes()
    with open_briefcase_read_only(vault, phrase(), clock=CLOCK) as briefcase:
        assert briefcase.changes_unread
    assert (vault / "data-wal").read_bytes() == log
    assert sorted(p.name for p in vault.iterdir()) == ["data", "data-wal", "head"]


def test_a_command_says_it_on_standard_error(desk: Desk, vault: Path) -> None:
    ran = desk.on_vault("case", "list")
    assert ran.status == 0 and ran.json is not None
    assert "последние изменения" in ran.err and "data-wal-cut" in ran.err
    (vault / "data-wal-cut").unlink()
    assert desk.on_vault("case", "list").err == ""


def changed_often(folder: Path, times: int) -> None:
    for _ in range(times):
        with hold_head(folder) as held, unlock(folder, phrase()) as keys:
            change_passphrase(held, keys, "0", phrase(), fast=True)


def test_old_data_beside_a_newer_header_are_told(desk: Desk) -> None:
    desk.made()
    changed_often(desk.vault, EXPLAINED + 1)
    assert codes(desk.vault) == ["data_older"]
    for _ in range(2):  # opening does not hide it from the next one
        ran = desk.on_vault("case", "list")
        assert ran.status == 0 and "«data» старее" in ran.err
    assert codes(desk.vault) == ["data_older"]
    with open_briefcase_read_only(desk.vault, phrase(), clock=CLOCK) as briefcase:
        assert briefcase.data_is_older
    with open_briefcase(desk.vault, phrase(), clock=CLOCK) as briefcase, Secret.from_passphrase("иная") as other:
        assert briefcase.data_is_older
        briefcase.key_slots.add_passphrase(other, fast=True)
    assert codes(desk.vault) == [] and desk.on_vault("case", "list").err == ""


def test_mending_the_header_never_makes_the_data_look_older(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often an opening is stopped after it mended the header and before it noted that in the database."""
    desk.made()
    changed_often(desk.vault, EXPLAINED)

    class Killed(Exception):
        pass

    def mending(held: HeldLock, keys: VaultKeys) -> None:
        mend_header(held, keys)
        raise Killed

    monkeypatch.setattr(opening, "mend_header", mending)
    for _ in range(2):
        head = bytearray((desk.vault / "head").read_bytes())
        head[100] ^= 1
        (desk.vault / "head").write_bytes(head)
        with pytest.raises(Killed):
            open_briefcase(desk.vault, phrase(), clock=CLOCK)
        assert codes(desk.vault) == []


def test_stopped_changes_are_no_older_data(desk: Desk) -> None:
    desk.made()
    assert EXPLAINED == 2  # docs/vault-format.md and SECURITY.md say so
    changed_often(desk.vault, EXPLAINED)
    assert codes(desk.vault) == []
    assert desk.on_vault("case", "list").err == ""
