"""Keys that sign law packs: Ed25519 of libsodium. The secret one lies in a file under a passphrase and nowhere else.

The file is text, so that it survives a mail and a stick::

    # legalaid pack key 1
    # public: <64 hexadecimal digits>
    argon2id <KiB> <passes> <lanes> <salt>
    <nonce and sealed seed>

The seed (32 bytes) is sealed by XChaCha20-Poly1305 under Argon2id of the passphrase, as a slot of a vault is; the lines
above the last one are the associated data, so that none of them can be changed. It passes through wiped buffers only.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final

from nacl._sodium import ffi, lib  # type: ignore[import-not-found]  # a C module without stubs

from legalaid_desktop.errors import PackKeyUnusable, WrongPassphrase
from legalaid_desktop.vault.key_costs import calibrated_costs, floor_costs
from legalaid_desktop.vault.key_slot import Costs
from legalaid_desktop.vault.primitives import NONCE_BYTES, derive_key, open_sealed, random_key, seal
from legalaid_desktop.vault.secret import Secret

PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
_SECRET_BYTES: Final = 64
_SALT_BYTES: Final = 16
_FILE: Final = re.compile(
    rb"(# legalaid pack key 1\n# public: ([0-9a-f]{64})\nargon2id (\d{1,8}) (\d{1,3}) (\d{1,2}) ([0-9a-f]{32})\n)"
    rb"([0-9a-f]{144})\n?"
)


@dataclass(frozen=True)
class NewSigningKey:
    """``file`` is the content of the key's file, ``public`` goes into packs."""

    file: bytes
    public: bytes


def new_signing_key(passphrase: Secret, *, fast: bool = False) -> NewSigningKey:
    """Make a key and seal it. ``fast`` takes the lowest costs the format allows. Raises :class:`NotEnoughMemory`."""
    costs = floor_costs() if fast else calibrated_costs()
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(NONCE_BYTES)
    with random_key() as seed:
        public = public_of(seed)
        head = f"# legalaid pack key 1\n# public: {public.hex()}\n".encode("ascii")
        head += f"argon2id {costs.memory_kib} {costs.passes} {costs.lanes} {salt.hex()}\n".encode("ascii")
        with _derived(passphrase, salt, costs) as key:
            sealed = seal(key, nonce, seed.view(), head)
    return NewSigningKey(head + (nonce + sealed).hex().encode("ascii") + b"\n", public)


def public_in(file: bytes) -> bytes:
    """The public key that stands in a key's file; no passphrase is needed. Raises :class:`PackKeyUnusable`."""
    return bytes.fromhex(_parts(file)[2].decode("ascii"))


def open_signing_key(file: bytes, passphrase: Secret) -> Secret:
    """The seed of a key's file; the caller wipes it.

    Raises :class:`PackKeyUnusable` (no such file, costs outside their bounds, a public key that is not its own),
    :class:`WrongPassphrase` (or a changed file: the two look the same), :class:`NotEnoughMemory`.
    """
    found = _parts(file)
    costs = Costs(int(found[3]), int(found[4]), int(found[5]))
    if not costs.allowed():
        raise PackKeyUnusable()
    sealed = bytes.fromhex(found[7].decode("ascii"))
    with _derived(passphrase, bytes.fromhex(found[6].decode("ascii")), costs) as key:
        seed = open_sealed(key, sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], found[1])
    if seed is None:
        raise WrongPassphrase()
    if public_of(seed).hex().encode("ascii") != found[2]:
        seed.wipe()
        raise PackKeyUnusable()
    return seed


def public_of(seed: Secret) -> bytes:
    """The public key of a seed of 32 bytes."""
    with _pair(seed)[0] as secret:
        return bytes(secret.view()[PUBLIC_BYTES:])


def sign(seed: Secret, message: bytes) -> bytes:
    """The signature of ``message``, 64 bytes."""
    out = bytearray(SIGNATURE_BYTES + len(message))  # libsodium writes the signature, then the message
    length = ffi.new("unsigned long long *")
    with _pair(seed)[0] as secret:
        result = lib.crypto_sign(
            ffi.from_buffer("unsigned char[]", out),
            length,
            message,
            len(message),
            ffi.from_buffer("unsigned char[]", secret.view()),
        )
    if result != 0 or length[0] != len(out):
        raise ValueError("signing failed")
    return bytes(out[:SIGNATURE_BYTES])


def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of ``public`` signed exactly ``message``; keys of low order and second forms of a signature
    are refused by the library."""
    if len(public) != PUBLIC_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    signed = signature + message
    out = bytearray(len(signed))
    length = ffi.new("unsigned long long *")
    result = lib.crypto_sign_open(ffi.from_buffer("unsigned char[]", out), length, signed, len(signed), public)
    return bool(result == 0 and length[0] == len(message))


def _pair(seed: Secret) -> tuple[Secret, bytes]:
    if len(seed) != PUBLIC_BYTES:
        raise ValueError("32 bytes are needed")
    public, secret = bytearray(PUBLIC_BYTES), bytearray(_SECRET_BYTES)
    lib.crypto_sign_seed_keypair(
        ffi.from_buffer("unsigned char[]", public),
        ffi.from_buffer("unsigned char[]", secret),
        ffi.from_buffer("unsigned char[]", seed.view()),
    )
    return Secret(secret), bytes(public)


def _derived(passphrase: Secret, salt: bytes, costs: Costs) -> Secret:
    return derive_key(passphrase, salt, memory_kib=costs.memory_kib, passes=costs.passes, lanes=costs.lanes)


def _parts(file: bytes) -> re.Match[bytes]:
    found = _FILE.fullmatch(file.replace(b"\r\n", b"\n"))
    if found is None:
        raise PackKeyUnusable()
    return found
