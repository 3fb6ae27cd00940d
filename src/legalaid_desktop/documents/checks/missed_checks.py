"""CHK-DATE of the motion to restore a period: days that no reason covers, and a late filing after the obstacle."""

from __future__ import annotations

from collections.abc import Iterator

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding
from legalaid_desktop.documents.facts.missed import SOON, clock_of, first_day, obstacle_ended, periods_of, stretches
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.grammar.dates import date_words


def missed_days(context: CheckContext) -> Iterator[Finding]:
    """W where the reasons leave days open between the start of the period and filing (documents.md C3), and where
    more than three days passed between the end of the obstacle and filing."""
    if context.document != "C3":
        return
    row = clock_of(context.deadlines, context.decision)
    periods = periods_of(context.case.missed, context.decision)
    start, filed = first_day(row, context.decision, periods), context.as_of
    if not periods or start is None or start > filed:
        return
    open_days = [part for part in stretches(periods, start, filed) if not part.reasons and not part.after]
    if open_days:
        days = ", ".join(
            date_words(part.first, "table", "ru")
            if part.first == part.last
            else f"{date_words(part.first, 'table', 'ru')}–{date_words(part.last, 'table', 'ru')}"
            for part in open_days
        )
        yield finding("CHK-DATE", Severity.WARNS, "uncovered", days=days)
    ended = obstacle_ended(periods, filed)
    if ended is not None and (filed - ended).days > SOON:
        yield finding("CHK-DATE", Severity.WARNS, "slow", day=ended.isoformat(), n=(filed - ended).days)
