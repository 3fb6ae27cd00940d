"""Two coordinators open a vault together: at one computer, or one of them sends a part to the other.

A seized coordinator opens nothing: each holds one of two parts. Files that travel, all numbers little-endian:

request (what is public anyway in ``head``; it lets a coordinator work without a copy of the vault):
  ``LGLDASK`` and 1, 8 bytes; vault id, 16; count of slots, 1; for each slot its bytes 0 to 47 and its two sealed
  boxes, 144; BLAKE2b-256 of all before it, 32.
part (sealed to the coordinator who opens; 73 bytes for each slot that the sender has a part of):
  ``LGLDPRT`` and 1, 8 bytes; a sealed box of: vault id, 16; BLAKE2b-256 of bytes 0 to 47 of the slot, 32; number of
  the part, 1; the part, 24.

A sealed box does not tell who sealed it. A wrong part opens nothing and is refused; there is nothing to forge.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legalaid_desktop.errors import (
    CoordinatorUnknown,
    LegalAidError,
    NoSuchWay,
    PartDoesNotFit,
    PartNotUnderstood,
    SecondCoordinatorNeeded,
)
from legalaid_desktop.vault.header import SLOTS, VAULT_ID_BYTES, Header
from legalaid_desktop.vault.key_slot import FIXED_BYTES, SlotKind, is_of_kind
from legalaid_desktop.vault.primitives import SEALED_BOX_BYTES, open_sealed_to, seal_to
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.slot_ways import BOXES_BYTES, PART_BYTES, PARTS, PartsWay, open_part, slot_boxes

REQUEST_MAGIC = b"LGLDASK\x01"
PART_MAGIC = b"LGLDPRT\x01"
LONGEST_FILE = 4096
"""Neither file reaches this; a longer one is not read."""

_ENTRY = struct.Struct(f"<{VAULT_ID_BYTES}s32sB{PART_BYTES}s")
_SLOT_BYTES = FIXED_BYTES + BOXES_BYTES
_START = struct.Struct(f"<8s{VAULT_ID_BYTES}sB")
_SUM_BYTES = 32


@dataclass(frozen=True, slots=True)
class CoordinatorPart:
    """One part of one slot, bound to vault and slot. ``number`` is 0 or 1. Wiped with the last reference."""

    vault_id: bytes
    slot_digest: bytes
    number: int
    part: Secret


@dataclass(frozen=True, slots=True)
class PartRequest:
    """What a coordinator needs to find a part: of each coordinators' slot its beginning and the two sealed boxes."""

    vault_id: bytes
    slots: tuple[tuple[bytes, bytes], ...]


def request_of(header: Header) -> PartRequest:
    """Return the request of a vault, from its locked header. Raises :class:`NoSuchWay`."""
    found = tuple((raw[:FIXED_BYTES], slot_boxes(raw)) for raw in _coordinators(header))
    if not found:
        raise NoSuchWay(kind=SlotKind.COORDINATORS.value)
    return PartRequest(header.vault_id, found)


def request_bytes(request: PartRequest) -> bytes:
    body = _START.pack(REQUEST_MAGIC, request.vault_id, len(request.slots))
    body += b"".join(fixed + boxes for fixed, boxes in request.slots)
    return body + _digest(body)


def read_request(data: bytes) -> PartRequest:
    """Raises :class:`PartNotUnderstood`."""
    if len(data) < _START.size + _SUM_BYTES or _digest(data[:-_SUM_BYTES]) != data[-_SUM_BYTES:]:
        raise PartNotUnderstood()
    magic, vault_id, count = _START.unpack_from(data)
    if magic != REQUEST_MAGIC or not 1 <= count <= SLOTS:
        raise PartNotUnderstood()
    if len(data) != _START.size + count * _SLOT_BYTES + _SUM_BYTES:
        raise PartNotUnderstood()
    pieces = (data[at : at + _SLOT_BYTES] for at in range(_START.size, len(data) - _SUM_BYTES, _SLOT_BYTES))
    return PartRequest(vault_id, tuple((piece[:FIXED_BYTES], piece[FIXED_BYTES:]) for piece in pieces))


def part_bytes(request: PartRequest, secret_keys: Sequence[Secret], reader: bytes) -> bytes:
    """Open the sender's part of each slot and seal all of them to ``reader`` (32 bytes, X25519).

    Raises :class:`CoordinatorUnknown` when none of ``secret_keys`` is one of the coordinators.
    """
    with Secret(bytearray(PARTS * SLOTS * _ENTRY.size)) as entries:
        length = 0
        for fixed, boxes in request.slots:
            for number in range(PARTS):
                part = open_part(boxes, number, secret_keys)
                if part is not None:
                    with part:
                        _ENTRY.pack_into(
                            entries.view(), length, request.vault_id, _digest(fixed), number, bytes(part.view())
                        )
                    length += _ENTRY.size
        if not length:
            raise CoordinatorUnknown()
        with Secret(memoryview(entries.view())[:length]) as written:
            return PART_MAGIC + seal_to(reader, written.view())


def read_part(data: bytes, secret_keys: Sequence[Secret]) -> tuple[CoordinatorPart, ...]:
    """Open what another coordinator sent to one of ``secret_keys``.

    Raises :class:`PartNotUnderstood`, :class:`PartDoesNotFit` (``kind`` reader) when it is sealed to somebody else.
    """
    sealed = data[len(PART_MAGIC) :]
    size = len(sealed) - SEALED_BOX_BYTES
    if data[: len(PART_MAGIC)] != PART_MAGIC or size % _ENTRY.size or not 1 <= size // _ENTRY.size <= PARTS * SLOTS:
        raise PartNotUnderstood()
    for secret_key in secret_keys:
        opened = open_sealed_to(secret_key, sealed)
        if opened is not None:
            with opened:
                return tuple(_entries(opened))
    raise PartDoesNotFit(kind="reader")


def _entries(opened: Secret) -> Iterable[CoordinatorPart]:
    for vault_id, digest, number, part in _ENTRY.iter_unpack(opened.view()):
        if number >= PARTS:
            raise PartNotUnderstood()
        yield CoordinatorPart(vault_id, digest, number, Secret(part))


def gather_ways(header: Header, secret_keys: Sequence[Secret], parts: Sequence[CoordinatorPart]) -> list[PartsWay]:
    """Return a way for each coordinators' slot of which both parts are there."""
    ways = []
    for raw in _coordinators(header):
        first, second = _parts_of(raw, header.vault_id, secret_keys, parts)
        if first is not None and second is not None:
            ways.append(PartsWay(raw[:FIXED_BYTES], (first, second)))
    return ways


def why_not(copies: Sequence[Header], secret_keys: Sequence[Secret], parts: Sequence[CoordinatorPart]) -> LegalAidError:
    """Return the failure to tell when nothing opened: a foreign or stale part, one part only, or a foreign key."""
    if any(part.vault_id != copy.vault_id for part in parts for copy in copies):
        return PartDoesNotFit(kind="vault")
    slots = [(copy, raw) for copy in copies for raw in _coordinators(copy)]
    known = {_digest(raw[:FIXED_BYTES]) for _, raw in slots}
    if any(part.slot_digest not in known for part in parts):
        return PartDoesNotFit(kind="way")
    most = 0
    for copy, raw in slots:
        most = max(most, sum(part is not None for part in _parts_of(raw, copy.vault_id, secret_keys, parts)))
    if most == PARTS:
        return PartDoesNotFit(kind="way")
    return SecondCoordinatorNeeded() if most else CoordinatorUnknown()


def _parts_of(
    raw: bytes, vault_id: bytes, secret_keys: Sequence[Secret], parts: Sequence[CoordinatorPart]
) -> tuple[Secret | None, Secret | None]:
    digest, boxes = _digest(raw[:FIXED_BYTES]), slot_boxes(raw)
    sent = {part.number: part.part for part in parts if (part.vault_id, part.slot_digest) == (vault_id, digest)}
    first, second = (open_part(boxes, number, secret_keys) or sent.get(number) for number in range(PARTS))
    return first, second


def _coordinators(header: Header) -> list[bytes]:
    return [raw for raw in header.slots if is_of_kind(raw, SlotKind.COORDINATORS)]


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32).digest()
