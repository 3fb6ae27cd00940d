"""Change everything: the vault under a new key in a new file, proved before the old one goes.

A changed passphrase leaves the vault key as it was: whoever copied the header earlier, and knows the old passphrase,
reads what is written later as well. A new vault key ends that. It brings a new key of the database, of the header's
MAC and labels, and a new own identity for backups; every way in is made anew.

The records key stays, on purpose. Journal chain and record hashes are keyed with it, and every backup carries it, so
coordinators hold it. It opens nothing: whoever has it and not the vault key sees no page of the new file, and cannot
write one that SQLCipher's own page MACs (which come from the new database key) would accept. A new one would have to
write the whole journal chain and every record hash anew, and this is just what the anchors of the journal and the
receipts kept elsewhere are there to show: after it, an honest chain and a forged one would look alike.

The steps, and what a stop at any moment leaves: ``vault/renewal.py``. What was written before stays readable with the
old key for whoever copied the old file; flash memory keeps old blocks for a while.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from legalaid_desktop.errors import DatabaseDamaged, DestinationNotWritable, DiskFull, LegalAidError, NewKeyUnfinished
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.services.briefcase import Briefcase, _opened
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.vault_health import SlotInfo, content_problems
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.vault_state import adopt, read_state
from legalaid_desktop.vault.age_keys import identity_from
from legalaid_desktop.vault.header import DATA
from legalaid_desktop.vault.primitives import same
from legalaid_desktop.vault.renewal import finish_renewal, put_in_force, staged_vault
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import VaultKeys, new_keys, unlock, write_new_head

Watch = Callable[[int, int], None]
"""Told how much of how much is done; what it raises stops the work, and the old vault stays as it was."""
_PASSES = 4
"""Over the whole database: the old one checked, copied, the copy's pages checked, its records and evidence checked."""
_ROOM = 4 * 1024 * 1024
"""Bytes free beyond the size of the database before the work begins."""


def _nobody_watches(done: int, total: int) -> None:
    """The default: work that nobody looks at."""


@dataclass(frozen=True)
class WayIn:
    """A passphrase that shall open the vault afterwards: an earlier one typed again, or a new one.

    The caller wipes it.
    """

    passphrase: Secret
    label: str = ""


@dataclass(frozen=True)
class NewKeyReport:
    """``slots`` open the vault now. ``own_recipient`` is the new key for the vault's own backups; the earlier one is
    kept inside the vault, so that its own old backups still restore."""

    vault: Path
    cases: int
    slots: tuple[SlotInfo, ...]
    own_recipient: str
    earlier_own_recipient: str


def change_everything(
    briefcase: Briefcase, ways: Sequence[WayIn], *, fast: bool = False, watch: Watch = _nobody_watches
) -> tuple[Briefcase, NewKeyReport]:
    """Give an open vault a new key and return it, open anew; ``briefcase`` is closed then.

    ``ways`` (one or more) are the ways in afterwards. ``watch`` is told how far it is; what it raises, and any failure
    up to the moment of the change, leaves ``briefcase`` open and the old vault whole. Raises :class:`DatabaseDamaged`
    (damage is not carried into a new file; salvage comes first), :class:`DiskFull`, :class:`DestinationNotWritable`,
    :class:`WrongUse` (an empty passphrase), and :class:`NewKeyUnfinished` with the vault closed and the new key in
    force: the next opening brings the last file operations to their end.
    """
    if not ways:
        raise ValueError("a vault needs a way in")
    vault, folder = briefcase.vault, briefcase.folder
    size = vault.db.path.stat().st_size
    _must_have_room(folder, size)

    def passed(passes: float) -> None:
        watch(int(passes * size), _PASSES * size)

    passed(0)
    broken = vault.db.integrity_problems()
    if broken:
        raise DatabaseDamaged(where=DATA, reason=broken[0].check)
    passed(1)
    with staged_vault(folder) as staged:
        keys, earlier = _stage(briefcase, staged, ways, fast=fast, watch=passed)
        with keys:
            _prove(staged, keys, ways, vault.clock, watch=passed)
        passed(_PASSES)
        put_in_force(folder)
    return _take_over(briefcase, ways[0], earlier)


def _must_have_room(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + _ROOM:
        raise DiskFull(path=str(folder))


def _stage(
    briefcase: Briefcase, staged: Path, ways: Sequence[WayIn], *, fast: bool, watch: Callable[[float], None]
) -> tuple[VaultKeys, str]:
    """Write the vault under a new key into ``staged``; return its keys and the recipient of the earlier identity."""
    source = briefcase.vault
    with briefcase.keys.subkey("identity") as seed:
        earlier = str(identity_from(seed).to_public())
        keys = new_keys(
            ways[0].passphrase,
            fast=fast,
            clock=source.clock,
            label=ways[0].label,
            records_key=briefcase.keys.records_key(),
            instead_of=briefcase.keys,
        )
        try:
            with keys.subkey("database") as database_key:
                path = staged / DATA
                source.db.backup_to(path, database_key, watch=lambda done, total: watch(1 + done / max(total, 1)))
                db = Database.open(path, database_key)
                try:
                    if db.counts() != source.db.counts():
                        raise DestinationNotWritable(path=str(path))
                    _record_change(staged, db, keys, source.clock, seed, earlier)
                finally:
                    db.close()
            write_new_head(staged, keys)
        except BaseException:
            keys.close()
            raise
    return keys, earlier


def _record_change(staged: Path, db: Database, keys: VaultKeys, clock: Clock, seed: Secret, earlier: str) -> None:
    """Note header and change in the new database, and keep the secret of the earlier identity there."""
    vault = OpenVault(staged, db, clock, keys)
    with vault.change() as at:
        adopt(db, vault_id=keys.vault_id, generation=keys.generation)
        vault.office.keep_secret(f"own identity {earlier}", seed.view(), public=earlier, at=at)
        vault.journal.write("changed", "vault_key", at)


def _prove(
    staged: Path, keys: VaultKeys, ways: Sequence[WayIn], clock: Clock, *, watch: Callable[[float], None]
) -> None:
    """Open the staged vault from its bytes on the disk by every way, and read all of it.

    Raises :class:`DatabaseDamaged` for a record that was damaged before, :class:`DestinationNotWritable` for a disk
    that does not give back what was written.
    """
    path = staged / DATA
    for way in ways:
        with unlock(staged, way.passphrase) as opened, opened.subkey("database") as key:
            with keys.subkey("database") as expected:
                if not same(key.view(), expected.view()):
                    raise DestinationNotWritable(path=str(path))
            if way is not ways[0]:
                continue
            watch(2)
            if Database.problems_of(path, key):
                raise DestinationNotWritable(path=str(path))
            watch(3)
            db = Database.open(path, key)
            try:
                state = read_state(db)
                if (state.vault_id, state.generation) != (opened.vault_id, opened.generation):
                    raise DestinationNotWritable(path=str(path))
                for code, where in content_problems(staged, db, clock, opened):
                    raise DatabaseDamaged(where=where, reason=code)
            finally:
                db.close()


def _take_over(briefcase: Briefcase, way: WayIn, earlier: str) -> tuple[Briefcase, NewKeyReport]:
    """The new vault is in force: let go of the old one, finish, and open from the disk. The lock stays held."""
    folder, clock = briefcase.folder, briefcase.vault.clock
    lock = briefcase.lock.pass_on()
    try:
        briefcase.close()
        finish_renewal(folder, lock.file)
        keys = unlock(folder, way.passphrase)
    except LegalAidError as error:
        lock.release()
        raise NewKeyUnfinished() from error
    except BaseException:
        lock.release()
        raise
    opened = _opened(folder, keys, clock, create=False, lock=lock)
    report = NewKeyReport(
        vault=folder,
        cases=len(opened.vault.cases.all_rows()),
        slots=opened.keys.slots,
        own_recipient=opened.backups.own_identity().recipient,
        earlier_own_recipient=earlier,
    )
    return opened, report
