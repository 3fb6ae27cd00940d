"""The list of cases: one query over rows that are kept ready, fast at ten thousand cases.

Each entry is under a keyed hash over all that the list shows of the case, its nearest days included. An entry that
does not match is not shown as it stands: the list gives a row that says so (``CaseRow.damaged``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.ids import CaseId, CaseRef
from legalaid_desktop.domain.person import NameSet
from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.damage import DamageSeen
from legalaid_desktop.storage.database import Database, Value
from legalaid_desktop.storage.folded_text import folded
from legalaid_desktop.storage.keyed_hash import KeyedHash, same

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
    damaged: bool = False
    """The entry does not match its hash: only the reference is given, as far as it can be."""


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


Days = Sequence[tuple[str | None, str | None]]
"""Last day and alarm (ISO) of each primary deadline that is open, in order."""

_SHOWN = (
    "l.case_row, c.ref, c.uid, c.meta_title, c.topic, c.stage, l.client, c.opened_on, l.words, l.days, l.changed_at, "
    "l.mac"
)
_SHOWN_BEFORE = (
    "l.case_row, c.ref, c.uid, c.meta_title, c.topic, c.stage, l.client, c.opened_on, l.words, '[]', l.changed_at, NULL"
)
_HASHED = (
    "l.case_row, c.ref, c.uid, c.meta_title, c.topic, c.stage, l.client, c.opened_on, l.words, l.days, l.changed_at"
)


class CaseList:
    def __init__(self, db: Database, hashes: KeyedHash, seen: DamageSeen | None = None) -> None:
        self._db = db
        self._hashes = hashes
        self.seen = seen if seen is not None else DamageSeen()

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
        self.seal(row)

    def touch(self, row: int, at: dt.datetime) -> None:
        """Note that a case changed in something that its entry does not show."""
        if self.is_whole(row):
            self._db.run("UPDATE case_list_entry SET changed_at = ? WHERE case_row = ?", (at.isoformat(), row))
            self.seal(row)

    def set_days(self, row: int, days: Days) -> None:
        """Note the open days of a case after its deadlines were counted."""
        if self.is_whole(row):
            self._db.run("UPDATE case_list_entry SET days = ? WHERE case_row = ?", (_plain_days(days), row))
            self.seal(row)

    def seal(self, row: int) -> None:
        """Write the keyed hash of an entry as it stands now."""
        values = self._values(row)
        if values is not None:
            self._db.run("UPDATE case_list_entry SET mac = ? WHERE case_row = ?", (self._mac(values), row))

    def is_whole(self, row: int) -> bool:
        """A damaged entry is not sealed over: only :meth:`refresh`, which makes it anew, does that."""
        values = self._values(row)
        found = self._db.row("SELECT mac FROM case_list_entry WHERE case_row = ?", (row,))
        return values is not None and found is not None and same(self._mac(values), found[0])

    def _values(self, row: int) -> tuple[Value, ...] | None:
        return self._db.row(
            f"SELECT {_HASHED} FROM case_list_entry l JOIN case_file c ON c.row = l.case_row "  # noqa: S608
            "WHERE l.case_row = ?",
            (row,),
        )

    def _mac(self, values: Sequence[Value]) -> bytes:
        try:
            return self._hashes.of_values(["case_list_entry", *values])
        except TypeError:  # a blob where text was written
            return b""

    def all_days(self) -> list[tuple[int, str]]:
        """Return the row of each case with the open days that its entry holds, in JSON."""
        found = self._db.rows("SELECT case_row, days FROM case_list_entry")
        return [(int(row), str(days)) for row, days in found]

    def damaged(self) -> list[DatabaseDamaged]:
        """Check every entry."""
        found: list[DatabaseDamaged] = []
        if self._hashes.form == 1:
            return found
        for row, *line in self._db.each(
            f"SELECT c.row, {_SHOWN} FROM case_file c LEFT JOIN case_list_entry l ON c.row = l.case_row"  # noqa: S608
        ):
            if not same(self._mac(line[:-1]), line[-1]):
                found.append(
                    DatabaseDamaged(where="data", table="case_list_entry", row=row, owner=row, reason="keyed_hash")
                )
        return found

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
            f"SELECT {_SHOWN if self._hashes.form > 1 else _SHOWN_BEFORE}, "  # noqa: S608
            f"{_NEXT.format(column='last_day')} AS next_deadline, {_NEXT.format(column='alarm_on')} "
            f"FROM {_TABLES[order]} WHERE {where} "
            f"ORDER BY {_ORDERS[order]} LIMIT ?2 OFFSET ?3",
            (as_of.isoformat(), -1 if limit is None else limit, offset, *values),
        )
        return tuple(self._row(line, as_of.isoformat()) for line in found)

    def _row(self, line: Sequence[Any], as_of: str) -> CaseRow:
        *values, mac, next_deadline, next_alarm = line
        case_row, ref, uid, title, topic, stage, client, opened_on, _, days, changed_at = values
        if self._hashes.form > 1:
            if not same(self._mac(values), mac):
                self.seen(
                    DatabaseDamaged(
                        where="data", table="case_list_entry", row=case_row, owner=case_row, reason="keyed_hash"
                    )
                )
                return _damaged_row(ref, uid)
            # The days of the hashed entry, not of the query: what sorts a list need not be what it shows.
            known: list[tuple[str | None, str | None]] = json.loads(days)
            next_deadline = min((last for last, _ in known if last is not None and last >= as_of), default=None)
            next_alarm = min((alarm for _, alarm in known if alarm is not None and alarm >= as_of), default=None)
        return CaseRow(
            ref=CaseRef(ref),
            id=CaseId(uid),
            title=title,
            topic=topic,
            stage=stage,
            client=client,
            opened_on=_day(opened_on),
            next_deadline=_day(next_deadline),
            next_alarm=_day(next_alarm),
            changed_at=dt.datetime.fromisoformat(changed_at),
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


def _damaged_row(ref: object, uid: object) -> CaseRow:
    return CaseRow(
        ref=CaseRef(str(ref)),
        id=CaseId(str(uid)),
        title=None,
        topic=None,
        stage=None,
        client=None,
        opened_on=None,
        next_deadline=None,
        next_alarm=None,
        changed_at=dt.datetime.fromtimestamp(0, dt.UTC),
        damaged=True,
    )


def _plain_days(days: Days) -> str:
    return json.dumps([list(pair) for pair in days], separators=(",", ":"))


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
