"""Two programs at one vault, and a folder that is copied while open: refused in words, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from legalaid_desktop.errors import LegalAidError, VaultInUse
from legalaid_desktop.services.error_words import explain
from tests.resilience.operations import AT_REST, OLD_NOTES, REF, check_old, check_whole, filled, opened
from tests.resilience.staging import ROOT
from tests.rounds import rounds

pytestmark = [pytest.mark.soak, pytest.mark.skipif(sys.platform == "win32", reason="select on a pipe")]

ENV = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "src")]))


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.resilience.writer", folder, name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=ENV,
        cwd=ROOT,
    )


@pytest.fixture
def vault(tmp_path: Path, quick: None) -> Path:
    filled(tmp_path / "vault")
    return tmp_path / "vault"


def test_a_second_opener_is_refused_in_words(vault: Path, tmp_path: Path) -> None:
    secret = tmp_path / "phrase"
    secret.write_text("первая фраза")
    secret.chmod(0o600)
    with opened(vault) as briefcase:
        with pytest.raises(VaultInUse) as caught:
            opened(vault)
        assert caught.value.facts.get("pid") in (os.getpid(), None)
        for lang in ("ru", "be", "en"):
            assert all(explain(caught.value, lang))
        common = ["--vault", str(vault), "--passphrase-file", str(secret), "--json"]
        for command in (["case", "list"], ["vault", "check"], ["backup", "status"]):
            run = subprocess.run(
                [sys.executable, "-m", "legalaid_desktop", *command, *common],
                capture_output=True,
                text=True,
                env=ENV,
            )
            assert run.returncode == 9, (command, run.stdout, run.stderr)
            assert json.loads(run.stdout)["error"]["code"] == "vault_in_use"
        briefcase.notes.record(REF, "после отказа")
    with opened(vault) as briefcase:
        check_old(briefcase)
        assert briefcase.notes.of(REF)[-1].text == "после отказа"
    check_whole(vault)


def test_four_writers_lose_nothing(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    count = rounds(5, 250)
    writers = [writer(vault, name, count) for name in ("Анна", "Борис", "Вера", "Глеб")]
    said = [json.loads(one.communicate()[0]) for one in writers]
    assert [one.returncode for one in writers] == [0, 0, 0, 0]
    with opened(vault) as briefcase:
        check_old(briefcase)
        notes = Counter(note.text.split()[0] for note in briefcase.notes.of(REF)[OLD_NOTES:])
        assert notes == dict.fromkeys(("Анна", "Борис", "Вера", "Глеб"), count)
        assert len({note.text for note in briefcase.notes.of(REF)}) == OLD_NOTES + 4 * count
    check_whole(vault)
    refused = sum(one["refused"] for one in said)
    assert refused and all(len(one["words"]) >= 3 for one in said if one["refused"])
    with capfd.disabled():
        print(f"\nfour writers: {4 * count} notes, {refused} openings refused in words, 0 lost")


def test_a_folder_copied_while_open(vault: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A copying tool reads the files one after another, under a vault that changes: the copy opens with old records
    or is refused in words, and the vault itself loses nothing."""
    busy = writer(vault, "дело", 0)
    assert busy.stdin is not None and busy.stdout is not None
    assert busy.stdout.readline() == "open\n"
    told: Counter[str] = Counter()
    wanted = rounds(6, 300)
    for number in range(wanted):
        copy = tmp_path / f"copy{number}"
        copy.mkdir()
        for name in sorted(path.name for path in vault.iterdir()):
            try:
                shutil.copy(vault / name, copy / name)
            except FileNotFoundError:
                continue  # a journal that went meanwhile
            time.sleep(0.005 * (number % 3))
        try:
            with opened(copy) as briefcase:
                check_old(briefcase)
                notes = [note.text.split()[1] for note in briefcase.notes.of(REF)[OLD_NOTES:]]
                assert notes == [str(n) for n in range(len(notes))]
                told["opened"] += 1
        except LegalAidError as error:
            assert all(all(explain(error, lang)) for lang in ("ru", "be", "en"))
            assert error.code == "database_damaged", error.code
            told[error.code] += 1
        shutil.rmtree(copy)
    busy.stdin.close()
    written = int(busy.stdout.readline())
    assert busy.wait(30) == 0
    busy.stdout.close()
    with opened(vault) as briefcase:
        check_old(briefcase)
        assert len(briefcase.notes.of(REF)) == OLD_NOTES + written
    check_whole(vault)
    assert {path.name for path in vault.iterdir()} == AT_REST
    with capfd.disabled():
        print(f"\ncopied while open: {wanted} copies under {written} changes, {dict(told)}, 0 lost in the vault")


def test_a_held_vault_can_be_copied_and_the_copy_opens(vault: Path, tmp_path: Path) -> None:
    with opened(vault) as briefcase:
        briefcase.notes.record(REF, "перед копией")
        shutil.copytree(vault, tmp_path / "copy")
        with opened(tmp_path / "copy") as copy:
            check_old(copy)
            assert copy.notes.of(REF)[-1].text == "перед копией"
        briefcase.notes.record(REF, "после копии")
    check_whole(vault)
