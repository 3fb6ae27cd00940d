"""The ways into a vault: passphrases, key files, recovery sheets, coordinators. Shown, added, changed, removed, tried.

Each change opens the new way on trial first, writes the header once, and notes itself in the journal. Where the
database cannot take the note (a full disk), the header goes back to what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path

from legalaid_desktop.errors import HeaderHalfWritten, LegalAidError, NotFound, RecoveryDoesNotFit, WrongUse
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.vault_state import EXPLAINED, adopt, read_state
from legalaid_desktop.vault.age_keys import identity_from, parse_recipients, public_bytes
from legalaid_desktop.vault.head_lock import HeldLock
from legalaid_desktop.vault.key_file import read_new_key_file
from legalaid_desktop.vault.key_slot import SlotInfo, SlotKind
from legalaid_desktop.vault.primitives import random_secret
from legalaid_desktop.vault.recovery_shares import Share, join, split
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.slot_ways import RECOVERY_BYTES, NewCoordinatorsWay, PassphraseWay, RecoveryWay
from legalaid_desktop.vault.unlock import unlock_with_recovery
from legalaid_desktop.vault.vault_keys import (
    Added,
    VaultKeys,
    change_passphrase,
    change_slots,
    must_be_new,
    must_not_be_empty,
    new_costs,
    put_back,
)

ShownSlot = SlotInfo
"""``kind`` is passphrase, passphrase_and_key_file, recovery or coordinators; the details are in its own docstring."""

_MOST_TRIALS = 24
_PASSPHRASES = (SlotKind.PASSPHRASE, SlotKind.PASSPHRASE_AND_KEY_FILE)


@dataclass(frozen=True)
class RecoverySet:
    """A fresh set of parts, which exist nowhere else: to be printed or saved on purpose, then forgotten."""

    set_number: int
    needed: int
    shares: tuple[Share, ...]
    slot: ShownSlot


@dataclass(frozen=True)
class Rehearsal:
    """``ok``: these parts open the vault today. ``current``: their set is one that is in force."""

    ok: bool
    set_number: int
    current: bool


Keep = Callable[[tuple[Share, ...]], None]
"""Puts fresh parts where they are to be kept, before the set comes into force; what it raises stops the change."""


def _keeps_nothing(shares: tuple[Share, ...]) -> None: ...


class KeySlots:
    """The ways into one open vault. One thread only.

    Every change raises :class:`DiskFull`, :class:`DestinationNotWritable` and :class:`VaultReadOnly` where the vault
    cannot be written; the ways are as before then.
    """

    def __init__(self, vault: OpenVault, keys: VaultKeys, lock: HeldLock) -> None:
        self._vault = vault
        self._keys = keys
        self._lock = lock

    def all(self) -> tuple[ShownSlot, ...]:
        """Return every way in, coordinators always among them, by slot."""
        return self._keys.slots

    @property
    def opened_by(self) -> str | None:
        """Id of the slot that the vault was opened with, as long as that stands."""
        return self._keys.opened_by

    def add_passphrase(
        self, passphrase: Secret, *, label: str = "", key_file: Path | None = None, fast: bool = False
    ) -> ShownSlot:
        """Add a passphrase; with ``key_file`` it opens only together with that file.

        Raises :class:`WrongUse` (empty), :class:`AlreadyAWayIn`, :class:`NoRoomForWay`, :class:`NotFound` and
        :class:`KeyFileUnusable`.
        """
        return self.replace_passphrases(passphrase, (), label=label, key_file=key_file, fast=fast)

    def replace_passphrases(
        self,
        passphrase: Secret,
        old: Collection[str],
        *,
        label: str = "",
        key_file: Path | None = None,
        fast: bool = False,
    ) -> ShownSlot:
        """Add a passphrase and remove the slots ``old`` in one writing of the header; raises as add and remove do."""
        must_not_be_empty(passphrase)
        with _KeyFileDigest(key_file, self._vault.folder) as digest:
            way = PassphraseWay(passphrase, digest.secret, new_costs(fast))
            must_be_new(self._keys, way, but=old)
            return self._changed("changed" if old else "added", remove=old, add=Added(way, label))

    def change_passphrase(
        self, slot_id: str, passphrase: Secret, *, key_file: Path | None = None, fast: bool = False
    ) -> ShownSlot:
        """Give a slot a new passphrase; its kind and label stay. Where a key file belongs to it, ``key_file`` names
        the one that goes with the new passphrase.

        Raises :class:`NotFound`, :class:`WrongUse`, :class:`AlreadyAWayIn`, :class:`KeyFileNeeded`,
        :class:`KeyFileUnusable`.
        """
        must_not_be_empty(passphrase)

        def change() -> str:
            with _KeyFileDigest(key_file, self._vault.folder) as digest:
                change_passphrase(
                    self._lock,
                    self._keys,
                    slot_id,
                    passphrase,
                    fast=fast,
                    key_file=digest.secret,
                    clock=self._vault.clock,
                )
            return slot_id

        return self._shown(self._noted("changed", change))

    def remove(self, slot_id: str, *, helpers_suffice: bool = False) -> None:
        """Take a way away. Copies of the old header still open by it.

        Raises :class:`NotFound`, :class:`LastWayIn` where neither a passphrase nor recovery sheets would remain;
        with ``helpers_suffice`` the coordinators' way is enough.
        """
        self.remove_all((slot_id,), helpers_suffice=helpers_suffice)

    def remove_all(self, slot_ids: Collection[str], *, helpers_suffice: bool = False) -> None:
        """Take several ways away in one writing of the header; raises as :meth:`remove` does."""

        def change() -> str:
            change_slots(self._lock, self._keys, remove=slot_ids, helpers_suffice=helpers_suffice)
            return " ".join(sorted(slot_ids))

        self._noted("removed", change)

    def make_recovery(
        self, *, needed: int = 2, shares: int = 3, label: str = "", keep: Keep = _keeps_nothing
    ) -> RecoverySet:
        """Make a set of recovery sheets beside those in force.

        The set comes into force when every choice of ``needed`` parts was seen to open it (of large sets, each part
        at least once) and ``keep`` has returned. Raises :class:`WrongUse` unless 2 ≤ needed ≤ shares ≤ 16,
        :class:`NoRoomForWay`.
        """
        return self._recovery((), needed, shares, label, keep)

    def reissue_recovery(
        self,
        *,
        needed: int = 2,
        shares: int = 3,
        label: str = "",
        slot_id: str | None = None,
        keep: Keep = _keeps_nothing,
    ) -> RecoverySet:
        """Make a set in the place of the one of ``slot_id``, or of all that are in force.

        The old sheets open nothing from that moment but copies of the old header. Raises as :meth:`make_recovery`
        does, and :class:`NotFound`.
        """
        old = [slot.id for slot in self.all() if slot.kind == SlotKind.RECOVERY and slot_id in (None, slot.id)]
        if slot_id is not None and not old:
            raise NotFound(kind="slot", what=slot_id)
        return self._recovery(old, needed, shares, label, keep)

    def rehearse(self, shares: Sequence[Share]) -> Rehearsal:
        """Open the vault's header on trial with parts of the key; nothing changes.

        Raises what :func:`join` raises: :class:`SharesNotEnough`, :class:`SharesMixed`, :class:`SharesRepeated`,
        :class:`SharesDamaged`.
        """
        ok = opens_with(self._vault.folder, shares)
        sets = {slot.set_number for slot in self.all() if slot.set_number is not None}
        return Rehearsal(ok=ok, set_number=shares[0].set_number, current=ok or shares[0].set_number in sets)

    def add_coordinators(self, recipients: tuple[str, str], *, label: str = "") -> ShownSlot:
        """Let two coordinators open the vault together: each holds one part, one alone opens nothing.

        ``recipients`` are ``age1…``. Raises :class:`WrongUse` unless they are two different keys, neither of them
        the vault's own, which only an open vault has; :class:`NoRoomForWay`.
        """
        found = parse_recipients(recipients)
        if len(found) != 2:
            raise WrongUse(kind="same_coordinator", what=recipients[0])
        first, second = (public_bytes(str(recipient)) for recipient in found)
        with self._keys.subkey("identity") as seed:
            own = public_bytes(str(identity_from(seed).to_public()))
        if own in (first, second):
            raise WrongUse(kind="own_recipient", what=recipients[0 if own == first else 1])
        way = NewCoordinatorsWay((first, second))
        try:
            return self._changed("added", add=Added(way, label))
        finally:
            way.wipe()

    def _recovery(self, old: Collection[str], needed: int, shares: int, label: str, keep: Keep) -> RecoverySet:
        in_use = {slot.set_number for slot in self.all() if slot.set_number is not None}
        with random_secret(RECOVERY_BYTES) as secret:
            parts = split(secret, needed=needed, shares=shares, not_sets=in_use)
            for choice in _choices(parts, needed):
                with join(choice) as again:
                    if again.view() != secret.view():
                        raise RuntimeError("the parts of the key do not fit together")
            with join(parts[:needed]) as joined:
                added = Added(RecoveryWay(secret, parts[0].set_number, needed, shares), label, RecoveryWay(joined))
                slot = self._changed("changed" if old else "added", remove=old, add=added, before=lambda: keep(parts))
        return RecoverySet(parts[0].set_number, needed, parts, slot)

    def _changed(
        self,
        action: str,
        *,
        add: Added,
        remove: Collection[str] = (),
        before: Callable[[], None] | None = None,
    ) -> ShownSlot:
        def change() -> str:
            if before is not None:
                before()
            (slot_id,) = change_slots(self._lock, self._keys, remove=remove, add=(add,), clock=self._vault.clock)
            return slot_id

        return self._shown(self._noted(action, change))

    def _noted(self, action: str, change: Callable[[], str]) -> str:
        """Change the header and note it in the database: both, or neither as far as a program can see to it."""
        before, generation = self._keys.header.slots, self._keys.generation
        opened_by = self._keys.opened_by
        state = read_state(self._vault.db)
        self._keys.count_beyond(state.generation)
        if 0 < generation - state.generation <= EXPLAINED:
            # A change before this one was taken back and not noted. However often a full disk is tried again, the
            # header must not run ahead so far that the data look like an earlier copy.
            with self._vault.change():
                adopt(self._vault.db, vault_id=self._keys.vault_id, generation=generation)
        try:
            with self._vault.change() as now:
                record = change()
                self._vault.journal.write(action, "key_slot", now, record=record)
                adopt(self._vault.db, vault_id=self._keys.vault_id, generation=self._keys.generation)
        except BaseException:
            if self._keys.generation != generation:
                try:
                    put_back(self._lock, self._keys, before)
                    self._keys.opened_by = opened_by
                except LegalAidError as error:
                    # The new ways stand, and the next opening notes their generation.
                    raise HeaderHalfWritten(path=str(self._vault.folder)) from error
            raise
        return record

    def _shown(self, slot_id: str) -> ShownSlot:
        (found,) = (slot for slot in self.all() if slot.id == slot_id)
        return found


def opens_with(folder: Path, shares: Sequence[Share]) -> bool:
    """Tell whether parts of the key open the vault in ``folder`` as it lies on the disk; nothing changes.

    Raises what :func:`join` raises, and :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`VaultTooNew`,
    :class:`NoSuchWay` where no sheets were ever made or all were removed.
    """
    with join(shares) as secret:
        try:
            unlock_with_recovery(folder, secret).close()
        except RecoveryDoesNotFit:
            return False
    return True


class _KeyFileDigest:
    """The digest of a key file for new ways, or nothing; wiped at the end."""

    def __init__(self, path: Path | None, vault: Path) -> None:
        self.secret = None if path is None else read_new_key_file(path, vault)

    def __enter__(self) -> _KeyFileDigest:
        return self

    def __exit__(self, *_: object) -> None:
        if self.secret is not None:
            self.secret.wipe()


def _choices(parts: Sequence[Share], needed: int) -> list[tuple[Share, ...]]:
    """Every choice of ``needed`` parts; of large sets some, such that each part is in one."""
    every = list(islice(combinations(parts, needed), _MOST_TRIALS + 1))
    if len(every) <= _MOST_TRIALS:
        return every
    around = [*parts, *parts]
    return [tuple(around[at : at + needed]) for at in range(len(parts))]
