"""The law in use, and a pack that is offered, as the window shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLook:
    """The law in use, ready to show. ``age`` is empty while the pack is fresh, ``age_role`` its colour by meaning;
    ``before`` says what can be gone back to, empty when there is nothing."""

    title: str
    version: str
    compiled: str
    age: str
    age_role: str
    reviewed: str
    reviewed_role: str
    origin: str
    areas: tuple[tuple[str, str], ...]
    before: str


class Signer(StrEnum):
    """How the signature of an offered pack stands to what this vault knows."""

    KNOWN = "known"
    FIRST = "first"
    STRANGER = "stranger"
    ITSELF = "itself"
    """Nobody's: the pack that came with the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """A deadline that moves. ``word`` says what is grave about its new day, empty when nothing is; ``spoken`` is all
    of it as one sentence."""

    key: str
    ref: str
    case: str
    clock: str
    old: str
    new: str
    why: str
    word: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A pack that may be taken, or gone back to (``back``). ``words``: those of its signature, in order."""

    back: bool
    told: str
    facts: tuple[str, ...]
    age: str
    reviewed: str
    reviewed_role: str
    signer: Signer
    words: str
    moves_told: str
    moves: tuple[MoveLine, ...]
