"""Computed deadlines, kept for lists, and what a person said about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same


@dataclass(frozen=True)
class DeadlineMark:
    """``state`` is done, missed or moved (then ``day`` is the day that a person set, with the reason)."""

    deadline: str
    state: str
    day: dt.date | None
    reason: str | None
    at: dt.datetime


class DeadlineStore:
    def __init__(self, db: Database, hashes: KeyedHash) -> None:
        self._db = db
        self._hashes = hashes

    def put(self, case_row: int, rows: Sequence[DeadlineRow]) -> None:
        """Replace the computed deadlines of a case."""
        self._db.run("DELETE FROM deadline WHERE case_row = ?", (case_row,))
        self._db.many(
            "INSERT OR REPLACE INTO deadline (case_row, id, decision, rule, reading, is_primary, is_open, last_day, "
            "safe_day, alarm_on, confidence, unchecked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    case_row,
                    row.id,
                    row.decision,
                    row.rule,
                    row.reading.value,
                    int(row.primary),
                    int(row.status not in (DeadlineStatus.DONE, DeadlineStatus.MISSED)),
                    _iso(row.last_day),
                    _iso(row.safe_day),
                    _iso(row.alarm_on),
                    row.confidence.value,
                    int(row.unchecked),
                )
                for row in rows
            ],
        )

    def marks(self, case_row: int) -> tuple[DeadlineMark, ...]:
        """Raises :class:`DatabaseDamaged`."""
        found = self._db.rows(
            "SELECT deadline_id, state, day, reason, at, mac FROM deadline_mark WHERE case_row = ? "
            "ORDER BY deadline_id",
            (case_row,),
        )
        for *values, mac in found:
            if not same(self._hashes.of_values(["deadline_mark", case_row, *values]), mac):
                raise DatabaseDamaged(where="data", table="deadline_mark", reason="keyed_hash")
        return tuple(
            DeadlineMark(
                deadline, state, dt.date.fromisoformat(day) if day else None, reason, dt.datetime.fromisoformat(at)
            )
            for deadline, state, day, reason, at, _ in found
        )

    def set_mark(self, case_row: int, mark: DeadlineMark) -> None:
        values = [mark.deadline, mark.state, _iso(mark.day), mark.reason, mark.at.isoformat()]
        mac = self._hashes.of_values(["deadline_mark", case_row, *values])
        self._db.run(
            "INSERT OR REPLACE INTO deadline_mark (case_row, deadline_id, state, day, reason, at, mac) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (case_row, *values, mac),
        )

    def drop_mark(self, case_row: int, deadline: str) -> None:
        self._db.run("DELETE FROM deadline_mark WHERE case_row = ? AND deadline_id = ?", (case_row, deadline))

    def cases_with_alarms(self, until: dt.date, *, near: dt.date) -> list[int]:
        """Return the rows of cases with an open deadline whose alarm or last day lies on or before ``until``: those
        first that have such a day nearest to ``near``, before or after it."""
        return [
            int(row[0])
            for row in self._db.rows(
                "SELECT d.case_row, min(abs(julianday(coalesce(d.last_day, d.alarm_on)) - julianday(?2))) AS far "
                "FROM deadline d JOIN case_file c ON c.row = d.case_row "
                "WHERE c.removed_at IS NULL AND d.is_open = 1 AND (d.last_day <= ?1 OR d.alarm_on <= ?1) "
                "GROUP BY d.case_row ORDER BY far, d.case_row",
                (until.isoformat(), near.isoformat()),
            )
        ]

    def cases(self) -> list[int]:
        """Return the rows of cases that have a computed deadline."""
        return [
            int(row[0])
            for row in self._db.rows(
                "SELECT DISTINCT d.case_row FROM deadline d JOIN case_file c ON c.row = d.case_row "
                "WHERE c.removed_at IS NULL ORDER BY d.case_row"
            )
        ]


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
