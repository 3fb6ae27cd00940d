"""Every row of the law data: it counts for a suitable case, or says in plain words why it gives no day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.clock_facts import ClockFacts, FiledPaper
from legalaid_desktop.domain.clock_marks import ClockMark, Marks, MarkState
from legalaid_desktop.domain.clock_rules import RuleStanding, rule_standings
from legalaid_desktop.domain.clock_starts import LACKING, STARTS
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.deadline_engine import all_clocks, deadline_rows, sort_key
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import DocumentCode, LocalId, RuleId
from legalaid_desktop.domain.office_records import Proceeding
from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES, catalogue
from legalaid_desktop.services.deadline_words import explanation_text, row_text, standing_json, why_text
from legalaid_desktop.services.law import shipped_law
from tests.domain import plain_counting
from tests.rounds import rounds
from tests.strategies_cases import KINDS, valid_cases
from tests.toml_writer import toml_text

LAW = shipped_law()
AS_OF = dt.date(2026, 12, 10)
FOLLOWING = {"court.restore", "court.no_answer"}


def d(month: int, day: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, day)


def facts(
    *, filed: tuple[tuple[str, dt.date], ...] = (), how: str = "in_person", hearings: tuple[Hearing, ...] = (),
    proceedings: tuple[Proceeding, ...] = (), topic: str = "ot.other", **tables: Any,
) -> ClockFacts:  # fmt: skip
    file = {"meta": {"as_of": AS_OF}, "case": {"ref": "T", "topic": topic}, **tables}
    papers = tuple(FiledPaper(document=DocumentCode(code), on=on, how=how) for code, on in filed)
    record = parse_case_file(toml_text(file), "made.toml")
    return ClockFacts(case=record, filed=papers, hearings=hearings, proceedings=proceedings)


def decision(**fields: Any) -> dict[str, Any]:
    return {"decision": [{"id": "d1", **fields}]}


def paper(kind: str, **fields: Any) -> dict[str, Any]:
    return {"person": [{"id": "p1", "role": "client", "docs": [{"kind": kind, **fields}]}]}


def held(kind: str, at: Any = d(12, 7)) -> dict[str, Any]:
    return {"detention": [{"id": "t1", "kind": kind, "from": at}]}


def appointed(kind: str, at: dt.datetime | dt.date) -> tuple[Hearing, ...]:
    return (Hearing(id=LocalId("h1"), kind=kind, at=at),)


def begins(rule: str, day: dt.date) -> Marks:
    return Marks([ClockMark(deadline=f"case-{rule}-!begins", state=MarkState.BEGINS, day=day, reason="Со слов.")])


NOON = dt.datetime(2026, 12, 7, 12, 30)
SUITABLE: dict[str, tuple[ClockFacts, Marks, dt.date | None, dt.date | None]] = {
    # rule: facts, marks, last day of the earliest reading, alarm of the office
    "ip.apply": (facts(topic="ip.application", entry=[{"date": d(12, 1)}]), Marks(), None, d(12, 2)),
    "ip.handover": (facts(filed=(("A1", d(12, 1)),), how="custody"), Marks(), None, d(12, 3)),
    "ip.registration": (facts(filed=(("A1", d(12, 1)),)), Marks(), None, d(12, 6)),
    "ip.decision": (
        facts(**paper("registration_certificate", issued=d(8, 31))), Marks(), d(2, 28, 2027), d(1, 28, 2027)),
    "ip.decision_accelerated": (
        facts(proceedings=(Proceeding(id=LocalId("v1"), procedure="accelerated", opened_on=d(12, 1)),)),
        Marks(), None, None),
    "ip.refusal_appeal": (
        facts(**decision(kind="refusal_protection", procedure="ordinary", received=d(12, 4))),
        Marks(), d(12, 21), d(12, 9)),
    "ip.refusal_appeal_accelerated": (
        facts(**decision(kind="refusal_protection", procedure="accelerated", received=d(12, 4))),
        Marks(), None, d(12, 6)),
    "ip.complementary_validity": (
        facts(**paper("complementary_protection_certificate", issued=d(3, 1))), Marks(), d(3, 1, 2027), d(12, 26)),
    "ip.complementary_extension": (
        facts(**paper("complementary_protection_certificate", issued=d(3, 1), expires=d(2, 15, 2027))),
        Marks(), None, d(12, 17)),
    "ip.temporary_validity": (
        facts(prior_status=[{"state": "BY", "kind": "temporary_protection",
                             "since": {"precision": "day", "date": d(3, 1)}}]),
        Marks(), d(3, 1, 2027), d(3, 1, 2027)),
    "ip.certificate_validity": (
        facts(**paper("registration_certificate", expires=d(12, 31))), Marks(), d(12, 31), d(12, 24)),
    "court.complaint_general": (
        facts(**decision(kind="entry_ban", received=d(12, 1))), Marks(), d(1, 4, 2027), d(12, 11)),
    "court.no_answer": (facts(filed=(("I6", d(11, 2)),)), Marks(), d(12, 17), d(11, 22)),
    "court.appeal": (
        facts(**decision(kind="judgment_first_instance", announced=d(12, 1), received=d(12, 9))),
        Marks(), d(12, 16), d(12, 8)),
    "court.cassation": (facts(**decision(kind="judgment_appeal", announced=d(12, 1))), Marks(), None, d(12, 11)),
    "court.restore": (facts(**decision(kind="extradition", received=d(11, 20))), Marks(), None, d(12, 1)),
    "ex.complaint": (facts(**decision(kind="extradition", received=d(12, 15))), Marks(), d(12, 25), d(12, 17)),
    "ex.hearing": (facts(filed=(("D1", d(12, 7)),)), Marks(), None, d(12, 10)),
    "ex.supreme_court": (facts(**decision(kind="judgment_extradition", announced=d(12, 9))), Marks(), None, d(12, 11)),
    "ex.request_arrival": (facts(**held("extradition", NOON)), Marks(), d(1, 16, 2027), d(1, 15, 2027)),
    "ex.surrender": (facts(hearings=appointed("surrender", d(12, 7))), Marks(), d(12, 22), d(12, 22)),
    "ex.detention_max": (facts(**held("extradition")), Marks(), None, d(12, 21)),
    "rm.deportation_appeal": (facts(**decision(kind="deportation", announced=d(12, 9))), Marks(), d(12, 13), d(12, 10)),
    "rm.admin_ruling_appeal": (
        facts(**decision(kind="administrative", received=d(12, 1))), Marks(), d(12, 11), d(12, 4)),
    "rm.expulsion_appeal": (facts(**decision(kind="expulsion", received=d(12, 1))), Marks(), d(1, 1, 2027), d(12, 3)),
    "rm.voluntary_departure": (facts(hearings=appointed("departure", d(12, 20))), Marks(), d(12, 20), d(12, 17)),
    "rm.ban_deportation": (facts(), begins("rm.ban_deportation", d(12, 1)), d(12, 1, 2031), d(12, 1, 2031)),
    "rm.ban_expulsion": (facts(), begins("rm.ban_expulsion", d(12, 1)), d(12, 1, 2036), d(12, 1, 2036)),
    "rm.ban_reduction": (facts(**decision(kind="entry_ban", received=d(12, 1))), Marks(), None, None),
    "rm.admin_detention": (facts(**held("administrative", NOON)), Marks(), d(12, 10), d(12, 10)),
    "st.registration": (facts(entry=[{"date": d(12, 1), "lawful": "yes"}]), Marks(), d(12, 10), d(12, 8)),
    "st.max_stay": (facts(entry=[{"date": d(11, 3), "lawful": "yes"}]), Marks(), d(1, 31, 2027), d(1, 17, 2027)),
    "st.host_notice": (facts(), begins("st.host_notice", d(12, 9)), d(12, 9), d(12, 9)),
    "st.temporary_residence_validity": (
        facts(**paper("temporary_residence_permit", expires=d(6, 30, 2027))), Marks(), d(6, 30, 2027), d(4, 26, 2027)),
    "st.permanent_decision": (facts(filed=(("J2", d(11, 30)),)), Marks(), d(2, 28, 2027), d(2, 26, 2027)),
    "st.temporary_decision": (facts(filed=(("J1", d(12, 1)),)), Marks(), None, None),
    "st.employer_notice": (facts(), begins("st.employer_notice", d(12, 23)), d(12, 29), d(12, 29)),
    "st.foreign_status_notice": (
        facts(person=[{"id": "p2", "citizenships": [
            {"country": "BY"}, {"country": "XA", "since": {"precision": "day", "date": d(11, 30)}}]}]),
        Marks(), d(2, 28, 2027), d(2, 26, 2027)),
    "ob.answer": (facts(filed=(("I1", d(12, 1)),)), Marks(), d(12, 16), d(12, 19)),
    "ob.answer_complex": (facts(filed=(("I1", d(12, 1)),)), Marks(), d(1, 4, 2027), d(1, 3, 2027)),
    "ob.forwarding": (facts(filed=(("H1", d(12, 1)),)), Marks(), d(12, 8), d(12, 8)),
    "ob.appeal_answer": (facts(), begins("ob.appeal_answer", d(12, 1)), None, d(12, 11)),
    "ap.admin_complaint": (facts(**decision(kind="stay_cut", received=d(12, 1))), Marks(), None, d(12, 11)),
    "un.special_procedures": (facts(**held("extradition")), Marks(), None, d(12, 8)),
}  # fmt: skip


def standings(given: ClockFacts, marks: Marks = Marks(), as_of: dt.date = AS_OF) -> dict[str, RuleStanding]:
    return {str(one.rule.id): one for one in rule_standings(given, LAW, as_of, marks)}


def test_every_rule_of_the_law_has_a_suitable_case_here_or_is_closed() -> None:
    open_rules = {str(id) for id, rule in LAW.rules.items() if rule.kind != "closed"}
    assert set(SUITABLE) == open_rules
    assert set(LACKING) == open_rules
    assert set(STARTS) | FOLLOWING <= open_rules
    assert len(LAW.rules) >= 45


@pytest.mark.parametrize("rule", sorted(SUITABLE))
def test_every_rule_counts_for_a_suitable_case(rule: str) -> None:
    given, marks, last_day, alarm_on = SUITABLE[rule]
    found = standings(given, marks)[rule]
    assert found.rows, "the clock does not begin"
    leading = next(row for row in found.rows if row.primary)
    assert (leading.last_day, leading.alarm_on) == (last_day, alarm_on)
    if last_day is None:
        assert found.why == "no_number"
        assert not any(re.search(r"\d", explanation_text(line, "en", LAW)) for line in leading.explanation
                       if line.key.startswith(("reading", "last_day")))  # fmt: skip
    else:
        assert found.why == ""
    for row in found.rows:
        for lang in LANGUAGES:
            text = row_text(row, "T", lang, LAW)
            assert not re.search(r"\{|None|поздно|позна\b|too late|you have until", text), text


@pytest.mark.parametrize("rule", sorted(SUITABLE))
def test_a_rule_without_its_fact_says_which_is_missing(rule: str) -> None:
    found = standings(facts())[rule]
    assert (found.rows, found.why) == ((), "lacks")
    for lang in LANGUAGES:
        assert why_text(found, lang).endswith(".")


def test_the_closed_door_says_since_when() -> None:
    found = standings(facts())["un.hrc"]
    assert found.why == "closed" and found.rows == ()
    assert "8 февраля 2023" in why_text(found, "ru") and "8 February 2023" in why_text(found, "en")
    assert standing_json(found, "be")["why"] == why_text(found, "be")


def test_every_reason_has_words() -> None:
    said = catalogue().all()
    for fact in {*LACKING.values(), "fact"}:
        assert set(said[f"deadline.lacks.{fact}"]) == set(LANGUAGES)
    for why in ("closed", "closed_always", "no_number", "no_day", "law_too_old"):
        assert set(said[f"deadline.why.{why}"]) == set(LANGUAGES)


# ---------------------------------------------------------------------------------------------- what each one means


def clocks(given: ClockFacts, as_of: dt.date = AS_OF, marks: Marks = Marks()) -> dict[str, DeadlineRow]:
    return {row.id: row for row in all_clocks(given, LAW, as_of, marks)}


def test_detention_counts_hour_by_hour_and_never_moves() -> None:
    row = clocks(facts(**held("administrative", NOON)))["t1-rm.admin_detention-rule"]
    assert row.last_moment == dt.datetime(2026, 12, 10, 12, 30)
    unknown = clocks(facts(**held("administrative")))["t1-rm.admin_detention-rule"]
    assert unknown.last_moment == dt.datetime(2026, 12, 10, 0, 0), "from the first hour of that day"
    assert "start.hour_unknown" in [line.key for line in unknown.explanation]
    abroad = dt.datetime(2026, 12, 7, 22, 30, tzinfo=dt.UTC)
    in_minsk = clocks(facts(**held("administrative", abroad)))["t1-rm.admin_detention-rule"]
    assert in_minsk.last_moment == dt.datetime(2026, 12, 11, 1, 30)


def test_forty_days_of_custody_end_at_the_hour_they_began() -> None:
    row = clocks(facts(**held("extradition", NOON)))["t1-ex.request_arrival-rule"]
    assert (row.last_day, row.last_moment) == (d(1, 16, 2027), dt.datetime(2027, 1, 16, 12, 30))
    assert len([day for day in row.days if day.counted]) == 40
    requested = facts(**held("extradition", NOON), extradition={"requested": {"precision": "day", "date": d(12, 8)}})
    assert "t1-ex.request_arrival-rule" not in clocks(requested)


def test_a_detention_that_ended_holds_no_clock() -> None:
    over: dict[str, Any] = {"detention": [{"id": "t1", "kind": "administrative", "from": d(12, 1), "to": d(12, 3)}]}
    assert not [row for row in clocks(facts(**over)).values() if row.rule == "rm.admin_detention"]


def test_the_paper_s_own_date_decides() -> None:
    permit = paper("temporary_residence_permit", issued=d(6, 1), expires=d(3, 1, 2027))
    rows = [row for row in clocks(facts(**permit)).values() if row.rule == "st.temporary_residence_validity"]
    assert [(row.reading.value, row.last_day) for row in rows] == [("from_paper", d(3, 1, 2027))]


def test_two_readings_of_the_days_of_stay_over_the_new_year() -> None:
    rows = [row for row in clocks(SUITABLE["st.max_stay"][0]).values() if row.rule == "st.max_stay"]
    assert [(row.reading.value, row.last_day, row.primary) for row in rows] == [
        ("rule_safe", d(1, 31, 2027), True),
        ("rule", d(3, 31, 2027), False),
    ]


@pytest.mark.parametrize("entry", [{"lawful": "no"}, {"lawful": "unknown"}, {}])
def test_nobody_who_may_have_entered_unlawfully_is_sent_to_register(entry: dict[str, Any]) -> None:
    given = facts(entry=[{"date": d(12, 1), **entry}])
    assert not [row for row in clocks(given).values() if row.rule in ("st.registration", "st.max_stay")]


def test_a_body_that_does_not_answer_opens_the_way_to_court_until_it_does() -> None:
    given = facts(filed=(("I1", d(11, 2)),))
    answer = "filed.1-ob.answer-rule"
    assert clocks(given)[answer].status is DeadlineStatus.PASSED
    assert "filed.1-court.no_answer-rule" in clocks(given)
    done = ClockMark(deadline=answer, state=MarkState.DONE, at=dt.datetime(2026, 12, 1, 22, 0, tzinfo=dt.UTC))
    after = clocks(given, marks=Marks([done]))
    assert "filed.1-court.no_answer-rule" not in after
    assert after["filed.1-ob.appeal_answer-rule"].alarm_on == d(12, 12), "ten days from 2 December in Minsk"


def test_a_missed_period_brings_the_motion_to_restore_until_it_is_filed() -> None:
    given = facts(**decision(kind="extradition", received=d(11, 20)))
    assert clocks(given)["d1-court.restore-rule"].trigger == d(11, 30)
    filed = facts(filed=(("C3", d(12, 2)),), **decision(kind="extradition", received=d(11, 20)))
    assert "d1-court.restore-rule" not in clocks(filed)
    assert "d1-court.restore-rule" not in clocks(given, as_of=d(11, 30)), "on the last day nothing is missed"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("ip.apply", "A1"),
        ("ip.complementary_extension", "A8"),
        ("rm.ban_reduction", "E4"),
        ("st.registration", "J7"),
        ("un.special_procedures", "G1"),
    ],
)
def test_a_paper_that_was_handed_in_ends_what_it_was_for(rule: str, code: str) -> None:
    given, marks, _, _ = SUITABLE[rule]
    later = replace(given, filed=(FiledPaper(document=DocumentCode(code), on=AS_OF),))
    assert rule not in {row.rule for row in all_clocks(later, LAW, AS_OF, marks)}
    assert rule in {row.rule for row in all_clocks(given, LAW, AS_OF, marks)}


def test_the_list_of_the_decisions_stays_what_it_was() -> None:
    for path in sorted((resources() / "demo").glob("*.toml")):
        record = parse_case_file(path.read_text("utf-8"), path.name)
        assert record.meta.as_of is not None
        every = all_clocks(ClockFacts(case=record), LAW, record.meta.as_of)
        assert tuple(row for row in every if not row.further) == deadline_rows(record, LAW, record.meta.as_of)


@pytest.mark.soak
@settings(max_examples=rounds(15, 800), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(KINDS).flatmap(lambda kind: valid_cases(decision_kind=kind)), st.dates(d(9, 1), d(3, 1, 2027)))
def test_any_case_has_a_word_for_every_rule(record: Any, as_of: dt.date) -> None:
    given = ClockFacts(case=record, filed=(FiledPaper(document=DocumentCode("I1"), on=d(10, 1)),))
    rows = all_clocks(given, LAW, as_of)
    assert list(rows) == sorted(rows, key=sort_key)
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        check_row(row)
    for standing in rule_standings(given, LAW, as_of):
        assert standing.why or any(row.last_day is not None for row in standing.rows)
        assert not standing.why or why_text(standing, "be")


def check_row(row: DeadlineRow) -> None:
    """Counted a second time by the plain implementation, from what the row itself says."""
    rule = LAW.rules[RuleId(row.rule)]
    if not row.further or row.last_day is None or row.trigger is None or row.reading.value not in ("rule", "rule_safe"):
        return
    assert rule.limit is not None and rule.unit is not None
    if rule.unit == "hour":
        hours = plain_counting.last_hour(dt.datetime.combine(row.trigger, dt.time()), rule.limit)
        assert row.last_day >= hours.date()
        return
    unit = "day" if rule.unit == "calendar_day" else rule.unit
    counted = plain_counting.last_day(
        row.trigger, rule.limit, unit, trigger_counts=rule.count_from == "trigger_day", moves=rule.roll == "yes"
    )
    assert row.last_day == counted
