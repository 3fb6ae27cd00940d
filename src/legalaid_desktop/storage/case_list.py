"""The list of cases: one query over rows that are kept ready, fast at ten thousand cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.ids import CaseId, CaseRef
from legalaid_desktop.domain.person import NameSet
from legalaid_desktop.storage.database import Database, Value
from legalaid_desktop.storage.folded_text import folded

Order = Literal["changed", "deadline", "ref", "opened"]

_ORDERS: dict[Order, str] = {
    "changed": "l.changed_at DESC, l.case_row DESC",
    "deadline": "next_deadline IS NULL, next_deadline, l.changed_at DESC, l.case_row DESC",
    "ref": "c.ref_key",
    "opened": "c.opened_on IS NULL, c.opened_on DESC, l.case_row DESC",
}
# CROSS JOIN keeps the order of the tables, so that a page is read off an index and only its rows are looked at.
_TABLES: dict[Order, str] = {
    "changed": "case_list_entry l CROSS JOIN case_file c ON c.row = l.case_row",
    "deadline": "case_list_entry l CROSS JOIN case_file c ON c.row = l.case_row",
    "ref": "case_file c CROSS JOIN case_list_entry l ON l.case_row = c.row",
    "opened": "case_list_entry l CROSS JOIN case_file c ON c.row = l.case_row",
}
# The earliest primary day that is not over and of which nobody said done or missed.
_NEXT = (
    "(SELECT min(d.{column}) FROM deadline d WHERE d.case_row = l.case_row AND d.is_primary = 1 AND d.is_open = 1 "
    "AND d.{column} >= ?1)"
)


@dataclass(frozen=True)
class CaseRow:
    """A case as a list shows it. ``next_deadline`` is a last day, ``next_alarm`` the office's own."""

    ref: CaseRef
    id: CaseId
    title: str | None
    topic: str | None
    stage: str | None
    client: str | None
    opened_on: dt.date | None
    next_deadline: dt.date | None
    next_alarm: dt.date | None
    changed_at: dt.datetime


def shown_name(names: NameSet) -> str | None:
    """Return the name by which a person is listed: the confirmed Russian form first, else what there is."""
    if names.ru_nom:
        return names.ru_nom
    parts = [part for part in (names.family, names.given, names.patronymic) if part]
    return " ".join(parts) or names.be_nom or names.latin or names.original or None


def _names(names: NameSet) -> list[str]:
    single = (
        *(names.family, names.given, names.patronymic, names.father_name, names.ru_nom, names.be_nom),
        *(names.latin, names.original),
    )
    return [name for name in (*single, *(names.aliases or ())) if name]


class CaseList:
    def __init__(self, db: Database) -> None:
        self._db = db

    def refresh(self, row: int, record: CaseRecord, at: dt.datetime) -> None:
        """Make the entry of a case anew after it changed."""
        persons = record.persons or ()
        clients = [person for person in persons if person.role == "client"]
        client = next((name for person in clients if (name := shown_name(person.names))), None)
        meta = record.meta
        words = [record.info.ref, meta.title, meta.case_id, record.info.topic, record.info.region, record.info.place]
        for person in persons:
            words += _names(person.names)
        self._db.run(
            "INSERT INTO case_list_entry (case_row, client, words, changed_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (case_row) DO UPDATE SET client = excluded.client, words = excluded.words, "
            "changed_at = excluded.changed_at",
            (row, client, " " + folded(" \n ".join(word for word in words if word)), at.isoformat()),
        )

    def touch(self, row: int, at: dt.datetime) -> None:
        """Note that a case changed in something that its entry does not show."""
        self._db.run("UPDATE case_list_entry SET changed_at = ? WHERE case_row = ?", (at.isoformat(), row))

    def rows(
        self,
        as_of: dt.date,
        *,
        words: str = "",
        topic: str | None = None,
        stage: str | None = None,
        order: Order = "changed",
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[CaseRow, ...]:
        """Return cases; each of ``words`` must begin a word of reference, title, topic, place or a person's name."""
        where, values = self._filter(words, topic, stage, first=4)
        found = self._db.rows(
            f"SELECT c.ref, c.uid, c.meta_title, c.topic, c.stage, l.client, c.opened_on, "  # noqa: S608
            f"{_NEXT.format(column='last_day')} AS next_deadline, {_NEXT.format(column='alarm_on')}, l.changed_at "
            f"FROM {_TABLES[order]} WHERE {where} "
            f"ORDER BY {_ORDERS[order]} LIMIT ?2 OFFSET ?3",
            (as_of.isoformat(), -1 if limit is None else limit, offset, *values),
        )
        return tuple(
            CaseRow(
                ref=CaseRef(row[0]),
                id=CaseId(row[1]),
                title=row[2],
                topic=row[3],
                stage=row[4],
                client=row[5],
                opened_on=_day(row[6]),
                next_deadline=_day(row[7]),
                next_alarm=_day(row[8]),
                changed_at=dt.datetime.fromisoformat(row[9]),
            )
            for row in found
        )

    def count(self, *, words: str = "", topic: str | None = None, stage: str | None = None) -> int:
        where, values = self._filter(words, topic, stage, first=1)
        return int(
            self._db.one(
                f"SELECT count(*) FROM case_file c JOIN case_list_entry l ON l.case_row = c.row WHERE {where}",  # noqa: S608
                values,
            )
        )

    def topics(self) -> tuple[str, ...]:
        """Return the topics in use, for a filter."""
        return tuple(
            str(row[0])
            for row in self._db.rows(
                "SELECT DISTINCT topic FROM case_file WHERE removed_at IS NULL AND topic IS NOT NULL ORDER BY topic"
            )
        )

    @staticmethod
    def _filter(words: str, topic: str | None, stage: str | None, *, first: int) -> tuple[str, list[Value]]:
        parts, values = ["c.removed_at IS NULL"], []
        tests: list[tuple[str, Value]] = [("instr(l.words, ?{}) > 0", " " + word) for word in folded(words).split()]
        if topic is not None:
            tests.append(("c.topic = ?{}", topic))
        if stage is not None:
            tests.append(("c.stage = ?{}", stage))
        for number, (test, value) in enumerate(tests, start=first):
            parts.append(test.format(number))
            values.append(value)
        return " AND ".join(parts), values


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
