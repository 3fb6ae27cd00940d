"""The four ways into a vault: what each holder brings, how the wrapping key comes from it, what its slot keeps.

Room of the slot, from offset 256:

* passphrase, passphrase with key file: random bytes. The key file's digest goes into Argon2id as its secret parameter.
* recovery: nonce, 24 bytes, and sealed details, 32 bytes: set number (4), needed (1), shares (1), zeros (10).
  Wrapping key: BLAKE2b-256 of ``recovery`` and the salt, keyed with the 16 bytes of the recovery secret. No key
  derivation: the secret is random.
* coordinators: two sealed boxes of 72 bytes, each with one random part of 24 bytes, to the X25519 keys of two age
  recipients; nonce, 24 bytes, and sealed details, 80 bytes: the two public keys. Wrapping key: BLAKE2b-256 of
  ``coordinators`` and the salt, keyed with both parts one after the other. One part alone gives nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from legalaid_desktop.vault.age_keys import recipient_text
from legalaid_desktop.vault.key_slot import (
    FIXED_BYTES,
    FLOOR,
    NO_COSTS,
    NO_DETAILS,
    ROOM_AT,
    Costs,
    SlotDetails,
    SlotInfo,
    SlotKind,
    derived_key,
    kind_of,
    open_details,
    seal_details,
    slot_created_at,
    slot_kind_word,
    slot_label,
    slot_salt,
)
from legalaid_desktop.vault.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    SEALED_BOX_BYTES,
    TAG_BYTES,
    keyed_digest,
    open_sealed_to,
    random_secret,
    seal_to,
)
from legalaid_desktop.vault.secret import Secret

RECOVERY_BYTES = 16
PART_BYTES = 24
PARTS = 2
_BOX_BYTES = PART_BYTES + SEALED_BOX_BYTES
BOXES_BYTES = PARTS * _BOX_BYTES
_SET = struct.Struct("<IBB10x")
_RECOVERY_DETAILS = slice(ROOM_AT, ROOM_AT + NONCE_BYTES + _SET.size + TAG_BYTES)
_HOLDERS_AT = ROOM_AT + BOXES_BYTES
_HOLDERS = slice(_HOLDERS_AT, _HOLDERS_AT + NONCE_BYTES + PARTS * KEY_BYTES + TAG_BYTES)


@dataclass(frozen=True, slots=True)
class PassphraseWay:
    """A passphrase, with ``key_file`` (its digest, 32 bytes) also that file. ``costs`` are for a new slot only."""

    passphrase: Secret
    key_file: Secret | None = None
    costs: Costs = FLOOR

    @property
    def kind(self) -> SlotKind:
        return SlotKind.PASSPHRASE if self.key_file is None else SlotKind.PASSPHRASE_AND_KEY_FILE

    def wrapping_key(self, raw: bytes) -> Secret | None:
        return derived_key(raw, self.passphrase, self.key_file)

    def room(self, fixed: bytes, context: bytes, vault_key: Secret) -> bytes:
        return b""


@dataclass(frozen=True, slots=True)
class RecoveryWay:
    """The recovery secret, 16 bytes. The numbers are for a new slot only."""

    secret: Secret
    set_number: int = 0
    needed: int = 0
    shares: int = 0

    @property
    def kind(self) -> SlotKind:
        return SlotKind.RECOVERY

    @property
    def costs(self) -> Costs:
        return NO_COSTS

    def wrapping_key(self, raw: bytes) -> Secret | None:
        if len(self.secret) != RECOVERY_BYTES:
            return None  # parts made by another program may hold a longer one
        return Secret(keyed_digest(self.secret, b"recovery" + slot_salt(raw)))

    def room(self, fixed: bytes, context: bytes, vault_key: Secret) -> bytes:
        details = bytearray(_SET.pack(self.set_number, self.needed, self.shares))
        return seal_details(details, fixed, context, vault_key)


class NewCoordinatorsWay:
    """Two fresh parts for two coordinators, given by the 32 bytes of their public keys. :meth:`wipe` when done."""

    kind = SlotKind.COORDINATORS
    costs = NO_COSTS

    def __init__(self, public_keys: tuple[bytes, bytes]) -> None:
        self._public_keys = public_keys
        self._parts = random_secret(PARTS * PART_BYTES)

    def wrapping_key(self, raw: bytes) -> Secret | None:
        return _from_parts(self._parts, raw)

    def room(self, fixed: bytes, context: bytes, vault_key: Secret) -> bytes:
        boxes = b""
        for number, public in enumerate(self._public_keys):
            with Secret(memoryview(self._parts.view())[number * PART_BYTES : (number + 1) * PART_BYTES]) as part:
                boxes += seal_to(public, part.view())
        return boxes + seal_details(bytearray(b"".join(self._public_keys)), fixed, context, vault_key)

    def wipe(self) -> None:
        self._parts.wipe()


@dataclass(frozen=True, slots=True)
class PartsWay:
    """The parts of one slot of coordinators, by their place in it; made for the slot whose beginning is ``fixed``."""

    fixed: bytes
    parts: tuple[Secret, Secret]

    @property
    def kind(self) -> SlotKind:
        return SlotKind.COORDINATORS

    def wrapping_key(self, raw: bytes) -> Secret | None:
        if raw[:FIXED_BYTES] != self.fixed:
            return None
        with Secret(self.parts[0].view() + self.parts[1].view()) as both:
            return _from_parts(both, raw)


def _from_parts(both: Secret, raw: bytes) -> Secret:
    return Secret(keyed_digest(both, b"coordinators" + slot_salt(raw)))


def open_part(boxes: bytes, number: int, secret_keys: Sequence[Secret]) -> Secret | None:
    """Return part ``number`` (0 or 1) of the two sealed ``boxes`` if one of the X25519 ``secret_keys`` opens it."""
    for secret_key in secret_keys:
        part = open_sealed_to(secret_key, boxes[number * _BOX_BYTES : (number + 1) * _BOX_BYTES])
        if part is not None:
            return part
    return None


def slot_boxes(raw: bytes) -> bytes:
    """Return both sealed boxes of a coordinators' slot."""
    return raw[ROOM_AT:_HOLDERS_AT]


def slot_info(raw: bytes, number: int, *, context: bytes, vault_key: Secret | None = None) -> SlotInfo:
    """Return what a slot in use shows: label and details only with ``vault_key``."""
    kind, created_at = slot_kind_word(raw), slot_created_at(raw)
    if vault_key is None:
        return SlotInfo(str(number), kind, "", created_at)
    known = _details(raw, context, vault_key)
    return SlotInfo(
        str(number),
        kind,
        slot_label(raw, context=context, vault_key=vault_key),
        created_at,
        set_number=known.set_number,
        needed=known.needed,
        shares=known.shares,
        holders=known.holders,
    )


def _details(raw: bytes, context: bytes, vault_key: Secret) -> SlotDetails:
    kind = kind_of(raw)
    if kind is SlotKind.RECOVERY:
        found = open_details(raw[_RECOVERY_DETAILS], raw, context, vault_key)
        if found is not None:
            set_number, needed, shares = _SET.unpack(found)
            return SlotDetails(set_number=set_number, needed=needed, shares=shares)
    if kind is SlotKind.COORDINATORS:
        found = open_details(raw[_HOLDERS], raw, context, vault_key)
        if found is not None:
            return SlotDetails(holders=(recipient_text(found[:KEY_BYTES]), recipient_text(found[KEY_BYTES:])))
    return NO_DETAILS
