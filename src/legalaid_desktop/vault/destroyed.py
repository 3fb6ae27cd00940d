"""What is written over a copy of the header when a vault is destroyed on purpose.

A block of random bytes whose last 32 are BLAKE2b-256 of those before it, personalised "destroyed vault". To the eye,
and to whoever does not try this very hash, all of it is random. The program knows it again, so that it can say "this
vault was destroyed" and not "damaged", also when the files could not be removed any more. It proves nothing: whoever
can write the file can write such a block, as he could write anything else over a header.
"""

from __future__ import annotations

import hashlib
import os

_PERSON = b"destroyed vault"
_SUM_BYTES = 32


def destroyed_block(size: int) -> bytes:
    """Return ``size`` bytes to write over a copy of the header, other ones at each call."""
    body = os.urandom(size - _SUM_BYTES)
    return body + _sum(body)


def is_destroyed(block: bytes) -> bool:
    """Tell whether this copy was written by :func:`destroyed_block`."""
    return len(block) > _SUM_BYTES and _sum(block[:-_SUM_BYTES]) == block[-_SUM_BYTES:]


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SUM_BYTES, person=_PERSON).digest()
