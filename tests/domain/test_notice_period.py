"""The period that a decision prints, as people write it; doubt is not guessed away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.domain.notice_period import Period, read_period

READ = {
    "на працягу 15 працоўных дзён": (15, "working_day"),
    "дзесяць працоўных дзён": (10, "working_day"),
    "15 рабочих дней": (15, "working_day"),
    "15 раб. дней": (15, "working_day"),
    "15 (пятнадцать) рабочих дней со дня получения": (15, "working_day"),
    "пятнадцать (15) рабочих дней": (15, "working_day"),
    "15 (рабочих) дней": (15, "working_day"),
    "на працягу пятнаццаці рабочых дзён": (15, "working_day"),
    "15 working days": (15, "working_day"),
    "10 календарных дней": (10, "calendar_day"),
    "5 дней": (5, "day"),
    "пяць дзён": (5, "day"),
    "в течение пяти дней": (5, "day"),
    "двадцать пять дней": (25, "day"),
    "тридцать один день": (31, "day"),
    "сорок дней": (40, "day"),
    "в десятидневный срок": (10, "day"),
    "10-дневный срок": (10, "day"),
    "15-ти дневный срок": (15, "day"),
    "дзесяцідзённы тэрмін": (10, "day"),
    "10\u00a0дней": (10, "day"),
    "10 дней с 15 декабря 2026 года": (10, "day"),
    "10 дней по Закону № 354-З": (10, "day"),
    "две недели": (14, "day"),
    "на працягу двух тыдняў": (14, "day"),
    "недельный срок": (7, "day"),
    "один месяц": (1, "month"),
    "адзін месяц": (1, "month"),
    "в месячный срок со дня получения": (1, "month"),
    "у месячны тэрмін": (1, "month"),
    "в трёхмесячный срок": (3, "month"),
    "трёх месяцев": (3, "month"),
    "1 год": (1, "year"),
    "72 часа": (72, "hour"),
}
SUTKI = ("в течение 10 суток", "10 (десять) суток", "десять суток", "на працягу 10 сутак", "не позднее десяти суток")
DOUBTFUL = (
    *("", "   ", "15", "месяцев", "не обжалуется", "срок указан в законе", "0 дней", "99999999999 дней", "3651 день"),
    *("10 дней, но не позднее месяца", "15 дней/15 рабочих дней", "10/15 дней", "10–15 дней", "от 10 до 15 дней"),
    *("1,5 месяца", "полтора месяца", "15 дней (рабочих)", "10 рабочих суток", "до 28.12.2026", "10 дней " * 100),
    *("10 или 15 дней", "в течение этого месяца", "со дня получения"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_clear_period_is_read(text: str, expected: tuple[int, str]) -> None:
    assert read_period(text) == Period(*expected)
    assert read_period(text.upper()) == Period(*expected)


@pytest.mark.parametrize("text", SUTKI)
def test_days_of_24_hours_are_told_apart(text: str) -> None:
    assert read_period(text) == Period(10, "day", sutki=True)


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_doubtful_period_is_left_to_a_person(text: str) -> None:
    assert read_period(text) is None


def test_nothing_is_nothing() -> None:
    assert read_period(None) is None


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    period = read_period(text)
    assert period is None or period.number >= 1


@given(st.integers(1, 3650))
def test_any_number_of_days(number: int) -> None:
    assert read_period(f"в течение {number} рабочих дней") == Period(number, "working_day")
