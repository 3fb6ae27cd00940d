"""Reads the vault for the first glance of the day: what is due, worst harm first, and drafts that were begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.draft import Draft
from legalaid_desktop.domain.law import DeadlineRule
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.clock_strip import clock_strip
from legalaid_desktop.presenters.forms.options import shown_name
from legalaid_desktop.presenters.sheet_memory import Standing, standing
from legalaid_desktop.presenters.today import TodayLine, TodayLines

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

AHEAD: Final = 14
"""Days that the glance reaches forward; what comes later is on the case page."""
_MOST_CASES: Final = 60
_MOST_DRAFTS: Final = 30
_HARM: Final = {"extradition": 0, "removal": 0, "international_protection": 1, "citizenship": 1, "court": 2, "stay": 2}
"""Areas of the law data by what a missed day can cost: a person taken away, protection lost, another right lost."""


def gather(briefcase: Briefcase, clock: Clock, words: Wording) -> TodayLines:
    """Runs on the vault's lane."""
    from legalaid_desktop.services.law import shipped_law  # late: the law data are read when first needed

    today = clock.today()
    rules = shipped_law().rules
    rows, more = briefcase.deadlines.near(today, days=AHEAD, most=_MOST_CASES)
    due = [(ref, row) for ref, row in rows if concerns_today(row, today)]
    due.sort(key=lambda pair: harm_then_date(pair[1], rules[pair[1].rule]))
    drafts = briefcase.drafts.unfinished()[:_MOST_DRAFTS]
    names = {ref: case_name(briefcase, ref) for ref in {ref for ref, _ in due} | {str(draft.case) for draft in drafts}}
    return TodayLines(
        due=tuple(_due_line(ref, row, rules[row.rule], today, names, words) for ref, row in due),
        begun=tuple(_draft_lines(drafts, names, words)),
        more=more,
        nothing_yet=not due and not drafts and briefcase.cases.count() == 0,
        recovery=_recovery(briefcase, words),
    )


def _recovery(briefcase: Briefcase, words: Wording) -> str:
    """Until the sheets were made and tried once."""
    found = standing(briefcase)
    return "" if found is Standing.GOOD else words.say(f"recovery.today.{found.value}")


def concerns_today(row: DeadlineRow, today: date) -> bool:
    """The earliest reading of a rule, or a later one that still runs after the earliest is over; soon or overdue."""
    if row.status in (DeadlineStatus.DONE, DeadlineStatus.MISSED):
        return False
    days = [day for day in (row.last_day, row.alarm_on) if day is not None]
    if not days or (min(days) - today).days > AHEAD:
        return False
    return row.primary or (row.status is DeadlineStatus.PASSED and row.last_day is not None and row.last_day >= today)


def harm_then_date(row: DeadlineRow, rule: DeadlineRule) -> tuple[int, date, str]:
    """Sort key: the worst that can be lost first, then the day. What is overdue stands by its day as well: a missed
    period may still be restored, and every day of waiting makes that harder."""
    return (_HARM.get(rule.area, 3), row.last_day or row.alarm_on or date.max, str(row.id))


def case_name(briefcase: Briefcase, ref: str) -> tuple[str, str]:
    """Reference of a case, and what people know it by: the client's name and the title, as far as there are any. By
    reference or internal id."""
    record = briefcase.cases.record(ref)
    client = next((shown_name(one.names) for one in record.persons or () if one.role == "client"), "")
    title = record.meta.title or ""
    return str(record.info.ref), " · ".join(dict.fromkeys(part for part in (client, title) if part))


def _due_line(
    ref: str,
    row: DeadlineRow,
    rule: DeadlineRule,
    today: date,
    names: Mapping[str, tuple[str, str]],
    words: Wording,
) -> TodayLine:
    shown, title = names[ref]
    act = rule.act(words.lang)
    return TodayLine(
        key=f"due:{shown}:{row.id}",
        title=act[:1].upper() + act[1:],
        second=" · ".join(part for part in (shown, title) if part),
        strip=clock_strip(row, today, words),
        page="case",
        params={"ref": shown, "kind": "deadline", "id": str(row.id)},
    )


def _draft_lines(drafts: Iterable[Draft], names: Mapping[str, tuple[str, str]], words: Wording) -> Iterable[TodayLine]:
    titles: dict[str, str] | None = None
    for draft in drafts:
        if titles is None:
            from legalaid_desktop.services.templates import template_rows  # late: templates are read when needed

            titles = {row.id: row.title for row in template_rows(words.lang)}
        shown, title = names[str(draft.case)]
        yield TodayLine(
            key=f"draft:{draft.id}",
            title=titles.get(str(draft.document), str(draft.document)),
            second=" · ".join(part for part in (words.say(f"draft.state.{draft.state.value}"), shown, title) if part),
            strip=None,
            page="draft",
            params={"ref": shown, "document": str(draft.document), "language": str(draft.language)},
        )
