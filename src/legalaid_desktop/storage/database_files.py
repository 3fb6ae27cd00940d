"""The files of a database: made for this user alone, removed with what SQLite lays beside them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from legalaid_desktop.host.files import destination_error

_JOURNAL_MAGIC_BYTES: Final = 8


def make_private(path: Path) -> None:
    """Make the empty file ``path`` for this user alone; SQLite gives its rights to every journal beside it.

    Raises :class:`DestinationExists`, :class:`DestinationNotWritable`, :class:`DiskFull`.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise destination_error(error, path) from error


def remove_with_journals(path: Path) -> None:
    for name in (path.name, path.name + "-journal", path.name + "-wal", path.name + "-shm"):
        # A disk that does not let us: the failure that brought us here is the one to tell.
        with contextlib.suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def remove_index(path: Path) -> None:
    """Remove the index that reading through a log lays beside it; a disk that does not let us does no harm."""
    with contextlib.suppress(OSError):
        path.with_name(path.name + "-shm").unlink(missing_ok=True)


def remove_spent_journal(path: Path) -> None:
    """Remove the journal of a killed program that SQLite found without its mark, hence not to be played back.

    One with the mark is needed by the next opening and stays.
    """
    journal = path.with_name(path.name + "-journal")
    with contextlib.suppress(OSError):  # not there; or a disk that does not let us, and it does no harm
        with journal.open("rb") as file:
            spent = not any(file.read(_JOURNAL_MAGIC_BYTES))
        if spent:
            journal.unlink()
