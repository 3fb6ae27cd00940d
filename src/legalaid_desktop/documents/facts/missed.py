"""The missed period, day by day without holes (C3): which period, why missed, what was done after the obstacle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.facts.basics import DATE, dates, text
from legalaid_desktop.documents.facts.common import annexed
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.facts import MissedPeriod
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.numbers import calendar_days

DAY_ROW: Final[FieldTree] = {
    "period": "text", "days": "text", "why": "text", "cites": ["text"], "cited": "flag", "uncovered": "flag",
    "diligence": "flag",
}  # fmt: skip
MISSED: Final[FieldTree] = {
    "starts": DATE, "last_day": DATE, "trigger": DATE, "known": "flag", "late_by": "text", "filed": DATE,
    "obstacle_ended": DATE, "since_obstacle": "text", "soon": "flag", "rows": [DAY_ROW], "has_rows": "flag",
    "reasons": ["text"], "cites": ["text"], "cited": "flag", "uncovered": "text",
}  # fmt: skip

_WORDS: Final[Mapping[str, str]] = {
    "ru": "препятствие отпало; подготовка и подача жалобы и настоящего ходатайства",
    "be": "перашкода адпала; падрыхтоўка і падача скаргі і гэтага хадайніцтва",
}
"""What is said of the days after the last obstacle."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Consecutive days with the same reasons; none of them: uncovered, or diligence after the obstacle."""

    first: dt.date
    last: dt.date
    reasons: tuple[MissedPeriod, ...]
    after: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def stretches(periods: tuple[MissedPeriod, ...], start: dt.date, filed: dt.date) -> tuple[Stretch, ...]:
    """Every day from ``start`` to ``filed``, both included, in stretches; no day is missing and none stands twice.

    Days after the last obstacle are ``after``. A reason without an end runs to the day of filing.
    """
    ends = [period.to_on or filed for period in periods if period.from_on is not None or period.to_on is not None]
    obstacle_end = max(ends, default=None)
    found: list[Stretch] = []
    day = start
    while day <= filed:
        here = tuple(
            period
            for period in periods
            if (period.from_on or start) <= day <= (period.to_on or filed)
            and not (period.from_on is None and period.to_on is None)
        )
        after = obstacle_end is not None and day > obstacle_end
        last = found[-1] if found else None
        if last is not None and last.reasons == here and last.after == after:
            found[-1] = Stretch(first=last.first, last=day, reasons=here, after=after)
        else:
            found.append(Stretch(first=day, last=day, reasons=here, after=after))
        day += dt.timedelta(days=1)
    return tuple(found)


def clock(source: FactSource) -> DeadlineRow | None:
    """The earliest reading of the decision's clocks that has a last day."""
    rows = [
        row
        for row in source.deadlines
        if source.decision is not None
        and row.decision == source.decision.id
        and row.primary
        and row.last_day is not None
    ]
    return min(rows, key=lambda row: row.last_day or dt.date.max, default=None)


def periods_of(source: FactSource) -> tuple[MissedPeriod, ...]:
    """The obstacles that concern the decision of this paper."""
    return tuple(
        item
        for item in source.case.missed
        if item.decision is None or source.decision is None or item.decision == source.decision.id
    )


def missed(source: FactSource) -> dict[str, Fact]:
    """All that C3 prints of the period."""
    row = clock(source)
    periods = periods_of(source)
    begun = [period.from_on for period in periods if period.from_on is not None]
    starts = [day for day in (row.starts_on if row else None, *begun) if day is not None]
    start = min(starts, default=None)
    ended = [period.to_on for period in periods if period.to_on is not None]
    open_end = any(period.to_on is None for period in periods)
    obstacle_end = None if open_end else max(ended, default=None)
    filed = source.as_of
    parts = stretches(periods, start, filed) if start is not None and start <= filed else ()
    uncovered = [part for part in parts if not part.reasons and not part.after]
    late = (filed - row.last_day).days if row is not None and row.last_day is not None else None
    since = (filed - obstacle_end).days if obstacle_end is not None and obstacle_end <= filed else None
    cites = annexed(source, [period.evidence for period in periods])
    return {
        "starts": dates(row.starts_on if row else None, "deadline.starts_on", source),
        "last_day": dates(row.last_day if row else None, "deadline.last_day", source),
        "trigger": dates(row.trigger if row else None, "deadline.trigger", source),
        "known": row is not None,
        "late_by": text(calendar_days(late, source.language), "deadline.last_day") if late and late > 0 else None,
        "filed": dates(filed, "today", source),
        "obstacle_ended": dates(obstacle_end, "missed.to", source),
        "since_obstacle": text(calendar_days(since, source.language), "missed.to") if since else None,
        "soon": since is not None and since <= 3,
        "rows": [_row(source, part) for part in parts],
        "has_rows": bool(parts),
        "reasons": [
            FactText(reason_words(source, code), "missed.reason")
            for code in dict.fromkeys(period.reason for period in periods if period.reason)
        ],
        "cites": cites,
        "cited": bool(cites),
        "uncovered": text("; ".join(_period(part, source) for part in uncovered), "missed") if uncovered else None,
    }


def reason_words(source: FactSource, code: str) -> str:
    """The label of a reason; a reason that the data do not know counts as another one."""
    return (
        source.words.label("missed_reason", code, "nom") or source.words.label("missed_reason", "other", "nom") or code
    )


def _period(part: Stretch, source: FactSource) -> str:
    if part.first == part.last:
        return date_words(part.first, "table", source.language)
    return f"{date_words(part.first, 'table', source.language)} – {date_words(part.last, 'table', source.language)}"


def _row(source: FactSource, part: Stretch) -> dict[str, Fact]:
    cites = annexed(source, [period.evidence for period in part.reasons])
    told = [reason_words(source, period.reason) for period in part.reasons if period.reason]
    diligence = part.after
    why = "; ".join(dict.fromkeys(told)) if told else (_WORDS.get(source.language, _WORDS["ru"]) if diligence else "")
    return {
        "period": FactText(_period(part, source), "missed"),
        "days": FactText(str(part.days), "missed"),
        "why": FactText(_capital(why), "missed.reason", label="missed.reason"),
        "cites": cites,
        "cited": bool(cites),
        "uncovered": not part.reasons and not diligence,
        "diligence": diligence,
    }


def _capital(value: str) -> str:
    return value[:1].upper() + value[1:]
