"""What people said of the clocks of a case: filed, missed, and the days that a paper or a court set.

A mark belongs to a clock, that is to a decision (or a fact of the case) and a rule, and not to one of its readings: a
mark set on one reading holds for all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from legalaid_desktop.domain.case_values import MINSK_TIME


class MarkState(StrEnum):
    """``done`` and ``missed`` need no day. ``moved``: a person set another last day. ``extended``, ``restored``: a body
    gave more time, or gave it back. ``suspended``, ``resumed``: the period stood still from one day to another.
    ``understood``: the day on which the person was told in a language that they understand. ``begins``: the day that
    starts the count, where the record of the case has none."""

    DONE = "done"
    MISSED = "missed"
    MOVED = "moved"
    EXTENDED = "extended"
    RESTORED = "restored"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    UNDERSTOOD = "understood"
    BEGINS = "begins"


ENDS = (MarkState.DONE, MarkState.MISSED)
"""Marks that end a clock; of the two a clock has one. They stand under the id of the row itself."""
DATED = tuple(state for state in MarkState if state not in ENDS)
"""Marks that set a day; a clock may have one of each. They stand under the id of the clock, ``!`` and their state."""


@dataclass(frozen=True, kw_only=True)
class ClockMark:
    """``deadline`` is the id of the row that was marked, or the clock's own (:func:`clock_of`)."""

    deadline: str
    state: MarkState
    day: dt.date | None = None
    reason: str | None = None
    at: dt.datetime | None = None


def clock_of(deadline: str) -> str:
    """The clock that a row belongs to: ``d1-ex.complaint-rule`` → ``d1-ex.complaint``."""
    return deadline.split("!", 1)[0].rsplit("-", 1)[0]


def mark_key(deadline: str, state: MarkState) -> str:
    """Under which id a mark is kept: a day set by a person does not overwrite that a paper was filed."""
    return deadline if state in ENDS else f"{clock_of(deadline)}-!{state.value}"


class Marks(Mapping[str, str]):
    """Row id → ``done`` or ``missed``, and beside it the days that people set (:meth:`of_clock`)."""

    def __init__(self, said: Iterable[ClockMark] = ()) -> None:
        self._ended: dict[str, str] = {}
        self._days: dict[str, dt.date] = {}
        self._dated: dict[str, dict[MarkState, ClockMark]] = {}
        for mark in said:
            if mark.state in ENDS:
                self._ended[mark.deadline] = mark.state.value
                day = mark.day or (mark.at.astimezone(MINSK_TIME).date() if mark.at is not None else None)
                if day is not None:
                    self._days[clock_of(mark.deadline)] = day
            else:
                self._dated.setdefault(clock_of(mark.deadline), {})[mark.state] = mark

    def __getitem__(self, deadline: str) -> str:
        return self._ended[deadline]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ended)

    def __len__(self) -> int:
        return len(self._ended)

    def day_ended(self, clock: str) -> dt.date | None:
        """The day on which a clock was said to be done or missed: the one given, else that of the saying."""
        return self._days.get(clock)

    def of_clock(self, clock: str) -> Mapping[MarkState, ClockMark]:
        """The days set for one clock (``d1-ex.complaint``), by what they say."""
        return self._dated.get(clock, {})


def dated_marks(marks: Mapping[str, str], clock: str) -> Mapping[MarkState, ClockMark]:
    """As :meth:`Marks.of_clock`; a plain mapping has none."""
    return marks.of_clock(clock) if isinstance(marks, Marks) else {}
