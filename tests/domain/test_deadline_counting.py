"""The engine against the plain implementation: random first days over ten years, every row of the law, every unit."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.calendar import is_working_day, orthodox_easter
from legalaid_desktop.domain.day_count import Counted, Pause, count
from legalaid_desktop.domain.law import CalendarYear, LawPack
from legalaid_desktop.services.law import shipped_law
from tests.domain import plain_counting
from tests.rounds import rounds

LAW = shipped_law()
FIRST = dt.date(2024, 1, 1)
TEN_YEARS = (dt.date(2034, 1, 1) - FIRST).days
EASTER = {
    2024: (5, 5), 2025: (4, 20), 2026: (4, 12), 2027: (5, 2), 2028: (4, 16), 2029: (4, 8), 2030: (4, 28),
    2031: (4, 13), 2032: (5, 2), 2033: (4, 24), 2034: (4, 9), 2035: (4, 29),
}  # fmt: skip
"""Orthodox Easter as church calendars print it."""
PERIODS = sorted(
    {
        (rule.limit, rule.unit, rule.count_from == "trigger_day", rule.roll == "yes")
        for rule in LAW.rules.values()
        if rule.limit is not None and rule.unit is not None
    }
    | {
        (rule.safe_limit, rule.safe_unit, rule.count_from == "trigger_day", rule.roll == "yes")
        for rule in LAW.rules.values()
        if rule.safe_limit is not None and rule.safe_unit is not None
    }
)
"""Every way of counting that the law data know."""


def plainly(first: dt.date, number: int, unit: str, trigger_counts: bool, moves: bool) -> dt.date:
    if unit == "hour":
        return plain_counting.last_hour(dt.datetime.combine(first, dt.time()), number).date()
    unit = "day" if unit == "calendar_day" else unit
    return plain_counting.last_day(first, number, unit, trigger_counts=trigger_counts, moves=moves)


def by_engine(first: dt.date, number: int, unit: str, trigger_counts: bool, moves: bool) -> Counted:
    start = "trigger_day" if trigger_counts else "day_after_trigger"
    return count(first, number, unit, LAW, count_from=start, roll="yes" if moves else "no")


@pytest.mark.soak
def test_random_first_days_over_ten_years() -> None:
    """20,000 in the long run: each is counted by one row of the law, all rows in turn."""
    chosen = random.Random(20261124)
    for number in range(rounds(600, 20_000)):
        first = FIRST + dt.timedelta(days=chosen.randrange(TEN_YEARS))
        period = PERIODS[number % len(PERIODS)]
        expected = plainly(first, *period)
        assert by_engine(first, *period).last_day == expected, (first, period)
    assert len(PERIODS) >= 15


@pytest.mark.soak
@settings(max_examples=rounds(100, 5000), deadline=None)
@given(
    st.dates(FIRST, dt.date(2034, 1, 1)),
    st.integers(1, 90),
    st.sampled_from(("day", "calendar_day", "working_day", "month", "year", "hour")),
    st.booleans(),
    st.booleans(),
)
def test_any_length(first: dt.date, number: int, unit: str, trigger_counts: bool, moves: bool) -> None:
    number = min(number, 20) if unit == "year" else number
    moves = moves and unit != "hour"
    counted = by_engine(first, number, unit, trigger_counts, moves)
    assert counted.last_day == plainly(first, number, unit, trigger_counts, moves)
    if unit in ("day", "calendar_day", "working_day"):
        numbers = [day.number for day in counted.days if day.counted]
        assert numbers == list(range(1, number + 1)), "the strip is counted through, without gap or repeat"
        assert counted.days[-1].date == max(counted.last_day, counted.counted_last)
    for day in counted.days:
        assert (day.number is None) is (not day.counted)


@pytest.mark.soak
@settings(max_examples=rounds(60, 3000), deadline=None)
@given(
    st.dates(FIRST, dt.date(2030, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(("day", "working_day", "month")),
    st.booleans(),
    st.integers(-5, 40),
    st.integers(1, 60),
)
def test_a_pause_is_no_day_at_all(first: dt.date, number: int, unit: str, moves: bool, after: int, length: int) -> None:
    number = min(number, 12) if unit == "month" else number
    stops = first + dt.timedelta(days=after)
    runs = stops + dt.timedelta(days=length)
    pause = Pause(first=stops, resumes=runs)
    counted = count(first, number, unit, LAW, roll="yes" if moves else "no", pause=pause)
    expected = plain_counting.last_day_with_pause(
        first, number, unit, trigger_counts=False, moves=moves, stops=stops, runs=runs
    )
    assert counted.last_day == expected
    assert not [day for day in counted.days if day.counted and stops <= day.date < runs]


@pytest.mark.parametrize(("year", "month_and_day"), sorted(EASTER.items()))
def test_orthodox_easter_by_the_church_calendar(year: int, month_and_day: tuple[int, int]) -> None:
    assert orthodox_easter(year) == dt.date(year, *month_and_day) == plain_counting.easter(year)


def test_radunitsa_and_the_feasts_by_another_library() -> None:
    """``holidays`` keeps its own list of Belarus; the days off of the law data are all in it from 2024 to 2035."""
    for year in range(2024, 2036):
        others = holidays.country_holidays("BY", years=year)
        radunitsa = orthodox_easter(year) + dt.timedelta(days=9)
        assert radunitsa.isoweekday() == 2 and radunitsa in others
        for row in LAW.holidays:
            if row.month is not None and row.day is not None:
                assert dt.date(year, row.month, row.day) in others, row.id


def test_days_moved_by_the_government_are_those_of_the_other_library() -> None:
    others = holidays.country_holidays("BY", years=2026)
    assert dt.date(2026, 4, 20) in others and not is_working_day(dt.date(2026, 4, 20), LAW)
    assert is_working_day(dt.date(2026, 4, 25), LAW), "a Saturday that works"


@pytest.mark.parametrize(
    ("first", "number", "unit", "last"),
    [
        (dt.date(2027, 12, 31), 1, "month", dt.date(2028, 1, 31)),
        (dt.date(2028, 1, 31), 1, "month", dt.date(2028, 2, 29)),
        (dt.date(2027, 1, 31), 1, "month", dt.date(2027, 2, 28)),
        (dt.date(2028, 2, 29), 1, "year", dt.date(2029, 2, 28)),
        (dt.date(2028, 2, 28), 1, "day", dt.date(2028, 2, 29)),
        (dt.date(2026, 8, 31), 6, "month", dt.date(2027, 2, 28)),
        (dt.date(2026, 12, 24), 5, "working_day", dt.date(2027, 1, 4)),
        (dt.date(2026, 4, 17), 2, "working_day", dt.date(2026, 4, 23)),
        (dt.date(2026, 4, 24), 1, "working_day", dt.date(2026, 4, 25)),
        (dt.date(2099, 12, 31), 1, "day", dt.date(2100, 1, 1)),
    ],
)  # fmt: skip
def test_ends_of_years_leap_years_and_moved_saturdays(first: dt.date, number: int, unit: str, last: dt.date) -> None:
    assert count(first, number, unit, LAW).last_day == last
    assert plainly(first, number, unit, False, False) == last


def test_a_holiday_counts_only_while_it_is_in_force() -> None:
    """2 January became a day off later than 1 January: a row with a beginning says nothing of the years before."""
    rows = tuple(
        replace(row, valid_from=dt.date(2026, 1, 1)) if row.id == "new_year_2" else row for row in LAW.holidays
    )
    law = replace(LAW, holidays=rows)
    assert is_working_day(dt.date(2025, 1, 2), law) and not is_working_day(dt.date(2026, 1, 2), law)


def test_a_saturday_declared_working_ends_a_period_earlier() -> None:
    def moved(law: LawPack) -> LawPack:
        year = CalendarYear(year=2028, moved_working=(dt.date(2028, 7, 8),), complete=True)
        return replace(law, calendar_years={**law.calendar_years, 2028: year})

    first = dt.date(2028, 7, 6)
    assert count(first, 2, "working_day", LAW).last_day == dt.date(2028, 7, 10)
    assert count(first, 2, "working_day", moved(LAW)).last_day == dt.date(2028, 7, 8)


def test_a_week_is_seven_days() -> None:
    assert count(dt.date(2026, 12, 1), 2, "week", LAW).last_day == dt.date(2026, 12, 15)
