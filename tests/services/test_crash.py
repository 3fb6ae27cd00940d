"""kill -9 in the middle of writing: what was confirmed is there, what was not is there whole or not at all."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.derivation import remembered_derivation
from tests.rounds import rounds
from tests.services.crash_writer import REF
from tests.services.vaults import new_vault, opened


@pytest.fixture(scope="module", autouse=True)
def derivation() -> Iterator[None]:
    """Another process opens these vaults, too."""
    with remembered_derivation():
        yield


ROUNDS = rounds(12, 40)
"""Six operations are killed forty times each by ``tests/resilience``."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")


def test_kills_lose_no_confirmed_record(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    vault = new_vault(tmp_path / "vault")
    vault.cases.create(title="Дело", ref=REF)
    vault.close()
    root = Path(__file__).parents[2]
    env = dict(os.environ, PYTHONPATH=os.pathsep.join([str(root), str(root / "src")]))
    writer = subprocess.Popen(
        [sys.executable, str(root / "tests" / "services" / "crash_writer.py"), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=env,
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    chance = random.Random(20261124)
    confirmed = inside = kept_unconfirmed = left_log = 0
    try:
        for number in range(ROUNDS):
            writer.stdin.write(b"go\n")
            writer.stdin.flush()
            letter, pid = writer.stdout.readline().split()
            assert letter == b"P"
            begun = 0
            wanted = confirmed + chance.randint(0, 4)
            while confirmed < wanted:
                letter, value = writer.stdout.readline().split()
                if letter == b"A":
                    confirmed = int(value)
                else:
                    begun = int(value)
            time.sleep(chance.uniform(0, 0.05))
            os.kill(int(pid), signal.SIGKILL)
            while (line := writer.stdout.readline()) != b"D 0\n":
                letter, value = line.split()
                if letter == b"A":
                    confirmed = int(value)
                else:
                    begun = int(value)
            inside += begun > confirmed
            left_log += (tmp_path / "vault" / "data-wal").exists()

            vault = opened(tmp_path / "vault")
            record = vault.cases.record(REF)
            notes, events = record.notes or (), record.events or ()
            assert len(notes) >= confirmed, "a confirmed record was lost"
            assert [note.text.split()[1] for note in notes] == [str(n) for n in range(1, len(notes) + 1)]
            assert [event.id for event in events] == [f"e{n}" for n in range(1, len(notes) + 1)]
            kept_unconfirmed += len(notes) > confirmed
            confirmed = len(notes)
            for evidence in (record.evidence or ())[-2:]:
                assert vault.evidence.file(REF, evidence.id) is not None
                vault.evidence.open_bytes(REF, evidence.id)
            assert vault.journal.problems() == ()
            if number % 8 == 7:
                assert vault.vault.db.integrity_problems() == ()
                assert list(vault.vault.cases.damaged()) == []
                if notes:
                    assert vault.search.find(f"запись {len(notes)}").total >= 1
            vault.close()
            assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == ["data", "head"]
    finally:
        writer.stdin.close()
        writer.wait(30)
        writer.stdout.close()
    with capfd.disabled():
        print(
            f"\n{ROUNDS} kills: {confirmed} records confirmed, {inside} kills fell inside a transaction "
            f"({kept_unconfirmed} of them after its commit), {left_log} left a log behind, 0 confirmed records lost"
        )
    assert confirmed >= ROUNDS
    assert inside >= 5, "the kills did not fall inside transactions: the test proves nothing"
