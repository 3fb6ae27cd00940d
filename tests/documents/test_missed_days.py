"""The day table of C3: every day once, reasons side by side, holes shown, the days after told as diligence."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.documents.facts.missed import stretches
from legalaid_desktop.domain.facts import MissedPeriod
from tests.documents.case_texts import DECISION, case_of, sheet_of, words


def day(n: int) -> dt.date:
    return dt.date(2026, 11, n)


def test_the_table_of_the_sample() -> None:
    illness = MissedPeriod(reason="illness", from_on=day(11), to_on=day(20))
    no_copy = MissedPeriod(reason="no_copy", from_on=day(10), to_on=day(20))
    found = stretches((illness, no_copy), day(10), day(23))
    assert [(s.first.day, s.last.day, [r.reason for r in s.reasons], s.after) for s in found] == [
        (10, 10, ["no_copy"], False),
        (11, 20, ["illness", "no_copy"], False),
        (21, 23, [], True),
    ]


def test_a_hole_between_two_reasons_is_a_stretch_without_one() -> None:
    found = stretches(
        (
            MissedPeriod(reason="post", from_on=day(1), to_on=day(3)),
            MissedPeriod(reason="illness", from_on=day(6), to_on=day(8)),
        ),
        day(1),
        day(8),
    )
    assert [(s.first.day, s.last.day, bool(s.reasons), s.after) for s in found] == [
        (1, 3, True, False), (4, 5, False, False), (6, 8, True, False),
    ]  # fmt: skip


DAYS = st.integers(1, 30).map(day)
PERIODS = st.lists(
    st.builds(
        MissedPeriod, reason=st.sampled_from(("illness", "post")), from_on=st.none() | DAYS, to_on=st.none() | DAYS
    ),
    max_size=4,
)


@given(PERIODS, DAYS, DAYS)
def test_every_day_stands_once(periods: list[MissedPeriod], start: dt.date, filed: dt.date) -> None:
    found = stretches(tuple(periods), start, filed)
    told = [s.first + dt.timedelta(n) for s in found for n in range(s.days)]
    assert told == [start + dt.timedelta(n) for n in range((filed - start).days + 1)]


LATE = DECISION.replace("2026-12-04", "2026-11-04")


def missed(reason: str, start: str, end: str) -> str:
    return f'[[missed]]\ndecision = "d1"\nreason = "{reason}"\nfrom = {start}\nto = {end}\n'


def test_uncovered_days_are_a_gap_that_warns() -> None:
    case = case_of(LATE, missed("illness", "2026-11-10", "2026-12-19"), documents='"C1", "C3"')
    sheet = sheet_of(case, "C3")
    assert "________" in words(sheet)
    found = [f for f in sheet.findings() if f.id == "CHK-REQ" and f.where and f.where.section]
    assert [f.severity.value for f in found if f.where and f.where.record == "missed.reason"] == ["W"]


def test_nothing_is_invented_where_nobody_gave_a_reason() -> None:
    sheet = sheet_of(case_of(LATE, documents='"C1", "C3"'), "C3")
    assert [g.field for g in sheet.draft.gaps if g.section == "days"] == ["answers.reasons"]
    told = sheet_of(case_of(LATE, documents='"C1", "C3"'), "C3", reasons="Лежала в больнице с 5 ноября.")
    assert "Лежала в больнице с 5 ноября." in words(told)
    assert not [g for g in told.draft.gaps if g.section == "days"]


def test_c3_alone_is_blocked() -> None:
    alone = sheet_of(case_of(LATE, missed("illness", "2026-11-05", "2026-12-19")), "C3")
    assert any(f.id == "CHK-REMEDY" and f.severity == "B" for f in alone.findings())
    together = sheet_of(case_of(LATE, missed("illness", "2026-11-05", "2026-12-19"), documents='"C1"'), "C3")
    assert not any(f.id == "CHK-REMEDY" for f in together.findings())
