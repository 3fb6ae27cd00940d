"""Leave clean, before a border or a search that one sees coming.

Two ways, both true, neither hides anything:

* **With nothing**: a backup that somebody else has opened (he reads four words back), then the vault is destroyed. One
  comes back by restoring it with that person's key, or gets a restored vault with a new passphrase.
* **With a vault that its owner cannot open**: every way in that the owner holds is removed; only the way of two
  helpers stays, proved before. One comes back when two of them open it and a new passphrase is set.

What remains: copies of ``head`` or of the folder that were made earlier, old blocks of a flash disk, backups; and the
person, who can be asked who the helpers are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from legalaid_desktop.errors import DestinationNotWritable, NoFreshBackup, NoHelpersWay, RecoveryDoesNotFit, WrongUse
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.destroy import DestroyReport, destroy
from legalaid_desktop.services.key_slots import shown_slots
from legalaid_desktop.services.last_backup import confirmed_backup
from legalaid_desktop.vault.key_slot import SlotInfo, SlotKind
from legalaid_desktop.vault.recovery_shares import Share


@dataclass(frozen=True)
class HelpersPlan:
    """``stays`` are the ways that open the vault afterwards, all of them helpers'; ``removed`` are the others."""

    stays: tuple[SlotInfo, ...]
    removed: tuple[SlotInfo, ...]


@dataclass(frozen=True)
class HelpersReport(HelpersPlan):
    vault: Path


def leave_with_nothing(
    briefcase: Briefcase,
    *,
    read_back: str | None = None,
    without_receipt: str | None = None,
    no_way_back: Callable[[], None] = lambda: None,
) -> DestroyReport:
    """Destroy the open vault once the newest backup is proved to be with somebody who opened it.

    ``read_back`` are the four words which that person's ``backup verify`` shows; ``without_receipt`` a reason to go
    without them. A verified backup of all that is in the vault is needed either way. Raises :class:`NoFreshBackup`,
    :class:`CheckPhraseDiffers`, :class:`WrongUse` (neither, both or an empty reason), and what
    :func:`legalaid_desktop.services.destroy.destroy` raises.
    """
    if (read_back is None) == (without_receipt is None):
        raise WrongUse(what="--read-back, --without-receipt")
    if read_back is not None:
        confirmed_backup(briefcase.vault, read_back)
    elif without_receipt is not None and not without_receipt.strip():
        raise WrongUse(what="--without-receipt")
    try:
        return destroy(briefcase, no_way_back=no_way_back)
    except NoFreshBackup:
        raise NoFreshBackup(kind="leave") from None  # destroying may go without one, leaving may not


def plan_to_helpers(briefcase: Briefcase, *, shares: Sequence[Share] = ()) -> HelpersPlan:
    """Say which ways would stay and which would go; nothing changes.

    The coordinators' way stays. ``shares`` are parts of the key as the helpers read them from their sheets, enough of
    one set: they are tried on the vault as it lies on the disk, and that set stays. Every other set goes, for nobody
    knows any more who holds its sheets. Raises :class:`NoHelpersWay` where nothing would stay,
    :class:`RecoveryDoesNotFit` where the parts do not open this vault, and what joining parts raises.
    """
    proved: int | None = None
    if shares:
        rehearsed = briefcase.key_slots.rehearse(shares)
        if not rehearsed.ok:
            raise RecoveryDoesNotFit(set_number=rehearsed.set_number)
        proved = rehearsed.set_number
    stays: list[SlotInfo] = []
    removed: list[SlotInfo] = []
    for slot in briefcase.key_slots.all():
        helpers = slot.kind == SlotKind.COORDINATORS or (slot.kind == SlotKind.RECOVERY and slot.set_number == proved)
        (stays if helpers else removed).append(slot)
    if not stays:
        raise NoHelpersWay()
    return HelpersPlan(tuple(stays), tuple(removed))


def leave_to_helpers(
    briefcase: Briefcase, *, shares: Sequence[Share] = (), no_way_back: Callable[[], None] = lambda: None
) -> HelpersReport:
    """Remove every way in that is not the helpers', in one writing of the header, and close the vault.

    Nobody but two helpers opens it then; its owner comes back when they do and a new passphrase is set
    (``open_with_coordinators``, ``open_with_recovery``, ``set_passphrase_after_recovery``). Raises what
    :func:`plan_to_helpers` raises, :class:`DestinationNotWritable` and :class:`DiskFull`; the ways are as before then.
    """
    plan = plan_to_helpers(briefcase, shares=shares)
    no_way_back()
    if plan.removed:
        briefcase.key_slots.remove_all([slot.id for slot in plan.removed], helpers_suffice=True)
    folder = briefcase.folder
    briefcase.close()
    # What the locked header shows to everybody: nothing but the helpers' ways.
    if [slot.id for slot in shown_slots(folder)] != [slot.id for slot in plan.stays]:
        raise DestinationNotWritable(path=str(folder))
    return HelpersReport(plan.stays, plan.removed, folder)
