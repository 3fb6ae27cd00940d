"""How much one try at the passphrase shall cost on this computer: about a second, never below the floor."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

from legalaid_desktop.errors import NotEnoughMemory
from legalaid_desktop.vault.key_slot import CEILING, FLOOR, Costs
from legalaid_desktop.vault.primitives import derive_key
from legalaid_desktop.vault.secret import Secret

SHORTEST_SECONDS = 0.7
AIM_SECONDS = 1.0
LONGEST_SECONDS = 1.5
MOST_WORK_OF_A_SLOT = 6 * 1024 * 1024
"""KiB times passes: a second on a very fast desktop. What the program writes stays below, so that a header whose
slots together ask for more than eight times this is known to be forged."""
_TRIES = 4
_MIB = 1024


def floor_costs() -> Costs:
    """Return the lowest costs that the format allows: for tests and benchmarks."""
    return FLOOR


def calibrated_costs(measure: Callable[[Costs], float] | None = None) -> Costs:
    """Return costs that took between 0.7 and 1.5 s here, or the nearest the limits allow.

    ``measure`` gives the seconds for one derivation. Memory grows first, as it is what a guessing machine lacks;
    passes grow when memory has reached a quarter of what this computer has, or 1 GiB.
    """
    measure = measure or _measured
    most = _most_memory_kib()
    costs = replace(FLOOR, lanes=min(4, os.cpu_count() or 1))
    for _ in range(_TRIES):
        try:
            seconds = measure(costs)
        except NotEnoughMemory:
            most = max(FLOOR.memory_kib, costs.memory_kib // 2)
            costs = replace(costs, memory_kib=most)
            continue
        if SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
            break
        factor = AIM_SECONDS / max(seconds, 1e-3)
        memory = int(costs.memory_kib * factor) // _MIB * _MIB
        memory = min(max(memory, FLOOR.memory_kib), most)
        # What memory cannot take up, passes do.
        passes = round(costs.passes * factor * costs.memory_kib / memory)
        most_passes = min(CEILING.passes, MOST_WORK_OF_A_SLOT // memory)
        following = Costs(memory, min(max(passes, FLOOR.passes), most_passes), costs.lanes)
        if following == costs:
            break
        costs = following
    return costs


def _measured(costs: Costs) -> float:
    start = time.perf_counter()
    with Secret(bytearray(16)) as nothing:
        derive_key(nothing, bytes(32), memory_kib=costs.memory_kib, passes=costs.passes, lanes=costs.lanes).wipe()
    return time.perf_counter() - start


def _most_memory_kib() -> int:
    """Return a quarter of this computer's memory in KiB, within the limits; the ceiling where it is not told."""
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return CEILING.memory_kib
    quarter = pages * size // 1024 // 4 // _MIB * _MIB
    return min(max(quarter, FLOOR.memory_kib), CEILING.memory_kib)
