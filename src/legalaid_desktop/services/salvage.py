"""What is readable of a damaged vault, saved into a new one. The damaged folder is only read.

The new vault has its own key and header and the old records key, so that every record is taken over with the keyed
hash it was written with, and only when that hash holds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.scratch import whole_folder
from legalaid_desktop.services.salvage_make import Salvage, Watch
from legalaid_desktop.services.salvage_report import PAGES, LostRecord, SalvageReport
from legalaid_desktop.services.unfinished_key import told_of_unfinished_key
from legalaid_desktop.storage.beside import is_plain_file
from legalaid_desktop.storage.data_salt import key_that_reads
from legalaid_desktop.storage.database import Database
from legalaid_desktop.vault.head_lock import hold_head_to_read
from legalaid_desktop.vault.header import DATA
from legalaid_desktop.vault.key_file import key_file_digest
from legalaid_desktop.vault.key_slot import SlotKind
from legalaid_desktop.vault.outside import must_lie_outside
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import VaultKeys, new_keys, unlock, write_new_head

__all__ = ["PAGES", "LostRecord", "SalvageReport", "Watch", "salvage_by_keys", "salvage_vault"]


def _nobody_watches(done: int, total: int) -> None:
    """The default: work that nobody looks at."""


def salvage_vault(
    folder: Path,
    passphrase: Secret,
    into: Path,
    *,
    clock: Clock,
    new_passphrase: Secret | None = None,
    key_file: Path | None = None,
    fast_kdf: bool = False,
    watch: Watch = _nobody_watches,
    lang: str = "ru",
) -> SalvageReport:
    """Save what is readable of the vault in ``folder`` into a new one in ``into`` (empty or absent).

    ``new_passphrase`` is for the new vault; the same one when not given. It has one way in, of the kind that opened the
    old one: where ``key_file`` was needed for that, the same file is needed there. ``lang`` names the case that is made
    for records whose own is lost. Raises what opening raises (:class:`VaultNotFound`, :class:`WrongPassphrase`,
    :class:`HeaderDamaged`, :class:`NewKeyWaits`, …), :class:`DatabaseDamaged` when nothing at all can be read,
    :class:`FolderNotEmpty`, :class:`DestinationInVault`, :class:`DiskFull`, :class:`DestinationNotWritable`; nothing
    stays behind then.
    """
    must_lie_outside(into)
    with ExitStack() as stack:
        stack.enter_context(hold_head_to_read(folder))
        stack.enter_context(told_of_unfinished_key(folder))
        digest = stack.enter_context(key_file_digest(key_file))
        old = stack.enter_context(unlock(folder, passphrase, key_file=digest))
        return _saved(
            folder,
            old,
            new_passphrase or passphrase,
            digest if _by_key_file(old) else None,
            into,
            clock=clock,
            fast_kdf=fast_kdf,
            watch=watch,
            lang=lang,
        )


def salvage_by_keys(
    folder: Path,
    keys: VaultKeys,
    new_passphrase: Secret,
    into: Path,
    *,
    clock: Clock,
    fast_kdf: bool = False,
    watch: Watch = _nobody_watches,
    lang: str = "ru",
) -> SalvageReport:
    """As :func:`salvage_vault`, of a vault that nobody knows a passphrase of: opened by sheets or coordinators, its
    ``keys`` are there. The new vault opens with ``new_passphrase``. Raises as :func:`salvage_vault`."""
    must_lie_outside(into)
    with hold_head_to_read(folder), told_of_unfinished_key(folder):
        return _saved(folder, keys, new_passphrase, None, into, clock=clock, fast_kdf=fast_kdf, watch=watch, lang=lang)


def _saved(
    folder: Path,
    old: VaultKeys,
    passphrase: Secret,
    key_file: Secret | None,
    into: Path,
    *,
    clock: Clock,
    fast_kdf: bool,
    watch: Watch,
    lang: str,
) -> SalvageReport:
    with ExitStack() as stack:
        source = stack.enter_context(_source(folder, old))
        building = stack.enter_context(whole_folder(into))
        old_key = stack.enter_context(old.subkey("database"))
        keys = stack.enter_context(
            new_keys(
                passphrase,
                fast=fast_kdf,
                clock=clock,
                records_key=old.records_key(),
                key_file=key_file,
            )
        )
        write_new_head(building, keys)
        report = Salvage(source, folder / DATA, old_key, old.data_salt, building, keys, clock, watch, lang).run(into)
        left = {slot.kind for slot in old.slots if slot.id != old.opened_by}
        return replace(report, slots=keys.slots, ways_left_behind=tuple(sorted(left)))


def _by_key_file(keys: VaultKeys) -> bool:
    return any(slot.id == keys.opened_by and slot.kind == SlotKind.PASSPHRASE_AND_KEY_FILE for slot in keys.slots)


@contextlib.contextmanager
def _source(folder: Path, keys: VaultKeys) -> Iterator[Database | None]:
    """Give the old database, or nothing where its table of contents cannot be read."""
    with keys.subkey("database") as key:
        try:
            db = Database.open_to_read(folder / DATA, key_that_reads(folder / DATA, key, keys.data_salt))
        except DatabaseDamaged as error:
            if not is_plain_file(folder / DATA) or error.facts.get("reason") in ("empty", "not_ours"):
                raise
            yield None
            return
        try:
            yield db
        finally:
            db.close()
