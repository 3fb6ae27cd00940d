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

from legalaid_desktop.errors import WrongUse
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.destroy import DestroyReport, destroy
from legalaid_desktop.services.last_backup import confirmed_backup


def leave_with_nothing(
    briefcase: Briefcase, *, read_back: str | None = None, without_receipt: str | None = None
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
    return destroy(briefcase)
