"""One way to unwrap the vault key: the 512 bytes of a slot, and what stands in them.

======  ===========================================================================================
offset  content (numbers little-endian)
======  ===========================================================================================
0       kind: 0 empty, 1 passphrase, 2 passphrase with key file, 3 recovery, 4 coordinators
1       key derivation: 1 Argon2id 1.3 (kinds 1 and 2), 0 none (kinds 3 and 4, whose costs are zeros)
2       lanes
3       zero
4       passes, 4 bytes
8       memory in KiB, 4 bytes
12      time of making in Unix seconds, 4 bytes
16      salt, 32 bytes
48      nonce, 24 bytes
72      wrapped vault key, 48 bytes: XChaCha20-Poly1305; associated data are the header's magic, the vault id,
        the number of the slot and bytes 0 to 47 of it, so costs cannot be lowered and slots cannot be moved
120     nonce of the label, 24 bytes
144     label, 112 bytes: UTF-8 filled with zeros to 96, sealed under the subkey "slot labels"
256     room of the kind (``slot_ways.py``); random bytes where a kind needs no more
======  ===========================================================================================

An empty slot is a zero and 511 random bytes. Kinds that this version does not open are kept as they are.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from legalaid_desktop.vault.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    derive_key,
    derive_subkey,
    open_sealed,
    seal,
)
from legalaid_desktop.vault.secret import Secret

SLOT_BYTES = 512
SALT_BYTES = 32
LABEL_BYTES = 96
FIXED_BYTES = 48
"""The beginning of a slot, which all that is sealed in it is bound to."""
ROOM_AT = 256
ROOM_BYTES = SLOT_BYTES - ROOM_AT

_FIXED = struct.Struct("<BBBxIII32s")
_EMPTY = 0
_NO_DERIVATION = 0
_ARGON2ID = 1
_NONCE = slice(48, 72)
_WRAPPED = slice(72, 72 + KEY_BYTES + TAG_BYTES)
_LABEL_NONCE = slice(120, 144)
_LABEL = slice(144, 144 + LABEL_BYTES + TAG_BYTES)
_LATEST = 0xFFFFFFFF


class SlotKind(StrEnum):
    PASSPHRASE = "passphrase"  # noqa: S105 - a kind, not a secret
    PASSPHRASE_AND_KEY_FILE = "passphrase_and_key_file"  # noqa: S105
    RECOVERY = "recovery"
    COORDINATORS = "coordinators"


_NUMBERS = {
    SlotKind.PASSPHRASE: 1,
    SlotKind.PASSPHRASE_AND_KEY_FILE: 2,
    SlotKind.RECOVERY: 3,
    SlotKind.COORDINATORS: 4,
}
_KINDS = {number: kind for kind, number in _NUMBERS.items()}
_DERIVED = {SlotKind.PASSPHRASE, SlotKind.PASSPHRASE_AND_KEY_FILE}


@dataclass(frozen=True, slots=True)
class Costs:
    """What one try at the passphrase costs. ``memory_kib`` in KiB.

    The floor keeps a forged or careless header from making guesses cheap; the ceiling keeps it from stalling the
    computer (1 GiB, 16 passes, 8 lanes).
    """

    memory_kib: int
    passes: int
    lanes: int

    def allowed(self) -> bool:
        return FLOOR.memory_kib <= self.memory_kib <= CEILING.memory_kib and (
            FLOOR.passes <= self.passes <= CEILING.passes and 1 <= self.lanes <= CEILING.lanes
        )


FLOOR = Costs(memory_kib=64 * 1024, passes=3, lanes=1)
CEILING = Costs(memory_kib=1024 * 1024, passes=16, lanes=8)
NO_COSTS = Costs(memory_kib=0, passes=0, lanes=0)


@dataclass(frozen=True, slots=True)
class SlotDetails:
    """What the sealed room of a slot tells: of recovery the set, of coordinators their recipients (``age1…``)."""

    set_number: int | None = None
    needed: int | None = None
    shares: int | None = None
    holders: tuple[str, ...] = ()


NO_DETAILS = SlotDetails()


@dataclass(frozen=True, slots=True)
class SlotInfo:
    """A slot as it is shown. ``id`` is its number, ``"0"`` to ``"7"``. While the vault is locked only ``id``,
    ``kind`` and ``created_at`` are known.

    ``set_number``, ``needed``, ``shares`` are of recovery; ``holders`` are the two recipients of coordinators.
    """

    id: str
    kind: str
    label: str
    created_at: datetime
    set_number: int | None = None
    needed: int | None = None
    shares: int | None = None
    holders: tuple[str, ...] = ()


class Way(Protocol):
    """What somebody holds who can open a slot of one kind; it opens slots and makes them. Its owner wipes it."""

    @property
    def kind(self) -> SlotKind: ...

    def wrapping_key(self, raw: bytes) -> Secret | None:
        """Return the key that wraps the vault key in ``raw``, which :func:`is_of_kind` has approved.

        Only the first 48 bytes of ``raw`` count. ``None`` where something is missing. Raises
        :class:`NotEnoughMemory`.
        """


class NewWay(Way, Protocol):
    """A way that can be given a slot."""

    @property
    def costs(self) -> Costs:
        """For kinds with key derivation; :data:`NO_COSTS` for the others."""

    def room(self, fixed: bytes, context: bytes, vault_key: Secret) -> bytes:
        """Return what stands in the room of the slot, at most 256 bytes."""


def empty_slot() -> bytes:
    return bytes([_EMPTY]) + os.urandom(SLOT_BYTES - 1)


def is_empty(raw: bytes) -> bool:
    return raw[0] == _EMPTY


def is_of_kind(raw: bytes, kind: SlotKind) -> bool:
    """Tell whether this is a slot of ``kind`` in the form, and with costs, that a program can have written."""
    number, derivation, *_ = _FIXED.unpack_from(raw)
    if number != _NUMBERS[kind] or raw[3]:
        return False
    if kind in _DERIVED:
        return bool(derivation == _ARGON2ID) and slot_costs(raw).allowed()
    return bool(derivation == _NO_DERIVATION) and slot_costs(raw) == NO_COSTS


def kind_of(raw: bytes) -> SlotKind | None:
    """Return the kind of a slot that this version can open, else ``None``."""
    kind = _KINDS.get(raw[0])
    return kind if kind is not None and is_of_kind(raw, kind) else None


def slot_costs(raw: bytes) -> Costs:
    _, _, lanes, passes, memory_kib, _, _ = _FIXED.unpack_from(raw)
    return Costs(memory_kib, passes, lanes)


def slot_salt(raw: bytes) -> bytes:
    return raw[FIXED_BYTES - SALT_BYTES : FIXED_BYTES]


def derived_key(raw: bytes, passphrase: Secret, key_file: Secret | None) -> Secret:
    """Return the wrapping key of a passphrase slot, at the costs that stand in it.

    Raises :class:`NotEnoughMemory`.
    """
    costs = slot_costs(raw)
    return derive_key(
        passphrase,
        slot_salt(raw),
        memory_kib=costs.memory_kib,
        passes=costs.passes,
        lanes=costs.lanes,
        key_file=key_file,
    )


def make_slot(vault_key: Secret, way: NewWay, *, context: bytes, created_at: datetime, label: str) -> bytes:
    """Return a slot that gives ``vault_key`` to whoever holds ``way``.

    ``context`` is magic, vault id and slot number. A label is cut to 96 bytes of UTF-8.
    Raises :class:`NotEnoughMemory`.
    """
    costs = way.costs
    made = min(max(int(created_at.timestamp()), 0), _LATEST)  # a clock that is a century off is no reason to fail
    fixed = _FIXED.pack(
        _NUMBERS[way.kind],
        _ARGON2ID if way.kind in _DERIVED else _NO_DERIVATION,
        costs.lanes,
        costs.passes,
        costs.memory_kib,
        made,
        os.urandom(SALT_BYTES),
    )
    nonce, label_nonce = os.urandom(NONCE_BYTES), os.urandom(NONCE_BYTES)
    text = bytearray(label.encode("utf-8", "replace")[:LABEL_BYTES].decode("utf-8", "ignore").encode("utf-8"))
    text.extend(bytes(LABEL_BYTES - len(text)))
    with derive_subkey(vault_key, b"slot labels") as label_key:
        sealed_label = label_nonce + seal(label_key, label_nonce, text, context + fixed)
    room = way.room(fixed, context, vault_key)
    wrapping_key = way.wrapping_key(fixed)
    if wrapping_key is None:
        raise ValueError("this way cannot open a slot")
    with wrapping_key:
        wrapped = seal(wrapping_key, nonce, vault_key.view(), context + fixed)
    return fixed + nonce + wrapped + sealed_label + room + os.urandom(ROOM_BYTES - len(room))


def open_slot(raw: bytes, way: Way, *, context: bytes) -> Secret | None:
    """Return the vault key, or ``None`` when ``way`` does not open this slot or the slot is not of its kind.

    Nothing is computed for a slot whose form or costs nobody ever wrote. Raises :class:`NotEnoughMemory`.
    """
    if not is_of_kind(raw, way.kind):
        return None
    wrapping_key = way.wrapping_key(raw)
    if wrapping_key is None:
        return None
    with wrapping_key:
        return open_sealed(wrapping_key, raw[_NONCE], raw[_WRAPPED], context + raw[:FIXED_BYTES])


def seal_details(details: bytearray, fixed: bytes, context: bytes, vault_key: Secret) -> bytes:
    """Return nonce and sealed ``details`` for the room of a slot, readable when the vault is open."""
    nonce = os.urandom(NONCE_BYTES)
    with derive_subkey(vault_key, b"slot details") as key:
        return nonce + seal(key, nonce, details, context + fixed)


def open_details(sealed: bytes, raw: bytes, context: bytes, vault_key: Secret) -> bytes | None:
    """Return what :func:`seal_details` was given; ``None`` when it is not of this slot."""
    with derive_subkey(vault_key, b"slot details") as key:
        found = open_sealed(key, sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context + raw[:FIXED_BYTES])
    return None if found is None else bytes(found.view())


def slot_kind_word(raw: bytes) -> str:
    return _KINDS[raw[0]].value if raw[0] in _KINDS else f"kind_{raw[0]}"


def slot_created_at(raw: bytes) -> datetime:
    made: int = _FIXED.unpack_from(raw)[5]
    return datetime.fromtimestamp(made, UTC)


def slot_label(raw: bytes, *, context: bytes, vault_key: Secret) -> str:
    """Return the label; empty for one that was not sealed under this vault key."""
    with derive_subkey(vault_key, b"slot labels") as label_key:
        text = open_sealed(label_key, raw[_LABEL_NONCE], raw[_LABEL], context + raw[:FIXED_BYTES])
    return "" if text is None else bytes(text.view()).rstrip(b"\0").decode("utf-8", "replace")
