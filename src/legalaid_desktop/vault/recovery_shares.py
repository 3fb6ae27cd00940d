"""The recovery secret in parts: SLIP-39 words, any ``needed`` of ``shares`` give it back.

Every part is a SLIP-39 group of its own (one member of one), so that its words tell which part it is, of how many,
and how many are needed; a single group would leave the total out. Any SLIP-39 program joins them. The SLIP-39
passphrase is empty and the iteration exponent 0: the secret is random, so stretching it gains nothing. Whether the
joined secret is the right one is said by the key slot that it opens, not here.

The words are checked with the checksum of SLIP-39 (RS1024, three words): up to three wrong words are always noticed,
and one wrong, missing or added word, or two in each other's place, is found and named. Nothing is ever corrected in
silence.

Known limit: words are strings, and the library works on ``bytes``; neither can be wiped. A ``Share`` should live as
short as can be. The joined secret is a :class:`Secret`, and the process is replaced at lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import shamir_mnemonic as slip39
from shamir_mnemonic.shamir import EncryptedMasterSecret, ShareGroup, recover_ems
from shamir_mnemonic.share import Share as Slip39Share
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from legalaid_desktop.errors import (
    ShareNotUnderstood,
    SharesDamaged,
    SharesMixed,
    SharesNotEnough,
    SharesRepeated,
    WrongUse,
)
from legalaid_desktop.vault import recovery_checksum as checksum
from legalaid_desktop.vault.recovery_words import Typed, near_words, readings, typed_words, word_index
from legalaid_desktop.vault.secret import Secret

MOST_SHARES: Final = 16
"""As many groups as SLIP-39 knows."""
SET_NUMBERS: Final = 1 << 15
_EXPONENT: Final = 0
_LENGTHS: Final = {16: 20, 32: 33}
"""Words of a part, by bytes of the secret."""
_MOST_TEXT: Final = 20_000
_PART: Final = (1, 1)


@dataclass(frozen=True, slots=True, repr=False)
class Share:
    """One part of the key: ``number`` (from 1) of ``of``, any ``needed`` open; ``set_number`` is 0 to 32767."""

    words: tuple[str, ...]
    number: int
    of: int
    needed: int
    set_number: int

    @property
    def word_numbers(self) -> tuple[int, ...]:
        """The place of each word in the list, 1 to 1024: to be said over the telephone."""
        return tuple(WORD_INDEX_MAP[word] + 1 for word in self.words)

    @property
    def check(self) -> str:
        """Four digits that tell this sheet from others without giving a word away.

        BLAKE2b of the words. Who hears them learns 13 of the 128 bits of one part, and nothing of the secret.
        """
        digest = hashlib.blake2b(" ".join(self.words).encode("ascii"), digest_size=8, person=b"sheet check").digest()
        return f"{int.from_bytes(digest, 'big') % 10_000:04d}"

    def __repr__(self) -> str:
        return f"Share({self.number} of {self.of}, needed {self.needed}, set {self.set_number})"


def split(secret: Secret, *, needed: int, shares: int, not_sets: Collection[int] = ()) -> tuple[Share, ...]:
    """Cut ``secret`` (16 or 32 bytes) into ``shares`` parts of which any ``needed`` give it back.

    ``not_sets`` are set numbers already in use, so that a new set is told from an old one. Raises :class:`WrongUse`
    unless 2 ≤ needed ≤ shares ≤ 16: a single part that opens everything would be a key lying about.
    """
    if not 2 <= needed <= shares <= MOST_SHARES:
        raise WrongUse(what=f"{needed}/{shares}")
    if len(secret) not in _LENGTHS:
        raise ValueError("the recovery secret has 16 or 32 bytes")
    while True:
        made = slip39.generate_mnemonics(
            needed, [_PART] * shares, bytes(secret.view()), extendable=True, iteration_exponent=_EXPONENT
        )
        parts = tuple(_share(tuple(words.split())) for (words,) in made)
        if parts[0].set_number not in not_sets:
            break
    with join(parts[-needed:]) as again:
        if again.view() != secret.view():
            raise RuntimeError("the parts do not give the secret back")
    return parts


def join(shares: Sequence[Share]) -> Secret:
    """Give the secret back from enough parts of one set; the caller wipes it.

    Parts beyond ``needed`` must fit too. Raises :class:`SharesMixed` (``sets``) for parts of different sets,
    :class:`SharesRepeated` (``number``) when only a repeated part is short, :class:`SharesNotEnough` (``given``,
    ``needed``, ``missing``) and :class:`SharesDamaged` for parts that do not belong together.
    """
    if not shares:
        raise SharesNotEnough(given=0, needed=2, missing=2)
    sets = sorted({share.set_number for share in shares})
    if len(sets) > 1:
        raise SharesMixed(sets=", ".join(f"{number:05d}" for number in sets))
    parts: dict[int, Slip39Share] = {}
    repeated = 0
    for share in shares:
        part = _part(share)
        known = parts.setdefault(part.group_index, part)
        if known is not part:
            if known != part:
                raise SharesDamaged(number=share.number)
            repeated = share.number
    first = next(iter(parts.values()))
    if any(part.common_parameters() != first.common_parameters() for part in parts.values()):
        raise SharesMixed(sets=f"{sets[0]:05d}")
    needed = first.group_threshold
    if len(parts) < needed:
        if repeated:
            raise SharesRepeated(number=repeated, given=len(parts), needed=needed)
        raise SharesNotEnough(given=len(parts), needed=needed, missing=needed - len(parts))
    return _recover(list(parts.values()), needed)


def _recover(parts: list[Slip39Share], needed: int) -> Secret:
    sealed = _ems(parts[:needed])
    if sealed is None:
        raise SharesDamaged()
    for extra in parts[needed:]:
        if _ems([*parts[: needed - 1], extra]) != sealed:
            raise SharesDamaged(number=extra.group_index + 1)
    return Secret(bytearray(sealed.decrypt(b"")))


def _ems(parts: list[Slip39Share]) -> EncryptedMasterSecret | None:
    """What ``parts`` give together, ``None`` if the digest of the standard says that they do not belong together."""
    groups: dict[int, ShareGroup] = {}
    for part in parts:
        groups.setdefault(part.group_index, ShareGroup()).add(part)
    try:
        return recover_ems(groups)
    except (slip39.MnemonicError, ValueError):
        return None


def _part(share: Share) -> Slip39Share:
    try:
        part = Slip39Share.from_mnemonic(" ".join(share.words))
    except (slip39.MnemonicError, ValueError):
        raise SharesDamaged(number=share.number) from None
    if not _is_ours(part):
        raise SharesDamaged(number=share.number)
    return part


def _is_ours(part: Slip39Share) -> bool:
    return (
        part.extendable
        and part.member_threshold == 1
        and part.index == 0
        and part.group_index < part.group_count
        and 2 <= part.group_threshold <= part.group_count
        and len(part.value) in _LENGTHS
        and part.iteration_exponent <= _MOST_EXPONENT
    )


_MOST_EXPONENT: Final = 4
"""Words that ask for more work than this are not ours: 15 would take minutes."""


def _share(words: tuple[str, ...]) -> Share:
    part = Slip39Share.from_mnemonic(" ".join(words))
    return Share(words, part.group_index + 1, part.group_count, part.group_threshold, part.identifier)


# Reading what a person typed


def read_share(text: str) -> Share:
    """Read one part from words, their first letters or their numbers; see :mod:`recovery_words` for what is accepted.

    Raises :class:`ShareNotUnderstood`. Its ``kind`` says why, with facts for the sentence:
    ``empty``; ``count`` (``count`` words instead of 20 or 33); ``unknown`` (``word``: position from 1, ``near``:
    words that may be meant); ``wrong`` (word ``word`` should be ``near``); ``swapped`` (``word`` and ``other`` stand
    in each other's place); ``missing`` (``near`` is left out before position ``word``); ``extra`` (``word`` is too
    many); ``across`` (read along the rows instead of down the columns); ``checksum`` (several words are wrong);
    ``foreign`` (words of another program).
    """
    tokens = typed_words(text[:_MOST_TEXT])
    if not tokens or len(text) > _MOST_TEXT:
        raise ShareNotUnderstood(kind="empty" if not tokens else "count", count=len(tokens))
    best: tuple[Typed, ...] | None = None
    for reading in readings(tokens):
        places = [word_index(token) for token in reading]
        known = [place for place in places if place is not None]
        if len(known) == len(places) and len(known) in _LENGTHS.values() and checksum.holds(known):
            return _understood(known)
        if best is None or (len(best) not in _LENGTHS.values() and len(reading) in _LENGTHS.values()):
            best = reading
    raise _what_is_wrong(best if best is not None else tokens)


def _understood(places: Sequence[int]) -> Share:
    words = tuple(WORDLIST[place] for place in places)
    try:
        part = Slip39Share.from_mnemonic(" ".join(words))
    except (slip39.MnemonicError, ValueError):
        part = None
    if part is None or not _is_ours(part):
        raise ShareNotUnderstood(kind="foreign")
    return _share(words)


def _what_is_wrong(tokens: Sequence[Typed]) -> ShareNotUnderstood:
    places = [word_index(token) for token in tokens]
    unknown = [at for at, place in enumerate(places) if place is None]
    if unknown:
        first = unknown[0]
        fitting = checksum.fill(places) if len(places) in _LENGTHS.values() else ()
        near = near_words(tokens[first], [row[0] for row in fitting])
        if near:
            return ShareNotUnderstood(kind="unknown", word=first + 1, near=", ".join(near))
        return ShareNotUnderstood(kind="unknown", word=first + 1)
    known = [place for place in places if place is not None]
    if len(known) in _LENGTHS.values():
        found = _wrong_word(known) or _wrong_order(known)
    else:
        found = _wrong_count(known)
    if found is not None:
        return found
    if len(known) not in _LENGTHS.values():
        return ShareNotUnderstood(kind="count", count=len(known))
    return ShareNotUnderstood(kind="checksum")


def _wrong_word(places: list[int]) -> ShareNotUnderstood | None:
    for at, place in checksum.one_wrong(places):
        if _makes_a_share([*places[:at], place, *places[at + 1 :]]):
            return ShareNotUnderstood(kind="wrong", word=at + 1, near=WORDLIST[place])
    return None


def _wrong_order(places: list[int]) -> ShareNotUnderstood | None:
    count = len(places)
    pairs = sorted(((a, b) for a in range(count) for b in range(a + 1, count)), key=lambda pair: pair[1] - pair[0])
    for a, b in pairs:
        tried = list(places)
        tried[a], tried[b] = tried[b], tried[a]
        if _makes_a_share(tried):
            return ShareNotUnderstood(kind="swapped", word=a + 1, other=b + 1)
    for columns in (2, 3, 4, 5):
        rows = -(-count // columns)
        order = [row + column * rows for row in range(rows) for column in range(columns) if row + column * rows < count]
        tried = [0] * count
        for at, place in zip(order, places, strict=True):
            tried[at] = place
        if _makes_a_share(tried):
            return ShareNotUnderstood(kind="across")
    return None


def _wrong_count(places: list[int]) -> ShareNotUnderstood | None:
    lengths = set(_LENGTHS.values())
    if len(places) + 1 in lengths:
        for at, place in checksum.one_missing(places):
            if _makes_a_share([*places[:at], place, *places[at:]]):
                return ShareNotUnderstood(kind="missing", word=at + 1, near=WORDLIST[place])
    if len(places) - 1 in lengths:
        for at in range(len(places)):
            if _makes_a_share([*places[:at], *places[at + 1 :]]):
                return ShareNotUnderstood(kind="extra", word=at + 1)
    return None


def _makes_a_share(places: Sequence[int]) -> bool:
    if not checksum.holds(places):
        return False
    try:
        return _is_ours(Slip39Share.from_mnemonic(" ".join(WORDLIST[place] for place in places)))
    except (slip39.MnemonicError, ValueError):
        return False
