"""A backup is restored before it counts; what comes back equals what went in; what is damaged leaves nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pyrage import x25519

from legalaid_desktop.errors import (
    BackupDamaged,
    DatabaseDamaged,
    DestinationExists,
    DestinationNotWritable,
    DiskFull,
    FolderNotEmpty,
    NotFound,
    WrongIdentity,
    WrongPassphrase,
    WrongUse,
)
from legalaid_desktop.services.backup_copy import scratch_folder
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.restoring import restore_backup, verify_backup
from legalaid_desktop.services.vault_health import check_vault
from tests.services.backup_bench import (
    CANARY,
    CLOCK,
    TODAY,
    all_records,
    filled_vault,
    names,
    passphrase,
)

pytestmark = pytest.mark.usefixtures("quick_vaults")


class Made(NamedTuple):
    folder: Path
    file: Path
    identity: Path
    recipient: str
    records: dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One vault and one backup of it, made once and only read."""
    folder = tmp_path_factory.mktemp("made")
    key = new_identity(folder / "id")
    with filled_vault(folder / "v", folder) as briefcase:
        briefcase.backups.create([key.recipient], folder / "backup.age")
        records = all_records(briefcase)
    return Made(folder, folder / "backup.age", folder / "id", key.recipient, records)


@pytest.fixture
def briefcase(made: Made, tmp_path: Path) -> Iterator[Briefcase]:
    """A copy of the vault, open."""
    shutil.copytree(made.folder / "v", tmp_path / "v")
    with open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK) as opened:
        yield opened


def refused(file: Path, made: Made, tmp_path: Path) -> str:
    """The code with which restoring is refused; checks that nothing stays behind and verifying agrees."""
    before = names(tmp_path)
    with pytest.raises((BackupDamaged, WrongIdentity)) as caught:
        restore_backup(file, tmp_path / "new" / "vault", made.identity, passphrase("x"), clock=CLOCK, fast_kdf=True)
    assert names(tmp_path) == before
    try:
        report = verify_backup(file, made.identity)
    except WrongIdentity:
        assert caught.type is WrongIdentity
    else:
        assert not report.ok and report.problems
    assert names(tmp_path) == before
    return caught.value.code


def test_the_receipt_is_true_and_kept(briefcase: Briefcase, made: Made, tmp_path: Path) -> None:
    assert briefcase.backups.status().last_created_at == CLOCK.now()  # from the vault that was copied
    out = tmp_path / "b.age"
    other = new_identity(tmp_path / "id2").recipient
    receipt = briefcase.backups.create([made.recipient, other, f" {other} "], out)
    assert (receipt.file, receipt.bytes) == (out, out.stat().st_size)
    assert receipt.sha256 == subprocess.run(["sha256sum", out], capture_output=True, text=True).stdout.split()[0]
    assert receipt.cases == len(briefcase.cases.rows(TODAY)) > 5
    assert receipt.recipients == (made.recipient, other)
    status = briefcase.backups.status()
    assert (status.last_created_at, status.last_verified_at) == (CLOCK.now(), CLOCK.now())
    assert status.recipients == (made.recipient, other)
    assert [entry.kind for entry in briefcase.journal.entries(newest=1)] == ["backup"]
    assert names(tmp_path) == ["b.age", "id2", "v"]
    if os.name == "posix":
        assert out.stat().st_mode & 0o777 == 0o600
    for identity in (made.identity, tmp_path / "id2"):
        assert verify_backup(out, identity).ok


def test_verifying_needs_no_vault_and_says_what_the_receipt_said(made: Made) -> None:
    before = names(made.folder)
    report = verify_backup(made.file, made.identity)
    assert report.ok and report.problems == ()
    assert (report.bytes, report.recipients) == (made.file.stat().st_size, (made.recipient,))
    assert report.created_at == CLOCK.now() and report.cases == len(made.records["cases"])
    assert names(made.folder) == before


def test_a_restored_vault_equals_the_old_one_and_passes_its_check(made: Made, tmp_path: Path) -> None:
    into = tmp_path / "a" / "v"
    restored = restore_backup(made.file, into, made.identity, passphrase("новая"), clock=CLOCK, fast_kdf=True)
    assert names(into) == ["data", "head"]
    assert (restored.vault, restored.cases) == (into, len(made.records["cases"]))
    assert [slot.kind for slot in restored.slots] == ["passphrase"]
    assert check_vault(into, passphrase("новая"), clock=CLOCK).ok
    with pytest.raises(WrongPassphrase):
        open_briefcase(into, passphrase(), clock=CLOCK)
    with (
        open_briefcase(into, passphrase("новая"), clock=CLOCK) as new,
        open_briefcase(made.folder / "v", passphrase(), clock=CLOCK) as old,
    ):
        assert all_records(new) == made.records == all_records(old)
        assert new.keys.vault_id != old.keys.vault_id
        assert new.keys.subkey("database").view() != old.keys.subkey("database").view()
        assert new.backups.own_identity() != old.backups.own_identity()
        assert new.journal.problems() == ()
        # The journal of the old vault, and one line of its own.
        length = len(old.journal.entries()) - 1  # the old one noted the backup after it was made
        assert new.journal.entries()[1:] == old.journal.entries()[-length:]
        (place,) = [
            (ref, item["id"])
            for ref in made.records["cases"]
            for item in new.cases.show(ref)["evidence"]
            if item["title"] == "Копия решения"
        ]
        assert new.evidence.open_bytes(*place) == bytes(range(256)) * 9000
        new.backups.create([made.recipient], tmp_path / "again.age")
    assert verify_backup(tmp_path / "again.age", made.identity).ok


def test_the_standard_tool_opens_it(made: Made, tmp_path: Path) -> None:
    if shutil.which("age") is None:
        pytest.skip("the age tool is not installed")
    run = subprocess.run(["age", "-d", "-i", made.identity, "-o", tmp_path / "plain", made.file], check=False)
    assert run.returncode == 0
    plain = (tmp_path / "plain").read_bytes()
    assert plain.startswith(b"LGLDBAK\x01") and len(plain) > 65536 + 2_000_000
    # What age holds is itself encrypted: no text of the vault is readable even there.
    assert CANARY.encode() not in plain and "Копия решения".encode() not in plain


def test_an_identity_of_the_standard_tool_is_as_good(briefcase: Briefcase, tmp_path: Path) -> None:
    if shutil.which("age-keygen") is None:
        pytest.skip("the age tool is not installed")
    subprocess.run(["age-keygen", "-o", tmp_path / "theirs"], check=True, capture_output=True)
    recipient = subprocess.run(
        ["age-keygen", "-y", tmp_path / "theirs"], check=True, capture_output=True, text=True
    ).stdout.strip()
    briefcase.backups.create([recipient], tmp_path / "b.age")
    assert verify_backup(tmp_path / "b.age", tmp_path / "theirs").ok


def test_the_vaults_own_key_opens_its_backups_and_only_its(made: Made, briefcase: Briefcase, tmp_path: Path) -> None:
    own = briefcase.backups._identity()
    (tmp_path / "own").write_text(str(own))
    assert str(own.to_public()) == briefcase.backups.own_identity().recipient
    assert verify_backup(made.file, tmp_path / "own").ok


def test_a_strangers_key_does_not_open_it(made: Made, tmp_path: Path) -> None:
    new_identity(tmp_path / "stranger")
    with pytest.raises(WrongIdentity):
        verify_backup(made.file, tmp_path / "stranger")
    with pytest.raises(WrongIdentity):
        restore_backup(made.file, tmp_path / "v", tmp_path / "stranger", passphrase(), fast_kdf=True)
    assert names(tmp_path) == ["stranger"]


def test_missing_and_senseless_files_are_told_apart(made: Made, tmp_path: Path) -> None:
    for file, identity, kind in (
        (tmp_path / "no.age", made.identity, NotFound),
        (made.file, tmp_path / "no.key", NotFound),
        (tmp_path, made.identity, NotFound),
        (made.file, made.file, WrongIdentity),
    ):
        with pytest.raises(kind):
            verify_backup(file, identity)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "text").write_text("Уважаемый коллега!")
    for name in ("empty", "text"):
        assert refused(tmp_path / name, made, tmp_path) == "backup_damaged"


@pytest.mark.parametrize("seed", range(3))
def test_a_cut_backup_is_refused_and_leaves_nothing(made: Made, tmp_path: Path, seed: int) -> None:
    data = made.file.read_bytes()
    file = tmp_path / "cut.age"
    lengths = {0: [10, 200, len(data) - 1, len(data) - 16], 1: [len(data) - 65552, 65000, 140000]}.get(
        seed, random.Random(seed).sample(range(700, len(data)), 6)
    )
    for length in lengths:
        file.write_bytes(data[:length])
        assert refused(file, made, tmp_path) == "backup_damaged"


@pytest.mark.parametrize("seed", range(4))
def test_an_altered_backup_is_refused_and_leaves_nothing(made: Made, tmp_path: Path, seed: int) -> None:
    data = made.file.read_bytes()
    file = tmp_path / "altered.age"
    body = data.index(b"\n---") + 60
    for at in random.Random(seed).sample(range(body, len(data)), 5):
        file.write_bytes(data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :])
        assert refused(file, made, tmp_path) == "backup_damaged"
    for at in random.Random(seed).sample(range(body), 20):
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        if file.read_bytes() != data:
            assert refused(file, made, tmp_path) in {"backup_damaged", "wrong_identity"}
    file.write_bytes(data + b"\n")
    assert refused(file, made, tmp_path) == "backup_damaged"


def test_nothing_is_restored_over_anything(made: Made, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    for into in (tmp_path, tmp_path / "mine"):
        with pytest.raises(FolderNotEmpty):
            restore_backup(made.file, into, made.identity, passphrase(), fast_kdf=True)
    with pytest.raises(WrongUse):
        restore_backup(made.file, tmp_path / "v", made.identity, passphrase(""), fast_kdf=True)
    assert names(tmp_path) == ["mine"] and (tmp_path / "mine").read_text() == "mine"


@pytest.mark.parametrize(
    "to",
    [
        (),
        ("",),
        ("age1",),
        ("anna@example.org",),
        ("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",),  # the point of order one
        tuple(str(x25519.Identity.generate().to_public()) for _ in range(21)),
    ],
)
def test_wrong_recipients_make_no_backup(briefcase: Briefcase, made: Made, tmp_path: Path, to: tuple[str, ...]) -> None:
    with pytest.raises(WrongUse):
        briefcase.backups.create([*to, made.recipient] if to and len(to) == 1 else to, tmp_path / "b.age")
    assert names(tmp_path) == ["v"]


def test_a_secret_key_given_as_recipient_is_not_repeated(briefcase: Briefcase, tmp_path: Path) -> None:
    secret = str(x25519.Identity.generate())
    with pytest.raises(WrongUse) as caught:
        briefcase.backups.create([secret], tmp_path / "b.age")
    assert secret[20:] not in str(caught.value.facts)


def test_twenty_recipients_are_enough_and_allowed(briefcase: Briefcase, made: Made, tmp_path: Path) -> None:
    to = [made.recipient, *(str(x25519.Identity.generate().to_public()) for _ in range(19))]
    assert briefcase.backups.create(to, tmp_path / "b.age").recipients == tuple(to)
    assert verify_backup(tmp_path / "b.age", made.identity).ok


def test_an_existing_file_and_a_missing_folder_stop_it(briefcase: Briefcase, made: Made, tmp_path: Path) -> None:
    (tmp_path / "b.age").write_text("mine")
    with pytest.raises(DestinationExists):
        briefcase.backups.create([made.recipient], tmp_path / "b.age")
    with pytest.raises(DestinationNotWritable):
        briefcase.backups.create([made.recipient], tmp_path / "no" / "b.age")
    assert (tmp_path / "b.age").read_text() == "mine" and names(tmp_path) == ["b.age", "v"]
    assert len(briefcase.backups.receipts()) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, where this process may make one."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("mounting a small disk needs rights that this process does not have")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("filled", [3, 4, 6])  # MB of 8: full while sealing, or already while copying
def test_a_full_disk_leaves_nothing_and_the_next_try_works(
    briefcase: Briefcase, made: Made, small_disk: Path, filled: int
) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(bytes(filled * 1_000_000))
    with pytest.raises(DiskFull):
        briefcase.backups.create([made.recipient], small_disk / "b.age")
    assert names(small_disk) == ["filler"]
    assert len(briefcase.backups.receipts()) == 1 and all_records(briefcase) == made.records
    with pytest.raises(DiskFull):
        restore_backup(made.file, small_disk / "v", made.identity, passphrase(), clock=CLOCK, fast_kdf=True)
    assert names(small_disk) == ["filler"]
    filler.unlink()
    briefcase.backups.create([made.recipient], small_disk / "b.age")
    assert names(small_disk) == ["b.age"]


def test_a_receipt_that_cannot_be_kept_leaves_no_file(
    briefcase: Briefcase, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise DiskFull(path="data")

    monkeypatch.setattr(type(briefcase.vault.office), "add_receipt", full)
    with pytest.raises(DiskFull):
        briefcase.backups.create([made.recipient], tmp_path / "b.age")
    assert names(tmp_path) == ["v"]
    assert len(briefcase.backups.receipts()) == 1


def test_the_work_tells_how_far_it_is(briefcase: Briefcase, made: Made, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    briefcase.backups.create([made.recipient], tmp_path / "b.age", watch=lambda done, total: told.append((done, total)))
    assert len({total for _, total in told}) == 1
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[0][0] == 0 and told[-1][0] == told[-1][1]
    assert len(told) > 8  # more than the four passes: large vaults take minutes


class Stopped(Exception):
    """What a ticket raises when a person presses "Stop"."""


def test_stopping_at_any_moment_leaves_nothing(briefcase: Briefcase, made: Made, tmp_path: Path) -> None:
    moments = 0
    briefcase.backups.create([made.recipient], tmp_path / "b.age", watch=lambda done, total: None)
    (tmp_path / "b.age").unlink()
    receipts = len(briefcase.backups.receipts())
    for stop_at in range(100):
        left = stop_at

        def watch(done: int, total: int) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Stopped

        try:
            briefcase.backups.create([made.recipient], tmp_path / "b.age", watch=watch)
        except Stopped:
            moments += 1
            assert names(tmp_path) == ["v"]
            assert len(briefcase.backups.receipts()) == receipts
        else:
            break
    assert moments > 8
    assert verify_backup(tmp_path / "b.age", made.identity).ok


def test_a_trial_restore_goes_where_there_is_room(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "temporary"))
    beside = made.file.parent
    assert scratch_folder(made.file, 1000) == beside
    # A medium that cannot be written to, as a locked stick.
    monkeypatch.setattr("os.access", lambda place, mode: Path(place) != beside)
    assert scratch_folder(made.file, 1000) == tmp_path / "temporary"
    monkeypatch.undo()
    # Room nowhere: the first that can be written to, where it is then told that the disk is full.
    assert scratch_folder(made.file, 10**18) == beside


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_damage_in_the_vault_is_not_passed_on(briefcase: Briefcase, made: Made, tmp_path: Path, place: str) -> None:
    data = tmp_path / "v" / "data"
    size = data.stat().st_size
    at = {"first": 3000, "middle": size // 2, "last": size - 2000}[place]
    with data.open("r+b") as file:  # what a failing disk does under an open vault
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(DatabaseDamaged):
        briefcase.backups.create([made.recipient], tmp_path / "b.age")
    assert names(tmp_path) == ["v"]
