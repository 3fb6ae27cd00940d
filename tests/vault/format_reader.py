"""A second reader of the vault, written from docs/vault-format.md alone. It knows nothing of the program.

It takes what a person has (a passphrase, a key file, recovery words, identities) and gives the keys, what the slots
say, and the open database.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import shamir_mnemonic
import sqlcipher3
from argon2.low_level import ARGON2_VERSION, Type, core, ffi
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
from nacl.bindings import crypto_scalarmult_base
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

MAGIC = b"LGLDVLT\x01"
SIZE = 8192


class Slot(NamedTuple):
    number: int
    kind: int
    label: str
    made: int
    details: tuple[Any, ...]
    """Of kind 3: set, needed, in all; of kind 4: the two public keys."""


class Opened(NamedTuple):
    generation: int
    vault_id: bytes
    vault_key: bytes
    records_key: bytes
    opened_by: int
    slots: tuple[Slot, ...]


class Closed(Exception):
    """Nothing of what was given opens this header."""


def subkey(key: bytes, label: str) -> bytes:
    return hashlib.blake2b(label.encode("ascii"), key=key, digest_size=32).digest()


def argon2id(passphrase: bytes, salt: bytes, memory: int, passes: int, lanes: int, secret: bytes = b"") -> bytes:
    out = ffi.new("uint8_t[]", 32)
    kept = [ffi.new("uint8_t[]", data or b"\0") for data in (passphrase, salt, secret)]
    context = ffi.new(
        "argon2_context *",
        {
            "version": ARGON2_VERSION,
            "out": out,
            "outlen": 32,
            "pwd": kept[0],
            "pwdlen": len(passphrase),
            "salt": kept[1],
            "saltlen": len(salt),
            "secret": kept[2] if secret else ffi.NULL,
            "secretlen": len(secret),
            "ad": ffi.NULL,
            "adlen": 0,
            "t_cost": passes,
            "m_cost": memory,
            "lanes": lanes,
            "threads": lanes,
            "allocate_cbk": ffi.NULL,
            "free_cbk": ffi.NULL,
            "flags": 0,
        },
    )
    assert core(context, Type.ID.value) == 0
    return bytes(ffi.buffer(out, 32))


Wrapping = Callable[[bytes], bytes | None]
"""From the bytes of a slot to its wrapping key; ``None`` for another kind."""


def by_passphrase(text: str, key_file: bytes | None = None) -> Wrapping:
    def key(slot: bytes) -> bytes | None:
        if slot[:2] != bytes([1 if key_file is None else 2, 1]):
            return None
        lanes, passes, memory = slot[2], *struct.unpack_from("<II", slot, 4)
        if not (1 <= lanes <= 8 and 3 <= passes <= 16 and 65536 <= memory <= 1048576):
            return None
        secret = b"" if key_file is None else hashlib.blake2b(key_file, digest_size=32).digest()
        return argon2id(unicodedata.normalize("NFC", text).encode(), slot[16:48], memory, passes, lanes, secret)

    return key


def by_recovery_words(parts: Sequence[str]) -> Wrapping:
    secret = shamir_mnemonic.combine_mnemonics(parts)

    def key(slot: bytes) -> bytes | None:
        if slot[:12] != b"\3" + bytes(11):
            return None
        return hashlib.blake2b(b"recovery" + slot[16:48], key=secret, digest_size=32).digest()

    return key


def by_coordinators(identities: Sequence[str], sent: bytes | None = None) -> Wrapping:
    """``identities`` are ``AGE-SECRET-KEY-1…``; ``sent`` is the part file that the other coordinator made."""
    boxes = [SealedBox(PrivateKey(scalar(text))) for text in identities]

    def key(slot: bytes) -> bytes | None:
        if slot[:12] != b"\4" + bytes(11):
            return None
        parts = [_first(boxes, slot[at : at + 72]) for at in (256, 328)]
        if sent is not None:
            assert sent[:8] == b"LGLDPRT\x01"
            entries = _first(boxes, sent[8:]) or b""
            for at in range(0, len(entries), 73):
                digest, number, part = entries[at + 16 : at + 48], entries[at + 48], entries[at + 49 : at + 73]
                if digest == hashlib.blake2b(slot[:48], digest_size=32).digest():
                    parts[number] = parts[number] or part
        if parts[0] is None or parts[1] is None:
            return None
        return hashlib.blake2b(b"coordinators" + slot[16:48], key=parts[0] + parts[1], digest_size=32).digest()

    return key


def scalar(identity: str) -> bytes:
    """The 32 bytes of an age identity, from Bech32 (the checksum is not looked at here)."""
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    values = [letters.index(letter) for letter in identity.strip().lower().removeprefix("age-secret-key-1")[:-6]]
    number = 0
    for value in values:
        number = number << 5 | value
    return (number >> (5 * len(values) - 256)).to_bytes(32, "big")


def public(identity: str) -> bytes:
    return crypto_scalarmult_base(scalar(identity))


def open_head(head: bytes, wrapping: Wrapping) -> Opened:
    """Take the newest copy whose checksum and MAC hold, else the other one."""
    copies = [head[at : at + SIZE] for at in (0, SIZE)]
    good = [
        copy
        for copy in copies
        if len(copy) == SIZE and hashlib.blake2b(copy[:-32], digest_size=32).digest() == copy[-32:]
    ]
    for copy in sorted(good, key=lambda copy: -struct.unpack_from("<Q", copy, 16)[0]):
        opened = _open_copy(copy, wrapping)
        if opened is not None:
            return opened
    raise Closed


def open_database(folder: Path, opened: Opened) -> Any:
    """Open ``data`` under the subkey of the vault key; an SQLCipher connection."""
    connection = sqlcipher3.connect(str(folder / "data"))
    connection.execute(f"PRAGMA key = \"x'{subkey(opened.vault_key, 'database').hex()}'\"")
    return connection


def _open_copy(copy: bytes, wrapping: Wrapping) -> Opened | None:
    magic, version, flags, zero, generation, vault_id = struct.unpack_from("<8sHHIQ16s", copy)
    assert (magic, version, flags, zero) == (MAGIC, 1, 0, 0)
    raw = [copy[64 + 512 * number : 576 + 512 * number] for number in range(8)]
    for number, slot in enumerate(raw):
        key = wrapping(slot)
        vault_key = None if key is None else _opened(slot[72:120], _bound(vault_id, number, slot), slot[48:72], key)
        if vault_key is None:
            continue
        if (
            hashlib.blake2b(copy[:8128], key=subkey(vault_key, "header mac"), digest_size=32).digest()
            != copy[8128:8160]
        ):
            return None
        records_key = decrypt(copy[4184:4232], magic + vault_id, copy[4160:4184], subkey(vault_key, "records key"))
        slots = tuple(_shown(vault_id, at, one, vault_key) for at, one in enumerate(raw) if one[0])
        return Opened(generation, vault_id, vault_key, records_key, number, slots)
    return None


def _shown(vault_id: bytes, number: int, slot: bytes, vault_key: bytes) -> Slot:
    bound = _bound(vault_id, number, slot)
    label = decrypt(slot[144:256], bound, slot[120:144], subkey(vault_key, "slot labels"))
    details: tuple[Any, ...] = ()
    key = subkey(vault_key, "slot details")
    if slot[0] == 3:
        details = struct.unpack("<IBB10x", decrypt(slot[280:312], bound, slot[256:280], key))
    if slot[0] == 4:
        found = decrypt(slot[424:504], bound, slot[400:424], key)
        details = (found[:32], found[32:])
    return Slot(number, slot[0], label.rstrip(b"\0").decode(), struct.unpack_from("<I", slot, 12)[0], details)


def _bound(vault_id: bytes, number: int, slot: bytes) -> bytes:
    return MAGIC + vault_id + bytes([number]) + slot[:48]


def _opened(sealed: bytes, bound: bytes, nonce: bytes, key: bytes) -> bytes | None:
    try:
        return bytes(decrypt(sealed, bound, nonce, key))
    except CryptoError:
        return None


def _first(boxes: Sequence[SealedBox[PrivateKey]], sealed: bytes) -> bytes | None:
    for box in boxes:
        try:
            return bytes(box.decrypt(sealed))
        except CryptoError:
            continue
    return None
