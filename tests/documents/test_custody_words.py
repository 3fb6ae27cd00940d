"""How papers speak of somebody who is held: since when, under which regime, with which days no sanction covers."""

from __future__ import annotations

import pytest

from legalaid_desktop.documents.assemble import Draft
from tests.documents import test_templates_a as a
from tests.documents import test_templates_d as d
from tests.documents.ad_papers import make, spaced


def held(number: int, kind: str, place: str, start: str, more: str = "") -> str:
    return f'[[detention]]\nid = "t{number}"\nkind = "{kind}"\nplace = "{place}"\nfrom = {start}\n{more}\n'


MOVED = (
    held(1, "criminal", "изолятор № 0", "2026-06-01", "to = 2026-06-03")
    + held(2, "extradition", "первый корпус", "2026-10-20T08:00:00",
           "sanctions = [{ from = 2026-10-22, to = 2026-11-05 }, { from = 2026-11-09, to = 2026-11-20 }]")
    + held(3, "extradition", "второй корпус", "2026-11-25T10:00:00")
)  # fmt: skip


def custody(draft: Draft) -> str:
    return d.section(draft, "custody")


def test_custody_counts_from_the_earliest_open_block() -> None:
    text = custody(make(d.case(d.DECISION, MOVED), "D1"))
    assert "Содержусь под стражей с 20 октября 2026 г., 8 ч 00 мин; место содержания: второй корпус." in text
    # Counted by hand: 12 days of October, 30 of November, 3 of December.
    assert "это 45 дней" in text
    assert "с 20 октября 2026 г., 8 ч 00 мин; первый корпус" in text
    assert "с 25 ноября 2026 г., 10 ч 00 мин; второй корпус" in text


def test_days_without_a_sanction_are_named_at_the_start_between_and_at_the_end() -> None:
    text = custody(make(d.case(d.DECISION, MOVED), "D1"))
    assert "с 20 по 21 октября 2026 г. (2 дня)" in text
    assert "с 6 по 8 ноября 2026 г. (3 дня)" in text
    assert "с 21 ноября по 3 декабря 2026 г. (13 дней)" in text


def test_a_time_that_ended_is_told_apart_and_not_counted() -> None:
    text = custody(make(d.case(d.DECISION, MOVED), "D1"))
    assert "Прежде (не входит в этот срок): с 1 июня 2026 г. до 3 июня 2026 г.; изолятор № 0" in text


def test_a_move_on_the_day_of_the_end_breaks_nothing() -> None:
    moved = held(1, "extradition", "первый", "2026-10-20", "to = 2026-11-25") + held(
        2, "extradition", "второй", "2026-11-25"
    )
    assert "с 20 октября 2026 г." in custody(make(d.case(d.DECISION, moved), "D1"))
    assert "это 45 дней" in custody(make(d.case(d.DECISION, moved), "D1"))


def test_another_detention_is_no_custody() -> None:
    place = "центр изоляции правонарушителей ГУВД Мингорисполкома (вымышленный)"
    text = spaced(make(a.case(held(1, "administrative", place, "2026-11-23T23:50:00")), "A1").plain)
    assert f"Задержана с 23 ноября 2026 г., 23 ч 50 мин; место содержания: {place}." in text
    assert "страж" not in text
    free = make(d.case(d.DECISION), "D1").plain
    assert "администрацию места содержания" not in free


@pytest.mark.parametrize(
    ("place", "header"),
    [
        ("центр изоляции правонарушителей (вымышленный)", "В администрацию центра изоляции правонарушителей "),
        ("ЦИП ГУВД Мингорисполкома", "В администрацию центра изоляции правонарушителей ГУВД Мингорисполкома "),
        ("изолятор временного содержания, г. Намуна", "В администрацию изолятора временного содержания "),
        ("СИЗО № 7", "В администрацию следственного изолятора № 7 "),
        ("комната при вокзале", "В администрацию места содержания задержанных "),
    ],
)
def test_the_administration_is_addressed_by_what_the_place_is(place: str, header: str) -> None:
    draft = make(a.case(held(1, "administrative", place, "2026-11-23")), "A1")
    assert a.section(draft, "address").startswith(header + "Для передачи")
