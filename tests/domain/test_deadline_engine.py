"""From decisions to clocks: the table of documents.md §11 and the exact rules of cli.md."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus, Reading
from legalaid_desktop.domain.deadline_engine import deadline_rows, sort_key
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.domain.notice_period import read_period
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.law import shipped_law
from tests.domain import plain_counting
from tests.rounds import rounds
from tests.strategies_cases import KINDS, valid_cases
from tests.toml_writer import toml_text

LAW = shipped_law()
SAMPLES = sorted((resources() / "demo").glob("*.toml"))
TODAY = dt.date(2026, 12, 10)


def case(decision: dict[str, Any] | None = None, **tables: Any) -> CaseRecord:
    file: dict[str, Any] = {"meta": {"as_of": TODAY}, "case": {"ref": "T", "topic": "ot.other"}, **tables}
    if decision is not None:
        file["decision"] = [{"id": "d1", **decision}]
    return parse_case_file(toml_text(file), "made.toml")


def rows(decision: dict[str, Any], as_of: dt.date = TODAY, **marks: str) -> tuple[DeadlineRow, ...]:
    return deadline_rows(case(decision), LAW, as_of, {key.replace("__", "-"): value for key, value in marks.items()})


def brief(found: tuple[DeadlineRow, ...]) -> list[tuple[str, str, dt.date | None, bool]]:
    return [(row.rule, row.reading.value, row.last_day, row.primary) for row in found]


def d(month: int, day: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, day)


# ---------------------------------------------------------------------------------------------- samples


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_expected_deadlines_of_the_samples(path: Any) -> None:
    record = parse_case_file(path.read_text("utf-8"), path.name)
    assert record.meta.as_of is not None
    found = deadline_rows(record, LAW, record.meta.as_of)
    for expected in (record.expect or {}).get("deadline", []):
        matching = [row for row in found if row.rule == expected["rule"] and row.decision == expected.get("decision")]
        assert matching, expected
        primary = next(row for row in matching if row.primary)
        for key in ("last_day", "safe_day"):
            if key in expected:
                assert str(getattr(primary, key)) == expected[key]
        if expected["rule"] == "ip.apply":
            assert primary.last_day is None
            assert primary.alarm_on is not None


# ---------------------------------------------------------------------------------------------- the table


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        ("refusal_protection", {"ip.refusal_appeal", "ip.refusal_appeal_accelerated"}),
        ("judgment_first_instance", {"court.appeal"}),
        ("extradition", {"ex.complaint"}),
        ("judgment_extradition", {"ex.supreme_court"}),
        ("deportation", {"rm.deportation_appeal"}),
        ("expulsion", {"rm.expulsion_appeal"}),
        ("administrative", {"rm.admin_ruling_appeal"}),
        ("stay_cut", {"ap.admin_complaint", "court.complaint_general"}),
        ("permit_annulled", {"ap.admin_complaint", "court.complaint_general"}),
        ("procedure_refused", {"ap.admin_complaint", "court.complaint_general"}),
        ("other", set()),
    ],
)
def test_each_kind_of_decision_starts_its_rules(kind: str, rules: set[str]) -> None:
    assert {row.rule for row in rows({"kind": kind, "received": d(12, 1), "announced": d(11, 30)})} == rules


@pytest.mark.parametrize(
    ("procedure", "rules"),
    [
        ("ordinary", {"ip.refusal_appeal"}),
        ("accelerated", {"ip.refusal_appeal_accelerated"}),
        ("unknown", {"ip.refusal_appeal", "ip.refusal_appeal_accelerated"}),
    ],
)
def test_the_procedure_chooses_the_rule_of_a_refusal(procedure: str, rules: set[str]) -> None:
    assert {
        row.rule for row in rows({"kind": "refusal_protection", "procedure": procedure, "received": d(12, 1)})
    } == rules


@pytest.mark.parametrize(
    ("kind", "rule", "days", "trigger"),
    [
        ("extradition", "ex.complaint", {"dated": d(12, 1), "announced": d(12, 2), "received": d(12, 5)}, d(12, 5)),
        ("extradition", "ex.complaint", {"dated": d(12, 1), "announced": d(12, 2)}, d(12, 1)),
        ("extradition", "ex.complaint", {"announced": d(12, 2)}, d(12, 2)),
        ("extradition", "ex.complaint", {"posted": d(12, 1)}, d(12, 1)),
        ("extradition", "ex.complaint", {"number": "TEST-1"}, None),
        ("deportation", "rm.deportation_appeal", {"announced": d(12, 3), "received": d(12, 2)}, d(12, 3)),
        ("deportation", "rm.deportation_appeal", {"received": d(12, 2), "dated": d(12, 4)}, d(12, 2)),
        ("administrative", "rm.admin_ruling_appeal", {"announced": d(12, 3), "received": d(12, 2)}, d(12, 2)),
        ("administrative", "rm.admin_ruling_appeal", {"received": d(12, 9), "dated": d(12, 1)}, d(12, 9)),
        ("administrative", "rm.admin_ruling_appeal", {"dated": d(12, 1)}, d(12, 1)),
        ("expulsion", "rm.expulsion_appeal", {"received_at": dt.datetime(2026, 12, 2, 23, 30)}, d(12, 2)),
    ],
)  # fmt: skip
def test_the_day_that_starts_the_count(kind: str, rule: str, days: dict[str, Any], trigger: dt.date | None) -> None:
    found = rows({"kind": kind, **days})
    assert [(row.rule, row.trigger) for row in found] == [(rule, trigger)]
    if trigger is None:
        assert (found[0].last_day, found[0].starts_on, found[0].safe_day) == (None, None, None)
        assert found[0].status is DeadlineStatus.NO_DATE
        assert any(line.key.startswith("trigger.missing") for line in found[0].explanation)


def test_a_day_taken_instead_is_said_to_be_one() -> None:
    lines = [line.key for line in rows({"kind": "extradition", "dated": d(12, 1)})[0].explanation]
    assert "trigger.instead_of_received" in lines
    assert "trigger.dated" in lines
    known = [line.key for line in rows({"kind": "extradition", "received": d(12, 1)})[0].explanation]
    assert "trigger.received" in known
    assert not [key for key in known if "instead" in key]


# ---------------------------------------------------------------------------------------------- readings


def test_without_a_notice_the_rule_and_its_cautious_reading() -> None:
    found = rows({"kind": "refusal_protection", "procedure": "ordinary", "received": d(12, 4)})
    assert brief(found) == [
        ("ip.refusal_appeal", "rule_safe", d(12, 21), True),
        ("ip.refusal_appeal", "rule", d(12, 28), False),
    ]
    assert found[0].starts_on == d(12, 5)
    assert found[1].starts_on == d(12, 7)
    assert {row.safe_day for row in found} == {d(12, 21)}
    assert {row.alarm_on for row in found} == {d(12, 9)}


def test_a_notice_with_number_and_unit_settles_the_reading() -> None:
    decision = {"kind": "refusal_protection", "procedure": "ordinary", "received": d(12, 4), "notice_period": "10 дней"}
    assert brief(rows(decision)) == [
        ("ip.refusal_appeal", "notice", d(12, 14), True),
        ("ip.refusal_appeal", "rule", d(12, 28), False),
    ]
    assert "notice_differs" in [line.key for line in rows(decision)[0].explanation]


def test_a_notice_longer_than_the_rule_does_not_move_the_alarm() -> None:
    found = rows({"kind": "extradition", "received": d(12, 1), "notice_period": "один месяц"})
    assert brief(found) == [("ex.complaint", "rule", d(12, 11), True), ("ex.complaint", "notice", d(1, 1, 2027), False)]
    assert {row.safe_day for row in found} == {d(12, 11)}


def test_a_named_last_day_wins_over_the_period_beside_it() -> None:
    found = rows(
        {
            "kind": "extradition",
            "received": d(12, 1),
            "notice_period": "5 дней",
            "notice_last_day": d(12, 9),
        }
    )
    assert brief(found) == [("ex.complaint", "notice", d(12, 9), True), ("ex.complaint", "rule", d(12, 11), False)]


def test_a_notice_that_contradicts_itself_is_flagged() -> None:
    decision = {"kind": "extradition", "received": d(12, 1), "notice_last_day": d(12, 9)}

    def keys(**more: Any) -> list[str]:
        return [line.key for line in rows({**decision, **more})[0].explanation]

    assert "notice_at_odds" in keys(notice_period="5 дней")
    assert "notice_at_odds" not in keys(notice_period="8 дней")
    assert "notice_before_trigger" in keys(notice_last_day=d(11, 30))
    assert "notice_before_trigger" not in keys()


def test_a_named_last_day_alone_keeps_the_cautious_reading() -> None:
    decision = {
        "kind": "refusal_protection",
        "procedure": "ordinary",
        "received": d(12, 4),
        "notice_last_day": d(12, 30),
    }
    assert [row[1] for row in brief(rows(decision))] == ["rule_safe", "rule", "notice"]


def test_a_notice_that_cannot_be_read_is_flagged_and_changes_nothing() -> None:
    decision = {
        "kind": "refusal_protection",
        "procedure": "ordinary",
        "received": d(12, 4),
        "notice_period": "в установленный срок",
    }
    found = rows(decision)
    assert [row.reading for row in found] == [Reading.RULE_SAFE, Reading.RULE]
    assert all("notice_unread" in [line.key for line in row.explanation] for row in found)


def test_readings_with_one_last_day_are_one_row_named_by_the_first() -> None:
    found = rows(
        {
            "kind": "refusal_protection",
            "procedure": "ordinary",
            "received": d(12, 4),
            "notice_period": "15 рабочих дней",
        }
    )
    assert brief(found) == [("ip.refusal_appeal", "notice", d(12, 28), True)]
    assert "same.rule" in [line.key for line in found[0].explanation]


def test_days_of_24_hours_in_a_notice_never_move() -> None:
    decision = {"kind": "judgment_first_instance", "announced": d(12, 2), "received": d(12, 2)}
    by_day = rows({**decision, "notice_period": "10 дней"})
    by_sutki = rows({**decision, "notice_period": "10 суток"})
    assert (by_day[0].last_day, by_sutki[0].last_day) == (d(12, 14), d(12, 12)), "12 December is a Saturday"


def test_a_judgment_has_two_readings() -> None:
    found = rows({"kind": "judgment_first_instance", "announced": d(12, 1), "received": d(12, 9)})
    assert brief(found) == [
        ("court.appeal", "from_announcement", d(12, 16), True),
        ("court.appeal", "from_full_text", d(12, 24), False),
    ]
    assert found[0].alarm_on == found[1].alarm_on == d(12, 8)
    one_day = rows({"kind": "judgment_first_instance", "announced": d(12, 1), "received": d(12, 1)})
    assert brief(one_day) == [("court.appeal", "from_announcement", d(12, 16), True)]


def test_a_last_day_off_moves_only_where_the_rule_says_so() -> None:
    moves = rows({"kind": "judgment_first_instance", "announced": d(12, 10), "received": d(12, 10)})[0]
    assert moves.last_day == d(12, 28), "25 December is a holiday and a Friday"
    assert "end.moves" in [line.key for line in moves.explanation]
    stays = rows({"kind": "extradition", "received": d(12, 15)})[0]
    assert (stays.last_day, stays.safe_day) == (d(12, 25), d(12, 24))
    assert "end.stays" in [line.key for line in stays.explanation]
    unknown = rows({"kind": "expulsion", "received": d(10, 7)})[0]
    assert unknown.last_day == d(11, 7)
    assert "end.unknown" in [line.key for line in unknown.explanation]


def test_deportation_counts_the_day_of_announcement() -> None:
    row = rows({"kind": "deportation", "announced": d(11, 10)}, d(11, 12))[0]
    assert (row.starts_on, row.last_day, row.safe_day, row.alarm_on) == (d(11, 10), d(11, 14), d(11, 13), d(11, 11))


def test_a_rule_without_a_number_gives_no_date() -> None:
    row = rows({"kind": "judgment_extradition", "announced": d(12, 9)})[0]
    assert (row.last_day, row.safe_day, row.starts_on, row.days) == (None, None, None, ())
    assert row.alarm_on == d(12, 11)
    assert row.status is DeadlineStatus.NO_DATE
    assert "no_number" in [line.key for line in row.explanation]


def test_a_notice_gives_a_date_where_the_rule_has_no_number() -> None:
    found = rows({"kind": "judgment_extradition", "announced": d(12, 9), "notice_period": "10 суток"})
    assert brief(found) == [("ex.supreme_court", "notice", d(12, 19), True)]
    assert found[0].safe_day == d(12, 18)


def test_an_alarm_never_rings_after_the_safe_day() -> None:
    decision = {"kind": "refusal_protection", "procedure": "ordinary", "received": d(12, 4), "notice_period": "3 дня"}
    row = rows(decision)[0]
    assert (row.last_day, row.safe_day, row.alarm_on) == (d(12, 7), d(12, 7), d(12, 7))


def test_a_named_day_without_any_other_day_still_alarms() -> None:
    row = rows({"kind": "extradition", "notice_last_day": d(12, 20)})[0]
    assert (row.trigger, row.last_day, row.safe_day, row.alarm_on) == (None, d(12, 20), d(12, 18), d(12, 18))


def test_an_alarm_before_an_expiry_counts_back_from_it() -> None:
    rule = replace(LAW.rules[RuleId("ex.complaint")], count_from="before_expiry", office_target_days=7)
    law = replace(LAW, rules={**LAW.rules, rule.id: rule})
    decision = {"kind": "extradition", "received": d(12, 1), "notice_last_day": d(12, 31)}
    row = next(row for row in deadline_rows(case(decision), law, TODAY) if row.reading is Reading.NOTICE)
    assert row.last_day == d(12, 31)
    alone = replace(rule, limit=None, unit=None, limit_known=False)
    law = replace(LAW, rules={**LAW.rules, rule.id: alone})
    assert deadline_rows(case(decision), law, TODAY)[0].alarm_on == d(12, 24)


# ---------------------------------------------------------------------------------------------- certainty and status


def test_a_count_into_a_year_without_a_calendar_is_unchecked_and_says_why() -> None:
    row = rows({"kind": "expulsion", "received": d(12, 20)})[0]
    assert row.last_day == d(1, 20, 2027)
    assert row.unchecked
    assert [line.params["year"] for line in row.explanation if line.key == "calendar_incomplete"] == [2027]
    verified = rows({"kind": "judgment_first_instance", "announced": d(12, 1), "received": d(12, 1)})[0]
    assert (verified.confidence, verified.stale, verified.unchecked) == (Confidence.VERIFIED, False, False)
    late = rows({"kind": "judgment_first_instance", "announced": d(12, 20), "received": d(12, 20)})[0]
    assert late.unchecked


def test_a_stale_row_is_unchecked_although_verified() -> None:
    row = rows({"kind": "deportation", "announced": d(12, 8)})[0]
    assert (row.confidence, row.stale, row.unchecked) == (Confidence.VERIFIED, True, True)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [(d(12, 1), "running"), (d(12, 3), "due"), (d(12, 11), "due"), (d(12, 12), "passed")],
)
def test_status_follows_the_day(as_of: dt.date, status: str) -> None:
    assert rows({"kind": "extradition", "received": d(12, 1)}, as_of)[0].status.value == status


def test_status_follows_the_earliest_reading_in_every_row() -> None:
    decision = {"kind": "refusal_protection", "procedure": "ordinary", "received": d(12, 4)}
    assert [row.status.value for row in rows(decision, d(12, 22))] == ["passed", "passed"]


def test_what_a_person_said_holds_for_every_reading() -> None:
    record = case({"kind": "refusal_protection", "procedure": "ordinary", "received": d(12, 4)})
    for mark, status in (("done", DeadlineStatus.DONE), ("missed", DeadlineStatus.MISSED)):
        marks = {"d1-ip.refusal_appeal-notice": mark}
        assert {row.status for row in deadline_rows(record, LAW, d(12, 30), marks)} == {status}
    assert {row.status for row in deadline_rows(record, LAW, d(12, 30), {"d2-ip.refusal_appeal-rule": "done"})} == {
        DeadlineStatus.PASSED
    }


# ---------------------------------------------------------------------------------------------- applying for protection


def applying(**tables: Any) -> tuple[DeadlineRow, ...]:
    file = {"meta": {"as_of": TODAY}, "case": {"ref": "T", "topic": "ip.application"}, **tables}
    return deadline_rows(parse_case_file(toml_text(file), "m"), LAW, TODAY)


def entry(**date: Any) -> dict[str, Any]:
    return {"date": date}


def test_an_application_not_filed_has_the_office_alarm_only() -> None:
    first, last = entry(precision="day", date=d(3, 1)), entry(precision="day", date=d(11, 3))
    row = applying(entry=[last, first])[0]
    assert (row.id, row.decision, row.trigger, row.alarm_on) == ("case-ip.apply-rule", None, d(11, 3), d(11, 4))
    assert (row.last_day, row.safe_day, row.starts_on) == (None, None, None)


def test_an_entry_known_in_part_alarms_early_and_invents_no_date() -> None:
    row = applying(entry=[entry(precision="month", year=2026, month=10)])[0]
    assert (row.trigger, row.alarm_on) == (None, d(10, 2))
    assert "trigger.entry_unsure" in [line.key for line in row.explanation]
    nothing = applying()[0]
    assert (nothing.trigger, nothing.alarm_on) == (None, None)


def test_an_application_that_was_filed_has_no_such_clock() -> None:
    assert applying(person=[{"id": "p1", "role": "client", "certificate_no": "TEST/1"}]) == ()
    refused = applying(
        decision=[{"id": "d1", "kind": "refusal_protection", "procedure": "ordinary", "received": d(12, 1)}]
    )
    assert {row.rule for row in refused} == {"ip.refusal_appeal"}


# ---------------------------------------------------------------------------------------------- any case

_COUNT_UNIT = {"calendar_day": "day"}


@pytest.mark.soak
@settings(max_examples=rounds(20, 800), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(KINDS).flatmap(lambda kind: valid_cases(decision_kind=kind)), st.dates(d(9, 1), d(3, 1, 2027)))
def test_any_case_has_honest_rows(record: CaseRecord, as_of: dt.date) -> None:
    found = deadline_rows(record, LAW, as_of)
    assert list(found) == sorted(found, key=sort_key)
    assert len({row.id for row in found}) == len(found)
    for _, group in itertools.groupby(
        sorted(found, key=lambda row: (row.decision or "", row.rule)), lambda r: (r.decision, r.rule)
    ):
        check_group(record, list(group), as_of)


def check_group(record: CaseRecord, group: list[DeadlineRow], as_of: dt.date) -> None:
    primary = [row for row in group if row.primary]
    assert len(primary) == 1
    dated = [row.last_day for row in group if row.last_day is not None]
    assert len(dated) == len(set(dated)), "one row for one last day"
    assert primary[0].last_day == (min(dated) if dated else None)
    assert len({(row.safe_day, row.alarm_on, row.status) for row in group}) == 1
    rule = LAW.rules[group[0].rule]
    decision = next((one for one in record.decisions or () if one.id == group[0].decision), None)
    for row in group:
        assert row.unchecked or (row.confidence is Confidence.VERIFIED and not row.stale)
        if row.last_day is None:
            assert not rule.limit_known or row.trigger is None
            continue
        assert primary[0].last_day is not None
        assert row.safe_day == plain_counting.safe_day(primary[0].last_day)
        if row.reading is Reading.NOTICE:
            assert decision is not None
            period = read_period(decision.notice_period)
            if decision.notice_last_day is not None:
                assert row.last_day == decision.notice_last_day
            elif period is not None and period.unit != "hour":
                check_count(row, period.number, period.unit, rule.count_from, not period.sutki and rule.roll == "yes")
            continue
        safe = row.reading is Reading.RULE_SAFE
        limit, unit = (rule.safe_limit, rule.safe_unit) if safe else (rule.limit, rule.unit)
        assert limit is not None
        assert unit is not None
        check_count(row, limit, unit, rule.count_from, rule.roll == "yes")
    status = group[0].status
    if primary[0].last_day is not None:
        assert (status is DeadlineStatus.PASSED) is (as_of > primary[0].last_day)


def check_count(row: DeadlineRow, number: int, unit: str, count_from: str | None, moves: bool) -> None:
    assert row.trigger is not None
    expected = plain_counting.last_day(
        row.trigger, number, _COUNT_UNIT.get(unit, unit), trigger_counts=count_from == "trigger_day", moves=moves
    )
    assert row.last_day == expected


def test_every_rule_of_the_table_is_in_the_law() -> None:
    for kind in KINDS:
        for procedure in ("ordinary", "accelerated"):
            for row in rows({"kind": kind, "procedure": procedure, "received": d(12, 1)}):
                assert RuleId(row.rule) in LAW.rules
