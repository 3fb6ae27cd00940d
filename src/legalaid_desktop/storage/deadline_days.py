"""Which cases have a deadline within a span of days: a month of the calendar need not read every case of a vault."""

from __future__ import annotations

import datetime as dt

from legalaid_desktop.storage.database import Database


class DeadlineDays:
    """Reads the computed deadlines by their days. Rows are the internal numbers of cases, not those in the bin."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def cases_between(self, first: dt.date, last: dt.date) -> list[int]:
        """Return the rows of cases with an alarm or a last day from ``first`` to ``last``, both included, the earliest
        such day first; whatever a person said of the deadline."""
        return [
            int(row[0])
            for row in self._db.rows(
                "SELECT d.case_row, min(CASE WHEN d.alarm_on >= ?1 THEN d.alarm_on ELSE d.last_day END) AS day "
                "FROM deadline d JOIN case_file c ON c.row = d.case_row WHERE c.removed_at IS NULL "
                "AND (d.last_day BETWEEN ?1 AND ?2 OR d.alarm_on BETWEEN ?1 AND ?2) "
                "GROUP BY d.case_row ORDER BY day, d.case_row",
                (first.isoformat(), last.isoformat()),
            )
        ]

    def cases_appointed(self, first: dt.date, last: dt.date) -> list[int]:
        """Return the rows of cases with an appointed day from ``first`` to ``last``, or within a day of them: a time
        may be written in another zone, the reader looks closely. Empty in a vault that has no such days yet."""
        if not self._db.has_table("hearing"):
            return []
        one = dt.timedelta(days=1)
        return [
            int(row[0])
            for row in self._db.rows(
                "SELECT h.case_row, min(h.at) AS day FROM hearing h JOIN case_file c ON c.row = h.case_row "
                "WHERE c.removed_at IS NULL AND h.removed_at IS NULL AND substr(h.at, 1, 10) BETWEEN ?1 AND ?2 "
                "GROUP BY h.case_row ORDER BY day, h.case_row",
                ((first - one).isoformat(), (last + one).isoformat()),
            )
        ]
