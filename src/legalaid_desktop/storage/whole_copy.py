"""A whole copy of an open database, made under another key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from legalaid_desktop.storage.connection import KeyBytes, connect, translating
from legalaid_desktop.storage.database_files import make_private, remove_with_journals


def write_copy(source: Any, path: Path, key: KeyBytes, watch: Callable[[int, int], None] | None) -> None:
    """Write what the connection ``source`` has into the new file ``path`` under ``key``.

    ``watch`` is told how many pages of how many are written; what it raises stops the work. The copy is closed, without
    a journal beside it. A failure leaves no file behind. Raises :class:`DestinationExists`, :class:`DiskFull`,
    :class:`DestinationNotWritable`, :class:`DatabaseDamaged`.
    """
    make_private(path)
    finished = False
    try:
        with translating(path):
            target = connect(path, key, create=True)
            try:
                # The first page must exist under the new key, or the copy would have nothing to be encrypted with.
                target.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()
                source.backup(
                    target,
                    pages=2000,
                    progress=None if watch is None else lambda _, left, total: watch(total - left, total),
                )
                target.execute("PRAGMA journal_mode=DELETE").fetchone()
            finally:
                target.close()
        finished = True
    finally:
        if not finished:
            remove_with_journals(path)
