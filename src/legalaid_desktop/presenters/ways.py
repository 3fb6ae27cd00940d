"""The ways into a vault in people's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import day_words, moment_words
from legalaid_desktop.presenters.part_entry import set_words
from legalaid_desktop.presenters.sheet_memory import SheetMemory, memories

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.ways_in import ShownSlot

_PHRASES = frozenset({"passphrase", "passphrase_and_key_file"})
_WORDS_OF_A_KEY = 3
"""Of the ten that are compared by telephone: enough to tell two coordinators apart in a list."""


@dataclass(frozen=True, kw_only=True)
class WayLine:
    """One way in, ready to show. ``removal`` says what would no longer open without it."""

    id: str
    kind: str
    title: str
    second: str
    removal: str
    is_phrase: bool
    here: bool
    """The vault was opened with it."""


def way_lines(briefcase: Briefcase, words: Wording) -> tuple[WayLine, ...]:
    """Every way in, always all of them; runs on the vault's lane."""
    known = memories(briefcase)
    here = briefcase.key_slots.opened_by
    return tuple(
        _line(slot, known.get(slot.set_number) if slot.set_number is not None else None, here, words)
        for slot in briefcase.key_slots.all()
    )


def _line(slot: ShownSlot, memory: SheetMemory | None, here: str | None, words: Wording) -> WayLine:
    kind = slot.kind if words.has(f"keys.kind.{slot.kind}") else "unknown"
    title = words.say(f"keys.kind.{kind}")
    if slot.label:
        title = words.say("keys.labelled", kind=title, label=slot.label)
    parts = [words.say("keys.since", moment=moment_words(slot.created_at, words))]
    if slot.set_number is not None and slot.needed is not None and slot.shares is not None:
        parts.append(words.say("keys.set", set=set_words(slot.set_number), needed=slot.needed, shares=slot.shares))
        parts += _sheets(memory, words)
    if slot.holders:
        parts.append(
            words.say(
                "keys.holders", first=_first_words(slot.holders[0], words), second=_first_words(slot.holders[-1], words)
            )
        )
    if slot.id == here:
        parts.append(words.say("keys.here"))
    return WayLine(
        id=slot.id,
        kind=slot.kind,
        title=title,
        second=" ".join(parts),
        removal=words.say(f"keys.removal.{kind}"),
        is_phrase=slot.kind in _PHRASES,
        here=slot.id == here,
    )


def _sheets(memory: SheetMemory | None, words: Wording) -> list[str]:
    if memory is None:
        return [words.say("keys.untried")]
    said = []
    holders = [
        words.say("keys.sheet_of", number=at + 1, label=label) for at, label in enumerate(memory.labels) if label
    ]
    if holders:
        text = "; ".join(holders)
        said.append(f"{text[:1].upper()}{text[1:]}.")
    if not memory.all_out:
        said.append(words.say("keys.unfinished"))
    elif memory.tried:
        said.append(words.say("keys.tried", day=day_words(date.fromisoformat(memory.tried), words, weekday=False)))
    else:
        said.append(words.say("keys.untried"))
    return said


def _first_words(recipient: str, words: Wording) -> str:
    """The first of the words that the coordinator reads aloud from their own key."""
    from legalaid_desktop.services.identity import read_aloud  # late: only vaults with coordinators need it

    return " ".join(read_aloud(recipient, lang=words.lang).split()[:_WORDS_OF_A_KEY])
