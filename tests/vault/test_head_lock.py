"""One program at a time; the lock goes with its holder, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from legalaid_desktop.errors import HeaderDamaged, VaultInUse, VaultNotFound
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.unlock import unlock
from tests.vault.vault_files import new_head, passphrase

_HOLD = """
import sys
from pathlib import Path
from legalaid_desktop.vault.head_lock import hold_head
held = hold_head(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def _holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_head(tmp_path / "v")
    return tmp_path / "v"


def test_a_second_process_is_kept_out_and_told_who_holds_it(folder: Path) -> None:
    with _holder(folder) as process:
        with pytest.raises(VaultInUse) as caught:
            hold_head(folder)
        if sys.platform.startswith("linux"):
            assert caught.value.facts == {"pid": process.pid}
        process.communicate("")
    hold_head(folder).release()


def test_a_killed_holder_leaves_nothing_to_clean_up(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    for _ in range(3):
        with _holder(folder) as process:
            with pytest.raises(VaultInUse):
                hold_head(folder)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        hold_head(folder).release()
    assert sorted(path.name for path in folder.iterdir()) == before


def test_opening_and_closing_the_file_in_between_does_not_lose_the_lock(folder: Path) -> None:
    with hold_head(folder):
        unlock(folder, passphrase()).close()  # reads and closes the very file
        with pytest.raises(VaultInUse):
            hold_head(folder)
    with hold_head(folder):
        pass


def test_where_there_is_no_vault_there_is_no_lock(tmp_path: Path) -> None:
    for missing in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(VaultNotFound):
            hold_head(missing)
    (tmp_path / "data").write_bytes(b"x")
    with pytest.raises(HeaderDamaged):
        hold_head(tmp_path)
