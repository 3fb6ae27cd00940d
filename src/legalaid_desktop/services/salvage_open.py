"""Salvage of a vault that stands open: it is closed, saved from, and opened again for reading only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import read_again
from legalaid_desktop.services.salvage import SalvageReport, Watch, salvage_by_keys, salvage_vault
from legalaid_desktop.vault.key_slot import SlotKind
from legalaid_desktop.vault.secret import Secret


@dataclass(frozen=True)
class Salvaged:
    """What came of it: a report, or why there is none. The old vault is open again in either case."""

    report: SalvageReport | None
    failure: BaseException | None = None


def wants_new_passphrase(briefcase: Briefcase) -> bool:
    """Whether the vault was opened by sheets or coordinators: then its passphrase is forgotten, or nobody's."""
    by = briefcase.key_slots.opened_by
    return any(slot.id == by and slot.kind not in _PASSPHRASES for slot in briefcase.key_slots.all())


_PASSPHRASES: Final = (SlotKind.PASSPHRASE, SlotKind.PASSPHRASE_AND_KEY_FILE)


def salvage_open_vault(
    briefcase: Briefcase, passphrase: Secret, into: Path, *, watch: Watch, lang: str, fast_kdf: bool = False
) -> tuple[Briefcase, Salvaged]:
    """Save what is readable into ``into``; return the old vault, opened again for reading.

    ``passphrase`` is that of the old vault, and of the new one as well. Where :func:`wants_new_passphrase`, it is for
    the new one alone.

    What stops the work is returned, not raised, so that the vault that was opened again is not lost with it: a
    :class:`LegalAidError` as :func:`salvage_vault` raises, or what ``watch`` raised. Raises only what opening again
    raises.
    """
    by_keys = wants_new_passphrase(briefcase)
    folder, clock = briefcase.folder, briefcase.vault.clock
    briefcase.close(keep_keys=True)
    try:
        if by_keys:
            report = salvage_by_keys(
                folder, briefcase.keys, passphrase, into, clock=clock, fast_kdf=fast_kdf, watch=watch, lang=lang
            )
        else:
            report = salvage_vault(
                folder,
                passphrase,
                into,
                clock=clock,
                key_file=briefcase.key_file,
                fast_kdf=fast_kdf,
                watch=watch,
                lang=lang,
            )
        done = Salvaged(report)
    except LegalAidError as error:
        done = Salvaged(None, error)
    except Exception as stopped:  # whatever it is, the vault is opened again first
        done = Salvaged(None, stopped)
    return read_again(briefcase), done
