"""Making a vault's keys and opening them: with a passphrase, with recovery sheets, with two coordinators."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from legalaid_desktop.errors import (
    DestinationExists,
    HeaderDamaged,
    KeyFileNeeded,
    LegalAidError,
    NoSuchWay,
    RecoveryDoesNotFit,
    VaultExists,
    VaultTooNew,
    WrongPassphrase,
    WrongPassphraseOrKeyFile,
)
from legalaid_desktop.host.clock import Clock, SystemClock
from legalaid_desktop.host.files import destination_error, make_folder, write_new_file
from legalaid_desktop.vault.coordinators import CoordinatorPart, gather_ways, why_not
from legalaid_desktop.vault.header import (
    COPIES,
    DATA_SALT_BYTES,
    HEAD,
    SLOTS,
    VAULT_ID_BYTES,
    Head,
    Header,
    header_bytes,
    is_authentic,
    open_records_key,
    read_head,
    seal_records_key,
)
from legalaid_desktop.vault.key_costs import MOST_WORK_OF_A_SLOT
from legalaid_desktop.vault.key_slot import (
    SlotInfo,
    SlotKind,
    Way,
    empty_slot,
    is_of_kind,
    kind_of,
    make_slot,
    open_slot,
    slot_costs,
)
from legalaid_desktop.vault.primitives import random_key
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.slot_ways import PassphraseWay, RecoveryWay
from legalaid_desktop.vault.vault_keys import Added as Added
from legalaid_desktop.vault.vault_keys import RecordsKey as RecordsKey
from legalaid_desktop.vault.vault_keys import SubkeySource as SubkeySource
from legalaid_desktop.vault.vault_keys import VaultKeys as VaultKeys
from legalaid_desktop.vault.vault_keys import change_passphrase as change_passphrase
from legalaid_desktop.vault.vault_keys import change_slots as change_slots
from legalaid_desktop.vault.vault_keys import mend_header as mend_header
from legalaid_desktop.vault.vault_keys import must_not_be_empty, new_costs, slot_infos


def create_header(
    folder: Path, passphrase: Secret, *, fast: bool, clock: Clock | None = None, key_file: Secret | None = None
) -> VaultKeys:
    """Make the keys of a new vault in ``folder``, which is empty or not there yet (its parent is).

    ``fast`` takes the lowest costs the format allows; else they are calibrated to about a second. With ``key_file``
    (its digest) the passphrase opens only together with that file.
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
    keys = new_keys(passphrase, fast=fast, clock=clock, key_file=key_file)
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
    key_file: Secret | None = None,
) -> VaultKeys:
    """Make the keys of a new vault, not written anywhere yet. Raises :class:`WrongUse` for an empty passphrase.

    A restored vault keeps the ``records_key`` of the one it comes from; ownership passes to the result. With
    ``instead_of`` the new vault key takes the place of those keys in the same vault: its id stays, its generation
    rises.
    """
    must_not_be_empty(passphrase)
    way = PassphraseWay(passphrase, key_file, new_costs(fast))
    vault_key = random_key()
    records_key = records_key or random_key()
    vault_id = os.urandom(VAULT_ID_BYTES) if instead_of is None else instead_of.header.vault_id
    generation = 1 if instead_of is None else instead_of.generation + 1
    records = seal_records_key(records_key, vault_key, vault_id)
    header = Header(generation, vault_id, slots=(), records=records, data_salt=os.urandom(DATA_SALT_BYTES))
    made_at = (clock or SystemClock()).now()
    first = make_slot(vault_key, way, context=header.context(0), created_at=made_at, label=label)
    header = replace(header, slots=(first, *(empty_slot() for _ in range(SLOTS - 1))))
    header = replace(header, block=header_bytes(header, vault_key))
    return VaultKeys(vault_key, records_key, header, opened_by="0")


def write_new_head(folder: Path, keys: VaultKeys) -> None:
    """Write the header of fresh keys as a new file. Raises :class:`VaultExists` and what ``write_new_file`` raises."""
    try:
        write_new_file(folder / HEAD, keys.header.block * COPIES)
    except DestinationExists:
        raise VaultExists(path=str(folder)) from None


def unlock(folder: Path, passphrase: Secret, *, key_file: Secret | None = None) -> VaultKeys:
    """Open the keys of the vault in ``folder`` with a passphrase; ``key_file`` is the digest of a key file.

    Slots with a key file are tried only when one is given, and then before those without. Raises what
    :func:`_opened` raises, :class:`WrongPassphrase` (:class:`WrongPassphraseOrKeyFile` where the key file took
    part), :class:`KeyFileNeeded`, :class:`NotEnoughMemory`.
    """
    ways: list[Way] = [PassphraseWay(passphrase)]
    if key_file is not None:
        ways.insert(0, PassphraseWay(passphrase, key_file))

    def failure(kinds: set[SlotKind]) -> LegalAidError:
        if key_file is not None and SlotKind.PASSPHRASE_AND_KEY_FILE in kinds:
            return WrongPassphraseOrKeyFile()
        if {SlotKind.PASSPHRASE, SlotKind.PASSPHRASE_AND_KEY_FILE} <= kinds:
            return WrongPassphrase(kind="without_key_file")
        if SlotKind.PASSPHRASE in kinds:
            return WrongPassphrase()
        if SlotKind.PASSPHRASE_AND_KEY_FILE in kinds:
            return KeyFileNeeded()
        return NoSuchWay(kind=SlotKind.PASSPHRASE.value)

    return _opened(folder, lambda _: ways, failure)


def unlock_with_recovery(folder: Path, secret: Secret) -> VaultKeys:
    """Open the keys of the vault with the recovery secret that the sheets gave.

    Raises what :func:`_opened` raises, :class:`RecoveryDoesNotFit`.
    """

    def failure(kinds: set[SlotKind]) -> LegalAidError:
        return RecoveryDoesNotFit() if SlotKind.RECOVERY in kinds else NoSuchWay(kind=SlotKind.RECOVERY.value)

    return _opened(folder, lambda _: [RecoveryWay(secret)], failure)


def unlock_with_parts(folder: Path, secret_keys: Sequence[Secret], parts: Sequence[CoordinatorPart] = ()) -> VaultKeys:
    """Open the keys of the vault with both parts of a coordinators' slot.

    ``secret_keys`` are X25519 scalars: those of two coordinators at this computer, or one beside a part that the
    other sent. Raises what :func:`_opened` raises, :class:`SecondCoordinatorNeeded`,
    :class:`CoordinatorUnknown`, :class:`PartDoesNotFit`.
    """
    copies: list[Header] = []

    def ways(copy: Header) -> Sequence[Way]:
        copies.append(copy)
        return gather_ways(copy, secret_keys, parts)

    def failure(kinds: set[SlotKind]) -> LegalAidError:
        if SlotKind.COORDINATORS not in kinds:
            return NoSuchWay(kind=SlotKind.COORDINATORS.value)
        return why_not(copies, secret_keys, parts)

    return _opened(folder, ways, failure)


def slots(folder: Path) -> tuple[SlotInfo, ...]:
    """Return the slots in use as the locked header shows them: no passphrase is needed, what is sealed stays so.

    Raises :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`VaultTooNew`.
    """
    return slot_infos(newest_header(folder), None)


def newest_header(folder: Path) -> Header:
    """Return the newest copy whose checksum holds; without a key nothing more is known of it.

    Raises :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`VaultTooNew`.
    """
    return _copies(read_head(folder))[0]


def _copies(head: Head) -> tuple[Header, ...]:
    copies = head.newest_first()
    if not copies:
        raise VaultTooNew() if head.newer else HeaderDamaged()
    return copies


def _opened(
    folder: Path,
    ways: Callable[[Header], Sequence[Way]],
    failure: Callable[[set[SlotKind]], LegalAidError],
) -> VaultKeys:
    """Open the keys by whichever of ``ways`` opens a slot.

    The newest copy whose checksum holds is tried first, then the other. A copy counts only when its MAC holds under
    the key it gave. ``failure`` gets the kinds of slots that are there. Raises :class:`VaultNotFound`,
    :class:`HeaderDamaged`, :class:`VaultTooNew`, and what ``failure`` gives.
    """
    head = read_head(folder)
    copies = _copies(head)
    if max(_work(copy) for copy in copies) > SLOTS * MOST_WORK_OF_A_SLOT:
        raise HeaderDamaged()  # eight slots of ours never ask for that much: a forged one shall not stall us for hours
    tried: set[tuple[Way, bytes, bytes]] = set()
    forged = False
    for copy in copies:
        found = _try_slots(copy, ways(copy), tried)
        if found is None:
            continue
        number, vault_key = found
        records_key = open_records_key(copy, vault_key)
        if records_key is None or not is_authentic(copy, vault_key):
            vault_key.wipe()
            forged = True
            continue
        if any(is_authentic(other, vault_key) for other in copies if other.generation > copy.generation):
            # A newer copy of the same vault was written whole and does not know this way: it was replaced.
            vault_key.wipe()
            records_key.wipe()
            raise failure(_kinds(copies))
        damaged = sum(1 for found_copy in head.copies if found_copy is None or found_copy.block != copy.block)
        return VaultKeys(vault_key, records_key, copy, damaged_copies=damaged, opened_by=str(number))
    if head.newer:
        raise VaultTooNew()
    kinds = _kinds(copies)
    # A slot that opened under a MAC that does not hold, or no slot that any program wrote, is damage. A slot that
    # was tried and did not open is, as far as anyone without the passphrase can tell, a wrong passphrase.
    raise HeaderDamaged() if forged or not kinds else failure(kinds)


def _try_slots(copy: Header, ways: Sequence[Way], tried: set[tuple[Way, bytes, bytes]]) -> tuple[int, Secret] | None:
    """Try every slot of one copy; ``tried`` spares the same work on the other."""
    for way in ways:
        for number, raw in enumerate(copy.slots):
            context = copy.context(number)
            if not is_of_kind(raw, way.kind) or (way, context, raw) in tried:
                continue
            vault_key = open_slot(raw, way, context=context)
            if vault_key is not None:
                return number, vault_key
            tried.add((way, context, raw))
    return None


def _work(copy: Header) -> int:
    used = (slot_costs(raw) for raw in copy.slots if _asks_for_work(raw))
    return sum(costs.memory_kib * costs.passes for costs in used)


def _asks_for_work(raw: bytes) -> bool:
    return kind_of(raw) in (SlotKind.PASSPHRASE, SlotKind.PASSPHRASE_AND_KEY_FILE)


def _kinds(copies: Sequence[Header]) -> set[SlotKind]:
    """Return the kinds of slots, in a form that a program can have written, in the copies."""
    return {kind for copy in copies for raw in copy.slots if (kind := kind_of(raw)) is not None}
