"""Opening a vault without its passphrase: recovery sheets, two coordinators; and what coordinators send each other.

The ways into a vault that is open are at ``briefcase.key_slots`` (:mod:`ways_in`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from legalaid_desktop.errors import NotFound, PartNotUnderstood, RecoveryDoesNotFit
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.files import write_new_file
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import open_by, open_to_read_by
from legalaid_desktop.services.ways_in import Keep as Keep
from legalaid_desktop.services.ways_in import KeySlots as KeySlots
from legalaid_desktop.services.ways_in import RecoverySet as RecoverySet
from legalaid_desktop.services.ways_in import Rehearsal as Rehearsal
from legalaid_desktop.services.ways_in import ShownSlot as ShownSlot
from legalaid_desktop.services.ways_in import opens_with as opens_with
from legalaid_desktop.vault.age_keys import parse_recipients, public_bytes, read_identities, secret_bytes
from legalaid_desktop.vault.coordinators import (
    LONGEST_FILE,
    part_bytes,
    read_part,
    read_request,
    request_bytes,
    request_of,
)
from legalaid_desktop.vault.key_file import key_file_digest
from legalaid_desktop.vault.key_file import make_key_file as make_key_file
from legalaid_desktop.vault.key_slot import SlotInfo, SlotKind
from legalaid_desktop.vault.outside import must_lie_outside
from legalaid_desktop.vault.recovery_shares import Share, join
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import newest_header, slots, unlock, unlock_with_parts, unlock_with_recovery
from legalaid_desktop.vault.vault_keys import VaultKeys


def open_with_recovery(folder: Path, shares: Sequence[Share], *, clock: Clock, to_read: bool = False) -> Briefcase:
    """Open the vault with enough recovery sheets of one set; ``to_read`` without changing a byte of it.

    Raises :class:`SharesNotEnough`, :class:`SharesMixed`, :class:`SharesRepeated`, :class:`SharesDamaged`,
    :class:`RecoveryDoesNotFit` (with their set number), :class:`NoSuchWay` and what ``open_briefcase`` raises.
    """
    with join(shares) as secret:

        def opened() -> VaultKeys:
            try:
                return unlock_with_recovery(folder, secret)
            except RecoveryDoesNotFit:
                raise RecoveryDoesNotFit(set_number=f"{shares[0].set_number:05d}") from None

        return (open_to_read_by if to_read else open_by)(folder, opened, clock=clock)


def open_with_coordinators(
    folder: Path,
    identities: Sequence[Path],
    *,
    clock: Clock,
    parts: Sequence[Path] = (),
    to_read: bool = False,
) -> Briefcase:
    """Open the vault with two coordinators' identity files, or with one and the part that the other sent; ``to_read``
    without changing a byte of it.

    Raises :class:`SecondCoordinatorNeeded`, :class:`CoordinatorUnknown`, :class:`PartDoesNotFit`,
    :class:`PartNotUnderstood`, :class:`WrongIdentity` (a file without a key), :class:`NotFound`, :class:`NoSuchWay`
    and what ``open_briefcase`` raises.
    """
    with _secret_keys(identities) as secret_keys:
        sent = [part for path in parts for part in read_part(_read_small(path), secret_keys)]
        by = open_to_read_by if to_read else open_by
        return by(folder, lambda: unlock_with_parts(folder, secret_keys, sent), clock=clock)


def set_passphrase_after_recovery(
    briefcase: Briefcase,
    passphrase: Secret,
    *,
    replaces: Collection[str] | None = None,
    label: str = "",
    key_file: Path | None = None,
    fast: bool = False,
) -> SlotInfo:
    """Give the vault a new passphrase after it was opened in another way.

    ``replaces`` are ids of passphrase slots that go in the same writing of the header. ``None``: the forgotten one,
    when the vault has exactly one; with several, whose was forgotten is not known, and all stay. The way that opened
    the vault stays as it is.
    """
    if replaces is None:
        known = [slot.id for slot in briefcase.key_slots.all() if slot.kind in _PASSPHRASES]
        replaces = known if len(known) == 1 else ()
    return briefcase.key_slots.replace_passphrases(passphrase, replaces, label=label, key_file=key_file, fast=fast)


_PASSPHRASES = (SlotKind.PASSPHRASE, SlotKind.PASSPHRASE_AND_KEY_FILE)


def shown_slots(
    folder: Path, passphrase: Secret | None = None, *, key_file: Path | None = None
) -> tuple[SlotInfo, ...]:
    """Return the ways into a vault that is not open: kinds alone, or with a passphrase all that is sealed as well.

    Raises :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`VaultTooNew`; with a passphrase what ``unlock``
    raises.
    """
    if passphrase is None:
        return slots(folder)
    with ExitStack() as stack:
        digest = stack.enter_context(key_file_digest(key_file))
        return stack.enter_context(unlock(folder, passphrase, key_file=digest)).slots


def write_part_request(folder: Path, out: Path) -> None:
    """Write what a coordinator far away needs to find a part into the new file ``out``; no passphrase is needed.

    It holds nothing that ``head`` does not show to everybody, and less. Raises :class:`NoSuchWay`,
    :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`VaultTooNew`, and what ``write_new_file`` raises.
    """
    must_lie_outside(out)
    write_new_file(out, request_bytes(request_of(newest_header(folder))))


def write_part(source: Path, identity: Path, recipient: str, out: Path) -> None:
    """Open this coordinator's part and seal it to the other one, ``recipient`` (``age1…``), into the new file ``out``.

    ``source`` is a request file, or the folder of the vault. Raises :class:`CoordinatorUnknown`, :class:`NoSuchWay`,
    :class:`PartNotUnderstood`, :class:`WrongUse` (recipient), :class:`WrongIdentity`, :class:`NotFound`, and what
    ``write_new_file`` raises.
    """
    must_lie_outside(out)
    (reader,) = parse_recipients((recipient,))
    request = request_of(newest_header(source)) if source.is_dir() else read_request(_read_small(source))
    with _secret_keys((identity,)) as secret_keys:
        write_new_file(out, part_bytes(request, secret_keys, public_bytes(str(reader))))


@contextmanager
def _secret_keys(identities: Sequence[Path]) -> Iterator[list[Secret]]:
    with ExitStack() as stack:
        yield [stack.enter_context(secret_bytes(identity)) for path in identities for identity in read_identities(path)]


def _read_small(path: Path) -> bytes:
    """Read a file that travels between coordinators. Raises :class:`NotFound`, :class:`PartNotUnderstood`."""
    try:
        if not path.is_file():
            raise (PartNotUnderstood() if path.exists() else NotFound(kind="file", what=str(path)))
        with path.open("rb") as file:
            data = file.read(LONGEST_FILE + 1)
    except OSError:
        raise PartNotUnderstood() from None
    if len(data) > LONGEST_FILE:
        raise PartNotUnderstood()
    return data
