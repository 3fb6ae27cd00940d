"""The cost of one try is fitted to the computer, within what the format allows."""

from __future__ import annotations

import pytest

from legalaid_desktop.errors import NotEnoughMemory
from legalaid_desktop.vault import key_costs
from legalaid_desktop.vault.key_costs import MOST_WORK_OF_A_SLOT, calibrated_costs, floor_costs
from legalaid_desktop.vault.key_slot import CEILING, Costs


def _computer(gib_passes_per_second: float, *, memory_kib: int | None = None) -> object:
    def measure(costs: Costs) -> float:
        if memory_kib is not None and costs.memory_kib > memory_kib:
            raise NotEnoughMemory
        return costs.memory_kib * costs.passes / 1024**2 / gib_passes_per_second

    return measure


@pytest.mark.parametrize("speed", [0.2, 0.7, 1.0, 3.0, 6.0])
def test_a_try_takes_about_a_second(speed: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_costs, "_most_memory_kib", lambda: CEILING.memory_kib)
    measure = _computer(speed)
    costs = calibrated_costs(measure)  # type: ignore[arg-type]
    assert costs.allowed()
    assert 0.7 <= measure(costs) <= 1.5  # type: ignore[operator]


def test_a_slow_computer_gets_the_floor_and_a_very_fast_one_the_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_costs, "_most_memory_kib", lambda: CEILING.memory_kib)
    slow = calibrated_costs(_computer(0.01))  # type: ignore[arg-type]
    assert (slow.memory_kib, slow.passes) == (floor_costs().memory_kib, floor_costs().passes)
    fast = calibrated_costs(_computer(1e6))  # type: ignore[arg-type]
    assert fast.memory_kib == CEILING.memory_kib and fast.memory_kib * fast.passes == MOST_WORK_OF_A_SLOT
    assert fast.allowed()


def test_a_computer_with_little_memory_makes_more_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_costs, "_most_memory_kib", lambda: 128 * 1024)
    measure = _computer(1.0)
    costs = calibrated_costs(measure)  # type: ignore[arg-type]
    assert costs.memory_kib <= 128 * 1024 and costs.passes > 3
    assert 0.7 <= measure(costs) <= 1.5  # type: ignore[operator]


def test_memory_that_is_not_given_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_costs, "_most_memory_kib", lambda: CEILING.memory_kib)
    costs = calibrated_costs(_computer(1.0, memory_kib=200 * 1024))  # type: ignore[arg-type]
    assert costs.memory_kib <= 200 * 1024
    assert costs.allowed()


@pytest.mark.parametrize(
    ("costs", "allowed"),
    [
        (Costs(64 * 1024, 3, 1), True),
        (Costs(1024 * 1024, 16, 8), True),
        (Costs(64 * 1024 - 1, 3, 1), False),
        (Costs(64 * 1024, 2, 1), False),
        (Costs(64 * 1024, 3, 0), False),
        (Costs(1024 * 1024 + 1, 3, 1), False),
        (Costs(64 * 1024, 17, 1), False),
        (Costs(64 * 1024, 3, 9), False),
    ],
)
def test_the_limits_of_the_format(costs: Costs, allowed: bool) -> None:
    assert costs.allowed() is allowed
