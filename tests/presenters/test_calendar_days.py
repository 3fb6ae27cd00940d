"""Weeks and months as they are drawn, and the same days without a word of a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from legalaid_desktop.domain.deadline import DeadlineStatus
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import DeadlineId, LocalId, RuleId
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.presenters.calendar_days import (
    FIRST_DAY,
    LAST_DAY,
    LEGEND,
    SHAPES,
    CalendarSpan,
    Span,
    calendar_span,
    days_of,
    step,
)
from legalaid_desktop.services.clock_days import DayMark, clock_days, plain_days
from legalaid_desktop.services.law import shipped_law
from tests.presenters.test_clock_strip import a_row

TODAY = dt.date(2026, 12, 21)
RULE = RuleId("ip.refusal_appeal")


def row(id: str = "d1-ip.refusal_appeal-rule", **values: Any) -> Any:
    given = {"id": DeadlineId(id), "rule": RULE, "last_day": dt.date(2026, 12, 28), "alarm_on": dt.date(2026, 12, 9)}
    return a_row(**(given | values))


def shown(span: Span, day: dt.date, *found: Any, lang: str = "ru", more: int = 0) -> CalendarSpan:
    return calendar_span(
        span, day, found, today=TODAY, law=shipped_law(), names={"C-1": "Имя"}, words=wording(lang), more=more
    )


def test_each_kind_of_day_has_its_mark_and_its_own_shape() -> None:
    later = row("d1-ip.refusal_appeal-rule_safe", primary=False, last_day=dt.date(2027, 1, 4))
    done = row("d2-x-rule", status=DeadlineStatus.DONE)
    passed = row("d3-x-rule", status=DeadlineStatus.PASSED, last_day=dt.date(2026, 12, 1))
    hearing = Hearing(id=LocalId("h1"), kind="hearing", at=dt.datetime(2026, 12, 23, 21, 30, tzinfo=dt.UTC))
    marks = {
        (one.day.isoformat(), one.mark) for one in clock_days([("C", each) for each in (row(), later, done, passed)],
        [("C", hearing)])
    }  # fmt: skip
    assert marks == {
        ("2026-12-28", DayMark.LAST), ("2026-12-09", DayMark.ACT), ("2027-01-04", DayMark.LATER),
        ("2026-12-28", DayMark.DONE), ("2026-12-01", DayMark.PASSED),
        ("2026-12-24", DayMark.APPOINTED),  # half past midnight in Minsk
    }  # fmt: skip
    assert len({SHAPES[mark] for mark in LEGEND}) == len(LEGEND)


def test_what_leaves_the_vault_is_numbered_and_tells_the_earliest_that_still_runs() -> None:
    over = row("d1-a-rule", status=DeadlineStatus.PASSED, last_day=dt.date(2026, 12, 18))
    runs = row("d1-a-full", primary=False, status=DeadlineStatus.PASSED, last_day=dt.date(2026, 12, 30))
    other = row("d9-b-rule", last_day=dt.date(2026, 12, 24), alarm_on=dt.date(2026, 12, 22))
    filed = row("d4-c-rule", status=DeadlineStatus.DONE)
    days = plain_days(clock_days([("C", each) for each in (over, runs, other, filed)]), TODAY)
    assert [(one.day.day, one.number, one.last) for one in days] == [(22, 1, False), (24, 1, True), (30, 2, True)]


def test_a_month_shows_whole_weeks_with_its_days_off_and_its_doubt() -> None:
    month = shown(Span.MONTH, TODAY, *clock_days([("C-1", row())]))
    assert (month.title, len(month.days), month.days[0].day) == ("Декабрь 2026", 35, dt.date(2026, 11, 30))
    by_day = {one.day: one for one in month.days}
    assert not by_day[dt.date(2026, 11, 30)].inside
    assert by_day[dt.date(2026, 12, 26)].off == "выходной"
    assert by_day[TODAY].today and "сегодня" in by_day[TODAY].spoken
    last = by_day[dt.date(2026, 12, 28)]
    assert [(mark.word, mark.second, mark.id) for mark in last.marks] == [
        ("последний день", "C-1 · Имя", "d1-ip.refusal_appeal-rule")
    ]
    assert "не проверено юристом" in last.spoken and "C-1" in last.spoken
    year = shown(Span.MONTH, dt.date(2031, 5, 5), more=3)
    assert any("2031" in note for note in year.notes) and any("3 дела" in note for note in year.notes)


def test_what_is_not_ours_to_file_is_looked_after() -> None:
    other = clock_days([("C-1", row(kind="validity"))])
    words = {mark.word for mark in shown(Span.MONTH, TODAY, *other).marks}
    assert words == {"последний день", "проверить"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_appointed_day_has_words(lang: str) -> None:
    from legalaid_desktop.domain.hearings import HEARING_KINDS

    found = clock_days([], [("C-1", Hearing(id=LocalId(kind), kind=kind, at=TODAY)) for kind in HEARING_KINDS])
    titles = [mark.title for mark in shown(Span.WEEK, TODAY, *found, lang=lang).marks]
    assert len(set(titles)) == len(HEARING_KINDS) and all(titles)


@pytest.mark.parametrize(
    ("span", "day", "by", "to"),
    [
        (Span.MONTH, dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (Span.MONTH, dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (Span.MONTH, dt.date(2026, 12, 5), 1, dt.date(2027, 1, 5)),
        (Span.MONTH, dt.date(2026, 1, 5), -1, dt.date(2025, 12, 5)),
        (Span.WEEK, dt.date(2026, 12, 30), 1, dt.date(2027, 1, 6)),
        (Span.MONTH, LAST_DAY, 1, LAST_DAY),
        (Span.WEEK, FIRST_DAY, -1, FIRST_DAY),
    ],
)
def test_the_way_from_span_to_span(span: Span, day: dt.date, by: int, to: dt.date) -> None:
    assert step(span, day, by) == to


def test_the_ends_of_the_calendar_can_be_drawn() -> None:
    for day in (FIRST_DAY, LAST_DAY):
        assert len(days_of(Span.MONTH, day)) % 7 == 0 and len(days_of(Span.WEEK, day)) == 7
