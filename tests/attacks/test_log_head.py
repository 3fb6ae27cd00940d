"""The head of a write-ahead log is damaged: SQLite takes such a log for an empty one, and this is told."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services.opening import create_briefcase, open_briefcase, open_briefcase_read_only
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.vault.secret import Secret
from tests.rounds import rounds

CLOCK = SystemClock()


def phrase() -> Secret:
    return Secret.from_passphrase("четыре слова на бумаге")


@pytest.fixture(scope="module")
def with_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault whose last notes stand in its log only, as a killed program leaves it."""
    folder = tmp_path_factory.mktemp("log")
    briefcase = create_briefcase(folder / "open", phrase(), clock=CLOCK, fast_kdf=True)
    briefcase.checkpoint()
    for number in range(3):
        briefcase.notes.record(None, f"Подтверждённая запись {number}.")
    shutil.copytree(folder / "open", folder / "killed")
    briefcase.close()
    return folder / "killed"


def test_the_log_is_needed(with_log: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(with_log, tmp_path / "v"))
    with open_briefcase(folder, phrase(), clock=CLOCK) as briefcase:
        assert len(briefcase.notes.unfiled()) == 3
        assert not briefcase.vault.db.log_was_cut


@pytest.mark.soak
def test_any_bit_of_the_head_is_told(with_log: Path, tmp_path: Path) -> None:
    bits = sorted(random.Random(4).sample(range(32 * 8), rounds(6, 256)))
    for bit in bits:
        folder = Path(shutil.copytree(with_log, tmp_path / f"v{bit}"))
        log = bytearray((folder / "data-wal").read_bytes())
        log[bit // 8] ^= 1 << bit % 8
        (folder / "data-wal").write_bytes(log)
        with open_briefcase_read_only(folder, phrase(), clock=CLOCK) as briefcase:
            assert briefcase.vault.db.log_was_cut, f"bit {bit}"
        assert [one.code for one in check_vault(folder, phrase(), clock=CLOCK).problems] == ["log_cut"], f"bit {bit}"


def test_a_log_of_zeros_holds_nothing_and_is_no_damage(with_log: Path, tmp_path: Path) -> None:
    """A power cut before the first sync leaves such a one: nothing in it was confirmed."""
    folder = Path(shutil.copytree(with_log, tmp_path / "v"))
    (folder / "data-wal").write_bytes(bytes(50_000))
    with open_briefcase(folder, phrase(), clock=CLOCK) as briefcase:
        assert briefcase.notes.unfiled() == ()
        assert not briefcase.vault.db.log_was_cut
