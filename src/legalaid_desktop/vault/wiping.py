"""Overwriting what opens a vault, and removing its files. For :mod:`legalaid_desktop.services.destroy`."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from legalaid_desktop.host.files import sync_folder
from legalaid_desktop.vault.destroyed import destroyed_block
from legalaid_desktop.vault.header import BLOCK_BYTES, DATA, HEAD, HEAD_BYTES
from legalaid_desktop.vault.renewal import LOGS, READY, STAGED


def overwrite_head(file: BinaryIO) -> None:
    """Overwrite both copies in the open, locked ``head``, each synced before the next. Raises :class:`OSError`."""
    for at in range(0, HEAD_BYTES, BLOCK_BYTES):
        file.seek(at)
        left = memoryview(destroyed_block(BLOCK_BYTES))
        while left:
            left = left[file.write(left) :]
        file.flush()
        os.fsync(file.fileno())


def remove_vault_files(folder: Path) -> None:
    """Remove the files of a vault whose header was overwritten.

    The data go first. ``head`` goes only when they have gone: it is what says that this vault was destroyed. What the
    disk does not let go stays, and the caller tells.
    """
    for name in (READY, STAGED):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in (DATA, *LOGS):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    if not any((folder / name).exists() for name in (DATA, *LOGS)):
        with contextlib.suppress(OSError):
            (folder / HEAD).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        # The header was overwritten and synced: a name that comes back after a power cut opens nothing.
        sync_folder(folder)
