"""Who changed which fields of which record, and when; chained, so that a cut or a change shows.

Each row's keyed hash runs over its values and the hash before it. The length and the last hash stand in
``vault_state`` as well: rows cut from the end are missed there. Without the key nobody can mend the chain. An older
copy of the whole vault cannot be known from inside (vault.md); an :class:`Anchor` noted outside shows it.

Entries older than the office keeps (``journal_clock.py``) are removed from the beginning; where the chain begins now
and the hash it begins from stand in ``vault_state`` under a keyed hash of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from legalaid_desktop.domain.ids import CaseId
from legalaid_desktop.errors import DatabaseDamaged, WrongUse
from legalaid_desktop.storage.database import Database, KeyBytes, Row, Value
from legalaid_desktop.storage.journal_clock import DAY, JUMP, JournalClock, gap, worth_noting
from legalaid_desktop.storage.keyed_hash import NEWEST_FORM, KeyedHash, same

_COLUMNS = "seq, at, who, action, kind, case_id, record, fields, mac"
_ANCHOR = re.compile(r"\s*(\d{1,12})\s*-\s*([0-9a-f](?:[\s-]*[0-9a-f]){15,63})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class JournalEntry:
    """``action`` is added, changed, removed, restored, imported, exported, …; ``fields`` are names, never values."""

    seq: int
    at: datetime
    who: str
    action: str
    kind: str
    case: CaseId | None
    record: str | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class JournalProblem:
    """``what`` is ``changed``, ``missing``, ``reordered``, ``cut`` or ``start`` (where the chain begins, or what is
    kept of it, was changed); against an anchor also ``replaced`` and ``older``. ``seq`` is the first row concerned."""

    what: str
    seq: int


@dataclass(frozen=True)
class Anchor:
    """How long the journal was and the keyed hash of its last entry, in hexadecimal (64 digits, or the first 16)."""

    length: int
    mac: str

    def __str__(self) -> str:
        """Return the short form that a person notes: ``128-3f9a 0c11 77d2 e4b0``."""
        return f"{self.length}-" + " ".join(self.mac[place : place + 4] for place in range(0, 16, 4))

    @property
    def whole(self) -> str:
        """The long form, as backups and receipts carry it."""
        return f"{self.length}-{self.mac}"

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read the short or the long form. Raises :class:`WrongUse`."""
        found = _ANCHOR.fullmatch(text)
        if found is None:
            raise WrongUse(what=text, kind="anchor")
        return cls(int(found[1]), re.sub(r"[\s-]", "", found[2]).lower())


@dataclass(frozen=True)
class _State:
    length: int
    mac: bytes
    start: int = 1
    start_mac: bytes = b""
    counted: int = 0
    last_at: str | None = None
    keep: str = "days_90"
    seal: bytes = b""


class Journal:
    """The journal of one open database. Entries are written inside the transaction of the change they tell of."""

    def __init__(self, db: Database, key: KeyBytes, who: str, *, form: int = NEWEST_FORM) -> None:
        self._db = db
        self._hash = KeyedHash(key, purpose="journal", size=32)
        self._hash.form = form
        self.who = who
        """Id of the consultant at the keyboard."""

    def forget_key(self) -> None:
        """The vault is closed."""
        self._hash.forget()

    def write(
        self,
        action: str,
        kind: str,
        at: datetime,
        *,
        case: str | None = None,
        record: str | None = None,
        fields: Sequence[str] = (),
    ) -> int:
        """Append an entry and return its number. Only inside a transaction."""
        if not self._db.in_transaction:
            raise RuntimeError("an entry belongs to the transaction of its change")
        state = self._state()
        seq = state.length + 1
        values: list[Value] = [seq, at.isoformat(), self.who, action, kind, case, record, " ".join(fields)]
        mac = self._mac(values, state.mac)
        self._db.run(f"INSERT INTO journal_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, mac))  # noqa: S608
        if not self._sealed(state):
            # Not sealed over: what was changed behind the program's back goes on being told of, and nothing is removed
            # by age any more.
            self._db.run("UPDATE vault_state SET journal_length = ?, journal_mac = ? WHERE only_row = 1", (seq, mac))
            return seq
        counted = state.counted + gap(state.last_at, at)
        self._put(_State(seq, mac, state.start, state.start_mac, counted, at.isoformat(), state.keep))
        JournalClock(self._db, self._hash).begin_day(counted // DAY, seq, at)
        return seq

    # --- reading

    @property
    def length(self) -> int:
        """The number of the last entry."""
        return self._state().length

    @property
    def start(self) -> int:
        """The number of the first entry that is kept."""
        return self._state().start

    def entries(
        self, *, case: str | None = None, newest: int | None = None, before: int | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return entries, newest first: all, or those of one case (by internal id), or those below a number.

        Each is checked against the one before it. Raises :class:`DatabaseDamaged`.
        """
        # Put together from what is asked: "?1 IS NULL OR …" would walk through the whole journal.
        asked = [(text, value) for text, value in (("e.case_id = ?", case), ("e.seq < ?", before)) if value is not None]
        only = "WHERE " + " AND ".join(text for text, _ in asked) if asked else ""
        found = self._db.rows(
            "SELECT e.seq, e.at, e.who, e.action, e.kind, e.case_id, e.record, e.fields, e.mac, p.mac "  # noqa: S608
            f"FROM journal_entry e LEFT JOIN journal_entry p ON p.seq = e.seq - 1 {only} ORDER BY e.seq DESC LIMIT ?",
            (*(value for _, value in asked), -1 if newest is None else newest),
        )
        state = self._state() if found else None
        for *values, mac, mac_before in found:
            if state is not None and values[0] == state.start:
                mac_before = state.start_mac
            if not same(self._mac(values, bytes(mac_before or b"")), mac):
                raise DatabaseDamaged(where="data", table="journal_entry", row=values[0], reason="keyed_hash")
        return tuple(_entry(row) for row in found)

    def newest_of(self, *kinds: str) -> int:
        """Return the number of the newest entry about records of these kinds; 0 when there is none."""
        found = self._db.row(
            "SELECT max(newest) FROM (SELECT (SELECT max(seq) FROM journal_entry WHERE kind = wanted.value) AS newest "
            "FROM json_each(?) AS wanted)",
            (json.dumps(kinds),),
        )
        return int(found[0] or 0) if found else 0

    def anchor(self) -> Anchor:
        """Return what to note outside of the vault, so that a later cut or an older copy shows."""
        state = self._state()
        return Anchor(state.length, state.mac.hex())

    def problems(self, against: Anchor | None = None) -> tuple[JournalProblem, ...]:
        """Walk the whole chain; empty when it is whole and, if given, goes on from ``against``."""
        state = self._state()
        before = state.start_mac
        expected = state.start
        for row in self._rows():
            if row[0] != expected:
                return (JournalProblem("missing", expected),)
            if not same(self._mac(list(row[:-1]), before), row[-1]):
                what = "reordered" if self._stands_elsewhere(expected, before) else "changed"
                return (JournalProblem(what, expected),)
            before = row[-1]
            expected += 1
        if expected - 1 != state.length or (state.length and not same(before, state.mac)):
            return (JournalProblem("cut", expected),)
        if not self._sealed(state):
            return (JournalProblem("start", state.start),)
        return () if against is None else self._against(against, state)

    def _against(self, anchor: Anchor, state: _State) -> tuple[JournalProblem, ...]:
        """Compare with an anchor. Entries that were removed by age cannot be compared: then there is no answer, and
        none is made up (``older`` is only said of a journal that is shorter than its anchor)."""
        if anchor.length > state.length:
            return (JournalProblem("older", state.length + 1),)
        if anchor.length < state.start - 1:
            return ()
        if anchor.length == state.start - 1:
            mac = state.start_mac
        else:
            mac = bytes(self._db.one("SELECT mac FROM journal_entry WHERE seq = ?", (anchor.length,)))
        if mac.hex()[: len(anchor.mac)] != anchor.mac:
            return (JournalProblem("replaced", anchor.length),)
        return ()

    def reaches(self, anchor: Anchor) -> bool:
        """Whether the journal still holds the place of an anchor, so that it can be compared with."""
        state = self._state()
        return state.start - 1 <= anchor.length

    def _stands_elsewhere(self, place: int, before: bytes) -> bool:
        """Whether some other entry is the one that belongs in this place."""
        return any(same(self._mac([place, *row[1:-1]], before), row[-1]) for row in self._rows())

    # --- what is kept

    @property
    def keep(self) -> str:
        """``days_90``, ``year``, ``all`` or ``undo`` (only what undo needs)."""
        return self._state().keep

    def set_keep(self, keep: str) -> None:
        """Only inside a transaction."""
        state = self._state()
        self._put(_State(state.length, state.mac, state.start, state.start_mac, state.counted, state.last_at, keep))

    def counted(self, now: datetime) -> int:
        """Return the seconds that passed by this journal's entries and the openings noted between them until now, jumps
        of the clock left out."""
        state = self._state()
        return state.counted + gap(state.last_at, now) if self._sealed(state) else 0

    def time_to_note(self, now: datetime) -> bool:
        """Whether :meth:`note_time` has anything to note."""
        state = self._state()
        return worth_noting(state.last_at, now) and self._sealed(state)

    def note_time(self, now: datetime) -> None:
        """Count the time until now without an entry: the vault was opened. Only inside a transaction."""
        state = self._state()
        if worth_noting(state.last_at, now) and self._sealed(state):
            counted = state.counted + gap(state.last_at, now)
            self._put(
                _State(state.length, state.mac, state.start, state.start_mac, counted, now.isoformat(), state.keep)
            )

    def clock_jumped(self, now: datetime) -> bool:
        """Whether the computer's date lies so far from the last entry, or the last opening that was noted, that
        nothing may be removed by age."""
        state = self._state()
        if state.last_at is None or not self._sealed(state):
            return False
        return abs(now - datetime.fromisoformat(state.last_at)) > JUMP

    def days_since(self, at: str, now: datetime) -> int:
        """Return how many days passed since the ISO time ``at``, at least; never more for a wrong date."""
        clock = JournalClock(self._db, self._hash)
        return self.counted(now) // DAY - clock.day_of(at)

    def cut_before(self, days: int, now: datetime) -> int:
        """Remove entries older than ``days`` counted days; return how many. Only inside a transaction.

        Nothing is removed while the chain's own state does not match its hash.
        """
        state = self._state()
        if not self._sealed(state):
            return 0
        first = JournalClock(self._db, self._hash).first_after(self.counted(now) // DAY - days - 1)
        first = min(state.length, state.length if first is None else first)
        if first <= state.start:
            return 0
        mac = bytes(self._db.one("SELECT mac FROM journal_entry WHERE seq = ?", (first - 1,)))
        removed = self._db.run("DELETE FROM journal_entry WHERE seq < ?", (first,))
        self._put(_State(state.length, state.mac, first, mac, state.counted, state.last_at, state.keep))
        return removed

    def go_on_from_rescued(self, at: datetime) -> int:
        """Make the journal the last run of entries that follow each other, after some were lost; return how many were
        given up. What comes before the run is vouched for by nothing any more. Only inside a transaction."""
        start, before, last = 1, b"", 0
        mac = b""
        last_at: str | None = None
        for row in self._rows():
            if row[0] != last + 1 or not same(self._mac(list(row[:-1]), mac), row[-1]):
                # This entry's own predecessor is not there: the run begins behind it.
                start, before = row[0] + 1, bytes(row[-1])
            last, mac, last_at = row[0], bytes(row[-1]), str(row[1])
        start = min(start, last + 1)
        given_up = self._db.run("DELETE FROM journal_entry WHERE seq < ?", (start,))
        self._db.run("DELETE FROM journal_day")
        self._put(_State(last, mac, start, before, 0, last_at, self._state().keep))
        JournalClock(self._db, self._hash).begin_day(0, start, at)
        return given_up

    def seal(self, at: datetime) -> None:
        """Write the state's first keyed hash, in a journal of an older schema."""
        state = self._state()
        last = self._db.row("SELECT at FROM journal_entry WHERE seq = ?", (state.length,))
        last_at = str(last[0]) if last is not None else None
        self._put(_State(state.length, state.mac, state.start, state.start_mac, 0, last_at, state.keep))
        JournalClock(self._db, self._hash).begin_day(0, state.start, at)

    # --- rows

    def _rows(self) -> Iterator[Row]:
        return self._db.each(f"SELECT {_COLUMNS} FROM journal_entry ORDER BY seq")  # noqa: S608

    def _state(self) -> _State:
        columns = "journal_length, journal_mac"
        if self._hash.form > 1:
            columns += (
                ", journal_start, journal_start_mac, journal_counted, journal_last_at, journal_keep, journal_seal"
            )
        found = self._db.row(f"SELECT {columns} FROM vault_state WHERE only_row = 1")  # noqa: S608
        if found is None:
            raise DatabaseDamaged(where="data", table="vault_state", reason="lost_rows")
        return _State(*found)

    def _put(self, state: _State) -> None:
        self._db.run(
            "UPDATE vault_state SET journal_length = ?, journal_mac = ?, journal_start = ?, journal_start_mac = ?, "
            "journal_counted = ?, journal_last_at = ?, journal_keep = ?, journal_seal = ? WHERE only_row = 1",
            (
                *(state.length, state.mac, state.start, state.start_mac),
                *(state.counted, state.last_at, state.keep, self._seal(state)),
            ),
        )

    def _seal(self, state: _State) -> bytes:
        values = [state.length, state.mac.hex(), state.start, state.start_mac.hex()]
        return self._hash.of_values(["journal_state", *values, state.counted, state.last_at, state.keep])

    def _sealed(self, state: _State) -> bool:
        return self._hash.form == 1 or not state.length or same(self._seal(state), state.seal)

    def _mac(self, values: Sequence[Any], before: bytes) -> bytes:
        return self._hash.of_values([*values, before.hex()])


def _entry(row: Row) -> JournalEntry:
    return JournalEntry(
        seq=row[0],
        at=datetime.fromisoformat(row[1]),
        who=row[2],
        action=row[3],
        kind=row[4],
        case=row[5],
        record=row[6],
        fields=tuple(row[7].split()),
    )
