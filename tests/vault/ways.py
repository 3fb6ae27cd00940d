"""Cheap ways into headers for tests of many changes: the real path, with a key derivation that costs nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.vault.header import HEAD
from legalaid_desktop.vault.primitives import public_key, random_key
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.slot_ways import NewCoordinatorsWay, PassphraseWay, RecoveryWay
from legalaid_desktop.vault.unlock import Added, unlock, unlock_with_parts, unlock_with_recovery
from legalaid_desktop.vault.vault_keys import VaultKeys

KINDS = ("passphrase", "passphrase_and_key_file", "recovery", "coordinators")


@contextmanager
def cheap_derivation() -> Iterator[None]:
    """Argon2id is replaced by one hash of everything that it would take."""

    def derived(passphrase: Secret, salt: bytes, *, key_file: Secret | None = None, **costs: int) -> Secret:
        content = repr((bytes(passphrase.view()), key_file and bytes(key_file.view()), salt, sorted(costs.items())))
        return Secret(hashlib.blake2b(content.encode(), digest_size=32).digest())

    with mock.patch("legalaid_desktop.vault.key_slot.derive_key", derived):
        yield


@dataclass
class Held:
    """What somebody holds who can open the vault; kept as plain bytes, to be tried again and again."""

    kind: str
    passphrase: bytes = b""
    key_file: bytes = b""
    recovery: bytes = b""
    scalars: tuple[bytes, bytes] = (b"", b"")
    label: str = ""
    facts: Mapping[str, int] = field(default_factory=dict)

    def added(self) -> Added:
        if self.kind == "recovery":
            return Added(RecoveryWay(Secret(self.recovery), **self.facts), self.label)
        if self.kind == "coordinators":
            one, two = (public_key(Secret(scalar)) for scalar in self.scalars)
            return Added(NewCoordinatorsWay((one, two)), self.label)
        key_file = Secret(self.key_file) if self.key_file else None
        return Added(PassphraseWay(Secret(self.passphrase), key_file), self.label)

    def unlock(self, folder: Path) -> VaultKeys:
        if self.kind == "recovery":
            return unlock_with_recovery(folder, Secret(self.recovery))
        if self.kind == "coordinators":
            return unlock_with_parts(folder, [Secret(scalar) for scalar in self.scalars])
        return unlock(folder, Secret(self.passphrase), key_file=Secret(self.key_file) if self.key_file else None)

    def opens(self, folder: Path) -> str | None:
        """The slot that opened; ``None`` where it was refused in words."""
        try:
            with self.unlock(folder) as keys:
                return keys.opened_by
        except LegalAidError:
            return None


def fresh(kind: str, label: str = "") -> Held:
    """Something new to open a vault with."""
    word = os.urandom(8).hex().encode()
    if kind == "recovery":
        number = int.from_bytes(os.urandom(2), "big") >> 1
        return Held(kind, recovery=os.urandom(16), label=label, facts={"set_number": number, "needed": 2, "shares": 3})
    if kind == "coordinators":
        return Held(kind, scalars=(os.urandom(32), os.urandom(32)), label=label)
    key_file = bytes(random_key().view()) if kind == "passphrase_and_key_file" else b""
    return Held(kind, passphrase=word, key_file=key_file, label=label)


def head_of(folder: Path) -> bytes:
    return (folder / HEAD).read_bytes()
