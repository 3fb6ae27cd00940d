"""Salvage of a vault that stands open: it is closed, saved from, and opened again for reading only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import read_again
from legalaid_desktop.services.salvage import SalvageReport, Watch, salvage_vault
from legalaid_desktop.vault.secret import Secret


@dataclass(frozen=True)
class Salvaged:
    """What came of it: a report, or why there is none. The old vault is open again in either case."""

    report: SalvageReport | None
    failure: BaseException | None = None


def salvage_open_vault(
    briefcase: Briefcase, passphrase: Secret, into: Path, *, watch: Watch, lang: str, fast_kdf: bool = False
) -> tuple[Briefcase, Salvaged]:
    """Save what is readable into ``into`` under the same passphrase; return the old vault, opened again for reading.

    What stops the work is returned, not raised, so that the vault that was opened again is not lost with it: a
    :class:`LegalAidError` as :func:`salvage_vault` raises, or what ``watch`` raised. Raises only what opening again
    raises.
    """
    briefcase.close(keep_keys=True)
    try:
        report = salvage_vault(
            briefcase.folder,
            passphrase,
            into,
            clock=briefcase.vault.clock,
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
