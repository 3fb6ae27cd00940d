"""The missed period, day by day without holes (C3): which period, why missed, what was done after the obstacle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.facts.basics import DATE, dates, text
from legalaid_desktop.documents.facts.paper_names import main_kind, paper_name
from legalaid_desktop.documents.facts.rulings import annexed
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.facts import Decision, MissedPeriod
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.numbers import calendar_days

DAY_ROW: Final[FieldTree] = {
    "period": "text", "days": "text", "why": "text", "cites": ["text"], "cited": "flag", "uncovered": "flag",
    "diligence": "flag",
}  # fmt: skip
MISSED: Final[FieldTree] = {
    "starts": DATE, "last_day": DATE, "trigger": DATE, "known": "flag", "running": "flag",
    "earliest": "flag", "from_receipt": "flag", "late_by": "text", "filed": DATE,
    "obstacle_ended": DATE, "since_obstacle": "text", "soon": "flag", "rows": [DAY_ROW], "has_rows": "flag",
    "reasons": ["text"], "cites": ["text"], "cited": "flag", "uncovered": "text",
}  # fmt: skip

_WORDS: Final[Mapping[str, str]] = {
    "ru": "препятствие отпало; подготовка и подача {paper} и настоящего ходатайства",
    "be": "перашкода адпала; падрыхтоўка і падача {paper} і гэтага хадайніцтва",
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


def clock_of(rows: Iterable[DeadlineRow], decision: Decision | None) -> DeadlineRow | None:
    """The earliest reading of the decision's clocks that has a last day."""
    live = [
        row
        for row in rows
        if decision is not None and row.decision == decision.id and row.primary and row.last_day is not None
    ]
    return min(live, key=lambda row: row.last_day or dt.date.max, default=None)


def periods_of(missed: Iterable[MissedPeriod], decision: Decision | None) -> tuple[MissedPeriod, ...]:
    """The obstacles that concern the decision of a paper."""
    return tuple(item for item in missed if item.decision is None or decision is None or item.decision == decision.id)


def first_day(
    row: DeadlineRow | None, decision: Decision | None, periods: Iterable[MissedPeriod] = ()
) -> dt.date | None:
    """The day from which the table runs: the first of the period, or that of an obstacle which began before it.

    Where the rule gives no first day the period begins on the day after its event; without a rule, after the receipt
    of the decision.
    """
    day: dt.date | None = None
    if row is not None:
        day = row.starts_on or (row.trigger + dt.timedelta(days=1) if row.trigger is not None else None)
    if day is None and decision is not None:
        known = received_on(decision) or announced_on(decision)
        day = known + dt.timedelta(days=1) if known is not None else None
    begun = [period.from_on for period in periods if period.from_on is not None]
    return min((one for one in (day, *begun) if one is not None), default=None)


def received_on(decision: Decision) -> dt.date | None:
    return decision.received or (decision.received_at.date() if decision.received_at is not None else None)


def announced_on(decision: Decision) -> dt.date | None:
    return decision.announced or (decision.announced_at.date() if decision.announced_at is not None else None)


def obstacle_ended(periods: Iterable[MissedPeriod], filed: dt.date) -> dt.date | None:
    """The last day of the last obstacle; ``None`` while one is open or ends after the day of filing."""
    listed = tuple(periods)
    if any(period.to_on is None for period in listed):
        return None
    day = max((period.to_on for period in listed if period.to_on is not None), default=None)
    return day if day is not None and day <= filed else None


def told_stretches(
    listed: Iterable[MissedPeriod], decision: Decision | None, deadlines: Iterable[DeadlineRow], filed: dt.date
) -> tuple[Stretch, ...]:
    """The days from the beginning of the period to filing as C3 tells them; nothing where no day is known."""
    periods = periods_of(listed, decision)
    start = first_day(clock_of(deadlines, decision), decision, periods)
    return stretches(periods, start, filed) if start is not None and start <= filed else ()


SOON: Final = 3
"""Days from the end of the obstacle to filing that need no further explanation (documents.md C3)."""


def missed(source: FactSource) -> dict[str, Fact]:
    """All that C3 prints of the period."""
    decision = source.decision
    row = clock_of(source.deadlines, decision)
    periods = periods_of(source.case.missed, decision)
    ended = obstacle_ended(periods, source.as_of)
    filed = source.as_of
    parts = told_stretches(source.case.missed, decision, source.deadlines, filed)
    uncovered = [part for part in parts if not part.reasons and not part.after]
    late = (filed - row.last_day).days if row is not None and row.last_day is not None else None
    since = (filed - ended).days if ended is not None else None
    cites = annexed(source, [period.evidence for period in periods])
    later = any(
        other.last_day is not None and other.last_day >= filed
        for other in source.deadlines
        if row is not None and other.decision == row.decision and other.rule == row.rule
    )
    received = received_on(decision) if decision is not None else None
    return {
        "starts": dates(row.starts_on if row else None, "deadline.starts_on", source),
        "last_day": dates(row.last_day if row else None, "deadline.last_day", source),
        "trigger": dates(row.trigger if row else None, "deadline.trigger", source),
        "from_receipt": row is not None and row.trigger is not None and row.trigger == received,
        "known": row is not None,
        "running": late is not None and late <= 0,
        "earliest": bool(late and late > 0 and later),
        "late_by": text(calendar_days(late, source.language), "deadline.last_day") if late and late > 0 else None,
        "filed": dates(filed, "today", source),
        "obstacle_ended": dates(ended, "missed.to", source),
        "since_obstacle": text(calendar_days(since, source.language), "missed.to") if since else None,
        "soon": since is not None and since <= SOON,
        "rows": [_row(source, part) for part in parts],
        "has_rows": bool(parts),
        "reasons": reasons_in_words(source),
        "cites": cites,
        "cited": bool(cites),
        "uncovered": text("; ".join(_period(part, source) for part in uncovered), "missed") if uncovered else None,
    }


def reasons_in_words(source: FactSource) -> list[Fact]:
    """The reasons for the decision of this paper, each once."""
    periods = periods_of(source.case.missed, source.decision)
    return [
        FactText(reason_words(source, code), "missed.reason")
        for code in dict.fromkeys(period.reason for period in periods if period.reason)
    ]


def reason_words(source: FactSource, code: str) -> str:
    """The label of a reason; a reason that the data do not know counts as another one."""
    return (
        source.words.label("missed_reason", code, "nom") or source.words.label("missed_reason", "other", "nom") or code
    )


def _period(part: Stretch, source: FactSource) -> str:
    if part.first == part.last:
        return date_words(part.first, "table", source.language)
    return f"{date_words(part.first, 'table', source.language)} – {date_words(part.last, 'table', source.language)}"


def _diligence(source: FactSource) -> str:
    paper = paper_name(source, main_kind(source.main_paper))["gen"]
    return source.worded(_WORDS).format(paper=paper)


def _row(source: FactSource, part: Stretch) -> dict[str, Fact]:
    cites = annexed(source, [period.evidence for period in part.reasons])
    told = [reason_words(source, period.reason) for period in part.reasons if period.reason]
    diligence = part.after
    why = "; ".join(dict.fromkeys(told)) if told else (_diligence(source) if diligence else "")
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
