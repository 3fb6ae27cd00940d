"""Making a vault's keys, opening them with a passphrase, changing the slots."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from legalaid_desktop.domain.ids import VaultId
from legalaid_desktop.errors import (
    DestinationExists,
    HeaderDamaged,
    NotFound,
    VaultExists,
    VaultTooNew,
    WrongPassphrase,
    WrongUse,
)
from legalaid_desktop.host.clock import Clock, SystemClock
from legalaid_desktop.host.files import destination_error, make_folder, write_new_file
from legalaid_desktop.vault.head_lock import HeldLock
from legalaid_desktop.vault.header import (
    COPIES,
    HEAD,
    SLOTS,
    VAULT_ID_BYTES,
    Header,
    header_bytes,
    is_authentic,
    open_records_key,
    read_head,
    seal_records_key,
    write_head,
)
from legalaid_desktop.vault.key_costs import MOST_WORK_OF_A_SLOT, calibrated_costs, floor_costs
from legalaid_desktop.vault.key_slot import (
    SlotInfo,
    empty_slot,
    is_empty,
    passphrase_slot,
    slot_costs,
    slot_info,
    takes_passphrase,
    try_passphrase,
)
from legalaid_desktop.vault.primitives import derive_subkey, random_key
from legalaid_desktop.vault.secret import Secret

# Both must differ between a vault and the one restored from its backup; see header.py for the others.
_OF_THE_VAULT_KEY = {"database", "identity"}


class SubkeySource(Protocol):
    """Gives the key for one purpose; the caller wipes it."""

    def subkey(self, label: str) -> Secret: ...


class RecordsKey:
    """The records key alone, as a backup carries it: for journal and record hashes, not for the database."""

    def __init__(self, records_key: Secret) -> None:
        self._records_key = records_key

    def subkey(self, label: str) -> Secret:
        if label in _OF_THE_VAULT_KEY:
            raise ValueError("this key comes from the vault key")
        return derive_subkey(self._records_key, label.encode("utf-8"))


class VaultKeys:
    """The open key of a vault. :meth:`close` wipes it; nothing can be derived afterwards."""

    def __init__(self, vault_key: Secret, records_key: Secret, header: Header, *, damaged_copies: int = 0) -> None:
        self._key = vault_key
        self._records_key = records_key
        self._header = header
        self.damaged_copies = damaged_copies
        """How many of the two header copies were damaged, forged or older when the vault was opened."""

    @property
    def vault_id(self) -> VaultId:
        return VaultId(self._header.vault_id.hex())

    @property
    def generation(self) -> int:
        """How often the header was changed; also kept in the database, so that an older header is noticed."""
        return self._header.generation

    @property
    def slots(self) -> tuple[SlotInfo, ...]:
        """The slots in use, with their labels."""
        with self._label_key() as label_key:
            return _infos(self._header, label_key)

    def subkey(self, label: str) -> Secret:
        """Return the key for one purpose; the caller wipes it.

        "database" and "identity" come from the vault key and are new in a restored vault. All others ("journal",
        record hashes) come from the records key, which a backup carries along.
        """
        source = self._key if label in _OF_THE_VAULT_KEY else self._records_key
        return derive_subkey(source, label.encode("utf-8"))

    def records_key(self) -> Secret:
        """Return a copy of the records key, for a backup; the caller wipes it."""
        return self._records_key.copy()

    def close(self) -> None:
        self._key.wipe()
        self._records_key.wipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _label_key(self) -> Secret:
        return derive_subkey(self._key, b"slot labels")


def create_header(folder: Path, passphrase: Secret, *, fast: bool, clock: Clock | None = None) -> VaultKeys:
    """Make the keys of a new vault in ``folder``, which is empty or not there yet (its parent is).

    ``fast`` takes the lowest costs the format allows; else they are calibrated to about a second.
    Raises :class:`VaultExists`, :class:`WrongUse` (empty passphrase), :class:`DestinationNotWritable`,
    :class:`DiskFull`; nothing stays behind then.
    """
    if folder.exists() and not folder.is_dir():
        raise VaultExists(path=str(folder))
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise VaultExists(path=str(folder))
    except OSError as error:
        raise destination_error(error, folder) from error
    keys = new_keys(passphrase, fast=fast, clock=clock)
    made = make_folder(folder)
    try:
        write_new_head(folder, keys)
    except BaseException:
        keys.close()
        if made:
            folder.rmdir()
        raise
    return keys


def new_keys(
    passphrase: Secret,
    *,
    fast: bool,
    clock: Clock | None = None,
    label: str = "",
    records_key: Secret | None = None,
    instead_of: VaultKeys | None = None,
) -> VaultKeys:
    """Make the keys of a new vault, not written anywhere yet. Raises :class:`WrongUse` for an empty passphrase.

    A restored vault keeps the ``records_key`` of the one it comes from; ownership passes to the result. With
    ``instead_of`` the new vault key takes the place of those keys in the same vault: its id stays, its generation
    rises.
    """
    _must_not_be_empty(passphrase)
    costs = floor_costs() if fast else calibrated_costs()
    vault_key = random_key()
    records_key = records_key or random_key()
    vault_id = os.urandom(VAULT_ID_BYTES) if instead_of is None else instead_of._header.vault_id
    generation = 1 if instead_of is None else instead_of.generation + 1
    header = Header(generation, vault_id, slots=(), records=seal_records_key(records_key, vault_key, vault_id))
    with derive_subkey(vault_key, b"slot labels") as label_key:
        first = passphrase_slot(
            vault_key,
            passphrase,
            context=header.context(0),
            costs=costs,
            created_at=(clock or SystemClock()).now(),
            label=label,
            label_key=label_key,
        )
    header = replace(header, slots=(first, *(empty_slot() for _ in range(SLOTS - 1))))
    return VaultKeys(vault_key, records_key, replace(header, block=header_bytes(header, vault_key)))


def write_new_head(folder: Path, keys: VaultKeys) -> None:
    """Write the header of fresh keys as a new file. Raises :class:`VaultExists` and what ``write_new_file`` raises."""
    try:
        write_new_file(folder / HEAD, keys._header.block * COPIES)
    except DestinationExists:
        raise VaultExists(path=str(folder)) from None


def unlock(folder: Path, passphrase: Secret) -> VaultKeys:
    """Open the keys of the vault in ``folder``.

    The newest copy whose checksum holds is tried first, then the other. A copy counts only when its MAC holds under
    the key it gave. Raises :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`VaultTooNew`,
    :class:`WrongPassphrase`, :class:`NotEnoughMemory`.
    """
    head = read_head(folder)
    copies = head.newest_first()
    if not copies:
        raise VaultTooNew() if head.newer else HeaderDamaged()
    if max(_work(copy) for copy in copies) > SLOTS * MOST_WORK_OF_A_SLOT:
        raise HeaderDamaged()  # eight slots of ours never ask for that much: a forged one shall not stall us for hours
    tried: set[tuple[bytes, bytes]] = set()
    forged = False
    for copy in copies:
        vault_key = _try_slots(copy, passphrase, tried)
        if vault_key is None:
            continue
        records_key = open_records_key(copy, vault_key)
        if records_key is None or not is_authentic(copy, vault_key):
            vault_key.wipe()
            forged = True
            continue
        if any(is_authentic(other, vault_key) for other in copies if other.generation > copy.generation):
            # A newer copy of the same vault was written whole and does not know this passphrase: it was replaced.
            vault_key.wipe()
            records_key.wipe()
            raise WrongPassphrase()
        damaged = sum(1 for found in head.copies if found is None or found.block != copy.block)
        return VaultKeys(vault_key, records_key, copy, damaged_copies=damaged)
    if head.newer:
        raise VaultTooNew()
    # A slot that opened under a MAC that does not hold, or no slot that could be tried at all, is damage. A slot
    # that was tried and did not open is, as far as anyone without the passphrase can tell, a wrong passphrase.
    raise HeaderDamaged() if forged or not tried else WrongPassphrase()


def slots(folder: Path) -> tuple[SlotInfo, ...]:
    """Return the slots in use as the locked header shows them: no passphrase is needed, labels stay sealed.

    Raises :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`VaultTooNew`.
    """
    head = read_head(folder)
    copies = head.newest_first()
    if not copies:
        raise VaultTooNew() if head.newer else HeaderDamaged()
    return _infos(copies[0], None)


def change_passphrase(
    held: HeldLock, keys: VaultKeys, slot_id: str, passphrase: Secret, *, fast: bool, clock: Clock | None = None
) -> None:
    """Give the slot a new passphrase. The new slot is opened on trial before the old one goes.

    A kill or power cut leaves the old passphrase or the new one, never none. Someone with a copy of the old header
    can still open that with the old passphrase. Raises :class:`NotFound`, :class:`WrongUse`, :class:`DiskFull`,
    :class:`DestinationNotWritable`.
    """
    _must_not_be_empty(passphrase)
    number = _number_in_use(keys._header, slot_id)
    context = keys._header.context(number)
    with keys._label_key() as label_key:
        label = slot_info(keys._header.slots[number], number, context=context, label_key=label_key).label
        made = passphrase_slot(
            keys._key,
            passphrase,
            context=context,
            costs=floor_costs() if fast else calibrated_costs(),
            created_at=(clock or SystemClock()).now(),
            label=label,
            label_key=label_key,
        )
    trial = try_passphrase(made, passphrase, context=context)
    if trial is None:
        raise RuntimeError("a fresh key slot did not open")
    trial.wipe()
    _write(held, keys, [made if at == number else raw for at, raw in enumerate(keys._header.slots)])


def mend_header(held: HeldLock, keys: VaultKeys) -> None:
    """Write both copies anew from the one that opened, after the other was found damaged.

    Raises :class:`DestinationNotWritable`, :class:`DiskFull`.
    """
    _write(held, keys, keys._header.slots)


def _write(held: HeldLock, keys: VaultKeys, changed: Sequence[bytes]) -> None:
    header = replace(keys._header, slots=tuple(changed))
    try:
        keys._header = write_head(held.file, header, keys._key)
    except OSError as error:
        raise destination_error(error, held.folder / HEAD) from error
    keys.damaged_copies = 0


def _try_slots(copy: Header, passphrase: Secret, tried: set[tuple[bytes, bytes]]) -> Secret | None:
    """Try every slot of one copy; ``tried`` spares the same work on the other."""
    for number, raw in enumerate(copy.slots):
        context = copy.context(number)
        if not takes_passphrase(raw) or (context, raw) in tried:
            continue
        try:
            vault_key = try_passphrase(raw, passphrase, context=context)
        except HeaderDamaged:
            continue  # costs that were never written by us: this slot is not worth trying, another may be
        tried.add((context, raw))
        if vault_key is not None:
            tried.discard((context, raw))
            return vault_key
    return None


def _work(copy: Header) -> int:
    used = (slot_costs(raw) for raw in copy.slots if takes_passphrase(raw))
    return sum(costs.memory_kib * costs.passes for costs in used if costs.allowed())


def _infos(header: Header, label_key: Secret | None) -> tuple[SlotInfo, ...]:
    return tuple(
        slot_info(raw, number, context=header.context(number), label_key=label_key)
        for number, raw in enumerate(header.slots)
        if not is_empty(raw)
    )


def _number_in_use(header: Header, slot_id: str) -> int:
    for number, raw in enumerate(header.slots):
        if str(number) == slot_id and not is_empty(raw):
            return number
    raise NotFound(kind="slot", what=slot_id)


def _must_not_be_empty(passphrase: Secret) -> None:
    if not passphrase:
        raise WrongUse(what="passphrase")
