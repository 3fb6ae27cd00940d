"""One way to unwrap the vault key: the 512 bytes of a slot, and what stands in them.

======  ===========================================================================================
offset  content (numbers little-endian)
======  ===========================================================================================
0       kind: 0 empty, 1 passphrase, 2 passphrase with key file, 3 recovery, 4 coordinators
1       key derivation: 0 none, 1 Argon2id 1.3
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
256     for kinds that need more; random bytes in kind 1
======  ===========================================================================================

An empty slot is a zero and 511 random bytes. Kinds that this version does not open are kept as they are.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from legalaid_desktop.errors import HeaderDamaged
from legalaid_desktop.vault.primitives import KEY_BYTES, NONCE_BYTES, TAG_BYTES, derive_key, open_sealed, seal
from legalaid_desktop.vault.secret import Secret

SLOT_BYTES = 512
SALT_BYTES = 32
LABEL_BYTES = 96

_FIXED = struct.Struct("<BBBxIII32s")
_EMPTY = 0
_NO_DERIVATION = 0
_ARGON2ID = 1
_NONCE = slice(48, 72)
_WRAPPED = slice(72, 72 + KEY_BYTES + TAG_BYTES)
_LABEL_NONCE = slice(120, 144)
_LABEL = slice(144, 144 + LABEL_BYTES + TAG_BYTES)


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


@dataclass(frozen=True, slots=True)
class SlotInfo:
    """A slot as it is shown. ``id`` is its number, ``"0"`` to ``"7"``; ``label`` is empty while locked."""

    id: str
    kind: str
    label: str
    created_at: datetime


def empty_slot() -> bytes:
    return bytes([_EMPTY]) + os.urandom(SLOT_BYTES - 1)


def is_empty(raw: bytes) -> bool:
    return raw[0] == _EMPTY


def takes_passphrase(raw: bytes) -> bool:
    return raw[0] == _NUMBERS[SlotKind.PASSPHRASE]


def passphrase_slot(
    vault_key: Secret,
    passphrase: Secret,
    *,
    context: bytes,
    costs: Costs,
    created_at: datetime,
    label: str,
    label_key: Secret,
) -> bytes:
    """Return a slot that gives ``vault_key`` for ``passphrase``. ``context`` is magic, vault id and slot number.

    Raises :class:`NotEnoughMemory`.
    """
    salt = os.urandom(SALT_BYTES)
    fixed = _FIXED.pack(
        _NUMBERS[SlotKind.PASSPHRASE],
        _ARGON2ID,
        costs.lanes,
        costs.passes,
        costs.memory_kib,
        int(created_at.timestamp()),
        salt,
    )
    nonce = os.urandom(NONCE_BYTES)
    with derive_key(
        passphrase, salt, memory_kib=costs.memory_kib, passes=costs.passes, lanes=costs.lanes
    ) as wrapping_key:
        wrapped = seal(wrapping_key, nonce, vault_key.view(), context + fixed)
    label_nonce = os.urandom(NONCE_BYTES)
    text = bytearray(label.encode("utf-8")[:LABEL_BYTES].decode("utf-8", "ignore").encode("utf-8"))
    text.extend(bytes(LABEL_BYTES - len(text)))
    sealed_label = seal(label_key, label_nonce, text, context + fixed)
    raw = fixed + nonce + wrapped + label_nonce + sealed_label
    return raw + os.urandom(SLOT_BYTES - len(raw))


def try_passphrase(raw: bytes, passphrase: Secret, *, context: bytes) -> Secret | None:
    """Return the vault key of a passphrase slot, or ``None`` when this is not its passphrase.

    Raises :class:`HeaderDamaged` before any work for costs that no version ever wrote, and
    :class:`NotEnoughMemory`.
    """
    _, derivation, lanes, passes, memory_kib, _, salt = _FIXED.unpack_from(raw)
    costs = Costs(memory_kib, passes, lanes)
    if derivation != _ARGON2ID or not costs.allowed():
        raise HeaderDamaged()
    with derive_key(passphrase, salt, memory_kib=memory_kib, passes=passes, lanes=lanes) as wrapping_key:
        return open_sealed(wrapping_key, raw[_NONCE], raw[_WRAPPED], context + raw[: _FIXED.size])


def slot_costs(raw: bytes) -> Costs:
    _, _, lanes, passes, memory_kib, _, _ = _FIXED.unpack_from(raw)
    return Costs(memory_kib, passes, lanes)


def slot_info(raw: bytes, number: int, *, context: bytes, label_key: Secret | None = None) -> SlotInfo:
    """Return what a slot in use shows; its label only with ``label_key``."""
    kind, _, _, _, _, made, _ = _FIXED.unpack_from(raw)
    label = ""
    if label_key is not None:
        text = open_sealed(label_key, raw[_LABEL_NONCE], raw[_LABEL], context + raw[: _FIXED.size])
        if text is not None:
            label = bytes(text.view()).rstrip(b"\0").decode("utf-8", "replace")
    shown = _KINDS[kind].value if kind in _KINDS else f"kind_{kind}"
    return SlotInfo(str(number), shown, label, datetime.fromtimestamp(made, UTC))
