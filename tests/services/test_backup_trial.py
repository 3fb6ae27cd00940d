"""A backup counts only when it was restored on trial; damage of the vault is told as such before anything is copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from legalaid_desktop.errors import DatabaseDamaged, DestinationNotWritable
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.restoring import verify_backup
from tests.services.backup_bench import CLOCK, names, passphrase
from tests.services.vaults import SAMPLES

pytestmark = pytest.mark.usefixtures("quick_vaults")

_PASSES = 5
_COPIED, _SEALED = 2, 3
"""How many of the five passes are done when the copy lies on the disk, and when it is sealed and synced."""


class Made(NamedTuple):
    vault: Path
    identity: Path
    recipient: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("trial")
    key = new_identity(folder / "id")
    with create_briefcase(folder / "v", passphrase(), clock=CLOCK, fast_kdf=True) as briefcase:
        (case,) = briefcase.cases.import_files(SAMPLES[:1])
        paper = folder / "paper"
        paper.write_bytes(bytes(range(256)) * 4000)  # the middle of the vault: pages that counting rows does not read
        briefcase.evidence.add(case.ref, paper, title="Бумага")
    return Made(folder / "v", folder / "id", key.recipient)


@pytest.fixture
def briefcase(made: Made, tmp_path: Path) -> Iterator[Briefcase]:
    shutil.copytree(made.vault, tmp_path / "v")
    with open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK) as opened:
        yield opened


def nameless(folder: Path) -> list[Path]:
    """Return ways to the files that this process holds open in ``folder`` and that have no name there."""
    open_files, inside = Path("/proc/self/fd"), f"{folder.resolve()}/"
    return [
        link
        for link in (open_files.iterdir() if open_files.is_dir() else ())
        if link.is_symlink() and (name := str(link.readlink())).startswith(inside) and name.endswith(" (deleted)")
    ]


def sealed_in(folder: Path) -> list[Path]:
    """The backup in the making: without a name, or under a neutral one where the disk has no nameless files."""
    return nameless(folder) or [path for path in folder.glob(".*.part") if path.is_file()]


def copied_in(folder: Path) -> list[Path]:
    return [path for path in folder.glob(".*.part/.*.part") if path.is_file()]


def flip(file: Path) -> None:
    """What a failing disk does to a byte in the middle."""
    with file.open("r+b", buffering=0) as opened:
        at = file.stat().st_size // 2
        opened.seek(at)
        byte = opened.read(1)[0]
        opened.seek(at)
        opened.write(bytes([byte ^ 1]))


def cut(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size - 5000)


@pytest.mark.parametrize(
    ("after", "found", "spoil"),
    [(_SEALED, sealed_in, flip), (_SEALED, sealed_in, cut), (_COPIED, copied_in, flip)],
    ids=["sealed file, a bit", "sealed file, its end", "copy before sealing, a bit"],
)
def test_a_backup_that_the_disk_spoilt_is_none(
    briefcase: Briefcase,
    made: Made,
    tmp_path: Path,
    after: int,
    found: Callable[[Path], list[Path]],
    spoil: Callable[[Path], None],
) -> None:
    spoilt: list[Path] = []
    out = tmp_path / "out"
    out.mkdir()

    def watch(done: int, total: int) -> None:
        if done * _PASSES == after * total and not spoilt:
            for file in found(out):
                spoil(file)
                spoilt.append(file)

    before = briefcase.journal.entries()
    with pytest.raises(DestinationNotWritable) as told:
        briefcase.backups.create([made.recipient], out / "b.age", watch=watch)
    assert len(spoilt) == 1, "the test found the file in the making"
    assert told.value.facts["path"] == str(out / "b.age")
    assert names(out) == []
    assert briefcase.backups.receipts() == () and briefcase.backups.status().last_verified_at is None
    assert briefcase.journal.entries() == before
    briefcase.backups.create([made.recipient], out / "b.age")
    assert verify_backup(out / "b.age", made.identity).ok and len(briefcase.backups.receipts()) == 1


@pytest.mark.parametrize("damage", ["page", "last page", "reference"])
def test_damage_of_the_vault_is_told_as_such_before_anything_is_copied(
    briefcase: Briefcase, made: Made, tmp_path: Path, damage: str
) -> None:
    """Later checks would find it as well, but say that the disk of the backup is bad: the wrong one is replaced."""
    data = tmp_path / "v" / "data"
    if damage == "reference":
        db = briefcase.vault.db
        db._connection.set_authorizer(None)
        db._connection.execute("PRAGMA foreign_keys=off").fetchall()
        db.run("INSERT INTO deadline_mark (case_row, deadline_id, state, at, mac) VALUES (99, 'x', 'done', '', x'')")
    else:
        at = data.stat().st_size - (100 if damage == "last page" else data.stat().st_size // 2)
        with data.open("r+b") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1]))
    told: list[int] = []
    with pytest.raises(DatabaseDamaged) as caught:
        briefcase.backups.create([made.recipient], tmp_path / "b.age", watch=lambda done, _: told.append(done))
    assert caught.value.facts["reason"] == ("references" if damage == "reference" else "pages")
    assert told == [0], "nothing was copied"
    assert names(tmp_path) == ["v"]
