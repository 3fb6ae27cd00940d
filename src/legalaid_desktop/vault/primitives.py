"""The cryptographic tools of the vault, over buffers that can be wiped: Argon2id, BLAKE2b, XChaCha20-Poly1305, and
sealed boxes (X25519).

The libraries' usual calls take and return ``bytes``, which cannot be wiped. Here the same C functions get pointers
into ``bytearray`` objects, so that no key is left in memory that nobody owns.
"""

from __future__ import annotations

from typing import Any

from argon2.low_level import ARGON2_VERSION, Type
from argon2.low_level import core as argon2_core
from argon2.low_level import ffi as argon2_ffi
from nacl._sodium import ffi, lib  # type: ignore[import-not-found]  # a C module without stubs
from nacl.bindings import sodium_init

from legalaid_desktop.errors import NotEnoughMemory
from legalaid_desktop.vault.secret import Secret

KEY_BYTES = 32
NONCE_BYTES = 24
TAG_BYTES = 16
DIGEST_BYTES = 32
SEALED_BOX_BYTES = 48
"""How much longer a sealed box is than what lies in it."""

_ARGON2_OK = 0
_ARGON2_MEMORY_ALLOCATION_ERROR = -22


sodium_init()  # before threads use its random numbers; harmless when repeated


def random_key() -> Secret:
    """Return 32 fresh random bytes."""
    return random_secret(KEY_BYTES)


def random_secret(length: int) -> Secret:
    """Return fresh random bytes from the system, never in a form that cannot be wiped."""
    out = bytearray(length)
    lib.randombytes(ffi.from_buffer("unsigned char[]", out), length)
    return Secret(out)


def derive_key(
    passphrase: Secret, salt: bytes, *, memory_kib: int, passes: int, lanes: int, key_file: Secret | None = None
) -> Secret:
    """Return Argon2id (version 1.3) of ``passphrase``, 32 bytes. Costs are the caller's to check.

    ``key_file`` is Argon2's own secret parameter (K of RFC 9106). Raises :class:`NotEnoughMemory` where the system
    does not give ``memory_kib``.
    """
    secret = passphrase.view()
    other = key_file.view() if key_file is not None else None
    out = bytearray(KEY_BYTES)
    null = argon2_ffi.NULL
    context: Any = argon2_ffi.new(
        "argon2_context *",
        {
            "version": ARGON2_VERSION,
            "out": argon2_ffi.cast("uint8_t *", argon2_ffi.from_buffer(out)),
            "outlen": KEY_BYTES,
            "pwd": argon2_ffi.cast("uint8_t *", argon2_ffi.from_buffer(secret)),
            "pwdlen": len(secret),
            "salt": argon2_ffi.cast("uint8_t *", argon2_ffi.from_buffer(salt)),
            "saltlen": len(salt),
            "secret": null if other is None else argon2_ffi.cast("uint8_t *", argon2_ffi.from_buffer(other)),
            "secretlen": 0 if other is None else len(other),
            "ad": null,
            "adlen": 0,
            "t_cost": passes,
            "m_cost": memory_kib,
            "lanes": lanes,
            "threads": lanes,
            "allocate_cbk": null,
            "free_cbk": null,
            "flags": 0,
        },
    )
    result = argon2_core(context, Type.ID.value)
    if result == _ARGON2_MEMORY_ALLOCATION_ERROR:
        raise NotEnoughMemory()
    if result != _ARGON2_OK:
        raise ValueError(f"Argon2 refused its parameters ({result})")
    return Secret(out)


def derive_subkey(key: Secret, label: bytes) -> Secret:
    """Return BLAKE2b-256 of ``label`` under ``key``: another key, from which ``key`` cannot be found."""
    return Secret(keyed_digest(key, label))


def digest(message: Secret) -> Secret:
    """Return BLAKE2b-256 of ``message`` without a key."""
    return Secret(_blake2b(message.view(), None))


def keyed_digest(key: Secret, message: bytes) -> bytearray:
    """Return BLAKE2b-256 of ``message`` keyed with ``key`` (1 to 64 bytes), no salt, no personalisation."""
    return _blake2b(message, key.view())


def _blake2b(message: bytes | bytearray, key: bytearray | None) -> bytearray:
    out = bytearray(DIGEST_BYTES)
    result = lib.crypto_generichash_blake2b_salt_personal(
        ffi.from_buffer("unsigned char[]", out),
        DIGEST_BYTES,
        ffi.from_buffer("unsigned char[]", message),
        len(message),
        ffi.NULL if key is None else ffi.from_buffer("unsigned char[]", key),
        0 if key is None else len(key),
        bytes(16),
        bytes(16),
    )
    if result != 0:
        raise ValueError("BLAKE2b refused its parameters")
    return out


def same(one: bytes | bytearray, other: bytes | bytearray) -> bool:
    """Compare in a time that does not tell where the difference is."""
    return len(one) == len(other) and bool(
        lib.sodium_memcmp(ffi.from_buffer("char[]", one), ffi.from_buffer("char[]", other), len(one)) == 0
    )


def seal(key: Secret, nonce: bytes, plaintext: bytearray, associated: bytes) -> bytes:
    """Return XChaCha20-Poly1305 of ``plaintext`` with 16 bytes of tag. ``nonce`` is 24 bytes, used once."""
    out = bytearray(len(plaintext) + TAG_BYTES)
    result = lib.crypto_aead_xchacha20poly1305_ietf_encrypt(
        ffi.from_buffer("unsigned char[]", out),
        ffi.NULL,
        ffi.from_buffer("unsigned char[]", plaintext),
        len(plaintext),
        ffi.from_buffer("unsigned char[]", associated),
        len(associated),
        ffi.NULL,
        ffi.from_buffer("unsigned char[]", _exactly(nonce, NONCE_BYTES)),
        ffi.from_buffer("unsigned char[]", _exactly(key.view(), KEY_BYTES)),
    )
    if result != 0:
        raise ValueError("sealing failed")
    return bytes(out)


def open_sealed(key: Secret, nonce: bytes, sealed: bytes, associated: bytes) -> Secret | None:
    """Return what :func:`seal` was given, or ``None`` when key, nonce, text or associated data are not those."""
    if len(sealed) < TAG_BYTES:
        return None
    out = bytearray(len(sealed) - TAG_BYTES)
    result = lib.crypto_aead_xchacha20poly1305_ietf_decrypt(
        ffi.from_buffer("unsigned char[]", out),
        ffi.NULL,
        ffi.NULL,
        ffi.from_buffer("unsigned char[]", sealed),
        len(sealed),
        ffi.from_buffer("unsigned char[]", associated),
        len(associated),
        ffi.from_buffer("unsigned char[]", _exactly(nonce, NONCE_BYTES)),
        ffi.from_buffer("unsigned char[]", _exactly(key.view(), KEY_BYTES)),
    )
    return Secret(out) if result == 0 else None


def public_key(secret_key: Secret) -> bytes:
    """Return the X25519 point of a secret scalar of 32 bytes."""
    out = bytearray(KEY_BYTES)
    scalar = _exactly(secret_key.view(), KEY_BYTES)
    if lib.crypto_scalarmult_base(ffi.from_buffer("unsigned char[]", out), ffi.from_buffer("unsigned char[]", scalar)):
        raise ValueError("X25519 refused its parameters")
    return bytes(out)


def seal_to(public: bytes, plaintext: bytearray) -> bytes:
    """Return libsodium's sealed box of ``plaintext`` for the holder of the secret key of ``public`` (X25519).

    Whoever sealed cannot open it, and the opener learns nothing of who sealed. Raises :class:`ValueError` for a
    point of low order, to which everybody has the key.
    """
    out = bytearray(len(plaintext) + SEALED_BOX_BYTES)
    if lib.crypto_box_seal(
        ffi.from_buffer("unsigned char[]", out),
        ffi.from_buffer("unsigned char[]", plaintext),
        len(plaintext),
        ffi.from_buffer("unsigned char[]", _exactly(public, KEY_BYTES)),
    ):
        raise ValueError("no key to seal to")
    return bytes(out)


def open_sealed_to(secret_key: Secret, sealed: bytes) -> Secret | None:
    """Return what :func:`seal_to` was given, or ``None`` when it was sealed to another key or altered."""
    if len(sealed) < SEALED_BOX_BYTES:
        return None
    out = bytearray(len(sealed) - SEALED_BOX_BYTES)
    result = lib.crypto_box_seal_open(
        ffi.from_buffer("unsigned char[]", out),
        ffi.from_buffer("unsigned char[]", sealed),
        len(sealed),
        ffi.from_buffer("unsigned char[]", public_key(secret_key)),
        ffi.from_buffer("unsigned char[]", secret_key.view()),
    )
    return Secret(out) if result == 0 else None


def _exactly(data: bytes | bytearray, length: int) -> bytes | bytearray:
    # The C functions read a fixed length: a shorter buffer would be read past its end.
    if len(data) != length:
        raise ValueError(f"{length} bytes are needed")
    return data
