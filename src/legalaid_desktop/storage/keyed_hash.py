"""Keyed hashes of what was stored, so that a page that came back as zeros is noticed on reading.

SQLCipher 4.19 was seen to hand out zeros without an error when the last page that a statement read failed its own
checksum (vault.md, "damaged pages"). Every record row and every evidence chunk therefore carries a BLAKE2b under a
subkey of the vault key, over the table's name, the owner and all values.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
from collections.abc import Sequence

from legalaid_desktop.storage.database import KeyBytes

SIZE = 16
"""Bytes of one hash."""
NEWEST_FORM = 2


class KeyedHash:
    """BLAKE2b under one 32-byte key. The key itself is not kept, only the hash state it leads to."""

    def __init__(self, key: KeyBytes, *, purpose: str, size: int = SIZE) -> None:
        self.form = NEWEST_FORM
        """What a hash of a record row covers: form 1 its values; form 2 (since schema 2) also its row number and when
        it went to the bin. Set to 1 only while rows of an older schema are read."""
        self._start = hashlib.blake2b(key=key.view(), digest_size=size, person=purpose.encode("ascii")[:16])

    def forget(self) -> None:
        """The vault is closed: the state, which holds the key, is zeroed by its library as it goes."""
        with contextlib.suppress(AttributeError):  # forgotten before
            del self._start

    def of_values(self, values: Sequence[object]) -> bytes:
        """Hash text, whole numbers, ``None`` and lists of them; two different sequences never share a form."""
        state = self._start.copy()
        state.update(json.dumps(values, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii"))
        return state.digest()

    def of_bytes(self, values: Sequence[object], data: bytes) -> bytes:
        """Hash ``data`` together with the values that say where it belongs."""
        state = self._start.copy()
        head = json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        state.update(len(head).to_bytes(8, "big"))
        state.update(head)
        state.update(data)
        return state.digest()


def same(one: bytes, other: object) -> bool:
    return isinstance(other, bytes) and hmac.compare_digest(one, other)
