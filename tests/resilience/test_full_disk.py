"""A disk of 8 MB that is full: the old state stays whole, the words say so, and after room was made the retry works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from legalaid_desktop.errors import DestinationNotWritable, DiskFull
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.error_words import explain
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.new_key import WayIn, change_everything
from legalaid_desktop.services.salvage import salvage_vault
from tests.resilience.operations import AT_REST, PAPER, REF, check_old, check_whole, filled, names, opened, phrase
from tests.resilience.staging import ROOT
from tests.rounds import LONG
from tests.services.test_drafting import DAY, LIFT, S03
from tests.services.vaults import CLOCK, SAMPLES

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs"),
]

_MOUNT = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs"]
_INSIDE = "LEGALAID_OWN_MOUNTS"
"""Set in the process that runs these tests over again with mounts of its own."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run([*_MOUNT, place], capture_output=True).returncode:
        pytest.skip("this process may mount nothing: see test_with_mounts_of_its_own")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def vault(disk: Path, quick: None) -> Path:
    filled(disk / "vault")
    with opened(disk / "vault") as briefcase:
        briefcase.cases.import_files([path for path in SAMPLES if path.stem.startswith("S03")])
    return disk / "vault"


def fill(disk: Path, *, but: int = 0) -> Path:
    """Take all room but ``but`` bytes."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        left = shutil.disk_usage(disk).free - but
        while left > 0:
            try:
                left -= file.write(bytes(min(left, 65536)))
                file.flush()
            except OSError:
                break
    return filler


def told_full(action: Callable[[], object]) -> None:
    """It fails with exit status 8, and the words speak of room in all three languages."""
    with pytest.raises((DiskFull, DestinationNotWritable)) as caught:
        action()
    assert caught.value.exit_status == 8
    assert isinstance(caught.value, DiskFull), f"told as {caught.value.code}: {caught.value.facts}"
    for lang, word in (("ru", "мест"), ("be", "мес"), ("en", "room")):
        message, advice = explain(caught.value, lang)
        assert word in message and advice.strip()


def save_note(briefcase: Briefcase, disk: Path) -> None:
    briefcase.notes.record(REF, "слово " * 40_000)


def save_evidence(briefcase: Briefcase, disk: Path) -> None:
    briefcase.evidence.add_bytes(REF, os.urandom(1_000_000), title="новая бумага")


def back_up(briefcase: Briefcase, disk: Path) -> None:
    identity = disk.parent / "identity"
    recipient = identity.read_text() if identity.exists() else new_identity(disk.parent / "key").recipient
    identity.write_text(recipient)
    briefcase.backups.create([recipient], disk / "b.age")


def save_document(briefcase: Briefcase, disk: Path) -> None:
    made = briefcase.drafting.make(S03, "C1", out=disk / "papers", as_of=DAY, overrides=LIFT)
    assert {file.format for file in made.files} == {"docx", "pdf"}, made.findings


def save_paper(briefcase: Briefcase, disk: Path) -> None:
    (old,) = (paper for paper in briefcase.cases.record(REF).evidence or () if paper.title == "старая бумага")
    briefcase.evidence.get(REF, old.id, disk / "out.bin")


def change_phrase(briefcase: Briefcase, disk: Path) -> None:
    with phrase("новая фраза") as secret:
        briefcase.key_slots.change_passphrase("0", secret, fast=True)


ACTIONS: dict[str, Callable[[Briefcase, Path], None]] = {
    "note": save_note,
    "evidence": save_evidence,
    "backup": back_up,
    "paper": save_paper,
    "document": save_document,
    "passphrase": change_phrase,
}


@pytest.mark.parametrize("room", [0, 40_000, 300_000] if not LONG else [0, *range(4096, 600_000, 8192)])
@pytest.mark.parametrize("name", list(ACTIONS))
def test_full_while(vault: Path, disk: Path, name: str, room: int) -> None:
    action = ACTIONS[name]
    with opened(vault) as briefcase:
        notes = briefcase.notes.of(REF)
        filler = fill(disk, but=room)
        before = names(disk)
        text = "первая фраза"
        try:
            action(briefcase, disk)
        except (DiskFull, DestinationNotWritable) as error:
            failure = error

            def again() -> None:
                raise failure

            told_full(again)
            assert names(disk) - {"vault/data-wal"} == before - {"vault/data-wal"}
            check_old(briefcase)
            assert briefcase.notes.of(REF) == notes
            filler.unlink()
            action(briefcase, disk)
        else:
            assert room or name == "passphrase", "nothing was left, and it worked"
            filler.unlink()
        if name == "passphrase":
            text = "новая фраза"
    with opened(vault, text) as briefcase:
        check_old(briefcase)
        assert len(briefcase.notes.of(REF)) == len(notes) + (name == "note")
    check_whole(vault, text)


def test_full_while_the_key_is_changed(vault: Path, disk: Path) -> None:
    for room in (0, 300_000, 900_000):
        filler = fill(disk, but=room)
        briefcase = opened(vault)

        def change(held: Briefcase = briefcase) -> None:
            with phrase("новая фраза") as secret:
                change_everything(held, [WayIn(secret)], fast=True)[0].close()

        told_full(change)
        check_old(briefcase)
        briefcase.close()
        assert names(vault) == AT_REST
        check_whole(vault)
        filler.unlink()
    change(opened(vault))
    check_whole(vault, "новая фраза")


def test_full_while_salvaging(vault: Path, disk: Path) -> None:
    def salvage() -> None:
        with phrase() as secret:
            salvage_vault(vault, secret, disk / "saved", clock=CLOCK, fast_kdf=True)

    for room in (0, 200_000, 700_000):
        filler = fill(disk, but=room)
        told_full(salvage)
        assert {path.name for path in disk.iterdir()} == {"vault", "filler"}
        filler.unlink()
    salvage()
    check_whole(disk / "saved")
    check_whole(vault)


def test_the_command_line_says_so_and_ends_with_eight(vault: Path, disk: Path, tmp_path: Path, quick: None) -> None:
    # The program itself derives keys in earnest: a vault of its own for it.
    secret = tmp_path / "phrase"
    secret.write_text("фраза для проверки")
    secret.chmod(0o600)
    program = [sys.executable, "-m", "legalaid_desktop"]
    env = dict(os.environ, PYTHONPATH=str(ROOT / "src"))
    own = ["--vault", str(disk / "own"), "--passphrase-file", str(secret)]

    def legalaid(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*program, *words], capture_output=True, text=True, env=env)

    made = legalaid("vault", "create", *own, "--kdf", "fast")
    assert made.returncode == 0, made.stderr
    recipient = new_identity(tmp_path / "key").recipient
    filler = fill(disk, but=100_000)
    full = legalaid("backup", "create", *own, "--to", recipient, "--out", str(disk / "b.age"), "--json", "--lang", "en")
    assert full.returncode == 8, (full.stdout, full.stderr)
    assert (
        json.loads(full.stdout)["error"]["code"] == "disk_full"
        and "room" in json.loads(full.stdout)["error"]["message"]
    )
    assert not (disk / "b.age").exists()
    filler.unlink()
    again = legalaid("backup", "create", *own, "--to", recipient, "--out", str(disk / "b.age"))
    assert again.returncode == 0, again.stderr


def test_with_mounts_of_its_own() -> None:
    """Where this process may mount nothing, the tests run in one that may, if the system has such."""
    if os.environ.get(_INSIDE) or os.geteuid() == 0:
        return
    allowed = subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0
    if not allowed:
        pytest.skip("NO FULL DISK WAS TRIED: neither root nor user namespaces here.")
    run = subprocess.run(
        ["unshare", "-rm", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__],
        env=dict(os.environ, **{_INSIDE: "1"}),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-3000:]


def test_what_paper_is_saved_is_whole(vault: Path, disk: Path) -> None:
    with opened(vault) as briefcase:
        save_paper(briefcase, disk)
    assert (disk / "out.bin").read_bytes() == PAPER
