"""What the vault remembers of its recovery sheets: who has which, what was printed, when they were tried.

Nothing of their words. It lies inside the vault, beside the place that one comes back to.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.ways_in import ShownSlot

_KEY = "window.recovery"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class SheetMemory:
    """Of one set. ``labels``: to whom each sheet goes; ``out``: whether it was printed or saved; ``tried``: the day of
    the last rehearsal, ISO, or empty."""

    labels: tuple[str, ...]
    out: tuple[bool, ...]
    tried: str = ""

    @property
    def all_out(self) -> bool:
        return all(self.out)

    def label(self, place: int, text: str) -> SheetMemory:
        text = " ".join(text.split())[:_LONGEST]
        return replace(self, labels=tuple(text if at == place else old for at, old in enumerate(self.labels)))

    def put_out(self, place: int) -> SheetMemory:
        return replace(self, out=tuple(at == place or old for at, old in enumerate(self.out)))


class Standing(StrEnum):
    """How recovery stands."""

    NONE = "none"
    UNFINISHED = "unfinished"
    """Made, and some sheets were neither printed nor saved: they exist nowhere."""
    UNTRIED = "untried"
    GOOD = "good"


def new_memory(shares: int) -> SheetMemory:
    return SheetMemory(("",) * shares, (False,) * shares)


def memories(briefcase: Briefcase) -> dict[int, SheetMemory]:
    """By set number. What cannot be read counts as not there: it is a convenience, not a record."""
    text = briefcase.notes.unsaved(_KEY)
    try:
        found = json.loads(text) if text else {}
    except json.JSONDecodeError:
        return {}
    if not isinstance(found, dict):
        return {}
    read = ((number, _memory(value)) for number, value in found.items() if number.isdecimal())
    return {int(number): memory for number, memory in read if memory is not None}


def remember(briefcase: Briefcase, set_number: int, memory: SheetMemory) -> None:
    """Keep it; sets that open nothing any more are forgotten on the way."""
    in_force = {slot.set_number for slot in recovery_slots(briefcase)} | {set_number}
    kept = {number: old for number, old in memories(briefcase).items() if number in in_force}
    kept[set_number] = memory
    briefcase.notes.keep_unsaved(
        _KEY, json.dumps({str(number): asdict(value) for number, value in kept.items()}, ensure_ascii=False)
    )


def remember_trial(briefcase: Briefcase, set_number: int, today: date) -> None:
    """The sheets of this set opened the vault on trial today."""
    slot = next((slot for slot in recovery_slots(briefcase) if slot.set_number == set_number), None)
    if slot is None:
        return
    memory = memories(briefcase).get(set_number)
    if memory is None:  # made on the command line: whoever holds the sheets has them
        shares = slot.shares or 0
        memory = SheetMemory(("",) * shares, (True,) * shares)
    remember(briefcase, set_number, replace(memory, tried=today.isoformat()))


def recovery_slots(briefcase: Briefcase) -> tuple[ShownSlot, ...]:
    """The sets in force, the newest last."""
    found = (slot for slot in briefcase.key_slots.all() if slot.kind == "recovery")
    return tuple(sorted(found, key=lambda slot: (slot.created_at, slot.id)))


def standing(briefcase: Briefcase) -> Standing:
    """Of the newest set: an older one beside it is on its way out."""
    slots = recovery_slots(briefcase)
    if not slots:
        return Standing.NONE
    number = slots[-1].set_number
    memory = memories(briefcase).get(number) if number is not None else None
    if memory is not None and not memory.all_out:
        return Standing.UNFINISHED
    return Standing.GOOD if memory is not None and memory.tried else Standing.UNTRIED


def useless_sets(briefcase: Briefcase) -> tuple[str, ...]:
    """Ids of sets of which too few sheets were ever put out to open anything: begun, and left before the end."""
    known = memories(briefcase)
    found = []
    for slot in recovery_slots(briefcase):
        memory = known.get(slot.set_number) if slot.set_number is not None else None
        if memory is not None and slot.needed is not None and sum(memory.out) < slot.needed:
            found.append(slot.id)
    return tuple(found)


def _memory(value: Any) -> SheetMemory | None:
    if not isinstance(value, dict):
        return None
    labels, out, tried = value.get("labels"), value.get("out"), value.get("tried", "")
    fits = (
        isinstance(labels, list)
        and isinstance(out, list)
        and len(labels) == len(out)
        and all(isinstance(label, str) for label in labels)
        and all(isinstance(one, bool) for one in out)
        and isinstance(tried, str)
        and (not tried or _is_day(tried))
    )
    return SheetMemory(tuple(labels), tuple(out), tried) if fits and labels is not None and out is not None else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
