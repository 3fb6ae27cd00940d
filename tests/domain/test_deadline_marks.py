"""What people say of a clock, how a decision reached its person, how old the law is, which rule counted on that day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.clock_marks import ClockMark, Marks, MarkState, clock_of, mark_key
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus, Reading
from legalaid_desktop.domain.deadline_engine import deadline_rows
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.services.deadline_words import changes_of, explanation_text, mark_text, row_json
from legalaid_desktop.services.law import shipped_law
from tests.domain import plain_counting
from tests.rounds import rounds
from tests.toml_writer import toml_text

LAW = shipped_law()
TODAY = dt.date(2026, 12, 10)
COMPLAINT = {"kind": "extradition", "received": dt.date(2026, 12, 1)}
"""Ten days, so the last day is 11 December, a Friday."""


def d(month: int, day: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, day)


def said(
    state: MarkState, day: dt.date | None = None, rule: str = "ex.complaint", reason: str = "По бумаге"
) -> ClockMark:
    return ClockMark(deadline=mark_key(f"d1-{rule}-rule", state), state=state, day=day, reason=reason)


def rows(
    decision: dict[str, Any], *marks: ClockMark, as_of: dt.date = TODAY, law: LawPack = LAW
) -> tuple[DeadlineRow, ...]:
    file = {"meta": {"as_of": as_of}, "case": {"ref": "T"}, "decision": [{"id": "d1", **decision}]}
    return deadline_rows(parse_case_file(toml_text(file), "made.toml"), law, as_of, Marks(marks))


def keys(row: DeadlineRow) -> list[str]:
    return [line.key for line in row.explanation]


def brief(found: tuple[DeadlineRow, ...]) -> list[tuple[str, dt.date | None, bool]]:
    return [(row.reading.value, row.last_day, row.primary) for row in found]


# ---------------------------------------------------------------------------------------------- days that people set


def test_a_clock_s_marks_stand_beside_each_other() -> None:
    assert clock_of("d1-ex.complaint-rule_safe") == "d1-ex.complaint"
    assert mark_key("d1-ex.complaint-notice", MarkState.EXTENDED) == "d1-ex.complaint-!extended"
    assert clock_of("d1-ex.complaint-!extended") == "d1-ex.complaint"
    assert mark_key("d1-ex.complaint-notice", MarkState.DONE) == "d1-ex.complaint-notice"


def test_a_longer_period_given_by_a_court_leads_and_the_other_is_still_shown() -> None:
    found = rows(COMPLAINT, said(MarkState.EXTENDED, d(12, 18)), as_of=d(12, 14))
    assert brief(found) == [("rule", d(12, 11), False), ("by_person", d(12, 18), True)]
    assert {row.status for row in found} == {DeadlineStatus.DUE}, "file today, whatever was given"
    assert {row.safe_day for row in found} == {d(12, 18)}
    assert "mark.extended" in keys(found[1]) and "given_leads" in keys(found[0])
    assert found[1].marks == (said(MarkState.EXTENDED, d(12, 18)),)


def test_a_later_day_that_the_office_chose_itself_moves_no_alarm() -> None:
    later = rows(COMPLAINT, said(MarkState.MOVED, d(12, 18)))
    assert brief(later) == [("rule", d(12, 11), True), ("by_person", d(12, 18), False)]
    assert "mark.moved_later" in keys(later[1])
    earlier = rows(COMPLAINT, said(MarkState.MOVED, d(12, 9)))
    assert brief(earlier) == [("by_person", d(12, 9), True), ("rule", d(12, 11), False)]
    assert {row.safe_day for row in earlier} == {d(12, 9)}


def test_a_restored_period_takes_the_word_missed_back() -> None:
    missed = said(MarkState.MISSED)
    assert {row.status for row in rows(COMPLAINT, missed, as_of=d(12, 20))} == {DeadlineStatus.MISSED}
    given_back = rows(COMPLAINT, missed, said(MarkState.RESTORED, d(12, 28)), as_of=d(12, 20))
    assert brief(given_back)[1] == ("by_person", d(12, 28), True)
    assert {row.status for row in given_back} == {DeadlineStatus.DUE}
    without_day = rows(COMPLAINT, missed, said(MarkState.RESTORED), as_of=d(12, 20))
    assert {row.status for row in without_day} == {DeadlineStatus.PASSED}
    assert "mark.restored_no_day" in keys(without_day[0])


def test_a_pause_shows_a_second_reading_and_alarms_go_by_the_first() -> None:
    open_pause = rows(COMPLAINT, said(MarkState.SUSPENDED, d(12, 4)))
    assert brief(open_pause) == [("rule", d(12, 11), True)]
    assert {"mark.suspended", "mark.still_suspended"} <= set(keys(open_pause[0]))
    over = rows(COMPLAINT, said(MarkState.SUSPENDED, d(12, 4)), said(MarkState.RESUMED, d(12, 9)))
    assert brief(over) == [("rule", d(12, 11), True), ("after_pause", d(12, 16), False)]
    still = [day for day in over[1].days if day.why == "day.paused"]
    assert [day.date for day in still] == [d(12, day) for day in range(4, 9)]
    assert not [day for day in still if day.counted]
    backwards = rows(COMPLAINT, said(MarkState.SUSPENDED, d(12, 9)), said(MarkState.RESUMED, d(12, 4)))
    assert brief(backwards) == [("rule", d(12, 11), True)], "days that make no sense count for nothing"


@pytest.mark.soak
@settings(max_examples=rounds(30, 800), deadline=None)
@given(st.dates(d(12, 1), d(12, 31)), st.integers(1, 60))
def test_a_pause_in_any_place(stops: dt.date, length: int) -> None:
    runs = stops + dt.timedelta(days=length)
    found = rows(COMPLAINT, said(MarkState.SUSPENDED, stops), said(MarkState.RESUMED, runs))
    expected = plain_counting.last_day_with_pause(
        d(12, 1), 10, "day", trigger_counts=False, moves=False, stops=stops, runs=runs
    )
    assert found[-1].last_day == expected
    assert found[0].last_day == d(12, 11)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", list(MarkState))
def test_every_mark_has_words(state: MarkState, lang: str) -> None:
    day = d(12, 18) if state not in (MarkState.DONE, MarkState.MISSED) else None
    text = mark_text(said(state, day, reason="Определение суда от 14.12.2026."), lang)
    assert "Определение суда от 14.12.2026." in text and not text.endswith("..")


def test_a_reason_with_braces_breaks_nothing() -> None:
    row = rows(COMPLAINT, said(MarkState.EXTENDED, d(12, 18), reason="{act} и {0} 2026-12-14"))[1]
    text = "\n".join(explanation_text(line, "ru", LAW) for line in row.explanation)
    assert "{act} и {0} 2026-12-14" in text


# ---------------------------------------------------------------------------------------------- how it reached them


def test_a_letter_of_which_only_the_posting_is_known_counts_from_it() -> None:
    row = rows({"kind": "extradition", "posted": d(12, 1)})[0]
    assert (row.reading, row.trigger, row.last_day) == (Reading.FROM_POSTING, d(12, 1), d(12, 11))
    assert "trigger.posted" in keys(row)
    handed = rows({"kind": "extradition", "posted": d(12, 1), "received": d(12, 7), "received_how": "почтой"})[0]
    assert (handed.reading, handed.last_day) == (Reading.RULE, d(12, 17)), (
        "handing over is what counts where it is known"
    )
    assert "by_post" in keys(handed)
    dated, posted = rows({"kind": "extradition", "posted": d(12, 1), "dated": d(11, 30)})
    assert dated.trigger == d(11, 30), "of announced, received and dated the earliest, as documents.md says"
    assert (posted.reading, posted.last_day) == (Reading.FROM_POSTING, d(12, 11)), "nobody had it before it was sent"
    assert {dated.alarm_on, dated.safe_day} == {posted.alarm_on, posted.safe_day}, "the earlier day drives every alarm"
    assert "posted_unknown" in keys(dated) and "trigger.posted_later" in keys(posted)
    for row in (dated, posted):
        for lang, unknown, ask in (
            ("ru", "программа не знает", "Узнайте день"),
            ("be", "праграма не ведае", "Даведайцеся дзень"),
            ("en", "does not know", "Find out"),
        ):
            told = " ".join(explanation_text(line, lang, LAW) for line in row.explanation)
            assert unknown in told and ask in told


def test_days_of_24_hours_end_at_the_hour_at_which_they_began() -> None:
    decision = {"kind": "extradition", "received_at": dt.datetime(2026, 12, 1, 23, 30), "notice_period": "3 суток"}
    row = rows(decision)[0]
    assert (row.reading, row.last_day, row.last_moment) == (
        Reading.NOTICE, d(12, 4), dt.datetime(2026, 12, 4, 23, 30),
    )  # fmt: skip
    assert "last_moment" in keys(row)
    assert rows({**decision, "notice_period": "3 дня"})[0].last_moment is None


def test_a_language_not_understood_gives_two_readings_once_the_day_is_known() -> None:
    decision = {**COMPLAINT, "translated": False, "interpreter_provided": False}
    without = rows(decision)
    assert brief(without) == [("rule", d(12, 11), True)]
    assert "not_understood" in keys(without[0])
    with_day = rows(decision, said(MarkState.UNDERSTOOD, d(12, 7)))
    assert brief(with_day) == [("rule", d(12, 11), True), ("from_understanding", d(12, 17), False)]
    assert "trigger.understood" in keys(with_day[1])
    assert {row.safe_day for row in with_day} == {d(12, 11)}


@pytest.mark.parametrize(
    ("known", "said_key"),
    [
        ({"translated": False}, "not_understood"),
        ({"interpreter_provided": False}, "not_understood"),
        ({"translated": False, "interpreter_provided": True}, None),
        ({"translated": True, "interpreter_provided": False}, None),
        ({}, "change.language"),
        ({"copy_given": False}, "copy_missing"),
        ({"reasons_given": False}, "reasons_missing"),
    ],
)
def test_a_gap_is_said(known: dict[str, bool], said_key: str | None) -> None:
    found = keys(rows({**COMPLAINT, **known})[0])
    assert said_key in found if said_key else not {"not_understood", "change.language"} & set(found)


def test_a_judgment_without_its_full_text_says_that_a_second_count_will_begin() -> None:
    judgment = {"kind": "judgment_first_instance", "announced": d(12, 1)}
    assert "full_text_missing" in keys(rows(judgment)[0])
    assert "full_text_missing" not in keys(rows({**judgment, "received": d(12, 9)})[0])


def test_every_counted_day_says_what_would_change_it() -> None:
    for lang in LANGUAGES:
        row = rows(COMPLAINT)[0]
        changes = changes_of(row, lang, LAW)
        assert len(changes) >= 4 and len(set(changes)) == len(changes)
        assert list(changes) == row_json(row, "T", lang, days=True)["changes"]
    assert changes_of(rows(COMPLAINT, said(MarkState.DONE))[0], "ru", LAW) == ()


# ---------------------------------------------------------------------------------------------- the law's age and time


def test_law_of_more_than_a_year_names_no_day_to_come() -> None:
    law = replace(LAW, as_of=dt.date(2025, 12, 10))
    row = rows(COMPLAINT, law=law)[0]
    assert (row.last_day, row.safe_day, row.starts_on, row.days) == (None, None, None, ())
    assert row.alarm_on == d(12, 3) and row.by_old_law
    assert row.status is DeadlineStatus.NO_DATE
    assert "law_too_old" in keys(row) and "last_day" not in keys(row)
    text = "\n".join(explanation_text(line, "ru", LAW) for line in row.explanation)
    assert "11 декабря" not in text and "12 месяцев" in text
    printed = rows({**COMPLAINT, "notice_last_day": d(12, 18)}, law=law)
    assert ("notice", d(12, 18), False) in brief(printed), "what the decision prints is no promise of ours"
    assert {row.status for row in rows(COMPLAINT, law=law, as_of=d(12, 20))} == {DeadlineStatus.PASSED}
    young = rows(COMPLAINT, law=replace(LAW, as_of=dt.date(2026, 6, 1)))[0]
    assert young.last_day == d(12, 11) and "law_old" in keys(young)
    assert "law_old" not in keys(rows(COMPLAINT)[0])


def two_rules(first: int, then: int, change: dt.date) -> LawPack:
    rule = LAW.rules[RuleId("ex.complaint")]
    before = replace(rule, limit=first, valid_to=change - dt.timedelta(days=1))
    after = replace(rule, limit=then, valid_from=change)
    return replace(LAW, rules={**LAW.rules, rule.id: after}, rule_rows={**LAW.rule_rows, rule.id: (before, after)})


def test_the_rule_in_force_on_the_day_of_the_event_counts() -> None:
    law = two_rules(10, 5, d(12, 5))
    assert rows(COMPLAINT, law=law)[0].last_day == d(12, 11)
    assert "rule_of_its_time" in keys(rows(COMPLAINT, law=law)[0])
    new = rows({"kind": "extradition", "received": d(12, 5)}, law=law)[0]
    assert new.last_day == d(12, 10) and "rule_of_its_time" not in keys(new)


def test_a_day_on_which_no_rule_was_in_force_is_not_counted() -> None:
    rule = replace(LAW.rules[RuleId("ex.complaint")], valid_from=d(12, 5))
    law = replace(LAW, rules={**LAW.rules, rule.id: rule}, rule_rows={**LAW.rule_rows, rule.id: (rule,)})
    row = rows(COMPLAINT, law=law)[0]
    assert (row.last_day, row.status) == (None, DeadlineStatus.NO_DATE)
    assert "rule_not_in_force" in keys(row)
