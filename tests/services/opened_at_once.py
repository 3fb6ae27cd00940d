"""A vault opened to read with keys that were unlocked before: a thousand damaged copies without as many derivations."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.vault_health import _in_database
from legalaid_desktop.storage.database import Database
from legalaid_desktop.vault.head_lock import hold_head_to_read
from legalaid_desktop.vault.unlock import VaultKeys
from tests.services.vaults import CLOCK


@contextlib.contextmanager
def opened_to_read(folder: Path, keys: VaultKeys) -> Iterator[Briefcase]:
    with keys.subkey("database") as key, hold_head_to_read(folder) as lock:
        db = Database.open_to_read(folder / "data", key)
        try:
            yield Briefcase(folder, keys, lock, key, OpenVault(folder, db, CLOCK, keys))
        finally:
            db.close()


def noticed(folder: Path, keys: VaultKeys) -> bool:
    """What ``vault check`` looks at, but for the header."""
    with keys.subkey("database") as key:
        if Database.problems_of(folder / "data", key):
            return True
        db = Database.open_to_read(folder / "data", key)
        try:
            return any(_in_database(folder, db, keys, CLOCK, None))
        finally:
            db.close()
