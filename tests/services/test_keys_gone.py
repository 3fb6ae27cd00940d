"""A vault that was closed, or that the lock had no time to close, leaves no key in what still holds it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.storage.journal import Journal
from legalaid_desktop.storage.keyed_hash import KeyedHash
from tests.services.vaults import new_vault


@dataclasses.dataclass
class Held:
    """The very bytes of the keys of an open vault, by what they are."""

    raw: dict[str, bytearray]

    @classmethod
    def of(cls, briefcase: Briefcase) -> Held:
        keys = {
            "vault": briefcase.keys._key,
            "records": briefcase.keys._records_key,
            "database": briefcase._database_key,
        }
        return cls({name: key.view() for name, key in keys.items()})

    def left(self) -> set[str]:
        return {name for name, data in self.raw.items() if any(data)}


@pytest.mark.parametrize("end", [Briefcase.close, Briefcase.wipe_keys], ids=["closed", "no time to close"])
def test_no_key_is_left(tmp_path: Path, end: Callable[[Briefcase], None]) -> None:
    briefcase = new_vault(tmp_path / "vault")
    held = Held.of(briefcase)
    assert held.left() == {"vault", "records", "database"}
    end(briefcase)
    assert held.left() == set()
    briefcase.close()


def test_nothing_can_be_sealed_once_a_vault_is_closed(tmp_path: Path) -> None:
    """The hashes of records and of the journal hold their keys in a state of the library's."""
    briefcase = new_vault(tmp_path / "vault")
    hashes: list[KeyedHash] = [briefcase.vault.hashes, _hash_of(briefcase.vault.journal)]
    for one in hashes:
        one.of_values(["x"])
    briefcase.close()
    for one in hashes:
        with pytest.raises(AttributeError):
            one.of_values(["x"])


def _hash_of(journal: Journal) -> KeyedHash:
    return journal._hash
