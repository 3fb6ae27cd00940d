"""Dates in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from legalaid_desktop.domain.date_typing import read_date
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.day_words import day_words, moment_words, partial_date_words


def test_a_day_is_said_as_people_say_it() -> None:
    assert day_words(date(2026, 10, 5), wording("ru")) == "пн 5 октября 2026"
    assert day_words(date(2026, 10, 5), wording("be")) == "пн 5 кастрычніка 2026"
    assert day_words(date(2026, 10, 5), wording("en"), weekday=False) == "5 October 2026"


def test_a_moment_is_told_in_minsk_time() -> None:
    assert moment_words(datetime(2026, 10, 5, 22, 30, tzinfo=UTC), wording("ru")) == "6 октября 2026, 01:30"
    with pytest.raises(ValueError, match="zone"):
        moment_words(datetime(2026, 10, 5), wording("ru"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5.10.2026", "пн 5 октября 2026"),
        ("март 2019", "март 2019"),
        ("весна 2019", "весна 2019"),
        ("1990", "1990 год"),
        ("около 1990", "примерно 1990 год"),
        ("около марта 2019", "примерно март 2019"),
        ("5–12 марта 2019", "5 марта 2019 – 12 марта 2019"),
        ("с 5.3.2019", "с 5 марта 2019"),
        ("до 5.3.2019", "по 5 марта 2019"),
        ("?", "дата неизвестна"),
    ],
)
def test_what_was_typed_is_said_back(typed: str, said: str) -> None:
    when = read_date(typed, today=date(2026, 11, 24))
    assert when is not None
    assert partial_date_words(when, wording("ru")) == said
