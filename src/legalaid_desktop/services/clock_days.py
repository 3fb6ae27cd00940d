"""Clocks and appointed days as days of a calendar: what stands on which day, and the same without a word of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.hearings import Hearing

_OVER = (DeadlineStatus.DONE, DeadlineStatus.MISSED)


class DayMark(StrEnum):
    """Why a day is marked. ``act``: the day on which the office means to file, or to look; ``last``: the last day by
    the earliest honest reading; ``later``: the last day by another reading; ``appointed``: a body fixed the day. The
    others are last days of clocks that ended: filed, missed as a person said, passed without a word."""

    ACT = "act"
    LAST = "last"
    LATER = "later"
    APPOINTED = "appointed"
    DONE = "done"
    MISSED = "missed"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True)
class ClockDay:
    """One mark on one day: of a clock (``row``) or of an appointed day (``hearing``) of the case ``ref``."""

    ref: str
    day: dt.date
    mark: DayMark
    row: DeadlineRow | None = None
    hearing: Hearing | None = None

    @property
    def key(self) -> str:
        """Its own among all marks of a calendar."""
        record = str(self.row.id) if self.row is not None else str(self.hearing.id) if self.hearing is not None else ""
        return f"{self.ref}:{self.mark}:{record}"


@dataclass(frozen=True, kw_only=True)
class PlainDay:
    """A day to be told outside of the vault: the running number of its clock, and whether it is the last one."""

    day: dt.date
    number: int
    last: bool


def clock_days(
    rows: Iterable[tuple[str, DeadlineRow]], hearings: Iterable[tuple[str, Hearing]] = ()
) -> tuple[ClockDay, ...]:
    """Every marked day, in order. ``rows`` and ``hearings`` come with the references of their cases."""
    found: list[ClockDay] = []
    for ref, row in rows:
        found += [ClockDay(ref=ref, day=day, mark=mark, row=row) for day, mark in _days_of(row)]
    for ref, hearing in hearings:
        if hearing.day is not None:
            found.append(ClockDay(ref=ref, day=hearing.day, mark=DayMark.APPOINTED, hearing=hearing))
    return tuple(sorted(found, key=lambda one: (one.day, _WEIGHT[one.mark], one.ref, one.key)))


_WEIGHT = {
    DayMark.APPOINTED: 0,
    DayMark.LAST: 1,
    DayMark.PASSED: 2,
    DayMark.ACT: 3,
    DayMark.LATER: 4,
    DayMark.MISSED: 5,
    DayMark.DONE: 6,
}
"""The order within a day: what cannot be moved first."""


def _days_of(row: DeadlineRow) -> list[tuple[dt.date, DayMark]]:
    open_ = row.status not in _OVER
    if not row.primary:
        return [(row.last_day, DayMark.LATER)] if open_ and row.last_day is not None else []
    days: list[tuple[dt.date, DayMark]] = []
    if row.last_day is not None:
        ended = {
            DeadlineStatus.DONE: DayMark.DONE,
            DeadlineStatus.MISSED: DayMark.MISSED,
            DeadlineStatus.PASSED: DayMark.PASSED,
        }
        days.append((row.last_day, ended.get(row.status, DayMark.LAST)))
    # The alarm of a clock that is over is nobody's business any more; one that has passed is told by its last day.
    if row.alarm_on is not None and open_ and row.status is not DeadlineStatus.PASSED and row.alarm_on != row.last_day:
        days.append((row.alarm_on, DayMark.ACT))
    return days


def plain_days(days: Sequence[ClockDay], as_of: dt.date) -> tuple[PlainDay, ...]:
    """What is still to come from ``as_of`` on, without a word of a case: clocks are numbered by their first such day.

    Clocks that were filed or missed are left out. Of several readings the earliest that still runs is told: one plans
    by that.
    """
    clocks: dict[tuple[str, str], list[ClockDay]] = {}
    for one in days:
        if one.day < as_of or one.mark in (DayMark.DONE, DayMark.MISSED, DayMark.PASSED):
            continue
        clock = one.row.clock if one.row is not None else one.key
        clocks.setdefault((one.ref, clock), []).append(one)
    ordered = sorted(clocks.items(), key=lambda pair: (pair[1][0].day, pair[0]))
    plain: list[PlainDay] = []
    for number, (_, marks) in enumerate(ordered, start=1):
        last = min((one.day for one in marks if one.mark is not DayMark.ACT), default=None)
        acts = {one.day for one in marks if one.mark is DayMark.ACT and (last is None or one.day < last)}
        plain += [PlainDay(day=day, number=number, last=False) for day in acts]
        if last is not None:
            plain.append(PlainDay(day=last, number=number, last=True))
    return tuple(sorted(plain, key=lambda one: (one.day, one.number)))
