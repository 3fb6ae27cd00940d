"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.domain.date_typing import read_date, write_date
from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season

TODAY = date(2026, 11, 24)  # a Tuesday


def day(year: int, month: int, number: int, time: str | None = None) -> PartialDate:
    return PartialDate(precision=Precision.DAY, on=date(year, month, number), time=time)


def month(year: int, number: int) -> PartialDate:
    return PartialDate(precision=Precision.MONTH, year=year, month=number)


def about(year: int, number: int | None = None) -> PartialDate:
    return PartialDate(precision=Precision.APPROX, year=year, month=number)


def between(first: tuple[int, int, int] | None, last: tuple[int, int, int] | None) -> PartialDate:
    return PartialDate(
        precision=Precision.RANGE, from_on=date(*first) if first else None, to_on=date(*last) if last else None
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("вчера", day(2026, 11, 23)),
        ("Учора", day(2026, 11, 23)),
        ("сёння", day(2026, 11, 24)),
        ("позавчера ", day(2026, 11, 22)),
        ("yesterday", day(2026, 11, 23)),
        ("3 дня назад", day(2026, 11, 21)),
        ("5 дзён таму", day(2026, 11, 19)),
        ("a day ago", day(2026, 11, 23)),
        ("неделю назад", about(2026, 11)),
        ("2 месяца назад", about(2026, 9)),
        ("11 months ago", about(2025, 12)),
        ("30 лет назад", about(1996)),
        ("в понедельник", day(2026, 11, 23)),
        ("вторник", day(2026, 11, 17)),
        ("5.3", day(2026, 3, 5)),
        ("5.12", day(2025, 12, 5)),
        ("24.11", day(2026, 11, 24)),
        ("05.03.2019", day(2019, 3, 5)),
        ("5/3/19", day(2019, 3, 5)),
        ("5-3-2019", day(2019, 3, 5)),
        ("5.3.85", day(1985, 3, 5)),
        ("5.3.30", day(2030, 3, 5)),
        ("2019-03-05", day(2019, 3, 5)),
        ("5 марта", day(2026, 3, 5)),
        ("5 марта 2019 г.", day(2019, 3, 5)),
        ("5-го марта", day(2026, 3, 5)),
        ("5 сакавіка 2019 года", day(2019, 3, 5)),
        ("March 5, 2019", day(2019, 3, 5)),
        ("5th Mar 2019", day(2019, 3, 5)),
        ("вт 5 марта 2019", day(2019, 3, 5)),
        ("пн 5 марта 2019", None),
        ("29 февраля", day(2024, 2, 29)),
        ("29.2.2023", None),
        ("31.4", None),
        ("5.3.2026 14:30", day(2026, 3, 5, "14:30")),
        ("вчера в 9:05", day(2026, 11, 23, "09:05")),
        ("март 2019 в 14:30", None),
        ("март 2019", month(2019, 3)),
        ("в марте 2019 года", month(2019, 3)),
        ("3.2019", month(2019, 3)),
        ("2019-03", month(2019, 3)),
        ("March", month(2026, 3)),
        ("декабрь", month(2025, 12)),
        ("13.2019", None),
        ("весна 2019", PartialDate(precision=Precision.SEASON, season=Season.SPRING, year=2019)),
        ("летом 2018", PartialDate(precision=Precision.SEASON, season=Season.SUMMER, year=2018)),
        ("восенню 2018 года", PartialDate(precision=Precision.SEASON, season=Season.AUTUMN, year=2018)),
        ("зима 2019/2020", between((2019, 12, 1), (2020, 2, 29))),
        ("весной", None),
        ("1990", PartialDate(precision=Precision.YEAR, year=1990)),
        ("в 1990 году", PartialDate(precision=Precision.YEAR, year=1990)),
        ("about 1990", about(1990)),
        ("около 1990 г.", about(1990)),
        ("~1990", about(1990)),
        ("примерно в марте 2019", about(2019, 3)),
        ("в начале 2019", about(2019)),
        ("около 5 марта 2019", about(2019, 3)),
        ("5–12 марта 2019", between((2019, 3, 5), (2019, 3, 12))),
        ("5-12 марта 2019", between((2019, 3, 5), (2019, 3, 12))),
        ("с 5 по 12 марта 2019 г.", between((2019, 3, 5), (2019, 3, 12))),
        ("5.3.2019 - 12.4.2019", between((2019, 3, 5), (2019, 4, 12))),
        ("5.3-12.4.2019", between((2019, 3, 5), (2019, 4, 12))),
        ("март–май 2019", between((2019, 3, 1), (2019, 5, 31))),
        ("2018-2019", between((2018, 1, 1), (2019, 12, 31))),
        ("between March 2018 and May 2019", between((2018, 3, 1), (2019, 5, 31))),
        ("с марта 2019", between((2019, 3, 1), None)),
        ("до 5.3.2019", between(None, (2019, 3, 5))),
        ("1990-е", between((1990, 1, 1), (1999, 12, 31))),
        ("12-5 марта 2019", None),
        ("не помнит", PartialDate(precision=Precision.UNKNOWN)),
        ("?", PartialDate(precision=Precision.UNKNOWN)),
        ("", None),
        ("когда-то", None),
        ("5", None),
        ("1234567", None),
        ("1850", None),
        ("9999", None),
        ("5.3.2099", None),
    ],
)
def test_what_people_type(typed: str, expected: PartialDate | None) -> None:
    assert read_date(typed, today=TODAY) == expected


def test_a_hearing_lies_ahead() -> None:
    assert read_date("5.3", today=TODAY, future=True) == day(2027, 3, 5)
    assert read_date("5.12", today=TODAY, future=True) == day(2026, 12, 5)
    assert read_date("в пятницу", today=TODAY, future=True) == day(2026, 11, 27)


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 12, 31))


@given(days)
def test_a_written_day_reads_back(when: date) -> None:
    found = PartialDate(precision=Precision.DAY, on=when)
    assert read_date(write_date(found), today=TODAY) == found


@given(
    st.one_of(
        st.builds(month, st.integers(1900, 2030), st.integers(1, 12)),
        st.builds(about, st.integers(1900, 2030), st.one_of(st.none(), st.integers(1, 12))),
        st.builds(
            lambda season, year: PartialDate(precision=Precision.SEASON, season=season, year=year),
            st.sampled_from(Season),
            st.integers(1900, 2030),
        ),
        st.builds(
            lambda first, last: PartialDate(
                precision=Precision.RANGE, from_on=min(first, last), to_on=max(first, last)
            ),
            days,
            days,
        ),
        st.builds(lambda first: PartialDate(precision=Precision.RANGE, from_on=first), days),
        st.builds(lambda last: PartialDate(precision=Precision.RANGE, to_on=last), days),
    )
)
def test_a_written_partial_date_reads_back(when: PartialDate) -> None:
    assert read_date(write_date(when), today=TODAY) == when


@given(st.text(alphabet="0123456789.-/– :?абвгдеёжмарткнятьoclfs", max_size=30))
def test_no_text_raises_and_nothing_is_invented(typed: str) -> None:
    found = read_date(typed, today=TODAY)
    if found is not None and found.precision is Precision.DAY:
        assert found.on is not None and found.year is None
