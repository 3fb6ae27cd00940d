"""kill -9 anywhere: what was confirmed is there, no vault is lost, the folder is clean, the next try works.

Twice over: at each call that changes the disk, one after another (before it, and in the middle of a write), by the
preloaded library; and at moments of chance, by a signal from outside.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.resilience.fault_control import CHANGING, Fault, Kind, Mode, mask
from tests.resilience.operations import OPERATIONS, Operation
from tests.resilience.staging import Outcome, Stage
from tests.rounds import LONG, rounds

pytestmark = pytest.mark.soak

NAMED = {"writes", "header", "new key", "backup", "restore", "migration"}
"""Forty kills each in CI, 2,000 at chance and each call in the long run. Of the others fewer in CI."""


def spread(total: int, wanted: int, chance: random.Random) -> list[int]:
    """``wanted`` numbers from 1 to ``total`` in order, evenly spread; all of them where there are fewer."""
    if total <= wanted:
        return list(range(1, total + 1))
    width = total / wanted
    return sorted({1 + int((place + chance.random()) * width) for place in range(wanted)})


@pytest.fixture(params=list(OPERATIONS))
def operation(request: pytest.FixtureRequest) -> Operation:
    return OPERATIONS[request.param]


def kills_at_calls(stage: Stage, operation: Operation, wanted: int) -> Iterator[Fault]:
    """Faults that kill: each call in turn, and each write half-way, ``wanted`` of them in all."""
    chance = random.Random(20261124)
    for mode, kinds, share in ((Mode.KILL_BEFORE, CHANGING, 0.6), (Mode.KILL_HALF, mask(Kind.WRITE), 0.4)):
        total = stage.calls(operation, Fault(kinds=kinds))
        for at in spread(total, max(1, round(wanted * share)), chance):
            yield Fault(mode, at, kinds)


def test_killed_at_any_call(stage: Stage, operation: Operation, capfd: pytest.CaptureFixture[str]) -> None:
    killed = confirmed = 0
    begun = time.monotonic()
    for fault in kills_at_calls(stage, operation, rounds(24 if operation.name in NAMED else 5, 4000)):
        with stage.scene(operation) as folder:
            outcome = stage.run(operation, folder, fault)
            assert outcome.status == -signal.SIGKILL and not outcome.done, f"{fault}: {outcome}"
            verify(operation, folder, outcome, str(fault), retry=LONG or killed % 3 == 0)
        killed += 1
        confirmed += len(outcome.confirmed)
    seconds = time.monotonic() - begun
    with capfd.disabled():
        print(
            f"\n{operation.name}: {killed} kills at chosen calls, {confirmed} things confirmed before, 0 lost "
            f"({killed / seconds:.0f} kills a second)"
        )


def test_killed_at_any_moment(stage: Stage, operation: Operation, capfd: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(os.urandom(8))
    killed = confirmed = 0
    begun = time.monotonic()
    with stage.scene(operation) as folder:
        start = time.monotonic()
        stage.run(operation, folder)
        lasts = time.monotonic() - start

    wanted = rounds(16 if operation.name in NAMED else 3, 2000)
    while killed < wanted:
        with stage.scene(operation) as folder:
            outcome = stage.run(operation, folder, kill_after=chance.uniform(0, lasts * 1.1))
            assert not outcome.bugs, outcome.bugs
            verify(operation, folder, outcome, "a moment of chance", retry=LONG or killed % 3 == 0)
        if not outcome.done:
            killed += 1
            confirmed += len(outcome.confirmed)
    seconds = time.monotonic() - begun
    with capfd.disabled():
        print(
            f"\n{operation.name}: {killed} kills at moments of chance, {confirmed} things confirmed before, 0 lost "
            f"({killed / seconds:.0f} kills a second)"
        )


def verify(operation: Operation, folder: Path, outcome: Outcome, where: str, *, retry: bool) -> None:
    try:
        operation.check(folder, outcome.confirmed, finished=outcome.done)
        if retry:
            operation.retry(folder)
    except Exception as error:
        raise AssertionError(f"{operation.name}, killed {where}, {outcome.confirmed} confirmed: {error!r}") from error
