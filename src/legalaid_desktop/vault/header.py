"""The key header on disk, version 1: strict, twofold, checked before and after the key is known.

The file ``head`` holds two copies, each in its own block of 8 KiB:

======  ===========================================================================================
offset  content (numbers little-endian)
======  ===========================================================================================
0       magic, 8 bytes
8       version, 2 bytes
10      flags, 2 bytes; none is known to version 1, and an unknown one means "newer"
12      zero, 4 bytes
16      generation, 8 bytes: rises with each change
24      vault id, 16 bytes
40      salt of the database (the first 16 bytes of ``data``), 16 bytes; random, 8 bytes
64      eight slots of 512 bytes (``key_slot.py``)
4160    nonce, 24 bytes, and the records key sealed under the subkey "records key", 48 bytes
4232    random, 3,896 bytes
8128    keyed BLAKE2b-256 of bytes 0 to 8127 under the subkey "header mac"
8160    plain BLAKE2b-256 of bytes 0 to 8159
======  ===========================================================================================

The salt is random and not secret; it is kept here because ``data`` cannot be read without it.

The records key is what journal and record hashes are keyed with. It is random and not a subkey of the vault key, so
that a backup can carry it: a restored vault, which has a new vault key, can still prove its journal, and whoever was
given a backup learns nothing of the key of the vault it came from.

Any later version keeps magic, version, block size and plain checksum where they are, so that "damaged" and
"newer than this program" are told apart.
"""

from __future__ import annotations

import hashlib
import os
import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from legalaid_desktop.errors import DestinationNotWritable, HeaderDamaged, VaultDestroyed, VaultNotFound
from legalaid_desktop.vault.destroyed import is_destroyed
from legalaid_desktop.vault.key_slot import SLOT_BYTES
from legalaid_desktop.vault.primitives import (
    KEY_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    derive_subkey,
    keyed_digest,
    open_sealed,
    same,
    seal,
)
from legalaid_desktop.vault.secret import Secret

MAGIC = b"LGLDVLT\x01"
VERSION = 1
SLOTS = 8
BLOCK_BYTES = 8192
COPIES = 2
HEAD_BYTES = COPIES * BLOCK_BYTES
HEAD = "head"
DATA = "data"
"""Names of the two files in a vault's folder: this header, and the database."""
VAULT_ID_BYTES = 16
DATA_SALT_BYTES = 16

_FIXED = struct.Struct("<8sHH4xQ16s")
_SLOTS_AT = 64
_RECORDS_AT = _SLOTS_AT + SLOTS * SLOT_BYTES
_FILL_AT = _RECORDS_AT + NONCE_BYTES + KEY_BYTES + TAG_BYTES
_MAC_AT = BLOCK_BYTES - 64
_SUM_AT = BLOCK_BYTES - 32


@dataclass(frozen=True, slots=True)
class Header:
    """One copy. ``slots`` are raw; ``block`` is the whole 8 KiB it was read from or written as, empty before."""

    generation: int
    vault_id: bytes
    slots: tuple[bytes, ...]
    records: bytes
    block: bytes = b""
    data_salt: bytes = b""
    """A copy of the salt of the database, which is lost with its first bytes; of random bytes in a header of an older
    program. Empty: random bytes are written."""

    def context(self, number: int) -> bytes:
        """Return what binds a slot to its place: magic, vault id, number."""
        return MAGIC + self.vault_id + bytes([number])


@dataclass(frozen=True, slots=True)
class Head:
    """What was found in the file: the two copies (``None`` where damaged), and whether one is of a newer version."""

    copies: tuple[Header | None, Header | None]
    newer: bool

    def newest_first(self) -> tuple[Header, ...]:
        """Return the distinct good copies; of equal generation the first block comes first."""
        good = [copy for copy in self.copies if copy is not None]
        good.sort(key=lambda copy: -copy.generation)
        if len(good) == COPIES and good[0].block == good[1].block:
            good.pop()
        return tuple(good)


def header_bytes(header: Header, vault_key: Secret) -> bytes:
    """Return the block of 8 KiB for ``header``, with fresh fill, MAC and checksum."""
    body = b"".join(
        (
            _FIXED.pack(MAGIC, VERSION, 0, header.generation, header.vault_id),
            header.data_salt or os.urandom(DATA_SALT_BYTES),
            os.urandom(_SLOTS_AT - _FIXED.size - DATA_SALT_BYTES),
            *header.slots,
            header.records,
            os.urandom(_MAC_AT - _FILL_AT),
        )
    )
    with derive_subkey(vault_key, b"header mac") as key:
        body += keyed_digest(key, body)
    return body + hashlib.blake2b(body, digest_size=32).digest()


def seal_records_key(records_key: Secret, vault_key: Secret, vault_id: bytes) -> bytes:
    """Return nonce and sealed records key as they stand in the header."""
    nonce = os.urandom(NONCE_BYTES)
    with derive_subkey(vault_key, b"records key") as key:
        return nonce + seal(key, nonce, records_key.view(), MAGIC + vault_id)


def open_records_key(header: Header, vault_key: Secret) -> Secret | None:
    """Return the records key, or ``None`` when it was not sealed under this vault key."""
    nonce, sealed = header.records[:NONCE_BYTES], header.records[NONCE_BYTES:]
    with derive_subkey(vault_key, b"records key") as key:
        return open_sealed(key, nonce, sealed, MAGIC + header.vault_id)


def is_authentic(header: Header, vault_key: Secret) -> bool:
    """Tell whether whoever wrote this copy had the vault key."""
    with derive_subkey(vault_key, b"header mac") as key:
        return same(keyed_digest(key, header.block[:_MAC_AT]), header.block[_MAC_AT:_SUM_AT])


def read_block(block: bytes) -> Header | None:
    """Return the copy in a block, or ``None`` when its checksum does not hold. Raises :class:`NewerHeader`."""
    if len(block) != BLOCK_BYTES or hashlib.blake2b(block[:_SUM_AT], digest_size=32).digest() != block[_SUM_AT:]:
        return None
    magic, version, flags, generation, vault_id = _FIXED.unpack_from(block)
    if magic != MAGIC or version == 0:
        return None
    if version > VERSION or flags:
        raise NewerHeader
    slots = tuple(block[at : at + SLOT_BYTES] for at in range(_SLOTS_AT, _RECORDS_AT, SLOT_BYTES))
    salt = block[_FIXED.size : _FIXED.size + DATA_SALT_BYTES]
    return Header(generation, vault_id, slots, block[_RECORDS_AT:_FILL_AT], block, salt)


class NewerHeader(Exception):
    """A whole copy that a later version of the program wrote."""


def head_of(folder: Path) -> Path:
    """Return the path of the header, which is a file.

    Raises :class:`VaultNotFound` without a vault, :class:`HeaderDamaged` where only the header is missing.
    """
    path = folder / HEAD
    if not path.is_file():
        raise HeaderDamaged() if path.exists() or (folder / DATA).exists() else VaultNotFound(path=str(folder))
    return path


def read_head(folder: Path) -> Head:
    """Read both copies.

    Raises :class:`VaultNotFound` without a vault, :class:`HeaderDamaged` without a readable file,
    :class:`VaultDestroyed` where that was done on purpose, :class:`DestinationNotWritable` where this person may not
    read it.
    """
    path = head_of(folder)
    try:
        with path.open("rb") as file:
            data = file.read(HEAD_BYTES)
    except PermissionError as error:
        raise DestinationNotWritable(path=str(path)) from error
    except OSError as error:
        raise HeaderDamaged() from error  # the disk under it gives errors
    head = parse_head(data)
    blocks = [data[at : at + BLOCK_BYTES] for at in range(0, HEAD_BYTES, BLOCK_BYTES)]
    if not head.newest_first() and not head.newer and any(map(is_destroyed, blocks)):
        raise VaultDestroyed()
    return head


def parse_head(data: bytes) -> Head:
    copies: list[Header | None] = []
    newer = False
    for at in range(0, HEAD_BYTES, BLOCK_BYTES):
        try:
            copies.append(read_block(data[at : at + BLOCK_BYTES]))
        except NewerHeader:
            newer = True
            copies.append(None)
    return Head((copies[0], copies[1]), newer)


def write_head(file: BinaryIO, header: Header, vault_key: Secret) -> Header:
    """Write ``header`` into both blocks of the open ``file``: the older or damaged one first, sync, then the other.

    Its generation becomes one more than any seen, that of an earlier change that failed half-way included. At each
    moment one copy is whole: a kill or a power cut leaves the old header or the new one. Returns the header as
    written. Raises :class:`OSError`; the old header is in force then, put back where that was needed, unless it is
    :class:`HeadUnsure`.
    """
    before = _read_all(file)
    head = parse_head(before)
    generations = [-1 if copy is None or not is_authentic(copy, vault_key) else copy.generation for copy in head.copies]
    header = replace(header, generation=1 + max(header.generation, *generations))
    block = header_bytes(header, vault_key)
    first = 0 if generations[0] <= generations[1] else 1
    touched: list[int] = []
    try:
        for number in (first, 1 - first):
            touched.append(number)
            _write_block(file, number, block)
    except OSError as error:
        try:
            # The half-written one first: the other is whole, whichever header it is.
            for number in reversed(touched):
                _write_block(file, number, before[number * BLOCK_BYTES : (number + 1) * BLOCK_BYTES])
        except OSError:
            raise HeadUnsure(*error.args) from error
        raise
    return replace(header, block=block)


class HeadUnsure(OSError):
    """The disk took part of a new header and did not take the old one back: one of the two is in force."""


def _write_block(file: BinaryIO, number: int, block: bytes) -> None:
    _write_all(file, number * BLOCK_BYTES, block)
    file.flush()
    os.fsync(file.fileno())


def _read_all(file: BinaryIO) -> bytes:
    """Read the head from its beginning; an unbuffered file may give it in pieces."""
    file.seek(0)
    data = b""
    while len(data) < HEAD_BYTES and (piece := file.read(HEAD_BYTES - len(data))):
        data += piece
    return data


def _write_all(file: BinaryIO, at: int, data: bytes) -> None:
    """Write all of ``data``; an unbuffered file may take it in pieces."""
    file.seek(at)
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
