"""Key derivation that does not hold up the harness, which opens vaults thousands of times and asks what is on the disk.

A plain hash stands in its place, alike in the worker and in the test: two thousand kills of a change of keys would
otherwise be hours of Argon2id, in which nothing is written. With ``LEGALAID_REAL_KEYS=1`` the real one, computed once
for each passphrase and salt. What derivation costs and whether it is right is for the tests of ``vault``.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from typing import Any

from legalaid_desktop.vault import key_slot, primitives, unlock
from legalaid_desktop.vault.secret import Secret

__all__ = ["quick_keys"]

REAL = os.environ.get("LEGALAID_REAL_KEYS") == "1"
_MADE_BEFORE = "пробная фраза".encode()
"""The passphrase of the vaults kept in ``tests/data``, which were made with the real thing."""
_known: dict[tuple[Any, ...], bytes] = {}


def _plain(value: Any) -> Any:
    return bytes(value.view()) if isinstance(value, Secret) else value


def quick_keys() -> Callable[[], None]:
    """Take the place of ``derive_key`` everywhere in ``vault``; returns what takes it away again."""
    real = primitives.derive_key
    if hasattr(real, "quick"):
        return lambda: None

    def derive_key(*given: Any, **named: Any) -> Secret:
        key = (*map(_plain, given), *((name, _plain(named[name])) for name in sorted(named)))
        if not REAL and _MADE_BEFORE not in key:
            return Secret(bytearray(hashlib.blake2b(repr(key).encode(), digest_size=32).digest()))
        if key not in _known:
            with real(*given, **named) as made:
                _known[key] = bytes(made.view())
        return Secret(bytearray(_known[key]))

    vars(derive_key)["quick"] = True
    assert unlock is not None
    places = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("legalaid_desktop.vault") and getattr(module, "derive_key", None) is real
    ]
    assert key_slot in places, "key_slot no longer takes derive_key from primitives: this would do nothing"
    for module in places:
        vars(module)["derive_key"] = derive_key

    def back() -> None:
        for module in places:
            vars(module)["derive_key"] = real

    return back
