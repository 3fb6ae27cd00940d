"""What can be done in a case on a day: ladders, what is closed and why, what stops removal and what does not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.case_values import Reading
from legalaid_desktop.domain.deadline_engine import deadline_rows
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.law_remedies import (
    Competence,
    Competences,
    Placed,
    Question,
    Remedies,
    Remedy,
    Superior,
    Track,
)
from legalaid_desktop.domain.law_remedies_checks import Elsewhere, check_competence, check_remedies
from legalaid_desktop.domain.remedies import Ladder, PaperStanding, RemedyStanding, State, Ways, ways_of
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.law import shipped_law

LAW = shipped_law()
HEAD = """[meta]
as_of = 2026-12-10
[case]
ref = "TEST-2026-R1"
region = "grodno"
topic = "{topic}"
[[person]]
id = "p1"
role = "client"
sex = "{sex}"
"""


def case(topic: str = "ot.other", rest: str = "", sex: str = "m") -> CaseRecord:
    return parse_case_file(HEAD.format(topic=topic, sex=sex) + rest, "x.toml")


def decision(id: str, kind: str, dated: str, more: str = "") -> str:
    return f'[[decision]]\nid = "{id}"\nkind = "{kind}"\ndated = {dated}\nreceived = {dated}\n{more}\n'


def ways(
    record: CaseRecord,
    as_of: str = "2026-12-10",
    marks: dict[str, str] | None = None,
    papers: dict[str, PaperStanding] | None = None,
) -> Ways:
    day = dt.date.fromisoformat(as_of)
    return ways_of(record, LAW, deadline_rows(record, LAW, day, marks), day, papers)


def states(ladder: Ladder) -> dict[str, str]:
    return {rung.row.id: rung.state.value for rung in ladder.rungs}


def step(found: Ways, id: str) -> RemedyStanding:
    return next(one for one in found.all if one.row.id == id)


def sample(name: str) -> CaseRecord:
    path = next(Path(resources() / "demo").glob(f"{name}_*.toml"))
    return parse_case_file(path.read_text("utf-8"), path.name)


# ------------------------------------------------------------------------------------------------ samples


def test_s03_the_complaint_runs_and_the_appeal_is_ahead() -> None:
    found = ways(sample("S03"), "2026-12-21")
    (ladder,) = found.ladders
    assert states(ladder) == {
        "pr.apply": "done", "pr.registered": "done", "pr.decided": "done", "pr.court": "running", "pr.appeal": "ahead",
        "pr.cassation": "ahead", "pr.supervision": "ahead",
    }  # fmt: skip
    court = step(found, "pr.court")
    assert court.last_day == dt.date(2026, 12, 28) and court.paper == "C1"
    assert (court.suspends, court.suspends_unchecked) == ("yes", True), "from memory, so not checked"
    assert step(found, "un.cedaw").state is State.AHEAD, "only after every instance at home"


def test_s04_nothing_can_be_left_for_after_the_supreme_court() -> None:
    found = ways(sample("S04"), "2026-12-17")
    extradition = found.ladders[0]
    assert extradition.track.id == "extradition"
    assert list(states(extradition)) == [
        "ex.protection", "ex.letter", "ex.decided", "ex.court", "ex.hearing", "ex.supreme", "ex.surrender",
    ]  # fmt: skip
    assert states(extradition)["ex.court"] == "running" and states(extradition)["ex.letter"] == "behind"
    last = extradition.rungs[-1]
    assert last.row.kind == "effect" and "тот же вечер" in last.row.title("ru")
    assert step(found, "ex.protection").suspends == "unknown", "whether an application bars extradition is open"
    asked = step(found, "pr.court")
    assert (asked.suspends, asked.surrender) == ("unknown", True), "against a hand-over nothing is promised"
    assert {"detention", "protection"} <= {ladder.track.id for ladder in found.ladders}
    assert step(found, "dt.custody").paper == "D3"
    assert "dt.prosecutor" not in {one.row.id for one in found.all}, "custody for extradition is another regime"


def test_s05_the_other_state_is_answerable_not_a_body_here() -> None:
    found = ways(sample("S05"), "2026-11-20")
    assert [ladder.track.id for ladder in found.ladders] == ["abroad", "search"]
    assert step(found, "ab.lawyer").paper == "G5" and step(found, "se.search").paper == "H1"
    assert "hm.complaint" not in {one.row.id for one in found.all}
    assert step(found, "echr").state is State.CLOSED


def test_s06_a_missed_day_leads_on() -> None:
    found = ways(sample("S06"), "2026-11-23")
    complaint = step(found, "dp.complaint")
    assert complaint.state is State.MISSED and complaint.restore
    assert (complaint.suspends, complaint.suspends_unchecked) == ("no", False)
    assert step(found, "dp.suspend").state is State.OPEN
    assert step(found, "be.protection").state is State.OPEN
    assert step(found, "dp.further").row.confidence == "unknown", "what follows is not in the data, and is not invented"


# ------------------------------------------------------------------------------------------------ hard cases


def test_an_accelerated_refusal_knows_less() -> None:
    quick = ways(case("ip.refusal", decision("d1", "refusal_protection", "2026-12-05", 'procedure = "accelerated"')))
    assert step(quick, "pr.court").state is State.OPEN, "no number is known, so no clock"
    assert (step(quick, "pr.court").suspends, step(quick, "pr.court").suspends_unchecked) == ("unknown", True)
    unsaid = ways(case("ip.refusal", decision("d1", "refusal_protection", "2026-12-05")))
    assert step(unsaid, "pr.court").suspends == "unknown", "the track is not known: the weaker of the two"


def test_a_judgment_carries_its_ladder_on_and_the_complaint_lies_behind() -> None:
    rest = decision("d1", "refusal_protection", "2026-09-01", 'procedure = "ordinary"')
    rest += decision("d2", "judgment_first_instance", "2026-12-01", "announced = 2026-12-01")
    (ladder,) = ways(case("ip.refusal", rest)).ladders
    assert states(ladder)["pr.court"] == "behind" and states(ladder)["pr.appeal"] == "running"
    rest += decision("d3", "judgment_appeal", "2026-12-09")
    (ladder,) = ways(case("ip.refusal", rest)).ladders
    assert states(ladder)["pr.appeal"] == "behind" and states(ladder)["pr.cassation"] == "open"
    assert states(ladder)["pr.supervision"] == "ahead"


def test_a_second_refusal_opens_a_second_ladder_and_relatives_have_their_own() -> None:
    rest = '[[person]]\nid = "p2"\nrole = "family"\nincluded = true\n'
    rest += decision("d1", "refusal_protection", "2026-01-10", 'person = "p1"')
    rest += decision("d2", "refusal_protection", "2026-12-01", 'person = "p1"')
    rest += decision("d3", "refusal_protection", "2026-12-01", 'person = "p2"')
    rest += decision("d4", "judgment_first_instance", "2026-12-08", 'person = "p2"')
    found = ways(case("ip.refusal", rest))
    assert [(ladder.decision, ladder.person) for ladder in found.ladders] == [("d1", "p1"), ("d2", "p1"), ("d3", "p2")]
    assert [states(ladder)["pr.appeal"] for ladder in found.ladders] == ["ahead", "ahead", "running"]
    assert found.ladders[2].rungs[-3].decision == "d4", "the judgment stands on the ladder of the relative"


def test_a_judgment_alone_has_a_ladder() -> None:
    (ladder,) = ways(case("ot.other", decision("d1", "judgment_first_instance", "2026-12-05"))).ladders
    assert ladder.track.id == "court" and states(ladder)["ct.appeal"] == "running"


def test_a_filed_complaint_is_done_and_the_next_body_waits() -> None:
    record = case("ex.extradition", decision("d1", "extradition", "2026-12-05") + '[extradition]\nstate = "TJ"\n')
    filed = ways(record, papers={"D1": PaperStanding(drafted=True, filed_on=dt.date(2026, 12, 8))})
    assert step(filed, "ex.court").state is State.DONE and step(filed, "ex.court").since == dt.date(2026, 12, 8)
    assert step(filed, "ex.hearing").state is State.WAITING
    earlier = ways(record, papers={"D1": PaperStanding(drafted=True, filed_on=dt.date(2026, 12, 1))})
    assert step(earlier, "ex.court").state is State.RUNNING, "a paper from before the decision does not challenge it"
    marked = ways(record, marks={"d1-ex.complaint-rule": "done"})
    assert step(marked, "ex.court").state is State.DONE


def test_an_appointed_day_stands_on_its_step() -> None:
    record = case("ex.extradition", decision("d1", "extradition", "2026-12-05") + '[extradition]\nstate = "TJ"\n')
    day = dt.date(2026, 12, 10)
    hearings = (
        Hearing(id=LocalId("h1"), kind="hearing", at=dt.date(2026, 12, 14), decision=LocalId("d1")),
        Hearing(id=LocalId("h2"), kind="hearing", at=dt.date(2026, 12, 9)),
        Hearing(id=LocalId("h3"), kind="surrender", at=dt.datetime(2026, 12, 15, 18, 30)),
        Hearing(id=LocalId("h4"), kind="surrender", at=dt.date(2026, 12, 11), decision=LocalId("d9")),
    )
    found = ways_of(record, LAW, deadline_rows(record, LAW, day), day, hearings=hearings)
    assert [one.id if (one := step(found, id).appointed) else None for id in ("ex.hearing", "ex.surrender")] == [
        "h1", "h3",
    ]  # fmt: skip


def test_the_superior_body_was_asked_and_the_court_is_still_open() -> None:
    record = case("rm.expulsion", decision("d1", "expulsion", "2026-12-01"))
    found = ways(record)
    assert step(found, "xp.superior").state is step(found, "xp.court").state is State.RUNNING
    asked = ways(record, papers={"E2": PaperStanding(drafted=True, filed_on=dt.date(2026, 12, 3))})
    assert step(asked, "xp.superior").state is State.DONE
    assert step(asked, "xp.court").state is State.RUNNING
    assert step(asked, "xp.superior").suspends == "unknown"


def test_a_person_said_that_the_day_was_missed() -> None:
    record = case("rm.expulsion", decision("d1", "expulsion", "2026-12-01"))
    found = ways(record, marks={"d1-rm.expulsion_appeal-rule": "missed"})
    assert step(found, "xp.superior").state is State.MISSED and step(found, "xp.superior").restore


def test_an_application_not_taken_has_its_own_step() -> None:
    refused = ways(case("ip.application", decision("d1", "refusal_register", "2026-12-05")))
    assert step(refused, "pr.access").state is State.OPEN and step(refused, "pr.access").paper == "A12"
    later = decision("d1", "refusal_protection", "2026-12-05")
    assert "pr.access" not in {one.row.id for one in ways(case("ip.refusal", later)).all}


def test_custody_opens_the_ladder_of_detention_by_its_regime() -> None:
    taken = '[[detention]]\nkind = "administrative"\nplace = "ИВС Лидского РОВД"\nfrom = 2026-12-09T10:00:00\n'
    found = ways(case("rm.detention", taken))
    ids = {one.row.id for one in found.all}
    assert "dt.prosecutor" in ids and "dt.custody" not in ids
    assert "un.wgad" in ids


def test_closed_doors_are_closed_by_day_and_with_a_reason() -> None:
    found = ways(case())
    closed = {one.row.id: one for one in found.closed}
    assert {"un.hrc", "echr", "un.cat22", "un.crc", "un.cerd", "un.crpd"} <= set(closed)
    assert closed["un.hrc"].since == dt.date(2023, 2, 8)
    assert closed["echr"].row.never and closed["echr"].since is None
    for one in found.closed:
        assert one.state is State.CLOSED and not one.usable and one.paper == ""
        assert all(one.row.why(lang) for lang in ("ru", "be", "en"))
    assert {one.row.id: one.state for one in ways(case(), "2023-02-07").closed}["un.hrc"] is State.OPEN


def test_only_women_are_told_of_the_committee_for_women() -> None:
    assert "un.cedaw" not in {one.row.id for one in ways(case(sex="m")).all}
    assert "un.cedaw" in {one.row.id for one in ways(case(sex="f")).all}


# ------------------------------------------------------------------------------------------------ the data


def test_every_kind_of_decision_of_the_table_stands_on_a_ladder() -> None:
    kinds = (
        *("refusal_protection", "judgment_first_instance", "extradition", "judgment_extradition", "deportation"),
        *("expulsion", "administrative", "stay_cut", "permit_annulled", "procedure_refused", "loss_protection"),
    )
    for kind in kinds:
        found = ways(case("ot.other", decision("d1", kind, "2026-12-05")))
        rungs = [rung for ladder in found.ladders for rung in ladder.rungs if rung.decision == "d1"]
        assert rungs and all(rung.usable for rung in rungs), kind


def test_no_sentence_promises_or_gives_up() -> None:
    for row in LAW.remedies.rows:
        for lang in ("ru", "be", "en"):
            said = " ".join((row.title(lang), row.follows(lang), row.why(lang))).casefold()
            for word in ("поздно", "позна", "too late", "у вас есть", "you have until", "гарант", "гпк"):
                assert word not in said, row.id
            assert row.title(lang)
        assert row.suspends == "na" or row.suspends_confidence or row.place == "closed"


def test_what_nobody_knows_is_not_answered() -> None:
    for row in LAW.remedies.rows:
        if row.suspends in ("yes", "no"):
            assert row.suspends_confidence in ("verified", "recalled"), row.id


def test_what_the_rule_says_of_removal_is_never_weaker_than_the_row() -> None:
    """A clock that says that removal goes on must not be covered by a kinder row."""
    for row in LAW.remedies.rows:
        said = {LAW.rules[rule].suspensive for rule in row.rules if rule in LAW.rules}  # type: ignore[index]
        if row.suspends == "yes" and row.kind == "file":
            assert "no" not in said, row.id


# ------------------------------------------------------------------------------------------------ checks of a pack


def placed(remedies: Remedies, competence: Competences) -> Placed:
    rows = (*remedies.tracks, *remedies.rows, *competence.questions, *competence.rules, *competence.superiors)
    return Placed(remedies, competence, {id(row): ("row", number) for number, row in enumerate(rows)})


def faults(remedies: Remedies = Remedies(), competence: Competences = Competences()) -> list[str]:
    reading = Reading("x.toml", {(): 1})
    known = Elsewhere(
        rules=("r",), authorities={"moi": "ministry", "pg": "prosecution"}, regions=("brest",), papers=("C1",)
    )
    check_remedies(reading, placed(remedies, competence), known)
    check_competence(reading, placed(remedies, competence), known)
    return [fault.code for fault in reading.faults]


def remedy(id: str, **more: object) -> Remedy:
    given = {"place": "ladder", "track": "t", "title_ru": "а", "title_be": "а", "title_en": "a", **more}
    return Remedy(id=id, **given)  # type: ignore[arg-type]


def rule(id: str, question: str, **more: object) -> Competence:
    return Competence(id=id, question=question, why_ru="а.", why_be="а.", why_en="a.", **more)  # type: ignore[arg-type]


TRACKS = (Track(id="t", title_ru="а", title_be="а", title_en="a"),)
QUESTIONS = tuple(Question(id=id, title_ru="а", title_be="а", title_en="a") for id in ("q1", "q2"))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((remedy("a", next=("b",)), remedy("b", next=("c",)), remedy("c", next=("a",))), "law_circle"),
        ((remedy("a", next=("a",)),), "law_circle"),
        ((remedy("a", next=("nowhere",)),), "law_unknown_id"),
        ((remedy("a", rules=("none",)),), "law_unknown_id"),
        ((remedy("a", papers=("Z9",)),), "law_unknown_id"),
        ((remedy("a", track="other"),), "law_unknown_id"),
        ((remedy("a", question="other"),), "law_unknown_id"),
        ((remedy("a", track=None),), "missing_key"),
        ((remedy("a", place="closed", track=None),), "missing_key"),
        ((remedy("a", never=True),), "law_row_key"),
    ],
)
def test_a_pack_with_faulty_remedies_is_refused(rows: tuple[Remedy, ...], code: str) -> None:
    assert faults(Remedies(tracks=TRACKS, rows=rows)) == [code]


@pytest.mark.parametrize(
    ("rules", "superiors", "code"),
    [
        ((rule("a", "q1", like="q2"), rule("b", "q2", like="q1")), (), "law_circle"),
        ((rule("a", "q1"),), (), "law_one_body"),
        ((rule("a", "q1", notice=True, above=True),), (), "law_one_body"),
        ((rule("a", "q9", notice=True),), (), "law_unknown_id"),
        ((rule("a", "q1", authority="nobody"),), (), "law_unknown_id"),
        ((rule("a", "q1", type="ministry"),), (), "missing_key"),
        (
            (),
            (
                Superior(id="s", type="ministry", above_type="prosecution"),
                Superior(id="t", type="prosecution", above_type="ministry"),
            ),
            "law_circle",
        ),
        ((), (Superior(id="s", type="ministry"),), "law_one_body"),
    ],
)
def test_a_pack_with_faulty_competence_is_refused(
    rules: tuple[Competence, ...], superiors: tuple[Superior, ...], code: str
) -> None:
    assert faults(competence=Competences(questions=QUESTIONS, rules=rules, superiors=superiors)) == [code]


def test_a_circle_as_long_as_a_pack_is_found_at_once() -> None:
    rows = tuple(remedy(f"r{n}", next=(f"r{(n + 1) % 2000}",)) for n in range(2000))
    assert faults(Remedies(tracks=TRACKS, rows=rows)) == ["law_circle"]
