"""Key derivation for tests that ask something else of a vault: they make and open thousands of them.

Argon2id at its lowest costs is a fifth of a second, and in many tests it is nearly all of what they compute. A plain
hash of all that it takes stands in its place; what derivation costs and whether it is right is for ``tests/vault``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from unittest import mock

from legalaid_desktop.vault import key_slot, pack_signing, primitives
from legalaid_desktop.vault.secret import Secret

__all__ = ["quick_derivation", "remembered_derivation"]

_real = primitives.derive_key
_Asked = tuple[bytes, bytes, bytes | None, tuple[tuple[str, int], ...]]
_known: dict[_Asked, bytes] = {}


@cache
def _kept() -> tuple[bytes, ...]:
    """The headers of the vaults in ``tests/data``, which were made with the real thing."""
    found = tuple(path.read_bytes() for path in sorted((Path(__file__).parent / "data").rglob("head")))
    assert found
    return found


@contextmanager
def _derived(*, quick: bool) -> Iterator[None]:
    def derive_key(passphrase: Secret, salt: bytes, *, key_file: Secret | None = None, **costs: int) -> Secret:
        other = None if key_file is None else bytes(key_file.view())
        asked = (bytes(passphrase.view()), bytes(salt), other, tuple(sorted(costs.items())))
        if asked not in _known:
            if quick and not any(salt in head for head in _kept()):
                _known[asked] = hashlib.blake2b(repr(asked).encode(), digest_size=32).digest()
            else:
                with _real(passphrase, salt, key_file=key_file, **costs) as made:
                    _known[asked] = bytes(made.view())
        return Secret(bytearray(_known[asked]))

    with (
        mock.patch.object(key_slot, "derive_key", derive_key),
        mock.patch.object(pack_signing, "derive_key", derive_key),
    ):
        yield


def quick_derivation() -> AbstractContextManager[None]:
    """One hash of everything that Argon2id would take. Vaults kept in ``tests/data`` open none the less."""
    return _derived(quick=True)


def remembered_derivation() -> AbstractContextManager[None]:
    """The real one, computed once for each passphrase and salt: for tests whose vaults another process opens, too."""
    return _derived(quick=False)
