"""Keys for exchange: a new identity in a file, and what of a key may be shown and read aloud."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from legalaid_desktop.host.files import write_new_file
from legalaid_desktop.services.spoken_words import spoken
from legalaid_desktop.vault.age_keys import new_identity as fresh_identity
from legalaid_desktop.vault.age_keys import public_bytes, read_identities
from legalaid_desktop.vault.outside import must_lie_outside

WORDS = 10
"""Ten words of 256 are 80 bits: out of reach for someone who wants a key of his own with the same words."""


@dataclass(frozen=True)
class NewIdentity:
    """``recipient`` (``age1…``) is given to others; the file at ``path`` is the secret."""

    recipient: str
    path: Path


@dataclass(frozen=True)
class ShownIdentity:
    """``words`` are ten words, a space between them, to be read aloud when ``recipient`` is compared."""

    recipient: str
    words: str


def new_identity(out: Path) -> NewIdentity:
    """Make a key pair; ``out`` becomes an age identity file that only this user may read.

    Raises :class:`DestinationExists`, :class:`DestinationInVault`, :class:`DestinationNotWritable`,
    :class:`DiskFull`.
    """
    must_lie_outside(out)
    secret, recipient = fresh_identity()
    with secret:
        write_new_file(out, b"# public key: %s\n%s\n" % (recipient.encode("ascii"), secret.view()), mode=0o600)
    return NewIdentity(recipient, out)


def show_identity(path: Path, *, lang: str = "ru") -> ShownIdentity:
    """Return the public part of the first key in an identity file.

    Raises :class:`NotFound` (no such file) or :class:`WrongIdentity` (no key in it).
    """
    recipient = str(read_identities(path)[0].to_public())
    return ShownIdentity(recipient, read_aloud(recipient, lang=lang))


def read_aloud(recipient: str, *, lang: str = "ru") -> str:
    """Return the ten words of a recipient in ``lang``; the same things are meant in each language."""
    digest = hashlib.blake2b(public_bytes(recipient), digest_size=WORDS, person=b"read aloud").digest()
    return spoken(digest, lang=lang)
