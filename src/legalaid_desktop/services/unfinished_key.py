"""A vault that is only read finishes nothing: a change of the key that was stopped is told of, not taken for damage."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from legalaid_desktop.errors import DatabaseDamaged, HeaderDamaged, NewKeyWaits, VaultError, WrongPassphrase
from legalaid_desktop.vault.renewal import waits_to_be_finished


@contextlib.contextmanager
def told_of_unfinished_key(folder: Path) -> Iterator[None]:
    """Opening for reading: what does not fit or cannot be read beside such a change becomes :class:`NewKeyWaits`.

    Only what fails is looked at so: up to the moment when the data are moved the old vault stands whole and is read
    by what opened it before, and a folder that somebody laid there keeps nobody from reading.
    """
    try:
        yield
    except VaultError as error:
        does_not_fit = error.exit_status == WrongPassphrase.exit_status
        if (does_not_fit or isinstance(error, DatabaseDamaged | HeaderDamaged)) and _waits(folder):
            raise NewKeyWaits(path=str(folder)) from error
        raise


def _waits(folder: Path) -> bool:
    try:
        return waits_to_be_finished(folder)
    except OSError:  # it cannot be told; the first failure is the one to tell
        return False
