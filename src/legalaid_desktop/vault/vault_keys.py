"""The keys of an open vault, and changing the ways into it.

Every change is one writing of the header: a kill or a power cut leaves the old ways or the new ones, never a mixture
and never none. A new slot is opened on trial from its own bytes before anything is written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from legalaid_desktop.domain.ids import VaultId
from legalaid_desktop.errors import (
    AlreadyAWayIn,
    HeaderHalfWritten,
    KeyFileNeeded,
    LastWayIn,
    NoRoomForWay,
    NotFound,
    WrongUse,
)
from legalaid_desktop.host.clock import Clock, SystemClock
from legalaid_desktop.host.files import destination_error
from legalaid_desktop.vault.header import HEAD, Header, HeadUnsure, write_head
from legalaid_desktop.vault.key_costs import calibrated_costs, floor_costs
from legalaid_desktop.vault.key_slot import (
    Costs,
    NewWay,
    SlotInfo,
    SlotKind,
    Way,
    empty_slot,
    is_empty,
    kind_of,
    make_slot,
    open_slot,
    slot_label,
)
from legalaid_desktop.vault.primitives import derive_subkey, same
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.slot_ways import PassphraseWay, slot_info

if TYPE_CHECKING:
    from legalaid_desktop.vault.head_lock import HeldLock

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

    def __init__(
        self,
        vault_key: Secret,
        records_key: Secret,
        header: Header,
        *,
        damaged_copies: int = 0,
        opened_by: str | None = None,
    ) -> None:
        self._key = vault_key
        self._records_key = records_key
        self.header = header
        self.damaged_copies = damaged_copies
        """How many of the two header copies were damaged, forged or older when the vault was opened."""
        self.opened_by = opened_by
        """Id of the slot that opened the vault; follows its slot through changes."""
        self._seen_generation = 0

    @property
    def vault_id(self) -> VaultId:
        return VaultId(self.header.vault_id.hex())

    @property
    def generation(self) -> int:
        """How often the header was changed; also kept in the database, so that an older header is noticed."""
        return self.header.generation

    @property
    def data_salt(self) -> bytes:
        """The salt under which the database is made, and the copy of it for when the file's own is damaged."""
        return self.header.data_salt

    def note_data_salt(self, salt: bytes) -> None:
        """Let the next writing of the header keep this salt, under which the database was just opened."""
        self.header = replace(self.header, data_salt=salt)

    @property
    def slots(self) -> tuple[SlotInfo, ...]:
        """The slots in use, with what is sealed in them."""
        return slot_infos(self.header, self._key)

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

    def count_beyond(self, generation: int) -> None:
        """Give the next header a generation beyond ``generation``, which the database has seen."""
        self._seen_generation = max(self._seen_generation, generation)

    def opens(self, way: Way, *, but: Collection[str] = ()) -> str | None:
        """Return the id of the slot, none of ``but``, that ``way`` opens at this moment; nothing is changed."""
        for number, raw in enumerate(self.header.slots):
            if str(number) in but:
                continue
            found = open_slot(raw, way, context=self.header.context(number))
            if found is not None:
                with found:
                    if same(found.view(), self._key.view()):
                        return str(number)
        return None

    def close(self) -> None:
        self._key.wipe()
        self._records_key.wipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Added:
    """A way to be given a slot. ``trial`` opens it on trial: as its holder would, where that can be done here."""

    way: NewWay
    label: str = ""
    trial: Way | None = None


def change_slots(
    held: HeldLock,
    keys: VaultKeys,
    *,
    remove: Collection[str] = (),
    add: Sequence[Added] = (),
    helpers_suffice: bool = False,
    clock: Clock | None = None,
) -> tuple[str, ...]:
    """Remove and add slots in one writing of the header; return the ids of the new ones.

    A new slot takes the place of a removed one first. What must remain is a passphrase, with or without key file, or
    recovery sheets; coordinators count as a way in only where ``helpers_suffice``.

    Raises :class:`NotFound`, :class:`LastWayIn`, :class:`NoRoomForWay`, :class:`NotEnoughMemory`,
    :class:`DestinationNotWritable`, :class:`DiskFull`; ``keys`` are as before then. :class:`HeaderHalfWritten` where
    the disk may have kept the new header all the same.
    """
    removed = sorted({number_in_use(keys.header, slot_id) for slot_id in remove})
    slots = [empty_slot() if number in removed else raw for number, raw in enumerate(keys.header.slots)]
    free = [*removed, *(n for n, raw in enumerate(slots) if n not in removed and is_empty(raw))]
    if len(add) > len(free):
        raise NoRoomForWay()
    at = (clock or SystemClock()).now()
    placed = free[: len(add)]
    for number, added in zip(placed, add, strict=True):
        slots[number] = _made(keys, number, added, at)
    suffice = {SlotKind.PASSPHRASE, SlotKind.PASSPHRASE_AND_KEY_FILE, SlotKind.RECOVERY}
    if helpers_suffice:
        suffice.add(SlotKind.COORDINATORS)
    if not any(kind_of(raw) in suffice for raw in slots):
        raise LastWayIn()
    _write(held, keys, slots)
    ids = tuple(str(number) for number in placed)
    if keys.opened_by in {str(number) for number in removed} - set(ids):
        keys.opened_by = None
    return ids


def change_passphrase(
    held: HeldLock,
    keys: VaultKeys,
    slot_id: str,
    passphrase: Secret,
    *,
    fast: bool,
    key_file: Secret | None = None,
    clock: Clock | None = None,
) -> None:
    """Give the slot a new passphrase; its kind and label stay. The new slot is opened on trial before the old goes.

    A slot with a key file needs ``key_file`` (the digest of this or another file); for one without it is left aside.
    Someone with a copy of the old header can still open that with the old passphrase. Raises :class:`NotFound`,
    :class:`WrongUse` (empty passphrase, a slot without one), :class:`KeyFileNeeded`, :class:`AlreadyAWayIn` and what
    :func:`change_slots` raises.
    """
    must_not_be_empty(passphrase)
    number = number_in_use(keys.header, slot_id)
    raw = keys.header.slots[number]
    kind = kind_of(raw)
    if kind not in (SlotKind.PASSPHRASE, SlotKind.PASSPHRASE_AND_KEY_FILE):
        raise WrongUse(what=slot_id)
    if kind is SlotKind.PASSPHRASE_AND_KEY_FILE and key_file is None:
        raise KeyFileNeeded()
    way = PassphraseWay(passphrase, key_file if kind is SlotKind.PASSPHRASE_AND_KEY_FILE else None, new_costs(fast))
    must_be_new(keys, way, but=(slot_id,))
    label = slot_label(raw, context=keys.header.context(number), vault_key=keys._key)
    change_slots(held, keys, remove=(slot_id,), add=(Added(way, label),), clock=clock)


def mend_header(held: HeldLock, keys: VaultKeys) -> None:
    """Write both copies anew from the one that opened, after the other was found damaged.

    Raises :class:`DestinationNotWritable`, :class:`DiskFull`.
    """
    _write(held, keys, keys.header.slots)


def put_back(held: HeldLock, keys: VaultKeys, slots: Sequence[bytes]) -> None:
    """Write the slots that the header of ``keys`` had before a change, which has to be taken back.

    Raises :class:`DestinationNotWritable`, :class:`DiskFull`.
    """
    _write(held, keys, slots)


def new_costs(fast: bool) -> Costs:
    """The costs of a new passphrase slot: calibrated to about a second, or the floor of the format."""
    return floor_costs() if fast else calibrated_costs()


def must_not_be_empty(passphrase: Secret) -> None:
    if not passphrase:
        raise WrongUse(what="passphrase")


def must_be_new(keys: VaultKeys, way: PassphraseWay, *, but: Collection[str]) -> None:
    """Refuse a passphrase that already opens another slot in the same way: who removes one of two such slots would
    take the passphrase to be revoked, and it is not.

    ``but`` are slots that go in the same change. Costs one key derivation for each slot of this kind. Raises
    :class:`AlreadyAWayIn`.
    """
    if keys.opens(way, but=but) is not None:
        raise AlreadyAWayIn()


def number_in_use(header: Header, slot_id: str) -> int:
    """Return the number of a slot in use. Raises :class:`NotFound`."""
    for number, raw in enumerate(header.slots):
        if str(number) == slot_id and not is_empty(raw):
            return number
    raise NotFound(kind="slot", what=slot_id)


def slot_infos(header: Header, vault_key: Secret | None) -> tuple[SlotInfo, ...]:
    """Return the slots in use; what is sealed in them only with ``vault_key``."""
    return tuple(
        slot_info(raw, number, context=header.context(number), vault_key=vault_key)
        for number, raw in enumerate(header.slots)
        if not is_empty(raw)
    )


def _made(keys: VaultKeys, number: int, added: Added, at: datetime) -> bytes:
    """Make a slot and open it on trial from its own bytes."""
    context = keys.header.context(number)
    raw = make_slot(keys._key, added.way, context=context, created_at=at, label=added.label)
    opened = open_slot(raw, added.trial or added.way, context=context)
    if opened is None:
        raise RuntimeError("a fresh key slot did not open")
    with opened:
        if not same(opened.view(), keys._key.view()):
            raise RuntimeError("a fresh key slot gave another key")
    return raw


def _write(held: HeldLock, keys: VaultKeys, slots: Sequence[bytes]) -> None:
    header = replace(keys.header, slots=tuple(slots), generation=max(keys.header.generation, keys._seen_generation))
    try:
        keys.header = write_head(held.file, header, keys._key)
    except HeadUnsure as error:
        raise HeaderHalfWritten(path=str(held.folder / HEAD)) from error
    except OSError as error:
        raise destination_error(error, held.folder / HEAD) from error
    keys.damaged_copies = 0
