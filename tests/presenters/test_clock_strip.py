"""A deadline at a glance."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus, Reading
from legalaid_desktop.domain.harm import Harm
from legalaid_desktop.domain.ids import DeadlineId, LocalId, RuleId
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.clock_strip import Tone, clock_strip
from legalaid_desktop.presenters.today_lines import concerns_today, harm_then_day

TODAY = dt.date(2026, 11, 24)
RU = wording("ru")
CALM = Harm(free=True, not_removed=True, removal_on=dt.date.max, grown_up=True, no_torture=True)


def a_row(**values: Any) -> DeadlineRow:
    given: dict[str, Any] = {
        "id": DeadlineId("d1"),
        "decision": LocalId("d1"),
        "rule": RuleId("rule"),
        "reading": Reading.RULE,
        "primary": True,
        "trigger": dt.date(2026, 11, 10),
        "starts_on": dt.date(2026, 11, 11),
        "last_day": dt.date(2026, 12, 1),
        "safe_day": dt.date(2026, 12, 1),
        "alarm_on": dt.date(2026, 11, 20),
        "confidence": Confidence.RECALLED,
        "stale": False,
        "unchecked": True,
        "status": DeadlineStatus.RUNNING,
        "explanation": (),
        "days": (),
        "source": "",
        "note": "",
    }
    return DeadlineRow(**(given | values))


@pytest.mark.parametrize(
    ("status", "last_day", "left", "tone"),
    [
        (DeadlineStatus.RUNNING, dt.date(2026, 12, 15), "остался 21 день", Tone.CALM),
        (DeadlineStatus.DUE, dt.date(2026, 11, 27), "подать сегодня: осталось 3 дня", Tone.NOW),
        (DeadlineStatus.DUE, TODAY, "подать сегодня: последний день", Tone.HARM),
        (DeadlineStatus.PASSED, dt.date(2026, 11, 22), "просрочен на 2 дня", Tone.HARM),
        (
            DeadlineStatus.PASSED,
            dt.date(2026, 11, 29),
            "просрочен по раннему счёту; по этому осталось 5 дней",
            Tone.HARM,
        ),
        (DeadlineStatus.DONE, dt.date(2026, 11, 22), "подано", Tone.DONE),
        (DeadlineStatus.MISSED, dt.date(2026, 11, 22), "пропущен", Tone.HARM),
    ],
)
def test_each_state_has_its_words(status: DeadlineStatus, last_day: dt.date, left: str, tone: Tone) -> None:
    strip = clock_strip(a_row(status=status, last_day=last_day), TODAY, RU)
    assert (strip.left, strip.tone) == (left, tone)
    assert strip.unchecked == "не проверено юристом"
    assert strip.reading == "по закону"


def test_the_day_is_said_in_words() -> None:
    strip = clock_strip(a_row(), TODAY, RU)
    assert strip.day == "вт 1 декабря 2026"
    assert strip.spoken == "вт 1 декабря 2026, осталось 7 дней, по закону, не проверено юристом"


def test_a_term_that_nobody_knows_promises_no_day() -> None:
    strip = clock_strip(a_row(last_day=None, safe_day=None, status=DeadlineStatus.NO_DATE), TODAY, RU)
    assert strip.day == "последний день неизвестен"
    assert strip.left == "напоминание офиса: 20 ноября 2026"
    assert strip.tone is Tone.NOW


def test_the_worst_harm_comes_first_then_the_day_to_act() -> None:
    def place(id: str, harm: Harm = CALM, **values: Any) -> tuple[Any, ...]:
        return harm_then_day(a_row(id=DeadlineId(id), **values), harm, TODAY)

    soon = place("soon", last_day=dt.date(2026, 11, 25))
    later = place("later", last_day=dt.date(2026, 12, 20), alarm_on=dt.date(2026, 12, 10))
    alarm_alone = place("alarm", last_day=None, alarm_on=dt.date(2026, 10, 1))
    overdue = place("overdue", last_day=dt.date(2026, 11, 1), status=DeadlineStatus.PASSED)
    held = place("held", replace(CALM, free=False), last_day=dt.date(2027, 1, 15), alarm_on=dt.date(2027, 1, 10))
    child = place("child", replace(CALM, grown_up=False), last_day=dt.date(2026, 12, 15))
    # An alarm of long ago is to be heard today, and is no reason to hide a day that can be lost.
    ordered = [key[-1] for key in sorted([later, alarm_alone, soon, overdue, child, held])]
    assert ordered == ["held", "child", "overdue", "soon", "alarm", "later"]


def test_the_glance_shows_what_is_near_and_not_settled() -> None:
    assert concerns_today(a_row(), TODAY)
    assert not concerns_today(a_row(last_day=dt.date(2027, 3, 1), alarm_on=dt.date(2027, 2, 1)), TODAY)
    assert not concerns_today(a_row(status=DeadlineStatus.DONE), TODAY)
    assert not concerns_today(a_row(primary=False), TODAY)
    # The earliest reading is over; a later one may still save the day.
    assert concerns_today(a_row(primary=False, status=DeadlineStatus.PASSED), TODAY)
    assert concerns_today(a_row(status=DeadlineStatus.PASSED, last_day=dt.date(2026, 11, 1)), TODAY)
