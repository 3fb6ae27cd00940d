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
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationNotWritable,
    DiskFull,
    LegalAidError,
    NewKeyUnfinished,
    NoRoomForWay,
    VaultReadOnly,
    WrongPassphrase,
)
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.services.backup import EARLIER_IDENTITY
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.key_slots import Keep, KeySlots, RecoverySet
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.opening import open_under_keys
from legalaid_desktop.services.vault_health import content_problems
from legalaid_desktop.storage.connection import SaltedKey
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.vault_state import adopt, read_state
from legalaid_desktop.vault.age_keys import identity_from
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.header import DATA, SLOTS
from legalaid_desktop.vault.key_file import read_key_file, read_new_key_file
from legalaid_desktop.vault.key_slot import SlotInfo, SlotKind
from legalaid_desktop.vault.primitives import same
from legalaid_desktop.vault.renewal import finish_renewal, put_in_force, staged_vault
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.slot_ways import PassphraseWay
from legalaid_desktop.vault.unlock import new_keys, unlock, write_new_head
from legalaid_desktop.vault.vault_keys import VaultKeys, must_not_be_empty

Watch = Callable[[int, int], None]
"""Told how much of how much is done; what it raises stops the work, and the old vault stays as it was."""
_PASSES = 4
"""Over the whole database: the old one checked, copied, the copy's pages checked, its records and evidence checked."""
_ROOM = 4 * 1024 * 1024
"""Bytes free beyond the size of the database before the work begins."""


def _nobody_watches(done: int, total: int) -> None:
    """The default: work that nobody looks at."""


def _nobody_waits() -> None:
    """The default: nobody has to be told that there is no way back from here."""


@dataclass(frozen=True)
class WayIn:
    """A passphrase that shall open the vault afterwards: an earlier one typed again, or a new one.

    With ``key_file`` only together with that file. An empty ``label`` is taken from the slot that the passphrase
    opens now, if there is one. The caller wipes the passphrase.
    """

    passphrase: Secret
    label: str = ""
    key_file: Path | None = None


@dataclass(frozen=True)
class NewSheets:
    """A fresh set of recovery sheets in the same step. ``keep`` puts its parts where they are to be kept, before the
    change comes into force; what it raises stops the change."""

    needed: int = 2
    shares: int = 3
    label: str = ""
    keep: Keep = field(default=lambda _: None)


class Fate(StrEnum):
    """What becomes of a present way in."""

    STAYS = "stays"
    """It opens the new vault as well."""
    RENEWED = "renewed"
    """Old recovery sheets open nothing any more; new ones take their place."""
    GONE = "gone"
    """It opens nothing any more, and nothing takes its place."""


@dataclass(frozen=True)
class PlannedWay:
    slot: SlotInfo
    fate: Fate


@dataclass(frozen=True)
class NewKeyReport:
    """``before`` are the ways of the old vault and what became of them, ``slots`` those that open it now.

    ``own_recipient`` is the new key for the vault's own backups; the earlier one is kept inside the vault, so that
    its own old backups still restore. ``recovery`` is the fresh set of sheets.
    """

    vault: Path
    cases: int
    before: tuple[PlannedWay, ...]
    slots: tuple[SlotInfo, ...]
    own_recipient: str
    earlier_own_recipient: str
    recovery: RecoverySet | None = None


def planned_ways(
    briefcase: Briefcase, ways: Sequence[WayIn], *, sheets: bool = False, coordinators: bool = True
) -> tuple[PlannedWay, ...]:
    """Say, before anything is done, what becomes of each present way in.

    ``sheets``: a new recovery set is made in the same step. ``coordinators``: theirs are made anew from their public
    keys. Each of ``ways`` costs a key derivation per slot. Raises :class:`NotFound` and :class:`KeyFileUnusable`.
    """
    typed = {_slot_of(briefcase.keys, way) for way in ways}
    fates: list[PlannedWay] = []
    for slot in briefcase.keys.slots:
        stays = slot.id in typed or (slot.kind == SlotKind.COORDINATORS and coordinators and bool(slot.holders))
        renewed = slot.kind == SlotKind.RECOVERY and sheets
        fates.append(PlannedWay(slot, Fate.STAYS if stays else Fate.RENEWED if renewed else Fate.GONE))
    return tuple(fates)


def must_open(briefcase: Briefcase, way: WayIn) -> None:
    """Raise :class:`WrongPassphrase` unless ``way`` opens the vault now."""
    if _slot_of(briefcase.keys, way) is None:
        raise WrongPassphrase()


def change_everything(
    briefcase: Briefcase,
    ways: Sequence[WayIn],
    *,
    sheets: NewSheets | None = None,
    coordinators: bool = True,
    fast: bool = False,
    watch: Watch = _nobody_watches,
    no_way_back: Callable[[], None] = _nobody_waits,
) -> tuple[Briefcase, NewKeyReport]:
    """Give an open vault a new key and return it, open anew; ``briefcase`` is closed then.

    ``ways`` (one or more), the ``sheets``, and with ``coordinators`` those of the old vault, are the ways in
    afterwards. ``watch`` is told how far it is; what it raises, and any failure up to the moment of the change, leaves
    ``briefcase`` open and the old vault whole. ``no_way_back`` is called right before that moment; it may still raise.
    Raises :class:`VaultReadOnly`, :class:`DatabaseDamaged` (damage is not carried into a new file;
    salvage comes first), :class:`DiskFull`, :class:`DestinationNotWritable`, :class:`WrongUse` (an empty passphrase),
    :class:`NoRoomForWay`, :class:`NotFound` and :class:`KeyFileUnusable` (a key file), and :class:`NewKeyUnfinished`
    with the vault closed and the new key in force: the next opening brings the last file operations to their end.
    """
    if not ways:
        raise ValueError("a vault needs a way in")
    if briefcase.read_only:
        raise VaultReadOnly()
    for way in ways:
        must_not_be_empty(way.passphrase)
        if way.key_file is not None:  # told before an hour of work; the vault's own header is another one after it
            read_new_key_file(way.key_file, briefcase.folder).wipe()
    vault, folder = briefcase.vault, briefcase.folder
    size = vault.db.path.stat().st_size

    def passed(passes: float) -> None:
        watch(int(passes * size), _PASSES * size)

    passed(0)
    _must_have_room(folder, size)
    before = planned_ways(briefcase, ways, sheets=sheets is not None, coordinators=coordinators)
    _must_fit(ways, before, sheets)
    ways = [way if way.label else replace(way, label=_label_of(briefcase.keys, way)) for way in ways]
    broken = vault.db.integrity_problems()
    if broken:
        raise DatabaseDamaged(where=DATA, reason=broken[0].check)
    passed(1)
    with staged_vault(folder) as staged:
        with _staged_keys(briefcase, ways[0], fast=fast) as keys:
            earlier = _copy(briefcase, staged, keys, watch=passed)
            recovery = _add_ways(briefcase, staged, keys, ways[1:], before, sheets, fast=fast)
            _prove(staged, keys, ways, vault.clock, watch=passed)
        passed(_PASSES)
        no_way_back()
        put_in_force(folder)
    opened = _take_over(briefcase, ways[0])
    report = NewKeyReport(
        vault=folder,
        cases=len(opened.vault.cases.all_rows()),
        before=before,
        slots=opened.keys.slots,
        own_recipient=opened.backups.own_identity().recipient,
        earlier_own_recipient=earlier,
        recovery=recovery,
    )
    return opened, report


def _must_have_room(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + _ROOM:
        raise DiskFull(path=str(folder))


def _must_fit(ways: Sequence[WayIn], before: Sequence[PlannedWay], sheets: NewSheets | None) -> None:
    if len(ways) + len(_coordinators(before)) + (sheets is not None) > SLOTS:
        raise NoRoomForWay()


def _coordinators(before: Sequence[PlannedWay]) -> list[SlotInfo]:
    return [one.slot for one in before if one.slot.kind == SlotKind.COORDINATORS and one.fate is Fate.STAYS]


def _slot_of(keys: VaultKeys, way: WayIn) -> str | None:
    with ExitStack() as stack:
        return keys.opens(PassphraseWay(way.passphrase, _digest(way, stack)))


def _label_of(keys: VaultKeys, way: WayIn) -> str:
    slot_id = _slot_of(keys, way)
    return next((slot.label for slot in keys.slots if slot.id == slot_id), "")


def _digest(way: WayIn, stack: ExitStack) -> Secret | None:
    return None if way.key_file is None else stack.enter_context(read_key_file(way.key_file))


def _staged_keys(briefcase: Briefcase, way: WayIn, *, fast: bool) -> VaultKeys:
    with ExitStack() as stack:
        return new_keys(
            way.passphrase,
            fast=fast,
            clock=briefcase.vault.clock,
            label=way.label,
            records_key=briefcase.keys.records_key(),
            instead_of=briefcase.keys,
            key_file=_digest(way, stack),
        )


def _copy(briefcase: Briefcase, staged: Path, keys: VaultKeys, *, watch: Callable[[float], None]) -> str:
    """Write the vault under ``keys`` into ``staged``; return the recipient of the earlier identity, whose secret is
    kept in the new database."""
    source, path = briefcase.vault, staged / DATA
    with briefcase.keys.subkey("identity") as seed, keys.subkey("database") as database_key:
        earlier = str(identity_from(seed).to_public())
        salted = SaltedKey(database_key, keys.data_salt)
        source.db.backup_to(path, salted, watch=lambda done, total: watch(1 + done / max(total, 1)))
        db = Database.open(path, database_key)
        try:
            if db.counts() != source.db.counts():
                raise DestinationNotWritable(path=str(path))
            vault = OpenVault(staged, db, source.clock, keys)
            with vault.change() as at:
                adopt(db, vault_id=keys.vault_id, generation=keys.generation)
                vault.office.keep_secret(f"{EARLIER_IDENTITY}{earlier}", seed.view(), public=earlier, at=at)
                vault.journal.write("changed", "vault_key", at)
        finally:
            db.close()
    write_new_head(staged, keys)
    return earlier


def _add_ways(
    briefcase: Briefcase,
    staged: Path,
    keys: VaultKeys,
    ways: Sequence[WayIn],
    before: Sequence[PlannedWay],
    sheets: NewSheets | None,
    *,
    fast: bool,
) -> RecoverySet | None:
    """Give the staged vault its other ways in, as any vault gets them; each is opened on trial."""
    recovery: RecoverySet | None = None
    with hold_head(staged) as lock, keys.subkey("database") as database_key:
        db = Database.open(staged / DATA, database_key)
        try:
            slots = KeySlots(OpenVault(staged, db, briefcase.vault.clock, keys), keys, lock)
            for way in ways:
                slots.add_passphrase(way.passphrase, label=way.label, key_file=way.key_file, fast=fast)
            for slot in _coordinators(before):
                slots.add_coordinators((slot.holders[0], slot.holders[1]), label=slot.label)
            if sheets is not None:
                recovery = slots.make_recovery(
                    needed=sheets.needed, shares=sheets.shares, label=sheets.label, keep=sheets.keep
                )
        finally:
            db.close()
    return recovery


def _prove(
    staged: Path, keys: VaultKeys, ways: Sequence[WayIn], clock: Clock, *, watch: Callable[[float], None]
) -> None:
    """Open the staged vault from its bytes on the disk by every passphrase, and read all of it.

    Raises :class:`DatabaseDamaged` for a record that was damaged before, :class:`DestinationNotWritable` for a disk
    that does not give back what was written.
    """
    for way in ways:
        watch(2)
        with _unlocked(staged, way) as opened, opened.subkey("database") as key, keys.subkey("database") as expected:
            if not same(key.view(), expected.view()) or opened.generation != keys.generation:
                raise DestinationNotWritable(path=str(staged))
    with _unlocked(staged, ways[0]) as opened, opened.subkey("database") as key:
        path = staged / DATA
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


def _unlocked(folder: Path, way: WayIn) -> VaultKeys:
    with ExitStack() as stack:
        return unlock(folder, way.passphrase, key_file=_digest(way, stack))


def _take_over(briefcase: Briefcase, way: WayIn) -> Briefcase:
    """The new vault is in force: let go of the old one, finish, and open from the disk. The lock stays held."""
    folder, clock = briefcase.folder, briefcase.vault.clock
    lock = briefcase.lock.pass_on()
    try:
        briefcase.close()
        finish_renewal(folder, lock.file)
        return open_under_keys(folder, _unlocked(folder, way), clock, create=False, lock=lock, key_file=way.key_file)
    except BaseException as error:
        lock.release()
        if isinstance(error, LegalAidError):
            raise NewKeyUnfinished() from error
        raise
