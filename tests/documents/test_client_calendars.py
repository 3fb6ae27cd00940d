"""A day for a client in the calendar that was asked for, in every language of the client papers."""

from __future__ import annotations

import datetime as dt

import pytest

from legalaid_desktop.documents.client_dates import client_date
from legalaid_desktop.documents.client_texts import names

DAY = dt.date(2026, 12, 28)
TONGUES = sorted(names()["weekday"])


@pytest.mark.parametrize("tongue", TONGUES)
def test_each_calendar_that_is_asked_for_is_printed(tongue: str) -> None:
    said = {name: client_date(DAY, tongue, calendar=name) for name in ("gregorian", "solar", "lunar")}
    assert all(text.startswith("28.12.2026 (") for text in said.values()), "the day that bodies reckon by comes first"
    assert "1405" in said["solar"] and "1448" in said["lunar"], said
    assert len(set(said.values())) == 3


def test_a_calendar_without_names_of_months_is_told_in_figures() -> None:
    assert client_date(DAY, "ru", calendar="solar") == "28.12.2026 (понедельник, 07.10.1405 по солнечной хиджре)"
    assert client_date(DAY, "en", calendar="lunar") == "28.12.2026 (Monday, 18.07.1448 lunar Hijri)"
