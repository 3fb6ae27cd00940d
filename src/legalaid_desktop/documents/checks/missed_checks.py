"""The motion to restore a period: days that no reason covers and a late filing after the obstacle (CHK-DATE), custody
that is said to have ended and has not (CHK-CONTRA). And the notice of an application of which the case knows nothing
but its refusal (D6)."""

from __future__ import annotations

from collections.abc import Iterator

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding
from legalaid_desktop.documents.facts.basics import day_of
from legalaid_desktop.documents.facts.missed import SOON, clock_of, first_day, obstacle_ended, periods_of, stretches
from legalaid_desktop.documents.facts.standing import custody_chain
from legalaid_desktop.domain.facts import MissedPeriod
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
    yield from _open_custody(context, periods)
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


def _open_custody(context: CheckContext, periods: tuple[MissedPeriod, ...]) -> Iterator[Finding]:
    """The obstacle was custody, an end of it is written down, and the client is behind bars still."""
    chain = custody_chain(context.case)
    since = day_of(chain[0].from_at) if chain else None
    for n, period in enumerate(context.case.missed, 1):
        ended = period.to_on
        if period not in periods or period.reason != "custody" or ended is None or since is None:
            continue
        if since <= ended < context.as_of:
            yield finding(
                "CHK-CONTRA", Severity.WARNS, "custody_open", record=f"missed.{n}", day=ended.isoformat(),
                since=since.isoformat(),
            )  # fmt: skip


def lodged(context: CheckContext) -> Iterator[Finding]:
    """D6 tells of an application: where the case holds none, and one that was refused, which of them is meant?"""
    client = context.case.client
    said = any(context.conditions.get(f"answered_{name}") for name in ("lodged_when", "lodged_where", "lodged_number"))
    if context.document != "D6" or said or (client is not None and client.certificate_no):
        return
    refused = [made for made in context.case.decisions if made.kind == "refusal_protection"]
    if refused:
        made = max(refused, key=lambda one: one.dated.isoformat() if one.dated else "")
        day = made.dated.isoformat() if made.dated else "–"
        yield finding("CHK-CONTRA", Severity.WARNS, "lodged_refused", record=made.id, day=day)
