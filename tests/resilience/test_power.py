"""Power cuts: every state that the disk could be in opens, with everything that was confirmed before."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.resilience.fault_control import Fault
from tests.resilience.operations import OPERATIONS
from tests.resilience.power import Disk, read_record
from tests.resilience.staging import Stage
from tests.resilience.test_kills import spread
from tests.rounds import rounds

pytestmark = pytest.mark.soak

HOW = ("none", "torn", "all", "torn", "names", "torn", "content")


@pytest.mark.parametrize("name", list(OPERATIONS))
def test_every_state_after_a_power_cut_opens(
    stage: Stage,
    memory: Path,
    name: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.resilience.operations.unread_is_told", True)
    operation = OPERATIONS[name]
    chance = random.Random(f"{name} 20261124")
    with stage.scene(operation) as folder:
        disk = Disk(folder)
        outcome = stage.run(operation, folder, Fault(), record=tmp_path / "record")
        assert outcome.done and not outcome.bugs and not outcome.told, outcome
    disk.replay(read_record(tmp_path / "record"))
    wanted = rounds(150, 5000) // len(OPERATIONS) + 1
    cuts = [cut - 1 for cut in spread(len(disk.events) + 1, wanted, chance)]
    while len(cuts) < wanted:
        cuts.append(chance.randint(0, len(disk.events)))
    begun = time.monotonic()
    for number, cut in enumerate(cuts):
        how = HOW[number % len(HOW)]
        state = memory / "state"
        disk.build(cut, how, chance, state)
        try:
            operation.check(state, outcome.confirmed[: disk.marks(cut)], finished=False)
            if number % 4 == 0:
                operation.retry(state)
        except Exception as error:
            last = disk.events[cut - 1] if cut else None
            words = f"{last.kind.name} {last.first}" if last else "the beginning"
            raise AssertionError(f"{name}: cut {cut} ({how}), after {words}: {error!r}") from error
        shutil.rmtree(state)
    with capfd.disabled():
        seconds = time.monotonic() - begun
        print(
            f"\n{name}: {len(cuts)} states of {len(disk.events)} recorded calls, 0 lost, "
            f"{len(cuts) / seconds:.0f} a second"
        )
