"""Days off of Belarus: holidays, Radunitsa, days moved by the Government, and years that are not known yet."""

from __future__ import annotations

import datetime as dt
import tomllib

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.domain.calendar import (
    DayOff,
    is_working_day,
    last_working_day,
    next_working_day,
    orthodox_easter,
    why_off,
    year_complete,
)
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.law import shipped_law
from tests.domain import plain_counting

LAW = shipped_law()
CHECKS = tomllib.loads((resources() / "law" / "by" / "calendars.toml").read_text("utf-8"))["radunitsa_check"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check["year"]))
def test_radunitsa_of_the_law_data(check: dict[str, dt.date | int]) -> None:
    assert orthodox_easter(int(str(check["year"]))) == check["easter"]
    day = check["radunitsa"]
    assert isinstance(day, dt.date)
    off = why_off(day, LAW)
    assert off is not None
    assert off.holiday is not None
    assert (off.holiday.id, day.isoweekday()) == ("radunitsa", 2)


@pytest.mark.parametrize("day", [dt.date(2007, 4, 17), dt.date(2020, 4, 28), dt.date(2029, 4, 17)])
def test_radunitsa_of_other_years(day: dt.date) -> None:
    assert orthodox_easter(day.year) + dt.timedelta(days=9) == day


@given(st.integers(1900, 2099))
def test_easter_comes_out_of_a_second_rule_alike(year: int) -> None:
    assert orthodox_easter(year) == plain_counting.easter(year)
    assert orthodox_easter(year).isoweekday() == 7


def test_easter_beyond_2099_uses_the_greater_distance_of_the_calendars() -> None:
    assert orthodox_easter(2100) == dt.date(2100, 5, 2)


@pytest.mark.parametrize("year", range(2024, 2028))
def test_holidays_against_an_independent_library(year: int) -> None:
    theirs = holidays.country_holidays("BY", years=year, language="en_US")
    weekdays = {day for n in range(365) if (day := dt.date(year, 1, 1) + dt.timedelta(days=n)).weekday() < 5}
    ours = {day for day in weekdays if (off := why_off(day, LAW)) is not None and off.kind is DayOff.HOLIDAY}
    assert ours == {day for day, name in theirs.items() if day in weekdays and "substituted" not in name}


def test_moved_days_of_2026() -> None:
    monday, saturday = dt.date(2026, 4, 20), dt.date(2026, 4, 25)
    off = why_off(monday, LAW)
    assert off is not None
    assert off.kind is DayOff.MOVED_OFF
    assert is_working_day(saturday, LAW)
    assert not is_working_day(dt.date(2026, 4, 18), LAW)


def test_a_year_is_complete_only_when_the_data_say_so() -> None:
    assert [year_complete(year, LAW) for year in (2025, 2026, 2027, 2040)] == [False, True, False, False]


@given(st.dates(dt.date(2024, 1, 1), dt.date(2035, 12, 31)))
def test_working_days_against_the_plain_calendar(day: dt.date) -> None:
    assert is_working_day(day, LAW) is plain_counting.works(day)
    assert last_working_day(day, LAW) == plain_counting.safe_day(day)
    assert is_working_day(next_working_day(day, LAW), LAW)
    assert next_working_day(day, LAW) >= day
