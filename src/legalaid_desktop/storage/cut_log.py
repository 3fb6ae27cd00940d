"""A write-ahead log whose end cannot be read any more is kept before SQLite cuts it.

SQLite takes such a log as far as it can be read, and the next checkpoint cuts the whole of it away. What stands behind
that place was written, and may have been confirmed, so the log's bytes (encrypted as they are) are copied to a file
beside it first, and stay there until somebody says that the vault is all right without them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import Final

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.files import destination_error, sync_folder
from legalaid_desktop.storage.log_check import log_of

SUFFIXES: Final = ("-wal-cut", *(f"-wal-cut-{number}" for number in range(2, 10)))
"""What follows the name of the database (``vault.renewal.LOGS`` has the same)."""


def cut_logs(path: Path) -> tuple[Path, ...]:
    """Return the logs that were kept beside a database."""
    return tuple(kept for kept in _places(path) if os.path.lexists(kept))


def keep_cut_log(path: Path) -> Path:
    """Copy the log beside ``path`` and sync the copy; a copy of the same bytes that is there already serves.

    Raises :class:`DatabaseDamaged` (``cut_log``) where it cannot be kept: then nothing may be written to the vault.
    """
    log = log_of(path)
    for kept in _places(path):
        try:
            number = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError:
            if _same(kept, log):
                return kept
            continue
        except OSError:
            break
        try:
            with open(number, "wb") as copy, log.open("rb") as source:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
            sync_folder(path.parent)
        except OSError:
            with contextlib.suppress(OSError):
                kept.unlink()
            break
        return kept
    raise DatabaseDamaged(where=log.name, reason="cut_log")


def forget_cut_logs(path: Path) -> None:
    """Remove what was kept. Raises :class:`DestinationNotWritable`."""
    for kept in cut_logs(path):
        try:
            kept.unlink()
        except OSError as error:
            raise destination_error(error, kept) from error


def _places(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + suffix) for suffix in SUFFIXES)


def _same(kept: Path, log: Path) -> bool:
    """Whether two files hold the same bytes; the copy of an opening that was killed meanwhile does not."""
    if not kept.is_file() or kept.is_symlink() or kept.stat().st_size != log.stat().st_size:
        return False
    with kept.open("rb") as one, log.open("rb") as other:
        while piece := one.read(1024 * 1024):
            if piece != other.read(1024 * 1024):
                return False
    return True
