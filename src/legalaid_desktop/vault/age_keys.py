"""Keys of the age format: an identity (secret) and its recipient (public), X25519, as the standard tool writes them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nacl.bindings import crypto_scalarmult
from nacl.exceptions import CryptoError
from pyrage import IdentityError, RecipientError, x25519

from legalaid_desktop.errors import FileNotUnderstood, NotFound, WrongIdentity, WrongUse
from legalaid_desktop.intake.gate import read_given
from legalaid_desktop.intake.limits import Inlet
from legalaid_desktop.vault.secret import Secret

MOST_RECIPIENTS = 20
"""A backup is for a few known people; a thousand recipients take 12 s to seal (vault.md)."""

_IDENTITY_PREFIX = "age-secret-key-"
_RECIPIENT_PREFIX = "age"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def new_identity() -> tuple[Secret, str]:
    """Return a fresh identity as the text of the age format (``AGE-SECRET-KEY-1…``) and its recipient (``age1…``)."""
    identity = x25519.Identity.generate()
    return Secret(str(identity).encode("ascii")), str(identity.to_public())


def identity_from(seed: Secret) -> x25519.Identity:
    """Return the identity whose secret scalar are these 32 bytes: the vault's own, from the subkey "identity".

    The library takes text only, so the secret passes through strings that cannot be wiped.
    """
    return x25519.Identity.from_str(_bech32(_IDENTITY_PREFIX, bytes(seed.view())).upper())


def read_identities(path: Path) -> tuple[x25519.Identity, ...]:
    """Read an age identity file: a key a line, empty lines and comments aside.

    Raises :class:`NotFound` for a missing file, :class:`WrongIdentity` where no line is an X25519 identity.
    """
    try:
        text = read_given(path, Inlet.IDENTITY)
    except NotFound:
        raise NotFound(kind="file", what=str(path)) from None
    except FileNotUnderstood:
        raise WrongIdentity(what=path.name) from None
    identities = []
    for line in text.decode("utf-8", "replace").splitlines():
        if line.strip().upper().startswith(_IDENTITY_PREFIX.upper()):
            try:
                identities.append(x25519.Identity.from_str(line.strip()))
            except IdentityError:
                continue  # a mistyped line beside good ones; alone it leaves nothing, which is said below
    if not identities:
        raise WrongIdentity(what=path.name)
    return tuple(identities)


def parse_recipients(given: Iterable[str]) -> tuple[x25519.Recipient, ...]:
    """Return the distinct recipients named by ``age1…`` texts, in order.

    Raises :class:`WrongUse` for none, more than 20, or a text that is no X25519 recipient; a secret key that was
    given by mistake is not repeated in the message.
    """
    found: dict[str, x25519.Recipient] = {}
    for text in given:
        recipient = _recipient(text.strip())
        found[str(recipient)] = recipient
    if not 1 <= len(found) <= MOST_RECIPIENTS:
        raise WrongUse(what=f"--to (1–{MOST_RECIPIENTS})")
    return tuple(found.values())


def public_bytes(recipient: str) -> bytes:
    """Return the 32 bytes of the public key in ``age1…``, whose checksum holds."""
    return _data_of(recipient.lower(), _RECIPIENT_PREFIX)


def _data_of(text: str, prefix: str) -> bytes:
    values = [_LETTERS.index(letter) for letter in text[len(prefix) + 1 : -6]]
    number = 0
    for value in values:
        number = number << 5 | value
    return (number >> (len(values) * 5 - 256)).to_bytes(32, "big")


def recipient_text(public: bytes) -> str:
    """Return the ``age1…`` text of 32 bytes of a public key."""
    return _bech32(_RECIPIENT_PREFIX, public)


def secret_bytes(identity: x25519.Identity) -> Secret:
    """Return the 32 bytes of the secret scalar of an identity; the caller wipes it.

    The library gives text only, so the secret passes through strings that cannot be wiped.
    """
    return Secret(bytearray(_data_of(str(identity).lower(), _IDENTITY_PREFIX)))


def _recipient(text: str) -> x25519.Recipient:
    try:
        recipient = x25519.Recipient.from_str(text)
    except RecipientError:
        shown = "AGE-SECRET-KEY-…" if text.upper().startswith(_IDENTITY_PREFIX.upper()) else text
        raise WrongUse(what=f"--to {shown}") from None
    try:
        # A point of low order gives everybody the same shared secret; the library panics on it when sealing.
        crypto_scalarmult(b"\x01" * 32, public_bytes(str(recipient)))
    except (CryptoError, RuntimeError):
        raise WrongUse(what=f"--to {text}") from None
    return recipient


def _bech32(prefix: str, data: bytes) -> str:
    """Encode as BIP 173 says, without its limit of 90 letters."""
    values, held, bits = [], 0, 0
    for byte in data:
        held, bits = held << 8 | byte, bits + 8
        while bits >= 5:
            bits -= 5
            values.append(held >> bits & 31)
    if bits:
        values.append(held << 5 - bits & 31)
    expanded = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = 1
    for value in (*expanded, *values, 0, 0, 0, 0, 0, 0):
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            check ^= generator if top >> place & 1 else 0
    values += [(check ^ 1) >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{prefix}1{''.join(_LETTERS[value] for value in values)}"
