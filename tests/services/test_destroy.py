"""Destroying and leaving with nothing: only what a backup holds may go, and what went opens for nobody and says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from legalaid_desktop.errors import (
    CheckPhraseDiffers,
    DestinationNotWritable,
    HeaderDamaged,
    NoFreshBackup,
    VaultDestroyed,
    VaultNotFound,
    VaultReadOnly,
    WrongPassphrase,
    WrongUse,
)
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.destroy import destroy, destroy_unread, remove_remains, was_destroyed
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.last_backup import fresh_backup
from legalaid_desktop.services.leave import leave_with_nothing
from legalaid_desktop.services.new_key import WayIn, change_everything
from legalaid_desktop.services.opening import open_briefcase, open_briefcase_read_only
from legalaid_desktop.services.restoring import restore_backup, verify_backup
from legalaid_desktop.vault import wiping
from legalaid_desktop.vault.header import BLOCK_BYTES
from tests.services.backup_bench import CLOCK, all_records, filled_vault, names, passphrase


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Briefcase]:
    briefcase = filled_vault(tmp_path / "v", tmp_path)
    yield briefcase
    briefcase.close()


def backed_up(vault: Briefcase, tmp_path: Path, name: str = "copy.age") -> str:
    """Make a backup for a coordinator; return the words that he reads back."""
    if not (tmp_path / "id").exists():
        new_identity(tmp_path / "id")
    recipient = (tmp_path / "id").read_text("ascii").splitlines()[0].split()[-1]
    vault.backups.create([recipient], tmp_path / name)
    return verify_backup(tmp_path / name, tmp_path / "id").check_phrase


def test_without_a_backup_nothing_is_destroyed(vault: Briefcase, tmp_path: Path) -> None:
    with pytest.raises(NoFreshBackup):
        destroy(vault)
    with pytest.raises(WrongUse):
        destroy(vault, without_backup=" ")
    assert all_records(vault)["unsaved"]  # still open, still whole


@pytest.mark.parametrize(
    "change",
    [
        lambda vault: vault.notes.record(None, "ещё одна"),
        lambda vault: vault.notes.keep_unsaved("quick", "другое"),
        lambda vault: vault.notes.keep_unsaved("quick", ""),
        lambda vault: vault.notes.keep_unsaved("new", "новое"),
        lambda vault: vault.office.set_consultant(name="Бюро", role=None),
    ],
)
def test_a_backup_older_than_the_last_change_does_not_count(vault: Briefcase, tmp_path: Path, change: object) -> None:
    backed_up(vault, tmp_path)
    assert fresh_backup(vault.vault) is not None
    change(vault)  # type: ignore[operator]
    with pytest.raises(NoFreshBackup):
        destroy(vault)


def test_where_a_person_was_is_no_change(vault: Briefcase, tmp_path: Path) -> None:
    backed_up(vault, tmp_path)
    vault.notes.keep_unsaved("window.place", "{}")
    assert fresh_backup(vault.vault) is not None


def test_a_destroyed_vault_is_gone_and_comes_back_from_its_backup(vault: Briefcase, tmp_path: Path) -> None:
    before = all_records(vault)
    backed_up(vault, tmp_path)
    report = destroy(vault)
    assert report.folder_removed and report.remains == () and report.backup is not None
    assert not (tmp_path / "v").exists()
    with pytest.raises(VaultNotFound):
        open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK)
    restore_backup(tmp_path / "copy.age", tmp_path / "v", tmp_path / "id", passphrase("x"), clock=CLOCK, fast_kdf=True)
    with open_briefcase(tmp_path / "v", passphrase("x"), clock=CLOCK) as restored:
        assert all_records(restored) == before


def test_a_waiver_needs_no_backup(vault: Briefcase, tmp_path: Path) -> None:
    assert destroy(vault, without_backup="обыск").backup is None
    assert not (tmp_path / "v").exists()


def test_files_of_others_stay_and_are_named(vault: Briefcase, tmp_path: Path) -> None:
    (tmp_path / "v" / "чужой.txt").write_text("x")
    report = destroy(vault, without_backup="обыск")
    assert report.remains == ("чужой.txt",) and not report.folder_removed
    assert names(tmp_path / "v") == ["чужой.txt"]


def test_the_old_header_is_nowhere_in_the_file(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = tmp_path / "v" / "head"
    old = head.read_bytes()
    left: list[bytes] = []
    monkeypatch.setattr(
        "legalaid_desktop.services.destroy.remove_vault_files", lambda folder: left.append(head.read_bytes())
    )
    destroy(vault, without_backup="обыск")
    assert len(left[0]) == len(old)
    pieces = {old[at : at + 16] for at in range(0, len(old), 16)}
    assert not pieces & {left[0][at : at + 16] for at in range(0, len(old), 16)}
    assert left[0][:BLOCK_BYTES] != left[0][BLOCK_BYTES:]


@pytest.mark.parametrize("writes", range(1, 9))
def test_a_kill_leaves_a_whole_vault_or_one_that_says_it_was_destroyed(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """The header is overwritten in eighths; the program stops after each of them."""
    before = all_records(vault)

    class Killed(BaseException):
        pass

    done = 0

    class Stopping:
        def __init__(self, file: object) -> None:
            self.file = file

        def write(self, data: bytes) -> int:
            nonlocal done
            if done == writes:
                raise Killed
            done += 1
            return self.file.write(bytes(data[: BLOCK_BYTES // 4]))  # type: ignore[attr-defined, no-any-return]

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

    real = wiping.overwrite_head
    monkeypatch.setattr(
        "legalaid_desktop.services.destroy.overwrite_head", lambda file: real(cast(BinaryIO, Stopping(file)))
    )
    if writes == 8:
        monkeypatch.setattr(wiping, "LOGS", ("missing",))
        monkeypatch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError(5, "input/output error")))
        report = destroy(vault, without_backup="обыск")
        monkeypatch.undo()
        assert report.remains == ("data", "head")
    else:
        with pytest.raises(Killed):
            destroy(vault, without_backup="обыск")
    monkeypatch.undo()
    if writes <= 4:
        with open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK) as opened:
            assert all_records(opened) == before
        with pytest.raises(WrongUse):
            remove_remains(tmp_path / "v")
    else:
        with pytest.raises(VaultDestroyed):
            open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK)
        assert remove_remains(tmp_path / "v").folder_removed


def test_a_disk_that_refuses_leaves_the_vault_whole(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(5, "input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DestinationNotWritable):
        destroy(vault, without_backup="обыск")
    monkeypatch.undo()
    open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK).close()


def test_a_damaged_header_is_not_taken_for_a_destroyed_one(vault: Briefcase, tmp_path: Path) -> None:
    vault.close()
    copy = tmp_path / "w"
    shutil.copytree(tmp_path / "v", copy)
    (copy / "head").write_bytes(bytes(2 * BLOCK_BYTES))
    assert not was_destroyed(tmp_path / "v")
    assert not was_destroyed(copy)
    with pytest.raises(HeaderDamaged) as caught:
        open_briefcase(copy, passphrase(), clock=CLOCK)
    assert caught.value.code == "header_damaged"


def test_leaving_with_nothing_needs_the_words_of_the_newest_backup(vault: Briefcase, tmp_path: Path) -> None:
    old = backed_up(vault, tmp_path, "first.age")
    vault.notes.record(None, "ещё одна")
    with pytest.raises(NoFreshBackup):
        leave_with_nothing(vault, read_back=old)
    words = backed_up(vault, tmp_path, "second.age")
    assert len(words.split()) == 4 and words != old
    for wrong in (old, "", "дом дом", " ".join(reversed(words.split())), f"{words} дом", "чепуха чепуха чепуха чепуха"):
        with pytest.raises(CheckPhraseDiffers):
            leave_with_nothing(vault, read_back=wrong)
    with pytest.raises(WrongUse):
        leave_with_nothing(vault)
    with pytest.raises(WrongUse):
        leave_with_nothing(vault, without_receipt="  ")
    assert (tmp_path / "v" / "head").exists()
    english = verify_backup(tmp_path / "second.age", tmp_path / "id", lang="en").check_phrase
    leave_with_nothing(vault, read_back=english.upper().replace(" ", ", "))
    assert not (tmp_path / "v").exists()


def test_only_who_opens_a_backup_can_say_its_words(vault: Briefcase, tmp_path: Path) -> None:
    """The words hang on what lies inside: two vaults with the same file hash would have others."""
    words = backed_up(vault, tmp_path)
    data = bytearray((tmp_path / "copy.age").read_bytes())
    data[-1] ^= 1
    (tmp_path / "bad.age").write_bytes(data)
    report = verify_backup(tmp_path / "bad.age", tmp_path / "id")
    assert not report.ok and report.check_phrase == ""
    assert words not in (tmp_path / "copy.age").read_bytes().decode("utf-8", "ignore")


def test_a_vault_with_damaged_data_can_be_destroyed_by_who_opens_its_header(vault: Briefcase, tmp_path: Path) -> None:
    vault.close()
    (tmp_path / "v" / "data").write_bytes(os.urandom(20_000))
    with pytest.raises(WrongUse):
        destroy_unread(tmp_path / "v", passphrase(), without_backup="")
    with pytest.raises(WrongPassphrase):
        destroy_unread(tmp_path / "v", passphrase("x"), without_backup="повреждено")
    assert names(tmp_path / "v") == ["data", "head"]
    assert destroy_unread(tmp_path / "v", passphrase(), without_backup="повреждено").folder_removed


def test_what_is_open_for_reading_only_is_neither_destroyed_nor_renewed(vault: Briefcase, tmp_path: Path) -> None:
    vault.close()
    with open_briefcase_read_only(tmp_path / "v", passphrase(), clock=CLOCK) as reading:
        with pytest.raises(VaultReadOnly):
            destroy(reading, without_backup="обыск")
        with pytest.raises(VaultReadOnly):
            change_everything(reading, [WayIn(passphrase("x"))], fast=True)
    assert names(tmp_path / "v") == ["data", "head"]
