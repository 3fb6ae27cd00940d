"""Reads the vault for the first glance of the day: what is due, worst harm first, and drafts that were begun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.draft import Draft
from legalaid_desktop.domain.harm import Harm, by_harm
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_age import LawAge, law_age, law_months
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.calendar_days import hearing_strip, hearing_words
from legalaid_desktop.presenters.clock_strip import act_words, clock_strip
from legalaid_desktop.presenters.day_words import day_words, moment_words
from legalaid_desktop.presenters.forms.options import shown_name
from legalaid_desktop.presenters.sheet_memory import Standing, standing
from legalaid_desktop.presenters.today import TodayLine, TodayLines, Warned

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.deadlines import CaseClocks

AHEAD: Final = 14
"""Days that the glance reaches forward; what comes later is in the calendar and on the case page."""
_MOST_CASES: Final = 60
_MOST_DRAFTS: Final = 30


def gather(briefcase: Briefcase, clock: Clock, words: Wording) -> TodayLines:
    """Runs on the vault's lane."""
    from legalaid_desktop.services.clock_calendar import appointed_soon  # late: when there is a vault to read

    today = clock.today()
    law = briefcase.law
    near, more = briefcase.deadlines.near_cases(today, days=AHEAD, most=_MOST_CASES)
    cases = {one.ref: one for one in (*near, *appointed_soon(briefcase, today, days=AHEAD, most=_MOST_CASES))}
    drafts = briefcase.drafts.unfinished()[:_MOST_DRAFTS]
    due = due_lines(tuple(cases.values()), today, law, words)
    names = {ref: case_name(briefcase, ref) for ref in {ref for ref, _ in due} | {str(draft.case) for draft in drafts}}
    return TodayLines(
        due=tuple(_named(line, names[ref]) for ref, line in due),
        begun=tuple(_draft_lines(drafts, names, words)),
        more=more,
        nothing_yet=not due and not drafts and briefcase.cases.count() == 0,
        recovery=_recovery(briefcase, words),
        warned=warnings(briefcase, law, today, words),
    )


def _recovery(briefcase: Briefcase, words: Wording) -> str:
    """Until the sheets were made and tried once."""
    found = standing(briefcase)
    return "" if found is Standing.GOOD else words.say(f"recovery.today.{found.value}")


def warnings(briefcase: Briefcase, law: LawPack, today: date, words: Wording) -> tuple[Warned, ...]:
    """What puts every date of the page in doubt: a computer whose date lies behind the journal, law data of old."""
    found: list[Warned] = []
    last = briefcase.deadlines.clock_behind()
    if last is not None:
        text = words.say(
            "today.clock_behind", today=day_words(today, words, weekday=False), last=moment_words(last, words)
        )
        found.append(Warned(text=text, role="harm"))
    age = law_age(law, today)
    if age is not LawAge.FRESH:
        text = words.say(f"today.law_{age}", n=law_months(law, today), day=day_words(law.as_of, words, weekday=False))
        found.append(Warned(text=text, role="unchecked", page="law_pack"))
    return tuple(found)


def due_lines(cases: Sequence[CaseClocks], today: date, law: LawPack, words: Wording) -> list[tuple[str, TodayLine]]:
    """Clocks and appointed days of these cases with their references, the worst harm first, then by day. The case's
    name is put in later."""
    keyed: list[tuple[tuple[Harm, date, date, str], str, TodayLine]] = []
    for case in cases:
        reasons = ", ".join(words.say(f"today.harm.{name}") for name in case.harm.reasons)
        for row in case.rows:
            if concerns_today(row, today):
                keyed.append(
                    (
                        harm_then_day(row, case.harm, today),
                        case.ref,
                        _due_line(case.ref, row, law, reasons, today, words),
                    )
                )
        for hearing in case.hearings:
            day = hearing.day
            if day is not None and today <= day <= today + timedelta(days=AHEAD):
                keyed.append(
                    ((case.harm, day, day, ""), case.ref, _appointed(case.ref, hearing, reasons, today, words))
                )
    return [(ref, line) for _, ref, line in sorted(keyed, key=lambda one: (one[0], one[1]))]


def harm_then_day(row: DeadlineRow, harm: Harm, today: date) -> tuple[Harm, date, date, str]:
    """Sort key: the worst that can be lost first, then the day on which to act: the alarm, today once it is reached;
    what is overdue by its last day. Of two that are to be done today the one with the nearer last day."""
    _, day, id = by_harm(row, harm)
    if row.last_day is None or row.last_day >= today:
        day = max(row.alarm_on or day, today)
    return harm, day, row.last_day or date.max, id


def concerns_today(row: DeadlineRow, today: date) -> bool:
    """The earliest reading of a rule, or a later one that still runs after the earliest is over; soon or overdue."""
    if row.status in (DeadlineStatus.DONE, DeadlineStatus.MISSED):
        return False
    days = [day for day in (row.last_day, row.alarm_on) if day is not None]
    if not days or (min(days) - today).days > AHEAD:
        return False
    return row.primary or (row.status is DeadlineStatus.PASSED and row.last_day is not None and row.last_day >= today)


def case_name(briefcase: Briefcase, ref: str) -> tuple[str, str]:
    """Reference of a case, and what people know it by: the client's name and the title, as far as there are any. By
    reference or internal id."""
    record = briefcase.cases.record(ref)
    client = next((shown_name(one.names) for one in record.persons or () if one.role == "client"), "")
    title = record.meta.title or ""
    return str(record.info.ref), " · ".join(dict.fromkeys(part for part in (client, title) if part))


def _due_line(ref: str, row: DeadlineRow, law: LawPack, reasons: str, today: date, words: Wording) -> TodayLine:
    return TodayLine(
        key=f"due:{ref}:{row.id}",
        title=act_words(row, law, words),
        second=reasons,
        strip=clock_strip(row, today, words),
        page="case",
        params={"ref": ref, "kind": "deadline", "id": str(row.id)},
    )


def _appointed(ref: str, hearing: Hearing, reasons: str, today: date, words: Wording) -> TodayLine:
    return TodayLine(
        key=f"appointed:{ref}:{hearing.id}",
        title=hearing_words(hearing, words),
        second=reasons,
        strip=hearing_strip(hearing, today, words),
        page="case",
        params={"ref": ref, "kind": "hearing", "id": str(hearing.id)},
    )


def _named(line: TodayLine, name: tuple[str, str]) -> TodayLine:
    return replace(line, second=" · ".join(part for part in (line.second, *name) if part))


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
