"""The paragraph on time in each of its variants: in time, late with and without C3, restored, extended, stood still,
two readings, missed as a person said."""

from __future__ import annotations

import datetime as dt

import pytest

from legalaid_desktop.domain.clock_marks import ClockMark, Marks, MarkState
from legalaid_desktop.services.draft_desk import Around, lay_out
from tests.documents.case_texts import DECISION, case_of, desk

CLOCK = "d1-ip.refusal_appeal-rule"
IN_TIME, LATE = dt.date(2026, 12, 15), dt.date(2027, 1, 25)
SECRET = "тайная причина офиса"


def said(*marks: tuple[MarkState, dt.date | None], as_of: dt.date = LATE, lang: str = "ru", c3: bool = False) -> str:
    """What the complaint to the court says of its time."""
    record = case_of(DECISION, documents='"C1", "C3"' if c3 else '"C1"')
    given = [ClockMark(deadline=CLOCK, state=state, day=day, reason=SECRET) for state, day in marks]
    sheet = lay_out(
        desk(), record, "C1", as_of=as_of, language=lang, around=Around(marks=Marks(given)), count_pages=False
    )
    text = sheet.draft.plain.replace("\u00a0", " ")
    assert SECRET not in text, "the office's reason is its own"
    return text


JANUARY = dt.date(2027, 2, 10)
WITHIN = "подаётся в пределах"
ASKS = "прошу восстановить его"


def test_in_time_and_late() -> None:
    text = said(as_of=IN_TIME)
    assert "получена 4 декабря 2026" in text and f"{WITHIN} установленного срока" in text
    late = said()
    assert "Срок обжалования пропущен, прошу его восстановить" in late and WITHIN not in late
    with_c3 = said(c3=True)
    assert "ходатайстве о восстановлении срока" in with_c3 and WITHIN not in with_c3


@pytest.mark.parametrize(("state", "word"), [(MarkState.RESTORED, "восстановлен"), (MarkState.EXTENDED, "продлён")])
def test_a_body_gave_more_time(state: MarkState, word: str) -> None:
    text = said((state, JANUARY))
    assert f"Срок обжалования {word}, он истекает 10 февраля 2027" in text
    assert f"{WITHIN} этого срока" in text and "пропущен" not in text
    over = said((state, dt.date(2027, 1, 20)))
    assert word in over and "прошу его восстановить" in over and WITHIN not in over


def test_a_restored_period_without_a_day_is_not_asked_for_again() -> None:
    text = said((MarkState.RESTORED, None))
    assert "Срок обжалования восстановлен." in text and "пропущен" not in text and "Причины пропуска" not in text


def test_a_period_that_stood_still() -> None:
    text = said((MarkState.SUSPENDED, dt.date(2026, 12, 10)), (MarkState.RESUMED, dt.date(2027, 1, 11)))
    assert "приостановлено с 10 декабря 2026" in text and "возобновилось с 11 января 2027" in text
    assert ASKS in text, "the body may see it otherwise"
    still = said((MarkState.SUSPENDED, dt.date(2026, 12, 10)))
    assert "Течение срока обжалования приостановлено с 10 декабря 2026" in still and ASKS in still
    early = said((MarkState.SUSPENDED, dt.date(2026, 12, 10)), as_of=IN_TIME)
    assert ASKS not in early and f"{WITHIN} этого срока" in early


def test_two_readings_from_understanding() -> None:
    text = said((MarkState.UNDERSTOOD, dt.date(2027, 1, 15)), c3=True)
    assert "разъяснено на понятном языке 15 января 2027" in text and "исчисляется с этого дня" in text
    assert "сочтёт, что срок обжалования пропущен" in text and "ходатайстве о восстановлении срока" in text


def test_missed_as_a_person_said() -> None:
    assert "прошу его восстановить" in said((MarkState.MISSED, None), as_of=IN_TIME)


def test_the_other_language_of_the_courts_says_the_same() -> None:
    text = said((MarkState.RESTORED, JANUARY), lang="be")
    assert "Тэрмін абскарджання адноўлены, ён заканчваецца 10 лютага 2027" in text and "ў межах гэтага тэрміну" in text
    text = said((MarkState.SUSPENDED, dt.date(2026, 12, 10)), (MarkState.RESUMED, dt.date(2027, 1, 11)), lang="be")
    assert "прыпынена з 10 снежня 2026" in text and "аднавілася з 11 студзеня 2027" in text
