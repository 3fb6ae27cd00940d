"""The log or journal of an open database while it is written to: marked when it begins, brought in when it ends."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.errors import DatabaseDamaged, DestinationNotWritable, DiskFull
from legalaid_desktop.storage.connection import translating
from legalaid_desktop.storage.log_check import log_is_there, log_of

_LONG: Final = 4 * 1024 * 1024
"""Bytes of a write-ahead log after which it is brought into the file."""


class LogKeeper:
    """``journal`` is ``wal``, ``delete`` or ``none``; ``live`` gives the connection that is open now.

    A database of the first schema has no marks; one that is only read is left alone.
    """

    def __init__(self, path: Path, journal: str, live: Callable[[], Any]) -> None:
        self._path, self._journal, self._live = path, journal, live
        self.is_new = not log_is_there(path)
        """No change was written to a write-ahead log yet."""
        self._changed = False
        """There were changes through a rollback journal."""
        self._has_marks = False

    def begin(self) -> None:
        """Before the first change in a log, and before each in a journal: note in it which file it belongs to."""
        if self._journal == "delete" and self._marks():
            self._mark_anew()
            self._changed = True
        if self._journal == "wal" and self.is_new and self._marks():
            self.is_new = False
            self._mark_anew()

    def bring_in(self) -> None:
        """Give the file a new mark and bring the log into it, so that no copy of the log fits it any more."""
        if self._marks() and log_is_there(self._path):
            with translating(self._path):
                self._live().execute("UPDATE log_mark SET n = n + 1, token = randomblob(16) WHERE only_row = 1")
        with translating(self._path):
            busy, left, done = self._live().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self.is_new = not busy and left == done and not log_is_there(self._path)

    def keep_short(self) -> None:
        """Bring a long log in. The change before it is confirmed already: a disk that is full now loses nothing."""
        if self._journal != "wal":
            return
        with contextlib.suppress(OSError):
            if log_of(self._path).stat().st_size < _LONG:
                return
        with contextlib.suppress(DiskFull, DestinationNotWritable):
            self.bring_in()

    def end(self) -> None:
        """Before closing. A disk that takes nothing any more loses nothing: the log stays beside the file."""
        if self._journal == "wal":
            with contextlib.suppress(DiskFull, DestinationNotWritable):
                self.bring_in()
        if self._journal == "delete" and self._changed:
            # So that no journal of these changes fits the file any more.
            with contextlib.suppress(DiskFull, DestinationNotWritable, DatabaseDamaged):
                self._mark_anew()
                self._changed = False

    def _mark_anew(self) -> None:
        with translating(self._path):
            self._live().execute(
                "UPDATE log_mark SET n = n + 1, base = token, token = randomblob(16) WHERE only_row = 1"
            )

    def _marks(self) -> bool:
        if not self._has_marks:
            with translating(self._path):
                found = self._live().execute("SELECT 1 FROM sqlite_master WHERE name = 'log_mark'").fetchone()
            self._has_marks = found is not None
        return self._has_marks
