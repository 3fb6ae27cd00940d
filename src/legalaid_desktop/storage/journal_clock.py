"""How old an entry is, by a clock that no wrong date of the computer can push on.

What is removed by age is gone for good, so age is not the difference of two dates. It is the time between entries,
and the openings noted between them, added up. A step of more than :data:`JUMP` in either direction counts as nothing:
whether the computer's date was wrong before or is wrong now, or the vault was not used, cannot be told. A small step
back is taken off again. So a computer that says 1970 after every start, or is set ten years on for a day, makes
nothing older.

An opening is noted at most once a day, and never over such a step: only an entry goes on counting behind it, so that
a date that may be wrong is told of until somebody works with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same

DAY = 86_400
"""Seconds."""
JUMP = timedelta(days=45)


def gap(last_at: str | None, now: datetime) -> int:
    """Return the seconds from one entry to the next that count."""
    if last_at is None:
        return 0
    passed = now - datetime.fromisoformat(last_at)
    return 0 if abs(passed) > JUMP else int(passed.total_seconds())


def worth_noting(last_at: str | None, now: datetime) -> bool:
    """Tell whether a day or more passed since what was noted last, forward or back, and no jump."""
    return last_at is not None and timedelta(seconds=DAY) <= abs(now - datetime.fromisoformat(last_at)) <= JUMP


class JournalClock:
    """The first entry of each counted day."""

    def __init__(self, db: Database, hashes: KeyedHash) -> None:
        self._db = db
        self._hash = hashes

    def begin_day(self, day: int, seq: int, at: datetime) -> None:
        newest = self._db.row("SELECT max(day) FROM journal_day")
        if newest is not None and newest[0] is not None and newest[0] >= day:
            return
        self._db.run(
            "INSERT INTO journal_day (day, first_seq, at, mac) VALUES (?, ?, ?, ?)",
            (day, seq, at.isoformat(), self._hash.of_values(["journal_day", day, seq, at.isoformat()])),
        )

    def first_after(self, day: int) -> int | None:
        """Return the number of the first entry of a counted day later than ``day``; rows that were changed do not
        count."""
        firsts = [seq for found, seq, _ in self._days() if found > day]
        return min(firsts, default=None)

    def day_of(self, at: str) -> int:
        """Return the latest counted day that something done at this time may have been done on; so its age is never
        overrated, also where the computer's date was wrong then: its place in the journal counts before its date."""
        days = self._days()
        place = self._db.row("SELECT max(seq) FROM journal_entry WHERE at = ?", (at,))
        if place is not None and place[0] is not None:
            return max((day for day, first, _ in days if first <= place[0]), default=0)
        moment = datetime.fromisoformat(at)
        return max((day for day, _, begun in days if datetime.fromisoformat(begun) <= moment), default=0)

    def _days(self) -> list[tuple[int, int, str]]:
        return [
            (day, seq, at)
            for day, seq, at, mac in self._db.rows("SELECT day, first_seq, at, mac FROM journal_day ORDER BY day")
            if same(self._hash.of_values(["journal_day", day, seq, at]), mac)
        ]
