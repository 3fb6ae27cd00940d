"""Change everything: the same records under a new key; a stop at any moment leaves the old vault or the new one."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationNotWritable,
    DiskFull,
    KeyFileUnusable,
    NewKeyWaits,
    NoRoomForWay,
    RecoveryDoesNotFit,
    VaultInUse,
    WrongPassphrase,
)
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.key_slots import make_key_file, open_with_coordinators, open_with_recovery
from legalaid_desktop.services.new_key import NewSheets, WayIn, change_everything, planned_ways
from legalaid_desktop.services.opening import open_briefcase, open_briefcase_read_only
from legalaid_desktop.services.salvage import salvage_vault
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.vault.recovery_shares import Share
from legalaid_desktop.vault.renewal import finish_renewal
from tests.services.backup_bench import CLOCK, all_records, filled_vault, names, passphrase

pytestmark = pytest.mark.usefixtures("quick_vaults")

OLD, NEW = "берёза-трамвай-7", "новая фраза после обыска"


def open_with(folder: Path, text: str) -> Briefcase:
    return open_briefcase(folder, passphrase(text), clock=CLOCK)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Briefcase]:
    briefcase = filled_vault(tmp_path / "v", tmp_path)
    yield briefcase
    briefcase.close()


def renewed(vault: Briefcase, text: str = NEW, **options: Any) -> Briefcase:
    opened, _ = change_everything(vault, [WayIn(passphrase(text))], fast=True, **options)
    return opened


def whole(folder: Path) -> dict[str, Any]:
    """What stands in the vault, opened by the passphrase that opens it; the vault is checked whole, too."""
    for text in (NEW, OLD):
        try:
            with open_with(folder, text) as briefcase:
                records = all_records(briefcase)
        except WrongPassphrase:
            continue
        assert check_vault(folder, passphrase(text), clock=CLOCK).ok
        assert names(folder) == ["data", "head"]
        return {**records, "passphrase": text}
    raise AssertionError("neither passphrase opens the vault")


def test_everything_is_the_same_under_the_new_key(vault: Briefcase, tmp_path: Path) -> None:
    before = all_records(vault)
    old = {name: (tmp_path / "v" / name).read_bytes() for name in ("head", "data")}
    with renewed(vault) as opened:
        assert all_records(opened) == before
        assert opened.journal.problems() == ()
        assert opened.journal.entries(newest=1)[0].kind == "vault_key"
    assert whole(tmp_path / "v") == {**before, "passphrase": NEW}
    with pytest.raises(WrongPassphrase):
        open_with(tmp_path / "v", OLD)
    assert not set(chunks(old["data"])) & set(chunks((tmp_path / "v" / "data").read_bytes()))
    assert not set(chunks(old["head"])) & set(chunks((tmp_path / "v" / "head").read_bytes()))


def chunks(data: bytes) -> list[bytes]:
    return [data[at : at + 32] for at in range(0, len(data), 512)]


def test_old_and_new_files_do_not_mix(vault: Briefcase, tmp_path: Path) -> None:
    vault.checkpoint()
    vault.close()
    old = tmp_path / "old"
    shutil.copytree(tmp_path / "v", old)
    renewed(open_with(tmp_path / "v", OLD)).close()
    for mixed, header, data, text in (
        (tmp_path / "mixed1", old, tmp_path / "v", OLD),
        (tmp_path / "mixed2", tmp_path / "v", old, NEW),
    ):
        mixed.mkdir()
        shutil.copy(header / "head", mixed / "head")
        shutil.copy(data / "data", mixed / "data")
        with pytest.raises(DatabaseDamaged):
            open_with(mixed, text)
        assert names(mixed) == ["data", "head"]


def test_a_stop_at_any_step_leaves_the_old_vault_or_the_new_one(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = all_records(vault)
    with snapshots(tmp_path / "v", tmp_path / "states", monkeypatch) as taken:
        renewed(vault).close()
    assert len(taken) >= 8
    found = []
    for state in taken:
        records = whole(state)
        found.append(records.pop("passphrase"))
        assert records == expected
    # One moment of change, and no way back behind it.
    assert found == sorted(found, key=lambda text: text == NEW)
    assert {OLD, NEW} == set(found)


@contextmanager
def snapshots(folder: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Copy the vault as it is before each file operation inside it: what a kill at that moment leaves."""
    taken: list[Path] = []
    seen: list[list[tuple[str, bytes]]] = []
    busy = [False, True]  # copying now; on

    def take() -> None:
        if busy[0] or not busy[1]:
            return
        busy[0] = True
        state = [
            (str(path), hashlib.blake2b(path.read_bytes() if path.is_file() else b"folder").digest())
            for path in sorted(folder.rglob("*"))
        ]
        if state not in seen:
            seen.append(state)
            taken.append(into / str(len(taken)))
            shutil.copytree(folder, taken[-1])
        busy[0] = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
        if writes or event in {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link"}:
            take()

    def fsync(number: int) -> None:
        take()
        real_fsync(number)
        take()

    real_fsync = os.fsync
    monkeypatch.setattr(os, "fsync", fsync)
    sys.addaudithook(hook)  # there is no way to take it off again
    try:
        yield taken
    finally:
        busy[1] = False


def stop_at(part: float) -> Callable[[int, int], None]:
    class Stop(Exception):
        pass

    def watch(done: int, total: int) -> None:
        if done >= part * total:
            raise Stop

    watch.stop = Stop  # type: ignore[attr-defined]
    return watch


@pytest.mark.parametrize("part", [0, 0.2, 0.3, 0.5, 0.75, 1])
def test_cancelling_leaves_the_old_vault_open(vault: Briefcase, tmp_path: Path, part: float) -> None:
    before = all_records(vault)
    watch = stop_at(part)
    with pytest.raises(watch.stop):  # type: ignore[attr-defined]
        renewed(vault, watch=watch)
    assert "new" not in names(tmp_path / "v") and "new.part" not in names(tmp_path / "v")
    vault.notes.record(None, "после отмены")
    assert all_records(vault)["cases"] == before["cases"]
    vault.close()
    assert whole(tmp_path / "v")["passphrase"] == OLD


def test_the_lock_is_held_all_the_way(vault: Briefcase, tmp_path: Path) -> None:
    tried = []

    def watch(done: int, total: int) -> None:
        with pytest.raises(VaultInUse):
            open_with(tmp_path / "v", OLD)
        tried.append(done)

    opened = renewed(vault, watch=watch)
    vault.close()  # the old one is closed already; closing it again must not give the new one's lock away
    with pytest.raises(VaultInUse):
        open_with(tmp_path / "v", NEW)
    opened.close()
    open_with(tmp_path / "v", NEW).close()
    assert tried


def test_damage_is_not_carried_into_a_new_file(vault: Briefcase, tmp_path: Path) -> None:
    vault.vault.db.run("UPDATE note SET mac = zeroblob(16) WHERE row = (SELECT min(row) FROM note)")
    with pytest.raises(DatabaseDamaged):
        renewed(vault)
    vault.close()
    assert names(tmp_path / "v") == ["data", "head"]
    open_with(tmp_path / "v", OLD).close()


def test_no_room_is_said_before_anything_is_written(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 100, 0))
    with pytest.raises(DiskFull):
        renewed(vault)
    assert "new.part" not in names(tmp_path / "v")


def test_a_second_change_follows_the_first(vault: Briefcase, tmp_path: Path) -> None:
    before = all_records(vault)
    first = renewed(vault)
    second = renewed(first, OLD)
    second.close()
    assert whole(tmp_path / "v") == {**before, "passphrase": OLD}


def test_every_kind_of_way_is_made_anew(vault: Briefcase, tmp_path: Path) -> None:
    first, second = (new_identity(tmp_path / name) for name in ("anna", "boris"))
    make_key_file(tmp_path / "stick")
    slots = vault.key_slots
    slots.add_passphrase(passphrase("другая"), label="дома")
    slots.add_passphrase(passphrase("с файлом"), label="флешка", key_file=tmp_path / "stick")
    slots.add_coordinators((first.recipient, second.recipient), label="координаторы")
    old_sheets = slots.make_recovery()
    ways = [
        WayIn(passphrase("с файлом"), key_file=tmp_path / "stick"),
        WayIn(passphrase(NEW), label="новая"),
    ]
    planned = planned_ways(vault, ways, sheets=True)
    assert [(way.slot.kind, way.fate.value) for way in planned] == [
        ("passphrase", "gone"),
        ("passphrase", "gone"),
        ("passphrase_and_key_file", "stays"),
        ("coordinators", "stays"),
        ("recovery", "renewed"),
    ]
    kept: list[tuple[Share, ...]] = []
    opened, report = change_everything(vault, ways, sheets=NewSheets(keep=kept.append), fast=True)
    assert report.before == planned
    assert [(slot.kind, slot.label) for slot in report.slots] == [
        ("passphrase_and_key_file", "флешка"),
        ("passphrase", "новая"),
        ("coordinators", "координаторы"),
        ("recovery", ""),
    ]
    assert report.recovery is not None and kept == [report.recovery.shares]
    assert opened.journal.problems() == () and opened.key_file == tmp_path / "stick"
    opened.close()
    for text in (OLD, "другая"):
        with pytest.raises(WrongPassphrase):
            open_with(tmp_path / "v", text)
    with pytest.raises(RecoveryDoesNotFit):
        open_with_recovery(tmp_path / "v", old_sheets.shares[:2], clock=CLOCK)
    open_with(tmp_path / "v", NEW).close()
    open_briefcase(tmp_path / "v", passphrase("с файлом"), clock=CLOCK, key_file=tmp_path / "stick").close()
    open_with_recovery(tmp_path / "v", kept[0][1:], clock=CLOCK).close()
    open_with_coordinators(tmp_path / "v", [tmp_path / "anna", tmp_path / "boris"], clock=CLOCK).close()
    assert check_vault(tmp_path / "v", passphrase(NEW), clock=CLOCK).ok


def test_sheets_that_cannot_be_kept_stop_the_change(vault: Briefcase, tmp_path: Path) -> None:
    def refuse(_: object) -> None:
        raise DestinationNotWritable(path="printer")

    with pytest.raises(DestinationNotWritable):
        renewed(vault, sheets=NewSheets(keep=refuse))
    assert all_records(vault)["unsaved"]
    vault.close()
    assert whole(tmp_path / "v")["passphrase"] == OLD


def test_too_many_ways_are_refused_before_anything_is_written(vault: Briefcase, tmp_path: Path) -> None:
    ways = [WayIn(passphrase(f"фраза {n}")) for n in range(8)]
    with pytest.raises(NoRoomForWay):
        change_everything(vault, ways, sheets=NewSheets(), fast=True)
    assert "new.part" not in names(tmp_path / "v")


def test_the_vaults_own_old_backups_still_restore(vault: Briefcase, tmp_path: Path) -> None:
    before = all_records(vault)
    other = new_identity(tmp_path / "id")
    vault.backups.create([other.recipient], tmp_path / "old.age")
    opened, report = change_everything(vault, [WayIn(passphrase(NEW))], fast=True)
    with opened:
        assert report.own_recipient != report.earlier_own_recipient
        assert opened.backups.verify(tmp_path / "old.age").ok
        opened.backups.create([other.recipient], tmp_path / "new.age")
        assert opened.backups.verify(tmp_path / "new.age").ok
        opened.backups.restore(tmp_path / "old.age", tmp_path / "w", passphrase("w"), fast_kdf=True)
    with open_with(tmp_path / "w", "w") as restored:
        assert all_records(restored) == before


def test_the_log_of_the_old_database_never_reaches_the_new_one(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed right behind the moment of the change, with confirmed records still in the old log."""
    vault.notes.record(None, "в журнале старого файла")
    expected = all_records(vault)
    log = (tmp_path / "v" / "data-wal").read_bytes()
    assert len(log) > 4096

    class Killed(BaseException):
        pass

    def kill(folder: Path, _: object) -> None:
        shutil.copytree(folder, tmp_path / "w")
        raise Killed

    monkeypatch.setattr("legalaid_desktop.services.new_key.finish_renewal", kill)
    with pytest.raises(Killed):
        renewed(vault)
    monkeypatch.undo()
    assert names(tmp_path / "w" / "new") == ["data", "head"]
    (tmp_path / "w" / "data-wal").write_bytes(log)
    assert whole(tmp_path / "w") == {**expected, "passphrase": NEW}


def test_a_disk_that_damaged_what_was_to_come_leaves_the_old_vault(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = all_records(vault)

    class Killed(BaseException):
        pass

    def kill(folder: Path, _: object) -> None:
        shutil.copytree(folder, tmp_path / "w")
        raise Killed

    monkeypatch.setattr("legalaid_desktop.services.new_key.finish_renewal", kill)
    with pytest.raises(Killed):
        renewed(vault)
    monkeypatch.undo()
    head = tmp_path / "w" / "new" / "head"
    head.write_bytes(bytes(len(head.read_bytes())))
    assert whole(tmp_path / "w") == {**expected, "passphrase": OLD}


def test_a_change_of_the_key_that_stopped_is_named_to_who_only_reads(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither "damaged" nor "does not fit": an ordinary opening finishes it."""
    expected = all_records(vault)
    folder = tmp_path / "w"

    class Killed(BaseException):
        pass

    def kill(there: Path, _: object) -> None:
        shutil.copytree(there, folder)
        raise Killed

    monkeypatch.setattr("legalaid_desktop.services.new_key.finish_renewal", kill)
    with pytest.raises(Killed):
        renewed(vault)
    monkeypatch.undo()

    with open_briefcase_read_only(folder, passphrase(OLD), clock=CLOCK) as still_old:
        assert all_records(still_old) == expected
    with pytest.raises(NewKeyWaits):
        open_briefcase_read_only(folder, passphrase(NEW), clock=CLOCK)
    (folder / "new" / "data").replace(folder / "data")
    before = {path.name: path.read_bytes() for path in (folder / "head", folder / "data", folder / "new" / "head")}
    for text in (OLD, NEW):
        with pytest.raises(NewKeyWaits):
            open_briefcase_read_only(folder, passphrase(text), clock=CLOCK)
        with pytest.raises(NewKeyWaits):
            salvage_vault(folder, passphrase(text), tmp_path / "saved", clock=CLOCK, fast_kdf=True)
    assert not (tmp_path / "saved").exists()
    assert names(folder) == ["data", "head", "new"]
    assert before == {
        path.name: path.read_bytes() for path in (folder / "head", folder / "data", folder / "new" / "head")
    }
    assert whole(folder) == {**expected, "passphrase": NEW}
    with pytest.raises(WrongPassphrase):
        open_briefcase_read_only(folder, passphrase(OLD), clock=CLOCK)


@pytest.mark.parametrize(
    ("from_where", "moved"), [("synchronised", False), ("after_a_change_of_ways", True), ("another_vault", False)]
)
def test_a_change_of_the_key_that_was_brought_back_undoes_nothing(
    vault: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, from_where: str, moved: bool
) -> None:
    """A program that synchronises folders brings back what was removed: ``new`` of a change long in force."""
    kept = tmp_path / "kept"

    def remember(folder: Path, head: Any) -> None:
        shutil.copytree(folder / "new", kept)
        finish_renewal(folder, head)

    monkeypatch.setattr("legalaid_desktop.services.new_key.finish_renewal", remember)
    opened = renewed(vault)
    monkeypatch.undo()
    with opened:
        opened.notes.record(None, "написано после смены ключа")
        if from_where == "after_a_change_of_ways":
            opened.key_slots.add_passphrase(passphrase("вторая"), fast=True)
        expected = all_records(opened)
    if from_where == "another_vault":
        shutil.rmtree(kept)
        filled_vault(kept, tmp_path).close()
    if moved:
        (kept / "data").unlink()
    folder = tmp_path / "v"
    shutil.copytree(kept, folder / "new")
    with open_with(folder, NEW) as again:
        assert all_records(again) == expected
    report = check_vault(folder, passphrase(NEW), clock=CLOCK)
    assert [problem.code for problem in report.problems] == ["left_over"]
    with open_with(folder, NEW) as again, pytest.raises(DestinationNotWritable):
        renewed(again, OLD)
    assert "new.part" not in names(folder) and "head" in names(folder / "new")
    with open_with(folder, NEW) as again:
        assert all_records(again) == expected


@pytest.mark.parametrize("name", ["new", "new.part"])
def test_a_link_in_a_vault_from_others_leads_nowhere(vault: Briefcase, tmp_path: Path, name: str) -> None:
    """Whoever opens a stranger's vault must not lose his own through a link in it."""
    vault.close()
    shutil.copytree(tmp_path / "v", tmp_path / "stranger")
    own = {path.name: path.read_bytes() for path in (tmp_path / "v").iterdir()}
    (tmp_path / "stranger" / name).symlink_to(tmp_path / "v", target_is_directory=True)
    open_with(tmp_path / "stranger", OLD).close()
    (tmp_path / "stranger" / name).unlink()
    (tmp_path / "stranger" / name).mkdir()
    for file in ("head", "data"):
        (tmp_path / "stranger" / name / file).symlink_to(tmp_path / "v" / file)
    open_with(tmp_path / "stranger", OLD).close()
    assert {path.name: path.read_bytes() for path in (tmp_path / "v").iterdir()} == own
    assert not (tmp_path / "stranger" / "data").is_symlink()


def test_the_old_header_as_key_file_would_lock_everybody_out(vault: Briefcase) -> None:
    before = names(vault.folder)
    with pytest.raises(KeyFileUnusable):
        change_everything(vault, [WayIn(passphrase(NEW), key_file=vault.folder / "head")], fast=True)
    assert names(vault.folder) == before
    vault.close()
    assert whole(vault.folder)
