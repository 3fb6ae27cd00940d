"""How the open vault stands: what must be told at the top of each page, and what comes before the first page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from legalaid_desktop.errors import DatabaseDamaged

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase


@dataclass(frozen=True, kw_only=True)
class Standing:
    """``read_only``: nothing can be changed; ``damaged``: something could not be read; ``older_header``,
    ``mended_header``, ``data_older`` and ``changes_unread`` as in
    :class:`~legalaid_desktop.services.briefcase.Briefcase`."""

    read_only: bool = False
    damaged: bool = False
    older_header: bool = False
    mended_header: bool = False
    data_older: bool = False
    changes_unread: bool = False


def standing(briefcase: Briefcase) -> Standing:
    """Runs on the vault's lane, often: looks only at what reading met so far."""
    return Standing(
        read_only=briefcase.read_only,
        damaged=bool(briefcase.damaged.seen()),
        older_header=briefcase.header_is_older,
        mended_header=briefcase.header_mended,
        data_older=briefcase.data_is_older,
        changes_unread=briefcase.changes_unread,
    )


def standing_at_opening(briefcase: Briefcase) -> Standing:
    """As :func:`standing`, once: a small vault is read through, and the list of cases of every vault."""
    found = standing(briefcase)
    if found.damaged:
        return found
    # Only damage leads to a vault that is opened for reading alone.
    damaged = found.read_only
    if not damaged and briefcase.damaged.is_quick:
        try:
            damaged = bool(briefcase.damage())
        except DatabaseDamaged:
            damaged = True
    return replace(found, damaged=damaged)
