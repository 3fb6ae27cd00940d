"""What became of the period for a complaint, as far as a person marked it: restored, extended, stood still, or counted
from the day on which the decision was understood. The reasons of marks are the office's own words and never print."""

from __future__ import annotations

import datetime as dt
from typing import Final

from legalaid_desktop.documents.facts.basics import DATE, dates
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FieldTree
from legalaid_desktop.domain.clock_marks import ClockMark, MarkState

PERIOD: Final[FieldTree] = {
    "period": {
        "restored": "flag",
        "extended": "flag",
        "until": DATE,
        "paused": "flag",
        "stands_still": "flag",
        "paused_from": DATE,
        "runs_from": DATE,
        "understood": "flag",
        "understood_on": DATE,
        "told": "flag",
        "arguable": "flag",
    }
}


def period(source: FactSource) -> dict[str, Fact]:
    """The root of ``PERIOD``. ``told``: a mark says something of the period at all. ``arguable``: it is counted in a
    way that the body may see otherwise."""
    marks = marks_of(source)
    restored, extended = marks.get(MarkState.RESTORED), marks.get(MarkState.EXTENDED)
    paused, resumed = marks.get(MarkState.SUSPENDED), marks.get(MarkState.RESUMED)
    understood = marks.get(MarkState.UNDERSTOOD)
    given = restored or extended
    still = paused is not None and resumed is None
    arguable = given is None and (paused is not None or understood is not None)
    return {
        "period": {
            "restored": restored is not None,
            "extended": restored is None and extended is not None,
            "until": _day(given, source),
            "paused": paused is not None and resumed is not None,
            "stands_still": still,
            "paused_from": _day(paused, source),
            "runs_from": _day(resumed, source),
            "understood": understood is not None and given is None,
            "understood_on": _day(understood, source),
            "told": given is not None or arguable,
            "arguable": arguable,
        }
    }


def marks_of(source: FactSource) -> dict[MarkState, ClockMark]:
    """What was said of the clocks of the decision that the paper is about."""
    decision = source.decision
    rows = [row for row in source.deadlines if decision is not None and row.decision == decision.id]
    return {mark.state: mark for row in rows for mark in row.marks}


def _day(mark: ClockMark | None, source: FactSource) -> dict[str, Fact] | None:
    day: dt.date | None = mark.day if mark is not None else None
    return dates(day, "deadline.mark", source)
