"""Clocks of the cases in a vault: rows, days appointed, and what people said about them. Words: ``deadline_words``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.clock_facts import ClockFacts
from legalaid_desktop.domain.clock_marks import ENDS, ClockMark, Marks, MarkState, mark_key
from legalaid_desktop.domain.clock_rules import RuleStanding, rule_standings
from legalaid_desktop.domain.clock_triggers import BY_HAND
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.deadline_engine import NO_MARKS, all_clocks, deadline_rows, sort_key
from legalaid_desktop.domain.harm import Harm, harm_of
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.services.deadline_words import day_text, day_words, explanation_text, row_json
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.deadline_rows import DeadlineMark

__all__ = [
    "CaseClocks",
    "Deadlines",
    "case_rows",
    "day_text",
    "day_words",
    "explanation_text",
    "row_json",
]

_BATCH = 100
"""Cases whose clocks are counted between two looks at whether anybody still waits."""
_TOLERANCE = dt.timedelta(hours=1)
"""A computer's clock that is set right by itself goes back by less."""
_NEAREST, _FARTHEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
_WITH_REASON = (MarkState.MOVED, MarkState.EXTENDED, MarkState.RESTORED, MarkState.SUSPENDED, MarkState.RESUMED)
_WITHOUT_DAY = (*ENDS, MarkState.RESTORED)
"""Marks that may stand without a day: a court may restore a period and name none."""


@dataclass(frozen=True, kw_only=True)
class CaseClocks:
    """All clocks and appointed days of one case, earliest first, and how near harm is."""

    ref: str
    rows: tuple[DeadlineRow, ...]
    hearings: tuple[Hearing, ...]
    harm: Harm


def case_rows(
    case: CaseRecord | ClockFacts, as_of: dt.date, marks: Mapping[str, str] = NO_MARKS, law: LawPack | None = None
) -> tuple[DeadlineRow, ...]:
    """Every clock of one case; without a law of its own by the one that ships with the program."""
    facts = case if isinstance(case, ClockFacts) else ClockFacts(case=case)
    return all_clocks(facts, law or shipped_law(), as_of, marks)


class Deadlines:
    """The clocks of an open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    @property
    def law(self) -> LawPack:
        """What the clocks of open cases are counted by."""
        return self._vault.law

    def law_of(self, ref: str) -> LawPack:
        """What the clocks of one case are counted by: a closed case keeps the law of its time. Raises
        :class:`NotFound` (case)."""
        place = self._vault.cases.row_of(ref)
        return self._vault.law_of(place, self._vault.cases.load(place))

    # --- rows

    def rows(self, ref: str | None, as_of: dt.date) -> tuple[tuple[str, DeadlineRow], ...]:
        """(reference, row) of the decisions of one case or of all cases, earliest first. Raises :class:`NotFound`."""
        found = self._cases(self._places(ref), as_of)
        return _sorted([(one.ref, row) for one in found for row in one.rows])

    def clocks(
        self, ref: str | None, as_of: dt.date, *, watch: Callable[[int, int], None] | None = None
    ) -> tuple[CaseClocks, ...]:
        """Every clock of one case or of all, with the appointed days. ``watch`` is told how many cases are counted, and
        of how many. Raises :class:`NotFound` (case), and what ``watch`` raises."""
        places = self._places(ref)
        found: list[CaseClocks] = []
        for begin in range(0, len(places), _BATCH):
            if watch is not None:
                watch(begin, len(places))
            found += self._cases(places[begin : begin + _BATCH], as_of, further=True)
        if watch is not None:
            watch(len(places), len(places))
        return tuple(found)

    def near(self, as_of: dt.date, *, days: int, most: int) -> tuple[tuple[tuple[str, DeadlineRow], ...], int]:
        """Every clock of those cases alone that have an alarm or a last day up to ``days`` after ``as_of`` and no mark
        on it: a glance at the day need not read every case of the vault. At most ``most`` cases, with the days nearest
        to ``as_of``; the number says how many cases were left out."""
        found, more = self.near_cases(as_of, days=days, most=most)
        return _sorted([(one.ref, row) for one in found for row in one.rows]), more

    def near_cases(self, as_of: dt.date, *, days: int, most: int) -> tuple[tuple[CaseClocks, ...], int]:
        """As :meth:`near`, case by case with appointed days and harm."""
        places = self._vault.deadlines.cases_with_alarms(as_of + dt.timedelta(days=days), near=as_of)
        return self._cases(places[:most], as_of, further=True), max(0, len(places) - most)

    def explain(self, ref: str, deadline_id: str, as_of: dt.date) -> tuple[str, DeadlineRow]:
        """One row by its id, also of a clock that is long over. Raises :class:`NotFound` (case, deadline)."""
        place = self._vault.cases.row_of(ref)
        facts, marks = self._facts(place)
        for row in all_clocks(facts, self._vault.law_of(place, facts.case), as_of, marks, old=True):
            if row.id == deadline_id:
                return str(facts.case.info.ref), row
        raise NotFound(kind="deadline", what=deadline_id)

    def standings(self, ref: str, as_of: dt.date) -> tuple[RuleStanding, ...]:
        """Every rule of the law for one case: its rows, or why it gives no day. Raises :class:`NotFound` (case)."""
        place = self._vault.cases.row_of(ref)
        facts, marks = self._facts(place)
        return rule_standings(facts, self._vault.law_of(place, facts.case), as_of, marks)

    def _places(self, ref: str | None) -> list[int]:
        return self._vault.deadlines.cases() if ref is None else [self._vault.cases.row_of(ref)]

    def _facts(self, place: int) -> tuple[ClockFacts, Marks]:
        record = self._vault.cases.load(place)
        return self._vault.clock_facts([(place, record)])[place], self._vault.deadlines.said(place)

    def _cases(self, places: Sequence[int], as_of: dt.date, *, further: bool = False) -> tuple[CaseClocks, ...]:
        vault = self._vault
        marks = vault.deadlines.said_of(places)
        records = list(vault.cases.for_clocks(places, further=further))
        if further:
            facts = vault.clock_facts(records)
        else:
            filed = vault.drafts.versions.filed_of(places)
            facts = {place: ClockFacts(case=one, filed=filed[place]) for place, one in records}
        found: list[CaseClocks] = []
        for place, case in records:
            law = vault.law_of(place, case)
            if further:
                rows = all_clocks(facts[place], law, as_of, marks[place])
            else:
                rows = deadline_rows(case, law, as_of, marks[place], filed=facts[place].filed)
            hearings = tuple(sorted(facts[place].hearings, key=lambda one: (one.day or dt.date.max, one.id)))
            harm = harm_of(case, as_of, rows=rows, hearings=hearings)
            found.append(CaseClocks(ref=str(case.info.ref), rows=rows, hearings=hearings, harm=harm))
        return tuple(found)

    # --- what people say

    def said(self, ref: str) -> tuple[ClockMark, ...]:
        """What was said of the clocks of a case. Raises :class:`NotFound` (case)."""
        return self._vault.deadlines.spoken(self._vault.cases.row_of(ref))

    def mark(
        self,
        ref: str,
        deadline_id: str,
        state: str | None,
        as_of: dt.date,
        *,
        day: dt.date | None = None,
        reason: str | None = None,
    ) -> None:
        """Say that a paper was filed (``done``) or the period ``missed``, or set a day (:class:`MarkState`); ``None``
        takes back what was said last of the two first. ``begins`` is said of a rule that nothing in the case starts, by
        the rule's own id.

        Raises :class:`NotFound` (case, deadline) and :class:`WrongUse` (another state; no reason or no day where one is
        needed; a day beyond reason).
        """
        said = None if state is None else _state(state)
        key = self._key(ref, deadline_id, said, as_of)
        reason = reason.strip() if reason and reason.strip() else None
        if said in _WITH_REASON and reason is None:
            raise WrongUse(what="reason")
        if said is not None and said not in _WITHOUT_DAY and day is None:
            raise WrongUse(what="day")
        if day is not None and not _NEAREST <= day <= _FARTHEST:
            raise WrongUse(what="day")
        self._write(ref, key, said, day, reason)

    def unmark(self, ref: str, deadline_id: str, state: str, as_of: dt.date) -> None:
        """Take back one thing that was said of a clock. Raises as :meth:`mark`."""
        said = _state(state)
        self._write(ref, self._key(ref, deadline_id, said, as_of), None, None, None)

    def _key(self, ref: str, deadline_id: str, said: MarkState | None, as_of: dt.date) -> str:
        if said is MarkState.BEGINS:
            rule = deadline_id.removeprefix(f"{BY_HAND}-").split("-")[0]
            if RuleId(rule) not in self.law.rules:
                raise NotFound(kind="deadline", what=deadline_id)
            self._vault.cases.row_of(ref)
            return mark_key(f"{BY_HAND}-{rule}-rule", said)
        self.explain(ref, deadline_id, as_of)
        return deadline_id if said is None else mark_key(deadline_id, said)

    def _write(self, ref: str, key: str, said: MarkState | None, day: dt.date | None, reason: str | None) -> None:
        with self._vault.change() as now:
            place = self._vault.cases.row_of(ref)
            if said is None:
                self._vault.deadlines.drop_mark(place, key)
            else:
                mark = DeadlineMark(deadline=key, state=said.value, day=day, reason=reason, at=now)
                self._vault.deadlines.set_mark(place, mark)
            uid = self._vault.cases.id_of(place)
            fields = ("status",) if said in (None, *ENDS) else ("last_day", "reason")
            self._vault.journal.write("changed", "deadline", now, case=uid, fields=fields)
            self._vault.touched(place, now)

    # --- appointed days

    def hearings(self, ref: str) -> tuple[Hearing, ...]:
        """The appointed days of a case, earliest first. Raises :class:`NotFound` (case)."""
        found = self._vault.office.work(Hearing, self._vault.cases.row_of(ref))
        return tuple(sorted(found, key=lambda one: (one.day or dt.date.max, one.id)))

    # --- the computer's own clock

    def clock_behind(self) -> dt.datetime | None:
        """When the journal was last written, if the computer's clock now stands before that: every "today" is in doubt
        then. ``None``: all is well, or there is no entry."""
        for entry in self._vault.journal.entries(newest=1):
            if self._vault.clock.now() < entry.at - _TOLERANCE:
                return entry.at
        return None


def _state(state: str) -> MarkState:
    try:
        return MarkState(state)
    except ValueError:
        raise WrongUse(what="status") from None


def _sorted(found: list[tuple[str, DeadlineRow]]) -> tuple[tuple[str, DeadlineRow], ...]:
    return tuple(sorted(found, key=lambda pair: (*sort_key(pair[1])[:2], pair[0], pair[1].id)))
