"""Counting a period: against a plain second implementation, and every day accounted for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.day_count import MOST_DAYS, add_months, count, incomplete_years
from legalaid_desktop.services.law import shipped_law
from tests.domain import plain_counting

LAW = shipped_law()
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2034, 12, 31))


@settings(max_examples=400, deadline=None)
@given(
    DAYS,
    st.integers(1, 60),
    st.sampled_from(("day", "calendar_day", "working_day", "month", "year")),
    st.sampled_from(("day_after_trigger", "trigger_day", "moment", "registration", None)),
    st.sampled_from(("yes", "no", "unknown", "na")),
)
def test_two_ways_of_counting_agree(
    trigger: dt.date, number: int, unit: str, count_from: str | None, roll: str
) -> None:
    number = min(number, 5) if unit == "year" else number
    counted = count(trigger, number, unit, LAW, count_from=count_from, roll=roll)
    expected = plain_counting.last_day(
        trigger, number, unit, trigger_counts=count_from == "trigger_day", moves=roll == "yes"
    )
    assert counted.last_day == expected
    check_strip(counted, unit, number)


def check_strip(counted: Any, unit: str, number: int) -> None:
    """The strip alone is enough to recompute the last day by hand."""
    if not counted.days:
        assert (counted.last_day - counted.trigger).days > MOST_DAYS
        return
    dates = [day.date for day in counted.days]
    assert dates == [dates[0] + dt.timedelta(days=n) for n in range(len(dates))], "no day is left out"
    assert (dates[0], dates[-1]) == (counted.trigger, counted.last_day)
    numbered = [day for day in counted.days if day.counted]
    assert [day.number for day in numbered] == list(range(1, len(numbered) + 1))
    assert all(day.number is None for day in counted.days if not day.counted)
    assert (numbered[0].date, numbered[-1].date) == (counted.starts_on, counted.counted_last)
    if unit in ("day", "calendar_day", "working_day"):
        assert len(numbered) == number


def test_twenty_thousand_days_in_a_row() -> None:
    """Ten years of triggers, two units, two beginnings: each against the plain implementation."""
    start = dt.date(2025, 1, 1)
    for offset in range(3650):
        trigger = start + dt.timedelta(days=offset)
        for unit, number, roll in (("working_day", 3, "no"), ("day", 15, "yes"), ("month", 1, "yes")):
            for counts in (True, False):
                expected = plain_counting.last_day(trigger, number, unit, trigger_counts=counts, moves=roll == "yes")
                count_from = "trigger_day" if counts else "day_after_trigger"
                assert count(trigger, number, unit, LAW, count_from=count_from, roll=roll).last_day == expected


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2028, 1, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2026, 12, 15), 1, dt.date(2027, 1, 15)),
    ],
)
def test_a_month_ends_on_its_date_or_on_its_last_day(start: dt.date, months: int, end: dt.date) -> None:
    assert add_months(start, months) == end
    assert count(start, months, "month", LAW).last_day == end


def test_hours_run_from_the_moment() -> None:
    counted = count(dt.datetime(2026, 10, 5, 14, 20), 72, "hour", LAW)
    assert counted.last_moment == dt.datetime(2026, 10, 8, 14, 20)
    assert (counted.starts_on, counted.last_day) == (dt.date(2026, 10, 5), dt.date(2026, 10, 8))
    without_hour = count(dt.date(2026, 10, 5), 72, "hour", LAW)
    assert without_hour.last_moment == dt.datetime(2026, 10, 8), "the earliest moment of the day"


def test_hours_do_not_move_off_a_weekend() -> None:
    assert count(dt.datetime(2026, 11, 5, 10, 0), 72, "hour", LAW, roll="yes").last_day == dt.date(2026, 11, 8)


def test_a_working_saturday_counts() -> None:
    counted = count(dt.date(2026, 4, 17), 4, "working_day", LAW)
    assert counted.starts_on == dt.date(2026, 4, 22), "weekend, moved Monday and Radunitsa are skipped"
    assert counted.last_day == dt.date(2026, 4, 25)
    assert [day.why for day in counted.days] == [
        *("day.trigger", "day.weekend", "day.weekend", "day.moved_off", "day.holiday"),
        *("day.counted", "day.counted", "day.counted", "day.counted_saturday"),
    ]


def test_a_last_day_that_moves_says_over_which_days() -> None:
    counted = count(dt.date(2026, 12, 22), 3, "day", LAW, roll="yes")
    assert (counted.counted_last, counted.last_day) == (dt.date(2026, 12, 25), dt.date(2026, 12, 28))
    assert [day.why for day in counted.days][-4:] == [
        *("day.counted_holiday", "day.over_weekend", "day.over_weekend", "day.rolled"),
    ]


@pytest.mark.parametrize(("number", "unit"), [(0, "day"), (-1, "month"), (3, "fortnight")])
def test_senseless_periods_are_refused(number: int, unit: str) -> None:
    with pytest.raises(ValueError):
        count(dt.date(2026, 1, 1), number, unit, LAW)


def test_years_without_a_full_calendar() -> None:
    assert incomplete_years(dt.date(2025, 12, 30), dt.date(2027, 1, 2), LAW) == (2025, 2027)
    assert incomplete_years(dt.date(2026, 1, 1), dt.date(2026, 12, 31), LAW) == ()
