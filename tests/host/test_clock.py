"""Time in UTC, days in Minsk."""

from __future__ import annotations

import datetime as dt

import pytest

from legalaid_desktop.host.clock import MINSK, FixedClock, SystemClock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-24T20:59:59+00:00", "2026-11-24"),
        ("2026-11-24T21:00:00+00:00", "2026-11-25"),
        ("2026-07-01T22:30:00+01:00", "2026-07-02"),
        ("2026-12-31T21:00:00+00:00", "2027-01-01"),
    ],
)
def test_the_day_changes_at_midnight_in_minsk_summer_and_winter(moment: str, day: str) -> None:
    clock = FixedClock(dt.datetime.fromisoformat(moment))
    assert clock.today() == dt.date.fromisoformat(day)
    assert clock.now() == dt.datetime.fromisoformat(moment) and clock.now().utcoffset() == dt.timedelta(0)


def test_the_system_clock_is_aware_and_agrees_with_itself() -> None:
    clock = SystemClock()
    before = clock.now()
    assert before.utcoffset() == dt.timedelta(0)
    assert before.astimezone(MINSK).date() <= clock.today()


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        FixedClock(dt.datetime(2026, 1, 1))
