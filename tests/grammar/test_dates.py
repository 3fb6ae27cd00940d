"""Dates as precise as they are known, in the words of three languages."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season
from legalaid_desktop.grammar.dates import birth_words, clock_words, date_words, month_name, original_note

NB = "\u00a0"
DAY = dt.date(2026, 12, 4)
MONTH = PartialDate(precision=Precision.MONTH, year=2019, month=3)
AUTUMN = PartialDate(precision=Precision.SEASON, year=2025, season=Season.AUTUMN)
YEAR = PartialDate(precision=Precision.YEAR, year=2019)
ABOUT = PartialDate(precision=Precision.APPROX, year=2019, month=3)
ABOUT_YEAR = PartialDate(precision=Precision.APPROX, year=2003)
UNKNOWN = PartialDate(precision=Precision.UNKNOWN)


def span(start: dt.date | None, end: dt.date | None) -> PartialDate:
    return PartialDate(precision=Precision.RANGE, from_on=start, to_on=end)


def plain(text: str) -> str:
    return text.replace(NB, " ")


@pytest.mark.parametrize(
    ("value", "style", "lang", "expected"),
    [
        (DAY, "letter", "ru", "4 декабря 2026 г."),
        (DAY, "table", "ru", "04.12.2026"),
        (DAY, "since", "ru", "с 4 декабря 2026 г."),
        (dt.date(2026, 3, 2), "since", "ru", "со 2 марта 2026 г."),
        (DAY, "until", "ru", "до 4 декабря 2026 г."),
        (DAY, "letter", "be", "4 снежня 2026 г."),
        (dt.date(2026, 11, 20), "letter", "be", "20 лістапада 2026 г."),
        (dt.date(2026, 2, 9), "of", "be", "9 лютага 2026 г."),
        (DAY, "letter", "en", "4 December 2026"),
        (DAY, "when", "en", "on 4 December 2026"),
        (PartialDate(precision=Precision.DAY, on=DAY), "letter", "ru", "4 декабря 2026 г."),
        (MONTH, "letter", "ru", "март 2019 г."),
        (MONTH, "table", "ru", "март 2019 г."),
        (MONTH, "when", "ru", "в марте 2019 г."),
        (MONTH, "since", "ru", "с марта 2019 г."),
        (MONTH, "of", "ru", "марта 2019 г."),
        (PartialDate(precision=Precision.MONTH, year=2019, month=2), "when", "ru", "в феврале 2019 г."),
        (MONTH, "when", "be", "у сакавіку 2019 г."),
        (MONTH, "when", "en", "in March 2019"),
        (AUTUMN, "letter", "ru", "осень 2025 г."),
        (AUTUMN, "when", "ru", "осенью 2025 г."),
        (AUTUMN, "of", "ru", "осени 2025 г."),
        (AUTUMN, "when", "be", "восенню 2025 г."),
        (AUTUMN, "when", "en", "in autumn 2025"),
        (YEAR, "letter", "ru", "2019 год"),
        (YEAR, "when", "ru", "в 2019 году"),
        (YEAR, "of", "ru", "2019 года"),
        (YEAR, "when", "be", "у 2019 годзе"),
        (YEAR, "table", "ru", "2019 год"),
        (ABOUT, "letter", "ru", "примерно в марте 2019 г."),
        (ABOUT, "table", "ru", "примерно в марте 2019 г."),
        (ABOUT_YEAR, "when", "ru", "примерно в 2003 году"),
        (ABOUT, "when", "be", "прыблізна ў сакавіку 2019 г."),
        (ABOUT, "letter", "en", "approximately in March 2019"),
        (UNKNOWN, "letter", "ru", "дата неизвестна"),
        (UNKNOWN, "table", "be", "дата невядомая"),
        (UNKNOWN, "of", "ru", "неизвестной даты"),
        (UNKNOWN, "when", "en", "date unknown"),
        (span(dt.date(2019, 3, 3), dt.date(2019, 3, 5)), "letter", "ru", "с 3 по 5 марта 2019 г."),
        (span(dt.date(2019, 3, 2), dt.date(2019, 4, 5)), "letter", "ru", "со 2 марта по 5 апреля 2019 г."),
        (span(dt.date(2018, 12, 30), dt.date(2019, 1, 2)), "when", "ru", "с 30 декабря 2018 г. по 2 января 2019 г."),
        (span(dt.date(2019, 3, 3), dt.date(2019, 3, 5)), "table", "ru", "03.03.2019–05.03.2019"),
        (span(dt.date(2019, 3, 3), dt.date(2019, 3, 5)), "letter", "be", "з 3 па 5 сакавіка 2019 г."),
        (span(dt.date(2019, 3, 3), dt.date(2019, 3, 5)), "letter", "en", "from 3 to 5 March 2019"),
        (span(dt.date(2019, 3, 3), dt.date(2019, 3, 3)), "letter", "ru", "3 марта 2019 г."),
        (span(dt.date(2019, 3, 3), None), "letter", "ru", "с 3 марта 2019 г."),
        (span(None, dt.date(2019, 3, 3)), "letter", "ru", "до 3 марта 2019 г."),
        (span(None, None), "letter", "ru", "дата неизвестна"),
        (dt.datetime(2026, 12, 15, 16, 40), "letter", "ru", "15 декабря 2026 г. в 16 ч 40 мин"),
        (dt.datetime(2026, 12, 15, 22, 5, tzinfo=dt.UTC), "letter", "ru", "16 декабря 2026 г. в 1 ч 05 мин"),
        (dt.datetime(2026, 12, 15, 16, 40), "table", "ru", "15.12.2026 16:40"),
        (dt.datetime(2026, 12, 15, 16, 40), "letter", "en", "15 December 2026 at 16:40"),
        (dt.datetime(2026, 12, 15, 16, 40), "letter", "be", "15 снежня 2026 г. у 16 гадз 40 хв"),
    ],
)
def test_words(value: PartialDate | dt.date, style: str, lang: str, expected: str) -> None:
    assert plain(date_words(value, style, lang)) == expected  # type: ignore[arg-type]


def test_no_line_may_end_inside_a_date() -> None:
    assert date_words(DAY) == f"4{NB}декабря 2026{NB}г."
    assert date_words(MONTH, "when") == f"в{NB}марте{NB}2019{NB}г."
    assert f"16{NB}ч{NB}40{NB}мин" in date_words(dt.datetime(2026, 12, 15, 16, 40))


def test_the_date_of_another_calendar_stands_beside_its_conversion() -> None:
    value = PartialDate(precision=Precision.MONTH, year=2024, month=3, original="حوت ۱۴۰۲", conversion="approximate")
    assert plain(date_words(value)) == ("март 2024 г. (в документе: \u2067حوت ۱۴۰۲\u2069; пересчёт приблизительный)")
    assert plain(date_words(value, original=False)) == "март 2024 г."
    assert original_note(value, "en").startswith("(in the document: \u2067")
    exact = PartialDate(precision=Precision.DAY, on=DAY, original="13 Azar 1405", conversion="exact")
    assert original_note(exact) == "(в документе: \u206813 Azar 1405\u2069)"
    assert original_note(MONTH) == ""


def test_clock_time_is_kept_as_it_was_told() -> None:
    value = PartialDate(precision=Precision.DAY, on=dt.date(2026, 11, 9), time="около 02:30")
    assert plain(date_words(value)) == "9 ноября 2026 г., около 02:30"
    assert plain(date_words(value, time=False)) == "9 ноября 2026 г."
    assert plain(date_words(dt.datetime(2026, 12, 15, 16, 40), time=False)) == "15 декабря 2026 г."
    assert clock_words(dt.time(9, 5), "en") == "09:05"


@pytest.mark.parametrize(
    ("value", "lang", "expected"),
    [
        (
            PartialDate(precision=Precision.YEAR, year=1998),
            "ru",
            "1998 год рождения, число и месяц неизвестны",
        ),
        (ABOUT_YEAR, "ru", "примерно 2003 год рождения, число и месяц неизвестны"),
        (PartialDate(precision=Precision.DAY, on=dt.date(1984, 2, 29)), "ru", "29 февраля 1984 г."),
        (MONTH, "ru", "март 2019 г., число неизвестно"),
        (UNKNOWN, "be", "дата нараджэння невядомая"),
    ],
)
def test_birth_is_said_as_known(value: PartialDate, lang: str, expected: str) -> None:
    assert plain(birth_words(value, lang)) == expected


def test_unknown_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="no words for dates"):
        date_words(DAY, "letter", "tg")
    assert month_name(5, "ru", "gen") == "мая"


_DAYS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))
_PARTIAL = st.one_of(
    st.builds(PartialDate, precision=st.just(Precision.DAY), on=_DAYS),
    st.builds(
        PartialDate, precision=st.sampled_from([Precision.MONTH, Precision.APPROX, Precision.YEAR]),
        year=st.integers(1900, 2100), month=st.one_of(st.none(), st.integers(1, 12)),
    ),
    st.builds(
        PartialDate, precision=st.just(Precision.SEASON), year=st.one_of(st.none(), st.integers(1900, 2100)),
        season=st.one_of(st.none(), st.sampled_from(Season)),
    ),
    st.builds(PartialDate, precision=st.just(Precision.RANGE), from_on=st.none() | _DAYS, to_on=st.none() | _DAYS),
    st.builds(PartialDate, precision=st.sampled_from(Precision)),
)  # fmt: skip


@given(
    _PARTIAL,
    st.sampled_from(["letter", "table", "when", "since", "until", "of"]),
    st.sampled_from(["ru", "be", "en"]),
)
def test_no_date_prints_a_placeholder(value: PartialDate, style: str, lang: str) -> None:
    text = date_words(value, style, lang)  # type: ignore[arg-type]
    assert text
    assert "None" not in text
    assert "  " not in plain(text)
    if value.precision is not Precision.DAY and value.precision is not Precision.RANGE:
        assert "01.01" not in text
