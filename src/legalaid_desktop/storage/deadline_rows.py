"""Computed deadlines, kept for lists, and what people said about them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legalaid_desktop.domain.clock_marks import ClockMark, Marks, MarkState
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.keyed_hash import KeyedHash, same


@dataclass(frozen=True)
class DeadlineMark:
    """``state`` is a word of :class:`MarkState`; with most of them ``day`` is the day that a person set, and why."""

    deadline: str
    state: str
    day: dt.date | None
    reason: str | None
    at: dt.datetime


class DeadlineStore:
    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._hashes = hashes
        self.seen = seen if seen is not None else DamageSeen()

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
                    int(row.primary and not row.further),  # what a list shows as the next day is of a decision
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
        """Return what was said of the deadlines of a case, without marks that cannot be read: such a deadline shows
        as open, and ``seen`` tells of it."""
        return self.marks_of([case_row])[case_row]

    def marks_of(self, case_rows: Sequence[int]) -> dict[int, tuple[DeadlineMark, ...]]:
        """As :meth:`marks`, of many cases at once."""
        whole, damaged = self._marks(case_rows)
        for error in damaged:
            self.seen(error)
        return {row: tuple(marks) for row, marks in whole.items()}

    def said(self, case_row: int) -> Marks:
        """As :meth:`marks`, for the engine; a word that only a newer program knows is left out."""
        return self.said_of([case_row])[case_row]

    def spoken(self, case_row: int) -> tuple[ClockMark, ...]:
        """As :meth:`said`, one by one, in the order of their ids."""
        return tuple(_spoken(self.marks(case_row)))

    def said_of(self, case_rows: Sequence[int]) -> dict[int, Marks]:
        return {row: Marks(_spoken(marks)) for row, marks in self.marks_of(case_rows).items()}

    def damaged_marks(self, case_row: int) -> list[DatabaseDamaged]:
        return self._marks([case_row])[1]

    def _marks(self, case_rows: Sequence[int]) -> tuple[dict[int, list[DeadlineMark]], list[DatabaseDamaged]]:
        found = self._db.rows(
            "SELECT case_row, deadline_id, state, day, reason, at, mac FROM deadline_mark "
            "WHERE case_row IN (SELECT value FROM json_each(?)) ORDER BY case_row, deadline_id",
            (json.dumps(list(case_rows)),),
        )
        whole: dict[int, list[DeadlineMark]] = {row: [] for row in case_rows}
        damaged: list[DatabaseDamaged] = []
        for case_row, deadline, state, day, reason, at, mac in found:
            try:
                expected = self._hashes.of_values(["deadline_mark", case_row, deadline, state, day, reason, at])
            except TypeError:  # a blob where text was written
                expected = b""
            if same(expected, mac):
                moment = dt.datetime.fromisoformat(at)
                moved_to = dt.date.fromisoformat(day) if day else None
                whole[case_row].append(DeadlineMark(deadline, state, moved_to, reason, moment))
            else:
                damaged.append(
                    DatabaseDamaged(
                        where="data", table="deadline_mark", row=case_row, owner=case_row, reason="keyed_hash"
                    )
                )
        return whole, damaged

    def set_mark(self, case_row: int, mark: DeadlineMark) -> None:
        values = [mark.deadline, mark.state, _iso(mark.day), mark.reason, mark.at.isoformat()]
        mac = self._hashes.of_values(["deadline_mark", case_row, *values])
        self._db.run(
            "INSERT INTO deadline_mark (case_row, deadline_id, state, day, reason, at, mac) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (case_row, deadline_id) DO UPDATE SET state = excluded.state, "
            "day = excluded.day, reason = excluded.reason, at = excluded.at, mac = excluded.mac",
            (case_row, *values, mac),
        )

    def drop_mark(self, case_row: int, deadline: str) -> None:
        self._db.run("DELETE FROM deadline_mark WHERE case_row = ? AND deadline_id = ?", (case_row, deadline))

    def cases_with_alarms(self, until: dt.date, *, near: dt.date) -> list[int]:
        """Return the rows of cases with an open deadline whose alarm or last day lies on or before ``until``: those
        first where a decision runs or somebody may be taken away, then those that have such a day nearest to ``near``,
        before or after it: papers that end some day push nobody aside."""
        return [
            int(row[0])
            for row in self._db.rows(
                "SELECT d.case_row, min(abs(julianday(coalesce(d.last_day, d.alarm_on)) - julianday(?2))) AS far "
                "FROM deadline d JOIN case_file c ON c.row = d.case_row "
                "WHERE c.removed_at IS NULL AND d.is_open = 1 AND (d.last_day <= ?1 OR d.alarm_on <= ?1) "
                "GROUP BY d.case_row "
                "ORDER BY max(d.is_primary OR d.rule GLOB 'ex.*' OR d.rule GLOB 'rm.*') DESC, far, d.case_row",
                (until.isoformat(), near.isoformat()),
            )
        ]

    def differing(self, days: Iterable[tuple[int, str]]) -> list[int]:
        """Return the rows of cases whose stored deadlines are not the open days that their list entries hold."""
        stored: dict[int, list[tuple[str | None, str | None]]] = {}
        for case_row, last_day, alarm_on in self._db.each(
            "SELECT case_row, last_day, alarm_on FROM deadline WHERE is_primary = 1 AND is_open = 1"
        ):
            stored.setdefault(int(case_row), []).append((last_day, alarm_on))
        wrong: list[int] = []
        for case_row, text in days:
            mine = sorted(stored.pop(case_row, []), key=lambda pair: (pair[0] or "", pair[1] or ""))
            if json.dumps([list(pair) for pair in mine], separators=(",", ":")) != text:
                wrong.append(case_row)
        return wrong + list(stored)

    def cases(self) -> list[int]:
        """Return the rows of cases that have a computed deadline."""
        return [
            int(row[0])
            for row in self._db.rows(
                "SELECT DISTINCT d.case_row FROM deadline d JOIN case_file c ON c.row = d.case_row "
                "WHERE c.removed_at IS NULL ORDER BY d.case_row"
            )
        ]


def open_days(rows: Sequence[DeadlineRow]) -> list[tuple[str | None, str | None]]:
    """Return last day and alarm of each primary deadline that nobody called done or missed, in order."""
    ended = (DeadlineStatus.DONE, DeadlineStatus.MISSED)
    kept = {row.id: row for row in rows}.values()  # as the table keeps them: the last row of an id
    shown = [row for row in kept if row.primary and not row.further and row.status not in ended]
    days = [(_iso(row.last_day), _iso(row.alarm_on)) for row in shown]
    return sorted(days, key=lambda pair: (pair[0] or "", pair[1] or ""))


def _spoken(marks: Iterable[DeadlineMark]) -> Iterable[ClockMark]:
    known = {state.value for state in MarkState}
    for mark in marks:
        if mark.state in known:
            state = MarkState(mark.state)
            yield ClockMark(deadline=mark.deadline, state=state, day=mark.day, reason=mark.reason, at=mark.at)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
