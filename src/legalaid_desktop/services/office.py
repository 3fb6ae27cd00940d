"""The office and its work beside the facts of a case: proceedings, hearings, tasks, referrals, outcomes, who we are."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from legalaid_desktop.domain.hearings import HEARING_KINDS, Hearing
from legalaid_desktop.domain.ids import AuthorityId, CaseRef, LocalId
from legalaid_desktop.domain.office_records import Consultant, Office, Outcome, Proceeding, Referral, Task
from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.services.open_vault import OpenVault, changed_fields

__all__ = ["Consultant", "Hearing", "Office", "OfficeService", "OpenTask", "Outcome", "Proceeding", "Referral", "Task"]

_Work = TypeVar("_Work", Proceeding, Task, Referral, Outcome, Hearing)
_LETTERS: dict[type, str] = {Proceeding: "v", Task: "k", Referral: "r", Outcome: "o", Hearing: "h"}
_STARTING_CLOCKS = (Proceeding, Hearing)


@dataclass(frozen=True)
class OpenTask:
    """A task that is not done, with the case it belongs to."""

    case: CaseRef | None
    task: Task


class OfficeService:
    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def office(self) -> Office:
        return self._vault.office.office()

    def set_office(self, office: Office) -> None:
        with self._vault.change() as now:
            fields = changed_fields(self.office(), office)
            self._vault.office.set_office(office)
            self._vault.journal.write("changed", "office", now, fields=fields)

    def consultant(self) -> Consultant:
        return self._vault.office.consultant()

    def set_consultant(self, *, name: str | None, role: str | None) -> Consultant:
        with self._vault.change() as now:
            before = self.consultant()
            after = dataclasses.replace(before, name=name, role=role)
            self._vault.office.set_consultant(after)
            self._vault.journal.write("changed", "consultant", now, fields=changed_fields(before, after))
        return after

    # --- proceedings, hearings, referrals, outcomes

    def add_proceeding(
        self,
        ref: str,
        *,
        procedure: str | None = None,
        authority: AuthorityId | None = None,
        number: str | None = None,
        opened_on: dt.date | None = None,
        decisions: tuple[LocalId, ...] = (),
    ) -> Proceeding:
        row = self._vault.cases.row_of(ref)
        return self.save(
            ref,
            Proceeding(
                id=self._free_id(Proceeding, row),
                procedure=procedure,
                authority=authority,
                number=number,
                opened_on=opened_on,
                decisions=decisions,
            ),
        )

    def add_referral(
        self, ref: str, to_whom: str, *, about: str | None = None, referred_on: dt.date | None = None
    ) -> Referral:
        row = self._vault.cases.row_of(ref)
        return self.save(
            ref,
            Referral(id=self._free_id(Referral, row), to_whom=_given(to_whom), referred_on=referred_on, about=about),
        )

    def add_outcome(
        self, ref: str, kind: str, *, reached_on: dt.date | None = None, note: str | None = None
    ) -> Outcome:
        row = self._vault.cases.row_of(ref)
        return self.save(
            ref, Outcome(id=self._free_id(Outcome, row), kind=_given(kind), reached_on=reached_on, note=note)
        )

    def add_hearing(
        self,
        ref: str,
        kind: str,
        at: dt.datetime | dt.date | None,
        *,
        authority: AuthorityId | None = None,
        place: str | None = None,
        decision: LocalId | None = None,
        note: str | None = None,
    ) -> Hearing:
        """An appointed day, ``None`` while it is not known; ``kind`` is a word of ``HEARING_KINDS``.

        Raises :class:`NotFound` (case) and :class:`WrongUse` (another kind).
        """
        if kind not in HEARING_KINDS:
            raise WrongUse(what="kind")
        row = self._vault.cases.row_of(ref)
        return self.save(
            ref,
            Hearing(
                id=self._free_id(Hearing, row),
                kind=kind,
                at=at,
                authority=authority,
                place=place,
                decision=decision,
                note=note,
            ),
        )

    def of(self, ref: str | None, kind: type[_Work]) -> tuple[_Work, ...]:
        """Return the proceedings, hearings, tasks, referrals or outcomes of a case."""
        return self._vault.office.work(kind, self._row(ref))

    def save(self, ref: str | None, record: _Work) -> _Work:
        """Add a record to a case, or write it over the one with its id."""
        row = self._row(ref)
        if row is None and not isinstance(record, Task):
            raise WrongUse(what="case")
        with self._vault.change() as now:
            before = self._vault.office.put_work(row, record)
            self._vault.journal.write(
                "added" if before is None else "changed",
                type(record).__name__.lower(),
                now,
                case=None if row is None else self._vault.cases.id_of(row),
                record=record.id,
                fields=changed_fields(before, record),
            )
            if row is not None and isinstance(record, _STARTING_CLOCKS):
                self._vault.compute_deadlines(row, self._vault.cases.load(row))
        return record

    def remove(self, ref: str | None, kind: type[Any], record_id: str) -> None:
        row = self._row(ref)
        with self._vault.change() as now:
            self._vault.office.drop_work(kind, row, record_id, now.isoformat())
            self._vault.journal.write(
                "removed",
                kind.__name__.lower(),
                now,
                case=None if row is None else self._vault.cases.id_of(row),
                record=record_id,
            )
            if row is not None and kind in _STARTING_CLOCKS:
                self._vault.compute_deadlines(row, self._vault.cases.load(row))

    # --- tasks

    def add_task(self, ref: str | None, what: str, *, who: str | None = None, due_on: dt.date | None = None) -> Task:
        row = self._row(ref)
        return self.save(ref, Task(id=self._free_id(Task, row), what=_given(what), who=who, due_on=due_on))

    def finish_task(self, ref: str | None, task_id: str) -> Task:
        for task in self.of(ref, Task):
            if task.id == task_id:
                return self.save(ref, dataclasses.replace(task, done_at=self._vault.clock.now()))
        raise NotFound(kind="task", what=task_id)

    def open_tasks(self) -> tuple[OpenTask, ...]:
        """Return the tasks of all cases that are not done, the earliest due first."""
        found = [
            OpenTask(None if row is None else CaseRef(self._vault.cases.ref_of(row)), task)
            for row, task in self._vault.office.all_work(Task)
            if task.done_at is None
        ]
        return tuple(sorted(found, key=lambda one: (one.task.due_on or dt.date.max, one.case or "", one.task.id)))

    def _row(self, ref: str | None) -> int | None:
        return None if ref is None else self._vault.cases.row_of(ref)

    def _free_id(self, kind: type, row: int | None) -> LocalId:
        letter = _LETTERS[kind]
        numbers = [int(one[1:]) for one in self._vault.office.work_ids(kind, row) if one[1:].isdecimal()]
        return LocalId(f"{letter}{max(numbers, default=0) + 1}")


def _given(text: str) -> str:
    if not text.strip():
        raise WrongUse(what="text")
    return text
