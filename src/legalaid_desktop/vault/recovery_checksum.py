"""Which word of a recovery sheet is wrong, by the checksum of SLIP-39 (RS1024, the library's own).

A word is a place in the list, 0 to 1023. The checksum is linear: what a change of one word does to it is the same
whatever the other words are. So the effect of each word at each position is taken from the library once, and one wrong
or missing word is looked up instead of tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from shamir_mnemonic.constants import CUSTOMIZATION_STRING_EXTENDABLE as _STRING
from shamir_mnemonic.rs1024 import create_checksum, verify_checksum

_CHECK_WORDS: Final = 3
_BITS: Final = 10
_WORDS: Final = 1 << _BITS


def holds(places: Sequence[int]) -> bool:
    """Whether the three last words fit the others."""
    return len(places) > _CHECK_WORDS and verify_checksum(places, _STRING)


def one_wrong(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each (position, right word) that would make the checksum hold."""
    off = _off(places)
    for at, place in enumerate(places):
        change = _table(len(places), at).get(off)
        if change:
            yield at, place ^ change


def one_missing(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each (position, word) that makes the checksum hold when put in before ``position``."""
    for at in range(len(places) + 1):
        with_gap = [*places[:at], 0, *places[at:]]
        place = _table(len(with_gap), at).get(_off(with_gap))
        if place is not None:
            yield at, place


def fill(places: Sequence[int | None]) -> tuple[tuple[int, ...], ...]:
    """The words that fit one or two gaps (``None``), in order of the gaps; nothing for more gaps."""
    gaps = [at for at, place in enumerate(places) if place is None]
    off = _off([0 if place is None else place for place in places])
    count = len(places)
    if len(gaps) == 1:
        place = _table(count, gaps[0]).get(off)
        return ((place,),) if place is not None else ()
    if len(gaps) == 2:
        second = _table(count, gaps[1])
        return tuple(
            (place, other)
            for effect, place in _table(count, gaps[0]).items()
            if (other := second.get(off ^ effect)) is not None
        )
    return ()


def _off(places: Sequence[int]) -> int:
    """What is wrong with the checksum as 30 bits; 0 when it holds."""
    given = places[-_CHECK_WORDS:]
    due = create_checksum(places[:-_CHECK_WORDS], _STRING)
    return _join([a ^ b for a, b in zip(given, due, strict=True)])


def _join(words: Sequence[int]) -> int:
    value = 0
    for word in words:
        value = value << _BITS | word
    return value


@cache
def _table(count: int, at: int) -> dict[int, int]:
    """From what a change of the word at ``at`` (of ``count``) does to :func:`_off`, to the change itself."""
    zero = [0] * count
    base = _off(zero)
    single = []
    for bit in range(_BITS):
        zero[at] = 1 << bit
        single.append(_off(zero) ^ base)
    effects = [0] * _WORDS
    for change in range(1, _WORDS):
        low = change & -change
        effects[change] = effects[change ^ low] ^ single[low.bit_length() - 1]
    return {effect: change for change, effect in enumerate(effects)}
